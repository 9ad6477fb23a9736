"""The Python-Markdown extension: widgets, references, numbers in prose and links to scenarios, in any host that names it in `mkdocs.yml`.

Nothing raises through Python-Markdown: a mistake is shown on the page and logged as a warning, which fails a strict build.
"""

from __future__ import annotations

import logging
import re
from html import escape, unescape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from hooks import fences, reference_links, values
from hooks.hosts import current_page
from hooks.mistakes import Mistake, Mistaken
from hooks.scan import Block, scan

if TYPE_CHECKING:
    from markdown import Markdown

log = logging.getLogger("mkdocs.hooks.widgets")  # MkDocs and ProperDocs count the warnings of this name in a strict build

BAR = "\ue000"  # stands for | inside a value, so that a table does not take it for the end of a cell; never reaches the page
BRACES = "\ue001"  # stands for an escaped {{
ATTRIBUTE_ID = re.compile(r'\sid="([^"]+)"')
CHAPTER = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>')
CODE_OR_VALUE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|(?<!\\)\{\{[^{}]*\}\}")
VALUE_CLASSES = ("calc-value", "calc-live", "calc-scrub")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Widgets(Extension):
    """The extension, and what it has found on the page that is being rendered."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.reset()

    def reset(self) -> None:
        """Forget the last page."""
        self.fences: dict[str, fences.Fence | None] = {}
        self.references: set[str] = set()
        self.ids: list[str] = []
        self.chapters: list[tuple[str, str]] = []
        self.above = 0

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register everything; the numbers are places among the processors of Python-Markdown."""
        self.md = md
        md.registerExtension(self)
        md.preprocessors.register(Fences(self), "calc-fences", 28)  # after tabs and line ends are normal, before any other fence
        md.inlinePatterns.register(Values(self), "calc-values", 185)  # after code spans
        md.inlinePatterns.register(Braces(re.escape(values.ESCAPED), md), "calc-braces", 184)  # before escapes
        md.treeprocessors.register(Headings(self), "calc-headings", 19)  # after the inline patterns
        md.treeprocessors.register(reference_links.Show(md), "calc-show-links", 13)
        md.treeprocessors.register(Links(self), "calc-links", 12)  # before the host makes links relative
        md.treeprocessors.register(Images(self), "calc-images", 11)
        md.treeprocessors.register(Anchors(self), "calc-anchors", 6)  # around the table of contents and MkDocs' list of anchors
        md.treeprocessors.register(NoAnchors(self), "calc-no-anchors", 4)
        md.treeprocessors.register(reference_links.PutBack(md), "calc-put-links-back", -1)  # after the host made links relative
        md.postprocessors.register(Marks(md), "calc-marks", 5)

    def report(self, mistaken: Mistaken, text: str, guess: int = 0) -> list[str]:
        """Log everything that is wrong, with its place in the file that holds `text`, and return the sentences with their places."""
        page = current_page(self.md)
        line = page.line(text, self.above + guess) if page else guess
        said = [str(Mistake(page.shown if page else "line", line + slip.offset if line else 0, slip.message)) for slip in mistaken.slips]
        for sentence in said:
            log.warning("%s", sentence)
        return said


class Fences(Preprocessor):
    """Puts the HTML of every fence aside as a block, so that it is never inside a paragraph."""

    def __init__(self, ours: Widgets) -> None:
        super().__init__(ours.md)
        self.ours = ours

    def run(self, lines: list[str]) -> list[str]:
        """The lines with a placeholder for each fence of ours."""
        page = current_page(self.ours.md)
        self.ours.above = page.above("\n".join(lines)) if page else 0
        out: list[str] = []
        apart = ""
        for block in scan(lines):
            if apart and block.lines[0].strip("> "):
                out.append(_edge(apart, block.lines[0]))
            apart = ""
            if block.info is None:
                out += block.lines if block.code else [CODE_OR_VALUE.sub(_bars, line) for line in block.lines]
                continue
            apart = block.prefix or " "
            if out and out[-1].strip("> "):
                out.append(_edge(apart, out[-1]))
            out.append(block.prefix + self.ours.md.htmlStash.store(self.html(block)))
        return out

    def html(self, block: Block) -> str:
        """The HTML of one fence, or of what is wrong with it."""
        try:
            return self.fence(block)
        except Mistaken as mistaken:
            if asked := fences.asked_id(block.info or "", block.body):
                self.ours.fences.setdefault(asked)
            said = self.ours.report(mistaken, block.lines[0].strip("> "), block.line)
            return '<div class="calc-mistake" role="alert">' + "".join(f"<p>{escape(sentence)}</p>" for sentence in said) + "</div>"

    def fence(self, block: Block) -> str:
        """The HTML of one fence, which the page then knows."""
        if not block.closed:
            raise Mistaken(fences.UNCLOSED)
        fence = fences.read(block.info or "", block.body)
        fences.alone(fence, self.ours.fences, self.ours.references)
        html = fences.render(fence)
        if fence.kind == fences.WIDGET:
            self.ours.fences[fence.id] = fence
        self.ours.ids += ATTRIBUTE_ID.findall(html)
        self.ours.chapters += CHAPTER.findall(html)
        return html


def _edge(prefix: str, neighbour: str) -> str:
    """The empty line between a fence and its neighbour: inside a quotation when both are."""
    return prefix.rstrip() if ">" in prefix and neighbour.startswith(prefix.rstrip()) else ""


def _bars(found: re.Match[str]) -> str:
    return found[0] if found[1] else found[0].replace("\\|", "|").replace("|", BAR)


class Braces(InlineProcessor):
    """Escaped braces in running text: they stay braces, and are no value that was missed."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802, ARG002
        """What stands for the braces until the page is printed."""
        return BRACES, m.start(0), m.end(0)


class Values(InlineProcessor):
    """`{{ … }}` in running text."""

    def __init__(self, ours: Widgets) -> None:
        super().__init__(values.INLINE, ours.md)
        self.ours = ours

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802, ARG002
        """The element that holds the number."""
        text = m[1].replace(BAR, "|") if m[1] is not None else None
        try:
            shown, attributes = values.html(values.parse(text), self.ours.fences)
        except Mistaken as mistaken:
            shown, attributes = " ".join(self.ours.report(mistaken, _first_line(m[0]))) or "?", {"class": "calc-mistake", "role": "alert"}
        span = Element("span", attributes)
        span.text = AtomicString(shown)
        return span, m.start(0), m.end(0)


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0].replace(BAR, "|")


class Headings(Treeprocessor):
    """A number in a heading would change the heading's address, so it is a mistake."""

    def __init__(self, ours: Widgets) -> None:
        super().__init__(ours.md)
        self.ours = ours

    def run(self, root: Element) -> None:
        """Replace every value in a heading by the mistake."""
        for heading in (element for element in root.iter() if element.tag in HEADINGS):
            for span in heading.iter("span"):
                if span.get("class") in VALUE_CLASSES:
                    before = (heading.text or "").strip() or "{{"
                    said = self.ours.report(Mistaken(values.IN_HEADING), before)
                    span.attrib.clear()
                    span.attrib.update({"class": "calc-mistake", "role": "alert"})
                    span.text = AtomicString(" ".join(said))


class Links(Treeprocessor):
    """`calc:` links become ordinary ones."""

    def __init__(self, ours: Widgets) -> None:
        super().__init__(ours.md)
        self.ours = ours

    def run(self, root: Element) -> None:
        """Rewrite every link of ours."""
        page = current_page(self.ours.md)
        for anchor in root.iter("a"):
            href = anchor.get("href", "")
            if not href.startswith(values.SCHEME):
                continue
            try:
                link = values.parse_link(href)
                path, widget = values.resolve(link, self.ours.fences)
                anchor.set("href", (page.to(path) if path and page else path) + values.address(link, widget))
            except Mistaken as mistaken:
                said = self.ours.report(mistaken, href)
                alert = SubElement(anchor, "span", {"class": "calc-mistake", "role": "alert"})
                alert.text = AtomicString(" " + " ".join(said))
                anchor.set("href", "#")


class Images(Treeprocessor):
    """An image with the address of a scenario is a link with a ! too many."""

    def __init__(self, ours: Widgets) -> None:
        super().__init__(ours.md)
        self.ours = ours

    def run(self, root: Element) -> None:
        """Replace each by the mistake."""
        for image in root.iter("img"):
            address = image.get("src", "")
            if address.startswith(values.SCHEME):
                said = self.ours.report(Mistaken(values.IN_IMAGE), address)
                image.tag = "span"
                image.attrib.clear()
                image.attrib.update({"class": "calc-mistake", "role": "alert"})
                image.text = AtomicString(" ".join(said))


class Anchors(Treeprocessor):
    """Shows the ids of what was put aside to whoever looks for ids in the tree: headings get others, and MkDocs knows that they exist.

    Chapters are shown as headings, for the table of contents.
    """

    def __init__(self, ours: Widgets) -> None:
        super().__init__(ours.md)
        self.ours = ours

    def run(self, root: Element) -> None:
        """Append one element for each id."""
        for name in self.ours.ids:
            SubElement(root, "calc-anchor", {"id": name})
        for name, html in self.ours.chapters:
            SubElement(root, "h2", {"id": name, "class": "calc-anchor"}).text = unescape(html)


class NoAnchors(Treeprocessor):
    """Takes the elements of `Anchors` away again."""

    def __init__(self, ours: Widgets) -> None:
        super().__init__(ours.md)

    def run(self, root: Element) -> None:
        """Remove them."""
        for element in [*root.findall("calc-anchor"), *root.findall("h2[@class='calc-anchor']")]:
            root.remove(element)


class Marks(Postprocessor):
    """Gives back the | of every value that turned out to be code, and the braces that were escaped."""

    def run(self, text: str) -> str:
        """The text with all of them; the braces as entities, so that the audit can tell them from a value that nobody read."""
        return text.replace(BAR, "|").replace(BRACES, "&#123;&#123;")


def expand(text: str, where: str = "front matter") -> str:
    """`text` with the numbers that it asks for, as plain text: for titles and descriptions. A mistake is logged and left as it is."""

    def number(found: re.Match[str]) -> str:
        try:
            return values.fixed(values.parse(found[1]))
        except Mistaken as mistaken:
            for slip in mistaken.slips:
                log.warning("%s", Mistake(where, 0, slip.message))
            return found[0]

    return re.sub(values.INLINE, number, text, flags=re.DOTALL).replace(values.ESCAPED, "{{")


def makeExtension(**options: object) -> Widgets:  # noqa: N802 - Python-Markdown's name
    """What Python-Markdown calls."""
    return Widgets(**options)

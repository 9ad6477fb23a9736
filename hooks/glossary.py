"""A Python-Markdown extension that links each word of the glossary where a page first uses it, with its definition as a tooltip.

The words are the headings of the glossary's page:

    ### Maintenance margin {: #maintenance-margin data-forms="maintenance margins" }

    The part of a position's value that must stay covered, or the venue closes it.

`data-forms` lists further spellings, divided by |. A heading that is also an everyday word stays unlinked with `-` among them. The first
paragraph is the definition: plain text, one sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from hooks.hosts import current_page
from hooks.widgets import HEADINGS

if TYPE_CHECKING:
    from pathlib import Path

    from markdown import Markdown

PAGE = "ref/glossary.md"  # from the docs folder
ENTRY = re.compile(r'^### (?P<name>.+?) \{: #(?P<anchor>[\w-]+)(?: data-forms="(?P<forms>[^"]*)")? \}\n\n(?P<definition>.+)$', re.MULTILINE)
SILENT = {*HEADINGS, "a", "code", "pre", "button", "summary", "svg", "th", "nav", "script", "style"}
SILENT_CLASSES = {"calc-notice", "calc-sources", "calc-kicker", "calc-mistake"}


@dataclass(frozen=True)
class Term:
    """A word of the glossary, what it means in one sentence, and the spellings that lead to it."""

    name: str
    anchor: str
    definition: str
    forms: tuple[str, ...]


def terms(text: str) -> tuple[Term, ...]:
    r"""The words of the glossary whose source is `text`.

    >>> terms('### Gap {: #gap data-forms="-|price gap" }\n\nA jump between two prices.\n')
    (Term(name='Gap', anchor='gap', definition='A jump between two prices.', forms=('price gap',)),)
    """
    found = []
    for entry in ENTRY.finditer(text):
        forms = [form for form in (entry["forms"] or "").split("|") if form]
        own = [] if "-" in forms else [entry["name"]]
        found.append(Term(entry["name"], entry["anchor"], entry["definition"], tuple(own + [form for form in forms if form != "-"])))
    return tuple(found)


class Glossary(Extension):
    """The extension."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the tree processor: after the lists of attributes (8), before the host makes links relative (0)."""
        md.treeprocessors.register(FirstUses(md), "calc-terms", 7)


class FirstUses(Treeprocessor):
    """Links the first use of each term, in the order of reading."""

    def run(self, root: Element) -> None:
        """Put the links into the tree of a page."""
        page = current_page(self.md)
        if page is None or page.path == PAGE:
            return
        docs = page.file.parents[page.path.count("/")]
        file = docs / PAGE
        if file.is_file():
            pattern, found = _lexicon(file, file.stat().st_mtime_ns)
            _Reading(pattern, dict(found), page.to(PAGE)).read(root)


@cache
def _lexicon(file: Path, changed: int) -> tuple[re.Pattern[str], tuple[tuple[str, Term], ...]]:  # noqa: ARG001 - a changed file is another one
    """Every form with its term, and the pattern that finds them, the longest first."""
    found = {form.lower(): term for term in terms(file.read_text(encoding="utf-8")) for form in term.forms}
    words = "|".join(re.escape(form) for form in sorted(found, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])" if words else r"(?!)", re.IGNORECASE), tuple(found.items())


class _Reading:
    """One page, read from start to end."""

    def __init__(self, pattern: re.Pattern[str], known: dict[str, Term], address: str) -> None:
        self.pattern = pattern
        self.known = known
        self.address = address
        self.seen: set[str] = set()

    def read(self, element: Element) -> None:
        """Link what stands in `element` and between its children."""
        before, links = self._links(element.text)
        if links:
            element.text = before
        at = 0
        for link in links:
            element.insert(at, link)
            at += 1
        while at < len(element):
            child = element[at]
            if not _silent(child):
                self.read(child)
            after, links = self._links(child.tail)
            if links:
                child.tail = after
            at += 1
            for link in links:
                element.insert(at, link)
                at += 1

    def _links(self, text: str | None) -> tuple[str, list[Element]]:
        """What stands before the first new term of `text`, and a link for each, followed by what stands behind it."""
        if not text or isinstance(text, AtomicString):
            return "", []
        links: list[Element] = []
        pieces = [""]
        at = 0
        for found in self.pattern.finditer(text):
            term = self.known[found[0].lower()]
            if term.anchor in self.seen:
                continue
            self.seen.add(term.anchor)
            pieces[-1] += text[at : found.start()]
            at = found.end()
            link = Element("a", {"class": "calc-term", "href": f"{self.address}#{term.anchor}", "title": term.definition})
            link.text = AtomicString(found[0])
            links.append(link)
            pieces.append("")
        pieces[-1] += text[at:]
        for link, tail in zip(links, pieces[1:], strict=True):
            link.tail = tail
        return pieces[0], links


def _silent(element: Element) -> bool:
    """Whether no link may stand in `element`, or none is wanted."""
    classes = set((element.get("class") or "").split())
    return element.tag in SILENT or bool(classes & SILENT_CLASSES)


def makeExtension(**options: object) -> Glossary:  # noqa: N802 - Python-Markdown's name
    """What Python-Markdown calls."""
    return Glossary(**options)

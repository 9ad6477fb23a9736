"""Reads every page and reports each fence, value and link that cannot be shown, as `file:line`, all of them at once.

python -m hooks.audit [docs]
"""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from hooks import fences, missed, pages, reference, reference_links, values
from hooks.hosts import Page
from hooks.mistakes import Mistake, Mistaken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hooks.fences import Fence

TITLES = ("title", "description")
INLINE = re.compile(values.INLINE, re.DOTALL)


class Report:
    """The mistakes of one page."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: set[Mistake] = set()

    def add(self, line: int, message: str) -> None:
        """One more."""
        self.found.add(Mistake(self.file, line, message))

    @contextmanager
    def at(self, line: int) -> Iterator[None]:
        """What is raised inside is a mistake of something that begins at `line`."""
        try:
            yield
        except Mistaken as mistaken:
            self.say(line, mistaken)

    def say(self, line: int, mistaken: Mistaken) -> None:
        """Everything that is wrong with something that begins at `line`."""
        for slip in mistaken.slips:
            self.add(line + slip.offset, slip.message)


def audit(docs: Path) -> list[Mistake]:
    """Every mistake on every page below `docs`, sorted by file and line."""
    files = sorted(docs.rglob("*.md"))
    return sorted(mistake for file in files for mistake in check(file.as_posix(), file.read_text(encoding="utf-8-sig"), docs))


def check(file: str, text: str, docs: Path | None = None) -> list[Mistake]:
    """Every mistake of one page; with `docs`, also each link to a calculator that has no page there."""
    report = Report(file)
    contents = pages.contents(text)
    widgets = _widgets(contents, report, render=True)
    for value in contents.values:
        with report.at(value.line):
            if value.heading:
                raise Mistaken(values.IN_HEADING)
            values.html(values.parse(value.text if value.closed else None), widgets)
    for link in contents.links:
        with report.at(link.line):
            _link(link.text, widgets, docs)
    for fence in contents.fences:
        for generated in _generated(fence):
            with report.at(fence.line):
                _link(generated, widgets, docs)
    for image in contents.images:
        report.add(image.line, values.IN_IMAGE)
    _front_matter(contents.front_matter, report)
    return sorted(report.found)


def count(text: str) -> int:
    """How many widgets a page must show."""
    return sum(fence is not None for fence in _widgets(pages.contents(text), Report(""), render=False).values())


def check_rendered(page_path: str, markdown: str, html: str, file: Path | None = None) -> list[Mistake]:
    """What a built page shows against what its source asks for, found in two independent ways.

    `markdown` may lack the front matter; with `file`, which has all lines, a mistake names the line where that is certain.
    """
    report = Report(Page(page_path, file).shown if file else page_path)
    source = file.read_text(encoding="utf-8-sig") if file else ""
    expected, shown = count(markdown), missed.widgets(html)
    if expected != shown:
        hint = "look for a fence that is indented as code or that no list item holds."
        report.add(missed.line_of_fence(source), f"the source asks for {expected} widgets and the page shows {shown}; {hint}")
    for name in missed.in_paragraphs(html):
        told = "a widget stands inside a paragraph, where browsers empty it; give its fence lines of its own."
        report.add(missed.line_of_widget(source, name), told)
    for text, line in missed.unread(html, source):
        braces = " Where two braces are meant, write &#123;&#123;." if text.startswith("{") else ""
        report.add(line, f"{text} was not read; nothing is computed in raw HTML or in an attribute.{braces}")
    return sorted(report.found)


def main(arguments: list[str]) -> int:
    """Print every mistake; the exit status is 1 when there is any."""
    docs = Path(arguments[0] if arguments else "docs")
    if not docs.is_dir():
        print(f"{docs} is not a folder; name the one that holds the pages.", file=sys.stderr)
        return 2
    found = audit(docs)
    for mistake in found:
        print(mistake, file=sys.stderr)
    return 1 if found else 0


def _widgets(contents: pages.Contents, report: Report, *, render: bool) -> dict[str, Fence | None]:
    """The widgets of a page by id, None for one that is wrong; what is wrong with its fences is reported."""
    widgets: dict[str, Fence | None] = {}
    references: set[str] = set()
    for found in contents.fences:
        try:
            fence = _fence(found, widgets, references, render=render)
        except Mistaken as mistaken:
            report.say(found.line, mistaken)
            if asked := fences.asked_id(found.text, found.body):
                widgets.setdefault(asked)
            continue
        if fence.kind == fences.WIDGET:
            widgets[fence.id] = fence
    return widgets


def _fence(found: pages.Found, widgets: Mapping[str, Fence | None], references: set[str], *, render: bool) -> Fence:
    if not found.closed:
        raise Mistaken(fences.UNCLOSED)
    fence = fences.read(found.text, found.body)
    fences.alone(fence, widgets, references)
    if render:
        fences.render(fence)
    return fence


def _generated(found: pages.Found) -> list[str]:
    """The links that a generated page prints; none where the fence is wrong, which was reported."""
    if fences.kind(found.text) != fences.REFERENCE:
        return []
    try:
        fence = fences.read(found.text, found.body)
        return reference_links.links(fences.render(fence)) if fence.name in reference.GENERATED else []
    except Mistaken:
        return []


def _link(href: str, widgets: Mapping[str, Fence | None], docs: Path | None) -> None:
    if href.startswith(reference_links.DOCS):
        path = href.removeprefix(reference_links.DOCS).partition("#")[0]
        if docs and not (docs / path).is_file():
            raise Mistaken(f"what is generated here links to {path}, which is not there.")
        return
    link = values.parse_link(href)
    path, widget = values.resolve(link, widgets)
    values.address(link, widget)
    if path and docs and not (docs / path).is_file():
        raise Mistaken(f"{link.name} has no page; the link would lead to {path}.")


def _front_matter(text: str, report: Report) -> None:
    """Values in the title and the description; line 1 is the dashes."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        report.add(error.problem_mark.line + 2 if error.problem_mark else 1, f"the front matter cannot be read as YAML: {error.problem}.")
        return
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value in TITLES and isinstance(value, yaml.ScalarNode):
            for found in INLINE.finditer(value.value):
                with report.at(key.start_mark.line + 2):
                    values.fixed(values.parse(found[1]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

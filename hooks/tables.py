"""Tables of the pages: the first cell of a row is its heading, and every cell knows the heading of its column.

A screen reader then says both beside a number, and a narrow screen can show each row as a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from markdown import Markdown

APART = "calc-published"  # has a look of its own on narrow screens
STASHED = "\x02"  # stands for what is no plain text


class Tables(Extension):
    """What Python-Markdown registers."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """After the inline patterns, when a heading has its text."""
        md.treeprocessors.register(Headed(md), "calc-tables", 10)


class Headed(Treeprocessor):
    """Gives rows their headings."""

    def run(self, root: Element) -> None:
        """Each table that was written in Markdown."""
        for table in _tables(root):
            names = [" ".join("".join(cell.itertext()).split()) for cell in table.iterfind("thead/tr/th")]
            for row in table.iterfind("tbody/tr"):
                for cell, name in zip(row, names, strict=False):
                    if STASHED not in name:
                        cell.set("data-label", name)
                    if cell is row[0]:
                        cell.tag = "th"
                        cell.set("scope", "row")


def _tables(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == "table":
            yield child
        elif APART not in child.get("class", "").split():
            yield from _tables(child)


def makeExtension(**options: object) -> Tables:  # noqa: N802 - Python-Markdown's name
    """What Python-Markdown calls."""
    return Tables(**options)

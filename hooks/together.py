"""A number that can be dragged keeps the full stop or comma behind it: a line never begins with one.

To a browser such a number is a box, and a line may end behind any box.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from markdown import Markdown

BOX = "calc-scrub"
MARKS = re.compile(r"[.,:;?!)”’]+")


class Together(Extension):
    """What Python-Markdown registers."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """After the inline patterns, which make the boxes."""
        md.treeprocessors.register(Kept(md), "calc-together", 9)


class Kept(Treeprocessor):
    """Puts each box and what must not leave it into one element."""

    def run(self, root: Element) -> None:
        """Every box that a mark follows."""
        for parent in list(root.iter()):
            for place, box in enumerate(list(parent)):
                marks = MARKS.match(box.tail or "")
                if box.get("class") == BOX and marks:
                    whole = Element("span", {"class": "calc-together"})
                    whole.append(box)
                    box.tail, whole.tail = marks[0], (box.tail or "")[marks.end() :]
                    parent[place] = whole


def makeExtension(**options: object) -> Together:  # noqa: N802 - Python-Markdown's name
    """What Python-Markdown calls."""
    return Together(**options)

"""Links inside what a generator printed: to a scenario (`calc:…`), or to a file of the docs folder (`docs:ref/venues.md#okx`).

What is generated is put aside as one block, where no host looks for links. So each link is shown to the host as an element of the page
for as long as it resolves links, and then put back as what the host made of it.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from calc.view.markup import escape
from hooks.hosts import current_page

if TYPE_CHECKING:
    from markdown import Markdown

DOCS = "docs:"
HREF = re.compile(r'(?<=\shref=")(?:calc|docs):[^"]*(?=")')
SHOWN = "calc-link"
BEGINS = '<div class="calc-reference">'


def links(html: str) -> list[str]:
    """The links of ours in that HTML, each once.

    >>> links('<a href="calc:margin?a=1&amp;b=2">x</a> <a href="docs:why.md">y</a> <a href="#z">z</a>')
    ['calc:margin?a=1&b=2', 'docs:why.md']
    """
    return list(dict.fromkeys(unescape(found) for found in HREF.findall(html)))


class Show(Treeprocessor):
    """Appends one element for each link in a block that was put aside."""

    def run(self, root: Element) -> None:
        """Those to files become relative here; those to scenarios wait for the processor of such links."""
        page = current_page(self.md)
        for _, block in _blocks(self.md):
            for link in links(block):
                path = link.removeprefix(DOCS)
                shown = (page.to(path) if page else path) if link.startswith(DOCS) else link
                SubElement(root, SHOWN).append(Element("a", {"href": shown, "data-asked": link}))


class PutBack(Treeprocessor):
    """Takes the elements of `Show` away again, and puts what became of each link into its block."""

    def run(self, root: Element) -> None:
        """Replace and remove."""
        became = {anchor.get("data-asked", ""): anchor.get("href", "") for shown in root.findall(SHOWN) for anchor in shown.iter("a")}
        for shown in root.findall(SHOWN):
            root.remove(shown)
        for number, block in _blocks(self.md):
            self.md.htmlStash.rawHtmlBlocks[number] = HREF.sub(lambda found: escape(became[unescape(found[0])]), block)


def _blocks(md: Markdown) -> list[tuple[int, str]]:
    """The references that were put aside, with their places; what an author wrote as HTML is left as it is."""
    return [(n, block) for n, block in enumerate(md.htmlStash.rawHtmlBlocks) if isinstance(block, str) and block.startswith(BEGINS)]

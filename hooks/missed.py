"""What a rendered page shows although it should not, and the lines of the source where that comes from."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from hooks import fences, pages
from hooks.scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDGET = "<calc-widget"
IN_PARAGRAPH = re.compile(r'<p\b[^>]*>(?:(?!</?p\b).)*<div class="calc-slot"[^>]*><calc-widget\b[^>]*?\sid="([^"]*)"', re.DOTALL)
PASSED = r"<(?P<tag>pre|code|script|style|calc-widget)\b.*?</(?P=tag)>|<!--.*?-->|<(?P<said>span|div) class=\"calc-mistake\".*?</(?P=said)>"
UNREAD = re.compile(PASSED + r"|(?P<unread>\{\{[^{}]*\}\}|\b(?:href|src)=(?P<quote>[\"'])calc:.*?(?P=quote))", re.DOTALL)
NO_TEXT = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|<!--.*?-->|\\\{\{")


def widgets(html: str) -> int:
    """How many widgets a page shows."""
    return html.count(WIDGET)


def in_paragraphs(html: str) -> list[str]:
    """The ids of the widgets that stand inside a paragraph."""
    return IN_PARAGRAPH.findall(html)


def unread(html: str, source: str) -> Iterator[tuple[str, int]]:
    """Every value and every address that nobody has read, with its line; 0 where several lines could be the one."""
    found = [unescape(m["unread"]) for m in UNREAD.finditer(html) if m["unread"]]
    for text in dict.fromkeys(found):
        lines = _lines_of_text(source, text)
        read = [value.line for value in pages.contents(source).values]
        certain = [some for some in (lines, [line for line in lines if line not in read]) if len(some) == found.count(text)]
        for line in certain[0] if certain else [0]:
            yield text, line


def line_of_widget(source: str, name: str) -> int:
    """The line of the widget with that id, 0 if there is none."""
    return next((fence.line for fence in pages.contents(source).fences if fences.asked_id(fence.text, fence.body) == name), 0)


def line_of_fence(source: str) -> int:
    """The first line where only one of the two readers of a page, the extension's and the audit's, sees a fence; 0 if they agree."""
    seen = {block.line for block in scan(source.expandtabs(4).split("\n")) if block.info is not None}
    return min(seen ^ {fence.line for fence in pages.contents(source).fences}, default=0)


def _lines_of_text(source: str, text: str) -> list[int]:
    """The line of each place where `text` stands outside code and comments."""
    flat = ""
    for block in scan(source.split("\n")):
        hidden = block.code or block.info is not None
        flat += "".join(("" if hidden else unescape(NO_TEXT.sub("", line))) + "\n" for line in block.lines)
    return [flat.count("\n", 0, m.start()) + 1 for m in re.finditer(re.escape(text), flat)]

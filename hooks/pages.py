"""What stands on a page, found by markdown-it-py: fences, numbers in prose and links, each with its line.

It shares nothing with the way in which the extension finds them, so that a page can be counted twice. markdown-it-py reads CommonMark;
what Python-Markdown adds to it with indented content (admonitions, details, tabs, footnotes, definitions) is one block rule here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from hooks import fences, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
HEADER = re.compile(r"(?:(?:!!!|\?\?\?\+?|:)(?=\s)|===[+!]*(?=\s+\")|\[\^[^\]]+\]:)(?P<rest>.*)")
INLINE = re.compile(values.INLINE, re.DOTALL)
OTHER = "\x00"  # stands for what is no text: code, HTML, an escaped character


@dataclass(frozen=True)
class Found:
    """Something of ours on a page: the text as written, and the line where it begins."""

    line: int
    text: str
    body: str = ""
    heading: bool = False
    closed: bool = True


@dataclass
class Contents:
    """Everything of ours on a page."""

    front_matter: str = ""
    fences: list[Found] = field(default_factory=list)
    values: list[Found] = field(default_factory=list)
    links: list[Found] = field(default_factory=list)
    images: list[Found] = field(default_factory=list)


def contents(text: str) -> Contents:
    """What stands on the page whose source is `text`, front matter included."""
    text = text.replace("\r\n", "\n").expandtabs(4)
    front = FRONT_MATTER.match(text)
    if front:
        text = "\n" * front[0].count("\n") + text[front.end() :]
    found = Contents(front[1] if front else "")
    lines = text.split("\n")
    heading = False
    for token in _parser().parse(text):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "fence" and fences.kind(token.info):
            found.fences.append(Found(line, token.info.strip(), token.content, closed=_closed(token, lines)))
        elif token.type == "inline":
            flat = "".join(_flat(token.children or []))
            for m in INLINE.finditer(flat):
                closed = m[1] is not None
                at = line + flat.count("\n", 0, m.start())
                found.values.append(Found(at, (m[1] or "").replace(OTHER, "…"), heading=heading, closed=closed))
            found.links += [Found(line + at, href) for at, href in _addresses(token.children or [], "link_open", "href")]
            found.images += [Found(line + at, src) for at, src in _addresses(token.children or [], "image", "src")]
        heading = token.type == "heading_open"
    return found


def _closed(token: Token, lines: list[str]) -> bool:
    assert token.map
    last = lines[min(token.map[1], len(lines)) - 1].strip("> ")
    return token.map[1] - token.map[0] > 1 and last.startswith(token.markup) and not last.strip(token.markup[0])


def _flat(children: list[Token]) -> Iterator[str]:
    """The text of a paragraph; everything in it that is no text is one character."""
    for child in children:
        if child.type == "text" or (child.type == "text_special" and child.content == "|"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield "\n"
        elif child.type in ("code_inline", "html_inline", "image", "text_special"):
            yield OTHER + "\n" * child.content.count("\n")


def _addresses(children: list[Token], kind: str, attribute: str) -> Iterator[tuple[int, str]]:
    line = 0
    for child in children:
        line += child.type in ("softbreak", "hardbreak")
        address = str(child.attrs.get(attribute, ""))
        if child.type == kind and child.info != "auto" and address.startswith(values.SCHEME):
            yield line, address


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").disable("text_join")  # so that an escaped character can be told from one that is not
    parser.block.ruler.before("code", "indented", _indented, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    return parser


def _indented(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """A header line, then content that is indented by four more."""
    if state.sCount[start] - state.blkIndent >= 4:
        return False
    header = HEADER.fullmatch(state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]])
    if header is None:
        return False
    if silent:
        return True
    indent = state.sCount[start] + 4
    after = next((n for n in range(start + 1, end) if not state.isEmpty(n) and state.sCount[n] < indent), end)
    title = state.push("inline", "", 0)
    title.content, title.map, title.children = header["rest"].strip(), [start, start + 1], []
    before = state.blkIndent, state.lineMax, state.parentType
    state.blkIndent, state.lineMax, state.parentType = indent, after, "indented"
    state.md.block.tokenize(state, start + 1, after)
    state.blkIndent, state.lineMax, state.parentType = before
    state.line = after
    return True

"""Finds the fences of a page line by line, before Python-Markdown reads any of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hooks import fences

if TYPE_CHECKING:
    from collections.abc import Iterator

OPEN = re.compile(r"(?P<prefix>[> ]*)(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)")


@dataclass(frozen=True)
class Block:
    """Some lines of a page: a fence of ours (`info` is what follows the backticks), code that stays as it is, or text."""

    lines: list[str]
    line: int
    info: str | None = None
    prefix: str = ""
    code: bool = False
    closed: bool = True

    @property
    def body(self) -> str:
        """What is inside a fence, without the indentation of the fence."""
        return "\n".join(line[len(self.prefix) :] for line in self.lines[1:-1])


def scan(lines: list[str]) -> Iterator[Block]:
    """All lines, in order, as blocks.

    A fence may be indented by whatever holds it (a list, an admonition, a tab, a quotation); inside another fence it is code.
    """
    at = 0
    while at < len(lines):
        found = OPEN.fullmatch(lines[at])
        if found is None:
            end = _comment(lines, at)
            yield Block(lines[at:end], at + 1, code=end > at + 1)
        else:
            ours = fences.kind(found["info"]) is not None
            last = _end(lines, at, found["prefix"], found["fence"])
            end = last or at + 1  # what follows a fence that is never closed is text
            info = found["info"].strip() if ours else None
            yield Block(lines[at:end], at + 1, info, found["prefix"], code=not ours and last is not None, closed=last is not None)
        at = end


def _end(lines: list[str], at: int, prefix: str, fence: str) -> int | None:
    """The line after the one that closes a fence; None when its list, admonition or quotation ends before."""
    closing = re.compile(f" {{0,3}}{fence[0]}{{{len(fence)},}} *")
    for n in range(at + 1, len(lines)):
        if not lines[n].startswith(prefix):
            if lines[n].strip("> "):
                return None
        elif closing.fullmatch(lines[n], len(prefix)):
            return n + 1
    return None


def _comment(lines: list[str], at: int) -> int:
    """The line after an HTML comment that begins at `at`; just the next one when none does."""
    if lines[at].lstrip().startswith("<!--") and "-->" not in lines[at]:
        return next((n + 1 for n in range(at, len(lines)) if "-->" in lines[n]), len(lines))
    return at + 1

"""Docstrings as HTML: their first line, the parts that formulas have, their examples, and the little markup that they use."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calc.view.markup import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

PART = re.compile(r"(?:^|(?<=\. ))(Units|Convention|Convention and result|Result|Raises|Formula|Source): ", re.MULTILINE)
RAISES = re.compile(r"(?:^| )Raises (?=[A-Za-z])")
UNSEARCHED = " data-search-exclude"
MARKUP = re.compile(r"`([^`]+)`|(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])|(https?://[^\s<>\")]+)")


@dataclass(frozen=True)
class Docstring:
    """What a docstring says: `parts` are its `Units: …` and their like in order, `caption` introduces the `examples`."""

    summary: str
    paragraphs: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    formula: str = ""
    caption: str = ""
    examples: str = ""


@dataclass
class _Reading:
    paragraphs: list[str] = field(default_factory=list)
    parts: list[tuple[str, str]] = field(default_factory=list)
    formula: str = ""


def read(text: str) -> Docstring:
    r"""The parts of a docstring.

    >>> read("Fee for one fill.\n\nUnits: quote. Raises nothing.\nSource: a rule.").parts
    (('Units', 'quote.'), ('Raises', 'nothing.'), ('Source', 'a rule.'))
    """
    told, examples = _apart(inspect.cleandoc(text))
    summary, *blocks = re.split(r"\n\s*\n", told.strip())
    reading = _Reading()
    for block in blocks:
        _read_block(block, reading)
    last = reading.paragraphs[-1] if reading.paragraphs else ""
    caption = last if examples and last.endswith(":") else ""
    paragraphs = reading.paragraphs[:-1] if caption else reading.paragraphs
    return Docstring(_line(summary), tuple(paragraphs), tuple(reading.parts), reading.formula, caption, examples)


def of(thing: object) -> Docstring:
    """The docstring of a function, class or module."""
    return read(inspect.getdoc(thing) or "")


def _apart(text: str) -> tuple[str, str]:
    """What is told, and the examples at the end."""
    told, arrows, examples = text.partition("\n>>> ")
    return (told, (arrows + examples).strip()) if arrows else (text, "")


def _read_block(block: str, reading: _Reading) -> None:
    free, *pieces = PART.split(block)
    if free.strip():
        reading.paragraphs.append(free.rstrip() if free.startswith("    ") else _line(free))
    for name, said in zip(pieces[::2], pieces[1::2], strict=True):
        text = _line(said)
        if name == "Formula":
            reading.formula = text
            continue
        kept, *raised = RAISES.split(text, maxsplit=1)
        reading.parts += [(name, kept)] if kept else []
        reading.parts += [("Raises", raised[0])] if raised else []


def _line(text: str) -> str:
    return " ".join(text.split())


def inline(text: str) -> str:
    """Text with `code`, *emphasis* and addresses as HTML; everything else in it is text.

    >>> inline("at *mark*, `a < b`")
    'at <em>mark</em>, <code>a &lt; b</code>'
    """
    out, at = "", 0
    for found in MARKUP.finditer(text):
        code, stressed, address = found.groups()
        out += escape(text[at : found.start()])
        at = found.end()
        if code:
            out += "<code>" + escape(code) + "</code>"
        elif stressed:
            out += "<em>" + escape(stressed) + "</em>"
        else:
            bare = address.rstrip(".,;:")
            out += f'<a href="{escape(bare)}" rel="nofollow noreferrer">{escape(_short(bare))}</a>' + escape(address[len(bare) :])
    return out + escape(text[at:])


def _short(address: str) -> str:
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def sentence(text: str) -> str:
    """Text that begins with a capital letter, as HTML; an address, a path or a name with capitals of its own stays as it is.

    >>> sentence("prices in quote"), sentence("dYdX v4"), sentence("owner/name")
    ('Prices in quote', 'dYdX v4', 'owner/name')
    """
    first = text.partition(" ")[0]
    plain = first.rstrip(",.;:").isalpha() and first.islower()
    return inline(text[:1].upper() + text[1:] if plain else text)


def paragraphs(texts: Iterable[str]) -> str:
    """Each as a paragraph; what a docstring indents keeps its lines."""
    return "".join(code(inspect.cleandoc(text)) if text.startswith("    ") else f"<p>{inline(text)}</p>" for text in texts)


def code(text: str) -> str:
    """Lines of code or of a session; the search does not need them, and whoever uses keys can scroll them."""
    return f'<pre class="calc-code"{UNSEARCHED}><code tabindex="0">{escape(text)}</code></pre>'


def words(name: str) -> str:
    """A name of the code in words.

    >>> words("initial_margin"), words("roe"), words("unrealized_pnl")
    ('initial margin', 'return on margin', 'unrealised profit or loss')
    """
    spoken = {"roe": "return on margin", "pnl": "profit or loss", "unrealized": "unrealised"}
    return " ".join(spoken.get(word, word) for word in name.split("_"))


def title(name: str) -> str:
    """The same, as a heading."""
    return words(name)[:1].upper() + words(name)[1:]


def table(caption: str, id: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], look: str = "is-reference") -> str:
    """Rows of HTML as a table that scrolls by itself where the screen is narrow; the heading with that id names it."""
    heads = "".join(f'<th scope="col">{column}</th>' for column in columns)
    body = ""
    for first, *rest in rows:
        cells = " ".join(f'<td data-label="{escape(column)}">{cell}</td>' for column, cell in zip(columns[1:], rest, strict=True))
        body += f'<tr><th scope="row">{first}</th> {cells}</tr> '
    named = f'aria-label="{escape(caption)}"' if caption else f'aria-labelledby="{id}"'
    return (
        f'<div class="calc-scroll" role="region" tabindex="0" {named}><table class="calc-table {look}">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def contents(entries: Iterable[tuple[str, str]]) -> str:
    """Links to headings of this page: (id, text)."""
    return '<ul class="calc-contents">' + "".join(f'<li><a href="#{id}">{escape(text)}</a></li>' for id, text in entries) + "</ul>"


def listed(entries: Iterable[tuple[str, str]], look: str, unsearched: tuple[str, ...] = ()) -> str:
    """Terms and what is said about them, both as HTML; the search leaves out what is said about some.

    It knows no such list: the spaces keep words apart for it, and it takes the end of an inner element for that of an outer one.
    """
    lines = [f"<div><dt>{term}</dt> <dd{UNSEARCHED if term in unsearched else ''}>{said}</dd></div>" for term, said in entries]
    return f'<dl class="{look}">{" ".join(lines)}</dl>'

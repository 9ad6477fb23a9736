"""Values to link and back. A link names every input that applies or was set, so that a changed default never changes an old link.

    ?calc=liquidation&v=1&side=long&entry_price=100000&leverage=10…

`calc`, `id`, `v`, `pin.*`, `predict`, `q` and `h` are reserved. Numbers are the shortest decimals; switches 0 or 1; none is empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from calc.errors import InvalidScenario, Problem
from calc.model import note
from calc.view import messages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.errors import Note
    from calc.model import Calculator, Values

RESERVED = ("calc", "id", "v", "predict", "q", "h")
STRANGERS = ("fbclid", "gclid", "ref")  # added by others to addresses; ignored without a word, like utm_…
SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~,;:"


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a link says: texts as the form shows them, notes about what it left out or had too much of, and problems of the link itself."""

    texts: dict[str, str]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]


def link(c: Calculator[..., Any], values: Values, id: str | None = None) -> str:
    """The query that carries `values`: every input that applies, and any other that is not at its default.

    >>> from calc import cross_account
    >>> link(cross_account, {**cross_account.defaults(), "positions": cross_account.defaults()["positions"][:1]})
    '?calc=cross_account&v=1&wallet_balance=10000&positions=BTC,long,0.3,100000,,10&shock=-0.1&maintenance=flat&maintenance_margin_rate=0.005'
    """
    parts = ["calc=" + c.name]
    if id is not None and id != c.name:
        parts.append("id=" + quote(id))
    parts.append("v=" + str(c.version))
    said = [i for i in c.inputs if c.applies(i, values) or values[i.name] != i.default]
    return "?" + "&".join(parts + [i.name + "=" + quote(i.link_text(values[i.name])) for i in said])


def restore(c: Calculator[..., Any], query: str) -> Restored:
    """What the link `query` sets on `c`. InvalidScenario when it is for another calculator or a version that does not exist."""
    given, repeated = _pairs(query)
    for name in ("calc", "v"):
        if name in repeated:
            raise InvalidScenario("repeated", messages.sentence("repeated", field=name))
    name = given.get("calc", "").replace("-", "_").lower()
    if name != c.name:
        raise InvalidScenario("wrong-calculator", messages.sentence("wrong-calculator", name=name[:40]))
    version = given.get("v", str(c.version))
    if version not in [str(n) for n in range(1, c.version + 1)]:
        raise InvalidScenario("unknown-version", messages.sentence("unknown-version", version=version[:20], newest=str(c.version)))
    texts = {k: t for k, t in given.items() if k not in RESERVED and not k.startswith("pin.")}
    said = len(texts)
    for number in range(int(version), c.version):
        texts = c.migrations[number](texts)
    added = len(texts) - said  # by migrations: what a newer version asks for besides
    unknown = sorted(k for k in texts if k not in [i.name for i in c.inputs] and k not in STRANGERS and not k.startswith("utm_"))
    notes = (
        [note("note-unknown-parameter", None, names=", ".join(k[:40] for k in unknown[:5]) + (" …" if len(unknown) > 5 else ""))]
        if unknown
        else []
    )
    form: dict[str, str] = {}
    values = c.defaults()
    problems = []
    missing = 0
    for i in c.inputs:
        if i.name in repeated:
            form[i.name] = given[i.name]
            problems.append(Problem(field=i.name, code="repeated", message=messages.sentence("repeated", field=i.label)))
        elif i.name in texts:
            form[i.name], values[i.name], found = i.from_link(texts[i.name])
            problems += found if c.applies(i, values) else ()
        elif c.applies(i, values):
            missing += 1
    if missing:
        notes.append(note("note-default", None, given=str(len(form) - added), all=str(len(form) + missing - added)))
    return Restored(texts=form, notes=tuple(notes), problems=tuple(problems))


def _pairs(query: str) -> tuple[dict[str, str], list[str]]:
    """Names and values of a query, and the names that are given more than once: their values are joined, so that nothing reads them."""
    given: dict[str, str] = {}
    repeated = []
    for part in query.lstrip("?").split("#")[0].split("&"):
        name, _, value = part.partition("=")
        name = unquote(name)
        if name in given:
            repeated.append(name)
            given[name] += " / " + unquote(value)
        elif name:
            given[name] = unquote(value)
    return given, repeated


def quote(text: str) -> str:
    """`text` for a query: all but a few ASCII characters as percent codes of their UTF-8 bytes.

    >>> quote("a b&é"), unquote("a+b%26%C3%A9")
    ('a%20b%26%C3%A9', 'a b&é')
    """
    out = ""
    for letter in text:
        if letter in SAFE:
            out += letter
        else:
            out += "".join("%" + HEX[b // 16] + HEX[b % 16] for b in letter.encode())
    return out


HEX = "0123456789ABCDEF"


def unquote(text: str) -> str:
    """The text behind percent codes and plus signs; a broken code stays as it is, broken UTF-8 becomes a question mark."""
    if "%" not in text and "+" not in text:
        return text
    out = b""
    pieces = text.replace("+", " ").split("%")
    out += pieces[0].encode()
    for piece in pieces[1:]:
        high, low = HEX.find(piece[:1].upper() or "?"), HEX.find(piece[1:2].upper() or "?")
        if high < 0 or low < 0:
            out += b"%" + piece.encode()
        else:
            out += bytes([high * 16 + low]) + piece[2:].encode()
    try:
        return out.decode()
    except ValueError:
        return "".join(chr(b) if b < 128 else "?" for b in out)

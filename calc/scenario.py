"""Values to link and back, and to a call in Python.

A link names every input that applies or was set, so that a changed default never changes an old link.

    ?calc=liquidation&v=1&side=long&entry_price=100000&leverage=10…

A second scenario, pinned to be compared with, follows in the same way: `pin.side=long&pin.leverage=20…`. `predict=1` opens the widget with
its answer covered. Free text stays with the reader. `calc`, `id`, `v`, `pin.*`, `predict`, `q` and `h` are reserved. Numbers are the
shortest decimals; switches 0 or 1; none is empty.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from calc.errors import InvalidScenario, Problem
from calc.model import note
from calc.view import messages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.errors import Note
    from calc.inputs import Input, Value
    from calc.model import Calculator, Values

RESERVED = ("calc", "id", "v", "predict", "q", "h")
PIN = "pin."
STRANGERS = ("fbclid", "gclid", "ref", "scheme")  # added by others to addresses, or for a frame; ignored without a word, like utm_…
SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~,;:"


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a link says: texts as the form shows them, notes about what it left out or had too much of, and problems of the link itself.

    `pin` are the texts of the pinned scenario, if there is one that can be read; what is wrong with any other is a note.
    """

    texts: dict[str, str]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    pin: dict[str, str] | None = None


def link(c: Calculator[..., Any], values: Values, id: str | None = None, pin: Values | None = None) -> str:
    """The query that carries `values`: every input that applies, and any other that is not at its default; then `pin` in the same way.

    >>> from calc import cross_account
    >>> link(cross_account, {**cross_account.defaults(), "positions": cross_account.defaults()["positions"][:1]})
    '?calc=cross_account&v=1&wallet_balance=10000&positions=BTC,long,0.3,100000,,10&shock=-0.1&maintenance=flat&maintenance_margin_rate=0.005'
    """
    parts = ["calc=" + c.name]
    if id is not None and id != c.name:
        parts.append("id=" + quote(id))
    parts.append("v=" + str(c.version))
    parts += _said(c, values, "")
    if pin is not None:
        parts += _said(c, pin, PIN)
    return "?" + "&".join(parts)


def _said(c: Calculator[..., Any], values: Values, prefix: str) -> list[str]:
    said = [i for i in c.inputs if not i.private and (c.applies(i, values) or values[i.name] != i.default)]
    return [prefix + i.name + "=" + quote(i.link_text(values[i.name])) for i in said]


def call(c: Calculator[..., Any], values: Values) -> str:
    """The shortest call in Python with the answer for `values`: every input that applies and is not at its default; no free text.

    >>> from calc import cross_account, liquidation
    >>> call(liquidation, {**liquidation.defaults(), "side": "short", "leverage": 25.0, "stop_price": 102_500.5})
    'calc.liquidation(side="short", leverage=25, stop_price=102500.5)'
    >>> call(cross_account, {**cross_account.defaults(), "positions": cross_account.defaults()["positions"][:1]})
    'calc.cross_account(positions=(calc.Held(size=0.3),))'
    """
    said = [i for i in c.inputs if not i.private and c.applies(i, values) and values[i.name] != i.default]
    return "calc." + c.name + "(" + ", ".join([i.name + "=" + _argument(c, i, values[i.name]) for i in said]) + ")"


def _argument(c: Calculator[..., Any], i: Input, value: Value) -> str:
    """A value as Python reads it; actions as their input reads them."""
    return 'calc.%s.input("%s").read("%s")' % (c.name, i.name, i.link_text(value)) if i.kind == "actions" else i.in_python(value)


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
    words = [i for i in c.inputs if i.private and (i.name in given or PIN + i.name in given)]
    for i in words:
        for name in (i.name, PIN + i.name):
            given.pop(name, None)
    own = {k: t for k, t in given.items() if k not in RESERVED and not k.startswith(PIN)}
    said = _read(c, own, repeated, int(version))
    pinned = {k[len(PIN) :]: t for k, t in given.items() if k.startswith(PIN)}
    pin = _read(c, pinned, [k[len(PIN) :] for k in repeated if k.startswith(PIN)], int(version))
    if len(pin.unknown) == len(pinned):  # it names nothing that this calculator has, so nothing is pinned
        pin = replace(pin, texts={}, problems=(), missing=0)
    strange = [k for k in said.unknown if k not in STRANGERS and not k.startswith("utm_")] + [PIN + k for k in pin.unknown]
    strange.sort()
    notes = []
    if strange:
        names = ", ".join([k[:40] for k in strange[:5]]) + (" …" if len(strange) > 5 else "")
        notes.append(note("note-unknown-parameter", None, names=names))
    if words:
        notes.append(note("note-text-in-link", None, fields=", ".join([i.label for i in words])))
    if said.missing:
        notes.append(note("note-default", None, given=str(said.count), all=str(said.count + said.missing)))
    if pin.problems:
        notes.append(left_out(pin.problems))
    elif pin.missing:
        notes.append(note("note-pin-default", None, given=str(pin.count), all=str(pin.count + pin.missing)))
    return Restored(texts=said.texts, notes=tuple(notes), problems=said.problems, pin=pin.texts if pin.texts and not pin.problems else None)


def left_out(problems: tuple[Problem, ...]) -> Note:
    """The note about a pinned scenario that has no answer."""
    return note("note-pin-left-out", None, why=problems[0].message)


@dataclass(frozen=True, kw_only=True)
class _Read:
    """One scenario of a link: `count` inputs are set in it, `missing` ones have their usual values, `unknown` names are no inputs."""

    texts: dict[str, str]
    problems: tuple[Problem, ...]
    count: int
    missing: int
    unknown: tuple[str, ...]


def _read(c: Calculator[..., Any], texts: dict[str, str], repeated: list[str], version: int) -> _Read:
    """The scenario that `texts` set, which were written for that version."""
    said = len(texts)
    for number in range(version, c.version):
        texts = c.migrations[number](texts)
    added = len(texts) - said  # by migrations: what a newer version asks for besides
    form: dict[str, str] = {}
    values = c.defaults()
    problems: list[Problem] = []
    missing = 0
    for i in c.inputs:
        if i.private:
            continue
        if i.name in repeated:
            form[i.name] = texts.get(i.name, "")
            problems.append(Problem(field=i.name, code="repeated", message=messages.sentence("repeated", field=i.label)))
        elif i.name in texts:
            form[i.name], values[i.name], found = i.from_link(texts[i.name])
            problems += found if c.applies(i, values) else ()
        elif c.applies(i, values):
            missing += 1
    names = [i.name for i in c.inputs]
    unknown = tuple(sorted([k for k in texts if k not in names]))
    return _Read(texts=form, problems=tuple(problems), count=len(form) - added, missing=missing, unknown=unknown)


def _pairs(query: str) -> tuple[dict[str, str], list[str]]:
    """Names and values of a query, and the names that are given more than once: their values are joined, so that nothing reads them."""
    said: dict[str, list[str]] = {}
    for part in query.lstrip("?").split("#")[0].split("&"):
        name, _, value = part.partition("=")
        if name:
            said.setdefault(unquote(name), []).append(unquote(value))
    return {name: " / ".join(said[name]) for name in said}, [name for name in said if len(said[name]) > 1]


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
            out += "".join("%" + HEX[b // 16] + HEX[b % 16] for b in _utf8(letter))
    return out


HEX = "0123456789ABCDEF"


def unquote(text: str) -> str:
    """The text behind percent codes and plus signs; a broken code stays as it is, broken UTF-8 becomes a question mark."""
    if "%" not in text and "+" not in text:
        return text
    first, *pieces = _utf8(text.replace("+", " ")).split(b"%")
    codes = {code: _behind(code) for code in {piece[:2] for piece in pieces}}
    out = first + b"".join([codes[piece[:2]] + piece[2:] for piece in pieces])
    try:
        return out.decode()
    except ValueError:
        return "".join([chr(b) if b < 128 else "?" for b in out])


def _behind(code: bytes) -> bytes:
    """The byte that two digits after a percent sign stand for; what are no digits stays as it is."""
    digits = [b"0123456789ABCDEF".find(code.upper()[k : k + 1] or b"?") for k in (0, 1)]
    return b"%" + code if -1 in digits else bytes([digits[0] * 16 + digits[1]])


def _utf8(text: str) -> bytes:
    """The bytes of `text`; half a surrogate pair has none, and becomes a question mark."""
    return text.encode("utf-8", "replace")

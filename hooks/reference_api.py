"""The page of the Python interface: calculators, errors, formulas, venues and conventions, from signatures and docstrings."""

from __future__ import annotations

import inspect
import types
import typing
from dataclasses import is_dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

import calc
from calc.errors import CalcError
from calc.view import numbers, page
from calc.view.markup import escape
from hooks.reference_formulas import MODULES, anchor
from hooks.reference_text import UNSEARCHED, contents, inline, of, paragraphs, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from calc.model import Calculator as Made

WIDTH = 76  # characters of a signature that stands on one line
FEW = 4  # names of a choice that are all said
SECTIONS = (
    ("api-calculators", "Calculators"),
    ("api-errors", "Errors"),
    ("api-formulas", "Formulas"),
    ("api-venues", "Venues and tier tables"),
    ("api-conventions", "Conventions"),
    ("api-testing", "Checking a calculator"),
)


def api() -> str:
    """The whole page under its introduction."""
    parts = [contents(SECTIONS)]
    bodies = (_calculators(), _errors(), _formulas(), _venues(), _module("calc.conventions"), _module("calc.testing"))
    for (id, heading), body in zip(SECTIONS, bodies, strict=True):
        parts.append(f'<h2 id="{id}">{heading}</h2>{body}')
    return '<div class="calc-reference">' + "".join(parts) + "</div>"


# ---- The sections


def _calculators() -> str:
    told = (
        "A calculator is called like the function it is; every argument has a usual value. What it accepts, with units and bounds, stands"
        " on its own page. It raises <code>InvalidInputs</code> for what cannot be answered."
    )
    return f"<p>{told}</p>" + _members("calc", "load", "NAMES") + "".join(_calculator(calc.load(name)) for name in calc.NAMES)


def _calculator(made: Made[..., Any]) -> str:
    hints = typing.get_type_hints(made.compute)
    result = hints["return"]
    rows = [
        (f"<code>{name}</code>", inline(o.help), f"<code>{escape(_declared(result, name))}</code>", escape(page.unit_of(o.display, o.unit)))
        for name, o in page.named(made.outputs)
    ]
    id = f"api-{made.name.replace('_', '-')}"
    asked = inspect.signature(made.compute)
    fields = table(f"Fields of {result.__name__}", "", ("Field", "Meaning", "Type", "Unit"), rows)
    return (
        f'<h3 id="{id}"><code>{made.name}</code></h3>'
        + _code(made.name, signature(asked, hints))
        + "".join(_list([i.row]) for i in made.inputs if i.kind == "rows")
        + f'<p>{inline(made.summary)} <a href="docs:calculators/{made.name.replace("_", "-")}.md">Its page</a>.</p>'
        + f"<p>Returns <code>{result.__name__}</code>, and beside these fields <code>notes</code>:</p>"
        + f"<section{UNSEARCHED}>{fields}</section>"
    )


def _declared(result: type, name: str) -> str:
    """The type of a field of a result, or of a field of one of its rows: `positions.name`."""
    first, _, rest = name.partition(".")
    hint = typing.get_type_hints(result)[first]
    return _declared(typing.get_args(hint)[0], rest) if rest else readable(hint)


def _errors() -> str:
    about = of(import_module("calc.errors"))
    return paragraphs((about.summary, *about.paragraphs)) + _list(list(_public(import_module("calc.errors"))))


def _formulas() -> str:
    told = (
        'Plain functions on plain numbers. Units, conventions, sources and examples stand under <a href="docs:ref/formulas.md">formulas'
        " and conventions</a>, at each name."
    )
    parts = [f"<p>{told}</p>"]
    for name in MODULES:
        home = import_module(f"calc.formulas.{name}")
        parts.append(f'<h3 id="api-formulas-{name}"><code>calc.formulas.{name}</code></h3><p>{inline(of(home).summary)}</p>')
        parts.append(f"<section{UNSEARCHED}>{_list(list(_public(home)), name)}</section>")
    return "".join(parts)


def _venues() -> str:
    parts = [f"<p>{inline(of(import_module('calc.venues')).summary)}</p>", _members("calc.venues", *import_module("calc.venues").__all__)]
    for name in ("calc.venues.tiers", "calc.venues.ccxt"):
        home = import_module(name)
        shown = [thing for thing in _public(home) if getattr(import_module("calc.venues"), thing.__name__, None) is not thing]
        parts.append(f'<h3 id="api-{name.replace(".", "-")}"><code>{name}</code></h3><p>{inline(of(home).summary)}</p>{_list(shown)}')
    return "".join(parts)


def _module(name: str) -> str:
    home = import_module(name)
    return f"<p>{inline(of(home).summary)}</p>" + _list(list(_public(home)))


def _public(home: ModuleType) -> Iterator[Any]:
    """The functions and classes that a module defines for others, in the order of the file."""
    for name, thing in vars(home).items():
        if not name.startswith("_") and (inspect.isfunction(thing) or inspect.isclass(thing)) and thing.__module__ == home.__name__:
            yield thing


# ---- One thing


def _members(module: str, *names: str) -> str:
    """Things of a module by name, constants too."""
    home = import_module(module)
    entries = []
    for name in names:
        thing = getattr(home, name)
        known = inspect.isfunction(thing) or inspect.isclass(thing)
        entries.append(_entry(thing) if known else _constant(name, thing))
    return _definitions(entries)


def _constant(name: str, thing: object) -> tuple[str, str]:
    """A number, or a tuple of names."""
    if isinstance(thing, tuple):
        told = ", ".join(f"<code>{escape(one)}</code>" for one in thing)
        return _code(name, ": tuple[str, ...]"), f"<p{UNSEARCHED}>{told}</p>"
    assert isinstance(thing, float)
    return _code(name, f" = {numbers.shortest(thing)}"), ""


def _list(things: list[Any], formulas: str = "") -> str:
    """Functions and classes, one under the other; those of `formulas` link to what is said about them on the page of formulas."""
    return _definitions([_entry(thing, formulas) for thing in things])


def _definitions(entries: list[tuple[str, str]]) -> str:
    return '<dl class="calc-api">' + "".join(f"<dt>{code}</dt><dd>{said}</dd>" for code, said in entries) + "</dl>"


def _entry(thing: Any, formulas: str = "") -> tuple[str, str]:
    """The signature of a function, class or property, and what is said about it."""
    about = of(thing)
    if isinstance(thing, property):
        assert thing.fget is not None
        result = readable(inspect.signature(thing.fget).return_annotation)
        return _code(thing.fget.__name__, f": {result}"), paragraphs((about.summary, *about.paragraphs))
    if inspect.isclass(thing):
        inside = [_entry(member) for member in _own(thing)]
        said = paragraphs((about.summary, *about.paragraphs)) + (_definitions(inside) if inside else "")
        return _code(thing.__name__, _of_class(thing)), said
    code = _code(thing.__name__, signature(inspect.signature(thing)))
    if formulas:
        link = f'<a href="docs:ref/formulas.md#{anchor(formulas, thing.__name__)}">More</a>.'
        return code, f"<p>{inline(about.summary)} {link}</p>"
    parts = [f"{name}: {text}" for name, text in about.parts]
    return code, paragraphs((about.summary, *about.paragraphs, *parts))


def _own(thing: type) -> Iterator[Any]:
    """The public methods and properties that a class defines itself."""
    for name, member in vars(thing).items():
        if (isinstance(member, property) or inspect.isfunction(member)) and not name.startswith("_"):
            yield member


def _of_class(thing: type) -> str:
    """How an instance is made; an error of ours is only caught."""
    if not is_dataclass(thing):
        return f"({thing.__mro__[1].__name__})" if issubclass(thing, CalcError) else ""
    return signature(inspect.signature(thing)).rpartition(" -> ")[0]


def _code(name: str, rest: str) -> str:
    """A name that the search finds, and the rest of its signature, which it does not need."""
    return f'<pre class="calc-signature"><code>{escape(name)}<span{UNSEARCHED}>{escape(rest)}</span></code></pre>'


def signature(asked: inspect.Signature, hints: dict[str, Any] | None = None) -> str:
    """Parameters and result as Python writes them, on one line where they fit.

    >>> def half(x: float, *, up: bool = False) -> float: ...
    >>> signature(inspect.signature(half))
    '(x: float, *, up: bool = False) -> float'
    """
    parts = []
    star = False
    for parameter in asked.parameters.values():
        if parameter.name == "self":
            continue
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and not star:
            parts.append("*")
            star = True
        hint = (hints or {}).get(parameter.name, parameter.annotation)
        default = "" if parameter.default is inspect.Parameter.empty else " = " + _default(parameter.default)
        parts.append(f"{parameter.name}: {readable(hint)}{default}")
    given = (hints or {}).get("return", asked.return_annotation)
    result = "" if given is inspect.Signature.empty else " -> " + readable(given)
    line = f"({', '.join(parts)}){result}"
    return line if len(line) <= WIDTH else "(\n" + "".join(f"    {part},\n" for part in parts) + f"){result}"


def _default(thing: object) -> str:
    if isinstance(thing, str):
        return f'"{thing}"'
    if isinstance(thing, tuple) and thing and is_dataclass(thing[0]):
        return f"({type(thing[0]).__name__}(…), …)"
    return numbers.shortest(thing) if isinstance(thing, (int, float)) and not isinstance(thing, bool) else str(thing)


def readable(hint: Any) -> str:
    """A type as people write it; of a choice among many names only the first.

    >>> readable(Literal["long", "short"]), readable(typing.Optional[float]), readable(tuple[int, ...]), readable("Sequence[Tier]")
    ('"long" | "short"', 'float | None', 'tuple[int, ...]', 'Sequence[Tier]')
    """
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(hint, str):
        return hint
    if hint is type(None) or hint is None:
        return "None"
    if hint is Ellipsis:
        return "..."
    if origin is Literal:
        shown = [f'"{name}"' for name in arguments]
        return " | ".join(shown if len(shown) <= FEW else [shown[0], f"… {numbers.plain(len(shown) - 1)} more"])
    if origin in (typing.Union, types.UnionType):
        return " | ".join(readable(one) for one in arguments)
    if origin is typing.Annotated:
        return readable(arguments[0])
    name = getattr(origin or hint, "__name__", str(hint))
    return f"{name}[{', '.join(readable(one) for one in arguments)}]" if arguments else name

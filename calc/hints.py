"""What annotations and docstrings say: types with their notes, labels, and the lines of help."""

from __future__ import annotations

import inspect
import types
import typing
from dataclasses import asdict
from typing import Any, Union

from calc.errors import DefinitionError
from calc.quantities import Quantity


def hints_of(calc: str, thing: Any) -> dict[str, Any]:
    """The annotations of a function or class, resolved; DefinitionError for a type that is not known there."""
    try:
        return typing.get_type_hints(thing, include_extras=True)
    except NameError as error:
        raise DefinitionError(
            f"{calc}: a type in {thing.__name__} is not known here ({error}); import it outside `if TYPE_CHECKING`"
        ) from None


def docstring(thing: Any, heading: str) -> tuple[str, dict[str, str]]:
    """The first sentence of a Google docstring, and the lines under `heading` by name."""
    lines = inspect.cleandoc(thing.__doc__ or "").split("\n")
    found: dict[str, str] = {}
    inside, last = False, ""
    for line in lines[1:]:
        if line and not line.startswith(" "):
            inside = line == heading
        elif inside and line.startswith("    ") and not line.startswith("     "):
            last, _, text = line.strip().partition(": ")
            found[last] = text
        elif last and inside and line.strip():
            found[last] += " " + line.strip()
    return lines[0], found


def label_of(name: str) -> str:
    """The words for a name that was given none."""
    text = name.replace("_", " ").replace("pnl", "profit or loss").replace("roe", "return on margin")
    return text[:1].upper() + text[1:]


def unfold(hint: Any) -> tuple[Any, bool, list[Any]]:
    """The bare type, whether None is allowed, and all metadata, the innermost first."""
    notes: list[Any] = []
    optional = False
    while True:
        if typing.get_origin(hint) is typing.Annotated:
            notes = [*hint.__metadata__, *notes]
            hint = hint.__origin__
        elif (
            typing.get_origin(hint) in (Union, types.UnionType) and type(None) in typing.get_args(hint) and len(typing.get_args(hint)) == 2
        ):
            optional = True
            hint = next(a for a in typing.get_args(hint) if a is not type(None))
        else:
            return hint, optional, notes


def merged(notes: list[Any]) -> dict[str, Any]:
    """All Quantity notes as one: a later, outer one narrows or widens the one inside. A hard bound replaces its open or closed twin."""
    found: dict[str, Any] = {}
    for note in notes:
        if isinstance(note, Quantity):
            new = {k: v for k, v in asdict(note).items() if v is not None}
            for one, other in (("gt", "ge"), ("lt", "le")):
                if one in new or other in new:
                    found.pop(one, None)
                    found.pop(other, None)
            found.update(new)
    return found

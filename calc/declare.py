"""`@calculator`: reads a typed function and its docstring into inputs and outputs.

Every mistake of an author is a DefinitionError that names the fix.

The build and CPython use this; the instant engine gets what it learned as JSON (`as_data`).
"""

from __future__ import annotations

import inspect
import types
import typing
from dataclasses import MISSING, asdict, fields, is_dataclass, replace
from typing import Any, Literal, ParamSpec, TypeVar, Union

from calc.declared import check_declaration
from calc.errors import DefinitionError
from calc.inputs import Input, Output
from calc.model import Calculator, Preset
from calc.quantities import Quantity, Rows, When, Words
from calc.scenario import RESERVED

if typing.TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from calc.model import Migration
    from calc.story import Story

P = ParamSpec("P")
R = TypeVar("R")

__all__ = ["as_data", "calculator"]


def calculator(
    name: str,
    *,
    version: int,
    title: str,
    question: str,
    story: Callable[[Any, Any], Story],
    presets: tuple[tuple[str, Mapping[str, str]], ...],
    effect: str = "",
    limits: tuple[str, ...],
    sources: tuple[tuple[str, str], ...],
    more: tuple[str, ...] = (),
    rows: tuple[type, ...] = (),
    migrations: Mapping[int, Migration] | None = None,
) -> Callable[[Callable[P, R]], Calculator[P, R]]:
    """Turn a typed function into a Calculator.

    Args are those of Calculator; a preset is a label and the inputs it sets, as texts of a link. `rows` are the classes of inputs that
    are rows: the instant engine has no annotations to find them in. Raises DefinitionError at import.
    """

    def make(compute: Callable[P, R]) -> Calculator[P, R]:
        if compute.__name__ != name:
            raise DefinitionError(f"{name}: the function is called {compute.__name__}; give the calculator and its function one name")
        hints = _hints(name, compute)
        summary, help_of = _docstring(compute, "Args:")
        inputs: list[Input] = []
        for parameter in inspect.signature(compute).parameters.values():
            if parameter.name in RESERVED:
                taken = ", ".join(RESERVED)
                raise DefinitionError(f"{name}: input {parameter.name} bears a name that links need themselves ({taken}); rename it")
            inputs.append(_input(name, parameter.name, hints.get(parameter.name), parameter.default, help_of, inputs, rows))
        made = Calculator(
            compute=compute,
            name=name,
            version=version,
            title=title,
            question=question,
            summary=summary,
            inputs=tuple(inputs),
            outputs=_outputs(name, hints.get("return")),
            presets=tuple(Preset(label=label, texts=tuple(texts.items())) for label, texts in presets),
            story=story,
            more=more,
            effect=effect,
            limits=limits,
            sources=sources,
            migrations=dict(migrations or {}),
        )
        check_declaration(made, help_of)
        return made

    return make


def as_data(c: Calculator[..., Any]) -> dict[str, Any]:
    """What was learned from annotations and docstrings, as plain data: the instant engine has neither."""
    inputs = [asdict(replace(i, row=i.row.__name__, default=i.link_text(i.default)) if i.kind == "rows" else i) for i in c.inputs]
    return {"name": c.name, "summary": c.summary, "inputs": inputs, "outputs": [asdict(o) for o in c.outputs]}


def _hints(calc: str, thing: Any) -> dict[str, Any]:
    try:
        return typing.get_type_hints(thing, include_extras=True)
    except NameError as error:
        raise DefinitionError(
            f"{calc}: a type in {thing.__name__} is not known here ({error}); import it outside `if TYPE_CHECKING`"
        ) from None


def _docstring(thing: Any, heading: str) -> tuple[str, dict[str, str]]:
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


def _label(name: str) -> str:
    text = name.replace("_", " ").replace("pnl", "profit or loss").replace("roe", "return on margin")
    return text[:1].upper() + text[1:]


def _unfold(hint: Any) -> tuple[Any, bool, list[Any]]:
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


def _merged(notes: list[Any]) -> dict[str, Any]:
    """All Quantity notes as one: a later, outer one narrows or widens the one inside. A hard bound replaces its open or closed twin."""
    merged: dict[str, Any] = {}
    for note in notes:
        if isinstance(note, Quantity):
            new = {k: v for k, v in asdict(note).items() if v is not None}
            for one, other in (("gt", "ge"), ("lt", "le")):
                if one in new or other in new:
                    merged.pop(one, None)
                    merged.pop(other, None)
            merged.update(new)
    return merged


def _input(
    calc: str,
    name: str,
    hint: Any,
    default: Any,
    help_of: dict[str, str],
    before: list[Input],
    rows: tuple[type, ...] = (),
    heading: str = "Args:",
) -> Input:
    where = f"{calc}: input {name}"
    if hint is None:
        raise DefinitionError(f"{where} has no type; give it one of calc.quantities, a Literal or bool")
    if default in (inspect.Parameter.empty, MISSING):
        raise DefinitionError(f"{where} has no default; write {name}: … = VALUE")
    if not help_of.get(name):
        raise DefinitionError(f"{where} has no help; add a line '{name}: …' under {heading} in the docstring")
    bare, optional, notes = _unfold(hint)
    label = next((n.label for n in reversed(notes) if isinstance(n, Words) and n.label), None) or _label(name)
    common: dict[str, Any] = {"name": name, "label": label, "help": help_of[name], "default": default}
    common["when"] = _when(where, notes, before)
    common["empty"] = next((n.empty for n in reversed(notes) if isinstance(n, Words) and n.empty), "none")
    if typing.get_origin(bare) is Literal:
        return Input(kind="choice", choices=_choices(where, typing.get_args(bare), notes), **common)
    if bare is bool:
        return Input(kind="switch", **common)
    if typing.get_origin(bare) is tuple:
        return _rows(calc, where, bare, notes, common, rows)
    quantity = _merged(notes)
    if bare is not float or not quantity:
        raise DefinitionError(f"{where} has type {bare!r}; use a quantity of calc.quantities, a Literal, bool or rows of a dataclass")
    if isinstance(common["default"], int):
        common["default"] = float(common["default"])
    return Input(kind="optional" if optional else "number", **common, **quantity)


def _rows(calc: str, where: str, bare: Any, notes: list[Any], common: dict[str, Any], rows: tuple[type, ...]) -> Input:
    """An input of rows: `tuple[Row, ...]` of a dataclass whose fields are inputs, with a note that says how many there may be."""
    row, said = typing.get_args(bare)[0], next((n for n in reversed(notes) if isinstance(n, Rows)), None)
    if not is_dataclass(row) or row not in rows:
        raise DefinitionError(f"{where} has rows of {row!r}; make it a dataclass, and name it to the decorator: rows=(…,)")
    if said is None or not said.samples:
        raise DefinitionError(f"{where} does not say how many rows it has; annotate it with Rows(noun=…, samples=(…,))")
    hints, (_, help_of) = _hints(calc, row), _docstring(row, "Attributes:")
    made: list[Input] = []
    for field in fields(row):
        one = _input(f"{calc}: {row.__name__}", field.name, hints[field.name], field.default, help_of, [], heading="Attributes:")
        if one.kind == "rows" or one.when is not None or one.around:
            raise DefinitionError(f"{where}: field {field.name} hangs on something else, or is rows; a field of a row stands for itself")
        made.append(one)
    if len(made) < 2:
        raise DefinitionError(
            f"{where} has rows of less than two fields, whose text could be read in two ways; add one, or make it an input"
        )
    i = Input(kind="rows", fields=tuple(made), row=row, least=said.least, most=said.most, noun=said.noun, **common)
    return replace(i, samples=tuple(i.link_text((sample,)) for sample in said.samples))


def _when(where: str, notes: list[Any], before: list[Input]) -> tuple[str, tuple[str | bool, ...]] | None:
    """The condition of an input: a choice or switch declared before it, and those of its values with which the input applies."""
    when = next((n for n in reversed(notes) if isinstance(n, When)), None)
    if when is None:
        return None
    gate = next((i for i in before if i.name == when.input), None)
    if gate is None or gate.kind not in ("choice", "switch"):
        raise DefinitionError(f"{where} applies when {when.input} is set, which must be a choice or switch declared before it")
    wanted = when.value if isinstance(when.value, tuple) else (when.value,)
    for value in wanted:
        if value not in ([c for c, _ in gate.choices] if gate.kind == "choice" else [True, False]):
            raise DefinitionError(f"{where} applies when {when.input} is {value!r}, which it can never be")
    return when.input, wanted


def _choices(where: str, values: tuple[str, ...], notes: list[Any]) -> tuple[tuple[str, str], ...]:
    """The names of a choice with the words that people read."""
    words = next((n.choices for n in reversed(notes) if isinstance(n, Words) and n.choices), None) or tuple(_label(v) for v in values)
    if len(words) != len(values):
        raise DefinitionError(f"{where} has {len(values)} choices and {len(words)} words for them; give one each")
    return tuple(zip(values, words, strict=True))


def _outputs(calc: str, result: Any) -> tuple[Output, ...]:
    if not is_dataclass(result) or not isinstance(result, type):
        raise DefinitionError(f"{calc}: the result must be a dataclass; declare one and annotate the function with it")
    if "notes" not in _hints(calc, result):
        raise DefinitionError(f"{calc}: {result.__name__} has no notes; add a field notes: tuple[Note, ...]")
    return _answers(calc, result)


def _answers(calc: str, result: type) -> tuple[Output, ...]:
    """What the fields of a result answer, or those of a row in it."""
    hints, (_, help_of) = _hints(calc, result), _docstring(result, "Attributes:")
    outputs = []
    for field in fields(result):
        if field.name == "notes":
            continue
        if not help_of.get(field.name):
            raise DefinitionError(
                f"{calc}: output {field.name} has no help; add a line '{field.name}: …' under Attributes: of {result.__name__}"
            )
        bare, _, notes = _unfold(hints[field.name])
        quantity = _merged(notes)
        of_rows = typing.get_args(bare)[0] if typing.get_origin(bare) is tuple and is_dataclass(typing.get_args(bare)[0]) else None
        if not quantity and bare not in (bool, str) and of_rows is None:
            raise DefinitionError(f"{calc}: output {field.name} has type {bare!r}; use a quantity of calc.quantities, bool, str or rows")
        label = next((n.label for n in reversed(notes) if isinstance(n, Words) and n.label), None) or _label(field.name)
        display = quantity.get("display") or ("rows" if of_rows else "flag" if bare is bool else "text")
        outputs.append(
            Output(
                name=field.name,
                label=label,
                help=help_of[field.name],
                unit=quantity.get("unit", ""),
                display=display,
                signed=quantity.get("signed", False),
                fields=_answers(calc, of_rows) if of_rows else (),
            )
        )
    return tuple(outputs)

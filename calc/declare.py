"""`@calculator`: reads a typed function and its docstring into inputs and outputs.

Every mistake of an author is a DefinitionError that names the fix.

The build and CPython use this; the instant engine gets what it learned as JSON (`as_data`).
"""

from __future__ import annotations

import inspect
import types
import typing
from dataclasses import asdict, fields, is_dataclass
from typing import Any, Literal, ParamSpec, TypeVar, Union

from calc.errors import DefinitionError, InvalidInputs
from calc.mentions import mentioned
from calc.model import Calculator, Input, Output, Preset
from calc.quantities import Quantity, When, Words
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
    effect: str,
    limits: tuple[str, ...],
    sources: tuple[tuple[str, str], ...],
    more: tuple[str, ...] = (),
    migrations: Mapping[int, Migration] | None = None,
) -> Callable[[Callable[P, R]], Calculator[P, R]]:
    """Turn a typed function into a Calculator.

    Args are those of Calculator; a preset is a label and the inputs it sets, as texts of a link. Raises DefinitionError at import.
    """

    def make(compute: Callable[P, R]) -> Calculator[P, R]:
        if compute.__name__ != name:
            raise DefinitionError(f"{name}: the function is called {compute.__name__}; give the calculator and its function one name")
        hints = _hints(name, compute)
        summary, help_of = _docstring(compute, "Args:")
        inputs: list[Input] = []
        for parameter in inspect.signature(compute).parameters.values():
            inputs.append(_input(name, parameter, hints, help_of, inputs))
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
        _check(made, help_of)
        return made

    return make


def as_data(c: Calculator[..., Any]) -> dict[str, Any]:
    """What was learned from annotations and docstrings, as plain data: the instant engine has neither."""
    return {"name": c.name, "summary": c.summary, "inputs": [asdict(i) for i in c.inputs], "outputs": [asdict(o) for o in c.outputs]}


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


def _input(calc: str, parameter: inspect.Parameter, hints: dict[str, Any], help_of: dict[str, str], before: list[Input]) -> Input:
    name = parameter.name
    where = f"{calc}: input {name}"
    if name in RESERVED:
        raise DefinitionError(f"{where} bears a name that links need themselves ({', '.join(RESERVED)}); call it something else")
    if name not in hints:
        raise DefinitionError(f"{where} has no type; give it one of calc.quantities, a Literal or bool")
    if parameter.default is inspect.Parameter.empty:
        raise DefinitionError(f"{where} has no default; write {name}: … = VALUE")
    if not help_of.get(name):
        raise DefinitionError(f"{where} has no help; add a line '{name}: …' under Args: in the docstring")
    bare, optional, notes = _unfold(hints[name])
    label = next((n.label for n in reversed(notes) if isinstance(n, Words) and n.label), None) or _label(name)
    common: dict[str, Any] = {"name": name, "label": label, "help": help_of[name], "default": parameter.default}
    common["when"] = _when(where, notes, before)
    if typing.get_origin(bare) is Literal:
        return Input(kind="choice", choices=_choices(where, typing.get_args(bare), notes), **common)
    if bare is bool:
        return Input(kind="switch", **common)
    quantity = _merged(notes)
    if bare is not float or not quantity:
        raise DefinitionError(f"{where} has type {bare!r}; use a quantity of calc.quantities, a Literal or bool")
    if isinstance(common["default"], int):
        common["default"] = float(common["default"])
    return Input(kind="optional" if optional else "number", **common, **quantity)


def _when(where: str, notes: list[Any], before: list[Input]) -> tuple[str, str | bool] | None:
    """The condition of an input: a choice or switch declared before it, and one of its values."""
    when = next((n for n in reversed(notes) if isinstance(n, When)), None)
    if when is None:
        return None
    gate = next((i for i in before if i.name == when.input), None)
    if gate is None or gate.numeric:
        raise DefinitionError(f"{where} applies when {when.input} is set, which must be a choice or switch declared before it")
    if when.value not in ([c for c, _ in gate.choices] if gate.kind == "choice" else [True, False]):
        raise DefinitionError(f"{where} applies when {when.input} is {when.value!r}, which it can never be")
    return when.input, when.value


def _choices(where: str, values: tuple[str, ...], notes: list[Any]) -> tuple[tuple[str, str], ...]:
    """The names of a choice with the words that people read."""
    words = next((n.choices for n in reversed(notes) if isinstance(n, Words) and n.choices), None) or tuple(_label(v) for v in values)
    if len(words) != len(values):
        raise DefinitionError(f"{where} has {len(values)} choices and {len(words)} words for them; give one each")
    return tuple(zip(values, words, strict=True))


def _outputs(calc: str, result: Any) -> tuple[Output, ...]:
    if not is_dataclass(result) or not isinstance(result, type):
        raise DefinitionError(f"{calc}: the result must be a dataclass; declare one and annotate the function with it")
    hints = _hints(calc, result)
    if "notes" not in hints:
        raise DefinitionError(f"{calc}: {result.__name__} has no notes; add a field notes: tuple[Note, ...]")
    _, help_of = _docstring(result, "Attributes:")
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
        if not quantity and bare not in (bool, str):
            raise DefinitionError(f"{calc}: output {field.name} has type {bare!r}; use a quantity of calc.quantities, bool or str")
        label = next((n.label for n in reversed(notes) if isinstance(n, Words) and n.label), None) or _label(field.name)
        display = quantity.get("display") or ("flag" if bare is bool else "text")
        outputs.append(
            Output(
                name=field.name,
                label=label,
                help=help_of[field.name],
                unit=quantity.get("unit", ""),
                display=display,
                signed=quantity.get("signed", False),
            )
        )
    return tuple(outputs)


def _check(c: Calculator[..., Any], help_of: dict[str, str]) -> None:
    """What only the whole declaration can show."""
    inputs, outputs = [i.name for i in c.inputs], [o.name for o in c.outputs]
    for extra in help_of:
        if extra not in inputs:
            raise DefinitionError(f"{c.name}: the docstring explains {extra}, which is not an input; remove the line or add the input")
    for name in c.more:
        if name not in inputs:
            raise DefinitionError(f"{c.name}: more names {name}, which is not an input")
    for i in c.inputs:
        _check_default(c, i)
        if i.numeric:
            _check_slider(c, i)
    if c.effect not in outputs:
        raise DefinitionError(f"{c.name}: effect names {c.effect}, which is not an output")
    for number in range(1, c.version):
        if number not in c.migrations:
            raise DefinitionError(f"{c.name}: version {c.version} has no migration from {number}; add migrations={{{number}: …}}")
    for label, texts in [("the defaults", {})] + [(f"preset {p.label!r}", dict(p.texts)) for p in c.presets]:
        _check_example(c, label, texts, inputs + outputs)


def _check_default(c: Calculator[..., Any], i: Input) -> None:
    where = f"{c.name}: the default of {i.name}"
    fits = isinstance(i.default, float) or (i.kind == "optional" and i.default is None) if i.numeric else isinstance(i.default, (bool, str))
    if not fits:
        raise DefinitionError(f"{where} is {i.default!r}; give it a value of its type")
    try:
        i.read(i.link_text(i.default), link=True)
    except InvalidInputs as invalid:
        raise DefinitionError(f"{where} is not allowed: {invalid.problems[0].message}") from None


def _check_slider(c: Calculator[..., Any], i: Input) -> None:
    if i.around and i.around not in [n.name for n in c.inputs if n.kind == "number"]:
        raise DefinitionError(f"{c.name}: the range of {i.name} lies around {i.around}, which is not a number that is put in")
    if i.soft is None:
        raise DefinitionError(f"{c.name}: input {i.name} has no soft range for its slider; give its quantity soft=(low, high)")
    low, high = i.soft
    if low >= high or (i.scale == "log" and low <= 0):
        raise DefinitionError(f"{c.name}: the soft range of {i.name} must rise, and on a log scale start above zero; it is {i.soft}")


def _check_example(c: Calculator[..., Any], label: str, texts: dict[str, str], known: list[str]) -> None:
    for name in texts:
        if name not in [i.name for i in c.inputs]:
            raise DefinitionError(f"{c.name}: {label} sets {name}, which is not an input")
    try:
        values = c.parse(texts, link=True)
        result: Any = c.evaluate(values)
    except InvalidInputs as invalid:
        raise DefinitionError(f"{c.name}: {label} cannot be answered: {invalid}") from None
    try:
        unknown = [name for name in mentioned(c.story(values, result)) if name not in known]
    except ValueError as error:
        raise DefinitionError(f"{c.name}: the working of {label} cannot be read: {error}") from None
    if unknown:
        raise DefinitionError(f"{c.name}: the story of {label} names {unknown[0]}, which is neither an input nor an output")

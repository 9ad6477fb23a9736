"""`@calculator`: reads a typed function and its docstring into inputs and outputs.

Every mistake of an author is a DefinitionError that names the fix.

The build and CPython use this; the instant engine gets what it learned as JSON (`as_data`).
"""

from __future__ import annotations

import inspect
import textwrap
import typing
from dataclasses import MISSING, asdict, fields, is_dataclass, replace
from typing import Any, Literal, ParamSpec, TypeVar

from calc.actions import Action, Actions, Done
from calc.declared import check_declaration
from calc.errors import DefinitionError
from calc.hints import docstring, hints_of, label_of, merged, unfold
from calc.inputs import Input, Output
from calc.model import Calculator, Preset
from calc.quantities import Calendar, Rows, Text, When, Words
from calc.scenario import RESERVED
from calc.view import dates

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
    presets: tuple[tuple[str, str, Mapping[str, str]], ...],
    effect: str = "",
    limits: tuple[str, ...],
    sources: tuple[tuple[str, str], ...],
    more: tuple[str, ...] = (),
    rows: tuple[type, ...] = (),
    migrations: Mapping[int, Migration] | None = None,
    most_link: int = 2_000,
    on_demand: bool = False,
) -> Callable[[Callable[P, R]], Calculator[P, R]]:
    """Turn a typed function into a Calculator.

    Args are those of Calculator; a preset is a slug, a label and the inputs it sets, as texts of a link. `rows` are the classes of inputs
    that are rows: the instant engine has no annotations to find them in. Raises DefinitionError at import.
    """

    def make(compute: Callable[P, R]) -> Calculator[P, R]:
        if compute.__name__ != name:
            raise DefinitionError(f"{name}: the function is called {compute.__name__}; give the calculator and its function one name")
        hints = hints_of(name, compute)
        summary, help_of = docstring(compute, "Args:")
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
            presets=tuple(Preset(slug=slug, label=label, texts=tuple(texts.items())) for slug, label, texts in presets),
            story=story,
            more=more,
            effect=effect,
            limits=limits,
            sources=sources,
            migrations=dict(migrations or {}),
            most_link=most_link,
            on_demand=on_demand,
        )
        check_declaration(made, help_of)
        made.__dict__.update(__doc__=_help(made), __wrapped__=compute)  # for `help`, and for tools that show signatures
        return made

    return make


def _help(c: Calculator[..., Any]) -> str:
    """The docstring of a calculator's function, and its usual values."""
    usual = ", ".join(f"{i.name}={i.in_python(i.default)}" for i in c.inputs)
    wrapped = textwrap.fill(usual, 100, initial_indent="    ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return f"{inspect.getdoc(c.compute)}\n\nUsual values:\n{wrapped}"


def as_data(c: Calculator[..., Any]) -> dict[str, Any]:
    """What was learned from annotations and docstrings, as plain data: the instant engine has neither."""
    inputs = [asdict(_portable(i)) for i in c.inputs]
    return {"name": c.name, "summary": c.summary, "inputs": inputs, "outputs": [asdict(o) for o in c.outputs]}


def _portable(i: Input) -> Input:
    """An input without what JSON has no word for."""
    if i.kind not in ("rows", "actions"):
        return i
    return replace(i, row=i.row.__name__ if i.kind == "rows" else None, default=i.link_text(i.default))


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
    bare, optional, notes = unfold(hint)
    label = next((n.label for n in reversed(notes) if isinstance(n, Words) and n.label), None) or label_of(name)
    common: dict[str, Any] = {"name": name, "label": label, "help": help_of[name], "default": default}
    common["when"] = _when(where, notes, before)
    common["empty"] = next((n.empty for n in reversed(notes) if isinstance(n, Words) and n.empty), "none")
    if typing.get_origin(bare) is Literal:
        return Input(kind="choice", choices=_choices(where, typing.get_args(bare), notes), **common)
    if bare is bool:
        return Input(kind="switch", **common)
    if typing.get_origin(bare) is tuple and typing.get_args(bare)[0] is Done:
        return _actions(where, notes, common, before)
    if typing.get_origin(bare) is tuple:
        return _rows(calc, where, bare, notes, common, rows)
    said = next((n for n in reversed(notes) if isinstance(n, Text)), None)
    if bare is str and said is not None:
        return Input(kind="text", most=said.most, lines=said.lines, **common)
    days = next((n for n in reversed(notes) if isinstance(n, Calendar)), None)
    if bare is str and days is not None:
        start = days.start or days.first
        if None in (dates.number(days.first), dates.number(days.last), dates.number(start)):
            raise DefinitionError(f"{where} is a day without a calendar; annotate it with Calendar(first=…, last=…), as 2020-12-31")
        return Input(kind="date", display="date", first=days.first, last=days.last, start=start, may_be_empty=optional, **common)
    quantity = merged(notes)
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
    hints, (_, help_of) = hints_of(calc, row), docstring(row, "Attributes:")
    made: list[Input] = []
    for field in fields(row):
        one = _input(f"{calc}: {row.__name__}", field.name, hints[field.name], field.default, help_of, [], heading="Attributes:")
        if one.kind == "rows" or one.when is not None or one.around:
            raise DefinitionError(f"{where}: field {field.name} hangs on something else, or is rows; a field of a row stands for itself")
        if one.kind == "date":
            raise DefinitionError(f"{where}: field {field.name} is a day, which a row has no field for; make it an input of its own")
        if one.private:
            raise DefinitionError(f"{where}: field {field.name} is free text, which no link carries; make it an input of its own")
        made.append(one)
    if len(made) < 2:
        raise DefinitionError(
            f"{where} has rows of less than two fields, whose text could be read in two ways; add one, or make it an input"
        )
    i = Input(kind="rows", fields=tuple(made), row=row, least=said.least, most=said.most, noun=said.noun, **common)
    return replace(i, samples=tuple(i.link_text((sample,)) for sample in said.samples))


def _actions(where: str, notes: list[Any], common: dict[str, Any], before: list[Input]) -> Input:
    """A list of actions: `tuple[Done, ...]`, with a note that has its buttons."""
    said = next((n for n in reversed(notes) if isinstance(n, Actions)), None)
    if said is None or not said.actions:
        raise DefinitionError(f"{where} does not say what can be done; annotate it with Actions(actions=(…,))")
    known = {i.name: i for i in before if i.kind not in ("rows", "actions", "text")}
    made: list[Action] = []
    for action in said.actions:
        taken = [name for name in action.takes if name not in known]
        if taken:
            raise DefinitionError(f"{where}: {action.name} takes {taken[0]}, which is not an input of one value declared before it")
        if any(a.code == action.code and not (a.run and action.run) for a in made):
            raise DefinitionError(f"{where}: {action.name} has the code {action.code} of another action; only counts may share one")
        made.append(replace(action, fields=tuple(replace(known[name], when=None) for name in action.takes)))
    return Input(kind="actions", buttons=tuple(made), most=said.most, undo=said.undo, again=said.again, **common)


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
    words = next((n.choices for n in reversed(notes) if isinstance(n, Words) and n.choices), None) or tuple(label_of(v) for v in values)
    if len(words) != len(values):
        raise DefinitionError(f"{where} has {len(values)} choices and {len(words)} words for them; give one each")
    return tuple(zip(values, words, strict=True))


def _outputs(calc: str, result: Any) -> tuple[Output, ...]:
    if not is_dataclass(result) or not isinstance(result, type):
        raise DefinitionError(f"{calc}: the result must be a dataclass; declare one and annotate the function with it")
    if "notes" not in hints_of(calc, result):
        raise DefinitionError(f"{calc}: {result.__name__} has no notes; add a field notes: tuple[Note, ...]")
    return _answers(calc, result)


def _answers(calc: str, result: type) -> tuple[Output, ...]:
    """What the fields of a result answer, or those of a row in it."""
    hints, (_, help_of) = hints_of(calc, result), docstring(result, "Attributes:")
    outputs = []
    for field in fields(result):
        if field.name in ("notes", "offers"):
            continue
        if not help_of.get(field.name):
            raise DefinitionError(
                f"{calc}: output {field.name} has no help; add a line '{field.name}: …' under Attributes: of {result.__name__}"
            )
        bare, _, notes = unfold(hints[field.name])
        quantity = merged(notes)
        of_rows = typing.get_args(bare)[0] if typing.get_origin(bare) is tuple and is_dataclass(typing.get_args(bare)[0]) else None
        if not quantity and bare not in (bool, str) and of_rows is None:
            raise DefinitionError(f"{calc}: output {field.name} has type {bare!r}; use a quantity of calc.quantities, bool, str or rows")
        label = next((n.label for n in reversed(notes) if isinstance(n, Words) and n.label), None) or label_of(field.name)
        plain = "date" if any(isinstance(n, Calendar) for n in notes) else "text"
        display = quantity.get("display") or ("rows" if of_rows else "flag" if bare is bool else plain)
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

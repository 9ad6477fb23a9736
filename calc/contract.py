"""JSON text in, JSON text out: what a browser asks of every engine. Never raises.

Objects are written from pairs, in the order of the declaration: the dictionaries of the instant engine have none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import calc
from calc.errors import InvalidInputs, InvalidScenario, Problem
from calc.scenario import HEX, link, restore
from calc.stepping import stepped, tidy, value_at
from calc.view import numbers, rows
from calc.view.controls import controls
from calc.view.markup import escape
from calc.view.result import result
from calc.view.words import Facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.errors import Note
    from calc.inputs import Input
    from calc.model import Calculator, Texts, Values
    from calc.story import Story


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """A request that could be answered."""

    facts: Facts
    story: Story
    texts: dict[str, str]
    notes: tuple[Note, ...]


def answer(text: str) -> str:
    """The answer to a request: `{"ok": …}`, `{"problems": […]}` or `{"failure": …}`."""
    try:
        return dumps(_answer(json.loads(text)))
    except Exception as error:  # the last line of defence: a reader must never see a traceback
        return dumps((("failure", "The calculator met a fault of its own (" + type(error).__name__ + "). Its last good numbers stand."),))


def _answer(request: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    c = calc.load(str(request["calculator"]))
    id = escape(str(request.get("id") or c.name))
    show = tuple(str(request.get("show") or "").split())
    given: Texts = {str(k): str(t) for k, t in (request.get("inputs") or {}).items() if t is not None}
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    if request.get("query") is not None:
        try:
            restored = restore(c, str(request["query"]))
        except InvalidScenario as invalid:
            return (("problems", [_problem(Problem(field=None, code=invalid.code, message=invalid.message))]),)
        given, notes, problems = restored.texts, restored.notes, restored.problems
    texts = {i.name: given.get(i.name, i.form_text(i.default)) for i in c.inputs}
    known = {str(k): str(t) for k, t in (request.get("known") or {}).items()}  # what the numbers on the page belong to
    if request.get("edit"):
        _edit(c, texts, request["edit"], request.get("axes") or [], known)
    evaluation = None
    try:
        evaluation = evaluate(c, texts, notes)
    except InvalidInputs as invalid:
        problems += tuple(p for p in invalid.problems if p.field not in [q.field for q in problems])
    if problems or evaluation is None:
        shown = controls(c, texts, readable(c, texts, known), problems, id, notes)
        return (
            ("problems", [_problem(p) for p in problems]),
            ("notes", [_problem(n) for n in notes]),
            ("texts", _in_order(c, texts)),
            ("html", (("controls", shown),)),
        )
    axes = tuple(_axes(text) for text in (request.get("axes") or []))
    return (("ok", _ok(c, evaluation, id, show, axes, [str(v) for v in (request.get("values") or [])])),)


def starting(c: Calculator[..., Any], texts: Texts, link: bool = False) -> Evaluation:
    """What a page is printed with: `texts` for some inputs, defaults for the rest. InvalidInputs, with every problem at once."""
    values = _values(c, texts, link)
    return _evaluation(c, values, {i.name: i.form_text(values[i.name]) for i in c.inputs}, ())


def evaluate(c: Calculator[..., Any], texts: dict[str, str], notes: tuple[Note, ...] = ()) -> Evaluation:
    """The answer for the texts of a form, which stay as they were typed; InvalidInputs if they cannot be answered."""
    return _evaluation(c, _values(c, texts), texts, notes)


def _values(c: Calculator[..., Any], texts: Texts, link: bool = False) -> dict[str, Any]:
    """A value for every input. One that does not apply is not checked, and kept if it can be read."""
    values = c.parse(texts, link)
    for i in c.inputs:
        if i.name in texts and not c.applies(i, values):
            values[i.name] = _readable(i, texts, link=link)
    return values


def _evaluation(c: Calculator[..., Any], values: Values, texts: dict[str, str], notes: tuple[Note, ...]) -> Evaluation:
    answered = c.evaluate(values)
    return Evaluation(facts=Facts(c, values, answered), story=c.story(values, answered), texts=texts, notes=notes + tuple(answered.notes))


def fragments(e: Evaluation, id: str, show: tuple[str, ...] = (), axes: tuple[tuple[float, ...] | None, ...] = ()) -> tuple[str, str]:
    """The two pieces of HTML, form and answer: the same string at build and in the browser."""
    return controls(e.facts.c, e.texts, e.facts.values, (), id), result(e.facts, e.story, e.notes, id, show, axes)


def _ok(
    c: Calculator[..., Any], e: Evaluation, id: str, show: tuple[str, ...], axes: tuple[tuple[float, ...] | None, ...], wanted: list[str]
) -> tuple[tuple[str, Any], ...]:
    form, answered = fragments(e, id, show, axes)
    return (
        ("inputs", given(e)),
        ("texts", _in_order(c, e.texts)),
        ("outputs", answers(e)),
        ("notes", [_problem(n) for n in e.notes]),
        ("sentence", e.facts.plain(e.story.verdict)),
        ("link", link(c, e.facts.values, id)),
        ("values", [prose_value(e.facts, text) for text in wanted]),
        ("html", (("controls", form), ("result", answered))),
    )


def given(e: Evaluation) -> tuple[tuple[str, Any], ...]:
    """The values of all inputs that apply, as pairs for JSON."""
    c, values = e.facts.c, e.facts.values
    return tuple([(i.name, _data(i.fields, values[i.name])) for i in c.inputs if c.applies(i, values)])


def answers(e: Evaluation) -> tuple[tuple[str, Any], ...]:
    """The values of all outputs, as pairs for JSON."""
    return tuple([(o.name, _data(o.fields, getattr(e.facts.result, o.name))) for o in e.facts.c.outputs])


def _data(fields: tuple[Any, ...], value: Any) -> Any:
    return rows.data(fields, value) if fields else value


def prose_value(facts: Facts, text: str) -> str:
    """`liquidation_price|0`: one value as the prose of a page shows it."""
    name, _, how = text.partition("|")
    return facts.text(name.strip(), how.strip())


def readable(c: Calculator[..., Any], texts: Texts, known: Texts) -> Values:
    """A value for every input; where a text cannot be read, the one that was known, or the default."""
    return {i.name: _readable(i, texts, known) for i in c.inputs}


def _readable(i: Input, *sources: Texts, link: bool = False) -> Any:
    for texts in sources:
        try:
            return i.read(texts.get(i.name, "?"), link)
        except InvalidInputs:
            continue
    return i.default


def _edit(c: Calculator[..., Any], texts: dict[str, str], edit: dict[str, Any], axes: list[Any], known: Texts) -> None:
    """What a slider, a step or a drag makes of one text."""
    name, _, place = str(edit["field"]).partition(".")
    i = c.input(name)
    if edit.get("rows") is not None:
        texts[name] = rows.edited(i, texts[name], str(edit["rows"]), int(edit.get("row") or 0))
        return
    if place:
        _edit_cell(i, texts, place, edit)
        return
    if edit.get("text") is not None:
        texts[i.name] = str(edit["text"])
    if edit.get("text") is not None or not i.numeric:
        return
    values = readable(c, texts, known)
    if edit.get("slider") is not None:
        new = value_at(i, float(edit["slider"]), values)
    elif edit.get("step") is not None:
        new = stepped(i, values[i.name], int(edit["step"]), values)
    else:
        held = _axes(axes[int(edit["chart"])])
        assert held is not None
        t = min(1.0, max(0.0, float(edit["at"])))
        new = tidy(i, held[0] + t * (held[1] - held[0]))
    texts[i.name] = i.form_text(new)


def _edit_cell(i: Input, texts: dict[str, str], place: str, edit: dict[str, Any]) -> None:
    """A text or a step in one field of one row."""
    row, _, field = place.partition(".")
    cells = rows.cells(texts[i.name])
    k = [f.name for f in i.fields].index(field)
    f = i.fields[k]
    if edit.get("text") is not None:
        cells[int(row)][k] = str(edit["text"])
    elif edit.get("step") is not None and f.numeric:
        value = _readable(f, {f.name: cells[int(row)][k]})
        cells[int(row)][k] = f.form_text(stepped(f, value, int(edit["step"]), {}))
    texts[i.name] = rows.joined(cells)


def _axes(text: object) -> tuple[float, ...] | None:
    ends = [float(end) for end in str(text or "").split()]
    return tuple(ends) if len(ends) >= 2 else None


def _in_order(c: Calculator[..., Any], texts: Texts) -> tuple[tuple[str, str], ...]:
    return tuple((i.name, texts[i.name]) for i in c.inputs)


def _problem(p: Problem | Note) -> tuple[tuple[str, Any], ...]:
    return (("field", p.field), ("code", p.code), ("message", p.message))


def dumps(value: Any) -> str:
    r"""JSON text: a tuple of pairs is an object, a list an array, numbers are the shortest decimals that read back.

    >>> dumps((("a", [1.5, None, True]), ("b", "é\n"), ("c", ())))
    '{"a":[1.5,null,true],"b":"é\\n","c":{}}'
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return numbers.shortest(float(value))
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, list):
        return "[" + ",".join([dumps(v) for v in value]) + "]"
    return "{" + ",".join(['"' + k + '":' + dumps(v) for k, v in value]) + "}"


ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _string(text: str) -> str:
    out = text.replace("\\", "\\\\").replace('"', '\\"')
    for code in range(32):
        if chr(code) in out:
            out = out.replace(chr(code), ESCAPES.get(chr(code)) or "\\u00" + HEX[code // 16] + HEX[code % 16])
    return '"' + out + '"'

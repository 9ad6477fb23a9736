"""JSON text in, JSON text out: what a browser asks of every engine. Never raises.

Objects are written from pairs, in the order of the declaration: the dictionaries of the instant engine have none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import calc
from calc.edits import axes_of, edit, one_readable, readable
from calc.errors import DataNeeded, InvalidInputs, InvalidScenario, Problem
from calc.recent import Recent
from calc.scenario import HEX, left_out, link, restore
from calc.view import messages, numbers, rows
from calc.view.compare import difference
from calc.view.controls import controls
from calc.view.guess import asked, guessed, panel, placed, reply
from calc.view.markup import escape
from calc.view.result import result
from calc.view.words import Facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.errors import Note
    from calc.inputs import Input
    from calc.model import Calculator, Texts, Values
    from calc.story import Ask, Story

LONGEST_ID = 100  # every element of a form repeats it


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """A request that could be answered; `ask` is what may be guessed first."""

    facts: Facts
    story: Story
    ask: Ask | None
    texts: dict[str, str]
    notes: tuple[Note, ...]


def answer(text: str) -> str:
    """The answer to a request: `{"ok": …}`, `{"taken": …}` where that is asked for, `{"problems": […]}` or `{"failure": …}`."""
    try:
        return dumps(_answer(json.loads(text)))
    except DataNeeded as needed:  # whoever cannot fetch it has a sentence for the reader
        return dumps((("needs", [needed.name]), ("failure", needed.what + " did not arrive.")))
    except Exception as error:  # the last line of defence: a reader must never see a traceback
        return dumps((("failure", "The calculator met a fault of its own (" + type(error).__name__ + "). Its last good numbers stand."),))


def _answer(request: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    c = calc.load(str(request["calculator"]))
    id = escape(str(request.get("id") or c.name)[:LONGEST_ID])
    show = tuple(str(request.get("show") or "").split())
    pinned = request.get("pin")
    given: Texts = {str(k): str(t) for k, t in (request.get("inputs") or {}).items() if t is not None}
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    if request.get("query") is not None:
        try:
            restored = restore(c, str(request["query"]))
        except InvalidScenario as invalid:
            return (("problems", [_problem(Problem(field=None, code=invalid.code, message=invalid.message))]),)
        words = {i.name: given[i.name] for i in c.inputs if i.private and i.name in given}  # a link leaves alone what the reader wrote
        given, notes, problems = restored.texts, restored.notes, restored.problems
        given.update(words)
        pinned = pinned if restored.pin is None else restored.pin
    pin = None
    if pinned is not None:
        try:
            pin = _pinned(c, {str(k): str(t) for k, t in pinned.items() if t is not None})
        except InvalidInputs as invalid:
            notes += (left_out(invalid.problems),)
    texts = {i.name: given.get(i.name, i.form_text(i.default)) for i in c.inputs}
    known = {str(k): str(t) for k, t in (request.get("known") or {}).items()}  # what the numbers on the page belong to
    if request.get("edit"):
        edit(c, texts, request["edit"], request.get("axes") or [], known)
    evaluation = None
    try:
        evaluation = evaluate(c, texts, notes, str(request.get("choices") or ""))
    except InvalidInputs as invalid:
        problems += tuple(p for p in invalid.problems if p.field not in [q.field for q in problems])
    if problems or evaluation is None:
        shown = controls(c, texts, readable(c, texts, known), problems, id, notes, pin.facts.values if pin else None)
        return (
            ("problems", [_problem(p) for p in problems]),
            ("notes", [_problem(n) for n in notes]),
            ("texts", _in_order(c, texts)),
            ("pin", _in_order(c, pin.texts) if pin else None),
            ("html", (("controls", shown),)),
        )
    if request.get("take"):
        return (("taken", _taken(c, evaluation, pin, id, request["take"])),)
    axes = tuple(axes_of(text) for text in (request.get("axes") or []))
    return (("ok", _ok(c, evaluation, pin, id, show, axes, request)),)


def starting(c: Calculator[..., Any], texts: Texts, link: bool = False, choices: str = "") -> Evaluation:
    """What a page is printed with: `texts` for some inputs, defaults for the rest. InvalidInputs, with every problem at once.

    `choices` are those that the page gives a guess.
    """
    values = _values(c, texts, link)
    return _evaluation(c, values, {i.name: i.form_text(values[i.name]) for i in c.inputs}, (), choices)


def evaluate(c: Calculator[..., Any], texts: dict[str, str], notes: tuple[Note, ...] = (), choices: str = "") -> Evaluation:
    """The answer for the texts of a form, which stay as they were typed; InvalidInputs if they cannot be answered."""
    return _evaluation(c, _values(c, texts), texts, notes, choices)


def _values(c: Calculator[..., Any], texts: Texts, link: bool = False) -> dict[str, Any]:
    """A value for every input. One that does not apply is not checked, and kept if it can be read."""
    values = c.parse(texts, link)
    for i in c.inputs:
        if i.name in texts and not c.applies(i, values):
            values[i.name] = one_readable(i, texts, link=link)
    return values


_pins = Recent(1)  # the pinned scenario: it is asked for again with every change of the other one


def _pinned(c: Calculator[..., Any], texts: Texts) -> Evaluation:
    """The answer for the texts of a pinned form; InvalidInputs if there is none."""
    full = {i.name: texts.get(i.name, i.form_text(i.default)) for i in c.inputs}
    return _pins.of((c.compute, [full[i.name] for i in c.inputs]), lambda: evaluate(c, full))


def _evaluation(c: Calculator[..., Any], values: Values, texts: dict[str, str], notes: tuple[Note, ...], choices: str) -> Evaluation:
    answered = c.evaluate(values)
    facts, story = Facts(c, values, answered), c.story(values, answered)
    return Evaluation(facts=facts, story=story, ask=asked(story, facts, choices), texts=texts, notes=notes + tuple(answered.notes))


def fragments(
    e: Evaluation,
    id: str,
    show: tuple[str, ...] = (),
    axes: tuple[tuple[float, ...] | None, ...] = (),
    pin: Evaluation | None = None,
    reply: tuple[tuple[str, bool], ...] | None = None,
    guess: tuple[str, float] | None = None,
) -> tuple[str, str]:
    """The two pieces of HTML, form and answer: the same string at build and in the browser."""
    form = controls(e.facts.c, e.texts, e.facts.values, (), id, (), pin.facts.values if pin else None)
    if reply is None and e.ask is not None and e.ask.choices:
        reply = ()
    return form, result(e.facts, e.story, e.notes, id, show, axes, (pin.facts, pin.story) if pin else None, reply, guess)


def ask_panel(e: Evaluation, id: str, given: dict[str, Any]) -> tuple[float | None, str]:
    """The guess and the panel with the question; nothing where there is none."""
    if e.ask is None:
        return None, ""
    guess = guessed(e.ask, given)
    return guess, panel(e.ask, e.facts, id, guess, e.story)


def _ok(
    c: Calculator[..., Any],
    e: Evaluation,
    pin: Evaluation | None,
    id: str,
    show: tuple[str, ...],
    axes: tuple[tuple[float, ...] | None, ...],
    request: dict[str, Any],
) -> tuple[tuple[str, Any], ...]:
    guess, question = ask_panel(e, id, request.get("guess") or {})
    said, mine = None, None
    if e.ask is not None and guess is not None and request.get("reveal"):
        said = reply(e.ask, e.facts, guess)
        mine = (e.ask.output, placed(e.ask, e.facts, guess))
    form, answered = fragments(e, id, show, axes, pin, said, mine)
    sentence, address = e.facts.plain(e.story.verdict), link(c, e.facts.values, id, pin.facts.values if pin else None)
    ask = None
    if e.ask is not None:
        words = "".join([text for text, _ in said or ()])
        ask = (("question", e.facts.plain(e.ask.question)), ("guess", guess), ("reply", words or None))
    return (
        ("inputs", given(e)),
        ("texts", _in_order(c, e.texts)),
        ("outputs", answers(e)),
        ("notes", [_problem(n) for n in e.notes]),
        ("sentence", sentence + " " + difference((pin.facts, pin.story), (e.facts, e.story)) if pin else sentence),
        ("link", address),
        ("long", _too_long(c, len(address), pin is not None)),
        ("pin", _in_order(c, pin.texts) if pin else None),
        ("ask", ask),
        ("values", [prose_value(e.facts, str(text)) for text in (request.get("values") or [])]),
        ("html", (("controls", form), ("result", answered), ("ask", question))),
    )


def _too_long(c: Calculator[..., Any], length: int, pinned: bool) -> str | None:
    """What is said instead of copying a link that may not arrive."""
    if length <= c.most_link:
        return None
    return messages.sentence("link-too-long-pinned" if pinned else "link-too-long", length=length, most=c.most_link)


def _taken(c: Calculator[..., Any], e: Evaluation, pin: Evaluation | None, id: str, where: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    from calc.view.take import taken  # noqa: PLC0415 - whoever takes nothing along does not wait for it

    query = link(c, e.facts.values, id, pin.facts.values if pin else None)
    query = "" if _too_long(c, len(query), pin is not None) else query
    return taken(e.facts, e.story, e.notes, id, (pin.facts, pin.story) if pin else None, query, dumps(machine(e)), where)


def machine(e: Evaluation) -> tuple[tuple[str, Any], ...]:
    """An answer for programs, as pairs for JSON."""
    c = e.facts.c
    return (
        ("calculator", c.name),
        ("version", c.version),
        ("inputs", given(e)),
        ("outputs", answers(e)),
        ("notes", [(("code", n.code), ("field", n.field), ("message", n.message)) for n in e.notes]),
        ("link", link(c, e.facts.values)),
    )


def given(e: Evaluation) -> tuple[tuple[str, Any], ...]:
    """The values of all inputs that apply, as pairs for JSON."""
    c, values = e.facts.c, e.facts.values
    return tuple([(i.name, _given(i, values[i.name])) for i in c.inputs if c.applies(i, values)])


def _given(i: Input, value: Any) -> Any:
    return i.link_text(value) if i.kind == "actions" else _data(i.fields, value)


def answers(e: Evaluation) -> tuple[tuple[str, Any], ...]:
    """The values of all outputs, as pairs for JSON."""
    return tuple([(o.name, _data(o.fields, getattr(e.facts.result, o.name))) for o in e.facts.c.outputs])


def _data(fields: tuple[Any, ...], value: Any) -> Any:
    return rows.data(fields, value) if fields else value


def prose_value(facts: Facts, text: str) -> str:
    """`liquidation_price|0`: one value as the prose of a page shows it."""
    name, _, how = text.partition("|")
    return facts.text(name.strip(), how.strip())


def _in_order(c: Calculator[..., Any], texts: Texts) -> tuple[tuple[str, str], ...]:
    return tuple((i.name, texts[i.name]) for i in c.inputs)


def _problem(p: Problem | Note) -> tuple[tuple[str, Any], ...]:
    return (("field", p.field), ("code", p.code), ("message", p.message))


def dumps(value: Any) -> str:
    r"""JSON text: a tuple of pairs is an object, a list an array, numbers are the shortest decimals that read back.

    >>> dumps((("a", [1.5, None, True]), ("b", "é\n"), ("c", ())))
    '{"a":[1.5,null,true],"b":"é\\n","c":{}}'
    """
    text = _dumps(value)
    for control, escaped in CONTROLS:  # they stand in strings alone
        if control in text:
            text = text.replace(control, escaped)
    return text


def _dumps(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return numbers.shortest(float(value))
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[" + ",".join([_dumps(v) for v in value]) + "]"
    return "{" + ",".join(['"' + k + '":' + _dumps(v) for k, v in value]) + "}"


ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
CONTROLS = [(chr(code), ESCAPES.get(chr(code)) or "\\u00" + HEX[code // 16] + HEX[code % 16]) for code in range(32)]

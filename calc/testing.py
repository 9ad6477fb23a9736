"""What every calculator must satisfy, also one that somebody else wrote.

from calc.testing import check

def test_funding() -> None:
    check(funding)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calc import contract
from calc.actions import NEXT, added, joined
from calc.declared import is_slug
from calc.errors import InvalidInputs
from calc.expression import equation, value
from calc.mentions import mentioned, nameable
from calc.scenario import link, restore
from calc.stepping import slider_range
from calc.view.rows import IN_LINK, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calc.contract import Evaluation
    from calc.inputs import Input
    from calc.model import Calculator
    from calc.story import Story

CLOSE, ROUNDING = 1e-9, 1e-12  # how close a working comes: a share of the answer, and of the largest number in it


def check(c: Calculator[..., Any]) -> None:
    """AssertionError, naming the scenario, when something of the calculator does not hold.

    The defaults and every preset have an answer. They, and every input at both ends of its slider and with every choice, can be drawn;
    their numbers are finite, their stories name what exists, their workings are true, what they ask has its answer on the slider, their
    links bring them back. Every input changes something, unless it is only written down.
    """
    for thing in c.inputs + c.outputs:
        _must(thing.label and thing.help, thing.name, "has no label or no help")
    for what in ("label", "slug"):
        named = [getattr(preset, what) for preset in c.presets]
        _must(len(named) == len(set(named)), c.name, f"has two presets of one {what}")
    for preset in c.presets:
        _must(is_slug(preset.slug), f"preset {preset.label!r}", "has a slug that is no part of an address")
        _must(_answered(c, f"preset {preset.label!r}", dict(preset.texts)), f"preset {preset.label!r}", "has no answer")
    _must(_answered(c, "the defaults", {}), "the defaults", "have no answer")
    for i in c.inputs:
        for text in _texts_of(c, i):
            _answered(c, f"{i.name}={text}", {**_enabling(c, i), i.name: text})
        asked = any(other.when is not None and other.when[0] == i.name for other in c.inputs)  # it decides what else is
        taken = any(i.name in button.takes for other in c.inputs for button in other.buttons)
        used = asked or taken or any(_changes(c, i, dict(texts)) for texts in [(), *(preset.texts for preset in c.presets)])
        _must(i.private or used, i.name, "changes nothing, neither from the defaults nor in an example")


def _changes(c: Calculator[..., Any], i: Input, texts: dict[str, str]) -> bool:
    """Whether anything that the input may be has another answer than the rest, all else as in `texts`."""
    said = [_said(c, {**_enabling(c, i), **texts, i.name: text}) for text in _texts_of(c, i)]
    return any(one != said[0] for one in said)


def _said(c: Calculator[..., Any], texts: dict[str, str]) -> tuple[Any, Story] | None:
    """The result and what is said about it; None where there is no answer."""
    try:
        e = contract.starting(c, texts, link=True)
    except InvalidInputs:
        return None
    return e.facts.result, e.story


def _must(holds: object, where: str, what: str) -> None:
    if not holds:
        raise AssertionError(f"{where} {what}")


def _texts_of(c: Calculator[..., Any], i: Input) -> Iterator[str]:
    """What a link may say about an input: every choice, on and off, each sample row, few and many, the slider's ends and middle."""
    if i.kind == "choice":
        yield from [name for name, _ in i.choices]
    elif i.kind == "switch":
        yield from ("0", "1")
    elif i.kind == "date":
        yield from (i.first, i.start, i.last) + (("",) if i.may_be_empty else ())
    elif i.kind == "text":
        yield from ("", "<b>&\"'{price}</textarea>", "word " * (i.most // 5))
    elif i.kind == "actions":
        one = [joined(i, added(i, (), button.name, c.defaults())) for button in i.buttons]
        yield from (*one, NEXT.join(one), "")
    elif i.kind == "rows":
        yield from i.samples
        yield from [IN_LINK[1].join([i.samples[k % len(i.samples)] for k in range(count)]) for count in (i.least, i.most)]
    else:
        low, high = slider_range(i, c.defaults())
        yield from [i.link_text(x) for x in (low, (low + high) / 2, high)]


def _enabling(c: Calculator[..., Any], i: Input) -> dict[str, str]:
    """What must be set for the input to apply."""
    texts: dict[str, str] = {}
    while i.when is not None:
        name, wanted = i.when
        texts[name] = wanted[0] if isinstance(wanted[0], str) else str(int(wanted[0]))
        i = c.input(name)
    return texts


def _answered(c: Calculator[..., Any], where: str, texts: dict[str, str]) -> bool:
    """Whether there is an answer; if so, everything that must hold for it does."""
    try:
        e = contract.starting(c, texts, link=True)
    except InvalidInputs as invalid:
        blamed = [p.field.partition(".")[0] for p in invalid.problems if p.field is not None]
        _must(set(blamed) <= {i.name for i in c.inputs}, where, f"blames what is no input: {invalid}")
        return False
    for name, number in _numbers(e):
        _must(number - number == 0, where, f"has no finite {name}")
    known = nameable(c)
    for name in mentioned(e.story):
        _must(name in known, where, f"has a story that names {name}, which does not exist")
    _check_working(e, where)
    _check_ask(e, where)
    _must(c.evaluate(e.facts.values) == e.facts.result, where, "is answered differently the second time")
    _must(contract.fragments(e, c.name) == contract.fragments(e, c.name), where, "is drawn differently the second time")
    restored = restore(c, link(c, e.facts.values))
    form = {i.name: i.form_text(i.default) for i in c.inputs} | restored.texts
    again = contract.evaluate(c, form)
    same = [again.facts.values[i.name] == e.facts.values[i.name] for i in c.inputs if not i.private]
    _must(not restored.notes and all(same), where, "does not come back from its own link")
    return True


def _numbers(e: Evaluation) -> Iterator[tuple[str, float]]:
    """Every number of an answer with its name, those of its rows too."""
    for o in e.facts.c.outputs:
        number = e.facts.number(o.name)
        if number is not None:
            yield o.name, number
        for k, row in enumerate(getattr(e.facts.result, o.name) if o.fields else ()):
            yield from [(name_of(o, k, f.name), n) for f in o.fields if isinstance(n := getattr(row, f.name), (int, float))]


def _check_ask(e: Evaluation, where: str) -> None:
    ask = e.story.ask
    if ask is None:
        return
    answer = e.facts.number(ask.output)
    steps = (ask.high - ask.low) / ask.step
    _must(abs(steps - round(steps)) <= CLOSE * steps, where, f"asks for {ask.output} on a slider that does not end at a step")
    sized = answer if answer is None or ask.low < 0 else abs(answer)
    found = sized is not None and ask.low <= sized <= ask.high + CLOSE * abs(ask.high)
    _must(found, where, f"asks for {ask.output}, which is {answer} and not on its slider")


def _check_working(e: Evaluation, where: str) -> None:
    for text in e.story.working:
        left, tree = equation(text)
        largest = 0.0

        def number(name: str) -> float:
            nonlocal largest
            found = e.facts.number(name) or 0.0
            largest = max(largest, abs(found))
            return found

        expected = number(left)
        got = value(tree, number)
        _must(
            abs(got - expected) <= CLOSE * abs(expected) + ROUNDING * largest,
            where,
            f"has a working that is not true: {text} gives {got}, not {expected}",
        )

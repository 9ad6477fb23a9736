"""What every answer must satisfy, whatever is asked."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import calc
from calc import contract, scenario
from calc.errors import InvalidInputs
from calc.expression import equation, value
from calc.model import Calculator
from calc.view import rows
from calc.view.words import Facts

Scenarios = Callable[[Calculator[..., Any]], st.SearchStrategy[dict[str, Any]]]

every_calculator = pytest.mark.parametrize("name", calc.NAMES)
# A whole answer takes a thousand times as long as a formula, so its laws are tried less often.
often = settings(max_examples=max(16, settings().max_examples // 20), suppress_health_check=[HealthCheck.filter_too_much])
NOT_A_NUMBER = re.compile(r"\bnan\b|\binf\b|infinity|(?<![\d#])[-−]0(?![\d.])|\d[eE][-+]?\d", re.IGNORECASE)


def read_by_people(html: str) -> str:
    """A fragment without what only scripts read: those attributes hold numbers as JSON does, and the address of the link is one."""
    html = re.sub(r"<span data-address>[^<]*</span>", "", html)
    return re.sub(
        r'\s(?:id|for|(?:xlink:)?href|class|fill|d|points|data-[a-z]+|aria-(?:describedby|labelledby|valuemin|valuemax|valuenow))="[^"]*"',
        "",
        html,
    )


def ask(c: Calculator[..., Any], **request: Any) -> dict[str, Any]:
    answered: dict[str, Any] = json.loads(
        contract.answer(json.dumps({"calculator": c.name, "id": c.name, "version": c.version, **request}))
    )
    return answered


REJECTIONS = {
    *("margin-below-maintenance", "tier-leverage", "tier-size", "stop-side", "target-side", "target-unreachable"),
    *("mark-differs", "mark-missing", "account-below-maintenance", "margins-over-wallet", "nothing-left", "rate-unusual"),
    *("closed-out-before", "fill-half", "nothing-open", "too-few-trades", "dates-order", "no-entry-day"),
}


def numbers_in(outputs: dict[str, Any]) -> list[float]:
    """Every number of an answer, those of its rows too."""
    values = [x for x in outputs.values() if not isinstance(x, list)]
    values += [x for rows in outputs.values() if isinstance(rows, list) for row in rows for x in row.values()]
    return [x for x in values if isinstance(x, (int, float)) and not isinstance(x, bool)]


@every_calculator
@often
@given(data=st.data())
def test_every_allowed_scenario_is_answered_or_rejected_in_words(name: str, wild: Scenarios, data: st.DataObject) -> None:
    c = calc.load(name)
    values = data.draw(wild(c))
    answered = ask(c, query=scenario.link(c, values))
    assert "failure" not in answered
    for p in answered.get("problems", []):
        assert p["code"] in REJECTIONS


@every_calculator
@often
@given(data=st.data())
def test_no_number_of_an_answer_is_infinite_or_minus_zero_or_written_with_an_exponent(
    name: str, usual: Scenarios, data: st.DataObject
) -> None:
    c = calc.load(name)
    answered = ask(c, query=scenario.link(c, data.draw(usual(c))))
    assume("ok" in answered)
    for x in numbers_in(answered["ok"]["outputs"]):
        assert x - x == 0
        assert repr(x) != "-0.0"
    for text in (
        answered["ok"]["sentence"],
        read_by_people(answered["ok"]["html"]["controls"]),
        read_by_people(answered["ok"]["html"]["result"]),
    ):
        assert [] == NOT_A_NUMBER.findall(text)


@every_calculator
@often
@given(data=st.data())
def test_every_working_is_true(name: str, usual: Scenarios, data: st.DataObject) -> None:
    c = calc.load(name)
    values = data.draw(usual(c))
    try:
        result = c.evaluate(values)
    except InvalidInputs:
        assume(False)
        raise
    facts = Facts(c, values, result)
    for text in c.story(values, result).working:
        left, tree = equation(text)
        terms = [abs(facts.number(word) or 0.0) for word in re.findall(r"[a-z_]+", text)]
        expected = facts.number(left)
        assert expected is not None, text
        assert value(tree, lambda word: facts.number(word) or 0.0) == pytest.approx(expected, rel=1e-9, abs=1e-12 * max(terms)), text


@every_calculator
@often
@given(data=st.data())
def test_a_link_brings_back_every_value_to_the_last_bit(name: str, wild: Scenarios, data: st.DataObject) -> None:
    c = calc.load(name)
    values = data.draw(wild(c))
    restored = scenario.restore(c, scenario.link(c, values))
    assert ((), ()) == (restored.notes, restored.problems)
    form = {**{i.name: i.form_text(i.default) for i in c.inputs}, **restored.texts}
    again = c.parse(form)
    for i in c.inputs:
        if c.applies(i, values):
            assert values[i.name] == again[i.name]
            assert values[i.name] == i.read(form[i.name])


@every_calculator
@often
@given(data=st.data())
def test_a_link_of_a_restored_link_is_the_same_link(name: str, usual: Scenarios, data: st.DataObject) -> None:
    c = calc.load(name)
    link = scenario.link(c, data.draw(usual(c)))
    answered = ask(c, query=link)
    assume("ok" in answered)
    assert link == answered["ok"]["link"]


@every_calculator
@often
@given(data=st.data())
def test_the_same_request_has_the_same_answer(name: str, usual: Scenarios, data: st.DataObject) -> None:
    c = calc.load(name)
    link = scenario.link(c, data.draw(usual(c)))
    assert ask(c, query=link) == ask(c, query=link)


@every_calculator
@often
@given(data=st.data())
def test_any_gesture_is_answered(name: str, usual: Scenarios, data: st.DataObject) -> None:
    c = calc.load(name)
    values = data.draw(usual(c))
    texts = {i.name: i.form_text(values[i.name]) for i in c.inputs}
    field = data.draw(st.sampled_from([i.name for i in c.inputs if i.numeric]))
    gesture = data.draw(
        st.one_of(
            st.builds(lambda n: {"slider": n / 1000}, st.integers(-100, 1100)),
            st.builds(lambda n: {"step": n}, st.sampled_from((-10, -1, 1, 10))),
            st.builds(lambda n: {"at": n / 777, "chart": 0}, st.integers(-100, 900)),
        )
    )
    answered = ask(c, inputs=texts, edit={"field": field, **gesture}, axes=["1000 200000"])
    assert "failure" not in answered
    changed = (answered.get("ok") or answered)["texts"]
    assert {**texts, field: changed[field]} == changed
    assert c.input(field).read(changed[field]) is not None


@pytest.mark.parametrize("name", [name for name in calc.NAMES if any(i.kind == "rows" for i in calc.load(name).inputs)])
@often
@given(data=st.data())
def test_any_gesture_on_rows_is_answered_and_leaves_the_other_rows_alone(name: str, usual: Scenarios, data: st.DataObject) -> None:
    c = calc.load(name)
    i = next(i for i in c.inputs if i.kind == "rows")
    texts = {**{i.name: i.form_text(i.default) for i in c.inputs}, i.name: i.form_text(data.draw(usual(c))[i.name])}
    before = rows.cells(texts[i.name])
    row = data.draw(st.integers(0, len(before) - 1))
    f = data.draw(st.sampled_from(i.fields))
    gesture: dict[str, Any] = data.draw(
        st.one_of(
            st.builds(lambda what: {"field": i.name, "rows": what, "row": row}, st.sampled_from(("add", "remove", "up", "down"))),
            st.builds(lambda n: {"field": f"{i.name}.{row}.{f.name}", "step": n}, st.sampled_from((-10, -1, 1, 10))),
            st.builds(lambda text: {"field": f"{i.name}.{row}.{f.name}", "text": text}, st.text(max_size=9)),
        )
    )
    answered = ask(c, inputs=texts, edit=gesture)
    assert "failure" not in answered
    changed = (answered.get("ok") or answered)["texts"]
    assert {**texts, i.name: changed[i.name]} == changed
    after = rows.cells(changed[i.name])
    assert {len(i.fields)} == {len(one) for one in after}
    if "rows" in gesture:
        assert len(after) - len(before) == {"add": len(before) < i.most, "remove": -(len(before) > i.least)}.get(gesture["rows"], 0)
        few, many = sorted((before, after), key=len)
        assert [one for one in few if one not in many] == []
    else:
        assert [one for k, one in enumerate(before) if k != row] == [one for k, one in enumerate(after) if k != row]
    if "step" in gesture and f.numeric:
        assert f.read(after[row][i.fields.index(f)]) is not None

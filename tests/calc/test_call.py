"""A scenario as a call in Python: the same answer, and nothing in it that is not needed."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import calc
from calc import adding, contract, history, liquidation, margin, risk_plan, simulator
from calc.scenario import call, restore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calc.model import Calculator, Values

LINKS = (Path(__file__).parents[1] / "golden" / "links.txt").read_text(encoding="utf-8").splitlines()


def values(c: Calculator[..., Any], **texts: str) -> Values:
    """All inputs of a form, of which some say something else than usual, as texts of a link."""
    return contract.starting(c, texts, link=True).facts.values


def scenarios(c: Calculator[..., Any]) -> Iterator[Values]:
    """The usual values, every example, and every link that must work for ever."""
    yield c.defaults()
    for preset in c.presets:
        yield values(c, **dict(preset.texts))
    for query in LINKS:
        if query.startswith(f"?calc={c.name}&"):
            form = {i.name: i.form_text(i.default) for i in c.inputs} | restore(c, query).texts
            yield contract.evaluate(c, form).facts.values


@pytest.mark.parametrize("name", calc.NAMES)
def test_a_call_gives_the_answer_of_its_scenario(name: str) -> None:
    c = calc.load(name)
    for given in scenarios(c):
        assert c.evaluate(given) == eval(call(c, given), {"calc": calc})


@pytest.mark.parametrize("name", calc.NAMES)
def test_a_call_says_what_is_unusual_and_no_more(name: str) -> None:
    c = calc.load(name)
    assert f"calc.{name}()" == call(c, c.defaults())
    order = [i.name for i in c.inputs]
    for given in scenarios(c):
        tree = ast.parse(call(c, given), mode="eval").body
        assert isinstance(tree, ast.Call)
        said = [str(keyword.arg) for keyword in tree.keywords]
        assert said == sorted(said, key=order.index)
        assert all(given[i.name] != i.default and c.applies(i, given) for i in c.inputs if i.name in said)


def test_values_of_every_kind_are_written_as_python_reads_them() -> None:
    given = values(liquidation, side="short", leverage="25", stop_price="102500.5", closing_fee="1")
    assert 'calc.liquidation(side="short", leverage=25, stop_price=102500.5, closing_fee=True)' == call(liquidation, given)
    assert "calc.liquidation(extra_margin=1e-7)" == call(liquidation, values(liquidation, extra_margin="1e-7"))
    assert 'calc.history(entry_date="2021-04-14")' == call(history, values(history, entry_date="2021-04-14"))


def test_rows_are_objects_and_say_what_is_unusual_too() -> None:
    one = values(adding, fills="buy,100000,10000;sell,,")
    assert 'calc.adding(fills=(calc.Fill(), calc.Fill(side="sell", price=None, amount=None)))' == call(adding, one)
    assert "calc.adding(fills=(calc.Fill(price=95000),))" == call(adding, values(adding, fills="buy,95000"))


def test_actions_are_written_as_in_a_link() -> None:
    given = values(simulator, actions="n,4;l,share,0.01,10,0.02,,5")
    assert 'calc.simulator(actions=calc.simulator.input("actions").read("n,4;l,share,0.01,10,0.02,,5"))' == call(simulator, given)


def test_what_does_not_apply_is_left_out_though_it_was_set() -> None:
    given = {**margin.defaults(), "tier_table": "binance-ethusdt-2026-07-02"}
    assert "calc.margin()" == call(margin, given)
    tiers = 'calc.margin(maintenance="tiers", tier_table="binance-ethusdt-2026-07-02")'
    assert tiers == call(margin, {**given, "maintenance": "tiers"})


def test_free_text_stays_with_the_reader() -> None:
    assert "calc.risk_plan()" == call(risk_plan, {**risk_plan.defaults(), "reasons": '"); import os #'})


def test_every_row_has_a_public_name() -> None:
    rows = {i.row.__name__: i.row for name in calc.NAMES for i in calc.load(name).inputs if i.kind == "rows"}
    assert rows == {name: getattr(calc, name) for name in calc.ROWS}

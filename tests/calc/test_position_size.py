"""Size from risk: published values, the law that the stop costs what was accepted, and every state of what is said."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from calc import contract, liquidation, position_size
from calc.errors import InvalidInputs, Rejection
from calc.pictures import Graph
from calc.story import Ladder


def told(**texts: str) -> contract.Evaluation:
    return contract.starting(position_size, texts, link=True)


def verdict(**texts: str) -> str:
    e = told(**texts)
    return e.facts.plain(e.story.verdict)


def pictures(**texts: str) -> tuple[Graph, Graph]:
    size, loss = [chart for chart in told(**texts).story.charts if isinstance(chart, Graph)]
    return size, loss


# ---- Published values


@pytest.mark.parametrize(
    ("asked", "notional"),
    [
        ({}, 3_227.37),
        ({"risk_per_trade": 0.02}, 6_454.74),
        ({"account_balance": 1_000, "stop_price": 99_000}, 909.50),
        ({"account_balance": 500, "risk_per_trade": 0.05, "stop_price": 95_000}, 490.44),
        ({"stop_price": 99_800}, 33_344.45),
        ({"stop_price": 90_000}, 990.59),
        ({"slippage": 0.003}, 2_950.41),
        ({"side": "short", "stop_price": 103_000}, 3_224.25),
    ],
)
def test_the_size_that_is_allowed(asked: dict[str, Any], notional: float) -> None:
    assert notional == pytest.approx(position_size(**asked).notional, abs=0.01)


def test_the_other_answers_of_the_first_example() -> None:
    found = position_size()
    assert (100, 0.032274, 0.32, 322.74, 28.69) == pytest.approx(
        (found.risk_amount, found.size, found.effective_leverage, found.initial_margin, found.max_leverage), abs=0.005
    )
    assert 9.57 == pytest.approx(position_size(stop_price=90_000).max_leverage, abs=0.005)


def test_a_tight_stop_makes_a_large_position_and_a_third_of_its_loss_is_fees() -> None:
    found = position_size(stop_price=99_800)
    assert (3.33, 0.333) == pytest.approx((found.effective_leverage, found.fee_share), abs=0.005)


# ---- Laws


EXAMPLES: list[dict[str, Any]] = [
    {},
    {"side": "short", "stop_price": 103_000},
    {"stop_price": 99_800, "slippage": 0.001},
    {"account_balance": 317.5, "risk_per_trade": 0.033, "entry_price": 0.2, "stop_price": 0.19, "entry_fee_rate": 0.0002},
    {"side": "short", "stop_price": 101_000, "slippage": 0.004, "closing_fee_rate": 0.001, "leverage": 50},
]


@pytest.mark.parametrize("asked", EXAMPLES)
def test_at_the_stop_exactly_what_was_accepted_is_lost(asked: dict[str, Any]) -> None:
    """R is −1 there, with both fees: reckoned here from the two fills, in exact numbers."""
    values = {**position_size.defaults(), **asked}
    found = position_size(**asked)
    entry, stop, slip = (Fraction(values[name]) for name in ("entry_price", "stop_price", "slippage"))
    sign = 1 if values["side"] == "long" else -1
    fill = stop * (1 - sign * slip)
    lost = Fraction(found.size) * (
        sign * (entry - fill) + Fraction(values["entry_fee_rate"]) * entry + Fraction(values["closing_fee_rate"]) * fill
    )
    assert values["account_balance"] * values["risk_per_trade"] == pytest.approx(float(lost), rel=1e-12)
    assert -found.risk_amount == pytest.approx(found.loss)
    assert "accepted loss" == found.binding


@pytest.mark.parametrize("leverage", [1, 2, 5, 10, 28])
def test_leverage_moves_the_margin_and_not_the_size(leverage: float) -> None:
    found = position_size(leverage=leverage)
    assert position_size().size == found.size
    assert found.notional / leverage == found.initial_margin


@pytest.mark.parametrize(("side", "stop"), [("long", 97_000), ("short", 103_000), ("long", 60_000), ("short", 140_000)])
def test_below_the_highest_leverage_the_stop_comes_first_and_above_it_does_not(side: Any, stop: float) -> None:
    most = position_size(side=side, stop_price=stop).max_leverage
    assert most is not None
    assert not position_size(side=side, stop_price=stop, leverage=most * 0.9999).liquidated
    assert position_size(side=side, stop_price=stop, leverage=most * 1.0001).liquidated


@pytest.mark.parametrize(("side", "stop", "leverage"), [("long", 97_000, 10), ("short", 103_000, 25), ("long", 97_000, 1)])
def test_liquidation_is_that_of_the_liquidation_calculator(side: Any, stop: float, leverage: float) -> None:
    found, other = position_size(side=side, stop_price=stop, leverage=leverage), liquidation(side=side, leverage=leverage)
    assert other.liquidation_price == pytest.approx(found.liquidation_price)
    assert other.bankruptcy_price == pytest.approx(found.bankruptcy_price)
    assert other.kept_distance == pytest.approx(found.kept_distance)


def test_long_and_short_mirror_each_other_without_fees() -> None:
    free: dict[str, Any] = {"entry_fee_rate": 0.0, "closing_fee_rate": 0.0}
    assert position_size(stop_price=96_000, **free).size == position_size(side="short", stop_price=104_000, **free).size


# ---- Where leverage or liquidation decides


def test_the_account_may_be_too_small_for_the_size_that_the_risk_allows() -> None:
    """10,000 opens q with q · 100,000 · (1 ÷ 10 + 0.05 %) = 10,000."""
    found = position_size(risk_per_trade=0.5)
    assert "leverage" == found.binding
    assert 10_000 / 0.1005 == pytest.approx(found.notional)
    assert found.full_notional == found.notional
    assert -found.size * 3_098.5 == pytest.approx(found.loss)
    assert found.loss > -found.risk_amount


def test_a_position_that_is_liquidated_first_loses_its_margin_and_the_opening_fee() -> None:
    found = position_size(leverage=50)
    assert found.liquidated
    assert found.fee_share is None
    assert -found.notional * (1 / 50 + 0.0005) == pytest.approx(found.loss)
    assert found.liquidation_price is not None
    assert found.liquidation_price / 100_000 - 1 == found.move
    assert -10_000 == found.full_loss
    assert 100 == pytest.approx(found.full_multiple)


def test_the_whole_account_loses_many_times_what_was_accepted() -> None:
    found = position_size()
    assert -10_000 / 0.1005 * 0.030985 == pytest.approx(found.full_loss)
    assert 30.8 == pytest.approx(found.full_multiple, abs=0.05)


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({}, ["note-estimate"]),
        ({"stop_price": 99_800}, ["warn-large", "note-estimate"]),
        ({"leverage": 50}, ["warn-liquidation-first", "note-estimate"]),
        ({"leverage": 1}, ["note-no-liquidation", "note-estimate"]),
        ({"leverage": 25}, ["warn-thin", "note-estimate"]),
    ],
)
def test_what_is_warned_about(asked: dict[str, Any], codes: list[str]) -> None:
    assert codes == [n.code for n in position_size(**asked).notes]


def test_the_warning_of_a_large_position_names_the_multiple() -> None:
    assert "This one position is 3.33× your whole account." == position_size(stop_price=99_800).notes[0].message


# ---- What cannot be


@pytest.mark.parametrize(
    ("asked", "blamed"),
    [
        ({"stop_price": 100_000}, [("stop_price", "stop-side")]),
        ({"stop_price": 103_000}, [("stop_price", "stop-side")]),
        ({"side": "short"}, [("stop_price", "stop-side")]),
        ({"leverage": 100, "maintenance_margin_rate": 0.01}, [("leverage", "margin-below-maintenance")]),
        (
            {"leverage": 100, "maintenance_margin_rate": 0.01, "side": "short"},
            [("leverage", "margin-below-maintenance"), ("stop_price", "stop-side")],
        ),
    ],
)
def test_inputs_that_do_not_go_together(asked: dict[str, Any], blamed: list[tuple[str, str]]) -> None:
    with pytest.raises(Rejection) as caught:
        position_size(**asked)
    assert blamed == [(p.field, p.code) for p in caught.value.problems]


@pytest.mark.parametrize("risk", [0.0009, 1.01])
def test_a_risk_beyond_all_of_the_account_is_out_of_range(risk: float) -> None:
    with pytest.raises(InvalidInputs) as caught:
        position_size(risk_per_trade=risk)
    assert ["out-of-range"] == [p.code for p in caught.value.problems]


# ---- What is said


def test_the_verdict_in_every_state() -> None:
    assert verdict() == (
        "With a stop at 97,000 and no more than $100 to lose, 1\u202f% of the account, this long may be worth $3,227.37: "
        "0.0322737 coins, 0.32× the account."
    )
    assert verdict(risk_per_trade="0.5") == (
        "With a stop at 97,000 and no more than $5,000 to lose, 50\u202f% of the account, this long could be larger than the account "
        "can open at 10×: $99,502.49, with a loss of $3,083.08."
    )
    assert verdict(leverage="50") == (
        "A long of $3,227.37 has its stop at 97,000, but at 50× it is liquidated before, at 98,492.46. All of its $64.55 of margin is "
        "gone. Below 28.69× the stop comes first."
    )
    assert verdict(side="short", stop_price="250000", leverage="1").endswith("No leverage puts this stop first.")


def test_a_stop_that_no_leverage_reaches_has_no_highest_one() -> None:
    found = position_size(side="short", stop_price=250_000, leverage=1)
    assert found.max_leverage is None
    assert found.liquidated


@pytest.mark.parametrize("asked", [{}, {"leverage": "50"}, {"leverage": "1"}, {"side": "short", "stop_price": "103000"}])
def test_the_ladder_has_a_stop_that_can_be_dragged(asked: dict[str, str]) -> None:
    (ladder,) = [chart for chart in told(**asked).story.charts if isinstance(chart, Ladder)]
    assert [True, True] == [level.drag for level in ladder.levels[:2]]
    assert ("stop never" if asked.get("leverage") == "50" else "stop") == ladder.levels[1].style


# ---- The pictures


@pytest.mark.parametrize("asked", [{}, {"side": "short", "stop_price": "103000"}, {"leverage": "1"}, {"stop_price": "40000"}])
def test_the_curve_of_sizes_is_what_the_calculator_answers(asked: dict[str, str]) -> None:
    size, _ = pictures(**asked)
    values = position_size.parse(asked, link=True)
    points = size.series[0].points
    assert all(a < b for (a, _), (b, _) in pairwise(points))
    for stop, notional in points[:: max(1, len(points) // 6)]:
        assert notional == pytest.approx(position_size.evaluate({**values, "stop_price": stop}).notional)
    assert size.handle is not None
    assert size.y.low <= size.handle.y <= size.y.high
    assert size.x.low <= size.handle.x <= size.x.high


@pytest.mark.parametrize(("asked", "first"), [({}, True), ({"side": "short", "stop_price": "103000", "leverage": "20"}, False)])
def test_nothing_is_drawn_beyond_liquidation(asked: dict[str, str], *, first: bool) -> None:
    _, loss = pictures(**asked)
    values = position_size.parse(asked, link=True)
    end = position_size.evaluate(values).liquidation_price
    assert end is not None
    whole = loss.series[0]
    assert (first, not first) == (whole.first, whole.ended)
    assert (end, -1.0) == (whole.points[0] if first else whole.points[-1])
    for series in loss.series:
        assert all(stop >= end if first else stop <= end for stop, _ in series.points)
    for stop, share in whole.points[5:-5:10]:
        assert share == pytest.approx(position_size.evaluate({**values, "stop_price": stop}).full_loss / 10_000)
    assert 1 == len(loss.zones)


def test_without_liquidation_in_sight_no_line_ends() -> None:
    _, loss = pictures(leverage="1")
    assert not any(series.ended or series.first for series in loss.series)
    assert () == loss.zones


@pytest.mark.parametrize("stop", [97_000, 96_500, 95_100, 93_000])
def test_the_axes_stand_still_while_the_stop_is_dragged(stop: float) -> None:
    usual, moved = (pictures(stop_price=str(s)) for s in (97_000, stop))
    assert [(g.x, g.y) for g in usual] == [(g.x, g.y) for g in moved]


def test_the_question_is_about_the_size_and_its_slider_reaches_the_answer() -> None:
    ask = told().story.ask
    assert ask is not None
    assert ("notional", 0, 10_000) == (ask.output, ask.low, ask.high)
    assert told().facts.plain(ask.question) == (
        "You accept to lose $100 of $10,000, and the stop is 3.00\u202f% away. How large may the position be?"
    )

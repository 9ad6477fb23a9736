"""Fees: published values, break-even against the fills themselves, and every state of what is said."""

from fractions import Fraction
from typing import Any

import pytest

from calc import contract, fees, liquidation
from calc.errors import InvalidInputs, Rejection
from calc.pictures import Tally

MAKERS = {"opening_order": "maker", "closing_order": "maker"}


def told(**texts: str) -> contract.Evaluation:
    return contract.starting(fees, texts, link=True)


def verdict(**texts: str) -> str:
    e = told(**texts)
    return e.facts.plain(e.story.verdict)


def tally(**texts: str) -> Tally:
    (chart,) = told(**texts).story.charts
    assert isinstance(chart, Tally)
    return chart


# ---- Published values


@pytest.mark.parametrize(
    ("asked", "fee", "on_margin", "even"),
    [
        ({}, 10.00, 0.01, 0.001001),
        ({"opening_order": "maker"}, 7.00, 0.007, 0.000700),
        (MAKERS, 4.00, 0.004, 0.000400),
        ({"initial_margin": 100}, 10.00, 0.1, 0.001001),
    ],
)
def test_a_round_trip(asked: dict[str, Any], fee: float, on_margin: float, even: float) -> None:
    found = fees(**asked)
    assert (fee, on_margin) == pytest.approx((found.fee, found.fee_on_margin))
    assert even == pytest.approx(found.break_even_move, abs=1e-6)


def test_a_hundred_round_trips_at_ten_times_cost_the_margin_and_at_twice_a_fifth_of_it() -> None:
    usual, less = fees(round_trips=100), fees(round_trips=100, initial_margin=5_000)
    assert (1_000, 1.0, 0.1) == pytest.approx((usual.total_fees, usual.total_on_margin, usual.total_on_account))
    assert 0.2 == pytest.approx(less.total_on_margin)
    assert 100 == usual.trips_to_margin
    at_a_hundred = fees(initial_margin=100)
    assert 10 == at_a_hundred.trips_to_margin
    assert 0.199 == pytest.approx(at_a_hundred.room_share, abs=0.0005)


# ---- Laws


@pytest.mark.parametrize("side", ["long", "short"])
@pytest.mark.parametrize(("opening", "closing"), [("taker", "taker"), ("maker", "taker"), ("taker", "maker"), ("maker", "maker")])
@pytest.mark.parametrize("maker", [0.0002, 0.0, -0.0002])
def test_at_break_even_nothing_is_left(side: Any, opening: Any, closing: Any, maker: float) -> None:
    """Profit less both fees, each on the value at its own price, in exact numbers."""
    found = fees(side=side, opening_order=opening, closing_order=closing, maker_fee_rate=maker)
    sign, move = 1 if side == "long" else -1, Fraction(found.break_even_move)
    paid = Fraction(found.entry_fee_rate) + Fraction(found.closing_fee_rate) * (1 + move)
    assert 0 == pytest.approx(float(sign * move - paid), abs=1e-15)
    assert 10_000 * (found.entry_fee_rate + found.closing_fee_rate) == pytest.approx(found.fee)


@pytest.mark.parametrize("margin", [100, 137, 999.99, 1_000, 5_000, 10_000])
def test_after_that_many_trips_the_fees_have_reached_the_margin_and_not_before(margin: float) -> None:
    trips = fees(initial_margin=margin).trips_to_margin
    assert trips is not None
    assert (trips - 1) * 10 < margin <= trips * 10


def test_liquidation_is_that_of_the_liquidation_calculator() -> None:
    for side, margin in (("long", 1_000), ("short", 1_000), ("long", 100)):
        found = fees(side=side, initial_margin=margin)  # type: ignore[arg-type]
        assert liquidation(side=side, leverage=10_000 / margin).distance == pytest.approx(found.liquidation_move)  # type: ignore[arg-type]
        assert found.liquidation_move is not None
        assert abs(found.break_even_move / found.liquidation_move) == pytest.approx(found.room_share)


def test_a_liquidation_fee_is_taken_of_the_value_at_that_price() -> None:
    found = fees(liquidation_fee_rate=0.005)
    assert 0.005 * 10_000 * 0.9 / 0.995 == pytest.approx(found.liquidation_fee)
    assert found.liquidation_fee is not None
    assert found.liquidation_fee / 1_000 == found.liquidation_fee_on_margin
    assert "liquidation_fee" == told(liquidation_fee_rate="0.005").story.outputs[-1].name
    assert "liquidation_fee" not in [shown.name for shown in told().story.outputs]
    without = fees(liquidation_fee_rate=0.005, initial_margin=10_000)
    assert (None, None, None, None) == (
        without.liquidation_fee,
        without.liquidation_fee_on_margin,
        without.liquidation_move,
        without.room_share,
    )


# ---- Rebates, and what cannot be


def test_a_rebate_pays_and_never_costs_the_margin() -> None:
    found = fees(**MAKERS, maker_fee_rate=-0.0002)  # type: ignore[arg-type]
    assert -4 == pytest.approx(found.fee)
    assert found.break_even_move < 0
    assert (None, None) == (found.trips_to_margin, found.room_share)
    assert told(**MAKERS, maker_fee_rate="-0.0002").story.ask is None


@pytest.mark.parametrize(
    ("name", "rate"), [("maker_fee_rate", -0.00021), ("maker_fee_rate", 0.05), ("taker_fee_rate", 0.05), ("taker_fee_rate", -0.0001)]
)
def test_a_fee_beyond_what_venues_take_is_out_of_range(name: str, rate: float) -> None:
    with pytest.raises(InvalidInputs) as caught:
        fees(**{name: rate})  # type: ignore[arg-type]
    assert [(name, "out-of-range")] == [(p.field, p.code) for p in caught.value.problems]
    assert fees(**{name: 0.0499}).fee >= 10  # type: ignore[arg-type]


@pytest.mark.parametrize("side", ["long", "short"])
def test_a_margin_that_is_not_more_than_what_must_be_kept_is_rejected(side: Any) -> None:
    with pytest.raises(Rejection) as caught:
        fees(side=side, initial_margin=50)
    (problem,) = caught.value.problems
    assert ("initial_margin", "margin-below-maintenance") == (problem.field, problem.code)
    assert "Use less than 200×." in problem.message


def test_a_margin_of_almost_nothing_is_rejected_even_if_nothing_must_be_kept() -> None:
    with pytest.raises(Rejection) as caught:
        fees(notional=1e9, initial_margin=1e-9, maintenance_margin_rate=0)
    assert ["margin-below-maintenance"] == [p.code for p in caught.value.problems]


@pytest.mark.parametrize(("asked", "codes"), [({}, ["note-estimate"]), ({"taker_fee_rate": 0.03}, ["warn-fees-exceed", "note-estimate"])])
def test_what_is_warned_about(asked: dict[str, Any], codes: list[str]) -> None:
    assert codes == [n.code for n in fees(**asked).notes]


# ---- What is said


def test_the_verdict_in_every_state() -> None:
    assert verdict() == (
        "Opening and closing this long of $10,000 costs $10, 1.00\u202f% of your margin. The price must rise 0.1001\u202f% before you are "
        "even. After 100 round trips the fees have taken as much as your margin."
    )
    assert verdict(side="short") == (
        "Opening and closing this short of $10,000 costs $10, 1.00\u202f% of your margin. The price must fall 0.09995\u202f% before "
        "you are even. After 100 round trips the fees have taken as much as your margin."
    )
    assert verdict(taker_fee_rate="0.0499", initial_margin="500").endswith("After 1 round trip the fees have taken as much as your margin.")
    assert verdict(**MAKERS, maker_fee_rate="-0.0001") == (
        "Opening and closing this long of $10,000 pays you $2, 0.2\u202f% of your margin. The price may fall 0.02\u202f% against you "
        "before you lose."
    )
    assert "The price may rise 0.02\u202f% against you" in verdict(**MAKERS, maker_fee_rate="-0.0001", side="short")
    assert verdict(**MAKERS, maker_fee_rate="0") == (
        "Opening and closing this long of $10,000 costs nothing in fees. You are even where you began."
    )


def test_one_trip_is_not_called_trips() -> None:
    one, many = told(round_trips="1"), told()
    remarks = [e.facts.plain(e.story.outputs[2].remark) for e in (one, many)]
    assert ["for 1 round trip: 0.1\u202f% of your account", "for 20 round trips: 2.00\u202f% of your account"] == remarks


# ---- The picture


def test_the_tally_compares_break_even_with_the_room_at_each_leverage() -> None:
    bars = tally().bars
    assert ["5×", "10×", "20×", "50×", "100×"] == [bar.label for bar in bars]
    assert [False, True, False, False, False] == [bar.own for bar in bars]
    for bar, leverage in zip(bars, (5, 10, 20, 50, 100), strict=True):
        assert fees(initial_margin=10_000 / leverage).room_share == pytest.approx(bar.value)
    assert "0.1001\u202f% of 0.5025\u202f%" == bars[-1].remark
    assert (0, 0.2) == (tally().axis.low, tally().axis.high)


def test_the_readers_own_leverage_has_a_bar_in_its_place() -> None:
    bars = tally(initial_margin="300").bars
    assert ["5×", "10×", "20×", "33.3×", "50×", "100×"] == [bar.label for bar in bars]
    assert 1 == len([bar for bar in bars if bar.own])


def test_a_bar_without_a_length_says_why() -> None:
    short_of_room = tally(maintenance_margin_rate="0.05").bars
    assert [None, None, None] == [bar.value for bar in short_of_room[-3:]]
    assert {"closed out at once"} == {bar.text for bar in short_of_room[-3:]}
    paid_in_full = tally(initial_margin="10000").bars
    assert (None, "no liquidation", True) == (paid_in_full[0].value, paid_in_full[0].text, paid_in_full[0].own)
    assert {0.0} == {bar.value for bar in tally(**MAKERS, maker_fee_rate="-0.0001").bars}


@pytest.mark.parametrize(("margin", "trips", "high"), [(1_000, 100, 500), (100, 10, 50), (50.5, 6, 20)])
def test_the_question_is_about_the_trips_and_its_slider_reaches_the_answer(margin: float, trips: int, high: float) -> None:
    ask = told(initial_margin=str(margin)).story.ask
    assert ask is not None
    assert trips == fees(initial_margin=margin).trips_to_margin
    assert ("trips_to_margin", 0, high) == (ask.output, ask.low, ask.high)

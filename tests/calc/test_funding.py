"""Funding: published values, settlements counted one by one, and every state of what is said."""

from itertools import pairwise
from typing import Any

import pytest

from calc import contract, funding
from calc.errors import InvalidInputs, Rejection
from calc.formulas import funding as formulas
from calc.formulas.elementary import steps_to
from calc.pictures import Graph

AT_A_TENTH = {"funding_rate": "0.001"}
UNTIL_IT_ENDS = {"funding_rate": "0.001", "holding_hours": "840"}


def told(**texts: str) -> contract.Evaluation:
    return contract.starting(funding, texts, link=True)


def verdict(**texts: str) -> str:
    e = told(**texts)
    return e.facts.plain(e.story.verdict)


def picture(**texts: str) -> Graph:
    (chart,) = told(**texts).story.charts
    assert isinstance(chart, Graph)
    return chart


# ---- Published values


@pytest.mark.parametrize(
    ("asked", "payments", "total"),
    [
        ({}, 21, -21.00),
        ({"funding_rate": 0.001}, 21, -210.00),
        ({"holding_hours": 7}, 0, 0.00),
        ({"notional": 5_000, "funding_rate": -0.0003, "holding_hours": 72}, 9, 13.50),
        ({"funding_rate": 0.0000125, "interval_hours": 1, "hours_to_first": 1}, 168, -21.00),
        ({"notional": 50_000, "funding_rate": 0.0005, "holding_hours": 720, "initial_margin": 5_000}, 90, -2_250.00),
    ],
)
def test_what_is_paid_or_received(asked: dict[str, Any], payments: int, total: float) -> None:
    found = funding(**asked)
    assert payments == found.payments
    assert total == pytest.approx(found.total)
    assert found.total / asked.get("initial_margin", 1_000) == found.total_on_margin


def test_the_rate_for_a_year_and_the_days_that_the_cushion_lasts() -> None:
    usual, high = funding(), funding(funding_rate=0.001)
    assert (0.1095, 1.095) == pytest.approx((usual.yearly_rate, high.yearly_rate))
    assert (950, 95) == (high.cushion, high.settlements_left)
    assert 760 / 24 == pytest.approx(high.days_left)
    assert 0.45 == pytest.approx(-funding(notional=50_000, funding_rate=0.0005, holding_hours=720, initial_margin=5_000).total_on_margin)


@pytest.mark.parametrize(
    ("premium", "rate"), [(0.0003, 0.0001), (0.0007, 0.0002), (0.001, 0.0005), (-0.001, -0.0005), (-0.0004, 0.0001), (0.0006, 0.0001)]
)
def test_the_rate_that_a_premium_makes(premium: float, rate: float) -> None:
    assert rate == pytest.approx(funding(mode="premium", premium=premium).rate, abs=1e-15)


# ---- Laws


@pytest.mark.parametrize("first", [0, 0.5, 3, 8, 20])
@pytest.mark.parametrize("interval", [1, 4, 8, 12])
@pytest.mark.parametrize("held", [0, 0.5, 7.5, 8, 20, 168, 168.5])
def test_settlements_are_those_from_the_first_to_the_end_of_the_holding_time(held: float, interval: float, first: float) -> None:
    due = [first + k * interval for k in range(400)]
    assert (
        len([time for time in due if time <= held]) == funding(holding_hours=held, interval_hours=interval, hours_to_first=first).payments
    )


def test_the_count_is_the_one_of_the_formula_that_adds_up_payments() -> None:
    """`payments` has both ends in it, as here; `settlements_crossed` leaves out one at the opening."""
    for held in (0.0, 8.0, 20.0, 24.0):
        due = [(8.0 * k, 100_000.0, 0.0001) for k in range(10)]
        assert -formulas.settlements_held(held, 0, 8) * 10 == pytest.approx(formulas.payments(1, 1, due, 0, held))
        assert formulas.settlements_held(held, 0, 8) == 1 + formulas.settlements_crossed(0, held, 8)
        assert formulas.settlements_held(held, 8, 8) == formulas.settlements_crossed(0, held, 8)


@pytest.mark.parametrize("rate", [0.0001, -0.0001, 0.001, -0.003])
def test_what_a_long_pays_a_short_receives(rate: float) -> None:
    long, short = funding(funding_rate=rate, holding_hours=80), funding(side="short", funding_rate=rate, holding_hours=80)
    assert 0 == long.total + short.total
    assert long.same_move == -long.payments * rate == short.same_move
    assert (long.days_left is None) == (rate < 0)
    assert (short.days_left is None) == (rate > 0)


@pytest.mark.parametrize(("rate", "interval", "first"), [(0.001, 8, 8), (0.0007, 8, 3), (0.003, 1, 0.5), (0.0123, 4, 4)])
def test_funding_ends_the_position_at_the_first_settlement_that_takes_the_cushion(rate: float, interval: float, first: float) -> None:
    left = funding(funding_rate=rate, interval_hours=interval, hours_to_first=first).settlements_left
    assert left is not None
    end = first + (left - 1) * interval
    before, then = (
        funding(funding_rate=rate, interval_hours=interval, hours_to_first=first, holding_hours=hours) for hours in (end - 0.01, end)
    )
    assert (False, True) == (before.liquidated, then.liquidated)
    assert -before.total < 950 <= -then.total + 1e-9
    later = funding(funding_rate=rate, interval_hours=interval, hours_to_first=first, holding_hours=end + 500)
    assert (then.total, then.payments) == (later.total, later.payments)


@pytest.mark.parametrize(("amount", "step", "expected"), [(950, 10, 95), (951, 10, 96), (0.3, 0.1, 3), (0, 1, 0), (0.5, 1, 1)])
def test_steps_to_an_amount(amount: float, step: float, expected: int) -> None:
    assert expected == steps_to(amount, step)


def test_no_answer_is_a_zero_with_a_sign() -> None:
    for found in (funding(holding_hours=1), funding(holding_hours=1, side="short"), funding(funding_rate=0.0)):
        for zero in (found.total, found.same_move, found.total_on_margin, found.total_on_account):
            assert "0.0" == str(zero)


# ---- What cannot be


@pytest.mark.parametrize("rate", [0.0301, -0.0301, 0.5])
def test_a_rate_beyond_what_venues_allow_says_so(rate: float) -> None:
    with pytest.raises(Rejection) as caught:
        funding(funding_rate=rate)
    (problem,) = caught.value.problems
    assert ("funding_rate", "rate-unusual") == (problem.field, problem.code)
    assert "Outside the range venues normally allow: 3.00\u202f% for one interval, paid or received." == problem.message


@pytest.mark.parametrize("rate", [0.03, -0.03])
def test_the_largest_usual_rate_has_an_answer(rate: float) -> None:
    assert rate == funding(funding_rate=rate).rate


def test_a_premium_has_its_bounds_and_no_premium_makes_an_unusual_rate() -> None:
    for premium in (0.03, -0.03):
        assert abs(funding(mode="premium", premium=premium, interest_rate=premium / 3, clamp=0).rate) <= 0.03
    with pytest.raises(InvalidInputs):
        funding(mode="premium", premium=0.031)


def test_a_margin_that_is_not_more_than_what_must_be_kept_is_rejected() -> None:
    with pytest.raises(Rejection) as caught:
        funding(initial_margin=50)
    assert [("initial_margin", "margin-below-maintenance")] == [(p.field, p.code) for p in caught.value.problems]


# ---- What is said


def test_the_verdict_in_every_state() -> None:
    assert verdict() == "Held for 168 hours, a long of $10,000 pays $21 in 21 settlements: 2.10\u202f% of your margin."
    assert verdict(side="short") == "Held for 168 hours, a short of $10,000 receives $21 in 21 settlements: 2.10\u202f% of your margin."
    assert verdict(holding_hours="8") == "Held for 8 hours, a long of $10,000 pays $1 in 1 settlement: 0.1\u202f% of your margin."
    assert verdict(holding_hours="1") == "Held for 1 hour, a long of $10,000 meets no settlement. It pays nothing and receives nothing."
    assert verdict(funding_rate="0") == (
        "Held for 168 hours, a long of $10,000 meets 21 settlements, but the rate is zero. It pays nothing and receives nothing."
    )
    assert verdict(**UNTIL_IT_ENDS) == (
        "Held for 840 hours, a long of $10,000 pays $10 at each settlement. After 31.7 days and 95 settlements, funding alone has taken "
        "the cushion: at an unchanged price the position is liquidated."
    )
    assert verdict(mode="premium") == (
        "A premium of 0.03\u202f% makes a funding rate of +0.01\u202f%. Held for 168 hours, a long of $10,000 pays $21 in 21 settlements: "
        "2.10\u202f% of your margin."
    )


@pytest.mark.parametrize(
    ("texts", "remark"),
    [
        ({}, "longs pay shorts"),
        ({"funding_rate": "-0.0001"}, "shorts pay longs"),
        ({"funding_rate": "0"}, "nobody pays"),
        ({"mode": "premium"}, "the interest alone: the premium is on the shelf"),
        ({"mode": "premium", "premium": "0.001"}, "premium and clamp: longs pay shorts"),
        ({"mode": "premium", "premium": "-0.001"}, "premium and clamp: shorts pay longs"),
    ],
)
def test_who_pays_whom_is_said_in_words(texts: dict[str, str], remark: str) -> None:
    assert remark == told(**texts).story.outputs[0].remark


@pytest.mark.parametrize(
    ("texts", "step"),
    [
        ({"mode": "premium"}, "rate = premium + (interest_rate - premium)"),
        ({"mode": "premium", "premium": "0.001"}, "rate = premium - clamp"),
        ({"mode": "premium", "premium": "-0.001"}, "rate = premium + clamp"),
        ({"side": "short"}, "each = notional * rate"),
    ],
)
def test_the_working_names_the_case(texts: dict[str, str], step: str) -> None:
    assert step == told(**texts).story.working[0]


@pytest.mark.parametrize(
    ("texts", "words"),
    [({}, "What share of the margin is gone?"), ({"side": "short"}, "What share of the margin comes in?")],
)
def test_the_question_is_about_the_share_of_the_margin(texts: dict[str, str], words: str) -> None:
    e = told(**texts)
    assert e.story.ask is not None
    assert e.facts.plain(e.story.ask.question).endswith(words)
    assert (0, 0.1) == (e.story.ask.low, e.story.ask.high)
    assert 0.5 == getattr(told(**AT_A_TENTH).story.ask, "high", None)


@pytest.mark.parametrize("texts", [UNTIL_IT_ENDS, {"holding_hours": "7"}, {"funding_rate": "0"}, {"mode": "premium"}])
def test_there_is_no_question_where_there_is_nothing_to_guess(texts: dict[str, str]) -> None:
    assert told(**texts).story.ask is None


# ---- The pictures


def test_the_stairs_rise_at_each_settlement_and_pass_the_readers_point() -> None:
    chart = picture()
    stairs, handle = chart.series[0], chart.handle
    assert stairs.stairs
    assert (0.0, 0.0) == stairs.points[0]
    assert (8.0, 1.0) == stairs.points[1]
    assert all(b[0] - a[0] == 8 for a, b in pairwise(stairs.points[:-1]))
    assert handle is not None
    assert ("holding_hours", 168, 21) == (handle.field, handle.x, handle.y)
    assert (168.0, 21.0) in stairs.points
    assert (336, 50) == (chart.x.high, chart.y.high)
    assert () == chart.rules
    assert "The cushion of {cushion:dollars} lies above this picture." in chart.caption


def test_the_line_ends_where_funding_alone_has_taken_the_cushion() -> None:
    chart = picture(**UNTIL_IT_ENDS)
    assert chart.series[0].ended
    assert (760.0, 950.0) == chart.series[0].points[-1]
    assert [950] == [rule.value for rule in chart.rules]
    assert chart.handle is not None
    assert (True, 760, 950) == (chart.handle.ended, chart.handle.x, chart.handle.y)
    alive = picture(funding_rate="0.001", holding_hours="720")
    assert alive.series[0].ended
    assert alive.handle is not None
    assert not alive.handle.ended


def test_what_is_received_has_a_picture_of_its_own_words() -> None:
    chart = picture(side="short")
    assert ("Received so far", "received") == (chart.y.label, chart.series[0].label)
    assert () == chart.rules
    assert "What comes in is added" in chart.caption


@pytest.mark.parametrize("texts", [{"funding_rate": "0"}, {"holding_hours": "0"}, {"holding_hours": "8760", "interval_hours": "1"}])
def test_at_the_corners_the_picture_keeps_to_its_axes(texts: dict[str, str]) -> None:
    chart = picture(**texts)
    assert len(chart.series[0].points) <= 403
    assert all(0 <= x <= chart.x.high and 0 <= (y or 0) <= chart.y.high for x, y in chart.series[0].points)
    assert len(chart.x.marks) <= 8
    assert 0 == chart.x.marks[0]


@pytest.mark.parametrize("hours", [150, 168, 200, 280])
def test_the_axis_of_hours_stands_still_nearby(hours: int) -> None:
    assert picture().x == picture(holding_hours=str(hours)).x


def test_the_shelf_lies_between_its_edges() -> None:
    chart = picture(mode="premium")
    (zone,) = chart.zones
    assert (-0.0004, 0.0006) == pytest.approx((zone.low, zone.high))
    for premium, rate in chart.series[0].points:
        assert formulas.rate_from_premium(premium, 0.0001) == pytest.approx(rate, abs=1e-15)
    assert chart.handle is not None
    assert ("premium", 0.0003) == (chart.handle.field, chart.handle.x)
    assert () == picture(mode="premium", clamp="0").zones
    assert 0.005 == picture(mode="premium", premium="0.003").x.high

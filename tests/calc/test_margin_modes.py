"""The same shock in isolated and in cross margin: the guide's numbers, a walk in small steps, and every sentence."""

from fractions import Fraction
from typing import Any

import pytest

from calc import contract, cross_account, margin_modes
from calc.calculators.cross_account import Held
from calc.errors import InvalidInputs, Rejection
from calc.formulas import account, linear, margin
from calc.parts.shocks import way_to
from calc.pictures import Graph

APART: dict[str, Any] = {"position_b": "apart"}
HEDGE: dict[str, Any] = {"side_b": "short"}
ONE: dict[str, Any] = {"position_b": "none", "notional_a": 10_000.0, "leverage_a": 20.0}


def verdict(**texts: str) -> str:
    e = contract.starting(margin_modes, texts, link=True)
    return e.facts.plain(e.story.verdict)


def picture(**texts: str) -> Graph:
    (chart,) = contract.starting(margin_modes, texts, link=True).story.charts
    assert isinstance(chart, Graph)
    return chart


# ---- The examples of the guide: a wallet of 1,000, maintenance 0.5 %


@pytest.mark.parametrize(
    ("inputs", "isolated", "cross"),
    [
        ({"shock": -0.08}, (600, "still open", "still open"), (600, "still open")),
        ({"shock": -0.12}, (500, "closed out", "closed out"), (400, "still open")),
        ({"shock": -0.20}, (500, "closed out", "closed out"), (0, "closed out")),
        ({"shock": 0.08}, (1_400, "still open", "still open"), (1_400, "still open")),
        ({**APART, "shock": -0.15, "shock_b": 0.1}, (900, "closed out", "still open"), (750, "still open")),
        ({**HEDGE, "shock": -0.2}, (1_100, "closed out", "still open"), (800, "still open")),
        ({**HEDGE, "shock": 0.2}, (1_400, "still open", "closed out"), (1_200, "still open")),
        ({**ONE, "shock": -0.06}, (500, "closed out", ""), (400, "still open")),
        ({**ONE, "shock": -0.10}, (500, "closed out", ""), (0, "closed out")),
    ],
)
def test_what_a_shock_leaves(inputs: dict[str, Any], isolated: tuple[float, str, str], cross: tuple[float, str]) -> None:
    found = margin_modes(**inputs)
    one, other = found.modes
    assert (isolated[0], cross[0]) == pytest.approx((found.isolated_left, found.cross_left))
    assert (isolated[0], cross[0]) == pytest.approx((one.left, other.left))
    assert (isolated[0] / 1_000, cross[0] / 1_000) == pytest.approx((one.left_share, other.left_share))
    assert (isolated[0] / 1_000, cross[0] / 1_000) == pytest.approx((found.isolated_share, found.cross_share))
    assert isolated[1:] == (one.position_a, one.position_b)
    assert (cross[1], cross[1] if isolated[2] else "") == (other.position_a, other.position_b)


def test_the_cliff_of_two_longs() -> None:
    """1,000 + 5,000 x = 0.5 % · 5,000 (1 + x), so x = −975 ÷ 4,975; alone each ends at −9.5 % ÷ 99.5 %."""
    found = margin_modes()
    assert -975 / 4_975 == pytest.approx(found.cross_end)
    assert -975 / 4_975 / -0.12 == pytest.approx(found.cross_way)
    isolated, cross = found.modes
    assert (-0.095 / 0.995, -0.095 / 0.995) == pytest.approx((isolated.end_a, isolated.end_b))
    assert (found.cross_end, found.cross_end) == (cross.end_a, cross.end_b)
    assert (500, 500, 1_000) == (found.initial_margin, isolated.at_risk, cross.at_risk)
    assert isolated.margin_ratio is None
    assert 0.005 * 5_000 * 0.88 / 400 == pytest.approx(cross.margin_ratio)


def test_a_ratio_in_isolated_margin_is_that_of_the_position_nearest_to_its_end() -> None:
    isolated, _ = margin_modes(notional_b=1_000, leverage_b=5, shock=-0.05).modes
    assert 0.005 * 0.95 / (0.1 - 0.05) == pytest.approx(isolated.margin_ratio)
    assert 0.005 * 0.95 / (0.2 - 0.05) < 0.005 * 0.95 / (0.1 - 0.05)


def test_a_position_at_one_times_ends_at_no_price_and_a_short_ends_above() -> None:
    one = margin_modes(wallet_balance=10_000, leverage_a=1, side_b="short").modes[0]
    assert one.end_a is None
    assert 0.095 / 1.005 == pytest.approx(one.end_b)


def test_one_position_that_is_the_whole_wallet_is_isolated_however_it_is_called() -> None:
    for side in ("long", "short"):
        for hundredth in range(-9, 10):
            inputs: dict[str, Any] = {**ONE, "side_a": side, "leverage_a": 10.0, "shock": hundredth / 100}
            found = margin_modes(**inputs)
            isolated, cross = found.modes
            assert (isolated.left, isolated.position_a, isolated.margin_ratio) == (cross.left, cross.position_a, cross.margin_ratio)
            assert isolated.end_a == pytest.approx(cross.end_a)


def test_the_cliff_is_where_the_calculator_of_whole_accounts_has_it() -> None:
    positions = (Held(size=0.03), Held(market="ETH", size=0.5, entry_price=4_000))
    assert cross_account(wallet_balance=1_000, positions=positions).fall == pytest.approx(margin_modes().cross_end)
    shorts = (Held(side="short", size=0.03), Held(market="ETH", side="short", size=0.5, entry_price=4_000))
    assert cross_account(wallet_balance=1_000, positions=shorts).rise == pytest.approx(
        margin_modes(side_a="short", side_b="short").cross_end
    )


# ---- A walk in small steps, which knows no formula of a liquidation

STEPS = 100_000


@pytest.mark.parametrize(
    ("positions", "at"),
    [
        ([(1, 3_000, 10, -0.2), (1, 2_000, 10, -0.2)], -0.2),
        ([(1, 3_000, 10, -0.15), (1, 2_000, 10, 0.1)], None),
        ([(1, 3_000, 10, -0.2), (-1, 2_000, 20, -0.2)], -0.2),
        ([(-1, 4_000, 8, 0.3), (1, 5_000, 25, -0.06)], None),
        ([(-1, 3_000, 5, 0.45), (-1, 1_000, 4, 0.45)], 0.45),
        ([(1, 9_500, 19, -0.4), (1, 2_000, 10, 0.95)], None),
    ],
)
def test_a_walk_in_small_steps_comes_to_the_same(positions: list[tuple[int, float, float, float]], at: float | None) -> None:
    wallet, rate = 1_000.0, 0.005
    inputs: dict[str, Any] = {"position_b": "together" if at is not None else "apart"}
    for letter, (sign, notional, leverage, _) in zip("ab", positions, strict=True):
        inputs |= {"side_" + letter: "long" if sign > 0 else "short", "notional_" + letter: notional, "leverage_" + letter: leverage}
    inputs |= {"shock": positions[0][3]} | ({"shock_b": positions[1][3]} if at is None else {})
    found = margin_modes(**inputs)

    ended: list[int | None] = [None, None]
    ends: list[int] = []  # the first step, if any, at which the whole account is gone
    gains: list[float] = []
    for step in range(STEPS + 1):
        values = [notional * (1 + move * step / STEPS) for _, notional, _, move in positions]
        gains = [sign * (value - notional) for (sign, notional, _, _), value in zip(positions, values, strict=True)]
        for k, (_, notional, leverage, _) in enumerate(positions):
            if ended[k] is None and notional / leverage + gains[k] <= rate * values[k]:
                ended[k] = step
        if not ends and wallet + gains[0] + gains[1] <= rate * (values[0] + values[1]):
            ends.append(step)
    left = wallet
    for k, (_, notional, leverage, _) in enumerate(positions):
        left += gains[k] if ended[k] is None else -notional / leverage
    all_ended = ends[0] if ends else None
    isolated, cross = found.modes
    assert left == pytest.approx(found.isolated_left)
    assert (0 if all_ended is not None else wallet + gains[0] + gains[1]) == pytest.approx(found.cross_left)
    for where, when in zip((isolated.position_a, isolated.position_b, cross.position_a), (*ended, all_ended), strict=True):
        assert where == ("still open" if when is None else "closed out")
    for end, when, (_, _, _, move) in zip((isolated.end_a, isolated.end_b), ended, positions, strict=True):
        if when is not None:
            assert end == pytest.approx(move * when / STEPS, abs=abs(move) / STEPS)
    if all_ended is not None:
        assert all_ended / STEPS == pytest.approx(found.cross_way, abs=1 / STEPS)


# ---- The formula


def test_a_share_of_the_way_is_exact_in_fractions_and_meets_what_must_be_kept() -> None:
    rate = Fraction(1, 200)
    moving = [(1, Fraction(3_000), Fraction(-3, 20)), (-1, Fraction(2_000), Fraction(1, 10))]
    share: Any = account.liquidation_share(Fraction(1_000), moving, rate)  # type: ignore[arg-type]
    assert isinstance(share, Fraction)
    balance = 1_000 + sum(sign * value * move * share for sign, value, move in moving)
    assert balance == rate * sum(value * (1 + move * share) for _, value, move in moving)


def test_isolated_margin_is_the_liquidation_price_of_one_position() -> None:
    for sign in (1, -1):
        for leverage in (2, 10, 100):
            share = account.liquidation_share(1 / leverage, [(sign, 1, 1)], 0.005)
            assert share is not None
            assert linear.liquidation_price(sign, 1, 1, 1 / leverage, 0.005) - 1 == pytest.approx(share)


def test_a_common_move_is_what_the_walk_over_tiers_finds() -> None:
    legs = [(1, 3_000.0), (-1, 500.0)]
    positions = [account.Position(sign=sign, size=value, entry_price=1, mark_price=1, tiers=margin.flat(0.005)) for sign, value in legs]
    down, up = account.liquidation_moves(1_000, positions)
    assert up is None
    assert down == pytest.approx(account.liquidation_share(1_000, [(sign, value, 1) for sign, value in legs], 0.005))


# ---- What cannot be


def problems(**inputs: Any) -> list[tuple[str | None, str, str]]:
    with pytest.raises((Rejection, InvalidInputs)) as caught:
        margin_modes(**inputs)
    return [(p.field, p.code, p.message) for p in caught.value.problems]


def test_margins_that_are_more_than_the_wallet_are_rejected() -> None:
    said = "You have 499.00, but these positions need 500.00."
    assert [("wallet_balance", "margins-over-wallet", said)] == problems(wallet_balance=499)
    assert 500 == margin_modes(wallet_balance=500).initial_margin
    assert margin_modes(wallet_balance=0.3, notional_a=1, notional_b=2).initial_margin > 0.3  # by rounding alone


@pytest.mark.parametrize("letter", ["a", "b"])
def test_a_margin_not_above_maintenance_is_blamed_on_its_leverage(letter: str) -> None:
    ((field, code, _),) = problems(**{"leverage_" + letter: 100, "maintenance_margin_rate": 0.01})
    assert ("leverage_" + letter, "margin-below-maintenance") == (field, code)
    assert margin_modes(leverage_a=99, leverage_b=99, maintenance_margin_rate=0.01, shock=0).isolated_left == 1_000


def test_a_value_of_nothing_is_rejected() -> None:
    assert ["not-positive"] == [code for _, code, _ in problems(notional_a=0)]


# ---- The sentence, in every state

BEGINS = "A wallet of $1,000, with a long of $3,000 in A and a long of $2,000 in B. "
BOTH, NONE = "both positions are still open", "both positions are closed out"


@pytest.mark.parametrize(
    ("texts", "moves", "isolated", "cross"),
    [
        ({}, "Both prices fall 12.00 %", "$500: " + NONE, "$400: " + BOTH),
        ({"shock": "0"}, "Both prices stand still", "$1,000: " + BOTH, "$1,000: " + BOTH),
        ({"shock": "0.08"}, "Both prices rise 8.00 %", "$1,400: " + BOTH, "$1,400: " + BOTH),
        ({"shock": "-0.2"}, "Both prices fall 20.00 %", "$500: " + NONE, "nothing: the whole account is closed out"),
        (
            {**APART, "shock": "-0.15", "shock_b": "0.1"},
            "A falls 15.00 % and B rises 10.00 %",
            "$900: A is closed out, B is still open",
            "$750: " + BOTH,
        ),
        (
            {**APART, "shock": "0", "shock_b": "-0.2"},
            "A stands still and B falls 20.00 %",
            "$800: B is closed out, A is still open",
            "$600: " + BOTH,
        ),
    ],
)
def test_the_verdict_of_two_positions(texts: dict[str, str], moves: str, isolated: str, cross: str) -> None:
    expected = BEGINS + moves.replace(" %", "\u202f%") + ". Isolated margin leaves " + isolated + ". Cross margin leaves " + cross + "."
    assert expected == verdict(**texts)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({**HEDGE, "shock": "-0.2"}, "leaves $1,100: A is closed out, so B is no hedge any more. Cross margin leaves $800: both"),
        ({**HEDGE, "shock": "0.2"}, "leaves $1,400: B is closed out, so A is no hedge any more. Cross margin leaves $1,200: both"),
        ({**HEDGE, **APART, "shock": "-0.2", "shock_b": "0"}, "leaves $700: A is closed out, B is still open. Cross margin leaves $400:"),
        (
            {"position_b": "none", "shock": "-0.05"},
            "with a long of $3,000. The price falls 5.00 %. Isolated margin leaves $850: the position is still open. Cross",
        ),
        ({"position_b": "none", "shock": "0.05"}, "The price rises 5.00 %. "),
        ({"position_b": "none", "shock": "0"}, "The price stands still. "),
        (
            {"position_b": "none", "shock": "-0.1"},
            "leaves $700: the position is closed out. Cross margin leaves $700: the position is still",
        ),
    ],
)
def test_the_verdict_of_a_hedge_and_of_one_position(texts: dict[str, str], expected: str) -> None:
    assert expected.replace(" %", "\u202f%") in verdict(**texts)


def test_the_question_asks_for_the_cliff() -> None:
    def asked(**texts: str) -> Any:
        return contract.starting(margin_modes, texts, link=True).story.ask

    ask = asked()
    assert ("How far must both prices fall until the cross account is empty?", "cross_end", 0, 0.5) == (
        ask.question,
        ask.output,
        ask.low,
        ask.high,
    )
    assert "How far must the price fall until" in asked(position_b="none").question
    assert "How far must both prices rise until" in asked(side_a="short", side_b="short").question
    assert 0.2 == asked(side_a="short", side_b="short", wallet_balance="900").high
    assert asked(**APART) is None
    assert asked(**HEDGE) is None
    assert asked(side_b="short", notional_b="3000") is None  # it takes a rise of many times


def test_what_is_shown_of_the_cliff() -> None:
    def last(**texts: str) -> tuple[str, str, str]:
        shown = contract.starting(margin_modes, texts, link=True).story.outputs[-1]
        return shown.name, shown.remark, shown.none

    assert ("cross_end", "if both prices move alike", "no move") == last()
    assert ("cross_end", "the wallet is gone there", "no move") == last(position_b="none")
    assert ("cross_way", "of the way to both moves", "not on this way") == last(**APART)


def test_the_working_takes_margin_where_a_position_is_closed_and_profit_where_it_is_open() -> None:
    def working(**texts: str) -> tuple[str, ...]:
        return contract.starting(margin_modes, texts, link=True).story.working

    kept = "maintenance_margin_rate * (notional_a + notional_b)"
    assert (
        "isolated_left = wallet_balance - notional_a / leverage_a - notional_b / leverage_b",
        "cross_left = wallet_balance + notional_a * shock + notional_b * shock",
        "cross_end = (" + kept + " - wallet_balance) / (notional_a + notional_b - " + kept + ")",
    ) == working()
    assert 2 == len(working(shock="-0.2"))
    apart = working(**APART, side_b="short", shock="-0.15", shock_b="0.05")
    assert ("isolated_left = wallet_balance - notional_a / leverage_a - notional_b * shock_b",) == apart[:1]
    assert (
        "cross_end = (wallet_balance - maintenance_margin_rate * (notional_a)) / (notional_a + maintenance_margin_rate * (notional_a))"
        in (working(position_b="none", side_a="short"))
    )
    assert " / (notional_a - notional_b - maintenance" in working(side_b="short", notional_b="500")[-1]


# ---- The picture


def test_isolated_margin_is_drawn_by_its_corners() -> None:
    chart = picture()
    isolated, step, cross = chart.series
    end = -0.095 / 0.995
    kept = 0.005 * 5_000 * (1 + end)
    assert [(-0.5, 500), (end, 500), (end, 500 + kept), (0.2, 2_000)] == [pytest.approx(point) for point in isolated.points]
    assert step.ended
    assert [isolated.points[2], isolated.points[1]] == list(step.points)
    cliff = -975 / 4_975
    assert [(cliff, 0), (cliff, 1_000 + 5_000 * cliff), (0.2, 2_000)] == [pytest.approx(point) for point in cross.points]
    assert cross.first
    assert not cross.ended
    assert (0, 0) == (isolated.named, cross.named)
    assert (-0.5, 0.2, 0, 2_000) == (chart.x.low, chart.x.high, chart.y.low, chart.y.high)


def test_shorts_end_on_the_right_and_a_hedge_on_both_sides() -> None:
    chart = picture(side_a="short", side_b="short", shock="0.1")
    assert chart.series[-1].ended
    assert not chart.series[-1].first
    assert (0.0, 1.0) == (chart.series[-1].points[-1][1], chart.series[0].named)
    hedge = picture(**HEDGE)
    assert [-0.095 / 0.995, 0.095 / 1.005] == pytest.approx([one.points[0][0] for one in hedge.series[1:-1]])
    assert [(-0.5, 500), (0.2, 1_200)] == [pytest.approx(point) for point in hedge.series[-1].points]


def test_every_line_is_where_the_calculator_says() -> None:
    for texts in ({}, HEDGE, {"side_a": "short", "side_b": "short", "leverage_b": "20"}, {"leverage_b": "25", "notional_a": "5000"}):
        chart = picture(**texts)
        values = margin_modes.parse(texts, link=True)
        for line, name in ((chart.series[0], "isolated_left"), (chart.series[-1], "cross_left")):
            for (x, y), (x2, y2) in zip(line.points, line.points[1:], strict=False):
                if x < x2:
                    middle = (x + x2) / 2
                    (found,) = margin_modes.sweep(values, "shock", (middle,), name)
                    assert y is not None
                    assert y2 is not None
                    assert (y + y2) / 2 == pytest.approx(found)


def test_two_moves_that_differ_are_drawn_along_the_way_to_both() -> None:
    chart = picture(**APART, shock="-0.15", shock_b="0.1")
    assert (0, 1, "Share of the way") == (chart.x.low, chart.x.high, chart.x.label)
    assert 0.095 / 0.995 / 0.15 == pytest.approx(chart.series[1].points[0][0])
    assert chart.handle is not None
    assert ("", 1) == (chart.handle.field, chart.handle.x)
    assert 750 == pytest.approx(chart.handle.y)
    gone = picture(**APART, shock="-0.6", shock_b="-0.1")
    assert gone.series[-1].ended
    assert gone.handle is not None
    assert gone.handle.ended


@pytest.mark.parametrize(("shock", "low", "high"), [("-0.6", -1, 0.2), ("0.3", -0.5, 1), ("2", -0.5, 3), ("-0.12", -0.5, 0.2)])
def test_a_shock_beyond_the_picture_widens_it_at_once(shock: str, low: float, high: float) -> None:
    chart = picture(shock=shock, wallet_balance="100000")
    assert (low, high) == (chart.x.low, chart.x.high)


def test_the_handle_says_what_cross_margin_leaves_and_lies_at_the_foot_when_it_leaves_nothing() -> None:
    chart, gone = picture(), picture(shock="-0.2")
    assert chart.handle is not None
    assert gone.handle is not None
    assert ("shock", "{cross_left:dollars} in cross", False) == (chart.handle.field, chart.handle.text, chart.handle.ended)
    assert (0, "nothing left in cross", True) == (gone.handle.y, gone.handle.text, gone.handle.ended)


def test_a_price_that_stands_still_ends_nothing() -> None:
    found = margin_modes(**APART, shock=0, shock_b=0)
    assert (None, None) == (found.cross_way, found.cross_end)
    assert margin_modes(shock=0.1).cross_way is None
    assert margin_modes(**APART, shock=0.1, shock_b=0.1).cross_way is None
    still = margin_modes(**APART, shock=0, shock_b=-0.6)
    assert (0, "closed out") == (still.cross_left, still.modes[1].position_a)
    assert still.modes[1].end_a == 0
    assert way_to(1_000, 0.005, [("a", "long", 3_000, 10, 0)], True).legs[0].end is None


def test_the_brief_says_both() -> None:
    def brief(**texts: str) -> str:
        e = contract.starting(margin_modes, texts, link=True)
        return e.facts.plain(e.story.brief)

    assert "isolated leaves $500, cross $400" == brief()
    assert "isolated leaves $500, cross nothing" == brief(shock="-0.2")


def test_the_table_has_no_columns_for_a_position_that_is_not_there() -> None:
    columns = contract.starting(margin_modes, {"position_b": "none"}).story.tables[0].columns
    assert "end_b" not in columns
    assert "end_b" in contract.starting(margin_modes, {}).story.tables[0].columns

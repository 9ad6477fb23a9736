"""Reward and expectancy: published values, the total against every outcome there is, and every state of what is said."""

from fractions import Fraction
from math import comb, sqrt
from typing import Any

import pytest

from calc import contract, position_size, reward
from calc.errors import Rejection
from calc.pictures import Graph
from calc.story import Ladder

NOTHING_LEFT = {"stop_price": "99900", "target_price": "100080"}


def told(**texts: str) -> contract.Evaluation:
    return contract.starting(reward, texts, link=True)


def verdict(**texts: str) -> str:
    e = told(**texts)
    return e.facts.plain(e.story.verdict)


def picture(**texts: str) -> Graph:
    (chart,) = [chart for chart in told(**texts).story.charts if isinstance(chart, Graph)]
    return chart


# ---- Published values


@pytest.mark.parametrize(
    ("stop", "target", "gross", "net", "even"),
    [
        (97_000, 106_000, 2.00, 1.903, 0.3445),
        (97_000, 103_000, 1.00, 0.935, 0.5167),
        (97_000, 109_000, 3.00, 2.871, 0.2583),
        (99_800, 100_400, 2.00, 1.000, 0.5001),
        (97_000, 115_000, 5.00, 4.806, 0.1722),
    ],
)
def test_reward_and_break_even(stop: float, target: float, gross: float, net: float, even: float) -> None:
    found = reward(stop_price=stop, target_price=target)
    assert (gross, net) == pytest.approx((found.gross_ratio, found.net_ratio), abs=0.0006)
    assert even == pytest.approx(found.break_even_rate, abs=0.00006)


@pytest.mark.parametrize(("win_rate", "average"), [(0.4, 0.161), (0.3, -0.129)])
def test_the_average_trade(win_rate: float, average: float) -> None:
    found = reward(win_rate=win_rate)
    assert average == pytest.approx(found.expectancy, abs=0.0005)
    assert 100 * found.expectancy == found.expectancy_amount
    assert 10_000 * found.expectancy == pytest.approx(found.total)


# ---- Laws


@pytest.mark.parametrize(("side", "stop", "target"), [("long", 97_000, 106_000), ("short", 103_000, 94_000), ("long", 99_000, 100_500)])
def test_the_ratio_is_what_the_two_fills_pay(side: Any, stop: float, target: float) -> None:
    found = reward(side=side, stop_price=stop, target_price=target, target_fee_rate=-0.0001)
    sign, entry, fee, rebate = 1 if side == "long" else -1, Fraction(100_000), Fraction(0.0005), Fraction(-0.0001)
    lost = sign * (entry - Fraction(stop)) + fee * entry + fee * Fraction(stop)
    won = sign * (Fraction(target) - entry) - fee * entry - rebate * Fraction(target)
    assert float(won / lost) == pytest.approx(found.net_ratio, rel=1e-12)
    assert (float(lost), float(won)) == pytest.approx((found.risk_per_coin, found.reward_per_coin))


@pytest.mark.parametrize("trades", [1, 2, 7, 40])
@pytest.mark.parametrize("win_rate", [0.0, 0.25, 0.4, 1.0])
def test_total_and_deviation_are_those_of_all_outcomes(win_rate: float, trades: int) -> None:
    """Each number of winners with its chance, summed."""
    found = reward(win_rate=win_rate, trades=trades)
    ends = [100 * (wins * found.net_ratio - (trades - wins)) for wins in range(trades + 1)]
    chances = [comb(trades, wins) * win_rate**wins * (1 - win_rate) ** (trades - wins) for wins in range(trades + 1)]
    mean = sum(end * chance for end, chance in zip(ends, chances, strict=True))
    spread = sqrt(sum((end - mean) ** 2 * chance for end, chance in zip(ends, chances, strict=True)))
    assert mean == pytest.approx(found.total, abs=1e-9)
    assert spread == pytest.approx(found.deviation, abs=1e-6)
    assert (found.total - found.deviation, found.total + found.deviation) == (found.total_low, found.total_high)


def test_the_deviation_is_that_of_the_textbook() -> None:
    """√(N (p b² + q − EV²)), of which the one here is a shorter form."""
    found = reward()
    b, average = found.net_ratio, found.expectancy
    assert 100 * sqrt(100 * (0.4 * b * b + 0.6 - average * average)) == pytest.approx(found.deviation)


@pytest.mark.parametrize("target", [103_000, 106_000, 115_000])
def test_at_the_break_even_rate_the_average_trade_is_nothing(target: float) -> None:
    even = reward(target_price=target).break_even_rate
    assert even is not None
    assert 0 == pytest.approx(reward(target_price=target, win_rate=even).expectancy, abs=1e-15)
    assert even > reward(target_price=target).gross_break_even_rate


def test_one_r_is_what_the_position_from_risk_loses_at_its_stop() -> None:
    assert position_size().risk_amount / position_size().size == pytest.approx(reward().risk_per_coin)


# ---- What cannot be, and what is warned about


@pytest.mark.parametrize(
    ("asked", "blamed"),
    [
        ({"stop_price": 100_000}, [("stop_price", "stop-side")]),
        ({"target_price": 100_000}, [("target_price", "target-side")]),
        ({"side": "short"}, [("stop_price", "stop-side"), ("target_price", "target-side")]),
    ],
)
def test_prices_on_the_wrong_side(asked: dict[str, Any], blamed: list[tuple[str, str]]) -> None:
    with pytest.raises(Rejection) as caught:
        reward(**asked)
    assert blamed == [(p.field, p.code) for p in caught.value.problems]


def test_fees_that_are_larger_than_the_target_leave_no_win_rate() -> None:
    found = reward(stop_price=99_900, target_price=100_080)
    assert found.break_even_rate is None
    assert found.net_ratio < 0
    assert found.expectancy < 0
    assert reward(stop_price=99_900, target_price=100_080, win_rate=1).expectancy < 0
    assert ["warn-fees-over-target", "note-model"] == [n.code for n in found.notes]
    assert "Fees are larger than the target. There is no win rate that breaks even." == found.notes[0].message
    assert ["note-model"] == [n.code for n in reward().notes]


# ---- What is said


def test_the_verdict_in_every_state() -> None:
    start = "The target pays 1.90 times what the stop costs, after fees, so 34.45\u202f% of the trades must win to break even. "
    assert verdict() == start + "At 40\u202f% the average trade gains $16.13 for $100 risked."
    assert verdict(win_rate="0.3") == start + "At 30\u202f% the average trade loses $12.90 for $100 risked."
    assert verdict(**NOTHING_LEFT) == (
        "The target is 0.08\u202f% away, and fees take more than that: even a winner loses. No win rate breaks even."
    )
    free = {"target_price": "103000", "win_rate": "0.5", "entry_fee_rate": "0", "stop_fee_rate": "0", "target_fee_rate": "0"}
    assert verdict(**free).endswith("At 50\u202f% the average trade gains nothing and loses nothing.")


@pytest.mark.parametrize(
    ("trades", "total", "spread"), [("1", "in 1 trade, each", "one standard"), ("100", "in 100 trades, each", "two such")]
)
def test_few_trades_have_other_words_than_many(trades: str, total: str, spread: str) -> None:
    e = told(trades=trades)
    remarks = [e.facts.plain(shown.remark) for shown in e.story.outputs[-2:]]
    assert remarks[0].startswith(total)
    assert remarks[1].startswith(spread)


def test_the_question_is_about_break_even_and_is_not_asked_where_there_is_none() -> None:
    e = told()
    assert e.story.ask is not None
    assert ("break_even_rate", 0, 1) == (e.story.ask.output, e.story.ask.low, e.story.ask.high)
    assert e.facts.plain(e.story.ask.question) == (
        "The target is 6.00\u202f% away and the stop 3.00\u202f%. Which share of the trades must win to break even, after fees?"
    )
    assert told(**NOTHING_LEFT).story.ask is None


# ---- The pictures


def test_the_line_runs_from_a_sure_loser_to_a_sure_winner_and_crosses_at_break_even() -> None:
    chart = picture()
    found = reward()
    assert (0.0, -1.0) == chart.series[0].points[0]
    assert [1.0, 1.0] == [series.points[-1][0] for series in chart.series]
    assert [found.net_ratio, 2.0] == pytest.approx([series.points[-1][1] for series in chart.series])
    assert [found.break_even_rate] == [rule.value for rule in chart.rules] == [zone.high for zone in chart.zones]
    assert chart.handle is not None
    assert ("win_rate", 0.4, found.expectancy) == (chart.handle.field, chart.handle.x, chart.handle.y)
    assert (-1, 2) == (chart.y.low, chart.y.high)


def test_without_a_break_even_rate_all_of_the_axis_loses() -> None:
    chart = picture(**NOTHING_LEFT)
    assert () == chart.rules
    assert [(0, 1.0)] == [(zone.low, zone.high) for zone in chart.zones]


@pytest.mark.parametrize(
    ("texts", "names"),
    [({}, ["target", "entry", "stop"]), ({"side": "short", "stop_price": "103000", "target_price": "94000"}, ["stop", "entry", "target"])],
)
def test_the_ladder_has_both_ways_out_and_all_can_be_dragged(texts: dict[str, str], names: list[str]) -> None:
    (ladder,) = [chart for chart in told(**texts).story.charts if isinstance(chart, Ladder)]
    assert names == [level.style for level in ladder.levels]
    assert all(level.drag for level in ladder.levels)
    assert ("", "", "") == (ladder.end, ladder.zero, ladder.kept)
    _, answer = contract.fragments(told(**texts), "reward")
    assert [1, 1, 1] == [answer.count(f'data-drag="{name}" data-axis="y"') for name in ("entry_price", "stop_price", "target_price")]

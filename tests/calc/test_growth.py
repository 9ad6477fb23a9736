"""What losses leave, the way back, and growth: against exact fractions and against counting the middle case."""

from fractions import Fraction
from math import comb, log

import pytest

from calc.formulas import growth

EDGES = [(0.4, 1.9), (0.6, 1.0), (0.5, 1.2), (0.3, 2.0), (0.9, 0.5)]


@pytest.mark.parametrize(("win_rate", "payoff"), EDGES)
def test_growth_is_greatest_at_the_kelly_fraction(win_rate: float, payoff: float) -> None:
    best = growth.kelly_fraction(win_rate, payoff)
    if best <= 0:
        assert growth.log_growth(win_rate, payoff, 0.01) < 0
        return
    for other in (0.5 * best, 0.99 * best, 1.01 * best, min(0.99, 1.5 * best)):
        assert growth.log_growth(win_rate, payoff, other) < growth.log_growth(win_rate, payoff, best)


@pytest.mark.parametrize("risk", [0.0, 0.01, 0.25, 0.99])
def test_growth_is_the_mean_of_two_logarithms(risk: float) -> None:
    expected = 0.4 * log(1 + 1.9 * risk) + 0.6 * log(1 - risk)
    assert expected == pytest.approx(growth.log_growth(0.4, 1.9, risk), rel=1e-13, abs=1e-16)


def test_after_the_trades_to_recover_half_of_the_cases_are_back() -> None:
    """The wins among 342 trades of 40 % are binomial: count the cases that have made good 40.13 %."""
    trades = round(growth.trades_to_recover(0.4013, growth.log_growth(0.4, 1.9, 0.01)))
    back = sum(
        comb(trades, wins) * 0.4**wins * 0.6 ** (trades - wins)
        for wins in range(trades + 1)
        if 0.5987 * 1.019**wins * 0.99 ** (trades - wins) >= 1
    )
    assert 342 == trades
    assert 0.5 == pytest.approx(back, abs=0.03)


@pytest.mark.parametrize("losses", [0, 1, 10, 50])
def test_stakes_leave_what_fractions_say(losses: int) -> None:
    exact = 10_000 * Fraction(95, 100) ** losses
    assert float(exact) == pytest.approx(growth.left_with_shrinking_stake(10_000, 0.05, losses), rel=1e-13)
    assert max(0, 10_000 - 500 * losses) == pytest.approx(growth.left_with_fixed_stake(10_000, 0.05, losses))


def test_almost_no_risk_leaves_almost_everything() -> None:
    assert 1 == pytest.approx(growth.left_with_shrinking_stake(1, 1e-9, 50), abs=1e-7)
    assert 1 == pytest.approx(growth.left_with_fixed_stake(1, 1e-9, 50), abs=1e-7)


@pytest.mark.parametrize("percent", range(1, 100))
def test_the_account_is_empty_with_the_first_loss_that_reaches_it(percent: int) -> None:
    empty = growth.losses_until_empty(percent / 100)
    assert (empty - 1) * percent < 100 <= empty * percent
    assert 0.0 == growth.left_with_fixed_stake(1, percent / 100, empty)
    assert growth.left_with_fixed_stake(1, percent / 100, empty - 1) > 0


def test_half_is_gone_after_so_many_losses() -> None:
    """½ ÷ 5 % = 10 losses with a fixed stake; ln ½ ÷ ln 0.95 = 13.51 with one that shrinks."""
    assert 10 == growth.losses_to_half_with_fixed_stake(0.05)
    assert 13.5134 == pytest.approx(growth.losses_to_half_with_shrinking_stake(0.05), abs=5e-5)
    assert Fraction(95, 100) ** 13 > Fraction(1, 2) > Fraction(95, 100) ** 14


@pytest.mark.parametrize("drawdown", [0.0, 0.1, 0.4013, 0.9, 0.99])
def test_the_gain_brings_back_what_was_lost(drawdown: float) -> None:
    assert 1 == pytest.approx((1 - drawdown) * (1 + growth.gain_to_recover(drawdown)))

"""What losses in a row leave, the gain that brings it back, and how fast a method grows when it stakes a share of what it has.

Rates, shares and results are fractions. A `payoff` is what a winner pays for each unit risked; `risk` is the share of the account that a
loser costs.
"""

from __future__ import annotations

from calc.formulas import elementary


def kelly_fraction(win_rate: float, payoff: float) -> float:
    """Risk at which the expected log growth is greatest.

    Units: fractions. Result: <= 0 without an edge: then no risk above zero grows. Raises ZeroDivisionError for a payoff of zero.
    Formula: kelly_fraction = win_rate - (1 - win_rate) / payoff
    Source: J. L. Kelly, A New Interpretation of Information Rate, Bell System Tech. J. 35, 1956; the coin that is right 60 times
    in 100 and pays even money as in V. Haghani and R. Dewey, Rational Decision-Making under Uncertainty, 2016: stake 20 %.

    >>> round(kelly_fraction(0.6, 1), 12)
    0.2
    """
    return win_rate - (1 - win_rate) / payoff


def log_growth(win_rate: float, payoff: float, risk: float) -> float:
    """Expected growth of the logarithm of the account in one trade: what the middle one of many traders sees.

    Units: fractions, 0 <= risk < 1; natural logarithm, so 0.02 is about 2 % a trade. Raises nothing there; at a risk of 1 the first loss
    leaves nothing, which has no logarithm.
    Convention: natural logarithms: win_rate · ln(1 + payoff · risk) + (1 − win_rate) · ln(1 − risk).
    Source: J. L. Kelly, A New Interpretation of Information Rate, Bell System Tech. J. 35, 1956: at even money and the best stake
    it is one bit less the entropy of the coin, which is 0.971 bits for 60 %.

    >>> round(log_growth(0.6, 1, 0.2) / elementary.log(2), 3)
    0.029
    """
    return win_rate * elementary.log(1 + payoff * risk) + (1 - win_rate) * elementary.log(1 - risk)


def left_with_fixed_stake(balance: float, risk: float, losses: int) -> float:
    """What losses in a row leave when each costs the same share of the *starting* balance.

    Units: balance in quote, fraction, count. Result: 0 once the account is empty. Raises ZeroDivisionError for a risk of zero.

    >>> left_with_fixed_stake(10_000, 0.05, 10), left_with_fixed_stake(500, 0.2, 5)
    (5000.0, 0)
    """
    return 0 if losses >= losses_until_empty(risk) else balance * (1 - losses * risk)


def losses_until_empty(risk: float) -> int:
    """The loss that takes the last of the account when each costs the same share of the starting balance.

    Units: a fraction above 0. Raises ZeroDivisionError for zero.

    >>> losses_until_empty(0.05), losses_until_empty(0.3), losses_until_empty(0.1)
    (20, 4, 10)
    """
    return whole_losses(1 / risk)


def left_with_shrinking_stake(balance: float, risk: float, losses: int) -> float:
    """What losses in a row leave when each costs a share of what is *left*.

    Units: balance in quote, fraction, count. Result: balance · (1 − risk)^losses, multiplied out. Raises nothing.

    >>> round(left_with_shrinking_stake(10_000, 0.05, 10), 2), round(left_with_shrinking_stake(500, 0.2, 5), 2)
    (5987.37, 163.84)
    """
    return balance * elementary.power(1 - risk, losses)


def losses_to_half_with_fixed_stake(risk: float) -> float:
    """Losses in a row that take half, each of them the same share of the starting balance; not a whole number, as a rule.

    Units: a fraction above 0. Raises ZeroDivisionError for zero.
    Formula: losses_to_half = 1 / (2 * risk)

    >>> losses_to_half_with_fixed_stake(0.05)
    10.0
    """
    return 1 / (2 * risk)


def losses_to_half_with_shrinking_stake(risk: float) -> float:
    """Losses in a row that take half, each of them a share of what is left; not a whole number, as a rule.

    Units: a fraction above 0 and below 1. Result: ln ½ / ln(1 − risk). Raises ZeroDivisionError for zero.

    >>> round(losses_to_half_with_shrinking_stake(0.05), 2), losses_to_half_with_shrinking_stake(0.5)
    (13.51, 1.0)
    """
    return elementary.log(0.5) / elementary.log(1 - risk)


def gain_to_recover(drawdown: float) -> float:
    """Gain on what is left that makes good a loss.

    Units: fractions, drawdown below 1. Raises ZeroDivisionError for a drawdown of 1: nothing is left to gain on.
    Formula: gain_to_recover = drawdown / (1 - drawdown)
    Source: https://www.alphaexcapital.com/tools/drawdown-recovery (read 2026-11-24): its table for 10, 20, 50 and 90 %.

    >>> [round(100 * gain_to_recover(drawdown), 1) for drawdown in (0.1, 0.2, 0.5, 0.9)]
    [11.1, 25.0, 100.0, 900.0]
    """
    return drawdown / (1 - drawdown)


def trades_to_recover(drawdown: float, growth: float) -> float:
    """Trades after which a method that grows by `growth` a trade has made good a loss, in half of many cases.

    Units: fraction below 1; `growth` as `log_growth`, above 0. Result: not a whole number, as a rule: ln(1 / (1 − drawdown)) / growth.
    Convention: median growth. The average result instead would praise larger stakes for a few cases that win enormously.
    Raises ZeroDivisionError for a growth of zero.

    >>> round(trades_to_recover(0.5, log_growth(0.4, 1.9, 0.01)))
    463
    """
    return -elementary.log(1 - drawdown) / growth


def whole_losses(losses: float) -> int:
    """The loss with which that many are reached; what is above a whole number by a rounding alone is that number.

    >>> whole_losses(13.51), whole_losses(10.0)
    (14, 10)
    """
    return -elementary.floor(1e-9 - losses)

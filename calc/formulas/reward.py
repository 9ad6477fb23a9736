"""Whether the winners of a method pay for its losers, after costs.

A `payoff` is what a winner brings for each unit that a loser costs, both after fees: in R, the loss at the stop, a loser is −1.
"""

from __future__ import annotations

from calc.formulas import elementary


def reward_to_risk(
    entry_price: float,
    stop_price: float,
    target_price: float,
    entry_fee_rate: float = 0,
    stop_fee_rate: float = 0,
    target_fee_rate: float = 0,
) -> float:
    """What is won at the target for each unit lost at the stop, after the fees for opening and closing.

    Units: prices in quote per base, rates as fractions; each fee is on the value at its own price. Without fees it is the usual
    reward-to-risk ratio. Result: below zero where the fees are larger than the way to the target. Raises ZeroDivisionError for a stop at
    the entry without fees.
    Source: http://www.investopedia.com/terms/r/riskrewardratio.asp (read 2026-11-24): bought at 20, stop at 15, target at 30: 2 to 1.

    >>> reward_to_risk(20, 15, 30), round(reward_to_risk(100_000, 97_000, 106_000, 0.0005, 0.0005, 0.0005), 3)
    (2.0, 1.903)
    """
    opening = entry_fee_rate * entry_price
    won = abs(target_price - entry_price) - opening - target_fee_rate * target_price
    lost = abs(entry_price - stop_price) + opening + stop_fee_rate * stop_price
    return won / lost


def break_even_win_rate(payoff: float) -> float:
    """Share of winners at which a method neither gains nor loses.

    Units: fractions. Raises nothing for a payoff above −1; there is a meaning for one above zero alone.
    Formula: break_even_win_rate = 1 / (1 + payoff)
    Source: expectancy of zero, solved for the win rate; 2 to 1 needs one winner in three.

    >>> break_even_win_rate(3)
    0.25
    """
    return 1 / (1 + payoff)


def expectancy(win_rate: float, payoff: float) -> float:
    """Average result of one trade, in units of what a loser costs.

    Units: fractions; the result is in R.
    Formula: expectancy = win_rate * payoff - (1 - win_rate)
    Source: V. K. Tharp, Trade Your Way to Financial Freedom, 1998, where results are multiples of R.

    >>> expectancy(0.5, 2), expectancy(0.25, 3)
    (0.5, 0.0)
    """
    return win_rate * payoff - (1 - win_rate)


def deviation(win_rate: float, payoff: float, trades: float) -> float:
    """Standard deviation of the total of that many independent trades, in units of what a loser costs.

    A trade has two outcomes, `payoff` and −1, so they lie `1 + payoff` apart.
    Source: the binomial distribution; an even bet, 100 times: 10.

    >>> deviation(0.5, 1, 100)
    10.0
    """
    return abs(1 + payoff) * elementary.sqrt(trades * win_rate * (1 - win_rate))

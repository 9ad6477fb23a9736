"""Runs of losses among independent trades: how likely one is somewhere, how long one waits for it, how long the longest is.

Rates and chances are fractions; runs and trades are counts. Every trade loses with the same chance, whatever came before it.
"""

from __future__ import annotations

from calc.formulas import elementary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

SETTLED = 8  # after that many lengths of the run, the chance of each further trade to complete it is constant to the last digits


def chance_of_run(loss_rate: float, run: int, trades: int) -> float:
    """Chance that at least `run` losses in a row stand somewhere among `trades` trades.

    Let a(m) be the chance within m trades. A run is complete for the first time in trade m only if the run + 1 trades up to there are one
    win and then losses, and no run had come before them: a(m) = a(m − 1) + (1 − loss_rate) · loss_rate^run · (1 − a(m − run − 1)).

    Units: a fraction; run >= 1. Convention: independent trades. The windows in which a run may stand overlap, so they are not
    independent, and 1 − (1 − loss_rate^run)^(trades − run + 1) is too high.
    Result: 0 for fewer trades than the run. From some hundred trades on, each has the same chance to complete the run if none has come;
    what is left is a geometric sum, and the error stays below 1e-10 of the answer. Raises nothing for rates from 0 to 1.
    Source: W. Feller, An Introduction to Probability Theory and Its Applications I, XIII.7; the runs of 20 heads in a million tosses as in
    M. Nelson, 20 Heads In a Row – What Are the Odds?, 2011-01-17: 37.9 %.

    >>> round(chance_of_run(0.5, 20, 1_000_000), 3), chance_of_run(0.5, 3, 3)
    (0.379, 0.125)
    """
    if trades < run:
        return 0.0
    chance = elementary.power(loss_rate, run)
    completes = (1 - loss_rate) * chance
    none = [1 + 0 * chance] * run  # none[m]: the chance that no run stands in the first m trades
    none.append(1 - chance)
    steps = min(trades, SETTLED * (run + 1))
    left = none[run]
    for m in range(steps - run):
        first = completes * none[m]
        chance += first
        left -= first
        none.append(left)
    if steps < trades and none[steps - 1] > 1e-15:  # below that, the run is certain already
        first = completes * none[steps - run - 1]
        again = 1 - first / none[steps - 1]
        chance += first * again * _geometric(again, trades - steps)
    return min(chance, 1.0)


def _geometric(ratio: float, terms: int) -> float:
    """1 + ratio + ratio² + …, so many terms; sums of halves, so that nothing cancels."""
    total, reached, block = 0.0, 1.0, 1.0
    while terms:
        if terms % 2:
            total += reached * block
            reached *= ratio
        block *= 1 + ratio
        ratio *= ratio
        terms //= 2
    return total


def mean_wait(loss_rate: float, run: int) -> float:
    """Trades until `run` losses in a row have come, on average.

    Units: a fraction below 1; run >= 1. Raises ZeroDivisionError where no trade loses, or none wins.
    Source: W. Feller, An Introduction to Probability Theory and Its Applications I, XIII.7: a run of r heads of a fair coin takes
    2^(r + 1) − 2 tosses.

    >>> mean_wait(0.5, 10), mean_wait(0.5, 2)
    (2046.0, 6.0)
    """
    unbroken = elementary.power(loss_rate, run)
    return (1 - unbroken) / ((1 - loss_rate) * unbroken)


def median_longest_run(loss_rate: float, trades: int) -> int:
    """Length that the longest run of losses among `trades` trades exceeds in at most half of all cases, the least such length.

    Units: a fraction between 0 and 1, both excluded. Convention: as `chance_of_run`. Raises nothing there.
    Source: M. F. Schilling, The Longest Run of Heads, The College Mathematics Journal 21 (3), 1990: the mean is near
    log2(trades / 2) + 1/3 for a fair coin, so near 7 in 200 tosses.

    >>> median_longest_run(0.5, 200)
    7
    """

    def half(length: int) -> bool:
        return chance_of_run(loss_rate, length + 1, trades) <= 0.5

    low, high, reach = 0, trades, 1  # the answer lies between them, and near the guess
    probe = elementary.floor(elementary.log(max(1.0, trades * (1 - loss_rate))) / -elementary.log(loss_rate))
    while low < high:
        if not low <= probe < high:
            probe = (low + high) // 2
        if half(probe):
            high = probe
            probe -= reach
        else:
            low = probe + 1
            probe += reach
        reach *= 2
    return high


def longest_run(losses: Sequence[bool]) -> tuple[int, int]:
    """Where the first of the longest runs of True stands: its first place, and the one after its last.

    Result: (0, 0) without any. Raises nothing.

    >>> longest_run([True, False, True, True, False, True, True]), longest_run([])
    ((2, 4), (0, 0))
    """
    best = (0, 0)
    start = 0
    for k in range(len(losses) + 1):
        if k == len(losses) or not losses[k]:
            if k - start > best[1] - best[0]:
                best = (start, k)
            start = k + 1
    return best

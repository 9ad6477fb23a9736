"""Trades on days that were: what the worst price of each holding time was, how survivors ended, how long a bad run lasted."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def lowest(values: Sequence[float], days: int) -> list[float]:
    """The lowest of each `days` values in a row: one for every stretch that is complete.

    Units: any. Convention: the first is that of values[0] to values[days - 1].
    A stretch is two overlapping shorter ones, and the lower of their two lowest is its own: the work grows with the logarithm of days.
    Source: M. A. Bender, M. Farach-Colton, The LCA problem revisited, 2000 (sparse table); checked by looking at every stretch.

    >>> lowest([4, 2, 5, 3, 6, 1], 3)
    [2, 2, 3, 1]
    """
    best, width = list(values), 1
    while width < days:
        shift = min(width, days - width)
        best = [a if a < b else b for a, b in zip(best, best[shift:])]  # noqa: FURB136 - a call for each would take three times as long
        width += shift
    return best


def highest(values: Sequence[float], days: int) -> list[float]:
    """The highest of each `days` values in a row; see `lowest`.

    >>> highest([4, 2, 5, 3, 6, 1], 3)
    [5, 5, 6, 6]
    """
    best, width = list(values), 1
    while width < days:
        shift = min(width, days - width)
        best = [a if a > b else b for a, b in zip(best, best[shift:])]  # noqa: FURB136 - a call for each would take three times as long
        width += shift
    return best


def quantile(ranked: Sequence[float], share: float) -> float:
    """The value below which that share of `ranked`, values in rising order, lies.

    Units: any; `share` a fraction. Convention: between two neighbours in a straight line, the least value at 0 and the greatest at 1.
    With k + rest = share × (n − 1) it is ranked[k] + (ranked[k + 1] − ranked[k]) × rest.
    Source: R. J. Hyndman, Y. Fan, Sample quantiles in statistical packages, The American Statistician 50 (4), 1996, definition 7.

    >>> quantile([1, 2, 3, 4], 0.5), quantile([10, 20, 30], 0.25), quantile([7], 0.95)
    (2.5, 15.0, 7)
    """
    place = share * (len(ranked) - 1)
    k = int(place)
    if k + 1 >= len(ranked):
        return ranked[-1]
    return ranked[k] + (ranked[k + 1] - ranked[k]) * (place - k)


def longest_run(happened: Sequence[bool]) -> tuple[int, int]:
    """The longest unbroken run of days on which something happened: its first day, and how many days it has; the first of several.

    Units: days, counted from 0. Convention: without any such day (0, 0).
    Source: plain counting; checked by looking at every stretch.

    >>> longest_run([True, False, True, True]), longest_run([False])
    ((2, 2), (0, 0))
    """
    best, start, length = 0, 0, 0
    for k in range(len(happened)):
        length = length + 1 if happened[k] else 0
        if length > best:
            best, start = length, k + 1 - length
    return start, best

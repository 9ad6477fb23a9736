"""Round ends for the axes of pictures, so that an axis stands still while the number on it moves."""

from __future__ import annotations

from calc.formulas.elementary import floor
from calc.view.numbers import last_place, rounded

STEPS = (1.0, 2.0, 5.0, 10.0)
REACHES = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0)  # how far a picture of a move may look


def roof(x: float) -> float:
    """The least of 1, 2 and 5 times a power of ten that is not below `x` > 0.

    >>> roof(990.0), roof(1_000.0), roof(2_001.0), roof(0.199)
    (1000.0, 1000.0, 5000.0, 0.2)
    """
    unit = last_place(x, 1)
    return min([step * unit for step in STEPS if step * unit >= x])


def floor_of(x: float) -> float:
    """The greatest of 1, 2 and 5 times a power of ten that is not above `x` > 0.

    >>> floor_of(990.0), floor_of(1_000.0), floor_of(0.199)
    (500.0, 1000.0, 0.1)
    """
    unit = last_place(x, 1)
    return max([step * unit for step in STEPS if step * unit <= x])


def reach(x: float, reaches: tuple[float, ...] = REACHES) -> float:
    """The least of `reaches` that is not below `x`; beyond them all a round number.

    >>> reach(0.0955), reach(0.1001), reach(1.7)
    (0.1, 0.15, 2.0)
    """
    enough = [one for one in reaches if one >= x]
    return min(enough) if enough else roof(x)


def ends_around(low: float, high: float, room: float = 0.08) -> tuple[float, float]:
    """Round numbers around a range, and a share of it more at both ends; four to ten steps of 1, 2 or 5 lie between.

    >>> ends_around(80_402.0, 100_000.0), ends_around(0.5, 0.5)
    ((75000.0, 105000.0), (0.4, 0.6))
    """
    if high - low <= 1e-9 * abs(high):  # one number, but for rounding
        low, high = 0.9 * low, 1.1 * high
    span = high - low
    step = roof(span / 5)
    steps = floor((low - room * span) / step), -floor(-(high + room * span) / step)
    return rounded(steps[0] * step, 12), rounded(steps[1] * step, 12)

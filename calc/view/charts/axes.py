"""Axes of a picture: where a value stands between the ends, round numbers, and how they are written."""

from __future__ import annotations

from calc.formulas.elementary import exp, floor, log
from calc.view import numbers
from calc.view.svg import ticks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.pictures import Axis


class Scale:
    """An axis whose ends can be widened, or held while the reader drags."""

    def __init__(self, axis: Axis) -> None:
        self.axis = axis
        self.hold(float(axis.low), float(axis.high))

    def widen(self, low: float, high: float) -> None:
        """Makes room for another range."""
        self.hold(min(self.low, low), max(self.high, high))

    def hold(self, low: float, high: float) -> None:
        """Takes these ends instead."""
        self.low, self.high = low, high
        self.span = log(high / low) if self.axis.scale == "log" else high - low

    def share(self, value: float) -> float:
        """Where `value` stands, 0 at the low end and 1 at the high one; beyond them outside."""
        if self.axis.scale == "log":
            return log(max(value, 1e-300) / self.low) / self.span
        return (value - self.low) / self.span

    def value(self, share: float) -> float:
        """The value at that share."""
        if self.axis.scale == "log":
            return self.low * exp(share * self.span)
        return self.low + share * self.span

    def ticks(self, count: int) -> list[float]:
        """The marks of the axis that are visible, or about `count` round numbers."""
        if self.axis.marks:
            return [m for m in self.axis.marks if -0.0001 <= self.share(m) <= 1.0001]
        if self.axis.scale == "log":
            return decades(self.low, self.high)
        found = ticks(self.low, self.high, count)
        return found if self.axis.display not in ("count", "trades") else [t for t in found if t == floor(t)]


def decades(low: float, high: float) -> list[float]:
    """At most seven of the numbers 1, 2 and 5 times a power of ten between two ends.

    >>> decades(20.0, 3_000.0), decades(1.0, 1e8)
    ([20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0], [1.0, 100.0, 10000.0, 1000000.0, 100000000.0])
    """
    found: list[float] = []
    for steps in ((1.0, 2.0, 5.0), (1.0, 5.0), (1.0,)):
        found, unit = [], numbers.last_place(low, 1)
        while unit <= high:
            found += [numbers.rounded(k * unit, 12) for k in steps if low <= k * unit * 1.000001 and k * unit <= high * 1.000001]
            unit *= 10
        if len(found) <= 7:
            return found
    return found[:: (len(found) + 6) // 7]


def tick_text(value: float, display: str) -> str:
    """A round number at the edge of a picture.

    >>> tick_text(0.25, "percent"), tick_text(20_000.0, "money"), tick_text(5.0, "times")
    ('25\u202f%', '20k', '5×')
    """
    if display == "percent":
        return numbers.plain(numbers.rounded(value * 100, 6)) + numbers.NARROW + "%"
    return numbers.compact(value) + ("×" if display == "times" else "")


def shown(axis: Axis, value: float) -> str:
    """A value in the table of a picture; with its sign where the axis has two sides."""
    if axis.display == "percent":
        return numbers.change(value) if axis.low < 0 else numbers.percent(value)
    if axis.display in ("price", "money", "times", "size"):
        return numbers.show(value, axis.display)
    return numbers.plain(numbers.rounded(value, 6))

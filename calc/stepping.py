"""Where a value stands on its slider, and what a slider, a step or a drag makes of it. Log scales and rounding live here alone."""

from __future__ import annotations

from calc.formulas.elementary import exp, floor, log
from calc.view import numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.inputs import Input
    from calc.model import Values


def slider_range(i: Input, values: Values) -> tuple[float, float]:
    """The ends of the slider: the soft range, or that multiple of the input it lies around."""
    low, high = i.soft or (0.0, 1.0)
    if i.around:
        base = values[i.around]
        assert isinstance(base, float)
        return low * base, high * base
    return float(low), float(high)


def share(x: float, low: float, high: float, scale: str) -> float:
    """Where `x` stands between the ends, 0 to 1; beyond an end it stays there.

    >>> share(10, 1, 100, "log"), share(5, 0, 10, "linear"), share(500, 1, 100, "log")
    (0.5, 0.5, 1.0)
    """
    if x <= low:
        return 0.0
    if x >= high:
        return 1.0
    return log(x / low) / log(high / low) if scale == "log" else (x - low) / (high - low)


def position(i: Input, value: object, values: Values) -> float:
    """Where `value` stands on the slider of `i`; an empty optional one stands where its range is centred."""
    low, high = slider_range(i, values)
    x = value if isinstance(value, float) else starting(i, values)
    return share(x, low, high, i.scale)


def starting(i: Input, values: Values) -> float:
    """The number from which an empty field is stepped."""
    if i.around:
        base = values[i.around]
        assert isinstance(base, float)
        return base
    return float(i.default) if isinstance(i.default, float) else slider_range(i, values)[0]


def value_at(i: Input, t: float, values: Values) -> float:
    """The value at share `t` of the slider, rounded as the input says, within its hard bounds."""
    low, high = slider_range(i, values)
    t = min(1.0, max(0.0, t))
    if t in (0.0, 1.0):
        return bounded(i, high if t else low)
    return tidy(i, low * exp(t * log(high / low)) if i.scale == "log" else low + t * (high - low))


def tidy(i: Input, x: float) -> float:
    """`x` rounded to the step of `i`, or to its number of significant digits, within its hard bounds."""
    if i.step is not None:
        return bounded(i, numbers.rounded(floor(x / i.step + 0.5) * i.step, 12))
    return bounded(i, numbers.rounded(x, i.digits))


def stepped(i: Input, value: object, steps: int, values: Values) -> float:
    """`value` moved by that many steps: multiples of the step, or units of the last significant digit that the input keeps."""
    x = value if isinstance(value, float) else starting(i, values)
    unit = i.step
    if unit is None:
        low, high = slider_range(i, values)
        unit = numbers.last_place(x, i.digits) if x else numbers.last_place(high - low, 1) / 10
    return bounded(i, numbers.rounded((floor(x / unit + 0.5) + steps) * unit, 12))


def bounded(i: Input, x: float) -> float:
    """The nearest value to `x` that the hard bounds allow."""
    if i.gt == 0 and x <= 0:
        return numbers.last_place(float(i.soft[0]) if i.soft and i.soft[0] > 0 and not i.around else 1.0, 1)
    if i.gt is not None and x <= i.gt:
        return _beside(i, i.gt, 1)
    if i.lt is not None and x >= i.lt:
        return _beside(i, i.lt, -1)
    if i.ge is not None:
        x = max(x, float(i.ge))
    if i.le is not None:
        x = min(x, float(i.le))
    return x


def _beside(i: Input, bound: float, way: int) -> float:
    """The value one step inside an open bound."""
    unit = i.step if i.step is not None else numbers.last_place(bound or 1.0, i.digits)
    return numbers.rounded(bound + way * unit, 12)

"""The small area above a slider: how the main answer depends on its input, all else equal."""

from __future__ import annotations

from calc.errors import InvalidInputs
from calc.formulas.elementary import exp, log
from calc.stepping import slider_range, tidy
from calc.view import numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.inputs import Input
    from calc.model import Calculator, Values

POINTS, PROBE = 12, 3  # a shape that is flat at every third point is taken to be flat


def shape_above(c: Calculator[..., Any], i: Input, values: Values) -> str:
    """How the main answer depends on this input, along its slider: a small area, as high as the answer is large."""
    points = _samples(i, *slider_range(i, values))
    sizes = _sizes(c, i, values, points[::PROBE])
    top = max(sizes)
    flat = top - min(sizes) <= 1e-9 * top
    if not flat:
        rest = _sizes(c, i, values, [x for k, x in enumerate(points) if k % PROBE])
        probed, sizes = sizes, []
        for k in range(len(points)):
            sizes.append(rest[k - k // PROBE - 1] if k % PROBE else probed[k // PROBE])
        top = max(sizes)
    scale = 19 / (top * (2.6 if flat else 1)) if top else 0.0
    step = 100 / (len(sizes) - 1)
    line = " ".join([numbers.coordinate(k * step) + "," + numbers.coordinate(20 - scale * size) for k, size in enumerate(sizes)])
    area = '<polygon points="0,20 ' + line + ' 100,20"/>'
    return '<svg class="calc-effect" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">' + area + "</svg>"


def _samples(i: Input, low: float, high: float) -> list[float]:
    """Values along the slider, each within the hard bounds."""
    ratio = log(high / low) if i.scale == "log" else 0.0
    points = []
    for k in range(POINTS + 1):
        t = k / POINTS
        x = low * exp(t * ratio) if i.scale == "log" else low + t * (high - low)
        try:
            points.append(i.check(tidy(i, x) if i.whole else x))
        except InvalidInputs:
            points.append(low if x < low else high)
    return points


def _sizes(c: Calculator[..., Any], i: Input, values: Values, points: list[float]) -> list[float]:
    """How large the main answer is at each point; nothing where there is none."""
    sizes = []
    for result in c.results(values, i.name, tuple(points)):
        effect = 0.0 if result is None else getattr(result, c.effect)
        sizes.append(1.0 if effect is None else abs(effect))  # no end in sight: the whole way is open
    return sizes

"""A drawing as SVG text: x in percent of the width, y in pixels, no viewBox. Charts stretch sideways, type and strokes keep their size."""

from __future__ import annotations

from dataclasses import dataclass

from calc.formulas.elementary import floor
from calc.view import numbers
from calc.view.markup import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

at = numbers.coordinate


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A picture, and what it shows as a table.

    `heads` name the columns. A row is its place across the picture, in percent, by which a pointer finds it (None: nowhere), and its texts.
    """

    svg: str
    heads: tuple[str, ...]
    rows: tuple[tuple[float | None, tuple[str, ...]], ...]


class Plot:
    """A drawing `height` pixels high; `y0` to `y1` runs from pixel `bottom` up to pixel `top`, `x0` to `x1` over the whole width."""

    def __init__(
        self,
        *,
        height: float,
        y: tuple[float, float],
        top: float = 0,
        bottom: float | None = None,
        x: tuple[float, float] = (0, 1),
        id: str = "",
    ) -> None:
        self.height = height
        self.x0, self.x1 = x
        self.y0, self.y1 = y
        self.top = top
        self.bottom = height if bottom is None else bottom
        self.id = id
        self.parts: list[str] = []
        self.dragged = False

    def x(self, value: float) -> float:
        """Percent of the width for `value`."""
        return 100 * (value - self.x0) / (self.x1 - self.x0)

    def y(self, value: float) -> float:
        """Pixels from the top for `value`."""
        return self.bottom - (self.bottom - self.top) * (value - self.y0) / (self.y1 - self.y0)

    def add(self, text: str) -> None:
        """A piece of SVG as it is."""
        self.parts.append(text)

    def line(self, x1: float, y1: float, x2: float, y2: float, style: str) -> None:
        """A straight line, x in percent, y in pixels."""
        self.add('<line x1="%s%%" y1="%s" x2="%s%%" y2="%s" class="%s"/>' % (at(x1), at(y1), at(x2), at(y2), style))

    def rect(self, x: float, y: float, width: float, height: float, style: str = "", fill: str = "") -> None:
        """A rectangle; a negative height is drawn upward."""
        if height < 0:
            y, height = y + height, -height
        paint = ' fill="' + fill + '"' if fill else ""
        self.add(
            '<rect x="%s%%" y="%s" width="%s%%" height="%s" class="%s"%s/>' % (at(x), at(y), at(max(0.0, width)), at(height), style, paint)
        )

    def text(self, x: float, y: float, words: str, style: str = "", dx: float = 0) -> None:
        """Words whose middle height is at `y`."""
        shift = ' dx="' + at(dx) + '"' if dx else ""
        self.add('<text x="%s%%" y="%s"%s class="%s">%s</text>' % (at(x), at(y + 4.5), shift, style, escape(words)))

    def mark(self, x: float, y: float, body: str) -> None:
        """A small shape with its own origin at this point."""
        self.add('<svg x="%s%%" y="%s" overflow="visible">%s</svg>' % (at(x), at(y), body))

    def cross(self, x: float, y: float) -> None:
        """Where a line ends."""
        self.mark(x, y, '<path d="M-7 -7L7 7M7 -7L-7 7" class="liquidation cross"/>')

    def gone(self, places: Sequence[tuple[float, float]]) -> None:
        """Where the line of a pinned scenario ends: small crosses."""
        for x, y in places:
            self.mark(x, y, '<path d="M-5 -5L5 5M5 -5L-5 5" class="gone"/>')

    def dot(self, x: float, y: float, style: str) -> None:
        """A small round dot."""
        self.add('<circle cx="%s%%" cy="%s" r="4.5" class="%s"/>' % (at(x), at(y), style))

    def curve(self, points: Sequence[tuple[float, float]], style: str) -> None:
        """A line through (percent, pixel) points, stretched sideways with the drawing."""
        self.path("M" + "L".join([at(x * 10) + " " + at(y) for x, y in points]), style)

    def path(self, path: str, style: str) -> None:
        """A path in tenths of a percent and pixels, stretched sideways with the drawing."""
        self.add(
            '<svg x="0" y="0" width="100%%" height="%s" viewBox="0 0 1000 %s" preserveAspectRatio="none" overflow="visible">'
            '<path d="%s" class="%s"/></svg>' % (at(self.height), at(self.height), path, style)
        )

    def area(self, points: Sequence[tuple[float, float]], foot: float, fill: str) -> None:
        """What lies between a line through (percent, pixel) points and the height `foot`, as strips whose hatching is not stretched."""
        for k in range(len(points) - 1):
            (x1, y1), (x2, y2) = points[k], points[k + 1]
            self.rect(x1, (y1 + y2) / 2, x2 - x1, foot - (y1 + y2) / 2, fill=fill)

    def hatch(self, name: str, style: str, step: int, angle: int) -> str:
        """A hatched fill, to be given to `rect`."""
        name = self.id + "-" + name
        self.add(
            '<defs><pattern id="%s" width="%d" height="%d" patternUnits="userSpaceOnUse" patternTransform="rotate(%d)">'
            '<line x1="0" y1="0" x2="0" y2="%d" class="%s"/></pattern></defs>' % (name, step, step, angle, step, style)
        )
        return "url(#" + name + ")"

    def handle(
        self,
        x: float,
        y: float,
        body: str,
        *,
        field: str,
        label: str,
        text: str,
        axis: str,
        chart: int,
        ends: tuple[float, float],
        value: float,
    ) -> None:
        """A mark that can be dragged along `axis`; the keys of a slider work on it."""
        self.dragged = True
        self.add(
            '<g class="calc-handle" role="slider" data-drag="%s" data-axis="%s" data-chart="%s" aria-label="%s" aria-orientation="%s"'
            ' aria-valuemin="%s" aria-valuemax="%s" aria-valuenow="%s" aria-valuetext="%s">'
            '<svg x="%s%%" y="%s" overflow="visible"><circle r="20" class="reach"/>%s</svg></g>'
            % (
                (field, axis, str(chart), escape(label), "vertical" if axis == "y" else "horizontal")
                + tuple(numbers.shortest(v) for v in (ends[0], ends[1], value))
                + (escape(text), at(x), at(y), body)
            )
        )

    def done(self, *, style: str, label: str, axes: tuple[float, ...] | None = None, pick: tuple[str, str] | None = None) -> str:
        """The whole drawing; `axes` are the ends of the axis of its handles, then those of the other one.

        One that can be dragged is a group of sliders, any other an image. `pick` is an input that is set by pointing at a place, and the
        strips of the picture, as `calc.edits` reads them.
        """
        role = "group" if self.dragged else "img"
        span = ' data-axes="' + " ".join([numbers.shortest(end) for end in axes]) + '"' if axes else ""
        span += ' data-pick="%s" data-strips="%s"' % pick if pick else ""
        span += " data-hold" if axes and len(axes) == 4 else ""  # both axes can be held
        return (
            '<svg class="calc-plot %s" role="%s" aria-label="%s" height="%s"%s>' % (style, role, escape(label), at(self.height), span)
            + "".join(self.parts)
            + "</svg>"
        )


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places (in rising order) pushed apart to `gap`, as little as possible, inside low to high.

    >>> spread([10, 12, 60], 20, 0, 100)
    [1.0, 21.0, 60.0]
    """
    out = [float(p) for p in places]
    for _ in range(60):
        moved = False
        for k in range(len(out) - 1):
            short = gap - (out[k + 1] - out[k])
            if short > 0.01:
                out[k] -= short / 2
                out[k + 1] += short / 2
                moved = True
        for k in range(len(out)):
            inside = min(max(out[k], low + k * gap), high - (len(out) - 1 - k) * gap)
            if inside != out[k]:
                out[k] = inside
                moved = True
        if not moved:
            break
    return out


def half_range(halves: Sequence[float], marker: float, ends: Sequence[float]) -> float:
    """Half the width of an axis of moves around zero: the first of the round ones that holds the marker and the nearer ends.

    >>> half_range((0.1, 0.2, 0.5, 1), -0.1, [-0.196]), half_range((0.1, 0.5), 0.9, [])
    (0.5, 1.035)
    """
    needed = max([abs(marker) * 1.15] + [1.2 * min(0.5, abs(end)) for end in ends])
    for half in halves:
        if half >= needed:
            return half
    return needed


def ticks(low: float, high: float, count: int) -> list[float]:
    """At most about `count` round numbers between low and high.

    >>> ticks(89000.0, 101000.0, 5)
    [90000.0, 92500.0, 95000.0, 97500.0, 100000.0]
    """
    raw = (high - low) / count
    unit = numbers.last_place(raw, 1)
    step = 10 * unit
    for multiple in (1.0, 2.0, 2.5, 5.0):
        if multiple * unit >= raw:
            step = multiple * unit
            break
    slack = step * 1e-9  # 3 × 0.1 is a little more than 0.3
    first, last = floor((low - slack) / step), floor((high + slack) / step)
    return [numbers.rounded(k * step, 12) for k in range(first, last + 1) if low - slack <= k * step]

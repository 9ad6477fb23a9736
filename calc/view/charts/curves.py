"""What there is and what must stay, against a move: two lines that end with a cross where they meet."""

from __future__ import annotations

from calc.view import numbers
from calc.view.svg import Drawing, Plot, half_range, ticks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.story import Curves
    from calc.view.charts.given import Given
    from calc.view.words import Facts

HEIGHT = 340
TOP, BOTTOM = 34, 300
POINTS = 12
INSIDE = 0.999999  # of the way to an end, where the account is still open


def curves(chart: Curves, facts: Facts, given: Given) -> Drawing:
    """The drawing, with a handle at the reader's own point; the upper line of the pinned scenario is dashed."""
    id, number, axes, ghost = given.id, given.number, given.axes, given.ghost
    here = facts.number(chart.x)
    assert here is not None
    low_end, high_end = facts.number(chart.ends[0]), facts.number(chart.ends[1])
    half = axes[1] if axes else half_range(chart.halves, here, [end for end in (low_end, high_end) if end is not None])
    points = _points(chart, facts, half)
    before = _points(chart, ghost[1], half) if ghost else []
    top = max([1.0] + [a for _, a, _ in points + before] + [b for _, _, b in points]) * 1.08
    bottom = min([0.0] + [a for _, a, _ in points + before])
    plot = Plot(height=HEIGHT, x=(-half, half), y=(bottom, top), top=TOP, bottom=BOTTOM, id=id)
    x, y = plot.x, plot.y
    grey, red = plot.hatch("out", "hatch-ink", 7, -45), plot.hatch("keep", "hatch-liquidation", 5, 45)
    for tick in ticks(bottom, top, 5):
        plot.line(0, y(tick), 100, y(tick), "axis" if tick == 0 else "grid")
        plot.text(0, y(tick), numbers.compact(tick), "end", dx=-10)
    for tick in ticks(-half, half, 6):
        plot.text(x(tick), BOTTOM + 18, numbers.compact(numbers.rounded(tick * 100, 6)) + numbers.NARROW + "%", "mid")
    above = TOP - 14
    for end, name in ((low_end, chart.ends[0]), (high_end, chart.ends[1])):
        if end is not None and -half < end < half:
            plot.rect(0 if end < 0 else x(end), TOP, x(end) if end < 0 else 100 - x(end), BOTTOM - TOP, fill=grey)
            side = "end" if x(end) > 50 else ""
            plot.text(x(end), above, chart.ended_label + " " + facts.text(name), "name " + side, dx=-4 if side else 4)
            above -= 14  # both would meet in one line
    plot.line(x(0), TOP, x(0), BOTTOM, "axis")
    if before and before != points:
        plot.curve([(x(m), y(a)) for m, a, _ in before], "ghost pinned")
        plot.gone([(x(m), y(a)) for m, a, _ in (before[0], before[-1]) if abs(m) < half * 0.99])
        k = -2 if before[-1][1] > before[0][1] else 1
        plot.text(x(before[k][0]), y(before[k][1]) + 16, "A", "name soft halo" + ("" if k < 0 else " end"), dx=4 if k < 0 else -4)
    if points:
        plot.area([(x(m), y(b)) for m, _, b in points], y(0), red)
        plot.curve([(x(m), y(b)) for m, _, b in points], "liquidation thin")
        plot.curve([(x(m), y(a)) for m, a, _ in points], "ink")
        _names(plot, chart, points)
    for end in (low_end, high_end):
        if end is not None and points and -half < end < half:
            plot.cross(x(end), y(points[0 if end < 0 else -1][1]))
    _handle(plot, chart, facts, here, number, half)
    label = "%s against the move. At %s it is %s." % (chart.y_label, facts.text(chart.x), _amount(facts, chart.y, chart.ended_label))
    for name in chart.ends:
        if facts.number(name) is not None:
            label += " It ends at " + facts.text(name) + "."
    rows = [(x(m), (numbers.change(m), numbers.fixed(a, 2), numbers.fixed(b, 2))) for m, a, b in points]
    svg = plot.done(style="is-curves", label=label, axes=(-half, half))
    return Drawing(svg=svg, heads=(facts.meaning(chart.x).label, chart.y_label, chart.floor_label), rows=tuple(rows))


def _points(chart: Curves, facts: Facts, half: float) -> list[tuple[float, float, float]]:
    """Moves with the heights of both lines, from one end to the other."""
    low_end, high_end = facts.number(chart.ends[0]), facts.number(chart.ends[1])
    left = -min(half, 0.999) if low_end is None else max(-min(half, 0.999), low_end * INSIDE)
    right = half if high_end is None else min(half, high_end * INSIDE)
    moves = tuple([left + (right - left) * k / POINTS for k in range(POINTS + 1)])
    points: list[tuple[float, float, float]] = []
    for move, result in zip(moves, facts.c.results(facts.values, chart.x, moves)):
        upper, lower = getattr(result, chart.y, None), getattr(result, chart.floor, None)
        if upper is not None and lower is not None:
            points.append((move, upper, lower))
    return points


def _amount(facts: Facts, name: str, ended: str) -> str:
    return ended if facts.number(name) is None else facts.text(name, "dollars")


def _names(plot: Plot, chart: Curves, points: list[tuple[float, float, float]]) -> None:
    """The name of each line, where the two are far apart: at the end where there is most."""
    k = len(points) - 2 if points[-1][1] >= points[0][1] else 1
    move, upper, lower = points[k]
    style, dx = ("end", -4) if k > 1 else ("", 4)
    plot.text(plot.x(move), plot.y(upper) - 16, chart.y_label, "name halo " + style, dx=dx)
    room = plot.y(lower) - plot.y(upper)
    if room > 40:
        plot.text(plot.x(move), plot.y(lower) - 13, chart.floor_label, "halo " + style, dx=dx)


def _handle(plot: Plot, chart: Curves, facts: Facts, here: float, number: int, half: float) -> None:
    """The reader's point: on the line, or at its foot where nothing is left."""
    shown = max(-half, min(half, here))
    amount = facts.number(chart.y)
    ended = amount is None
    x, y = plot.x(shown), plot.y(0.0 if amount is None else amount)
    plot.line(x, y, x, plot.y(0), "leader")
    text = facts.text(chart.x) + ": " + _amount(facts, chart.y, chart.ended_label)
    plot.handle(
        x,
        y,
        '<circle r="7" class="' + ("ended" if ended else "entry") + ' handle"/>',
        field=chart.x,
        label=facts.meaning(chart.x).label,
        text=text,
        axis="x",
        chart=number,
        ends=(-half, half),
        value=shown,
    )
    right = x > 62 or (ended and here < 0 and x > 25)  # beside the hatching, not on the cross
    words = "nothing left" if ended else facts.text(chart.y, "dollars")
    plot.text(x, y - 18, words, "big halo" + (" end" if right else ""), dx=-12 if right else 12)

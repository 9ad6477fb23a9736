"""The reader's leverage and 1× against the move of the price; the steep line ends with a cross, and nothing is drawn beyond."""

from __future__ import annotations

from calc.errors import Rejection
from calc.view import numbers
from calc.view.svg import Drawing, Plot, spread, ticks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.inputs import Value
    from calc.story import Chart, Lines
    from calc.view.charts.given import Given
    from calc.view.words import Facts

HEIGHT = 340
TOP, BOTTOM = 48, 300
POINTS = 24


def lines(chart: Lines, facts: Facts, given: Given) -> Drawing:
    """The drawing, with a handle at the reader's own point; the steep line of the pinned scenario is dashed, a guess is a grey disc."""
    id, number, axes, ghost = given.id, given.number, given.axes, given.ghost
    guess = given.guess[1] if given.guess and given.guess[0] == chart.y else None
    marker = facts.number(chart.marker)
    here = facts.number(chart.y)
    assert marker is not None and here is not None
    end = facts.number(chart.ends_at)
    half = axes[1] if axes else _half(chart, marker, end)
    steep, flat = _both(chart, facts, half, end)
    before = _before(chart, half, ghost)
    reach = _reach(steep + before)
    plot = Plot(height=HEIGHT, x=(-half, half), y=(-reach, reach), top=TOP, bottom=BOTTOM, id=id)
    x, y = plot.x, plot.y
    grey = plot.hatch("out", "hatch-ink", 7, -45)
    _scales(plot)
    if end is not None and -half < end < half:
        left = 0.0 if end < 0 else x(end)
        plot.rect(left, TOP, x(end) if end < 0 else 100 - x(end), BOTTOM - TOP, fill=grey)
        plot.text(
            x(end),
            TOP - 30,
            "closed out at " + facts.text(chart.ends_at),
            "name " + ("end" if x(end) > 50 else ""),
            dx=-4 if x(end) > 50 else 4,
        )
    plot.line(x(0), TOP, x(0), BOTTOM, "axis")
    plot.curve([(x(a), y(b)) for a, b in flat], "ghost")
    if before and before != steep:
        plot.curve([(x(a), y(b)) for a, b in before], "ghost pinned")
        plot.gone([(x(a), y(b)) for a, b in (before[0], before[-1]) if b < -0.5 and abs(a) < half * 0.999])
        k = -1 if before[-1][1] > before[0][1] else 0
        inner = before[k][0] * 0.86  # beside its line, clear of the name of the other one
        plot.text(x(inner), y(before[k][1] * 0.86) + 18, "A", "name soft halo" + (" end" if k == 0 else ""), dx=6 if k else -6)
    plot.curve([(x(a), y(b)) for a, b in steep], "ink")
    if end is not None and -half < end < half:
        plot.line(x(end), y(steep[0][1] if end < 0 else steep[-1][1]), x(end), y(-1), "ink thin")
        plot.cross(x(end), y(-1))
    _labels(plot, chart, facts, flat, steep)
    shown = max(-half, min(half, marker))
    ended = facts.value(chart.ended) is True
    plot.line(x(shown), y(here), x(shown), y(0), "leader")
    right = x(shown) > 62
    if guess is not None:
        _guess(plot, x(shown), y(max(-reach, min(reach, guess))), y(here), right)
    ring = '<circle r="7" class="' + ("ended" if ended else "entry") + ' handle"/>'
    plot.handle(
        x(shown),
        y(here),
        ring,
        field=chart.x,
        label="Price move",
        text=facts.text(chart.marker) + ": " + facts.text(chart.y) + " of margin",
        axis="x",
        chart=number,
        ends=(-half, half),
        value=shown,
    )
    plot.text(
        x(shown), y(here) + (-18 if here >= 0 else 18), facts.text(chart.y), "big halo" + (" end" if right else ""), dx=-12 if right else 12
    )
    label = "Share of margin against the move of the price. At " + facts.text(chart.marker) + " it is " + facts.text(chart.y) + "."
    if end is not None:
        label += " The line ends at " + facts.text(chart.ends_at) + ", where the position is closed out."
    rows = [(x(move), (numbers.change(move), _at(steep, move), numbers.change(share))) for move, share in flat]
    heads = (facts.meaning(chart.marker).label, facts.text(chart.ghost[0]), numbers.exact(chart.ghost[1], "times"))
    svg = plot.done(style="is-lines", label=label, axes=(-half, half))
    return Drawing(svg=svg, heads=heads, rows=tuple(rows))


def rings(chart: Lines, facts: Facts, id: str, places: list[tuple[float, str]]) -> str:
    """The same picture before the answer: its scales, and over the reader's own move a ring at each place where the answer may be."""
    marker = facts.number(chart.marker)
    assert marker is not None
    end = facts.number(chart.ends_at)
    half = _half(chart, marker, end)
    reach = _reach(_both(chart, facts, half, end)[0])
    plot = Plot(height=HEIGHT, x=(-half, half), y=(-reach, reach), top=TOP, bottom=BOTTOM, id=id)
    here, entry = plot.x(max(-half, min(half, marker))), plot.x(0)
    _scales(plot)
    plot.line(entry, TOP, entry, BOTTOM, "axis")
    if abs(here - entry) > 12:
        plot.text(entry, TOP - 14, "entry", "mid")
    plot.line(here, TOP, here, BOTTOM, "asked")
    plot.text(here, TOP - 14, "price " + facts.text(chart.marker), "name mid")
    spots = [plot.y(max(-reach, min(reach, place))) for place, _ in places]
    for spot in spots:
        plot.line(entry, plot.y(0), here, spot, "ray")
    plot.dot(entry, plot.y(0), "fill-ink")
    left = here > 62
    order = sorted([(spot, k) for k, spot in enumerate(spots)])
    rows = spread([spot for spot, _ in order], 23, TOP, BOTTOM)
    for n, (spot, k) in enumerate(order):
        plot.add('<g class="calc-ring-choice" data-ring="%d">' % k)
        plot.mark(here, spot, '<circle r="22" class="reach"/><circle r="12" class="ring"/>')
        plot.text(here, rows[n], places[k][1], "big halo" + (" end" if left else ""), dx=-22 if left else 22)
        plot.add("</g>")
    return plot.done(style="is-lines", label=facts.text(chart.marker))


def _scales(plot: Plot) -> None:
    """The grid, and the numbers along both axes."""
    for tick in ticks(plot.y0, plot.y1, 5):
        plot.line(0, plot.y(tick), 100, plot.y(tick), "axis" if tick == 0 else "grid")
        plot.text(0, plot.y(tick), numbers.fixed(tick, 0, 2) + numbers.NARROW + "%", "end", dx=-10)
    for tick in ticks(plot.x0, plot.x1, 6):
        plot.text(plot.x(tick), BOTTOM + 18, numbers.compact(numbers.rounded(tick * 100, 6)) + numbers.NARROW + "%", "mid")


def _guess(plot: Plot, x: float, y: float, here: float, right: bool) -> None:
    """What the reader said, over the same move; named on the side where the answer is not."""
    plot.mark(x, y, '<circle r="7" class="guess"/>')
    if abs(y - here) > 20:
        plot.text(x, y, "your guess", "soft halo wide" + ("" if right else " end"), dx=14 if right else -14)


def _both(chart: Lines, facts: Facts, half: float, end: float | None) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """The steep line, and the flat one."""
    values = dict(facts.values)
    values.update(dict(chart.fixed))
    steep = _series(chart, facts, values, half, end)
    values[chart.ghost[0]] = chart.ghost[1]
    return steep, _series(chart, facts, values, half, None)


def _reach(points: list[tuple[float, float]]) -> float:
    """Half the height of the y axis."""
    return max([1.1] + [abs(y) for _, y in points]) * 1.06


def _at(points: list[tuple[float, float]], move: float) -> str:
    """The value of the steep line, which is straight, at that move."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    return numbers.change(y0 + (y1 - y0) * (move - x0) / (x1 - x0)) if x0 <= move <= x1 else "closed out"


def _half(chart: Lines, marker: float, end: float | None) -> float:
    """Half the width of the x axis: the first of the round ones that holds the marker and the end."""
    needed = max(abs(marker) * 1.15, 1.4 * min(0.5, abs(end)) if end is not None else 0.5)
    for half in chart.halves:
        if half >= needed:
            return half
    return max(chart.halves[-1], abs(marker) * 1.15)


def _before(chart: Lines, half: float, ghost: tuple[Chart, Facts] | None) -> list[tuple[float, float]]:
    """Points of the steep line of the pinned scenario."""
    if ghost is None:
        return []
    values = dict(ghost[1].values)
    values.update(dict(chart.fixed))
    return _series(chart, ghost[1], values, half, ghost[1].number(chart.ends_at))


def _series(chart: Lines, facts: Facts, values: dict[str, Value], half: float, end: float | None) -> list[tuple[float, float]]:
    """Points of one line from left to right, none beyond where it ends or a price of zero."""
    low, high = -min(half, 0.999), half
    if end is not None:
        low, high = (max(low, end * 0.999999), high) if end < 0 else (low, min(high, end * 0.999999))
    points = []
    for k in range(POINTS + 1):
        move = low + (high - low) * k / POINTS
        values[chart.x] = move
        try:
            result = facts.c.evaluate(values)
        except Rejection:
            continue
        if not getattr(result, chart.ended):
            points.append((move, getattr(result, chart.y)))
    return points


def _labels(plot: Plot, chart: Lines, facts: Facts, flat: list[tuple[float, float]], steep: list[tuple[float, float]]) -> None:
    """The name of each line at its profitable end."""
    k = -1 if steep[-1][1] > steep[0][1] else 0
    style = "end" if k else ""
    dx = -2 if k else 2
    own = numbers.exact(facts.number(chart.ghost[0]) or 0.0, "times")
    if own != "1×":
        plot.text(plot.x(steep[k][0]), plot.y(steep[k][1]) - 12, own, "name halo " + style, dx=dx)
    plot.text(plot.x(flat[k][0]), plot.y(flat[k][1]) - 14, "1×", "halo " + style, dx=dx)

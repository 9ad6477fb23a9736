"""How far each of several rows may go before its line ends, and how far all of them together: lines on one scale, from now to a cross."""

from __future__ import annotations

from calc.view import numbers
from calc.view.svg import Drawing, Plot, half_range, ticks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.story import Reaches
    from calc.view.charts.given import Given
    from calc.view.words import Facts

HEIGHT = 270
BOTTOM = 240
WIDEST = 68  # pixels between two lines, where there is room
CLEAR = 40  # pixels from one to the next that leave room for words between them


def reaches(chart: Reaches, facts: Facts, given: Given) -> Drawing:
    """The drawing; where the lines of the pinned scenario ended is dashed."""
    lines = _lines(chart, facts)
    before = dict(_lines(chart, given.ghost[1])) if given.ghost else {}
    known = [d for _, distances in lines + list(before.items()) for d in distances if d is not None]
    half = half_range(chart.halves, 0.0, known)
    plot = Plot(height=HEIGHT, x=(-half, half), y=(0, 1))
    x = plot.x
    pitch = min(WIDEST, (BOTTOM - 24) / len(lines))
    foot = 18 + pitch * len(lines)
    for tick in ticks(-half, half, 6):
        plot.line(x(tick), 6, x(tick), foot, "axis" if tick == 0 else "grid")
        words = numbers.compact(numbers.rounded(tick * 100, 6)) + numbers.NARROW + "%" if tick else "now"
        plot.text(x(tick), foot + 14, words, "mid")
    for k, (name, distances) in enumerate(lines):
        y = 18 + pitch * (k + 0.5)
        last = k + 1 == len(lines)
        if last:
            plot.rect(0, y - pitch / 2 + 2, 100, pitch - 4, "zone")
        plot.text(0, y, name, "end" + (" name" if last else ""), dx=-10)
        found = [d for d in distances if d is not None]
        for d in found:
            _line(plot, x, y, d, half, clear=pitch > CLEAR)
        if not found:
            plot.text(x(0), y, "no price", "halo", dx=12)
        plot.dot(x(0), y, "fill-entry")
        for was in before.get(name, []):
            if was is not None and was not in distances and -half <= was <= half:
                plot.line(x(was), y - 12, x(was), y + 12, "ghost pinned")
    said = [name + " " + (", ".join([numbers.change(d) for d in ds if d is not None]) or "none") for name, ds in lines]
    rows = [(None, (name, ", ".join([numbers.change(d) for d in ds if d is not None]) or "none")) for name, ds in lines]
    svg = plot.done(style="is-reaches", label="How far each may go: " + "; ".join(said) + ".")
    return Drawing(svg=svg, heads=("Market", "May move"), rows=tuple(rows))


def _lines(chart: Reaches, facts: Facts) -> list[tuple[str, list[float | None]]]:
    """How far each market may go, and all together: a name and the distances there are."""
    lines = [(getattr(row, chart.head), [getattr(row, chart.distance)]) for row in getattr(facts.result, chart.rows)]
    lines.append((chart.together_label, [facts.number(name) for name in chart.together]))
    return lines


def _line(plot: Plot, x: object, y: float, distance: float, half: float, *, clear: bool) -> None:
    """From now to the end; an end outside the drawing is named at its edge. `clear`: there is room for words above the line."""
    assert callable(x)
    inside = -half <= distance <= half
    end = x(max(-half, min(half, distance)))
    plot.line(x(0), y, end, y, "account")
    if inside:
        plot.cross(end, y)
    side = -1 if distance < 0 else 1
    beside = end > 30 if distance < 0 else end < 70
    anchor = " end" if (side < 0) == beside else ""
    over = clear and not beside  # clear of where the line begins
    dx = 14 * side if beside else 0 if over else -14 * side
    plot.text(end, y - 14 if over else y, numbers.change(distance), "num halo" + anchor, dx=dx)

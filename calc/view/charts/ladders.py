"""Ladders side by side on one scale of prices: each a stroke from entry to its cross, and how much of it the price has left."""

from __future__ import annotations

from calc.pictures import Ladders
from calc.view import numbers
from calc.view.charts.axes import Scale
from calc.view.svg import Drawing, Plot, spread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.pictures import Rung
    from calc.view.charts.given import Given
    from calc.view.words import Facts

HEIGHT, TOP, FOOT = 356, 32, 12
WIDE, STROKE, WORDS = 0.88, 0.12, 0.22  # of its share of the width: what a ladder takes, and where its stroke and its words stand
NEAR = 17  # pixels between two lines of words


def ladders(chart: Ladders, facts: Facts, given: Given) -> Drawing:
    """The drawing; what is beyond an end is hatched, and an end outside the scale is written at the edge. Pinned ends are dashed."""
    id, ghost = given.id, given.ghost
    scale = Scale(chart.y)
    pinned: dict[str, float | None] = {}
    if ghost is not None and isinstance(ghost[0], Ladders):
        pinned = {rung.label: rung.end for rung in ghost[0].rungs}
        scale.widen(ghost[0].y.low, ghost[0].y.high)
    plot = Plot(height=HEIGHT, y=(scale.low, scale.high), top=TOP, bottom=HEIGHT - FOOT, id=id)
    grey = plot.hatch("gone", "hatch-ink", 7, -45)
    for tick in scale.ticks(5):
        plot.line(0, plot.y(tick), 100, plot.y(tick), "grid")
        plot.text(0, plot.y(tick), numbers.plain(tick), "end", dx=-10)
    width = 100 / len(chart.rungs)
    for k, rung in enumerate(chart.rungs):
        plot.text(k * width, 8, facts.plain(rung.label), "name")
        was = pinned.get(rung.label)
        _rung(plot, rung, k * width, width * WIDE, grey, was if was is not None and scale.low <= was <= scale.high else None)
    rows = []
    for rung in chart.rungs:
        end = ("none", "none") if rung.end is None else (numbers.price(rung.end), numbers.change(rung.end / rung.now - 1))
        cells = (facts.plain(rung.label), numbers.price(rung.entry), numbers.price(rung.now)) + end
        rows.append((None, cells))
    heads = (chart.head, "Average entry", "Price now", "Liquidation", "From now")
    return Drawing(svg=plot.done(style="is-ladders", label=facts.plain(chart.said)), heads=heads, rows=tuple(rows))


def _rung(plot: Plot, rung: Rung, left: float, width: float, grey: str, was: float | None) -> None:
    """One ladder from `left` on: its lines, its stroke from entry to the cross, where it ended before, and the words beside them."""
    entry, now = plot.y(rung.entry), plot.y(rung.now)
    down = rung.end is None or rung.end < rung.now
    end = edge = plot.bottom if down else plot.top
    inside = rung.end is not None and plot.y0 <= rung.end <= plot.y1
    if rung.end is not None and inside:
        end = plot.y(rung.end)
        plot.rect(left, end, width, edge - end, fill=grey)
    plot.rect(left, now, width, end - now, "zone")
    plot.line(left, now, left + width, now, "ghost")
    plot.line(left, entry, left + width, entry, "entry")
    x = left + width * STROKE
    plot.line(x, entry, x, end, "account")
    plot.dot(x, entry, "fill-entry")
    if inside:
        plot.line(left, end, left + width, end, "liquidation")
        plot.cross(x, end)
    if was is not None and was != rung.end:
        plot.line(left, plot.y(was), left + width, plot.y(was), "ghost pinned")
    side = 1 if down else -1
    for words, place in _words(rung, entry, now, end if inside else edge - side * 2.2 * NEAR, side):
        plot.text(left + width * WORDS, place, words, "halo" + (" num" if words[-1] == "%" else ""))


def _words(rung: Rung, entry: float, now: float, end: float, side: int) -> list[tuple[str, float]]:
    """What stands beside the lines and where: the end beyond its line, the entry before it, and the price now between."""
    rows = [(entry - side * 11, _price(rung.entry)), (now - side * 11, "now")]
    rows = rows if abs(entry - now) >= 1 else rows[:1]
    below = ["no end"] if rung.end is None else [_price(rung.end), numbers.change(rung.end / rung.now - 1)]
    rows += [(end + side * (13 + NEAR * k), words) for k, words in enumerate(below)]
    rows.sort()
    return list(zip([words for _, words in rows], spread([place for place, _ in rows], NEAR, 8 + NEAR, HEIGHT - 8)))


def _price(x: float) -> str:
    return numbers.show(x, "price", 0 if x >= 1000 else None)

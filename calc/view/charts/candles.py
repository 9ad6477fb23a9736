"""Candles: what the price did in each day or hour, the prices that matter across it, and where a trade began and ended."""

from __future__ import annotations

from calc.view import numbers
from calc.view.charts.axes import Scale, tick_text
from calc.view.svg import Drawing, Plot, at, spread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.pictures import Candle, Candles
    from calc.view.charts.given import Given
    from calc.view.words import Facts

TOP, FOOT = 26, 30  # pixels above and below the picture itself
WIDEST = 2.2  # percent of the width: a few candles do not become walls
NEAR = 19  # pixels between two names


def candles(chart: Candles, facts: Facts, given: Given) -> Drawing:
    """The drawing. `axes` are held while a line is dragged: the prices at the foot and at the head of the whole picture."""
    id, number, axes = given.id, given.number, given.axes
    plot = Plot(height=chart.height, x=(0, max(1, chart.room, len(chart.candles))), y=(0, 1), top=TOP, bottom=chart.height - FOOT, id=id)
    scale = _scale(chart, plot, axes)
    for value in scale.ticks(5):
        plot.line(0, plot.y(scale.share(value)), 100, plot.y(scale.share(value)), "grid")
        plot.text(0, plot.y(scale.share(value)), tick_text(value, chart.y.display), "end", dx=-10)
    for number_of_mark, (k, word) in enumerate(chart.marks):
        plot.text(plot.x(k + 0.5), chart.height - 10, facts.plain(word), "mid" + (" wide" if number_of_mark % 2 else ""))
    pale = len(chart.candles) if chart.faint is None else chart.faint
    _bodies(plot, scale, chart.candles, pale, len(chart.candles), " is-after")
    _bodies(plot, scale, chart.candles, 0, pale, "")
    _stretches(plot, scale, chart, facts, number)
    if pale < len(chart.candles) and chart.faint_label:
        plot.text(100, 6, facts.plain(chart.faint_label), "end soft halo")
    for spot in chart.spots:
        x, y = plot.x(spot.at + 0.5), plot.y(scale.share(spot.price))
        if spot.ended:
            plot.cross(x, y)
        else:
            plot.mark(x, y, '<circle r="5" class="' + spot.style + ' handle"/>')
        if spot.label:
            right = x > 60
            plot.text(x, y, facts.plain(spot.label), "name halo" + (" end" if right else ""), dx=-14 if right else 14)
    rows = [
        (plot.x(k + 0.5), tuple([facts.plain(chart.names[k])] + [numbers.price(value) for value in candle]))
        for k, candle in enumerate(chart.candles)
    ]
    ends = _ends(scale, plot) if plot.dragged else None
    svg = plot.done(style="is-candles", label=facts.plain(chart.said), axes=ends)
    return Drawing(svg=svg, heads=(chart.head, "Open", "High", "Low", "Close"), rows=tuple(rows))


def _scale(chart: Candles, plot: Plot, axes: tuple[float, ...] | None) -> Scale:
    """The prices from the foot to the head of the candles."""
    scale = Scale(chart.y)
    if axes is not None and len(axes) == 2:
        foot, head = axes
        scale.hold(*[foot + (head - foot) * (chart.height - y) / chart.height for y in (plot.bottom, plot.top)])
        return scale
    for candle in chart.candles:
        scale.widen(candle[2], candle[1])
    for spot in chart.spots:
        scale.widen(spot.price, spot.price)
    return scale


def _ends(scale: Scale, plot: Plot) -> tuple[float, float]:
    """The prices at the foot and at the head of the whole picture."""
    return scale.value((plot.bottom - plot.height) / (plot.bottom - plot.top)), scale.value(plot.bottom / (plot.bottom - plot.top))


def _bodies(plot: Plot, scale: Scale, given: tuple[Candle, ...], first: int, last: int, style: str) -> None:
    """The candles from `first` to before `last`, as three paths: wicks, bodies of those that rose, bodies of those that fell."""
    half = 10 * min(WIDEST, 0.62 * (plot.x(1) - plot.x(0))) / 2  # in tenths of a percent
    wicks, risen, fallen = "", "", ""
    for k in range(first, last):
        top, head, foot, bottom = [
            plot.y(scale.share(v)) for v in (given[k][1], max(given[k][0], given[k][3]), min(given[k][0], given[k][3]), given[k][2])
        ]
        x = 10 * plot.x(k + 0.5)
        wicks += "M%s %sV%sM%s %sV%s" % (at(x), at(top), at(head), at(x), at(foot), at(bottom))
        body = "M%s %sH%sV%sH%sZ" % (at(x - half), at(head), at(x + half), at(max(foot, head + 0.5)), at(x - half))
        if given[k][3] >= given[k][0]:
            risen += body
        else:
            fallen += body
    for path, kind in ((wicks, "wick"), (risen, "risen"), (fallen, "fallen")):
        if path:
            plot.path(path, kind + style)


def _stretches(plot: Plot, scale: Scale, chart: Candles, facts: Facts, number: int) -> None:
    """The price lines; their names stand at their right ends, pushed apart."""
    names = []
    for k, one in enumerate(chart.stretches):
        y = plot.y(scale.share(one.value))
        if not plot.top - 1 <= y <= plot.bottom + 1:
            continue
        x = 100.0 if one.end is None else plot.x(one.end + 0.5)
        plot.line(plot.x(one.start), y, x, y, one.style)
        if one.field:
            plot.handle(
                x,
                y,
                '<circle r="7" class="' + one.style + ' handle"/>',
                field=one.field,
                label=facts.meaning(one.field).label,
                text=numbers.price(one.value),
                axis="y",
                chart=number,
                ends=(scale.low, scale.high),
                value=one.value,
            )
        if one.label:
            names.append((y, k, x))
    names.sort()
    places = spread([y - 13 for y, _, _ in names], NEAR, plot.top, plot.bottom - 6)
    for (_, k, x), place in zip(names, places):
        one = chart.stretches[k]
        beside = one.end is not None and x < 70
        dx, style = (16, "name halo") if beside else (-14 if one.field or one.end is not None else 0, "name halo end")
        words, short = facts.plain(one.label), facts.plain(one.short)
        plot.text(x, place + 13 if beside else place, words, style + (" wide" if short else ""), dx=dx)
        if short:
            plot.text(x, place + 13 if beside else place, short, style + " slim", dx=dx)

"""Lines against an axis: curves, stairs, fans of paths; what ends has a cross, and nothing is drawn beyond the picture."""

from __future__ import annotations

from calc.pictures import Graph
from calc.view.charts.axes import Scale, shown, tick_text
from calc.view.charts.names import NEAR, above, handle, levels, name_of, two, upright, write
from calc.view.charts.strokes import bundle, ends, pieces, place_of, places
from calc.view.svg import Drawing, Plot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.pictures import Series
    from calc.view.charts.given import Given
    from calc.view.charts.names import Name
    from calc.view.charts.strokes import Box
    from calc.view.words import Facts

TOP, FOOT = 30, 44  # pixels above and below the picture itself
ROWS = 25  # of the table, at most


def graph(chart: Graph, facts: Facts, given: Given) -> Drawing:
    """The drawing. `axes` are held; `ghost` is the same picture of a pinned scenario, whose first line is drawn dashed."""
    id, number, axes, ghost = given.id, given.number, given.axes, given.ghost
    before = ghost[0] if ghost and isinstance(ghost[0], Graph) and _alike(ghost[0], chart) else None
    x, y = _scales(chart, before, axes)
    named = levels(upright(chart), facts, x)
    top = TOP + NEAR * max([0] + [row + 1 for _, row in named])
    plot = Plot(height=chart.height, x=(0, 1), y=(0, 1), top=top, bottom=chart.height - FOOT, id=id)
    _zones(plot, chart, facts, x, y)
    _ticks(plot, chart, x, y)
    for band in chart.bands:
        upper, lower = [(px, hi) for px, _, hi in band.points], [(px, lo) for px, lo, _ in band.points]
        outline = places(plot, x, y, upper) + places(plot, x, y, lower)[::-1]
        plot.curve(outline, "band" + (" is-liquidation" if band.style == "liquidation" else ""))
    for many in chart.paths:
        bundle(plot, many.paths, many.style, many.ended, x, y)
    names = [] if before is None else _pinned(plot, before, chart, x, y)
    crosses: list[Box] = []
    for series in chart.series:
        drawn = pieces(plot, series, x, y)
        for piece in drawn:
            plot.curve(piece, series.style)
        crosses += ends(plot, series, x, y)
        if series.label and drawn:
            names.append(name_of(series, drawn, facts))
    _rules(plot, chart, facts, x, y, names)
    for one, row in named:
        above(plot, one, row, facts, x)
    drawn_first = len(plot.parts)
    taken = crosses + ([] if chart.handle is None else handle(plot, chart.handle, facts, x, y, number, crosses))
    on_top = plot.parts[drawn_first:]
    del plot.parts[drawn_first:]
    write(plot, names, taken)
    plot.parts += on_top
    held = (x, y) if chart.handle is None or chart.handle.axis == "x" else (y, x)
    span = (held[0].low, held[0].high, held[1].low, held[1].high)
    heads, rows = _table(chart, facts, x)
    return Drawing(svg=plot.done(style="is-graph", label=facts.plain(chart.said), axes=span), heads=heads, rows=rows)


def _pinned(plot: Plot, before: Graph, chart: Graph, x: Scale, y: Scale) -> list[Name]:
    """The first line of the pinned picture, and the level at which it ended, if that is another one now; with their names."""
    names: list[Name] = []
    for was in before.series[:1]:
        for piece in pieces(plot, was, x, y):
            plot.curve(piece, "ghost pinned")
            names.append((piece[-1][0], piece[-1][1], "A", "", "soft"))
    now = [rule.value for rule in chart.rules]
    for rule in before.rules:
        if rule.axis == "y" and rule.style == "liquidation" and rule.value not in now:
            [(_, height)] = places(plot, x, y, [(x.low, rule.value)])
            plot.line(0, height, 100, height, "ghost pinned")
            names.append((0.0, height, "A", "", "soft"))
    return names


def _alike(one: Graph, other: Graph) -> bool:
    """Whether two pictures have the same kinds of axes, so that one can be drawn over the other."""
    return (one.x.scale, one.x.display, one.y.scale, one.y.display) == (other.x.scale, other.x.display, other.y.scale, other.y.display)


def _scales(chart: Graph, before: Graph | None, axes: tuple[float, ...] | None) -> tuple[Scale, Scale]:
    """The two axes: held ones as they were, else those of the picture, wide enough for the pinned one too."""
    x, y = Scale(chart.x), Scale(chart.y)
    if before is not None:
        x.widen(before.x.low, before.x.high)
        y.widen(before.y.low, before.y.high)
    if axes is not None and len(axes) == 4:
        first, second = (x, y) if chart.handle is None or chart.handle.axis == "x" else (y, x)
        first.hold(axes[0], axes[1])
        second.hold(axes[2], axes[3])
    return x, y


def _zones(plot: Plot, chart: Graph, facts: Facts, x: Scale, y: Scale) -> None:
    """Hatched parts of an axis."""
    hatches: dict[str, str] = {}
    for zone in chart.zones:
        if zone.style not in hatches:
            red = zone.style == "liquidation"
            hatches[zone.style] = plot.hatch(zone.style, "hatch-" + zone.style, 5 if red else 7, 45 if red else -45)
        if zone.axis == "x":
            a, b = [min(100.0, max(0.0, 100 * x.share(v))) for v in (zone.low, zone.high)]
            if b > a:
                plot.rect(a, plot.top, b - a, plot.bottom - plot.top, fill=hatches[zone.style])
        else:
            (_, a), (_, b) = places(plot, x, y, [(x.low, zone.low), (x.low, zone.high)])
            if a > b:
                plot.rect(0, b, 100, a - b, fill=hatches[zone.style])
                if zone.label:
                    two(plot, 0, b + 12, facts.plain(zone.label), facts.plain(zone.short), "halo", 8)


def _ticks(plot: Plot, chart: Graph, x: Scale, y: Scale) -> None:
    """Round numbers along both axes, their lines, and the names of the axes."""
    for value in y.ticks(5):
        height = place_of(plot, x, y, (x.low, value))[1]
        plot.line(0, height, 100, height, "axis" if value == 0 else "grid")
        plot.text(0, height, tick_text(value, chart.y.display), "end", dx=-10)
    if x.low < 0 < x.high:
        plot.line(100 * x.share(0.0), plot.top, 100 * x.share(0.0), plot.bottom, "axis")
    for value in x.ticks(6):
        plot.text(100 * x.share(value), plot.bottom + 18, tick_text(value, chart.x.display), "mid")
    plot.text(100, plot.bottom + 36, chart.x.label, "end soft")
    plot.text(0, 6, chart.y.label, "soft", dx=-10)


def _rules(plot: Plot, chart: Graph, facts: Facts, x: Scale, y: Scale, names: list[Name]) -> None:
    """Straight lines across, with their names: those of level lines among the names at the right, those of upright ones above."""
    for rule in chart.rules:
        if rule.axis == "y":
            height = place_of(plot, x, y, (x.low, rule.value))[1]
            if plot.top <= height <= plot.bottom:
                plot.line(0, height, 100, height, rule.style)
                if rule.label:
                    names.append((100.0, height, facts.plain(rule.label), facts.plain(rule.short), "name"))
        elif 0 <= x.share(rule.value) <= 1:
            plot.line(100 * x.share(rule.value), plot.top, 100 * x.share(rule.value), plot.bottom, rule.style)


def _table(chart: Graph, facts: Facts, x: Scale) -> tuple[tuple[str, ...], tuple[tuple[float | None, tuple[str, ...]], ...]]:
    """The named lines as columns, at the places of the one with most points."""
    named = [s for s in chart.series if s.label]
    if not named:
        return (), ()
    longest = named[-max([(len(s.points), -k) for k, s in enumerate(named)])[1]]
    places = [px for px, _ in longest.points if -0.001 <= x.share(px) <= 1.001]
    stride = max(1, (len(places) + ROWS - 1) // ROWS)
    rows = []
    for k, px in enumerate(places):
        if k % stride == 0 or k + 1 == len(places):
            values = [_value(s, px) for s in named]
            cells = [shown(chart.x, px)] + ["none" if value is None else shown(chart.y, value) for value in values]
            rows.append((100 * x.share(px), tuple(cells)))
    return (chart.x.label,) + tuple([facts.plain(s.label) for s in named]), tuple(rows)


def _value(series: Series, px: float) -> float | None:
    """The value of a line at a place: of the last point there, else between its neighbours."""
    last: tuple[float, float | None] | None = None
    found: float | None = None
    for point in series.points:
        if point[0] == px:
            found = point[1]
        elif point[0] > px:
            if last is None or last[0] == px:
                break
            if last[1] is None or point[1] is None:
                return None
            share = 0.0 if series.stairs else (px - last[0]) / (point[0] - last[0])
            return last[1] + (point[1] - last[1]) * share
        last = point
    return found

"""Lines against an axis: curves, stairs, fans of paths; what ends has a cross, and nothing is drawn beyond the picture."""

from __future__ import annotations

from calc.pictures import Graph, Rule
from calc.view.charts.axes import Scale, shown, tick_text
from calc.view.svg import Drawing, Plot, at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.pictures import Handle, Series, Zone
    from calc.story import Chart
    from calc.view.words import Facts

    Place = tuple[float, float]  # percent of the width, pixels from the top
    Name = tuple[float, float, str, str, str]  # place, words, short words, style
    Box = tuple[float, float, float]  # from percent, to percent, at that height

TOP, FOOT = 30, 44  # pixels above and below the picture itself
ROWS = 41  # of the table, at most
NEAR = 17  # pixels between two names
LETTER = 2.8  # percent of the width that a letter takes on a phone; on a wide screen there is room in any case


def graph(
    chart: Graph, facts: Facts, id: str, number: int, axes: tuple[float, ...] | None, ghost: tuple[Chart, Facts] | None = None
) -> Drawing:
    """The drawing. `axes` are held; `ghost` is the same picture of a pinned scenario, whose first line is drawn dashed."""
    before = ghost[0] if ghost and isinstance(ghost[0], Graph) else None
    x, y = _scales(chart, before, axes)
    above = _levels(_upright(chart), facts, x)
    top = TOP + NEAR * max([0] + [row for _, row in above])
    plot = Plot(height=chart.height, x=(0, 1), y=(0, 1), top=top, bottom=chart.height - FOOT, id=id)
    _zones(plot, chart, facts, x, y)
    _ticks(plot, chart, x, y)
    for band in chart.bands:
        upper, lower = [(px, hi) for px, _, hi in band.points], [(px, lo) for px, lo, _ in band.points]
        outline = _places(plot, x, y, upper) + _places(plot, x, y, lower)[::-1]
        plot.curve(outline, "band" + (" is-liquidation" if band.style == "liquidation" else ""))
    for bundle in chart.paths:
        _bundle(plot, bundle.paths, bundle.style, bundle.ended, x, y)
    names: list[Name] = []  # x, y, name, short name, style
    if before is not None:
        for one in before.series[:1]:
            for piece in _pieces(plot, one, x, y):
                plot.curve(piece, "ghost pinned")
                names.append((piece[-1][0], piece[-1][1], "A", "", "soft"))
    for series in chart.series:
        pieces = _pieces(plot, series, x, y)
        for piece in pieces:
            plot.curve(piece, series.style)
        _end(plot, series, x, y)
        if series.label and pieces:
            names.append(_name(series, pieces, facts))
    _rules(plot, chart, facts, x, y, names)
    for upright, row in above:
        _above(plot, upright, row, facts, x)
    taken = [] if chart.handle is None else [_handle(plot, chart.handle, facts, x, y, number)]
    _write(plot, names, taken)
    held = (x, y) if chart.handle is None or chart.handle.axis == "x" else (y, x)
    ends = (held[0].low, held[0].high, held[1].low, held[1].high)
    heads, rows = _table(chart, facts, x)
    return Drawing(svg=plot.done(style="is-graph", label=facts.plain(chart.said), axes=ends), heads=heads, rows=rows)


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


def _place(plot: Plot, x: Scale, y: Scale, point: tuple[float, float]) -> Place:
    return 100 * x.share(point[0]), plot.bottom - (plot.bottom - plot.top) * y.share(point[1])


def _places(plot: Plot, x: Scale, y: Scale, points: list[tuple[float, float]]) -> list[Place]:
    """Places of points, those outside at the edge."""
    out = []
    for point in points:
        px, py = _place(plot, x, y, point)
        out.append((min(100.0, max(0.0, px)), min(plot.bottom, max(plot.top, py))))
    return out


def _pieces(plot: Plot, series: Series, x: Scale, y: Scale) -> list[list[Place]]:
    """The visible pieces of a line: cut at its gaps and at the edges of the picture."""
    pieces: list[list[Place]] = []
    last: Place | None = None
    for px, py in series.points:
        if py is None:
            last = None
            continue
        place = _place(plot, x, y, (px, py))
        steps = [place]
        if series.stairs and last is not None:
            steps = [(place[0], last[1]), place]
        for step in steps:
            if last is None:
                if _inside(plot, step):
                    pieces.append([step])
            else:
                _draw_to(plot, pieces, last, step)
            last = step
    return [piece for piece in pieces if len(piece) > 1]


def _inside(plot: Plot, place: Place) -> bool:
    return -0.001 <= place[0] <= 100.001 and plot.top - 0.01 <= place[1] <= plot.bottom + 0.01


def _draw_to(plot: Plot, pieces: list[list[Place]], start: Place, end: Place) -> None:
    """Adds the visible part of one straight line to the pieces."""
    seen = _cut(plot, start, end)
    if seen is None:
        return
    a, b = seen
    if pieces and pieces[-1][-1] == a:
        pieces[-1].append(b)
    else:
        pieces.append([a, b])


def _cut(plot: Plot, start: Place, end: Place) -> tuple[Place, Place] | None:
    """The part of a straight line that lies in the picture, after Liang and Barsky."""
    low, high = 0.0, 1.0
    dx, dy = end[0] - start[0], end[1] - start[1]
    for step, room in ((-dx, start[0]), (dx, 100 - start[0]), (-dy, start[1] - plot.top), (dy, plot.bottom - start[1])):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            low = max(low, room / step)
        else:
            high = min(high, room / step)
    if low > high:
        return None
    a = start if low == 0.0 else (start[0] + dx * low, start[1] + dy * low)
    b = end if high == 1.0 else (start[0] + dx * high, start[1] + dy * high)
    return a, b


def _end(plot: Plot, series: Series, x: Scale, y: Scale) -> None:
    """The cross where a line ends."""
    known = [(px, py) for px, py in series.points if py is not None]
    for wanted, k in ((series.ended, -1), (series.first, 0)):
        if wanted and known:
            place = _place(plot, x, y, known[k])
            if _inside(plot, place):
                plot.cross(place[0], place[1])


def _bundle(plot: Plot, paths: tuple[tuple[tuple[float, float], ...], ...], style: str, ended: bool, x: Scale, y: Scale) -> None:
    """Many lines as one path, and the small crosses at the ends of those that ended."""
    if not paths:
        return
    text, ends = "", []
    for path in paths:
        places = _places(plot, x, y, list(path))
        text += "M" + "L".join([str(int(px * 10 + 0.5)) + " " + at(py) for px, py in places])
        ends.append(places[-1])
    plot.path(text, style + " faint")
    if ended:
        mark = plot.id + "-x"
        plot.add('<defs><path id="' + mark + '" d="M-3.5 -3.5L3.5 3.5M3.5 -3.5L-3.5 3.5" class="calc-x"/></defs>')
        for px, py in ends:
            plot.add('<use href="#%s" x="%s%%" y="%s"/>' % (mark, at(px), at(py)))


def _upright(chart: Graph) -> list[Rule | Zone]:
    """What has its name above the picture."""
    rules: list[Rule | Zone] = [r for r in chart.rules if r.axis == "x" and r.label]
    return rules + [z for z in chart.zones if z.axis == "x" and z.label]


def _levels(named: list[Rule | Zone], facts: Facts, x: Scale) -> list[tuple[Rule | Zone, int]]:
    """Each upright thing with the row above the picture that holds its name, so that names near each other do not meet."""
    rows: list[list[tuple[float, float]]] = []
    found = []
    for place, k in sorted([(_from(one, x), k) for k, one in enumerate(named)]):
        width = LETTER * len(facts.plain(named[k].short or named[k].label)) + 2
        left = place - width if place > 50 else place
        row = 0
        while row < len(rows) and any(left < b and a < left + width for a, b in rows[row]):
            row += 1
        if row == len(rows):
            rows.append([])
        rows[row].append((left, left + width))
        found.append((named[k], row))
    return found


def _from(one: Rule | Zone, x: Scale) -> float:
    """Where an upright name stands, in percent: at its line, or at the edge of its zone."""
    return min(100.0, max(0.0, 100 * x.share(one.value if isinstance(one, Rule) else one.low)))


def _above(plot: Plot, one: Rule | Zone, row: int, facts: Facts, x: Scale) -> None:
    """The name of an upright line or zone."""
    place = _from(one, x)
    style, dx = ("name end", -4) if place > 50 else ("name", 4)
    _two(plot, place, plot.top - 11 - NEAR * row, facts.plain(one.label), facts.plain(one.short), style, dx)


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
            (_, a), (_, b) = _places(plot, x, y, [(x.low, zone.low), (x.low, zone.high)])
            if a > b:
                plot.rect(0, b, 100, a - b, fill=hatches[zone.style])
                if zone.label:
                    _two(plot, 0, b + 12, facts.plain(zone.label), facts.plain(zone.short), "halo", 8)


def _ticks(plot: Plot, chart: Graph, x: Scale, y: Scale) -> None:
    """Round numbers along both axes, their lines, and the names of the axes."""
    for value in y.ticks(5):
        height = _place(plot, x, y, (x.low, value))[1]
        plot.line(0, height, 100, height, "axis" if value == 0 else "grid")
        plot.text(0, height, tick_text(value, chart.y.display), "end", dx=-10)
    if x.low < 0 < x.high:
        plot.line(100 * x.share(0.0), plot.top, 100 * x.share(0.0), plot.bottom, "axis")
    for value in x.ticks(6):
        plot.text(100 * x.share(value), plot.bottom + 18, tick_text(value, chart.x.display), "mid")
    plot.text(100, plot.bottom + 36, chart.x.label, "end soft")
    plot.text(0, 6, chart.y.label, "soft", dx=-10)


def _two(plot: Plot, x: float, y: float, words: str, short: str, style: str, dx: float) -> None:
    """Words, and the short ones of a narrow picture."""
    plot.text(x, y, words, style + (" wide" if short else ""), dx=dx)
    if short:
        plot.text(x, y, short, style + " slim", dx=dx)


def _rules(plot: Plot, chart: Graph, facts: Facts, x: Scale, y: Scale, names: list[Name]) -> None:
    """Straight lines across, with their names: those of level lines among the names at the right, those of upright ones above."""
    for rule in chart.rules:
        if rule.axis == "y":
            height = _place(plot, x, y, (x.low, rule.value))[1]
            if plot.top <= height <= plot.bottom:
                plot.line(0, height, 100, height, rule.style)
                if rule.label:
                    names.append((100.0, height, facts.plain(rule.label), facts.plain(rule.short), "name"))
        elif 0 <= x.share(rule.value) <= 1:
            plot.line(100 * x.share(rule.value), plot.top, 100 * x.share(rule.value), plot.bottom, rule.style)


def _name(series: Series, pieces: list[list[Place]], facts: Facts) -> Name:
    """Where the name of a line stands."""
    points = [place for piece in pieces for place in piece]
    wanted = points[0][0] + (points[-1][0] - points[0][0]) * series.named
    near = min([(abs(px - wanted), k) for k, (px, _) in enumerate(points)])[1]
    px, py = points[near]
    style = "soft" if series.style.split(" ")[0] == "ghost" else "name"
    return px, py + (26 if series.below else 0), facts.plain(series.label), facts.plain(series.short), style


def _write(plot: Plot, names: list[Name], taken: list[Box]) -> None:
    """Names beside their lines, above them or below, where no other words stand: right of the middle they end there, else begin."""
    for px, py, words, short, style in names:
        right = px > 50
        width = LETTER * len(short or words)
        box = (px - width, px) if right else (px, px + width)
        place = py - 13
        for shift in (-13, 15, -31, 33, -49, 51, -67):
            place = min(plot.bottom - 9, max(plot.top + 8, py + shift))
            if not any(box[0] < b and a < box[1] and abs(place - y) < NEAR for a, b, y in taken):
                break
        taken.append((box[0], box[1], place))
        _two(plot, px, place, words, short, style + " halo" + (" end" if right else ""), -4 if right else 6)


def _handle(plot: Plot, handle: Handle, facts: Facts, x: Scale, y: Scale, number: int) -> Box:
    """The reader's point, with a leader to its axis and its words; where these stand."""
    [(px, py)] = _places(plot, x, y, [(handle.x, handle.y)])
    if handle.axis == "x":
        plot.line(px, py, px, plot.bottom, "leader")
    else:
        plot.line(0, py, px, py, "leader")
    text = facts.plain(handle.text)
    ring = '<circle r="7" class="' + ("ended" if handle.ended else "entry") + ' handle"/>'
    if handle.field:
        along = x if handle.axis == "x" else y
        value = handle.x if handle.axis == "x" else handle.y
        plot.handle(
            px,
            py,
            ring,
            field=handle.field,
            label=facts.meaning(handle.field).label,
            text=text,
            axis=handle.axis,
            chart=number,
            ends=(along.low, along.high),
            value=min(along.high, max(along.low, value)),
        )
    else:
        plot.mark(px, py, ring)
    above = py - 20 if py - 20 > plot.top + 6 else py + 22
    width = min(100.0, 1.2 * LETTER * len(text))
    if px + width <= 100:
        left, anchor, dx = px, "", 10
    elif px >= width:
        left, anchor, dx = px - width, " end", -10
    else:  # it fits on neither side on a phone
        left, anchor, dx = min(100 - width, px), "", 0
    plot.text(px if anchor else left, above, text, "big halo" + anchor, dx=dx)
    return left, left + width, above


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
        elif point[0] > px and last is not None and last[0] < px:
            if last[1] is None or point[1] is None:
                return None
            share = 0.0 if series.stairs else (px - last[0]) / (point[0] - last[0])
            return last[1] + (point[1] - last[1]) * share
        last = point
    return found

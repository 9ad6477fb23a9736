"""The strokes of a graph: lines cut at the edges of the picture, bundles of paths, and the crosses where they end."""

from __future__ import annotations

from calc.view.svg import Plot, at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.pictures import Series
    from calc.view.charts.axes import Scale

    Place = tuple[float, float]  # percent of the width, pixels from the top
    Box = tuple[float, float, float]  # from percent, to percent, at that height


def place_of(plot: Plot, x: Scale, y: Scale, point: tuple[float, float]) -> Place:
    """Where a point stands, inside the picture or not."""
    return 100 * x.share(point[0]), plot.bottom - (plot.bottom - plot.top) * y.share(point[1])


def places(plot: Plot, x: Scale, y: Scale, points: list[tuple[float, float]]) -> list[Place]:
    """Places of points, those outside at the edge."""
    out = []
    for point in points:
        px, py = place_of(plot, x, y, point)
        out.append((min(100.0, max(0.0, px)), min(plot.bottom, max(plot.top, py))))
    return out


def pieces(plot: Plot, series: Series, x: Scale, y: Scale) -> list[list[Place]]:
    """The visible pieces of a line: cut at its gaps and at the edges of the picture."""
    pieces: list[list[Place]] = []
    last: Place | None = None
    for px, py in series.points:
        if py is None:
            last = None
            continue
        place = place_of(plot, x, y, (px, py))
        steps = [place]
        if series.stairs and last is not None:
            steps = [(place[0], last[1]), place]
        for step in steps:
            if last is None:
                if inside(plot, step):
                    pieces.append([step])
            else:
                _draw_to(plot, pieces, last, step)
            last = step
    return [piece for piece in pieces if len(piece) > 1]


def inside(plot: Plot, place: Place) -> bool:
    """Whether a place lies in the picture or on its edge."""
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


def ends(plot: Plot, series: Series, x: Scale, y: Scale) -> list[Box]:
    """The crosses where a line ends, and where they stand."""
    known = [(px, py) for px, py in series.points if py is not None]
    found = []
    for wanted, k in ((series.ended, -1), (series.first, 0)):
        if wanted and known:
            px, py = place_of(plot, x, y, known[k])
            if inside(plot, (px, py)):
                plot.cross(px, py)
                found.append((px - 3, px + 3, py))
    return found


def bundle(plot: Plot, paths: tuple[tuple[tuple[float, float], ...], ...], style: str, ended: bool, x: Scale, y: Scale) -> None:
    """Many lines as one path, and the small crosses at the ends of those that ended."""
    if not paths:
        return
    text, ends = "", []
    for path in paths:
        stops = [place_of(plot, x, y, point) for point in path]
        if max([py for _, py in stops]) > plot.bottom or min([py for _, py in stops]) < plot.top:
            lines: list[list[Place]] = []
            for k in range(len(stops) - 1):
                _draw_to(plot, lines, stops[k], stops[k + 1])
        else:
            lines = [stops]
        for line in lines:
            text += "M" + "L".join([str(int(px * 10 + 0.5)) + " " + at(py) for px, py in line])
        ends.append((min(100.0, stops[-1][0]), min(plot.bottom, max(plot.top, stops[-1][1]))))
    plot.path(text, style + " faint")
    if ended:
        mark = plot.id + "-x" + str(len(plot.parts))
        plot.add('<defs><path id="' + mark + '" d="M-3.5 -3.5L3.5 3.5M3.5 -3.5L-3.5 3.5" class="calc-x"/></defs>')
        for px, py in ends:
            plot.add('<use xlink:href="#%s" x="%s%%" y="%s"/>' % (mark, at(px), at(py)))

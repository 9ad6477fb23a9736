"""The words of a graph: names beside lines, above the picture, and at the reader's point, so that none lies on another."""

from __future__ import annotations

from calc.pictures import Graph, Rule
from calc.view.charts.strokes import places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.pictures import Handle, Series, Zone
    from calc.view.charts.axes import Scale
    from calc.view.charts.strokes import Box, Place
    from calc.view.svg import Plot
    from calc.view.words import Facts

    Name = tuple[float, float, str, str, str]  # place, words, short words, style

NEAR = 17  # pixels between two names
WIDE = 1.3  # percent of the width that a letter takes where there is room for the long names
LETTER = 2.8  # percent of the width that a letter takes on a phone; on a wide screen there is room in any case


def upright(chart: Graph) -> list[Rule | Zone]:
    """What has its name above the picture."""
    rules: list[Rule | Zone] = [r for r in chart.rules if r.axis == "x" and r.label]
    return rules + [z for z in chart.zones if z.axis == "x" and z.label]


def levels(named: list[Rule | Zone], facts: Facts, x: Scale) -> list[tuple[Rule | Zone, int]]:
    """Each upright thing with the row above the picture that holds its name, so that names near each other do not meet."""
    rows: list[list[tuple[float, float]]] = []
    found = []
    for place, k in sorted([(_edge(one, x), k) for k, one in enumerate(named)]):
        label, short = facts.plain(named[k].label), facts.plain(named[k].short)
        width = max(LETTER * len(short or label), WIDE * len(label)) + 2
        left = place - width if place > 50 else place
        row = 0
        while row < len(rows) and any(left < b and a < left + width for a, b in rows[row]):
            row += 1
        if row == len(rows):
            rows.append([])
        rows[row].append((left, left + width))
        found.append((named[k], row))
    return found


def _edge(one: Rule | Zone, x: Scale) -> float:
    """Where an upright name stands, in percent: at its line, or at the edge of its zone."""
    return min(100.0, max(0.0, 100 * x.share(one.value if isinstance(one, Rule) else one.low)))


def above(plot: Plot, one: Rule | Zone, row: int, facts: Facts, x: Scale) -> None:
    """The name of an upright line or zone."""
    place = _edge(one, x)
    style, dx = ("name end", -4) if place > 50 else ("name", 4)
    two(plot, place, plot.top - 11 - NEAR * row, facts.plain(one.label), facts.plain(one.short), style, dx)


def two(plot: Plot, x: float, y: float, words: str, short: str, style: str, dx: float) -> None:
    """Words, and the short ones of a narrow picture."""
    plot.text(x, y, words, style + (" wide" if short else ""), dx=dx)
    if short:
        plot.text(x, y, short, style + " slim", dx=dx)


def name_of(series: Series, pieces: list[list[Place]], facts: Facts) -> Name:
    """Where the name of a line stands."""
    points = [place for piece in pieces for place in piece]
    wanted = points[0][0] + (points[-1][0] - points[0][0]) * series.named
    near = min([(abs(px - wanted), k) for k, (px, _) in enumerate(points)])[1]
    px, py = points[near]
    style = "soft" if series.style.split(" ")[0] == "ghost" else "name"
    return px, py + (26 if series.below else 0), facts.plain(series.label), facts.plain(series.short), style


def write(plot: Plot, names: list[Name], taken: list[Box]) -> None:
    """Names beside their lines, above them or below, where no other words stand: right of the middle they end there, else begin."""
    for px, py, words, short, style in names:
        right = px > 50
        width = LETTER * len(short or words)
        box = (px - width, px) if right else (px, px + width)
        place = py - 13
        for shift in (-13, 15, -31, 33, -49, 51, -67, 69, 87):
            place = min(plot.bottom - 9, max(plot.top + 8, py + shift))
            if not any(box[0] < b and a < box[1] and abs(place - y) < NEAR for a, b, y in taken):
                break
        taken.append((box[0], box[1], place))
        two(plot, px, place, words, short, style + " halo" + (" end" if right else ""), -4 if right else 6)


def handle(plot: Plot, handle: Handle, facts: Facts, x: Scale, y: Scale, number: int, crosses: list[Box]) -> list[Box]:
    """The reader's point, with a leader to its axis and its words; where these and the point stand."""
    [(px, py)] = places(plot, x, y, [(handle.x, handle.y)])
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
    width = min(100.0, 1.2 * LETTER * len(text))
    sides = [(px, "", 10)] if px + width <= 100 else []
    sides += [(px - width, " end", -10)] if px >= width else []
    sides = sides[::-1] if handle.left else sides
    sides = sides or [(min(100 - width, px), "", 0)]  # it fits on neither side on a phone
    spots = [(left, anchor, dx, py + shift) for left, anchor, dx in sides for shift in (-20, 22) if plot.top < py + shift < plot.bottom - 6]
    free = [one for one in spots if not any(one[0] < b and a < one[0] + width and abs(one[3] - y) < NEAR for a, b, y in crosses)]
    left, anchor, dx, height = (free or spots)[0]
    plot.text(px if anchor else left, height, text, "big halo" + anchor, dx=dx)
    return [(left, left + width, height), (px - 4, px + 4, py)]

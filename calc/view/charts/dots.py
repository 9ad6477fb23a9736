"""Strips of dots, each dot one trade, one day or one person; a run is outlined."""

from __future__ import annotations

from calc.view.svg import Drawing, Plot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.pictures import Dots, Strip
    from calc.view.charts.given import Given
    from calc.view.words import Facts

PITCH = 34  # pixels from line to line
SHAPES = {"o": "M-2 0a2 2 0 1 0 4 0a2 2 0 1 0 -4 0", "x": "M-2 -2L2 2M2 -2L-2 2", "-": "M0 0h.01"}
STYLES = {"o": "calc-ring", "x": "calc-x", "-": "calc-filled"}  # they style what is used again, where no ancestor is known
A_LINE = 50  # dots, at most: a phone has room for them
PLACES = [str(2 * k + 1) for k in range(A_LINE)]


def dots(chart: Dots, facts: Facts, given: Given) -> Drawing:
    """The drawing: strips longer than a line go on in the next one."""
    id = given.id
    lines = [_lines(strip) for strip in chart.strips]
    labels = any(strip.label for strip in chart.strips)
    count = 0
    for one in lines:
        count += len(one)
    pitch = 20 if count > len(lines) else PITCH
    height = pitch * count + 14 * len(lines) + (20 * len(lines) if labels else 0)
    plot = Plot(height=height, x=(0, A_LINE), y=(0, 1), id=id)
    used = [letter for letter in ("o", "x", "-") if any(letter in strip.dots for strip in chart.strips)]
    uses = {}
    for number, letter in enumerate(used):
        plot.add('<defs><path id="%s-%d" d="%s" class="%s"/></defs>' % (id, number, SHAPES[letter], STYLES[letter]))
        uses[letter] = '<use xlink:href="#%s-%d" x="' % (id, number)
    y, rows = 8.0, []
    for strip, parts in zip(chart.strips, lines):
        if labels:
            plot.text(0, y + 4, facts.plain(strip.label), "soft")
            plot.text(100, y + 4, facts.plain(strip.text), "end num")
            y += 22
        for first, part in parts:
            _runs(plot, strip, first, len(part), y)
            foot = '%" y="' + str(int(y)) + '"/>'
            plot.add("".join([uses[letter] + PLACES[k] + foot for k, letter in enumerate(part)]))
            y += pitch
        y += 12
        rows.append((None, (facts.plain(strip.label), facts.plain(strip.text))))
    return Drawing(svg=plot.done(style="is-dots", label=facts.plain(chart.said)), heads=(chart.head, chart.count), rows=tuple(rows))


def _lines(strip: Strip) -> list[tuple[int, str]]:
    """The strip in lines: number of the first dot, and the dots."""
    return [(first, strip.dots[first : first + A_LINE]) for first in range(0, len(strip.dots), A_LINE)]


def _runs(plot: Plot, strip: Strip, first: int, count: int, y: float) -> None:
    """The outline of the run, as far as it lies in this line."""
    if strip.run is None:
        return
    start, end = max(strip.run[0], first), min(strip.run[1], first + count)
    if start < end:
        plot.add(
            '<rect x="%d%%" y="%d" width="%d%%" height="16" rx="8" class="run"/>' % ((start - first) * 2, int(y) - 8, (end - start) * 2)
        )

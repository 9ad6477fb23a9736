"""Bars on one scale, one below the other, with a word at the end of each."""

from __future__ import annotations

from calc.pictures import Tally
from calc.view.charts.axes import Scale, shown, tick_text
from calc.view.svg import Drawing, Plot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.view.charts.given import Given
    from calc.view.words import Facts

PITCH, THICK = 30, 15  # pixels from bar to bar, and of a bar
HEAD = 26


def tally(chart: Tally, facts: Facts, given: Given) -> Drawing:
    """The drawing: the reader's own bar on a tinted ground, the pinned scenario's value as a dashed line, diamonds for a second value."""
    id, ghost = given.id, given.ghost
    scale = Scale(chart.axis)
    pinned: dict[str, float | None] = {}
    if ghost is not None and isinstance(ghost[0], Tally):
        pinned = {bar.label: bar.value for bar in ghost[0].bars}
        scale.widen(ghost[0].axis.low, ghost[0].axis.high)
    foot = HEAD + PITCH * len(chart.bars)
    plot = Plot(height=foot + 6, x=(0, 1), y=(0, 1), id=id)
    hatches: dict[str, str] = {}
    for bar in chart.bars:
        if bar.style not in hatches:
            hatches[bar.style] = plot.hatch("bar-" + bar.style, "hatch-" + bar.style, 5, 45)
    for value in scale.ticks(5):
        plot.line(100 * scale.share(value), HEAD - 8, 100 * scale.share(value), foot, "axis" if value == scale.low else "grid")
        plot.text(100 * scale.share(value), 8, tick_text(value, chart.axis.display), "mid")
    rows = []
    for k, bar in enumerate(chart.bars):
        y = HEAD + PITCH * (k + 0.5)
        if bar.own:
            plot.rect(0, y - PITCH / 2 + 1, 100, PITCH - 2, "zone")
        plot.add('<g class="in-zone">' if bar.own else "<g>")
        plot.text(0, y, facts.plain(bar.label), "end name", dx=-10)
        end = 0.0
        if bar.value is not None:
            end = 100 * min(1.0, max(0.0, scale.share(bar.value)))
            plot.rect(0, y - THICK / 2, end, THICK, fill=hatches[bar.style])
            plot.line(end, y - THICK / 2, end, y + THICK / 2, bar.style + " cap")
        was = pinned.get(bar.label)
        if was is not None:
            place = 100 * min(1.0, max(0.0, scale.share(was)))
            plot.line(place, y - THICK / 2 - 3, place, y + THICK / 2 + 3, "ghost pinned")
        if bar.mark is not None:
            place = 100 * min(1.0, max(0.0, scale.share(bar.mark)))
            plot.mark(place, y, '<path d="M0-6 6 0 0 6-6 0Z" class="ink diamond"/>')
            end = max(end, place) if place - end < 12 else end
        inside = end > 62
        text, remark = facts.plain(bar.text), facts.plain(bar.remark)
        plot.text(end, y, text, "num halo strong" + (" end" if inside else ""), dx=-12 if inside else 10)
        if remark and not inside:
            plot.text(end, y, remark, "soft halo wide", dx=18 + 8 * len(text))
        plot.add("</g>")
        cells = [facts.plain(bar.label), text + (", " + remark if remark else "")]
        if chart.mark_label:
            cells.append("none" if bar.mark is None else shown(chart.axis, bar.mark))
        rows.append((None, tuple(cells)))
    heads = (chart.head, chart.axis.label) + ((chart.mark_label,) if chart.mark_label else ())
    return Drawing(svg=plot.done(style="is-tally", label=facts.plain(chart.said)), heads=heads, rows=tuple(rows))

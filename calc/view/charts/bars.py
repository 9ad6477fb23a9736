"""A whole to scale with the part that is yours, that part enlarged and cut into slices, and the same at another value of one input."""

from __future__ import annotations

from calc.errors import Rejection
from calc.view import numbers
from calc.view.svg import Drawing, Plot
from calc.view.words import Facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.story import Bars
    from calc.view.charts.given import Given

HEIGHT = 330
WHOLE, ENLARGED = 30, 44  # heights of the two kinds of bar


def bars(chart: Bars, facts: Facts, given: Given) -> Drawing:
    """The drawing: two pairs of bars, the parts of both on one scale; dashed lines end the parts of the pinned scenario."""
    id, ghost = given.id, given.ghost
    plot = Plot(height=HEIGHT, y=(0, 1), id=id)
    red = plot.hatch("keep", "hatch-liquidation", 5, 45)
    part = facts.number(chart.part.name)
    assert part is not None
    _pair(plot, chart, facts, 0, part, red)
    if ghost is not None:
        _pinned(plot, chart, ghost[1], part)
    changed = dict(facts.values)
    changed[chart.by] = value = (facts.number(chart.by) or 0.0) * chart.factor
    name = numbers.exact(value, facts.meaning(chart.by).display)
    try:
        twice = Facts(facts.c, changed, facts.c.evaluate(changed))
        _pair(plot, chart, twice, 172, part, red)
    except Rejection:
        plot.text(0, 184, name, "big")
        plot.text(0, 212, "Not possible: the position would be closed out the moment it opened, or the table does not allow it.", "wide")
        plot.text(0, 212, "Not possible at this size.", "slim")
    label = "Of a position of " + facts.text(chart.whole, "dollars") + ", " + facts.text(chart.part.name, "dollars") + " is yours: "
    label += ", ".join(facts.text(s.name, "dollars") + " " + s.label for s in chart.slices) + "."
    rows = [(None, (s.label, facts.text(s.name, "dollars"))) for s in (chart.part,) + chart.slices]
    return Drawing(svg=plot.done(style="is-bars", label=label), heads=("Part", "Amount"), rows=tuple(rows))


def _pinned(plot: Plot, chart: Bars, facts: Facts, scale: float) -> None:
    """Where the parts of another scenario end on the two bars of this one, as far as these reach."""
    whole, part = facts.number(chart.whole), facts.number(chart.part.name)
    assert whole is not None and part is not None
    _dashed(plot, 100 * part / whole, 26, WHOLE)
    end = 0.0
    for piece in chart.slices:
        end += 100 * (facts.number(piece.name) or 0.0) / scale
        _dashed(plot, end, 52 + WHOLE, ENLARGED)


def _dashed(plot: Plot, x: float, y: float, height: float) -> None:
    if x <= 100:
        plot.line(x, y - 4, x, y + height + 4, "ghost pinned")


def _pair(plot: Plot, chart: Bars, facts: Facts, top: float, scale: float, red: str) -> None:
    whole, part = facts.number(chart.whole), facts.number(chart.part.name)
    assert whole is not None and part is not None
    share = 100 * part / whole
    plot.text(0, top + 12, facts.text(chart.by), "big")
    plot.text(100, top + 12, "position " + facts.text(chart.whole, "dollars"), "end soft")
    y = top + 26
    plot.rect(0, y, 100, WHOLE, "zone edge")
    plot.rect(0, y, share, WHOLE, "fill-account")
    wide = 100 * part / scale
    plot.line(0, y + WHOLE, 0, y + WHOLE + 26, "leader")
    plot.line(share, y + WHOLE, wide, y + WHOLE + 26, "leader")
    y += WHOLE + 26
    x = 0.0
    for k, piece in enumerate(chart.slices):
        amount = facts.number(piece.name)
        assert amount is not None
        width = wide * amount / part
        plot.rect(
            x, y, width, ENLARGED, "edge " + ("" if piece.style == "hatched" else "fill-sheet"), red if piece.style == "hatched" else ""
        )
        words = piece.label + " " + facts.text(piece.name, "dollars")
        if k == 0:
            plot.text(x, y + ENLARGED / 2, words, "name", dx=10)
        else:
            plot.text(x + width, y + ENLARGED + 16, words, "name" + (" end" if x + width > 40 else ""))
        x += width
    if wide < 99:
        plot.text(wide, y + ENLARGED / 2, "half the money locked" if wide == 50 else "", "soft wide", dx=10)

"""A price ladder: the position is one stroke from entry to the cross; names and numbers stand beside their lines as a small table."""

from __future__ import annotations

from calc.view import numbers
from calc.view.svg import Drawing, Plot, spread, ticks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.story import Chart, Ladder, Level
    from calc.view.charts.given import Given
    from calc.view.words import Facts

RAIL = 33.0  # percent of the width; the rest is names and numbers
STROKE = RAIL * 0.72


def ladder(chart: Ladder, facts: Facts, given: Given) -> Drawing:
    """The drawing, with handles on the levels that can be dragged; of the pinned scenario the line where it ends."""
    id, number, axes, ghost = given.id, given.number, given.axes, given.ghost
    prices = [(level, price) for level in chart.levels for price in (facts.number(level.name),) if price is not None]
    entry, end, zero = (facts.number(name) if name else None for name in (chart.entry, chart.end, chart.zero))
    assert entry is not None
    pinned = _pinned(chart, end, ghost)
    low, high = (axes[0], axes[1]) if axes else _axes([price for _, price in prices] + [price for price, _ in pinned])
    plot = Plot(height=chart.height, y=(low, high), id=id)
    y = plot.y
    red = plot.hatch("kept", "hatch-liquidation", 5, 45)
    grey = plot.hatch("gone", "hatch-ink", 7, -45)
    for tick in ticks(low + (high - low) * 0.02, high - (high - low) * 0.02, 5):
        plot.line(0, y(tick), RAIL, y(tick), "grid")
        plot.text(0, y(tick), numbers.plain(tick), "end", dx=-10)
    plot.line(0, 0, 0, chart.height, "axis")
    last = end if end is not None else zero if zero is not None else high  # nothing ends it: the line runs out of the drawing
    start = entry
    if not chart.end:
        start, last = max([price for _, price in prices]), min([price for _, price in prices])
    plot.rect(0, y(start), RAIL, y(last) - y(start), "zone")
    if end is not None and zero is not None:
        plot.rect(0, y(end), RAIL, y(zero) - y(end), fill=red)
    if zero is not None:
        plot.rect(0, y(zero), RAIL, (0 if zero > entry else chart.height) - y(zero), fill=grey)
    plot.line(STROKE, y(start), STROKE, y(last), "account")
    for level, price in prices:
        plot.line(0, y(price), RAIL, y(price), level.style)
    for price, _ in pinned:
        plot.line(0, y(price), RAIL, y(price), "ghost pinned")
    _distances(plot, entry, end, prices)
    if end is not None:
        plot.cross(STROKE, y(end))
    _names(plot, chart, facts, prices, pinned, entry, end, zero)
    for level, price in prices:
        if level.drag:
            shape = (
                '<circle r="6" class="entry handle"/>'
                if level.style == "entry"
                else '<path d="M0-7.5 7.5 0 0 7.5-7.5 0Z" class="' + level.style + ' handle"/>'
            )
            text = facts.text(level.name)
            plot.handle(
                STROKE,
                y(price),
                shape,
                field=level.name,
                label=level.label,
                text=text,
                axis="y",
                chart=number,
                ends=(low, high),
                value=price,
            )
    words = ", ".join(level.label.lower() + " " + numbers.price(price) for level, price in prices)
    rows = [
        (None, (level.label, numbers.price(price), "" if level.name == chart.entry else numbers.change(price / entry - 1)))
        for level, price in prices
    ]
    svg = plot.done(style="is-ladder", label="Price ladder: " + words + ".", axes=(low, high))
    return Drawing(svg=svg, heads=("Line", "Price", "From entry"), rows=tuple(rows))


def _pinned(chart: Ladder, end: float | None, ghost: tuple[Chart, Facts] | None) -> list[tuple[float, str]]:
    """Where the pinned scenario ends, if that is elsewhere, and how far that is from its own entry."""
    price = ghost[1].number(chart.end) if ghost and chart.end else None
    entry = ghost[1].number(chart.entry) if ghost else None
    return [] if price is None or entry is None or price == end else [(price, numbers.change(price / entry - 1))]


def _axes(prices: list[float]) -> tuple[float, float]:
    low, high = min(prices), max(prices)
    span = high - low or high
    return max(0.0, low - span * 0.17), high + span * 0.12


def _distances(plot: Plot, entry: float, end: float | None, prices: list[tuple[Level, float]]) -> None:
    """Dimension arrows from entry to the stop and to the end, or without one to the target, as on a drawing."""
    stops = [price for level, price in prices if level.style == "stop"]
    if end is None and stops:
        for level, price in prices:
            if level.style == "target":
                end = price
    targets = ([(stops[0], RAIL * 0.36)] if stops else []) + ([(end, RAIL * (0.1 if stops else 0.23))] if end is not None else [])
    for price, x in targets:
        top, bottom = min(plot.y(entry), plot.y(price)) + 5, max(plot.y(entry), plot.y(price)) - 5
        if bottom - top < 26:
            continue
        plot.add('<g class="wide in-zone">')
        plot.line(x, top, x, bottom, "leader")
        plot.mark(x, top - 2, '<path d="M-3.5 5L0 0L3.5 5" class="leader"/>')
        plot.mark(x, bottom + 2, '<path d="M-3.5 -5L0 0L3.5 -5" class="leader"/>')
        middle = (top + bottom) / 2
        beyond = stops and price != stops[0] and (stops[0] - entry) * (price - entry) > 0
        if beyond and abs(plot.y(stops[0]) - plot.y(price)) > 40:  # beside the part that is left below the stop
            middle = (plot.y(stops[0]) + plot.y(price)) / 2
        plot.text(x, middle, numbers.change(price / entry - 1), "halo num", dx=7)
        plot.add("</g>")


def _names(
    plot: Plot,
    chart: Ladder,
    facts: Facts,
    prices: list[tuple[Level, float]],
    pinned: list[tuple[float, str]],
    entry: float,
    end: float | None,
    zero: float | None,
) -> None:
    """Names and numbers beside the rail, in the order of the prices, pushed apart and joined to their lines."""
    rows = []
    for level, price in prices:
        distance = "" if level.name == chart.entry else numbers.change(price / entry - 1)
        rows.append((plot.y(price), level.label, level.short, "name", numbers.price(price), distance))
    if end is not None and zero is not None and facts.number(chart.kept):
        rows.append((plot.y((end + zero) / 2), "What must stay", "must stay", "", facts.text(chart.kept), ""))
    for price, distance in pinned:
        label = next(level.label for level in chart.levels if level.name == chart.end) + ", A"
        rows.append((plot.y(price), label, "", "", numbers.price(price), distance))
    rows.sort(key=lambda row: (row[0], row[1]))  # the name decides a tie: not every Python sorts stably
    places = spread([row[0] for row in rows], 23, 10, plot.height - 10)
    for (y, label, short, style, number, distance), place in zip(rows, places):
        plot.line(RAIL, y, RAIL + 4, place, "leader")
        plot.line(RAIL + 4, place, RAIL + 6, place, "leader")
        plot.text(RAIL + 7.5, place, label, style + (" wide" if short else ""))
        if short:
            plot.text(RAIL + 7.5, place, short, style + " slim")
        plot.text(84, place, number, "num end wide" + (" strong" if label == "Liquidation" else ""))
        plot.text(100, place, distance, "num end soft wide")
        plot.text(100, place, number, "num end slim")

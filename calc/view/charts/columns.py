"""Small multiples on one scale: how far each of several values of one input lets the line run."""

from __future__ import annotations

from calc.view import numbers
from calc.view.svg import Drawing, Plot, ticks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.story import Columns
    from calc.view.charts.given import Given
    from calc.view.words import Facts

HEIGHT = 322
FARTHEST = 0.6  # what ends beyond runs out of the drawing, so that the near ones can be told apart
NEAR, FAR = 38, 270  # pixels of the origin and of the far end, seen from the side where the origin is


def columns(chart: Columns, facts: Facts, given: Given) -> Drawing:
    """The drawing; for a short it grows upward. The column of the pinned scenario has a dashed frame, and a dashed line at its own end."""
    ghost = given.ghost
    results = facts.c.results(facts.values, chart.by, chart.at)
    distances: list[float | None] = [None if result is None else getattr(result, chart.y) for result in results]
    prices: list[float | None] = [None if result is None else getattr(result, chart.label) for result in results]
    known = [d for d in distances if d is not None] + [f.value for f in chart.facts]
    up = known[0] > 0
    far = min(FARTHEST, max([0.5] + [abs(d) for d in known])) * (1 if up else -1)
    plot = Plot(height=HEIGHT, y=(0, far), top=HEIGHT - FAR if up else FAR, bottom=HEIGHT - NEAR if up else NEAR)
    y = plot.y
    width = 100 / len(chart.at)
    mine = facts.number(chart.by)
    side = 1 if up else -1
    for k, value in enumerate(chart.at):
        if value == mine:
            plot.rect(k * width + 0.6, 0, width - 1.2, HEIGHT, "zone")
    pinned = ghost[1] if ghost else None
    for tick in ticks(min(0.0, far), max(0.0, far), 5):
        if tick:
            plot.line(0, y(tick), 100, y(tick), "grid")
        plot.text(0, y(tick), numbers.fixed(tick, 0, 2) + numbers.NARROW + "%" if tick else chart.origin, "end", dx=-10)
    for fact in chart.facts:
        plot.line(0, y(fact.value), 100, y(fact.value), "ghost")
    plot.line(0, y(0), 100, y(0), "entry")
    for k, (value, distance, price) in enumerate(zip(chart.at, distances, prices)):
        x = (k + 0.5) * width
        plot.add('<g class="in-zone">' if value == mine else "<g>")
        plot.text(x, y(0) + side * 22, numbers.exact(float(value), facts.meaning(chart.by).display), "big mid")
        if distance is None or price is None:
            plot.text(x, y(0) - side * 26, "no line", "mid halo")
        else:
            inside = abs(distance) <= abs(far)
            end = y(distance if inside else far)
            plot.line(x, y(0), x, end, "account")
            plot.dot(x, y(0), "fill-entry")
            if inside:
                plot.cross(x, end)
            for place, words, style in (
                (22, numbers.change(distance), "name mid halo"),
                (39, numbers.show(price, "price", 0 if price >= 1000 else None), "mid halo"),
            ):
                plot.text(x, end - side * (place if inside else place - 53), words, style)
        plot.add("</g>")
    for k, value in enumerate(chart.at):
        its = pinned.number(chart.y) if pinned is not None and value == pinned.number(chart.by) else None
        if its is not None and 0 <= its / far <= 1:
            plot.rect(k * width + 1, 1, width - 2, HEIGHT - 2, "ghost pinned")
            if its != distances[k]:  # other things differ too
                plot.line(k * width + 1, y(its), (k + 1) * width - 1, y(its), "ghost pinned")
                plot.text(k * width + 1, y(its) - 10, "A", "name soft halo", dx=6)
    for fact in chart.facts:
        height = y(fact.value) - (13 if fact.above else side * 13)
        x, style = (100.0, "end halo") if fact.above else (30.0, "halo xwide")
        plot.text(
            x, height, fact.label + ": " + numbers.change(fact.value), style + (" wide" if fact.short else ""), dx=0 if fact.above else 12
        )
        if fact.short:
            plot.text(x, height, fact.short + ": " + numbers.change(fact.value), style + " slim")
    rows = [numbers.exact(float(v), "times") + " " + (numbers.change(d) if d is not None else "none") for v, d in zip(chart.at, distances)]
    table = [
        (
            None,
            (
                numbers.exact(float(v), facts.meaning(chart.by).display),
                "none" if d is None else numbers.change(d),
                "none" if p is None else numbers.price(p),
            ),
        )
        for v, d, p in zip(chart.at, distances, prices)
    ]
    heads = tuple([facts.meaning(name).label for name in (chart.by, chart.y, chart.label)])
    svg = plot.done(style="is-columns", label=facts.meaning(chart.y).label + " at " + ", ".join(rows) + ".")
    return Drawing(svg=svg, heads=heads, rows=tuple(table))

"""Years one below the other: the price on one scale for all of them, and a mark for each day; as a few paths, never an element a day."""

from __future__ import annotations

from calc.formulas.elementary import floor, log
from calc.recent import Recent
from calc.view import numbers
from calc.view.svg import Drawing, Plot, at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.pictures import Year, Years
    from calc.view.charts.given import Given
    from calc.view.words import Facts

HEAD = 24  # pixels above the first strip
PACE = 36.0  # pixels in which the price grows e-fold
LEAST = 10.0  # of a strip
TALL, SHORT, GAP, NEXT = 15, 4, 7, 17  # the marks, the space above them, and the space below
_lines = Recent(20)  # what prices were is drawn once, while the marks below them change


def years(chart: Years, facts: Facts, given: Given) -> Drawing:
    """The drawing. Pointing at a day of a strip sets the input."""
    id, number = given.id, given.number
    tops, y = [], float(HEAD)
    for strip in chart.strips:
        low, high = _range(strip)
        tops.append((y, max(LEAST, PACE * log(high / low)), high))
        y += tops[-1][1] + GAP + TALL + NEXT
    height = floor(y - NEXT + 4)
    plot = Plot(height=height, x=(0, chart.length), y=(0, 1), id=id)
    for k, (day, word) in enumerate(chart.months):
        style = " wide" if k % 3 else ""
        plot.line(plot.x(day), 16, plot.x(day), height, "grid" + style)
        plot.text(plot.x(day), 6, word, style.strip(), dx=2)
    plot.text(100, 6, facts.plain(chart.count), "", dx=12)
    spans, rows = [], []
    for strip, (top, tall, high) in zip(chart.strips, tops):
        foot = top + tall + GAP + TALL
        _strip(plot, chart, strip, top, high)
        _marks(plot, chart, strip, foot)
        plot.text(0, foot - 6, facts.plain(strip.label), "big end", dx=-12)
        plot.text(100, foot - 6, facts.plain(strip.text), "big", dx=12)
        plot.text(100, foot - 6, facts.plain(strip.remark), "", dx=17 + 9 * len(strip.text))
        ends = (numbers.shortest(numbers.rounded(top / height, 4)), numbers.shortest(numbers.rounded(foot / height, 4)))
        spans.append(ends[0] + " " + ends[1] + " " + str(strip.first) + " " + str(strip.first + chart.length))
        rows.append((None, (facts.plain(strip.label), facts.plain(strip.text) + " " + facts.plain(strip.remark))))
        if strip.first <= chart.chosen < strip.first + chart.length:
            _chosen(plot, chart, facts, plot.x(chart.chosen - strip.first + 0.5), top, foot, number)
    svg = plot.done(style="is-years", label=facts.plain(chart.said), pick=(chart.field, ";".join(spans)))
    return Drawing(svg=svg, heads=(chart.head, chart.count), rows=tuple(rows))


def _range(strip: Year) -> tuple[float, float]:
    prices = [price for _, price in strip.prices]
    return min(prices), max(prices)


def _path(plot: Plot, chart: Years, path: str, style: str) -> None:
    """A path in days and pixels."""
    plot.add(
        '<svg x="0" y="0" width="100%%" height="%s" viewBox="0 0 %d %s" preserveAspectRatio="none" overflow="visible">'
        '<path d="%s" class="%s"/></svg>' % (at(plot.height), chart.length, at(plot.height), path, style)
    )


def _strip(plot: Plot, chart: Years, strip: Year, top: float, high: float) -> None:
    """The price of one year."""
    _path(plot, chart, _lines.of((top, strip.prices), lambda: _line(strip, top, high)), "ink thin")


def _line(strip: Year, top: float, high: float) -> str:
    """The price in steps from point to point."""
    x, y = strip.prices[0][0], floor(10 * (top + PACE * log(high / strip.prices[0][1])))
    path = "M" + str(x) + " " + at(y / 10) + "l"
    for day, price in strip.prices[1:]:
        next_y = floor(10 * (top + PACE * log(high / price)))
        path += str(day - x) + " " + at((next_y - y) / 10) + " "
        x, y = day, next_y
    return path.strip()


def _marks(plot: Plot, chart: Years, strip: Year, foot: float) -> None:
    """The marks of one year: days of one kind in a row are one rectangle."""
    for letter, tall, style in (("o", SHORT, "mark-open"), ("x", TALL, "mark-out")):
        path, start = "", -1
        for k, mark in enumerate(strip.marks + " "):
            if mark == letter and start < 0:
                start = k
            elif mark != letter and start >= 0:
                path += "M%d %sh%dv%dh-%dz" % (start, at(foot - tall), k - start, tall, k - start)
                start = -1
        if path:
            _path(plot, chart, path, style)


def _chosen(plot: Plot, chart: Years, facts: Facts, x: float, top: float, foot: float, number: int) -> None:
    """The arrow at the chosen day, which the keys of a slider move."""
    plot.line(x, top - 4, x, foot - TALL - 7, "entry slim-line")
    plot.handle(
        x,
        foot - TALL - 1,
        '<path d="M-5.5-8h11L0 0Z" class="fill-entry"/>',
        field=chart.field,
        label=facts.meaning(chart.field).label,
        text=facts.plain(chart.text),
        axis="x",
        chart=number,
        ends=(chart.strips[0].first, chart.strips[-1].first + chart.length),
        value=chart.chosen,
    )
    right = x > 60
    plot.text(x, top + 2, facts.plain(chart.label), "name halo" + (" end" if right else ""), dx=-8 if right else 8)

"""Pictures: one file a kind; each turns what a story asks for into SVG text, and into rows of a table."""

from __future__ import annotations

from calc.pictures import Candles, Dots, Graph, Ladders, Tally, Years
from calc.story import Columns, Curves, Ladder, Lines, Reaches
from calc.view.charts.bars import bars
from calc.view.charts.candles import candles
from calc.view.charts.columns import columns
from calc.view.charts.curves import curves
from calc.view.charts.dots import dots
from calc.view.charts.graph import graph
from calc.view.charts.ladder import ladder
from calc.view.charts.ladders import ladders
from calc.view.charts.lines import lines
from calc.view.charts.reaches import reaches
from calc.view.charts.tally import tally
from calc.view.charts.years import years

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.pictures import Picture
    from calc.story import Chart
    from calc.view.svg import Drawing
    from calc.view.words import Facts


def draw(
    chart: Chart,
    facts: Facts,
    id: str,
    number: int,
    axes: tuple[float, ...] | None,
    ghost: tuple[Chart, Facts] | None = None,
    guess: tuple[str, float] | None = None,
) -> Drawing:
    """The drawing of `chart`. `axes`, if given, are held instead of chosen; `ghost` is the same picture of the pinned scenario.

    `guess` is the output that was guessed, and the value.
    """
    name = id + "-" + str(number)
    if isinstance(chart, (Candles, Dots, Graph, Ladders, Tally, Years)):
        return _picture(chart, facts, name, number, axes, ghost)
    if isinstance(chart, Ladder):
        return ladder(chart, facts, name, number, axes, ghost)
    if isinstance(chart, Lines):
        return lines(chart, facts, name, number, axes, ghost, guess[1] if guess and guess[0] == chart.y else None)
    if isinstance(chart, Curves):
        return curves(chart, facts, name, number, axes, ghost)
    if isinstance(chart, Reaches):
        return reaches(chart, facts)
    return columns(chart, facts, ghost) if isinstance(chart, Columns) else bars(chart, facts, name)


def _picture(
    chart: Picture, facts: Facts, name: str, number: int, axes: tuple[float, ...] | None, ghost: tuple[Chart, Facts] | None
) -> Drawing:
    """The drawing of a picture whose numbers the story worked out."""
    if isinstance(chart, Graph):
        return graph(chart, facts, name, number, axes, ghost)
    if isinstance(chart, Tally):
        return tally(chart, facts, name, ghost)
    if isinstance(chart, Candles):
        return candles(chart, facts, name, number, axes)
    if isinstance(chart, Ladders):
        return ladders(chart, facts, name)
    if isinstance(chart, Years):
        return years(chart, facts, name, number)
    return dots(chart, facts, name)

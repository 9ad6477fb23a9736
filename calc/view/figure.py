"""A picture with its caption, a way to read values off it by pointer, touch and keyboard, and its numbers as a table."""

from __future__ import annotations

from calc.view.markup import escape
from calc.view.svg import at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.story import Chart
    from calc.view.svg import Drawing
    from calc.view.words import Facts


def figure(chart: Chart, drawing: Drawing, facts: Facts, number: int) -> str:
    """The figure. Rows of the table that have a place in the picture can be pointed at; a slider does the same for the keyboard."""
    title = facts.plain(chart.title)
    name = title.rstrip(".?")  # which of the pictures a control belongs to
    caption = "<figcaption><strong>%s</strong> %s</figcaption>" % (escape(title), escape(facts.plain(chart.caption)))
    placed = [row for row in drawing.rows if row[0] is not None]
    reader = ""
    if placed:
        reader = (
            '<input type="range" class="calc-reader" min="0" max="%d" value="0" data-key="reader-%d" aria-label="Read values: %s, %s">'
            '<p class="calc-read" aria-hidden="true" hidden><span></span></p>'
        ) % (len(placed) - 1, number, escape(drawing.heads[0]), escape(name))
    return '<figure class="calc-chart" data-key="chart-%d">%s<div class="calc-picture">%s%s</div>%s</figure>' % (
        number,
        caption,
        drawing.svg,
        reader,
        _table(drawing, number, name),
    )


def _table(drawing: Drawing, number: int, name: str) -> str:
    """The numbers of the picture; a row knows its place in it."""
    if not drawing.rows:
        return ""
    heads = "".join(['<th scope="col">' + escape(head) + "</th>" for head in drawing.heads])
    lines = []
    for place, cells in drawing.rows:
        where = "" if place is None else ' data-x="' + at(place) + '"'
        rest = "".join(["<td>" + escape(cell) + "</td>" for cell in cells[1:]])
        lines.append('<tr%s><th scope="row">%s</th>%s</tr>' % (where, escape(cells[0]), rest))
    return (
        '<details class="calc-more is-data" data-key="data-%d"><summary>The numbers in this picture'
        '<span class="calc-over">: %s</span></summary>'
        '<div class="calc-scroll" role="region" tabindex="0" aria-label="%s">'
        '<table class="calc-table is-numbers"><thead><tr>%s</tr></thead><tbody>%s</tbody></table></div></details>'
    ) % (number, escape(name), escape(name), heads, "".join(lines))

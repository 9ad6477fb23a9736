"""One answer as a picture to show to others: its sentence, key numbers and first chart, and where it came from."""

from __future__ import annotations

from calc.view import charts, compare
from calc.view.charts.given import Given
from calc.view.markup import PURPOSE, SITE, escape
from calc.view.result import ghost, outputs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.story import Story
    from calc.view.compare import Side
    from calc.view.words import Facts


def poster(facts: Facts, story: Story, id: str, pin: Side | None, address: str, day: str) -> str:
    """What the picture holds; the page lays it out, and turns it into an image."""
    parts = ['<p class="calc-poster-name"><b>' + SITE + "</b> " + escape(facts.c.title) + "</p>"]
    parts += ['<p class="calc-poster-verdict">' + facts.html(story.verdict) + "</p>"]
    if pin is not None:
        parts.append(compare.box(pin, (facts, story)))
    parts.append(outputs(facts, story.outputs, pin))
    for chart in story.charts[:1]:
        drawing = charts.draw(chart, facts, Given(id=id + "-poster", ghost=ghost(chart, pin, 0, 0)))
        parts.append('<div class="calc-chart"><p class="calc-caption">%s</p>%s</div>' % (escape(facts.plain(chart.title)), drawing.svg))
    parts.append('<p class="calc-poster-foot">%s</p>' % "<br>".join([escape(line) for line in (day, address, PURPOSE) if line]))
    return "".join(parts)

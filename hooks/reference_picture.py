"""The same position at every venue, as a picture: each line ends with a cross where the venue closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.view import numbers
from calc.view.svg import Plot, ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT = 400
TOP, BOTTOM = 30, 370


def picture(lines: Sequence[tuple[str, float]], bankruptcy: float, title: str, caption: str) -> str:
    """A figure; `lines` are names and prices, all on one side of the entry, which lies outside the drawing on the right."""
    prices = [price for _, price in lines]
    low, high = min([*prices, bankruptcy]), max(prices)
    margin = (high - low) * 0.12
    plot = Plot(height=HEIGHT, x=(low - margin, high + margin), y=(0, 1))
    pitch = (BOTTOM - TOP) / len(lines)
    for tick in ticks(low - margin, high + margin, 5):
        plot.line(plot.x(tick), TOP, plot.x(tick), BOTTOM, "grid")
        plot.text(plot.x(tick), BOTTOM + 16, numbers.compact(tick), "mid")
    plot.line(plot.x(bankruptcy), TOP, plot.x(bankruptcy), BOTTOM, "bankruptcy")
    plot.text(plot.x(bankruptcy), TOP - 14, "bankruptcy " + numbers.price(bankruptcy), "")
    for k, (name, price) in enumerate(lines):
        y = TOP + pitch * (k + 0.5)
        plot.text(0, y, name, "end", dx=-10)
        plot.line(plot.x(price), y, 100, y, "account")
        plot.cross(plot.x(price), y)
        plot.text(plot.x(price), y, numbers.price(price), "num halo end", dx=-12)
    said = "; ".join(f"{name} {numbers.price(price)}" for name, price in lines)
    drawing = plot.done(style="is-venues", label=f"{title} {said}.")
    return f'<figure class="calc-chart is-venues-figure"><figcaption><strong>{title}</strong> {caption}</figcaption>{drawing}</figure>'

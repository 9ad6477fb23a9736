"""Pictures: one file a kind; each turns what a story asks for into SVG text, and into rows of a table.

The file and its function are called like the kind, and are imported when a picture of that kind is first drawn.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from calc.story import Chart
    from calc.view.charts.given import Given
    from calc.view.svg import Drawing
    from calc.view.words import Facts

_kinds: dict[str, Callable[[Any, Facts, Given], Drawing]] = {}


def draw(chart: Chart, facts: Facts, given: Given) -> Drawing:
    """The drawing of `chart`."""
    kind = type(chart).__name__.lower()
    if kind not in _kinds:
        _kinds[kind] = getattr(__import__("calc.view.charts." + kind, None, None, (kind,)), kind)
    return _kinds[kind](chart, facts, given)

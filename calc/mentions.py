"""Every name of an input or output that a story mentions, so that a misspelt one is found when the calculator is declared."""

from __future__ import annotations

from calc import expression
from calc.story import Bars, Columns, Ladder, Lines, Story
from calc.view import messages


def mentioned(story: Story) -> list[str]:
    """The names, in no special order, some more than once. ValueError for a working that is not an equation."""
    names = [shown.name for shown in story.outputs]

    def heard(name: str, _how: str) -> str:
        names.append(name)
        return ""

    for template in [story.verdict, story.convention, *(shown.remark for shown in story.outputs)]:
        messages.fill(template, heard)
    if story.percents is not None:
        names += [story.percents.move, story.percents.margin, story.percents.account]
    for text in story.working:
        left, tree = expression.equation(text)
        names += [left, *_leaves(tree)]
    for chart in story.charts + story.context:
        names += _of_chart(chart)
    return names


def _leaves(tree: expression.Tree) -> list[str]:
    if isinstance(tree, str):
        return [] if tree[0] in "0123456789" else [tree]
    return _leaves(tree[1]) + _leaves(tree[2])


def _of_chart(chart: Ladder | Lines | Bars | Columns) -> list[str]:
    if isinstance(chart, Ladder):
        return [level.name for level in chart.levels] + [chart.entry, chart.end, chart.zero, chart.kept]
    if isinstance(chart, Lines):
        return [chart.x, chart.y, chart.marker, chart.ended, chart.ends_at, chart.ghost[0]] + [name for name, _ in chart.fixed]
    if isinstance(chart, Columns):
        return [chart.by, chart.y, chart.label]
    return [chart.whole, chart.part.name, chart.by] + [piece.name for piece in chart.slices]

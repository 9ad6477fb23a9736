"""Every name of an input or output that a story mentions, so that a misspelt one is found when the calculator is declared."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from calc import expression
from calc.pictures import Candles, Dots, Graph, Ladders, Tally, Years
from calc.story import Bars, Columns, Curves, Ladder, Lines, Reaches
from calc.view import messages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.model import Calculator
    from calc.story import Sheet, Story


def mentioned(story: Story) -> list[str]:
    """The names, in no special order, some more than once. ValueError for a working that is not an equation."""
    outputs = story.outputs + (story.summary.outputs if story.summary is not None else ())
    names = [shown.name for shown in outputs]

    def heard(name: str, _how: str) -> str:
        names.append(name)
        return ""

    for template in [story.verdict, story.convention, story.brief, *(shown.remark for shown in outputs)]:
        messages.fill(template, heard)
    if story.percents is not None:
        names += [story.percents.move, story.percents.margin, story.percents.account]
    for table in story.tables:
        names += [table.rows] + [table.rows + "." + field for field in (table.head, *table.columns)]
    if story.sheet is not None:
        names += _of_sheet(story.sheet)
    for text in story.working:
        left, tree = expression.equation(text)
        names += [left, *_leaves(tree)]
    names += [story.end] if story.end else []
    if story.ask is not None:
        names.append(story.ask.output)
        messages.fill(story.ask.question, heard)
    for chart in story.charts + story.context:
        if isinstance(chart, (Graph, Tally, Dots, Candles, Ladders, Years)):
            for text in _texts(chart):
                messages.fill(text, heard)
            names += [chart.handle.field] if isinstance(chart, Graph) and chart.handle and chart.handle.field else []
            names += [one.field for one in chart.stretches if one.field] if isinstance(chart, Candles) else []
            names += [chart.field] if isinstance(chart, Years) else []
        else:
            names += _of_chart(chart)
    return names


def _of_sheet(sheet: Sheet) -> list[str]:
    """The names on a sheet: in its texts, of text inputs and switches, and on its ladder."""
    names = [] if sheet.ladder is None else _of_chart(sheet.ladder)

    def heard(name: str, _how: str) -> str:
        names.append(name)
        return ""

    for part in sheet.parts:
        names.extend(part.words + part.ticks)
        for entry in part.entries:
            messages.fill(entry.text + entry.remark, heard)
    messages.fill(sheet.title + sheet.lead, heard)
    return names


def _texts(thing: Any) -> list[str]:
    """Every text in a picture."""
    if isinstance(thing, str):
        return [thing]
    if isinstance(thing, tuple):
        return [text for one in thing for text in _texts(one)]
    return [text for f in fields(thing) for text in _texts(getattr(thing, f.name))] if is_dataclass(thing) else []


def nameable(c: Calculator[..., Any]) -> list[str]:
    """The names that a story may mention: inputs, outputs, and the fields of outputs that are rows, as `positions.distance`."""
    names = [i.name for i in c.inputs]
    for o in c.outputs:
        names += [o.name] + [o.name + "." + field.name for field in o.fields]
    return names


def _leaves(tree: expression.Tree) -> list[str]:
    if isinstance(tree, str):
        return [] if tree[0] in "0123456789" else [tree]
    return _leaves(tree[1]) + _leaves(tree[2])


def _of_chart(chart: Ladder | Lines | Bars | Columns | Curves | Reaches) -> list[str]:
    if isinstance(chart, Ladder):
        return [level.name for level in chart.levels] + [name for name in (chart.entry, chart.end, chart.zero, chart.kept) if name]
    if isinstance(chart, Lines):
        return [chart.x, chart.y, chart.marker, chart.ended, chart.ends_at, chart.ghost[0]] + [name for name, _ in chart.fixed]
    if isinstance(chart, Curves):
        return [chart.x, chart.y, chart.floor, *chart.ends]
    if isinstance(chart, Reaches):
        return [chart.rows, chart.rows + "." + chart.head, chart.rows + "." + chart.distance, *chart.together]
    if isinstance(chart, Columns):
        return [chart.by, chart.y, chart.label]
    return [chart.whole, chart.part.name, chart.by] + [piece.name for piece in chart.slices]

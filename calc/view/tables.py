"""Answers in tables: rows of a result, and every number of it by name."""

from __future__ import annotations

from calc.view import numbers
from calc.view.markup import escape
from calc.view.words import cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.inputs import Output, Value
    from calc.story import Story, Table
    from calc.view.words import Facts


def output(name: str, answered: Value, text: str) -> str:
    """The `<output>` element of one answer: its text, and its full value for programs."""
    full = ""
    if isinstance(answered, (bool, str)):
        full = answered if isinstance(answered, str) else ("true" if answered else "false")
    elif isinstance(answered, (int, float)):
        full = numbers.shortest(float(answered))
    return '<output name="%s" data-value="%s" aria-live="off">%s</output>' % (name, escape(full), escape(text))


def table(facts: Facts, t: Table, id: str) -> str:
    """One line for each row of an output, which scrolls by itself where the screen is narrow."""
    declared = facts.c.output(t.rows)
    fields = {f.name: f for f in declared.fields}
    heads = "".join('<th scope="col">%s</th>' % escape(fields[name].label) for name in (t.head,) + t.columns)
    lines = []
    for number, row in enumerate(getattr(facts.result, t.rows)):
        cells = []
        for name in t.columns:
            shown = _cell(facts, declared, number, fields[name], t.none)
            cells.append('<td data-label="%s">%s</td>' % (escape(fields[name].label), shown))
        lines.append('<tr><th scope="row">%s</th>%s</tr>' % (escape(getattr(row, t.head)), "".join(cells)))
    ref = id + "-" + t.rows
    return (
        '<div class="calc-lines"><p id="%s-title">%s</p><div class="calc-scroll" role="region" tabindex="0" aria-labelledby="%s-title">'
        '<table class="calc-table is-roster"><thead><tr>%s</tr></thead><tbody>%s</tbody></table></div></div>'
    ) % (ref, escape(t.title), ref, heads, "".join(lines))


def _cell(facts: Facts, declared: Output, number: int, field: Output, none: str = "none") -> str:
    value: Value = getattr(getattr(facts.result, declared.name)[number], field.name)
    text = cell(field, value) if isinstance(value, (bool, int, float, str)) else none
    return output(declared.name + "." + str(number) + "." + field.name, value, text)


def every_number(facts: Facts, story: Story) -> str:
    """Every input and output by name; the outputs not shown above carry their `<output>` here."""
    above = [s.name for s in story.outputs + (story.summary.outputs if story.summary else ())]
    given = [_line(i.label, escape(i.written(facts.values[i.name]))) for i in facts.c.inputs if facts.c.applies(i, facts.values)]
    answers = []
    for o in facts.c.outputs:
        if o.fields:
            answers += _fields(facts, o, story)
            continue
        text = facts.text(o.name)
        cell = escape(text) if o.name in above else output(o.name, facts.value(o.name), text)
        unit = " " + o.unit if facts.value(o.name) is not None and o.unit not in ("", "fraction", "×") else ""
        answers.append(_line(o.label, cell + escape(unit)))
    return (
        '<details class="calc-more is-table" data-key="table"><summary>Every number in a table</summary><table class="calc-table">'
        + _group("You put in", given)
        + _group("The answers", answers)
        + "</table></details>"
    )


def _fields(facts: Facts, o: Output, story: Story) -> list[str]:
    """The fields of each row of an output, as far as no table above shows them."""
    above = [name for t in story.tables if t.rows == o.name for name in (t.head,) + t.columns]
    rest = [f for f in o.fields if f.name not in above]
    return [
        _line(o.label + " " + str(number + 1) + ": " + f.label.lower(), _cell(facts, o, number, f))
        for number in range(len(getattr(facts.result, o.name)))
        for f in rest
    ]


def _line(label: str, cell: str) -> str:
    return '<tr><th scope="row">%s</th><td>%s</td></tr>' % (escape(label), cell)


def _group(title: str, lines: list[str]) -> str:
    return '<tbody><tr><th colspan="2" scope="rowgroup">' + title + "</th></tr>" + "".join(lines) + "</tbody>"

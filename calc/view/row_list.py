"""The fields of an input of rows: a list of small forms that can be added to, removed, and put into another order."""

from __future__ import annotations

from calc.view import rows
from calc.view.markup import escape, icon

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.errors import Problem
    from calc.inputs import Input


def row_fields(i: Input, text: str, problems: tuple[Problem, ...], id: str) -> str:
    """The whole input: one small form a row, and a button for one more. `problems` of a field stand under it, others under the list.

    Rows beyond those that there may be are not shown.
    """
    given = rows.cells(text, most=i.most)[: i.most]
    ref = id + "-" + i.name
    items = "".join([_row(i, number, given, problems, id) for number in range(len(given))])
    general = "".join(
        [
            '<p class="calc-problem" data-problem="%s">%s<span>%s</span></p>' % (i.name, icon("look"), escape(p.message))
            for p in problems
            if p.field == i.name
        ]
    )
    helps = "".join(['<p id="%s-%s-help"><strong>%s</strong> %s</p>' % (ref, f.name, escape(f.label), escape(f.help)) for f in i.fields])
    about = '<details class="calc-more" data-key="%s-help"><summary>What the fields mean</summary>%s</details>' % (i.name, helps)
    full = " disabled" if len(given) >= i.most else ""
    add = '<button type="button" class="calc-do" data-rows="add"%s>%sAdd a %s</button>' % (full, icon("more"), escape(i.noun))
    return (
        '<div class="calc-field is-rows" role="group" aria-labelledby="%s-label" aria-describedby="%s-help" data-field="%s" data-list>'
        '<span class="calc-label" id="%s-label">%s</span><p class="calc-help is-quiet" id="%s-help">%s</p>'
        '<div class="calc-list">%s</div>%s%s%s</div>'
    ) % (ref, ref, i.name, ref, escape(i.label), ref, escape(i.help), items, general, add, about)


def _row(i: Input, number: int, given: list[list[str]], problems: tuple[Problem, ...], id: str) -> str:
    name = i.noun[:1].upper() + i.noun[1:] + " " + str(number + 1)
    cells = given[number]
    fields = "".join(
        [_cell(f, rows.name_of(i, number, f.name), cells[k] if k < len(cells) else "", name, problems, id) for k, f in enumerate(i.fields)]
    )
    buttons = (
        _button("up", number, "Move " + name.lower() + " up", number == 0)
        + _button("down", number, "Move " + name.lower() + " down", number == len(given) - 1)
        + _button("remove", number, "Remove " + name.lower(), len(given) <= i.least)
    )
    return (
        '<div class="calc-row" role="group" aria-label="%s" data-key="row-%d"><p class="calc-row-head"><span>%s</span>%s</p>'
        '<div class="calc-row-fields">%s</div></div>'
    ) % (escape(name), number, escape(name), buttons, fields)


def _button(what: str, number: int, label: str, useless: bool) -> str:
    return '<button type="button" class="calc-row-do" data-rows="%s" data-row="%d" aria-label="%s"%s>%s</button>' % (
        what,
        number,
        escape(label),
        " disabled" if useless else "",
        icon(what),
    )


def _cell(f: Input, name: str, text: str, row: str, problems: tuple[Problem, ...], id: str) -> str:
    """One field of one row. Its name says the row to those who cannot see where it stands."""
    ref = id + "-" + name
    mine = [p for p in problems if p.field == name]
    described = "%s-%s-help" % (id, name.partition(".")[0] + "-" + f.name) + (" %s-problem" % ref if mine else "")
    aids = ' aria-describedby="' + described + '"' + (' aria-invalid="true"' if mine else "")
    said = "".join(
        [
            '<p class="calc-problem" id="%s-problem" data-problem="%s">%s<span>%s</span></p>' % (ref, name, icon("look"), escape(p.message))
            for p in mine[:1]
        ]
    )
    label = '<label class="calc-label" for="%s">%s<span class="calc-over">, %s</span></label>' % (
        ref,
        escape(f.label),
        escape(row),
    )
    if f.kind in ("choice", "switch"):
        choices = f.choices if f.kind == "choice" else (("1", "on"), ("0", "off"))
        foreign = text not in [value for value, _ in choices]
        options = "".join(
            [
                '<option value="%s"%s>%s</option>' % (escape(value), " selected" if value == text else "", escape(words))
                for value, words in (((text, text),) if foreign else ()) + choices
            ]
        )
        box = '<span class="calc-box is-select"><select id="%s" name="%s"%s>%s</select></span>' % (ref, name, aids, options)
    else:
        unit = {"percent": "%", "times": "×"}.get(f.display, f.unit)
        hint = ' placeholder="' + escape(f.empty) + '"' if f.kind == "optional" else ""
        box = (
            '<span class="calc-box"><span class="calc-text"><input id="%s" name="%s" type="text" value="%s" inputmode="decimal"'
            ' autocomplete="off" spellcheck="false"%s%s><span class="calc-unit">%s</span></span></span>'
        ) % (ref, name, escape(text), hint, aids, escape(unit))
    return '<div class="calc-cell" data-field="%s">%s%s%s</div>' % (name, label, box, said)

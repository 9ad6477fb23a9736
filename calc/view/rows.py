"""Inputs that are rows: positions, fills, trades. Each row has the same fields, which read and write themselves like any other input.

A form's text of all rows is one text too: fields are divided by U+001F and rows by U+001E, the characters that ASCII has for it, so that
nothing a person types can be mistaken for a divider. A link writes `long,0.1,100000;short,2,4000`, and so may the author of a page;
fields left out at the end of a row have their usual values.
"""

from __future__ import annotations

from calc.errors import InvalidInputs, Problem
from calc.view import messages
from calc.view.reading import trimmed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.inputs import Input, Output, Value

FIELD, ROW = "\x1f", "\x1e"
IN_LINK = (",", ";")


def cells(text: str, link: bool = False, most: int = -1) -> list[list[str]]:
    """The texts of the fields, row by row. A form's text that has no divider of its own is divided as a link is.

    Where there are more than `most` rows, what is left of the text counts as one: nobody waits for a million of them.

    >>> cells("long,0.1;short,2;", link=True), cells(""), cells("1;2;3;4", most=2)
    ([['long', '0.1'], ['short', '2']], [], [['1'], ['2'], ['3;4']])
    """
    field, row = IN_LINK if link or not (FIELD in text or ROW in text) else (FIELD, ROW)
    rows = text.split(row, most) if text else []
    if row == IN_LINK[1] and rows and not trimmed(rows[-1]):
        rows.pop()
    return [one.split(field) for one in rows]


def joined(rows: list[list[str]], link: bool = False) -> str:
    """The text of all rows; a form's divider in a field, which nobody types but a link can carry, becomes a space.

    >>> joined([["long", "0.1"], ["short", "2"]], link=True)
    'long,0.1;short,2'
    """
    if link:
        return IN_LINK[1].join([IN_LINK[0].join(one) for one in rows])
    return ROW.join([FIELD.join([text.replace(FIELD, " ").replace(ROW, " ") for text in one]) for one in rows])


def name_of(i: Input | Output, row: int, field: str) -> str:
    """What one field of one row is called, in problems and in forms: `positions.0.size`."""
    return i.name + "." + str(row) + "." + field


def read(i: Input, text: str, link: bool = False) -> tuple[Any, ...]:
    """The rows that `text` says; InvalidInputs with every problem, each at its own field."""
    problems: list[Problem] = []
    made = []
    given = cells(text, link, i.most)
    if not i.least <= len(given) <= i.most:
        problems.append(wrong_count(i, len(given)))
    for number, row in enumerate(given[: i.most]):
        values: dict[str, Value] = {}
        if len(row) > len(i.fields):
            said = messages.sentence("row-too-long", row=str(number + 1), fields=", ".join([f.name for f in i.fields]))
            problems.append(Problem(field=i.name, code="row-too-long", message=said))
        for k, f in enumerate(i.fields):
            try:
                values[f.name] = f.read(row[k], link) if k < len(row) else f.default
            except InvalidInputs as invalid:
                problems += located(i, number, invalid)
        if len(values) == len(i.fields):
            made.append(i.row(**values))
    if problems:
        raise InvalidInputs(tuple(problems))
    return tuple(made)


def check(i: Input, rows: tuple[Any, ...]) -> None:
    """InvalidInputs if rows that a program gave are out of bounds."""
    problems: list[Problem] = []
    if not i.least <= len(rows) <= i.most:
        problems.append(wrong_count(i, len(rows)))
    for number, row in enumerate(rows):
        for f in i.fields:
            try:
                f.accept(getattr(row, f.name))
            except InvalidInputs as invalid:
                problems += located(i, number, invalid)
    if problems:
        raise InvalidInputs(tuple(problems))


def located(i: Input, row: int, invalid: InvalidInputs) -> list[Problem]:
    """The problems of a field, blamed on that field of that row."""
    return [Problem(field=name_of(i, row, p.field or ""), code=p.code, message=p.message) for p in invalid.problems]


def wrong_count(i: Input, count: int) -> Problem:
    """What is said of fewer or more rows than there may be."""
    code = "too-few-rows" if count < i.least else "too-many-rows"
    return Problem(field=i.name, code=code, message=messages.sentence(code, noun=i.noun, least=str(i.least), most=str(i.most)))


def texts(i: Input, rows: tuple[Any, ...], link: bool = False) -> list[list[str]]:
    """The texts of all fields, as a form or a link has them."""
    return [[f.link_text(getattr(row, f.name)) if link else f.form_text(getattr(row, f.name)) for f in i.fields] for row in rows]


def from_link(i: Input, text: str) -> tuple[str, tuple[Any, ...], tuple[Problem, ...]]:
    """What the form shows for the text of a link, the rows, and what is wrong. What cannot be read is shown as it is."""
    problems: tuple[Problem, ...] = ()
    try:
        value = read(i, text, link=True)
    except InvalidInputs as invalid:
        value, problems = i.default_rows(), invalid.problems
    shown = [_filled_up(i, row) for row in cells(text, True, i.most)[: i.most]]
    return joined(shown), value, problems


def _filled_up(i: Input, row: list[str]) -> list[str]:
    """The texts of a form for one row of a link, the fields it leaves out at their defaults."""
    return [f.from_link(row[k])[0] if k < len(row) else f.form_text(f.default) for k, f in enumerate(i.fields)]


def edited(i: Input, text: str, what: str, row: int) -> str:
    """The form's text after a row was added, removed, or moved up or down; what was typed elsewhere stays.

    An added row is the next of the input's samples.
    """
    rows = cells(text, most=i.most)[: i.most]
    if what == "add" and len(rows) < i.most:
        rows.append(_filled_up(i, cells(i.samples[len(rows) % len(i.samples)], link=True)[0]))
    elif what == "remove" and len(rows) > i.least and 0 <= row < len(rows):
        rows.pop(row)
    elif what in ("up", "down"):
        other = row - 1 if what == "up" else row + 1
        if 0 <= row < len(rows) and 0 <= other < len(rows):
            rows[row], rows[other] = rows[other], rows[row]
    return joined(rows)


def written(i: Input, rows: tuple[Any, ...]) -> str:
    """All rows in words, without what is empty: "Long, 0.1 coins, 100,000 USDT; Short, …"."""
    return "; ".join([", ".join([f.written(getattr(row, f.name)) for f in i.fields if getattr(row, f.name) is not None]) for row in rows])


def data(fields: Any, rows: tuple[Any, ...]) -> list[Any]:
    """The rows as a list of pairs, for JSON; `fields` are those of an input or an output."""
    return [tuple([(f.name, getattr(row, f.name)) for f in fields]) for row in rows]

"""An answer for a spreadsheet: comma-separated values as RFC 4180 has them, one line for each number."""

from __future__ import annotations

from calc.view import numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.errors import Note
    from calc.inputs import Input, Output, Value
    from calc.view.words import Facts

HEAD = ("part", "name", "row", "label", "value", "unit")
FORMULA = "=+-@\t\r\n＝＋－＠"  # a text that begins so would be taken for a formula


def spreadsheet(facts: Facts, notes: tuple[Note, ...], address: str) -> str:
    """The whole answer: every input that applies and every output under the name that programs use, in full precision.

    The fields of rows are lines of their own, with the number of the row.
    """
    c = facts.c
    lines: list[tuple[str, ...]] = [HEAD]
    for name, label, text in (("calculator", "Calculator", c.name), ("version", "Version", str(c.version)), ("link", "Link", address)):
        lines.append(("about", name, "", label, text, ""))
    for i in c.inputs:
        if c.applies(i, facts.values):
            value = facts.values[i.name]
            lines += _lines("input", i, i.link_text(value) if i.kind == "actions" else value)
    for o in c.outputs:
        lines += _lines("output", o, getattr(facts.result, o.name))
    lines += [("note", n.code, "", "", _text(n.message), "") for n in notes]
    return "".join([",".join([_quoted(cell) for cell in line]) + "\r\n" for line in lines])


def _lines(part: str, declared: Input | Output, value: Value) -> list[tuple[str, ...]]:
    """One line, or for rows one for each field of each row."""
    if not declared.fields:
        return [(part, declared.name, "", declared.label, _text(value), declared.unit)]
    assert isinstance(value, tuple)
    return [
        (part, declared.name + "." + f.name, str(number + 1), f.label, _text(getattr(row, f.name)), f.unit)
        for number, row in enumerate(value)
        for f in declared.fields
    ]


def _text(value: Value) -> str:
    """A value as programs read it; a text that a spreadsheet would compute begins with an apostrophe, which it does not show.

    >>> _text(-0.5), _text(None), _text(True), _text("=1+1")
    ('-0.5', '', 'true', "'=1+1")
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value if value[:1] in FORMULA and value else value
    assert isinstance(value, (int, float))
    return numbers.shortest(float(value))


def _quoted(cell: str) -> str:
    r"""A cell, in quotation marks where it needs them.

    >>> print(_quoted('one "a", two'), _quoted("plain"))
    "one ""a"", two" plain
    """
    needed = [mark for mark in ',"\r\n' if mark in cell]
    return '"' + cell.replace('"', '""') + '"' if needed else cell

"""The result block as text: what the command line prints, and what a reader copies."""

from __future__ import annotations

from calc.view.words import cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.errors import Note
    from calc.story import Story, Table
    from calc.view.words import Facts

WIDTH = 88


def block(facts: Facts, story: Story, notes: tuple[Note, ...], address: str) -> str:
    """The sentence, the key numbers, the tables, the notes, what is left out, and where it came from."""
    numbers = [
        [
            s.label or facts.meaning(s.name).label,
            facts.text(s.name) if facts.value(s.name) is not None else s.none,
            facts.plain(s.remark),
        ]
        for s in story.outputs + (story.summary.outputs if story.summary is not None else ())
    ]
    lines = wrapped(facts.plain(story.verdict)) + [""] + _columns(numbers, (False, True, False))
    for table in story.tables:
        lines += ["", table.title + ":"] + _table(facts, table)
    lines += [""] + [n.message for n in notes]
    if story.convention:
        lines += wrapped(facts.plain(story.convention))
    lines += ["", "What this leaves out:"] + ["  - " + limit for limit in facts.c.limits]
    return "\n".join(lines + (["", address] if address else []))


def _table(facts: Facts, table: Table) -> list[str]:
    """The rows of an answer, in columns; the first one is text, the others are numbers."""
    fields = {f.name: f for f in facts.c.output(table.rows).fields}
    lines = [[fields[name].label for name in (table.head,) + table.columns]]
    for row in getattr(facts.result, table.rows):
        values = [(fields[name], getattr(row, name)) for name in table.columns]
        lines.append([getattr(row, table.head)] + [table.none if value is None else cell(field, value) for field, value in values])
    return _columns(lines, (False,) + (True,) * len(table.columns))


def _columns(lines: list[list[str]], right: tuple[bool, ...]) -> list[str]:
    """Texts in columns, each as wide as its widest; numbers are set to the right."""
    widths = [max([len(line[k]) for line in lines]) for k in range(len(right))]
    out = []
    for line in lines:
        blanks = [" " * (width - len(text)) for text, width in zip(line, widths)]
        out.append("  " + "  ".join([gap + text if to else text + gap for text, gap, to in zip(line, blanks, right)]).rstrip())
    return out


def wrapped(text: str, width: int = WIDTH) -> list[str]:
    """The text in lines of at most `width` letters, broken at spaces; a longer word has a line of its own.

    >>> wrapped("one two three four", 9)
    ['one two', 'three', 'four']
    """
    lines = [""]
    for word in text.split(" "):
        longer = (lines[-1] + " " + word) if lines[-1] else word
        if lines[-1] and len(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines

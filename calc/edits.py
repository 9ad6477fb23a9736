"""What the gestures of a reader make of the texts of a form: a step, a slider, a drag, a row more or less."""

from __future__ import annotations

from calc.actions import AGAIN, UNDO, added, joined, undone
from calc.errors import InvalidInputs
from calc.formulas.elementary import floor
from calc.stepping import stepped, tidy, value_at
from calc.view import dates, rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.inputs import Input
    from calc.model import Calculator, Texts, Values


def readable(c: Calculator[..., Any], texts: Texts, known: Texts) -> Values:
    """A value for every input; where a text cannot be read, the one that was known, or the default."""
    return {i.name: one_readable(i, texts, known) for i in c.inputs}


def one_readable(i: Input, *sources: Texts, link: bool = False) -> Any:
    """The value of one input, from the first of the texts that can be read; else its default."""
    for texts in sources:
        try:
            return i.read(texts.get(i.name, "?"), link)
        except InvalidInputs:
            continue
    return i.default


def edit(c: Calculator[..., Any], texts: dict[str, str], asked: dict[str, Any], axes: list[Any], known: Texts) -> None:
    """What a slider, a step or a drag makes of one text."""
    name, _, place = str(asked["field"]).partition(".")
    i = c.input(name)
    if asked.get("rows") is not None:
        texts[name] = rows.edited(i, texts[name], str(asked["rows"]), int(asked.get("row") or 0))
        return
    if place:
        _edit_cell(i, texts, place, asked)
        return
    if i.kind == "actions":
        texts[name] = _acted(c, i, texts, str(asked.get("act") or ""))
        return
    if asked.get("text") is not None:
        texts[i.name] = str(asked["text"])
    if asked.get("text") is None and i.kind == "date":
        texts[i.name] = _day(i, one_readable(i, texts, known), asked)
    if asked.get("text") is not None or not i.numeric:
        return
    values = readable(c, texts, known)
    if asked.get("slider") is not None:
        new = value_at(i, float(asked["slider"]), values)
    elif asked.get("step") is not None:
        new = stepped(i, values[i.name], int(asked["step"]), values)
    else:
        held = axes_of(axes[int(asked["chart"])])
        assert held is not None
        t = min(1.0, max(0.0, float(asked["at"])))
        new = tidy(i, held[0] + t * (held[1] - held[0]))
    texts[i.name] = i.form_text(new)


def _day(i: Input, before: str | None, asked: dict[str, Any]) -> str:
    """Another day: so many steps on, an end of the calendar, or the one that was pointed at on a picture."""
    first, last, day = dates.number(i.first), dates.number(i.last), dates.number(before or i.start)
    assert first is not None and last is not None and day is not None
    if before is None and asked.get("from") is not None:  # a handle stands somewhere even where nothing was chosen
        day = int(asked["from"])
    if asked.get("slider") is not None:
        day = last if float(asked["slider"]) > 0.5 else first
    elif asked.get("step") is not None:
        day += int(asked["step"])
    else:
        day = picked(str(asked["strips"]), float(asked["at"]), float(asked["down"]))
    return dates.iso(min(last, max(first, day)))


def picked(strips: str, at: float, down: float) -> int:
    """The whole number at a place of a picture: `at` and `down` are shares of its width and height.

    `strips`, divided by semicolons, are rows of the picture: where each begins and ends, as shares of the height, and then the numbers it
    runs from and to. Between two strips the nearer one counts.

    >>> picked("0 0.4 100 200;0.5 0.9 300 400", 0.255, 0.47)
    325
    """
    nearest, found = 1e30, 0
    for strip in strips.split(";"):
        top, foot, low, high = [float(part) for part in strip.split()]
        away = max(top - down, down - foot, 0.0)
        if away < nearest:
            nearest = away
            found = int(min(high - 1, max(low, low + floor(at * (high - low)))))
    return found


def _acted(c: Calculator[..., Any], i: Input, texts: Texts, act: str) -> str:
    """The list of actions after the press of a button; the same if that does nothing now."""
    if act == AGAIN:
        return ""
    if act == UNDO:
        return undone(texts[i.name])
    try:
        values = c.parse(texts)
        result: Any = c.evaluate(values)
    except InvalidInputs:
        return texts[i.name]
    for offer in result.offers:
        if offer.name == act and offer.possible:
            done: Any = i.read(texts[i.name])
            return joined(i, added(i, done, act, values))
    return texts[i.name]


def _edit_cell(i: Input, texts: dict[str, str], place: str, asked: dict[str, Any]) -> None:
    """A text or a step in one field of one row."""
    row, _, field = place.partition(".")
    cells = rows.cells(texts[i.name], most=i.most)[: i.most]
    k = [f.name for f in i.fields].index(field)
    f = i.fields[k]
    if asked.get("text") is not None:
        cells[int(row)][k] = str(asked["text"])
    elif asked.get("step") is not None and f.numeric:
        value = one_readable(f, {f.name: cells[int(row)][k]})
        cells[int(row)][k] = f.form_text(stepped(f, value, int(asked["step"]), {}))
    texts[i.name] = rows.joined(cells)


def axes_of(text: object) -> tuple[float, ...] | None:
    """The ends of axes, as a drawing writes them."""
    ends = [float(end) for end in str(text or "").split()]
    return tuple(ends) if len(ends) >= 2 else None

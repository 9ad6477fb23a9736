"""What a calculator takes and what it answers: inputs that read, write and check themselves, and outputs. Runs on every Python."""

from __future__ import annotations

from dataclasses import dataclass

from calc.actions import joined as actions_joined
from calc.actions import read as actions_read
from calc.actions import written as actions_written
from calc.errors import InvalidInputs, Problem
from calc.view import dates, messages, numbers, reading, rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.actions import Action

    Value = float | str | bool | tuple[Any, ...] | None

TINY, LONG, HUGE = 1e-30, 1e15, 1e30  # the smallest number there is; the largest that a message repeats, and that is computed with
SWITCH = {"1": True, "0": False, "on": True, "off": False, "yes": True, "no": False, "true": True, "false": False}


@dataclass(frozen=True, kw_only=True)
class Input:
    """One thing the reader may set. `kind` is number, optional, choice, switch, date, text, rows or actions.

    The fields of a Quantity apply to the first two. Rows have `fields` of their own and are objects of the class `row`; `samples` are rows
    as a link writes them, for the reader who adds one. Text has at most `most` characters, on so many `lines`. A date is an ISO text from
    `first` to `last`; one that `may_be_empty` is stepped from `start` when it is. Actions are what was done with the `buttons`, and with
    those labelled `undo` and `again`. `when` names another input and the values with which this one applies.
    """

    name: str
    label: str
    kind: str
    help: str
    default: Value
    when: tuple[str, tuple[str | bool, ...]] | None = None
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    display: str = "text"
    gt: float | None = None
    ge: float | None = None
    lt: float | None = None
    le: float | None = None
    soft: tuple[float, float] | None = None
    scale: str = "linear"
    around: str | None = None
    step: float | None = None
    digits: int = 2
    marks: tuple[float, ...] = ()
    facts: tuple[tuple[float, str], ...] = ()
    signed: bool = False
    whole: bool = False
    empty: str = "none"
    fields: tuple[Input, ...] = ()
    row: Any = None
    least: int = 0
    most: int = 0
    lines: int = 0
    first: str = ""
    last: str = ""
    start: str = ""
    may_be_empty: bool = False
    noun: str = ""
    samples: tuple[str, ...] = ()
    buttons: tuple[Action, ...] = ()
    undo: str = ""
    again: str = ""

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers (or, for an optional one, none)."""
        return self.kind in ("number", "optional")

    @property
    def private(self) -> bool:
        """Whether its value stays with the reader: no link carries free text, and none sets it."""
        return self.kind == "text"

    def read(self, text: str, link: bool = False) -> Value:
        """The value of `text`, or InvalidInputs (with one problem, unless it is rows). Does not look at other inputs."""
        if self.kind == "rows":
            return rows.read(self, text, link)
        if self.kind == "actions":
            return actions_read(self, text)
        if self.kind == "text":
            return self._words(text)
        if self.kind == "date":
            return self._day(reading.trimmed(text))
        if self.kind == "choice":
            for name, _ in self.choices:
                if reading.trimmed(text) == name:
                    return name
            raise self._problem("not-a-choice", raw=reading.quoted(text), choices=", ".join(name for name, _ in self.choices))
        if self.kind == "switch":
            value = SWITCH.get(reading.trimmed(text).lower())
            if value is None:
                raise self._problem("not-a-choice", raw=reading.quoted(text), choices="0, 1")
            return value
        if not reading.trimmed(text):
            if self.kind == "optional":
                return None
            raise self._problem("empty", field=self.label[:1].lower() + self.label[1:])
        try:
            number = reading.number(text, self.display, link)
        except reading.Unreadable as unreadable:
            if unreadable.guess:
                raise self._problem("not-a-number", "not-a-number-guess", raw=reading.quoted(text), guess=unreadable.guess) from None
            raise self._problem("not-a-number", raw=reading.quoted(text)) from None
        return self.check(number)

    def _day(self, text: str) -> str | None:
        """A day of the calendar as an ISO text, or none."""
        if not text and self.may_be_empty:
            return None
        day = text.replace("/", "-").replace(".", "-")
        if dates.number(day) is None:
            raise self._problem("not-a-date", raw=reading.quoted(text), example=self.last)
        if not self.first <= day <= self.last:
            raise self._problem("out-of-range", min=self.first, max=self.last, value=day)
        return day

    def _words(self, text: str) -> str:
        """Free text without what nobody can see: blanks at its ends, control characters, and breaks where there is one line."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        for code in range(32):
            if chr(code) in text and (code != 10 or self.lines == 1):
                text = text.replace(chr(code), " ")
        text = reading.trimmed(text)
        if len(text) > self.most:
            raise self._problem("text-too-long", most=str(self.most), length=str(len(text)))
        return text

    def check(self, number: float) -> float:
        """`number` if it is within the hard bounds, and whole where it must be, else InvalidInputs."""
        if self.gt == 0 and number <= 0:
            raise self._problem("not-positive")
        low = self.ge if self.ge is not None else self.gt
        high = self.le if self.le is not None else self.lt
        too_low = low is not None and (number < low or (number == low and self.ge is None))
        too_high = high is not None and (number > high or (number == high and self.le is None))
        useful = number == 0 or TINY <= abs(number) <= HUGE  # beyond, products and quotients would overflow
        if too_low or too_high or not useful:
            value = self.written(number) if number == 0 or TINY <= abs(number) <= LONG else "a number beyond all use"
            bounds = ["−∞" if low is None else self.written(low), "∞" if high is None else self.written(high)]
            raise self._problem("out-of-range", min=bounds[0], max=bounds[1], value=value)
        if self.whole and number != int(number):
            raise self._problem("not-whole", value=self.written(number))
        return number + 0.0  # zero has no sign

    def accept(self, value: Any) -> None:
        """InvalidInputs if a value that a program gave is not allowed."""
        if self.kind == "rows":
            rows.check(self, value)
        elif value is None or not self.numeric:
            self.read(self.form_text(value))
        else:
            self.check(value)

    def default_rows(self) -> tuple[Any, ...]:
        """The default of an input of rows."""
        assert isinstance(self.default, tuple)
        return self.default

    def written(self, value: Value) -> str:
        """`value` in words, exact, with its unit: "0.5 %", "1,000 USDT", "Long"."""
        if value is None:
            return self.empty if self.kind == "date" else "none"
        if isinstance(value, tuple):
            return actions_written(value) if self.kind == "actions" else rows.written(self, value)
        if self.kind == "date":
            return dates.words(str(value))
        if self.kind == "switch":
            return "on" if value else "off"
        if self.kind == "choice":
            return dict(self.choices)[str(value)]
        if self.kind == "text":
            return str(value).replace("\n", " ") or "nothing"
        text = numbers.exact(float(value), self.display)
        return text if self.display in ("percent", "times") or not self.unit else text + " " + self.unit

    def form_text(self, value: Value) -> str:
        """`value` as the form shows it: the shortest decimal in the field's unit, never a rounded one."""
        if value is None or isinstance(value, bool):
            return "1" if value else ("" if value is None else "0")
        if isinstance(value, tuple):
            return actions_joined(self, value) if self.kind == "actions" else rows.joined(rows.texts(self, value))
        return value if isinstance(value, str) else numbers.plain(float(value), self.display)

    def link_text(self, value: Value) -> str:
        """`value` as a link carries it: the shortest decimal, 0 or 1, a name, rows of these, or nothing."""
        if isinstance(value, tuple):
            return actions_joined(self, value) if self.kind == "actions" else rows.joined(rows.texts(self, value, link=True), link=True)
        if value is None or isinstance(value, (bool, str)):
            return self.form_text(value)
        return numbers.shortest(float(value))

    def in_python(self, value: Value) -> str:
        """`value` as a program writes it: a number, a name in quotes, True or False, None, or rows of these that say what is unusual."""
        if isinstance(value, tuple):
            written = [self._row_in_python(row) for row in value]
            return "(" + ", ".join(written) + (",)" if len(written) == 1 else ")")
        if value is None or isinstance(value, bool):
            return str(value)
        return '"' + value + '"' if isinstance(value, str) else numbers.shortest(value)

    def _row_in_python(self, row: Any) -> str:
        said = [f for f in self.fields if getattr(row, f.name) != f.default]
        name: str = self.row.__name__
        return "calc." + name + "(" + ", ".join([f.name + "=" + f.in_python(getattr(row, f.name)) for f in said]) + ")"

    def from_link(self, text: str) -> tuple[str, Value, tuple[Problem, ...]]:
        """What the form shows for `text` of a link, its value, and what is wrong with it.

        What cannot be read is shown as it is, and stands for the default.
        """
        if self.kind == "rows":
            return rows.from_link(self, text)
        try:
            value = self.read(text, link=True)
            return self.form_text(value), value, ()
        except InvalidInputs as invalid:
            shown = text
            if self.numeric:
                try:
                    number = reading.number(text, self.display, link=True)
                    shown = numbers.plain(number, self.display) if abs(number) <= LONG else text
                except reading.Unreadable:
                    shown = text
            return shown, self.default, invalid.problems

    def _problem(self, code: str, template: str = "", **facts: str | float) -> InvalidInputs:
        facts = dict(facts)
        if "field" not in facts:
            facts["field"] = self.label
        return InvalidInputs((Problem(field=self.name, code=code, message=messages.sentence(template or code, **facts)),))


@dataclass(frozen=True, kw_only=True)
class Output:
    """One thing the calculator answers; `display` is a rule of `view/numbers.py`, or text, flag, or rows, which have `fields`."""

    name: str
    label: str
    help: str
    unit: str
    display: str
    signed: bool = False
    fields: tuple[Output, ...] = ()

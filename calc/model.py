"""A calculator as data: inputs that read text, outputs, presets, and the function in the middle. Runs on every Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, ParamSpec, TypeVar

from calc.errors import InvalidInputs, Note, Problem, Rejection
from calc.view import messages, numbers, reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from calc.story import Story

    Value = float | str | bool | None
    Texts = Mapping[str, str]
    Values = Mapping[str, Value]
    Migration = Callable[[dict[str, str]], dict[str, str]]

P = ParamSpec("P")
R = TypeVar("R")

INFINITE = float("inf")
TINY, LONG, HUGE = 1e-30, 1e15, 1e30  # the smallest number there is; the largest that a message repeats, and that is computed with
SWITCH = {"1": True, "0": False, "on": True, "off": False, "yes": True, "no": False, "true": True, "false": False}


@dataclass(frozen=True, kw_only=True)
class Input:
    """One thing the reader may set. `kind` is number, optional, choice or switch; the fields of a Quantity apply to the first two."""

    name: str
    label: str
    kind: str
    help: str
    default: Value
    when: tuple[str, str | bool] | None = None
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

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers (or, for an optional one, none)."""
        return self.kind in ("number", "optional")

    def read(self, text: str, link: bool = False) -> Value:
        """The value of `text`, or InvalidInputs with one problem. Does not look at other inputs."""
        if self.kind == "choice":
            for name, _ in self.choices:
                if reading.trimmed(text) == name:
                    return name
            raise self._problem("not-a-choice", raw=_quoted(text), choices=", ".join(name for name, _ in self.choices))
        if self.kind == "switch":
            value = SWITCH.get(reading.trimmed(text).lower())
            if value is None:
                raise self._problem("not-a-choice", raw=_quoted(text), choices="0, 1")
            return value
        if not reading.trimmed(text):
            if self.kind == "optional":
                return None
            raise self._problem("empty", field=self.label[:1].lower() + self.label[1:])
        try:
            number = reading.number(text, self.display, link)
        except reading.Unreadable as unreadable:
            if unreadable.guess:
                raise self._problem("not-a-number", "not-a-number-guess", raw=_quoted(text), guess=unreadable.guess) from None
            raise self._problem("not-a-number", raw=_quoted(text)) from None
        return self.check(number)

    def check(self, number: float) -> float:
        """`number` if it is within the hard bounds, else InvalidInputs."""
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
        return number + 0.0  # zero has no sign

    def written(self, value: Value) -> str:
        """`value` in words, exact, with its unit: "0.5 %", "1,000 USDT", "Long"."""
        if value is None:
            return "none"
        if self.kind == "switch":
            return "on" if value else "off"
        if self.kind == "choice":
            return dict(self.choices)[str(value)]
        text = numbers.exact(float(value), self.display)
        return text if self.display in ("percent", "times") else text + " " + self.unit

    def form_text(self, value: Value) -> str:
        """`value` as the form shows it: the shortest decimal in the field's unit, never a rounded one."""
        if value is None or isinstance(value, bool):
            return "1" if value else ("" if value is None else "0")
        return value if isinstance(value, str) else numbers.plain(float(value), self.display)

    def link_text(self, value: Value) -> str:
        """`value` as a link carries it: the shortest decimal, 0 or 1, a name, or nothing."""
        if value is None or isinstance(value, (bool, str)):
            return self.form_text(value)
        return numbers.shortest(float(value))

    def from_link(self, text: str) -> tuple[str, Value, tuple[Problem, ...]]:
        """What the form shows for `text` of a link, its value, and what is wrong with it.

        What cannot be read is shown as it is, and stands for the default.
        """
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


def _quoted(text: str) -> str:
    text = reading.trimmed(text)
    return text if len(text) <= 40 else text[:40] + "…"


@dataclass(frozen=True, kw_only=True)
class Output:
    """One thing the calculator answers; `display` is a rule of `view/numbers.py`, or text, or flag."""

    name: str
    label: str
    help: str
    unit: str
    display: str
    signed: bool = False


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A scenario with a name; `texts` are (input, text as in a link), all other inputs keep their defaults."""

    label: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Calculator(Generic[P, R]):
    """What `@calculator` makes of a function. Calling it is calling the function, with the hard bounds checked first."""

    compute: Callable[P, R]
    name: str
    version: int
    title: str
    question: str
    summary: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    presets: tuple[Preset, ...]
    story: Callable[[Any, Any], Story]
    more: tuple[str, ...]
    effect: str
    limits: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    migrations: Mapping[int, Migration]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """The result for these inputs, the rest at their defaults; InvalidInputs names every one that is out of bounds."""
        given = dict(zip([i.name for i in self.inputs], args))
        given.update(kwargs)
        problems: list[Problem] = []
        values: dict[str, Any] = {i.name: i.default for i in self.inputs}
        values.update(given)
        for i in self.inputs:
            if i.name in given and self.applies(i, values):
                value = values[i.name]
                try:
                    if value is None or not i.numeric:
                        i.read(i.form_text(value))
                    else:
                        i.check(value)
                except InvalidInputs as invalid:
                    problems += invalid.problems
        if problems:
            raise InvalidInputs(tuple(problems))
        return self.compute(*args, **kwargs)

    def input(self, name: str) -> Input:
        """The input of that name; KeyError if there is none."""
        for i in self.inputs:
            if i.name == name:
                return i
        raise KeyError(name)

    def output(self, name: str) -> Output:
        """The output of that name; KeyError if there is none."""
        for o in self.outputs:
            if o.name == name:
                return o
        raise KeyError(name)

    def applies(self, i: Input, values: Values) -> bool:
        """Whether `i` matters for `values`: its own condition holds, and the input it hangs on applies too."""
        if i.when is None:
            return True
        name, value = i.when
        return values.get(name) == value and self.applies(self.input(name), values)

    def defaults(self) -> dict[str, Value]:
        """The starting value of every input."""
        return {i.name: i.default for i in self.inputs}

    def parse(self, texts: Texts, link: bool = False) -> dict[str, Value]:
        """Values of all inputs: from `texts` where they are given and apply, else the default. Every problem at once, as InvalidInputs."""
        values = self.defaults()
        problems: list[Problem] = []
        for i in self.inputs:  # an input is declared after the one it hangs on, so `values` already knows whether it applies
            if i.name in texts and self.applies(i, values):
                try:
                    values[i.name] = i.read(texts[i.name], link)
                except InvalidInputs as invalid:
                    problems += invalid.problems
        if problems:
            raise InvalidInputs(tuple(problems))
        return values

    def evaluate(self, values: Values) -> R:
        """The result for values that `parse` or a slider gave; Rejection when they do not go together."""
        compute: Any = self.compute
        result: R = compute(**values)
        return result

    def sweep(self, values: Values, name: str, at: tuple[float, ...], output: str) -> list[float | None]:
        """`output` for each value `at` of the input `name`, all else equal; a rejected point is a gap (None)."""
        series: list[float | None] = []
        point = dict(values)
        for x in at:
            point[name] = x
            try:
                series.append(getattr(self.evaluate(point), output))
            except Rejection:
                series.append(None)
        return series


def reject(code: str, field: str | None, **facts: str | float) -> Rejection:
    """The error a calculator raises when inputs that are fine one by one do not go together."""
    return Rejection((Problem(field=field, code=code, message=messages.sentence(code, **facts)),))


def note(code: str, field: str | None, **facts: str | float) -> Note:
    """Something to know about an answer: `warn-…` is shown as a warning, `note-…` as a remark."""
    return Note(field=field, code=code, message=messages.sentence(code, **facts))

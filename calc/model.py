"""A calculator as data: inputs, outputs, presets, and the function in the middle. Runs on every Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, ParamSpec, TypeVar

from calc.errors import InvalidInputs, Note, Problem, Rejection
from calc.recent import Recent
from calc.view import messages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from calc.inputs import Input, Output, Value
    from calc.story import Story

    Texts = Mapping[str, str]
    Values = Mapping[str, Value]
    Migration = Callable[[dict[str, str]], dict[str, str]]

P = ParamSpec("P")
R = TypeVar("R")


_swept = Recent(16)  # the sweeps of the sliders and charts of one answer: while one input is dragged, those along it do not change


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A scenario with a name; `texts` are (input, text as in a link), all other inputs keep their defaults.

    `slug` is its part of an address, and stays what it is for ever; `label` is what readers see.
    """

    slug: str
    label: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, repr=False)
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
    most_link: int = 2_000  # characters of a link that arrive everywhere
    on_demand: bool = False  # the answers need data that has to be fetched first, in a browser

    def __repr__(self) -> str:
        return "<calculator " + self.name + ": " + self.question + ">"

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """The result for these inputs, the rest at their defaults; InvalidInputs names every one that is out of bounds."""
        given = dict(zip([i.name for i in self.inputs], args))
        given.update(kwargs)
        problems: list[Problem] = []
        values: dict[str, Any] = {i.name: i.default for i in self.inputs}
        values.update(given)
        for i in self.inputs:
            if i.name in given and self.applies(i, values):
                try:
                    i.accept(values[i.name])
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
        name, wanted = i.when
        return values.get(name) in wanted and self.applies(self.input(name), values)

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

    def results(self, values: Values, name: str, at: tuple[float, ...]) -> list[R | None]:
        """The result for each value `at` of the input `name`, all else equal; None where it is rejected."""
        others = [values[i.name] for i in self.inputs if i.name != name]
        return _swept.of((self.compute, name, at, others), lambda: self._results(values, name, at))

    def _results(self, values: Values, name: str, at: tuple[float, ...]) -> list[R | None]:
        found: list[R | None] = []
        point = dict(values)
        for x in at:
            point[name] = x
            try:
                found.append(self.evaluate(point))
            except Rejection:
                found.append(None)
        return found

    def sweep(self, values: Values, name: str, at: tuple[float, ...], output: str) -> list[float | None]:
        """`output` for each value `at` of the input `name`, all else equal; a rejected point is a gap (None)."""
        return [None if result is None else getattr(result, output) for result in self.results(values, name, at)]


def reject(code: str, field: str | None, **facts: str | float) -> Rejection:
    """The error a calculator raises when inputs that are fine one by one do not go together."""
    return Rejection((Problem(field=field, code=code, message=messages.sentence(code, **facts)),))


def note(code: str, field: str | None, **facts: str | float) -> Note:
    """Something to know about an answer: `warn-…` is shown as a warning, `note-…` as a remark."""
    return Note(field=field, code=code, message=messages.sentence(code, **facts))

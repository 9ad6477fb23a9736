"""Numbers in prose and links to scenarios: our own small grammar, never `eval`.

    {{ liquidation(leverage=25).liquidation_price | 0 }}   computed once; the inputs that are not named keep their defaults
    {{ liquidation.liquidation_price }}                    follows the widget with the id `liquidation` on the same page
    {{ liquidation.leverage }}                             the same for an input; a number can be dragged in the text
    [the same at 25×](calc:liquidation?leverage=25)        a link to the widget `liquidation`; `#second` at its end means that widget
    [25× beside 10×](calc:liquidation?leverage=25&pin.leverage=10)   the second scenario is pinned, and the widget says the difference

Numbers are read as in a scenario link: rates are fractions, and `0.5%` is understood. After `|` stands how many decimals, or a display;
`abs` leaves out the sign, alone or before another one (`abs-0`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from calc import contract, scenario
from hooks import fences
from hooks.mistakes import Mistaken, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from calc.contract import Evaluation
    from calc.inputs import Input
    from calc.model import Calculator, Values
    from hooks.fences import Fence

    Widgets = Mapping[str, Fence | None]  # those of a page, by id; None where the fence cannot be read

SCHEME = "calc:"
ESCAPED = "\\{{"  # how two braces are written that begin no value
INLINE = r"(?<!\\)\{\{(?:(.*?)\}\})?"  # what is never closed matches as well, to be reported
IN_IMAGE = "an image cannot show a scenario; write a link, as in [text](calc:liquidation), or a fence, which shows the widget."
IN_HEADING = "a value cannot stand in a heading, whose address must not change with it; move it into the text below."
DECIMALS = ("0", "1", "2", "3", "4")
DISPLAYS = ("price", "money", "percent", "size", "times", "count", "dollars", "lower", "abs")

_VALUE = re.compile(
    r"""\s* (?P<name>[A-Za-z][\w-]*) \s* (?:\((?P<arguments>.*)\))?
        \s* \. \s* (?P<field>[A-Za-z]\w*)
        \s* (?:\|\s*(?P<display>\S+))? \s*""",
    re.ASCII | re.DOTALL | re.VERBOSE,
)
_ARGUMENT = re.compile(
    r"""\s* (?P<name>[A-Za-z]\w*) \s* = \s* (?: "(?P<double>[^"]*)" | '(?P<single>[^']*)' | (?P<bare>[^\s,"'()=]+) ) \s*""",
    re.ASCII | re.VERBOSE,
)


@dataclass(frozen=True)
class Value:
    """A number in prose: of a calculator with `inputs`, or, where `inputs` is None, of the widget called `name`."""

    name: str
    inputs: tuple[tuple[str, str], ...] | None
    field: str
    display: str = ""

    @property
    def expression(self) -> str:
        """What the engine is asked for: an input or output, and how it is shown."""
        return f"{self.field}|{self.display}" if self.display else self.field


@dataclass(frozen=True)
class Link:
    """A link to a scenario: a calculator, the inputs that are set, and the widget of the page that is meant, or nothing."""

    name: str
    inputs: tuple[tuple[str, str], ...]
    id: str
    pin: tuple[tuple[str, str], ...] = ()  # what is set in the scenario to compare with; none where nothing is pinned


def parse(text: str | None) -> Value:
    """The value that the text between the braces asks for, or Mistaken.

    >>> parse(' liquidation(leverage=25, side="short").liquidation_price | 0 ')
    Value(name='liquidation', inputs=(('leverage', '25'), ('side', 'short')), field='liquidation_price', display='0')
    >>> parse("liquidation.leverage")
    Value(name='liquidation', inputs=None, field='leverage', display='')
    """
    if text is None:
        raise Mistaken("a value is never closed; end it with }} on the same paragraph, or write \\{{ for two braces.")
    found = _VALUE.fullmatch(text)
    if found is None:
        example = "liquidation(leverage=25).liquidation_price or liquidation.liquidation_price"
        raise Mistaken(f"“{text.strip()}” is not a value; write it as {example}.")
    display = found["display"] or ""
    plain = display.removeprefix("abs-")
    if plain and plain not in DISPLAYS and plain not in DECIMALS:
        raise Mistaken(unknown(display, "a display or a number of decimals up to 4", DISPLAYS))
    return Value(found["name"], None if found["arguments"] is None else _arguments(found["arguments"]), found["field"], display)


def _arguments(text: str) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    at = 0
    while text[at:].strip():
        found = _ARGUMENT.match(text, at)
        if found is None or text[found.end() : found.end() + 1] not in ("", ","):
            raise Mistaken(f"“{text[at:].strip()}” cannot be read; write inputs as name=value with commas between them.")
        pairs.append((found["name"], next(found[g] for g in ("double", "single", "bare") if found[g] is not None)))
        at = found.end() + 1
    return tuple(pairs)


def parse_link(href: str) -> Link:
    """The link that `calc:NAME?input=value&pin.input=value&…#id` asks for, or Mistaken.

    >>> parse_link("calc:liquidation?leverage=25&side=short#second")
    Link(name='liquidation', inputs=(('leverage', '25'), ('side', 'short')), id='second', pin=())
    >>> parse_link("calc:liquidation?leverage=25&pin.leverage=10").pin
    (('leverage', '10'),)
    """
    parts = urlsplit(href)
    name = fences.calculator(parts.path).name
    try:
        pairs = tuple(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)) if parts.query else ()
    except ValueError:
        raise Mistaken(f"“{parts.query}” cannot be read; write inputs as name=value with & between them.") from None
    pin = tuple((key.removeprefix(scenario.PIN), value) for key, value in pairs if key.startswith(scenario.PIN))
    return Link(name, tuple(pair for pair in pairs if not pair[0].startswith(scenario.PIN)), parts.fragment, pin)


def fixed(value: Value) -> str:
    """The text of a value that a calculator computes from its own inputs."""
    if value.inputs is None:
        raise Mistaken(f"here is no widget to follow; write {value.name}().{value.field} for the answer to the defaults.")
    made = fences.calculator(value.name)
    return _text(made, value, _evaluated(made, value.inputs, *_unknown_field(made, value.field)))


def html(value: Value, widgets: Widgets) -> tuple[str, dict[str, str]]:
    """The text of a value, and the attributes of the element that holds it."""
    if value.inputs is not None:
        return fixed(value), {"class": "calc-value"}
    if value.name not in widgets:
        raise Mistaken(_no_widget(value.name, widgets) + f" For the answer to the defaults write {value.name}().{value.field}.")
    fence = _shown(widgets[value.name])
    made = fences.calculator(fence.name)
    if wrong := _unknown_field(made, value.field):
        raise Mistaken(*wrong)
    text = _text(made, value, fences.evaluate(made, fence.texts))
    attributes = {"class": "calc-live", "data-follow": value.name, "data-value-of": value.expression}
    scrubbed = next((i for i in made.inputs if i.name == value.field and i.kind == "number"), None)
    if scrubbed:
        attributes |= {"class": "calc-scrub", "data-input": scrubbed.name, "data-label": scrubbed.label}
    return text, attributes


def address(link: Link, widget: str) -> str:
    """`?calc=…#widget` with every input filled in."""
    made = fences.calculator(link.name)
    shown, pinned = _evaluated(made, link.inputs).facts.values, _pinned(made, link.pin) if link.pin else None
    return scenario.link(made, shown, widget, pinned) + f"#{widget}"


def _pinned(made: Calculator[..., Any], inputs: tuple[tuple[str, str], ...]) -> Values:
    """The scenario to compare with; what is wrong with it is said to be wrong there."""
    try:
        return _evaluated(made, inputs).facts.values
    except Mistaken as mistaken:
        raise Mistaken(*(replace(slip, message=f"in what is pinned, {slip.message}") for slip in mistaken.slips)) from None


def resolve(link: Link, widgets: Widgets) -> tuple[str, str]:
    """Where a link leads: the calculator's page, from the docs folder (empty when a widget of this page answers), and the widget's id."""
    if link.id:
        if link.id not in widgets:
            raise Mistaken(_no_widget(link.id, widgets))
        named = _shown(widgets[link.id]).name
        if named != link.name:
            raise Mistaken(f"the widget “{link.id}” of this page is of {named}, not of {link.name}.")
        return "", link.id
    same = [name for name, fence in widgets.items() if fence and fence.name == link.name]
    if link.name in same or not same:
        return "" if same else page_of(link.name), link.name
    return "", same[0]


def page_of(name: str) -> str:
    """The page of a calculator, from the docs folder."""
    return f"calculators/{name.replace('_', '-')}.md"


def _no_widget(name: str, widgets: Widgets) -> str:
    return unknown(name, "the id of a widget on this page", widgets)


def _shown(fence: Fence | None) -> Fence:
    """The fence; where it could not be read, that was reported, and nothing more is to be said."""
    if fence is None:
        raise Mistaken
    return fence


def _evaluated(made: Calculator[..., Any], inputs: tuple[tuple[str, str], ...], *wrong: str) -> Evaluation:
    """The answer to inputs as a link gives them. What a link would ignore or only warn of is an author's mistake, as is what is `wrong`."""
    names = [i.name for i in made.inputs]
    given = [name for name, _ in inputs]
    slips = [*wrong, *(unknown(name, f"an input of {made.name}", names) for name in given if name not in names)]
    slips += [f"{name} is given twice; keep one of the two." for name in names if given.count(name) > 1]
    slips += [f"{name}: {message}" for name, message in fences.unreadable(made, inputs, link=True)]
    if slips:
        raise Mistaken(*slips)
    evaluation = fences.evaluate(made, dict(inputs), link=True)
    idle = [made.input(name) for name in given if not made.applies(made.input(name), evaluation.facts.values)]
    if idle:
        raise Mistaken(*(f"{i.name} has no effect here; it applies only with {_condition(i)}." for i in idle))
    return evaluation


def _condition(i: Input) -> str:
    name, values = i.when or ("", ())
    return " or ".join(f"{name}={int(value) if isinstance(value, bool) else value}" for value in values)


def _unknown_field(made: Calculator[..., Any], field: str) -> list[str]:
    names = [o.name for o in made.outputs] + [i.name for i in made.inputs]
    return [] if field in names else [unknown(field, f"an output or an input of {made.name}", names)]


def _text(made: Calculator[..., Any], value: Value, evaluation: Evaluation) -> str:
    try:
        return contract.prose_value(evaluation.facts, value.expression)
    except Exception as error:
        raise fences.raised(made.name, error) from error

"""What stands in a fence: which calculator, which starting values, which parts; and the HTML that it becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

import yaml

import calc
from calc import contract
from calc.errors import InvalidInputs
from calc.view import guess, page
from calc.view.reading import Unreadable
from calc.view.result import PARTS
from hooks import reference
from hooks.mistakes import Mistaken, Slip, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from calc.contract import Evaluation
    from calc.model import Calculator

WIDGET = "calc"
REFERENCE = "calc-reference"
UNCLOSED = "the fence is never closed; end it with a line of the same backticks."
OURS = ("id", "show", "guess", "vary")
FEWEST, MOST = 2, 5  # choices of a guess
EXAMPLE = "0.6, 60, 100"
ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class Fence:
    """A widget or a reference as an author asks for it."""

    kind: str
    name: str
    texts: dict[str, str] = field(default_factory=dict)
    id: str = ""
    show: tuple[str, ...] = ()
    guess: str = ""
    vary: tuple[str, ...] = ()


def kind(info: str) -> str | None:
    """Which of ours a fence with this info string is: exactly, by a misspelling, or None when it is somebody else's.

    >>> kind("calc liquidation"), kind("clac liquidation"), kind("calc_reference margin"), kind("python")
    ('calc', 'calc', 'calc-reference', None)
    """
    word = info.split(maxsplit=1)[0] if info.split() else ""
    if word in (WIDGET, REFERENCE):
        return word
    plain = re.sub(r"[^a-z]+", "-", word.lower()).strip("-")
    if plain.startswith("calc"):
        return REFERENCE if "ref" in plain else WIDGET
    return next(iter(get_close_matches(plain, (WIDGET, REFERENCE), n=1, cutoff=0.75)), None)


def calculator(given: str) -> Calculator[..., Any]:
    """The calculator of that name (hyphens are understood), or Mistaken with the nearest one."""
    name = given.replace("-", "_")
    if name not in calc.NAMES:
        raise Mistaken(unknown(given, "a calculator", calc.NAMES))
    try:
        return calc.load(name)
    except Exception as error:
        raise Mistaken(f"{name} cannot be loaded: {type(error).__name__}: {error}") from error


def read(info: str, body: str) -> Fence:
    """The fence, or Mistaken with everything that is wrong with it: spelling, YAML, names and values."""
    words = info.split()
    meant = kind(info)
    if meant is None or words[0] != meant:
        raise Mistaken(f"a fence cannot be called “{words[0] if words else ''}”; did you mean “{meant or WIDGET}”?")
    if len(words) != 2:
        example = f"{meant} {calc.NAMES[0]}"
        what = "which calculator" if len(words) == 1 else "one calculator and nothing else"
        raise Mistaken(f"a fence says {what}, as in “{example}”; this one says “{info.strip()}”.")
    if meant == REFERENCE:
        return _reference(words[1], body)
    made = calculator(words[1])
    entries, slips = _entries(body)
    keys = [*(i.name for i in made.inputs), *OURS]
    slips += [Slip(unknown(key, f"an input of {made.name}", keys), at) for key, (_, at) in entries.items() if key not in keys]
    texts = {key: text for key, (text, _) in entries.items() if key not in OURS}
    name, at = entries.get("id", (made.name, 0))
    if not ID.fullmatch(name):
        slips.append(Slip(f"id: “{name}” must begin with a letter and hold only letters, digits, hyphens and underscores.", at))
    parts, at = entries.get("show", ("", 0))
    show = tuple(parts.replace(",", " ").split())
    slips += [Slip(unknown(part, "a part of a widget", PARTS), at) for part in show if part not in PARTS]
    choices, vary = (entries.get(key, ("", 0))[0].strip() for key in ("guess", "vary"))
    lines = {key: at for key, (_, at) in entries.items()}
    slips += [Slip(f"{key}: {message}", lines[key]) for key, message in unreadable(made, texts.items())]
    if not slips:
        try:
            answer = evaluate(made, texts)
            slips += [Slip(f"guess: {message}", lines["guess"]) for message in wrong_choices(answer, choices)] if "guess" in lines else []
            slips += [Slip(f"vary: {message}", lines["vary"]) for message in wrong_values(made, texts, vary)] if "vary" in lines else []
        except Mistaken as mistaken:
            slips += [Slip(slip.message, lines.get(slip.message.partition(":")[0], 0)) for slip in mistaken.slips]
    if slips:
        raise Mistaken(*sorted(slips, key=lambda slip: (slip.offset, slip.message)))
    return Fence(WIDGET, made.name, texts, name, show, choices, tuple(vary.split()))


def wrong_choices(answer: Evaluation, text: str) -> Iterator[str]:
    """What is wrong with the choices of a guess. One of them has to be right, or the page would ask what it does not answer."""
    ask, facts = answer.story.ask, answer.facts
    if ask is None:
        yield "for these inputs there is nothing to guess."
        return
    try:
        choices = guess.read_choices(ask, facts, text)
    except Unreadable:
        yield f"write the choices as numbers with commas between them, as in “{EXAMPLE}”; this one says “{text}”."
        return
    said = [guess.written(ask, facts, choice) for choice in choices]
    if not FEWEST <= len(choices) <= MOST or len(set(choices)) < len(choices):
        yield f"give {FEWEST} to {MOST} different choices; these are {', '.join(said)}."
    ends = guess.written(ask, facts, ask.low), guess.written(ask, facts, ask.high)
    yield from (
        f"{word} is not between {ends[0]} and {ends[1]}." for word, x in zip(said, choices, strict=True) if not ask.low <= x <= ask.high
    )
    if not any(guess.is_right(ask, facts, choice) for choice in choices):
        yield f"none of {', '.join(said)} is the answer, {guess.figure(ask, facts)}."


def wrong_values(made: Calculator[..., Any], texts: dict[str, str], text: str) -> Iterator[str]:
    """What is wrong with an input and the values that links in the head give it."""
    name, *values = text.split() or [""]
    names = [i.name for i in made.inputs]
    if name not in names:
        yield unknown(name, f"an input of {made.name}", names)
    elif len(values) < FEWEST:
        yield f"name an input and two values or more, as in “leverage 2 10 50”; this one says “{text}”."
    else:
        for value in values:
            try:
                evaluate(made, {**texts, name: value})
            except Mistaken as mistaken:
                yield from (slip.message for slip in mistaken.slips)


def _reference(given: str, body: str) -> Fence:
    if given.replace("-", "_") not in reference.names():
        raise Mistaken(unknown(given, "a calculator or a generated reference", reference.names()))
    name = given if given in reference.GENERATED else calculator(given).name
    if body.strip():
        raise Mistaken(Slip("a reference is generated; the fence has nothing inside.", 1))
    return Fence(REFERENCE, name)


def render(fence: Fence) -> str:
    """The HTML of a fence, one block, or Mistaken when a calculator raises."""
    try:
        if fence.kind == REFERENCE:
            return reference.html(fence.name)
        return page.widget(fence.name, fence.texts, id=fence.id, show=fence.show, guess=fence.guess, vary=fence.vary)
    except Exception as error:
        raise raised(fence.name, error) from error


def unreadable(made: Calculator[..., Any], texts: Iterable[tuple[str, str]], *, link: bool = False) -> Iterator[tuple[str, str]]:
    """What is wrong with each text for itself, whether its input applies or not, as (input, message); unknown names are passed over."""
    inputs = {i.name: i for i in made.inputs}
    for name, text in texts:
        try:
            if name in inputs:
                inputs[name].read(text, link)
        except InvalidInputs as invalid:
            yield from ((name, problem.message) for problem in invalid.problems)


def evaluate(made: Calculator[..., Any], texts: Mapping[str, str], *, link: bool = False) -> Evaluation:
    """The answer to texts of a form or of a link, or Mistaken: whatever a calculator raises is to be reported, never the end of a build."""
    try:
        return contract.starting(made, texts, link)
    except InvalidInputs as invalid:
        raise Mistaken(*(f"{p.field}: {p.message}" if p.field else p.message for p in invalid.problems)) from invalid
    except Exception as error:
        raise raised(made.name, error) from error


def alone(fence: Fence, widgets: Iterable[str], references: set[str]) -> None:
    """Mistaken when an earlier fence of the page has the ids of this one: a widget its id, a reference those of its calculator's tables."""
    if fence.kind == WIDGET and fence.id in widgets:
        raise Mistaken(f"two widgets of this page have the id “{fence.id}”; give one of them another, as in “id: second”.")
    if fence.kind == REFERENCE:
        if fence.name in references:
            raise Mistaken(f"this page has the reference of {fence.name} already; keep one of the two.")
        references.add(fence.name)


def raised(name: str, error: Exception) -> Mistaken:
    """The mistake that a calculator made, whatever it was."""
    return Mistaken(f"{name} raised {type(error).__name__}: {error}")


def asked_id(info: str, body: str) -> str | None:
    """The id that the fence of a widget asks for, even when the rest of it cannot be read; None for a reference."""
    if kind(info) == REFERENCE:
        return None
    said = re.search(r"^id:\s*[\"']?([\w-]+)", body, re.MULTILINE)
    return said[1] if said else info.rsplit(maxsplit=1)[-1].replace("-", "_")


def _entries(body: str) -> tuple[dict[str, tuple[str, int]], list[Slip]]:
    """Key -> (text, line in the fence), every scalar as the text that was written, and what is wrong."""
    try:
        root = yaml.compose(body, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        raise Mistaken(Slip(f"the values cannot be read as YAML: {error.problem or error.context}.", at.line + 1 if at else 1)) from error
    except yaml.YAMLError as error:
        raise Mistaken(Slip(f"the values cannot be read as YAML: {error}.", 1)) from error
    if root is None:
        return {}, []
    if not isinstance(root, yaml.MappingNode):
        raise Mistaken(Slip("write one “name: value” on each line.", root.start_mark.line + 1))
    entries: dict[str, tuple[str, int]] = {}
    slips: list[Slip] = []
    for key, value in root.value:
        at = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            name = key.value if isinstance(key, yaml.ScalarNode) else "a name"
            slips.append(Slip(f"{name}: the value must be a single text or number, not a list or a table.", at))
        elif key.value in entries:
            slips.append(Slip(f"{key.value}: is given twice; keep one of the two.", at))
        else:
            entries[key.value] = (value.value, at)
    return entries, slips

"""Inputs that are a list of actions: what a reader did, one press of a button after the other.

The text of such an input is the same in a form and in a link: `n,12;l,0.02,10;c`. Actions are divided by semicolons, what belongs to one by
commas. An action that is done again and again is written once, with its count; any other one holds the values that some other inputs had
when it was done. Nothing here knows what an action does: the calculator replays them all, from the start.
"""

from __future__ import annotations

from dataclasses import dataclass

from calc.errors import InvalidInputs, Problem
from calc.view import messages
from calc.view.reading import quoted, trimmed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.inputs import Input, Value

FIELD, NEXT = ",", ";"
LONGEST = 5  # digits of a count
UNDO, AGAIN = "undo", "again"  # what every list of actions offers


@dataclass(frozen=True, kw_only=True)
class Action:
    """A button that adds to the list. `code` is its word there; two buttons that only count may share one.

    A press adds `run` to a count, or, where that is 0, a new action with the values of the inputs `takes` (declared before the list).
    `keys` press it, named as `aria-keyshortcuts` does; one that `repeats` presses itself until it is pressed again. Buttons of one `line`
    stand beside each other.
    """

    name: str
    code: str
    label: str
    takes: tuple[str, ...] = ()
    run: int = 0
    keys: tuple[str, ...] = ()
    repeats: bool = False
    line: int = 0
    fields: tuple[Input, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Actions:
    """The note on an input `tuple[Done, ...]`: the buttons, in their order, and how long the list may become."""

    actions: tuple[Action, ...]
    most: int = 1_000
    undo: str = "Undo"
    again: str = "Start over"


@dataclass(frozen=True, kw_only=True)
class Done:
    """One action of the list: its code, how often it was done in a row, and the values it holds."""

    code: str
    count: int = 1
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Whether an action is `possible` now, and if not, `why`. One that repeats itself does so `every` so many milliseconds.

    It stops where it is no longer possible, and where `until` has become another text: something happened that asks for a decision.
    """

    name: str
    possible: bool
    why: str = ""
    every: int = 0
    until: str = ""


def read(i: Input, text: str) -> tuple[Done, ...]:
    """The actions of a text; InvalidInputs about the first one that cannot be read."""
    parts = trimmed(text).split(NEXT)
    if not trimmed(parts[-1]):
        parts.pop()
    if len(parts) > i.most:
        raise _problem(i, "too-many-actions", most=str(i.most))
    return tuple([_one(i, number + 1, parts[number]) for number in range(len(parts))])


def _one(i: Input, number: int, text: str) -> Done:
    code, *words = text.split(FIELD)
    code = trimmed(code)
    found = [a for a in i.buttons if a.code == code]
    if not found:
        raise _problem(i, "unknown-action", number=str(number), raw=quoted(code))
    action = found[0]
    if action.run:
        count = trimmed(words[0]) if len(words) == 1 else ""
        if not count or len(count) > LONGEST or count.strip("0123456789") or int(count) == 0:
            raise _problem(i, "action-count", number=str(number), action=action.label)
        return Done(code=code, count=int(count))
    if len(words) != len(action.fields):
        names = ", ".join(action.takes) or "nothing"
        raise _problem(i, "action-fields", number=str(number), action=action.label, fields=names)
    values = []
    for field, word in zip(action.fields, words):
        try:
            values.append(field.read(word, True))
        except InvalidInputs as invalid:
            why = invalid.problems[0].message
            raise _problem(i, "action-unreadable", number=str(number), action=action.label, why=why) from None
    return Done(code=code, values=tuple(values))


def _problem(i: Input, code: str, **facts: str) -> InvalidInputs:
    return InvalidInputs((Problem(field=i.name, code=code, message=messages.sentence(code, **facts)),))


def joined(i: Input, done: tuple[Done, ...]) -> str:
    """The text of actions."""
    return NEXT.join([_text(i, one) for one in done])


def _text(i: Input, one: Done) -> str:
    action = next(a for a in i.buttons if a.code == one.code)
    if action.run:
        return one.code + FIELD + str(one.count)
    return FIELD.join([one.code] + [field.link_text(value) for field, value in zip(action.fields, one.values)])


def added(i: Input, done: tuple[Done, ...], name: str, values: dict[str, Value]) -> tuple[Done, ...]:
    """The actions and one more press of the button `name`, which takes the inputs' present `values` with it."""
    action = next(a for a in i.buttons if a.name == name)
    if action.run and done and done[-1].code == action.code:
        longer = done[-1].count + action.run
        return done[:-1] + (Done(code=action.code, count=longer),) if len(str(longer)) <= LONGEST else done
    if len(done) >= i.most:
        return done
    taken = tuple([values[field] for field in action.takes])
    return done + (Done(code=action.code, count=action.run or 1, values=taken),)


def undone(text: str) -> str:
    """The text without its last action, or with one less of a run; works on a text that cannot be read too.

    >>> undone("n,12;c;n,2"), undone("n,1;c"), undone("n,1;?,?")
    ('n,12;c;n,1', 'n,1', 'n,1')
    """
    parts = trimmed(text).split(NEXT)
    if not trimmed(parts[-1]):
        parts.pop()
    if not parts:
        return ""
    code, _, count = parts.pop().partition(FIELD)
    if count and not count.strip("0123456789") and int(count[:LONGEST]) > 1:
        parts.append(code + FIELD + str(int(count[:LONGEST]) - 1))
    return NEXT.join(parts)


def written(done: tuple[Done, ...]) -> str:
    """How many there are, in words."""
    count = 0
    for one in done:
        count += one.count
    return "nothing yet" if not count else "1 action" if count == 1 else str(count) + " actions"

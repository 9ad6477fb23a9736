"""A question before the answer: the panel that covers it, what the reader guesses, and a reply that names the difference."""

from __future__ import annotations

from calc.formulas.elementary import floor
from calc.view import numbers
from calc.view.compare import gap, share
from calc.view.markup import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.story import Ask
    from calc.view.words import Facts

NEAR = 0.05  # of the answer: what counts as close


def guessed(ask: Ask, given: dict[str, Any]) -> float:
    """The guess that a request makes: a share of the slider, one of the choices, or a number; without any the middle."""
    if given.get("choice") is not None and ask.choices:
        return float(ask.choices[min(len(ask.choices) - 1, max(0, int(given["choice"])))])
    steps = _steps(ask)
    t = 0.5
    if given.get("slider") is not None:
        t = float(given["slider"])
    elif given.get("value") is not None:
        t = (float(given["value"]) - ask.low) / (ask.high - ask.low)
    return numbers.rounded(ask.low + floor(min(1.0, max(0.0, t)) * steps + 0.5) * ask.step, 12)


def panel(ask: Ask, facts: Facts, id: str, guess: float) -> str:
    """The question, with a slider or with buttons for the choices."""
    ref = id + "-ask"
    answers = _slider(ask, facts, ref, guess)
    show = '<button type="button" class="calc-do is-main" data-do="reveal">Show the answer</button>'
    if ask.choices:
        show = ""
        buttons = [
            '<button type="button" class="calc-do is-main" data-do="reveal" data-choice="%d">%s</button>'
            % (k, escape(written(ask, facts, x)))
            for k, x in enumerate(ask.choices)
        ]
        answers = '<p class="calc-cover-choices">' + "".join(buttons) + "</p>"
    return (
        '<p class="calc-cover-title">Guess first</p><p class="calc-cover-question" id="%s" tabindex="-1">%s</p>%s'
        '<p class="calc-cover-do">%s<button type="button" class="calc-do" data-do="skip">Skip</button></p>'
    ) % (ref, escape(facts.plain(ask.question)), answers, show)


def _slider(ask: Ask, facts: Facts, ref: str, guess: float) -> str:
    steps = _steps(ask)
    k = floor((guess - ask.low) / ask.step + 0.5)
    width = numbers.coordinate(100 * k / steps)
    ends = ((0, ask.low), (50, (ask.low + ask.high) / 2), (100, ask.high))
    stops = "".join(
        [
            '<line x1="%d%%" x2="%d%%" y1="0" y2="5"/><text x="%d%%" y="17">%s</text>' % (x, x, x, escape(written(ask, facts, value)))
            for x, value in ends
        ]
    )
    text = escape(written(ask, facts, guess))
    return (
        '<p class="calc-cover-value" aria-hidden="true">%s</p><div class="calc-scale"><svg class="calc-track" aria-hidden="true">'
        '<rect class="rail" width="100%%" height="3"/><rect class="fill" width="%s%%" height="3"/></svg>'
        '<input type="range" data-guess min="0" max="%d" value="%d" aria-labelledby="%s" aria-valuetext="%s">'
        '<svg class="calc-stops" aria-hidden="true">%s</svg></div>'
    ) % (text, width, steps, k, ref, text, stops)


def _steps(ask: Ask) -> int:
    return max(1, floor((ask.high - ask.low) / ask.step + 0.5))


def written(ask: Ask, facts: Facts, x: float) -> str:
    """A guess, or any number of its kind, as a reader says it."""
    declared = facts.meaning(ask.output)
    text = numbers.exact(x, declared.display)
    if declared.unit == "USDT" and declared.display == "money":
        return text[:1] + "$" + text[1:] if x < 0 else "$" + text
    return text


def reply(ask: Ask, facts: Facts, guess: float) -> tuple[tuple[str, bool], ...]:
    """What is said about a guess, as pieces of text and whether they are numbers."""
    said = written(ask, facts, guess)
    number = facts.number(ask.output)
    if number is None:
        return (("You said ", False), (said, True), (". Here there is no such number.", False))
    sized = ask.low >= 0
    money = facts.meaning(ask.output).display == "money"
    answer = facts.text(ask.output, ("abs-" if sized else "") + "dollars" if money else "abs" if sized else "")
    true = abs(number) if sized else number
    if said == answer or abs(true - guess) < ask.step * 1e-6:
        return (("You said ", False), (said, True), (", and that is the figure.", False))
    if abs(true - guess) <= max(ask.step / 2, NEAR * abs(true)):
        return (("Close: you said ", False), (said, True), (", and the figure is ", False), (answer, True), (".", False))
    return (("You said ", False), (said, True), (". The figure is ", False), (answer, True), (_gap(ask, facts, true, guess), False))


def _gap(ask: Ask, facts: Facts, true: float, guess: float) -> str:
    """By how much the answer is more or less than the guess, and how many times, if it is several."""
    display = facts.meaning(ask.output).display
    more, less = {"count": ("more", "fewer"), "price": ("higher", "lower")}.get(display, ("more", "less"))
    amount = ("$" if display == "money" else "") + gap(abs(true - guess), "size" if display == "times" else display)
    return ", " + amount + " " + (more if true > guess else less) + share(true, guess, "that") + "."

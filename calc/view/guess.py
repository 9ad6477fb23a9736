"""A question before the answer: the panel that covers it, what the reader guesses, and a reply that names the difference."""

from __future__ import annotations

from calc.formulas.elementary import floor
from calc.story import Ask, Lines
from calc.view import numbers, reading
from calc.view.charts.lines import rings
from calc.view.compare import gap, share
from calc.view.markup import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.story import Story
    from calc.view.words import Facts

NEAR = 0.05  # of the answer: what counts as close


def read_choices(ask: Ask, facts: Facts, text: str) -> tuple[float, ...]:
    """The choices that a page gives, divided by commas and read as their answer is written; `Unreadable` if one is no number."""
    display = facts.meaning(ask.output).display
    return tuple([reading.number(part, display) for part in text.split(",")])


def asked(story: Story, facts: Facts, text: str) -> Ask | None:
    """The question of a story, with the choices of the page as long as one of them is right: for other inputs, none may be."""
    ask = story.ask
    if ask is None or not text:
        return ask
    try:
        choices = read_choices(ask, facts, text)
    except reading.Unreadable:
        return ask
    if min(choices) < ask.low or max(choices) > ask.high or not [x for x in choices if is_right(ask, facts, x)]:
        return ask
    return Ask(question=ask.question, output=ask.output, low=ask.low, high=ask.high, step=ask.step, choices=choices)


def is_right(ask: Ask, facts: Facts, guess: float) -> bool:
    """Whether a guess is the answer, or close enough to be called so."""
    number = facts.number(ask.output)
    return number is not None and abs(_answer(ask, number) - guess) <= max(ask.step / 2, NEAR * abs(number))


def _answer(ask: Ask, number: float) -> float:
    """The answer as the question means it: a size has no sign."""
    return abs(number) if ask.low >= 0 else number


def placed(ask: Ask, facts: Facts, guess: float) -> float:
    """Where a guess stands on an axis of the output: a size on the side of the answer."""
    return -guess if ask.low >= 0 and (facts.number(ask.output) or 0.0) < 0 else guess


def guessed(ask: Ask, given: dict[str, Any]) -> float:
    """The guess that a request makes: a share of the slider, one of the choices, or a number; without any the middle."""
    if given.get("choice") is not None and ask.choices:
        return float(ask.choices[min(len(ask.choices) - 1, max(0, int(given["choice"])))])
    steps = _steps(ask)
    t = 0.5
    if given.get("value") is not None and float(given["value"]) in ask.choices:
        return float(given["value"])
    if given.get("slider") is not None:
        t = float(given["slider"])
    elif given.get("value") is not None:
        t = (float(given["value"]) - ask.low) / (ask.high - ask.low)
    return numbers.rounded(ask.low + floor(min(1.0, max(0.0, t)) * steps + 0.5) * ask.step, 12)


def panel(ask: Ask, facts: Facts, id: str, guess: float, story: Story | None = None) -> str:
    """The question, with a slider or with buttons for the choices, which the first picture of the story may show as well.

    A button has the reply to it: what stands on the page can be answered before there is an engine.
    """
    ref = id + "-ask"
    answers = _slider(ask, facts, ref, guess)
    show = '<button type="button" class="calc-do is-main" data-do="reveal">Show the answer</button>'
    if ask.choices:
        show = ""
        buttons = [
            '<button type="button" class="calc-do is-main" data-do="reveal" data-choice="%d" data-reply="%s">%s</button>'
            % (k, escape("".join([text for text, _ in reply(ask, facts, x)])), escape(written(ask, facts, x)))
            for k, x in enumerate(ask.choices)
        ]
        answers = '<p class="calc-cover-choices">' + "".join(buttons) + "</p>"
    words = (
        '<p class="calc-cover-title">Guess first</p><p class="calc-cover-question" id="%s" tabindex="-1">%s</p>%s'
        '<p class="calc-cover-do">%s<button type="button" class="calc-do" data-do="skip">Skip</button></p>'
    ) % (ref, escape(facts.plain(ask.question)), answers, show)
    picture = _picture(ask, facts, ref, story)
    return '<div class="calc-cover-words">' + words + "</div>" + picture if picture else words


def _picture(ask: Ask, facts: Facts, id: str, story: Story | None) -> str:
    """The picture of the answer without the answer, if its height is what is asked: a ring for each choice. The buttons say the same."""
    chart = story.charts[0] if story is not None and story.charts else None
    if not ask.choices or not isinstance(chart, Lines) or chart.y != ask.output:
        return ""
    places = [(placed(ask, facts, x), written(ask, facts, x)) for x in ask.choices]
    return '<div class="calc-cover-picture" aria-hidden="true"><p>%s</p>%s</div>' % (
        escape(facts.plain(chart.title)),
        rings(chart, facts, id, places),
    )


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


def figure(ask: Ask, facts: Facts) -> str:
    """The answer as it is said in a reply."""
    sized = ask.low >= 0
    if facts.meaning(ask.output).display == "money":
        return facts.text(ask.output, ("abs-" if sized else "") + "dollars")
    return facts.text(ask.output, "abs" if sized else "")


def reply(ask: Ask, facts: Facts, guess: float) -> tuple[tuple[str, bool], ...]:
    """What is said about a guess, as pieces of text and whether they are numbers."""
    said = written(ask, facts, guess)
    number = facts.number(ask.output)
    if number is None:
        return (("You said ", False), (said, True), (". Here there is no such number.", False))
    answer, true = figure(ask, facts), _answer(ask, number)
    if said == answer or abs(true - guess) < ask.step * 1e-6:
        return (("You said ", False), (said, True), (", and that is the figure.", False))
    if is_right(ask, facts, guess):
        return (("Close: you said ", False), (said, True), (", and the figure is ", False), (answer, True), (".", False))
    return (("You said ", False), (said, True), (". The figure is ", False), (answer, True), (_gap(ask, facts, true, guess), False))


def _gap(ask: Ask, facts: Facts, true: float, guess: float) -> str:
    """By how much the answer is more or less than the guess, and how many times, if it is several."""
    display = facts.meaning(ask.output).display
    more, less = {"count": ("more", "fewer"), "price": ("higher", "lower")}.get(display, ("more", "less"))
    amount = ("$" if display == "money" else "") + gap(abs(true - guess), "size" if display == "times" else display)
    return ", " + amount + " " + (more if true > guess else less) + share(true, guess, "that") + "."

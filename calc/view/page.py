"""What a build prints: the whole widget with its answer in it, and the reference of a calculator."""

from __future__ import annotations

import calc
from calc import contract, scenario
from calc.view.markup import escape, icon
from calc.view.result import working_steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeVar

    from calc.inputs import Input, Output
    from calc.model import Calculator

    T = TypeVar("T", Input, Output)

STATES = (("static", "Worked example"), ("loading", "Getting ready to calculate"), ("failed", "The calculator stopped"))

TAKEN = "As an image, text, JSON or CSV, on paper, as a citation, or as a call in Python"


def widget(
    name: str,
    texts: Mapping[str, str],
    *,
    id: str | None = None,
    show: tuple[str, ...] = (),
    guess: str = "",
    vary: tuple[str, ...] = (),
) -> str:
    """The widget, complete without any script: form, answer and pictures for `texts`. InvalidInputs if they cannot be answered.

    With `guess`, choices divided by commas, it asks before it shows. `vary` is an input, then texts for it that are links in the head.
    """
    c = calc.load(name)
    id = escape(id or c.name)
    start = contract.starting(c, texts, choices=guess)
    controls, answer = contract.fragments(start, id, show)
    _, ask = contract.ask_panel(start, id, {})
    first = _button("guess", "question", "Guess first", " is-main needs-engine calc-guess") if ask else ""
    hide = ""
    if ask:
        hide = _button("hide", "question", "Link hides the answer", " needs-engine").replace("data-do", 'aria-pressed="false" data-do', 1)
    pin = '<span class="is-pin">Pin this as A</span><span class="is-unpin">Unpin A</span>'
    states = "".join('<span data-for="%s">%s</span>' % pair for pair in STATES)
    covered = ' data-choices="%s" data-covered="first"' % escape(guess) if guess else ""
    examples = _varied(c, texts, vary[0], vary[1:], id) if vary else ""
    if not show or "examples" in show:
        chips = "".join(
            '<a class="calc-chip" href="%s#%s">%s</a>' % (escape(preset_link(c, texts, id)), id, escape(label))
            for label, texts in _presets(c)
        )
        examples += '<p class="calc-examples">' + chips + "</p>"
    return (
        f'<div class="calc-slot" data-search-exclude><calc-widget class="calc" data-search-exclude calculator="{c.name}" id="{id}"'
        f' version="{c.version}" data-show="{" ".join(show)}" data-state="static" data-engine="build"{covered}><div class="calc-sheet">'
        f'<header class="calc-head calc-pad"><p class="calc-name">{escape(c.title)}<span class="calc-status">{states}</span></p>'
        f'<p class="calc-question" id="{id}-question">{escape(c.question)}</p>{first}{examples}</header>'
        f'<div class="calc-body"><form class="calc-form calc-pad" autocomplete="off">'
        f'<fieldset class="calc-fields" aria-labelledby="{id}-question" disabled data-part="controls">{controls}</fieldset></form>'
        f'<p class="calc-fail" hidden>{icon("look")}<span data-fail></span>{_button("retry", "reset", "Try again")}</p>'
        f'<section class="calc-cover" data-part="ask" aria-label="Guess first"{"" if guess else " hidden"}>{ask}</section>'
        f'<div class="calc-answer" data-part="result">{answer}</div></div>'
        f'<footer class="calc-foot calc-pad">{_button("pin", "pin", pin, " needs-engine")}{_button("copy", "link", "Copy link")}{hide}'
        f"{_button('reset', 'reset', 'Reset', ' needs-engine')}{_button('print', 'print', 'Print')}"
        f'<span class="calc-copied" data-copied hidden>Link copied</span></footer>'
        f'<div class="calc-pad calc-take"><details class="calc-more"><summary>Take it with you <small>{TAKEN}</small></summary>'
        f'<div class="calc-take-menu" data-part="take"></div></details></div>'
        f'<p class="calc-say" aria-live="polite"></p></div></calc-widget></div>'
    )


def _varied(c: Calculator[..., Any], texts: Mapping[str, str], name: str, values: tuple[str, ...], id: str) -> str:
    """The same scenario with other values of one input, as links."""
    chips = []
    for value in values:
        facts = contract.starting(c, dict(texts, **{name: value})).facts
        address = escape(scenario.link(c, facts.values, id))
        chips.append('<a class="calc-chip" href="%s#%s">%s</a>' % (address, id, escape(facts.text(name))))
    return '<p class="calc-examples"><span>%s</span>%s</p>' % (escape(c.input(name).label), "".join(chips))


def _button(what: str, picture: str, words: str, style: str = "") -> str:
    return f'<button type="button" class="calc-do{style}" data-do="{what}">{icon(picture)}{words}</button>'


def _presets(c: Calculator[..., Any]) -> list[tuple[str, dict[str, str]]]:
    return [(p.label, dict(p.texts)) for p in c.presets]


def preset_link(c: Calculator[..., Any], texts: Mapping[str, str], id: str | None = None) -> str:
    """The link of a scenario given as texts of a link."""
    return scenario.link(c, c.parse(texts, link=True), id)


def reference(name: str) -> str:
    """Inputs with units and bounds, outputs, presets, limits and sources, all from the declaration."""
    c = calc.load(name)
    rows = "".join(
        '<tr><th scope="row"><code>%s</code><small>%s</small></th><td>%s</td>'
        '<td data-label="Allowed">%s</td><td data-label="Usual">%s</td></tr>'
        % (name, escape(i.label), escape(i.help) + _condition(c, i), escape(allowed(i)), escape(i.written(i.default)))
        for name, i in named(c.inputs)
    )
    answers = "".join(
        '<tr><th scope="row"><code>%s</code><small>%s</small></th><td>%s</td><td data-label="Unit">%s</td></tr>'
        % (name, escape(o.label), escape(o.help), escape(unit_of(o.display, o.unit)))
        for name, o in named(c.outputs)
    )
    presets = "".join(
        '<li><a href="%s#%s">%s</a></li>' % (escape(preset_link(c, texts)), c.name, escape(label)) for label, texts in _presets(c)
    )
    limits = "".join("<li>" + escape(limit) + "</li>" for limit in c.limits)
    sources = "".join(
        '<li><a href="%s" rel="nofollow noreferrer">%s</a></li>' % (escape(address), escape(label)) for label, address in c.sources
    )
    usual = contract.starting(c, {})
    formula = working_steps(usual.facts, usual.story)
    command = "python -m calc " + c.name.replace("_", "-")
    call = "from calc import " + c.name + "\n" + c.name + "()"
    return (
        f'<div class="calc-reference"><p>{escape(c.summary)} Version {c.version}.</p>'
        + _table(c.name, "Inputs", ("Name", "Meaning", "Allowed", "Usual"), rows)
        + _table(c.name, "Answers", ("Name", "Meaning", "Unit"), answers)
        + f"<h3>Formula</h3><p>The same steps, with your own numbers in them, stand under “Show the working” above.</p>{formula}"
        f"<h3>Examples</h3><ul>{presets}</ul><h3>What it leaves out</h3><ul>{limits}</ul><h3>Sources</h3><ul>{sources}</ul>"
        f"<h3>From Python and the command line</h3><pre><code>{escape(call)}</code></pre><pre><code>{escape(command)}</code></pre></div>"
    )


def _table(name: str, title: str, columns: tuple[str, ...], rows: str) -> str:
    """A table that scrolls by itself where the screen is narrow."""
    id = name + "-" + title.lower()
    heads = "".join(f'<th scope="col">{column}</th>' for column in columns)
    return (
        f'<h3 id="{id}">{title}</h3><div class="calc-scroll" role="region" tabindex="0" aria-labelledby="{id}">'
        f'<table class="calc-table is-reference"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _condition(c: Calculator[..., Any], i: Input) -> str:
    if i.when is None:
        return ""
    gate = c.input(i.when[0])
    wanted = " or ".join([gate.written(value).lower() for value in i.when[1]])
    return " <small>Only with " + escape(gate.label.lower() + ": " + wanted) + ".</small>"


def named(things: tuple[T, ...]) -> list[tuple[str, T]]:
    """Inputs or outputs with their names, each followed by the fields that its rows have: `positions`, `positions.side`."""
    out: list[tuple[str, T]] = []
    for thing in things:
        out.append((thing.name, thing))
        out += [(thing.name + "." + field.name, field) for field in thing.fields]
    return out


def allowed(i: Input) -> str:
    """What an input takes, in words."""
    if i.kind == "rows":
        return "%d to %d rows" % (i.least, i.most)
    if i.kind == "choice":
        return ", ".join(name for name, _ in i.choices)
    if i.kind == "switch":
        return "on or off"
    if i.kind == "date":
        return "a day from " + i.first + " to " + i.last + (", or empty" if i.may_be_empty else "")
    if i.kind == "text":
        return "up to %d characters; never in a link" % i.most
    if i.kind == "actions":
        return "up to %d actions" % i.most
    low = "" if i.ge is None and i.gt is None else ("from " + i.written(i.ge) if i.ge is not None else "more than " + i.written(i.gt))
    high = (
        ""
        if i.le is None and i.lt is None
        else ("to " if i.le is not None else "to less than ") + i.written(i.le if i.le is not None else i.lt)
    )
    return (low + " " + high).strip() + (", or empty" if i.kind == "optional" else "")


def unit_of(display: str, unit: str) -> str:
    """The unit of an answer, in words."""
    return {"percent": "fraction, shown as percent", "flag": "yes or no", "text": "text", "date": "day", "rows": "rows"}.get(display, unit)

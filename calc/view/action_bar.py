"""The buttons of an input that is a list of actions, and the field that keeps the list."""

from __future__ import annotations

from calc.actions import AGAIN, UNDO
from calc.view.markup import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.actions import Offer
    from calc.inputs import Input

HALTS = " data-halts"  # what plays comes to a stop
CAPS = {"Space": "Space", "ArrowRight": "→", "ArrowLeft": "←"}  # what stands on a key


def action_field(i: Input, text: str, problem: str) -> str:
    """What the form has of the list: its text, which nobody types, and what is wrong with it beside the way out."""
    way_out = _button(UNDO, i.undo, (), HALTS, True) + _button(AGAIN, i.again, (), HALTS, True) if problem else ""
    hidden = '<input type="hidden" name="%s" value="%s">' % (i.name, escape(text))
    label = '<span class="calc-label">%s</span>' % escape(i.label) if problem else ""
    show = "" if problem else " hidden"
    return '<div class="calc-field"%s data-field="%s">%s%s%s%s</div>' % (show, i.name, hidden, label, problem, way_out)


def action_bar(i: Input, offers: tuple[Offer, ...], empty: bool) -> str:
    """The buttons, those of one line beside each other, then undo and the way back to the start. One that does nothing now keeps its place.

    It says why it does nothing, unless another one has said so.
    """
    lines: list[str] = []
    whys: list[str] = []
    for action in i.buttons:
        offer = next(o for o in offers if o.name == action.name)
        while len(lines) <= action.line:
            lines.append("")
        more = ' data-repeat="%d" data-until="%s"' % (offer.every, escape(offer.until)) if action.repeats else ""
        lines[action.line] += _button(action.name, action.label, action.keys, more, offer.possible)
        if offer.why and offer.why not in whys:
            whys.append(offer.why)
    lines[-1] += _button(UNDO, i.undo, (), HALTS, not empty) + _button(AGAIN, i.again, (), HALTS, not empty)
    said = '<p class="calc-note calc-acts-why">%s</p>' % escape(" ".join(whys)) if whys else ""
    rows = "".join(['<p class="calc-acts-line">' + line + "</p>" for line in lines])
    return '<div class="calc-acts" role="group" aria-label="%s" data-field="%s">%s%s</div>' % (escape(i.label), i.name, rows, said)


def _button(name: str, label: str, keys: tuple[str, ...], more: str, possible: bool) -> str:
    """A button stays where the focus is even when it does nothing: it is not disabled, it says so."""
    caps = "".join(['<kbd aria-hidden="true">%s</kbd>' % escape(CAPS.get(key, key)) for key in keys])
    shortcuts = ' aria-keyshortcuts="%s"' % " ".join(keys) if keys else ""
    useless = "" if possible else ' aria-disabled="true"'
    return '<button type="button" class="calc-do is-act" data-key="act-%s" data-act="%s"%s%s%s>%s%s</button>' % (
        name,
        name,
        shortcuts,
        useless,
        more,
        escape(label),
        caps,
    )

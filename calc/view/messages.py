"""Every sentence about inputs: a stable code, and a template that is filled here. The wording is golden (tests/golden/messages.txt)."""

from __future__ import annotations

from calc.view import numbers

TEMPLATES = {
    "empty": "Enter a number for {field}.",
    "not-a-number": "“{raw}” is not a number we can read. Try 1000 or 1,000.50.",
    "not-a-number-guess": "“{raw}” is not a number we can read. Did you mean {guess}?",
    "not-a-choice": "{field} must be one of {choices}; you gave “{raw}”.",
    "out-of-range": "{field} must be between {min} and {max}; you gave {value}.",
    "not-positive": "{field} must be more than zero.",
    "margin-below-maintenance": (
        "At {leverage:times} your starting margin ({initial_margin_rate:percent}) is not more than the maintenance requirement"
        " ({maintenance_margin_rate:percent}). The position would be liquidated the moment it opened. Use less than {max_leverage:times}."
    ),
    "tier-leverage": "This size allows at most {max_leverage:times} in the {venue} table of {date}. Lower the leverage or the size.",
    "tier-size": "Larger than the {venue} table of {date} covers ({cap:count} {unit}).",
    "stop-side": "For a long the stop must be below the entry, for a short above it.",
    "target-unreachable": "No price gives that result: at a price of zero this short makes {best:percent} of the margin.",
    "mark-differs": "{market} has one mark price, and another position here says {mark_price:price}. Give both the same.",
    "mark-missing": "Enter the mark price of {market}: its positions here have different entries.",
    "account-below-maintenance": (
        "This account is closed out already: its margin balance is {margin_balance:money}, and {maintenance_margin:money} must stay."
        " Raise the wallet, or make the positions smaller."
    ),
    "warn-margin-short": (
        "At these leverages the positions lock {initial_margin:money}. The account has less, so they could not all be opened now."
    ),
    "warn-liquidation-first": (
        "Liquidation ({liquidation_price:price}) comes before your stop ({stop_price:price}). The stop would not protect you."
    ),
    "warn-thin": "Your stop is only {share:percent} of the way from liquidation: a fast move can jump it.",
    "warn-over-account": (
        "This margin is more than the account you entered ({account_balance:money}), so there is no share of the account to show."
    ),
    "warn-fees-exceed": "Fees alone take {share:percent} of your margin.",
    "note-no-liquidation": "Price alone cannot liquidate this long: you put up the full value.",
    "note-no-liquidation-short": "Price alone cannot liquidate this short: what you put up covers any rise.",
    "note-tier-edge": "The line stands at a step of the table: there, what must stay jumps above what is left.",
    "note-estimate": "Estimate. Your venue’s own figure, tiers and fees decide.",
    "note-unknown-parameter": "This link also names {names}, which this calculator does not have. Ignored.",
    "note-default": "This link sets {given} of {all} inputs. The others have their usual values.",
    "not-json": "These rows cannot be read as JSON: {why}.",
    "too-few-rows": "Give at least {least} {noun}.",
    "too-many-rows": "There may be at most {most} rows of this kind ({noun}).",
    "row-too-long": "Row {row} has too many fields. It may have: {fields}.",
    "repeated": "{field} is given more than once.",
    "unknown-input": "{name} is not an input; did you mean {nearest}?",
    "unknown-word": "“{name}” says nothing here. An input is --name value.",
    "unknown": "{name} is not {what}. There are: {names}.",
    "unknown-calculator": "{name} is not a calculator; did you mean {nearest}?",
    "wrong-calculator": "This link is for another calculator ({name}).",
    "unknown-version": "This link asks for version {version} of this calculator; version {newest} is the newest here.",
}


def sentence(code: str, **facts: str | float) -> str:
    """The sentence for `code`, its `{name:display}` places filled from `facts`.

    >>> sentence("out-of-range", field="Leverage", min="1×", max="125×", value="500×")
    'Leverage must be between 1× and 125×; you gave 500×.'
    >>> sentence("warn-thin", share=0.125)
    'Your stop is only 12.50\u202f% of the way from liquidation: a fast move can jump it.'
    """
    return fill(TEMPLATES[code], lambda name, display: _text(facts[name], display))


def _text(value: str | float, display: str) -> str:
    return value if isinstance(value, str) else numbers.show(value, display)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def fill(template: str, text: Callable[[str, str], str]) -> str:
    """`template` with each `{name:display}` replaced by `text(name, display)`.

    >>> fill("At {leverage:times}.", lambda name, display: name + "/" + display)
    'At leverage/times.'
    """
    if "{" not in template:
        return template
    pieces = template.split("{")
    out = pieces[0]
    for piece in pieces[1:]:
        inside, _, rest = piece.partition("}")
        name, _, display = inside.partition(":")
        out += text(name, display) + rest
    return out

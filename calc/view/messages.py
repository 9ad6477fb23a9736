"""Every sentence about inputs: a stable code, and a template that is filled here. The wording is golden (tests/golden/messages.txt)."""

from __future__ import annotations

from calc.view import numbers

TEMPLATES = {
    "empty": "Enter a number for {field}.",
    "not-a-number": "“{raw}” is not a number we can read. Try 1000 or 1,000.50.",
    "not-a-date": "“{raw}” is not a day we can read. Write it as {example}: year, month, day.",
    "not-a-number-guess": "“{raw}” is not a number we can read. Did you mean {guess}?",
    "not-a-choice": "{field} must be one of {choices}; you gave “{raw}”.",
    "out-of-range": "{field} must be between {min} and {max}; you gave {value}.",
    "not-whole": "{field} must be a whole number; you gave {value}.",
    "not-positive": "{field} must be more than zero.",
    "text-too-long": "{field} may have {most} characters; this has {length}.",
    "margin-below-maintenance": (
        "At {leverage:times} your starting margin ({initial_margin_rate:percent}) is not more than the maintenance requirement"
        " ({maintenance_margin_rate:percent}). The position would be liquidated the moment it opened. Use less than {max_leverage:times}."
    ),
    "tier-leverage": "This size allows at most {max_leverage:times} in the {venue} table of {date}. Lower the leverage or the size.",
    "tier-size": "Larger than the {venue} table of {date} covers ({cap:count} {unit}).",
    "stop-side": "For a long the stop must be below the entry, for a short above it.",
    "target-side": "For a long the target must be above the entry, for a short below it.",
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
    "fill-half": "Enter both the price and the amount of this fill, or neither.",
    "nothing-open": "These fills leave nothing open. Enter a fill, or sell less than was bought.",
    "closed-out-before": (
        "At {current_price:price} this position is closed out already: its liquidation price is {liquidation_price:price}."
    ),
    "warn-fill-late": ("At the price of fill {number} the position was gone: its liquidation price was {liquidation_price:price} then."),
    "margins-over-wallet": "You have {wallet_balance:money}, but these positions need {initial_margin:money}.",
    "warn-liquidation-first": (
        "Liquidation ({liquidation_price:price}) comes before your stop ({stop_price:price}). The stop would not protect you."
    ),
    "warn-thin": "Your stop is only {share:percent} of the way from liquidation: a fast move can jump it.",
    "rate-unusual": "Outside the range venues normally allow: {largest:percent} for one interval, paid or received.",
    "warn-large": "This one position is {multiple:times} your whole account.",
    "warn-together": "These two positions move together: treat as one risk of {one:percent}.",
    "warn-open-risk": "All that is open risks {total:percent} of the account, and your limit is {most:percent}.",
    "warn-daily-limit": "Your daily limit ({day:percent}) is smaller than one trade’s risk ({one:percent}).",
    "warn-over-cap": "This position is {used:times} your account, and your cap is {cap:times}.",
    "warn-ten-losses": "At {one:percent} a trade, ten losses in a row leave {left:percent} of the account.",
    "warn-fees-in-loss": "Fees are {fees:percent} of what this stop loses.",
    "warn-over-account": (
        "This margin is more than the account you entered ({account_balance:money}), so there is no share of the account to show."
    ),
    "warn-fees-over-target": "Fees are larger than the target. There is no win rate that breaks even.",
    "warn-fees-exceed": "Fees alone take {share:percent} of your margin.",
    "note-no-liquidation": "Price alone cannot liquidate this long: you put up the full value.",
    "note-no-liquidation-short": "Price alone cannot liquidate this short: what you put up covers any rise.",
    "note-tier-edge": "The line stands at a step of the table: there, what must stay jumps above what is left.",
    "too-few-trades": "You need at least {run} trades for a run of {run}.",
    "nothing-left": "Nothing left to compound.",
    "note-account-empty": "With a fixed stake the account is empty after loss {loss}.",
    "note-independent": (
        "Every trade is taken to be independent of the others. Real losses come in clusters, so treat this chance as a floor."
    ),
    "note-no-way-back": "At this risk there is no way back, even with an edge.",
    "note-no-edge": "At this risk there is no way back: this method has no edge.",
    "note-no-kelly": "No edge: the growth-maximising bet is zero.",
    "note-ever": (
        "Traded on for ever, at {kelly_multiple:times} the Kelly fraction, an account falls to this line with a chance of about"
        " {chance:percent}. That is a rule of thumb for small bets."
    ),
    "note-ever-sure": (
        "Traded on for ever, at {kelly_multiple:times} the Kelly fraction, an account falls to any line: from twice that fraction on it is"
        " only a matter of time."
    ),
    "act-no-stop": "Set a stop first: no stop, no trade.",
    "act-margin-short": (
        "This trade needs {needed:money} of margin and fees, and you have {wallet_balance:money}. A wider stop makes it smaller."
    ),
    "act-beyond-liquidation": "At this leverage the mark price is beyond liquidation already.",
    "act-nothing-left": "The account is empty.",
    "act-over": "The session ends here, after {hours:count} candles.",
    "warn-actions-left-out": "{count:count} of these actions were not possible in this market and are left out.",
    "warn-action-left-out": "One of these actions was not possible in this market and is left out.",
    "warn-liquidation-in-plan": (
        "At {leverage:times} the venue closes you out about {liquidation_move:percent} from your entry, before a stop"
        " {stop_distance:percent} away."
    ),
    "warn-gap": "The price jumped over your stop: you were filled {gap:percent} beyond it.",
    "note-session-long": (
        "That is {trades:count} trades. Tired people break their plans: stop here, read the journal, and come back another day."
    ),
    "note-hypothetical": (
        "These results come from a model. Nobody traded them. Real markets add gaps, outages, changing costs and nerves."
    ),
    "note-model": "A model with fixed inputs, not a forecast.",
    "note-model-walk": "A model with fixed inputs, not a forecast: real prices jump and cluster, and the true risk is usually higher.",
    "dates-order": "The first day, {first}, comes after the last, {last}.",
    "no-entry-day": "No trade of {days} days fits between these dates: the prices of {market} run from {first} to {last}.",
    "note-day-moved": "No trade of this kind begins on {asked}. The nearest is shown: {shown}.",
    "note-estimate": "Estimate. Your venue’s own figure, tiers and fees decide.",
    "note-unknown-parameter": "This link also names {names}, which this calculator does not have. Ignored.",
    "note-text-in-link": "This link also has words for {fields}. What you write stays with you: no link carries it, so that is left out.",
    "note-default": "This link sets {given} of {all} inputs. The others have their usual values.",
    "note-pin-default": "The scenario pinned in this link sets {given} of {all} inputs. The others have their usual values.",
    "note-pin-left-out": "This link pins a scenario that has no answer: {why} It is left out.",
    "link-too-long": (
        "A link to this would have {length:count} characters, and more than {most:count} do not arrive everywhere. Nothing is copied."
    ),
    "link-too-long-pinned": (
        "A link to A and B would have {length:count} characters, and more than {most:count} do not arrive everywhere. Nothing is copied;"
        " unpin A, and it is shorter."
    ),
    "not-json": "These rows cannot be read as JSON: {why}.",
    "unknown-action": "Action {number} is “{raw}”, and nothing of that name can be done here. Undo it, or start over.",
    "action-count": "Action {number} ({action}) needs a count from 1 to 99,999 after its comma. Undo it, or start over.",
    "action-fields": "Action {number} ({action}) does not hold what it must: {fields}. Undo it, or start over.",
    "action-unreadable": "Action {number} ({action}) cannot be read. {why} Undo it, or start over.",
    "too-many-actions": "There may be at most {most} actions. Start over.",
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

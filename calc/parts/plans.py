"""What a risk plan says: its verdict and warnings, the picture of what is left when it goes wrong, and the sheet for a pen and a wall."""

from __future__ import annotations

from dataclasses import replace

from calc.formulas import growth
from calc.model import note
from calc.parts.checks import Check, at_least, at_most
from calc.pictures import Axis, Bar, Tally
from calc.story import Entry, Level, Part, Percents, Sheet, Shown, Story, Table, position_ladder
from calc.view import numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from calc.errors import Note
    from calc.story import Ladder

TICKS = ("loss_accepted", "stop_ready", "size_checked", "news_checked", "not_chasing")
WORDS = ("reasons", "while_open", "afterwards")
LIMITS = ("target_price", "max_open_risk", "daily_loss_limit", "max_losses", "other_position", "open_risk")
COSTS = ("margin_mode", "holding_hours", "funding_rate", "taker_fee_rate", "maintenance_margin_rate")
MORE = LIMITS + COSTS + ("pair",) + WORDS + TICKS + ("sheet",)  # than the six inputs that a size needs
LADDER = 216  # pixels: a sheet has less room than a screen
TEN = 10  # losses in a row, by which a plan is measured
LEAST_ROOM = 0.2  # of the way to liquidation that should be left at the stop
HALF, LARGE_FEES = 0.5, 0.25  # lost by ten fixed stakes, and by fees in one loss, from where they are warned about


def rules(limits: dict[str, float], room: float | None, left: float, fees: float, other: str) -> tuple[tuple[Check, ...], list[Note]]:
    """The rules of a plan, and what is said about those that are broken, and about losses and fees that are large.

    `limits` holds all open risk (`total`) and the most of it, what `one` loss costs and a `day` may, the leverage `used` and its `cap`.
    `room` is what is left at the stop, `left` what is left of the account after ten losses, `fees` their share in one.
    """
    checks = (
        at_most("All risk that is open", limits["total"], limits["most"], "percent"),
        at_least("Room left at the stop", room, LEAST_ROOM, "percent", "no liquidation"),
        at_most("One loss, against a day", limits["one"], limits["day"], "percent"),
        at_most("Leverage in use", limits["used"], limits["cap"], "times"),
    )
    notes = []
    if other == "together":
        notes.append(note("warn-together", "open_risk", **limits))
    if not checks[0].holds:
        notes.append(note("warn-open-risk", "max_open_risk", **limits))
    if not checks[2].holds:
        notes.append(note("warn-daily-limit", "daily_loss_limit", **limits))
    if not checks[3].holds:
        notes.append(note("warn-over-cap", "leverage", **limits))
    if TEN * limits["one"] >= HALF:
        notes.append(note("warn-ten-losses", "risk_per_trade", left=left, **limits))
    if fees >= LARGE_FEES:
        notes.append(note("warn-fees-in-loss", "stop_price", fees=fees))
    return checks, notes


KEPT = {0: ("all rules kept", "The plan keeps all of its rules."), 1: ("one rule broken", "One of its rules is broken.")}


def story(q: Mapping[str, Any], r: Any) -> Story:
    """What is said about it."""
    if r.liquidated:
        verdict = "A {side:lower} of {notional:dollars} has its stop at {stop_price}, but at {leverage} it is liquidated before, at "
        verdict += "{liquidation_price}, and loses {loss:abs-dollars}. "
    else:
        verdict = "To lose no more than {risk_amount:dollars} of {account_balance:dollars} at a stop at {stop_price}, this {side:lower} "
        verdict += "may be worth {notional:dollars}. "
    verdict += (
        "After ten losses in a row, {left_after_ten:dollars} is left. " if r.left_after_ten else "Ten losses in a row leave nothing. "
    )
    kept, sentence = KEPT.get(int(r.failed), ("{failed} rules broken", "{failed} of its rules are broken."))
    verdict += sentence
    if q["sheet"] == "blank":
        verdict = "The sheet below is blank, for a pen. The numbers here are an example: " + verdict[:1].lower() + verdict[1:]
    waits = "{payments} settlements" if r.payments != 1 else "one settlement"
    end = "{liquidation_move} from entry" if r.liquidation_price is not None else "price alone cannot close it out"
    if r.stop_room is not None:
        end += "; at the stop {stop_room} of the way is left"
    reaches = "{target_gain:dollars} at the target; even with {break_even_rate} of trades won"
    if r.break_even_rate is None:
        reaches = "fees are larger than the way to the target" if r.reward_ratio is not None else "no target"
    return Story(
        verdict=verdict,
        outputs=(
            Shown(name="notional", remark="{size} coins; {initial_margin:dollars} of margin at {leverage}"),
            Shown(name="effective_leverage", remark="of the account, whatever the setting says"),
            Shown(name="liquidation_price", remark=end),
            Shown(name="left_after_ten", remark="{left_after_ten_fixed:dollars} if the stake stays the same"),
            Shown(name="fees", remark="{fee_share} of the loss; funding {funding} in " + waits),
            Shown(name="reward_ratio", remark=reaches),
        ),
        percents=Percents(
            title="If it is liquidated" if r.liquidated else "If the stop is hit",
            move="move",
            margin="loss_on_margin",
            account="loss_on_account",
            out=r.liquidated,
        ),
        tables=(Table(title="The rules of the plan", rows="checks", head="name", columns=("actual", "limit", "holds")),),
        charts=(_left(q, r), _ladder(q, r, drag=True)),
        working=_working(q, r),
        convention="One linear position, both fees inside the accepted loss. Maintenance on the value now. Funding every 8 hours.",
        sheet=_sheet(q, r),
        brief="for a pen" if q["sheet"] == "blank" else "position of {notional:dollars}, " + kept,
    )


def _working(q: Mapping[str, Any], r: Any) -> tuple[str, ...]:
    """The formulas, in the order of their use."""
    long = q["side"] == "long"
    near, far = ("entry_price", "stop_price") if long else ("stop_price", "entry_price")
    away = "-" if long else "+"
    backing = "initial_margin" if q["margin_mode"] == "isolated" else "account_balance"
    steps = [
        "risk_amount = account_balance * risk_per_trade",
        "size = risk_amount / (" + near + " - " + far + " + taker_fee_rate * entry_price + taker_fee_rate * stop_price)",
        "notional = size * entry_price",
        "effective_leverage = notional / account_balance",
        "initial_margin = notional / leverage",
    ]
    if r.liquidation_price is not None:
        line = "(size * entry_price " + away + " " + backing + ") / (size * (1 " + away + " maintenance_margin_rate))"
        steps.append("liquidation_price = " + line)
    return tuple(steps)


def _sheet(q: Mapping[str, Any], r: Any) -> Sheet:
    """The sheet for the values and the answer of `risk_plan`."""
    pair = "{pair}, {side:lower}" if q["pair"] else "a {side:lower}"
    filled = q["sheet"] == "filled"
    return Sheet(
        title="Risk plan: " + pair if filled else "Risk plan",
        lead="If I am wrong ten times in a row, I have {left_after_ten:dollars} of {account_balance:dollars}."
        if filled
        else "Work backward from the worst case, with a pen.",
        parts=(
            Part(title="The worst case first", entries=_worst(r)),
            Part(title="This trade", entries=_trade(q, r)),
            Part(title="What it costs", entries=_costs(r), place="beside"),
            Part(
                title="The rules",
                entries=tuple([Entry(label=c.name, text=c.actual, remark=c.limit, holds=c.holds) for c in r.checks]),
                place="beside",
            ),
            Part(title="In my words", words=WORDS, place="below"),
            Part(title="Before I send the order", ticks=TICKS, place="below"),
        ),
        ladder=replace(_ladder(q, r, drag=False), height=LADDER),
        blanks=("Date", "Signed", "I look at this again on"),
        filled=filled,
    )


def _worst(r: Any) -> tuple[Entry, ...]:
    stake = "{left_after_ten_fixed:dollars} with a stake that stays the same" if r.left_after_ten_fixed else "nothing with a fixed stake"
    return (
        Entry(label="My account", text="{account_balance:dollars}"),
        Entry(label="This trade may lose", text="{risk_amount:dollars}", remark="{risk_per_trade} of the account, fees included"),
        Entry(label="After ten losses in a row I have", text="{left_after_ten:dollars}", remark=stake),
        Entry(label="I stop after losses in a row", text="{max_losses}", remark="{left_after_streak:dollars} is left then"),
        Entry(label="I stop for the day after losing", text="{daily_limit_amount:dollars}", remark="{daily_loss_limit} of the account"),
        Entry(label="Most at risk at one time", text="{max_open_risk}", remark="{open_risk_total} now, with this trade"),
    )


def _trade(q: Mapping[str, Any], r: Any) -> tuple[Entry, ...]:
    entries = [
        Entry(label="Pair and side", text="{pair}, {side:lower}" if q["pair"] else "{side}"),
        Entry(label="Entry", text="{entry_price:price}"),
        Entry(label="Stop", text="{stop_price:price}", remark="{stop_distance} from entry"),
    ]
    if r.reward_ratio is not None:
        won = "gain of {target_gain:abs-dollars}" if r.target_gain >= 0 else "still a loss of {target_gain:abs-dollars}"
        entries.append(Entry(label="Target", text="{target_price:price}", remark=won + ", {reward_ratio} R"))
    else:
        entries.append(Entry(label="Target", text="none"))
    room = "no price ends it" if r.liquidation_price is None else "{liquidation_move} from entry"
    entries.append(Entry(label="Liquidation", text="none" if r.liquidation_price is None else "{liquidation_price}", remark=room))
    cap = "of the account; my cap is {leverage}"
    return tuple(
        entries
        + [
            Entry(label="Position", text="{notional:dollars}", remark="{size} coins"),
            Entry(label="Leverage in use", text="{effective_leverage}", remark=cap),
            Entry(label="Margin locked", text="{initial_margin:dollars}", remark="at {leverage}, {margin_mode:lower}"),
        ]
    )


def _costs(r: Any) -> tuple[Entry, ...]:
    flow = "received" if r.funding > 0 else "paid" if r.funding < 0 else "nothing"
    return (
        Entry(label="Fees, in and out", text="{fees:dollars}", remark="{fee_share} of the loss at the stop"),
        Entry(
            label="Funding",
            text="{funding:abs-dollars}",
            remark=flow + ", " + ("{payments} settlements" if r.payments != 1 else "one settlement") + " in {holding_hours} hours",
        ),
    )


BRIEF = {"liquidation_price": "liq.", "bankruptcy_price": "bankr."}  # beside a price, where the sheet is narrow


def _ladder(q: Mapping[str, Any], r: Any, *, drag: bool) -> Ladder:
    """Entry, stop, target and end of the position; with `drag` the reader may move the first three."""
    never = "Stop, never reached" if r.liquidated else "Stop"
    stop = Level(
        name="stop_price",
        label=never,
        short="stop, never" if r.liquidated else "",
        style="stop never" if r.liquidated else "stop",
        drag=drag,
    )
    made = position_ladder(stop, q["side"] == "long", r.liquidation_price is not None)
    levels = tuple([replace(one, drag=one.drag and drag, short=BRIEF.get(one.name, one.short)) for one in made.levels])
    if r.reward_ratio is not None:
        levels += (Level(name="target_price", label="Target", style="target", drag=drag),)
    return replace(made, levels=levels)


def _left(q: Mapping[str, Any], r: Any) -> Tally:
    """What is left of the account after one loss, after as many as one stops at, and after ten."""
    account, stop = q["account_balance"], int(q["max_losses"])
    counts = [1, TEN] + ([stop] if stop not in (1, TEN) else [])
    counts.sort()
    bars = []
    for count in counts:
        money = growth.left_with_shrinking_stake(account, r.one_risk, count)
        text = numbers.percent(money / account) + (", here I stop" if count == stop else "")
        bars.append(
            Bar(
                label="1 loss" if count == 1 else str(count) + " losses",
                value=money / account,
                text=text,
                own=count == stop,
                style="account",
            )
        )
    return Tally(
        title="What is left if the plan is wrong.",
        caption="Every loss is {one_risk} of what is left by then.",
        said="Of {account_balance:dollars}, {left_after_ten:dollars} is left after ten losses in a row.",
        axis=Axis(label="Left of the account", low=0, high=1),
        bars=tuple(bars),
        head="Losses in a row",
    )

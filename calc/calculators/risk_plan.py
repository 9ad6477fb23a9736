"""What exactly will I do before, during and after this trade?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from calc.conventions import REACH
from calc.declare import calculator
from calc.errors import Note, Rejection
from calc.formulas import funding, growth, linear, reward, sizing
from calc.model import note, reject
from calc.parts.checks import Check
from calc.parts.plans import MORE, TEN, rules, story
from calc.parts.positions import liquidation_notes
from calc.quantities import (
    Account,
    Change,
    Count,
    Leverage,
    Money,
    Multiple,
    Price,
    Quantity,
    Rate,
    Result,
    RiskPerTrade,
    Share,
    Side,
    Size,
    TakerFee,
    Text,
    When,
    Words,
)
from calc.tiers import too_little

INTERVAL = 8  # hours between settlements of funding, the first one that long after the entry

OfAccount = Annotated[RiskPerTrade, Quantity(le=1, soft=(0.005, 0.2), marks=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2))]


@dataclass(frozen=True, kw_only=True)
class RiskPlan:
    """What the plan allows, and what is left if it is wrong.

    Attributes:
        risk_amount: What you accept to lose on this trade, in money.
        size: Position size in the base asset that loses just that at the stop, fees included.
        notional: The same in money: its value at entry.
        effective_leverage: Position value divided by the account.
        initial_margin: Margin that the position locks at your leverage cap.
        stop_distance: Move of the price from entry to the stop.
        move: Move of the price to where it ends: the stop, or liquidation if that comes first.
        loss: Loss there; in a liquidation the margin and the fee for opening, or in cross margin the account.
        loss_on_margin: That loss as a share of the margin.
        loss_on_account: That loss as a share of the account.
        liquidation_price: Mark price of liquidation; empty if no price can.
        liquidation_move: Move of the price from entry to there; empty if no price can.
        bankruptcy_price: Price at which what backs the position is used up.
        kept_distance: Price distance between liquidation and bankruptcy: what must stay covered.
        liquidated: Whether liquidation comes before the stop.
        stop_room: How much of the way to liquidation is left at the stop; empty without liquidation, or if it comes first.
        fees: Fees for opening, and for closing at the stop.
        fee_share: Fees as a share of what you accept to lose.
        payments: Settlements of funding while the position is held.
        funding: What they pay you, or take from you with a minus.
        target_gain: Gain at the target after fees; empty without a target.
        reward_ratio: Gain at the target for each unit lost at the stop, both after fees; empty without a target.
        break_even_rate: Share of such trades that must win to come out even; empty where none does.
        open_risk_total: Share of the account at risk in all open positions together.
        one_risk: Share of the account that one wrong idea costs: this trade, and what moves with it.
        daily_limit_amount: Loss in money after which you stop for the day.
        left_after_ten: What ten losses in a row leave when each is a share of what is left.
        left_after_ten_fixed: What they leave when each is the same share of the starting account.
        left_after_streak: What is left after as many losses in a row as you stop at.
        failed: How many of the rules are broken.
        ticked: How many of the five boxes are ticked.
        checks: The rules of the plan, one by one.
    """

    risk_amount: Annotated[Money, Words(label="Accepted loss")]
    size: Size
    notional: Annotated[Money, Words(label="Position value")]
    effective_leverage: Multiple
    initial_margin: Annotated[Money, Words(label="Margin locked")]
    stop_distance: Change
    move: Annotated[Change, Words(label="Price move")]
    loss: Result
    loss_on_margin: Change
    loss_on_account: Change
    liquidation_price: Price | None
    liquidation_move: Change | None
    bankruptcy_price: Price
    kept_distance: Price | None
    liquidated: bool
    stop_room: Share | None
    fees: Annotated[Result, Words(label="Fees, in and out")]
    fee_share: Annotated[Share, Words(label="Fees in the loss")]
    payments: Annotated[Count, Words(label="Settlements")]
    funding: Annotated[Result, Quantity(signed=True)]
    target_gain: Annotated[Result | None, Words(label="Gain at the target")]
    reward_ratio: Annotated[float | None, Quantity(unit="R", display="money"), Words(label="Reward for the risk")]
    break_even_rate: Annotated[Share | None, Words(label="Wins to break even")]
    open_risk_total: Annotated[Share, Words(label="All open risk")]
    one_risk: Annotated[Share, Words(label="One risk")]
    daily_limit_amount: Annotated[Money, Words(label="Daily limit")]
    left_after_ten: Annotated[Result, Words(label="Left after ten losses")]
    left_after_ten_fixed: Annotated[Result, Words(label="The same with a fixed stake")]
    left_after_streak: Annotated[Result, Words(label="Left where you stop")]
    failed: Annotated[Count, Words(label="Rules broken")]
    ticked: Annotated[Count, Words(label="Boxes ticked")]
    checks: Annotated[tuple[Check, ...], Words(label="Rules")]
    notes: tuple[Note, ...]


@calculator(
    "risk_plan",
    version=1,
    title="Risk-plan worksheet",
    question="What exactly will I do before, during and after this trade?",
    story=story,
    presets=(
        ("standard", "Standard: 1 %, 3×", {}),
        (
            "cautious",
            "Cautious: 0.5 %, 2×",
            {"risk_per_trade": "0.005", "leverage": "2", "max_open_risk": "0.01", "daily_loss_limit": "0.01"},
        ),
        ("five-percent", "The often-quoted 5 %", {"risk_per_trade": "0.05"}),
        (
            "200-tight-stop",
            "$200, stop 0.2 % away",
            {"account_balance": "200", "stop_price": "99800", "target_price": "100600", "leverage": "5"},
        ),
        ("together", "Two that move together", {"other_position": "together", "open_risk": "0.025"}),
        ("apart", "Two that move apart", {"other_position": "apart", "open_risk": "0.015"}),
        ("short", "A short", {"side": "short", "stop_price": "103000", "target_price": "94000"}),
        ("stop-beyond-liquidation", "Stop beyond liquidation", {"leverage": "50"}),
        ("blank", "A blank sheet", {"sheet": "blank"}),
    ),
    more=MORE,
    limits=(
        "Gaps and slippage. A price that jumps past the stop makes the loss larger than the plan says.",
        "How likely ten losses in a row are. Another calculator answers that.",
        "The venue’s tiers, smallest sizes and fees of its own.",
        "Whether the reasons are good. No sheet knows that.",
    ),
    sources=(("Binance, liquidation price of USD-M futures", "https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93"),),
)
def risk_plan(
    account_balance: Account = 10_000,
    risk_per_trade: RiskPerTrade = 0.01,
    leverage: Annotated[Leverage, Words(label="Leverage cap")] = 3,
    side: Side = "long",
    entry_price: Price = 100_000,
    stop_price: Annotated[
        Price, Quantity(soft=(0.8, 1.2), around="entry_price", digits=4, marks=(0.8, 0.9, 1, 1.1, 1.2)), Words(label="Stop price")
    ] = 97_000,
    target_price: Annotated[
        Price | None,
        Quantity(soft=(0.7, 1.3), around="entry_price", digits=4, marks=(0.7, 0.85, 1, 1.15, 1.3)),
        Words(label="Target price"),
    ] = 106_000,
    max_open_risk: Annotated[OfAccount, Words(label="Most at risk at once")] = 0.03,
    daily_loss_limit: Annotated[OfAccount, Words(label="Daily loss limit")] = 0.03,
    max_losses: Annotated[
        float,
        Quantity(unit="in a row", display="count", ge=1, le=50, whole=True, soft=(1, 10), step=1, marks=(1, 2, 3, 5, 10)),
        Words(label="Losses, then I stop"),
    ] = 3,
    other_position: Annotated[
        Literal["none", "apart", "together"], Words(label="Other open position", choices=("None", "Apart", "Together"))
    ] = "none",
    open_risk: Annotated[
        RiskPerTrade, When(input="other_position", value=("apart", "together")), Words(label="At risk there already")
    ] = 0.01,
    margin_mode: Annotated[Literal["isolated", "cross"], Words(choices=("Isolated", "Cross"))] = "isolated",
    holding_hours: Annotated[
        float,
        Quantity(unit="hours", display="size", ge=0, le=8_760, soft=(0, 336), step=1, marks=(0, 72, 168, 336)),
        Words(label="Hours held"),
    ] = 72,
    funding_rate: Annotated[
        Rate, Quantity(ge=-0.03, le=0.03, soft=(-0.001, 0.001), step=0.00005, marks=(-0.001, -0.0005, 0, 0.0005, 0.001))
    ] = 0.0001,
    taker_fee_rate: TakerFee = 0.0005,
    maintenance_margin_rate: Annotated[Rate, Quantity(le=0.1), Words(label="Maintenance rate")] = 0.005,
    pair: Annotated[str, Text(most=20)] = "",  # noqa: ARG001 - printed, not computed
    reasons: Annotated[str, Text(most=200, lines=3), Words(label="Before: why this trade?")] = "",  # noqa: ARG001 - printed, not computed
    while_open: Annotated[str, Text(most=200, lines=3), Words(label="During: what do I do, and when?")] = "",  # noqa: ARG001 - printed, not computed
    afterwards: Annotated[str, Text(most=200, lines=3), Words(label="After: what do I look at again?")] = "",  # noqa: ARG001 - printed, not computed
    loss_accepted: Annotated[bool, Words(label="I can name the loss in money, and accept it")] = False,
    stop_ready: Annotated[bool, Words(label="The stop goes in with the order")] = False,
    size_checked: Annotated[bool, Words(label="The size is the one on this sheet")] = False,
    news_checked: Annotated[bool, Words(label="I know what is announced while I hold")] = False,
    not_chasing: Annotated[bool, Words(label="I am not winning back a loss")] = False,
    sheet: Annotated[Literal["filled", "blank"], Words(label="Sheet to print", choices=("Filled in", "Blank"))] = "filled",  # noqa: ARG001 - printed, not computed
) -> RiskPlan:
    """A plan for one trade: its size from the loss that is accepted, its rules and whether they hold, and what is left if it goes wrong.

    Args:
        account_balance: All you have on that account.
        risk_per_trade: Share of the account that you accept to lose on one trade.
        leverage: The most leverage you use. The margin is locked at this one, and the position may be no larger than this many accounts.
        side: A long profits when the price rises, a short when it falls.
        entry_price: Average price at which the position is filled.
        stop_price: Price at which you close it, if it goes against you.
        target_price: Price at which you take the gain; leave empty for none.
        max_open_risk: Share of the account that may be at risk in all open positions at one time.
        daily_loss_limit: Share of the account after whose loss you stop for the day.
        max_losses: Losses in a row after which you stop and look at the plan again.
        other_position: Whether something else is open already, and whether it moves with this trade.
        open_risk: Share of the account that the other position loses at its stop.
        margin_mode: Isolated margin backs this position alone; in cross margin the whole account does.
        holding_hours: How long you think you hold the position.
        funding_rate: Funding rate of one interval of 8 hours, as the venue shows it; above zero longs pay.
        taker_fee_rate: Fee on the position's value for an order that fills at once, paid at both ends.
        maintenance_margin_rate: Share of the position's value that must stay covered.
        pair: What is traded, such as BTC/USDT.
        reasons: Why you open it, in your own words.
        while_open: What you do while it is open, and when: at which price, after which time, on which news.
        afterwards: What you look at when it is closed, however it ended.
        loss_accepted: A box to tick on the sheet.
        stop_ready: A box to tick on the sheet.
        size_checked: A box to tick on the sheet.
        news_checked: A box to tick on the sheet.
        not_chasing: A box to tick on the sheet.
        sheet: Whether the sheet is printed with these numbers, or blank to be filled in by hand.
    """
    sign, isolated = (1 if side == "long" else -1), margin_mode == "isolated"
    problems = reject("stop-side", "stop_price").problems if sign * (stop_price - entry_price) >= 0 else ()
    if target_price is not None and sign * (target_price - entry_price) <= 0:
        problems += reject("target-side", "target_price").problems
    if leverage * maintenance_margin_rate >= 1:
        raise too_little(leverage, 1 / leverage, maintenance_margin_rate, 1 / maintenance_margin_rate).also(problems)
    if problems:
        raise Rejection(problems)
    risk, fee = account_balance * risk_per_trade, taker_fee_rate
    size = sizing.size_for_risk(risk, entry_price, stop_price, fee, fee)
    notional = size * entry_price
    locked, used = notional / leverage, notional / account_balance
    backing = locked if isolated else account_balance
    line = linear.liquidation_price(sign, entry_price, size, backing, maintenance_margin_rate)
    if sign * (line - entry_price) >= 0:
        rates = {"initial_margin_rate": 1 / used, "maintenance_margin_rate": maintenance_margin_rate}
        raise reject("margin-below-maintenance", "risk_per_trade", leverage=used, max_leverage=1 / maintenance_margin_rate, **rates)
    ends = 0 < line < entry_price * REACH
    liquidated = ends and sign * (stop_price - line) <= 0
    room = None if liquidated or not ends else (stop_price - line) / (entry_price - line)
    loss = (locked + fee * notional if isolated else account_balance) if liquidated else risk
    bankruptcy = max(0.0, linear.bankruptcy_price(sign, entry_price, size, backing))
    payments = funding.settlements_held(holding_hours, INTERVAL, INTERVAL)
    payoff = None if target_price is None else reward.reward_to_risk(entry_price, stop_price, target_price, fee, fee, fee)
    total = risk_per_trade + (0 if other_position == "none" else open_risk)
    one = total if other_position == "together" else risk_per_trade
    fees = fee * notional + fee * size * stop_price
    ten = growth.left_with_shrinking_stake(account_balance, one, TEN)
    limits = {"total": total, "most": max_open_risk, "one": one, "day": daily_loss_limit, "used": used, "cap": leverage}
    checks, notes = rules(limits, 0.0 if liquidated else room, ten / account_balance, fees / risk, other_position)
    notes += liquidation_notes(side == "long", line if ends else None, stop_price, room)
    return RiskPlan(
        risk_amount=risk,
        size=size,
        notional=notional,
        effective_leverage=used,
        initial_margin=locked,
        stop_distance=stop_price / entry_price - 1,
        move=(line if liquidated else stop_price) / entry_price - 1,
        loss=-loss,
        loss_on_margin=-loss / locked,
        loss_on_account=-loss / account_balance,
        liquidation_price=line if ends else None,
        liquidation_move=line / entry_price - 1 if ends else None,
        bankruptcy_price=bankruptcy,
        kept_distance=abs(line - bankruptcy) if ends else None,
        liquidated=liquidated,
        stop_room=room,
        fees=fees,
        fee_share=fees / risk,
        payments=payments,
        funding=payments * funding.payment(sign, notional, funding_rate) + 0.0,
        target_gain=None if payoff is None else payoff * risk,
        reward_ratio=payoff,
        break_even_rate=reward.break_even_win_rate(payoff) if payoff is not None and payoff > 0 else None,
        open_risk_total=total,
        one_risk=one,
        daily_limit_amount=account_balance * daily_loss_limit,
        left_after_ten=ten,
        left_after_ten_fixed=growth.left_with_fixed_stake(account_balance, one, TEN),
        left_after_streak=growth.left_with_shrinking_stake(account_balance, one, int(max_losses)),
        failed=len([c for c in checks if not c.holds]),
        ticked=len([box for box in (loss_accepted, stop_ready, size_checked, news_checked, not_chasing) if box]),
        checks=checks,
        notes=tuple(notes + [note("note-estimate", None)]),
    )

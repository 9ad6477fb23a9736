"""Given what I accept to lose, how big may the position be?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from calc.declare import calculator
from calc.errors import Note, Rejection
from calc.formulas import linear, sizing
from calc.model import note, reject
from calc.parts.positions import liquidation_notes
from calc.parts.scales import roof
from calc.parts.stops import pictures
from calc.quantities import Account, Change, FeeRate, Leverage, Money, Multiple, Price, Quantity, Rate, Result, Share, Side, Size, Words
from calc.story import Ask, Level, Percents, Shown, Story, position_ladder
from calc.tiers import too_little

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values

LARGE = 3  # times the account, from where a position is warned about


@dataclass(frozen=True, kw_only=True)
class PositionSize:
    """How large the position may be, and what it means.

    Attributes:
        risk_amount: What you accept to lose, in money.
        size: Largest position size in the base asset.
        notional: The same in money: its value at entry.
        effective_leverage: Position value divided by the account, whatever the leverage setting says.
        initial_margin: Margin that the position locks at the chosen leverage.
        binding: What keeps the position from being larger: the loss that you accept, or the leverage that the account can open.
        fill_price: Price at which the stop is filled, slippage included.
        stop_distance: Move of the price from entry to the stop.
        move: Move of the price to where it ends: the stop, or liquidation if that comes first.
        loss: Loss there, fees and slippage included; in a liquidation the margin and the fee for opening.
        loss_on_margin: That loss as a share of the margin.
        loss_on_account: That loss as a share of the account.
        fee_share: Share of the loss at the stop that is fees; empty if liquidation comes first.
        max_leverage: Leverage below which the stop comes before liquidation; empty if not even 1× does it.
        liquidation_price: Mark price of liquidation at the chosen leverage; empty if no price can.
        bankruptcy_price: Price at which the margin of that leverage is used up.
        kept_distance: Price distance between liquidation and bankruptcy: what must stay covered.
        liquidated: Whether liquidation comes before the stop.
        full_notional: Position value if the whole account is used as margin at the chosen leverage.
        full_loss: What that position loses at the same stop, or all of the account if it is liquidated first.
        full_multiple: That loss divided by the loss that you accept.
    """

    risk_amount: Annotated[Money, Words(label="Accepted loss")]
    size: Size
    notional: Annotated[Money, Words(label="Position value")]
    effective_leverage: Multiple
    initial_margin: Annotated[Money, Words(label="Margin locked")]
    binding: Annotated[str, Words(label="Limited by")]
    fill_price: Price
    stop_distance: Change
    move: Annotated[Change, Words(label="Price move")]
    loss: Result
    loss_on_margin: Change
    loss_on_account: Change
    fee_share: Annotated[Share | None, Words(label="Fees in the loss")]
    max_leverage: Annotated[Multiple | None, Words(label="Stop comes first below")]
    liquidation_price: Price | None
    bankruptcy_price: Price
    kept_distance: Price | None
    liquidated: bool
    full_notional: Annotated[Money, Words(label="Whole account at this leverage")]
    full_loss: Annotated[Result, Words(label="The whole account instead")]
    full_multiple: Annotated[Multiple, Words(label="Times the accepted loss")]
    notes: tuple[Note, ...]


def story(q: Values, r: PositionSize) -> Story:
    """What is said about it."""
    long, ends = q["side"] == "long", r.liquidation_price is not None
    limit = (
        "With a stop at {stop_price} and no more than {risk_amount:dollars} to lose, {risk_per_trade} of the account, this {side:lower} "
    )
    if r.liquidated:
        verdict = "A {side:lower} of {notional:dollars} has its stop at {stop_price}, but at {leverage} it is liquidated before, at "
        verdict += "{liquidation_price}. All of its {initial_margin:dollars} of margin is gone. "
        verdict += "Below {max_leverage} the stop comes first." if r.max_leverage is not None else "No leverage puts this stop first."
    elif r.binding == "leverage":
        verdict = limit + "could be larger than the account can open at {leverage}: {notional:dollars}, with a loss of {loss:abs-dollars}."
    else:
        verdict = limit + "may be worth {notional:dollars}: {size} coins, {effective_leverage} the account."
    stop = Level(
        name="stop_price",
        label="Stop, never reached" if r.liquidated else "Stop",
        short="stop, never" if r.liquidated else "",
        style="stop never" if r.liquidated else "stop",
        drag=True,
    )
    first = "liquidation is at {liquidation_price} now" if ends else "no price liquidates this one"
    instead = "liquidated at {leverage} before that stop: " if r.liquidated else "lost at that stop at {leverage}: "
    return Story(
        verdict=verdict,
        outputs=(
            Shown(
                name="notional", remark="{size} coins, limited by " + ("your leverage" if r.binding == "leverage" else "your accepted loss")
            ),
            Shown(name="effective_leverage", remark="of the account, whatever the setting says"),
            Shown(name="initial_margin", remark="at {leverage}; at any other it moves, the size does not"),
            Shown(name="fee_share", remark="the stop is never reached" if r.liquidated else "of {loss:abs-dollars} at the stop"),
            Shown(name="max_leverage", remark=first, none="no leverage"),
            Shown(name="full_loss", remark=instead + "{full_multiple:1} what you accept"),
        ),
        percents=Percents(
            title="If it is liquidated" if r.liquidated else "If the stop is hit",
            move="move",
            margin="loss_on_margin",
            account="loss_on_account",
            out=r.liquidated,
        ),
        charts=pictures(q, r) + (position_ladder(stop, long, ends),),
        working=_working(q, r),
        convention="One isolated, linear position; all fees and slippage are inside the accepted loss. Maintenance on the value now.",
        ask=Ask(
            question="You accept to lose {risk_amount:dollars} of {account_balance:dollars}, and the stop is {stop_distance:abs} away."
            " How large may the position be?",
            output="notional",
            low=0,
            high=roof(max(r.notional, r.risk_amount * 100)),
            step=roof(max(r.notional, r.risk_amount * 100)) / 100,
        ),
        brief="position of {notional:dollars}",
    )


def _working(q: Values, r: PositionSize) -> tuple[str, ...]:
    """The formulas, in the order of their use."""
    long = q["side"] == "long"
    away = "entry_price - fill_price" if long else "fill_price - entry_price"
    by_risk = "size = risk_amount / (" + away + " + entry_fee_rate * entry_price + closing_fee_rate * fill_price)"
    steps = ["risk_amount = account_balance * risk_per_trade"]
    if q["slippage"]:
        steps.append("fill_price = stop_price * (1 " + ("-" if long else "+") + " slippage)")
    steps.append("size = account_balance / (entry_price / leverage + entry_fee_rate * entry_price)" if r.binding == "leverage" else by_risk)
    steps += ["notional = size * entry_price", "initial_margin = notional / leverage"]
    if r.max_leverage is not None:
        nearer = "entry_price - stop_price * (1 - maintenance_margin_rate)"
        steps.append(
            "max_leverage = entry_price / (" + (nearer if long else "stop_price * (1 + maintenance_margin_rate) - entry_price") + ")"
        )
    return tuple(steps)


@calculator(
    "position_size",
    version=1,
    title="Position size from risk",
    question="Given what I accept to lose, how big may the position be?",
    story=story,
    presets=(
        ("1-percent-stop-3", "1 %, stop 3 % away", {}),
        ("2-percent-stop-3", "2 %, stop 3 % away", {"risk_per_trade": "0.02"}),
        ("1000-stop-1", "$1,000, stop 1 % away", {"account_balance": "1000", "stop_price": "99000"}),
        ("500-5-percent-stop-5", "$500, 5 %, stop 5 % away", {"account_balance": "500", "risk_per_trade": "0.05", "stop_price": "95000"}),
        ("tight-stop", "Tight stop, 0.2 %", {"stop_price": "99800"}),
        ("wide-stop", "Wide stop, 10 %", {"stop_price": "90000"}),
        ("slippage", "With slippage of 0.3 %", {"slippage": "0.003"}),
        ("short", "Short, stop at 103,000", {"side": "short", "stop_price": "103000"}),
        ("at-50x", "At 50×", {"leverage": "50"}),
    ),
    more=("leverage", "entry_fee_rate", "closing_fee_rate", "slippage", "maintenance_margin_rate"),
    effect="notional",
    limits=(
        "Gaps. A price that jumps past the stop fills it there, and the loss is larger than you accepted.",
        "Funding while you hold, and a fee that a venue may take at liquidation.",
        "Other open positions: losses that come together add up.",
        "The venue’s smallest step of size, its tiers and its limits.",
    ),
    sources=(
        (
            "CoinProfitTools, position size from risk",
            "https://coinprofittools.com/crypto-risk-calculators/position-size-calculator",
        ),
    ),
)
def position_size(
    account_balance: Account = 10_000,
    risk_per_trade: Annotated[
        Rate,
        Quantity(ge=0.001, le=1, soft=(0.001, 0.1), step=0.001, marks=(0.01, 0.02, 0.05, 0.1)),
        Words(label="Risk per trade"),
    ] = 0.01,
    side: Side = "long",
    entry_price: Price = 100_000,
    stop_price: Annotated[
        Price, Quantity(soft=(0.8, 1.2), around="entry_price", digits=4, marks=(0.8, 0.9, 1, 1.1, 1.2)), Words(label="Stop price")
    ] = 97_000,
    leverage: Leverage = 10,
    entry_fee_rate: Annotated[FeeRate, Words(label="Entry fee")] = 0.0005,
    closing_fee_rate: Annotated[FeeRate, Words(label="Closing fee")] = 0.0005,
    slippage: Annotated[Rate, Quantity(le=0.05, soft=(0, 0.01), marks=(0, 0.0025, 0.005, 0.0075, 0.01))] = 0,
    maintenance_margin_rate: Annotated[Rate, Quantity(le=0.1), Words(label="Maintenance rate")] = 0.005,
) -> PositionSize:
    """Largest position that loses no more than a share of the account at its stop, fees and slippage included.

    Args:
        account_balance: All you have on that account.
        risk_per_trade: Share of the account that you accept to lose on this trade.
        side: A long profits when the price rises, a short when it falls.
        entry_price: Average price at which the position is filled.
        stop_price: Price at which you close it, if it goes against you.
        leverage: Position value divided by the margin put up for it. It decides how much is locked, and how far the venue lets it go.
        entry_fee_rate: Fee on the position's value for opening.
        closing_fee_rate: Fee on the position's value for closing at the stop.
        slippage: How much worse than the stop price it is filled, as a share of that price.
        maintenance_margin_rate: Share of the position's value that must stay covered.
    """
    sign = 1 if side == "long" else -1
    liquidation = linear.liquidation_price(sign, entry_price, 1, entry_price / leverage, maintenance_margin_rate)
    problems = reject("stop-side", "stop_price").problems if sign * (stop_price - entry_price) >= 0 else ()
    if leverage * maintenance_margin_rate >= 1 or sign * (liquidation - entry_price) >= 0:
        raise too_little(leverage, 1 / leverage, maintenance_margin_rate, 1 / maintenance_margin_rate).also(problems)
    if problems:
        raise Rejection(problems)
    fill = stop_price * (1 - sign * slippage)
    per_unit = sizing.loss_per_unit(entry_price, fill, entry_fee_rate, closing_fee_rate)
    risk = account_balance * risk_per_trade
    by_risk = sizing.size_for_risk(risk, entry_price, fill, entry_fee_rate, closing_fee_rate)
    by_leverage = sizing.size_for_margin(account_balance, entry_price, leverage, entry_fee_rate)
    size = min(by_risk, by_leverage)
    notional = size * entry_price
    ends = liquidation > 0
    liquidated = ends and sign * (stop_price - liquidation) <= 0
    worst = notional / leverage + entry_fee_rate * notional
    loss = worst if liquidated else size * per_unit
    full_loss = account_balance if liquidated else min(account_balance, by_leverage * per_unit)
    most = sizing.leverage_at_stop(sign, entry_price, stop_price, maintenance_margin_rate)
    bankruptcy = linear.bankruptcy_price(sign, entry_price, 1, entry_price / leverage)
    room = None if liquidated or not ends else (stop_price - liquidation) / (entry_price - liquidation)
    notes = liquidation_notes(side == "long", liquidation if ends else None, stop_price, room)
    if notional > LARGE * account_balance:
        notes.append(note("warn-large", None, multiple=notional / account_balance))
    move = liquidation / entry_price - 1 if liquidated else stop_price / entry_price - 1
    return PositionSize(
        risk_amount=risk,
        size=size,
        notional=notional,
        effective_leverage=notional / account_balance,
        initial_margin=notional / leverage,
        binding="leverage" if by_leverage < by_risk else "accepted loss",
        fill_price=fill,
        stop_distance=stop_price / entry_price - 1,
        move=move,
        loss=-loss,
        loss_on_margin=-loss / (notional / leverage),
        loss_on_account=-loss / account_balance,
        fee_share=None if liquidated else size * (entry_fee_rate * entry_price + closing_fee_rate * fill) / loss,
        max_leverage=most if most > 1 else None,
        liquidation_price=liquidation if ends else None,
        bankruptcy_price=max(0.0, bankruptcy),
        kept_distance=abs(liquidation - bankruptcy) if ends else None,
        liquidated=liquidated,
        full_notional=by_leverage * entry_price,
        full_loss=-full_loss,
        full_multiple=full_loss / risk,
        notes=tuple(notes + [note("note-estimate", None)]),
    )

"""How far must the price move before I am even?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from calc.declare import calculator
from calc.errors import Note
from calc.formulas import fees as formulas
from calc.formulas import linear
from calc.formulas.elementary import steps_to
from calc.model import note, reject
from calc.parts.break_even import tally
from calc.parts.scales import roof
from calc.quantities import (
    Account,
    Change,
    Count,
    FeeRate,
    Multiple,
    PositionValue,
    PutUp,
    Quantity,
    Rate,
    Result,
    Share,
    Side,
    Words,
)
from calc.story import Ask, Percents, Shown, Story

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values

ALMOST_NONE = 1e-12  # so little maintenance that rounding, not the rate, ends the position at its entry
Order = Annotated[Literal["taker", "maker"], Words(choices=("Taker", "Maker"))]


@dataclass(frozen=True, kw_only=True)
class Fees:
    """What trading this position costs.

    Attributes:
        fee: Fees for opening and closing once, if the price stands still; below zero if the venue pays you.
        fee_on_margin: The same as a share of your margin.
        fee_on_account: The same as a share of your account.
        entry_fee_rate: Fee rate for opening, by the kind of order.
        closing_fee_rate: Fee rate for closing, by the kind of order.
        break_even_move: Move of the price from entry at which closing leaves exactly nothing.
        total_fees: Fees of all the round trips.
        total_on_margin: The same as a share of your margin.
        total_on_account: The same as a share of your account.
        trips_to_margin: Round trips after which the fees have taken as much as the margin; empty if they never do.
        leverage: Position value divided by the margin.
        liquidation_move: Move of the price from entry to liquidation; empty if no price liquidates the position.
        room_share: Break-even move divided by the move to liquidation; empty if there is nothing to win back, or no liquidation.
        liquidation_fee: Fee for being liquidated, on the value at that price; empty without such a fee.
        liquidation_fee_on_margin: The same as a share of your margin.
    """

    fee: Annotated[Result, Words(label="One round trip")]
    fee_on_margin: Annotated[Share, Words(label="Share of your margin")]
    fee_on_account: Annotated[Share, Words(label="Of your account")]
    entry_fee_rate: Annotated[FeeRate, Words(label="Fee rate for opening")]
    closing_fee_rate: Annotated[FeeRate, Words(label="Fee rate for closing")]
    break_even_move: Annotated[Change, Words(label="To break even")]
    total_fees: Annotated[Result, Words(label="All round trips")]
    total_on_margin: Share
    total_on_account: Share
    trips_to_margin: Annotated[Count | None, Words(label="Trips that cost a margin")]
    leverage: Multiple
    liquidation_move: Change | None
    room_share: Annotated[Share | None, Words(label="Share of your room")]
    liquidation_fee: Result | None
    liquidation_fee_on_margin: Share | None
    notes: tuple[Note, ...]


def story(q: Values, r: Fees) -> Story:
    """What is said about it."""
    trips = "1 round trip" if q["round_trips"] == 1 else "{round_trips} round trips"
    if r.fee > 0:
        way = "rise" if r.break_even_move > 0 else "fall"
        verdict = "Opening and closing this {side:lower} of {notional:dollars} costs {fee:dollars}, {fee_on_margin} of your margin. "
        verdict += "The price must " + way + " {break_even_move:abs} before you are even. "
        verdict += "After " + ("1 round trip" if r.trips_to_margin == 1 else "{trips_to_margin} round trips")
        verdict += " the fees have taken as much as your margin."
    elif r.fee < 0:
        way = "fall" if r.break_even_move < 0 else "rise"
        verdict = (
            "Opening and closing this {side:lower} of {notional:dollars} pays you {fee:abs-dollars}, {fee_on_margin:abs} of your margin. "
        )
        verdict += "The price may " + way + " {break_even_move:abs} against you before you lose."
    else:
        verdict = "Opening and closing this {side:lower} of {notional:dollars} costs nothing in fees. You are even where you began."
    shown = [
        Shown(name="fee", remark="{fee_on_margin} of your margin, at {leverage}"),
        Shown(name="break_even_move", remark="from entry, by a {opening_order:lower} and a {closing_order:lower} order"),
        Shown(name="total_fees", remark="for " + trips + ": {total_on_account} of your account"),
        Shown(name="trips_to_margin", remark="round trips until the fees equal your margin", none="never"),
        Shown(
            name="room_share",
            remark="{break_even_move:abs} to break even, {liquidation_move:abs} to liquidation" if r.room_share is not None else "",
            none="nothing",
        ),
    ]
    if r.liquidation_fee is not None:
        shown.append(Shown(name="liquidation_fee", remark="{liquidation_fee_on_margin} of your margin, if you are liquidated"))
    return Story(
        verdict=verdict,
        outputs=tuple(shown),
        percents=Percents(
            title="What one round trip takes, and the move that pays for it",
            move="break_even_move",
            margin="fee_on_margin",
            account="fee_on_account",
        ),
        charts=(tally(q, r),),
        working=(
            "fee = notional * entry_fee_rate + notional * closing_fee_rate",
            "fee_on_margin = fee / initial_margin",
            "break_even_move = (1 + entry_fee_rate) / (1 - closing_fee_rate) - 1"
            if q["side"] == "long"
            else "break_even_move = (1 - entry_fee_rate) / (1 + closing_fee_rate) - 1",
            "total_fees = round_trips * fee",
        ),
        convention="Fees on the position’s value, not on the margin. A round trip counts opening and closing at one price.",
        ask=None if r.trips_to_margin is None else _ask(r.trips_to_margin),
        brief="{fee:abs-dollars} " + ("received " if r.fee < 0 else "") + "a round trip",
    )


def _ask(trips: int) -> Ask:
    high = max(10.0, roof(3 * trips))
    question = "The position is worth {leverage} your margin, and the fee is {entry_fee_rate} to open and {closing_fee_rate} to close."
    question += " After how many round trips have the fees taken as much as the margin?"
    return Ask(question=question, output="trips_to_margin", low=0, high=high, step=max(1.0, high / 100))


@calculator(
    "fees",
    version=1,
    title="Fees and break-even",
    question="How far must the price move before I am even?",
    story=story,
    presets=(
        ("taker-taker", "Taker and taker", {}),
        ("maker-taker", "Maker and taker", {"opening_order": "maker"}),
        ("maker-maker", "Maker and maker", {"opening_order": "maker", "closing_order": "maker"}),
        ("100x", "100×, $100 of margin", {"initial_margin": "100"}),
        ("2x", "2×, $5,000 of margin", {"initial_margin": "5000"}),
        ("100-round-trips", "100 round trips at 10×", {"round_trips": "100"}),
        ("rebate", "A rebate for makers", {"opening_order": "maker", "closing_order": "maker", "maker_fee_rate": "-0.0001"}),
        ("liquidation-fee", "With a liquidation fee", {"liquidation_fee_rate": "0.005"}),
    ),
    more=("side", "taker_fee_rate", "maker_fee_rate", "liquidation_fee_rate", "account_balance", "maintenance_margin_rate"),
    effect="fee_on_margin",
    limits=(
        "The spread between bid and ask, and slippage. They cost as fees do, and often more.",
        "Funding, which is paid while you hold.",
        "A maker order that is never filled, or is filled only when the price runs through it.",
        "Discounts by volume or token, and what a venue takes for deposits and withdrawals.",
    ),
    sources=(
        (
            "Binance, how futures fees are calculated",
            "https://www.binance.com/en/support/faq/360033544231",
        ),
    ),
)
def fees(
    notional: PositionValue = 10_000,
    initial_margin: PutUp = 1_000,
    opening_order: Order = "taker",
    closing_order: Order = "taker",
    round_trips: Annotated[
        float,
        Quantity(
            unit="trips", display="count", ge=1, le=1_000, whole=True, soft=(1, 1_000), scale="log", step=1, marks=(1, 10, 100, 1_000)
        ),
    ] = 20,
    side: Side = "long",
    taker_fee_rate: Annotated[FeeRate, Quantity(lt=0.05), Words(label="Taker fee")] = 0.0005,
    maker_fee_rate: Annotated[
        FeeRate,
        Quantity(ge=-0.0002, lt=0.05, soft=(-0.0002, 0.0008), marks=(-0.0002, 0, 0.0002, 0.0004, 0.0006, 0.0008)),
        Words(label="Maker fee"),
    ] = 0.0002,
    liquidation_fee_rate: Annotated[
        FeeRate | None, Quantity(lt=0.05, soft=(0, 0.02), step=0.0005, marks=(0, 0.005, 0.01, 0.015, 0.02)), Words(label="Liquidation fee")
    ] = None,
    account_balance: Account = 10_000,
    maintenance_margin_rate: Annotated[Rate, Quantity(le=0.1), Words(label="Maintenance rate")] = 0.005,
) -> Fees:
    """Fees of trading one linear position, the price move that earns them back, and how soon they equal the margin.

    Args:
        notional: Value of the position at entry. Fees are taken of this.
        initial_margin: Your money that is locked for it.
        opening_order: A maker order waits in the book until somebody takes it; a taker order is filled at once, and costs more.
        closing_order: The same for closing.
        round_trips: How often you open and close such a position.
        side: A long profits when the price rises, a short when it falls.
        taker_fee_rate: Fee on the position's value for an order that is filled at once.
        maker_fee_rate: Fee on the position's value for an order that waits; with a minus a rebate, which the venue pays you.
        liquidation_fee_rate: Fee on the position's value that the venue takes for liquidating it; leave empty for none.
        account_balance: All you have on that account, for the third percentage.
        maintenance_margin_rate: Share of the position's value that must stay covered.
    """
    sign = 1 if side == "long" else -1
    rates = {"taker": taker_fee_rate, "maker": maker_fee_rate}
    opening, closing = rates[opening_order], rates[closing_order]
    leverage = notional / initial_margin
    price = linear.liquidation_price(sign, 1, 1, 1 / leverage, maintenance_margin_rate)
    if leverage * maintenance_margin_rate >= 1 or sign * (price - 1) >= 0:
        raise reject(
            "margin-below-maintenance",
            "initial_margin",
            leverage=leverage,
            initial_margin_rate=1 / leverage,
            maintenance_margin_rate=maintenance_margin_rate,
            max_leverage=1 / max(maintenance_margin_rate, ALMOST_NONE),
        )
    fee = formulas.fee(notional, opening) + formulas.fee(notional, closing)
    even = formulas.break_even_price(sign, 1, opening, closing) - 1
    ends = price > 0
    penalty = None if liquidation_fee_rate is None or not ends else formulas.fee(notional * price, liquidation_fee_rate)
    notes = [note("warn-fees-exceed", None, share=fee / initial_margin)] if fee >= 0.5 * initial_margin else []
    return Fees(
        fee=fee,
        fee_on_margin=fee / initial_margin,
        fee_on_account=fee / account_balance,
        entry_fee_rate=opening,
        closing_fee_rate=closing,
        break_even_move=even,
        total_fees=round_trips * fee,
        total_on_margin=round_trips * fee / initial_margin,
        total_on_account=round_trips * fee / account_balance,
        trips_to_margin=steps_to(initial_margin, fee) if fee > 0 else None,
        leverage=leverage,
        liquidation_move=price - 1 if ends else None,
        room_share=even / (1 - price) if ends and fee > 0 else None,
        liquidation_fee=penalty,
        liquidation_fee_on_margin=None if penalty is None else penalty / initial_margin,
        notes=tuple(notes + [note("note-estimate", None)]),
    )

"""At what price does the venue close me out?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from calc.declare import calculator
from calc.errors import Note, Rejection
from calc.formulas import linear
from calc.formulas import margin as margins
from calc.market import five_leverages
from calc.model import note, reject
from calc.quantities import (
    Account,
    AddedMargin,
    Change,
    FeeRate,
    FlatRate,
    Leverage,
    Maintenance,
    Money,
    PositionValue,
    Price,
    PutUp,
    Quantity,
    Rate,
    Result,
    Share,
    Side,
    Size,
    TakerFee,
    TierTableName,
    When,
    Words,
)
from calc.story import Level, Percents, Shown, Story, position_ladder
from calc.tiers import check_leverage, tier_for, tiers_for, too_little

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values

LIMITS = (
    "Gaps: the price can jump past the line, and past your stop.",
    "Funding, which is paid while you hold and can move the line.",
    "A fee that many venues charge for closing you out.",
    "Other positions: in cross margin they share one wallet and move this line.",
)
MORE = ("size_by", "entry_notional", "extra_margin", "maintenance", "maintenance_margin_rate", "tier_table") + (
    ("closing_fee", "entry_fee", "taker_fee_rate", "account_balance")
)
SOURCE = "https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93"


@dataclass(frozen=True, kw_only=True)
class Liquidation:
    """What happens to the position.

    Attributes:
        liquidation_price: Mark price at which the venue closes the position; empty if no price can.
        distance: Move from entry to liquidation, as a fraction of the entry price.
        distance_amount: The same in quote per base, without sign.
        bankruptcy_price: Price at which the margin is exactly used up; zero if it never is.
        loss: Everything put up for the position: the worst case. A little may be left, or a fee taken.
        loss_on_margin: That loss as a share of what was put up.
        loss_on_account: That loss as a share of the account; empty if it is more than the account.
        notional: Value of the position at entry.
        size: Position size in the base asset.
        position_margin: Margin that backs the position: what was put up, less the entry fee if the margin pays it.
        maintenance_rate: Maintenance rate of the tier that holds the position at the liquidation price.
        maintenance_amount: Deduction of that tier.
        closing_fee_rate: Fee rate that the liquidation price allows for.
        kept_distance: Price distance between liquidation and bankruptcy: what must stay covered.
        stop_pnl: Profit or loss at the stop, before fees; empty without a stop or if liquidation comes first.
        stop_distance: Move from entry to the stop, as a fraction of the entry price.
        stop_room: Share of the way from entry to liquidation that is left at the stop.
        lowest_convention_price: Lowest liquidation price under three conventions: mark value, mark value with closing fee, entry value.
        highest_convention_price: Highest liquidation price under the same three.
    """

    liquidation_price: Price | None
    distance: Change | None
    distance_amount: Price | None
    bankruptcy_price: Price
    loss: Result
    loss_on_margin: Change
    loss_on_account: Change | None
    notional: Money
    size: Size
    position_margin: Money
    maintenance_rate: Rate
    maintenance_amount: Money
    closing_fee_rate: FeeRate
    kept_distance: Price | None
    stop_pnl: Annotated[Result | None, Words(label="At your stop")]
    stop_distance: Change | None
    stop_room: Share | None
    lowest_convention_price: Price | None
    highest_convention_price: Price | None
    notes: tuple[Note, ...]


def story(q: Values, r: Liquidation) -> Story:
    """What is said about it."""
    long, ends = q["side"] == "long", r.liquidation_price is not None
    verdict = "{leverage:A} {side:lower} opened at {entry_price} is closed out at {liquidation_price}. "
    verdict += ("A fall" if long else "A rise") + " of {distance:abs}, and all of your {loss:abs-dollars} is gone."
    endless = "{leverage:A} {side:lower} opened at {entry_price} has no liquidation price: a fall to zero is the only end."
    away = "{distance_amount} below entry" if long else "{distance_amount} above entry"
    shares = Percents(title="At liquidation", move="distance", margin="loss_on_margin", account="loss_on_account", out=True)
    stop = _stop(q, r)
    lost = Shown(name="loss", label="Lost if it happens" if ends else "The most you can lose", remark="all you put up for this position")
    return Story(
        verdict=verdict if ends else endless,
        outputs=(
            Shown(name="liquidation_price", remark=away if ends else "no price reaches it"),
            Shown(
                name="bankruptcy_price",
                remark="margin is left even there" if r.position_margin > r.notional else "your margin is exactly zero",
            ),
            stop[0] if stop else lost,
        ),
        percents=shares if ends else None,
        charts=(position_ladder(stop[1] if stop else None, long, ends),),
        context=(five_leverages(long),),
        working=_working(q, r),
        convention="Maintenance on mark value"
        + (", closing fee included" if q["closing_fee"] else "")
        + (", tiers of {tier_table}." if q["maintenance"] == "tiers" else ".")
        + (" Venues that use entry value or add the closing fee would put this line between {lowest_convention_price}" if ends else "")
        + (" and {highest_convention_price}." if ends else ""),
    )


def _stop(q: Values, r: Liquidation) -> tuple[Shown, Level] | None:
    """How the stop is shown, if there is one: a stop beyond liquidation is never reached."""
    if q["stop_price"] is None:
        return None
    if r.stop_pnl is None:
        shown = Shown(name="stop_pnl", remark="liquidation comes before it", none="never reached")
        return shown, Level(name="stop_price", label="Stop, never reached", short="stop, never", style="stop never", drag=True)
    comes = "comes first; {stop_room} of the room still left" if r.stop_room is not None else "before fees"
    return Shown(name="stop_pnl", remark=comes), Level(name="stop_price", label="Stop", style="stop", drag=True)


def _working(q: Values, r: Liquidation) -> tuple[str, ...]:
    """The formulas that were used, in the order of their use."""
    if r.liquidation_price is None:
        return () if r.position_margin > r.notional else ("bankruptcy_price = entry_price - position_margin / size",)
    away = "-" if q["side"] == "long" else "+"
    top = "size * entry_price " + away + " position_margin" + (" " + away + " maintenance_amount" if r.maintenance_amount else "")
    bottom = "1 " + away + " maintenance_rate" + (" " + away + " closing_fee_rate" if q["closing_fee"] else "")
    steps = ["size = notional / entry_price", "liquidation_price = (" + top + ") / (size * (" + bottom + "))"]
    put_up = "initial_margin" if q["size_by"] == "margin" else "notional / leverage"
    added = (" + extra_margin" if q["extra_margin"] else "") + (" - taker_fee_rate * notional" if q["entry_fee"] else "")
    if added or q["size_by"] == "notional":
        steps.insert(1, "position_margin = " + put_up + added)
    return tuple(steps)


def _notes(price: float, stop: float | None, room: float | None, put_up: float, account: float) -> tuple[Note, ...]:
    notes = []
    if price <= 0:
        notes.append(note("note-no-liquidation", None))
    elif stop is not None and room is None:
        notes.append(note("warn-liquidation-first", "stop_price", liquidation_price=price, stop_price=stop))
    elif room is not None and room < 0.2:
        notes.append(note("warn-thin", "stop_price", share=room))
    if put_up > account:
        notes.append(note("warn-over-account", "account_balance", account_balance=account))
    notes.append(note("note-estimate", None))
    return tuple(notes)


@calculator(
    "liquidation",
    version=1,
    title="Liquidation price",
    question="At what price does the venue close me out?",
    story=story,
    presets=(
        ("10× long", {"leverage": "10"}),
        ("10× short", {"side": "short"}),
        ("2×", {"leverage": "2"}),
        ("20×", {"leverage": "20"}),
        ("100×", {"leverage": "100"}),
        ("10× with $500 added", {"extra_margin": "500"}),
        ("10 BTC, tiers", {"size_by": "notional", "entry_notional": "1000000", "maintenance": "tiers", "account_balance": "200000"}),
        ("100 BTC, tiers", {"size_by": "notional", "entry_notional": "10000000", "maintenance": "tiers", "account_balance": "2000000"}),
        ("1× short", {"side": "short", "leverage": "1"}),
        ("Closing fee", {"closing_fee": "1"}),
        ("Both fees", {"closing_fee": "1", "entry_fee": "1"}),
    ),
    more=MORE,
    effect="distance",
    limits=LIMITS,
    sources=(("Binance, liquidation price of USD-M futures", SOURCE),),
)
def liquidation(
    side: Side = "long",
    entry_price: Price = 100_000,
    leverage: Leverage = 10,
    size_by: Annotated[Literal["margin", "notional"], Words(label="Size set by", choices=("Margin", "Position value"))] = "margin",
    initial_margin: Annotated[PutUp, When(input="size_by", value="margin")] = 1_000,
    entry_notional: Annotated[PositionValue, When(input="size_by", value="notional")] = 10_000,
    stop_price: Annotated[Price | None, Quantity(soft=(0.8, 1.2), around="entry_price", marks=(0.8, 0.9, 1, 1.1, 1.2))] = None,
    extra_margin: AddedMargin = 0,
    maintenance: Maintenance = "flat",
    maintenance_margin_rate: FlatRate = 0.005,
    tier_table: TierTableName = "binance-btcusdt-2024-10-24",
    closing_fee: Annotated[bool, Words(label="Include the closing fee")] = False,
    entry_fee: Annotated[bool, Words(label="Entry fee taken from margin")] = False,
    taker_fee_rate: TakerFee = 0.0005,
    account_balance: Account = 10_000,
) -> Liquidation:
    """Liquidation price of one isolated, linear position.

    Args:
        side: A long profits when the price rises, a short when it falls.
        entry_price: Average price at which the position was filled.
        leverage: Position value divided by the margin put up for it.
        size_by: Whether you set the margin and leverage makes the position, or the other way round.
        initial_margin: Your money that is locked when the position opens.
        entry_notional: Value of the position at entry.
        stop_price: Price at which you would close it yourself; leave empty for none.
        extra_margin: Money added to this position after it was opened.
        maintenance: How much the venue requires you to keep: one rate, or a table in which larger positions must keep more.
        maintenance_margin_rate: Share of the position's value that must stay covered.
        tier_table: A venue's published table, as it stood on that date.
        closing_fee: Some venues keep back the fee for closing you out; the line then comes sooner.
        entry_fee: Whether the fee for opening is paid out of the margin instead of the rest of the account.
        taker_fee_rate: Fee on the position's value for an order that fills at once.
        account_balance: All you have on that account, for the third percentage.
    """
    sign = 1 if side == "long" else -1
    size_field = "initial_margin" if size_by == "margin" else "entry_notional"
    notional = initial_margin * leverage if size_by == "margin" else entry_notional
    put_up = (initial_margin if size_by == "margin" else entry_notional / leverage) + extra_margin
    size = notional / entry_price
    wallet = put_up - (taker_fee_rate * notional if entry_fee else 0)
    fee = taker_fee_rate if closing_fee else 0.0

    tiers = tiers_for(maintenance, maintenance_margin_rate, tier_table)
    wrong_side = stop_price is not None and sign * (stop_price - entry_price) >= 0
    stop_side = reject("stop-side", "stop_price").problems if wrong_side else ()
    try:
        opened_in = tier_for(tiers, notional, tier_table, size_field)
        check_leverage(opened_in, leverage, tier_table)
        kept = margins.maintenance_margin(notional, opened_in.maintenance_margin_rate, opened_in.maintenance_amount)
        price = linear.liquidation_price_in_tiers(sign, entry_price, size, wallet, tiers, fee)
        if wallet <= kept + fee * notional or sign * (price - entry_price) >= 0:
            needed = kept / notional + fee + (taker_fee_rate if entry_fee else 0)
            highest = (1 + extra_margin / initial_margin) / needed if size_by == "margin" else 1 / (needed - extra_margin / notional)
            raise too_little(leverage, wallet / notional, kept / notional + fee, highest)
        closed_in = tier_for(tiers, max(0.0, size * price), tier_table, size_field)
    except Rejection as rejection:
        raise rejection.also(stop_side) from None
    if stop_side:
        raise Rejection(stop_side)

    ends = price > 0
    bankruptcy = linear.bankruptcy_price(sign, entry_price, size, wallet)
    conventions = (
        linear.liquidation_price_in_tiers(sign, entry_price, size, wallet, tiers),
        linear.liquidation_price_in_tiers(sign, entry_price, size, wallet, tiers, taker_fee_rate),
        linear.liquidation_price_on_entry_value(sign, entry_price, size, wallet, kept),
    )
    stop_pnl = stop_room = None
    if stop_price is not None and (not ends or sign * (stop_price - price) > 0):
        stop_pnl = linear.profit(sign, entry_price, stop_price, size)
        stop_room = (stop_price - price) / (entry_price - price) if ends else None
    return Liquidation(
        liquidation_price=price if ends else None,
        distance=price / entry_price - 1 if ends else None,
        distance_amount=abs(price - entry_price) if ends else None,
        bankruptcy_price=max(0.0, bankruptcy),
        loss=-put_up,
        loss_on_margin=-1.0,
        loss_on_account=-put_up / account_balance if put_up <= account_balance else None,
        notional=notional,
        size=size,
        position_margin=wallet,
        maintenance_rate=closed_in.maintenance_margin_rate,
        maintenance_amount=closed_in.maintenance_amount,
        closing_fee_rate=fee,
        kept_distance=abs(price - bankruptcy) if ends else None,
        stop_pnl=stop_pnl,
        stop_distance=stop_price / entry_price - 1 if stop_price is not None else None,
        stop_room=stop_room,
        lowest_convention_price=min(conventions) if ends else None,
        highest_convention_price=max(conventions) if ends else None,
        notes=_notes(price, stop_price, stop_room, put_up, account_balance),
    )

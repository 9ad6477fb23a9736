"""At what price does the venue close me out?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from calc.conventions import CONTRACTS, Convention
from calc.declare import calculator
from calc.errors import Note, Rejection
from calc.model import note, reject
from calc.parts.market import five_leverages
from calc.parts.positions import distance_ask, liquidation_notes, liquidation_steps, stop_shown
from calc.quantities import (
    Account,
    AddedMargin,
    Change,
    ClosingFee,
    Contract,
    FeeRate,
    FlatRate,
    Leverage,
    Maintenance,
    MaintenanceBasis,
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
from calc.story import Percents, Shown, Story, position_ladder
from calc.tiers import convention_of, rules, said, too_little

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values

MORE = ("size_by", "entry_notional", "extra_margin", "maintenance", "contract", "maintenance_margin_rate", "tier_table") + (
    ("maintenance_basis", "closing_fee", "entry_fee", "taker_fee_rate", "account_balance")
)
SPREAD = (Convention(), Convention(closing_fee="value at liquidation"), Convention(maintenance_basis="entry"))


@dataclass(frozen=True, kw_only=True)
class Liquidation:
    """What happens to the position.

    Attributes:
        liquidation_price: Mark price at which the venue closes the position; empty if no price can.
        distance: Move from entry to liquidation, as a fraction of the entry price.
        distance_amount: The same in quote per base, without sign.
        bankruptcy_price: Price at which the margin is exactly used up; zero, or empty for a short, if it never is.
        loss: Everything put up for the position: the worst case. A little may be left, or a fee taken.
        loss_on_margin: That loss as a share of what was put up.
        loss_on_account: That loss as a share of the account; empty if it is more than the account.
        notional: Value of the position at entry.
        size: Position size in the base asset, at entry.
        position_margin: Margin that backs the position: what was put up and put aside, less the entry fee if the margin pays it.
        margin_in_coin: The same in coins, in which an inverse contract counts it; empty for a linear one.
        maintenance_at_entry: What must be kept at the opening, with the closing fee where it belongs to it.
        maintenance_rate: Maintenance rate of the tier that counts: at the liquidation price, or at entry where that is the basis.
        maintenance_amount: Deduction of that tier, in the currency of settlement.
        closing_fee_rate: Fee rate that the liquidation price allows for, on the value at that price.
        closing_fee_amount: Fee for closing that must stay covered where it was fixed at the opening.
        at_edge: Whether the price stands at a step of the table, where what must stay jumps above what is left.
        kept_distance: Price distance between liquidation and bankruptcy: what must stay covered.
        stop_pnl: Profit or loss at the stop, before fees; empty without a stop or if liquidation comes first.
        stop_distance: Move from entry to the stop, as a fraction of the entry price.
        stop_room: Share of the way from entry to liquidation that is left at the stop.
        lowest_convention_price: Lowest liquidation price of this one and three conventions: value now, with closing fee, value at entry.
        highest_convention_price: Highest liquidation price of the same four.
    """

    liquidation_price: Price | None
    distance: Change | None
    distance_amount: Price | None
    bankruptcy_price: Price | None
    loss: Result
    loss_on_margin: Change
    loss_on_account: Change | None
    notional: Money
    size: Size
    position_margin: Money
    margin_in_coin: Size | None
    maintenance_at_entry: Money
    maintenance_rate: Rate
    maintenance_amount: Annotated[Money, Quantity(unit="")]
    closing_fee_rate: FeeRate
    closing_fee_amount: Money
    at_edge: bool
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
    endless = "{leverage:A} {side:lower} opened at {entry_price} has no liquidation price: "
    endless += "a fall to zero is the only end." if long else "what you put up covers any rise."
    away = "{distance_amount} below entry" if long else "{distance_amount} above entry"
    shares = Percents(title="At liquidation", move="distance", margin="loss_on_margin", account="loss_on_account", out=True)
    stop = None if q["stop_price"] is None else stop_shown(r.stop_pnl is not None, r.stop_room is not None)
    coins = "" if r.margin_in_coin is None else ": {margin_in_coin} coins, worth this at entry"
    worst = "Lost if it happens" if ends else "The most you can lose"
    lost = Shown(name="loss", label=worst, remark="all you put up for this position" + coins)
    covered = "no price uses it up" if r.bankruptcy_price is None else "margin is left even there"
    zero = covered if r.bankruptcy_price is None or r.position_margin > r.notional else "your margin is exactly zero"
    way = convention_of(q)
    spread = " Venues that use entry value or add the closing fee would put this line between {lowest_convention_price}"
    return Story(
        verdict=verdict if ends else endless,
        outputs=(
            Shown(name="liquidation_price", remark=away if ends else "no price reaches it"),
            Shown(name="bankruptcy_price", remark=zero),
            stop[0] if stop else lost,
        ),
        percents=shares if ends else None,
        charts=(position_ladder(stop[1] if stop else None, long, ends),),
        context=(five_leverages(long),),
        working=() if r.at_edge else liquidation_steps(q, r, way),
        convention=said(way, str(q["maintenance"]))
        + ("." if r.margin_in_coin is None else "; an inverse contract, reckoned in coin.")
        + (spread + " and {highest_convention_price}." if ends and q["maintenance"] != "venue" else ""),
        ask=None if r.distance is None else distance_ask(long, abs(r.distance), r.notional / -r.loss),
        brief="closed out at {liquidation_price}" if ends else "no price closes it out",
        end="distance",
    )


def _of_version_1(texts: dict[str, str]) -> dict[str, str]:
    """Version 1 knew linear contracts and the value now alone."""
    known = {"contract": "linear", "maintenance_basis": "mark"}
    known.update(texts)
    return known


@calculator(
    "liquidation",
    version=2,
    title="Liquidation price",
    question="At what price does the venue close me out?",
    story=story,
    presets=(
        ("10x-long", "10× long", {"leverage": "10"}),
        ("10x-short", "10× short", {"side": "short"}),
        ("2x", "2×", {"leverage": "2"}),
        ("20x", "20×", {"leverage": "20"}),
        ("100x", "100×", {"leverage": "100"}),
        ("10x-500-added", "10× with $500 added", {"extra_margin": "500"}),
        ("10-btc", "10 BTC, tiers", {"size_by": "notional", "entry_notional": "1e6", "maintenance": "tiers", "account_balance": "200000"}),
        ("100-btc", "100 BTC, tiers", {"size_by": "notional", "entry_notional": "1e7", "maintenance": "tiers", "account_balance": "2e6"}),
        ("1x-short", "1× short", {"side": "short", "leverage": "1"}),
        ("closing-fee", "Closing fee", {"closing_fee": "1"}),
        ("both-fees", "Both fees", {"closing_fee": "1", "entry_fee": "1"}),
        ("maintenance-at-entry", "Maintenance at entry", {"maintenance_basis": "entry"}),
        ("inverse", "Inverse contract", {"contract": "inverse"}),
        ("inverse-1x-short", "Inverse, 1× short", {"contract": "inverse", "side": "short", "leverage": "1"}),
        ("bybit", "By Bybit’s rules", {"maintenance": "venue", "tier_table": "bybit-btcusdt-2026-09-25", "taker_fee_rate": "0.00055"}),
        ("okx", "By OKX’s rules", {"maintenance": "venue", "tier_table": "okx-btcusdt-2026-09-25"}),
    ),
    more=MORE,
    effect="distance",
    limits=(
        "Gaps: the price can jump past the line, and past your stop.",
        "Funding, which is paid while you hold and can move the line.",
        "A fee that many venues charge for closing you out.",
        "Other positions: in cross margin they share one wallet and move this line.",
    ),
    sources=(
        ("Binance, liquidation price of USD-M futures", "https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93"),
        ("Kraken, liquidation of inverse contracts", "https://support.kraken.com/hc/en-us/articles/360022835671-Equity-Protection-Process"),
    ),
    migrations={1: _of_version_1},
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
    contract: Contract = "linear",
    maintenance_margin_rate: FlatRate = 0.005,
    tier_table: TierTableName = "binance-btcusdt-2024-10-24",
    maintenance_basis: MaintenanceBasis = "mark",
    closing_fee: ClosingFee = False,
    entry_fee: Annotated[bool, Words(label="Entry fee taken from margin")] = False,
    taker_fee_rate: TakerFee = 0.0005,
    account_balance: Account = 10_000,
) -> Liquidation:
    """Liquidation price of one isolated position, linear or inverse, by hand or by a venue's rules.

    Args:
        side: A long profits when the price rises, a short when it falls.
        entry_price: Average price at which the position was filled.
        leverage: Position value divided by the margin put up for it.
        size_by: Whether you set the margin and leverage makes the position, or the other way round.
        initial_margin: Your money that is locked when the position opens; for an inverse contract, what your coins are worth then.
        entry_notional: Value of the position at entry.
        stop_price: Price at which you would close it yourself; leave empty for none.
        extra_margin: Money added to this position after it was opened.
        maintenance: How much the venue requires you to keep: one rate, a table in which larger positions keep more, or all its rules.
        contract: Whether margin and result are in USDT, or in the coin itself. A table belongs to one of the two.
        maintenance_margin_rate: Share of the position's value that must stay covered.
        tier_table: A venue's published table, as it stood on that date.
        maintenance_basis: Whether that share is taken of the value now, or of the value at entry.
        closing_fee: Some venues keep back the fee for closing you out; the line then comes sooner.
        entry_fee: Whether the fee for opening is paid out of the margin instead of the rest of the account.
        taker_fee_rate: Fee on the position's value for an order that fills at once.
        account_balance: All you have on that account, for the third percentage.
    """
    sign, by_margin = 1 if side == "long" else -1, size_by == "margin"
    field = "initial_margin" if by_margin else "entry_notional"
    asked = rules(maintenance, contract, maintenance_margin_rate, tier_table, maintenance_basis, closing_fee)
    notional = initial_margin * leverage if by_margin else entry_notional
    put_up = (initial_margin if by_margin else entry_notional / leverage) + extra_margin
    linear, formulas = asked.contract == "linear", CONTRACTS[asked.contract]
    coin = 1.0 if linear else entry_price  # what one unit of the currency of settlement is worth at entry
    opening = asked.opening(sign, entry_price, notional, leverage, taker_fee_rate)
    reserved = opening.fee(asked.convention.reserved_fee)
    own = (put_up - (taker_fee_rate * notional if entry_fee else 0)) / coin
    wallet = own + reserved
    stop_side = reject("stop-side", "stop_price").problems if stop_price is not None and sign * (stop_price - entry_price) >= 0 else ()
    try:
        tiers = asked.tiers_for(opening, field)
        asked.check_leverage(asked.tier_for(tiers, opening.value, field), leverage)
        needed = opening.required(asked.convention, tiers)
        price = opening.liquidation_price(asked.convention, tiers, wallet)
        if wallet <= needed or (price is not None and sign * (price - entry_price) >= 0):
            share = (needed - reserved) / opening.value + (taker_fee_rate if entry_fee else 0)
            highest = (1 + extra_margin / initial_margin) / share if by_margin else 1 / (share - extra_margin / notional)
            raise too_little(leverage, wallet / opening.value, needed / opening.value, highest)
        at_price = 0.0 if price is None else formulas.notional(opening.size, price)
        closed_in = asked.tier_for(tiers, opening.value if asked.convention.maintenance_basis == "entry" else at_price, field)
    except Rejection as rejection:
        raise rejection.also(stop_side) from None
    if stop_side:
        raise Rejection(stop_side)

    left = own if asked.convention.reserved_fee == "value at bankruptcy" else wallet  # that fee pays for the closing
    bankruptcy = formulas.bankruptcy_price(sign, entry_price, opening.size, left)
    three = [price if way == asked.convention else opening.liquidation_price(way, tiers, own) for way in SPREAD]
    spread = [p for p in three + [price] if p is not None]
    moving = taker_fee_rate if asked.convention.closing_fee == "value at liquidation" else 0.0
    fixed = opening.fee(asked.convention.closing_fee)
    stop_pnl = stop_room = None
    if stop_price is not None and (price is None or sign * (stop_price - price) > 0):
        stop_pnl = formulas.profit(sign, entry_price, stop_price, opening.size) * (1.0 if linear else stop_price)
        stop_room = None if price is None else (stop_price - price) / (entry_price - price)
    at_edge = price is not None and len(tiers) > 1 and opening.at_edge(asked.convention, closed_in, wallet, price)
    notes = liquidation_notes(side == "long", price, stop_price, stop_room)
    notes += [note("note-tier-edge", None)] if at_edge else []
    lost = put_up + reserved * coin
    if lost > account_balance:
        notes.append(note("warn-over-account", "account_balance", account_balance=account_balance))
    return Liquidation(
        liquidation_price=price,
        distance=None if price is None else price / entry_price - 1,
        distance_amount=None if price is None else abs(price - entry_price),
        bankruptcy_price=None if bankruptcy > 1e30 else max(0.0, bankruptcy),
        loss=-lost,
        loss_on_margin=-1.0,
        loss_on_account=-lost / account_balance if lost <= account_balance else None,
        notional=notional,
        size=notional / entry_price,
        position_margin=wallet * coin,
        margin_in_coin=None if linear else wallet,
        maintenance_at_entry=needed * coin,
        maintenance_rate=closed_in.maintenance_margin_rate,
        maintenance_amount=closed_in.maintenance_amount,
        closing_fee_rate=moving,
        closing_fee_amount=fixed * coin,
        at_edge=at_edge,
        kept_distance=None if price is None or bankruptcy > 1e30 else abs(price - bankruptcy),
        stop_pnl=stop_pnl,
        stop_distance=stop_price / entry_price - 1 if stop_price is not None else None,
        stop_room=stop_room,
        lowest_convention_price=min(spread) if spread and price is not None else None,
        highest_convention_price=max(spread) if spread and price is not None else None,
        notes=tuple(notes + [note("note-estimate", None)]),
    )

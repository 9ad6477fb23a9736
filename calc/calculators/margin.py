"""How much must I put up to open, and how thin is the cushion after that?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from calc.declare import calculator
from calc.errors import Note
from calc.formulas import margin as margins
from calc.model import note
from calc.quantities import (
    ClosingFee,
    Contract,
    Count,
    FlatRate,
    Leverage,
    Maintenance,
    Money,
    Multiple,
    Price,
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
from calc.story import Ask, Bars, Shown, Slice, Story
from calc.tiers import convention_of, rules, said, too_little

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values


@dataclass(frozen=True, kw_only=True)
class Margin:
    """What is put up, and what must be kept.

    Attributes:
        initial_margin: What you must put up to open the position, with the fee that a venue puts aside.
        initial_margin_rate: The same as a share of the position's value.
        maintenance_margin: What must stay covered while it is open, with the closing fee where it belongs to it.
        effective_maintenance_rate: The same as a share of the position's value, deductions included.
        cushion: What you may lose before the position is closed: initial margin less maintenance margin.
        cushion_rate: The cushion as a share of the position's value; for a linear contract about how far the price may go against you.
        margin_ratio: Maintenance margin divided by initial margin; 100 % is liquidation.
        maintenance_rate: Maintenance rate of the tier that holds this value.
        maintenance_amount: Deduction of that tier in the currency of settlement; it makes maintenance continuous from tier to tier.
        reserved_fee: Fee for closing that the venue puts aside at the opening, as part of initial margin.
        closing_fee_amount: Fee for closing that is part of maintenance margin.
        size: Position size in the base asset.
        initial_margin_in_coin: Initial margin in coins, in which an inverse contract counts it; empty for a linear one.
        maintenance_margin_in_coin: Maintenance margin in coins; empty for a linear contract.
        tier: Number of that tier in its table; empty for a flat rate, or where the rate grows without tiers.
        tier_max_leverage: Highest leverage that tier allows; empty for a flat rate.
    """

    initial_margin: Result
    initial_margin_rate: Rate
    maintenance_margin: Result
    effective_maintenance_rate: Rate
    cushion: Result
    cushion_rate: Share
    margin_ratio: Share
    maintenance_rate: Rate
    maintenance_amount: Annotated[Result, Quantity(unit="")]
    reserved_fee: Result
    closing_fee_amount: Result
    size: Size
    initial_margin_in_coin: Size | None
    maintenance_margin_in_coin: Size | None
    tier: Count | None
    tier_max_leverage: Multiple | None
    notes: tuple[Note, ...]


def story(q: Values, r: Margin) -> Story:
    """What is said about it."""
    tiered = r.tier_max_leverage is not None
    coins = "" if r.initial_margin_in_coin is None else ", {initial_margin_in_coin} coins"
    aside = " + reserved_fee" if r.reserved_fee else ""
    deducted = " - maintenance_amount" + (" * entry_price" if r.initial_margin_in_coin is not None else "") if r.maintenance_amount else ""
    return Story(
        verdict="A {entry_notional:dollars} position at {leverage} locks {initial_margin:dollars} of your money."
        " {maintenance_margin:dollars} of it must stay, so {cushion:dollars} is the cushion"
        + (": about {cushion_rate} of the price." if r.initial_margin_in_coin is None else "."),
        outputs=(
            Shown(name="initial_margin", remark="{initial_margin_rate} of the position" + coins),
            Shown(name="maintenance_margin", remark="{effective_maintenance_rate} of the position" + (", tier {tier}" if r.tier else "")),
            Shown(name="cushion", remark="{cushion_rate} of the position"),
            Shown(name="margin_ratio", remark="at 100\u202f% you are closed out")
            if not tiered
            else Shown(
                name="tier_max_leverage", label="This size allows", remark="margin ratio {margin_ratio}; at 100\u202f% you are closed out"
            ),
        ),
        charts=(
            Bars(
                title="Your part of it, to scale.",
                caption="Above: the whole position, and the slice that is yours. Below: that slice enlarged. Then twice the leverage.",
                whole="entry_notional",
                part=Slice(name="initial_margin", label="yours", style="solid"),
                slices=(
                    Slice(name="cushion", label="cushion", style="plain"),
                    Slice(name="maintenance_margin", label="must stay", style="hatched"),
                ),
                by="leverage",
                factor=2,
            ),
        ),
        working=(
            "initial_margin = entry_notional / leverage" + aside,
            "maintenance_margin = entry_notional * maintenance_rate" + deducted + (" + closing_fee_amount" if r.closing_fee_amount else ""),
            "cushion = initial_margin - maintenance_margin",
        ),
        convention=said(convention_of(q), str(q["maintenance"])) + ("." if tiered else ", one rate for every size."),
        ask=Ask(
            question="{initial_margin:dollars} of your money backs a position of {entry_notional:dollars}, at {leverage}."
            " What share of that money must stay untouched, or the venue closes you out?",
            output="margin_ratio",
            low=0,
            high=1,
            step=0.01,
        ),
        brief="{initial_margin:dollars} locked, {cushion:dollars} of it a cushion",
    )


def _of_version_1(texts: dict[str, str]) -> dict[str, str]:
    """Version 1 knew linear contracts and the value now alone, for which the price makes no difference."""
    known = {"contract": "linear", "entry_price": "100000", "closing_fee": "0", "taker_fee_rate": "0.0005"}
    known.update(texts)
    return known


@calculator(
    "margin",
    version=2,
    title="What you put up, what you must keep",
    question="How much must I put up, and how thin is the cushion?",
    story=story,
    presets=(
        ("1000-at-10x", "$1,000 at 10×", {"maintenance": "tiers"}),
        ("5000-at-10x", "$5,000 at 10×", {"entry_notional": "5000", "maintenance": "tiers"}),
        ("10000-at-100x", "$10,000 at 100×", {"entry_notional": "10000", "leverage": "100", "maintenance": "tiers"}),
        ("1-million-at-10x", "$1M at 10×", {"entry_notional": "1000000", "maintenance": "tiers"}),
        ("20-million-at-20x", "$20M at 20×", {"entry_notional": "20000000", "leverage": "20", "maintenance": "tiers"}),
        ("flat-rate", "Flat rate", {"maintenance": "flat"}),
        ("inverse", "Inverse contract", {"contract": "inverse"}),
        ("bybit", "By Bybit’s rules", {"maintenance": "venue", "tier_table": "bybit-btcusdt-2026-09-25", "taker_fee_rate": "0.00055"}),
        (
            "deribit",
            "By Deribit’s rules",
            {"entry_notional": "2500000", "maintenance": "venue", "tier_table": "deribit-btcusdc-2026-11-22"},
        ),
    ),
    more=("side", "entry_price", "contract", "maintenance_margin_rate", "tier_table", "closing_fee", "taker_fee_rate"),
    effect="cushion_rate",
    limits=(
        "Fees: many venues also keep back the fee for closing you out.",
        "The price: as it moves, so does the position’s value, and with it what must stay.",
        "Tables change without notice. Each one here is as it stood on its date.",
        "Portfolio margin and cross margin, where positions share what they must keep.",
    ),
    sources=(("Binance, maintenance margin and its deduction", "https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93"),),
    migrations={1: _of_version_1},
)
def margin(
    entry_notional: Annotated[
        Money,
        Quantity(ge=10, le=1e8, soft=(100, 100_000_000), marks=(100, 10_000, 1_000_000, 100_000_000)),
        Words(label="Position value"),
    ] = 1_000,
    leverage: Leverage = 10,
    maintenance: Maintenance = "flat",
    contract: Contract = "linear",
    maintenance_margin_rate: FlatRate = 0.005,
    tier_table: TierTableName = "binance-btcusdt-2024-10-24",
    entry_price: Price = 100_000,
    side: Annotated[Side, When(input="maintenance", value="venue")] = "long",
    closing_fee: ClosingFee = False,
    taker_fee_rate: TakerFee = 0.0005,
) -> Margin:
    """Initial margin, maintenance margin and the cushion between them, for one position the moment it is opened.

    Args:
        entry_notional: Value of the position when it is opened: size times price.
        leverage: Position value divided by the margin put up for it.
        maintenance: How much the venue requires you to keep: one rate, a table in which larger positions keep more, or all its rules.
        contract: Whether margin and result are in USDT, or in the coin itself. A table belongs to one of the two.
        maintenance_margin_rate: Share of the position's value that must stay covered.
        tier_table: A venue's published table, as it stood on that date.
        entry_price: Price at the opening. It decides where a table counts coins.
        side: A long profits when the price rises, a short when it falls.
        closing_fee: Some venues keep back the fee for closing you out; it must stay covered too.
        taker_fee_rate: Fee on the position's value for an order that fills at once.
    """
    asked = rules(maintenance, contract, maintenance_margin_rate, tier_table, closing_fee=closing_fee)
    opening = asked.opening(1 if side == "long" else -1, entry_price, entry_notional, leverage, taker_fee_rate)
    linear = asked.contract == "linear"
    coin = 1.0 if linear else entry_price  # what one unit of the currency of settlement is worth
    tiers = asked.tiers_for(opening, "entry_notional")
    tier = asked.tier_for(tiers, opening.value, "entry_notional")
    asked.check_leverage(tier, leverage)
    reserved = opening.fee(asked.convention.reserved_fee) * coin
    initial = margins.initial_margin(entry_notional, leverage) + reserved
    kept = opening.required(asked.convention, tiers) * coin
    bare = margins.maintenance_margin_in_tiers(opening.value, tiers) * coin
    if initial <= kept:
        share = (kept - reserved) / entry_notional
        raise too_little(leverage, initial / entry_notional, kept / entry_notional, 1 / share)
    return Margin(
        initial_margin=initial,
        initial_margin_rate=initial / entry_notional,
        maintenance_margin=kept,
        effective_maintenance_rate=kept / entry_notional,
        cushion=initial - kept,
        cushion_rate=(initial - kept) / entry_notional,
        margin_ratio=kept / initial,
        maintenance_rate=tier.maintenance_margin_rate,
        maintenance_amount=tier.maintenance_amount,
        reserved_fee=reserved,
        closing_fee_amount=kept - bare,
        size=entry_notional / entry_price,
        initial_margin_in_coin=None if linear else initial / entry_price,
        maintenance_margin_in_coin=None if linear else kept / entry_price,
        tier=asked.tier_number(opening),
        tier_max_leverage=tier.max_leverage if asked.table is not None else None,
        notes=(note("note-estimate", None),),
    )

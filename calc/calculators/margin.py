"""How much must I put up to open, and how thin is the cushion after that?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from calc.declare import calculator
from calc.errors import Note
from calc.formulas import margin as margins
from calc.model import note
from calc.quantities import Count, FlatRate, Leverage, Maintenance, Money, Multiple, Quantity, Rate, Result, Share, TierTableName, Words
from calc.story import Bars, Shown, Slice, Story
from calc.tiers import check_leverage, tier_for, tiers_for, too_little

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values


@dataclass(frozen=True, kw_only=True)
class Margin:
    """What is put up, and what must be kept.

    Attributes:
        initial_margin: What you must put up to open the position.
        initial_margin_rate: The same as a share of the position's value.
        maintenance_margin: What must stay covered while it is open.
        effective_maintenance_rate: The same as a share of the position's value, deductions included.
        cushion: What you may lose before the position is closed: initial margin less maintenance margin.
        cushion_rate: The cushion as a share of the position's value: about how far the price may go against you.
        margin_ratio: Maintenance margin divided by initial margin; 100 % is liquidation.
        maintenance_rate: Maintenance rate of the tier that holds this value.
        maintenance_amount: Deduction of that tier, which makes maintenance continuous from tier to tier.
        tier: Number of that tier in its table; empty for a flat rate.
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
    maintenance_amount: Result
    tier: Count | None
    tier_max_leverage: Multiple | None
    notes: tuple[Note, ...]


def story(q: Values, r: Margin) -> Story:
    """What is said about it."""
    tiered = q["maintenance"] == "tiers"
    return Story(
        verdict="A {entry_notional:dollars} position at {leverage} locks {initial_margin:dollars} of your money."
        " {maintenance_margin:dollars} of it must stay, so {cushion:dollars} is the cushion: about {cushion_rate} of the price.",
        outputs=(
            Shown(name="initial_margin", remark="{initial_margin_rate} of the position"),
            Shown(name="maintenance_margin", remark="{effective_maintenance_rate} of the position" + (", tier {tier}" if tiered else "")),
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
            "initial_margin = entry_notional / leverage",
            "maintenance_margin = entry_notional * maintenance_rate" + (" - maintenance_amount" if r.maintenance_amount else ""),
            "cushion = initial_margin - maintenance_margin",
        ),
        convention="Maintenance on the position’s value now" + (", tiers of {tier_table}." if tiered else ", one rate for every size."),
    )


@calculator(
    "margin",
    version=1,
    title="What you put up, what you must keep",
    question="How much must I put up, and how thin is the cushion?",
    story=story,
    presets=(
        ("$1,000 at 10×", {"maintenance": "tiers"}),
        ("$5,000 at 10×", {"entry_notional": "5000", "maintenance": "tiers"}),
        ("$10,000 at 100×", {"entry_notional": "10000", "leverage": "100", "maintenance": "tiers"}),
        ("$1M at 10×", {"entry_notional": "1000000", "maintenance": "tiers"}),
        ("$20M at 20×", {"entry_notional": "20000000", "leverage": "20", "maintenance": "tiers"}),
        ("Flat rate", {"maintenance": "flat"}),
    ),
    more=("tier_table", "maintenance_margin_rate"),
    effect="cushion_rate",
    limits=(
        "Fees: many venues also keep back the fee for closing you out.",
        "The price: as it moves, so does the position’s value, and with it what must stay.",
        "Tables change without notice. Each one here is as it stood on its date.",
        "Portfolio margin and cross margin, where positions share what they must keep.",
    ),
    sources=(("Binance, maintenance margin and its deduction", "https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93"),),
)
def margin(
    entry_notional: Annotated[
        Money,
        Quantity(ge=10, le=1e8, soft=(100, 100_000_000), marks=(100, 10_000, 1_000_000, 100_000_000)),
        Words(label="Position value"),
    ] = 1_000,
    leverage: Leverage = 10,
    maintenance: Maintenance = "flat",
    maintenance_margin_rate: FlatRate = 0.005,
    tier_table: TierTableName = "binance-btcusdt-2024-10-24",
) -> Margin:
    """Initial margin, maintenance margin and the cushion between them, for one linear position.

    Args:
        entry_notional: Value of the position when it is opened: size times price.
        leverage: Position value divided by the margin put up for it.
        maintenance: How much the venue requires you to keep: one rate, or a table in which larger positions must keep more.
        maintenance_margin_rate: Share of the position's value that must stay covered.
        tier_table: A venue's published table, as it stood on that date.
    """
    tiers = tiers_for(maintenance, maintenance_margin_rate, tier_table)
    tier = tier_for(tiers, entry_notional, tier_table, "entry_notional")
    check_leverage(tier, leverage, tier_table)
    initial = margins.initial_margin(entry_notional, leverage)
    kept = margins.maintenance_margin(entry_notional, tier.maintenance_margin_rate, tier.maintenance_amount)
    if initial <= kept:
        raise too_little(leverage, 1 / leverage, kept / entry_notional, entry_notional / kept)
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
        tier=tiers.index(tier) + 1 if maintenance == "tiers" else None,
        tier_max_leverage=tier.max_leverage if maintenance == "tiers" else None,
        notes=(note("note-estimate", None),),
    )

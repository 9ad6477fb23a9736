"""The maintenance tiers of a position: one flat rate, or a venue's dated table, which may not allow the size or the leverage."""

from __future__ import annotations

from calc.formulas import margin
from calc.model import reject
from calc.venues import tier_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.errors import Rejection
    from calc.formulas.margin import Tier


def tiers_for(maintenance: str, rate: float, table: str) -> tuple[Tier, ...]:
    """The tiers that apply: one for a `flat` rate, else those of the table."""
    return margin.flat(rate) if maintenance == "flat" else tier_table(table).tiers


def tier_for(tiers: tuple[Tier, ...], notional: float, table: str, field: str) -> Tier:
    """The tier of `notional`; a rejection that names the table and its date where the table ends."""
    tier = margin.tier_at(tiers, notional)
    if tier is None:
        source = tier_table(table)
        raise reject("tier-size", field, venue=source.venue, date=source.date, cap=source.cap)
    return tier


def check_leverage(tier: Tier, leverage: float, table: str) -> None:
    """A rejection if the tier does not allow that leverage."""
    if leverage > tier.max_leverage:
        source = tier_table(table)
        raise reject("tier-leverage", "leverage", max_leverage=tier.max_leverage, venue=source.venue, date=source.date)


def too_little(leverage: float, initial_margin_rate: float, maintenance_margin_rate: float, max_leverage: float) -> Rejection:
    """The rejection of a position whose margin is not more than what must be kept from the start."""
    return reject(
        "margin-below-maintenance",
        "leverage",
        leverage=leverage,
        initial_margin_rate=initial_margin_rate,
        maintenance_margin_rate=maintenance_margin_rate,
        max_leverage=max_leverage,
    )

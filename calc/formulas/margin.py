"""Initial margin, and maintenance margin by tiers."""

from __future__ import annotations

from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, kw_only=True)
class Tier:
    """One row of a tier table: it holds for notional from `floor` up to `cap` (quote)."""

    floor: float
    cap: float
    maintenance_margin_rate: float
    maintenance_amount: float
    max_leverage: float


def initial_margin(entry_notional: float, leverage: float) -> float:
    """What must be put up to open: `entry_notional / leverage`, in quote.

    >>> initial_margin(1_000, 10)
    100.0
    """
    return entry_notional / leverage


def maintenance_margin(notional: float, maintenance_margin_rate: float, maintenance_amount: float = 0) -> float:
    """What must be kept: `notional × rate − maintenance_amount`, in quote.

    Convention: the amount deducted ("cum" at Binance) makes the sum continuous where tiers meet, as income tax brackets do.

    >>> round(maintenance_margin(1_000_000, 0.0065, 950), 2)
    5550.0
    """
    return notional * maintenance_margin_rate - maintenance_amount


def tier_at(tiers: Sequence[Tier], notional: float) -> Tier | None:
    """The tier whose band contains `notional` (its cap included), or None above the table."""
    for tier in tiers:
        if notional <= tier.cap:
            return tier
    return None


def flat(maintenance_margin_rate: float) -> tuple[Tier, ...]:
    """One rate for every size, as a table with a single tier."""
    return (Tier(floor=0, cap=1e30, maintenance_margin_rate=maintenance_margin_rate, maintenance_amount=0, max_leverage=1e30),)

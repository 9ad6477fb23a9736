"""Tier tables: how the maintenance margin that a venue asks for grows with the position."""

from __future__ import annotations

from dataclasses import dataclass

from calc.formulas.margin import Tier, maintenance_margin, margin_rate_at_size, tier_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

UNLIMITED = 1e30  # the cap of a tier that has no upper end


@dataclass(frozen=True, kw_only=True)
class Ramp:
    """Rates that grow with every coin of the position instead of in steps."""

    initial_margin_rate: float
    maintenance_margin_rate: float
    rate_per_coin: float


@dataclass(frozen=True, kw_only=True)
class Jump:
    """Where maintenance margin is not continuous: just up to `value` it is `below`, just over it `above`."""

    value: float
    below: float
    above: float


@dataclass(frozen=True, kw_only=True)
class TierTable:
    """Maintenance tiers of one symbol at one venue, as they stood on `date` (ISO).

    `tiers` are bands of what `measure` says, in `unit`: "value" is quote for a linear contract and coins for an inverse one; "size"
    is what stays while the price moves, coins for a linear contract and USD of contracts for an inverse one. A table that is not
    `complete` ends where knowledge ends. `venue` is written as people do, `venue_name` names the venue's facts. A table with a
    `ramp` has no tiers.
    """

    name: str
    venue: str
    venue_name: str
    symbol: str
    contract: str
    date: str
    source: str
    note: str
    measure: str
    unit: str
    complete: bool
    tiers: tuple[Tier, ...]
    ramp: Ramp | None

    @property
    def label(self) -> str:
        """Venue, symbol and date, as a form and a reference show them."""
        return self.venue + " " + self.symbol + (" inverse" if self.contract == "inverse" else "") + ", " + self.date

    @property
    def cap(self) -> float:
        """The largest position that the table covers, in `unit`; `UNLIMITED` without an end."""
        if self.ramp is not None:  # where the whole value must be put up
            return (1 - self.ramp.initial_margin_rate) / self.ramp.rate_per_coin
        return self.tiers[-1].cap

    def tiers_for(self, size: float) -> tuple[Tier, ...]:
        """The tiers of a position of that size; none where the table ends before it.

        Where a size alone decides, there is one tier for every value: its rate does not change while the price moves. `size` is in
        coins for a linear contract and in USD for an inverse one; a table by value does not look at it.
        """
        if self.measure == "value":
            return self.tiers
        if size > self.cap:
            return ()
        if self.ramp is not None:
            initial = margin_rate_at_size(self.ramp.initial_margin_rate, self.ramp.rate_per_coin, size)
            return _one(margin_rate_at_size(self.ramp.maintenance_margin_rate, self.ramp.rate_per_coin, size), 1 / initial)
        tier = tier_at(self.tiers, size) or self.tiers[-1]
        deducted = tier.maintenance_amount / size if tier.maintenance_amount else 0.0
        return _one(tier.maintenance_margin_rate - deducted, tier.max_leverage)


def _one(maintenance_margin_rate: float, max_leverage: float) -> tuple[Tier, ...]:
    return (
        Tier(floor=0.0, cap=UNLIMITED, maintenance_margin_rate=maintenance_margin_rate, maintenance_amount=0.0, max_leverage=max_leverage),
    )


def jumps(tiers: Sequence[Tier]) -> tuple[Jump, ...]:
    """Where maintenance margin jumps: at every step of a table without deductions.

    >>> steps = [(0, 100, 0.01), (100, 200, 0.02)]
    >>> jumps([Tier(floor=a, cap=b, maintenance_margin_rate=m, maintenance_amount=0, max_leverage=10) for a, b, m in steps])
    (Jump(value=100, below=1.0, above=2.0),)
    """
    found = []
    for k in range(1, len(tiers)):
        value = tiers[k].floor
        below, above = [maintenance_margin(value, t.maintenance_margin_rate, t.maintenance_amount) for t in (tiers[k - 1], tiers[k])]
        if abs(above - below) > 1e-9 * max(abs(below), abs(above)):
            found.append(Jump(value=value, below=below, above=above))
    return tuple(found)

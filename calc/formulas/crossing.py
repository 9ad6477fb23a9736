"""Where a margin balance meets what must be kept: one walk for one position, for two legs of a market, and for a whole account.

Every `liquidation_…_in_tiers` and every price of an account is this one question. It is asked along a line: `x` is a price, or a factor by
which all prices change together. On it the balance is straight, and so is what must be kept, up to the next edge of a tier.
"""

from __future__ import annotations

from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from calc.formulas.margin import Tier

INFINITE = float("inf")


@dataclass(frozen=True, kw_only=True)
class Leg:
    """What moves with `x`: a value of `size × x` and a profit of `sign × (size × x − cost)`; `tiers` say what that value must keep."""

    sign: int
    size: float
    cost: float
    tiers: Sequence[Tier]
    closing_fee_rate: float = 0


def first_crossing(balance: float, legs: Sequence[Leg], start: float, way: int) -> float | None:
    """First `x` at or beyond `start` at which margin balance is at most maintenance margin plus closing fees.

    Units: `balance` (what does not move: the wallet, and other positions) in the unit of `size × x`; `way` is +1 upward, −1 downward.
    Convention: a tier holds its cap but not its floor. Where maintenance jumps at an edge, the edge itself may be the answer. The last
    tier goes on for ever.
    Result: `start` where the balance is too small already; None where nothing on that side, above zero, is low enough. Raises nothing
    for rates whose sum is below 1.
    """
    at = [_tier_of(leg, start) for leg in legs]
    x = start
    while True:
        slope: float = 0
        offset = balance
        edge = INFINITE if way > 0 else 0
        for leg, n in zip(legs, at):
            tier = leg.tiers[n]
            slope += leg.size * (leg.sign - tier.maintenance_margin_rate - leg.closing_fee_rate)
            offset += tier.maintenance_amount - leg.sign * leg.cost
            here = _edge(leg, n, way)
            edge = min(edge, here) if way > 0 else max(edge, here)
        if slope * x + offset <= 0:
            return x
        if slope * way < 0:
            root = -offset / slope
            if way * (root - edge) <= 0:
                return root if root > 0 else None
        if edge in (0, INFINITE):
            return None
        x = edge
        at = [n + way if _edge(leg, n, way) == edge else n for leg, n in zip(legs, at)]


def _tier_of(leg: Leg, x: float) -> int:
    """The number of the tier that holds the leg at `x`; above the table the last one."""
    value = leg.size * x
    for n, tier in enumerate(leg.tiers):
        if value <= tier.cap:
            return n
    return len(leg.tiers) - 1


def _edge(leg: Leg, n: int, way: int) -> float:
    """Where the leg leaves its tier on that way: never, above the last tier."""
    if way < 0:
        return leg.tiers[n].floor / leg.size if n else 0
    return leg.tiers[n].cap / leg.size if n + 1 < len(leg.tiers) else INFINITE

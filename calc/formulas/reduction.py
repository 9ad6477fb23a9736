"""Partial liquidation: how a venue cuts a large position tier by tier until the rest is covered, or all of it is gone."""

from __future__ import annotations

from dataclasses import dataclass

from calc.formulas import linear
from calc.formulas.margin import maintenance_margin_in_tiers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from calc.formulas.margin import Tier


@dataclass(frozen=True, kw_only=True)
class Cut:
    """One step of a liquidation: what is closed, the fee for it, and what stands after it. Sizes in base, amounts in quote."""

    closed_size: float
    fee: float
    remaining_size: float
    wallet_balance: float
    margin_balance: float
    maintenance_margin: float


def reductions(
    sign: int,
    entry_price: float,
    size: float,
    wallet_balance: float,
    tiers: Sequence[Tier],
    price: float,
    liquidation_fee_rate: float = 0,
    tiers_at_once: int = 1,
) -> tuple[Cut, ...]:
    """The steps in which a position is closed at `price`, in order: down to the cap of the tier below each time, in the first tier whole.

    Units: prices in quote per base, sizes in base, balance in quote, rate as a fraction of what is closed.
    Convention: after each step the venue compares again, and stops when margin balance is more than maintenance margin. Bybit goes one
    tier at a time, OKX two (`tiers_at_once`) from its third tier on. All steps fill at one price; a real one moves.
    Result: empty when the balance is enough at `price`. A last `wallet_balance` below zero is what an insurance fund would pay.
    Source: https://help.bybit.com/hc/en-us/articles/900000167723-Liquidation-Process-USDT-Contract- and OKX 6997123251341 (read
    2026-11-24 and 2026-11-22); the steps on the position below are ours.

    >>> table = [(0, 50_000, 0.004, 0), (50_000, 600_000, 0.005, 50), (600_000, 3_000_000, 0.0065, 950)]
    >>> from calc.formulas.margin import Tier
    >>> tiers = [Tier(floor=a, cap=b, maintenance_margin_rate=m, maintenance_amount=c, max_leverage=50) for a, b, m, c in table]
    >>> cuts = reductions(1, 100_000, 10, 100_000, tiers, 90_450)
    >>> [(round(cut.remaining_size, 4), round(cut.margin_balance), round(cut.maintenance_margin)) for cut in cuts]
    [(6.6335, 4500, 2950)]
    """
    cuts: list[Cut] = []
    here = 0
    value = size * price
    while here + 1 < len(tiers) and value > tiers[here].cap:
        here += 1
    while size > 0:
        if wallet_balance + linear.profit(sign, entry_price, price, size) > maintenance_margin_in_tiers(value, tiers):
            break
        here -= tiers_at_once
        value = 0 if here < 0 else tiers[here].cap  # not `size * price`, which rounding may put into the tier above
        closed = size - value / price
        fee = liquidation_fee_rate * closed * price
        wallet_balance = wallet_balance + linear.profit(sign, entry_price, price, closed) - fee
        size = value / price
        cuts.append(
            Cut(
                closed_size=closed,
                fee=fee,
                remaining_size=size,
                wallet_balance=wallet_balance,
                margin_balance=wallet_balance + linear.profit(sign, entry_price, price, size),
                maintenance_margin=maintenance_margin_in_tiers(value, tiers),
            )
        )
    return tuple(cuts)

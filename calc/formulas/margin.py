"""Initial margin, maintenance margin by tiers, and the ratios of the two to what is there."""

from __future__ import annotations

from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, kw_only=True)
class Tier:
    """One row of a tier table: it holds for notional above `floor` up to and with `cap` (quote; base for an inverse contract)."""

    floor: float
    cap: float
    maintenance_margin_rate: float
    maintenance_amount: float
    max_leverage: float


# ---- What is put up


def initial_margin(entry_notional: float, leverage: float) -> float:
    """What must be put up to open, fees not counted.

    Units: quote (base for an inverse contract). Raises ZeroDivisionError for a leverage of zero.
    Formula: initial_margin = entry_notional / leverage
    Source: Bybit, initial margin (inverse contract) (read 2026-11-22): 12,000 contracts at 8,000 with 50×.

    >>> initial_margin(12_000 / 8000, 50)
    0.03
    """
    return entry_notional / leverage


def closing_fee_at_bankruptcy(sign: int, entry_notional: float, leverage: float, fee_rate: float) -> float:
    """Fee for closing at the bankruptcy price, which some venues put aside at the opening.

    Units: quote. For an inverse contract turn the sign over: there a long is worth more coins when the price is low.
    Convention: Bybit reserves it as part of initial margin.
    Formula: fee = entry_notional * (1 - sign / leverage) * fee_rate
    Source: Bybit, order cost (read 2026-11-22): 1 BTC at 10,000 with 50× and 0.075 %; 10,000 contracts at 2,000 with 25× and 0.055 %.

    >>> round(closing_fee_at_bankruptcy(1, 10_000, 50, 0.00075), 6)
    7.35
    >>> round(closing_fee_at_bankruptcy(-1, 10_000 / 2000, 25, 0.00055), 6)
    0.00286
    """
    return entry_notional * (1 - sign / leverage) * fee_rate


def open_loss(sign: int, size: float, order_price: float, mark_price: float) -> float:
    """Loss that an order would have the moment it fills, against the mark price; zero for one that fills at or better than mark.

    Units: prices in quote per base, `size` in base, result in quote and not negative.
    Source: https://www.binance.com/en/support/faq/87fa7ee33b574f7084d42bd2ce2e463b (read 2026-11-22).

    >>> open_loss(1, 1, 9253.30, 9259.84), round(open_loss(-1, 1, 9253.30, 9259.84), 2)
    (0, 6.54)
    """
    return max(0, sign * size * (order_price - mark_price))


def order_cost(sign: int, size: float, order_price: float, mark_price: float, leverage: float) -> float:
    """What must be free to place an order: its initial margin and its open loss.

    Units: prices in quote per base, `size` in base, result in quote.
    Convention: Binance USD-M. A venue that puts fees aside (Bybit, BTSE) adds them: `fees.fee`, `closing_fee_at_bankruptcy`.
    Source: https://www.binance.com/en/support/faq/87fa7ee33b574f7084d42bd2ce2e463b (read 2026-11-22), the short at 20×.

    >>> round(order_cost(-1, 1, 9253.30, 9259.84, 20), 2)
    469.21
    """
    return initial_margin(size * order_price, leverage) + open_loss(sign, size, order_price, mark_price)


def available_balance(wallet_balance: float, initial_margins: float, unrealized_pnl: float, profits_count: bool = False) -> float:
    """What is free for another position in cross margin.

    Units: quote. `unrealized_pnl` is the sum over the positions that count.
    Convention: unrealised losses always reduce it; unrealised profits add to it only where the venue says so (`profits_count`).
    Source: Bybit help 4404146318617 of 2021-11-08 (hedge mode): a long of 2 from 10,000 and a short of 4 from 9,000 at 100×, mark 9,000.

    >>> available_balance(3000, 2 * 10_000 / 100 + 4 * 9000 / 100, -2000)
    440.0
    """
    return wallet_balance - initial_margins + (unrealized_pnl if profits_count else min(0, unrealized_pnl))


def margin_rate_by_open_interest(base_rate: float, open_interest: float, lower_cap: float, upper_cap: float) -> float:
    """Initial margin rate of a market that grows with the open interest: the base rate up to `lower_cap`, everything at `upper_cap`.

    Units: rates as fractions, open interest and caps in quote. Result: between `base_rate` and 1.
    Convention: dYdX v4; its maintenance margin does not grow.
    Source: dydxprotocol/v4-documentation@3e475b73, docs/pages/concepts/trading/governance.mdx (2026-04-22).

    >>> margin_rate_by_open_interest(0.05, 70e6, 40e6, 100e6)
    0.525
    """
    if open_interest <= lower_cap:
        return base_rate
    if open_interest >= upper_cap:
        return 1
    return base_rate + (1 - base_rate) * (open_interest - lower_cap) / (upper_cap - lower_cap)


# ---- What must be kept


def maintenance_margin(notional: float, maintenance_margin_rate: float, maintenance_amount: float = 0) -> float:
    """What must be kept, by the rate and the deduction of one tier.

    Units: quote (base for an inverse contract), rate as a fraction.
    Convention: the amount deducted ("cum" at Binance) makes the sum continuous where tiers meet, as income tax brackets do.
    Formula: maintenance_margin = notional * maintenance_margin_rate - maintenance_amount
    Source: https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93 (read 2026-11-22).

    >>> round(maintenance_margin(3_500_032.458, 0.025, 16_300), 2)
    71200.81
    """
    return notional * maintenance_margin_rate - maintenance_amount


def tier_at(tiers: Sequence[Tier], notional: float) -> Tier | None:
    """The tier whose band contains `notional` (its cap included), or None above the table."""
    for tier in tiers:
        if notional <= tier.cap:
            return tier
    return None


def maintenance_margin_in_tiers(notional: float, tiers: Sequence[Tier]) -> float:
    """What must be kept, by the tier that holds `notional`; above the table the last tier goes on. Never negative.

    Units: as the table.
    Source: Perplab, tests of its margin model (2026-09): a Binance table with deductions; 450, not 500.

    >>> table = [(0, 50_000, 0.004, 0, 125), (50_000, 600_000, 0.005, 50, 100)]
    >>> names = ("floor", "cap", "maintenance_margin_rate", "maintenance_amount", "max_leverage")
    >>> maintenance_margin_in_tiers(100_000, [Tier(**dict(zip(names, row))) for row in table])
    450.0
    """
    tier = tier_at(tiers, notional) or tiers[-1]
    return max(0, maintenance_margin(notional, tier.maintenance_margin_rate, tier.maintenance_amount))


def maintenance_margin_by_slices(notional: float, tiers: Sequence[Tier]) -> float:
    """What must be kept where each slice of `notional` pays its own tier's rate, as with income tax: the same as with deductions.

    Units: as the table, whose deductions are not looked at.
    Source: Bybit, maintenance margin (inverse contract) (read 2026-11-22): a value of 25 in bands of 10 at 1, 2 and 3 %.

    >>> bands = [Tier(floor=10 * k, cap=10 * k + 10, maintenance_margin_rate=(k + 1) / 100, maintenance_amount=0, max_leverage=10)
    ...     for k in range(5)]
    >>> round(maintenance_margin_by_slices(25, bands), 12)
    0.45
    """
    kept: float = 0
    for tier in tiers:
        top = notional if tier is tiers[-1] else min(notional, tier.cap)
        kept += max(0, top - tier.floor) * tier.maintenance_margin_rate
    return kept


def maintenance_amounts(floors: Sequence[float], maintenance_margin_rates: Sequence[float]) -> tuple[float, ...]:
    """The deduction of each tier that makes maintenance margin continuous at every floor; that of the first tier is zero.

    Units: as the floors.
    Source: Bybit, maintenance margin (read 2026-11-22): bands from 0, 10 and 20 at 1, 2 and 3 %.

    >>> [round(amount, 12) for amount in maintenance_amounts((0, 10, 20), (0.01, 0.02, 0.03))]
    [0, 0.1, 0.3]
    """
    amounts: list[float] = []
    for k, rate in enumerate(maintenance_margin_rates):
        amounts.append(amounts[-1] + floors[k] * (rate - maintenance_margin_rates[k - 1]) if k else 0)
    return tuple(amounts)


def margin_rate_at_size(base_rate: float, rate_per_coin: float, size: float) -> float:
    """Margin rate that grows in a straight line with the size of the position.

    Units: rate as a fraction, `rate_per_coin` as a fraction per coin, `size` in base.
    Convention: Deribit, for initial and for maintenance margin.
    Formula: margin_rate = base_rate + rate_per_coin * size
    Source: https://support.deribit.com/hc/en-us/articles/25944738177565-Linear-Perpetual (read 2026-11-22): 25 BTC.

    >>> margin_rate_at_size(0.02, 0.00005, 25)
    0.02125
    """
    return base_rate + rate_per_coin * size


def flat(maintenance_margin_rate: float, max_leverage: float = 1e30) -> tuple[Tier, ...]:
    """One rate for every size, as a table with a single tier."""
    return (Tier(floor=0, cap=1e30, maintenance_margin_rate=maintenance_margin_rate, maintenance_amount=0, max_leverage=max_leverage),)


def highest_leverage(tiers: Sequence[Tier], margin: float) -> float:
    """The highest leverage at which a position backed by `margin` still fits into a tier that allows it.

    Units: `margin` as the table. Result: below 1 where the margin itself is more than the table covers.
    Source: freqtrade, tests/exchange/test_exchange.py (2026-07): 300 million in a table where 2× ends at 600 million.

    >>> table = [(0, 200e6, 4), (200e6, 400e6, 3), (400e6, 600e6, 2), (600e6, 1000e6, 1)]
    >>> names = ("floor", "cap", "max_leverage")
    >>> tiers = [Tier(maintenance_margin_rate=0.1, maintenance_amount=0, **dict(zip(names, row))) for row in table]
    >>> highest_leverage(tiers, 300e6)
    2
    """
    highest: float = 0
    for tier in tiers:
        fits = min(tier.max_leverage, tier.cap / margin)
        if fits * margin > tier.floor or tier is tiers[0]:
            highest = max(highest, fits)
    return highest


# ---- How the two compare


def margin_ratio(maintenance_margin: float, margin_balance: float) -> float:
    """Maintenance margin divided by margin balance: 1 is liquidation, and higher is worse.

    Convention: Binance, ccxt, Bybit. OKX shows the inverse, `margin_coverage`.
    Formula: margin_ratio = maintenance_margin / margin_balance
    Source: BingX, hedge mode 11263240855823 (read 2026-11-22): 2 BTC at 10,000 must keep 0.4 % and a fee of 0.05 %, balance 10,000.

    >>> round(margin_ratio(2 * 10_000 * (0.004 + 0.0005), 10_000), 6)
    0.009
    """
    return maintenance_margin / margin_balance


def margin_coverage(margin_balance: float, maintenance_margin: float) -> float:
    """Margin balance divided by maintenance margin: 1 is liquidation, and higher is safer. OKX calls it the margin ratio.

    Formula: margin_coverage = margin_balance / maintenance_margin
    Source: OKX, GET /api/v5/account/positions, the example of its documentation (read 2026-11-22).

    >>> round(margin_coverage(23.6747, 0.15 * 1584.33 * (0.008 + 0.0005)), 2)
    11.72
    """
    return margin_balance / maintenance_margin


def effective_leverage(notional: float, margin_balance: float) -> float:
    """How many times the margin balance the position is worth now; the setting called leverage does not change when this does.

    Formula: effective_leverage = notional / margin_balance
    Source: https://coincu.com/binance-futures-calculator-track-profits-liquidation (read 2026-11-22): 14,000 on 7,000 and 1,000 added.

    >>> effective_leverage(14_000, 7_000 + 1_000)
    1.75
    """
    return notional / margin_balance


def roe(profit: float, initial_margin: float) -> float:
    """Return on margin: profit or loss divided by initial margin, as a fraction.

    Convention: which initial margin differs by venue: at entry (BitMEX, Bybit with the reserved fee), at mark (Binance, Bitget).
    Formula: roe = profit / initial_margin
    Source: Bybit, 0.2 BTC from 7,000 to 7,500 at 10×, fee for closing reserved at 0.055 %: 71.07 %, cut off after two
    places (copy read 2026-11-22).

    >>> int(roe(100, 140 + closing_fee_at_bankruptcy(1, 1400, 10, 0.00055)) * 10_000)
    7107
    """
    return profit / initial_margin

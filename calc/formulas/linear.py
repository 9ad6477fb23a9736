"""Liquidation, bankruptcy and profit of a linear (quote-margined) position.

`sign` is +1 for a long and -1 for a short; prices are quote per base, `size` is in base and positive, margins and balances are in quote,
rates are fractions of notional. Integers are written as literals, so floats and Fractions both pass through.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from calc.formulas.margin import Tier


def liquidation_price(
    sign: int,
    entry_price: float,
    size: float,
    wallet_balance: float,
    maintenance_margin_rate: float,
    maintenance_amount: float = 0,
    closing_fee_rate: float = 0,
) -> float:
    """Mark price at which the margin balance equals the maintenance margin plus the closing fee.

    Convention: maintenance margin and closing fee are charged on notional at that price (Binance USD-M; with a closing fee OKX,
    Gate, Bitget). In cross margin, `wallet_balance` is the wallet less the other positions' maintenance margin plus their
    unrealised profit and loss.
    Result: may be <= 0, meaning that price alone cannot liquidate the position. Raises nothing for rates whose sum is below 1.
    Source: https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93 (the positions as in freqtrade's
    tests/exchange/test_binance.py, 2026-07)

    Two of Binance's positions on a wallet of 1,535,443.01, each alone, then each beside the other:

    >>> round(liquidation_price(1, 1456.84, 3683.979, 1535443.01, 0.10, 135365.0), 2)
    1114.78
    >>> round(liquidation_price(1, 32481.98, 109.488, 1535443.01, 0.025, 16300.0), 2)
    18778.73
    >>> round(liquidation_price(1, 1456.84, 3683.979, 1535443.01 - 71200.811444 - 56354.56848, 0.10, 135365.0), 2)
    1153.26
    >>> round(liquidation_price(1, 32481.98, 109.488, 1535443.01 - 356512.508122 - 448192.88514, 0.025, 16300.0), 2)
    26316.89
    """
    return (wallet_balance + maintenance_amount - sign * size * entry_price) / (size * (maintenance_margin_rate + closing_fee_rate - sign))


def liquidation_price_on_entry_value(sign: int, entry_price: float, size: float, wallet_balance: float, maintenance_margin: float) -> float:
    """Mark price at which the margin balance equals a maintenance margin that was fixed when the position was opened.

    Convention: maintenance margin is charged on notional at *entry* and does not change with the price (Bybit until 2025, MEXC,
    KuCoin isolated).
    Result: may be <= 0, meaning that price alone cannot liquidate the position. Raises nothing.
    Source: Bybit help 900000181046, copy of 2024-09-10.

    >>> liquidation_price_on_entry_value(1, 100_000, 0.1, 1_000, 50)
    90500.0
    """
    return entry_price - sign * (wallet_balance - maintenance_margin) / size


def bankruptcy_price(sign: int, entry_price: float, size: float, wallet_balance: float) -> float:
    """Price at which the position has used up exactly its margin, fees ignored.

    Result: may be <= 0 for a long that is fully paid for. Raises nothing.

    >>> bankruptcy_price(1, 100_000, 0.1, 1_000), bankruptcy_price(-1, 100_000, 0.1, 1_000)
    (90000.0, 110000.0)
    """
    return entry_price - sign * wallet_balance / size


def profit(sign: int, entry_price: float, closing_price: float, size: float) -> float:
    """Profit (+) or loss (−) in quote of closing at `closing_price`, fees and funding ignored.

    >>> profit(1, 100_000, 105_000, 0.01), profit(-1, 100_000, 105_000, 0.01)
    (50.0, -50.0)
    """
    return sign * size * (closing_price - entry_price)


def target_price(sign: int, entry_price: float, size: float, net_profit: float, fee_rate: float = 0) -> float:
    """Price at which closing leaves `net_profit` after one fee on notional at entry and one at that price.

    Result: <= 0 when no price does it. Raises nothing for fee rates below 1.
    Source: `net_profit = sign·size·(X − E) − fee_rate·size·E − fee_rate·size·X`, solved for X.

    >>> target_price(1, 100_000, 0.01, 50), round(target_price(1, 100_000, 0.01, 50, 0.0005), 2)
    (105000.0, 105102.55)
    """
    return (net_profit + (fee_rate + sign) * size * entry_price) / (size * (sign - fee_rate))


def liquidation_price_in_tiers(
    sign: int, entry_price: float, size: float, wallet_balance: float, tiers: Sequence[Tier], closing_fee_rate: float = 0
) -> float:
    """Mark price of liquidation where the maintenance rate and amount are those of the tier that holds notional *at that price*.

    Convention: as `liquidation_price`; the table has a deduction, so maintenance margin is continuous and convex in notional, as
    tax brackets are. Then each tier's own answer is a bound and the tightest one is the answer: the highest price for a long, the
    lowest for a short.
    Result: may be <= 0; may lie above what the table covers (compare `size × result` with the last cap). Raises nothing for a
    table that is not empty.
    Source: https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93, which looks the tier up again at the liquidation price.

    >>> from calc.venues import tier_table
    >>> tiers = tier_table("binance-btcusdt-2024-10-24").tiers
    >>> round(liquidation_price_in_tiers(1, 100_000, 10, 100_000, tiers), 2)
    90493.21
    """
    prices = [
        liquidation_price(sign, entry_price, size, wallet_balance, t.maintenance_margin_rate, t.maintenance_amount, closing_fee_rate)
        for t in tiers
    ]
    return max(prices) if sign > 0 else min(prices)

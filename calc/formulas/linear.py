"""Profit, bankruptcy and liquidation of a linear (quote-margined) position.

`sign` is +1 for a long and −1 for a short; prices are quote per base, `size` is in base and positive, margins and balances are in quote,
rates are fractions of notional. Integers are written as literals, so floats and Fractions both pass through. `inverse` has the same names.
"""

from __future__ import annotations

from calc.formulas.crossing import Leg, first_crossing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from calc.formulas.margin import Tier


def notional(size: float, price: float) -> float:
    """Value of the position at a price, in quote.

    Formula: notional = size * price
    Source: contract size 0.01 ETH at 3,226.93 as in an order history that nautilus_trader tests against (OKX).

    >>> notional(0.01, 3226.93)
    32.2693
    """
    return size * price


def profit(sign: int, entry_price: float, closing_price: float, size: float) -> float:
    """Profit (+) or loss (−) of closing at a price, fees and funding ignored.

    Units: prices in quote per base, `size` in base, result in quote. Raises nothing.
    Formula: profit = sign * size * (closing_price - entry_price)
    Source: Binance, a beginner's guide to futures trading, announcement 360039304272 (read 2026-11-22).

    >>> profit(1, 5000, 5500, 1), profit(-1, 5000, 5500, 1)
    (500, -500)
    """
    return sign * size * (closing_price - entry_price)


def average_entry_price(fills: Sequence[tuple[float, float]]) -> float:
    """Average price of fills on one side, each (size, price): weighted by size.

    Units: sizes in base, prices and result in quote per base. Raises ZeroDivisionError without a fill.
    Source: Bybit, how to calculate average entry price (read 2026-11-22).

    >>> average_entry_price([(0.5, 5000), (0.3, 6000)])
    5375.0
    """
    cost: float = 0
    filled: float = 0
    for size, price in fills:
        cost += size * price
        filled += size
    return cost / filled


def bankruptcy_price(sign: int, entry_price: float, size: float, wallet_balance: float) -> float:
    """Price at which the position has used up exactly its margin, fees ignored.

    Units: prices in quote per base, `size` in base, balance in quote.
    Result: may be <= 0 for a long that is fully paid for. Raises nothing.
    Formula: bankruptcy_price = entry_price - sign * wallet_balance / size
    Source: Bybit, bankruptcy price (USDT contract) (read 2026-11-22): a 50× long from 10,000.

    >>> bankruptcy_price(1, 10_000, 1, 10_000 / 50)
    9800.0
    """
    return entry_price - sign * wallet_balance / size


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

    Units: prices in quote per base, `size` in base (> 0), balance and amount in quote, rates as fractions.
    Convention: maintenance margin and closing fee are charged on notional at that price (Binance USD-M; with a closing fee OKX, Gate,
    Bitget). A liquidation fee that must stay covered counts as a closing fee. In cross margin, `wallet_balance` is the wallet less the
    other positions' maintenance margin plus their unrealised profit and loss.
    Result: may be <= 0, meaning that price alone cannot liquidate the position. Raises nothing for rates whose sum is below 1.
    Formula: liquidation_price = (wallet_balance + maintenance_amount - sign * size * entry_price)
        / (size * (maintenance_margin_rate + closing_fee_rate - sign))
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

    Units: prices in quote per base, `size` in base, balance and margin in quote.
    Convention: maintenance margin is charged on notional at *entry* and does not change with the price (Bybit until 2025, MEXC,
    KuCoin isolated). A closing fee fixed at entry belongs into `maintenance_margin`.
    Result: may be <= 0, meaning that price alone cannot liquidate the position. Raises nothing.
    Formula: liquidation_price = entry_price - sign * (wallet_balance - maintenance_margin) / size
    Source: Bybit help 900000181046, copy of 2024-09-10.

    >>> liquidation_price_on_entry_value(1, 100_000, 0.1, 1_000, 50)
    90500.0
    """
    return entry_price - sign * (wallet_balance - maintenance_margin) / size


def liquidation_price_in_tiers(
    sign: int,
    entry_price: float,
    size: float,
    wallet_balance: float,
    tiers: Sequence[Tier],
    closing_fee_rate: float = 0,
    start_price: float | None = None,
) -> float | None:
    """Mark price of liquidation where the maintenance rate and amount are those of the tier that holds notional *at that price*.

    Units: as `liquidation_price`; tiers are bands of notional in quote. `start_price` is where the price stands now (None: at entry).
    Convention: the first price from there, against the position, at which margin balance is at most maintenance margin plus closing fee.
    In a table without deductions maintenance jumps at an edge, and that edge may be the answer.
    Result: the start itself where the balance is too small already; None if no price above zero liquidates. May lie above what the
    table covers (compare `size × result` with the last cap). Raises nothing for a table that is not empty.
    Source: https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93, which looks the tier up again at the liquidation price.

    >>> from calc.venues import tier_table
    >>> tiers = tier_table("binance-btcusdt-2024-10-24").tiers
    >>> round(liquidation_price_in_tiers(1, 100_000, 10, 100_000, tiers), 2)
    90493.21
    """
    leg = Leg(sign=sign, size=size, cost=size * entry_price, tiers=tiers, closing_fee_rate=closing_fee_rate)
    return first_crossing(wallet_balance, (leg,), entry_price if start_price is None else start_price, -sign)


def target_price(
    sign: int, entry_price: float, size: float, net_profit: float, entry_fee_rate: float = 0, closing_fee_rate: float | None = None
) -> float:
    """Price at which closing leaves `net_profit` after one fee on notional at entry and one at that price.

    Units: prices in quote per base, `size` in base, profit in quote, fee rates as fractions (a maker's rebate is negative). One rate
    stands for both ends unless `closing_fee_rate` is given. A profit of zero gives the break-even price, and
    `roe × initial_margin` the price for a return on margin.
    Result: <= 0 when no price does it. Raises nothing for fee rates below 1.
    Formula: target_price = (net_profit + (entry_fee_rate + sign) * size * entry_price) / (size * (sign - closing_fee_rate))
    Source: `net_profit = profit − entry_fee_rate·size·E − closing_fee_rate·size·X`, solved for X; the price without fees for a return on
    margin as in Binance's futures calculator: a 10× long from 100,000 for +50 %.

    >>> target_price(1, 100_000, 0.01, 0.5 * 100), round(target_price(1, 100_000, 0.01, 50, 0.0005), 2)
    (105000.0, 105102.55)
    """
    closing = entry_fee_rate if closing_fee_rate is None else closing_fee_rate
    return (net_profit + (entry_fee_rate + sign) * size * entry_price) / (size * (sign - closing))

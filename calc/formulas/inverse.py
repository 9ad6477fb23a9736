"""Profit, bankruptcy and liquidation of an inverse (coin-margined) position: a face value in quote, settled in the coin itself.

`sign` is +1 for a long and −1 for a short; prices are quote per base, `size` is the face value in **quote** (contracts × contract size)
and positive, margins, balances, fees and profits are in **base**, rates are fractions of notional.

One idea carries this module: at `1 / price` an inverse long is a linear short, and the other way round. The coin is what is counted, and
the quote currency is what is traded. So every formula is the one of `linear`, turned over; `turned` does it for a whole position.
"""

from __future__ import annotations

from calc.formulas import linear
from calc.formulas.account import Position
from calc.formulas.crossing import INFINITE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from calc.formulas.margin import Tier


def notional(size: float, price: float) -> float:
    """Value of the position at a price, in base.

    Formula: notional = size / price
    Source: BitMEX, as nautilus_trader tests it: 100,000 contracts of $1 at 11,000.

    >>> round(notional(100_000, 11_000), 8)
    9.09090909
    """
    return size / price


def profit(sign: int, entry_price: float, closing_price: float, size: float) -> float:
    """Profit (+) or loss (−) in base of closing at a price, fees and funding ignored.

    Units: prices in quote per base, `size` in quote, result in base. Raises nothing.
    Formula: profit = sign * size * (1 / entry_price - 1 / closing_price)
    Source: https://www.bitmex.com/app/pnlGuide (read 2026-11-22).

    >>> round(profit(1, 1000, 1250, 1000), 12)
    0.2
    """
    return linear.profit(-sign, 1 / entry_price, 1 / closing_price, size)


def average_entry_price(fills: Sequence[tuple[float, float]]) -> float:
    """Average price of fills on one side, each (size, price): the harmonic mean, weighted by size.

    Units: sizes in quote, prices and result in quote per base. Raises ZeroDivisionError without a fill.
    Source: Bybit, how to calculate average entry price (read 2026-11-22).

    >>> round(average_entry_price([(1000, 5000), (2000, 6000)]), 9)
    5625.0
    """
    return 1 / linear.average_entry_price([(size, 1 / price) for size, price in fills])


def bankruptcy_price(sign: int, entry_price: float, size: float, wallet_balance: float) -> float:
    """Price at which the position has used up exactly its margin, fees ignored.

    Units: prices in quote per base, `size` in quote, balance in base.
    Result: infinite for a short whose coin covers it at every price (1× and below). Raises nothing.
    Formula: bankruptcy_price = size / (size / entry_price + sign * wallet_balance)
    Source: Kraken Futures, equity protection process 360022835671 (read 2026-11-22): 1,000 contracts from 8,000 on 0.01 BTC.

    >>> int(bankruptcy_price(1, 8000, 1000, 0.01))
    7407
    """
    return _upright(linear.bankruptcy_price(-sign, 1 / entry_price, size, wallet_balance))


def liquidation_price(
    sign: int,
    entry_price: float,
    size: float,
    wallet_balance: float,
    maintenance_margin_rate: float,
    maintenance_amount: float = 0,
    closing_fee_rate: float = 0,
) -> float:
    """Mark price at which the margin balance equals the maintenance margin plus the closing fee, all in base.

    Units: prices in quote per base, `size` in quote (> 0), balance and amount in base, rates as fractions.
    Convention: maintenance margin and closing fee are charged on the value in coin at that price (Binance COIN-M, Kraken; with a closing
    fee OKX, Gate).
    Result: infinite, meaning that price alone cannot liquidate the position. Raises nothing for rates whose sum is below 1.
    Formula: liquidation_price = size * (sign + maintenance_margin_rate + closing_fee_rate)
        / (sign * size / entry_price + wallet_balance + maintenance_amount)
    Source: Kraken Futures, equity protection process 360022835671; and Binance's COIN-M calculator as quoted at
    https://dev.binance.vision/t/coin-margined-futures-liquidation-price-calculation-help-cm-variable/6292 (both read 2026-11-22).

    >>> int(liquidation_price(1, 8000, 1000, 0.01, 0.01))
    7481
    >>> round(liquidation_price(1, 45_000, 100_000 * 100, 101, 0.125, 11.605), 1)
    33599.4
    """
    return _upright(
        linear.liquidation_price(
            -sign, 1 / entry_price, size, wallet_balance, maintenance_margin_rate, maintenance_amount, closing_fee_rate
        )
    )


def liquidation_price_on_entry_value(sign: int, entry_price: float, size: float, wallet_balance: float, maintenance_margin: float) -> float:
    """Mark price at which the margin balance equals a maintenance margin that was fixed when the position was opened, all in base.

    Units: prices in quote per base, `size` in quote, balance and margin in base.
    Convention: maintenance margin is charged on the value in coin at *entry* (Bybit until 2025, BitMEX).
    Result: infinite, meaning that price alone cannot liquidate the position. Raises nothing.
    Formula: liquidation_price = size / (size / entry_price + sign * (wallet_balance - maintenance_margin))
    Source: https://github.com/get10101/10101/issues/2419: a 2× short from 110,000 that must keep 10 %.

    >>> int(liquidation_price_on_entry_value(-1, 110_000, 10, 10 / 110_000 / 2, 0.1 * 10 / 110_000))
    183333
    """
    return _upright(linear.liquidation_price_on_entry_value(-sign, 1 / entry_price, size, wallet_balance, maintenance_margin))


def liquidation_price_in_tiers(
    sign: int,
    entry_price: float,
    size: float,
    wallet_balance: float,
    tiers: Sequence[Tier],
    closing_fee_rate: float = 0,
    start_price: float | None = None,
) -> float | None:
    """Mark price of liquidation where the maintenance rate and amount are those of the tier that holds the value in coin *at that price*.

    Units: as `liquidation_price`; tiers are bands of value in base. `start_price` is where the price stands now (None: at entry).
    Convention and result: as `linear.liquidation_price_in_tiers`; None if no price liquidates.

    >>> from calc.formulas.margin import Tier
    >>> tier = Tier(floor=0, cap=100, maintenance_margin_rate=0.01, maintenance_amount=0, max_leverage=50)
    >>> int(liquidation_price_in_tiers(1, 8000, 1000, 0.01, (tier,)))
    7481
    """
    start = None if start_price is None else 1 / start_price
    found = linear.liquidation_price_in_tiers(-sign, 1 / entry_price, size, wallet_balance, tiers, closing_fee_rate, start)
    return None if found is None else 1 / found


def target_price(
    sign: int, entry_price: float, size: float, net_profit: float, entry_fee_rate: float = 0, closing_fee_rate: float | None = None
) -> float:
    """Price at which closing leaves `net_profit` (in base) after one fee on the value at entry and one at that price.

    Units: prices in quote per base, `size` in quote, profit in base, fee rates as fractions.
    Result: infinite when no price does it. Raises nothing for fee rates below 1.
    Formula: target_price = size * (sign + closing_fee_rate) / ((sign - entry_fee_rate) * size / entry_price - net_profit)

    >>> round(target_price(1, 1000, 1000, 0.2), 9)
    1250.0
    """
    return _upright(linear.target_price(-sign, 1 / entry_price, size, net_profit, entry_fee_rate, closing_fee_rate))


def turned(position: Position) -> Position:
    """The linear position, at prices of 1 / price, that gains and must keep the same number of coins: for accounts that hold inverse ones.

    >>> from calc.formulas.margin import flat
    >>> p = turned(Position(sign=1, size=1000, entry_price=8000, mark_price=10_000, tiers=flat(0.01)))
    >>> p.sign, p.mark_price
    (-1, 0.0001)
    """
    return Position(
        sign=-position.sign,
        size=position.size,
        entry_price=1 / position.entry_price,
        mark_price=1 / position.mark_price,
        tiers=position.tiers,
        closing_fee_rate=position.closing_fee_rate,
    )


def _upright(turned_price: float) -> float:
    return 1 / turned_price if turned_price > 0 else INFINITE

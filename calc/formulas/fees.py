"""Trading fees, and the price at which a trade has earned them."""

from __future__ import annotations

from calc.formulas import linear


def fee(notional: float, fee_rate: float) -> float:
    """Fee for one fill.

    Units: as `notional` (quote; base for an inverse contract); the rate is a fraction, negative for a maker's rebate.
    Convention: on notional at the price of the fill, not on margin: leverage multiplies it.
    Formula: fee = notional * fee_rate
    Source: BitMEX, as nautilus_trader tests it: 100,000 contracts of $1 at 10,000 for 0.075 %.

    >>> round(fee(100_000 / 10_000, 0.00075), 8)
    0.0075
    """
    return notional * fee_rate


def break_even_price(sign: int, entry_price: float, entry_fee_rate: float, closing_fee_rate: float) -> float:
    """Price at which closing leaves exactly nothing after both fees.

    Units: prices in quote per base, rates as fractions.
    Result: on the profitable side of the entry for positive fees. Raises nothing for fee rates below 1.
    Formula: break_even_price = entry_price * (sign + entry_fee_rate) / (sign - closing_fee_rate)
    Source: `linear.target_price` with a profit of zero; the size does not matter.

    >>> round(break_even_price(1, 100_000, 0.0005, 0.0005), 2), round(break_even_price(-1, 100_000, 0.0005, 0.0005), 2)
    (100100.05, 99900.05)
    """
    return linear.target_price(sign, entry_price, 1, 0, entry_fee_rate, closing_fee_rate)

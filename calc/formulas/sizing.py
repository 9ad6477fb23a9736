"""How large a position may be for what one accepts to lose."""

from __future__ import annotations


def size_for_risk(
    risk_amount: float, entry_price: float, stop_price: float, entry_fee_rate: float = 0, closing_fee_rate: float = 0
) -> float:
    """Size at which being stopped out loses exactly `risk_amount`, both fees included.

    Units: amount in quote, prices in quote per base, rates as fractions, result in base. The side follows from the two prices.
    Raises ZeroDivisionError for a stop at the entry without fees.
    Source: https://coinprofittools.com/crypto-risk-calculators/position-size-calculator (read 2026-11-22): 1 % of 5,000.

    >>> size_for_risk(50, 25_000, 24_000)
    0.05
    """
    return risk_amount / (abs(entry_price - stop_price) + entry_fee_rate * entry_price + closing_fee_rate * stop_price)


def size_for_margin(margin: float, entry_price: float, leverage: float, entry_fee_rate: float = 0) -> float:
    """Largest size that `margin` opens at that leverage, the fee for opening included.

    Units: margin in quote, price in quote per base, rate as a fraction, result in base.
    Formula: size = margin / (entry_price * (1 / leverage + entry_fee_rate))

    >>> size_for_margin(1_000, 100_000, 10)
    0.1
    """
    return margin / (entry_price * (1 / leverage + entry_fee_rate))

"""How large a position may be for what one accepts to lose."""

from __future__ import annotations


def loss_per_unit(entry_price: float, stop_price: float, entry_fee_rate: float = 0, closing_fee_rate: float = 0) -> float:
    """What one unit of the base asset loses when it is closed at the stop, both fees included.

    Units: prices in quote per base, rates as fractions, result in quote per base. The side follows from the two prices.
    Source: the parts of `size_for_risk`, one by one.

    >>> loss_per_unit(25_000, 24_000), loss_per_unit(100_000, 97_000, 0.0005, 0.0005)
    (1000, 3098.5)
    """
    return abs(entry_price - stop_price) + entry_fee_rate * entry_price + closing_fee_rate * stop_price


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
    return risk_amount / loss_per_unit(entry_price, stop_price, entry_fee_rate, closing_fee_rate)


def size_for_margin(margin: float, entry_price: float, leverage: float, entry_fee_rate: float = 0) -> float:
    """Largest size that `margin` opens at that leverage, the fee for opening included.

    Units: margin in quote, price in quote per base, rate as a fraction, result in base.
    Formula: size = margin / (entry_price * (1 / leverage + entry_fee_rate))

    >>> size_for_margin(1_000, 100_000, 10)
    0.1
    """
    return margin / (entry_price * (1 / leverage + entry_fee_rate))


def leverage_at_stop(sign: int, entry_price: float, stop_price: float, maintenance_margin_rate: float) -> float:
    """Leverage at which an isolated position is liquidated exactly at its stop; at any lower one the stop comes first.

    Units: prices in quote per base, rate as a fraction. Fees are left out, as in the liquidation price of `linear`.
    Result: below 1 for the stop of a short that even 1× does not reach. Raises ZeroDivisionError for a stop that no leverage reaches.
    Formula: leverage_at_stop = entry_price / (sign * (entry_price - stop_price * (1 - sign * maintenance_margin_rate)))
    Source: `linear.liquidation_price` with a balance of entry notional divided by leverage, solved for the leverage.

    >>> round(leverage_at_stop(1, 100_000, 97_000, 0.005), 2), round(leverage_at_stop(-1, 100_000, 103_000, 0.005), 2)
    (28.69, 28.45)
    """
    return entry_price / (sign * (entry_price - stop_price * (1 - sign * maintenance_margin_rate)))

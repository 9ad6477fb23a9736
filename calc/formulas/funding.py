"""Funding: what longs and shorts pay one another, when, and how a venue sets the rate.

Times are seconds since any fixed moment. A payment is signed from the holder's side: + received, − paid.
"""

from __future__ import annotations

from calc.formulas.elementary import floor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def payment(sign: int, notional: float, funding_rate: float) -> float:
    """What the holder receives (+) or pays (−) at one settlement.

    Units: as `notional`, which is taken at the mark (Hyperliquid: oracle) price of that moment; the rate is a fraction for the interval.
    Convention: a positive rate is paid by longs to shorts.
    Formula: payment = 0 - sign * notional * funding_rate
    Source: Kraken Futures 360022835911 (read 2026-11-22): a short of 100,000 contracts of $1, index 7,000, 0.01785 % for one hour.

    >>> round(payment(-1, 100_000 / 7000, 0.0001785), 5)
    0.00255
    """
    return -sign * notional * funding_rate


def payments(
    sign: int, size: float, settlements: Sequence[tuple[float, float, float]], opened: float, closed: float, grace: float = 0
) -> float:
    """Sum of what is received (+) or paid (−) at the settlements that the position was held through.

    Units: `size` in base; each settlement is (time, price, rate); times in seconds.
    Convention: a settlement counts from `opened − grace` to `closed`, both included: who holds at its moment pays, however short a time.
    freqtrade, after Binance, uses a grace of 5 seconds.
    Source: freqtrade, tests/exchange/test_exchange.py, funding fees (2026-07).

    >>> round(payments(1, 30.0, [(0, 2.77, 0.000003), (28_800, 2.79, 0.0001)], 1, 28_800), 7)
    -0.00837
    """
    total: float = 0
    for time, price, rate in settlements:
        if opened - grace <= time <= closed:
            total += payment(sign, size * price, rate)
    return total


def settlements_crossed(opened: float, closed: float, interval: float, first: float = 0) -> int:
    """How many settlements lie in the time a position is held: after `opened`, up to and with `closed`.

    Units: seconds. `first` is the time of any one settlement; they repeat every `interval`, before it too.
    Convention: one at the moment of opening is left out, unlike in `payments`, so that the counts of two stretches add up.

    >>> eight_hours = 8 * 3600
    >>> settlements_crossed(1 * 3600, 7 * 3600, eight_hours), settlements_crossed(7 * 3600, 25 * 3600, eight_hours)
    (0, 3)
    """
    return floor((closed - first) / interval) - floor((opened - first) / interval)


def settlements_held(held: float, first: float, interval: float) -> int:
    """How many settlements a position is held through, when it is known how soon the first one comes.

    Units: any one unit of time. `first` is the time from the opening to the first settlement, and they follow every `interval`.
    Convention: as in `payments`, a settlement at the very end counts, and one at the very opening (a `first` of zero) too.
    Source: https://docs.traderwagon.com/faq/futures-trading-introduction/funding-fee (read 2026-11-24), after Binance: every 8 hours,
    and only who has a position at that moment pays or receives.

    >>> settlements_held(7, 8, 8), settlements_held(8, 8, 8), settlements_held(168, 8, 8), settlements_held(0, 0, 8)
    (0, 1, 21, 1)
    """
    return 0 if held < first else 1 + floor((held - first) / interval)


def yearly_rate(funding_rate: float, interval: float) -> float:
    """Funding rate of one interval as a simple rate for 365 days.

    Units: fractions; `interval` in hours. Nothing is compounded: funding is paid on the position, not on what was paid before.
    Formula: yearly_rate = funding_rate * 24 / interval * 365
    Source: three settlements a day, on 365 days.

    >>> round(yearly_rate(0.0001, 8), 6)
    0.1095
    """
    return funding_rate * 24 / interval * 365


def rate_from_premium(premium: float, interest_rate: float, clamp: float = 0.0005, cap: float | None = None) -> float:
    """Funding rate of one interval from the average premium of the contract over its index.

    Units: all as fractions for that interval.
    Convention: premium plus interest less premium, the difference held within ± `clamp`; then the whole within ± `cap`
    (Binance, Gate and others: interest 0.01 % for eight hours, clamp 0.05 %).
    Source: https://gate.io/futures/introduction/funding-rate-history, and the same on Binance's page of past rates (read 2026-11-24).

    >>> round(rate_from_premium(0.0002, 0.0001), 6), round(rate_from_premium(0.003, 0.0001), 6)
    (0.0001, 0.0025)
    """
    rate = premium + within(interest_rate - premium, clamp)
    return rate if cap is None else within(rate, cap)


def rate_per_hour(premium: float, hours: float, cap: float | None = None) -> float:
    """Share of a premium that one hour pays, where it is paid back over `hours`, held within ± `cap`.

    Units: fractions.
    Source: Kraken Futures 360022835911 (read 2026-11-22): 7,500 against an index of 7,000, over 24 hours, at most 0.25 % an hour.

    >>> rate_per_hour(7500 / 7000 - 1, 24, 0.0025)
    0.0025
    """
    rate = premium / hours
    return rate if cap is None else within(rate, cap)


def within(value: float, bound: float) -> float:
    """`value` held between −`bound` and +`bound`.

    >>> within(3, 2), within(-3, 2), within(1, 2)
    (2, -2, 1)
    """
    return max(-bound, min(bound, value))

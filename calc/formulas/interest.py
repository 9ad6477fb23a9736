"""Interest on what is borrowed in a spot margin trade."""

from __future__ import annotations

from calc.formulas.elementary import floor


def interest(borrowed: float, rate: float, periods: float) -> float:
    """Simple interest on a loan.

    Units: as `borrowed`; the rate is a fraction for one period.
    Formula: interest = borrowed * rate * periods
    Source: freqtrade, tests/leverage/test_interest.py (2026-07): Binance counts begun hours of a daily rate; Kraken the opening and
    every begun four hours.

    >>> interest(60, 0.0005 / 24, periods_begun(1 / 6, 1))
    0.00125
    >>> round(interest(60, 0.00025, 1 + periods_begun(5, 4)), 6)
    0.045
    """
    return borrowed * rate * periods


def periods_begun(time: float, period: float) -> int:
    """How many periods have begun after some time: a begun one counts whole.

    >>> periods_begun(0.1, 1), periods_begun(4, 4), periods_begun(4.1, 4)
    (1, 1, 2)
    """
    return -floor(-time / period)

"""The few elementary functions we need, with the same last bit on every Python.

C libraries disagree in the last bit of `log`, `exp` and powers, and a page is built on one machine and answered on another. So these are
made of operations that IEEE 754 fixes: + − × ÷, comparisons, and splitting a float into mantissa and exponent. Error: at most 2 ulp.
This is the one module that imports `math`.
"""

from __future__ import annotations

import math

LN2_HIGH = (
    6.93147180369123816490e-01  # ln 2 = LN2_HIGH + LN2_LOW; the high part ends in zeros, so k * LN2_HIGH is exact for every exponent k
)
LN2_LOW = 1.90821492927058770002e-10
LOG_TERMS = tuple([2 / odd for odd in range(23, 1, -2)])  # 2z/3 + 2z²/5 + …, smallest term first
EXP_TERMS = tuple([float(n) for n in range(16, 1, -1)])  # r²/2! + r³/3! + …


def integer_ratio(x: float) -> tuple[int, int]:
    """`(n, e)` with `x == n * 2**e` exactly and, unless x is 0, `abs(n)` a 53-bit integer (fewer bits for a subnormal x).

    >>> integer_ratio(0.5), integer_ratio(0.0)
    ((4503599627370496, -53), (0, 0))
    """
    if x == 0:
        return 0, 0
    mantissa, exponent = math.frexp(x)
    n, e = int(mantissa * 9007199254740992.0), exponent - 53
    if e < -1074:  # a subnormal has fewer bits than 53; the ones cut here are zero
        n //= 1 << (-1074 - e)
        e = -1074
    return n, e


floor = math.floor  # the greatest integer that is not above a number


def steps_to(amount: float, step: float) -> int:
    """How many steps of `step` > 0 it takes to come to `amount` >= 0; to be short of it by a rounding error is to have come there.

    >>> steps_to(950.0, 10.0), steps_to(1_000.0, 7.0), steps_to(0.3, 0.1), steps_to(0.0, 1.0)
    (95, 143, 3, 0)
    """
    steps = math.floor(amount / step)
    return steps if steps * step >= amount * (1 - 1e-12) else steps + 1


def sqrt(x: float) -> float:
    """Square root of `x` >= 0; IEEE 754 fixes its last bit, so the library's own will do.

    >>> sqrt(2.0)
    1.4142135623730951
    """
    return math.sqrt(x)


def power(base: float, exponent: int) -> float:
    """A whole power (exponent >= 0), multiplied out one by one, so that its last bit is the same everywhere.

    >>> power(0.5, 10), power(2, 3), power(0.3, 0)
    (0.0009765625, 8, 1)
    """
    result: float = 1
    for _ in range(exponent):
        result *= base
    return result


def log(x: float) -> float:
    """Natural logarithm of `x` > 0, error at most 2 ulp.

    x = 2^k · (1 + f) with 1 + f between √½ and √2; then log(1 + f) = 2·artanh(s) with s = f / (2 + f), summed as a series.

    >>> log(1.0), log(10.0)
    (0.0, 2.302585092994046)
    """
    mantissa, k = math.frexp(x)
    if mantissa < 0.7071067811865476:
        mantissa, k = mantissa * 2, k - 1
    f = mantissa - 1
    s = f / (2 + f)
    z = s * s
    series = 0.0
    for term in LOG_TERMS:
        series = (series + term) * z
    half = f * f / 2
    return k * LN2_HIGH - ((half - (s * (half + series) + k * LN2_LOW)) - f)


def exp(x: float) -> float:
    """E to the power `x` for |x| <= 700, error at most 2 ulp.

    x = k·ln 2 + r with |r| <= ln 2 / 2; then e^r by its series, times 2^k.

    >>> exp(0.0), exp(-1.0)
    (1.0, 0.36787944117144233)
    """
    k = math.floor(x / 0.6931471805599453 + 0.5)
    high = x - k * LN2_HIGH
    low = k * LN2_LOW
    r = high - low
    rest = (high - r) - low  # what rounding took from r
    series = 0.0
    for n in EXP_TERMS:
        series = (series + 1) * r / n
    return math.ldexp(1 + (r + (series * r + rest)), k)

"""The fewest digits of a number that read back as it, in integer arithmetic, so that every Python finds the same."""

from __future__ import annotations

from calc.formulas.elementary import floor, integer_ratio
from calc.recent import keep

UNITS = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)

_known: dict[float, tuple[str, int]] = {}


def shortest_digits(x: float) -> tuple[str, int]:
    """The fewest digits that read back as `x` > 0, and where the dot stands.

    >>> shortest_digits(90452.26), shortest_digits(0.005)
    (('9045226', 5), ('5', -2))
    """
    found = _known.get(x)
    return keep(_known, x, _fewest(x)) if found is None else found


def _fewest(x: float) -> tuple[str, int]:
    """The same, worked out. After Steele and White."""
    if x < 1e9:  # most numbers are short: at most 15 digits, six of them decimals, stand for one float only
        for decimals, unit in enumerate(UNITS):
            q = floor(x * unit + 0.5)
            if q / unit == x:
                digits = str(q)
                return digits.rstrip("0"), len(digits) - decimals
    n, e = integer_ratio(x)
    if -1000 < e < 0 and n != 1 << 52:
        return _nearest(x, n, -e)
    return _generated(n, e)


def _nearest(x: float, n: int, e: int) -> tuple[str, int]:
    """The same for `x` = n / 2**e whose two neighbours are equally far: the first of its roundings that no other float is nearer to."""
    dot, whole = 0, floor(x)
    if whole:
        dot = len(str(whole))
    else:
        while x < 0.1:
            x *= 10
            dot -= 1
    for count in (15, 16):
        if count >= dot:
            gap = 10 ** (count - dot)
            exact = n * gap
            q = (exact + (1 << e - 1)) >> e
            off = abs((q << e) - exact) * 2
            if off == 1 << e and q % 2:  # halfway between two decimals: to the even one
                q -= 1
            if off < gap or (off == gap and n % 2 == 0):
                digits = str(q)
                return digits.rstrip("0"), dot + len(digits) - count
    return _generated(n, -e)


def _generated(n: int, e: int) -> tuple[str, int]:
    """The same for any n·2**e, digit by digit."""
    even = n % 2 == 0
    wider = n == 1 << 52 and e > -1074  # the gap below a power of two is half as wide as the gap above
    r, s = (n << e + 1, 2) if e >= 0 else (n << 1, 1 << 1 - e)
    above = below = 1 << e if e >= 0 else 1
    if wider:
        r, s, above = r << 1, s << 1, above << 1
    k = 0
    while r + above > s or (even and r + above == s):
        s *= 10
        k += 1
    while (r + above) * 10 < s or (not even and (r + above) * 10 == s):
        r, above, below = r * 10, above * 10, below * 10
        k -= 1
    digits = ""
    while True:
        digit, r = divmod(r * 10, s)
        above, below = above * 10, below * 10
        low = r < below or (even and r == below)
        high = r + above > s or (even and r + above == s)
        if low or high:
            return digits + str(digit + 1 if high and (not low or 2 * r > s or (2 * r == s and digit % 2)) else digit), k
        digits += str(digit)

"""The only place where a number becomes text, and where text becomes a number.

Rules: a dot is decimal, commas group thousands, minus is U+2212 on the page and a hyphen in links and JSON, never an exponent on the page.
Rounding looks at the exact binary value of the float, ties go away from zero, and a result of zero has no sign. All of it is integer
arithmetic, so every Python gives the same bytes.

| display | rule |
|---|---|
| price | 2 decimals from 100 up, else 4 significant digits |
| money | 2 decimals |
| percent | of a fraction: 2 decimals; below 1 % 4 significant digits, no trailing zeros; below a ten-billionth of 1 %, almost 0 |
| size | 6 significant digits, no trailing zeros |
| times | 2 decimals, none for a whole number, with × |
| count | whole |
| days | 1 decimal |
"""

from __future__ import annotations

from calc.formulas.elementary import floor, integer_ratio
from calc.recent import keep
from calc.view.digits import shortest_digits

POWERS = (1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12)
MINUS = "\u2212"
NARROW = "\u202f"  # narrow no-break space, before a percent sign
SURE = 1e11  # below this, a product of two floats is off by less than a ten-thousandth
TINY = 1e-12  # a share that is not worth its zeros

_fixed: dict[tuple[float, int, int], str] = {}
_rounded: dict[tuple[float, int], float] = {}
_plain: dict[tuple[float, str], str] = {}


def _whole(x: float, shift: int) -> int:
    """`x`·10^shift >= 0 rounded to a whole number, exactly."""
    n, e = integer_ratio(x)
    power: int = 10**shift
    n *= power
    if e >= 0:
        return n << e
    one = 1 << -e
    q, rest = divmod(n, one)
    return q + 1 if 2 * rest >= one else q


def _round(x: float, decimals: int, shift: int = 0) -> str:
    """Digits of |x|·10^shift rounded to `decimals`, ungrouped: `"90452.26"`."""
    x, places = abs(x), decimals + shift
    scaled = x * POWERS[places] if x < SURE and places < len(POWERS) else SURE
    q = floor(scaled + 0.5)
    if not (scaled < SURE and 0.001 < q + 0.5 - scaled < 0.999):  # too near a tie, or too large, to be sure of it in floats
        q = _whole(x, places)
    text = str(q)
    if decimals == 0:
        return text
    text = "0" * (decimals + 1 - len(text)) + text
    return text[:-decimals] + "." + text[-decimals:]


def _group(text: str) -> str:
    whole, dot, rest = text.partition(".")
    if len(whole) < 4:
        return text
    out = ""
    while len(whole) > 3:
        out = "," + whole[-3:] + out
        whole = whole[:-3]
    return whole + out + dot + rest


def _signed(x: float, text: str) -> str:
    return MINUS + text if x < 0 and text.strip("0.") else text


def fixed(x: float, decimals: int, shift: int = 0) -> str:
    """`x`·10^shift with that many decimals, grouped.

    >>> fixed(90452.26130653266, 2), fixed(0.125, 2), fixed(-0.004, 2), fixed(-1234.5, 0)
    ('90,452.26', '0.13', '0.00', '−1,235')
    """
    key = (x, decimals, shift)
    text = _fixed.get(key)
    return keep(_fixed, key, _signed(x, _group(_round(x, decimals, shift)))) if text is None else text


def significant(x: float, digits: int, shift: int = 0) -> str:
    """`x`·10^shift with that many significant digits, grouped; digits before the dot are never rounded off.

    >>> significant(66.666666, 4), significant(0.00012345, 3), significant(9.9996, 4), significant(0.0, 4)
    ('66.67', '0.000123', '10.00', '0')
    """
    if x == 0:
        return "0"
    decimals = max(0, digits - 1 - (shortest_digits(abs(x))[1] - 1 + shift))
    text = _round(x, decimals, shift)
    if decimals and len(text.replace(".", "").lstrip("0")) > digits:  # rounding made one digit more: 9.9996 is 10.00, not 10.000
        text = _round(x, decimals - 1, shift)
    return _signed(x, _group(text))


def rounded(x: float, digits: int) -> float:
    """`x` as the float nearest to its decimal with that many significant digits.

    >>> rounded(0.1 + 0.2, 12), rounded(95312.7, 3), rounded(-1.25, 2)
    (0.3, 95300.0, -1.3)
    """
    if x == 0:
        return 0.0
    key = (x, digits)
    near = _rounded.get(key)
    if near is None:
        whole = shortest_digits(abs(x))[1]
        unit = 10 ** max(0, whole - digits)
        decimals = max(0, digits - whole)
        near = float(_round(x / unit, decimals) + ("e" + str(len(str(unit)) - 1)))
        near = keep(_rounded, key, -near if x < 0 else near)
    return near


def last_place(x: float, digits: int) -> float:
    """The unit of the last of that many significant digits of `x`.

    >>> last_place(100_000.0, 3), last_place(0.05, 2), last_place(10.0, 2)
    (1000.0, 0.001, 1.0)
    """
    return float("1e" + str(shortest_digits(abs(x))[1] - digits))


def _strip(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def price(x: float) -> str:
    """A price: 2 decimals from 100 up, else 4 significant digits.

    >>> price(90452.26130653266), price(66.666666), price(0.12345)
    ('90,452.26', '66.67', '0.1235')
    """
    return fixed(x, 2) if abs(x) >= 100 else significant(x, 4)


def percent(x: float) -> str:
    """A fraction as percent: 2 decimals; below 1 % 4 significant digits, no trailing zeros; what would be a long row of zeros, in words.

    >>> percent(-0.0954773869), percent(0.00502512), percent(0.005), percent(0.0), percent(1e-60)
    ('−9.55\u202f%', '0.5025\u202f%', '0.5\u202f%', '0.00\u202f%', 'almost 0\u202f%')
    """
    if x != 0 and -TINY < x < TINY:
        return "almost 0" + NARROW + "%"
    small = x != 0 and -0.01 < x < 0.01
    return (_strip(significant(x, 4, 2)) if small else fixed(x, 2, 2)) + NARROW + "%"


def change(x: float) -> str:
    """A signed fraction as percent, a plus shown like a minus.

    >>> change(0.0945273), change(-0.0954773), change(0.0)
    ('+9.45\u202f%', '−9.55\u202f%', '0.00\u202f%')
    """
    return ("+" if x >= TINY else "") + percent(x)


def show(x: float, display: str, decimals: int | None = None) -> str:
    """`x` as its display says; `decimals` overrules how many.

    >>> show(0.1, "size"), show(28.6944, "times"), show(10.0, "times"), show(90452.26, "price", 0)
    ('0.1', '28.69×', '10×', '90,452')
    """
    if display == "percent":
        return percent(x) if decimals is None else fixed(x, decimals, 2) + NARROW + "%"
    if display == "times":
        return (fixed(x, decimals) if decimals is not None else _strip(fixed(x, 2))) + "×"
    if decimals is not None or display == "days":
        return fixed(x, 1 if decimals is None else decimals)
    if display == "price":
        return price(x)
    if display == "size":
        return _strip(significant(x, 6))
    return fixed(x, 0 if display == "count" else 2)


def compact(x: float) -> str:
    """A round number for the end of a scale.

    >>> compact(100_000.0), compact(2_500_000.0), compact(0.5), compact(92500.0), compact(-30.0)
    ('100k', '2.5M', '0.5', '92.5k', '−30')
    """
    for size, letter in ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")):
        if abs(x) >= size:
            return _signed(x, _strip(_round(x / size, 3)) + letter)
    return _signed(x, _strip(_round(x, 4) if abs(x) >= 1 or x == 0 else significant(abs(x), 3)))


def _place(digits: str, dot: int) -> str:
    """`digits` with the decimal dot after `dot` of them."""
    if dot <= 0:
        return "0." + "0" * -dot + digits
    if dot >= len(digits):
        return digits + "0" * (dot - len(digits))
    return digits[:dot] + "." + digits[dot:]


def shortest(x: float) -> str:
    """The shortest decimal that reads back as `x`, for JSON and links; an exponent only below 1e-6 and from 1e21 up.

    >>> shortest(90452.26130653266), shortest(100000.0), shortest(0.1), shortest(-2.5e-9), shortest(5e-324)
    ('90452.26130653266', '100000', '0.1', '-2.5e-9', '5e-324')
    """
    if x == 0:
        return "0"
    digits, dot = shortest_digits(abs(x))
    text = _place(digits, dot) if -6 < dot <= 21 else _place(digits, 1) + "e" + str(dot - 1)
    return "-" + text if x < 0 else text


def plain(x: float, display: str = "") -> str:
    """The shortest decimal of `x` as a form shows it: grouped, without an exponent, percent where the field shows percent.

    >>> plain(100000.0), plain(0.0005, "percent"), plain(0.07, "percent"), plain(-0.05, "percent")
    ('100,000', '0.05', '7', '−5')
    """
    if x == 0:
        return "0"
    key = (x, display)
    text = _plain.get(key)
    if text is None:
        digits, dot = shortest_digits(abs(x))
        text = keep(_plain, key, _signed(x, _group(_place(digits, dot + 2 if display == "percent" else dot))))
    return text


def exact(x: float, display: str) -> str:
    """The shortest decimal of `x` with its unit, for a sentence that repeats what somebody put in.

    >>> exact(10.0, "times"), exact(0.005, "percent"), exact(100000.0, "price")
    ('10×', '0.5\u202f%', '100,000')
    """
    return plain(x, display) + {"percent": NARROW + "%", "times": "×"}.get(display, "")


def coordinate(x: float) -> str:
    """A place in a drawing, to a tenth.

    >>> coordinate(12.34), coordinate(-0.04), coordinate(-3.25)
    ('12.3', '0', '-3.2')
    """
    q = floor(x * 10 + 0.5)
    text = _tenths.get(q)
    if text is None:
        whole, tenth = divmod(abs(q), 10)
        text = ("-" if q < 0 else "") + str(whole) + ("." + str(tenth) if tenth else "")
        if abs(q) < 10_000:  # a drawing is not wider than that
            _tenths[q] = text
    return text


_tenths: dict[int, str] = {}

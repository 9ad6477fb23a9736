"""Text to number: what people may type, by our own ASCII grammar, before any Python parser sees it.

Digits; minus as hyphen or U+2212; spaces, `_` or `'` between groups of three are dropped; a comma means thousands only when every
group after it has three digits and the number does not start with 0; a dot is always decimal; a suffix where the unit allows it.
Links may use exponents.
"""

from __future__ import annotations

DIGITS = "0123456789"
LONGEST = 500  # no float needs more, written out and grouped
SPACES = " \t\n\r"
GROUPERS = " _'"
SUFFIXES = {  # display: suffix -> power of ten that it stands for
    "price": {"k": 3, "K": 3, "M": 6, "$": 0, "USDT": 0},
    "money": {"k": 3, "K": 3, "M": 6, "$": 0, "USDT": 0},
    "size": {"k": 3, "K": 3, "M": 6},
    "times": {"x": 0, "X": 0, "×": 0},
    "percent": {"%": -2, "bps": -4},
}


class Unreadable(Exception):
    """The text is not a number; `guess` is what may have been meant, or empty."""

    def __init__(self, guess: str = "") -> None:
        super().__init__(guess)
        self.guess = guess


def number(text: str, display: str, link: bool = False) -> float:
    """The number that `text` stands for; a bare number in a percent field of a form is percent, in a link a fraction.

    >>> number("1,000.50", "money"), number("−2 500 000", "money"), number("0.5%", "percent", link=True), number("1e-7", "price", link=True)
    (1000.5, -2500000.0, 0.005, 1e-07)
    >>> number("0,005", "percent")
    Traceback (most recent call last):
    calc.view.reading.Unreadable: 0.005
    """
    body = trimmed(text)
    if len(body) > LONGEST:
        raise Unreadable
    sign = ""
    if body[:1] in ("-", "\u2212"):
        sign, body = "-", body[1:].lstrip(SPACES)
    if body[:1] == "$" and "$" in SUFFIXES.get(display, {}):
        body = body[1:].lstrip(SPACES)
    power, unit = (-2 if display == "percent" and not link else 0), ""
    for suffix, shift in SUFFIXES.get(display, {}).items():
        if body.endswith(suffix) and len(body) > len(suffix):
            body, power, unit = body[: -len(suffix)].rstrip(SPACES), shift, suffix
            break
    if link:
        body, exponent = _exponent(body)
        power += exponent
    try:
        return float(sign + _decimal(body) + "e" + str(power))
    except Unreadable as unreadable:
        if unreadable.guess:  # of the whole text, not of its digits alone
            raise Unreadable(("\u2212" if sign else "") + unreadable.guess + unit) from None
        raise


def trimmed(text: str) -> str:
    """`text` with no-break spaces made plain and none at its ends."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").strip(SPACES)


def quoted(text: str) -> str:
    """`text` as a message repeats it: trimmed, and not too long."""
    text = trimmed(text)
    return text if len(text) <= 40 else text[:40] + "…"


def _exponent(body: str) -> tuple[str, int]:
    mantissa, letter, exponent = body.replace("E", "e").partition("e")
    if not letter:
        return body, 0
    digits = exponent[1:] if exponent[:1] in ("-", "+") else exponent
    if not _all_digits(digits) or len(digits) > 4:
        raise Unreadable
    return mantissa, -int(digits) if exponent[0] == "-" else int(digits)


def _all_digits(text: str) -> bool:
    return bool(text) and not text.strip(DIGITS)


def _decimal(body: str) -> str:
    """`body` without its grouping, or Unreadable."""
    whole, dot, rest = body.partition(".")
    if dot and rest and not _all_digits(rest):
        raise Unreadable(_with_comma_decimal(body))
    if not (dot and not whole) and not _all_digits(whole):
        whole = _ungrouped(whole, body)
    if not whole and not rest:
        raise Unreadable
    return (whole or "0") + "." + (rest or "0")


def _ungrouped(whole: str, body: str) -> str:
    """Digits of a whole part that is grouped by commas, or by other separators."""
    plain = whole
    if "," not in whole:
        for separator in GROUPERS:
            plain = plain.replace(separator, ",")
    groups = plain.split(",")
    good = _all_digits(groups[0]) and len(groups[0]) <= 3 and all(_all_digits(g) and len(g) == 3 for g in groups[1:])
    if good and not ("," in whole and groups[0][0] == "0"):
        return "".join(groups)
    raise Unreadable(_with_comma_decimal(body) if "," in whole else "")


def _with_comma_decimal(body: str) -> str:
    """`body` read as if its last comma were the decimal sign, or empty; what stands before it must be whole, or grouped in threes."""
    pieces = body.split(",")
    groups, rest = pieces[:-1], pieces[-1]
    if len(groups) > 1 and not all(len(g) == 3 for g in groups[1:]):
        return ""
    whole = "".join(groups)
    for separator in GROUPERS:
        whole = whole.replace(separator, "")
    whole = whole.replace(".", "") if "." in whole and all(len(g) == 3 for g in whole.split(".")[1:]) else whole
    if not groups or not (whole or rest) or (whole + rest).strip(DIGITS):
        return ""
    return (whole or "0") + ("." + rest if rest else "")

"""Days as numbers, as ISO dates and in words, by the Gregorian calendar. `datetime` is not there on every Python."""

from __future__ import annotations

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FIRST, LAST = 1970, 2199  # the years that there are here


def leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """How many days a month has, January being 1."""
    return 29 if month == 2 and leap(year) else LENGTHS[month - 1]


def number(iso: str) -> int | None:
    """Days from 1970-01-01 to `iso`; None unless it is a day of the calendar, written as YYYY-MM-DD.

    >>> number("1970-01-01"), number("2017-08-17"), number("2023-02-29"), number("2023-2-9")
    (0, 17395, None, None)
    """
    digits = iso.replace("-", "")
    if len(iso) != 10 or iso[4] != "-" or iso[7] != "-" or len(digits) != 8 or digits.strip("0123456789"):
        return None
    year, month, day = int(iso[:4]), int(iso[5:7]), int(iso[8:])
    if not FIRST <= year <= LAST or not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        return None
    return start_of(year, month) + day - 1


def start_of(year: int, month: int) -> int:
    """Days from 1970-01-01 to the first day of a month.

    >>> start_of(1970, 1), start_of(1971, 3)
    (0, 424)
    """
    before = year - 1
    days = 365 * (year - 1970) + before // 4 - before // 100 + before // 400 - 477
    for earlier in range(1, month):
        days += month_length(year, earlier)
    return days


def parts(day: int) -> tuple[int, int, int]:
    """Year, month and day of the month of a day's number.

    >>> parts(17395), parts(-1), parts(start_of(2024, 2) + 28)
    ((2017, 8, 17), (1969, 12, 31), (2024, 2, 29))
    """
    year = 1970 + day // 366
    while start_of(year + 1, 1) <= day:
        year += 1
    rest, month = day - start_of(year, 1), 1
    while rest >= month_length(year, month):
        rest -= month_length(year, month)
        month += 1
    return year, month, rest + 1


def iso(day: int) -> str:
    """A day's number as YYYY-MM-DD.

    >>> iso(17395)
    '2017-08-17'
    """
    year, month, rest = parts(day)
    return str(year) + "-" + ("0" + str(month))[-2:] + "-" + ("0" + str(rest))[-2:]


def words(iso: str, year: bool = True) -> str:
    """An ISO date in words.

    >>> words("2020-03-09"), words("2020-03-09", year=False)
    ('9 Mar 2020', '9 Mar')
    """
    text = str(int(iso[8:])) + " " + MONTHS[int(iso[5:7]) - 1]
    return text + " " + iso[:4] if year else text

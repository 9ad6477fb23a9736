"""Numbers as text, against Decimal and Fraction, which compute with the exact binary value too."""

import random
import struct
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest

from calc.view import numbers

EXACT = Context(prec=1200, rounding=ROUND_HALF_UP)
SMALLEST, LARGEST, FIRST_NORMAL = 5e-324, 1.7976931348623157e308, 2.2250738585072014e-308
CORNERS = [
    SMALLEST,
    LARGEST,
    FIRST_NORMAL,
    2.225073858507201e-308,
    1.0,
    2.0,
    0.1,
    0.5,
    1e21,
    1e22,
    1e23,
    9.5,
    99.95,
    5e-7,
    1e-6,
    2.0**-1022,
    2.0**53,
    9007199254740993.0,
]
TIES = [0.5, 1.5, 2.5, 0.125, 0.375, 2.675, 1234.5, 0.0625, 1e15 + 0.5, 4503599627370496.5]


def any_floats(count: int) -> list[float]:
    """Finite floats of every size, from random bits, with a fixed seed."""
    seeded = random.Random(11)
    drawn = (struct.unpack("<d", seeded.randbytes(8))[0] for _ in range(count))
    return [x for x in drawn if x - x == 0]


def usual_floats(count: int) -> list[float]:
    seeded = random.Random(12)
    return [seeded.choice((-1, 1)) * 10 ** seeded.uniform(-9, 12) for _ in range(count)]


def ungrouped(text: str) -> str:
    return text.replace(",", "").replace("−", "-")


def as_decimal(x: float, decimals: int, shift: int = 0) -> str:
    """The oracle of `fixed`: half up on the exact value, no sign on zero."""
    exact = EXACT.multiply(Decimal(x), Decimal(10) ** shift)
    cut = EXACT.quantize(exact, Decimal(1).scaleb(-decimals))
    return format(abs(cut) if cut == 0 else cut, "f")


def counts(*, prove: bool) -> int:
    return 20_000 if prove else 400


@pytest.mark.parametrize("decimals", [0, 1, 2, 4, 8])
@pytest.mark.parametrize("shift", [0, 2])
def test_fixed_rounds_the_exact_value_and_ties_away_from_zero(decimals: int, shift: int, *, prove: bool) -> None:
    for x in [*CORNERS, *TIES, *(-t for t in TIES), *usual_floats(counts(prove=prove)), *any_floats(counts(prove=prove))]:
        assert as_decimal(x, decimals, shift) == ungrouped(numbers.fixed(x, decimals, shift))


@pytest.mark.parametrize(
    ("x", "decimals", "expected"),
    [
        (0.125, 2, "0.13"),
        (-0.125, 2, "−0.13"),
        (2.675, 2, "2.67"),  # its binary value lies below the tie
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (-0.0, 2, "0.00"),
        (-0.004, 2, "0.00"),
        (-0.4, 0, "0"),
        (1234567.891, 2, "1,234,567.89"),
        (999.995, 2, "1,000.00"),
        (123.0, 0, "123"),
        (SMALLEST, 2, "0.00"),
        (1e21, 0, "1,000,000,000,000,000,000,000"),
    ],
)
def test_fixed(x: float, decimals: int, expected: str) -> None:
    assert expected == numbers.fixed(x, decimals)


@pytest.mark.parametrize("digits", [1, 3, 4, 6])
@pytest.mark.parametrize("shift", [0, 2])
def test_significant_keeps_that_many_digits_and_never_rounds_off_whole_ones(digits: int, shift: int, *, prove: bool) -> None:
    for x in [*CORNERS, *usual_floats(counts(prove=prove)), *any_floats(counts(prove=prove) // 4)]:
        exact = EXACT.multiply(Decimal(x), Decimal(10) ** shift)
        leading = EXACT.create_decimal(exact).adjusted()
        decimals = max(0, digits - 1 - leading)
        cut = EXACT.quantize(exact, Decimal(1).scaleb(-decimals))
        if decimals and cut.adjusted() > leading:  # 9.9996 is 10.00
            cut = EXACT.quantize(exact, Decimal(1).scaleb(1 - decimals))
        assert format(cut, "f") == ungrouped(numbers.significant(x, digits, shift))


@pytest.mark.parametrize(
    ("x", "digits", "expected"),
    [
        (66.666666, 4, "66.67"),
        (-66.666666, 4, "−66.67"),
        (99.996, 4, "100.0"),
        (0.99996, 4, "1.000"),
        (123456.7, 4, "123,457"),
        (0.0, 4, "0"),
        (-0.0, 4, "0"),
    ],
)
def test_significant(x: float, digits: int, expected: str) -> None:
    assert expected == numbers.significant(x, digits)


def test_shortest_has_the_digits_of_repr(*, prove: bool) -> None:
    for x in [*CORNERS, *TIES, *usual_floats(counts(prove=prove)), *any_floats(counts(prove=prove))]:
        assert Decimal(repr(x)) == Decimal(numbers.shortest(x))
        assert x == float(numbers.shortest(x))


def test_shortest_of_powers_of_two_and_their_neighbours_has_the_digits_of_repr() -> None:
    for exponent in range(-1074, 1024):
        for x in (2.0**exponent, 2.0**exponent * (1 + 2**-52), 2.0**exponent * (1 - 2**-53)):
            assert Decimal(repr(x)) == Decimal(numbers.shortest(x))


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (-1.5, "-1.5"),
        (1e-6, "0.000001"),
        (9.5e-7, "9.5e-7"),
        (1e20, "100000000000000000000"),
        (1e21, "1e21"),
        (1.5e300, "1.5e300"),
        (SMALLEST, "5e-324"),
        (LARGEST, "1.7976931348623157e308"),
        (0.1 + 0.2, "0.30000000000000004"),
    ],
)
def test_shortest_uses_an_exponent_only_for_the_very_small_and_the_very_large(x: float, expected: str) -> None:
    assert expected == numbers.shortest(x)


def test_plain_is_exact_and_never_has_an_exponent(*, prove: bool) -> None:
    for x in [*CORNERS, *usual_floats(counts(prove=prove)), *any_floats(counts(prove=prove))]:
        text = numbers.plain(x)
        assert "e" not in text
        assert x == float(ungrouped(text))
        assert Decimal(repr(x)) * 100 == Decimal(ungrouped(numbers.plain(x, "percent")))


@pytest.mark.parametrize(
    ("x", "display", "expected"),
    [
        (0.0, "percent", "0"),
        (-0.0, "", "0"),
        (0.07, "percent", "7"),
        (0.0029, "percent", "0.29"),
        (1.0, "percent", "100"),
        (-1234567.5, "money", "−1,234,567.5"),
        (1e22, "", "10,000,000,000,000,000,000,000"),
    ],
)
def test_plain(x: float, display: str, expected: str) -> None:
    assert expected == numbers.plain(x, display)


@pytest.mark.parametrize("digits", [1, 2, 3, 6, 10, 12])
def test_rounded_is_the_float_nearest_to_the_rounded_decimal(digits: int, *, prove: bool) -> None:
    for x in [*CORNERS, *TIES, *usual_floats(counts(prove=prove)), *any_floats(counts(prove=prove))]:
        exact = Decimal(x)
        cut = EXACT.quantize(exact, Decimal(1).scaleb(_leading(x) - digits + 1))
        if cut.copy_abs() < Decimal(LARGEST):
            assert float(cut) == numbers.rounded(x, digits)


def _leading(x: float) -> int:
    """Where the first digit stands: 0 for 1 to 9.99…; as the shortest decimal has it."""
    return Decimal(repr(x)).adjusted()


def test_rounded_looks_at_the_exact_value() -> None:
    just_below, tie = 124999999999999984.0, 125000000000000000.0
    assert 120000000000000000.0 == numbers.rounded(just_below, 2)
    assert 130000000000000000.0 == numbers.rounded(tie, 2)


@pytest.mark.parametrize("x", [0.0, -0.0])
def test_rounded_zero_has_no_sign(x: float) -> None:
    assert "0.0" == repr(numbers.rounded(x, 3))


@pytest.mark.parametrize(
    ("x", "digits", "expected"),
    [(100_000.0, 3, 1_000.0), (0.05, 2, 0.001), (9.99, 1, 1.0), (10.0, 2, 1.0), (-250.0, 2, 10.0), (1e-9, 1, 1e-9)],
)
def test_last_place_is_the_unit_of_the_last_digit_kept(x: float, digits: int, expected: float) -> None:
    assert expected == numbers.last_place(x, digits)


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (90452.26130653266, "90,452.26"),
        (100.0, "100.00"),
        (99.99999, "100.0"),
        (99.994, "99.99"),
        (0.00001234567, "0.00001235"),
        (-5.5, "−5.500"),
        (0.0, "0"),
    ],
)
def test_a_price_has_two_decimals_from_a_hundred_up_else_four_digits(x: float, expected: str) -> None:
    assert expected == numbers.price(x)


def test_a_change_too_small_for_digits_has_no_sign() -> None:
    assert "almost 0\u202f%" == numbers.change(1e-13) == numbers.change(-1e-13)


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (0.01, "1.00"),
        (-0.01, "−1.00"),
        (0.00999, "0.999"),
        (0.0099999, "1"),
        (-0.00502512, "−0.5025"),
        (1.0, "100.00"),
        (12.3456, "1,234.56"),
        (0.0, "0.00"),
        (-0.0, "0.00"),
        (1e-12, "0.0000000001"),
        (9.9e-13, "almost 0"),
        (-1e-60, "almost 0"),
        (0.005, "0.5"),
        (0.00123456, "0.1235"),
    ],
)
def test_a_percentage_has_two_decimals_but_up_to_four_digits_below_one(x: float, expected: str) -> None:
    assert expected + "\u202f%" == numbers.percent(x)


@pytest.mark.parametrize(
    ("x", "display", "decimals", "expected"),
    [
        (0.5, "percent", None, "50.00\u202f%"),
        (0.12345, "percent", 0, "12\u202f%"),
        (28.6944, "times", None, "28.69×"),
        (28.6944, "times", 1, "28.7×"),
        (10.0, "times", None, "10×"),
        (0.0322737, "size", None, "0.0322737"),
        (1234567.8, "size", None, "1,234,568"),
        (0.5, "size", None, "0.5"),
        (12.345, "price", None, "12.35"),
        (90452.26, "price", 0, "90,452"),
        (1000.0, "money", None, "1,000.00"),
        (2.5, "count", None, "3"),
        (-0.001, "money", None, "0.00"),
        (3.14159, "text", None, "3.14"),
    ],
)
def test_a_number_is_shown_as_its_quantity_says(x: float, display: str, decimals: int | None, expected: str) -> None:
    assert expected == numbers.show(x, display, decimals)


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (0.0, "0"),
        (999.0, "999"),
        (1_000.0, "1k"),
        (1_500.0, "1.5k"),
        (1e6, "1M"),
        (2.5e9, "2.5B"),
        (-92_500.0, "−92.5k"),
        (0.0005, "0.0005"),
        (0.00012345, "0.000123"),
        (-0.00001, "−0.00001"),
        (0.99951, "1"),
        (1.23456, "1.2346"),
    ],
)
def test_the_end_of_a_scale_is_short(x: float, expected: str) -> None:
    assert expected == numbers.compact(x)


@pytest.mark.parametrize(
    ("x", "display", "expected"),
    [(10.0, "times", "10×"), (0.005, "percent", "0.5\u202f%"), (100_000.0, "price", "100,000"), (1 / 3, "size", "0.3333333333333333")],
)
def test_what_somebody_put_in_is_repeated_exactly(x: float, display: str, expected: str) -> None:
    assert expected == numbers.exact(x, display)


@pytest.mark.parametrize(
    ("x", "expected"), [(12.34, "12.3"), (12.36, "12.4"), (-0.04, "0"), (-0.06, "-0.1"), (-3.25, "-3.2"), (7.0, "7"), (100.0, "100")]
)
def test_a_coordinate_has_at_most_one_decimal_and_a_hyphen(x: float, expected: str) -> None:
    assert expected == numbers.coordinate(x)


def test_the_oracle_agrees_with_fractions() -> None:
    for x in TIES:
        assert Fraction(x) * 100 == Fraction(EXACT.multiply(Decimal(x), Decimal(100)))

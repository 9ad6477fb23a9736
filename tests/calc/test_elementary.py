"""`log`, `exp` and the taking apart of floats, against references of fifty digits."""

import math
import random
from decimal import Context, Decimal
from fractions import Fraction

import pytest

from calc.formulas.elementary import exp, floor, integer_ratio, log

FIFTY = Context(prec=50)
SMALLEST, LARGEST = 5e-324, 1.7976931348623157e308


def ulps(got: float, true: Decimal) -> Decimal:
    """How far `got` is from the truth, in units of its last place."""
    return abs(FIFTY.divide(Decimal(got) - true, Decimal(math.ulp(float(true)))))


def arguments(count: int, low: float, high: float) -> list[float]:
    seeded = random.Random(7)
    return [seeded.uniform(low, high) for _ in range(count)]


FLOATS = [0.0, 1.0, -1.0, 0.1, 1e300, SMALLEST, LARGEST, 2.2250738585072014e-308, 2.225073858507201e-308, -3.5, 2.0**52, 2.0**53]


@pytest.mark.parametrize("x", FLOATS)
def test_a_float_is_an_integer_times_a_power_of_two(x: float) -> None:
    n, e = integer_ratio(x)
    assert Fraction(x) == n * Fraction(2) ** e
    assert -1074 <= e
    assert abs(n) < 1 << 53


def test_a_normal_float_gives_an_integer_of_53_bits() -> None:
    assert {53} == {abs(integer_ratio(x)[0]).bit_length() for x in (1.0, 0.1, -2.5, 1e-300, LARGEST)}


@pytest.mark.parametrize(("x", "expected"), [(1.5, 1), (-1.5, -2), (2.0, 2), (-0.0, 0)])
def test_floor_is_the_integer_below(x: float, expected: int) -> None:
    assert expected == floor(x)


def test_log_is_within_two_units_of_the_last_place(*, prove: bool) -> None:
    count = 20_000 if prove else 1_000
    near_one = arguments(count, 0.5, 2)
    wide = [math.exp(x) for x in arguments(count, -700, 700)]
    edges = [SMALLEST, LARGEST, 1e-310, math.nextafter(1, 0), math.nextafter(1, 2), math.sqrt(0.5), math.sqrt(2)]
    worst = max(ulps(log(x), FIFTY.ln(Decimal(x))) for x in near_one + wide + edges)
    assert worst <= 2


def test_exp_is_within_two_units_of_the_last_place(*, prove: bool) -> None:
    count = 20_000 if prove else 1_000
    worst = max(
        ulps(exp(x), FIFTY.exp(Decimal(x))) for x in arguments(count, -700, 700) + arguments(count, -1, 1) + [1e-300, -1e-17, 700.0, -700.0]
    )
    assert worst <= 2


@pytest.mark.parametrize(("x", "expected"), [(1.0, 0.0), (2.0, 0.6931471805599453), (0.5, -0.6931471805599453), (100.0, 4.605170185988092)])
def test_log_of_well_known_numbers(x: float, expected: float) -> None:
    assert expected == log(x)


def test_exp_of_nothing_is_one() -> None:
    assert exp(0.0) == 1.0
    assert exp(-0.0) == 1.0

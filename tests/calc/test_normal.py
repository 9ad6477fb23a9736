"""The normal distribution against references of forty digits and more, computed here with long decimals."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

import pytest

from calc.formulas.normal import normal_cumulative, normal_quantile

ROOT_TWO_PI = Decimal("2.50662827463100050241576528481104525300698674060993831662992357634229365460784197494659583837805726611600997")


def density(x: Decimal) -> Decimal:
    return (-x * x / 2).exp() / ROOT_TWO_PI


def reference(x: Decimal, digits: int = 60) -> Decimal:
    """Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …), with so many digits that the tail keeps forty of its own."""
    with localcontext(Context(prec=digits)):
        term = total = x
        odd = 1
        while abs(term) > Decimal(10) ** -digits * abs(total):
            odd += 2
            term = term * x * x / odd
            total += term
        return Decimal("0.5") + density(x) * total


NEAR = [
    -8,
    -7.5,
    -6,
    -5,
    -4.25,
    -3.5,
    -2.6,
    -2.5,
    -2.0001,
    -1.9999,
    -2.4999,
    -2,
    -1.5,
    -1,
    -0.7,
    -0.3,
    -1e-3,
    -1e-9,
    1e-9,
    0.2,
    0.67,
    1,
    1.96,
    2.5,
    2.5001,
    3,
    5,
    8,
]


@pytest.mark.parametrize("x", NEAR)
def test_the_chance_is_right_to_fifteen_places(x: float) -> None:
    true, got = reference(Decimal(x), 120), Decimal(normal_cumulative(x))
    assert abs(got - true) <= Decimal("3e-16")
    assert abs(got - true) <= Decimal("1e-14") * true


def test_the_chance_is_right_at_every_twentieth() -> None:
    for k in range(-160, 161):
        x = k / 20
        true = reference(Decimal(x), 100)
        assert abs(Decimal(normal_cumulative(x)) - true) <= min(Decimal("3e-16"), Decimal("1e-14") * true), x


def test_the_far_tail_keeps_its_own_digits() -> None:
    # 1/√(2π) has a hundred digits above, and the tails here reach 10^-300; the density carries them, so its hundred are enough
    for x in (-10.0, -15.0, -20.0, -30.0, -36.9):
        with localcontext(Context(prec=100)):
            fraction = -Decimal(x)
            for k in range(400, 0, -1):
                fraction = -Decimal(x) + k / fraction
            true = density(Decimal(x)) / fraction
        assert abs(Decimal(normal_cumulative(x)) - true) <= Decimal("2e-13") * true, x


def test_both_ways_of_the_reference_agree() -> None:
    with localcontext(Context(prec=100)):
        fraction = Decimal(6)
        for k in range(400, 0, -1):
            fraction = 6 + k / fraction
        tail = density(Decimal(6)) / fraction
    assert abs(tail - reference(Decimal(-6), 100)) < Decimal("1e-60")


def test_beyond_the_far_tail_nothing_is_left() -> None:
    assert [0.0, 1.0, 1.0] == [normal_cumulative(-37.5), normal_cumulative(37.5), normal_cumulative(9.0)]


CHANCES = [
    1e-290,
    1e-20,
    2.3e-10,
    1e-6,
    0.001,
    0.02,
    0.07,
    0.075,
    0.0750001,
    0.25,
    0.4,
    0.49999,
    0.50001,
    0.6,
    0.925,
    0.93,
    0.99,
    0.999,
    1 - 2.3e-10,
]


@pytest.mark.parametrize("chance", CHANCES)
def test_the_quantile_undoes_the_chance(chance: float) -> None:
    # one step of Newton's from the float, in long decimals, is the truth to thirty digits; it must be no step at all
    got = Decimal(normal_quantile(chance))
    with localcontext(Context(prec=60)):
        at = Decimal(normal_cumulative(float(got))) if abs(got) > 12 else reference(got, 160)
        step = (Decimal(chance) - at) / density(got)
    bound = Decimal("1e-15") if abs(got) <= 12 else Decimal("1e-14")
    assert abs(step) <= bound * abs(got)


def test_the_published_quantiles() -> None:
    # Wichura's own check values for PPND16
    assert -0.6744897501960817 == pytest.approx(normal_quantile(0.25), rel=1e-15)
    assert -3.090232306167814 == pytest.approx(normal_quantile(0.001), rel=1e-15)
    assert -9.262340089798408 == pytest.approx(normal_quantile(1e-20), rel=1e-15)

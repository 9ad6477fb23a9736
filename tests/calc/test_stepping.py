"""Sliders, steps and drags: where a value stands, and what a gesture makes of it."""

from typing import Any

import pytest

from calc import leverage, liquidation
from calc.inputs import Input
from calc.model import Calculator
from calc.stepping import bounded, position, share, slider_range, stepped, tidy, value_at


def number(**bounds: Any) -> Input:
    return Input(**{"name": "x", "label": "Number", "kind": "number", "help": "A number.", "default": 5.0, "soft": (0.0, 10.0), **bounds})


LOG = number(scale="log", soft=(1.0, 100.0), step=1.0, ge=1.0, le=125.0)
RATE = number(step=0.0005, soft=(0.0, 0.05), ge=0.0, lt=1.0)
PRICE = number(gt=0.0, soft=(50_000.0, 150_000.0), digits=3)


@pytest.mark.parametrize(
    ("x", "scale", "expected"),
    [
        (1, "log", 0.0),
        (10, "log", 0.5),
        (100, "log", 1.0),
        (0.1, "log", 0.0),
        (-5, "log", 0.0),
        (1e9, "log", 1.0),
        (1, "linear", 0.0),
        (50.5, "linear", 0.5),
    ],
)
def test_a_share_is_where_a_value_stands_and_stays_within_the_ends(x: float, scale: str, expected: float) -> None:
    assert expected == share(x, 1, 100, scale)


@pytest.mark.parametrize(("t", "expected"), [(0, 1.0), (0.5, 10.0), (0.25, 3.0), (1, 100.0), (-3, 1.0), (7, 100.0)])
def test_a_slider_on_a_log_scale(t: float, expected: float) -> None:
    assert expected == value_at(LOG, t, {})


@pytest.mark.parametrize(("t", "expected"), [(0, 50_000.0), (0.333, 83_300.0), (0.5, 100_000.0), (1, 150_000.0)])
def test_a_slider_keeps_some_significant_digits_where_there_is_no_step(t: float, expected: float) -> None:
    assert expected == value_at(PRICE, t, {})


@pytest.mark.parametrize(("t", "expected"), [(0.1, 0.005), (0.1234, 0.006), (1, 0.05)])
def test_a_slider_rounds_to_its_step(t: float, expected: float) -> None:
    assert expected == value_at(RATE, t, {})


def test_a_slider_that_lies_around_another_input_moves_with_it() -> None:
    stop = liquidation.input("stop_price")
    values = {**liquidation.defaults(), "entry_price": 50_000.0}
    assert (40_000.0, 60_000.0) == slider_range(stop, values)
    assert 0.5 == position(stop, None, values)
    assert 0.25 == position(stop, 45_000.0, values)
    assert 60_000.0 == value_at(stop, 1, values)


def test_what_has_no_range_runs_from_nothing_to_one() -> None:
    assert (0.0, 1.0) == slider_range(liquidation.input("side"), liquidation.defaults())


def test_an_empty_field_stands_at_its_default_or_at_the_low_end() -> None:
    assert 0.5 == position(number(), None, {})
    assert 0.0 == position(number(kind="optional", default=None), None, {})


@pytest.mark.parametrize(
    ("i", "value", "steps", "expected"),
    [
        (LOG, 10.0, 1, 11.0),
        (LOG, 10.0, -10, 1.0),
        (LOG, 125.0, 1, 125.0),
        (LOG, 10.4, 1, 11.0),
        (RATE, 0.005, 1, 0.0055),
        (RATE, 0.0, -1, 0.0),
        (RATE, 0.9995, 1, 0.9995),
        (RATE, 0.3, 10, 0.305),
        (PRICE, 100_000.0, 1, 101_000.0),
        (PRICE, 95_300.0, -1, 95_200.0),
        (PRICE, 0.000123, 1, 0.000124),
        (PRICE, 1_000.0, -1000, 10_000.0),
        (number(), 0.0, 1, 1.0),
        (number(), 5.0, 1, 5.1),
        (number(), -5.0, -1, -5.1),
        (number(default=None, kind="optional"), None, 1, 1.0),
    ],
)
def test_a_step_moves_to_the_next_round_number(i: Input, value: float | None, steps: int, expected: float) -> None:
    assert expected == stepped(i, value, steps, {})


@pytest.mark.parametrize(
    ("bounds", "x", "expected"),
    [
        ({"ge": 1.0, "le": 3.0}, 0.0, 1.0),
        ({"ge": 1.0, "le": 3.0}, 4.0, 3.0),
        ({"ge": 1.0, "le": 3.0}, 2.0, 2.0),
        ({"gt": 0.0}, -1.0, 1.0),
        ({"gt": 0.0, "soft": (20.0, 50.0)}, 0.0, 10.0),
        ({"gt": 0.0, "soft": (0.8, 1.2), "around": "y"}, 0.0, 1.0),
        ({"gt": 2.0, "step": 0.5}, 1.0, 2.5),
        ({"gt": -1.0, "digits": 2}, -1.0, -0.9),
        ({"lt": 1.0, "step": 0.0005}, 1.0, 0.9995),
        ({"lt": 0.0, "digits": 2}, 5.0, -0.1),
        ({"lt": 10.0}, 9.0, 9.0),
    ],
)
def test_the_nearest_value_inside_the_bounds(bounds: dict[str, Any], x: float, expected: float) -> None:
    i = number(**bounds)
    assert expected == bounded(i, x)
    assert expected == i.check(bounded(i, x))


def test_tidying_rounds_and_stays_inside() -> None:
    assert 95_300.0 == tidy(PRICE, 95_312.7)
    assert 10_000.0 == tidy(PRICE, -3.0)
    assert 125.0 == tidy(LOG, 1e9)


@pytest.mark.parametrize("c", [leverage, liquidation], ids=lambda c: c.name)
@pytest.mark.parametrize("t", [0.0, 0.001, 0.17, 0.5, 0.83, 0.999, 1.0])
def test_whatever_a_slider_gives_is_allowed(c: Calculator[..., Any], t: float) -> None:
    values = c.defaults()
    for i in c.inputs:
        if i.numeric:
            x = value_at(i, t, values)
            assert x == i.check(x)
            assert x == i.read(i.form_text(x))

"""Where accounts are liquidated, against nothing but the definition: the first point, on the way, at which too little is left.

Tables with and without deductions. Without them maintenance margin jumps, and the point may be the edge of a tier.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from calc.formulas import account, linear
from calc.formulas.account import Position
from calc.formulas.crossing import Leg, first_crossing
from calc.formulas.margin import Tier, maintenance_margin_in_tiers

Tables = Callable[..., st.SearchStrategy[tuple[Tier, ...]]]

signs = st.sampled_from((1, -1))
amounts: st.SearchStrategy[Any] = st.integers(1, 10**12).map(lambda n: Fraction(n, 10**6))
thousandths: st.SearchStrategy[Any] = st.integers(-1500, 1500).map(lambda n: Fraction(n, 1000))
shares: st.SearchStrategy[Any] = st.integers(1, 3000).map(lambda n: Fraction(n, 1000))
fees: st.SearchStrategy[Any] = st.integers(0, 100).map(lambda n: Fraction(n, 10_000))
TINY = Fraction(1, 10**12)
often = settings(max_examples=max(200, settings().max_examples))


def left(balance: Any, legs: Sequence[Leg], x: Any) -> Any:
    """Margin balance less maintenance margin less closing fees, every tier looked up at `x`."""
    for leg in legs:
        value = leg.size * x
        balance = balance + leg.sign * (value - leg.cost) - maintenance_margin_in_tiers(value, leg.tiers) - leg.closing_fee_rate * value
    return balance


def first_low(balance: Any, legs: Sequence[Leg], start: Any, way: int) -> Any:
    """The first point at which nothing is left, found by trying them all: the start, every edge, just beyond every edge, every root."""
    if left(balance, legs, start) <= 0:
        return start
    edges: set[Any] = {tier.cap / leg.size for leg in legs for tier in leg.tiers[:-1]}
    points = [start, *sorted((x for x in edges if way * (x - start) > 0), reverse=way < 0)]
    for near, far in pairwise([*points, Fraction(0) if way < 0 else 3 * max(points)]):
        one, other = (2 * near + far) / 3, (near + 2 * far) / 3  # between two edges all is straight
        at_one, at_other = left(balance, legs, one), left(balance, legs, other)
        beyond_near = 2 * at_one - at_other
        if beyond_near <= 0:
            return near
        if at_other < at_one:
            root = near + (one - near) * beyond_near / (at_one - at_other)
            endless = way > 0 and near == points[-1]
            if endless or way * (root - far) <= 0:
                return root or None
    return None


@st.composite
def legs_of(draw: st.DrawFn, tables: Tables, start: Any, signs_of: tuple[int, ...]) -> list[Leg]:
    """Legs whose values at the start lie within their tables or a little above, and whose entries were elsewhere."""
    legs = []
    for sign in signs_of:
        tiers = draw(tables(deducting=draw(st.booleans())))
        value = min(draw(st.sampled_from(tiers)).cap, 10**10) * draw(shares)
        entry: Any = 1 + draw(thousandths) / 10
        legs.append(Leg(sign=sign, size=value / start, cost=value * entry, tiers=tiers, closing_fee_rate=draw(fees)))
    return legs


@st.composite
def balances(draw: st.DrawFn, legs: Sequence[Leg], start: Any) -> Any:
    """Enough at the start in most cases, by a share of the value of the legs; an edge of a table at times to the last digit."""
    exact = -left(0, legs, start)
    value = sum((leg.size * start for leg in legs), Fraction(0))
    return exact + value * draw(thousandths) ** 3


every_side = st.lists(signs, min_size=1, max_size=3).map(tuple)


@often
@given(data=st.data(), start=amounts, sides=every_side, way=signs)
def test_the_crossing_is_the_first_point_on_the_way_at_which_nothing_is_left(
    tables: Tables, data: st.DataObject, start: Any, sides: tuple[int, ...], way: int
) -> None:
    legs = data.draw(legs_of(tables, start, sides))
    balance = data.draw(balances(legs, start))
    assert first_low(balance, legs, start, way) == first_crossing(balance, legs, start, way)


@often
@given(data=st.data(), others=st.lists(signs, max_size=2), way=signs)
def test_the_crossing_may_be_the_edge_of_a_tier_on_which_it_starts_or_a_later_one(
    tables: Tables, data: st.DataObject, others: list[int], way: int
) -> None:
    """Starts at an edge, with a balance that is exactly enough there, at an edge farther on, or at a price of zero; or all but enough."""
    legs = data.draw(legs_of(tables, Fraction(1), (-way, *others)))
    edges: list[Any] = [tier.cap / leg.size for leg in legs for tier in leg.tiers]
    start, there = sorted((data.draw(st.sampled_from(edges)), data.draw(st.sampled_from((Fraction(0), *edges)))), reverse=way < 0)
    just_above = 2 * left(0, legs, there + TINY) - left(0, legs, there + 2 * TINY)  # in the tier above the edge
    balance = -data.draw(st.sampled_from((left(0, legs, there), just_above))) + data.draw(st.sampled_from((0, 0, -1, 1))) * TINY
    expected = first_low(balance, legs, start or there, way)
    assert expected == first_crossing(balance, legs, start or there, way)


@often
@given(data=st.data(), entry=amounts, mark=amounts, sign=signs)
def test_a_position_is_liquidated_at_the_first_price_against_it_at_which_nothing_is_left(
    tables: Tables, data: st.DataObject, entry: Any, mark: Any, sign: int
) -> None:
    (leg,) = data.draw(legs_of(tables, entry, (sign,)))
    leg = Leg(sign=sign, size=leg.size, cost=leg.size * entry, tiers=leg.tiers, closing_fee_rate=leg.closing_fee_rate)
    for start, given_start in ((entry, None), (mark, mark)):
        wallet = data.draw(balances([leg], start))
        price = linear.liquidation_price_in_tiers(sign, entry, leg.size, wallet, leg.tiers, leg.closing_fee_rate, given_start)
        assert first_low(wallet, [leg], start, -sign) == price


def positions_of(legs: Sequence[Leg], marks: Sequence[Any]) -> list[Position]:
    return [
        Position(
            sign=leg.sign,
            size=leg.size,
            entry_price=leg.cost / leg.size,
            mark_price=mark,
            tiers=leg.tiers,
            closing_fee_rate=leg.closing_fee_rate,
        )
        for leg, mark in zip(legs, marks, strict=True)
    ]


@often
@given(data=st.data(), mark=amounts)
def test_a_hedged_pair_is_liquidated_at_the_first_price_below_or_above_at_which_nothing_is_left(
    tables: Tables, data: st.DataObject, mark: Any
) -> None:
    legs = data.draw(legs_of(tables, mark, (1, -1)))
    wallet = data.draw(balances(legs, mark))
    expected = tuple(first_low(wallet, legs, mark, way) for way in (-1, 1))
    assert expected == account.liquidation_prices(wallet, positions_of(legs, [mark, mark]))


@often
@given(data=st.data(), marks=st.tuples(amounts, amounts, amounts), sides=st.tuples(signs, signs, signs))
def test_an_account_is_liquidated_at_the_first_common_move_at_which_nothing_is_left(
    tables: Tables, data: st.DataObject, marks: tuple[Any, ...], sides: tuple[int, ...]
) -> None:
    legs = data.draw(legs_of(tables, Fraction(1), sides))  # their size is their value, as a factor of 1 moves it
    wallet = data.draw(balances(legs, Fraction(1)))
    inmarkets = [
        Leg(sign=leg.sign, size=leg.size / mark, cost=leg.cost, tiers=leg.tiers, closing_fee_rate=leg.closing_fee_rate)
        for leg, mark in zip(legs, marks, strict=True)
    ]
    factors = [first_low(wallet, legs, Fraction(1), way) for way in (-1, 1)]
    expected = tuple(None if factor is None else factor - 1 for factor in factors)
    assert expected == account.liquidation_moves(wallet, positions_of(inmarkets, marks))


anything = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12)
positive = st.floats(1e-6, 1e6)
rates = st.floats(0, 0.5)


@given(anything, st.lists(st.tuples(signs, positive, positive, rates, rates, positive), min_size=1, max_size=3), positive, signs)
@example(0.0, [(1, 1.0, 1.0, 0.5, 0.5, 1.0)], 1.0, -1)
@example(1.0, [(1, 1.0, 1.0, 0.0, 0.0, 1.0), (-1, 1.0, 1.0, 0.0, 0.0, 1.0)], 1.0, 1)
def test_no_position_is_refused(balance: float, rows: list[tuple[int, float, float, float, float, float]], start: float, way: int) -> None:
    legs = []
    for sign, size, cost, rate, fee, cap in rows:
        first = Tier(floor=0, cap=cap, maintenance_margin_rate=rate / 2, maintenance_amount=0, max_leverage=100)
        second = Tier(floor=cap, cap=2 * cap, maintenance_margin_rate=rate, maintenance_amount=0, max_leverage=50)
        legs.append(Leg(sign=sign, size=size, cost=cost, tiers=(first, second), closing_fee_rate=fee))
    x = first_crossing(balance, legs, start, way)
    assert x is None or (x > 0 and way * (x - start) >= -1e-9 * start)


def test_a_long_that_falls_into_a_tier_that_asks_for_less_lives_on() -> None:
    lower = Tier(floor=0, cap=100, maintenance_margin_rate=0.1, maintenance_amount=0, max_leverage=10)
    upper = Tier(floor=100, cap=1000, maintenance_margin_rate=0.25, maintenance_amount=0, max_leverage=4)
    assert 96 == linear.liquidation_price_in_tiers(1, 150, 1, 78, (upper,))
    assert 80 == linear.liquidation_price_in_tiers(1, 150, 1, 78, (lower, upper))


def test_a_short_that_rises_into_a_tier_that_asks_for_more_is_liquidated_at_the_edge() -> None:
    lower = Tier(floor=0, cap=100, maintenance_margin_rate=0.1, maintenance_amount=0, max_leverage=10)
    upper = Tier(floor=100, cap=1000, maintenance_margin_rate=0.25, maintenance_amount=0, max_leverage=4)
    assert 109 < linear.liquidation_price(-1, 80, 1, 40, 0.1)
    assert 100 == linear.liquidation_price_in_tiers(-1, 80, 1, 40, (lower, upper))
    assert 120 == linear.liquidation_price_in_tiers(-1, 80, 1, 70, (lower, upper))

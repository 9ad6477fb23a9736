"""Laws of what fills make of a position, in exact numbers: no cash appears or vanishes, whatever the order."""

from fractions import Fraction
from functools import reduce
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from calc.formulas import inverse, linear
from calc.formulas.fills import Holding, filled

signs = st.sampled_from((1, -1))
amounts: st.SearchStrategy[Any] = st.integers(1, 10**12).map(lambda n: Fraction(n, 10**6))
sizes: st.SearchStrategy[Any] = st.one_of(st.integers(1, 5).map(Fraction), amounts)  # small ones close a position exactly
fills = st.lists(st.tuples(signs, sizes, amounts), min_size=1, max_size=8)
holdings = st.one_of(
    st.just(Holding()), st.builds(lambda sign, size, price: Holding(sign=sign, size=size, entry_price=price), signs, sizes, amounts)
)

Fill = tuple[int, Any, Any]


def all_filled(held: Holding, rows: list[Fill]) -> tuple[Holding, Any]:
    """The position after all fills, and the sum of what they realised."""

    def one_more(so_far: tuple[Holding, Any], fill: Fill) -> tuple[Holding, Any]:
        held, realised = filled(so_far[0], *fill)
        return held, so_far[1] + realised

    return reduce(one_more, rows, (held, 0))


def worth(held: Holding, price: Any) -> Any:
    return linear.profit(held.sign, held.entry_price, price, held.size)


@given(fills, amounts)
def test_realised_and_unrealised_profit_are_what_was_paid_and_received_and_what_is_held(rows: list[Fill], last: Any) -> None:
    held, realised = all_filled(Holding(), rows)
    paid = sum(sign * size * price for sign, size, price in rows)
    assert realised + worth(held, last) == held.sign * held.size * last - paid


@given(holdings, fills, amounts, st.randoms(use_true_random=False))
def test_the_order_of_fills_changes_neither_the_position_nor_the_total_profit(
    start: Holding, rows: list[Fill], last: Any, chance: Any
) -> None:
    held, realised = all_filled(start, rows)
    other, differently = all_filled(start, chance.sample(rows, len(rows)))
    assert (held.sign, held.size) == (other.sign, other.size)
    assert realised + worth(held, last) == differently + worth(other, last)


@given(holdings, fills)
def test_the_signed_size_is_the_sum_of_what_was_bought_and_sold(start: Holding, rows: list[Fill]) -> None:
    held, _ = all_filled(start, rows)
    assert held.sign * held.size == start.sign * start.size + sum(sign * size for sign, size, _ in rows)
    assert held.size >= 0
    assert (held == Holding()) == (held.size == 0) == (held.sign == 0)


@given(signs, sizes, amounts, sizes, amounts)
def test_a_flip_is_a_closing_and_then_an_opening(sign: int, size: Any, entry: Any, more: Any, price: Any) -> None:
    start = Holding(sign=sign, size=size, entry_price=entry)
    flipped = filled(start, -sign, size + more, price)
    assert all_filled(start, [(-sign, size, price), (-sign, more, price)]) == flipped
    assert flipped == (Holding(sign=-sign, size=more, entry_price=price), sign * size * (price - entry))


@given(holdings, signs, sizes, sizes, amounts)
def test_a_fill_in_two_parts_at_one_price_is_the_whole_fill(start: Holding, sign: int, one: Any, other: Any, price: Any) -> None:
    assert filled(start, sign, one + other, price) == all_filled(start, [(sign, one, price), (sign, other, price)])


@given(signs, sizes, amounts, st.integers(1, 99), amounts)
def test_closing_a_part_realises_that_part_and_leaves_the_entry_price(sign: int, size: Any, entry: Any, percent: int, price: Any) -> None:
    start = Holding(sign=sign, size=size, entry_price=entry)
    held, realised = filled(start, -sign, size * percent / 100, price)
    assert Holding(sign=sign, size=size * (100 - percent) / 100, entry_price=entry) == held
    assert realised == worth(start, price) * percent / 100


@given(signs, st.lists(st.tuples(sizes, amounts), min_size=1, max_size=8))
def test_adding_realises_nothing_and_averages_between_the_lowest_and_the_highest_fill(sign: int, rows: list[tuple[Any, Any]]) -> None:
    held, realised = all_filled(Holding(), [(sign, size, price) for size, price in rows])
    assert realised == 0
    assert linear.average_entry_price(rows) == held.entry_price
    assert min(price for _, price in rows) <= held.entry_price <= max(price for _, price in rows)
    assert held.size * held.entry_price == sum(size * price for size, price in rows)


@given(st.lists(st.tuples(sizes, amounts), min_size=1, max_size=8), st.randoms(use_true_random=False), amounts)
def test_an_average_heeds_no_order_and_no_unit(rows: list[tuple[Any, Any]], chance: Any, factor: Any) -> None:
    average = linear.average_entry_price(rows)
    assert average == linear.average_entry_price(chance.sample(rows, len(rows)))
    assert average == linear.average_entry_price([(size * factor, price) for size, price in rows])
    assert average * factor == linear.average_entry_price([(size, price * factor) for size, price in rows])


@given(fills, amounts)
def test_inverse_fills_at_turned_prices_conserve_coins(rows: list[Fill], last: Any) -> None:
    held, realised = all_filled(Holding(), [(-sign, size, 1 / price) for sign, size, price in rows])
    coins = sum(inverse.profit(sign, price, last, size) for sign, size, price in rows)
    unrealised = inverse.profit(-held.sign, 1 / held.entry_price, last, held.size) if held.size else 0
    assert coins == realised + unrealised

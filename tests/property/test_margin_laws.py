"""Laws of what is put up, what is free and how large a position may be, in exact numbers."""

from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from calc.formulas import fees, linear, margin, sizing

signs = st.sampled_from((1, -1))
amounts: st.SearchStrategy[Any] = st.integers(1, 10**12).map(lambda n: Fraction(n, 10**6))
signed: st.SearchStrategy[Any] = st.integers(-(10**12), 10**12).map(lambda n: Fraction(n, 10**6))
leverages: st.SearchStrategy[Any] = st.integers(10, 5000).map(lambda n: Fraction(n, 10))
fee_rates: st.SearchStrategy[Any] = st.integers(0, 200).map(lambda n: Fraction(n, 10_000))
rates: st.SearchStrategy[Any] = st.integers(1, 999).map(lambda n: Fraction(n, 1000))


@given(amounts, leverages)
def test_leverage_is_what_a_position_is_worth_for_each_unit_of_its_margin(value: Any, leverage: Any) -> None:
    put_up = margin.initial_margin(value, leverage)
    assert value == put_up * leverage
    assert leverage == margin.effective_leverage(value, put_up)


@given(amounts, signed, leverages)
def test_return_on_margin_is_leverage_times_the_return_on_the_value(value: Any, profit: Any, leverage: Any) -> None:
    assert leverage * profit / value == margin.roe(profit, margin.initial_margin(value, leverage))


@given(amounts, amounts)
def test_margin_ratio_and_margin_coverage_are_each_other_turned_over(kept: Any, balance: Any) -> None:
    ratio, coverage = margin.margin_ratio(kept, balance), margin.margin_coverage(balance, kept)
    assert 1 == ratio * coverage
    assert (ratio > 1) == (kept > balance) == (coverage < 1)


@given(signs, amounts, amounts, amounts, leverages)
def test_an_order_costs_its_margin_and_the_loss_it_would_have_at_once(sign: int, size: Any, order: Any, mark: Any, leverage: Any) -> None:
    at_once = linear.profit(sign, order, mark, size)
    loss = margin.open_loss(sign, size, order, mark)
    assert (-at_once if at_once < 0 else 0) == loss
    assert margin.initial_margin(size * order, leverage) + loss == margin.order_cost(sign, size, order, mark, leverage)


@given(amounts, amounts, signed)
def test_losses_always_reduce_what_is_available_and_profits_add_to_it_only_where_they_count(wallet: Any, put_up: Any, pnl: Any) -> None:
    plain, counted = (margin.available_balance(wallet, put_up, pnl, profits_count=count) for count in (False, True))
    assert wallet - put_up + pnl == counted
    assert (counted if pnl < 0 else wallet - put_up) == plain


@given(rates, amounts, amounts, st.integers(-500, 1500))
def test_the_rate_grows_in_a_straight_line_between_the_caps_of_open_interest(base: Any, lower: Any, width: Any, permille: int) -> None:
    upper, share = lower + width, Fraction(permille, 1000)
    rate = margin.margin_rate_by_open_interest(base, lower + share * width, lower, upper)
    assert base + (1 - base) * min(max(share, 0), 1) == rate


@given(rates, rates, amounts, amounts)
def test_a_rate_that_grows_with_the_size_makes_margin_of_two_positions_less_than_that_of_one(
    base: Any, per_coin: Any, one: Any, other: Any
) -> None:
    whole, first, second = (size * margin.margin_rate_at_size(base, per_coin, size) for size in (one + other, one, other))
    assert whole - first - second == 2 * per_coin * one * other


@given(amounts, amounts, amounts, fee_rates, fee_rates)
def test_being_stopped_out_loses_exactly_the_risk(risk: Any, entry: Any, stop: Any, entry_fee: Any, closing_fee: Any) -> None:
    assume(entry != stop)
    size = sizing.size_for_risk(risk, entry, stop, entry_fee, closing_fee)
    sign = 1 if entry > stop else -1
    paid = fees.fee(size * entry, entry_fee) + fees.fee(size * stop, closing_fee)
    assert -risk == linear.profit(sign, entry, stop, size) - paid


@given(amounts, amounts, leverages, fee_rates)
def test_the_size_for_a_margin_uses_all_of_it(put_up: Any, entry: Any, leverage: Any, fee: Any) -> None:
    value = linear.notional(sizing.size_for_margin(put_up, entry, leverage, fee), entry)
    assert put_up == margin.initial_margin(value, leverage) + fees.fee(value, fee)

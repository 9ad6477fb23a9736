"""Laws of what is paid and received: funding, fees, interest, and the prices at which a trade has earned them. Exact numbers."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from calc.formulas import fees, funding, interest, linear

signs = st.sampled_from((1, -1))
amounts: st.SearchStrategy[Any] = st.integers(1, 10**12).map(lambda n: Fraction(n, 10**6))
fee_rates: st.SearchStrategy[Any] = st.integers(-50, 200).map(lambda n: Fraction(n, 10_000))
paid_rates: st.SearchStrategy[Any] = st.integers(0, 200).map(lambda n: Fraction(n, 10_000))
funding_rates: st.SearchStrategy[Any] = st.integers(-3000, 3000).map(lambda n: Fraction(n, 100_000))
times: st.SearchStrategy[Any] = st.integers(-(10**9), 10**9).map(lambda n: Fraction(n, 100))
intervals: st.SearchStrategy[Any] = st.integers(1, 10**7).map(lambda n: Fraction(n, 100))
shares: st.SearchStrategy[Any] = st.integers(-5000, 5000).map(lambda n: Fraction(n, 1000))
settlements = st.lists(st.tuples(st.integers(0, 20), amounts, funding_rates), max_size=8)


# ---- Funding


@given(signs, amounts, amounts, amounts, funding_rates)
def test_funding_of_two_parts_adds_up_and_what_one_side_pays_the_other_receives(
    sign: int, one: Any, other: Any, price: Any, rate: Any
) -> None:
    whole = funding.payment(sign, (one + other) * price, rate)
    assert whole == funding.payment(sign, one * price, rate) + funding.payment(sign, other * price, rate)
    assert 0 == whole + funding.payment(-sign, (one + other) * price, rate)
    assert (funding.payment(1, one * price, rate) < 0) == (rate > 0)  # a positive rate is paid by longs


@given(signs, amounts, amounts, settlements, st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_payments_add_up_over_parts_of_the_size_and_parts_of_the_time(
    sign: int, one: Any, other: Any, due: list[tuple[Any, Any, Any]], first: int, second: int, third: int
) -> None:
    opened, between, closed = sorted((first, second, third))
    whole = funding.payments(sign, one + other, due, opened, closed)
    assert whole == funding.payments(sign, one, due, opened, closed) + funding.payments(sign, other, due, opened, closed)
    before, after = (funding.payments(sign, one + other, due, a, b) for a, b in ((opened, between), (between + 1, closed)))
    assert whole == before + after  # both ends count, so the second part starts after the first
    assert whole == sum(funding.payment(sign, (one + other) * price, rate) for time, price, rate in due if opened <= time <= closed)


@given(signs, amounts, settlements, st.integers(0, 20), st.integers(0, 20), st.integers(0, 5))
def test_a_grace_counts_settlements_that_came_just_before_the_opening(
    sign: int, size: Any, due: list[tuple[Any, Any, Any]], opened: int, held: int, grace: int
) -> None:
    with_grace = funding.payments(sign, size, due, opened, opened + held, grace)
    assert funding.payments(sign, size, due, opened - grace, opened + held) == with_grace


@given(times, times, times, intervals, times)
def test_settlements_of_two_stretches_add_up(one: Any, two: Any, three: Any, interval: Any, first: Any) -> None:
    a, b, c = sorted((one, two, three))
    parts = [funding.settlements_crossed(start, end, interval, first) for start, end in ((a, b), (b, c))]
    assert funding.settlements_crossed(a, c, interval, first) == sum(parts)
    assert min(parts) >= 0


@given(times, st.integers(0, 500), st.integers(1, 50), st.integers(-100, 100))
def test_settlements_are_those_after_the_opening_up_to_and_with_the_closing(opened: Any, held: int, interval: int, first: int) -> None:
    closed = opened + Fraction(held, 3)
    before = (opened - first) // interval - 2
    due = [first + (before + n) * interval for n in range(held + 5)]
    assert len([t for t in due if opened < t <= closed]) == funding.settlements_crossed(opened, closed, interval, first)


@given(times, times, intervals, times, st.integers(-50, 50))
def test_any_settlement_may_be_called_the_first(one: Any, other: Any, interval: Any, first: Any, n: int) -> None:
    a, b = sorted((one, other))
    crossed = funding.settlements_crossed(a, b, interval, first)
    assert crossed == funding.settlements_crossed(a, b, interval, first + n * interval)
    assert crossed == funding.settlements_crossed(a - first, b - first, interval)


@given(funding_rates, funding_rates, paid_rates, st.one_of(st.none(), paid_rates))
def test_the_rate_is_the_interest_unless_the_premium_is_farther_away_than_the_clamp(premium: Any, rate: Any, clamp: Any, cap: Any) -> None:
    uncapped = rate if abs(rate - premium) <= clamp else premium + clamp if rate > premium else premium - clamp
    expected = uncapped if cap is None or abs(uncapped) <= cap else cap if uncapped > 0 else -cap
    assert expected == funding.rate_from_premium(premium, rate, clamp, cap)
    assert -expected == funding.rate_from_premium(-premium, -rate, clamp, cap)


@given(funding_rates, st.integers(1, 24), st.one_of(st.none(), paid_rates))
def test_hourly_rates_pay_the_premium_back_in_the_given_hours_unless_they_are_capped(premium: Any, hours: int, cap: Any) -> None:
    rate = funding.rate_per_hour(premium, hours, cap)
    if cap is None or abs(premium) <= cap * hours:
        assert premium == rate * hours
    else:
        assert cap == abs(rate) and (rate > 0) == (premium > 0 < cap)


@given(shares, paid_rates)
def test_what_is_held_within_a_bound_is_the_nearest_value_inside_it(number: Any, bound: Any) -> None:
    held = funding.within(number, bound)
    assert abs(held) <= bound
    assert abs(number - held) == max(0, abs(number) - bound)


# ---- Fees and the prices that earn them


@given(amounts, amounts, amounts, fee_rates, fee_rates)
def test_fees_add_up_over_fills_and_over_rates(one: Any, other: Any, price: Any, rate: Any, more: Any) -> None:
    whole = fees.fee((one + other) * price, rate)
    assert whole == fees.fee(one * price, rate) + fees.fee(other * price, rate)
    assert fees.fee(one, rate + more) == fees.fee(one, rate) + fees.fee(one, more)
    assert (whole < 0) == (rate < 0)  # a rebate is received


def net_profit(sign: int, entry: Any, price: Any, size: Any, entry_fee: Any, closing_fee: Any) -> Any:
    return linear.profit(sign, entry, price, size) - fees.fee(size * entry, entry_fee) - fees.fee(size * price, closing_fee)


@given(signs, amounts, amounts, fee_rates, fee_rates)
def test_at_the_break_even_price_the_net_profit_is_zero(sign: int, entry: Any, size: Any, entry_fee: Any, closing_fee: Any) -> None:
    price = fees.break_even_price(sign, entry, entry_fee, closing_fee)
    assert 0 == net_profit(sign, entry, price, size, entry_fee, closing_fee)
    assert (sign * (price - entry) > 0) == (entry_fee + closing_fee > 0)  # a profit has to pay for fees, and a rebate for a loss


@given(signs, amounts, amounts, shares, fee_rates, fee_rates)
def test_the_target_price_gives_the_net_profit_that_was_asked_for(
    sign: int, entry: Any, size: Any, share: Any, entry_fee: Any, closing_fee: Any
) -> None:
    wanted = share * entry * size
    price = linear.target_price(sign, entry, size, wanted, entry_fee, closing_fee)
    assert wanted == net_profit(sign, entry, price, size, entry_fee, closing_fee)
    same = linear.target_price(sign, entry, size, wanted, entry_fee)
    assert wanted == net_profit(sign, entry, same, size, entry_fee, entry_fee)
    assert entry + sign * wanted / size == linear.target_price(sign, entry, size, wanted)


# ---- Interest


@given(amounts, amounts, paid_rates, st.integers(0, 100), st.integers(0, 100))
def test_interest_adds_up_over_parts_of_the_loan_and_parts_of_the_time(one: Any, other: Any, rate: Any, first: int, then: int) -> None:
    whole = interest.interest(one + other, rate, first + then)
    assert whole == interest.interest(one, rate, first + then) + interest.interest(other, rate, first + then)
    assert whole == interest.interest(one + other, rate, first) + interest.interest(one + other, rate, then)
    assert (one + other) * rate == interest.interest(one + other, rate, 1)


@given(st.integers(0, 10**9).map(lambda n: Fraction(n, 100)), intervals, st.integers(0, 100))
def test_periods_begun_are_the_fewest_whole_ones_that_cover_the_time(time: Any, period: Any, more: int) -> None:
    begun = interest.periods_begun(time, period)
    assert (begun - 1) * period < time <= begun * period
    assert begun + more == interest.periods_begun(time + more * period, period)

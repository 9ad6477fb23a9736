"""Laws of an inverse position, in exact numbers: its own, and how it compares with the linear one of the same value."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from calc.formulas import inverse, linear, margin
from calc.formulas.account import Position
from calc.formulas.crossing import INFINITE

signs = st.sampled_from((1, -1))
amounts: st.SearchStrategy[Any] = st.integers(1, 10**12).map(lambda n: Fraction(n, 10**6))
leverages: st.SearchStrategy[Any] = st.integers(11, 5000).map(lambda n: Fraction(n, 10))
rates: st.SearchStrategy[Any] = st.integers(0, 300).map(lambda n: Fraction(n, 1000))
fees: st.SearchStrategy[Any] = st.integers(0, 100).map(lambda n: Fraction(n, 10_000))
factors: st.SearchStrategy[Any] = st.integers(10**6, 10**7).map(lambda n: Fraction(n, 10**6))
shares: st.SearchStrategy[Any] = st.integers(0, 1000).map(lambda n: Fraction(n, 1000))


@dataclass(frozen=True, kw_only=True)
class Isolated:
    """A coin-margined position whose margin is more than what it must keep at entry. All its numbers are Fractions."""

    sign: int
    entry: Any
    size: Any
    wallet: Any
    rate: Any
    amount: Any
    fee: Any

    @property
    def liquidation(self) -> Any:
        return inverse.liquidation_price(self.sign, self.entry, self.size, self.wallet, self.rate, self.amount, self.fee)

    @property
    def bankruptcy(self) -> Any:
        return inverse.bankruptcy_price(self.sign, self.entry, self.size, self.wallet)

    def balance(self, price: Any) -> Any:
        return self.wallet + inverse.profit(self.sign, self.entry, price, self.size)

    def needed(self, price: Any) -> Any:
        value = inverse.notional(self.size, price)
        return margin.maintenance_margin(value, self.rate, self.amount) + self.fee * value


@st.composite
def isolated(draw: st.DrawFn) -> Isolated:
    """Above 1×, so that the price of liquidation and that of bankruptcy are finite."""
    sign, entry, size, rate, fee = draw(signs), draw(amounts), draw(amounts), draw(rates), draw(fees)
    amount = rate * size / entry * draw(shares) / 2
    wallet = (rate + fee + Fraction(1, 2) / draw(leverages)) * size / entry - amount
    return Isolated(sign=sign, entry=entry, size=size, wallet=wallet, rate=rate, amount=amount, fee=fee)


@given(isolated())
def test_at_the_liquidation_price_the_balance_in_coin_is_what_must_be_kept_plus_the_closing_fee(p: Isolated) -> None:
    assert p.needed(p.liquidation) == p.balance(p.liquidation)


@given(isolated())
def test_at_the_bankruptcy_price_no_coin_is_left(p: Isolated) -> None:
    assert 0 == p.balance(p.bankruptcy)


@given(isolated())
def test_liquidation_lies_between_entry_and_bankruptcy(p: Isolated) -> None:
    assert p.sign * (p.entry - p.liquidation) > 0
    if p.needed(p.liquidation) >= 0:
        assert p.sign * (p.liquidation - p.bankruptcy) >= 0


@given(isolated(), shares)
def test_until_liquidation_the_balance_is_more_than_what_must_be_kept(p: Isolated, share: Any) -> None:
    price = p.entry + share * (p.liquidation - p.entry)
    assert (p.balance(price) > p.needed(price)) == (share < 1)


@given(isolated(), factors, rates, fees)
def test_less_margin_a_higher_rate_and_a_higher_fee_bring_liquidation_nearer(p: Isolated, factor: Any, rate: Any, fee: Any) -> None:
    bolder = replace(p, wallet=p.wallet / factor)
    assert (p.sign * (bolder.liquidation - p.liquidation) > 0) == (factor > 1)
    assert (p.sign * (bolder.bankruptcy - p.bankruptcy) > 0) == (factor > 1)
    stricter = replace(p, rate=p.rate + rate, fee=p.fee + fee)
    assert (p.sign * (stricter.liquidation - p.liquidation) > 0) == (rate + fee > 0)


@given(isolated())
def test_a_short_mirrors_a_long_with_rates_amount_and_balance_turned(p: Isolated) -> None:
    turned = replace(p, wallet=-p.wallet, rate=-p.rate, amount=-p.amount, fee=-p.fee)
    assert replace(p, sign=-p.sign).liquidation == turned.liquidation


@given(isolated(), factors)
def test_scaling_a_position_with_its_margin_moves_no_price(p: Isolated, factor: Any) -> None:
    scaled = replace(p, size=p.size * factor, wallet=p.wallet * factor, amount=p.amount * factor)
    assert p.liquidation == scaled.liquidation
    assert p.bankruptcy == scaled.bankruptcy


@given(isolated(), factors)
def test_a_short_that_is_fully_paid_for_is_never_liquidated_and_never_bankrupt(p: Isolated, factor: Any) -> None:
    paid = replace(p, sign=-1, wallet=p.size / p.entry * factor, amount=Fraction(0))
    assert INFINITE == paid.bankruptcy == paid.liquidation
    assert INFINITE == inverse.liquidation_price_on_entry_value(-1, p.entry, p.size, paid.wallet, 0)
    assert inverse.liquidation_price_in_tiers(-1, p.entry, p.size, paid.wallet, margin.flat(p.rate), p.fee) is None
    assert 0 < replace(paid, sign=1).bankruptcy < p.entry  # while a long can always lose its coin


@given(isolated())
def test_maintenance_fixed_at_entry_liquidates_where_the_balance_is_down_to_it(p: Isolated) -> None:
    kept = p.needed(p.entry)
    price = inverse.liquidation_price_on_entry_value(p.sign, p.entry, p.size, p.wallet, kept)
    assert kept == p.balance(price)
    assert p.sign * (p.entry - price) > 0


@given(isolated())
def test_in_tiers_it_is_the_flat_formula_while_one_tier_holds(p: Isolated) -> None:
    plain = replace(p, wallet=p.wallet + p.amount, amount=Fraction(0))
    price = inverse.liquidation_price_in_tiers(p.sign, p.entry, p.size, plain.wallet, margin.flat(p.rate), p.fee)
    assert plain.liquidation == price


@given(isolated(), shares)
def test_where_the_price_stands_decides_only_whether_it_is_liquidated_already(p: Isolated, share: Any) -> None:
    plain = replace(p, wallet=p.wallet + p.amount, amount=Fraction(0))
    mark = p.entry + 2 * share * (plain.liquidation - p.entry)
    assume(mark > 0)
    price = inverse.liquidation_price_in_tiers(p.sign, p.entry, p.size, plain.wallet, margin.flat(p.rate), p.fee, mark)
    assert (plain.liquidation if 2 * share < 1 else mark) == price


@given(signs, amounts, amounts, st.integers(-2000, 900), fees, fees)
def test_the_target_price_gives_the_net_profit_that_was_asked_for(
    sign: int, entry: Any, size: Any, percent: int, entry_fee: Any, closing_fee: Any
) -> None:
    wanted = Fraction(percent, 1000) * size / entry
    price: Any = inverse.target_price(sign, entry, size, wanted, entry_fee, closing_fee)
    if price == INFINITE:  # a long gains no more than the coins that it was worth
        assert (sign - entry_fee) * size / entry * sign <= wanted * sign
        return
    fee = entry_fee * inverse.notional(size, entry) + closing_fee * inverse.notional(size, price)
    assert wanted == inverse.profit(sign, entry, price, size) - fee
    same: Any = inverse.target_price(sign, entry, size, wanted, entry_fee)
    assert same == inverse.target_price(sign, entry, size, wanted, entry_fee, entry_fee)


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6), amounts)
def test_the_average_entry_lies_between_the_fills_and_has_their_profit(fills: list[tuple[Any, Any]], last: Any) -> None:
    average = inverse.average_entry_price(fills)
    prices = [price for _, price in fills]
    size = sum(size for size, _ in fills)
    assert min(prices) <= average <= max(prices)
    assert size == average * sum(n / price for n, price in fills)
    assert sum(inverse.profit(1, price, last, n) for n, price in fills) == inverse.profit(1, average, last, size)
    assert average <= linear.average_entry_price(fills)  # the harmonic mean


@given(signs, amounts, amounts, amounts)
def test_a_turned_position_has_the_same_profit_in_coin(sign: int, size: Any, entry: Any, mark: Any) -> None:
    p = inverse.turned(Position(sign=sign, size=size, entry_price=entry, mark_price=mark, tiers=margin.flat(0), closing_fee_rate=1))
    assert inverse.profit(sign, entry, mark, size) == linear.profit(p.sign, p.entry_price, p.mark_price, p.size)
    assert inverse.notional(size, mark) == linear.notional(p.size, p.mark_price)
    assert (margin.flat(0), 1) == (p.tiers, p.closing_fee_rate)


# ---- Beside the linear position of the same value


@given(signs, amounts, amounts, st.integers(-500, 500))
def test_for_a_small_move_the_inverse_profit_is_worth_the_linear_one_up_to_the_square_of_the_move(
    sign: int, entry: Any, size: Any, permille: int
) -> None:
    """At the closing price it is worth exactly the linear profit; at the entry price they differ by size × move² / (1 + move)."""
    move = Fraction(permille, 1000)
    closing = entry * (1 + move)
    coins = inverse.profit(sign, entry, closing, size)
    quote = linear.profit(sign, entry, closing, size / entry)
    assert quote == coins * closing
    assert abs(coins * entry - quote) <= 2 * size * move * move


@given(signs, amounts, amounts, leverages, shares)
def test_as_leverage_grows_the_inverse_and_the_linear_liquidation_price_agree_to_first_order(
    sign: int, entry: Any, size: Any, leverage: Any, share: Any
) -> None:
    """Their distances from the entry, of first order 1 / leverage, differ by no more than 1 / (leverage − 1)²."""
    rate = share / leverage
    flat = linear.liquidation_price(sign, entry, size / entry, size / leverage, rate)
    turned = inverse.liquidation_price(sign, entry, size, size / entry / leverage, rate)
    assert abs(turned - flat) / entry <= 1 / (leverage - 1) ** 2

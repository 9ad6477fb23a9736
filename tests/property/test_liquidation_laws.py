"""Laws of a linear position under one maintenance rate, in exact numbers: what must hold for every price, size, margin, rate and fee."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from calc.formulas import linear, margin

signs = st.sampled_from((1, -1))
amounts: st.SearchStrategy[Any] = st.integers(1, 10**12).map(lambda n: Fraction(n, 10**6))
leverages: st.SearchStrategy[Any] = st.integers(10, 5000).map(lambda n: Fraction(n, 10))
rates: st.SearchStrategy[Any] = st.integers(0, 300).map(lambda n: Fraction(n, 1000))
fees: st.SearchStrategy[Any] = st.integers(0, 100).map(lambda n: Fraction(n, 10_000))
factors: st.SearchStrategy[Any] = st.integers(10**6, 10**7).map(lambda n: Fraction(n, 10**6))
shares: st.SearchStrategy[Any] = st.integers(0, 1000).map(lambda n: Fraction(n, 1000))


@dataclass(frozen=True, kw_only=True)
class Isolated:
    """A position whose margin is more than what it must keep at entry. All its numbers are Fractions."""

    sign: int
    entry: Any
    size: Any
    wallet: Any
    rate: Any
    amount: Any
    fee: Any

    @property
    def liquidation(self) -> Any:
        return linear.liquidation_price(self.sign, self.entry, self.size, self.wallet, self.rate, self.amount, self.fee)

    @property
    def bankruptcy(self) -> Any:
        return linear.bankruptcy_price(self.sign, self.entry, self.size, self.wallet)

    def balance(self, price: Any) -> Any:
        return self.wallet + linear.profit(self.sign, self.entry, price, self.size)

    def needed(self, price: Any) -> Any:
        return margin.maintenance_margin(self.size * price, self.rate, self.amount) + self.fee * self.size * price


@st.composite
def isolated(draw: st.DrawFn) -> Isolated:
    sign, entry, size, rate, fee = draw(signs), draw(amounts), draw(amounts), draw(rates), draw(fees)
    amount = rate * size * entry * draw(shares) / 2
    wallet = (rate + fee + 2 / draw(leverages)) * size * entry - amount
    return Isolated(sign=sign, entry=entry, size=size, wallet=wallet, rate=rate, amount=amount, fee=fee)


@given(isolated())
def test_at_the_liquidation_price_the_balance_is_what_must_be_kept_plus_the_closing_fee(p: Isolated) -> None:
    assert p.needed(p.liquidation) == p.balance(p.liquidation)


@given(isolated())
def test_at_the_liquidation_price_the_margin_ratio_and_the_coverage_are_one(p: Isolated) -> None:
    balance, needed = p.balance(p.liquidation), p.needed(p.liquidation)
    assume(balance != 0)
    assert 1 == margin.margin_ratio(needed, balance) == margin.margin_coverage(balance, needed)


@given(isolated())
def test_at_the_bankruptcy_price_nothing_is_left(p: Isolated) -> None:
    assert 0 == p.balance(p.bankruptcy)


@given(isolated())
def test_liquidation_lies_between_entry_and_bankruptcy(p: Isolated) -> None:
    assert p.sign * (p.entry - p.liquidation) > 0
    if p.needed(p.liquidation) >= 0:  # below its first edge a table asks for no less than nothing
        assert p.sign * (p.liquidation - p.bankruptcy) >= 0


@given(isolated(), shares)
def test_until_liquidation_the_balance_is_more_than_what_must_be_kept(p: Isolated, share: Any) -> None:
    price = p.entry + share * (p.liquidation - p.entry)
    assert (p.balance(price) > p.needed(price)) == (share < 1)


@given(isolated(), factors)
def test_more_margin_moves_liquidation_away(p: Isolated, factor: Any) -> None:
    richer = replace(p, wallet=p.wallet * factor)
    assert (p.sign * (p.liquidation - richer.liquidation) > 0) == (factor > 1)


@given(signs, amounts, amounts, leverages, leverages, rates, fees)
def test_more_leverage_brings_liquidation_and_bankruptcy_nearer(
    sign: int, entry: Any, size: Any, one: Any, other: Any, rate: Any, fee: Any
) -> None:
    low, high = sorted((one, other))
    cautious, bold = (margin.initial_margin(entry * size, leverage) for leverage in (low, high))
    far, near = (linear.liquidation_price(sign, entry, size, wallet, rate, 0, fee) for wallet in (cautious, bold))
    assert (sign * (near - far) > 0) == (low < high)
    far, near = (linear.bankruptcy_price(sign, entry, size, wallet) for wallet in (cautious, bold))
    assert (sign * (near - far) > 0) == (low < high)


@given(isolated(), rates, fees)
def test_a_higher_rate_or_fee_brings_liquidation_nearer(p: Isolated, rate: Any, fee: Any) -> None:
    assume(p.liquidation > 0)
    stricter = replace(p, rate=p.rate + rate, fee=p.fee + fee)
    assert (p.sign * (stricter.liquidation - p.liquidation) > 0) == (rate + fee > 0)


@given(isolated(), amounts)
def test_a_larger_deduction_moves_liquidation_away(p: Isolated, more: Any) -> None:
    assert p.sign * (p.liquidation - replace(p, amount=p.amount + more).liquidation) > 0


@given(isolated())
def test_a_short_mirrors_a_long_with_rates_amount_and_balance_turned(p: Isolated) -> None:
    mirrored = replace(p, sign=-p.sign)
    turned = replace(p, wallet=-p.wallet, rate=-p.rate, amount=-p.amount, fee=-p.fee)
    assert mirrored.liquidation == turned.liquidation
    assert mirrored.bankruptcy == turned.bankruptcy
    exact = (float(x) for x in (p.entry, p.size, p.wallet, p.rate, p.amount, p.fee))
    entry, size, wallet, rate, amount, fee = exact
    assert linear.liquidation_price(-p.sign, entry, size, wallet, rate, amount, fee) == linear.liquidation_price(
        p.sign, entry, size, -wallet, -rate, -amount, -fee
    )  # to the last bit in floats too


@given(isolated(), factors)
def test_scaling_a_position_with_its_margin_moves_no_price(p: Isolated, factor: Any) -> None:
    scaled = replace(p, size=p.size * factor, wallet=p.wallet * factor, amount=p.amount * factor)
    assert p.liquidation == scaled.liquidation
    assert p.bankruptcy == scaled.bankruptcy


@given(isolated(), factors)
def test_prices_scale_with_the_unit_of_money(p: Isolated, factor: Any) -> None:
    scaled = replace(p, entry=p.entry * factor, wallet=p.wallet * factor, amount=p.amount * factor)
    assert p.liquidation * factor == scaled.liquidation
    assert p.bankruptcy * factor == scaled.bankruptcy


@given(isolated())
def test_maintenance_fixed_at_entry_liquidates_where_the_balance_is_down_to_it_and_above_the_price_on_mark(p: Isolated) -> None:
    kept = p.needed(p.entry)
    price = linear.liquidation_price_on_entry_value(p.sign, p.entry, p.size, p.wallet, kept)
    assert kept == p.balance(price)
    assert price >= p.liquidation  # nearer for a long, which needs less on its way down; farther for a short
    assert p.sign * (p.entry - price) > 0
    if kept >= 0:
        assert p.sign * (price - p.bankruptcy) >= 0


@given(signs, amounts, amounts, leverages, fees)
def test_bankruptcy_is_the_share_of_the_leverage_away_and_the_reserved_fee_is_the_one_for_closing_there(
    sign: int, entry: Any, size: Any, leverage: Any, fee: Any
) -> None:
    price = linear.bankruptcy_price(sign, entry, size, margin.initial_margin(linear.notional(size, entry), leverage))
    assert entry * (1 - sign / leverage) == price
    assert fee * size * price == margin.closing_fee_at_bankruptcy(sign, size * entry, leverage, fee)


@given(isolated())
def test_a_flat_rate_is_a_table_with_one_tier(p: Isolated) -> None:
    plain = replace(p, wallet=p.wallet + p.amount, amount=Fraction(0))
    price = linear.liquidation_price_in_tiers(p.sign, p.entry, p.size, plain.wallet, margin.flat(p.rate), p.fee)
    assert (plain.liquidation if plain.liquidation > 0 else None) == price

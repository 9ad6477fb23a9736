"""Laws of tier tables, made up and shipped, and of one position whose tier is looked up at the liquidation price. Exact numbers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calc.formulas import inverse, linear, margin
from calc.formulas.margin import Tier
from calc.venues import TABLES, tier_table

Tables = Callable[..., st.SearchStrategy[tuple[Tier, ...]]]

signs = st.sampled_from((1, -1))
amounts: st.SearchStrategy[Any] = st.integers(1, 10**12).map(lambda n: Fraction(n, 10**6))
leverages: st.SearchStrategy[Any] = st.integers(5, 2000).map(lambda n: Fraction(n, 10))
rates: st.SearchStrategy[Any] = st.integers(0, 300).map(lambda n: Fraction(n, 1000))
fees: st.SearchStrategy[Any] = st.integers(0, 100).map(lambda n: Fraction(n, 10_000))
factors: st.SearchStrategy[Any] = st.integers(10**6, 10**7).map(lambda n: Fraction(n, 10**6))
shares: st.SearchStrategy[Any] = st.integers(0, 1000).map(lambda n: Fraction(n, 1000))
often = settings(max_examples=max(60, settings().max_examples // 2))  # a whole table for every example takes its time

SHIPPED = {name: tier_table(name).tiers for name in TABLES if tier_table(name).tiers}
DEDUCTING = [name for name, tiers in SHIPPED.items() if any(tier.maintenance_amount for tier in tiers)]


@st.composite
def values_in(draw: st.DrawFn, tiers: tuple[Tier, ...]) -> Any:
    """A value in or above some tier of a table, often at an edge of it."""
    tier: Any = draw(st.sampled_from(tiers))
    width = min(tier.cap - tier.floor, 10**9)  # an unlimited tier is no likelier to be far away
    return draw(st.one_of(st.just(tier.cap), shares.map(lambda share: tier.floor + width * (share + Fraction(1, 1000)))))


# ---- Tables


@pytest.mark.parametrize("name", DEDUCTING)
def test_maintenance_of_a_shipped_table_with_deductions_is_continuous_at_its_edges_and_the_sum_of_slices(name: str) -> None:
    tiers = SHIPPED[name]
    floors, charged = [tier.floor for tier in tiers], [tier.maintenance_margin_rate for tier in tiers]
    assert [tier.maintenance_amount for tier in tiers] == pytest.approx(margin.maintenance_amounts(floors, charged), rel=1e-9)
    for below, above in pairwise(tiers):
        assert below.cap == above.floor
        at_edge, beyond = (margin.maintenance_margin(below.cap, t.maintenance_margin_rate, t.maintenance_amount) for t in (below, above))
        assert at_edge == pytest.approx(beyond, rel=1e-12)
        assert at_edge == pytest.approx(margin.maintenance_margin_by_slices(below.cap, tiers), rel=1e-12)


@often
@given(data=st.data())
def test_maintenance_with_deductions_is_continuous_at_every_edge(tables: Tables, data: st.DataObject) -> None:
    tiers = data.draw(tables(deducting=True))
    assert tiers[0].maintenance_amount == 0
    for below, above in pairwise(tiers):
        assert margin.maintenance_margin(below.cap, below.maintenance_margin_rate, below.maintenance_amount) == margin.maintenance_margin(
            above.floor, above.maintenance_margin_rate, above.maintenance_amount
        )


@often
@given(data=st.data())
def test_maintenance_with_deductions_is_the_sum_of_what_each_slice_pays(tables: Tables, data: st.DataObject) -> None:
    tiers = data.draw(tables(deducting=True))
    value = data.draw(values_in(tiers))
    kept = margin.maintenance_margin_in_tiers(value, tiers)
    assert margin.maintenance_margin_by_slices(value, tiers) == kept
    without = [replace(tier, maintenance_amount=123) for tier in tiers]  # slices do not look at deductions
    assert margin.maintenance_margin_by_slices(value, without) == kept


@often
@given(data=st.data())
def test_maintenance_with_deductions_rises_with_the_value_and_bends_upward(tables: Tables, data: st.DataObject) -> None:
    tiers = data.draw(tables(deducting=True))
    low, high = sorted((data.draw(values_in(tiers)), data.draw(values_in(tiers))))
    at_low, at_middle, at_high = (margin.maintenance_margin_in_tiers(value, tiers) for value in (low, (low + high) / 2, high))
    assert 0 <= at_low <= at_high <= high
    assert at_middle <= (at_low + at_high) / 2


@often
@given(data=st.data())
def test_maintenance_without_deductions_jumps_where_the_rate_rises_and_is_never_less_than_with_them(
    tables: Tables, data: st.DataObject
) -> None:
    tiers = data.draw(tables(deducting=False))
    value = data.draw(values_in(tiers))
    assert margin.maintenance_margin_in_tiers(value, tiers) >= margin.maintenance_margin_by_slices(value, tiers)
    for below, above in pairwise(tiers):
        at_edge = margin.maintenance_margin_in_tiers(below.cap, tiers)
        beyond = margin.maintenance_margin_in_tiers(below.cap * Fraction(10**9 + 1, 10**9), tiers)
        assert at_edge == below.cap * below.maintenance_margin_rate
        assert beyond == below.cap * Fraction(10**9 + 1, 10**9) * above.maintenance_margin_rate


@often
@given(data=st.data())
def test_the_tier_of_a_value_is_the_one_whose_band_holds_it(tables: Tables, data: st.DataObject) -> None:
    tiers = data.draw(tables(deducting=True))
    value = data.draw(values_in(tiers))
    assert [tier for tier in tiers if tier.floor < value <= tier.cap][:1] == [t for t in [margin.tier_at(tiers, value)] if t]


@often
@given(data=st.data())
def test_the_highest_leverage_fits_and_no_higher_one_does(tables: Tables, data: st.DataObject) -> None:
    tiers = data.draw(tables(deducting=True))
    put_up = data.draw(values_in(tiers)) / data.draw(st.just(Fraction(1, 2)) | leverages)  # at times more than the table covers
    highest = margin.highest_leverage(tiers, put_up)

    def fits(leverage: Any) -> bool:
        tier = margin.tier_at(tiers, leverage * put_up)
        return tier is not None and leverage <= tier.max_leverage

    assert fits(highest)
    higher = [tier.max_leverage for tier in tiers] + [tier.cap / put_up for tier in tiers] + [highest * data.draw(factors)]
    assert [] == [leverage for leverage in higher if leverage > highest and fits(leverage)]


# ---- One position


@dataclass(frozen=True, kw_only=True)
class Isolated:
    """A position whose margin is more than what it must keep at entry. All its numbers are Fractions."""

    sign: int
    entry: Any
    size: Any
    wallet: Any
    tiers: tuple[Tier, ...]
    fee: Any

    @property
    def liquidation(self) -> Any:
        return linear.liquidation_price_in_tiers(self.sign, self.entry, self.size, self.wallet, self.tiers, self.fee)

    @property
    def farness(self) -> Any:
        """How far liquidation is below a long or above a short; for one that no price liquidates, all the way down."""
        return self.sign * (self.entry - (self.liquidation or 0))

    def balance(self, price: Any) -> Any:
        return self.wallet + linear.profit(self.sign, self.entry, price, self.size)

    def needed(self, price: Any) -> Any:
        return margin.maintenance_margin_in_tiers(self.size * price, self.tiers) + self.fee * self.size * price


@st.composite
def isolated(draw: st.DrawFn, tables: st.SearchStrategy[tuple[Tier, ...]]) -> Isolated:
    sign, tiers, entry, fee = draw(signs), draw(tables), draw(amounts), draw(fees)
    value = draw(values_in(tiers))
    p = Isolated(sign=sign, entry=entry, size=value / entry, wallet=0, tiers=tiers, fee=fee)
    return replace(p, wallet=p.needed(entry) + value / draw(leverages))


either = st.booleans()


@often
@given(data=st.data())
def test_with_deductions_the_balance_at_liquidation_is_what_must_be_kept_in_the_tier_there(tables: Tables, data: st.DataObject) -> None:
    p = data.draw(isolated(tables(deducting=True)))
    if p.liquidation is None:
        assert p.sign > 0 and p.balance(0) >= 0  # only a long that is paid for down to zero
    else:
        assert p.needed(p.liquidation) == p.balance(p.liquidation)


@often
@given(data=st.data(), share=shares)
def test_until_liquidation_the_balance_is_more_than_what_must_be_kept(tables: Tables, data: st.DataObject, share: Any) -> None:
    p = data.draw(isolated(tables(deducting=data.draw(either))))
    price = p.entry + share * ((p.liquidation or 0) - p.entry)
    assume(share < 1)
    assert p.balance(price) > p.needed(price)


@often
@given(data=st.data())
def test_liquidation_lies_between_entry_and_bankruptcy(tables: Tables, data: st.DataObject) -> None:
    p = data.draw(isolated(tables(deducting=data.draw(either))))
    bankruptcy = linear.bankruptcy_price(p.sign, p.entry, p.size, p.wallet)
    if p.liquidation is None:
        assert p.sign > 0 >= bankruptcy
    else:
        assert p.sign * (p.entry - p.liquidation) >= 0 and p.sign * (p.liquidation - bankruptcy) >= 0


@often
@given(data=st.data(), more=amounts, fee=fees, rate=rates)
def test_less_margin_a_higher_fee_and_higher_rates_bring_liquidation_no_farther(
    tables: Tables, data: st.DataObject, more: Any, fee: Any, rate: Any
) -> None:
    p = data.draw(isolated(tables(deducting=data.draw(either))))
    higher = [replace(tier, maintenance_margin_rate=tier.maintenance_margin_rate + rate) for tier in p.tiers]
    assert p.farness <= replace(p, wallet=p.wallet + more).farness
    assert p.farness >= replace(p, fee=p.fee + fee).farness
    assert p.farness >= replace(p, tiers=tuple(higher)).farness


@often
@given(data=st.data(), factor=factors)
def test_a_larger_position_of_the_same_leverage_is_liquidated_no_later(tables: Tables, data: st.DataObject, factor: Any) -> None:
    p = data.draw(isolated(tables(deducting=data.draw(either))))
    assert p.farness >= replace(p, size=p.size * factor, wallet=p.wallet * factor).farness


@often
@given(data=st.data(), factor=factors)
def test_inside_one_tier_without_deduction_scaling_a_position_with_its_margin_moves_no_price(
    tables: Tables, data: st.DataObject, factor: Any
) -> None:
    p = data.draw(isolated(tables(deducting=False)))
    scaled = replace(p, size=p.size * factor, wallet=p.wallet * factor)
    alone = (data.draw(st.sampled_from(p.tiers)),)
    assert replace(p, tiers=alone).liquidation == replace(scaled, tiers=alone).liquidation
    values: list[Any] = [q.size * x for q in (p, scaled) for x in (q.entry, q.liquidation or 0)]
    tier = margin.tier_at(p.tiers, values[0])
    if tier and tier.floor < min(values) <= max(values) < tier.cap:
        assert p.liquidation == scaled.liquidation


@often
@given(data=st.data())
def test_a_balance_that_is_too_small_already_is_liquidated_where_the_price_stands(tables: Tables, data: st.DataObject) -> None:
    continuous = data.draw(either)
    p = data.draw(isolated(tables(deducting=continuous)))
    mark = data.draw(amounts)
    price = linear.liquidation_price_in_tiers(p.sign, p.entry, p.size, p.wallet, p.tiers, p.fee, mark)
    if p.balance(mark) <= p.needed(mark):
        assert mark == price
    else:  # it may stand at an edge where the next tier asks for too much
        assert mark != price or (not continuous and p.size * mark in {tier.cap for tier in p.tiers})


@often
@given(data=st.data())
def test_an_inverse_position_is_liquidated_where_the_balance_in_coin_is_what_its_value_in_coin_must_keep(
    tables: Tables, data: st.DataObject
) -> None:
    p = data.draw(isolated(tables(deducting=True)))
    price = inverse.liquidation_price_in_tiers(p.sign, p.entry, p.size * p.entry**2, p.wallet, p.tiers, p.fee)
    if price is None:
        assert p.sign < 0 and p.wallet >= p.size * p.entry
        return
    size = p.size * p.entry**2
    value = inverse.notional(size, price)
    kept = margin.maintenance_margin_in_tiers(value, p.tiers) + p.fee * value
    assert kept == p.wallet + inverse.profit(p.sign, p.entry, price, size)

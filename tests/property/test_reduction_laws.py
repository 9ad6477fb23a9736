"""Laws of partial liquidation, in exact numbers: what each step closes, costs and leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from calc.formulas import linear, margin
from calc.formulas.margin import Tier
from calc.formulas.reduction import Cut, reductions

Tables = Callable[..., st.SearchStrategy[tuple[Tier, ...]]]

signs = st.sampled_from((1, -1))
amounts: st.SearchStrategy[Any] = st.integers(1, 10**12).map(lambda n: Fraction(n, 10**6))
moves: st.SearchStrategy[Any] = st.integers(-300, 300).map(lambda n: Fraction(n, 1000))
shares: st.SearchStrategy[Any] = st.integers(1, 3000).map(lambda n: Fraction(n, 1000))
fees: st.SearchStrategy[Any] = st.just(Fraction(0)) | st.integers(0, 100).map(lambda n: Fraction(n, 10_000))
often = settings(max_examples=max(200, settings().max_examples))


@dataclass(frozen=True, kw_only=True)
class Case:
    """A position at a price, with about the margin that it or a part of it must keep there; and how the venue cuts it."""

    sign: int
    entry: Any
    size: Any
    wallet: Any
    tiers: tuple[Tier, ...]
    price: Any
    fee: Any
    at_once: int

    @property
    def cuts(self) -> tuple[Cut, ...]:
        return reductions(self.sign, self.entry, self.size, self.wallet, self.tiers, self.price, self.fee, self.at_once)

    @property
    def balance(self) -> Any:
        return self.wallet + linear.profit(self.sign, self.entry, self.price, self.size)

    @property
    def needed(self) -> Any:
        return margin.maintenance_margin_in_tiers(self.size * self.price, self.tiers)

    @property
    def tier(self) -> int:
        """The number of the tier it begins in; above the table the last."""
        return min(len([tier for tier in self.tiers if self.size * self.price > tier.cap]), len(self.tiers) - 1)


@st.composite
def cases(draw: st.DrawFn, tables: Tables) -> Case:
    tiers = draw(tables(deducting=draw(st.booleans())))
    price, sign = draw(amounts), draw(signs)
    value, rest = (min(draw(st.sampled_from(tiers)).cap, 10**10) * draw(st.just(1) | shares) for _ in range(2))
    entry, size = price * (1 + draw(moves)), value / price
    enough = margin.maintenance_margin_in_tiers(min(value, rest), tiers) * (1 + draw(moves))  # for what may be left of it
    wallet = enough - linear.profit(sign, entry, price, size)
    return Case(
        sign=sign, entry=entry, size=size, wallet=wallet, tiers=tiers, price=price, fee=draw(fees), at_once=draw(st.sampled_from((1, 2, 3)))
    )


@often
@given(data=st.data())
def test_a_position_with_more_than_it_must_keep_is_left_alone(tables: Tables, data: st.DataObject) -> None:
    case = data.draw(cases(tables))
    assert (case.cuts == ()) == (case.balance > case.needed)


@often
@given(data=st.data())
def test_every_step_closes_something_and_the_parts_and_the_rest_are_the_size(tables: Tables, data: st.DataObject) -> None:
    case = data.draw(cases(tables))
    cuts = case.cuts
    assert all(cut.closed_size > 0 for cut in cuts)
    closed = accumulate((cut.closed_size for cut in cuts), initial=Fraction(0))
    assert [case.size, *(cut.remaining_size for cut in cuts)] == [case.size - part for part in closed]


@often
@given(data=st.data())
def test_no_cash_appears_or_vanishes(tables: Tables, data: st.DataObject) -> None:
    case = data.draw(cases(tables))
    size, wallet = case.size, case.wallet
    for cut in case.cuts:
        assert cut.fee == case.fee * cut.closed_size * case.price
        wallet += linear.profit(case.sign, case.entry, case.price, cut.closed_size) - cut.fee
        size -= cut.closed_size
        assert wallet == cut.wallet_balance
        assert wallet + linear.profit(case.sign, case.entry, case.price, size) == cut.margin_balance
    if case.cuts:  # at one price only fees are lost
        assert case.balance - sum(cut.fee for cut in case.cuts) == case.cuts[-1].margin_balance


@often
@given(data=st.data())
def test_it_ends_as_soon_as_the_rest_is_covered_or_nothing_is_left(tables: Tables, data: st.DataObject) -> None:
    case = data.draw(cases(tables))
    cuts = case.cuts
    assert all(cut.margin_balance <= cut.maintenance_margin for cut in cuts[:-1])
    if cuts:
        last = cuts[-1]
        assert last.margin_balance > last.maintenance_margin or last.remaining_size == 0
        if last.remaining_size == 0:
            assert (last.wallet_balance, 0) == (last.margin_balance, last.maintenance_margin)


@often
@given(data=st.data())
def test_every_step_goes_down_to_the_cap_of_a_lower_tier_or_to_nothing(tables: Tables, data: st.DataObject) -> None:
    case = data.draw(cases(tables))
    caps = [tier.cap for tier in case.tiers]
    for n, cut in enumerate(case.cuts, 1):
        below = case.tier - n * case.at_once
        assert (caps[below] if below >= 0 else 0) == cut.remaining_size * case.price
        assert margin.maintenance_margin_in_tiers(cut.remaining_size * case.price, case.tiers) == cut.maintenance_margin


@often
@given(data=st.data())
def test_there_are_never_more_steps_than_tiers_and_fewer_where_several_go_at_once(tables: Tables, data: st.DataObject) -> None:
    case = data.draw(cases(tables))
    assert len(case.cuts) <= -(-(case.tier + 1) // case.at_once) <= len(case.tiers)
    one_by_one = reductions(case.sign, case.entry, case.size, case.wallet, case.tiers, case.price, case.fee)
    assert len(case.cuts) <= len(one_by_one)


@often
@given(data=st.data())
def test_what_must_be_kept_falls_with_every_step(tables: Tables, data: st.DataObject) -> None:
    case = data.draw(cases(tables))
    kept = [case.needed, *(cut.maintenance_margin for cut in case.cuts)]
    assert all(before >= after for before, after in pairwise(kept))


@often
@given(data=st.data(), more=amounts)
def test_a_richer_position_is_cut_no_deeper(tables: Tables, data: st.DataObject, more: Any) -> None:
    case = data.draw(cases(tables))
    richer = reductions(case.sign, case.entry, case.size, case.wallet + more, case.tiers, case.price, case.fee, case.at_once)
    assert [cut.closed_size for cut in richer] == [cut.closed_size for cut in case.cuts][: len(richer)]

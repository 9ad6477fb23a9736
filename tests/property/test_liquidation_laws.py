"""Laws of a linear position: what must hold for every price, size, margin, rate and fee."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from calc.formulas import linear, margin
from calc.formulas.margin import Tier
from calc.venues import TABLES, tier_table

RELATIVE = 1e-9

signs = st.sampled_from((1, -1))
prices = st.floats(1e-4, 1e7)
sizes = st.floats(1e-4, 1e6)
leverages = st.floats(1, 500)
rates = st.floats(0, 0.3)
fees = st.floats(0, 0.01)
extras = st.floats(0, 3)
tables = st.sampled_from(TABLES).map(lambda name: tier_table(name).tiers)


@dataclass(frozen=True)
class Position:
    """A position whose margin is more than what it must keep at entry."""

    sign: int
    entry: float
    size: float
    wallet: float
    rate: float
    fee: float

    @property
    def liquidation(self) -> float:
        return linear.liquidation_price(self.sign, self.entry, self.size, self.wallet, self.rate, 0, self.fee)

    @property
    def bankruptcy(self) -> float:
        return linear.bankruptcy_price(self.sign, self.entry, self.size, self.wallet)

    def balance(self, price: float) -> float:
        return self.wallet + linear.profit(self.sign, self.entry, price, self.size)

    def needed(self, price: float) -> float:
        return margin.maintenance_margin(self.size * price, self.rate) + self.fee * self.size * price

    @property
    def scale(self) -> float:
        """The size of the terms that cancel: what a relative error is relative to."""
        return self.size * self.entry + self.wallet


@st.composite
def positions(draw: st.DrawFn) -> Position:
    sign, entry, size, rate, fee = draw(signs), draw(prices), draw(sizes), draw(rates), draw(fees)
    notional = entry * size
    wallet = notional / draw(leverages) + draw(extras) * notional * draw(st.sampled_from((0, 1)))
    assume(wallet > notional * (rate + fee) * (1 + 1e-6))
    return Position(sign, entry, size, wallet, rate, fee)


def slack(p: Position) -> float:
    return RELATIVE * p.scale / p.size


@given(positions())
def test_at_the_liquidation_price_the_balance_is_what_must_be_kept_plus_the_closing_fee(p: Position) -> None:
    price = p.liquidation
    assert p.needed(price) == pytest.approx(p.balance(price), abs=RELATIVE * p.scale)


@given(positions())
def test_liquidation_lies_between_entry_and_bankruptcy(p: Position) -> None:
    price = p.liquidation
    assert p.sign * (p.entry - price) > 0
    if price > 0:  # below zero, a long that is more than paid for has nothing to keep
        assert p.sign * (price - p.bankruptcy) >= -slack(p)


@given(positions(), st.floats(0, 1))
def test_until_liquidation_the_balance_is_more_than_what_must_be_kept(p: Position, share: float) -> None:
    price = p.entry + share * (p.liquidation - p.entry)
    assert p.balance(price) - p.needed(price) >= -RELATIVE * p.scale


@given(positions(), st.floats(1, 2))
def test_more_margin_moves_liquidation_away(p: Position, factor: float) -> None:
    richer = Position(p.sign, p.entry, p.size, p.wallet * factor, p.rate, p.fee)
    assert p.sign * (p.liquidation - richer.liquidation) >= -slack(p)


@given(positions(), st.floats(1, 2))
def test_more_leverage_brings_liquidation_nearer(p: Position, factor: float) -> None:
    bolder = Position(p.sign, p.entry, p.size, p.wallet / factor, p.rate, p.fee)
    assert p.sign * (bolder.liquidation - p.liquidation) >= -slack(p)


@given(positions(), st.floats(0, 0.05), st.floats(0, 0.01))
def test_a_higher_rate_or_fee_brings_liquidation_nearer(p: Position, more_rate: float, more_fee: float) -> None:
    assume(p.liquidation > 0)
    stricter = Position(p.sign, p.entry, p.size, p.wallet, p.rate + more_rate, p.fee + more_fee)
    assert p.sign * (stricter.liquidation - p.liquidation) >= -slack(p)


@given(positions())
def test_a_short_mirrors_a_long_with_the_signs_of_rates_and_balance_turned(p: Position) -> None:
    mirrored = linear.liquidation_price(-p.sign, p.entry, p.size, p.wallet, p.rate, 0, p.fee)
    turned = linear.liquidation_price(p.sign, p.entry, p.size, -p.wallet, -p.rate, 0, -p.fee)
    assert mirrored == turned


@given(positions(), st.floats(1e-3, 1e3))
def test_scaling_a_position_moves_no_price(p: Position, factor: float) -> None:
    scaled = Position(p.sign, p.entry, p.size * factor, p.wallet * factor, p.rate, p.fee)
    assert p.liquidation == pytest.approx(scaled.liquidation, abs=slack(p))
    assert p.bankruptcy == pytest.approx(scaled.bankruptcy, abs=slack(p))


@given(positions(), st.floats(1e-3, 1e3))
def test_prices_scale_with_the_unit_of_money(p: Position, factor: float) -> None:
    scaled = Position(p.sign, p.entry * factor, p.size, p.wallet * factor, p.rate, p.fee)
    assert p.liquidation * factor == pytest.approx(scaled.liquidation, abs=slack(scaled))


@given(positions())
def test_maintenance_fixed_at_entry_liquidates_nearer_than_maintenance_on_mark_for_a_long(p: Position) -> None:
    kept = margin.maintenance_margin(p.size * p.entry, p.rate)
    on_entry = linear.liquidation_price_on_entry_value(p.sign, p.entry, p.size, p.wallet, kept)
    on_mark = linear.liquidation_price(p.sign, p.entry, p.size, p.wallet, p.rate)
    assert on_entry - on_mark >= -slack(p)
    assert p.balance(on_entry) == pytest.approx(kept, abs=RELATIVE * p.scale)


@given(positions())
def test_at_the_bankruptcy_price_nothing_is_left(p: Position) -> None:
    assert 0 == pytest.approx(p.balance(p.bankruptcy), abs=RELATIVE * p.scale)


@given(signs, prices, sizes, st.floats(-2, 10), fees)
def test_the_target_price_gives_the_net_profit_that_was_asked_for(sign: int, entry: float, size: float, share: float, fee: float) -> None:
    wanted = share * entry * size
    price = linear.target_price(sign, entry, size, wanted, fee)
    net = linear.profit(sign, entry, price, size) - fee * size * entry - fee * size * price
    assert wanted == pytest.approx(net, abs=1e-9 * entry * size * (1 + abs(share)))


# ---- Fractions: the same formulas without rounding


exact_linear: Any = linear  # the same functions; types say float, and Fractions pass through as well
exact_margin: Any = margin


def close(exact: Fraction, got: float, *terms: Fraction) -> None:
    """Floats stay within 1e-12 of the largest term of the exact computation."""
    assert isinstance(exact, Fraction)
    assert abs(exact - Fraction(got)) <= Fraction(1, 10**12) * max(abs(term) for term in terms)


@given(positions())
def test_floats_agree_with_fractions(p: Position) -> None:
    entry, size, wallet, rate, fee = (Fraction(x) for x in (p.entry, p.size, p.wallet, p.rate, p.fee))
    divisor = abs(rate + fee - p.sign)
    terms = (entry / divisor, wallet / size / divisor, 123 / size / divisor)
    exact = exact_linear.liquidation_price(p.sign, entry, size, wallet, rate, 123, fee)
    close(exact, linear.liquidation_price(p.sign, p.entry, p.size, p.wallet, p.rate, 123, p.fee), *terms)
    close(exact_linear.bankruptcy_price(p.sign, entry, size, wallet), p.bankruptcy, *terms)
    exact = exact_linear.liquidation_price_on_entry_value(p.sign, entry, size, wallet, 123)
    close(exact, linear.liquidation_price_on_entry_value(p.sign, p.entry, p.size, p.wallet, 123), *terms)
    exact = exact_linear.target_price(p.sign, entry, size, wallet, fee)
    divisor = abs(p.sign - fee)
    close(exact, linear.target_price(p.sign, p.entry, p.size, p.wallet, p.fee), entry * (1 + fee) / divisor, wallet / size / divisor)
    exact = exact_linear.profit(p.sign, entry, wallet, size)
    close(exact, linear.profit(p.sign, p.entry, p.wallet, p.size), size * entry, size * wallet)
    exact = exact_margin.maintenance_margin(entry, rate, 123)
    close(exact, margin.maintenance_margin(p.entry, p.rate, 123), entry, Fraction(123))
    close(exact_margin.initial_margin(entry, wallet), margin.initial_margin(p.entry, p.wallet), entry / wallet)


@given(positions())
def test_with_fractions_the_identity_holds_without_any_error(p: Position) -> None:
    entry, size, wallet, rate, fee = (Fraction(x) for x in (p.entry, p.size, p.wallet, p.rate, p.fee))
    price = exact_linear.liquidation_price(p.sign, entry, size, wallet, rate, 0, fee)
    assert wallet + p.sign * size * (price - entry) == size * price * (rate + fee)


# ---- Tiers


def kept_in(tiers: tuple[Tier, ...], notional: float) -> float:
    tier = margin.tier_at(tiers, notional)
    assert tier is not None
    return margin.maintenance_margin(notional, tier.maintenance_margin_rate, tier.maintenance_amount)


def solved(sign: int, entry: float, size: float, wallet: float, tiers: tuple[Tier, ...], fee: float) -> float:
    """The liquidation price by bisection: nothing but the definition, with the tier looked up again at every price."""

    def left(price: float) -> float:
        return wallet + sign * size * (price - entry) - kept_in(tiers, size * price) - fee * size * price

    safe, gone = entry, 0.0 if sign > 0 else tiers[-1].cap / size
    for _ in range(200):
        middle = (safe + gone) / 2
        safe, gone = (middle, gone) if left(middle) > 0 else (safe, middle)
    return (safe + gone) / 2


@st.composite
def tiered(draw: st.DrawFn) -> tuple[int, float, float, float, tuple[Tier, ...], float]:
    """A position of any size that a table covers, at a leverage that leaves more than must be kept."""
    tiers, sign, entry, fee = draw(tables), draw(signs), draw(prices), draw(st.sampled_from((0.0, 0.0005)))
    band = draw(st.sampled_from(tiers))
    at_edge = draw(st.sampled_from((None, band.floor, band.cap)))
    notional = at_edge or band.floor + draw(st.floats(0.001, 1)) * (band.cap - band.floor)
    wallet = notional / draw(st.floats(1, band.max_leverage))
    assume(wallet > (kept_in(tiers, notional) + fee * notional) * (1 + 1e-6))
    return sign, entry, notional / entry, wallet, tiers, fee


@given(tiered())
def test_with_tiers_the_answer_is_what_bisection_finds(case: tuple[int, float, float, float, tuple[Tier, ...], float]) -> None:
    sign, entry, size, wallet, tiers, fee = case
    price = linear.liquidation_price_in_tiers(sign, entry, size, wallet, tiers, fee)
    assume(0 < size * price <= tiers[-1].cap)
    assert solved(sign, entry, size, wallet, tiers, fee) == pytest.approx(price, abs=RELATIVE * (entry + wallet / size))


@given(tiered())
def test_with_tiers_the_answer_is_the_flat_formula_of_the_tier_that_holds_it(
    case: tuple[int, float, float, float, tuple[Tier, ...], float],
) -> None:
    sign, entry, size, wallet, tiers, fee = case
    price = linear.liquidation_price_in_tiers(sign, entry, size, wallet, tiers, fee)
    tier = margin.tier_at(tiers, size * price)
    assume(price > 0 and tier is not None)
    assert tier is not None
    flat = linear.liquidation_price(sign, entry, size, wallet, tier.maintenance_margin_rate, tier.maintenance_amount, fee)
    assert flat == pytest.approx(price, abs=RELATIVE * (entry + wallet / size))


@given(tiered(), st.floats(0.5, 2))
def test_inside_one_tier_scaling_moves_no_price_where_nothing_is_deducted(
    case: tuple[int, float, float, float, tuple[Tier, ...], float], factor: float
) -> None:
    sign, entry, size, wallet, tiers, fee = case
    first = (tiers[0],)
    assert linear.liquidation_price_in_tiers(sign, entry, size, wallet, first, fee) == pytest.approx(
        linear.liquidation_price_in_tiers(sign, entry, size * factor, wallet * factor, first, fee), abs=RELATIVE * (entry + wallet / size)
    )


@given(tiered(), st.floats(1, 4))
def test_a_larger_position_of_the_same_leverage_is_liquidated_no_later(
    case: tuple[int, float, float, float, tuple[Tier, ...], float], factor: float
) -> None:
    sign, entry, size, wallet, tiers, fee = case
    small = linear.liquidation_price_in_tiers(sign, entry, size, wallet, tiers, fee)
    large = linear.liquidation_price_in_tiers(sign, entry, size * factor, wallet * factor, tiers, fee)
    assert sign * (large - small) >= -RELATIVE * (entry + wallet / size)


@given(tables, st.floats(0, 1), st.floats(0, 1))
@example(tier_table("binance-btcusdt-2024-10-24").tiers, 49_999 / 1.8e9, 50_000 / 1.8e9)
def test_maintenance_margin_rises_with_notional_and_bends_upward(tiers: tuple[Tier, ...], one: float, other: float) -> None:
    cap = tiers[-1].cap
    low, high = sorted((one * cap, other * cap))
    middle = (low + high) / 2
    at_low, at_middle, at_high = (kept_in(tiers, n) for n in (low, middle, high))
    assert 0 <= at_low <= at_high * (1 + RELATIVE)
    assert at_middle <= (at_low + at_high) / 2 + RELATIVE * (1 + at_high)
    assert at_high <= high

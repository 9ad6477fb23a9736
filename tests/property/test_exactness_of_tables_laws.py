"""Floats against exact numbers, for the formulas that take tables, fills or positions; over twelve orders of magnitude.

Where a formula looks a tier up, a float a rounding error from an edge may fall on the other side of it, and in a table without deductions
maintenance margin jumps there. So a float answer counts as right when it is the exact one for a balance that differs by a trillionth of the
largest term, which is the same as an error of that much divided by the slope.
"""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.formulas import account, fills, funding, inverse, linear, margin
from calc.formulas.account import Position
from calc.formulas.margin import Tier
from calc.formulas.reduction import reductions

Tables = Callable[..., st.SearchStrategy[tuple[Tier, ...]]]
Oracle = tuple[Callable[[Any], Any], Callable[..., bool]]

SHARE = Fraction(1, 10**12)
NUDGES = (Fraction(0), Fraction(-1, 2**50), Fraction(1, 2**50))
CONTINUOUS = (True,)  # tables with deductions
INFINITE = float("inf")

# An exact account takes a hundred times as long as a formula, so these are tried less often.
often = settings(max_examples=max(30, settings().max_examples // 4))

signs = st.sampled_from((1, -1))
magnitudes = st.builds(lambda mantissa, exponent: mantissa * 10.0**exponent, st.floats(1, 10), st.integers(-6, 5))
moves = st.floats(-0.3, 0.3).map(lambda x: round(x, 9))
rates = st.integers(0, 100).map(lambda n: n / 10_000)
shares = st.floats(0.001, 3)
rows = st.lists(st.tuples(magnitudes, magnitudes), min_size=1, max_size=8)


@st.composite
def float_tables(draw: st.DrawFn, tables: Tables, kinds: tuple[bool, ...] = (True, False)) -> tuple[Tier, ...]:
    """A table as a venue gives it, in floats, and in units from a millionth to a million."""
    unit = 10.0 ** draw(st.integers(-6, 6))
    return tuple(
        Tier(
            floor=float(tier.floor) * unit,
            cap=float(tier.cap) * unit,
            maintenance_margin_rate=float(tier.maintenance_margin_rate),
            maintenance_amount=float(tier.maintenance_amount) * unit,
            max_leverage=float(tier.max_leverage),
        )
        for tier in draw(tables(deducting=draw(st.sampled_from(kinds))))
    )


@st.composite
def values_in(draw: st.DrawFn, tiers: tuple[Tier, ...]) -> float:
    tier = draw(st.sampled_from(tiers))
    return min(tier.cap, 1e9 * (tier.floor or 1)) * draw(st.sampled_from((1.0, 1.0, draw(shares))))


@st.composite
def positions(draw: st.DrawFn, tables: Tables, mark: float | None = None, kinds: tuple[bool, ...] = (True, False)) -> Position:
    tiers, mark = draw(float_tables(tables, kinds)), mark or draw(magnitudes)
    size = draw(values_in(tiers)) / mark
    return Position(
        sign=draw(signs),
        size=size,
        entry_price=mark * (1 + draw(moves)),
        mark_price=mark,
        tiers=tiers,
        closing_fee_rate=draw(rates),
    )


# ---- Fills, funding and tables


@given(rows)
def test_averages_are_exact(oracle: Oracle, given_fills: list[tuple[float, float]]) -> None:
    exactly, agrees = oracle
    for average in (linear.average_entry_price, inverse.average_entry_price):
        assert agrees(average(exactly(given_fills)), average(given_fills))


@given(
    st.builds(fills.Holding, sign=signs, size=magnitudes, entry_price=magnitudes) | st.just(fills.Holding()), signs, magnitudes, magnitudes
)
def test_a_fill_is_exact(oracle: Oracle, held: fills.Holding, sign: int, size: float, price: float) -> None:
    exactly, agrees = oracle
    assert agrees(fills.filled(exactly(held), sign, exactly(size), exactly(price)), fills.filled(held, sign, size, price))
    whole = fills.filled(held, -held.sign or 1, held.size or 1.0, price)
    assert agrees(fills.filled(exactly(held), -held.sign or 1, exactly(held.size or 1.0), exactly(price)), whole)


@given(
    signs, magnitudes, st.lists(st.tuples(magnitudes, magnitudes, moves.filter(lambda x: x == 0 or abs(x) > 1e-9))), magnitudes, magnitudes
)
def test_payments_are_exact(
    oracle: Oracle, sign: int, size: float, settlements: list[tuple[float, float, float]], opened: float, closed: float
) -> None:
    exactly, agrees = oracle
    exact = funding.payments(sign, exactly(size), exactly(settlements), exactly(opened), exactly(closed))
    assert agrees(exact, funding.payments(sign, size, settlements, opened, closed))


@given(data=st.data())
def test_what_a_table_asks_for_is_exact(tables: Tables, oracle: Oracle, data: st.DataObject) -> None:
    exactly, agrees = oracle
    tiers = data.draw(float_tables(tables))
    value = data.draw(values_in(tiers))
    for formula in (margin.maintenance_margin_in_tiers, margin.maintenance_margin_by_slices):
        assert agrees(formula(exactly(value), exactly(tiers)), formula(value, tiers))
    assert agrees(margin.tier_at(exactly(tiers), exactly(value)), margin.tier_at(tiers, value))
    assert agrees(margin.highest_leverage(exactly(tiers), exactly(value)), margin.highest_leverage(tiers, value))
    floors, charged = [tier.floor for tier in tiers], [tier.maintenance_margin_rate for tier in tiers]
    assert agrees(margin.maintenance_amounts(exactly(floors), exactly(charged)), margin.maintenance_amounts(floors, charged))


# ---- Accounts


@often
@given(data=st.data(), wallet=magnitudes)
def test_balance_and_maintenance_of_an_account_are_exact(tables: Tables, oracle: Oracle, data: st.DataObject, wallet: float) -> None:
    exactly, agrees = oracle
    held = data.draw(st.lists(positions(tables), max_size=3))
    assert agrees(account.margin_balance(exactly(wallet), exactly(held)), account.margin_balance(wallet, held))
    for p in held:
        assert agrees(account.unrealized_pnl(exactly(p)), account.unrealized_pnl(p))
        assert agrees(inverse.turned(exactly(p)), inverse.turned(p))
        nudged = [replace(exactly(p), mark_price=Fraction(p.mark_price) * (1 + nudge)) for nudge in NUDGES]
        assert any(agrees(account.requirement(exactly(other)), account.requirement(p)) for other in nudged)
    assert account.maintenance_margin(held) == pytest.approx(sum(account.requirement(p) for p in held), rel=1e-12)


def explained(got: float | None, exact: list[Any], way: int) -> bool:
    """Whether `got` lies between exact answers; none at all is farther away than any."""
    places: list[Any] = [INFINITE if x is None else way * x for x in (got, *exact)]
    got_place, *exact_places = places
    low, high = min(exact_places), max(exact_places)
    return bool(
        got_place in exact_places or low - SHARE * abs(low) <= got_place <= high + (high if high == INFINITE else SHARE * abs(high))
    )


def doubt(wallet: Any, held: list[Position], *prices: Any) -> Fraction:
    """A trillionth of the largest term of an account's balance, on the way from its marks to the prices."""
    farthest = max([Fraction(1), *(Fraction(price) / Fraction(held[0].mark_price) for price in prices if price is not None)])
    values = [Fraction(p.size) * (Fraction(p.entry_price) + Fraction(p.mark_price) * farthest) for p in held]
    return SHARE * (abs(Fraction(wallet)) + sum(values))


@st.composite
def wallets(draw: st.DrawFn, held: list[Position]) -> float:
    """Enough in most cases, at times by very little."""
    value = sum(p.size * p.mark_price for p in held)
    return (
        account.maintenance_margin(held)
        - account.margin_balance(0, held)
        + value * draw(st.sampled_from((1.0, 0.1, 1e-3, 0.0, -0.1))) * draw(shares)
    )


def nudged(p: Any, nudge: Fraction) -> Any:
    return replace(p, mark_price=p.mark_price * (1 + nudge))


@often
@given(data=st.data())
def test_a_liquidation_price_in_tiers_is_exact(tables: Tables, oracle: Oracle, data: st.DataObject) -> None:
    exactly, _ = oracle
    p = data.draw(positions(tables))
    wallet = data.draw(wallets([p]))
    exact_p = exactly(p)

    def solved(module: Any, wallet: Any, p: Any, mark: Any) -> Any:
        return module.liquidation_price_in_tiers(p.sign, p.entry_price, p.size, wallet, p.tiers, p.closing_fee_rate, mark)

    got, mark = solved(linear, wallet, p, p.mark_price), exact_p.mark_price
    more = doubt(wallet, [p], got, solved(linear, exactly(wallet), exact_p, mark))
    answers = [solved(linear, exactly(wallet) + sign * more, exact_p, mark * (1 + nudge)) for sign in (0, 1, -1) for nudge in NUDGES]
    assert explained(got, answers, -p.sign)
    # The same at 1 / price, where the value is in coin.
    other = replace(p, sign=-p.sign, entry_price=1 / p.entry_price, mark_price=1 / p.mark_price)
    exact_other = exactly(other)
    price = solved(inverse, wallet, other, other.mark_price)
    more = doubt(wallet, [p], None if price is None else 1 / price, got)
    answers = [
        solved(inverse, exactly(wallet) + sign * more, exact_other, exact_other.mark_price * (1 + nudge))
        for sign in (0, 1, -1)
        for nudge in NUDGES
    ]
    assert explained(price, answers, p.sign)


@often
@given(data=st.data())
def test_liquidation_prices_and_moves_of_an_account_are_exact(tables: Tables, oracle: Oracle, data: st.DataObject) -> None:
    exactly, _ = oracle
    first = data.draw(positions(tables))
    moving = [first, *data.draw(st.lists(positions(tables, first.mark_price, CONTINUOUS), max_size=1))]
    held = data.draw(st.lists(positions(tables, None, CONTINUOUS), max_size=1))  # one at most jumps, so one nudge explains it
    both = [*moving, *held]
    wallet = data.draw(wallets(both))
    exact_moving, exact_held = exactly(moving), exactly(held)

    def exact_prices(more: Any, nudge: Any) -> Any:
        return account.liquidation_prices(exactly(wallet) + more, [nudged(p, nudge) for p in exact_moving], exact_held)

    def exact_moves(more: Any, nudge: Any) -> Any:
        found = account.liquidation_moves(exactly(wallet) + more, [nudged(p, nudge) for p in (*exact_moving, *exact_held)])
        return [None if move is None else first.mark_price * (1 + move) for move in found]

    moves = [None if move is None else first.mark_price * (1 + move) for move in account.liquidation_moves(wallet, both)]
    for got, exact in ((account.liquidation_prices(wallet, moving, held), exact_prices), (moves, exact_moves)):
        for n, way in enumerate((-1, 1)):
            more = doubt(wallet, [*moving, *held], got[n], exact(0, 0)[n])
            assert explained(got[n], [exact(sign * more, nudge)[n] for sign in (0, 1, -1) for nudge in NUDGES], way)


# ---- Partial liquidation


@often
@given(data=st.data(), fee=rates, at_once=st.sampled_from((1, 2)), share=shares)
def test_the_steps_of_a_partial_liquidation_are_exact(
    tables: Tables, oracle: Oracle, data: st.DataObject, fee: float, at_once: int, share: float
) -> None:
    exactly, agrees = oracle
    p = data.draw(positions(tables))
    wallet = share * account.maintenance_margin([p]) - account.unrealized_pnl(p)

    def steps(wallet: Any, p: Any, fee: Any) -> Any:
        return reductions(p.sign, p.entry_price, p.size, wallet, p.tiers, p.mark_price, fee, at_once)

    def sizes(cuts: Any) -> Any:
        return [(cut.closed_size, cut.remaining_size) for cut in cuts]

    got, exact = steps(wallet, p, fee), steps(exactly(wallet), exactly(p), exactly(fee))
    if agrees(sizes(exact), sizes(got)):
        assert agrees(exact, got)
    else:  # where a comparison hangs on a rounding error
        more = doubt(wallet, [p])
        others = [steps(exactly(wallet) + sign * more, nudged(exactly(p), nudge), exactly(fee)) for sign in (0, 1, -1) for nudge in NUDGES]
        assert any(agrees(sizes(other), sizes(got)) for other in others)

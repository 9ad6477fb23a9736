"""Laws of positions that share a wallet, in exact numbers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.formulas import account, inverse, linear, margin
from calc.formulas.account import Position
from calc.formulas.margin import Tier

Tables = Callable[..., st.SearchStrategy[tuple[Tier, ...]]]

signs = st.sampled_from((1, -1))
amounts: st.SearchStrategy[Any] = st.integers(1, 10**12).map(lambda n: Fraction(n, 10**6))
moves: st.SearchStrategy[Any] = st.integers(-300, 300).map(lambda n: Fraction(n, 1000))
leverages: st.SearchStrategy[Any] = st.integers(5, 2000).map(lambda n: Fraction(n, 10))
fees: st.SearchStrategy[Any] = st.integers(0, 100).map(lambda n: Fraction(n, 10_000))
shares: st.SearchStrategy[Any] = st.integers(1, 3000).map(lambda n: Fraction(n, 1000))
often = settings(max_examples=max(60, settings().max_examples // 2))  # a whole table for every example takes its time


@st.composite
def positions(draw: st.DrawFn, tables: Tables, *, deducting: bool = True, mark: Any = None) -> Position:
    """A position in any tier of a table, which the price has left or reached by some tenths."""
    tiers, mark = draw(tables(deducting=deducting)), mark or draw(amounts)
    value = min(draw(st.sampled_from(tiers)).cap, 10**10) * draw(shares)
    entry = mark * (1 + draw(moves))
    return Position(sign=draw(signs), size=value / mark, entry_price=entry, mark_price=mark, tiers=tiers, closing_fee_rate=draw(fees))


def enough(held: Sequence[Position], leverage: Any) -> Any:
    """A wallet with which the account lives: what must be kept, and some share of the value of its positions."""
    value = sum(linear.notional(p.size, p.mark_price) for p in held)
    return account.maintenance_margin(held) - account.margin_balance(0, held) + value / leverage


def free(wallet: Any, held: Sequence[Position]) -> Any:
    return account.margin_balance(wallet, held) - account.maintenance_margin(held)


def at_price(held: Sequence[Position], mark: Any) -> list[Position]:
    return [replace(p, mark_price=mark) for p in held]


def moved(held: Sequence[Position], move: Any) -> list[Position]:
    return [replace(p, mark_price=p.mark_price * (1 + move)) for p in held]


@often
@given(data=st.data(), wallet=amounts)
def test_margin_balance_is_the_wallet_and_the_profit_of_every_position(tables: Tables, data: st.DataObject, wallet: Any) -> None:
    held = data.draw(st.lists(positions(tables), max_size=3))
    profits = sum(linear.profit(p.sign, p.entry_price, p.mark_price, p.size) for p in held)
    assert wallet + profits == account.margin_balance(wallet, held)
    assert profits == sum(account.unrealized_pnl(p) for p in held)
    assert wallet == account.margin_balance(wallet, [])


@often
@given(data=st.data())
def test_what_must_be_kept_is_the_maintenance_of_every_position_and_its_closing_fee(tables: Tables, data: st.DataObject) -> None:
    held = data.draw(st.lists(positions(tables), max_size=3))
    kept = sum(
        margin.maintenance_margin_in_tiers(p.size * p.mark_price, p.tiers) + p.size * p.mark_price * p.closing_fee_rate for p in held
    )
    assert kept == account.maintenance_margin(held) == sum(account.requirement(p) for p in held)


@often
@given(data=st.data(), leverage=leverages)
def test_at_its_liquidation_prices_the_account_has_exactly_what_it_must_keep(tables: Tables, data: st.DataObject, leverage: Any) -> None:
    first = data.draw(positions(tables))
    moving = [first, *data.draw(st.lists(positions(tables, mark=first.mark_price), max_size=1))]
    held = data.draw(st.lists(positions(tables), max_size=2))
    wallet = enough([*moving, *held], leverage)
    below, above = account.liquidation_prices(wallet, moving, held)
    assert 0 == sum(abs(free(wallet, [*at_price(moving, price), *held])) for price in (below, above) if price is not None)
    assert below is None or below < first.mark_price
    assert above is None or above > first.mark_price
    for share in (Fraction(1, 10), Fraction(1, 2), Fraction(999, 1000)):  # and between them it has more
        for end in (below or 0, above or 3 * first.mark_price):
            assert free(wallet, [*at_price(moving, first.mark_price + share * (end - first.mark_price)), *held]) > 0


@often
@given(data=st.data(), leverage=leverages)
def test_at_its_liquidation_moves_the_account_has_exactly_what_it_must_keep(tables: Tables, data: st.DataObject, leverage: Any) -> None:
    held = data.draw(st.lists(positions(tables), min_size=1, max_size=3))
    wallet = enough(held, leverage)
    down, up = account.liquidation_moves(wallet, held)
    assert 0 == sum(abs(free(wallet, moved(held, move))) for move in (down, up) if move is not None)
    assert down is None or -1 < down < 0
    assert up is None or up > 0
    for share in (Fraction(1, 10), Fraction(1, 2), Fraction(999, 1000)):
        for end in (-1 if down is None else down, 3 if up is None else up):
            assert free(wallet, moved(held, share * end)) > 0


@often
@given(data=st.data(), leverage=leverages, deducting=st.booleans())
def test_one_position_in_cross_margin_is_liquidated_where_an_isolated_one_of_the_same_margin_is(
    tables: Tables, data: st.DataObject, leverage: Any, deducting: bool
) -> None:
    p = data.draw(positions(tables, deducting=deducting))
    wallet = enough([p], leverage)
    prices = account.liquidation_prices(wallet, [p])
    isolated = linear.liquidation_price_in_tiers(p.sign, p.entry_price, p.size, wallet, p.tiers, p.closing_fee_rate, p.mark_price)
    assert isolated == prices[p.sign < 0]
    if deducting:
        assert prices[p.sign > 0] is None  # nothing to fear from profits
        at_entry = account.liquidation_prices(wallet, at_price([p], p.entry_price))
        if p.entry_price not in at_entry:  # nor does it matter where the price stands
            assert isolated == linear.liquidation_price_in_tiers(p.sign, p.entry_price, p.size, wallet, p.tiers, p.closing_fee_rate)


@often
@given(data=st.data(), leverage=leverages, deducting=st.booleans())
def test_one_position_falls_by_a_move_where_it_falls_by_a_price(
    tables: Tables, data: st.DataObject, leverage: Any, deducting: bool
) -> None:
    p = data.draw(positions(tables, deducting=deducting))
    wallet = enough([p], leverage)
    from_prices = tuple(None if price is None else price / p.mark_price - 1 for price in account.liquidation_prices(wallet, [p]))
    assert from_prices == account.liquidation_moves(wallet, [p])


@often
@given(data=st.data(), leverage=leverages)
def test_positions_that_stay_count_only_by_what_they_leave_free(tables: Tables, data: st.DataObject, leverage: Any) -> None:
    p, held = data.draw(positions(tables)), data.draw(st.lists(positions(tables), min_size=1, max_size=3))
    wallet = enough([p, *held], leverage)
    alone = wallet + sum(account.unrealized_pnl(other) - account.requirement(other) for other in held)
    prices = account.liquidation_prices(wallet, [p], held)
    assert account.liquidation_prices(alone, [p]) == prices == account.liquidation_prices(wallet, [p], held[::-1])


@often
@given(data=st.data(), leverage=leverages, more=amounts)
def test_a_larger_wallet_moves_every_liquidation_away(tables: Tables, data: st.DataObject, leverage: Any, more: Any) -> None:
    held = data.draw(st.lists(positions(tables, deducting=data.draw(st.booleans())), min_size=1, max_size=3))
    wallet = enough(held, leverage)
    down, up = account.liquidation_moves(wallet, held)
    lower, higher = account.liquidation_moves(wallet + more, held)
    assert lower is None or (down is not None and lower <= down)
    assert higher is None or (up is not None and up <= higher)


@often
@given(data=st.data(), shortage=amounts)
def test_an_account_that_has_no_more_than_it_must_keep_is_liquidated_where_it_stands(
    tables: Tables, data: st.DataObject, shortage: Any
) -> None:
    p = data.draw(positions(tables))
    for lacking in (0, shortage):
        wallet = account.maintenance_margin([p]) - account.margin_balance(0, [p]) - lacking
        assert (p.mark_price, p.mark_price) == account.liquidation_prices(wallet, [p])
        assert (0, 0) == account.liquidation_moves(wallet, [p])


@often
@given(data=st.data(), leverage=leverages, share=st.integers(1, 99))
def test_a_position_in_two_parts_of_one_entry_and_one_tier_is_liquidated_where_the_whole_is(
    tables: Tables, data: st.DataObject, leverage: Any, share: int
) -> None:
    p = data.draw(positions(tables))
    whole = replace(p, tiers=margin.flat(p.tiers[0].maintenance_margin_rate))
    parts = [replace(whole, size=whole.size * part / 100) for part in (share, 100 - share)]
    wallet = enough([whole], leverage)
    assert account.liquidation_prices(wallet, [whole]) == account.liquidation_prices(wallet, parts)
    assert account.liquidation_moves(wallet, [whole]) == account.liquidation_moves(wallet, parts)


@often
@given(data=st.data(), leverage=leverages)
def test_the_account_of_one_inverse_position_is_liquidated_where_the_position_is(
    tables: Tables, data: st.DataObject, leverage: Any
) -> None:
    p = data.draw(positions(tables))
    coins = inverse.turned(replace(p, size=p.size * p.mark_price**2))
    wallet = enough([coins], leverage)
    below, above = account.liquidation_prices(wallet, [coins])
    found = above if p.sign > 0 else below  # a price of 1 / price
    size = p.size * p.mark_price**2
    price = inverse.liquidation_price_in_tiers(p.sign, p.entry_price, size, wallet, p.tiers, p.closing_fee_rate, p.mark_price)
    assert price == (None if found is None else 1 / found)


def test_positions_of_two_prices_do_not_move_together() -> None:
    p = Position(sign=1, size=1, entry_price=100, mark_price=100, tiers=margin.flat(0.01))
    with pytest.raises(ValueError, match="one mark price"):
        account.liquidation_prices(10, [p, replace(p, mark_price=101)])

"""Several positions on one wallet: every end found again by bisection on exact fractions, and every kind of sentence read."""

import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import calc
from calc import contract, cross_account
from calc.calculators.cross_account import Held

ROOT = Path(calc.__file__).parent
ETH = Held(market="ETH", size=3_683.979, entry_price=1_456.84, mark_price=1_335.18)
BTC = Held(market="BTC", size=109.488, entry_price=32_481.98, mark_price=31_967.27)
ACCOUNTS: dict[str, dict[str, Any]] = {
    "two longs": {"wallet_balance": 1_000, "positions": (Held(size=0.03), Held(market="ETH", size=0.5, entry_price=4_000))},
    "hedge of two markets": {"positions": (Held(size=0.3), Held(market="ETH", side="short", size=20, entry_price=4_000))},
    "hedge in one market": {"positions": (Held(size=2), Held(side="short", size=1.6))},
    "short alone": {"positions": (Held(market="DOGE", side="short", size=100_000, entry_price=0.2),)},
    "equal long and short": {"positions": (Held(size=1), Held(side="short", size=1))},
    "marks that moved": {
        "positions": (
            Held(size=0.3, entry_price=80_000, mark_price=100_000),
            Held(market="ETH", size=10, entry_price=4_000, mark_price=3_400),
        )
    },
    "Binance's two, at a flat rate": {"wallet_balance": 1_535_443.01, "positions": (ETH, BTC)},
    "tiers, hedge in one market": {
        "wallet_balance": 400_000,
        "maintenance": "tiers",
        "positions": (Held(size=100), Held(side="short", size=90)),
    },
    "tiers, hedge the other way": {
        "wallet_balance": 400_000,
        "maintenance": "tiers",
        "positions": (Held(size=90), Held(side="short", size=100)),
    },
    "tiers, three markets": {
        "wallet_balance": 900_000,
        "maintenance": "tiers",
        "positions": (
            Held(size=30),
            Held(market="SOL", size=5_000, entry_price=200),
            Held(market="LINK", side="short", size=40_000, entry_price=15),
        ),
    },
}


def mark(held: Held) -> Fraction:
    return Fraction(held.entry_price if held.mark_price is None else held.mark_price)


def kept(market: str, value: Fraction, asked: dict[str, Any]) -> Fraction:
    """Maintenance of one position, from the data file."""
    if asked.get("maintenance", "flat") == "flat":
        return Fraction(0.005) * value
    file = json.loads((ROOT / "venues" / "tables" / f"binance-{market.lower()}usdt-2026-07-02.json").read_text(encoding="utf-8"))
    rows = file["tiers"]
    row = next((row for row in rows if row[1] is None or value <= Fraction(row[1])), rows[-1])
    return value * Fraction(row[2]) - Fraction(row[3])


def room(asked: dict[str, Any], markets: set[str], factor: Fraction) -> Fraction:
    """Balance less maintenance when these markets stand at that multiple of their mark, the others at it."""
    left = Fraction(asked.get("wallet_balance", 10_000))
    for held in asked["positions"]:
        price = mark(held) * (factor if held.market in markets else 1)
        left += (1 if held.side == "long" else -1) * Fraction(held.size) * (price - Fraction(held.entry_price))
        left -= kept(held.market, Fraction(held.size) * price, asked)
    return left


def first_end(asked: dict[str, Any], markets: set[str], way: int) -> Fraction | None:
    """The first factor at which nothing is left: in small steps up to the first that ends it, then by halving."""
    before, stride = Fraction(1), Fraction(1, 200)
    for _ in range(3_000):
        beyond = before * (1 + stride) if way > 0 else before * (1 - stride)
        beyond = Fraction(float(beyond))  # short fractions; the start of an interval need not be round
        if room(asked, markets, beyond) <= 0:
            for _ in range(60):
                middle = (before + beyond) / 2
                before, beyond = (before, middle) if room(asked, markets, middle) <= 0 else (middle, beyond)
            return beyond
        before = beyond
    return None


@pytest.mark.parametrize("name", ACCOUNTS)
def test_each_price_of_a_market_alone_is_found_again_by_halving(name: str) -> None:
    asked = ACCOUNTS[name]
    for held, row in zip(asked["positions"], cross_account(**asked).positions, strict=True):
        ends = [first_end(asked, {held.market}, way) for way in (-1, 1)]
        expected = sorted((float(abs(end - 1)), float(end * mark(held))) for end in ends if end is not None)
        named = [price for price in (row.liquidation_price, row.other_price) if price is not None]
        assert [price for _, price in expected] == pytest.approx(named, rel=1e-11)


@pytest.mark.parametrize("name", ACCOUNTS)
def test_each_common_move_is_found_again_by_halving(name: str) -> None:
    asked = ACCOUNTS[name]
    found = cross_account(**asked)
    markets = {held.market for held in asked["positions"]}
    for way, move in ((-1, found.fall), (1, found.rise)):
        end = first_end(asked, markets, way)
        assert (None if end is None else float(end - 1)) == (None if move is None else pytest.approx(move, rel=1e-10)), way


def test_the_positions_of_binance_at_a_flat_rate_are_those_of_the_formula() -> None:
    """P = (WB − TMM₁ + UPNL₁ − q E) ÷ (q m − q); with the tiers of then it gives 1153.26 and 26316.89, which tests/vectors holds."""
    found = cross_account(**ACCOUNTS["Binance's two, at a flat rate"])
    for one, other, row in ((ETH, BTC, found.positions[0]), (BTC, ETH, found.positions[1])):
        assert other.mark_price is not None
        profit = other.size * (other.mark_price - other.entry_price)
        top = 1_535_443.01 - 0.005 * other.size * other.mark_price + profit - one.size * one.entry_price
        assert top / (one.size * 0.005 - one.size) == pytest.approx(row.liquidation_price, rel=1e-12)


@pytest.mark.parametrize("name", ["two longs", "marks that moved", "Binance's two, at a flat rate", "tiers, three markets"])
def test_a_fall_that_just_reaches_the_end_closes_and_the_one_before_it_does_not(name: str) -> None:
    end = cross_account(**ACCOUNTS[name]).fall
    assert end is not None
    shocks = (math.nextafter(end, 0), end, math.nextafter(end, -1))
    assert [False, True, True] == [cross_account(**ACCOUNTS[name], shock=shock).balance_after is None for shock in shocks]


def test_a_rise_that_just_reaches_the_end_closes_and_the_one_before_it_does_not() -> None:
    end = cross_account(**ACCOUNTS["short alone"]).rise
    assert end is not None
    shocks = (math.nextafter(end, 0), end, math.nextafter(end, 1))
    assert [False, True, True] == [cross_account(**ACCOUNTS["short alone"], shock=shock).balance_after is None for shock in shocks]


def test_shorts_alone_end_upward_only() -> None:
    positions = (Held(side="short", size=0.1), Held(market="ETH", side="short", size=2, entry_price=4_000))
    found = cross_account(positions=positions)
    assert (None, [None, None]) == (found.fall, [row.other_price for row in found.positions])
    assert (10_000 - 18_000 * 0.005) / (18_000 * 1.005) == pytest.approx(found.rise)
    assert all(row.distance is not None and row.distance > 0 for row in found.positions)


def test_an_equal_long_and_short_end_only_where_maintenance_alone_eats_the_wallet() -> None:
    """10,000 = 0.5 % · 2 P, so P = 1,000,000."""
    found = cross_account(**ACCOUNTS["equal long and short"])
    assert [1_000_000, 1_000_000] == pytest.approx([row.liquidation_price for row in found.positions])
    assert found.fall is None
    assert 9.0 == pytest.approx(found.rise)


def test_a_position_that_the_wallet_pays_for_in_full_has_no_price() -> None:
    found = cross_account(positions=(Held(size=0.01), Held(market="ETH", size=0.1, entry_price=4_000)))
    assert [(None, None, None)] * 2 == [(row.liquidation_price, row.distance, row.other_price) for row in found.positions]
    assert (None, None) == (found.fall, found.rise)


def test_leverage_moves_neither_a_price_nor_a_move_by_tiers_either() -> None:
    asked = ACCOUNTS["tiers, three markets"]
    higher = tuple(Held(**{**vars(held), "leverage": 5}) for held in asked["positions"])
    usual, other = cross_account(**asked), cross_account(**{**asked, "positions": higher})
    assert (usual.positions, usual.fall, usual.rise) == (other.positions, other.fall, other.rise)


ENDS = "The account is liquidated if {end}. "
HEDGED = "BTC,long,100,100000;BTC,short,90,100000"
VERDICTS = [
    (
        "BTC,long,0.3,100000;ETH,long,5,4000",
        {},
        ENDS.format(end="every price falls 19.60\u202f%, or if BTC alone falls 32.66\u202f%")
        + "A common fall of 10.00\u202f% leaves $5,000.",
    ),
    (
        "BTC,long,0.3,100000;ETH,short,5,4000",
        {"shock": "0"},
        ENDS.format(end="BTC alone falls 32.66\u202f%") + "No move at all leaves $10,000.",
    ),
    ("BTC,short,0.5,100000", {"shock": "0.1"}, ENDS.format(end="BTC rises 19.40\u202f%") + "A common rise of 10.00\u202f% leaves $5,000."),
    (
        "BTC,short,0.5,100000",
        {"shock": "0.3"},
        ENDS.format(end="BTC rises 19.40\u202f%") + "A common rise of 30.00\u202f% would not leave it open.",
    ),
    (
        HEDGED,
        {"wallet_balance": "400000", "maintenance": "tiers"},
        ENDS.format(end="BTC falls 28.89\u202f% or rises 3,051.56\u202f%") + "A common fall of 10.00\u202f% leaves $300,000.",
    ),
    (
        "BTC,long,20,100000,,50;ETH,short,500,4000,,50",
        {"wallet_balance": "100000"},
        ENDS.format(end="every price rises 400.00\u202f%, or if ETH alone rises 3.98\u202f%")
        + "A common fall of 10.00\u202f% leaves $100,000.",
    ),
    (
        "BTC,long,0.05,100000",
        {"shock": "-0.5"},
        "No move of one market, and no common move, liquidates this account. A common fall of 50.00\u202f% leaves $7,500.",
    ),
]


@pytest.mark.parametrize(("positions", "more", "expected"), VERDICTS)
def test_the_sentence_names_the_ends_there_are_and_what_the_move_leaves(positions: str, more: dict[str, str], expected: str) -> None:
    e = contract.starting(cross_account, {"positions": positions, **more}, link=True)
    assert expected == e.facts.plain(e.story.verdict)

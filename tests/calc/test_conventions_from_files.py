"""What venues keep, reckoned once more with exact fractions from the data files: every band, every rule, every step on the way."""

import json
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import calc
from calc import liquidation, margin
from calc.conventions import Convention, Opening
from calc.errors import Rejection
from calc.formulas.margin import Tier
from calc.venues import TABLES

DATA = Path(calc.__file__).parent / "venues"
ENTRY = Fraction(100_000)
FEE = Fraction(6, 10_000)
SIZES = (1_000, 190_000, 2_345_678, 45_000_000)
LEVERAGES = (1, 3, 17, 60, 120)
CLOSE = Fraction(1, 10**9)
FILES: dict[str, dict[str, Any]] = {name: json.loads((DATA / "tables" / f"{name}.json").read_text(encoding="utf-8")) for name in TABLES}
KEPT_IN_MIND: dict[str, dict[str, Any]] = {}


def facts(table: str) -> dict[str, Any]:
    name = FILES[table]["venue_name"]
    if name not in KEPT_IN_MIND:
        read = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
        KEPT_IN_MIND[name] = {fact["fact"]: fact["value"] for fact in read["facts"]}
    return KEPT_IN_MIND[name]


class Position:
    """A position by the rows and the facts of the data files alone; amounts in the currency of settlement."""

    def __init__(self, table: str, sign: int, notional: int, leverage: int) -> None:
        self.file, self.facts, self.sign, self.leverage = FILES[table], facts(table), sign, leverage
        self.linear = self.file["contract"] == "linear"
        self.size = Fraction(notional) / ENTRY if self.linear else Fraction(notional)
        self.on_entry = self.facts.get("maintenance_basis") == "entry"

    def value(self, price: Fraction) -> Fraction:
        return self.size * price if self.linear else self.size / price

    def fee(self, key: str, price: Fraction) -> Fraction:
        bust = (
            ENTRY * (1 - Fraction(self.sign, self.leverage))
            if self.linear
            else ENTRY / (1 + Fraction(self.sign, self.leverage))
            if not self.covered
            else Fraction(0)
        )
        on = {
            "value at entry": lambda: self.value(ENTRY),
            "two at entry": lambda: 2 * self.value(ENTRY),
            "value at liquidation": lambda: self.value(price),
            "value at bankruptcy": lambda: self.value(bust) if bust else Fraction(0),
        }
        rule = self.facts.get(key) or "none"
        return Fraction(0) if rule == "none" else FEE * on[rule]()

    @property
    def covered(self) -> bool:
        """An inverse short at 1× has no bankruptcy price."""
        return not self.linear and self.leverage + self.sign == 0

    def balance(self, price: Fraction) -> Fraction:
        gain = self.size * (price - ENTRY) if self.linear else self.size * (1 / ENTRY - 1 / price)
        return self.value(ENTRY) / self.leverage + self.fee("reserved_fee", price) + self.sign * gain

    def row(self, price: Fraction) -> tuple[Fraction, Fraction, Fraction] | None:
        """Rate, deduction and highest leverage; None beyond the table."""
        ramp = self.file.get("ramp")
        if ramp is not None:
            more = Fraction(ramp["rate_per_coin"]) * self.size
            whole = Fraction(ramp["initial_margin_rate"]) + more
            return (Fraction(ramp["maintenance_margin_rate"]) + more, Fraction(0), 1 / whole) if whole <= 1 else None
        measured = self.size if self.file["measure"] == "size" else self.value(price)
        for _, cap, rate, amount, most in self.file["tiers"]:
            if cap is None or measured <= Fraction(cap):
                return Fraction(rate), Fraction(amount), Fraction(most)
        return None

    def room(self, price: Fraction) -> Fraction | None:
        """What is left above what must be kept; None beyond the table."""
        at = ENTRY if self.on_entry else price
        row = self.row(at)
        if row is None:
            return None
        return self.balance(price) - (self.value(at) * row[0] - row[1] + self.fee("closing_fee", price))

    def ask(self, table: str) -> Any:
        return liquidation(
            side="long" if self.sign > 0 else "short",
            leverage=self.leverage,
            size_by="notional",
            entry_notional=float(self.size * ENTRY if self.linear else self.size),
            maintenance="venue",
            tier_table=table,  # type: ignore[arg-type]
            taker_fee_rate=float(FEE),
            account_balance=1e9,
        )


@pytest.mark.parametrize(("table", "sign"), list(product(TABLES, (1, -1))))
def test_until_the_price_that_is_named_more_is_left_than_must_be_kept_and_beyond_it_less(table: str, sign: int) -> None:
    answered = 0
    for notional, leverage in product(SIZES, LEVERAGES):
        position = Position(table, sign, notional, leverage)
        try:
            found = position.ask(table)
        except Rejection as rejection:
            (problem,) = rejection.problems
            row = position.row(ENTRY)
            if problem.code == "tier-leverage":
                assert row is not None and row[2] < leverage
            elif problem.code == "tier-size":
                far = [ENTRY * (1 - sign * Fraction(k, 100 * leverage)) for k in range(101)]
                assert row is None or None in [position.row(ENTRY if position.on_entry else price) for price in far if price > 0], (
                    notional,
                    leverage,
                )
            else:
                left = position.room(ENTRY)
                assert problem.code == "margin-below-maintenance" and left is not None and left <= 0
            continue
        answered += 1
        end = found.liquidation_price
        way = [ENTRY * Fraction(4, 5) ** k if sign > 0 else ENTRY * Fraction(5, 4) ** k for k in range(60)]
        if end is not None:
            steps = [ENTRY + (Fraction(end) * (1 + sign * CLOSE) - ENTRY) * Fraction(k, 40) for k in range(41)]
            way = [*steps[:-1], Fraction(end) * (1 + sign * CLOSE)]
            beyond = position.room(Fraction(end) * (1 - sign * CLOSE))
            assert beyond is not None and beyond <= 0, (notional, leverage)
        assert all(left is None or left > 0 for left in (position.room(price) for price in way)), (notional, leverage)
    assert answered > 0


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("contract", ["linear", "inverse"])
def test_a_line_on_a_made_table_stands_at_the_step_itself(contract: str, sign: int) -> None:
    """The value grows towards a step at which 1 % becomes 10 %: a loss of 4 % of it leaves less than that."""
    grows = sign < 0 if contract == "linear" else sign > 0
    size, value = (1.0, 100.0) if contract == "linear" else (10_000.0, 100.0)
    names = ("floor", "cap", "maintenance_margin_rate", "maintenance_amount", "max_leverage")
    tiers = [Tier(**dict(zip(names, row, strict=True))) for row in ((0, 104, 0.01, 0, 50), (104, 1e30, 0.1, 0, 50))]
    opening = Opening(contract=contract, sign=sign, entry_price=100, size=size, value=value, leverage=10, fee_rate=0.001)
    for closing_fee in ("none", "value at liquidation", "value at entry", "value at bankruptcy"):
        price = opening.liquidation_price(Convention(closing_fee=closing_fee), tiers, 10)
        step = 104.0 if contract == "linear" else 10_000 / 104
        assert price is not None
        assert grows == (step == pytest.approx(price, rel=1e-12))
        tier = tiers[0] if price * size <= 104 or contract == "inverse" else tiers[1]
        assert grows == opening.at_edge(Convention(closing_fee=closing_fee), tier, 10, price)


def test_what_version_1_asked_is_answered_as_before() -> None:
    """Linear, on the value now, no fee: E (1 − s ÷ L) ÷ (1 − s m)."""
    for side, sign in (("long", 1), ("short", -1)):
        named: dict[str, Any] = {"contract": "linear", "maintenance_basis": "mark", "closing_fee": False, "entry_fee": False}
        assert liquidation(side=side, **named) == liquidation(side=side)  # type: ignore[arg-type]
        expected = 100_000 * (1 - sign / 10) / (1 - sign * 0.005)
        assert expected == pytest.approx(liquidation(side=side).liquidation_price, rel=1e-12)  # type: ignore[arg-type]
    assert (1_000 * 0.1, 5.0, None, None) == (
        margin().initial_margin,
        margin().maintenance_margin,
        margin().tier,
        margin().initial_margin_in_coin,
    )


@pytest.mark.parametrize("table", [name for name in TABLES if FILES[name]["measure"] == "value"])
def test_margin_names_the_row_of_its_table_and_keeps_what_the_row_says(table: str) -> None:
    file, settled = FILES[table], 100_000 if FILES[table]["contract"] == "inverse" else 1
    for number, (floor, cap, rate, amount, most) in enumerate(file["tiers"], 1):
        notional = (floor * 1.5 + 1_000 / settled if cap is None else (floor + cap) / 2) * settled
        if notional <= 1e8:
            found = margin(entry_notional=notional, leverage=1, maintenance="tiers", tier_table=table)  # type: ignore[arg-type]
            assert (number, most) == (found.tier, found.tier_max_leverage)
            assert notional * rate - amount * settled == pytest.approx(found.maintenance_margin)


@pytest.mark.parametrize(("coins", "initial", "kept"), [(1, 0.02005, 0.01005), (25, 0.02125, 0.01125), (1_000, 0.07, 0.06)])
def test_margin_grows_with_every_coin_at_deribit(coins: int, initial: float, kept: float) -> None:
    found = margin(entry_notional=coins * 100_000, leverage=1, maintenance="venue", tier_table="deribit-btcusdc-2026-11-22")
    assert (1 / initial, kept, None) == pytest.approx((found.tier_max_leverage, found.maintenance_rate, found.tier))
    assert kept * coins * 100_000 == pytest.approx(found.maintenance_margin)


# ---- Defects: strict, so that each test asks to be unmarked the day it is mended


@pytest.mark.parametrize(
    ("table", "side", "leverage", "notional", "expected"),
    [
        ("bitmex-btcusd-inverse-2020-05-05", "long", 2, 15e6, 100_000 / (1 + 0.5 + 2 * 0.0005 - 0.004 - 0.0005)),
        ("kucoin-btcusdt-2026-09-25", "short", 1, 1e9, 100_000 * (1 + 1 - 0.25)),
    ],
)
def test_a_position_that_grows_out_of_a_table_is_answered_where_only_its_entry_counts(
    table: Any, side: Any, leverage: float, notional: float, expected: float
) -> None:
    found = liquidation(side=side, size_by="notional", entry_notional=notional, leverage=leverage, maintenance="venue", tier_table=table)
    assert expected == pytest.approx(found.liquidation_price)


def test_the_rate_that_is_named_is_the_one_that_is_charged() -> None:
    asked: dict[str, Any] = {"side": "short", "size_by": "notional", "entry_notional": 240_000, "maintenance": "venue"}
    assert 0.004 == liquidation(tier_table="kucoin-btcusdt-2026-09-25", **asked).maintenance_rate


def test_a_line_lies_between_the_lowest_and_the_highest_convention() -> None:
    found = liquidation(maintenance_basis="entry", closing_fee=True)
    assert found.lowest_convention_price is not None and found.liquidation_price is not None and found.highest_convention_price is not None
    assert found.lowest_convention_price <= found.liquidation_price <= found.highest_convention_price


@pytest.mark.parametrize(("sign", "fee"), list(product((1, -1), (0.00075, 0.005))))
def test_bankruptcy_at_bitmex_is_as_its_guide_says_and_beyond_liquidation(sign: int, fee: float) -> None:
    found = liquidation(
        side="long" if sign > 0 else "short", maintenance="venue", tier_table="bitmex-btcusd-inverse-2020-05-05", taker_fee_rate=fee
    )
    assert 100_000 / (1 + sign * (0.1 + 2 * fee)) == pytest.approx(found.bankruptcy_price)


def test_a_table_by_size_has_numbers_too() -> None:
    assert 2 == margin(entry_notional=3e6, maintenance="venue", tier_table="okx-btcusdt-2026-09-25").tier

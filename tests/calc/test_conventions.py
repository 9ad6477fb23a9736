"""How venues reckon: at a liquidation price what is left is what must be kept, reckoned again here from the facts and the tables alone."""

import json
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from calc import contract, liquidation, margin
from calc.calculators.liquidation import Liquidation
from calc.errors import Rejection
from calc.venues import TABLES, TierTable, tier_table, venue

ENTRY = 100_000.0
INVERSE = [name for name in TABLES if tier_table(name).contract == "inverse"]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A position by the rules of a venue, all amounts in the currency of settlement."""

    table: TierTable
    sign: int
    notional: float
    leverage: float
    fee_rate: float

    def __str__(self) -> str:
        return f"{self.table.name} {'long' if self.sign > 0 else 'short'} {self.notional:g} at {self.leverage:g}"

    def fact(self, key: str, usual: str) -> str:
        return str(venue(self.table.venue_name).value(key) or usual)

    @property
    def linear(self) -> bool:
        return self.table.contract == "linear"

    @property
    def size(self) -> float:
        """Coins of a linear contract, USD of an inverse one."""
        return self.notional / ENTRY if self.linear else self.notional

    def value(self, price: float) -> float:
        return self.size * price if self.linear else self.size / price

    def profit(self, price: float) -> float:
        return self.sign * self.size * ((price - ENTRY) if self.linear else (1 / ENTRY - 1 / price))

    def fee(self, on: str) -> float:
        """A fee that was known at the opening."""
        value = self.value(ENTRY)  # a bankruptcy price is E (1 − s ÷ L) or, of an inverse contract, E ÷ (1 + s ÷ L)
        at_bankruptcy = value * (1 - self.sign / self.leverage if self.linear else 1 + self.sign / self.leverage)
        values = {"value at entry": value, "two at entry": 2 * value, "value at bankruptcy": at_bankruptcy}
        return self.fee_rate * values.get(on, 0.0)

    @property
    def put_up(self) -> float:
        """The margin at entry, without what is put aside."""
        return self.value(ENTRY) / self.leverage

    def balance(self, price: float) -> float:
        return self.put_up + self.fee(self.fact("reserved_fee", "none")) + self.profit(price)

    def band(self, price: float) -> tuple[float, float, float] | None:
        """Rate, deduction and highest leverage of the band that holds the position at that price; None beyond the table."""
        table = self.table
        if table.ramp is not None:
            k = table.ramp.rate_per_coin * self.size
            full = table.ramp.initial_margin_rate + k
            return (table.ramp.maintenance_margin_rate + k, 0.0, 1 / full) if full <= 1 else None
        measured = self.size if table.measure == "size" else self.value(price)
        for tier in table.tiers:
            if measured <= tier.cap * (1 + 1e-12):
                share = self.value(price) / self.size if table.measure == "size" else 1.0
                return tier.maintenance_margin_rate, tier.maintenance_amount * share, tier.max_leverage
        return None

    def kept(self, price: float, *, slightly: float = 0.0) -> float:
        """What must be kept at a price, in the band of the price moved by that share."""
        basis = ENTRY if self.fact("maintenance_basis", "mark") == "entry" else price
        found = self.band(basis * (1 + slightly))
        assert found is not None
        rate, amount, _ = found
        closing = self.fact("closing_fee", "none")
        fee = self.fee_rate * self.value(price) if closing == "value at liquidation" else self.fee(closing)
        return self.value(basis) * rate - amount + fee

    def ask(self) -> Liquidation:
        return liquidation(
            side="long" if self.sign > 0 else "short",
            entry_price=ENTRY,
            leverage=self.leverage,
            size_by="notional",
            entry_notional=self.notional,
            maintenance="venue",
            tier_table=self.table.name,  # type: ignore[arg-type]
            taker_fee_rate=self.fee_rate,
            account_balance=1e9,
        )


CASES = [
    Case(table=tier_table(name), sign=sign, notional=notional, leverage=leverage, fee_rate=0.0006)
    for name, sign, notional, leverage in product(TABLES, (1, -1), (1_000.0, 190_000.0, 2_345_678.0, 45e6), (1.0, 3.0, 17.0, 60.0, 120.0))
]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("sign", [1, -1])
def test_by_the_rules_of_every_venue_what_is_left_at_the_price_is_what_must_be_kept(name: str, sign: int) -> None:
    answered = 0
    for case in [case for case in CASES if case.table.name == name and case.sign == sign]:
        try:
            price = case.ask().liquidation_price
        except Rejection as rejection:
            ((code, field),) = [(p.code, p.field) for p in rejection.problems]
            check_rejection(case, code, field)
            continue
        answered += 1
        if price is None:
            check_endless(case)
            continue
        assert case.sign * (ENTRY - price) > 0, str(case)
        balance = case.balance(price)
        tolerance = 1e-9 * (case.put_up + case.value(price))
        if abs(balance - case.kept(price)) > tolerance:  # then it stands at a step, on the way that the price went
            before, beyond = (case.kept(price, slightly=-way * 1e-9 * case.sign) for way in (-1, 1))
            assert before - tolerance <= balance <= beyond + tolerance, str(case)
            assert case.ask().at_edge, str(case)
    assert answered > 0


def check_rejection(case: Case, code: str, field: str | None) -> None:
    """That what was rejected cannot be answered."""
    band = case.band(ENTRY)
    if code == "tier-size":
        assert field == "entry_notional", str(case)
        far = ENTRY * (1.0 if band is None else 1 + 1.1 / case.leverage if case.sign < 0 else 1 - 0.999 / case.leverage)
        assert band is None or case.band(far) is None, str(case)
    elif code == "tier-leverage":
        assert (field, band is not None and band[2] < case.leverage) == ("leverage", True), str(case)
    else:
        assert ("margin-below-maintenance", "leverage") == (code, field), str(case)
        assert case.balance(ENTRY) <= case.kept(ENTRY) * (1 + 1e-12), str(case)


def check_endless(case: Case) -> None:
    """That what is left exceeds what must be kept however far the price goes."""
    for k in range(1, 90):
        price = ENTRY * (0.8**k if case.sign > 0 else 1.25**k)
        if case.band(price) is not None:
            assert case.balance(price) >= case.kept(price) * (1 - 1e-9), (str(case), price)


def test_there_are_answers_and_rejections_of_every_kind_among_the_cases() -> None:
    """No table allows a leverage whose margin is less than what must be kept, so that is not among them."""
    seen = set()
    for case in CASES:
        try:
            answer = case.ask()
            seen.add("none" if answer.liquidation_price is None else "edge" if answer.at_edge else "smooth")
        except Rejection as rejection:
            seen.add(rejection.problems[0].code)
    assert {"none", "smooth", "tier-size", "tier-leverage"} == seen


# ---- Venues with a formula of their own


@pytest.mark.parametrize("side", ["long", "short"])
@pytest.mark.parametrize("name", [name for name in TABLES if name.startswith("bybit")])
@pytest.mark.parametrize("leverage", [2, 10, 50])
def test_the_fee_that_bybit_puts_aside_pays_for_the_closing_and_moves_no_line(name: Any, side: Any, leverage: float) -> None:
    given: dict[str, Any] = {"side": side, "leverage": leverage, "tier_table": name, "taker_fee_rate": 0.00055}
    by_rules, plain = liquidation(maintenance="venue", **given), liquidation(maintenance="tiers", **given)
    assert by_rules.liquidation_price is not None
    assert plain.liquidation_price == pytest.approx(by_rules.liquidation_price, rel=1e-12)
    assert plain.bankruptcy_price == by_rules.bankruptcy_price
    aside = by_rules.position_margin - plain.position_margin
    assert aside == pytest.approx(by_rules.closing_fee_amount, rel=1e-9)
    assert -1_000 - aside == pytest.approx(by_rules.loss, rel=1e-12)


def test_the_fee_that_bybit_puts_aside_is_that_of_its_example() -> None:
    """A 50× long worth 10,000 at 0.075 % puts 7.35 aside (Bybit, order cost)."""
    found = margin(
        entry_notional=10_000,
        leverage=50,
        maintenance="venue",
        tier_table="bybit-btcusdt-2026-09-25",
        entry_price=10_000,
        taker_fee_rate=0.00075,
    )
    assert 7.35 == pytest.approx(found.reserved_fee)
    assert (200 + 7.35, 33 + 7.35) == pytest.approx((found.initial_margin, found.maintenance_margin))


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("leverage", [1.5, 10, 50, 90])
def test_bitmex_is_as_its_formula_says(sign: int, leverage: float) -> None:
    rate, fee = 0.004, 0.00075
    found = liquidation(
        side="long" if sign > 0 else "short",
        leverage=leverage,
        maintenance="venue",
        tier_table="bitmex-btcusd-inverse-2020-05-05",
        taker_fee_rate=fee,
    )
    im, mm = 1 / leverage + 2 * fee, rate + fee
    assert ENTRY / (1 + sign * (im - mm)) == pytest.approx(found.liquidation_price, rel=1e-12)


@pytest.mark.parametrize("sign", [1, -1])
def test_where_the_size_alone_decides_the_rate_does_not_change_with_the_price(sign: int) -> None:
    """Deribit: 1 % and 0.005 % for each coin; 25 coins must keep 1.125 %."""
    found = liquidation(
        side="long" if sign > 0 else "short",
        size_by="notional",
        entry_notional=2_500_000,
        maintenance="venue",
        tier_table="deribit-btcusdc-2026-11-22",
        account_balance=1e6,
    )
    assert ENTRY * (1 - sign / 10) / (1 - sign * 0.01125) == pytest.approx(found.liquidation_price, rel=1e-12)
    assert 0.01125 == pytest.approx(found.maintenance_rate)


# ---- Conventions set by hand


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("leverage", "rate", "fee"), [(10, 0.005, 0.0005), (3, 0.02, 0.001), (40, 0.01, 0.0)])
def test_maintenance_on_the_value_at_entry(sign: int, leverage: float, rate: float, fee: float) -> None:
    """P = E − s (M − MM) ÷ q, the fee on the value at entry where it is included."""
    given: dict[str, Any] = {"side": "long" if sign > 0 else "short", "leverage": leverage, "maintenance_margin_rate": rate}
    plain = liquidation(maintenance_basis="entry", **given).liquidation_price
    assert ENTRY * (1 - sign * (1 / leverage - rate)) == pytest.approx(plain, rel=1e-12)
    included = liquidation(maintenance_basis="entry", closing_fee=True, taker_fee_rate=fee, **given)
    assert ENTRY * (1 - sign * (1 / leverage - rate - fee)) == pytest.approx(included.liquidation_price, rel=1e-12)
    assert 1_000 * leverage * (rate + fee) == pytest.approx(included.maintenance_at_entry)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("leverage", "rate", "fee"), [(10, 0.005, 0.0005), (3, 0.02, 0.001), (40, 0.01, 0.0)])
def test_maintenance_on_the_value_now_with_the_closing_fee(sign: int, leverage: float, rate: float, fee: float) -> None:
    given: dict[str, Any] = {"side": "long" if sign > 0 else "short", "leverage": leverage, "maintenance_margin_rate": rate}
    found = liquidation(closing_fee=True, taker_fee_rate=fee, **given)
    assert ENTRY * (1 - sign / leverage) / (1 - sign * (rate + fee)) == pytest.approx(found.liquidation_price, rel=1e-12)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("leverage", "rate", "fee"), [(10, 0.005, 0.0), (3, 0.02, 0.001), (40, 0.01, 0.0005), (2, 0, 0)])
def test_an_inverse_contract(sign: int, leverage: float, rate: float, fee: float) -> None:
    """P = Q (s + m + f) ÷ (s V + M) in coin; with V = Q ÷ E and M = V ÷ L that is E (s + m + f) ÷ (s + 1 ÷ L)."""
    given: dict[str, Any] = {"side": "long" if sign > 0 else "short", "leverage": leverage, "maintenance_margin_rate": rate}
    found = liquidation(contract="inverse", closing_fee=fee > 0, taker_fee_rate=fee, **given)
    assert ENTRY * (sign + rate + fee) / (sign + 1 / leverage) == pytest.approx(found.liquidation_price, rel=1e-12)
    assert ENTRY / (1 + sign / leverage) == pytest.approx(found.bankruptcy_price, rel=1e-12)
    assert (0.01, 1_000) == pytest.approx((found.margin_in_coin, found.position_margin))
    at_entry = liquidation(contract="inverse", maintenance_basis="entry", **given)
    assert ENTRY / (1 + sign * (1 / leverage - rate)) == pytest.approx(at_entry.liquidation_price, rel=1e-12)


def test_an_inverse_contract_reckons_its_fees_and_what_is_added_in_coin() -> None:
    found = liquidation(contract="inverse", extra_margin=500, entry_fee=True, taker_fee_rate=0.001)
    assert (1_000 + 500 - 10) / ENTRY == pytest.approx(found.margin_in_coin)
    assert 10_000 * 1.005 / (0.1 + 0.0149) == pytest.approx(found.liquidation_price)


def test_a_stop_of_an_inverse_contract_is_worth_the_coins_at_the_stop() -> None:
    found = liquidation(contract="inverse", stop_price=95_000)
    coins = 10_000 * (1 / ENTRY - 1 / 95_000)
    assert coins * 95_000 == pytest.approx(found.stop_pnl)
    assert -500 == pytest.approx(found.stop_pnl)


@pytest.mark.parametrize("basis", ["mark", "entry"])
@pytest.mark.parametrize("extra", [0, 500])
def test_an_inverse_short_at_1x_has_no_end_and_says_why(basis: Any, extra: float) -> None:
    found = liquidation(
        side="short", contract="inverse", leverage=1, maintenance_margin_rate=0, maintenance_basis=basis, extra_margin=extra
    )
    assert (None, None, None, None) == (found.liquidation_price, found.bankruptcy_price, found.distance, found.kept_distance)
    assert ["note-no-liquidation-short", "note-estimate"] == [n.code for n in found.notes]
    assert (None, None) == (found.lowest_convention_price, found.highest_convention_price)


def test_an_inverse_short_at_1x_stays_without_an_end_though_something_must_be_kept_at_the_opening_price() -> None:
    """What must be kept shrinks with the value in coin, and never meets what is left: V (1 − m) · E ÷ P."""
    assert liquidation(side="short", contract="inverse", leverage=1).liquidation_price is None
    fixed = liquidation(side="short", contract="inverse", leverage=1, maintenance_basis="entry")
    assert ENTRY / 0.005 == pytest.approx(fixed.liquidation_price)


def test_what_has_no_end_is_said_and_drawn_without_one() -> None:
    asked = {"side": "short", "contract": "inverse", "leverage": "1"}
    answered = json.loads(contract.answer(json.dumps({"calculator": "liquidation", "inputs": asked})))["ok"]
    expected = "A 1× short opened at 100,000 has no liquidation price: what you put up covers any rise."
    assert expected == answered["sentence"]
    html = answered["html"]["result"]
    assert "No red line: no price ends it." in html
    assert "no price uses it up" in html
    assert "Price alone cannot liquidate this short: what you put up covers any rise." in html
    (ladder,) = [part for part in html.split("</figure>") if "calc-plot is-ladder" in part]
    assert 'class="liquidation"' not in ladder
    assert 'class="bankruptcy"' not in ladder


@pytest.mark.parametrize("name", INVERSE)
def test_a_table_of_inverse_contracts_makes_an_inverse_position(name: Any) -> None:
    both: tuple[Any, ...] = ("tiers", "venue")
    for maintenance in both:
        found = liquidation(maintenance=maintenance, tier_table=name, leverage=5)
        assert found.margin_in_coin is not None
        kept = margin(maintenance=maintenance, tier_table=name, leverage=5, entry_price=ENTRY)
        assert kept.initial_margin_in_coin == pytest.approx(kept.initial_margin / ENTRY)
        assert kept.maintenance_margin_in_coin == pytest.approx(kept.maintenance_margin / ENTRY)


def test_the_other_conventions_are_named_only_where_the_convention_is_set_by_hand() -> None:
    def convention(**texts: str) -> str:
        e = contract.starting(liquidation, texts, link=True)
        return e.facts.plain(e.story.convention)

    between = "Venues that use entry value or add the closing fee would put this line between "
    assert f"Maintenance on the value at entry. {between}90,452.26 and 90,500.00." == convention(maintenance_basis="entry")
    assert f"Maintenance on the value now, closing fee included. {between}90,452.26 and 90,500.00." == convention(closing_fee="1")
    expected = (
        "Rules and tiers of Bybit BTC/USDT, 2026-09-25, your taker fee of 0.05\u202f%: maintenance on the"
        " value now, closing fee on the value at bankruptcy included and"
        " put aside at the opening."
    )
    assert expected == convention(maintenance="venue", tier_table="bybit-btcusdt-2026-09-25")
    expected = (
        "Rules and tiers of BitMEX BTC/USD inverse, 2020-05-05, your taker fee of 0.05\u202f%: maintenance on the"
        " value at entry, closing fee on the value at entry"
        " included and put aside at the opening; an inverse contract, reckoned in coin."
    )
    assert expected == convention(maintenance="venue", tier_table="bitmex-btcusd-inverse-2020-05-05")
    assert convention(maintenance="tiers").startswith("Maintenance on the value now, tiers of Binance BTC/USDT, 2024-10-24. Venues ")


# ---- Steps where maintenance jumps


def edges() -> list[dict[str, Any]]:
    """Shorts that grow over a step of a table without deductions with less left than is asked for there, and more than before."""
    of_bitget = {"notional": 190_000, "step": 200_000, "below": 800 + 120, "above": 1_000 + 120}  # its closing fee is 0.06 %
    of_kucoin = {"notional": 240_000, "step": 250_000, "below": 1_000, "above": 1_250}
    return [
        {"maintenance": "venue", "tier_table": "bitget-btcusdt-2026-09-25", "taker_fee_rate": 0.0006, **of_bitget},
        {"maintenance": "tiers", "tier_table": "kucoin-btcusdt-2026-09-25", **of_kucoin},
    ]


@pytest.mark.parametrize("case", edges(), ids=lambda case: case["tier_table"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_a_line_stands_at_the_step_where_what_must_stay_jumps_above_what_is_left(case: dict[str, Any], share: float) -> None:
    given = dict(case)
    notional, step, below, above = (float(given.pop(key)) for key in ("notional", "step", "below", "above"))
    left = below + share * (above - below)
    leverage = notional / (step - notional + left)  # a loss of step − notional, and that much is left
    asked: dict[str, Any] = {"side": "short", "size_by": "notional", "entry_notional": notional, "leverage": leverage, **given}
    found = liquidation(account_balance=1e6, **asked)
    assert ENTRY * step / notional == pytest.approx(found.liquidation_price, rel=1e-12)
    assert found.at_edge
    assert ["note-tier-edge", "note-estimate"] == [n.code for n in found.notes]
    e = contract.starting(liquidation, {name: liquidation.input(name).link_text(value) for name, value in asked.items()}, link=True)
    assert () == e.story.working
    assert 'data-key="working"' not in contract.fragments(e, "x")[1]


@pytest.mark.parametrize("case", edges(), ids=lambda case: case["tier_table"])
@pytest.mark.parametrize(("left", "inside"), [("below", True), ("above", False)])
def test_beside_a_step_the_line_is_where_the_formula_has_it(case: dict[str, Any], left: str, *, inside: bool) -> None:
    given = dict(case)
    bounds = {key: float(given.pop(key)) for key in ("notional", "step", "below", "above")}
    amount = bounds[left] + (-1 if inside else 1)
    leverage = bounds["notional"] / (bounds["step"] - bounds["notional"] + amount)
    found = liquidation(
        side="short", size_by="notional", entry_notional=bounds["notional"], leverage=leverage, account_balance=1e6, **given
    )
    assert not found.at_edge
    assert found.liquidation_price is not None
    assert inside == (found.liquidation_price < ENTRY * bounds["step"] / bounds["notional"])


def test_a_venue_that_charges_on_the_value_at_entry_has_no_step_on_the_way() -> None:
    found = liquidation(
        side="short", size_by="notional", entry_notional=240_000, leverage=21, maintenance="venue", tier_table="kucoin-btcusdt-2026-09-25"
    )
    assert not found.at_edge


# ---- Tables that end


@pytest.mark.parametrize(
    ("name", "entry", "notional", "covers"),
    [
        ("okx-btcusdt-2026-09-25", 10_000, 35e6, "3,400 BTC"),
        ("deribit-btcusdc-2026-11-22", 5_000, 98.5e6, "19,600 BTC"),
        ("bybit-btcusd-inverse-2026-09-26", 100_000, 31e6, "300 BTC"),
        ("binance-btcusd-inverse-2021-01-01", 10_000, 11e6, "1,000 BTC"),
        ("kraken-btcusd-inverse-2026-09-25", 100_000, 510_000, "500,000 USD"),
        ("kraken-btcusd-2026-09-25", 100_000, 1.1e6, "1,000,000 USD"),
        ("bybit-btcusdt-2026-09-25", 100_000, 2.7e6, "2,600,000 USDT"),
    ],
)
def test_a_position_beyond_a_table_is_told_how_much_the_table_covers(name: Any, entry: float, notional: float, covers: str) -> None:
    table = tier_table(name)
    expected = f"Larger than the {table.venue} table of {table.date} covers ({covers})."
    calculators: tuple[Any, ...] = (liquidation, margin)
    for maintenance, ask in product(("tiers", "venue"), calculators):
        asked: dict[str, Any] = {
            "leverage": 1,
            "entry_price": entry,
            "entry_notional": notional,
            "maintenance": maintenance,
            "tier_table": name,
        }
        with pytest.raises(Rejection) as caught:
            ask(**asked, **({"size_by": "notional"} if ask is liquidation else {}))
        assert [("entry_notional", "tier-size", expected)] == [(p.field, p.code, p.message) for p in caught.value.problems]


def test_a_short_may_grow_out_of_a_table_before_it_ends() -> None:
    asked: dict[str, Any] = {"side": "short", "size_by": "notional", "entry_notional": 2e6, "leverage": 2}
    with pytest.raises(Rejection) as caught:
        liquidation(maintenance="venue", tier_table="bybit-btcusdt-2026-09-25", **asked)
    assert [("entry_notional", "tier-size")] == [(p.field, p.code) for p in caught.value.problems]
    assert liquidation(maintenance="venue", tier_table="bybit-btcusdt-2026-09-25", **{**asked, "side": "long"}).liquidation_price


# ---- What is put up


@pytest.mark.parametrize("name", TABLES)
def test_margin_and_liquidation_agree_on_what_is_put_up_and_kept(name: Any) -> None:
    for side, notional in product(("long", "short"), (1_000.0, 250_000.0)):
        asked: dict[str, Any] = {"maintenance": "venue", "tier_table": name, "leverage": 5, "side": side, "entry_notional": notional}
        kept = margin(**asked)
        found = liquidation(size_by="notional", **asked)
        assert found.position_margin == pytest.approx(kept.initial_margin, rel=1e-12)
        assert found.maintenance_at_entry == pytest.approx(kept.maintenance_margin, rel=1e-12)
        assert kept.initial_margin - kept.maintenance_margin == pytest.approx(kept.cushion, rel=1e-12)


def test_what_is_put_aside_counts_when_a_position_is_more_than_the_account() -> None:
    """1,000 of margin and 4.95 put aside, on an account of 1,002."""
    found = liquidation(maintenance="venue", tier_table="bybit-btcusdt-2026-09-25", taker_fee_rate=0.00055, account_balance=1_002)
    assert -1_004.95 == pytest.approx(found.loss)
    assert found.loss_on_account is None
    assert "warn-over-account" in [n.code for n in found.notes]


@pytest.mark.parametrize(
    "asked",
    [
        {"closing_fee": True, "leverage": 110, "taker_fee_rate": 0.005},
        {"maintenance_basis": "entry", "closing_fee": True, "leverage": 120, "taker_fee_rate": 0.005},
        {"contract": "inverse", "closing_fee": True, "leverage": 110, "taker_fee_rate": 0.005, "side": "short"},
        {"closing_fee": True, "entry_fee": True, "leverage": 90, "taker_fee_rate": 0.005, "extra_margin": 10},
        {"closing_fee": True, "leverage": 110, "taker_fee_rate": 0.005, "size_by": "notional", "extra_margin": 3},
    ],
    ids=str,
)
def test_the_highest_leverage_that_is_named_is_the_one_at_which_nothing_is_left(asked: dict[str, Any]) -> None:
    def rejected(leverage: float) -> list[str]:
        try:
            liquidation(**{**asked, "leverage": leverage})
        except Rejection as rejection:
            return [p.message for p in rejection.problems]
        return []

    (said,) = rejected(asked["leverage"])
    assert "The position would be liquidated the moment it opened." in said
    highest = float(said.rpartition("Use less than ")[2].rstrip("×."))
    assert highest < asked["leverage"]
    assert [] == rejected(highest * 0.999)
    assert 1 == len(rejected(highest * 1.001))

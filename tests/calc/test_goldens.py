"""The golden values of the three calculators: computed by others, with the formulas alone. Tolerance: 0.01 in the printed unit."""

from dataclasses import dataclass
from typing import Any

import pytest

import calc
from calc.errors import Rejection

PRINTED = 0.01
PERCENT = 0.01 / 100


@dataclass(frozen=True)
class Golden:
    """One scenario: a calculator, its inputs, and the outputs that were published."""

    name: str
    calculator: str
    inputs: dict[str, Any]
    expected: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.calculator}: {self.name}"


def leverage(name: str, inputs: dict[str, Any], **expected: Any) -> Golden:
    return Golden(name, "leverage", inputs, expected)


def margin(name: str, entry_notional: float, leverage: float, **expected: Any) -> Golden:
    inputs = {"entry_notional": entry_notional, "leverage": leverage, "maintenance": "tiers", "tier_table": "binance-btcusdt-2024-10-24"}
    return Golden(name, "margin", inputs, expected)


def liquidation(name: str, inputs: dict[str, Any], **expected: Any) -> Golden:
    return Golden(name, "liquidation", inputs, expected)


OF_TEN_BTC = {"size_by": "notional", "entry_notional": 1_000_000, "maintenance": "tiers", "tier_table": "binance-btcusdt-2024-10-24"}
OF_DOGE = {**OF_TEN_BTC, "entry_notional": 190_000_000, "tier_table": "binance-dogeusdt-2026-07-02"}
OF_A_HUNDRED_BTC = {**OF_TEN_BTC, "entry_notional": 10_000_000}

GOLDENS = [
    # What one move does
    leverage("$100, 10×, +5 %", {"price_move": 0.05}, gross_pnl=50.00, fees=1.02, net_pnl=48.98, liquidated=False),
    leverage("$100, 10×, −5 %", {"price_move": -0.05}, net_pnl=-50.98, liquidated=False),
    leverage(
        "$500, 10×, −9 %, still open",
        {"initial_margin": 500, "price_move": -0.09},
        net_pnl=-454.77,
        roe=-0.9095,
        account_return=-0.4548,
        liquidated=False,
    ),
    leverage(
        "$500, 10×, −10 %",
        {"initial_margin": 500, "price_move": -0.1},
        liquidated=True,
        liquidation_price=90_452.26,
        net_pnl=-500.0,
        roe=-1.0,
        gross_pnl=None,
        fees=None,
    ),
    leverage(
        "cap of 2×: $500, −20 %", {"initial_margin": 500, "leverage": 2, "price_move": -0.2}, net_pnl=-200.90, roe=-0.4018, liquidated=False
    ),
    leverage("$100, 100×, −0.6 %", {"leverage": 100, "price_move": -0.006}, liquidated=True, liquidation_price=99_497.49),
    leverage(
        "$1,000 short 5×, +8 %",
        {"side": "short", "initial_margin": 1_000, "leverage": 5, "price_move": 0.08},
        net_pnl=-405.20,
        liquidated=False,
    ),
    leverage("$100, 100×, +1 %", {"leverage": 100, "price_move": 0.01}, gross_pnl=100.0, roe=0.8995, liquidated=False),
    leverage(
        "1×, −50 %", {"leverage": 1, "price_move": -0.5}, roe=-0.5008, liquidation_price=None, liquidation_move=None, liquidated=False
    ),
    leverage("the same by prices", {"mode": "prices", "exit_price": 105_000}, net_pnl=48.98, move=0.05),
    leverage(
        "the price of +50 % of margin",
        {"mode": "target", "target_roe": 0.5},
        gross_closing_price=105_000.0,
        closing_price=105_102.55,
        roe=0.5,
    ),
    # What you put up, what you must keep
    margin("$1,000 at 10×", 1_000, 10, initial_margin=100, maintenance_margin=4, cushion=96, tier=1, tier_max_leverage=125),
    margin("$5,000 at 10×", 5_000, 10, initial_margin=500, maintenance_margin=20, cushion=480),
    margin("$10,000 at 100×", 10_000, 100, initial_margin=100, maintenance_margin=40, cushion=60, margin_ratio=0.4),
    margin(
        "$1M at 10×",
        1_000_000,
        10,
        initial_margin=100_000,
        maintenance_margin=5_550,
        cushion=94_450,
        effective_maintenance_rate=0.00555,
        tier=3,
    ),
    margin("$20M at 20×", 20_000_000, 20, initial_margin=1_000_000, maintenance_margin=268_550, cushion=731_450, tier=5),
    margin("just at a boundary", 50_000, 10, maintenance_margin=200.00, tier=1),
    margin("just over a boundary", 50_001, 10, maintenance_margin=200.005, tier=2),
    Golden(
        "a flat rate has no tier", "margin", {"maintenance": "flat"}, {"maintenance_margin": 5.0, "tier": None, "tier_max_leverage": None}
    ),
    # Liquidation price
    liquidation("long 10×", {}, liquidation_price=90_452.26, distance=-0.09548, bankruptcy_price=90_000.0, loss=-1_000.0),
    liquidation("short 10×", {"side": "short"}, liquidation_price=109_452.74, distance=0.09453, bankruptcy_price=110_000.0),
    liquidation("20×", {"leverage": 20}, liquidation_price=95_477.39),
    liquidation("100×", {"leverage": 100}, liquidation_price=99_497.49, distance=-0.00503),
    liquidation("2×", {"leverage": 2}, liquidation_price=50_251.26),
    liquidation("$500 added", {"extra_margin": 500}, liquidation_price=85_427.14, loss=-1_500.0),
    liquidation("tiers, 10 BTC", OF_TEN_BTC, liquidation_price=90_493.21, maintenance_rate=0.0065, size=10.0),
    liquidation("tiers, 100 BTC", OF_A_HUNDRED_BTC, liquidation_price=90_793.43, maintenance_rate=0.01),
    liquidation("1× short", {"side": "short", "leverage": 1}, liquidation_price=199_004.98),
    liquidation("with the closing fee", {"closing_fee": True}, liquidation_price=90_497.74),
    liquidation("with both fees", {"closing_fee": True, "entry_fee": True}, liquidation_price=90_548.01, position_margin=995.0),
    liquidation("the range of conventions at 10×", {}, lowest_convention_price=90_452.26, highest_convention_price=90_500.0),
    liquidation("the range of conventions at 2×", {"leverage": 2}, lowest_convention_price=50_251.26, highest_convention_price=50_500.0),
    # 100,000 · ½ ÷ (1 − 0.5 % − 0.05 %) = 50,276.52; the paper that prints 50,276 cuts it off
    liquidation("closing fee at 2×", {"leverage": 2, "closing_fee": True}, liquidation_price=50_276.52),
    liquidation("1× long", {"leverage": 1}, liquidation_price=None, distance=None, bankruptcy_price=0.0, loss=-1_000.0),
]


@pytest.mark.parametrize("golden", GOLDENS, ids=str)
def test_golden_values(golden: Golden) -> None:
    result = calc.load(golden.calculator)(**golden.inputs)
    for name, expected in golden.expected.items():
        got = getattr(result, name)
        if expected is None or isinstance(expected, bool):
            assert expected is got, name
        else:
            display = calc.load(golden.calculator).output(name).display
            assert expected == pytest.approx(got, rel=0, abs=PERCENT if display == "percent" else PRINTED), name


REJECTED = [
    ("leverage", {"leverage": 200, "maintenance_margin_rate": 0.005}, "margin-below-maintenance", "leverage"),
    ("leverage", {"leverage": 500}, "margin-below-maintenance", "leverage"),
    ("leverage", {"mode": "target", "side": "short", "leverage": 1, "target_roe": 5}, "target-unreachable", "target_roe"),
    ("margin", {"entry_notional": 1_000_000, "leverage": 100, "maintenance": "tiers"}, "tier-leverage", "leverage"),
    ("margin", {"entry_notional": 2e7, "leverage": 50, "maintenance": "tiers"}, "tier-leverage", "leverage"),
    ("margin", {"leverage": 100, "maintenance_margin_rate": 0.01}, "margin-below-maintenance", "leverage"),
    ("liquidation", {"leverage": 100, "maintenance_margin_rate": 0.01}, "margin-below-maintenance", "leverage"),
    ("liquidation", {"leverage": 100, "maintenance_margin_rate": 0.0095, "closing_fee": True}, "margin-below-maintenance", "leverage"),
    ("liquidation", {"leverage": 125, "maintenance_margin_rate": 0.008, "size_by": "notional"}, "margin-below-maintenance", "leverage"),
    ("liquidation", {"stop_price": 101_000}, "stop-side", "stop_price"),
    ("liquidation", {"stop_price": 100_000}, "stop-side", "stop_price"),
    ("liquidation", {"side": "short", "stop_price": 99_000}, "stop-side", "stop_price"),
    ("liquidation", {**OF_TEN_BTC, "leverage": 100}, "tier-leverage", "leverage"),
    ("liquidation", {**OF_TEN_BTC, "entry_notional": 1e9, "leverage": 10}, "tier-leverage", "leverage"),
    ("liquidation", {"initial_margin": 1e9, "maintenance": "tiers", "leverage": 2}, "tier-size", "initial_margin"),
    (
        "liquidation",
        {**OF_DOGE, "side": "short", "leverage": 1},
        "tier-size",
        "entry_notional",
    ),  # its tier at entry is the last; it grows out of the table
]


@pytest.mark.parametrize(("name", "inputs", "code", "field"), REJECTED)
def test_what_cannot_be_is_rejected_with_a_code_at_its_field(name: str, inputs: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Rejection) as caught:
        calc.load(name)(**inputs)
    assert [(field, code)] == [(p.field, p.code) for p in caught.value.problems]


def test_a_million_at_100x_is_told_what_its_tier_allows() -> None:
    with pytest.raises(Rejection) as caught:
        calc.margin(entry_notional=1_000_000, leverage=100, maintenance="tiers")
    expected = "This size allows at most 75× in the Binance table of 2024-10-24. Lower the leverage or the size."
    assert expected == caught.value.problems[0].message


def test_a_leverage_above_the_maintenance_requirement_is_told_the_highest_one() -> None:
    with pytest.raises(Rejection) as caught:
        calc.leverage(leverage=200)
    expected = (
        "At 200× your starting margin (0.5\u202f%) is not more than the maintenance requirement (0.5\u202f%)."
        " The position would be liquidated the moment it opened. Use less than 200×."
    )
    assert expected == caught.value.problems[0].message


def test_500x_is_possible_where_maintenance_is_low_enough() -> None:
    assert 99_949.97 == pytest.approx(calc.leverage(leverage=500, maintenance_margin_rate=0.0015).liquidation_price, abs=0.05)


NOTES = [
    ("leverage", {}, []),
    ("leverage", {"leverage": 1}, ["note-no-liquidation"]),
    ("leverage", {"leverage": 500, "maintenance_margin_rate": 0.0015}, ["warn-fees-exceed"]),
    ("leverage", {"initial_margin": 2_000}, ["warn-over-account"]),
    ("margin", {}, []),
    ("liquidation", {}, []),
    ("liquidation", {"leverage": 1}, ["note-no-liquidation"]),
    ("liquidation", {"leverage": 1, "stop_price": 50_000}, ["note-no-liquidation"]),
    ("liquidation", {"stop_price": 95_000}, []),
    ("liquidation", {"stop_price": 91_000}, ["warn-thin"]),
    ("liquidation", {"stop_price": 90_000}, ["warn-liquidation-first"]),
    ("liquidation", {"side": "short", "stop_price": 110_000}, ["warn-liquidation-first"]),
    ("liquidation", {"account_balance": 500}, ["warn-over-account"]),
]


@pytest.mark.parametrize(("name", "inputs", "codes"), NOTES)
def test_an_answer_comes_with_its_notes_and_always_with_the_estimate(name: str, inputs: dict[str, Any], codes: list[str]) -> None:
    assert [*codes, "note-estimate"] == [n.code for n in calc.load(name)(**inputs).notes]


def test_a_stop_before_liquidation_ends_the_loss_there() -> None:
    result = calc.liquidation(stop_price=95_000)
    assert -500 == pytest.approx(result.stop_pnl)
    assert -0.05 == pytest.approx(result.stop_distance)
    assert (95_000 - 90_452.26) / (100_000 - 90_452.26) == pytest.approx(result.stop_room, abs=1e-6)


def test_a_stop_beyond_liquidation_is_never_reached() -> None:
    result = calc.liquidation(stop_price=90_000)
    assert (None, None) == (result.stop_pnl, result.stop_room)
    assert -0.1 == pytest.approx(result.stop_distance)


def test_a_stop_of_a_position_that_cannot_be_liquidated_has_a_loss_but_no_room() -> None:
    result = calc.liquidation(leverage=1, stop_price=50_000)
    assert (-500.0, None) == (result.stop_pnl, result.stop_room)


def test_the_threshold_of_a_thin_stop_is_a_fifth_of_the_way() -> None:
    price = calc.liquidation().liquidation_price
    assert price is not None
    way = 100_000 - price
    codes = [[n.code for n in calc.liquidation(stop_price=price + share * way).notes] for share in (0.1999, 0.2001)]
    assert [["warn-thin", "note-estimate"], ["note-estimate"]] == codes


def test_a_share_of_the_account_is_left_out_when_the_margin_is_more_than_the_account() -> None:
    assert calc.leverage(initial_margin=2_000).account_return is None
    assert calc.liquidation(account_balance=999).loss_on_account is None
    assert -0.1 == calc.liquidation().loss_on_account


def test_a_long_at_1x_can_fall_to_zero() -> None:
    result = calc.leverage(mode="target", leverage=1, target_roe=-1, taker_fee_rate=0)
    assert (0.0, -1.0, -100.0, False) == (result.closing_price, result.move, result.net_pnl, result.liquidated)

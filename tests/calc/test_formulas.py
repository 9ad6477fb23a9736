"""The formulas against numbers that somebody else published."""

import json
from pathlib import Path
from typing import Any

import pytest

from calc.formulas import linear, margin
from calc.venues import tier_table

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "vectors" / "binance.json").read_text(encoding="utf-8"))
SIGN = {"long": 1, "short": -1}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["id"])
def test_liquidates_where_binance_says(vector: dict[str, Any]) -> None:
    given = vector["inputs"]
    others = sum(other["qty"] * other["mark"] * other["mmr"] - other["cum"] for other in given["other_positions"])
    profits = sum(linear.profit(SIGN[other["side"]], other["entry"], other["mark"], other["qty"]) for other in given["other_positions"])
    assert given["mm_other"] == pytest.approx(others)
    assert given["upnl_other"] == pytest.approx(profits)
    wallet = given["margin"] - others + profits
    price = linear.liquidation_price(SIGN[given["side"]], given["entry"], given["qty"], wallet, given["mmr"], given["cum"])
    assert vector["expected"]["liquidation_price"] == pytest.approx(price, abs=vector["tolerance"]["abs"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["id"])
def test_maintenance_margin_at_the_published_price_is_the_margin_balance(vector: dict[str, Any]) -> None:
    given, price = vector["inputs"], vector["expected"]["liquidation_price"]
    wallet = given["margin"] - given["mm_other"] + given["upnl_other"]
    balance = wallet + linear.profit(SIGN[given["side"]], given["entry"], price, given["qty"])
    maintenance = margin.maintenance_margin(given["qty"] * price, given["mmr"], given["cum"])
    assert balance == pytest.approx(maintenance, abs=given["qty"] * vector["tolerance"]["abs"])


def test_every_vector_names_its_source_and_its_venue() -> None:
    assert [f"ft-binance-liq-{n}" for n in (1, 2, 3, 4)] == [v["id"] for v in VECTORS]
    assert {"binance-usdm"} == {v["venue"] for v in VECTORS}
    assert all("b3c689c1f50a44cabb3a84e663b81d93" in v["source"] for v in VECTORS)


def test_a_short_is_the_mirror_of_a_long() -> None:
    assert 109_452.74 == round(linear.liquidation_price(-1, 100_000, 0.1, 1_000, 0.005), 2)
    assert 90_452.26 == round(linear.liquidation_price(1, 100_000, 0.1, 1_000, 0.005), 2)


@pytest.mark.parametrize(
    ("notional", "leverage"),
    [(0, 125), (50_000, 125), (50_000.01, 100), (600_000, 100), (600_000.01, 75), (1_799_999_999, 1), (1_800_000_000, 1)],
)
def test_a_tier_holds_its_cap_but_not_its_floor_except_the_first(notional: float, leverage: float) -> None:
    tier = margin.tier_at(tier_table("binance-btcusdt-2024-10-24").tiers, notional)
    assert tier is not None
    assert leverage == tier.max_leverage


def test_no_tier_holds_what_is_larger_than_the_table() -> None:
    assert margin.tier_at(tier_table("binance-btcusdt-2024-10-24").tiers, 1_800_000_000.01) is None


def test_a_flat_rate_is_a_table_with_one_tier_for_every_size() -> None:
    (tier,) = margin.flat(0.005)
    assert tier == margin.tier_at(margin.flat(0.005), 1e12)
    assert 0.005 == tier.maintenance_margin_rate

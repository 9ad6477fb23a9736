"""The formulas where no published example reaches; those are in `tests/vectors`."""

import pytest

from calc.formulas import linear, margin
from calc.venues import tier_table


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

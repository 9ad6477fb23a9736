"""The dated tables and facts of venues: what each file must hold, and where maintenance margin has no jumps."""

import dataclasses
import datetime as dt
import json
import typing
from pathlib import Path
from typing import Any

import pytest

import calc
from calc import venues
from calc.formulas import margin
from calc.quantities import TierTableName, Words
from calc.venues import Fact, TierTable, Venue, facts, tier_table, venue
from calc.venues.tiers import UNLIMITED, jumps

FOLDER = Path(venues.__file__).parent
TABLES = [tier_table(name) for name in venues.TABLES]
VENUES = [venue(name) for name in venues.VENUES]
IN_STEPS = [table for table in TABLES if table.ramp is None]
KEYS = ["venue", "venue_name", "symbol", "contract", "date", "source", "note", "measure", "unit", "complete", "ramp", "columns", "tiers"]


def fraction(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -0.01 < value < 0.1


ALLOWED: dict[str, Any] = {
    "contracts": lambda v: isinstance(v, tuple) and v and set(v) <= set(facts.CONTRACTS),
    "maintenance_basis": facts.BASES.__contains__,
    "closing_fee": facts.CLOSING_FEES.__contains__,
    "initial_margin_basis": facts.BASES.__contains__,
    "initial_margin_fees": lambda v: type(v) is int and v in (0, 1, 2),
    "reserved_fee": facts.RESERVED_FEES.__contains__,
    "deduction": lambda v: isinstance(v, bool),
    "tier_measure": facts.TIER_MEASURES.__contains__,
    "taker_fee_rate": fraction,
    "maker_fee_rate": fraction,
    "liquidation_fee_rate": fraction,
    "funding_interval_hours": lambda v: type(v) is int and 0 <= v <= 8,
    "funding_price": facts.PRICES.__contains__,
    "trigger_price": facts.PRICES.__contains__,
    "margin_ratio": facts.MARGIN_RATIOS.__contains__,
    "roe_basis": facts.ROE_BASES.__contains__,
    "hedge_mode": lambda v: isinstance(v, bool),
    "partial_liquidation": lambda v: isinstance(v, str) and v.endswith("."),
}
NEEDED = {
    "contracts",
    "maintenance_basis",
    "closing_fee",
    "initial_margin_basis",
    "tier_measure",
    "funding_interval_hours",
    "trigger_price",
}


@pytest.fixture(params=TABLES, ids=lambda table: table.name)
def table(request: pytest.FixtureRequest) -> TierTable:
    found: TierTable = request.param
    return found


@pytest.fixture(params=IN_STEPS, ids=lambda table: table.name)
def steps(request: pytest.FixtureRequest) -> TierTable:
    found: TierTable = request.param
    return found


@pytest.fixture(params=VENUES, ids=lambda venue: venue.name)
def market(request: pytest.FixtureRequest) -> Venue:
    found: Venue = request.param
    return found


def day(text: str) -> dt.date:
    """An ISO date, and nothing else."""
    found = dt.date.fromisoformat(text)
    assert text == found.isoformat()
    return found


# ---- Tables


def test_every_file_is_a_table_and_a_choice() -> None:
    choice, *notes = typing.get_args(TierTableName)
    words = next(note for note in notes if isinstance(note, Words) and note.choices)
    assert venues.TABLES == typing.get_args(choice)
    assert tuple(table.label for table in TABLES) == words.choices


def test_every_file_is_listed() -> None:
    assert sorted(venues.TABLES) == sorted(file.stem for file in (FOLDER / "tables").iterdir())
    assert sorted(venues.VENUES) == sorted(file.stem for file in FOLDER.glob("*.json"))


def test_every_table_has_its_columns_source_and_date(table: TierTable) -> None:
    data: dict[str, Any] = json.loads((FOLDER / "tables" / f"{table.name}.json").read_text(encoding="utf-8"))
    assert [key for key in KEYS if key in data] == list(data)
    assert ["floor", "cap", "maintenance_margin_rate", "maintenance_amount", "max_leverage"] == data["columns"]
    assert {5} >= {len(row) for row in data["tiers"]}
    assert dt.date(2019, 1, 1) < day(table.date) < dt.date(2027, 1, 1)
    assert table.date in table.source + table.note
    assert table.complete or table.note
    kind = "inverse-" if table.contract == "inverse" else ""
    assert f"{table.venue}-{table.symbol.replace('/', '')}-{kind}{table.date}".lower() == table.name


def test_every_table_agrees_with_the_facts_of_its_venue(table: TierTable) -> None:
    market = venue(table.venue_name)
    assert market.title.startswith(table.venue)
    contracts = market.value("contracts")
    assert isinstance(contracts, tuple)
    assert table.contract in contracts
    if table.name != "kraken-btcusd-inverse-2026-09-25":  # counts contracts of 1 USD; the note of the fact says so
        assert table.measure == market.value("tier_measure")
    base, quote = table.symbol.split("/")
    assert table.unit == (base if (table.contract == "linear") is (table.measure == "size") else quote) or table.name.startswith("dydx")


def test_the_bands_of_a_table_touch(steps: TierTable) -> None:
    assert steps.tiers[0].floor == 0
    assert [t.cap for t in steps.tiers[:-1]] == [t.floor for t in steps.tiers[1:]]
    assert all(t.floor < t.cap for t in steps.tiers)
    assert steps.cap == steps.tiers[-1].cap


def test_maintenance_margin_is_continuous_where_a_venue_deducts_and_jumps_at_every_step_where_not(steps: TierTable) -> None:
    expected = 0 if venue(steps.venue_name).value("deduction") else len(steps.tiers) - 1
    assert expected == len(jumps(steps.tiers))
    amounts = [t.maintenance_amount for t in steps.tiers]
    assert sorted(amounts) == amounts
    if expected:
        assert {0} == set(amounts)


def test_larger_positions_must_keep_a_larger_share_and_may_use_less_leverage(steps: TierTable) -> None:
    rates = [t.maintenance_margin_rate for t in steps.tiers]
    leverages = [t.max_leverage for t in steps.tiers]
    assert sorted(set(rates)) == rates
    assert sorted(set(leverages), reverse=True) == leverages
    assert all(t.maintenance_margin_rate * t.max_leverage < 1 <= t.max_leverage for t in steps.tiers)


def test_a_table_by_value_has_the_same_tiers_for_every_size() -> None:
    table = tier_table("binance-btcusdt-2026-07-02")
    assert table.tiers == table.tiers_for(0.001) == table.tiers_for(1e9)


def test_a_table_by_size_has_one_tier_for_a_size_and_none_beyond_its_end() -> None:
    table = tier_table("okx-btcusdt-2026-09-25")
    rates = [tier.maintenance_margin_rate for size in (0.01, 10, 10.01, 50, 3400) for tier in table.tiers_for(size)]
    assert [0.004, 0.004, 0.005, 0.005, 0.0875] == rates
    (tier,) = table.tiers_for(10.01)
    assert (0, UNLIMITED, 0, 66.66) == (tier.floor, tier.cap, tier.maintenance_amount, tier.max_leverage)
    assert () == table.tiers_for(3400.01)


def test_a_deduction_by_size_lowers_the_rate_of_the_size() -> None:
    lowest = tier_table("kraken-btcusd-inverse-2026-09-25").tiers[0]
    next_one = dataclasses.replace(
        lowest, floor=500_000.0, cap=1e6, maintenance_margin_rate=0.02, maintenance_amount=5_000.0, max_leverage=25.0
    )
    table = dataclasses.replace(tier_table("kraken-btcusd-inverse-2026-09-25"), tiers=(lowest, next_one))
    (tier,) = table.tiers_for(1e6)
    assert (0.015, 0, 25) == (tier.maintenance_margin_rate, tier.maintenance_amount, tier.max_leverage)  # half at 1 %, half at 2 %


def test_rates_that_grow_with_every_coin_are_those_of_the_venues_examples() -> None:
    table = tier_table("deribit-btcusdc-2026-11-22")
    ((small,), (large,)) = (table.tiers_for(25), table.tiers_for(350))
    assert pytest.approx((0.01125, 1 / 0.02125)) == (small.maintenance_margin_rate, small.max_leverage)
    assert pytest.approx((0.0275, 1 / 0.0375)) == (large.maintenance_margin_rate, large.max_leverage)
    assert pytest.approx(19_600) == table.cap
    assert () == table.tiers_for(table.cap * 1.001)


def test_a_table_without_an_end_covers_everything() -> None:
    for name in ("hyperliquid-btcusdc-2026-09-25", "dydx-btcusd-2026-04-22"):
        assert UNLIMITED == tier_table(name).cap


def test_an_inverse_table_is_labelled_so() -> None:
    assert "Bybit BTC/USD inverse, 2026-09-26" == tier_table("bybit-btcusd-inverse-2026-09-26").label
    assert "Bybit BTC/USDT, 2026-09-25" == tier_table("bybit-btcusdt-2026-09-25").label


def test_amounts_that_venues_print_are_in_the_tables() -> None:
    coin = tier_table("binance-btcusd-inverse-2021-01-01")
    assert [0.56, 1.81, 11.81] == [coin.tiers[k].maintenance_amount for k in (3, 4, 6)]
    assert [0, 510, 1710] == [t.maintenance_amount for t in tier_table("bybit-btcusdt-2026-09-25").tiers]
    assert 1_875_000 == tier_table("hyperliquid-btcusdc-2026-09-25").tiers[1].maintenance_amount


def test_around_the_first_boundary_of_bitcoin_maintenance_margin_is_the_same() -> None:
    kept = [calc.margin(entry_notional=n, maintenance="tiers").maintenance_margin for n in (49_999, 50_000)]
    assert ["200.00", "200.00"] == [f"{amount:.2f}" for amount in kept]
    assert 199.996 == pytest.approx(kept[0], abs=1e-9)


def test_a_jump_is_where_the_step_is() -> None:
    first, *_ = jumps(tier_table("bitget-btcusdt-2026-09-25").tiers)
    assert (200_000, 800, 1_000) == (first.value, first.below, first.above)
    assert 800 == margin.maintenance_margin(200_000, 0.004)


# ---- Facts


def test_every_fact_has_a_source_a_date_and_an_allowed_value(market: Venue) -> None:
    keys = [fact.key for fact in market.facts]
    assert [key for key in ALLOWED if key in keys] == keys  # each once, in the order of the vocabulary
    assert set(keys) >= NEEDED
    for fact in market.facts:
        assert ALLOWED[fact.key](fact.value), fact
        assert dt.date(2019, 1, 1) < day(fact.date) < dt.date(2027, 1, 1)
        assert len(fact.source) > 20
        assert not fact.note or fact.note.endswith((".", ")."))
        assert not any(word in fact.source.lower() for word in ("register", "referral", "invite", "ref=", "?r="))


def test_the_vocabulary_is_the_table_in_its_docstring() -> None:
    lines = (facts.__doc__ or "").splitlines()
    assert list(ALLOWED) == [line.split("|")[1].strip() for line in lines if line.startswith("| ") and "---" not in line][1:]


def test_every_venue_file_holds_facts_and_nothing_else(market: Venue) -> None:
    data: dict[str, Any] = json.loads((FOLDER / f"{market.name}.json").read_text(encoding="utf-8"))
    assert ["name", "title", "facts"] == list(data)
    assert market.name == data["name"]
    for fact in data["facts"]:
        assert [key for key in ("fact", "value", "source", "date", "note") if key in fact] == list(fact)


def test_the_fees_that_are_put_aside_are_as_many_as_initial_margin_has(market: Venue) -> None:
    counts = {None: None, "none": 0, "value at entry": 1, "two at entry": 2, "value at bankruptcy": 1}
    assert counts[str(market.value("reserved_fee")) if market.fact("reserved_fee") else None] == market.value("initial_margin_fees")


def test_a_taker_pays_at_least_as_much_as_a_maker(market: Venue) -> None:
    taker, maker = market.value("taker_fee_rate"), market.value("maker_fee_rate")
    assert (taker is None) is (maker is None)
    if isinstance(taker, (int, float)) and isinstance(maker, (int, float)):
        assert taker >= maker


def test_what_no_source_says_is_not_there() -> None:
    assert venue("deribit").fact("taker_fee_rate") is None
    assert venue("deribit").value("taker_fee_rate") is None


def test_a_fact_is_found_under_its_key() -> None:
    fact = venue("okx").fact("margin_ratio")
    assert isinstance(fact, Fact)
    assert ("balance / maintenance", "2026-11-22") == (fact.value, fact.date)
    assert ("linear", "inverse") == venue("bybit").value("contracts")


def test_tables_and_venues_are_read_once() -> None:
    assert tier_table(venues.TABLES[0]) is tier_table(venues.TABLES[0])
    assert venue(venues.VENUES[0]) is venue(venues.VENUES[0])


@pytest.mark.parametrize("load", [tier_table, venue])
def test_what_does_not_exist_is_an_error_of_ours(load: Any) -> None:
    with pytest.raises(OSError, match="no-such-thing"):
        load("no-such-thing")

"""The dated tables of venues: what each file must hold, and that maintenance margin has no jumps."""

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
from calc.venues import TierTable, tier_table

FOLDER = Path(venues.__file__).parent
TABLES = [tier_table(name) for name in venues.TABLES]


@pytest.fixture(params=TABLES, ids=lambda table: table.name)
def table(request: pytest.FixtureRequest) -> TierTable:
    found: TierTable = request.param
    return found


def test_every_file_is_a_table_and_a_choice() -> None:
    choice, *notes = typing.get_args(TierTableName)
    words = next(note for note in notes if isinstance(note, Words) and note.choices)
    assert sorted(venues.TABLES) == sorted(file.stem for file in FOLDER.glob("*.json"))
    assert venues.TABLES == typing.get_args(choice)
    assert tuple(table.label for table in TABLES) == words.choices


def test_every_file_has_its_columns_source_and_date(table: TierTable) -> None:
    data: dict[str, Any] = json.loads((FOLDER / f"{table.name}.json").read_text(encoding="utf-8"))
    assert ["venue", "symbol", "date", "source", "columns", "tiers"] == list(data)
    assert ["floor", "cap", "maintenance_margin_rate", "maintenance_amount", "max_leverage"] == data["columns"]
    assert {5} == {len(row) for row in data["tiers"]}
    assert table.date == dt.date.fromisoformat(table.date).isoformat()
    assert table.date in table.source
    assert f"{table.venue}-{table.symbol.replace('/', '')}-{table.date}".lower() == table.name


def test_the_bands_of_a_table_touch(table: TierTable) -> None:
    assert table.tiers[0].floor == 0
    assert [t.cap for t in table.tiers[:-1]] == [t.floor for t in table.tiers[1:]]
    assert all(t.floor < t.cap for t in table.tiers)
    assert table.cap == table.tiers[-1].cap


def test_maintenance_margin_is_continuous_at_every_boundary(table: TierTable) -> None:
    for below, above in zip(table.tiers, table.tiers[1:], strict=False):
        one = margin.maintenance_margin(below.cap, below.maintenance_margin_rate, below.maintenance_amount)
        other = margin.maintenance_margin(above.floor, above.maintenance_margin_rate, above.maintenance_amount)
        assert one == pytest.approx(other, rel=1e-12)


def test_larger_positions_must_keep_a_larger_share_and_may_use_less_leverage(table: TierTable) -> None:
    rates = [t.maintenance_margin_rate for t in table.tiers]
    leverages = [t.max_leverage for t in table.tiers]
    assert sorted(set(rates)) == rates
    assert sorted(leverages, reverse=True) == leverages
    assert all(t.maintenance_margin_rate * t.max_leverage < 1 for t in table.tiers)


def test_around_the_first_boundary_of_bitcoin_maintenance_margin_is_the_same() -> None:
    kept = [calc.margin(entry_notional=n, maintenance="tiers").maintenance_margin for n in (49_999, 50_000)]
    assert ["200.00", "200.00"] == [f"{amount:.2f}" for amount in kept]
    assert 199.996 == pytest.approx(kept[0], abs=1e-9)


def test_a_table_is_read_once() -> None:
    assert tier_table(venues.TABLES[0]) is tier_table(venues.TABLES[0])


def test_a_table_that_does_not_exist_is_an_error_of_ours() -> None:
    with pytest.raises(OSError, match="no-such-table"):
        tier_table("no-such-table")

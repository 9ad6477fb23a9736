"""What the pages count in real candles, until a calculator counts it: each typed figure is counted again here."""

import csv
import re
from pathlib import Path

import pytest

from calc.formulas import linear
from calc.view import numbers

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/learn/liquidation.md").read_text(encoding="utf-8")
with (ROOT / "tests/data/BTCUSDT_1d.csv").open(encoding="utf-8") as stream:
    DAYS = [(float(row["open"]), float(row["high"]), float(row["low"])) for row in csv.DictReader(stream)]


def share_closed_out(sign: int, leverage: float, held: int) -> str:
    """Share of the days on which a position opened at the open is liquidated within `held` days, with 0.5 % maintenance."""
    entries = len(DAYS) - held + 1
    out = 0
    for day in range(entries):
        entry = DAYS[day][0]
        price = linear.liquidation_price(sign, entry, 1, entry / leverage, 0.005)
        out += any(low <= price if sign > 0 else high >= price for _, high, low in DAYS[day : day + held])
    return numbers.fixed(out / entries, 1, 2)


@pytest.mark.parametrize("leverage", [5, 10, 20, 50, 100])
def test_the_table_counts_the_days_that_end_a_trade(leverage: int) -> None:
    row = re.search(rf"^\| {leverage}× \|.*\| ([\d.]+) % \| ([\d.]+) % \|$", PAGE.replace("\u202f", " "), re.MULTILINE)
    assert row is not None
    assert (share_closed_out(1, leverage, 1), share_closed_out(-1, leverage, 1)) == row.groups()


def test_the_text_counts_a_week_and_the_days() -> None:
    text = PAGE.replace("\u202f", " ")
    assert f"becomes {share_closed_out(1, 10, 7)} % for longs and {share_closed_out(-1, 10, 7)} % for shorts" in text
    assert f"{len(DAYS):,} days" in text

"""What the pages count in real candles and no calculator counts: each typed figure is counted again here."""

import csv
import re
import statistics
from pathlib import Path

import pytest

import calc
from calc.view import numbers

ROOT = Path(__file__).parent.parent
with (ROOT / "tests/data/BTCUSDT_1d.csv").open(encoding="utf-8") as stream:
    DAYS = [(float(row["open"]), float(row["high"]), float(row["low"])) for row in csv.DictReader(stream)]


@pytest.mark.parametrize("page", ["learn/liquidation.md", "learn/step-by-step.md"])
def test_half_of_all_days_reach_that_far(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8").replace("\u202f", " ")
    down = numbers.fixed(statistics.median((entry - low) / entry for entry, _, low in DAYS), 2, 2)
    up = numbers.fixed(statistics.median((high - entry) / entry for entry, high, _ in DAYS), 2, 2)
    assert re.search(rf"half of all days\b.*\b{re.escape(down)} %.*\b{re.escape(up)} %", text, re.IGNORECASE | re.DOTALL)


def rows_of(page: str, head: str) -> list[list[str]]:
    """The cells of the table whose head begins so."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8").replace("\u202f", " ").replace("\u2212", "-")
    table = text.partition(f"| {head}")[2].partition("\n\n")[0].split("\n")[2:]
    assert table
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table]


def test_the_common_formula_gives_what_the_page_says_it_gives() -> None:
    for case, common, _, factor in rows_of("risk/losing-streaks.md", "Winners, run, trades"):
        found = re.fullmatch(r"(\d+) %, (\d+) in ([\d,]+)", case)
        assert found
        wins, run, trades = int(found[1]) / 100, int(found[2]), int(found[3].replace(",", ""))
        wrong = 1 - (1 - (1 - wins) ** run) ** (trades - run + 1)
        exact = calc.streak_odds(win_rate=wins, run_length=run, trades=trades).chance
        assert (numbers.fixed(wrong, 2, 2) + " %", numbers.fixed(wrong / exact, 2) + " times") == (common, factor)


def test_a_loss_undoes_a_gain_as_the_page_says() -> None:
    for _, _, gain, loss in rows_of("risk/losing-streaks.md", "Drawdown"):
        share = float(gain.strip("+ %")) / 100
        assert loss == f"-{numbers.fixed(share / (1 + share), 2, 2)} %"


def test_ten_wins_bring_what_the_page_says() -> None:
    for share, _, _, gain in rows_of("risk/plan.md", "Risk per trade | Ten losses in a row"):
        assert gain == f"+{numbers.fixed((1 + float(share.strip(' %')) / 100) ** 10 - 1, 2, 2)} %"

"""The price histories: exact to the last digit, made from their tables, and read only when an answer needs them."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from calc import contract, data
from calc.errors import DataNeeded
from calc.prices import daily
from calc.recent import Recent
from tools.prices import FILES, encoded

FOLDER = Path(__file__).parent.parent / "data"


def candles(market: str) -> list[dict[str, str]]:
    with (FOLDER / f"{market}USDT_1d.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("market", ["BTC", "ETH", "SOL"])
def test_the_compact_prices_are_the_published_ones_to_the_last_digit(market: str) -> None:
    prices = daily(market)
    rows = candles(market)
    assert [float(row["open"]) for row in rows] == list(prices.opens)
    assert [float(row["high"]) for row in rows] == list(prices.highs)
    assert [float(row["low"]) for row in rows] == list(prices.lows)
    assert [float(row["close"]) for row in rows] == list(prices.closes)


def test_without_its_prices_it_says_what_it_needs_and_answers_when_they_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    text = data.wanted("prices/SOLUSDT.txt", "The price history")

    def away(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(data, "_texts", {})
    monkeypatch.setattr(data, "open", away, raising=False)
    monkeypatch.setattr("calc.prices._prices", {})
    monkeypatch.setattr("calc.parts.replay._replays", Recent(1))
    with pytest.raises(DataNeeded):
        daily("SOL")
    request = json.dumps({"calculator": "history", "inputs": {"market": "SOL"}})
    assert json.loads(contract.answer(request)) == {"needs": ["prices/SOLUSDT.txt"], "failure": "The price history did not arrive."}
    data.give("prices/SOLUSDT.txt", text)
    assert json.loads(contract.answer(request))["ok"]["outputs"]["entry_days"] == len(candles("SOL")) - 6


def test_nothing_is_read_at_import() -> None:
    script = "import calc.calculators.history, calc.data, calc.prices; print(calc.data._texts, calc.prices._prices)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "{} {}\n"


@pytest.mark.parametrize("market", ["BTC", "ETH", "SOL"])
def test_the_files_of_prices_are_made_from_the_tables(market: str) -> None:
    table = (FOLDER / f"{market}USDT_1d.csv").read_text(encoding="utf-8")
    assert encoded(table, f"{market}/USDT", "Binance spot, UTC days") == (FILES / f"{market}USDT.txt").read_text(encoding="utf-8")

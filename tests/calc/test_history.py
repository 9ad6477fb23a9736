"""Would you have survived: every count against the candles themselves, by brute force."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from calc import contract, data, history
from calc.errors import DataNeeded, InvalidInputs, Rejection
from calc.formulas.history import highest, longest_run, lowest, quantile
from calc.prices import daily
from calc.view.page import preset_link

FOLDER = Path(__file__).parent.parent / "data"
NARROW = "\u202f"


def candles(market: str) -> list[dict[str, str]]:
    with (FOLDER / f"{market}USDT_1d.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def counted(market: str, side: str, leverage: float, days: int, rate: float = 0.005) -> list[bool]:
    """For each entry day with a full holding time, whether the trade was liquidated: looked up candle by candle."""
    rows = candles(market)
    out = []
    for k in range(len(rows) - days + 1):
        entry = float(rows[k]["open"])
        held = rows[k : k + days]
        if side == "long":
            out.append(any(float(row["low"]) <= entry * (1 - 1 / leverage) / (1 - rate) for row in held))
        else:
            out.append(any(float(row["high"]) >= entry * (1 + 1 / leverage) / (1 + rate) for row in held))
    return out


@pytest.mark.parametrize(
    ("leverage", "days", "share"),
    [(10, 7, 22.1), (10, 1, 3.4), (20, 7, 50.6), (5, 30, 22.6), (100, 1, 83.5), (2, 30, 1.7), (3, 7, 1.3)],
)
def test_published_shares_of_bitcoin_longs(leverage: float, days: int, share: float) -> None:
    assert abs(100 * history(leverage=leverage, days_held=days).share_liquidated - share) <= 0.05


@pytest.mark.parametrize("market", ["BTC", "ETH", "SOL"])
@pytest.mark.parametrize("side", ["long", "short"])
@pytest.mark.parametrize(("leverage", "days"), [(10, 7), (3, 30), (50, 1)])
def test_every_count_is_that_of_the_candles(market: Any, side: Any, leverage: float, days: int) -> None:
    expected = counted(market, side, leverage, days)
    found = history(market=market, side=side, leverage=leverage, days_held=days)
    assert (sum(expected), len(expected)) == (found.liquidated_days, found.entry_days)
    assert found.survivors == len(expected) - sum(expected)
    runs = [len(run) for run in re.findall("x+", "".join("x" if one else "." for one in expected))]
    assert max(runs, default=0) == found.longest_run


@pytest.mark.parametrize("market", ["BTC", "ETH", "SOL"])
def test_the_compact_prices_are_the_published_ones_to_the_last_digit(market: str) -> None:
    prices = daily(market)
    rows = candles(market)
    assert [float(row["open"]) for row in rows] == list(prices.opens)
    assert [float(row["high"]) for row in rows] == list(prices.highs)
    assert [float(row["low"]) for row in rows] == list(prices.lows)
    assert [float(row["close"]) for row in rows] == list(prices.closes)


def test_survivors_are_ranked_by_what_they_made_of_their_margin() -> None:
    rows = candles("BTC")
    out = counted("BTC", "long", 10, 7)
    ends = sorted(10 * (float(rows[k + 6]["close"]) / float(rows[k]["open"]) - 1) for k in range(len(out)) if not out[k])
    found = history()
    assert found.median_survivor == pytest.approx(ends[len(ends) // 2], abs=1e-3)
    assert found.low_survivor == pytest.approx(ends[round(0.05 * (len(ends) - 1))], abs=2e-3)
    assert found.high_survivor == pytest.approx(ends[round(0.95 * (len(ends) - 1))], abs=5e-3)


def test_the_worst_day_is_the_one_that_fell_most() -> None:
    rows = candles("BTC")
    fell = [min(float(row["low"]) for row in rows[k : k + 7]) / float(rows[k]["open"]) for k in range(len(rows) - 6)]
    found = history()
    assert found.worst_day == rows[fell.index(min(fell))]["date"]
    assert found.worst_move == pytest.approx(min(fell) - 1)


def test_a_chosen_day_opens_its_trade() -> None:
    found = history(entry_date="2020-03-10")
    assert (found.trade_day, found.trade_entry, found.trade_liquidated, found.trade_days) == ("2020-03-10", 7929.87, True, 3)
    assert found.trade_liquidation == pytest.approx(7929.87 * 0.9 / 0.995)
    assert found.trade_roe == -1


def test_a_trade_that_survives_is_closed_at_the_last_close() -> None:
    found = history(entry_date="2023-07-01", leverage=2)
    rows = candles("BTC")
    k = [row["date"] for row in rows].index("2023-07-01")
    assert found.trade_exit == float(rows[k + 6]["close"])
    assert found.trade_roe == pytest.approx(2 * (float(rows[k + 6]["close"]) / float(rows[k]["open"]) - 1))


def test_a_part_of_the_history() -> None:
    found = history(from_date="2020-01-01", to_date="2020-12-31")
    rows = [row["date"] for row in candles("BTC")]
    first, last = rows.index("2020-01-01"), rows.index("2020-12-31")
    expected = counted("BTC", "long", 10, 7)[first : last - 5]
    assert (found.entry_days, found.liquidated_days) == (len(expected), sum(expected))
    assert (found.first_entry, found.last_entry) == ("2020-01-01", "2020-12-25")


def test_a_long_at_once_the_leverage_cannot_be_liquidated() -> None:
    found = history(leverage=1)
    assert (found.liquidated_days, found.longest_run, found.liquidation_move) == (0, 0, None)
    assert "note-no-liquidation" in [note.code for note in found.notes]


def test_too_little_margin_is_rejected() -> None:
    with pytest.raises(Rejection, match="liquidated the moment it opened"):
        history(leverage=100, maintenance_margin_rate=0.02)


@pytest.mark.parametrize("texts", [{"days_held": "0"}, {"days_held": "1.5"}, {"from_date": "2020-02-30"}, {"from_date": "yesterday"}])
def test_bad_input_is_named(texts: dict[str, str]) -> None:
    with pytest.raises(InvalidInputs) as caught:
        contract.starting(history, texts)
    assert [problem.field for problem in caught.value.problems] == list(texts)


def test_dates_in_the_wrong_order_or_too_near_are_rejected() -> None:
    for texts in ({"from_date": "2021-01-01", "to_date": "2020-01-01"}, {"from_date": "2020-01-01", "to_date": "2020-01-03"}):
        with pytest.raises(InvalidInputs):
            contract.starting(history, texts)


@pytest.mark.parametrize("preset", history.presets, ids=lambda preset: preset.label)
def test_every_preset_is_drawn_and_comes_back_from_its_link(preset: Any) -> None:
    link = preset_link(history, dict(preset.texts))
    answer = json.loads(contract.answer(json.dumps({"calculator": "history", "query": link})))["ok"]
    assert answer["link"] == link
    assert "calc-plot is-years" in answer["html"]["result"]


def test_without_its_prices_it_says_what_it_needs_and_answers_when_they_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    text = data.wanted("prices/SOLUSDT.txt", "The price history")

    def away(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(data, "_texts", {})
    monkeypatch.setattr(data, "open", away, raising=False)
    monkeypatch.setattr("calc.prices._prices", {})
    monkeypatch.setattr("calc.replay._kept", [], raising=False)
    with pytest.raises(DataNeeded):
        daily("SOL")
    data.give("prices/SOLUSDT.txt", text)
    assert len(daily("SOL").opens) == len(candles("SOL"))


@pytest.mark.parametrize("days", [1, 2, 3, 5, 8])
def test_the_lowest_of_each_stretch_by_looking_at_all(days: int) -> None:
    values = [4.0, 2.0, 5.0, 3.0, 6.0, 1.0, 9.0, 8.0]
    stretches = [values[k : k + days] for k in range(len(values) - days + 1)]
    assert lowest(values, days) == [min(stretch) for stretch in stretches]
    assert highest(values, days) == [max(stretch) for stretch in stretches]


def test_a_run_and_a_quantile_at_their_edges() -> None:
    assert longest_run([]) == (0, 0)
    assert longest_run([True, True, False, True, True]) == (0, 2)
    assert (quantile([1.0, 3.0], 1.0), quantile([1.0, 3.0], 0.0), quantile([1.0, 3.0], 0.5)) == (3.0, 1.0, 2.0)


def test_the_verdict_counts_the_days() -> None:
    sentence = json.loads(contract.answer(json.dumps({"calculator": "history", "inputs": {}})))["ok"]["sentence"]
    assert f"22.08{NARROW}%" in sentence

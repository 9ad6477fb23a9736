"""The facts about ordinary and extreme days, recomputed from the candles."""

import csv
import datetime as dt
import statistics
from collections.abc import Callable
from pathlib import Path

import pytest

from calc.parts.market import FALLS, RISES, SAMPLE, DayMoves

with (Path(__file__).parents[1] / "data" / "BTCUSDT_1d.csv").open(encoding="utf-8", newline="") as stream:
    CANDLES = [{"date": row.pop("date"), **{name: float(text) for name, text in row.items()}} for row in csv.DictReader(stream)]
DAYS = [dt.date.fromisoformat(str(candle["date"])) for candle in CANDLES]
MOVES = {side: [float(c[side]) / float(c["open"]) - 1 for c in CANDLES] for side in ("low", "high")}


def in_words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def test_the_candles_are_all_days_of_the_sample() -> None:
    assert SAMPLE == f"from {in_words(DAYS[0])} to {in_words(DAYS[-1])}"
    assert [DAYS[0] + dt.timedelta(days=n) for n in range(len(DAYS))] == DAYS


@pytest.mark.parametrize(("facts", "side", "extreme"), [(FALLS, "low", min), (RISES, "high", max)], ids=["falls", "rises"])
def test_the_median_and_the_widest_day_are_those_of_the_candles(
    facts: DayMoves, side: str, extreme: Callable[[list[float]], float]
) -> None:
    moves = MOVES[side]
    widest = extreme(moves)
    assert facts.median == round(statistics.median(moves), 4)
    assert facts.widest == round(widest, 4)
    assert facts.day == in_words(DAYS[moves.index(widest)])


@pytest.mark.parametrize(("facts", "side"), [(FALLS, "low"), (RISES, "high")], ids=["falls", "rises"])
def test_the_words_say_what_was_computed(facts: DayMoves, side: str) -> None:
    assert f"{abs(facts.median):.2%}".replace("%", "\u202f%") in facts.words
    assert side in facts.words
    on_half_of_the_days = sum(abs(move) >= abs(facts.median) for move in MOVES[side]) / len(DAYS)
    assert 0.5 == pytest.approx(on_half_of_the_days, abs=0.005)

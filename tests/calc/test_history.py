"""Would you have survived: every count against the candles themselves, by brute force."""

from __future__ import annotations

import csv
import json
import re
import statistics
from pathlib import Path
from typing import Any

import pytest

from calc import contract, history, room
from calc.errors import InvalidInputs, Rejection
from calc.formulas.history import highest, longest_run, lowest, quantile
from calc.parts.replay import replay
from calc.pictures import Candles, Tally
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


def test_survivors_are_ranked_by_what_they_made_of_their_margin() -> None:
    rows = candles("BTC")
    out = counted("BTC", "long", 10, 7)
    ends = sorted(10 * (float(rows[k + 6]["close"]) / float(rows[k]["open"]) - 1) for k in range(len(out)) if not out[k])
    found = history()
    twentieths = statistics.quantiles(ends, n=20, method="inclusive")
    assert found.median_survivor == pytest.approx(statistics.median(ends))
    assert (found.low_survivor, found.high_survivor) == pytest.approx((twentieths[0], twentieths[18]))


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


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (
            {},
            "at the start of any day from 17 Aug 2017 to 25 Dec 2025, was liquidated within a week on 22.08 % of them: 674 of 3,053.",
        ),
        ({"days_held": "1", "side": "short"}, "was liquidated within a day on "),
        (
            {"leverage": "1"},
            "A 1× long in BTC, opened at the start of any day from 17 Aug 2017 to 25 Dec 2025, was never liquidated within a week: on none",
        ),
        (
            {"leverage": "100", "from_date": "2018-01-01", "to_date": "2018-01-20"},
            "any day from 1 Jan 2018 to 14 Jan 2018, was always liquidated within a week: on all of 14 days.",
        ),
        (
            {"leverage": "20", "days_held": "2", "from_date": "2020-03-11", "to_date": "2020-03-12"},
            "A 20× long in BTC, opened at the start of 11 Mar 2020, was liquidated within 2 days.",
        ),
        (
            {"leverage": "2", "days_held": "2", "from_date": "2023-03-11", "to_date": "2023-03-12"},
            "A 2× long in BTC, opened at the start of 11 Mar 2023, was not liquidated within 2 days.",
        ),
    ],
)
def test_the_verdict_in_every_state(inputs: dict[str, str], expected: str) -> None:
    e = contract.starting(history, inputs)
    assert expected.replace(" %", NARROW + "%") in e.facts.plain(e.story.verdict)


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({}, "Of all the days since 2017, on what share would a 10× long have been liquidated within a week?"),
        ({"from_date": "2019-02-01", "to_date": "2019-12-31"}, "Of all the days in 2019, "),
        ({"market": "SOL", "to_date": "2022-12-31"}, "Of all the days from 2020 to 2022, "),
    ],
)
def test_the_question_to_guess_names_the_years(inputs: dict[str, str], expected: str) -> None:
    e = contract.starting(history, inputs)
    assert e.story.ask is not None
    assert expected in e.facts.plain(e.story.ask.question)


def remarks(**inputs: str) -> dict[str, str]:
    e = contract.starting(history, inputs)
    return {shown.name: e.facts.plain(shown.remark) for shown in e.story.outputs}


def test_remarks_are_singular_where_there_is_one() -> None:
    assert remarks()["median_survivor"] == "of margin, before fees; 2,379 survivors"
    assert remarks()["longest_run"] == "days in a row, 3 Jan 2018 to 22 Jan 2018"
    one = {"days_held": "2", "from_date": "2023-03-11", "to_date": "2023-03-12"}
    assert remarks(**one, leverage="2")["median_survivor"] == "of margin, before fees; 1 survivor"
    assert remarks(**one, leverage="2")["share_liquidated"] == "0 of 1 entry day"
    assert remarks(**one, leverage="2")["longest_run"] == ""
    dead = {"days_held": "2", "from_date": "2020-03-11", "to_date": "2020-03-12", "leverage": "20"}
    assert (remarks(**dead)["longest_run"], remarks(**dead)["low_survivor"]) == ("11 Mar 2020", "")


def test_a_day_on_which_no_trade_begins_shows_the_nearest_and_says_so() -> None:
    late, early = history(entry_date="2025-12-31"), history(market="SOL", entry_date="2018-01-01")
    assert (late.trade_day, early.trade_day) == ("2025-12-25", "2020-08-11")
    assert [note.message for note in late.notes] == ["No trade of this kind begins on 31 Dec 2025. The nearest is shown: 25 Dec 2025."]
    assert history(entry_date="2020-03-10").notes == ()


def test_a_tally_has_the_reader_s_own_leverage_and_none_that_cannot_be_opened() -> None:
    def bars(**inputs: str) -> dict[str, str]:
        [tally] = contract.starting(history, inputs).story.charts
        assert isinstance(tally, Tally)
        assert [bar.label for bar in tally.bars if bar.own] == [inputs.get("leverage", "10") + "×"]
        return {bar.label: bar.text for bar in tally.bars}

    assert list(bars(leverage="7")) == ["2×", "3×", "5×", "7×", "10×", "20×", "50×", "100×"]
    assert bars()["20×"] == f"50.57{NARROW}%"
    assert bars(maintenance_margin_rate="1.5")["100×"] == "cannot be opened"
    assert bars(leverage="1")["1×"] == f"0.00{NARROW}%"


@pytest.mark.parametrize(
    ("inputs", "styles", "caption"),
    [
        ({"entry_date": "2020-03-10"}, ["entry", "liquidation"], "Opened at 7,929.87. Liquidated on day 3 of 7."),
        ({"entry_date": "2023-07-01", "leverage": "2"}, ["entry", "liquidation"], "Closed at 30,344.70, "),
        ({"entry_date": "2023-07-01", "leverage": "1"}, ["entry"], "Closed at 30,344.70, "),
        ({"entry_date": "2025-12-25", "leverage": "2", "side": "short"}, ["entry", "liquidation"], "Closed at 87,648.22, "),
    ],
)
def test_the_trade_of_a_day_is_drawn_to_its_end_and_a_little_beyond(inputs: dict[str, str], styles: list[str], caption: str) -> None:
    e = contract.starting(history, inputs)
    chart = e.story.context[1]
    assert isinstance(chart, Candles)
    assert [one.style for one in chart.stretches] == styles
    assert caption in e.facts.plain(chart.caption)
    last = e.facts.result.trade_days - 1
    assert {one.end for one in chart.stretches} == {last}
    assert (chart.spots[0].at, chart.faint) == (last, last + 1)
    assert len(chart.candles) == min(10, len(daily("BTC").opens) - daily("BTC").opens.index(e.facts.result.trade_entry))


def test_replays_are_remembered_but_not_all_of_them() -> None:
    first = replay("BTC", "long", 3, None, None)
    assert replay("BTC", "long", 3, None, None) is first
    for days in range(10, 20):
        replay("BTC", "long", days, None, None)
    assert replay("BTC", "long", 3, None, None) is not first


def test_the_model_is_the_one_of_room() -> None:
    assert history().model_chance == room().chance
    assert abs(100 * history().model_chance - 12.9) <= 0.05


def test_the_verdict_counts_the_days() -> None:
    sentence = json.loads(contract.answer(json.dumps({"calculator": "history", "inputs": {}})))["ok"]["sentence"]
    assert f"22.08{NARROW}%" in sentence

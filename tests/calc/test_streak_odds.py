"""How likely a streak is: published values, the sentence in every state, and the two pictures."""

from typing import Any

import pytest

from calc import contract, streak_odds
from calc.errors import Rejection
from calc.pictures import Dots, Tally


def answered(**texts: str) -> contract.Evaluation:
    return contract.starting(streak_odds, texts, link=True)


def verdict(**texts: str) -> str:
    e = answered(**texts)
    return e.facts.plain(e.story.verdict).replace("\u202f", " ")


def bars(**texts: str) -> Tally:
    tally = answered(**texts).story.charts[0]
    assert isinstance(tally, Tally)
    return tally


def tries(**texts: str) -> Dots:
    dots = answered(**texts).story.charts[1]
    assert isinstance(dots, Dots)
    return dots


@pytest.mark.parametrize(
    ("win_rate", "run", "trades", "expected"),
    [
        (0.5, 10, 100, 0.0441),
        (0.4, 10, 100, 0.2049),
        (0.5, 5, 50, 0.5519),
        (0.6, 5, 100, 0.4591),
        (0.7, 5, 500, 0.5736),
        (0.5, 10, 1_000, 0.3854),
        (0.4, 7, 100, 0.6891),
    ],
)
def test_the_chance_somewhere(win_rate: float, run: int, trades: int, expected: float) -> None:
    assert expected == pytest.approx(streak_odds(win_rate=win_rate, run_length=run, trades=trades).chance, abs=5e-5)


def test_the_very_next_ones_and_the_wait() -> None:
    found = streak_odds()
    assert 0.5**10 == found.chance_next
    assert 2_046 == found.mean_wait


@pytest.mark.parametrize(("win_rate", "expected"), [(0.3, 10), (0.4, 7), (0.5, 6), (0.6, 4), (0.7, 3)])
def test_the_typical_longest_run(win_rate: float, expected: int) -> None:
    assert expected == streak_odds(win_rate=win_rate).median_longest


def test_a_wait_beyond_a_trillion_is_not_told() -> None:
    found = answered(win_rate="0.99", run_length="30")
    assert None is found.facts.result.mean_wait
    assert () == found.story.working
    assert ["less than one in a trillion"] * 2 == [shown.remark for shown in found.story.outputs[:2]]


def test_a_run_needs_as_many_trades() -> None:
    assert streak_odds(run_length=10, trades=10).chance == streak_odds().chance_next
    with pytest.raises(Rejection, match="You need at least 10 trades for a run of 10\\.") as caught:
        streak_odds(run_length=10, trades=9)
    assert [("trades", "too-few-trades")] == [(p.field, p.code) for p in caught.value.problems]


def test_the_model_is_named() -> None:
    (note,) = streak_odds().notes
    assert "note-independent" == note.code
    assert "floor" in note.message


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            {},
            (
                "If 50 % of your trades win, the chance of 10 losses in a row somewhere in 100 trades is 4.41"
                " %. That the next 10 all lose: 0.09766 %."
            ),
        ),
        (
            {"win_rate": "0.2", "run_length": "3", "trades": "2000"},
            (
                "If 20 % of your trades win, the chance of 3 losses in a row somewhere in 2,000 trades is more"
                " than 99.99 %. That the next 3 all lose: 51.20 %."
            ),
        ),
        (
            {"win_rate": "0.99", "run_length": "30"},
            (
                "If 99 % of your trades win, the chance of 30 losses in a row somewhere in 100 trades is almost"
                " 0 %. That the next 30 all lose: almost 0 %."
            ),
        ),
    ],
)
def test_the_sentence(texts: dict[str, str], expected: str) -> None:
    assert expected == verdict(**texts)


def test_a_chance_is_also_one_case_in_so_many() -> None:
    def remarks(**texts: str) -> list[str]:
        return [shown.remark for shown in answered(**texts).story.outputs[:2]]

    assert ["about one in 23", "about one in 1,024"] == remarks()
    assert ["very likely, never certain", ""] == remarks(win_rate="0.2", run_length="3", trades="2000")


@pytest.mark.parametrize(("win_rate", "noun"), [("0.98", "loss"), ("0.5", "losses")])
def test_one_loss_is_no_losses(win_rate: str, noun: str) -> None:
    longest = answered(win_rate=win_rate).story.outputs[3]
    assert longest.remark.startswith(noun + " in ")


def test_the_question_before() -> None:
    e = answered()
    assert e.story.ask is not None
    expected = "If 50 % of your trades win: how likely are 10 losses in a row somewhere in 100 trades?"
    assert expected == e.facts.plain(e.story.ask.question).replace("\u202f", " ")


# ---- The bars


def test_there_is_a_bar_for_each_length_and_one_is_the_readers() -> None:
    tally = bars()
    assert [str(run) for run in range(2, 16)] == [bar.label for bar in tally.bars]
    assert ["10"] == [bar.label for bar in tally.bars if bar.own]
    values = [bar.value for bar in tally.bars if bar.value is not None]
    assert sorted(values, reverse=True) == values
    assert streak_odds().chance == values[8]


def test_a_longer_run_of_the_readers_own_has_a_bar_too() -> None:
    last = bars(run_length="20", win_rate="0.3").bars[-1]
    assert ("20", True) == (last.label, last.own)


def test_no_bar_is_longer_than_all_trades() -> None:
    assert ["2", "3", "4", "5"] == [bar.label for bar in bars(run_length="3", trades="5").bars]


def test_bars_near_the_ends_say_so() -> None:
    texts = [bar.text.replace("\u202f", " ") for bar in bars(win_rate="0.8", trades="500").bars]
    assert "over 99.99 %" == texts[0]
    assert "under 0.01 %" == texts[-1]


# ---- The tries


def test_five_strips_show_every_trade_with_the_longest_run_outlined() -> None:
    dots = tries()
    assert [100] * 5 == [len(strip.dots) for strip in dots.strips]
    for strip in dots.strips:
        assert strip.run is not None
        start, end = strip.run
        assert "-" * (end - start) == strip.dots[start:end]
        assert "-" * (end - start + 1) not in strip.dots
        assert f"longest run {end - start}" == strip.text
        assert f", {strip.dots.count('o')} wins" in strip.label


def test_a_seed_draws_the_same_strips_and_another_draws_others() -> None:
    assert tries() == tries(seed="1")
    assert tries().strips != tries(seed="2").strips
    assert streak_odds(seed=1).chance == streak_odds(seed=2).chance


def test_of_many_trades_the_first_are_drawn() -> None:
    few, many = tries(trades="20"), tries(trades="500")
    assert (20, 100) == (len(few.strips[0].dots), len(many.strips[0].dots))
    assert "Only the first 100" in many.caption
    assert "Only" not in few.caption


def test_a_strip_without_a_loss_has_no_outline_and_one_win_is_no_wins() -> None:
    strips: list[Any] = []
    for seed in range(12):
        strips += tries(win_rate="0.99", run_length="2", trades="2", seed=str(seed)).strips
        strips += tries(win_rate="0.4", run_length="2", trades="2", seed=str(seed)).strips
    assert {None} == {strip.run for strip in strips if strip.dots == "oo"}
    assert {"oo", "o-", "-o", "--"} == {strip.dots for strip in strips}
    assert all(strip.label.endswith(", 1 win") for strip in strips if strip.dots in ("o-", "-o"))

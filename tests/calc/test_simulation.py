"""The market of the simulator: candles from a number, and what its moods are like."""

import hashlib
from itertools import pairwise

import pytest

from calc.formulas.simulation import MOODS, START, TICKS, Market


def drawn(mood: str, seed: int, candles: int) -> Market:
    market = Market(mood, seed)
    market.reach(candles)
    return market


def fingerprint(market: Market) -> str:
    text = " ".join(price.hex() for price in market.last + market.mark)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@pytest.mark.parametrize("mood", MOODS)
def test_the_same_mood_and_seed_are_the_same_market_however_it_is_asked_for(mood: str) -> None:
    whole, slow = drawn(mood, 42, 300), Market(mood, 42)
    candles = [slow.candle(number) for number in range(300)]
    assert candles == [whole.candle(number) for number in range(300)]
    assert (whole.last, whole.mark, whole.gaps) == (slow.last, slow.mark, slow.gaps)


def test_the_prices_of_a_seed_never_change() -> None:
    assert {
        "calm": "68a30703c3cd",
        "trend": "2b3aa3b0d30b",
        "storm": "829b0d174924",
        "crash": "e3ba080322b0",
    } == {mood: fingerprint(drawn(mood, 42, 200)) for mood in MOODS}


def test_every_mood_and_every_seed_is_another_market() -> None:
    seen = {fingerprint(drawn(mood, seed, 20)) for mood in MOODS for seed in (0, 1, 2, 42)}
    assert 4 * len(MOODS) == len(seen)


@pytest.mark.parametrize("mood", MOODS)
def test_a_candle_opens_where_the_one_before_it_closed_and_holds_its_ticks(mood: str) -> None:
    market = drawn(mood, 7, 500)
    assert (START, START) == (market.last[0], market.mark[0])
    close = START
    for number in range(500):
        first, high, low, last = market.candle(number)
        assert close == first
        ticks = market.last[TICKS * number : TICKS * (number + 1) + 1]
        assert (max(ticks), min(ticks), ticks[-1]) == (high, low, last)
        close = last


@pytest.mark.parametrize("mood", MOODS)
def test_the_mark_is_the_smoother_of_the_two_prices(mood: str) -> None:
    market = drawn(mood, 3, 1_000)

    def roughness(prices: list[float]) -> float:
        return sum((b / a - 1) ** 2 for a, b in pairwise(prices))

    assert roughness(market.mark) < 0.6 * roughness(market.last)
    assert min(market.last) > 0
    away = [abs(last / mark - 1) for last, mark in zip(market.last, market.mark, strict=True)]
    assert sum(away) / len(away) < 0.01


def test_a_wick_moves_the_last_price_and_not_the_mark() -> None:
    market = drawn("crash", 6, 90)
    away = [last / mark - 1 for last, mark in zip(market.last, market.mark, strict=True)]
    deepest = away.index(min(away))
    assert away[deepest] < -0.04
    assert abs(market.mark[deepest] / market.mark[deepest - 1] - 1) < 0.01
    assert abs(away[deepest + 1]) < 0.01


def spread(mood: str, seed: int) -> float:
    """The root mean square of an hour's log-like move."""
    market = drawn(mood, seed, 1_000)
    closes = [market.candle(number)[3] for number in range(1_000)]
    moves = [(b / a - 1) ** 2 for a, b in pairwise(closes)]
    return float((sum(moves) / len(moves)) ** 0.5)


def test_the_moods_differ_as_their_names_say() -> None:
    typical = {mood: sorted(spread(mood, seed) for seed in range(5))[2] for mood in MOODS}
    assert 0.002 < typical["calm"] < typical["trend"] < typical["storm"] < 0.03
    assert typical["crash"] > typical["calm"]


def test_a_crash_falls_more_often_than_it_jumps_up() -> None:
    falls = rises = 0
    for seed in range(8):
        market = drawn("crash", seed, 1_000)
        for tick, gap in enumerate(market.gaps):
            if gap:
                falls += market.last[tick] < market.last[tick - 1]
                rises += market.last[tick] > market.last[tick - 1]
    assert falls > 1.5 * rises > 0


def test_a_trend_goes_up_in_some_markets_and_down_in_others() -> None:
    directions = {drawn("trend", seed, 200).last[-1] > START for seed in range(12)}
    assert {True, False} == directions

"""Runs of losses: the quick recurrence against counting every sequence, and against the chain of run lengths trade by trade."""

from fractions import Fraction
from itertools import pairwise, product

import pytest

from calc.formulas import elementary, streaks
from calc.formulas.seeded import Stream

COIN, THIRD = Fraction(1, 2), Fraction(1, 3)


def counted(loss_rate: Fraction, run: int, trades: int) -> Fraction:
    """The chance of the run, by the weight of every sequence that has one."""
    total = Fraction(0)
    for sequence in product("WL", repeat=trades):
        text = "".join(sequence)
        if "L" * run in text:
            total += loss_rate ** text.count("L") * (1 - loss_rate) ** text.count("W")
    return total


def chained(loss_rate: float, run: int, trades: int) -> float:
    """The chance of the run, by dynamic programming over the length of the current run: O(trades · run)."""
    now, done = [1.0] + [0.0] * (run - 1), 0.0
    for _ in range(trades):
        done += now[-1] * loss_rate
        now = [sum(now) * (1 - loss_rate)] + [x * loss_rate for x in now[:-1]]
    return done


def approximate(loss_rate: float, run: int, trades: int) -> float:
    """The common formula, which takes overlapping windows as independent."""
    return 1 - (1 - loss_rate**run) ** (trades - run + 1)


# ---- The chance


@pytest.mark.parametrize("loss_rate", [COIN, THIRD])
def test_the_chance_is_exactly_that_of_all_sequences(loss_rate: Fraction) -> None:
    for trades in range(1, 12):
        for run in range(1, trades + 1):
            assert counted(loss_rate, run, trades) == streaks.chance_of_run(loss_rate, run, trades), (run, trades)  # type: ignore[arg-type]


@pytest.mark.parametrize("percent", [1, 10, 30, 45, 50, 62, 80, 93, 99])
def test_the_chance_is_that_of_the_chain_of_run_lengths(percent: int) -> None:
    loss_rate = percent / 100
    for run in (2, 5, 10, 17, 30):
        for trades in (run, run + 1, 60, 250, 1_000):
            expected = chained(loss_rate, run, trades)
            assert expected == pytest.approx(streaks.chance_of_run(loss_rate, run, trades), rel=1e-10), (run, trades)


def test_the_common_formula_is_wrong_and_by_so_much() -> None:
    """Ten trades, runs of three, a fair coin: 520 of 1,024 sequences have one; the formula says 65.6 %."""
    assert Fraction(520, 1024) == counted(COIN, 3, 10)
    assert 520 / 1024 == streaks.chance_of_run(0.5, 3, 10)
    assert 0.656 == pytest.approx(approximate(0.5, 3, 10), abs=5e-4)
    assert 0.1486 == pytest.approx(approximate(0.5, 3, 10) - 520 / 1024, abs=5e-5)


@pytest.mark.parametrize(
    ("win_rate", "run", "trades", "published", "exact"),
    [(0.5, 10, 100, 0.085, 0.0441), (0.6, 5, 100, 0.628, 0.4591), (0.6, 6, 50, 0.169, 0.108), (0.55, 6, 100, 0.547, 0.363)],
)
def test_odds_that_were_published_are_too_high(win_rate: float, run: int, trades: int, published: float, exact: float) -> None:
    assert published == pytest.approx(approximate(1 - win_rate, run, trades), abs=5e-4)
    assert exact == pytest.approx(streaks.chance_of_run(1 - win_rate, run, trades), abs=5e-4)


def test_lengths_of_the_longest_run_add_up_to_one() -> None:
    at_least = [streaks.chance_of_run(0.5, run, 40) for run in range(1, 42)]
    exactly = [1 - at_least[0]] + [more - less for more, less in pairwise(at_least)]
    assert 0.0 == at_least[-1]
    assert min(exactly) >= 0
    assert 1 == pytest.approx(sum(exactly), abs=1e-14)


def test_a_run_that_is_sure_stays_a_chance() -> None:
    chances = [streaks.chance_of_run(0.99, run, 2_000) for run in range(1, 31)]
    assert max(chances) <= 1
    assert 1 == pytest.approx(min(chances), abs=1e-9)


def test_a_million_trades_take_no_longer() -> None:
    """Twenty heads in a million tosses, 37.9 %; from the chain's dominant root, to more digits."""
    assert 0.37925 == pytest.approx(streaks.chance_of_run(0.5, 20, 1_000_000), abs=5e-6)


# ---- The wait, and the longest


@pytest.mark.parametrize("loss_rate", [COIN, THIRD, Fraction(3, 4)])
@pytest.mark.parametrize("run", [1, 2, 4, 10])
def test_the_mean_wait_is_that_of_each_loss_after_the_other(loss_rate: Fraction, run: int) -> None:
    """E(k) = (E(k - 1) + 1) / loss_rate: with a win, everything begins again."""
    expected = Fraction(0)
    for _ in range(run):
        expected = (expected + 1) / loss_rate
    assert expected == streaks.mean_wait(loss_rate, run)  # type: ignore[arg-type]


def test_the_mean_wait_is_the_sum_of_the_chances_that_it_goes_on() -> None:
    assert sum(1 - chained(0.5, 4, trades) for trades in range(1_200)) == pytest.approx(streaks.mean_wait(0.5, 4))


@pytest.mark.parametrize("loss_rate", [0.01, 0.2, 0.5, 0.8, 0.97])
@pytest.mark.parametrize("trades", [2, 10, 100, 400])
def test_the_median_of_the_longest_run_splits_the_cases(loss_rate: float, trades: int) -> None:
    length = streaks.median_longest_run(loss_rate, trades)
    assert chained(loss_rate, length + 1, trades) <= 0.5
    assert length == 0 or chained(loss_rate, length, trades) > 0.5


def test_the_longest_run_is_the_first_of_that_length() -> None:
    assert (1, 3) == streaks.longest_run([False, True, True, False, True, True])
    assert (0, 0) == streaks.longest_run([False])
    assert (0, 2) == streaks.longest_run([True, True])


def test_seeded_tries_agree_with_the_exact_chance() -> None:
    """400 tries of 100 tosses: 218.4 expected with a run of six or more, and a standard deviation of 10."""
    long = 0
    for seed in range(80):
        for k in range(5):
            draws = Stream(seed, k)
            start, end = streaks.longest_run([draws.uniform() >= 0.5 for _ in range(100)])
            long += end - start >= 6
    assert abs(long - 400 * streaks.chance_of_run(0.5, 6, 100)) < 30


# ---- Powers


@pytest.mark.parametrize(("base", "exponent"), [(Fraction(2, 3), 7), (Fraction(1), 50), (Fraction(5), 0)])
def test_a_power_is_a_product(base: Fraction, exponent: int) -> None:
    assert base**exponent == elementary.power(base, exponent)  # type: ignore[arg-type]

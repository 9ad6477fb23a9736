"""Survival: the exact chances against all sequences there are and against fractions, the simulation against the exact chances."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb
from typing import Any

import pytest

from calc import contract, survival
from calc.formulas import ruin
from calc.formulas.elementary import exp, log
from calc.formulas.seeded import Stream
from calc.parts import methods
from calc.pictures import Graph, Tally
from calc.testing import check

POINT = 0.0001  # a hundredth of a percentage point
EDGE: dict[str, Any] = {"win_rate": 0.4, "payoff": 1.9}
LOSING: dict[str, Any] = {"win_rate": 0.35, "payoff": 1.5}

GOLDENS = [
    ({**EDGE, "risk_per_trade": 0.01}, 0.00),
    ({**EDGE, "risk_per_trade": 0.02}, 0.26),
    ({**EDGE, "risk_per_trade": 0.05}, 15.17),
    ({**EDGE, "risk_per_trade": 0.10}, 51.14),
    ({**EDGE, "risk_per_trade": 0.20}, 87.75),
    ({"win_rate": 0.5, "payoff": 1, "risk_per_trade": 0.05}, 43.23),
    ({**LOSING, "risk_per_trade": 0.02}, 42.92),
    ({**LOSING, "risk_per_trade": 0.05}, 93.07),
]


def texts_of(inputs: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in inputs.items()}


def evaluation(**inputs: Any) -> contract.Evaluation:
    return contract.starting(survival, texts_of(inputs), link=True)


def sentence(**inputs: Any) -> str:
    e = evaluation(**inputs)
    return e.facts.plain(e.story.verdict).replace("\u202f", " ")


def pictures(**inputs: Any) -> tuple[Graph, Tally]:
    graph, tally = evaluation(**inputs).story.charts
    assert isinstance(graph, Graph) and isinstance(tally, Tally)
    return graph, tally


# ---- what is exact


@pytest.mark.parametrize(("inputs", "percent"), GOLDENS, ids=str)
def test_golden_values(inputs: dict[str, Any], percent: float) -> None:
    assert percent / 100 == pytest.approx(survival(**inputs).ruin_chance, abs=POINT)


@pytest.mark.parametrize(("inputs", "percent"), GOLDENS[:6:2], ids=str)
def test_the_golden_values_again_with_fractions(inputs: dict[str, Any], percent: float) -> None:
    # No logarithms: an account is a product of fractions, and is compared with a half as one.
    p, b, f = [Fraction(str(inputs[name])) for name in ("win_rate", "payoff", "risk_per_trade")]
    win, lose, half = 1 + b * f, 1 - f, Fraction(1, 2)
    wins, losses = [Fraction(1)], [Fraction(1)]
    for _ in range(200):
        wins.append(wins[-1] * win)
        losses.append(losses[-1] * lose)
    touched, alive = 0.0, {0: 1.0}
    for n in range(1, 201):
        after: dict[int, float] = {}
        for w, chance in alive.items():
            after[w + 1] = after.get(w + 1, 0.0) + chance * float(p)
            after[w] = after.get(w, 0.0) + chance * float(1 - p)
        alive = {w: chance for w, chance in after.items() if wins[w] * losses[n - w] > half}
        touched += sum(after.values()) - sum(alive.values())
    assert percent / 100 == pytest.approx(touched, abs=POINT)
    assert touched == pytest.approx(survival(**inputs).ruin_chance, abs=1e-6)


def outcomes(
    win_rate: float, payoff: float, risk: float, trades: int, line: float, *, fixed: bool
) -> tuple[float, list[tuple[float, float]]]:
    """Chance of ruin, and (end, chance) of every sequence of winners and losers, one by one."""
    ruined, ends = 0.0, []
    for sequence in product((True, False), repeat=trades):
        account, touched, chance = 1.0, False, 1.0
        for wins in sequence:
            chance *= win_rate if wins else 1 - win_rate
            if fixed and account < risk - 1e-9:
                touched = True
                continue
            stake = risk if fixed else risk * account
            account += payoff * stake if wins else -stake
            touched = touched or account <= line + 1e-12 or (fixed and account < risk - 1e-9)
        ruined += chance if touched else 0.0
        ends.append((account, chance))
    return ruined, sorted(ends)


@pytest.mark.parametrize("fixed", [True, False])
@pytest.mark.parametrize(
    ("win_rate", "payoff", "risk", "line"),
    [(0.4, 1.9, 0.05, 0.5), (0.4, 1.9, 0.3, 0.5), (0.5, 1, 0.25, 0.5), (0.5, 1, 0.1, 0.9), (0.6, 0.7, 0.5, 0.2), (0.2, 5, 0.2, 0.05)],
)
def test_every_sequence_of_twelve_trades_says_the_same(win_rate: float, payoff: float, risk: float, line: float, *, fixed: bool) -> None:
    ruined, ends = outcomes(win_rate, payoff, risk, 12, line, fixed=fixed)
    r = survival(win_rate, payoff, risk, 12, line, "fixed" if fixed else "shrinking")
    assert ruined == pytest.approx(r.ruin_chance, abs=1e-12)
    for share, got in ((0.05, r.low_end), (0.5, r.median_end), (0.95, r.high_end)):
        total = 0.0
        for end, chance in ends:
            total += chance
            if total >= share - 1e-9:
                assert max(0.0, end) == pytest.approx(got, rel=1e-9, abs=1e-9)
                break


def test_a_fair_coin_against_the_ballot() -> None:
    # at even money and a fixed stake of 5 %, ten net losses are the line: a fair walk meets −10 with twice the chance to end below it
    chances = {0: 1.0}
    for _ in range(200):
        after: dict[int, float] = {}
        for place, chance in chances.items():
            for step in (1, -1):
                after[place + step] = after.get(place + step, 0.0) + chance / 2
        chances = after
    exact = 2 * sum(c for place, c in chances.items() if place < -10) + chances[-10]
    assert exact == pytest.approx(survival(0.5, 1, 0.05, 200, 0.5, "fixed").ruin_chance, abs=1e-7)


def test_chances_add_up_even_after_a_thousand_trades() -> None:
    lattice = ruin.Lattice(0.4, log(1.095), log(0.95), log(0.5))
    lattice.trade(1_000)
    assert 1 == pytest.approx(sum(lattice.chances) + lattice.taken_out(), abs=1e-6)


def test_more_risk_than_twice_kelly_ruins_a_winning_method() -> None:
    rising = [survival(**EDGE, risk_per_trade=risk) for risk in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)]
    chances = [r.ruin_chance for r in rising]
    assert chances == sorted(chances)
    assert all(r.expected_result > 0 for r in rising)
    growths = [r.growth for r in rising if r.growth is not None]
    assert growths[4] < 0 < growths[3]
    assert rising[4].median_end < 1


@pytest.mark.parametrize(
    ("win_rate", "payoff", "kelly"), [(0.4, 2, 0.1), (0.5, 1, 0.0), (0.55, 1, 0.1), (0.35, 1.5, 0.0), (0.4, 1.9, 0.4 - 0.6 / 1.9)]
)
def test_the_kelly_fraction(win_rate: float, payoff: float, kelly: float) -> None:
    r = survival(win_rate, payoff)
    assert kelly == pytest.approx(r.kelly_fraction, abs=1e-12)
    assert (r.kelly_multiple is None) == (kelly == 0)
    if r.kelly_multiple is not None:
        assert 0.05 / kelly == pytest.approx(r.kelly_multiple)


def test_the_middle_account_grows_as_the_logarithm_says() -> None:
    r = survival(trades=1_000)
    assert r.growth is not None
    assert 1_000 * r.growth == pytest.approx(log(r.median_end), abs=0.15)  # within one winner of the middle


def test_an_account_that_cannot_pay_its_fixed_stake_stops() -> None:
    r = survival(0.05, 0.5, 0.3, 200, 0.05, "fixed")
    assert 1 == pytest.approx(r.ruin_chance, abs=1e-7)
    assert 0 <= r.low_end <= r.median_end < 0.3
    assert 1 == pytest.approx(r.median_drawdown, abs=0.3)


def test_accounts_beyond_all_use_are_cut() -> None:
    assert methods.LARGEST == survival(0.99, 100, 0.5, 1_000).high_end
    assert 0 == survival(0.01, 0.1, 0.5, 1_000).median_end
    assert 0 == survival(0.01, 0.1, 0.5, 1_000).high_end


def test_a_chance_below_one_in_a_million_counts_as_none() -> None:
    assert 0 == survival(risk_per_trade=0.01).ruin_chance
    assert 3.4e-7 == pytest.approx(ruin.ruin_chance(200, 0.4, log(1.019), log(0.99), log(0.5)), rel=0.01)


@pytest.mark.parametrize("trades", [1, 7, 200, 1_000])
@pytest.mark.parametrize("win_rate", [0.01, 0.3, 0.5, 0.99])
def test_the_number_of_winners_is_binomial(trades: int, win_rate: float) -> None:
    p = Fraction(win_rate)
    least, chances = ruin.winners(trades, win_rate)
    assert 1 == pytest.approx(sum(chances), abs=1e-12)
    for k, chance in enumerate(chances):
        if k % 9 == 0:
            exact = comb(trades, least + k) * p ** (least + k) * (1 - p) ** (trades - least - k)
            assert float(exact) == pytest.approx(chance, rel=1e-9, abs=1e-12)


def test_a_line_that_nobody_reaches_leaves_everybody_in() -> None:
    lattice = ruin.Lattice(0.5, 1.0, -1.0, -50.0)
    lattice.trade(10)
    assert (0.0, 11) == (lattice.taken_out(), len(lattice.chances))


def test_an_end_that_everybody_meets_leaves_nobody() -> None:
    lattice = ruin.Lattice(0.5, 1.0, -1.0, 5.0)
    lattice.trade(3)
    assert 1 == lattice.taken_out()
    assert [-1.0, -1.0, 1.0] == ruin.quantiles(lattice.places(), (0.05, 0.5, 0.95))


def test_for_ever_is_the_rule_of_thumb() -> None:
    assert [1.0, 1.0, 0.0] == [ruin.ever_touches(0.5, 2), ruin.ever_touches(0.5, 7), round(ruin.ever_touches(0.5, 1e-9), 9)]
    assert exp(1.5 * log(0.5)) == pytest.approx(ruin.ever_touches(0.5, 0.8))


# ---- what is simulated


@pytest.mark.parametrize(("win_rate", "payoff", "risk"), [(0.4, 1.9, 0.05), (0.9, 0.2, 0.1)])
@pytest.mark.parametrize("fixed", [True, False])
def test_runs_touch_the_line_as_often_as_the_exact_chance_says(win_rate: float, payoff: float, risk: float, *, fixed: bool) -> None:
    inputs = {"win_rate": win_rate, "payoff": payoff, "risk_per_trade": risk, "trades": 200.0, "ruin_line": 0.5, "seed": 1.0}
    m = methods.Method({**inputs, "stake": "fixed" if fixed else "shrinking"})
    count, each = 1_500, ruin.draws(200)
    stream, touched, below = Stream(1), 0, 0
    median = m.exact()[1][-1][1][1]
    for _ in range(count):
        run = ruin.streaks(stream.uniforms(each), 200, win_rate)
        touched += ruin.course(run, m.up, m.down, m.line, 200)[1]
        points, _ = ruin.course(run, m.up, m.down, -1e9, 200)
        below += m.account(points[-1][1]) <= median * (1 + 1e-9)
    exact = m.exact()[0]
    assert abs(touched / count - exact) < 3.3 * (exact * (1 - exact) / count) ** 0.5  # at most 4 points
    if not fixed:
        assert below / count > 0.5 - 3.3 * 0.5 / count**0.5


def test_streaks_are_those_of_independent_trades() -> None:
    stream, wins, pairs, total = Stream(2), 0, 0, 0
    for _ in range(500):
        run = ruin.streaks(stream.uniforms(ruin.draws(203)), 203, 0.3)
        assert 203 == sum(run)
        wins += sum(run[::2])
        pairs += len(run) - 1 - (run[0] == 0)  # changes between a winner and a loser
        total += 203
    assert abs(wins / total - 0.3) < 3.3 * (0.21 / total) ** 0.5
    assert abs(pairs / (500 * 202) - 0.42) < 0.006  # 2·0.3·0.7


def test_one_number_decides_eight_trades() -> None:
    assert [8] == ruin.streaks([0.001], 8, 0.5)
    assert [0, 8] == ruin.streaks([0.999], 8, 0.5)
    assert [1, 2, 1, 1, 2, 1] == ruin.streaks([0.411], 8, 0.5)  # 0.411 is 0.01101001… in twos, and 0 wins
    assert [0, 2, 1] == ruin.streaks([0.75], 3, 0.5)
    assert [1, 26, 125, 1] == [ruin.draws(n) for n in (8, 203, 1_000, 1)]


def slow_drawdown(run: list[int], up: float, down: float, *, fixed: bool) -> float:
    """Trade by trade, on the account itself."""
    account = peak = 1.0
    worst = 0.0
    for k, length in enumerate(run):
        for _ in range(length):
            if fixed and account < -down - 1e-9:
                return worst
            account = account + (up if k % 2 == 0 else down) if fixed else account * exp(up if k % 2 == 0 else down)
            peak = max(peak, account)
            worst = max(worst, 1 - account / peak)
    return worst


@pytest.mark.parametrize("fixed", [True, False])
@pytest.mark.parametrize("risk", [0.05, 0.25, 0.5])
def test_the_worst_drawdown_is_that_of_the_account_trade_by_trade(risk: float, *, fixed: bool) -> None:
    up, down = (1.9 * risk, -risk) if fixed else (log(1 + 1.9 * risk), log(1 - risk))
    stream = Stream(3)
    for _ in range(60):
        run = ruin.streaks(stream.uniforms(25), 200, 0.4)
        expected = slow_drawdown(run, up, down, fixed=fixed)
        assert expected == pytest.approx(ruin.worst_drawdown(run, up, down, risk - 1 if fixed else None), abs=1e-9)


def test_a_course_ends_where_it_touches_and_nothing_follows() -> None:
    assert ([(0, 0.0), (2, 2.0), (4, 2.0), (5, 1.0)], False) == ruin.course([3, 2], 1.0, -1.0, -1.0, 2)
    assert ([(0, 0.0), (2, 0.0), (3, -1.0)], True) == ruin.course([1, 5, 9], 1.0, -1.0, -1.0, 2)
    assert ([(0, 0.0), (1, -1.0)], True) == ruin.course([0, 1, 9], 1.0, -1.0, -1.0, 1)
    assert ([(0, 0.0), (9, 7.0)], False) == ruin.course([0, 1, 8], 1.0, -1.0, -2.0, 20)


def test_long_histories_have_fewer_runs_and_say_so() -> None:
    assert [400, 400, 160, 80] == [survival(trades=trades).runs for trades in (10, 200, 500, 1_000)]
    e = evaluation(trades=1_000)
    assert "middle one of 80 simulated runs" == e.facts.plain(e.story.outputs[2].remark)


def test_the_seed_moves_the_drawdown_and_nothing_that_is_exact() -> None:
    a, b = survival(seed=1), survival(seed=2)
    assert (a.ruin_chance, a.median_end, a.growth) == (b.ruin_chance, b.median_end, b.growth)
    assert a.median_drawdown != b.median_drawdown
    assert a.median_drawdown == pytest.approx(b.median_drawdown, abs=0.05)
    assert a == survival(seed=1)


def test_what_is_kept_does_not_pile_up() -> None:
    for seed in range(15):
        survival(trades=10, seed=seed)
    assert len(methods._kept.kept) == 9
    assert survival(trades=10, seed=3) == survival(trades=10, seed=3)


# ---- what is said


def test_the_calculator_keeps_its_promises() -> None:
    check(survival)


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        (
            {},
            "Of all accounts that risk 5 % a trade with a method that gains on average, 15.2 % lose half of the start, or more, within 200",
        ),
        ({}, "The middle one ends at 301.97 % of its start."),
        ({"ruin_line": 0.3}, "% fall to 30 % of the start, or below, within 200 trades."),
        ({"risk_per_trade": 0.01}, "fewer than one in a thousand loses half of the start, or more,"),
        ({"risk_per_trade": 0.01, "ruin_line": 0.4}, "fewer than one in a thousand falls to 40 % of the start, or below,"),
        ({"win_rate": 0.2, "risk_per_trade": 0.2}, "more than 999 in a thousand lose half of the start, or more,"),
        ({"win_rate": 0.35, "payoff": 1.5}, "a method that loses on average"),
        ({"win_rate": 0.5, "payoff": 1}, "a method that gains nothing on average"),
    ],
    ids=str,
)
def test_the_sentence_is_whole_in_every_state(inputs: dict[str, Any], words: str) -> None:
    assert words in sentence(**inputs)


NOTES = [
    ({}, ["note-ever"]),
    ({"risk_per_trade": 0.001}, []),
    ({"risk_per_trade": 0.2}, ["note-ever-sure"]),
    ({"win_rate": 0.5, "payoff": 1}, ["note-no-kelly"]),
    ({"stake": "fixed"}, []),
]


@pytest.mark.parametrize(("inputs", "codes"), NOTES, ids=str)
def test_notes_say_that_it_is_a_model_and_what_comes_of_trading_for_ever(inputs: dict[str, Any], codes: list[str]) -> None:
    assert [*codes, "note-model", "note-hypothetical"] == [n.code for n in survival(**inputs).notes]


def test_no_answer_calls_a_risk_the_best() -> None:
    for inputs in ({}, {"stake": "fixed"}, {"win_rate": 0.5, "payoff": 1}):
        e = evaluation(**inputs)
        html = "".join(contract.fragments(e, "survival")).lower()
        assert all(word not in html for word in (" best", "optimal", "recommend", "should risk"))


def test_a_fixed_stake_has_no_steady_growth_so_the_average_result_stands_there() -> None:
    assert "expected_result" == evaluation(stake="fixed").story.outputs[-1].name
    assert "growth" == evaluation().story.outputs[-1].name
    assert 0.05 * (0.4 * 1.9 - 0.6) == pytest.approx(survival(stake="fixed").expected_result)
    assert survival(stake="fixed").growth is None


@pytest.mark.parametrize("inputs", [{}, {"stake": "fixed"}, {"risk_per_trade": 0.2}, {"trades": 1_000}, {"trades": 10}, {"trades": 137}])
def test_no_run_is_drawn_beyond_its_end(inputs: dict[str, Any]) -> None:
    graph, _ = pictures(**inputs)
    line = graph.rules[0].value
    kept, ended = graph.paths
    assert 50 == len(kept.paths) + len(ended.paths)
    assert ended.ended
    for path in kept.paths + ended.paths:
        assert [0, 1] == list(path[0])
        assert [x for x, _ in path] == sorted(x for x, _ in path)
        assert all(y > line for _, y in path[:-1])
    assert all(line == path[-1][1] for path in ended.paths)
    assert all(graph.x.high == path[-1][0] for path in kept.paths)


def test_the_caption_counts_the_crosses() -> None:
    graph, _ = pictures()
    assert 7 == len(graph.paths[1].paths)
    assert graph.caption.startswith("7 of these 50 runs fall to the line, where a cross ends them; the exact chance is {ruin_chance}.")
    assert pictures(risk_per_trade=0.01)[0].caption.startswith("None of these 50 runs fall to the line; the exact")
    one = next(seed for seed in range(99) if len(pictures(risk_per_trade=0.025, seed=seed)[0].paths[1].paths) == 1)
    assert pictures(risk_per_trade=0.025, seed=one)[0].caption.startswith("One of these 50 runs falls to the line, where a cross ends it;")


def test_the_lines_of_the_picture_end_at_the_exact_answers() -> None:
    graph, _ = pictures(risk_per_trade=0.07)
    r = survival(risk_per_trade=0.07)
    assert [r.median_end, r.low_end, r.high_end] == [series.points[-1][1] for series in graph.series]
    assert (200.0, r.low_end, r.high_end) == graph.bands[0].points[-1]
    assert graph.y.low <= r.low_end < r.high_end <= graph.y.high


def test_axes_hold_wild_answers() -> None:
    for inputs in ({"win_rate": 0.99, "payoff": 100, "risk_per_trade": 0.5}, {"win_rate": 0.01, "payoff": 0.1, "risk_per_trade": 0.5}):
        graph, _ = pictures(**inputs)
        assert 0.001 <= graph.y.low < graph.y.high <= methods.LARGEST
    fixed, _ = pictures(stake="fixed")
    assert (0, "linear", "log") == (fixed.y.low, fixed.y.scale, pictures()[0].y.scale)


def test_the_tally_counts_every_run_and_marks_the_middle_one() -> None:
    for inputs in ({}, {"stake": "fixed"}, {"trades": 1_000}, {"win_rate": 0.01, "payoff": 0.1, "risk_per_trade": 0.5}):
        _, tally = pictures(**inputs)
        r = survival(**inputs)
        counts = [bar.value or 0 for bar in tally.bars]
        assert r.runs == sum(counts)
        assert max(counts) <= tally.axis.high <= r.runs
        (own,) = [k for k, bar in enumerate(tally.bars) if bar.own]
        assert own <= 10 * r.median_drawdown <= own + 1
    assert "10–20\u202f%" == pictures()[1].bars[1].label

"""Ten losses in a row: published values, the sentence in every state, and what the picture shows."""

from typing import Any

import pytest

from calc import contract, losing_streak
from calc.errors import InvalidInputs
from calc.pictures import Graph


def answered(**texts: str) -> contract.Evaluation:
    return contract.starting(losing_streak, texts, link=True)


def verdict(**texts: str) -> str:
    e = answered(**texts)
    return e.facts.plain(e.story.verdict).replace("\u202f", " ")


def picture(**texts: str) -> Graph:
    (graph,) = answered(**texts).story.charts
    assert isinstance(graph, Graph)
    return graph


@pytest.mark.parametrize(
    ("inputs", "fixed", "shrinking"),
    [
        ({}, 5_000.00, 5_987.37),
        ({"risk_per_trade": 0.01}, 9_000, 9_043.82),
        ({"risk_per_trade": 0.02}, 8_000, 8_170.73),
        ({"account_balance": 1_000, "risk_per_trade": 0.1, "losses": 5}, 500, 590.49),
        ({"account_balance": 500, "risk_per_trade": 0.2, "losses": 5}, 0, 163.84),
        ({"losses": 20}, 0, 3_584.86),
    ],
)
def test_what_is_left(inputs: dict[str, Any], fixed: float, shrinking: float) -> None:
    found = losing_streak(**inputs)
    assert (fixed, shrinking) == pytest.approx((found.left_fixed, found.left_shrinking), abs=0.01)
    start = inputs.get("account_balance", 10_000)
    assert (fixed / start, shrinking / start) == pytest.approx((found.kept_fixed, found.kept_shrinking), abs=1e-5)
    assert (1 - fixed / start, 1 - shrinking / start) == pytest.approx((found.lost_fixed, found.lost_shrinking), abs=1e-5)


def test_the_way_back_and_the_half() -> None:
    found = losing_streak()
    assert (1.0, 0.6702) == pytest.approx((found.gain_fixed, found.gain_shrinking), abs=5e-5)
    assert (10, 14, 20) == (found.half_fixed, found.half_shrinking, found.empty_fixed)
    assert 9_043.82 == pytest.approx(found.compare_left, abs=0.005)


def test_costs_come_on_top_of_the_risk() -> None:
    assert losing_streak(risk_per_trade=0.05, cost_share=0.2).left_shrinking == pytest.approx(
        losing_streak(risk_per_trade=0.06).left_shrinking
    )
    assert losing_streak(cost_share=0.2).compare_left == pytest.approx(losing_streak(risk_per_trade=0.012).left_shrinking)


def test_an_empty_account_is_told_with_the_loss_that_empties_it() -> None:
    assert () == losing_streak(losses=19).notes
    (note,) = losing_streak(losses=20).notes
    assert "With a fixed stake the account is empty after loss 20." == note.message
    assert None is losing_streak(losses=20).gain_fixed


def test_a_loss_of_everything_leaves_no_way_back() -> None:
    found = losing_streak(risk_per_trade=0.5, cost_share=1, losses=1)
    assert (0.0, 0.0, None, None) == (found.left_shrinking, found.left_fixed, found.gain_shrinking, found.gain_fixed)
    assert (1, 1, 1) == (found.half_shrinking, found.half_fixed, found.empty_fixed)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            {},
            (
                "10 losses in a row at 5 % each leave $5,987.37 of $10,000, 59.87 %, if the stake shrinks with"
                " the account, and $5,000, 50.00 %, if it stays the same."
            ),
        ),
        (
            {"losses": "20", "cost_share": "0.1"},
            (
                "20 losses in a row at 5 % each and 10 % of it in costs leave $3,225.79 of $10,000, 32.26 %, if"
                " the stake shrinks with the account, and nothing if it stays the same."
            ),
        ),
        ({"losses": "1"}, "One loss of 5 % leaves $9,500 of $10,000, 95.00 %."),
        (
            {"risk_per_trade": "0.5", "cost_share": "1", "losses": "3"},
            "One loss of 50 % and 100 % of it in costs takes all of the $10,000.",
        ),
    ],
)
def test_the_sentence(texts: dict[str, str], expected: str) -> None:
    assert expected == verdict(**texts)


@pytest.mark.parametrize(
    ("losses", "question"),
    [
        ("10", "10 losses in a row at 5 %, each of what is left by then: how much is left?"),
        ("1", "One loss of 5 %: how much is left?"),
    ],
)
def test_the_question_before(losses: str, question: str) -> None:
    e = answered(losses=losses)
    assert e.story.ask is not None
    assert question == e.facts.plain(e.story.ask.question).replace("\u202f", " ")
    assert "kept_shrinking" == e.story.ask.output


def test_the_picture_has_both_stakes_and_the_line_to_compare() -> None:
    graph = picture()
    assert [True, True, True] == [series.stairs for series in graph.series]
    shrinking, fixed, other = graph.series
    assert (10.0, 5_000.0) == fixed.points[10]
    assert (20.0, 0.0) == fixed.points[-1]
    assert fixed.ended
    assert 5_987.37 == pytest.approx(shrinking.points[10][1], abs=0.005)
    assert 9_043.82 == pytest.approx(other.points[10][1], abs=0.005)
    assert graph.handle is not None
    assert ("losses", 10.0) == (graph.handle.field, graph.handle.x)


def test_nothing_is_drawn_of_a_fixed_stake_beyond_its_end() -> None:
    fixed = picture(account_balance="500", risk_per_trade="0.2", losses="5").series[1]
    assert (fixed.ended, (5.0, 0.0)) == (True, fixed.points[-1])
    unfinished = picture(risk_per_trade="0.01").series
    assert not unfinished[1].ended


def test_a_line_like_the_readers_own_is_not_drawn_twice() -> None:
    assert 2 == len(picture(risk_per_trade="0.01").series)
    assert 50 == picture(losses="21").x.high


def test_losses_are_whole() -> None:
    with pytest.raises(InvalidInputs, match="must be a whole number; you gave 2\\.5 in a row"):
        losing_streak(losses=2.5)

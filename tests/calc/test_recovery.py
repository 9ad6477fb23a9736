"""Climbing back: published values, the sentence in every state, and the curve."""

from typing import Any

import pytest

from calc import contract, losing_streak, recovery
from calc.errors import Rejection
from calc.pictures import Graph

TEN_LOSSES = 1 - 0.95**10


def answered(**texts: str) -> contract.Evaluation:
    return contract.starting(recovery, texts, link=True)


def verdict(**texts: str) -> str:
    e = answered(**texts)
    return e.facts.plain(e.story.verdict).replace("\u202f", " ")


def picture(**texts: str) -> Graph:
    (graph,) = answered(**texts).story.charts
    assert isinstance(graph, Graph)
    return graph


@pytest.mark.parametrize(
    ("drawdown", "gain"),
    [(0.1, 0.1111), (0.2, 0.25), (0.4013, 0.6703), (TEN_LOSSES, 0.6702), (0.5, 1.0), (0.75, 3.0), (0.9, 9.0), (0.0, 0.0)],
)
def test_the_gain_that_is_needed(drawdown: float, gain: float) -> None:
    assert gain == pytest.approx(recovery(drawdown=drawdown).gain_needed, abs=5e-5)


@pytest.mark.parametrize(("risk", "trades"), [(0.01, 342), (0.02, 183), (0.05, 93), (0.1, 81)])
def test_the_trades_back(risk: float, trades: int) -> None:
    found = recovery(drawdown=TEN_LOSSES, risk_per_trade=risk).trades_back
    assert found is not None
    assert trades == round(found)


def test_double_the_risk_is_the_same_method_at_double_the_risk() -> None:
    assert recovery(risk_per_trade=0.02).trades_back == recovery(risk_per_trade=0.01).trades_at_double
    assert None is recovery(risk_per_trade=0.1).trades_at_double


def test_half_the_loss_needs_less_than_half_the_gain() -> None:
    found = recovery()
    assert recovery(drawdown=0.4013 / 2).gain_needed == found.gain_of_half < found.gain_needed / 2
    assert recovery(drawdown=0.4013 / 2).trades_back == found.trades_of_half


def test_the_gain_is_that_of_the_losing_streak() -> None:
    streak = losing_streak()
    assert streak.gain_shrinking == pytest.approx(recovery(drawdown=streak.lost_shrinking).gain_needed)


@pytest.mark.parametrize(
    ("inputs", "code", "message"),
    [
        ({"risk_per_trade": 0.2}, "note-no-way-back", "At this risk there is no way back, even with an edge."),
        ({"payoff": 1.5}, "note-no-edge", "At this risk there is no way back: this method has no edge."),
        ({"payoff": 1.2}, "note-no-edge", "At this risk there is no way back: this method has no edge."),
    ],
)
def test_a_method_that_does_not_grow_has_no_way_back(inputs: dict[str, Any], code: str, message: str) -> None:
    found = recovery(**inputs)
    assert (None, None, None) == (found.trades_back, found.trades_at_double, found.trades_of_half)
    assert [code, "note-model"] == [note.code for note in found.notes]
    assert message == found.notes[0].message


def test_double_of_half_is_everything() -> None:
    assert None is recovery(win_rate=0.9, payoff=5, risk_per_trade=0.5).trades_at_double
    assert None is not recovery(win_rate=0.9, payoff=5, risk_per_trade=0.5).trades_back


def test_nothing_is_won_back_with_nothing() -> None:
    with pytest.raises(Rejection, match="Nothing left to compound\\.") as caught:
        recovery(drawdown=1)
    assert [("drawdown", "nothing-left")] == [(p.field, p.code) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            {},
            (
                "After a loss of 40.13 % you need a gain of 67.03 % to get back. With 40 % wins of 1.9R and 1 %"
                " risk that takes about 342 trades, at double the risk about 183 trades."
            ),
        ),
        (
            {"risk_per_trade": "0.1"},
            (
                "After a loss of 40.13 % you need a gain of 67.03 % to get back. With 40 % wins of 1.9R and 10"
                " % risk that takes about 81 trades, and at double the risk there is no way back."
            ),
        ),
        (
            {"payoff": "1.5"},
            (
                "After a loss of 40.13 % you need a gain of 67.03 % to get back. With 40 % wins of 1.5R, at 1 %"
                " risk a trade there is no way back."
            ),
        ),
        (
            {"drawdown": "0.1", "win_rate": "0.9", "payoff": "1", "risk_per_trade": "0.15"},
            (
                "After a loss of 10 % you need a gain of 11.11 % to get back. With 90 % wins of 1R and 15 %"
                " risk that takes about one trade, at double the risk about one trade."
            ),
        ),
        (
            {"drawdown": "0.02", "win_rate": "0.9", "payoff": "1", "risk_per_trade": "0.15"},
            (
                "After a loss of 2 % you need a gain of 2.04 % to get back. With 90 % wins of 1R and 15 % risk"
                " that takes less than a trade, at double the risk less than a trade."
            ),
        ),
        ({"drawdown": "0"}, "Nothing is lost, so there is nothing to win back."),
    ],
)
def test_the_sentence(texts: dict[str, str], expected: str) -> None:
    assert expected == verdict(**texts)


def test_remarks_know_a_method_without_a_way_back() -> None:
    lost, half, edge = answered(payoff="1.5"), answered(payoff="1.5").story.outputs[3], answered().story.outputs[4]
    assert "the gain for half of {drawdown}" == half.remark
    assert "no edge: no risk has a way back" == lost.story.outputs[4].remark
    assert edge.remark.startswith("risk per trade; beyond")


@pytest.mark.parametrize(("drawdown", "asked"), [("0.4", True), ("0.75", True), ("0", False), ("0.9", False)])
def test_the_question_before_has_a_slider_that_holds_the_answer(drawdown: str, asked: bool) -> None:
    assert asked == (answered(drawdown=drawdown).story.ask is not None)


@pytest.mark.parametrize(("drawdown", "top"), [("0.1", 4), ("0.75", 4), ("0.9", 9.5), ("0.95", 20)])
def test_the_picture_holds_the_readers_point(drawdown: str, top: float) -> None:
    graph = picture(drawdown=drawdown)
    assert top == graph.y.high
    assert graph.handle is not None
    assert ("drawdown", float(drawdown)) == (graph.handle.field, graph.handle.x)
    assert graph.handle.y <= top


def test_four_losses_are_marked_with_their_gains() -> None:
    labels = [rule.label.replace("\u202f", " ") for rule in picture().rules]
    assert ["10 % needs 11 %", "20 % needs 25 %", "50 % needs 100 %", "90 % needs 900 %"] == labels

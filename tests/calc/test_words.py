"""What a story says: signs, articles, and the sentences of particular answers."""

import dataclasses
from typing import Any

import pytest

import calc
from calc import contract
from calc.view import numbers, page
from calc.view.words import Facts, article

NARROW = "\u202f"


def facts(name: str, **texts: str) -> Facts:
    return contract.starting(calc.load(name), texts).facts


def verdict(name: str, **texts: str) -> str:
    e = contract.starting(calc.load(name), texts)
    return e.facts.plain(e.story.verdict)


# ---- Signs


@pytest.mark.parametrize(
    ("x", "expected"),
    [(0.0945273, "+9.45"), (-0.0954773, "−9.55"), (0.0, "0.00"), (-0.0, "0.00"), (0.00012, "+0.012"), (12.0, "+1,200.00")],
)
def test_a_change_shows_its_plus_as_its_minus(x: float, expected: str) -> None:
    assert expected + NARROW + "%" == numbers.change(x)


SIGNED = {
    "leverage": {"roe", "account_return", "move", "liquidation_move"},
    "margin": set(),
    "liquidation": {"distance", "loss_on_margin", "loss_on_account", "stop_distance"},
    "room": {"leverages.liquidation_move", "liquidation_move"},
    "margin_modes": {"cross_end", "modes.end_a", "modes.end_b"},
    "cross_account": {"positions.distance", "fall", "rise", "first_move"},
    "position_size": {"loss_on_account", "loss_on_margin", "move", "stop_distance"},
    "reward": {"expectancy", "expectancy_amount", "stop_move", "target_move", "total", "total_high", "total_low"},
    "losing_streak": set(),
    "streak_odds": set(),
    "recovery": set(),
    "survival": {"expected_result", "growth"},
    "funding": {"each", "rate", "same_move", "total", "total_on_account", "total_on_margin", "yearly_rate"},
    "fees": {"break_even_move", "liquidation_move"},
    "adding": {"account_return", "choices.distance", "closing_pnl", "margin_distance", "move", "roe", "size_distance"},
    "history": {
        *("median_survivor", "low_survivor", "high_survivor", "worst_move", "liquidation_move", "trade_roe"),
    },
    "simulator": {
        *("average_r", "liquidation_move", "net_funding", "trade_move", "trade_r", "trade_roe", "trade_share"),
        *("trades.funding", "trades.net_pnl", "trades.planned_r", "trades.r"),
    },
    "risk_plan": {"funding", "liquidation_move", "loss_on_account", "loss_on_margin", "move", "stop_distance"},
}
SIGNED_INPUTS = {"price_move", "target_roe", "shock", "shock_b", "funding_rate", "premium", "interest_rate"}


@pytest.mark.parametrize("name", calc.NAMES)
def test_only_changes_are_signed(name: str) -> None:
    assert SIGNED[name] == {full for full, o in page.named(calc.load(name).outputs) if o.signed}
    assert {False} == {i.signed for full, i in page.named(calc.load(name).inputs) if full not in SIGNED_INPUTS}


@pytest.mark.parametrize(("how", "up", "down"), [("", f"+9.45{NARROW}%", f"−9.55{NARROW}%"), ("abs", f"9.45{NARROW}%", f"9.55{NARROW}%")])
def test_an_answer_that_is_a_change_shows_its_plus(how: str, up: str, down: str) -> None:
    assert up == facts("liquidation", side="short").text("distance", how)
    assert down == facts("liquidation").text("distance", how)


def test_a_share_and_an_input_have_no_plus() -> None:
    assert f"9.50{NARROW}%" == facts("margin").text("cushion_rate")
    assert f"5.00{NARROW}%" == facts("margin").text("margin_ratio")
    assert f"47.63{NARROW}%" == facts("liquidation", stop_price="95,000").text("stop_room")
    assert f"5{NARROW}%" == facts("leverage", price_move="5").text("price_move")
    assert "+" not in facts("leverage").text("net_pnl", "abs-dollars")


def test_no_plus_where_nothing_changes() -> None:
    assert f"0.00{NARROW}%" == facts("leverage", price_move="0").text("move")


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (15_000.0, "$15,000"),
        (15_000.000000000002, "$15,000"),
        (14_999.999999999998, "$15,000"),
        (-4_999.999999999999, "−$5,000"),
        (14_999.999, "$15,000.00"),
        (0.1 + 0.2, "$0.30"),
        (0.0, "$0"),
        (1_004.95, "$1,004.95"),
        (123_456_789_012_345.67, "$123,456,789,012,345.67"),
        (2e15, "$2,000,000,000,000,000"),
    ],
)
def test_an_amount_in_dollars_has_cents_where_there_are_some(amount: float, expected: str) -> None:
    usual = facts("cross_account")
    assert expected == Facts(usual.c, usual.values, dataclasses.replace(usual.result, balance_after=amount)).text(
        "balance_after", "dollars"
    )


# ---- Articles


@pytest.mark.parametrize("number", ["8×", "8.5×", "11×", "11.25×", "18×", "80×", "88×", "800×", "8,000×"])
def test_an_eight_an_eleven_and_an_eighteen(number: str) -> None:
    assert ("An ", "an ") == (article(number, "A"), article(number, "a"))


@pytest.mark.parametrize("number", ["1×", "1.8×", "10×", "10.8×", "12×", "17×", "19×", "28×", "100×", "110×", "118×", "125×"])
def test_a_ten(number: str) -> None:
    assert ("A ", "a ") == (article(number, "A"), article(number, "a"))


def test_an_article_is_not_bold() -> None:
    assert "An <b>8×</b> long" == facts("leverage", leverage="8").html("{leverage:A} long")
    assert "for an <b>11×</b> long" == facts("leverage", leverage="11").html("for {leverage:a} long")
    assert "for a 12× long" == facts("leverage", leverage="12").plain("for {leverage:a} long")


@pytest.mark.parametrize(("name", "texts"), [("leverage", {}), ("liquidation", {})])
def test_a_verdict_begins_with_the_article_of_its_number(name: str, texts: dict[str, Any]) -> None:
    assert verdict(name, leverage="8", **texts).startswith("An 8× long ")
    assert verdict(name, leverage="10", **texts).startswith("A 10× long ")


def test_a_wish_has_the_article_of_its_number() -> None:
    assert "after fees, an 18× long from 100,000 closes at" in verdict("leverage", mode="target", leverage="18")
    assert "after fees, a 19× long from 100,000 closes at" in verdict("leverage", mode="target", leverage="19")


# ---- Particular answers


def test_a_price_that_does_not_move_neither_rises_nor_falls() -> None:
    said = verdict("leverage", price_move="0")
    assert "the price does not move" in said
    assert "rises" not in said
    assert "falls" not in said


def test_a_long_that_is_paid_for_has_no_liquidation_price() -> None:
    expected = "A 1× long opened at 100,000 has no liquidation price: a fall to zero is the only end."
    assert expected == verdict("liquidation", leverage="1")


def test_what_can_be_lost_is_named_as_what_it_is() -> None:
    labels = [
        [s.label for s in contract.starting(calc.liquidation, {"leverage": leverage}).story.outputs if s.name == "loss"]
        for leverage in ("10", "1")
    ]
    assert [["Lost if it happens"], ["The most you can lose"]] == labels


@pytest.mark.parametrize("texts", [{}, {"price_move": "-50"}, {"side": "short"}, {"mode": "target"}])
def test_the_working_of_a_move_ends_with_the_liquidation_price(texts: dict[str, str]) -> None:
    working = contract.starting(calc.leverage, texts).story.working
    assert "liquidation_price" == working[-1].partition(" = ")[0]
    assert 1 == len([line for line in working if line.startswith("liquidation_price")])
    assert ("price_move" in texts) == (not any(line.startswith("roe") for line in working))


def test_a_working_without_a_liquidation_price_has_no_line_for_it() -> None:
    working = contract.starting(calc.leverage, {"leverage": "1"}).story.working
    assert "roe" == working[-1].partition(" = ")[0]


def test_a_loss_can_be_wished_for_too() -> None:
    preset = next(p for p in calc.leverage.presets if p.label.replace(NARROW, " ").replace("\u00a0", " ") == "Lose 50 % of margin")
    result = calc.leverage.evaluate(calc.leverage.parse(dict(preset.texts), link=True))
    assert result.roe == pytest.approx(-0.5)


def test_the_ladder_says_what_must_stay() -> None:
    (drawing, *_) = contract.fragments(contract.starting(calc.liquidation, {}), "liquidation")[1].split("</figure>")
    assert ">What must stay<" in drawing
    assert ">must stay<" in drawing
    assert "cushion" not in drawing
    assert calc.liquidation().kept_distance == pytest.approx(452.26, abs=0.01)

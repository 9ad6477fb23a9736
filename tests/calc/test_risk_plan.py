"""The risk plan: the same numbers as the calculators it is made of, every rule kept and broken, every sentence, and its sheet of paper."""

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from calc import contract, funding, liquidation, losing_streak, margin_modes, position_size, reward, risk_plan
from calc.errors import InvalidInputs, Rejection
from calc.mentions import mentioned
from calc.parts.checks import at_least, at_most
from calc.pictures import Tally
from calc.story import Entry, Ladder, Part, Sheet
from calc.testing import check
from calc.view.sheet import sheet

PRESETS = {p.label: dict(p.texts) for p in risk_plan.presets}
SHORT: dict[str, Any] = {"side": "short", "stop_price": 103_000, "target_price": 94_000}


def answered(**texts: str) -> contract.Evaluation:
    return contract.starting(risk_plan, texts, link=True)


def verdict(**texts: str) -> str:
    e = answered(**texts)
    return e.facts.plain(e.story.verdict).replace("\u202f", " ")


def codes(**inputs: Any) -> list[str]:
    return [n.code for n in risk_plan(**inputs).notes]


def messages(**inputs: Any) -> list[str]:
    return [n.message.replace("\u202f", " ") for n in risk_plan(**inputs).notes]


def paper(**texts: str) -> str:
    """The sheet of a widget, without its tags; figures are followed by a bar."""
    html = contract.fragments(answered(**texts), "risk_plan")[1]
    printed = html.partition('<section class="calc-paper')[2].partition("</section>")[0]
    return re.sub(r"<[^>]+>", "|", re.sub(r"<svg.*?</svg>", "", printed)).replace("\u202f", " ")


# ---- The numbers are those of the other calculators


@pytest.mark.parametrize("inputs", [{}, {"risk_per_trade": 0.02}, {"account_balance": 1_000, "stop_price": 99_000}, SHORT])
def test_the_size_is_that_of_position_size(inputs: dict[str, Any]) -> None:
    plan = risk_plan(**{"leverage": 10, "target_price": None, **inputs})
    other = position_size(**{k: v for k, v in inputs.items() if k != "target_price"}, leverage=10)
    for name in ("risk_amount", "size", "notional", "effective_leverage", "initial_margin", "liquidation_price", "bankruptcy_price"):
        assert getattr(plan, name) == pytest.approx(getattr(other, name), rel=1e-12), name
    assert (plan.loss, plan.loss_on_margin, plan.fee_share) == pytest.approx((other.loss, other.loss_on_margin, other.fee_share))


@pytest.mark.parametrize(
    ("inputs", "notional"),
    [
        ({}, 3_227.37),
        ({"risk_per_trade": 0.02}, 6_454.74),
        ({"account_balance": 1_000, "stop_price": 99_000}, 909.50),
        ({"account_balance": 500, "risk_per_trade": 0.05, "stop_price": 95_000}, 490.44),
        ({"stop_price": 90_000}, 990.59),
        ({**SHORT}, 3_224.25),
    ],
)
def test_published_sizes(inputs: dict[str, Any], notional: float) -> None:
    assert notional == pytest.approx(risk_plan(**inputs).notional, abs=0.01)


def test_the_liquidation_price_is_that_of_an_isolated_position() -> None:
    cases: list[dict[str, Any]] = [{"leverage": 10}, {"leverage": 3}, {"leverage": 20, **SHORT}]
    for inputs in cases:
        plan = risk_plan(**inputs)
        put_up: dict[str, Any] = {name: inputs[name] for name in ("leverage", "side") if name in inputs}
        other = liquidation(initial_margin=plan.initial_margin, stop_price=None, **put_up)
        assert plan.liquidation_price == pytest.approx(other.liquidation_price, rel=1e-12)
        assert plan.liquidation_move == pytest.approx(other.distance, rel=1e-9)
    assert 90_452.26 == pytest.approx(risk_plan(leverage=10).liquidation_price, abs=0.01)


def test_in_cross_margin_the_whole_account_backs_the_position() -> None:
    plan = risk_plan(margin_mode="cross", stop_price=99_500, risk_per_trade=0.05)
    both = margin_modes(wallet_balance=10_000, side_a="long", notional_a=plan.notional, leverage_a=10, position_b="none", shock=-0.05)
    entry, size, wallet, rate = Fraction(100_000), Fraction(plan.size), 10_000, Fraction(5, 1000)
    assert plan.liquidation_price == pytest.approx(float((size * entry - wallet) / (size * (1 - rate))), rel=1e-12)
    assert plan.liquidation_move == pytest.approx(both.cross_end, rel=1e-9)
    isolated = risk_plan(stop_price=99_500, risk_per_trade=0.05, leverage=10)
    assert plan.liquidation_price is not None
    assert isolated.liquidation_price is not None
    assert plan.liquidation_price < isolated.liquidation_price


@pytest.mark.parametrize("risk", [0.005, 0.01, 0.02, 0.05, 0.2])
def test_what_ten_losses_leave_is_that_of_losing_streak(risk: float) -> None:
    plan, streak = risk_plan(risk_per_trade=risk, max_losses=4), losing_streak(risk_per_trade=risk, losses=10)
    assert (streak.left_shrinking, streak.left_fixed) == (plan.left_after_ten, plan.left_after_ten_fixed)
    assert losing_streak(risk_per_trade=risk, losses=4).left_shrinking == plan.left_after_streak


def test_published_streaks() -> None:
    assert (9_043.82, 9_000.00) == pytest.approx((risk_plan().left_after_ten, risk_plan().left_after_ten_fixed), abs=0.005)
    plan = risk_plan(risk_per_trade=0.05)
    assert (5_987.37, 5_000.00) == pytest.approx((plan.left_after_ten, plan.left_after_ten_fixed), abs=0.005)


@pytest.mark.parametrize(("hours", "payments"), [(0, 0), (7, 0), (8, 1), (72, 9), (168, 21)])
def test_funding_is_that_of_the_meter(hours: float, payments: int) -> None:
    plan = risk_plan(holding_hours=hours)
    assert payments == plan.payments
    meter = funding(notional=plan.notional, holding_hours=hours, initial_margin=plan.notional)
    assert meter.payments == plan.payments
    assert meter.total == pytest.approx(plan.funding, rel=1e-12)
    assert risk_plan(holding_hours=hours, **SHORT).funding == pytest.approx(payments * risk_plan(**SHORT).notional * 0.0001, rel=1e-12)


def test_no_funding_has_no_sign() -> None:
    assert "0" == str(risk_plan(holding_hours=0).funding).removesuffix(".0")


def test_the_reward_is_that_of_reward() -> None:
    plan, other = risk_plan(), reward()
    assert 1.903 == pytest.approx(plan.reward_ratio, abs=0.0005)
    assert 0.3445 == pytest.approx(plan.break_even_rate, abs=0.00005)
    assert (plan.reward_ratio, plan.break_even_rate) == pytest.approx((other.net_ratio, other.break_even_rate), rel=1e-12)


def test_fees_are_paid_on_the_value_at_each_end_and_lie_inside_the_accepted_loss() -> None:
    plan = risk_plan()
    size = Fraction(100) / (Fraction(3_000) + Fraction(5, 10_000) * 197_000)
    assert float(size) == pytest.approx(plan.size, rel=1e-12)
    assert float(size * Fraction(5, 10_000) * 197_000) == pytest.approx(plan.fees, rel=1e-12)
    assert 100 == pytest.approx(plan.size * 3_000 + plan.fees, rel=1e-12)
    assert plan.target_gain == pytest.approx(plan.size * 6_000 - plan.size * 0.0005 * 206_000, rel=1e-12)


def test_without_a_target_there_is_no_reward() -> None:
    plan = risk_plan(target_price=None)
    assert (None, None, None) == (plan.target_gain, plan.reward_ratio, plan.break_even_rate)


def test_a_target_nearer_than_its_fees_has_no_win_rate() -> None:
    plan = risk_plan(target_price=100_050)
    assert plan.target_gain is not None
    assert plan.reward_ratio is not None
    assert plan.target_gain < 0 > plan.reward_ratio
    assert plan.break_even_rate is None


# ---- Rules, each kept and broken


def rules(**inputs: Any) -> list[bool]:
    return [c.holds for c in risk_plan(**inputs).checks]


@pytest.mark.parametrize(
    ("rule", "kept", "broken", "code"),
    [
        (0, {"max_open_risk": 0.01}, {"max_open_risk": 0.009}, "warn-open-risk"),
        (0, {"other_position": "apart", "open_risk": 0.02}, {"other_position": "apart", "open_risk": 0.021}, "warn-open-risk"),
        (1, {"leverage": 22}, {"leverage": 25}, "warn-thin"),
        (1, {"margin_mode": "cross", "leverage": 50}, {"leverage": 50}, "warn-liquidation-first"),
        (2, {"daily_loss_limit": 0.01}, {"daily_loss_limit": 0.009}, "warn-daily-limit"),
        (3, {"stop_price": 99_800, "leverage": 4}, {"stop_price": 99_800, "leverage": 3}, "warn-over-cap"),
    ],
)
def test_a_rule_is_kept_and_broken(rule: int, kept: dict[str, Any], broken: dict[str, Any], code: str) -> None:
    assert rules(**kept)[rule]
    assert code not in codes(**kept)
    assert not rules(**broken)[rule]
    assert code in codes(**broken)
    assert [False] * risk_plan(**broken).failed == [holds for holds in rules(**broken) if not holds]


def test_a_limit_that_is_met_but_for_rounding_is_met() -> None:
    assert 0.1 + 0.2 > 0.3
    assert rules(risk_per_trade=0.1, other_position="together", open_risk=0.2, max_open_risk=0.3, daily_loss_limit=0.3)[:3:2] == [
        True,
        True,
    ]
    assert at_most("x", 0.3000001, 0.3, "percent").holds is False
    assert at_least("x", 0.1999999, 0.2, "percent").holds is False
    assert ("no end", True) == (at_least("x", None, 0.2, "percent", "no end").actual, at_least("x", None, 0.2, "percent").holds)


def test_a_position_that_moves_along_is_one_risk_and_one_that_does_not_is_counted_apart() -> None:
    alone, apart, together = (risk_plan(other_position=other, open_risk=0.025) for other in ("none", "apart", "together"))
    assert (0.01, 0.035, 0.035) == pytest.approx((alone.open_risk_total, apart.open_risk_total, together.open_risk_total))
    assert (0.01, 0.01, 0.035) == pytest.approx((alone.one_risk, apart.one_risk, together.one_risk))
    assert apart.left_after_ten == alone.left_after_ten > together.left_after_ten
    assert together.left_after_ten == pytest.approx(10_000 * 0.965**10)


def test_the_words_of_each_warning() -> None:
    assert messages(other_position="together", open_risk=0.025)[:3] == [
        "These two positions move together: treat as one risk of 3.50 %.",
        "All that is open risks 3.50 % of the account, and your limit is 3.00 %.",
        "Your daily limit (3.00 %) is smaller than one trade’s risk (3.50 %).",
    ]
    assert "This position is 3.33× your account, and your cap is 3×." in messages(stop_price=99_800)
    assert "At 5.00 % a trade, ten losses in a row leave 59.87 % of the account." in messages(risk_per_trade=0.05)
    assert "Fees are 33.31 % of what this stop loses." in messages(stop_price=99_800)


def test_five_percent_is_flagged_and_less_is_not() -> None:
    assert "warn-ten-losses" in codes(risk_per_trade=0.05)
    assert "warn-ten-losses" not in codes(risk_per_trade=0.049)


def test_fees_are_named_from_a_quarter_of_the_loss() -> None:
    assert "warn-fees-in-loss" in codes(stop_price=99_701)
    assert "warn-fees-in-loss" not in codes(stop_price=99_699)


def test_a_plan_without_trouble_says_only_that_it_is_an_estimate() -> None:
    assert ["note-estimate"] == codes() == codes(**SHORT)
    assert ["note-no-liquidation", "note-estimate"] == codes(leverage=1)
    assert ["note-no-liquidation", "note-estimate"] == codes(margin_mode="cross")


# ---- What cannot be planned


@pytest.mark.parametrize(
    ("inputs", "blamed"),
    [
        ({"stop_price": 100_000}, [("stop_price", "stop-side")]),
        ({"side": "short"}, [("stop_price", "stop-side"), ("target_price", "target-side")]),
        ({"target_price": 100_000}, [("target_price", "target-side")]),
        ({"target_price": 99_000}, [("target_price", "target-side")]),
        ({"leverage": 100, "maintenance_margin_rate": 0.01}, [("leverage", "margin-below-maintenance")]),
        (
            {"leverage": 100, "maintenance_margin_rate": 0.02, "target_price": 90_000},
            [("leverage", "margin-below-maintenance"), ("target_price", "target-side")],
        ),
        ({"margin_mode": "cross", "risk_per_trade": 0.5, "stop_price": 99_900}, [("risk_per_trade", "margin-below-maintenance")]),
    ],
)
def test_what_does_not_go_together_is_rejected(inputs: dict[str, Any], blamed: list[tuple[str, str]]) -> None:
    with pytest.raises(Rejection) as caught:
        risk_plan(**inputs)
    assert blamed == [(p.field, p.code) for p in caught.value.problems]


def test_the_words_of_a_target_on_the_wrong_side() -> None:
    with pytest.raises(Rejection, match="For a long the target must be above the entry, for a short below it"):
        risk_plan(target_price=90_000)


@pytest.mark.parametrize("inputs", [{"max_losses": 2.5}, {"risk_per_trade": 0.6}, {"pair": "x" * 21}, {"reasons": "x" * 201}])
def test_what_is_out_of_bounds_is_rejected(inputs: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputs):
        risk_plan(**inputs)


# ---- What is said


def test_the_sentence_in_every_state() -> None:
    assert verdict() == (
        "To lose no more than $100 of $10,000 at a stop at 97,000, this long may be worth $3,227.37."
        " After ten losses in a row, $9,043.82 is left. The plan keeps all of its rules."
    )
    assert verdict(leverage="50").startswith(
        "A long of $3,227.37 has its stop at 97,000, but at 50× it is liquidated before, at 98,492.46, and loses $66.16. After ten"
    )
    assert verdict(leverage="50").endswith("One of its rules is broken.")
    assert verdict(risk_per_trade="0.05").endswith("2 of its rules are broken.")
    assert "this short may be worth $3,224.25" in verdict(side="short", stop_price="103000", target_price="94000")
    assert " Ten losses in a row leave nothing. " in verdict(
        risk_per_trade="0.5", other_position="together", open_risk="0.5", leverage="25"
    )
    assert verdict(sheet="blank").startswith("The sheet below is blank, for a pen. The numbers here are an example: to lose no more than")


def remarks(**texts: str) -> dict[str, str]:
    e = answered(**texts)
    return {s.name: e.facts.plain(s.remark).replace("\u202f", " ") for s in e.story.outputs}


def test_the_remarks_in_every_state() -> None:
    assert remarks()["liquidation_price"] == "−33.00 % from entry; at the stop 90.91 % of the way is left"
    assert remarks(leverage="50")["liquidation_price"] == "−1.51 % from entry"
    assert remarks(leverage="1")["liquidation_price"] == "price alone cannot close it out"
    assert remarks()["fees"] == "3.18 % of the loss; funding −2.90 in 9 settlements"
    assert remarks(holding_hours="8")["fees"].endswith("funding −0.32 in one settlement")
    assert remarks()["reward_ratio"] == "$190.32 at the target; even with 34.45 % of trades won"
    assert remarks(target_price="")["reward_ratio"] == "no target"
    assert remarks(target_price="100050")["reward_ratio"] == "fees are larger than the way to the target"


def test_a_loss_by_liquidation_is_the_margin_and_a_fee_or_in_cross_margin_the_account() -> None:
    isolated = risk_plan(leverage=50)
    assert isolated.liquidated
    assert isolated.loss == pytest.approx(-(isolated.initial_margin + 0.0005 * isolated.notional))
    cross = risk_plan(margin_mode="cross", risk_per_trade=0.5, stop_price=95_000, maintenance_margin_rate=0.1)
    assert cross.liquidated
    assert cross.loss == -10_000


def test_what_is_left_is_drawn_for_one_loss_the_readers_own_and_ten() -> None:
    (tally, ladder) = answered().story.charts
    assert isinstance(tally, Tally)
    assert isinstance(ladder, Ladder)
    assert [("1 loss", "99.00 %"), ("3 losses", "97.03 %, here I stop"), ("10 losses", "90.44 %")] == [
        (bar.label, bar.text.replace("\u202f", " ")) for bar in tally.bars
    ]
    assert [0.99, 0.99**3, 0.99**10] == pytest.approx([bar.value for bar in tally.bars])
    for own, labels in (("1", ["1 loss", "10 losses"]), ("10", ["1 loss", "10 losses"]), ("20", ["1 loss", "10 losses", "20 losses"])):
        (tally, _) = answered(max_losses=own).story.charts
        assert isinstance(tally, Tally)
        assert labels == [bar.label for bar in tally.bars]
        assert [own] == [bar.label.partition(" ")[0] for bar in tally.bars if bar.own]


def test_entry_stop_and_target_can_be_dragged_on_the_screen_and_not_on_paper() -> None:
    e = answered()
    ladder, printed = e.story.charts[1], e.story.sheet
    assert isinstance(ladder, Ladder)
    assert printed is not None
    assert printed.ladder is not None
    assert ["entry_price", "stop_price", "target_price"] == [level.name for level in ladder.levels if level.drag]
    assert [] == [level.name for level in printed.ladder.levels if level.drag]
    without = answered(target_price="").story.charts[1]
    assert isinstance(without, Ladder)
    assert "target_price" not in [level.name for level in without.levels]


# ---- The sheet


def test_the_sheet_has_the_figures_and_the_words_of_the_plan() -> None:
    text = paper(pair="BTC/USDT", reasons="Higher low.\n\nQuiet funding.", loss_accepted="1")
    assert "Risk plan: BTC/USDT, long" in text
    assert "If I am wrong ten times in a row, I have |$9,043.82| of |$10,000|." in text
    for figure in ("|$100|", "|$3,227.37|", "|67,001.68|", "|0.32×|", "|$1,075.79|", "|$300|", "|BTC/USDT, long|", "|$2.90|", "|90.91 %|"):
        assert figure in text
    assert "Higher low.|Quiet funding." in text
    assert 1 == text.count(": done")
    assert 4 == text.count(": not yet")
    assert 4 == text.count(", holds")
    assert "Signed" in text


def test_the_sheet_says_which_rules_are_broken() -> None:
    text = paper(risk_per_trade="0.05")
    assert (2, 2) == (text.count(", holds"), text.count("|no|"))


def test_the_sheet_says_what_funding_does() -> None:
    assert "paid, 9 settlements in 72 hours" in paper()
    assert "received, 9 settlements in 72 hours" in paper(funding_rate="-0.0001")
    assert "nothing, 0 settlements in 7 hours" in paper(holding_hours="7")
    assert "paid, one settlement in 8 hours" in paper(holding_hours="8")


def test_the_sheet_without_pair_target_or_liquidation() -> None:
    text = paper(target_price="", leverage="1")
    assert "Risk plan: a long" in text
    assert "no price ends it" in text
    assert 2 == text.count("|none|")
    assert "still a loss of $1.61, −0.02 R" in paper(target_price="100050")
    assert "nothing with a fixed stake" in paper(risk_per_trade="0.1")


def test_a_blank_sheet_has_lines_and_boxes_and_no_number_at_all() -> None:
    html = contract.fragments(answered(sheet="blank", loss_accepted="1"), "risk_plan")[1]
    printed = html.partition('<section class="calc-paper')[2].partition("</section>")[0]
    assert printed.startswith(" is-blank")
    assert 0 == printed.count("M3 8.5")  # a tick
    words = re.sub(r"<[^>]+>", "", printed)
    assert not re.search(r"\d", words.partition(">")[2])
    assert 9 == printed.count('<rect x=".75"')
    assert 6 + 8 + 2 + 4 + 4 + 3 == printed.count('"calc-blank"')
    assert 15 == printed.count('"calc-blank is-line"')


def test_what_was_not_written_is_left_to_a_pen() -> None:
    html = contract.fragments(answered(reasons="One."), "risk_plan")[1]
    assert 6 == html.count('"calc-blank is-line"')


def test_a_text_of_many_lines_stays_short_enough_for_the_page() -> None:
    text = paper(reasons="a\nb\nc\nd\ne\nf\ng")
    assert "a|b|c|d|e · f · g" in text


def test_hostile_words_stay_words() -> None:
    html = "".join(contract.fragments(answered(pair="<b>&{size}", reasons='<img src=x onerror="1">'), "risk_plan"))
    assert "<img" not in html
    assert "Risk plan: &lt;b&gt;&amp;{size}, long" in html
    assert "&lt;img src=x onerror=&quot;1&quot;&gt;" in html


def test_a_part_of_a_page_may_be_the_sheet_alone() -> None:
    alone = contract.fragments(answered(), "risk_plan", ("sheet",))[1]
    assert "calc-paper" in alone
    assert "calc-outputs" not in alone
    assert "calc-paper" not in contract.fragments(answered(), "risk_plan", ("outputs",))[1]


def test_a_sheet_may_do_without_a_ladder_and_its_names_are_heard() -> None:
    parts = (
        Part(
            title="All", entries=(Entry(label="Risk", text="{risk_amount:dollars}", remark="of {account_balance}"),), ticks=("stop_ready",)
        ),
    )
    small = Sheet(title="Plan for {pair}", lead="With {size} coins.", parts=parts)
    e = answered(pair="BTC/USDT")
    html = sheet(e.facts, small, "x")
    assert "calc-paper-ladder" not in html
    assert "Plan for BTC/USDT" in html
    assert "<small>of 10,000</small>" in html
    names = mentioned(
        replace(e.story, sheet=small, verdict="", outputs=(), percents=None, tables=(), charts=(), working=(), convention="", brief="")
    )
    assert {"risk_amount", "account_balance", "stop_ready", "pair", "size"} == set(names)


# ---- Presets


def test_the_presets_are_what_they_are_called() -> None:
    answers = {label: risk_plan.evaluate(risk_plan.parse(texts, link=True)) for label, texts in PRESETS.items()}
    assert [0, 0, 2, 0, 2, 0, 0, 1, 0] == [plan.failed for plan in answers.values()]
    assert answers["Cautious: 0.5 %, 2×"].risk_amount == 50
    assert answers["$200, stop 0.2 % away"].fee_share == pytest.approx(1 / 3, abs=0.001)
    assert answers["Stop beyond liquidation"].liquidated
    assert answers["A blank sheet"].notional == answers["Standard: 1 %, 3×"].notional


def test_the_plan_keeps_what_every_calculator_must() -> None:
    check(risk_plan)


def test_ticks_are_counted() -> None:
    assert (0, 2) == (risk_plan().ticked, risk_plan(stop_ready=True, not_chasing=True).ticked)

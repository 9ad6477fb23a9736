"""A question before the answer: the guess, the panel that covers, and the reply."""

import dataclasses
import json
import re
from typing import Any

import pytest

import calc
from calc import contract, leverage, liquidation
from calc.mentions import mentioned
from calc.model import Calculator
from calc.story import Ask, Shown, Story
from calc.testing import check
from calc.view import page
from calc.view.guess import guessed, panel, reply
from calc.view.words import Facts

ASK = Ask(question="How much of {notional:dollars}?", output="share", low=0, high=1, step=0.01)


def ok(name: str, **request: Any) -> dict[str, Any]:
    answered: dict[str, Any] = json.loads(contract.answer(json.dumps({"calculator": name, **request})))
    found: dict[str, Any] = answered["ok"]
    return found


def said(name: str, guess: dict[str, Any], **inputs: str) -> str:
    reply: str = ok(name, guess=guess, reveal=True, inputs=inputs)["ask"]["reply"]
    return reply


def facts(c: Calculator[..., Any], **result: Any) -> Facts:
    values = c.defaults()
    return Facts(c, values, dataclasses.replace(c.evaluate(values), **result))


def replied(f: Facts, ask: Ask, guess: float) -> str:
    return "".join(text for text, _ in reply(ask, f, guess))


# ---- The guess


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, 0.5),
        ({"slider": 0}, 0.0),
        ({"slider": 0.123}, 0.12),
        ({"slider": 1}, 1.0),
        ({"slider": 7}, 1.0),
        ({"slider": -1}, 0.0),
        ({"value": 0.3}, 0.3),
        ({"value": 0.304}, 0.3),
        ({"value": 99}, 1.0),
        ({"choice": 2}, 0.5),
    ],
)
def test_a_guess_is_a_share_of_the_slider_or_a_number_on_its_steps(given: dict[str, Any], expected: float) -> None:
    assert expected == guessed(ASK, given)


@pytest.mark.parametrize(("choice", "expected"), [(0, 0.08), (2, 0.3), (9, 0.3), (-3, 0.08)])
def test_a_choice_is_one_of_those_that_there_are(choice: int, expected: float) -> None:
    assert expected == guessed(dataclasses.replace(ASK, choices=(0.08, 0.15, 0.3)), {"choice": choice})


def test_a_range_that_no_step_fits_has_one_step() -> None:
    assert 0.0 == guessed(dataclasses.replace(ASK, step=5.0), {"slider": 0.2})


# ---- The panel


def test_the_panel_has_question_slider_and_two_ways_on(sample: Calculator[..., Any]) -> None:
    html = panel(ASK, facts(sample), "funding", 0.3)
    assert '<p class="calc-cover-question" id="funding-ask" tabindex="-1">How much of $1,000?</p>' in html
    assert '<p class="calc-cover-value" aria-hidden="true">30\u202f%</p>' in html
    expected = '<input type="range" data-guess min="0" max="100" value="30" aria-labelledby="funding-ask" aria-valuetext="30\u202f%">'
    assert expected in html
    assert ["0\u202f%", "50\u202f%", "100\u202f%"] == re.findall(r'y="17">([^<]*)<', html)
    assert ["reveal", "skip"] == re.findall(r'data-do="([a-z]+)"', html)


def test_choices_are_buttons_that_answer_at_once(sample: Calculator[..., Any]) -> None:
    html = panel(dataclasses.replace(ASK, choices=(0.1, 0.5)), facts(sample), "funding", 0.5)
    assert ["10\u202f%", "50\u202f%"] == re.findall(r'data-do="reveal" data-choice="\d" data-reply="[^"]*">([^<]*)<', html)
    assert 'type="range"' not in html
    assert ["reveal", "reveal", "skip"] == re.findall(r'data-do="([a-z]+)"', html)


def test_a_question_cannot_bring_markup(sample: Calculator[..., Any]) -> None:
    assert "<b>" not in panel(dataclasses.replace(ASK, question="<b>1 & 2</b>"), facts(sample), "funding", 0.5)


# ---- The choices of a page, and the picture with a ring for each

CRASH = {"leverage": "100", "price_move": "-0.6"}


def test_choices_of_a_page_stand_while_one_of_them_is_right() -> None:
    crash = ok("leverage", inputs=CRASH, choices="0.6, 60 %,100")
    assert ["0.6\u202f%", "60\u202f%", "100\u202f%"] == re.findall(r'data-choice="\d" data-reply="[^"]*">([^<]*)<', crash["html"]["ask"])
    assert '<p class="calc-reply" tabindex="-1" hidden></p>' in crash["html"]["result"]
    calm = ok("leverage", inputs={**CRASH, "leverage": "10"}, choices="0.6, 60, 100")
    assert "data-choice" not in calm["html"]["ask"]
    assert "data-guess" in calm["html"]["ask"]
    assert "calc-reply" not in calm["html"]["result"]


@pytest.mark.parametrize("choices", ["0.6, sixty, 100", "60, 100, 140", "-1, 100", "0.6, 60", ","])
def test_choices_that_do_not_fit_leave_the_slider(choices: str) -> None:
    assert ok("leverage", inputs=CRASH)["html"] == ok("leverage", inputs=CRASH, choices=choices)["html"]


def test_choices_ask_nothing_where_the_story_asks_nothing() -> None:
    assert ok("liquidation", inputs={"leverage": "1"}, choices="5, 10")["ask"] is None


def test_a_button_has_the_reply_that_python_gives() -> None:
    html = ok("leverage", inputs=CRASH, choices="0.6, 60, 100")["html"]["ask"]
    for choice, answer in re.findall(r'data-choice="(\d)" data-reply="([^"]*)"', html):
        assert answer == ok("leverage", inputs=CRASH, choices="0.6, 60, 100", guess={"choice": int(choice)}, reveal=True)["ask"]["reply"]


def test_a_choice_stays_what_it_was_in_the_next_request() -> None:
    answered = ok("leverage", inputs=CRASH, choices="0.6, 60, 100", guess={"value": 0.006}, reveal=True)
    assert 0.006 == answered["ask"]["guess"]
    assert "You said 0.6\u202f%. The figure is 100.00\u202f%, 99.4 points more, more than twice that." == answered["ask"]["reply"]


def test_the_picture_of_a_question_has_its_rings_and_not_its_answer() -> None:
    html = ok("leverage", inputs=CRASH, choices="0.6, 60, 100")["html"]["ask"]
    assert ["0", "1", "2"] == re.findall(r'data-ring="(\d)"', html)
    assert '<div class="calc-cover-picture" aria-hidden="true"><p>Share of your margin' in html
    assert "price −0.6\u202f%" in html
    assert "cross" not in html
    assert "99,497" not in html
    heights = [float(y) for y in re.findall(r'<g class="calc-ring-choice" data-ring="\d"><svg x="[^"]*" y="([^"]*)"', html)]
    assert sorted(heights) == heights  # all of them are losses, and the largest is the lowest
    assert heights[0] > 174


def test_rings_of_a_gain_stand_above_and_their_names_inside() -> None:
    texts = {"price_move": "19"}  # at 10×, far to the right
    html = ok("leverage", inputs=texts, choices="19, 190")["html"]["ask"]
    assert 2 == html.count('class="big halo end"')
    heights = {ring: float(y) for ring, y in re.findall(r'data-ring="(\d)"><svg x="[^"]*" y="([^"]*)"', html)}
    assert heights["1"] < heights["0"] < 174


def test_a_move_beside_the_entry_leaves_no_room_for_its_name() -> None:
    asked = {"leverage": "10", "price_move": "-0.6"}
    assert ">entry<" not in ok("leverage", inputs=asked, choices="7, 60")["html"]["ask"]
    assert ">entry<" in ok("leverage", inputs=CRASH, choices="60, 100")["html"]["ask"]


def test_choices_without_such_a_picture_are_buttons_alone() -> None:
    html = ok("liquidation", inputs={"leverage": "20"}, choices="4.5, 5, 9")["html"]["ask"]
    assert 3 == html.count("data-choice")
    assert "calc-cover-picture" not in html
    assert "calc-cover-words" not in html


@pytest.mark.parametrize(
    ("inputs", "guess", "named"),
    [
        (CRASH, {"choice": 1}, 'class="soft halo wide end">your guess<'),
        (CRASH, {"choice": 2}, None),
        ({"price_move": "15"}, {"slider": 0.2}, 'class="soft halo wide">your guess<'),
        ({"price_move": "2"}, {"slider": 1}, 'class="soft halo wide end">your guess<'),
    ],
)
def test_a_guess_stays_in_the_picture(inputs: dict[str, str], guess: dict[str, Any], named: str | None) -> None:
    shown = ok("leverage", inputs=inputs, choices="0.6, 60, 100", guess=guess, reveal=True)["html"]["result"]
    assert '<circle r="7" class="guess"/>' in shown
    assert (named or "</svg>") in shown
    assert named or "your guess" not in shown
    assert "your guess" not in ok("leverage", inputs=inputs, choices="0.6, 60, 100", guess=guess)["html"]["result"]


# ---- The reply


@pytest.mark.parametrize(
    ("share", "guess", "expected"),
    [
        (0.484, 0.3, "You said 30\u202f%. The figure is 48.40\u202f%, 18.4 points more."),
        (0.484, 0.6, "You said 60\u202f%. The figure is 48.40\u202f%, 11.6 points less."),
        (0.484, 0.49, "Close: you said 49\u202f%, and the figure is 48.40\u202f%."),
        (0.4805, 0.46, "Close: you said 46\u202f%, and the figure is 48.05\u202f%."),
        (0.48, 0.48, "You said 48\u202f%, and that is the figure."),
        (-0.484, 0.3, "You said 30\u202f%. The figure is 48.40\u202f%, 18.4 points more."),
        (0.01, 0.0, "You said 0\u202f%. The figure is 1.00\u202f%, 1 point more."),
        (0.8, 0.1, "You said 10\u202f%. The figure is 80.00\u202f%, 70 points more, more than twice that."),
        (0.1, 0.8, "You said 80\u202f%. The figure is 10.00\u202f%, 70 points less, less than half that."),
        (0.0, 0.8, "You said 80\u202f%. The figure is 0.00\u202f%, 80 points less."),
    ],
)
def test_a_reply_names_the_difference(share: float, guess: float, expected: str, sample: Calculator[..., Any]) -> None:
    assert expected == replied(facts(sample, share=share), ASK, guess)


def test_an_answer_with_a_sign_is_compared_with_it_where_the_slider_has_both_sides(sample: Calculator[..., Any]) -> None:
    ask = dataclasses.replace(ASK, low=-1)
    assert "You said 30\u202f%. The figure is −20.00\u202f%, 50 points less." == replied(facts(sample, share=-0.2), ask, 0.3)


@pytest.mark.parametrize(
    ("cost", "low", "guess", "expected"),
    [
        (48.5, 0, 10.0, "You said $10. The figure is $48.50, $38.50 more, more than twice that."),
        (-48.5, -100, -40.0, "You said −$40. The figure is −$48.50, $8.50 less."),
        (10.0, 0, 10.0, "You said $10, and that is the figure."),
    ],
)
def test_money_is_said_in_dollars(cost: float, low: float, guess: float, expected: str, sample: Calculator[..., Any]) -> None:
    ask = Ask(question="?", output="cost", low=low, high=100, step=1)
    assert expected == replied(facts(sample, cost=cost), ask, guess)


def test_where_there_is_no_number_the_reply_says_so(sample: Calculator[..., Any]) -> None:
    ask = Ask(question="?", output="size", low=0, high=100, step=1)
    assert "You said 5. Here there is no such number." == replied(facts(sample, size=None), ask, 5.0)
    assert "You said 5. The figure is 20, 15 more, more than twice that." == replied(facts(sample, size=20.0), ask, 5.0)


# ---- The contract


def test_an_answer_comes_with_its_question() -> None:
    answered = ok("liquidation", inputs={"leverage": "20"})
    question = "A 20× long is opened at 100,000. How far may the price fall before the venue closes it out?"
    assert {"question": question, "guess": 0.05, "reply": None} == answered["ask"]
    assert question in answered["html"]["ask"]
    assert "calc-reply" not in answered["html"]["result"]


def test_a_guess_is_kept_until_it_is_answered() -> None:
    moved = ok("liquidation", guess={"slider": 0.25})
    assert (0.05, None) == (moved["ask"]["guess"], moved["ask"]["reply"])
    assert 'value="50"' in moved["html"]["ask"]
    assert 0.05 == ok("liquidation", guess={"value": 0.05})["ask"]["guess"]


def test_the_reply_stands_above_the_verdict() -> None:
    answered = ok("liquidation", guess={"value": 0.05}, reveal=True)
    expected = '<p class="calc-reply" tabindex="-1">You said <b>5\u202f%</b>. The figure is <b>9.55\u202f%</b>, 4.55 points more.</p>'
    assert expected + '<p class="calc-verdict"' in answered["html"]["result"]
    assert "You said 5\u202f%. The figure is 9.55\u202f%, 4.55 points more." == answered["ask"]["reply"]


def test_where_no_question_is_asked_there_is_no_panel_and_no_reply() -> None:
    answered = ok("liquidation", inputs={"leverage": "1"}, guess={"value": 0.05}, reveal=True)
    assert (None, "") == (answered["ask"], answered["html"]["ask"])
    assert "calc-reply" not in answered["html"]["result"]


@pytest.mark.parametrize(
    ("name", "inputs", "question"),
    [
        ("liquidation", {"side": "short"}, "A 10× short is opened at 100,000. How far may the price rise before the venue closes it out?"),
        ("leverage", {}, "You put up $100 at 10×, and the price rises 5.00\u202f%. After fees, what share of your $100 is gained?"),
        (
            "leverage",
            {"price_move": "-5"},
            "You put up $100 at 10×, and the price falls 5.00\u202f%. After fees, what share of your $100 is lost?",
        ),
        (
            "leverage",
            {"price_move": "0"},
            "You put up $100 at 10×, and the price does not move. After fees, what share of your $100 is lost?",
        ),
        (
            "leverage",
            {"mode": "target"},
            "A 10× long, and fees at both ends. How far must the price rise to gain 50.00\u202f% of the margin?",
        ),
        (
            "leverage",
            {"mode": "target", "target_roe": "-50", "side": "short"},
            "A 10× short, and fees at both ends. How far must the price rise to lose 50.00\u202f% of the margin?",
        ),
        (
            "margin",
            {"leverage": "50"},
            (
                "$20 of your money backs a position of $1,000, at 50×."
                " What share of that money must stay untouched, or the venue closes you out?"
            ),
        ),
        (
            "cross_account",
            {},
            "All prices fall by the same share, and $10,000 backs every position. How far, until the account is liquidated?",
        ),
    ],
    ids=str,
)
def test_questions_read_well_in_every_state(name: str, inputs: dict[str, str], question: str) -> None:
    assert question == ok(name, inputs=inputs)["ask"]["question"]


def test_an_account_that_only_a_rise_ends_is_asked_about_the_rise() -> None:
    asked = ok("cross_account", query="?calc=cross_account&positions=BTC,short,0.3,100000")["ask"]
    assert asked["question"].startswith("All prices rise by the same share, ")
    assert ok("cross_account", query="?calc=cross_account&positions=BTC,long,0.001,100000")["ask"] is None


def test_an_even_result_and_a_move_of_nothing_ask_nothing() -> None:
    assert ok("leverage", inputs={"price_move": "0", "taker_fee_rate": "0"})["ask"] is None
    assert ok("leverage", inputs={"mode": "target", "target_roe": "0", "taker_fee_rate": "0"})["ask"] is None


@pytest.mark.parametrize("name", ["leverage", "margin", "liquidation", "cross_account"])
def test_every_answer_lies_on_its_slider(name: str) -> None:
    c = calc.load(name)
    for preset in c.presets:
        e = contract.starting(c, dict(preset.texts), link=True)
        if e.story.ask is not None:
            answer = abs(e.facts.number(e.story.ask.output) or 0.0)
            assert e.story.ask.low <= answer <= e.story.ask.high
            steps = (e.story.ask.high - e.story.ask.low) / e.story.ask.step
            assert 50 <= steps <= 400
            assert abs(steps - round(steps)) < 1e-9


def test_what_the_four_calculators_reply() -> None:
    assert "You said 30\u202f%. The figure is 50.98\u202f%, 20.98 points more." == said("leverage", {"value": 0.3}, price_move="-5")
    assert "Close: you said 50\u202f%, and the figure is 50.98\u202f%." == said("leverage", {"value": 0.5}, price_move="-5")
    assert "You said 1\u202f%. The figure is 50.00\u202f%, 49 points more, more than twice that." == said(
        "margin", {"value": 0.01}, leverage="100"
    )
    assert "You said 5\u202f%. The figure is 4.52\u202f%, 0.48 points less." == said("liquidation", {"value": 0.05}, leverage="20")


# ---- The page


def test_a_page_is_printed_with_its_panel_hidden() -> None:
    html = page.widget("liquidation", {"leverage": "20"})
    assert '<section class="calc-cover" data-part="ask" aria-label="Guess first" hidden><p class="calc-cover-title">' in html
    assert "A 20× long is opened at 100,000." in html
    assert 'class="calc-do is-main needs-engine calc-guess" data-do="guess"' in html
    assert 'class="calc-do needs-engine" aria-pressed="false" data-do="hide"' in html
    assert html.count('data-do="pin"') == 1


def test_a_page_that_asks_first_is_printed_covered_with_its_answer_in_it() -> None:
    html = page.widget("leverage", CRASH, guess="0.6, 60, 100", show=("charts",))
    assert 'data-engine="build" data-choices="0.6, 60, 100" data-covered="first">' in html
    assert 'aria-label="Guess first"><div class="calc-cover-words"><p class="calc-cover-title">' in html
    assert "the venue closes you out at <b>99,497.49</b>" in html
    same = ok("leverage", inputs=CRASH, choices="0.6, 60, 100", show="charts")["html"]
    assert same["ask"] in html
    assert same["result"] in html


def test_a_page_may_vary_one_input() -> None:
    html = page.widget("leverage", CRASH, vary=("leverage", "2", "100"), show=("charts",))
    row = re.search('<p class="calc-examples"><span>Leverage</span>(.*?)</p>', html)
    assert row
    assert ["2×", "100×"] == re.findall(">([^<]+)</a>", row[1])
    assert ["leverage=2&amp;price_move=-0.006", "leverage=100&amp;price_move=-0.006"] == re.findall(
        r"leverage=\d+&amp;price_move=-0.006", row[1]
    )


def test_a_page_whose_answer_raises_no_question_has_no_button_for_it() -> None:
    html = page.widget("liquidation", {"leverage": "1"})
    assert 'data-part="ask" aria-label="Guess first" hidden></section>' in html
    assert 'data-do="guess"' not in html
    assert 'data-do="hide"' not in html


def test_the_story_of_a_question_is_checked_at_the_declaration() -> None:
    story = Story(verdict=".", outputs=(Shown(name="cost"),), ask=ASK, brief="{paid}", end="size")
    assert {"cost", "share", "notional", "paid", "size"} == set(mentioned(story))
    assert leverage.story(leverage.defaults(), leverage()).end == "liquidation_move"
    assert liquidation.story(liquidation.defaults(), liquidation()).end == "distance"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"high": 0.02}, "funding_rate=-0.01 asks for share, which is -0.03 and not on its slider"),
        ({"low": 0.1, "high": 0.2}, "the defaults asks for share, which is 0.00030000000000000003 and not on its slider"),
        ({"output": "size"}, "the defaults asks for size, which is None and not on its slider"),
        ({"step": 0.3}, "the defaults asks for share on a slider that does not end at a step"),
    ],
    ids=str,
)
def test_a_question_without_its_answer_on_the_slider_is_found(changed: dict[str, Any], expected: str, sample: Calculator[..., Any]) -> None:
    ask = dataclasses.replace(ASK, **changed)
    asking = dataclasses.replace(sample, presets=(), story=lambda _, __: Story(verdict=".", outputs=(Shown(name="cost"),), ask=ask))
    with pytest.raises(AssertionError) as caught:
        check(asking)
    assert expected == str(caught.value)

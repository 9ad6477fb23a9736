"""A guess before the answer: covered, guessed, revealed, skipped; by pointer, by keyboard and by a link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Watch, Widget
    from tests.serving import Fault

    Live = Callable[[str], Page]
    Find = Callable[[Page, str], Widget]

PAGE = "calculators/liquidation/"
HIDDEN = "?calc=liquidation&v=2&side=long&leverage=20&predict=1"
QUESTION = "A 10× long is opened at 100,000. How far may the price fall before the venue closes it out?"
REPLY = "You said 5\u202f%. The figure is 9.55\u202f%, 4.55 points more."


def covered(widget: Widget) -> None:
    expect(widget.root).to_have_attribute("data-covered", "")
    expect(widget.root.locator(".calc-cover")).to_be_visible()
    expect(widget.verdict).to_be_hidden()
    expect(widget.output("liquidation_price")).to_be_hidden()
    expect(widget.root.locator(".calc-plot").first).to_be_hidden()


def uncovered(widget: Widget) -> None:
    expect(widget.root).not_to_have_attribute("data-covered", "")
    expect(widget.root.locator(".calc-cover")).to_be_hidden()
    expect(widget.verdict).to_be_visible()


def asked(page: Page, widget: Find) -> Widget:
    liquidation = widget(page, "liquidation")
    liquidation.touch("leverage")
    liquidation.expect_state("live")
    liquidation.button("Guess first").click()
    covered(liquidation)
    return liquidation


def test_guess_with_the_keyboard_and_read_the_reply(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = asked(page, widget)
    question = liquidation.root.locator(".calc-cover-question")
    expect(question).to_be_focused()
    expect(question).to_have_text(QUESTION)
    expect(liquidation.say).to_have_text(QUESTION)
    slider = page.get_by_role("slider", name=QUESTION)
    page.keyboard.press("Tab")
    expect(slider).to_be_focused()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "0\u202f%")
    for _ in range(5):
        page.keyboard.press("PageUp")
    expect(slider).to_have_attribute("aria-valuetext", "10\u202f%")
    slider.fill("50")
    expect(liquidation.root.locator(".calc-cover-value")).to_have_text("5\u202f%")
    page.keyboard.press("Tab")
    expect(liquidation.button("Show the answer")).to_be_focused()
    page.keyboard.press("Enter")
    uncovered(liquidation)
    reply = liquidation.root.locator(".calc-reply")
    expect(reply).to_have_text(REPLY)
    expect(reply).to_be_focused()
    expect(liquidation.say).to_have_text(re.compile(re.escape(REPLY) + " A 10× long opened at 100,000 is closed out"))
    liquidation.field("leverage").fill("20")
    expect(liquidation.verdict).to_contain_text("20×")
    expect(reply).to_have_count(0)


def test_the_question_follows_the_inputs_and_the_guess_stays(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = asked(page, widget)
    liquidation.root.locator("[data-guess]").fill("100")
    expect(liquidation.root.locator(".calc-cover-value")).to_have_text("10\u202f%")
    liquidation.field("leverage").fill("20")
    expect(liquidation.root.locator(".calc-cover-question")).to_contain_text("A 20× long")
    covered(liquidation)
    expect(page).to_have_url(re.compile("leverage=20&.*&predict=1"))
    liquidation.chip("2×").click()
    expect(liquidation.root.locator(".calc-cover-question")).to_contain_text("A 2× long")
    expect(liquidation.root.locator(".calc-cover-question")).to_be_focused()
    covered(liquidation)
    liquidation.button("Show the answer").click()
    uncovered(liquidation)
    expect(page).to_have_url(re.compile("leverage=2&.*[^1]#liquidation$"))
    expect(page).not_to_have_url(re.compile("predict"))


def test_skip_shows_the_answer_without_a_word_about_it(live: Live, widget: Find) -> None:
    liquidation = asked(live(PAGE), widget)
    liquidation.button("Skip").click()
    uncovered(liquidation)
    expect(liquidation.verdict).to_be_focused()
    expect(liquidation.root.locator(".calc-reply")).to_have_count(0)
    liquidation.button("Guess first").click()
    covered(liquidation)


def test_where_there_is_nothing_to_guess_the_answer_shows(live: Live, widget: Find) -> None:
    liquidation = asked(live(PAGE), widget)
    liquidation.field("leverage").fill("1")
    uncovered(liquidation)
    expect(liquidation.button("Guess first")).to_be_hidden()
    liquidation.field("leverage").fill("3")
    expect(liquidation.button("Guess first")).to_be_visible()


def test_while_an_input_is_wrong_the_answer_stays_covered(live: Live, widget: Find) -> None:
    liquidation = asked(live(PAGE), widget)
    liquidation.field("leverage").fill("x")
    expect(liquidation.problem("leverage")).to_be_visible()
    liquidation.button("Show the answer").click()
    covered(liquidation)
    liquidation.field("leverage").fill("20")
    expect(liquidation.root.locator(".calc-cover-question")).to_contain_text("A 20× long")
    covered(liquidation)


def test_a_link_opens_with_the_answer_covered_before_any_engine(page: Page, widget: Find, faults: dict[str, Fault]) -> None:
    faults["/assets/engine/instant.js"] = faults["/assets/engine/python.part"] = None
    page.goto(PAGE + HIDDEN)
    liquidation = widget(page, "liquidation")
    liquidation.expect_state("loading")
    covered(liquidation)


def test_a_link_covers_until_the_reader_has_guessed(page: Page, widget: Find) -> None:
    page.goto(PAGE + HIDDEN)
    liquidation = widget(page, "liquidation")
    liquidation.expect_state("live")
    covered(liquidation)
    expect(liquidation.root.locator(".calc-cover-question")).to_contain_text("A 20× long")
    liquidation.root.locator("[data-guess]").fill("100")
    expect(liquidation.root.locator(".calc-cover-value")).to_have_text("5\u202f%")
    liquidation.button("Show the answer").click()
    uncovered(liquidation)
    expect(liquidation.root.locator(".calc-reply")).to_have_text("You said 5\u202f%. The figure is 4.52\u202f%, 0.48 points less.")
    expect(page).not_to_have_url(re.compile("predict"))


def test_a_fault_of_the_engine_uncovers(page: Page, widget: Find, watch: Watch, faults: dict[str, Fault]) -> None:
    watch.expected += ["Failed to load resource"]
    faults["/assets/engine/instant.js"] = faults["/assets/engine/pyodide.asm.wasm"] = (404, "text/plain", b"")
    page.goto(PAGE + HIDDEN)
    liquidation = widget(page, "liquidation")
    liquidation.expect_state("failed")
    uncovered(liquidation)


def test_a_teacher_copies_a_link_that_hides_the_answer(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    hide = liquidation.button("Link hides the answer")
    expect(hide).to_have_attribute("aria-pressed", "false")
    hide.click()
    expect(hide).to_have_attribute("aria-pressed", "true")
    liquidation.button("Copy link").click()
    expect(liquidation.root.get_by_text("Link copied. It opens with the answer hidden.").first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.search("leverage=25&.*&predict=1#liquidation$", copied)
    uncovered(liquidation)
    assert page.url == copied.replace("&predict=1", "")
    liquidation.chip("2×").click()
    expect(liquidation.field("leverage")).to_have_value("2")
    page.evaluate("address => { history.replaceState(null, '', address); }", copied)
    page.reload()
    covered(widget(page, "liquidation"))


def test_back_to_a_covered_scenario_covers_it_again(live: Live, widget: Find) -> None:
    page = live(PAGE + HIDDEN)
    liquidation = widget(page, "liquidation")
    covered(liquidation)
    liquidation.chip("2×").click()
    liquidation.button("Skip").click()
    uncovered(liquidation)
    page.go_back()
    covered(liquidation)
    expect(liquidation.root.locator(".calc-cover-question")).to_contain_text("A 20× long")
    liquidation.button("Reset").click()
    uncovered(liquidation)


def test_answers_in_sentences_are_covered_with_their_widget(live: Live, widget: Find) -> None:
    page = live("twins/")
    asked(page, widget)
    answers = page.locator("[data-follow=liquidation]:not([data-input])")
    for answer in answers.all():
        expect(answer).to_have_attribute("data-covered", "")
    widget(page, "liquidation").button("Skip").click()
    expect(page.locator("[data-covered]")).to_have_count(0)


def test_nothing_that_is_covered_can_be_reached_or_read(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = asked(page, widget)
    assert liquidation.root.locator('[data-part="result"]').evaluate("part => part.inert")
    assert "90,452" not in liquidation.root.aria_snapshot()
    for _ in range(40):
        page.keyboard.press("Tab")
        assert not page.evaluate("document.activeElement.closest('[data-part=result]') !== null")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_nothing_moves_and_everything_can_be_touched(width: int, scheme: str, live: Live, widget: Find) -> None:
    page = live(PAGE)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    liquidation = widget(page, "liquidation")
    liquidation.touch("leverage")
    liquidation.expect_state("live")
    foot = (
        "document.querySelector('.calc-foot').getBoundingClientRect().bottom - document.querySelector('.calc').getBoundingClientRect().top"
    )
    before = page.evaluate(foot)
    liquidation.button("Guess first").click()
    covered(liquidation)
    assert abs(page.evaluate(foot) - before) < 2
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for control in liquidation.root.locator(".calc-cover :is(button, input)").all():
        box = control.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24


# ---- A page that asks first

CROSS_INSIDE = """widget => {
  const cross = widget.querySelector("[data-part=result] .cross").getBoundingClientRect();
  const plot = widget.querySelector("[data-part=result] .calc-plot").getBoundingClientRect();
  return cross.left >= plot.left && cross.right <= plot.right && cross.top >= plot.top && cross.bottom <= plot.bottom;
}"""
CRASH = "closes you out at 99,497.49"
SAID = "You said 60\u202f%. The figure is 100.00\u202f%, 40 points more."


def opened(page: Page, widget: Find) -> Widget:
    leverage = widget(page, "leverage")
    expect(leverage.root).to_have_attribute("data-covered", "first")
    expect(leverage.root.locator(".calc-cover-question")).to_be_visible()
    for hidden in (leverage.verdict, leverage.root.locator(".calc-form"), leverage.root.locator(".calc-question")):
        expect(hidden).to_be_hidden()
    expect(page.get_by_role("heading", name="What just happened")).to_be_hidden()
    return leverage


def crashed(page: Page, leverage: Widget) -> None:
    uncovered(leverage)
    expect(leverage.verdict).to_contain_text(CRASH)
    expect(leverage.root.locator(".calc-form")).to_be_visible()
    expect(page.get_by_role("heading", name="What just happened")).to_be_visible()
    assert leverage.root.evaluate(CROSS_INSIDE)


def test_the_first_page_asks_and_a_button_answers_before_any_engine(page: Page, widget: Find, faults: dict[str, Fault]) -> None:
    faults["/assets/engine/instant.js"] = faults["/assets/engine/python.part"] = None
    page.goto("")
    leverage = opened(page, widget)
    for name in ("0.6\u202f%", "60\u202f%", "100\u202f%"):
        expect(leverage.button(name)).to_be_in_viewport(ratio=1)
    leverage.button("60\u202f%").press("Enter")
    crashed(page, leverage)
    leverage.expect_state("loading")
    reply = leverage.root.locator(".calc-reply")
    expect(reply).to_have_text(SAID)
    expect(reply).to_be_focused()


def test_a_ring_answers_like_its_button_and_the_guess_stays_in_the_picture(live: Live, widget: Find) -> None:
    page = live("")
    leverage = opened(page, widget)
    leverage.root.locator("[data-ring='1'] .ring").click()
    crashed(page, leverage)
    expect(leverage.root.locator(".calc-reply")).to_have_text(SAID)
    expect(leverage.root.locator(".guess")).to_have_count(1)
    expect(leverage.say).to_have_text(re.compile(re.escape(SAID) + ".*" + re.escape(CRASH)))
    leverage.chip("10×").first.click()
    expect(leverage.verdict).to_contain_text("10× long")
    expect(leverage.root.locator(".calc-reply")).to_have_count(0)
    expect(leverage.root.locator(".guess")).to_have_count(0)
    expect(leverage.chip("10×")).to_have_attribute("aria-current", "true")
    leverage.button("Guess first").click()
    covered(leverage)
    expect(leverage.root.locator("[data-guess]")).to_be_visible()  # none of the choices is right here
    expect(leverage.root.locator(".calc-form")).to_be_visible()


def test_one_way_of_choosing_for_the_keyboard(live: Live, widget: Find) -> None:
    page = live("")
    leverage = opened(page, widget)
    page.locator(".md-content a").first.focus()
    stops = []
    for _ in range(4):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent"))
    assert stops == ["0.6\u202f%", "60\u202f%", "100\u202f%", "Skip"]
    page.keyboard.press("Enter")
    crashed(page, leverage)
    expect(leverage.root.locator(".calc-reply")).to_be_hidden()
    expect(leverage.verdict).to_be_focused()


def test_a_link_to_a_scenario_shows_it_although_the_page_asks_first(live: Live, widget: Find) -> None:
    link = "?calc=leverage&v=1&leverage=50&price_move=-0.006"
    page = live(link + "#leverage")
    leverage = widget(page, "leverage")
    uncovered(leverage)
    expect(leverage.verdict).to_contain_text("50×")
    page = live(link + "&predict=1#leverage")
    covered(widget(page, "leverage"))


def test_a_link_that_is_followed_while_the_page_asks_brings_its_own_question(live: Live, widget: Find) -> None:
    page = live("")
    leverage = opened(page, widget)
    page.evaluate("document.querySelector('.calc-head a.calc-chip').click()")
    expect(leverage.root.locator(".calc-cover-question")).to_contain_text("at 2×")
    covered(leverage)
    expect(leverage.root.locator(".calc-form")).to_be_visible()
    leverage.button("Show the answer").click()
    uncovered(leverage)


def test_on_paper_the_answer_stands_there(live: Live, widget: Find) -> None:
    page = live("")
    leverage = opened(page, widget)
    page.emulate_media(media="print")
    expect(leverage.root.locator(".calc-cover")).to_be_hidden()
    expect(leverage.verdict).to_be_visible()
    expect(page.get_by_role("heading", name="What just happened")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(320, 740), (360, 740), (1280, 900)])
def test_title_notice_and_question_stand_above_the_fold(width: int, height: int, live: Live, widget: Find) -> None:
    page = live("")
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("scrollTo(0, 0)")
    leverage = opened(page, widget)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in (page.locator("h1"), page.locator(".calc-notice"), leverage.root.locator(".calc-cover-question")):
        expect(part).to_be_in_viewport(ratio=1)
    if width > 320:
        expect(leverage.root.locator(".calc-cover-choices")).to_be_in_viewport(ratio=1)
    for control in leverage.root.locator(".calc-cover button").all():
        box = control.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
    leverage.button("100\u202f%").click()
    crashed(page, leverage)
    expect(leverage.root.locator(".calc-reply")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width

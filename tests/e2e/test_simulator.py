"""Paper trading on a page: buttons, keys, play, and a session in the link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Widget

    Live = Callable[[str], Page]
    Find = Callable[[Page, str], Widget]

PAGE = "calculators/simulator/"
READY = "?calc=simulator&v=1&stop_distance=0.02&target_distance=0.04#simulator"
HOSTILE = "?calc=simulator&v=1&actions=%3Cscript%3Ealert(1)%3C/script%3E#simulator"


@pytest.fixture
def practice(live: Live, widget: Find) -> Widget:
    practice = widget(live(PAGE + READY), "simulator")
    expect(practice.field("stop_distance")).to_have_value("2")
    return practice


def actions(practice: Widget, expected: str) -> None:
    expect(practice.field("actions")).to_have_value(expected)


def test_without_a_stop_nothing_opens(live: Live, widget: Find) -> None:
    practice = widget(live(PAGE), "simulator")
    expect(practice.button("Open long")).to_have_attribute("aria-disabled", "true")
    practice.button("Open long").click(force=True)
    practice.button("Next candle").click()
    actions(practice, "n,1")
    practice.field("stop_distance").fill("2")
    expect(practice.button("Open long")).not_to_have_attribute("aria-disabled", "true")


def test_a_trade_by_its_buttons(practice: Widget) -> None:
    practice.button("Open long").click()
    expect(practice.verdict).to_contain_text("Your long from")
    practice.button("8 candles").click()
    practice.button("Move stop").click()
    practice.button("Close").click()
    actions(practice, "l,share,0.01,10,0.02,0.04,5;n,8;m,0.02;c")
    expect(practice.verdict).to_contain_text("Your one trade did not follow its plan")
    expect(practice.output("trades.0.ended")).to_have_text("by hand")
    practice.button("Undo").click()
    expect(practice.verdict).to_contain_text("Your long from")
    practice.button("Start over, same market").click()
    actions(practice, "")


def test_quick_presses_all_count(practice: Widget) -> None:
    for _ in range(5):
        practice.button("Next candle").click()
    actions(practice, "n,5")


def test_keys_trade_while_the_calculator_has_the_focus(practice: Widget) -> None:
    page = practice.root.page
    practice.button("Next candle").focus()
    for key in ("b", "ArrowRight", "ArrowRight", "c", "s"):
        page.keyboard.press(key)
    actions(practice, "l,share,0.01,10,0.02,0.04,5;n,2;c;s,share,0.01,10,0.02,0.04,5")
    expect(practice.button("Next candle")).to_be_focused()


def test_keys_stay_with_a_field_that_needs_them(practice: Widget) -> None:
    page = practice.root.page
    practice.field("leverage").focus()
    page.keyboard.press("b")
    page.keyboard.press("ArrowRight")
    expect(practice.field("leverage")).to_have_value(re.compile("b"))
    practice.field("leverage").fill("10")
    practice.slider("leverage").focus()
    page.keyboard.press("ArrowRight")
    expect(practice.field("leverage")).to_have_value("11")
    actions(practice, "")
    page.locator("h1").click()
    page.keyboard.press("ArrowRight")
    practice.button("Next candle").click()
    actions(practice, "n,1")


def test_play_goes_on_until_it_is_pressed_again(practice: Widget) -> None:
    play = practice.button("Play")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    expect(practice.field("actions")).to_have_value(re.compile(r"^n,([3-9]|\d\d)$"))
    play.click()
    expect(play).to_have_attribute("aria-pressed", "false")
    practice.button("Start over, same market").click()
    actions(practice, "")


def test_play_stops_where_a_trade_is_over_and_where_one_starts_over(practice: Widget) -> None:
    play = practice.button("Play")
    play.click()
    expect(practice.field("actions")).to_have_value(re.compile(r"^n,\d"))
    practice.button("Start over, same market").click()
    expect(play).to_have_attribute("aria-pressed", "false")
    practice.button("Open long").click()
    play.click()
    practice.button("Close").click()
    expect(play).to_have_attribute("aria-pressed", "false")
    expect(practice.verdict).to_contain_text("Your one trade")


def test_play_stops_on_a_page_that_nobody_sees(practice: Widget) -> None:
    play = practice.button("Play")
    play.click()
    practice.root.page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    expect(play).to_have_attribute("aria-pressed", "false")


def test_with_reduced_motion_there_are_steps_alone(live: Live, widget: Find) -> None:
    page = live(PAGE + READY)
    page.emulate_media(reduced_motion="reduce")
    practice = widget(page, "simulator")
    expect(practice.root.locator('[data-act="play"]')).to_be_hidden()
    practice.root.locator('[data-act="step"]').focus()
    page.keyboard.press("Space")
    actions(practice, "n,1")
    practice.verdict.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    actions(practice, "n,2")
    page.emulate_media(reduced_motion="no-preference")


def test_a_session_is_in_the_address_and_comes_back(practice: Widget, live: Live, widget: Find) -> None:
    practice.button("Open short").click()
    practice.button("8 candles").click()
    page = practice.root.page
    page.wait_for_url(re.compile(r"actions=s,share,0\.01,10,0\.02,0\.04,5;n,8"))
    sentence = practice.verdict.inner_text()
    again = widget(live(page.url.partition("127.0.0.1")[2].partition("/")[2]), "simulator")
    expect(again.verdict).to_have_text(sentence)


def test_a_link_that_makes_no_sense_is_reported_with_the_way_out(live: Live, widget: Find) -> None:
    practice = widget(live(PAGE + HOSTILE), "simulator")
    expect(practice.problem("actions")).to_contain_text("Action 1 is “<script>alert(1)</script>”")
    practice.root.locator('[data-part="controls"]').get_by_role("button", name="Start over, same market").click()
    actions(practice, "")
    expect(practice.problem("actions")).to_have_count(0)
    practice.expect_stale(stale=False)

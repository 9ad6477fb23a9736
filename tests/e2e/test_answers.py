"""Type, step, slide and drag, and see what happens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Widget

    Live = Callable[[str], Page]
    Find = Callable[[Page, str], Widget]

LIQUIDATION = "calculators/liquidation/"


@pytest.fixture
def liquidation(live: Live, widget: Find) -> Widget:
    return widget(live(LIQUIDATION), "liquidation")


def test_typing_changes_the_answer(liquidation: Widget) -> None:
    liquidation.field("leverage").fill("25")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    expect(liquidation.output("liquidation_price")).to_have_attribute("data-value", re.compile(r"^96482\.41206030\d+$"))
    expect(liquidation.root).to_have_attribute("data-engine", "pyodide")
    liquidation.expect_state("live")
    liquidation.expect_stale(stale=False)


def test_the_text_being_written_is_left_alone(liquidation: Widget) -> None:
    price = liquidation.field("entry_price")
    price.fill("2000")
    price.press("ArrowLeft")
    price.press("ArrowLeft")
    price.press_sequentially("5")
    expect(liquidation.verdict).to_contain_text("20,500")
    expect(price).to_have_value("20500")
    expect(price).to_be_focused()
    assert price.evaluate("control => control.selectionStart") == 3


def test_bad_input_keeps_the_last_good_answer_and_says_so_at_its_field(liquidation: Widget) -> None:
    leverage = liquidation.field("leverage")
    leverage.fill("20")
    expect(liquidation.output("liquidation_price")).to_have_text("95,477.39")
    leverage.fill("1,5")
    expect(liquidation.problem("leverage")).to_contain_text("Did you mean 1.5?")
    expect(leverage).to_have_attribute("aria-invalid", "true")
    expect(leverage).to_have_value("1,5")
    expect(leverage).to_be_focused()
    liquidation.expect_stale()
    expect(liquidation.output("liquidation_price")).to_have_text("95,477.39")
    expect(liquidation.root.locator(".calc-stale")).to_be_visible()
    expect(liquidation.root.locator(".calc-stale")).to_contain_text("Leverage 20×")
    expect(liquidation.slider("leverage")).to_have_attribute("aria-valuetext", "20×")
    expect(liquidation.say).to_contain_text("Did you mean 1.5?")
    leverage.fill("1.5")
    expect(liquidation.problem("leverage")).to_have_count(0)
    liquidation.expect_stale(stale=False)


def test_every_problem_is_named_at_once(liquidation: Widget) -> None:
    liquidation.field("leverage").fill("500")
    liquidation.field("entry_price").fill("-1")
    expect(liquidation.root.locator("[data-problem]")).to_have_count(2)


@pytest.mark.parametrize(("key", "expected"), [("ArrowUp", "11"), ("ArrowDown", "9"), ("PageUp", "20"), ("PageDown", "1")])
def test_keys_step_a_text_field(key: str, expected: str, liquidation: Widget) -> None:
    leverage = liquidation.field("leverage")
    leverage.press(key)
    expect(leverage).to_have_value(expected)
    expect(leverage).to_be_focused()


@pytest.mark.parametrize(("key", "expected"), [("ArrowRight", "11"), ("ArrowLeft", "9"), ("PageUp", "20"), ("Home", "1"), ("End", "100")])
def test_keys_move_a_slider(key: str, expected: str, liquidation: Widget) -> None:
    slider = liquidation.slider("leverage")
    slider.press(key)
    expect(liquidation.field("leverage")).to_have_value(expected)
    expect(slider).to_be_focused()


def test_buttons_step_and_no_step_is_lost(liquidation: Widget) -> None:
    more = liquidation.button("Leverage: more")
    for _ in range(5):
        more.click()
    expect(liquidation.field("leverage")).to_have_value("15")
    liquidation.button("Leverage: less").click()
    expect(liquidation.field("leverage")).to_have_value("14")


def test_a_slider_is_dragged(liquidation: Widget) -> None:
    slider = liquidation.slider("leverage")
    _drag(slider, 0.5, 0.95)
    expect(liquidation.field("leverage")).to_have_value(re.compile(r"^(7|8|9)\d$"))
    expect(liquidation.verdict).to_contain_text(re.compile(r"(7|8|9)\d×"))


def test_a_handle_is_dragged_on_axes_that_stand_still_until_it_is_released(liquidation: Widget) -> None:
    page = liquidation.root.page
    chart = liquidation.root.locator(".is-ladder")
    handle = chart.locator("[data-drag=entry_price] .handle")
    before = chart.get_attribute("data-axes")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 60, steps=4)
    expect(liquidation.field("entry_price")).not_to_have_value("100,000")
    expect(liquidation.verdict).not_to_contain_text("100,000")
    assert chart.get_attribute("data-axes") == before
    page.mouse.up()
    expect(chart).not_to_have_attribute("data-axes", before or "")
    expect(chart.locator("[data-drag=entry_price]")).to_be_focused()


def test_keys_move_a_handle(liquidation: Widget) -> None:
    handle = liquidation.root.locator("[data-drag=entry_price]").first
    handle.focus()
    handle.press("ArrowUp")
    expect(liquidation.field("entry_price")).to_have_value("101,000")
    handle.press("ArrowDown")
    expect(liquidation.field("entry_price")).to_have_value("100,000")
    expect(handle).to_be_focused()


def test_a_choice_shows_the_inputs_that_apply(live: Live, widget: Find) -> None:
    margin = widget(live("calculators/margin/"), "margin")
    margin.root.get_by_text("More inputs").click()
    margin.radio("Tier table").check()
    expect(margin.field("tier_table")).to_be_visible()
    expect(margin.field("maintenance_margin_rate")).to_be_hidden()
    margin.radio("Flat rate").check()
    expect(margin.field("maintenance_margin_rate")).to_be_visible()
    expect(margin.field("tier_table")).to_be_hidden()


def test_what_the_reader_opened_stays_open(liquidation: Widget) -> None:
    liquidation.root.get_by_text("Show the working").click()
    liquidation.root.get_by_text("More inputs").click()
    liquidation.field("leverage").fill("30")
    expect(liquidation.verdict).to_contain_text("30×")
    expect(liquidation.root.locator("[data-key=working]")).to_have_attribute("open", "")
    expect(liquidation.field("taker_fee_rate")).to_be_attached()
    expect(liquidation.root.locator("[data-key=more]")).to_have_attribute("open", "")


def test_one_sentence_is_announced(liquidation: Widget) -> None:
    expect(liquidation.root.locator("[aria-live=polite]")).to_have_count(1)
    leverage = liquidation.field("leverage")
    leverage.press("End")
    leverage.press_sequentially("0")
    expect(liquidation.say).to_contain_text("100×")
    assert liquidation.root.locator("output:not([aria-live=off])").count() == 0


def test_reset_goes_back_to_the_page(liquidation: Widget) -> None:
    liquidation.field("leverage").fill("50")
    liquidation.radio("Short").check()
    expect(liquidation.verdict).to_contain_text("50× short")
    liquidation.button("Reset").click()
    expect(liquidation.field("leverage")).to_have_value("10")
    expect(liquidation.verdict).to_contain_text("10× long")
    expect(liquidation.chip("10× long")).to_have_attribute("aria-current", "true")


def test_reset_overtakes_an_answer_on_its_way(liquidation: Widget) -> None:
    liquidation.field("leverage").fill("50")
    expect(liquidation.verdict).to_contain_text("50×")
    liquidation.root.evaluate("""widget => {
      const field = widget.querySelector("[name=leverage]");
      field.value = "60";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return Promise.resolve().then(() => widget.querySelector("[data-do=reset]").click());
    }""")
    expect(liquidation.verdict).to_contain_text("10×")
    expect(liquidation.field("leverage")).to_have_value("10")


def test_what_was_changed_before_the_engine_ran_is_answered_when_it_runs(page: Page, widget: Find) -> None:
    page.goto(LIQUIDATION)
    liquidation = widget(page, "liquidation")
    liquidation.expect_state("static")
    liquidation.field("leverage").fill("25")
    liquidation.expect_stale()
    for _ in range(3):
        liquidation.button("Entry price: more").click()
    liquidation.radio("Short").check()
    liquidation.expect_state("live")
    expect(liquidation.field("entry_price")).to_have_value("103,000")
    expect(liquidation.verdict).to_contain_text("25× short")
    liquidation.expect_stale(stale=False)


def test_two_of_a_kind_live_side_by_side(live: Live, widget: Find) -> None:
    page = live("twins/")
    first, second = widget(page, "liquidation"), widget(page, "second")
    expect(second.verdict).to_contain_text("5× short")
    second.field("leverage").fill("4")
    expect(second.verdict).to_contain_text("4× short")
    expect(page).to_have_url(re.compile(r"\?calc=liquidation&id=second&v=2&side=short&.*&leverage=4&.*#second$"))
    expect(first.verdict).to_contain_text("10× long")
    first.radio("Short").check()
    expect(first.verdict).to_contain_text("10× short")
    expect(second.root.locator("[name=side][value=short]")).to_be_checked()
    expect(page).to_have_url(re.compile(r"\?calc=liquidation&v=2&side=short&.*#liquidation$"))


def test_sentences_follow_and_can_be_changed(live: Live, widget: Find) -> None:
    page = live("twins/")
    first, second = widget(page, "liquidation"), widget(page, "second")
    number = page.get_by_role("spinbutton", name="Leverage")
    expect(number).to_have_text("10×")
    number.focus()
    number.press("ArrowUp")
    expect(number).to_have_text("11×")
    expect(number).to_have_attribute("aria-valuetext", "11×")
    expect(first.field("leverage")).to_have_value("11")
    expect(page.locator("[data-value-of=liquidation_price]")).to_have_text(first.output("liquidation_price").inner_text())
    _drag(number, 0.5, 0.5, right=22)
    expect(number).to_have_text("15×")
    second.field("leverage").fill("10")
    expect(page.locator("[data-follow=second]")).to_have_text("109,453")


def test_sentences_are_greyed_with_their_widget(live: Live, widget: Find) -> None:
    page = live("twins/")
    follows, price = page.locator("[data-follow=liquidation]"), page.locator("[data-follow=second]")
    second = widget(page, "second")
    second.field("leverage").fill("lots")
    expect(second.problem("leverage")).to_be_visible()
    expect(price).to_have_attribute("data-stale", "")
    expect(page.locator("[data-follow=liquidation][data-stale]")).to_have_count(0)
    second.field("leverage").fill("10")
    expect(price).to_have_text("109,453")
    expect(price).not_to_have_attribute("data-stale", "")
    widget(page, "liquidation").field("leverage").fill("lots")
    expect(page.locator(".calc-scrub[data-stale], .calc-live[data-stale]")).to_have_count(follows.count())


def _drag(target: Locator, start: float, end: float, right: float = 0) -> None:
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    mouse, y = target.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] * start, y)
    mouse.down()
    mouse.move(box["x"] + box["width"] * end + right, y, steps=8)
    mouse.up()

"""Links that fit no widget, or say what no calculator can read: nothing is guessed at, and nothing is ignored without a word."""

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

PAGE = "calculators/liquidation/"
BOXES = """(widget) => {
  const boxes = [".calc-fail", ".calc-form", ".calc-result"].map((part) => widget.querySelector(part).getBoundingClientRect());
  return [boxes.map((box) => box.top), boxes.map((box) => box.left)];
}"""


@pytest.mark.parametrize("names", ["calc=liquidation&id=second", "calc=Liquidation", "calc=LIQUIDATION&id=Liquidation"])
def test_a_link_that_names_no_widget_goes_to_the_first_of_its_calculator(names: str, live: Live, widget: Find) -> None:
    page = live(PAGE + f"?{names}&v=1&leverage=20")
    liquidation = widget(page, "liquidation")
    expect(liquidation.field("leverage")).to_have_value("20")
    expect(liquidation.output("liquidation_price")).to_have_text("95,477.39")
    expect(liquidation.failure).to_be_hidden()


@pytest.mark.parametrize("names", ["calc=Liquidation&id=second", "calc=liquidation&id=second"])
def test_a_link_goes_to_the_widget_that_it_names(names: str, live: Live, widget: Find) -> None:
    page = live(f"twins/?{names}&v=1&side=short&leverage=20")
    expect(widget(page, "second").field("leverage")).to_have_value("20")
    expect(widget(page, "second").verdict).to_contain_text("20×")
    widget(page, "liquidation").expect_state("static")


@pytest.mark.parametrize("names", ["calc=margin", "calc=margin&id=liquidation", "calc=nonsense&id=second", "calc="])
def test_a_link_to_a_calculator_that_is_not_here_says_so(names: str, live: Live, widget: Find) -> None:
    page = live(PAGE + f"?{names}&v=1&leverage=20")
    liquidation = widget(page, "liquidation")
    expect(liquidation.failure).to_be_visible()
    expect(liquidation.failure).to_contain_text("This link is for another calculator")
    expect(liquidation.failure).to_contain_text("Not calculated: leverage = 20.")
    expect(liquidation.field("leverage")).to_have_value("10")
    expect(liquidation.output("liquidation_price")).to_have_text("90,452.26")
    liquidation.expect_stale(stale=False)
    liquidation.field("leverage").fill("20")
    expect(liquidation.output("liquidation_price")).to_have_text("95,477.39")
    expect(liquidation.failure).to_be_hidden()


@pytest.mark.parametrize("covered", ["", "&predict=1"])
def test_what_is_said_of_it_stands_above_inputs_and_answer(covered: str, live: Live, widget: Find) -> None:
    shown = widget(live(PAGE + "?calc=margin&v=1&leverage=20" + covered), "liquidation")
    expect(shown.failure).to_be_visible()
    tops, lefts = shown.root.evaluate(BOXES)
    assert tops[0] < tops[1] == tops[2]
    assert lefts[0] == lefts[1] < lefts[2]


def test_a_page_without_a_widget_minds_no_link(live: Live) -> None:
    query = "?calc=liquidation&v=1&leverage=25"
    page = live("ref/disclaimer/" + query)
    expect(page.locator("h1")).to_be_visible()
    expect(page).to_have_url(re.compile(re.escape(query) + "$"))


def test_bad_values_are_reported_at_their_fields(live: Live, widget: Find) -> None:
    liquidation = widget(live(PAGE + "?calc=liquidation&v=1&entry_price=lots&leverage=500"), "liquidation")
    expect(liquidation.problem("leverage")).to_contain_text("500")
    expect(liquidation.problem("entry_price")).to_contain_text("lots")
    expect(liquidation.field("leverage")).to_have_value("500")
    expect(liquidation.field("entry_price")).to_have_value("lots")
    liquidation.expect_stale()
    expect(liquidation.output("liquidation_price")).to_have_text("90,452.26")


def test_what_a_link_lacks_or_has_too_much_of_is_said(live: Live, widget: Find) -> None:
    liquidation = widget(live(PAGE + "?calc=liquidation&v=1&leverage=25&colour=red&utm_source=post"), "liquidation")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    expect(liquidation.root.locator("[data-note=note-default]")).to_contain_text(re.compile(r"sets 1 of \d+ inputs"))
    note = liquidation.root.locator("[data-note=note-unknown-parameter]")
    expect(note).to_contain_text("colour")
    expect(note).not_to_contain_text("utm_source")


def test_a_repeated_parameter_is_a_problem(live: Live, widget: Find) -> None:
    liquidation = widget(live(PAGE + "?calc=liquidation&v=1&leverage=25&leverage=50"), "liquidation")
    expect(liquidation.problem("leverage")).to_contain_text("more than once")


@pytest.mark.parametrize(
    ("values", "name", "shown", "good", "answer"),
    [
        ("maintenance=tiers&tier_table=bogus", "tier_table", "bogus", "binance-btcusdt-2026-07-02", ""),
        ("maintenance=bogus", "maintenance", "bogus", "flat", "95,477.39"),
        ("closing_fee=7", "closing_fee", "7", "0", "95,477.39"),
        ("side=up", "side", "up", "short", ""),
    ],
)
def test_a_bad_choice_stays_bad_until_another_is_made(
    values: str, name: str, shown: str, good: str, answer: str, live: Live, widget: Find
) -> None:
    liquidation = widget(live(PAGE + f"?calc=liquidation&v=1&{values}"), "liquidation")
    choice = liquidation.root.locator(f"select[name={name}]")
    expect(liquidation.problem(name)).to_be_visible()
    expect(choice).to_have_value(shown)
    liquidation.field("leverage").fill("20")
    expect(liquidation.slider("leverage")).to_have_attribute("aria-valuetext", "20×")
    expect(liquidation.problem(name)).to_be_visible()
    expect(choice).to_have_value(shown)
    liquidation.expect_stale()
    expect(liquidation.output("liquidation_price")).to_have_text("90,452.26")
    choice.focus()
    choice.select_option(good)
    expect(liquidation.verdict).to_contain_text("20×")
    expect(liquidation.problem(name)).to_have_count(0)
    liquidation.expect_stale(stale=False)
    expect(liquidation.output("liquidation_price")).to_have_text(answer or re.compile(r"\d"))
    expect(liquidation.root.locator(f":is([name={name}], option)[value='{shown}']")).to_have_count(0)
    expect(liquidation.root.locator(f"[name={name}]:focus")).to_have_count(1)


def test_a_repeated_value_stays_a_problem_until_one_is_written(live: Live, widget: Find) -> None:
    liquidation = widget(live(PAGE + "?calc=liquidation&v=1&leverage=20&leverage=30"), "liquidation")
    expect(liquidation.field("leverage")).to_have_value("20 / 30")
    liquidation.field("entry_price").fill("50000")
    expect(liquidation.slider("entry_price")).to_have_attribute("aria-valuetext", re.compile("50,000"))
    expect(liquidation.problem("leverage")).to_be_visible()
    expect(liquidation.field("leverage")).to_have_value("20 / 30")
    liquidation.expect_stale()
    liquidation.field("leverage").fill("20")
    expect(liquidation.verdict).to_contain_text("20×")
    liquidation.expect_stale(stale=False)


def test_a_link_of_a_version_to_come_is_not_guessed_at(live: Live, widget: Find) -> None:
    liquidation = widget(live(PAGE + "?calc=liquidation&v=99&leverage=25"), "liquidation")
    expect(liquidation.failure).to_be_visible()
    expect(liquidation.failure).to_contain_text("version 99")
    expect(liquidation.failure).to_contain_text("Not calculated: leverage = 25.")
    expect(liquidation.field("leverage")).to_have_value("10")
    liquidation.field("leverage").fill("20")
    expect(liquidation.output("liquidation_price")).to_have_text("95,477.39")
    expect(liquidation.failure).to_be_hidden()


def test_text_in_a_link_stays_text(live: Live, widget: Find) -> None:
    page = live(PAGE + "?calc=liquidation&v=1&leverage=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&%3Cb%3E=1")
    liquidation = widget(page, "liquidation")
    expect(liquidation.problem("leverage")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(liquidation.root.locator("img, b b")).to_have_count(0)

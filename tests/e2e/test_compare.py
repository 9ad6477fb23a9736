"""Two scenarios side by side, as a reader pins one and changes the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Widget
    from tests.serving import Fault

    Live = Callable[[str], Page]
    Find = Callable[[Page, str], Widget]

PAGE = "calculators/liquidation/"
BOTH = "?calc=liquidation&v=2&side=long&leverage=20&pin.side=long&pin.leverage=10"


def pinned(page: Page, widget: Find) -> Widget:
    liquidation = widget(page, "liquidation")
    liquidation.touch("leverage")
    liquidation.button("Pin this as A").click()
    expect(liquidation.button("Unpin A")).to_be_visible()
    return liquidation


def test_pin_change_and_read_the_difference(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = pinned(page, widget)
    box = liquidation.root.locator(".calc-compare")
    expect(box).to_have_text("B is the same as A so far. Change an input, and the difference stands here.")
    expect(liquidation.root.locator(".calc-track .is-a")).to_have_count(0)
    liquidation.field("leverage").fill("20")
    expect(box).to_contain_text("A Leverage 10×: closed out at 90,452.26. B Leverage 20×: closed out at 95,477.39.")
    expect(box).to_contain_text("The end comes sooner")
    expect(liquidation.root.locator('[data-field="leverage"] .calc-track .is-a')).to_have_count(1)
    expect(liquidation.root.locator(".calc-was").first).to_have_text("A 90,452.26")
    expect(liquidation.root.get_by_text("Liquidation, A", exact=True)).to_have_count(1)
    expect(liquidation.say).to_contain_text("From A to B: liquidation price 5,025.13 higher")
    liquidation.button("Unpin A").click()
    expect(box).to_have_count(0)
    expect(liquidation.field("leverage")).to_have_value("20")
    expect(page).not_to_have_url(re.compile("pin"))


def test_an_example_is_compared_with_what_is_pinned(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = pinned(page, widget)
    liquidation.chip("20×").click()
    expect(liquidation.root.locator(".calc-compare")).to_contain_text("B Leverage 20×")
    expect(liquidation.chip("20×")).to_have_attribute("aria-current", "true")
    expect(page).to_have_url(re.compile(r"leverage=20&.*&pin\.leverage=10&"))


def test_both_are_in_the_link_and_come_back_from_it(page: Page, widget: Find) -> None:
    page.goto(PAGE + BOTH)
    liquidation = widget(page, "liquidation")
    liquidation.expect_state("live")
    expect(liquidation.root.locator(".calc-compare")).to_contain_text("A Leverage 10×")
    expect(liquidation.root).to_have_attribute("data-pinned", "")
    expect(liquidation.root.get_by_text("The scenario pinned in this link sets 2 of")).to_be_visible()


def test_back_and_forward_restore_what_was_pinned(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = pinned(page, widget)
    liquidation.field("leverage").fill("20")
    expect(page).to_have_url(re.compile(r"pin\.leverage=10"))
    liquidation.button("Copy link").click()
    expect(liquidation.root.get_by_text("Link copied.").first).to_be_visible()
    assert "pin.leverage=10&" in page.evaluate("navigator.clipboard.readText()")
    liquidation.button("Unpin A").click()
    expect(page).not_to_have_url(re.compile("pin"))
    page.go_back()
    expect(liquidation.root.locator(".calc-compare")).to_contain_text("A Leverage 10×")
    expect(liquidation.button("Unpin A")).to_be_visible()
    page.go_forward()
    expect(liquidation.root.locator(".calc-compare")).to_have_count(0)


def test_reset_unpins(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = pinned(page, widget)
    liquidation.field("leverage").fill("20")
    expect(page).to_have_url(re.compile("pin"))
    liquidation.button("Reset").click()
    expect(liquidation.root.locator(".calc-compare")).to_have_count(0)
    expect(liquidation.button("Pin this as A")).to_be_visible()
    expect(page).to_have_url(re.compile(PAGE + "$"))


def test_bad_input_cannot_be_pinned_and_does_not_lose_a_pin(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("500")
    liquidation.button("Pin this as A").click()
    expect(liquidation.field("leverage")).to_be_focused()
    expect(liquidation.button("Pin this as A")).to_be_visible()
    liquidation.field("leverage").fill("10")
    liquidation.button("Pin this as A").click()
    expect(liquidation.root).to_have_attribute("data-pinned", "")
    liquidation.field("leverage").fill("x")
    expect(liquidation.problem("leverage")).to_be_visible()
    liquidation.field("leverage").fill("20")
    expect(liquidation.root.locator(".calc-compare")).to_contain_text("A Leverage 10×")


def test_a_pin_without_an_answer_is_left_out_with_a_note(page: Page, widget: Find) -> None:
    page.goto(PAGE + BOTH + "00")
    liquidation = widget(page, "liquidation")
    liquidation.expect_state("live")
    expect(liquidation.root.locator('[data-note="note-pin-left-out"]').first).to_contain_text("Leverage must be between 1× and 125×")
    expect(liquidation.button("Pin this as A")).to_be_visible()


def test_two_widgets_pin_for_themselves(live: Live, widget: Find) -> None:
    page = live("twins/")
    liquidation = pinned(page, widget)
    liquidation.field("leverage").fill("20")
    expect(liquidation.root.locator(".calc-compare")).to_contain_text("B Leverage 20×")
    expect(widget(page, "second").root).not_to_have_attribute("data-pinned", "")


def test_without_an_engine_there_is_nothing_to_pin(page: Page, widget: Find, faults: dict[str, Fault]) -> None:
    faults["/assets/engine/instant.js"] = faults["/assets/engine/python.part"] = None
    page.goto(PAGE + BOTH)
    liquidation = widget(page, "liquidation")
    liquidation.expect_state("loading")
    expect(liquidation.button("Pin this as A")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_runs_over_while_two_are_compared(width: int, live: Live, widget: Find) -> None:
    page = live(PAGE)
    page.set_viewport_size({"width": width, "height": 900})
    liquidation = pinned(page, widget)
    liquidation.chip("10 BTC, tiers").click() if width > 400 else liquidation.field("leverage").fill("20")
    expect(liquidation.root.locator(".calc-compare")).to_contain_text("B ")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = liquidation.root.locator(".calc-compare").bounding_box()
    assert box
    assert 0 <= box["x"] <= box["x"] + box["width"] <= width

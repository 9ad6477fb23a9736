"""The price history: fetched when an answer needs it, a sentence when it does not arrive, and a day that is pointed at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Watch, Widget
    from tests.serving import Fault

    Find = Callable[[Page, str], Widget]
    Faults = dict[str, Fault]

PAGE = "calculators/history/"
ETHER = "/assets/engine/prices/ETHUSDT.txt"
GONE: Fault = (404, "text/plain", b"")
PROXY: Fault = (200, "text/html", b"<!doctype html><title>Log in to the network</title>")


def test_prices_are_fetched_when_they_are_wanted_and_once(page: Page, watch: Watch, widget: Find) -> None:
    page.goto(PAGE)
    history = widget(page, "history")
    expect(history.output("share_liquidated")).to_have_text("22.08\u202f%")
    assert watch.asked("prices/") == []
    history.field("leverage").fill("20")
    expect(history.output("share_liquidated")).to_have_text("50.57\u202f%")
    history.field("leverage").fill("3")
    expect(history.output("share_liquidated")).to_have_text("1.31\u202f%")
    expect(history.root).to_have_attribute("data-engine", "pyodide")
    history.field("leverage").fill("20")
    expect(history.output("share_liquidated")).to_have_text("50.57\u202f%")
    assert [url.rpartition("/")[2] for url in watch.asked("prices/")] == ["BTCUSDT.txt"] * 2  # once for each engine


def test_other_calculators_fetch_no_prices(page: Page, watch: Watch, widget: Find) -> None:
    page.goto("calculators/liquidation/")
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    assert watch.asked("prices/") == []


@pytest.mark.usefixtures("provoked")
@pytest.mark.parametrize("fault", [GONE, PROXY])
def test_prices_that_do_not_arrive_are_missed_in_a_sentence_and_asked_for_again(
    fault: Fault, page: Page, watch: Watch, faults: Faults, widget: Find
) -> None:
    watch.expected += ["Failed to load resource"]
    faults[ETHER] = fault
    page.goto(PAGE)
    history = widget(page, "history")
    history.field("leverage").fill("20")
    expect(history.output("share_liquidated")).to_have_text("50.57\u202f%")
    history.radio("ETH").click()
    expect(history.failure).to_contain_text("The price history did not arrive. These numbers are the last good ones")
    expect(history.output("share_liquidated")).to_have_text("50.57\u202f%")
    expect(history.radio("BTC")).to_be_checked()
    history.expect_state("live")
    faults.clear()
    history.button("Try again").click()
    expect(history.verdict).to_contain_text("long in ETH")
    expect(history.failure).to_be_hidden()


def test_a_day_is_pointed_at_and_moved_with_the_keys(page: Page, widget: Find) -> None:
    page.goto(PAGE)
    history = widget(page, "history")
    plot = history.root.locator("svg.is-years")
    arrow = plot.get_by_role("slider")
    expect(arrow).to_have_attribute("aria-valuetext", "7 Mar 2020, liquidated")
    box = plot.bounding_box()
    assert box is not None
    strips = (plot.get_attribute("data-strips") or "").split(";")
    top, foot, _, _ = (float(part) for part in strips[4].split())  # 2021
    plot.click(position={"x": box["width"] * (100.5 / 366), "y": box["height"] * (top + foot) / 2})
    expect(history.field("entry_date")).to_have_value("2021-04-11")
    expect(arrow).to_have_attribute("aria-valuetext", re.compile("^11 Apr 2021, "))
    expect(page).to_have_url(re.compile("entry_date=2021-04-11"))
    arrow.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(history.field("entry_date")).to_have_value("2021-04-13")
    page.keyboard.press("PageDown")
    expect(history.field("entry_date")).to_have_value("2021-04-03")
    expect(arrow).to_be_focused()
    history.field("entry_date").fill("")
    expect(arrow).to_have_attribute("aria-valuetext", "7 Mar 2020, liquidated")
    arrow.press("ArrowRight")
    expect(history.field("entry_date")).to_have_value("2020-03-08")


def test_the_arrow_is_dragged_from_year_to_year(page: Page, widget: Find) -> None:
    page.goto(PAGE)
    history = widget(page, "history")
    plot = history.root.locator("svg.is-years")
    plot.scroll_into_view_if_needed()
    strips = (plot.get_attribute("data-strips") or "").split(";")
    box, handle = plot.bounding_box(), plot.get_by_role("slider").locator("path").bounding_box()
    assert box is not None
    assert handle is not None
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    for strip in (3, 4, 2):
        top, foot, _, _ = (float(part) for part in strips[strip].split())
        page.mouse.move(box["x"] + box["width"] * (200.5 / 366), box["y"] + box["height"] * (top + foot) / 2, steps=3)
    page.mouse.up()
    expect(history.field("entry_date")).to_have_value("2019-07-20")


def test_a_day_that_is_none_is_said_and_kept(page: Page, widget: Find) -> None:
    page.goto(PAGE)
    history = widget(page, "history")
    history.field("entry_date").fill("2021-02-30")
    expect(history.problem("entry_date")).to_contain_text("is not a day we can read")
    expect(history.field("entry_date")).to_have_value("2021-02-30")
    history.expect_stale()

"""Rows on a page: typed into, added, removed, moved; in the link, on paper, and without a mouse."""

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

PAGE = "calculators/cross-account/"
ONE = "?calc=cross_account&v=1&wallet_balance=1000&positions=BTC,long,0.1,100000,,10#cross_account"


@pytest.fixture
def account(live: Live, widget: Find) -> Widget:
    return widget(live(PAGE), "cross_account")


def markets(account: Widget) -> list[str]:
    found: list[str] = account.root.locator(".calc-row select[name$=market]").evaluate_all("all => all.map(({ value }) => value)")
    return found


def test_typing_in_a_row_changes_the_answer_and_only_that_field(account: Widget) -> None:
    size = account.field("positions.0.size")
    size.fill("0.6")
    expect(account.output("positions.0.notional")).to_have_text("60,000.00")
    expect(account.output("positions.1.notional")).to_have_text("20,000.00")
    expect(size).to_be_focused()
    expect(size).to_have_value("0.6")
    expect(account.field("positions.1.size")).to_have_value("5")


def test_a_choice_in_a_row_changes_the_answer(account: Widget) -> None:
    account.field("positions.1.side").select_option("short")
    expect(account.root.get_by_role("rowheader", name="Short ETH")).to_be_visible()
    account.expect_stale(stale=False)


def test_a_number_alone_in_the_account_is_what_isolated_margin_would_be(live: Live, widget: Find) -> None:
    account = widget(live(PAGE + ONE), "cross_account")
    expect(account.output("positions.0.liquidation_price")).to_have_text("90,452.26")


def test_a_row_is_added_with_the_focus_in_it(account: Widget) -> None:
    account.button("Add a position").click()
    expect(account.field("positions.2.market")).to_have_value("SOL")
    expect(account.field("positions.2.market")).to_be_focused()
    expect(account.output("positions.2.notional")).to_have_text("10,000.00")
    account.button("Add a position").click()
    expect(account.root.locator(".calc-row")).to_have_count(4)


def test_no_more_rows_than_there_may_be(account: Widget) -> None:
    add = account.button("Add a position")
    for count in range(3, 9):
        add.click()
        expect(account.root.locator(".calc-row")).to_have_count(count)
    expect(add).to_be_disabled()


def test_a_row_is_removed_and_the_last_one_stays(account: Widget) -> None:
    account.button("Remove position 1").click()
    expect(account.root.locator(".calc-row")).to_have_count(1)
    assert ["ETH"] == markets(account)
    expect(account.button("Remove position 1")).to_be_disabled()
    expect(account.output("positions.0.notional")).to_have_text("20,000.00")
    expect(account.output("positions.1.notional")).to_have_count(0)
    expect(account.button("Add a position")).to_be_focused()


def test_rows_change_places_and_the_focus_goes_along(account: Widget) -> None:
    account.button("Add a position").click()
    expect(account.field("positions.2.market")).to_be_focused()
    account.button("Move position 3 up").click()
    expect(account.button("Move position 2 up")).to_be_focused()
    assert ["BTC", "SOL", "ETH"] == markets(account)
    account.button("Move position 2 up").press("Enter")
    expect(account.field("positions.0.market")).to_have_value("SOL")
    assert ["SOL", "BTC", "ETH"] == markets(account)
    expect(account.button("Move position 1 down")).to_be_focused()
    expect(account.button("Move position 1 up")).to_be_disabled()


def test_a_problem_stands_at_its_own_field_and_what_was_typed_survives_other_changes(account: Widget) -> None:
    size = account.field("positions.1.size")
    size.fill("lots")
    expect(account.problem("positions.1.size")).to_contain_text("“lots” is not a number")
    expect(size).to_have_attribute("aria-invalid", "true")
    expect(account.field("positions.0.size")).not_to_have_attribute("aria-invalid", "true")
    account.expect_stale()
    account.button("Move position 2 up").click()
    expect(account.field("positions.0.size")).to_have_value("lots")
    expect(account.problem("positions.0.size")).to_be_visible()
    account.button("Remove position 1").click()
    expect(account.root.locator("[data-problem]")).to_have_count(0)
    account.expect_stale(stale=False)


def test_one_market_with_two_entries_asks_for_its_mark_price(account: Widget) -> None:
    account.field("positions.1.market").select_option("BTC")
    expect(account.problem("positions.1.mark_price")).to_contain_text("Enter the mark price of BTC")
    account.field("positions.1.mark_price").fill("100000")
    expect(account.root.locator("[data-problem]")).to_have_count(0)


@pytest.mark.parametrize(("key", "expected"), [("ArrowUp", "0.31"), ("ArrowDown", "0.29"), ("PageUp", "0.4")])
def test_keys_step_a_field_of_a_row(key: str, expected: str, account: Widget) -> None:
    size = account.field("positions.0.size")
    size.press(key)
    expect(size).to_have_value(expected)
    expect(size).to_be_focused()


def test_the_link_carries_the_rows_and_brings_them_back(live: Live, widget: Find) -> None:
    page = live(PAGE)
    account = widget(page, "cross_account")
    account.field("positions.0.size").fill("0.25")
    account.button("Remove position 2").click()
    expect(page).to_have_url(re.compile(r"&positions=BTC,long,0\.25,100000,,10&"))
    address = page.url
    account.button("Reset").click()
    expect(account.root.locator(".calc-row")).to_have_count(2)
    again = widget(live(address.removeprefix(page.url.partition(PAGE)[0])), "cross_account")
    expect(again.root.locator(".calc-row")).to_have_count(1)
    expect(again.field("positions.0.size")).to_have_value("0.25")


def test_back_brings_removed_rows_back(live: Live, widget: Find) -> None:
    page = live(PAGE)
    account = widget(page, "cross_account")
    account.chip("One 10× position").click()
    expect(account.root.locator(".calc-row")).to_have_count(1)
    account.chip("A long and a short").click()
    expect(account.root.locator(".calc-row")).to_have_count(2)
    page.go_back()
    expect(account.root.locator(".calc-row")).to_have_count(1)
    expect(account.field("wallet_balance")).to_have_value("1,000")


def test_a_bad_row_of_a_link_is_shown_and_blamed(live: Live, widget: Find) -> None:
    account = widget(
        live(PAGE + "?calc=cross_account&v=1&positions=BTC,long,<b>,100000;ETH,sideways,5,4000#cross_account"), "cross_account"
    )
    expect(account.problem("positions.0.size")).to_contain_text("“<b>” is not a number")
    expect(account.problem("positions.1.side")).to_contain_text("sideways")
    expect(account.field("positions.0.size")).to_have_value("<b>")
    account.expect_stale()


def test_the_ring_is_dragged_until_nothing_is_left(account: Widget) -> None:
    page = account.root.page
    ring = account.root.locator(".is-curves [data-drag=shock] .handle")
    ring.scroll_into_view_if_needed()
    box, plot = ring.bounding_box(), account.root.locator(".is-curves").bounding_box()
    assert box
    assert plot
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(plot["x"] + 6, y, steps=4)
    expect(account.verdict).to_contain_text("would not leave it open")
    page.mouse.up()
    expect(account.output("balance_after")).to_have_attribute("data-value", "")
    expect(account.field("shock")).not_to_have_value("−10")


def test_a_journey_on_the_keyboard_through_rows(account: Widget) -> None:
    page = account.root.page
    account.field("wallet_balance").focus()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || document.activeElement.ariaLabel || document.activeElement.textContent")
        seen.append(name)
        if name == "Add a position":
            break
    assert ["positions.0.market", "positions.0.side", "positions.0.size", "positions.0.entry_price", "positions.0.mark_price"] == [
        name for name in seen if name.startswith("positions.0")
    ][:5]
    assert "Remove position 2" in seen
    page.keyboard.press("Enter")
    expect(account.field("positions.2.market")).to_be_focused()


def test_paper_shows_every_row(account: Widget) -> None:
    page = account.root.page
    account.button("Add a position").click()
    expect(account.output("positions.2.notional")).to_be_visible()
    page.emulate_media(media="print")
    expect(account.field("positions.2.size")).to_be_visible()
    expect(account.button("Add a position")).to_be_hidden()
    expect(account.root.locator("[data-rows=remove]").first).to_be_hidden()
    expect(account.root.get_by_role("rowheader", name="Long SOL")).to_be_visible()

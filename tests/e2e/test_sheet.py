"""The risk plan on paper: one A4 page that holds the sheet alone, with what the reader wrote, which no link carries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.e2e.conftest import Widget
    from tests.serving import Site

    Live = Callable[[str], Page]
    Find = Callable[[Page, str], Widget]

PAGE = "calculators/risk-plan/"
LONG = "One\nTwo\nThree\nFour\n" + "W" * 181
SEEN = """() => [...document.querySelectorAll("body *")]
  .filter((element) => element.checkVisibility({ opacityProperty: true }) && element.innerText?.trim())
  .filter((element) => !element.closest(".calc-paper, .calc-print") && !element.querySelector(".calc-paper, .calc-print"))
  .map((element) => element.innerText.slice(0, 60))"""


@pytest.fixture
def still(browser: Browser, site: Site) -> Iterator[Page]:
    with browser.new_context(base_url=site.url, java_script_enabled=False) as context:
        yield context.new_page()


def pages(page: Page) -> int:
    """How many sheets of paper the page takes; it stays in print."""
    page.emulate_media(media="print")
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


@pytest.mark.parametrize("query", ["", "?calc=risk_plan&v=1&sheet=blank", "?calc=risk_plan&v=1&leverage=50&risk_per_trade=0.2"])
def test_the_page_prints_as_one_sheet_of_paper(query: str, live: Live, widget: Find) -> None:
    page = live(PAGE + query)
    shown = widget(page, "risk_plan")
    if query:
        expect(shown.root).to_have_attribute("data-engine", "pyodide")
    assert 1 == pages(page)
    expect(shown.root.locator(".calc-paper-title")).to_be_visible()
    assert [] == page.evaluate(SEEN)


def test_the_longest_words_still_fit_on_it(live: Live, widget: Find) -> None:
    page = live(PAGE)
    shown = widget(page, "risk_plan")
    shown.root.get_by_text("More inputs").click()
    for name in ("reasons", "while_open", "afterwards"):
        shown.field(name).fill(LONG)
    shown.field("pair").fill("1000000WWWWWW/USDT.P")
    expect(shown.root.locator(".calc-paper-title")).to_contain_text("1000000WWWWWW/USDT.P")
    expect(shown.root.locator(".calc-paper-words dd").last).to_contain_text("W" * 181)
    page.evaluate("void (window.print = () => dispatchEvent(new Event('beforeprint')))")
    shown.button("Print").click()
    assert 1 == pages(page)
    expect(shown.root.locator("[data-address]")).to_have_text(re.compile(r"^Printed \d+ \w+ \d{4} from http.*calc=risk_plan"))
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_words_stay_through_other_changes_and_out_of_every_link(live: Live, widget: Find) -> None:
    page = live(PAGE)
    shown = widget(page, "risk_plan")
    shown.root.get_by_text("More inputs").click()
    shown.field("reasons").press_sequentially("Because\nof <b>this</b>.")
    expect(shown.root.locator(".calc-paper-words dd").first).to_have_text("Becauseof <b>this</b>.")
    shown.field("leverage").fill("5")
    expect(shown.root.locator(".calc-paper")).to_contain_text("my cap is 5×")
    shown.chip("A short").click()
    expect(shown.verdict).to_contain_text("this short")
    expect(shown.field("reasons")).to_have_value("Because\nof <b>this</b>.")
    shown.button("Copy link").click()
    expect(page).to_have_url(re.compile("side=short"))
    assert "Because" not in page.url
    assert "reasons" not in page.url


def test_a_box_is_ticked_on_the_sheet(live: Live, widget: Find) -> None:
    page = live(PAGE)
    shown = widget(page, "risk_plan")
    shown.root.get_by_text("More inputs").click()
    ticks = shown.root.locator(".calc-paper-ticks .calc-tick path")
    expect(ticks).to_have_count(0)
    shown.field("stop_ready").check()
    expect(ticks).to_have_count(1)


def test_the_sheet_is_printed_without_any_script(still: Page) -> None:
    still.goto(PAGE)
    assert 1 == pages(still)
    expect(still.locator(".calc-paper-lead")).to_contain_text("$9,043.82")
    expect(still.locator(".calc-verdict")).to_be_hidden()
    expect(still.get_by_role("heading", name="Reference", exact=True)).to_be_hidden()

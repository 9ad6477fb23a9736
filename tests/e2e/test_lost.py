"""An address without a page: what it may have meant comes first, and every page is named without a script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_guide import GUIDE, pages

if TYPE_CHECKING:
    from tests.serving import Fault, Site


def lose(site: Site, faults: dict[str, Fault], path: str) -> None:
    """The server answers as a host does, with the page for what it does not have; the status 404 would be an error in the console."""
    faults["/" + path] = (200, "text/html", (site.root / "404.html").read_bytes())


def test_every_page_is_named_without_a_script(browser: Browser, site: Site, faults: dict[str, Fault]) -> None:
    lose(site, faults, "no/such/page/")
    with browser.new_context(base_url=site.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("no/such/page/")
        expect(page.get_by_role("heading", level=1)).to_have_text("This line ends here")
        expect(page.locator(".calc-near")).to_be_hidden()
        links = page.get_by_role("navigation", name="Every page").get_by_role("link")
        named = links.evaluate_all("all => all.map((one) => one.pathname.slice(1).replace(/index\\.html$/, ''))")
        assert len(GUIDE) == len(set(GUIDE) & set(named))
        assert set(named) == set(pages(site))


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("lern/margin-mods/", "2 Isolated and cross margin"),
        ("liquidation.html", "4 Liquidation|Liquidation"),
        ("learn/Losing-Streaks", "7 Ten losses in a row"),
        ("calculator/liqidation/", "Liquidation"),
        ("glossary/", "Words you will meet"),
        ("position_size", "Position size"),
        ("costs/fund", "9 Funding"),
        ("simulator/", "Paper trading"),
    ],
)
def test_the_closest_pages_come_first(asked: str, first: str, page: Page, site: Site, faults: dict[str, Fault]) -> None:
    lose(site, faults, asked)
    page.goto(asked)
    near = page.locator(".calc-near")
    expect(near.get_by_role("heading")).to_have_text("Closest to that address")
    expect(near.locator("li a").first).to_have_text(re.compile(f"({first})$"))
    expect(near.get_by_role("link", name=re.compile("^Search for"))).to_have_attribute("href", re.compile(r"\?q=\w"))


def test_a_scenario_goes_along(page: Page, site: Site, faults: dict[str, Fault]) -> None:
    query = "?calc=liquidation&v=2&leverage=25"
    lose(site, faults, "calculators/liquidaton/" + query)
    page.goto("calculators/liquidaton/" + query + "#liquidation")
    expect(page.locator(".calc-near li a").first).to_have_attribute("href", f"{site.url}calculators/liquidation/{query}#liquidation")


def test_an_address_like_no_other_can_be_searched_for(page: Page, site: Site, faults: dict[str, Fault]) -> None:
    lose(site, faults, "xyzzy/")
    page.goto("xyzzy/")
    expect(page.locator(".calc-near").get_by_role("heading")).to_have_text("Look for it")
    page.get_by_role("link", name="Search for “xyzzy”").click()
    expect(page.get_by_role("textbox", name="Search")).to_have_value("xyzzy")

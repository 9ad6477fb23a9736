"""The page of a preset: shown with its answer before it is opened, and live like every page with a calculator."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

import calc
from calc.view import page as printed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.e2e.conftest import Watch, Widget
    from tests.serving import Site

    Find = Callable[[Page, str], Widget]

PAGE = "calculators/liquidation/10x-short/"
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ANSWER = "closed out at 109,452.74"
VERDICT = "A 10× short opened at 100,000 is closed out at 109,452.74. A rise of 9.45\u202f%, and all of your $1,000 is gone."


def head(site: Site, path: str) -> dict[str, str]:
    """What a page says to those who do not open it."""
    html = (site.root / path / "index.html").read_text(encoding="utf-8").partition("</head>")[0]
    found = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html))
    found["title"] = re.findall(r"<title>(.*?)</title>", html)[0]
    found["canonical"] = re.findall(r'<link rel="canonical" href="([^"]+)"', html)[0]
    found["data"] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)[0]
    return {name: unescape(text) for name, text in found.items()}


def test_a_link_is_shown_with_the_answer(site: Site) -> None:
    said = head(site, PAGE)
    assert said["title"] == f"10× short: {ANSWER} - The Leverage Guide"
    assert said["og:title"] == f"10× short: {ANSWER}"
    assert said["description"] == said["og:description"] == VERDICT
    assert said["twitter:card"] == "summary_large_image"


def test_whoever_follows_the_card_comes_back_and_whoever_searches_finds_the_calculator(site: Site) -> None:
    said = head(site, PAGE)
    assert said["canonical"] == site.url + "calculators/liquidation/"
    assert said["og:url"] == json.loads(said["data"])["url"] == site.url + PAGE
    assert head(site, "calculators/liquidation/")["canonical"] == head(site, "calculators/liquidation/")["og:url"] == said["canonical"]


def test_every_card_is_its_own(site: Site) -> None:
    mine = [path for path in site.all_pages if path not in site.pages]
    assert len(mine) == sum(len(calc.load(name).presets) for name in calc.NAMES)
    cards = [head(site, path)["og:image"] for path in mine]
    assert len(set(cards)) == len(cards)


def test_the_search_knows_none(site: Site) -> None:
    assert "10x-short" not in (site.root / "search" / "search_index.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", calc.NAMES)
def test_a_page_holds_the_bytes_that_the_engine_returns(name: str, site: Site) -> None:
    c = calc.load(name)
    for preset in c.presets:
        html = (site.root / "calculators" / name.replace("_", "-") / preset.slug / "index.html").read_text(encoding="utf-8")
        texts = {key: c.input(key).form_text(c.input(key).read(text, link=True)) for key, text in preset.texts}
        assert printed.widget(name, texts) in html


def test_the_calculator_lists_them(page: Page, widget: Find) -> None:
    page.goto("calculators/liquidation/")
    page.locator(".calc-pages").get_by_role("link", name="10× short", exact=True).click()
    expect(page).to_have_url(re.compile(PAGE + "$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"10× short: {ANSWER}")
    expect(widget(page, "liquidation").verdict).to_have_text(VERDICT)


def test_it_is_live(page: Page, widget: Find) -> None:
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    expect(liquidation.output("liquidation_price")).to_have_text("103,482.59")
    liquidation.chip("10× long").click()
    expect(liquidation.output("liquidation_price")).to_have_text("90,452.26")
    expect(page).to_have_url(re.compile(re.escape(PAGE) + r"\?calc=liquidation&"))


def test_another_scenario_is_shared_from_the_page_of_the_calculator(page: Page, site: Site, widget: Find) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    expect(liquidation.output("liquidation_price")).to_have_text("103,482.59")
    liquidation.button("Copy link").click()
    expect(liquidation.root.locator("[data-copied]")).to_contain_text("Link copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(site.url + "calculators/liquidation/?calc=liquidation&v=2&side=short&")
    page.goto(copied)
    expect(liquidation.output("liquidation_price")).to_have_text("103,482.59")


@pytest.fixture
def still(browser: Browser, site: Site) -> Iterator[Page]:
    with browser.new_context(base_url=site.url, java_script_enabled=False) as context:
        yield context.new_page()


def test_without_scripts_it_has_its_answer(still: Page, widget: Find) -> None:
    still.goto(PAGE)
    expect(widget(still, "liquidation").verdict).to_have_text(VERDICT)
    expect(widget(still, "liquidation").output("liquidation_price")).to_have_text("109,452.74")
    still.get_by_role("link", name="Liquidation price", exact=True).click()
    expect(still.get_by_role("heading", level=1)).to_have_text("Liquidation price")


@pytest.mark.parametrize("path", [PAGE, "calculators/adding/sold-more-than-held/", "calculators/history/march-2020/"])
def test_axe_finds_nothing(path: str, page: Page) -> None:
    page.goto(path)
    page.evaluate(AXE.read_text(encoding="utf-8") + ";undefined")
    found: list[Any] = page.evaluate("axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))")
    assert found == []


@pytest.mark.parametrize("width", [320, 360, 768])
def test_it_fits_a_narrow_screen(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    for path in (PAGE, "calculators/adding/short-5-against/", "calculators/funding/week-at-0-01/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nobody_asks_another_origin(page: Page, watch: Watch) -> None:
    page.goto(PAGE)
    page.wait_for_load_state("networkidle")
    assert watch.requests  # the fixture judges them

"""From page to page without a full load; search, colours, and what is asked of the network."""

from __future__ import annotations

import re
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Watch, Widget
    from tests.serving import Fault, Site

    Live = Callable[[str], Page]
    Find = Callable[[Page, str], Widget]

PAGE = "calculators/liquidation/"


def test_one_engine_serves_the_whole_visit(live: Live, widget: Find, visit: tuple[Page, Watch]) -> None:
    page = live(PAGE)
    page.evaluate("window.loadedOnce = true")
    widget(page, "liquidation").field("leverage").fill("25")
    expect(page).to_have_url(re.compile("leverage=25"))
    page.get_by_role("link", name="Margin", exact=True).first.click()
    margin = widget(page, "margin")
    margin.field("leverage").fill("20")
    expect(page).to_have_url(re.compile("leverage=20"))
    page.go_back()
    expect(margin.root).to_have_count(0)
    liquidation = widget(page, "liquidation")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    expect(liquidation.field("leverage")).to_have_value("25")
    page.go_forward()
    expect(margin.field("leverage")).to_have_value("20")
    assert page.evaluate("window.loadedOnce")
    assert visit[1].asked("/assets/engine/") == []
    assert len([worker for worker in page.workers if "/calc/" in worker.url]) == 1


def test_an_address_left_in_a_hurry_is_written_first(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    expect(liquidation.verdict).to_contain_text("25×")
    page.get_by_role("link", name="Margin", exact=True).first.click()
    expect(widget(page, "margin").root).to_be_attached()
    expect(page).to_have_url(re.compile("calculators/margin/$"))
    page.go_back()
    expect(liquidation.field("leverage")).to_have_value("25")


def test_only_the_instant_engine_comes_without_a_touch(page: Page, watch: Watch, widget: Find) -> None:
    page.goto("ref/disclaimer/")
    page.wait_for_load_state("networkidle")
    assert watch.asked("/assets/engine/|calc/worker") == []
    page.goto(PAGE)
    page.mouse.move(640, 450)
    page.wait_for_load_state("networkidle")
    widget(page, "liquidation").expect_state("static")
    instant = {"instant.js", "work.js", "arrivals.js", "micropython.js", "micropython.wasm", "shared.part", "liquidation.part"}
    assert {url.rsplit("/", 1)[1] for url in watch.asked("/assets/engine/")} == instant
    widget(page, "liquidation").field("leverage").fill("25")
    expect(widget(page, "liquidation").root).to_have_attribute("data-engine", "pyodide")
    pyodide = {"start.js", "memory.js", "arrivals.js", "pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python.part"}
    assert {url.rsplit("/", 1)[1] for url in watch.asked("/assets/engine/")} == instant | pyodide


def test_all_that_a_link_needs_is_fetched_at_once(page: Page, watch: Watch, widget: Find, faults: dict[str, Fault]) -> None:
    """While the page itself waits for its style, its scripts and the engine are on their way."""
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    style = faults["/assets/calc/tokens.css"] = threading.Event()
    with ExitStack() as stack:
        for name in ("tokens.css", "main.js", "calculator.js", "worker.js", "micropython.wasm", "shared.part", "liquidation.part"):
            stack.enter_context(page.expect_request(f"**/{name}"))
        page.goto(PAGE + "?calc=liquidation&v=1&leverage=25", wait_until="commit")
    style.set()
    widget(page, "liquidation").expect_state("live")
    scripts = {"early.js", "worker.js", "main.js", "calculator.js", "offline.js", "drawer.js"}
    assert {url.rsplit("/", 1)[1] for url in watch.asked(r"/assets/calc/\w+\.js")} == scripts
    assert len(watch.asked("worker.js")) == 1


def test_a_widget_far_down_a_page_asks_for_nothing(page: Page, watch: Watch) -> None:
    page.set_viewport_size({"width": 360, "height": 400})
    page.goto("risk/survival/")
    page.wait_for_load_state("networkidle")
    assert page.locator("calc-widget").first.evaluate("widget => widget.getBoundingClientRect().top > 1.5 * innerHeight")
    assert watch.asked("/assets/engine/") == []


def test_a_page_without_a_widget_loads_three_small_scripts(page: Page, watch: Watch, widget: Find) -> None:
    page.goto("ref/disclaimer/")
    page.wait_for_load_state("networkidle")
    assert {url.rsplit("/", 1)[1] for url in watch.asked(r"/assets/calc/.*\.js")} == {"drawer.js", "main.js", "offline.js"}
    page.get_by_role("link", name="3 Initial and maintenance margin", exact=True).first.click()
    widget(page, "margin").field("leverage").fill("20")
    widget(page, "margin").expect_state("live")
    expect(widget(page, "margin").verdict).to_contain_text("20×")
    assert len(watch.asked(r"/assets/calc/main\.js")) == 1


def test_every_page_begins_with_its_encoding_and_its_policy(site: Site) -> None:
    for path in site.all_pages:
        page = (site.root / path / "index.html").read_bytes()
        head = re.split(rb"<(?:script|link|style)", page, maxsplit=1)[0]
        assert 0 <= head.find(b'<meta charset="utf-8">') < 1_000, path  # browsers look for it in the first 1,024 bytes
        assert b"Content-Security-Policy" in head, path


def test_no_page_asks_another_origin(page: Page, site: Site, watch: Watch) -> None:
    kinds = {path.partition("/")[0]: path for path in site.pages}  # a click visits the others, where axe looks at them
    for path in kinds.values():
        page.goto(path)  # until everything that it asks for has arrived
    assert len(watch.requests) > 5 * len(kinds)  # the fixture judges them


def test_search_finds_the_guide_and_not_the_widgets(page: Page, site: Site, watch: Watch) -> None:
    page.goto("")  # a page of its own: after a click the theme may still close the search that was just opened
    page.wait_for_load_state("networkidle")
    assert watch.asked("search_index") == []  # for those who search
    search = page.get_by_role("textbox", name="Search")
    search.click()
    search.press_sequentially("liquidation")
    page.locator(".md-search-result__link", has_text="Liquidation").first.click()
    expect(page).to_have_url(re.compile(r"\?h=liquidation"))
    expect(page.locator("article mark").first).to_contain_text("liquidation", ignore_case=True)
    index = (site.root / "search" / "search_index.json").read_text()
    assert "These are not the numbers" not in index
    assert "closed out at 90,452.26" not in index


def test_dark_colours_reach_the_widget_and_stay(live: Live, widget: Find) -> None:
    page = live(PAGE)
    ground = "getComputedStyle(document.querySelector('.calc-sheet')).backgroundColor"
    light = page.evaluate(ground)
    page.locator(".md-header__option label:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    dark = page.evaluate(ground)
    assert dark != light
    live(PAGE)
    assert page.evaluate(ground) == dark
    widget(page, "liquidation").field("leverage").fill("20")
    expect(widget(page, "liquidation").verdict).to_contain_text("20×")
    page.locator(".md-header__option label:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")

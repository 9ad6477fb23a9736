"""A calculator in a frame on a page of another origin, open or closed (`sandbox="allow-scripts"`)."""

from __future__ import annotations

import http.server
import json
import re
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

import calc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.serving import Site

    Host = Callable[..., tuple[Page, FrameLocator]]

HTML = """<!doctype html><html lang="en"><title>A host</title><h1>A host</h1>
<iframe {box} src="{url}" title="A calculator" width="100%" height="300"></iframe>
<script>
  const frame = document.querySelector("iframe");
  addEventListener("message", ({{ data: {{ type, height, calculator }} }}) => {{
    if (type !== "calc:height") return;
    frame.height = height;
    frame.dataset.calculator = calculator;
  }});
</script>
"""
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LINK = "?calc=liquidation&v=1&leverage=25"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


@pytest.fixture
def host(browser: Browser, site: Site, tmp_path: Path) -> Iterator[Host]:
    """Opens a page of another origin that shows the calculator in a frame; nothing else may be asked for, and no error said."""
    (tmp_path / "favicon.ico").touch()
    server = http.server.ThreadingHTTPServer(("127.0.0.2", 0), partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    with server, browser.new_context(viewport={"width": 900, "height": 900}) as context:
        thread.start()
        page = context.new_page()
        errors: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(error.message))
        page.on("request", lambda request: asked.append(request.url))
        home = f"http://127.0.0.2:{server.server_port}/"

        def open_frame(box: str = "", query: str = LINK) -> tuple[Page, FrameLocator]:
            (tmp_path / "index.html").write_text(HTML.format(box=box, url=f"{site.url}embed/liquidation/{query}"))
            page.goto(home)
            return page, page.frame_locator("iframe")

        yield open_frame
        server.shutdown()
        thread.join()
    assert [error for error in errors if "Clipboard API has been blocked" not in error and "Download is disallowed" not in error] == []
    assert [url for url in asked if not url.startswith((home, site.url, "blob:", "data:"))] == []


@pytest.mark.parametrize("box", ["", 'sandbox="allow-scripts"'])
def test_it_answers_and_tells_its_height(box: str, host: Host) -> None:
    page, frame = host(box)
    price = frame.locator('output[name="liquidation_price"]')
    expect(price).to_have_text("96,482.41")
    expect(frame.locator("calc-widget")).to_have_attribute("data-engine", "pyodide")
    frame.locator('[name="leverage"]').fill("20")
    expect(price).to_have_text("95,477.39")
    expect(frame.get_by_role("link", name="Open in The Leverage Guide")).to_have_attribute("href", re.compile("leverage=20&"))
    expect(page.locator("iframe")).to_have_attribute("data-calculator", "liquidation")
    inside, outside = frame.locator("body").evaluate("body => [body.getBoundingClientRect().height, innerHeight]")
    assert 0 <= outside - inside < 1  # no bar to scroll, and no gap


def test_it_wears_the_colours_that_the_host_asks_for(host: Host) -> None:
    page, frame = host(query=LINK + "&scheme=dark")
    body = frame.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    expect(frame.locator("[data-note]").first).to_be_visible()
    expect(frame.locator("[data-note]").filter(has_text="scheme")).to_have_count(0)  # it is no unknown parameter
    tell = "scheme => document.querySelector('iframe').contentWindow.postMessage({ type: 'calc:scheme', scheme }, '*')"
    page.evaluate(tell, "light")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.evaluate(tell, "auto")
    page.emulate_media(color_scheme="dark")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


@pytest.mark.parametrize("box", ["", 'sandbox="allow-scripts"'])
@pytest.mark.parametrize("allow", ["", 'allow="clipboard-write"'])
def test_a_link_that_is_copied_leads_to_the_whole_page(box: str, allow: str, host: Host, site: Site) -> None:
    page, frame = host(f"{box} {allow}")
    expect(frame.locator('output[name="liquidation_price"]')).to_have_text("96,482.41")
    frame.get_by_role("button", name="Copy link").click()
    shown = frame.locator("input.calc-link")
    whole = re.compile(f"^{site.url}calculators/liquidation/\\?calc=liquidation&v=2&side=long&.*leverage=25&")
    if allow:
        expect(frame.get_by_text("Link copied.", exact=True).first).to_be_visible()
        page.context.grant_permissions(["clipboard-read"])
        assert whole.match(page.evaluate("navigator.clipboard.readText()"))
    else:
        expect(shown).to_have_value(whole)
        assert shown.evaluate("field => field.selectionEnd - field.selectionStart === field.value.length")


@pytest.mark.parametrize("box", ["", 'sandbox="allow-scripts"'])
def test_what_is_taken_along_names_the_whole_page(box: str, host: Host, site: Site) -> None:
    _, frame = host(box)
    expect(frame.locator('output[name="liquidation_price"]')).to_have_text("96,482.41")
    frame.get_by_text("Take it with you").click()
    expect(frame.locator(".calc-take img")).to_be_visible()
    whole = re.compile(f"{site.url}calculators/liquidation/\\?calc=liquidation&v=2&side=long&.*leverage=25&")
    expect(frame.locator(".calc-take-cite")).to_have_text(whole)
    frame.get_by_role("button", name="Copy citation").click()
    expect(frame.get_by_role("textbox", name="Citation")).to_have_value(whole)


@pytest.mark.usefixtures("provoked")
def test_a_frame_that_may_not_hand_over_files_says_so(host: Host) -> None:
    _, frame = host('sandbox="allow-scripts"')
    expect(frame.locator('output[name="liquidation_price"]')).to_have_text("96,482.41")
    frame.get_by_text("Take it with you").click()
    frame.get_by_role("button", name="Download CSV").click()
    words = "If no file arrives, this frame may not hand over files. Copying works here, and the whole page hands over all of them."
    expect(frame.get_by_text(words).first).to_be_visible()
    expect(frame.locator(".calc-say")).to_have_text(words)


def test_it_fits_into_a_narrow_frame(host: Host) -> None:
    page, frame = host()
    page.set_viewport_size({"width": 360, "height": 760})
    expect(frame.locator("calc-widget")).to_have_attribute("data-state", "live")
    left, right, room = frame.locator(".calc-sheet").evaluate(
        "sheet => [sheet.getBoundingClientRect().left, sheet.getBoundingClientRect().right, innerWidth]"
    )
    assert 0 <= left < right <= room
    assert frame.locator("html").evaluate("page => page.scrollWidth <= innerWidth")


def test_without_scripts_it_shows_its_example_and_the_way_to_the_page(browser: Browser, site: Site) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site.url}embed/liquidation/")
        expect(page.locator('output[name="liquidation_price"]')).to_have_text("90,452.26")
        link = page.get_by_role("link", name="Open in The Leverage Guide")
        assert link.evaluate("link => link.href") == f"{site.url}calculators/liquidation/"


def test_every_calculator_has_one_and_oembed_tells_where(site: Site, browser: Browser, *, prove: bool) -> None:
    for number, name in enumerate(calc.NAMES):
        slug = name.replace("_", "-")
        told = json.loads((site.root / "embed" / slug / "oembed.json").read_text())
        assert (told["version"], told["type"], told["provider_url"]) == ("1.0", "rich", site.url)
        page = (site.root / "calculators" / slug / "index.html").read_text()
        assert f'<link rel="alternate nofollow" type="application/json+oembed" href="{site.url}embed/{slug}/oembed.json"' in page
        if number % 3 and not prove:
            continue
        with browser.new_context() as context:
            frame = context.new_page()
            frame.set_content(told["html"])
            expect(frame.frame_locator("iframe").locator(f"calc-widget#{name} .calc-verdict")).not_to_be_empty()


def test_axe_finds_nothing(host: Host) -> None:
    page, frame = host()
    expect(frame.locator("calc-widget")).to_have_attribute("data-state", "live")
    inside = page.frames[1]
    inside.evaluate(AXE.read_text(encoding="utf-8") + ";undefined")
    assert inside.evaluate("async () => (await axe.run()).violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])") == []

"""After one visit the site opens without a connection, and never as a mixture of two versions."""

from __future__ import annotations

import http.server
import shutil
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from hooks import keeper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.e2e.conftest import Widget
    from tests.serving import Site

    Find = Callable[[Page, str], Widget]

PAGE = "calculators/liquidation/"
KEEP = """async () => {
  const { keep } = await import(document.querySelector("script[src*='calc/main.js']").src.replace("main.js", "offline.js"));
  await keep();
  await navigator.serviceWorker.ready;
}"""
UNTIL = """async (found) => {
  const end = performance.now() + 20_000;
  while (!(await found()) && performance.now() < end) await new Promise(requestAnimationFrame);
  return Boolean(await found());
}"""
UPDATED = f"""async () => {{
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update().catch(() => {{}});
  return ({UNTIL})(() => !registration.installing && registration.STATE);
}}"""
WAITING = UPDATED.replace("STATE", "waiting")
REFUSED = UPDATED.replace("STATE", "active && !registration.waiting")
KEPT = f"""() => ({UNTIL})(async () => {{
  const [name] = await caches.keys();
  return (await (await caches.open(name)).keys()).some(({{ url }}) => url.endsWith("/pyodide.asm.wasm"));
}})"""


CACHED = """async () => {
  const name = (await caches.keys()).find((name) => name.startsWith("guide "));
  return (await (await caches.open(name)).keys()).map(({ url }) => url);
}"""

SIZE = """async (name) => {
  const cache = await caches.open((await caches.keys()).find((name) => name.startsWith("guide ")));
  const [request] = (await cache.keys()).filter(({ url }) => url.endsWith(name));
  return (await (await cache.match(request)).arrayBuffer()).byteLength;
}"""
DAMAGED = """async (name) => {
  const cache = await caches.open((await caches.keys()).find((name) => name.startsWith("guide ")));
  const [request] = (await cache.keys()).filter(({ url }) => url.endsWith(name));
  const kept = await cache.match(request);
  const bytes = await kept.arrayBuffer();
  await cache.put(request, new Response(bytes.slice(0, bytes.byteLength / 2), { headers: kept.headers }));
  return { whole: bytes.byteLength, damaged: Math.floor(bytes.byteLength / 2) };
}"""


class Host:
    """Serves one of several versions of the site, or nothing."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.up = True
        self.url = ""

    def deploy(self, site: Path, version: str, spoilt: str = "") -> None:
        """A copy of the site that says its version in every page and in a script; one file may not be the one that is announced."""
        root = self.root.parent / version
        shutil.copytree(site, root)
        for file in root.rglob("*.html"):
            file.write_text(file.read_text(encoding="utf-8").replace("<html ", f'<html data-page="{version}" ', 1), encoding="utf-8")
        with (root / "assets/calc/main.js").open("a") as script:
            script.write(f'document.documentElement.dataset.script = "{version}";\n')
        keeper.write(root)
        if spoilt:
            (root / spoilt).write_text("half a file")
        self.root = root  # at once: a browser may ask for an update at any time


class Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".wasm": "application/wasm", ".js": "text/javascript"}  # noqa: RUF012

    def __init__(self, host: Host, *args: object) -> None:
        self.host = host
        super().__init__(*args, directory=str(host.root))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.host.up:
            super().do_GET()
        else:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


@pytest.fixture
def host(site: Site, tmp_path: Path) -> Iterator[Host]:
    host = Host(tmp_path / "nothing")
    host.deploy(site.root, "one")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, host)) as server:
        host.url = f"http://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield host
        server.shutdown()
        thread.join()


@pytest.fixture
def visitor(browser: Browser, host: Host) -> Iterator[Page]:
    """Somebody who was here once."""
    with browser.new_context(base_url=host.url) as context:
        page = context.new_page()
        page.goto(PAGE)
        page.evaluate(KEEP)
        yield page


def version(page: Page) -> tuple[str | None, str | None]:
    """What the page says of itself, and what its script says."""
    expect(page.locator("html[data-page][data-script]")).to_be_attached()  # one version may be giving way to the next
    return page.locator("html").get_attribute("data-page"), page.locator("html").get_attribute("data-script")


def test_a_second_visit_needs_no_connection(visitor: Page, host: Host, widget: Find) -> None:
    host.up = False
    visitor.goto("calculators/margin/?calc=margin&v=1&leverage=20#margin")
    margin = widget(visitor, "margin")
    expect(margin.verdict).to_contain_text("20×")
    expect(margin.root).to_have_attribute("data-engine", "micropython")
    visitor.get_by_role("link", name="Liquidation", exact=True).first.click()
    widget(visitor, "liquidation").field("leverage").fill("25")
    expect(widget(visitor, "liquidation").output("liquidation_price")).to_have_text("96,482.41")
    visitor.goto("ref/disclaimer/#privacy")
    expect(visitor.locator("calc-kept")).to_have_text("Kept on this device now: all pages and the instant calculators.")


def test_an_installed_app_starts_without_a_connection(visitor: Page, host: Host, widget: Find) -> None:
    host.up = False
    visitor.goto("")  # where it starts
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Leverage trading in crypto")
    expect(widget(visitor, "leverage").root).to_be_visible()
    manifest = visitor.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then((response) => response.json())")
    kept = "(paths) => Promise.all(paths.map((path) => fetch(path).then(({ ok }) => ok)))"
    assert visitor.evaluate(kept, [host.url + icon["src"] for icon in manifest["icons"]]) == [True] * 4
    visitor.goto(manifest["shortcuts"][0]["url"])
    expect(widget(visitor, "liquidation").output("liquidation_price")).to_have_text("90,452.26")


def test_a_page_of_a_preset_comes_from_the_host(visitor: Page) -> None:
    visitor.goto(PAGE + "10x-short/")
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("closed out at 109,452.74")
    assert not [path for path in visitor.evaluate(CACHED) if "/10x-short/" in path or "/cards/" in path]


def test_pyodide_is_kept_once_it_was_used(visitor: Page, host: Host, widget: Find) -> None:
    visitor.goto(PAGE)
    widget(visitor, "liquidation").field("leverage").fill("25")
    expect(widget(visitor, "liquidation").root).to_have_attribute("data-engine", "pyodide", timeout=30_000)
    assert visitor.evaluate(KEPT)
    host.up = False
    visitor.goto(PAGE)
    widget(visitor, "liquidation").field("leverage").fill("20")
    expect(widget(visitor, "liquidation").output("liquidation_price")).to_have_text("95,477.39")
    expect(widget(visitor, "liquidation").root).to_have_attribute("data-engine", "pyodide", timeout=30_000)
    visitor.goto("ref/disclaimer/#privacy")
    expect(visitor.locator("calc-kept")).to_have_text("Kept on this device now: all pages and both engines of the calculators.")


def test_what_pyodide_needed_on_the_first_visit_is_kept_too(browser: Browser, host: Host, widget: Find) -> None:
    with browser.new_context(base_url=host.url) as context:
        page = context.new_page()
        page.goto(PAGE)
        page.evaluate(KEEP)
        widget(page, "liquidation").field("leverage").fill("25")
        expect(widget(page, "liquidation").root).to_have_attribute("data-engine", "pyodide", timeout=30_000)
        widget(page, "liquidation").field("leverage").fill("20")
        assert page.evaluate(KEPT)


@pytest.mark.usefixtures("provoked")
@pytest.mark.parametrize("name", ["micropython.wasm", "instant/shared.part", pytest.param("micropython.js", marks=pytest.mark.prove)])
def test_a_file_that_is_damaged_where_it_is_kept_is_fetched_anew(name: str, visitor: Page, widget: Find) -> None:
    sizes = visitor.evaluate(DAMAGED, name)
    visitor.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")  # Pyodide would only take time
    visitor.goto(PAGE + "?calc=liquidation&v=1&leverage=25#liquidation")
    liquidation = widget(visitor, "liquidation")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    expect(liquidation.failure).to_be_hidden()
    assert visitor.evaluate(SIZE, name) == sizes["whole"] > sizes["damaged"]


def test_two_versions_are_never_mixed(visitor: Page, host: Host, site: Site, widget: Find) -> None:
    visitor.goto("calculators/margin/")
    assert version(visitor) == ("one", "one")
    host.deploy(site.root, "two")
    visitor.goto("learn/leverage/")
    assert version(visitor) == ("one", "one")  # as it was kept, while the second version arrives
    assert visitor.evaluate(WAITING)
    visitor.goto(PAGE + "?calc=liquidation&v=1&leverage=25#liquidation")
    assert version(visitor) == ("two", "two")
    expect(widget(visitor, "liquidation").output("liquidation_price")).to_have_text("96,482.41")
    host.up = False
    visitor.goto("learn/margin/")
    assert version(visitor) == ("two", "two")
    assert len([name for name in visitor.evaluate("caches.keys()") if name.startswith("guide ")]) == 1


def test_two_open_pages_keep_the_version_that_they_came_with(visitor: Page, host: Host, site: Site) -> None:
    other = visitor.context.new_page()
    other.goto("calculators/margin/")
    visitor.goto("learn/leverage/")
    host.deploy(site.root, "two")
    visitor.goto(PAGE)
    assert visitor.evaluate(WAITING)
    visitor.goto("learn/margin/")
    assert version(visitor) == version(other) == ("one", "one")
    other.close()
    visitor.goto("learn/leverage/")
    assert version(visitor) == ("two", "two")


@pytest.mark.parametrize("spoilt", ["learn/margin/index.html", "assets/calc/main.js"])  # which differ; what does not comes from the device
def test_half_a_version_is_not_kept(spoilt: str, visitor: Page, host: Host, site: Site) -> None:
    visitor.goto("calculators/margin/")
    host.deploy(site.root, "two", spoilt)
    visitor.goto(PAGE)
    assert visitor.evaluate(REFUSED)
    visitor.goto("learn/leverage/")
    assert version(visitor) == ("one", "one")


def test_without_https_nothing_is_kept(page: Page) -> None:
    page.goto(PAGE)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    page.goto("ref/disclaimer/#privacy")
    expect(page.locator("calc-kept")).to_have_text("On this device nothing of it is kept now.")

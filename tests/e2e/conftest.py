"""The real site and one page more, served at its own address to one browser. Every page is watched: no error, no foreign request."""

from __future__ import annotations

import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, Request, expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Fault = tuple[int, str, bytes] | None

ROOT = Path(__file__).resolve().parents[2]
RELEASE = re.compile(r"/assets/engine/[0-9a-f]{10}/")
INSTANT = "/assets/engine/instant.js"
NEUTRAL = "ref/disclaimer/"  # a page without a widget
CLICK = """address => {
  document.querySelector("[data-md-component=container]").dataset.left = "";
  const link = document.createElement("a");
  link.href = address;
  document.body.append(link);
  link.click();
  link.remove();
}"""
CONFIG = """\
INHERIT: {root}/mkdocs.yml
docs_dir: {docs}
theme: {{custom_dir: {root}/overrides}}
hooks: [{root}/hooks/build.py]
not_in_nav: twins.md
"""

expect.set_options(timeout=10_000)  # a start of the engine may have to share the machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every other file to one of two groups, each with a browser, a server and a running engine of its own."""
    mine = [item for item in items if Path(__file__).parent in item.path.parents]
    files = sorted({item.path for item in mine})
    for item in mine:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group(f"browser {files.index(item.path) % 2}"))


@dataclass
class Site:
    """A built site, where it is served, and how its server is told to misbehave: a status, a type and a body, or None for silence.

    Files of the engine are named without the release.
    """

    url: str
    root: Path
    faults: dict[str, Fault] = field(default_factory=dict)
    silence: threading.Event = field(default_factory=threading.Event)

    @property
    def pages(self) -> list[str]:
        """All but those for a frame."""
        found = (file.relative_to(self.root).as_posix().removesuffix("index.html") for file in self.root.rglob("index.html"))
        return sorted(path for path in found if not path.startswith("embed/"))


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".wasm": "application/wasm", ".js": "text/javascript"}  # noqa: RUF012

    def __init__(self, site: Site, *args: Any, **kwargs: Any) -> None:
        self.site = site
        super().__init__(*args, directory=str(site.root), **kwargs)

    def do_GET(self) -> None:
        path = RELEASE.sub("/assets/engine/", self.path)
        if path not in self.site.faults:
            return super().do_GET()
        fault = self.site.faults[path]
        if fault is None:
            self.site.silence.wait()
            self.close_connection = True
            return None
        status, kind, body = fault
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


class Widget:
    """One calculator on a page, as a reader sees it."""

    def __init__(self, page: Page, id: str) -> None:
        self.root = page.locator(f"calc-widget#{id}")
        self.say = self.root.locator(".calc-say")
        self.verdict = self.root.locator(".calc-verdict")
        self.failure = self.root.locator("[data-fail]")

    def field(self, name: str) -> Locator:
        return self.root.locator(f'[name="{name}"]')

    def slider(self, name: str) -> Locator:
        return self.root.locator(f'[data-field="{name}"] input[type=range]')

    def output(self, name: str) -> Locator:
        return self.root.locator(f'output[name="{name}"]')

    def problem(self, name: str) -> Locator:
        return self.root.locator(f'[data-problem="{name}"]')

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def radio(self, name: str) -> Locator:
        return self.root.get_by_role("radio", name=name, exact=True)

    def chip(self, name: str) -> Locator:
        return self.root.get_by_role("link", name=name, exact=True)

    def touch(self, name: str) -> None:
        """The first touch, as soon as there is something to touch."""
        expect(self.field(name)).to_be_enabled()
        self.field(name).focus()

    def expect_state(self, state: str) -> None:
        expect(self.root).to_have_attribute("data-state", state)

    def expect_stale(self, stale: bool = True) -> None:
        (expect(self.root).to_have_attribute if stale else expect(self.root).not_to_have_attribute)("data-stale", "")


@dataclass
class Watch:
    """What a page says and asks for."""

    home: str
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", self._error)
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _error(self, error: Error) -> None:
        self.errors.append(error.stack or error.message)

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

    def asked(self, pattern: str) -> list[str]:
        return [url for url in self.requests if re.search(pattern, url)]

    def judge(self) -> None:
        unexpected = [error for error in self.errors if not any(re.search(pattern, error) for pattern in self.expected)]
        foreign = [url for url in self.requests if not url.startswith((self.home, "data:", "blob:" + self.home))]
        assert (unexpected, foreign) == ([], [])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(Path(__file__).with_name("twins.md"), folder / "docs")
    (folder / "mkdocs.yml").write_text(CONFIG.format(root=ROOT, docs=folder / "docs"))
    served = Site("", folder / "site")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, served))
    served.url = f"http://127.0.0.1:{server.server_port}/"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(folder / "mkdocs.yml"), "-d", str(served.root)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "SITE_URL": served.url}, check=True, capture_output=True, text=True)
    with server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield served
        served.silence.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def faults(site: Site) -> Iterator[dict[str, Fault]]:
    """How the server misbehaves during this test."""
    yield site.faults
    site.faults.clear()


@pytest.fixture
def no_instant(faults: dict[str, Fault], watch: Watch) -> None:
    """MicroPython cannot be had, so that Pyodide is all there is."""
    faults[INSTANT] = (404, "text/plain", b"")
    watch.expected.append("Failed to load resource")


@pytest.fixture
def watch(site: Site) -> Iterator[Watch]:
    watch = Watch(site.url)
    yield watch
    watch.judge()


@pytest.fixture
def page(browser: Browser, site: Site, watch: Watch) -> Iterator[Page]:
    """A page of its own, without an engine yet."""
    with browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        watch.follow(page)
        yield page


@pytest.fixture(scope="session")
def visit(browser: Browser, site: Site) -> Iterator[tuple[Page, Watch]]:
    """The visit that most tests share: one page, on which Pyodide has taken over."""
    watch = Watch(site.url)
    with browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.set_default_timeout(10_000)
        watch.follow(page)
        page.goto("calculators/liquidation/?calc=liquidation&v=1#liquidation")
        expect(Widget(page, "liquidation").root).to_have_attribute("data-engine", "pyodide", timeout=30_000)
        yield page, watch


@pytest.fixture
def live(visit: tuple[Page, Watch], site: Site) -> Iterator[Callable[[str], Page]]:
    """Goes to a page as a reader does, by a click, so that the engine stays; the page itself is new."""
    page, watch = visit
    watch.requests.clear()

    def click(path: str) -> None:
        page.evaluate(CLICK, site.url + path)
        expect(page.locator("[data-left]")).to_have_count(0)

    def go(path: str) -> Page:
        if urlsplit(page.url).path == urlsplit(site.url + path).path:
            click("" if path == NEUTRAL else NEUTRAL)
        click(path)
        return page

    yield go
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light", media="screen")
    watch.judge()
    watch.errors.clear()


@pytest.fixture
def widget() -> Callable[[Page, str], Widget]:
    return Widget

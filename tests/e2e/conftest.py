"""The real site and one page more, shown to one browser. Every page is watched: no error, no foreign request."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, Request, expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.serving import Fault, Site

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
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)  # a start of the engine may have to share the machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All need a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


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
        own = (self.home, "data:", "blob:" + urljoin(self.home, "/"))
        foreign = [url for url in self.requests if not url.startswith(own)]
        assert (unexpected, foreign) == ([], [])


@pytest.fixture
def faults(site: Site) -> Iterator[dict[str, Fault]]:
    """How the server misbehaves during this test."""
    yield site.faults
    site.faults.clear()


@pytest.fixture
def provoked(record_property: Callable[[str, object], None]) -> None:
    """Counts a fault that a test provokes."""
    record_property("faults provoked", 1)


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
        page.set_default_timeout(PATIENCE)
        watch.follow(page)
        yield page


@pytest.fixture(scope="session")
def visit(browser: Browser, site: Site) -> Iterator[tuple[Page, Watch]]:
    """The visit that most tests share: one page, on which Pyodide has taken over."""
    watch = Watch(site.url)
    with browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        watch.follow(page)
        page.goto("calculators/liquidation/?calc=liquidation&v=1#liquidation")
        expect(Widget(page, "liquidation").root).to_have_attribute("data-engine", "pyodide")
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
    page.emulate_media(color_scheme="light", media="screen", reduced_motion="no-preference", forced_colors="none")
    watch.judge()
    watch.errors.clear()


@pytest.fixture
def widget() -> Callable[[Page, str], Widget]:
    return Widget

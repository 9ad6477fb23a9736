"""What the journeys rely on: that a browser notices what must not happen, and that nothing is left of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browsers.places import gate
from tools.browser import start_of
from tools.windows import opened

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

    from tests.serving import Site

FAIL = """const script = document.createElement("script");
  script.src = URL.createObjectURL(new Blob(["Promise.reject(new Error('a mistake'))"]));
  document.head.append(script);
  await new Promise((resolve) => addEventListener("unhandledrejection", resolve, { once: true }));"""


def test_mistakes_and_foreign_requests_are_noticed(name: str, playwright: Playwright, site: Site) -> None:
    with gate() as closed, opened(playwright, name, start_of(name), closed.port) as window:
        window.go(site.url + "ref/disclaimer/")
        window.run(FAIL)
        assert "a mistake" in " ".join(window.complaints())
        assert closed.asked == []
        window.run("await fetch('http://elsewhere.example/').catch(() => {})")
        assert closed.asked == ["GET http://elsewhere.example/ HTTP/1.1"]

"""The policy of each page in a real browser: an attacker's acts are refused. All other tests watch that a page's own are not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Watch, Widget
    from tests.serving import Site

    Find = Callable[[Page, str], Widget]
    Record = Callable[[str, object], None]

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
ATTACKS = {  # what it is refused by, and what is tried
    "script-src-elem": "add('script', { textContent: 'window.hit = 1' }); add('script', { src: 'data:text/javascript,window.hit=1' })",
    "script-src-attr": """add("div", { innerHTML: '<img src="x:" onerror="window.hit = 1">' })""",
    "connect-src": "fetch('https://example.org/').catch(() => {})",
    "form-action": "add('form', { action: 'https://example.org/', method: 'post' }).submit()",
    "base-uri": "add('base', { href: 'https://example.org/' })",
    "style-src-attr": "document.body.setAttribute('style', 'color: red')",
    "frame-src": "add('iframe', { src: 'https://example.org/' })",
    "img-src": "add('img', { src: 'https://example.org/' })",
}
REFUSED = """async (wanted) => {
  const found = new Set();
  addEventListener("securitypolicyviolation", ({ effectiveDirective }) => found.add(effectiveDirective));
  const add = (tag, properties) => document.body.appendChild(Object.assign(document.createElement(tag), properties));
  ATTACKS;
  const end = performance.now() + 5_000;
  while (found.size < wanted && performance.now() < end) await new Promise(requestAnimationFrame);
  return [[...found].sort(), "hit" in window, document.baseURI.startsWith(location.origin)];
}"""


def test_every_page_has_the_same_policy(site: Site) -> None:
    found = {}
    for path in site.pages:
        [found[path]] = META.findall((site.root / path / "index.html").read_text(encoding="utf-8"))
    assert len(set(found.values())) == 1
    assert META.findall((site.root / "404.html").read_text(encoding="utf-8")) == [found[""]]
    headers = (site.root / "_headers").read_text()
    header = next(line for line in headers.splitlines() if "Content-Security-Policy" in line)
    assert header.strip() == "Content-Security-Policy: " + found[""].replace("worker-src 'self'", "worker-src 'self' blob:")
    assert headers.endswith("/python/*\n  Access-Control-Allow-Origin: *\n")


def test_what_an_attacker_would_do_is_refused(page: Page, watch: Watch, site: Site, record_property: Record) -> None:
    watch.expected += ["Content Security Policy", "ERR_UNKNOWN_URL_SCHEME"]
    page.goto("calculators/liquidation/")
    found, hit, home = page.evaluate(REFUSED.replace("ATTACKS", "; ".join(ATTACKS.values())), len(ATTACKS))
    watch.requests = [url for url in watch.requests if url.startswith(site.url)]  # the others were refused before they left
    assert (found, hit, home) == (sorted(ATTACKS), False, True)
    assert page.url.startswith(site.url)
    record_property("attacks refused", len(ATTACKS))


def test_a_frame_takes_html_from_our_own_policy_alone(page: Page, watch: Watch, site: Site, widget: Find, record_property: Record) -> None:
    watch.expected += ["TrustedHTML", "Content Security [Pp]olicy"]
    page.goto("embed/liquidation/?calc=liquidation&v=1&leverage=25")
    expect(widget(page, "liquidation").output("liquidation_price")).to_have_text("96,482.41")
    attempt = "() => { try { ATTEMPT; return 'done'; } catch (error) { return error.name; } }"
    attempts = ("document.body.innerHTML = '<b>x</b>'", "trustedTypes.createPolicy('mine', {})")
    for attempted in attempts:
        assert page.evaluate(attempt.replace("ATTEMPT", attempted)) == "TypeError"
    assert page.url.startswith(site.url)
    record_property("attacks refused", len(attempts))

"""How long a reader who opens a shared link waits for the live answer, and how many bytes that takes."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

import calc
from bench.server import Site
from bench.variants import NAMES
from calc import scenario

LINE = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}
LEVERAGE = 25.0
LISTEN = """
addEventListener("calc:result", (event) => {
  const price = document.querySelector('calc-widget output[name="liquidation_price"]')?.dataset.value;
  if (Number(price) === EXPECTED) window.answered ??= performance.now();
});
"""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Start:
    """One opening of a page, in milliseconds from the navigation."""

    content: float
    answer: float | None
    size: int


def query() -> str:
    """The scenario of the link that is opened."""
    c = calc.liquidation
    return scenario.link(c, {**c.defaults(), "leverage": LEVERAGE}) + "#liquidation"


def listener() -> str:
    """What notes, in the page, when the right answer is there."""
    return LISTEN.replace("EXPECTED", repr(calc.liquidation(leverage=LEVERAGE).liquidation_price))


def open_page(page: Page, site: Site, name: str) -> Start:
    """Opens one of the three pages and waits for what it has to show."""
    site.taken()
    page.goto(f"{site.address}{NAMES[name]}/{query()}", wait_until="load")
    if name != "plain":
        page.wait_for_function("window.answered", timeout=120_000)
    else:
        page.wait_for_load_state("networkidle")
    content, answer = page.evaluate(
        "[performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd, window.answered ?? null]",
    )
    return Start(content, answer, sum(site.taken().values()))


def fresh(browser: Browser, line: bool) -> tuple[BrowserContext, Page]:  # noqa: FBT001
    """A browser that has kept nothing."""
    context = browser.new_context()
    context.add_init_script(listener())
    page = context.new_page()
    if line:
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", LINE)
    return context, page


def measure(browser: Browser, site: Site, rounds: int, say: Say) -> dict[str, Any]:
    """All three pages in turn, so that whatever else the machine does falls on all of them.

    Returns:
        For cold, warm and line: the median milliseconds of each page; and the bytes of a cold start.
    """
    found: dict[str, dict[str, list[Start]]] = {kind: {name: [] for name in NAMES} for kind in ("cold", "warm", "line")}
    for turn in range(rounds):
        for name in NAMES:
            context, page = fresh(browser, line=False)
            found["cold"][name].append(open_page(page, site, name))
            page.goto("about:blank")
            found["warm"][name].append(open_page(page, site, name))
            context.close()
        say(f"starts: {turn + 1} of {rounds}")
    for turn in range(max(1, rounds // 2)):
        for name in NAMES:
            context, page = fresh(browser, line=True)
            found["line"][name].append(open_page(page, site, name))
            context.close()
        say(f"starts over a line of 10 Mbit/s with 40 ms: {turn + 1} of {max(1, rounds // 2)}")
    times = {kind: {name: middle(starts) for name, starts in pages.items()} for kind, pages in found.items()}
    return {
        "first_answer_ms": times,
        "after_content_ms": statistics.median(start.answer - start.content for start in found["cold"]["ours"] if start.answer is not None),
        "bytes": {name: round(statistics.median(start.size for start in starts)) for name, starts in found["cold"].items()},
    }


def middle(starts: list[Start]) -> float:
    """The median wait: for the answer, or for the content of a page that has none."""
    return statistics.median(start.content if start.answer is None else start.answer for start in starts)

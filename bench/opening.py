"""One opening of a page: what it waits for, and what is noted on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypedDict

from playwright.sync_api import Browser, Page

import calc
from bench.server import Site
from bench.slowness import slowed
from bench.variants import NAMES
from calc import scenario
from tools.browser import until

PATIENCE = 180_000
LINE = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}
PAUSE, AT_REST, RESTS = 200, 0.02, 40  # milliseconds, seconds of work in such a pause, and the most pauses
LEVERAGE = 25.0
LISTEN = """{
  const right = () => Number(document.querySelector('calc-widget output[name="liquidation_price"]')?.dataset.value) === EXPECTED;
  const agreed = () => document.querySelector('calc-widget[data-engine="pyodide"] .calc-fail')?.hidden;
  addEventListener("calc:result", () => {
    if (right()) window.answered ??= performance.now();
  });
  new MutationObserver(() => {
    if (agreed() && right()) window.takenOver ??= performance.now();
  }).observe(document, { attributeFilter: ["data-engine"], subtree: true });
}
"""
SPARING = 'Object.defineProperty(navigator, "connection", { value: { saveData: true } });'
NOTED = """() => {
  const [{ domContentLoadedEventStart }] = performance.getEntriesByType("navigation");
  return { content: domContentLoadedEventStart, answer: window.answered ?? null, takeover: window.takenOver ?? null };
}"""


class Noted(TypedDict):
    """Milliseconds from the navigation: the page's content, the right answer, and the right answer of Pyodide, where there are any."""

    content: float
    answer: float | None
    takeover: float | None


@dataclass(frozen=True)
class Start:
    """One opening: what was noted, and the compressed bytes of each file that the server had sent when it ended."""

    noted: Noted
    sent: dict[str, int]

    @property
    def shown(self) -> float:
        """The wait: for the answer, or for the content of a page that has none."""
        return self.noted["content"] if self.noted["answer"] is None else self.noted["answer"]

    @property
    def after_content(self) -> float:
        """The wait once the page's content is there; less than nothing where the answer is earlier."""
        return self.shown - self.noted["content"]

    @property
    def taken_over(self) -> float:
        """The wait for Pyodide, on our page."""
        assert self.noted["takeover"] is not None
        return self.noted["takeover"]


def query() -> str:
    """The scenario of the link that is opened."""
    c = calc.liquidation
    return scenario.link(c, {**c.defaults(), "leverage": LEVERAGE}) + "#liquidation"


def listener() -> str:
    """What notes, in the page, when the right answer is there."""
    return LISTEN.replace("EXPECTED", repr(calc.liquidation(leverage=LEVERAGE).liquidation_price))


@contextmanager
def visiting(browser: Browser, site: Site, script: str = "", *, line: bool = False) -> Iterator[Page]:
    """A browser that has kept nothing; the script runs in each of its pages before the page's own.

    Raises:
        ValueError: A page asked another host for something.
    """
    context = browser.new_context()
    foreign: set[str] = set()
    context.on("request", lambda request: None if own(request.url, site) else foreign.add(request.url))
    context.add_init_script(script)
    page = context.new_page()
    rest(page)
    if line:
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", LINE)
    try:
        yield page
    finally:
        context.close()
    if foreign:
        raise ValueError(f"only what this site serves may be asked for, not {', '.join(sorted(foreign))}")


def own(url: str, site: Site) -> bool:
    """Whether a request stays here."""
    return url.startswith((site.address, "data:", "blob:", "about:"))


def open_page(page: Page, site: Site, name: str, *, taken_over: bool = True) -> Start:
    """Opens one of the pages and waits for what it has to show: ours, if wanted, until Pyodide has taken over."""
    site.taken()
    page.goto(f"{site.address}{NAMES[name]}/{query()}", wait_until="commit")
    if name == "plain":
        page.wait_for_load_state("networkidle")
    else:
        until(page, "window.answered", PATIENCE)
        if name == "ours" and taken_over:
            until(page, "window.takenOver", PATIENCE)
    sent = site.taken()
    page.wait_for_load_state("domcontentloaded")
    return Start(page.evaluate(NOTED), sent)


def open_slowly(page: Page, site: Site, name: str, times: float) -> Start:
    """The same, for the first answer, on a computer so many times slower.

    Raises:
        ValueError: The page ran in a process that was not slowed.
    """
    before = working(page)
    with slowed(list(before), times):
        start = open_page(page, site, name, taken_over=False)
    after = working(page)
    busiest = max(after, key=lambda process: after[process] - before.get(process, 0))
    if busiest not in before:
        raise ValueError("the browser opened the page in a process of its own, which was not slowed")
    return start


def rest(page: Page) -> None:
    """Waits until the browser has nothing to do, as before a reader follows a link, or until it has been waited for long enough."""
    before, now = -1.0, sum(worked(page).values())
    for _ in range(RESTS):
        if now - before < AT_REST:
            return
        page.wait_for_timeout(PAUSE)
        before, now = now, sum(worked(page).values())


def working(page: Page) -> dict[int, float]:
    """The processes in which this browser runs pages, and how many seconds each has worked."""
    return worked(page, "renderer")


def worked(page: Page, kind: str = "") -> dict[int, float]:
    """The browser's processes, all or those of a kind, and how many seconds each has worked."""
    browser = page.context.browser
    assert browser
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return {process["id"]: process["cpuTime"] for process in found if kind in process["type"]}

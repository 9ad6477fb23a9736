"""How long a reader who opens a shared link waits for the live answer, and how many bytes that takes."""

from collections.abc import Callable
from statistics import median
from typing import Any

from playwright.sync_api import Browser

from bench.opening import SPARING, Start, listener, open_page, open_slowly, rest, visiting
from bench.server import Site
from bench.variants import NAMES

SLOWER = 4
Say = Callable[[str], None]
Starts = dict[str, list[Start]]


def measure(browser: Browser, site: Site, rounds: int, say: Say) -> dict[str, Any]:
    """All pages in turn, so that whatever else the machine does falls on all of them.

    Returns:
        For cold, warm, line and slow, the median milliseconds of each page until the answer; for all but slow, until Pyodide has taken over
        on ours; and the bytes of a cold start.
    """
    found: dict[str, Starts] = {kind: {name: [] for name in NAMES} for kind in ("cold", "warm", "line", "slow")}
    fewer = max(1, rounds // 2)
    with visiting(browser, site, listener()) as page:
        open_page(page, site, "plain")  # what the browser does only once is not counted
    for turn in range(rounds):
        for name in NAMES:
            with visiting(browser, site, listener()) as page:
                found["cold"][name].append(open_page(page, site, name))
                rest(page)  # a browser keeps things, while somebody reads
                page.goto("about:blank")
                rest(page)
                found["warm"][name].append(open_page(page, site, name))
        say(f"starts: {turn + 1} of {rounds}")
    for turn in range(fewer):
        for name in NAMES:
            with visiting(browser, site, listener(), line=True) as page:
                found["line"][name].append(open_page(page, site, name))
            with visiting(browser, site, listener(), line=True) as page:
                found["slow"][name].append(open_slowly(page, site, name, SLOWER))
        say(f"starts over a line of 10 Mbit/s with 40 ms, and on a slower computer: {turn + 1} of {fewer}")
    with visiting(browser, site, listener() + SPARING) as page:
        first = open_page(page, site, "ours", taken_over=False)
    return {
        "first_answer_ms": {
            kind: {name: median(start.shown for start in starts) for name, starts in pages.items()} for kind, pages in found.items()
        },
        "after_content_ms": {name: median(start.after_content for start in found["cold"][name]) for name in NAMES if name != "plain"},
        "takeover_ms": {kind: median(start.taken_over for start in found[kind]["ours"]) for kind in ("cold", "warm", "line")},
        "bytes": sizes(found["cold"], first),
    }


def sizes(cold: Starts, first: Start) -> dict[str, int]:
    """Bytes of the page alone, and what each of the others takes beyond it: ours before the first answer, and then until the takeover."""
    alone = {path for start in cold["plain"] for path in start.sent}
    page = round(median(sum(start.sent.values()) for start in cold["plain"]))
    others = {name: round(median(beyond(start, alone) for start in starts)) for name, starts in cold.items() if name != "plain"}
    before = beyond(first, alone)
    return {**others, "plain": page, "ours": before, "takeover": others["ours"] - before}


def beyond(start: Start, alone: set[str]) -> int:
    """The bytes of the files that the page alone does not ask for; the page itself is not one of them."""
    pages = {f"{name}/" for name in NAMES.values()}
    return sum(size for path, size in start.sent.items() if path not in alone | pages)

"""Thousands of answers on one page leave nothing behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import CDPSession, Page

RECOMPUTE = """async (count) => {
  const widget = document.querySelector("calc-widget");
  const field = widget.querySelector("[name=leverage]");
  for (let index = 0; index < count; index++) {
    const answered = new Promise((resolve) => widget.addEventListener("calc:result", resolve, { once: true }));
    field.value = 2 + (index % 90);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await answered;
  }
}"""
MEGABYTE = 1_000_000


def test_recomputations_do_not_grow_the_heap(live: Callable[[str], Page], prove: bool) -> None:
    page = live("calculators/liquidation/")
    session = page.context.new_cdp_session(page)
    page.evaluate(RECOMPUTE, 100)
    before = _used(session)
    page.evaluate(RECOMPUTE, 10_000 if prove else 200)
    assert _used(session) - before < MEGABYTE
    session.detach()


def _used(session: CDPSession) -> int:
    session.send("HeapProfiler.collectGarbage")
    used: int = session.send("Runtime.getHeapUsage")["usedSize"]
    return used

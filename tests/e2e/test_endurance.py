"""Thousands of answers, hundreds of pages, dozens of engines and a hundred widgets in one tab leave nothing behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from bench.changes import CROWD

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Watch, Widget

    Live = Callable[[str], Page]
    Record = Callable[[str, object], None]

MEGABYTE = 1_000_000
WAY = (
    "learn/margin/",
    "calculators/adding/",
    "",
    "calculators/simulator/",
    "ref/disclaimer/",
    "learn/liquidation/",
    "calculators/history/",
) * 3
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
CRASH = "void setTimeout(() => { throw new Error('the engine of a test has crashed'); })"


@dataclass(frozen=True)
class State:
    """What a tab holds once its garbage is collected."""

    heap: int
    listeners: int
    nodes: int
    documents: int
    workers: int


class Tab:
    """A tab that is weighed from time to time."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable")
        self._states: list[State] = []

    def weigh(self) -> None:
        for _ in range(2):  # what the first round lets go of, the second one finds
            self._session.send("HeapProfiler.collectGarbage")
        found = {metric["name"]: int(metric["value"]) for metric in self._session.send("Performance.getMetrics")["metrics"]}
        workers = len(self._page.workers)
        self._states.append(State(found["JSHeapUsedSize"], found["JSEventListeners"], found["Nodes"], found["Documents"], workers))

    def judge(self) -> str:
        """Holds the last three weights against the first one; how the heap grew in between, in thousands of bytes.

        One document more may wait to be collected, but not three times in a row with all that belongs to it.
        """
        first = self._states[0]
        last = self._states[-3:]
        assert min(state.heap for state in last) - first.heap < MEGABYTE
        assert min(state.listeners for state in last) <= first.listeners
        assert min(state.nodes for state in last) <= first.nodes
        assert min(state.documents for state in last) <= first.documents + 1
        assert {state.workers for state in last} == {first.workers}
        return " ".join(f"{(state.heap - first.heap) / 1_000:.0f}" for state in self._states)


def test_recomputations(live: Live, prove: bool, record_property: Record) -> None:
    page = live("calculators/liquidation/")
    page.evaluate(RECOMPUTE, 100)
    tab = Tab(page)
    tab.weigh()
    for _ in range(10):
        page.evaluate(RECOMPUTE, 1_000 if prove else 20)
        tab.weigh()
    record_property("heap after recomputations", tab.judge())


def test_navigations(live: Live, prove: bool, record_property: Record) -> None:
    for path in WAY:  # what a page loads once is loaded
        live(path)
    tab = Tab(live("calculators/liquidation/"))
    tab.weigh()
    for _ in range(10):
        for path in WAY[: 20 if prove else 2]:
            live(path)
        live("calculators/liquidation/")
        tab.weigh()
    record_property("heap after navigations", tab.judge())


@pytest.fixture
def liquidation(page: Page, widget: Callable[[Page, str], Widget]) -> Widget:
    """On a page of its own, answered by Pyodide."""
    page.goto("calculators/liquidation/")
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    expect(liquidation.root).to_have_attribute("data-engine", "pyodide")
    return liquidation


def test_restarts(liquidation: Widget, page: Page, watch: Watch, prove: bool, record_property: Record) -> None:
    watch.expected.append("the engine of a test has crashed")
    tab = Tab(page)
    tab.weigh()
    for _ in range(10 if prove else 3):
        for _ in range(5 if prove else 1):
            [engine] = [worker for worker in page.workers if "/calc/" in worker.url]
            with page.expect_worker():
                engine.evaluate(CRASH)
            page.evaluate(RECOMPUTE, 1)
            expect(liquidation.root).to_have_attribute("data-engine", "pyodide")
        tab.weigh()
    record_property("heap after restarts", tab.judge())


def test_a_hundred_on_a_page(liquidation: Widget, page: Page, widget: Callable[[Page, str], Widget]) -> None:
    tab = Tab(page)
    tab.weigh()
    page.evaluate(CROWD, 100)
    expect(page.locator("calc-widget")).to_have_count(100)
    for id in ("another-2", "another-51", "another-100"):
        one = widget(page, id)
        one.field("leverage").fill("20")
        expect(one.output("liquidation_price")).to_have_text("95,477.39")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    page.evaluate("document.querySelectorAll('calc-widget:not(#liquidation)').forEach((widget) => widget.remove())")
    for _ in range(3):
        tab.weigh()
    tab.judge()

"""What Pyodide's memory held after a start is kept, and the next start continues from there, unless it is damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Watch, Widget

    Find = Callable[[Page, str], Widget]

PAGE = "calculators/liquidation/?calc=liquidation&v=1&leverage="
NAME = "engine memory"
READ = """
  const kept = async () => {
    const cache = await caches.open("engine memory");
    const [request] = await cache.keys();
    return { cache, request, spoilt: (await cache.match(request)).headers.has("x-spoilt"), count: (await cache.keys()).length };
  };
  const unpacked = async (cache, request) => {
    const { body } = await cache.match(request);
    return new Uint8Array(await new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
  };
  const find = (bytes, text) => {
    const sought = new TextEncoder().encode(text);
    for (let at = bytes.indexOf(sought[0]); at >= 0; at = bytes.indexOf(sought[0], at + 1)) {
      if (sought.every((byte, index) => bytes[at + index] === byte)) return at;
    }
    return -1;
  };
  const put = (cache, request, body) => cache.put(request, new Response(body, { headers: { "x-spoilt": "" } }));
  const packed = (bytes) => new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
"""


def _kept(page: Page) -> None:
    """Waits until a memory is kept, alone, and not one that a test put there."""
    assert page.evaluate(
        f"""async () => {{
          {READ}
          const whole = () => kept().then(({{ spoilt, count }}) => count === 1 && !spoilt, () => false);
          const end = performance.now() + 20_000;
          while (!(await whole()) && performance.now() < end) await new Promise(requestAnimationFrame);
          return whole();
        }}"""
    )


def _spoil(page: Page, script: str) -> None:
    page.evaluate(f"async () => {{ {READ} const {{ cache, request }} = await kept(); {script} }}")


def _open(page: Page, widget: Find, leverage: str, price: str) -> Widget:
    page.goto(PAGE + leverage)
    liquidation = widget(page, "liquidation")
    expect(liquidation.root).to_have_attribute("data-engine", "pyodide")
    expect(liquidation.output("liquidation_price")).to_have_text(price)
    return liquidation


def test_the_next_start_continues_from_it_and_nothing_of_the_reader_is_in_it(page: Page, widget: Find) -> None:
    _open(page, widget, "27.182818", "96,805.23")
    _kept(page)
    sought = ["27.182818", "is closed out at"]
    found = page.evaluate(
        f"async (texts) => {{ {READ} const {{ cache, request }} = await kept();"
        "const bytes = await unpacked(cache, request); return texts.map((text) => find(bytes, text)); }",
        sought,
    )
    assert found[0] == -1
    assert found[1] > 0
    # A word is changed in what is kept. The next Pyodide says it, which MicroPython did not.
    _spoil(
        page,
        """
        const bytes = await unpacked(cache, request);
        const to = new TextEncoder().encode("is wound up at! ");
        for (let at = find(bytes, "is closed out at"); at >= 0; at = find(bytes, "is closed out at")) bytes.set(to, at);
        await put(cache, request, await packed(bytes));
    """,
    )
    liquidation = _open(page, widget, "25", "96,482.41")
    expect(liquidation.verdict).to_contain_text("is wound up at!")
    expect(liquidation.failure).to_contain_text("two answers differed")


@pytest.mark.usefixtures("provoked")
@pytest.mark.parametrize(
    "spoiling",
    [
        "await put(cache, request, (await (await cache.match(request)).arrayBuffer()).slice(0, 500_000))",  # cut short
        pytest.param("await put(cache, request, '<!doctype html>')", marks=pytest.mark.prove),
        "await put(cache, request, await packed(new Uint8Array(1_000)))",  # whole, and no memory
    ],
)
def test_a_damaged_memory_is_replaced(spoiling: str, page: Page, watch: Watch, widget: Find) -> None:
    watch.expected += ["snapshot", "Snapshot"]
    _open(page, widget, "25", "96,482.41")
    _kept(page)
    _spoil(page, spoiling)
    liquidation = _open(page, widget, "20", "95,477.39")
    expect(liquidation.failure).to_be_hidden()
    _kept(page)


def test_the_memory_of_an_earlier_release_goes(page: Page, widget: Find) -> None:
    page.goto(PAGE)
    page.evaluate(f"async () => (await caches.open('{NAME}')).put('/assets/engine/earlier/memory', new Response('1'))")
    _open(page, widget, "25", "96,482.41")
    _kept(page)


@pytest.mark.usefixtures("provoked")
def test_a_browser_that_keeps_nothing_starts_as_before(page: Page, widget: Find) -> None:
    forbidden = "{ open: () => Promise.reject(new Error('forbidden')), delete: async () => false }"
    worker = f"Object.defineProperty(globalThis, 'caches', {{ value: {forbidden} }});"
    page.route("**/calc/worker.js*", lambda route: route.fulfill(response=(got := route.fetch()), body=worker + got.text()))
    liquidation = _open(page, widget, "25", "96,482.41")
    expect(liquidation.failure).to_be_hidden()

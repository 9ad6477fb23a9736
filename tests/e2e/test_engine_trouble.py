"""When the engine cannot be had: the numbers stand, a sentence says so, and the reader may try again. Every wait ends."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Route, expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Watch, Widget
    from tests.serving import Fault, Site

    Find = Callable[[Page, str], Widget]
    Faults = dict[str, Fault]

PAGE = "calculators/liquidation/"
INSTANT = "/assets/engine/instant.js"
WASM = "/assets/engine/pyodide.asm.wasm"
NETWORK = ["Failed to load resource", "wasm", "WebAssembly", "CompileError", "falling back to ArrayBuffer"]
PROXY: Fault = (200, "text/html", b"<!doctype html><title>Log in to the network</title>")
HEAD_START = 3_000  # of MicroPython, before Pyodide is started too
GONE: Fault = (404, "text/plain", b"")
BEGUN = "window.begun = []; window.Worker = class extends Worker { constructor(a, o) { super(a, o); begun.push(o?.name ?? ''); } };"
LATE = """(() => {
  const held = [];
  let answers = 0;
  window.Worker = class extends Worker {
    constructor(address, options) {
      super(address, options);
      this.instant = options.name.startsWith("instant");
    }
    set onmessage(hear) {
      super.onmessage = hear && ((event) => {
        if (this.instant && "id" in event.data && ++answers > 1) return held.push(() => hear(event));
        hear(event);
        if (!this.instant && event.data.state === "live") held.forEach((deliver) => deliver());
      });
    }
  };
})()"""  # MicroPython's second answer arrives when Pyodide is there


@pytest.mark.usefixtures("provoked")
def test_try_again_answers_what_was_typed(page: Page, watch: Watch, faults: Faults, widget: Find) -> None:
    watch.expected += NETWORK
    faults[INSTANT] = faults[WASM] = GONE
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    liquidation.expect_state("failed")
    expect(liquidation.failure).to_contain_text("Not calculated: Leverage = 25.")
    expect(liquidation.field("leverage")).to_have_value("10")
    expect(liquidation.field("leverage")).to_be_disabled()
    liquidation.expect_stale(stale=False)
    expect(liquidation.button("Try again")).to_be_focused()
    faults.clear()
    liquidation.button("Try again").click()
    liquidation.expect_state("live")
    expect(liquidation.failure).to_be_hidden()
    expect(liquidation.field("leverage")).to_have_value("25")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")


@pytest.mark.usefixtures("provoked")
def test_a_link_without_an_engine_is_listed(page: Page, watch: Watch, faults: Faults, widget: Find) -> None:
    watch.expected += NETWORK
    faults[INSTANT] = faults[WASM] = GONE
    others = "&predict=1&pin.leverage=10&h=word&q=word&utm_source=post&fbclid=1&gclid=2&ref=home"
    page.clock.install()
    page.add_init_script(BEGUN)
    page.goto(PAGE + "?calc=liquidation&id=liquidation&v=1&side=short&leverage=25" + others)
    liquidation = widget(page, "liquidation")
    liquidation.expect_state("failed")
    expect(liquidation.failure).to_contain_text("Not calculated: side = short, leverage = 25.")
    expect(liquidation.field("leverage")).to_have_value("10")
    expect(liquidation.output("liquidation_price")).to_have_text("90,452.26")
    liquidation.expect_stale(stale=False)
    expect(liquidation.say).to_contain_text("Not calculated")
    page.clock.run_for(HEAD_START)
    assert page.evaluate("begun.filter((name) => name.startsWith('start')).length") == 1  # nobody asks any more


@pytest.mark.usefixtures("provoked")
def test_a_policy_that_forbids_webassembly(page: Page, watch: Watch, widget: Find) -> None:
    watch.expected += NETWORK

    def forbid(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": "script-src 'self'"})

    page.route("**/calc/worker.js*", forbid)
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.touch("leverage")
    liquidation.expect_state("failed")
    expect(liquidation.failure).to_contain_text("does not allow WebAssembly")


@pytest.mark.usefixtures("provoked")
def test_pyodide_that_ends_while_micropython_is_silent(page: Page, watch: Watch, faults: Faults, widget: Find) -> None:
    watch.expected += ["a crash"]
    faults["/assets/engine/micropython.wasm"] = None
    page.clock.install()
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    liquidation.expect_state("loading")
    page.clock.run_for(HEAD_START)
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    [crashed] = [worker for worker in page.workers if worker.evaluate("self.name").startswith("start")]
    with page.expect_worker():
        crashed.evaluate("setTimeout(() => { throw new Error('a crash') })")
    liquidation.field("leverage").fill("20")
    page.clock.run_for(HEAD_START)
    expect(liquidation.output("liquidation_price")).to_have_text("95,477.39", timeout=15_000)  # MicroPython gives up after twenty seconds
    expect(liquidation.root).to_have_attribute("data-engine", "pyodide")


def _worker(page: Page, script: str) -> list[str]:
    """Puts a small script in the worker's place and returns the list of its starts."""
    starts: list[str] = []

    def answer(route: Route) -> None:
        starts.append(route.request.url)
        route.fulfill(content_type="text/javascript", body=script)

    page.route("**/calc/worker.js*", answer)
    return starts


@pytest.mark.usefixtures("provoked")
def test_a_minute_without_a_start(page: Page, widget: Find) -> None:
    _worker(page, "postMessage({ state: 'bytes' }); postMessage({ state: 'loaded' }); fetch('?said');")
    page.clock.install()
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    with page.expect_request("**/*?said"):
        liquidation.touch("leverage")
    with page.expect_request("**/*?said"):
        page.clock.run_for(HEAD_START)
    page.clock.run_for(59_000)
    liquidation.expect_state("loading")
    page.clock.run_for(1_000)
    liquidation.expect_state("failed")
    expect(liquidation.failure).to_contain_text("did not start within a minute")


@pytest.mark.usefixtures("provoked")
def test_an_engine_that_stops_answering_is_started_once_more(page: Page, widget: Find) -> None:
    starts = _worker(page, "postMessage({ state: 'live' }); onmessage = () => {};")
    page.clock.install()
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    with page.expect_worker():
        liquidation.touch("leverage")
    page.clock.run_for(200)  # the first wait is long enough to show; what is typed after it must grey the numbers too
    liquidation.field("leverage").fill("25")
    page.clock.run_for(200)
    expect(liquidation.root).to_have_attribute("data-stale", "")
    for _ in ("MicroPython once more", "Pyodide", "Pyodide once more"):
        with page.expect_worker():
            page.clock.run_for(5_100)
    page.clock.run_for(5_100)
    liquidation.expect_state("failed")
    expect(liquidation.failure).to_contain_text("stopped answering")
    expect(liquidation.failure).to_contain_text("Leverage = 25")
    assert len(starts) == 4


@pytest.mark.usefixtures("provoked")
def test_a_calculator_that_breaks_says_so_and_can_be_used_again(page: Page, widget: Find) -> None:
    _worker(
        page,
        """
        postMessage({ state: 'live' });
        onmessage = ({ data: { id } }) => postMessage({ id, text: '{"failure": "The calculator met a fault of its own."}' });
    """,
    )
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    expect(liquidation.failure).to_be_visible()
    expect(liquidation.failure).to_contain_text("a fault of its own")
    expect(liquidation.field("leverage")).to_have_value("10")
    expect(liquidation.field("leverage")).to_be_enabled()
    expect(liquidation.output("liquidation_price")).to_have_text("90,452.26")


@pytest.mark.usefixtures("provoked")
@pytest.mark.parametrize("path", ["/assets/engine/start.js", "/assets/engine/python.part"])
def test_without_pyodide_the_instant_engine_goes_on(path: str, page: Page, watch: Watch, faults: Faults, widget: Find) -> None:
    watch.expected += NETWORK
    faults[path] = GONE
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    with page.expect_response(lambda response: response.status == 404):
        liquidation.field("leverage").fill("25")
    liquidation.field("leverage").fill("20")
    expect(liquidation.output("liquidation_price")).to_have_text("95,477.39")
    expect(liquidation.root).to_have_attribute("data-engine", "micropython")
    expect(liquidation.failure).to_be_hidden()
    assert len(watch.asked("start.js")) == 1  # it is not tried again with every key


@pytest.mark.usefixtures("provoked")
@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (INSTANT, GONE),
        ("/assets/engine/instant/liquidation.part", PROXY),
        pytest.param("/assets/engine/instant/liquidation.part", 0.5, marks=pytest.mark.prove),
        pytest.param("/assets/engine/instant/shared.part", 0.5, marks=pytest.mark.prove),
        pytest.param("/assets/engine/instant/shared.part", PROXY, marks=pytest.mark.prove),
        pytest.param("/assets/engine/micropython.wasm", GONE, marks=pytest.mark.prove),
        pytest.param("/assets/engine/micropython.wasm", PROXY, marks=pytest.mark.prove),
        pytest.param("/assets/engine/micropython.js", PROXY, marks=pytest.mark.prove),
    ],
)
def test_without_the_instant_engine_pyodide_answers(
    path: str, fault: Fault, page: Page, watch: Watch, faults: Faults, widget: Find
) -> None:
    watch.expected += NETWORK
    faults[path] = fault
    page.goto(PAGE + "?calc=liquidation&v=1&leverage=25")
    liquidation = widget(page, "liquidation")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    expect(liquidation.root).to_have_attribute("data-engine", "pyodide")
    expect(liquidation.failure).to_be_hidden()


def test_pyodide_takes_over_without_a_word(page: Page, widget: Find) -> None:
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    expect(liquidation.root).to_have_attribute("data-engine", "pyodide")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    expect(liquidation.field("leverage")).to_be_focused()
    expect(liquidation.failure).to_be_hidden()
    liquidation.field("leverage").fill("20")
    expect(liquidation.output("liquidation_price")).to_have_text("95,477.39")
    assert len([worker for worker in page.workers if "/calc/" in worker.url]) == 1  # MicroPython was let go


def test_pyodide_also_takes_over_what_was_asked_just_before_it_ran(page: Page, widget: Find) -> None:
    page.add_init_script(LATE)
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").focus()
    liquidation.expect_state("live")
    liquidation.field("leverage").fill("25")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41", timeout=30_000)
    expect(liquidation.root).to_have_attribute("data-engine", "pyodide")


@pytest.mark.usefixtures("provoked")
def test_two_engines_that_disagree_are_told(page: Page, site: Site, faults: Faults, widget: Find) -> None:
    part = gzip.decompress(next((site.root / "assets" / "engine").glob("*/instant/liquidation.part")).read_bytes())
    spoilt = part.replace(b"is closed out at", b"is wound up at! ")
    assert spoilt != part
    faults["/assets/engine/instant/liquidation.part"] = (200, "application/gzip", gzip.compress(spoilt))
    page.goto(PAGE + "?calc=liquidation&v=1&leverage=25")
    liquidation = widget(page, "liquidation")
    expect(liquidation.failure).to_contain_text("two answers differed")
    expect(liquidation.say).to_contain_text("two answers differed")
    expect(liquidation.root).to_have_attribute("data-engine", "pyodide")
    expect(liquidation.verdict).to_contain_text("is closed out at")


def test_a_reader_who_saves_data_is_spared_pyodide(page: Page, watch: Watch, widget: Find) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page.goto(PAGE)
    page.wait_for_load_state("networkidle")
    assert watch.asked("/assets/engine/") == []  # not even near the screen
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    page.wait_for_load_state("networkidle")
    assert watch.asked("start.js") == []
    expect(liquidation.root).to_have_attribute("data-engine", "micropython")


@pytest.mark.usefixtures("provoked")
def test_a_slow_line_gets_pyodide_where_nothing_else_answers(page: Page, watch: Watch, faults: Faults, widget: Find) -> None:
    watch.expected += NETWORK
    faults[INSTANT] = GONE
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { effectiveType: '2g' } })")
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    expect(liquidation.root).to_have_attribute("data-engine", "pyodide")

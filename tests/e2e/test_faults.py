"""Every way in which a start or an answer can fail. The printed numbers stand, a sentence comes in the time that is stated, and the page
recovers when the cause goes away."""

from __future__ import annotations

import json
import re
import threading
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tools.browser import launch_options, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.e2e.conftest import Watch, Widget
    from tests.serving import Fault, Site

    Find = Callable[[Page, str], Widget]
    Faults = dict[str, Fault]

pytestmark = pytest.mark.usefixtures("provoked")

PAGE = "calculators/liquidation/"
LINK = PAGE + "?calc=liquidation&v=1&leverage=25"
PRINTED, ASKED, NEXT = "90,452.26", "96,482.41", "95,477.39"  # at 10×, 25× and 20×
STATED = 20_000  # milliseconds without a byte
HEAD_START = 3_000  # of MicroPython, before Pyodide is started too
ANSWER = 5_000  # milliseconds for an answer
NOISE = [""]  # whatever the browser and Python say of it in the console

FILES = {
    "the script": ("engine/instant.js", "engine/start.js"),
    "WebAssembly": ("engine/micropython.wasm", "engine/pyodide.asm.wasm"),
    "the library": ("engine/instant/shared.part", "engine/python.part"),
    "the loader": ("engine/micropython.js", "engine/pyodide.asm.js"),
    "the worker": ("calc/worker.js", "calc/worker.js"),
}
"""What a start needs of MicroPython, and of Pyodide."""
PARTS = ("WebAssembly", "the library")
GONE: Fault = (404, "text/plain", b"")
PROXY: Fault = (200, "text/html", b"<!doctype html><title>Log in to the network</title>")
ABSENT = "a part of it did not arrive"
WAYS: dict[str, tuple[str, str]] = {
    "is missing": (ABSENT, ABSENT),
    "breaks off": ("the connection was lost on the way", ABSENT),
    "is cut short": ("was loaded but could not start", "was loaded but could not start"),
    "is another": ("the network sent something else", ABSENT),
    "never comes": ("nothing arrived for 20 seconds", "nothing arrived for 20 seconds"),
}
"""How it can fail, and what is said then of a part of an engine, and of a script: why a script cannot be had, a page is not told."""

SILENT = ("the library", "never comes")
"""Here the other large file does come, so that the silence begins after it: no clock that is jumped knows when."""


def fault(way: str, site: Site, path: str) -> Fault:
    """A way to fail, for a file of this site."""
    if way == "is cut short":
        [file] = site.root.glob(f"assets/{path.replace('engine/', 'engine/*/', 1)}")
        content = file.read_bytes()
        return 200, "text/javascript" if path.endswith(".js") else "application/wasm", content[: len(content) // 2]
    faults: Faults = {"is missing": GONE, "breaks off": 0.5, "is another": PROXY, "never comes": None}
    return faults[way]


def expect_standing(liquidation: Widget, sentence: str, wanted: str = "leverage = 25", timeout: int = STATED) -> None:
    """The printed numbers and their inputs, and a sentence about what was asked."""
    expect(liquidation.root).to_have_attribute("data-state", "failed", timeout=timeout)
    expect(liquidation.failure).to_be_visible()
    expect(liquidation.failure).to_contain_text(sentence)
    expect(liquidation.failure).to_contain_text("belong to the inputs shown")
    expect(liquidation.failure).to_contain_text(f"Not calculated: {wanted}.")
    expect(liquidation.field("leverage")).to_have_value("10")
    expect(liquidation.field("leverage")).to_be_disabled()
    expect(liquidation.output("liquidation_price")).to_have_text(PRINTED)
    liquidation.expect_stale(stale=False)


def expect_answer(liquidation: Widget, leverage: str = "25", price: str = ASKED) -> None:
    expect(liquidation.output("liquidation_price")).to_have_text(price)
    expect(liquidation.field("leverage")).to_have_value(leverage)
    liquidation.expect_state("live")
    liquidation.expect_stale(stale=False)
    expect(liquidation.failure).to_be_hidden()


def spare(page: Page) -> None:
    """Keeps Pyodide away, for tests to which it adds only time."""
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")


@pytest.mark.parametrize(
    ("part", "way"),
    [
        pytest.param(part, way, marks=[pytest.mark.prove] if (row + column) % 2 or part == "the loader" or (part, way) == SILENT else [])
        for row, part in enumerate(FILES)
        for column, way in enumerate(WAYS)
    ],
)
def test_a_file_of_both_engines(part: str, way: str, page: Page, watch: Watch, site: Site, faults: Faults, widget: Find) -> None:
    watch.expected += NOISE
    for path in FILES[part]:
        faults[f"/assets/{path}"] = fault(way, site, path)
    jumping = way == "never comes" and (part, way) != SILENT
    if jumping:
        page.clock.install()
    page.goto(LINK)
    liquidation = widget(page, "liquidation")
    if jumping:
        liquidation.expect_stale()
        page.clock.run_for(STATED - HEAD_START)
        liquidation.expect_state("loading")
        page.clock.run_for(2 * HEAD_START)
    sentence = ABSENT if (part, way) == ("the worker", "is cut short") else WAYS[way][part not in PARTS]  # of a worker it says no more
    expect_standing(liquidation, sentence, timeout=2 * STATED)
    faults.clear()
    liquidation.button("Try again").click()
    expect_answer(liquidation)


@pytest.mark.parametrize(
    "path",
    [
        "engine/micropython.wasm",
        "calc/worker.js",
        pytest.param("engine/instant.js", marks=pytest.mark.prove),
        pytest.param("engine/instant/shared.part", marks=pytest.mark.prove),
    ],
)
def test_a_file_that_is_slow(path: str, page: Page, watch: Watch, faults: Faults, widget: Find) -> None:
    spare(page)
    arrival = faults[f"/assets/{path}"] = threading.Event()
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    liquidation.expect_state("loading")
    liquidation.expect_stale()
    expect(liquidation.output("liquidation_price")).to_have_text(PRINTED)
    arrival.set()
    expect_answer(liquidation)
    assert watch.asked("start.js") == []


@pytest.mark.parametrize("way", ["is missing", "never comes"])
def test_a_script_of_the_page(way: str, page: Page, watch: Watch, site: Site, faults: Faults, widget: Find) -> None:
    watch.expected += NOISE
    faults["/assets/calc/calculator.js"] = fault(way, site, "calc/calculator.js")
    page.clock.install()
    page.goto(LINK, wait_until="commit")
    liquidation = widget(page, "liquidation")
    expect(page.locator("calc-kept:not(:defined), calc-widget:not(:defined)").first).to_be_attached()
    if way == "never comes":
        page.clock.run_for(STATED)
    liquidation.expect_state("failed")
    expect(liquidation.failure).to_contain_text(
        "a part of the page did not arrive. The numbers belong to the inputs shown. What your link asks for"
    )
    expect(liquidation.say).to_contain_text("a part of the page did not arrive")
    expect(liquidation.output("liquidation_price")).to_have_text(PRINTED)
    expect(liquidation.field("leverage")).to_have_value("10")
    faults.clear()
    liquidation.button("Try again").click()
    expect_answer(liquidation)


def test_the_script_of_the_console(page: Page, watch: Watch, faults: Faults) -> None:
    watch.expected += NOISE
    faults["/assets/calc/console.js"] = GONE
    page.goto("project/console/")
    expect(page.locator(".calc-console-state")).to_have_text(re.compile("^The console could not be loaded: .* Open the page again.$"))
    expect(page.locator(".calc-say")).to_contain_text("could not be loaded")
    faults.clear()
    page.reload()
    expect(page.get_by_label("Your Python")).to_be_enabled()
    expect(page.locator(".calc-console-state")).to_be_empty()


def test_a_script_of_the_page_that_comes_late_is_used(page: Page, faults: Faults, widget: Find) -> None:
    arrival = faults["/assets/calc/calculator.js"] = threading.Event()
    page.clock.install()
    page.goto(LINK, wait_until="commit")
    liquidation = widget(page, "liquidation")
    expect(liquidation.root).to_be_attached()
    page.clock.run_for(STATED)
    liquidation.expect_state("failed")
    arrival.set()
    expect_answer(liquidation)


@pytest.mark.parametrize("end", ["self.close()", "setTimeout(() => { throw new Error('a crash') })"])
def test_a_worker_that_ends(end: str, page: Page, watch: Watch, widget: Find) -> None:
    watch.expected.append("a crash")
    spare(page)
    page.clock.install()
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    expect_answer(liquidation)
    [worker] = [worker for worker in page.workers if "/calc/" in worker.url]
    worker.evaluate(end)
    liquidation.field("leverage").fill("20")
    if "close" in end:  # of which a browser tells nobody
        liquidation.expect_stale()
        expect(liquidation.output("liquidation_price")).to_have_text(ASKED)
        page.clock.run_for(ANSWER)
    expect_answer(liquidation, "20", NEXT)


@pytest.mark.parametrize("pages", [100, pytest.param(300, marks=pytest.mark.prove)])
def test_memory_that_is_short(pages: int, playwright: Playwright, site: Site, widget: Find) -> None:
    """A browser that gives WebAssembly 6 MB, which is too little for both engines; or 19 MB, which is enough for one."""
    options = launch_options()
    options["args"] = [*options["args"], f"--js-flags=--wasm-max-mem-pages={pages}"]
    with playwright.chromium.launch(**options) as browser:
        page = browser.new_page(base_url=site.url)
        liquidation = widget(page, "liquidation")
        with page.expect_console_message(lambda message: "wasm instantiation failed" in message.text):  # Pyodide's
            page.goto(LINK)
        if pages == 100:
            expect_standing(liquidation, "the browser has too little memory left")
            with page.expect_console_message(lambda message: "wasm instantiation failed" in message.text):
                liquidation.button("Try again").click()
            expect_standing(liquidation, "the browser has too little memory left")
        else:
            expect_answer(liquidation)
            liquidation.field("leverage").fill("20")
            expect_answer(liquidation, "20", NEXT)
            expect(liquidation.root).to_have_attribute("data-engine", "micropython")


FORBIDDEN = """async () => {
  const refused = (act) => Promise.resolve().then(act).then(() => "", (error) => error.name);
  const { keep } = await import(document.querySelector("script[src*='calc/main.js']").src.replace("main.js", "offline.js"));
  await keep();
  const register = () => navigator.serviceWorker.register("/keeper.js");
  return Promise.all([refused(() => localStorage), refused(() => caches.open("x")), refused(register)]);
}"""


def test_storage_and_service_workers_that_are_forbidden(
    playwright: Playwright, site: Site, watch: Watch, widget: Find, tmp_path: Path
) -> None:
    """As a reader forbids them: all cookies blocked."""
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}))
    with playwright.chromium.launch_persistent_context(tmp_path, base_url=site.url, **launch_options()) as context:
        page = context.pages[0]
        watch.follow(page)
        watch.expected += ["Access is denied", "a crash"]  # the theme says the first
        page.goto(LINK)
        liquidation = widget(page, "liquidation")
        expect(liquidation.root).to_have_attribute("data-engine", "pyodide")
        expect_answer(liquidation)
        assert page.evaluate(FORBIDDEN) == ["SecurityError", "SecurityError", "NotSupportedError"]
        [worker] = [worker for worker in page.workers if "/calc/" in worker.url]
        worker.evaluate("setTimeout(() => { throw new Error('a crash') })")
        liquidation.field("leverage").fill("20")
        expect_answer(liquidation, "20", NEXT)
        page.goto("ref/disclaimer/#privacy")
        expect(page.locator("calc-kept")).to_have_text("On this device nothing of it is kept now.")


EXTENSIONS = {
    "throws at every event": """for (const type of ["input", "click", "focusin", "pointerdown", "message", "calc:result"])
        addEventListener(type, () => { throw new Error("an extension") }, true)""",
    "breaks fetch": "window.fetch = () => { throw new Error('an extension') }",
    "translates": """addEventListener("load", () => {
        const texts = document.createTreeWalker(document.querySelector("calc-widget"), NodeFilter.SHOW_TEXT);
        const all = [];
        while (texts.nextNode()) if (texts.currentNode.data.trim()) all.push(texts.currentNode);
        for (const text of all) {
          const font = document.createElement("font");
          text.replaceWith(font);
          font.append(text);
        }
    })""",
    "puts things beside fields": """addEventListener("load", () => {
        for (const field of document.querySelectorAll("calc-widget input")) field.after(document.createElement("an-icon"));
    })""",
    "takes things away": """addEventListener("load", () => {
        for (const part of document.querySelectorAll(".calc-say, .calc-fail, [data-copied], calc-widget svg")) part.remove();
    })""",
}


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_an_extension_that(extension: str, page: Page, watch: Watch, widget: Find) -> None:
    watch.expected.append("an extension")
    spare(page)
    page.add_init_script(EXTENSIONS[extension])
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    for leverage, price in {"25": ASKED, "20": NEXT}.items():
        liquidation.field("leverage").fill(leverage)
        expect(liquidation.output("liquidation_price")).to_have_text(price)
        liquidation.expect_stale(stale=False)


@pytest.mark.parametrize(
    ("name", "broken", "sentence"),
    [
        ("Worker", "class { constructor() { throw new Error('an extension') } }", "does not allow a page to have workers"),
        (
            "JSON",
            "{ stringify: JSON.stringify, parse() { throw new Error('an extension') } }",
            "an extension of the browser, got in the way",
        ),
    ],
)
def test_an_extension_that_breaks(name: str, broken: str, sentence: str, page: Page, watch: Watch, widget: Find) -> None:
    watch.expected.append("an extension")
    spare(page)
    page.add_init_script(f"window.whole = {name}; {name} = {broken}")
    page.goto(LINK)
    liquidation = widget(page, "liquidation")
    expect_standing(liquidation, sentence)
    page.evaluate(f"() => {{ {name} = window.whole; }}")
    liquidation.button("Try again").click()
    expect_answer(liquidation)


@pytest.mark.parametrize("jump", ["an hour forward, asleep", "years back"])
def test_a_clock_that_jumps(jump: str, page: Page, faults: Faults, widget: Find) -> None:
    spare(page)
    arrival = faults["/assets/engine/micropython.wasm"] = threading.Event()
    page.clock.install()
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    liquidation.expect_stale()
    if "asleep" in jump:
        page.clock.fast_forward("01:00:00")
    else:
        page.clock.set_system_time("2001-01-01")
    liquidation.expect_state("loading")
    expect(liquidation.output("liquidation_price")).to_have_text(PRINTED)
    arrival.set()
    expect_answer(liquidation)
    page.clock.fast_forward("01:00:00")
    liquidation.field("leverage").fill("20")
    expect_answer(liquidation, "20", NEXT)


@pytest.fixture(scope="module")
def returning(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium that keeps pages which are left: for tests it is usually told not to."""
    with playwright.chromium.launch(ignore_default_args=["--disable-back-forward-cache"], **launch_options()) as browser:
        yield browser


@pytest.mark.parametrize("moment", ["live", "starting"])
def test_a_page_that_is_restored_as_it_was_left(
    moment: str, returning: Browser, watch: Watch, site: Site, faults: Faults, widget: Find
) -> None:
    with returning.new_context(base_url=site.url) as context:
        page = context.new_page()
        watch.follow(page)
        arrival = threading.Event()
        if moment == "starting":
            faults["/assets/engine/micropython.wasm"] = arrival
        page.goto(PAGE)
        page.evaluate("addEventListener('pageshow', ({ persisted }) => (window.restored = persisted))")
        liquidation = widget(page, "liquidation")
        liquidation.field("leverage").fill("25")
        if moment == "live":
            expect(liquidation.root).to_have_attribute("data-engine", "pyodide")
        page.goto("ref/disclaimer/")
        page.go_back(wait_until="commit")
        expect(liquidation.root).to_be_attached()
        if moment == "live":
            until(page, "window.restored")
        arrival.set()
        liquidation.field("leverage").fill("20")
        expect_answer(liquidation, "20", NEXT)

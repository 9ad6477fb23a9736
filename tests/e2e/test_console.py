"""The console: a reader's own Python, in a worker of its own, started by the first touch; what comes of it is text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import calc
from hooks.reference_console import EXAMPLES
from tests.measures import violations

if TYPE_CHECKING:
    from tests.e2e.conftest import Watch
    from tests.serving import Fault, Site

PAGE = "project/console/"
PRICE = repr(calc.liquidation(leverage=25).liquidation_price)
START = 30_000
HOSTILE = 'calc=liquidation&v=2&leverage=");import os#'


class Console:
    """The console as a reader sees it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator("calc-console")
        self.field = page.get_by_label("Your Python")
        self.state = self.root.locator(".calc-console-state")
        self.spoken = self.root.locator("[aria-live=polite]")
        self.runs = self.root.locator("li[data-own]")

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def enter(self, source: str) -> None:
        self.field.fill(source)
        self.field.press("Enter")

    def expect_run(self, source: str, output: str, kind: str = "") -> None:
        """The newest run, and what it gave."""
        expect(self.root).to_have_attribute("data-state", "ready", timeout=START)
        expect(self.runs.last.locator("code")).to_have_text(source)
        expect(self.runs.last.locator(f".calc-console-out{kind}").last).to_have_text(output)


@pytest.fixture
def console(page: Page) -> Console:
    page.goto(PAGE)
    return Console(page)


@pytest.fixture(scope="session")
def running(browser: Browser, site: Site) -> Page:
    """One console for all tests that only need it to run."""
    page = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(START)
    page.goto(PAGE)
    console = Console(page)
    console.enter("1 + 1")
    console.expect_run("1 + 1", "2")
    return page


def test_nothing_is_loaded_before_the_first_touch(console: Console, watch: Watch) -> None:
    expect(console.field).to_be_enabled()
    assert watch.asked("/assets/engine/") == []
    console.field.focus()
    console.enter("calc.liquidation(leverage=25).liquidation_price")
    console.expect_run("calc.liquidation(leverage=25).liquidation_price", PRICE)
    expect(console.spoken).to_have_text(PRICE)
    assert watch.asked(r"/console\.part$")


def test_an_example_gives_again_what_is_printed(running: Page) -> None:
    console = Console(running)
    printed = console.root.locator("ol > li:not([data-own])")
    expect(printed).to_have_count(len(EXAMPLES))
    for number, source in enumerate(EXAMPLES):
        texts = printed.nth(number).locator(".calc-console-out").all_inner_texts()
        printed.nth(number).get_by_role("button").click()
        expect(console.runs.last.locator("code")).to_have_text(source)
        expect(console.root).to_have_attribute("data-state", "ready")
        again = [text for text in console.runs.last.locator(".calc-console-out").all_inner_texts() if text]
        assert [re.sub(r"\s+", " ", text).strip() for text in texts] == [re.sub(r"\s+", " ", text).strip() for text in again]


def test_help_explains_every_input(running: Page) -> None:
    console = Console(running)
    console.enter("help(calc.liquidation)")
    console.expect_run("help(calc.liquidation)", re.compile("Usual values"))  # type: ignore[arg-type]
    told = console.runs.last.locator(".calc-console-out").inner_text()
    for i in calc.liquidation.inputs:
        assert f"{i.name}: {i.help[:30]}" in told
    console.enter("help('calc.formulas.linear.liquidation_price')")
    console.expect_run("help('calc.formulas.linear.liquidation_price')", re.compile("Convention: maintenance margin"))  # type: ignore[arg-type]


def test_what_cannot_be_is_said_in_words_and_the_rest_with_its_line(running: Page) -> None:
    console = Console(running)
    console.enter("calc.liquidation(leverage=500)")
    words = "leverage: Leverage must be between 1× and 125×; you gave 500×."
    console.expect_run("calc.liquidation(leverage=500)", words, ".is-words")
    console.enter("1 / nothing")
    console.expect_run("1 / nothing", re.compile(r"line 1.*1 / nothing.*NameError", re.DOTALL), ".is-trace")  # type: ignore[arg-type]
    console.enter("print('<b>bold</b>')")
    console.expect_run("print('<b>bold</b>')", "<b>bold</b>")
    expect(console.root.locator("b")).to_have_count(0)


def test_names_stay_and_blocks_have_several_lines(running: Page) -> None:
    console = Console(running)
    console.enter("total = 0")
    expect(console.runs.last.locator("code")).to_have_text("total = 0")
    expect(console.root).to_have_attribute("data-state", "ready")
    console.enter("for k in range(4):")
    expect(console.field).to_have_value("for k in range(4):\n    ")
    console.field.press_sequentially("total += k")
    console.field.press("Enter")
    expect(console.field).to_have_value("for k in range(4):\n    total += k\n    ")
    console.field.press("Enter")
    expect(console.field).to_have_value("")
    expect(console.root).to_have_attribute("data-state", "ready")
    console.enter("total")
    console.expect_run("total", "6")


def test_the_arrows_bring_back_what_was_run(running: Page) -> None:
    console = Console(running)
    for source in ("10 + 1", "10 + 2"):
        console.enter(source)
        console.expect_run(source, str(eval(source)))
    console.field.fill("unfinished")
    for source in ("10 + 2", "10 + 1"):
        console.field.press("ArrowUp")
        expect(console.field).to_have_value(source)
    for source in ("10 + 2", "unfinished", "unfinished"):
        console.field.press("ArrowDown")
        expect(console.field).to_have_value(source)
    console.field.fill("first\nsecond")
    console.field.press("ArrowUp")  # within what is written the caret moves
    expect(console.field).to_have_value("first\nsecond")
    console.field.fill("")


def test_a_loop_is_stopped_and_python_begins_anew(console: Console, watch: Watch) -> None:
    console.enter("kept = 1")
    expect(console.runs).to_have_count(1, timeout=START)
    expect(console.root).to_have_attribute("data-state", "ready", timeout=START)
    console.enter("print('begun')\nwhile True: pass")
    console.field.press("Control+Enter")
    expect(console.runs.last.locator(".calc-console-out").first).to_have_text("begun")
    expect(console.button("Stop")).to_have_attribute("aria-disabled", "false")
    expect(console.state).to_have_text("Still running. Stop ends it.")
    console.button("Stop").click()
    console.expect_run("print('begun')\nwhile True: pass", re.compile("^Stopped. Python begins anew"), ".is-words")  # type: ignore[arg-type]
    expect(console.state).to_contain_text("Stopped.")
    console.enter("kept")
    console.expect_run("kept", re.compile("NameError"), ".is-trace")  # type: ignore[arg-type]
    assert watch.errors == []


def test_a_flood_is_cut(running: Page) -> None:
    console = Console(running)
    console.enter("print('word ' * 10_000)")
    expect(console.runs.last.locator(".calc-console-out").first).to_contain_text("The rest is not shown")
    assert len(console.runs.last.locator(".calc-console-out").first.inner_text()) < 21_000


def test_a_link_is_written_as_its_call_and_not_run(page: Page) -> None:
    query = calc.scenario.link(calc.liquidation, calc.liquidation.parse({"side": "short", "leverage": "25"}))
    page.goto(PAGE + query)
    console = Console(page)
    expect(console.field).to_have_value('calc.liquidation(side="short", leverage=25)', timeout=START)
    expect(console.state).to_contain_text("Nothing has been run.")
    expect(console.runs).to_have_count(0)
    console.field.press("Enter")
    console.expect_run('calc.liquidation(side="short", leverage=25)', re.compile(r"^Liquidation\("))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "code", "told"),
    [
        (HOSTILE, "calc.liquidation()", 'Left out of this call: “");import os” is not a number'),
        pytest.param("calc=liquidation&v=2&leverage=25);import os", "calc.liquidation()", "Left out of this call", marks=pytest.mark.prove),
        ("calc=os.system", "", "This link names no calculator of this site."),
        pytest.param("calc=liquidation&v=99", "", "This link asks for version 99", marks=pytest.mark.prove),
    ],
)
def test_nothing_of_a_hostile_link_is_run(query: str, code: str, told: str, page: Page) -> None:
    page.goto(f"{PAGE}?{query}")
    console = Console(page)
    expect(console.state).to_contain_text(told, timeout=START)
    expect(console.field).to_have_value(code)
    expect(console.runs).to_have_count(0)


def test_what_cannot_be_loaded_is_said_and_nothing_is_lost(page: Page, watch: Watch, faults: dict[str, Fault]) -> None:
    watch.expected.append("Failed to load resource")
    faults["/assets/engine/console.part"] = (404, "text/plain", b"")
    page.goto(PAGE)
    console = Console(page)
    console.field.fill("1 + 1")
    console.button("Run").click()
    console.expect_run("1 + 1", "Python could not be loaded: a part of it did not arrive.", ".is-words")
    expect(console.field).to_have_value("1 + 1")
    faults.clear()
    console.button("Run").click()
    console.expect_run("1 + 1", "2")


def test_all_of_it_works_with_the_keyboard_alone(running: Page) -> None:
    console = Console(running)
    console.root.get_by_role("button").first.focus()
    for _ in range(len(EXAMPLES)):
        running.keyboard.press("Tab")
    expect(console.field).to_be_focused()
    running.keyboard.type("6 * 7")
    running.keyboard.press("Tab")
    expect(console.button("Run")).to_be_focused()
    running.keyboard.press("Enter")
    console.expect_run("6 * 7", "42")
    expect(console.field).to_be_focused()


def test_axe_finds_nothing_and_a_phone_shows_all_of_it(running: Page) -> None:
    console = Console(running)
    console.enter("1 / 0")
    console.expect_run("1 / 0", re.compile("ZeroDivisionError"), ".is-trace")  # type: ignore[arg-type]
    found = {"wide": violations(running)}
    running.set_viewport_size({"width": 360, "height": 740})
    found["narrow"] = violations(running, "article")
    assert running.evaluate("document.documentElement.scrollWidth") <= 360
    small = "all => all.filter((one) => one.getBoundingClientRect().height < 24).length"
    assert console.root.get_by_role("button").evaluate_all(small) == 0
    running.set_viewport_size({"width": 1280, "height": 900})
    assert found == {"wide": [], "narrow": []}


def test_without_scripts_the_examples_and_the_way_to_install_are_there(browser: Browser, site: Site) -> None:
    with browser.new_context(base_url=site.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(PAGE)
        expect(page.locator("calc-console .calc-console-out").first).to_have_text(PRICE)
        expect(page.get_by_label("Your Python")).to_be_hidden()
        expect(page.get_by_text("Without scripts nothing can be run on this page.")).to_be_visible()
        expect(page.get_by_text(f"pip install {site.url}python/leverage_guide-")).to_be_visible()
        href = page.get_by_role("link", name=re.compile(r"\.whl$")).get_attribute("href")
        assert page.request.get(f"{site.url}{PAGE}{href}").ok

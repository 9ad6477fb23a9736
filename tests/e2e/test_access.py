"""Without a mouse, and for those who listen: keyboard journeys, and axe in every state; `test_readers.py` looks at every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.measures import AT_REST, violations
from tools.browser import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Watch, Widget
    from tests.serving import Fault

    Live = Callable[[str], Page]
    Find = Callable[[Page, str], Widget]

PAGE = "calculators/liquidation/"
UNLABELLED = """() => [...document.querySelectorAll("calc-widget :is(input, select):not([type=range], [type=hidden])")]
  .filter((control) => !control.labels?.length).map((control) => control.outerHTML)"""


def test_axe_finds_nothing_while_a_calculator_works(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.root.get_by_text("More inputs").click()
    liquidation.root.get_by_text("Show the working").click()
    liquidation.root.get_by_text("Every number in a table").click()
    liquidation.field("leverage").fill("20")
    liquidation.field("stop_price").fill("90000")
    expect(liquidation.verdict).to_contain_text("20×")
    until(page, AT_REST)  # the example's mark fades
    found = {"live": violations(page)}
    liquidation.field("leverage").fill("lots")
    expect(liquidation.problem("leverage")).to_be_visible()
    found["stale"] = violations(page)
    page.set_viewport_size({"width": 320, "height": 740})
    until(page, AT_REST)  # the theme's sidebar fades into a drawer
    found["narrow"] = violations(page)
    assert found == {"live": [], "stale": [], "narrow": []}


def test_axe_finds_nothing_in_an_open_menu(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.root.get_by_text("Take it with you").click()
    expect(liquidation.root.locator(".calc-take img")).to_be_visible()
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")
    liquidation.button("Copy as text").click()
    expect(page.get_by_role("textbox", name="Result as text")).to_be_focused()
    found = {"light": violations(page, "calc-widget")}
    page.evaluate("void delete navigator.clipboard.writeText")
    page.set_viewport_size({"width": 320, "height": 740})
    page.locator(".md-header__option label:visible").click()
    until(page, AT_REST)
    found["dark"] = violations(page, "calc-widget")
    page.locator(".md-header__option label:visible").click()
    page.mouse.move(0, 400)
    liquidation.field("leverage").fill("lots")
    expect(liquidation.root.get_by_text("These inputs have no result")).to_be_visible()
    until(page, AT_REST)
    found["stale"] = violations(page, "calc-widget")
    assert found == {"light": [], "dark": [], "stale": []}


def test_axe_finds_nothing_while_an_engine_starts_or_fails(page: Page, watch: Watch, faults: dict[str, Fault], widget: Find) -> None:
    watch.expected.append("Failed to load resource")
    faults["/assets/engine/instant.js"] = faults["/assets/engine/start.js"] = None
    page.goto(PAGE + "?calc=liquidation&v=1&leverage=25")
    liquidation = widget(page, "liquidation")
    liquidation.expect_state("loading")
    found = {"loading": violations(page)}
    faults["/assets/engine/instant.js"] = faults["/assets/engine/start.js"] = (404, "text/plain", b"")
    page.reload()
    liquidation.expect_state("failed")
    found["failed"] = violations(page)
    assert found == {"loading": [], "failed": []}


def test_every_control_has_a_visible_label_and_unit(live: Live, widget: Find) -> None:
    page = live(PAGE)
    assert page.evaluate(UNLABELLED) == []
    liquidation = widget(page, "liquidation")
    for name in ("entry_price", "leverage", "initial_margin"):
        expect(liquidation.root.locator(f"[data-field={name}] .calc-label")).to_be_visible()
        expect(liquidation.root.locator(f"[data-field={name}] .calc-unit")).to_be_visible()


def test_a_whole_journey_on_the_keyboard(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = widget(page, "liquidation")
    _tab_to(page, liquidation.chip("100×"))
    page.keyboard.press("Enter")
    expect(liquidation.verdict).to_be_focused()
    expect(liquidation.verdict).to_contain_text("100×")
    _tab_to(page, liquidation.root.locator("[name=side]:checked"), "Shift+Tab")
    page.keyboard.press("ArrowRight")
    expect(liquidation.verdict).to_contain_text("short")
    _tab_to(page, liquidation.field("leverage"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("4")
    page.keyboard.press("ArrowUp")
    expect(liquidation.verdict).to_contain_text("5× short")
    page.keyboard.press("Enter")
    _tab_to(page, liquidation.slider("leverage"))
    page.keyboard.press("ArrowRight")
    expect(liquidation.verdict).to_contain_text("6× short")
    _tab_to(page, liquidation.root.locator("[data-drag=entry_price]"))
    page.keyboard.press("ArrowUp")
    expect(liquidation.field("entry_price")).to_have_value("101,000")
    _tab_to(page, liquidation.root.locator("summary", has_text="Show the working"))
    page.keyboard.press("Enter")
    expect(liquidation.root.locator(".calc-steps")).to_be_visible()
    _tab_to(page, liquidation.button("Reset"))
    page.keyboard.press("Enter")
    expect(liquidation.field("leverage")).to_have_value("10")


@pytest.mark.parametrize(
    "selector", ["[name=leverage]", "input[type=range]", "[data-step='1']", "a.calc-chip", "summary", "[data-drag]", "[data-do=reset]"]
)
def test_the_keyboard_sees_where_it_is(selector: str, live: Live, widget: Find) -> None:
    page = live(PAGE)
    page.mouse.move(0, 0)
    target = page.locator(f"calc-widget {selector}").first
    target.focus()
    widget(page, "liquidation").expect_state("live")
    box = target.bounding_box()
    assert box
    around: Any = {"x": box["x"] - 8, "y": box["y"] - 8, "width": box["width"] + 16, "height": box["height"] + 16}
    page.keyboard.press("Shift")  # now it is the keyboard's focus
    focused = page.screenshot(clip=around)
    target.blur()
    assert page.screenshot(clip=around) != focused


def _tab_to(page: Page, target: Any, key: str = "Tab") -> None:
    for _ in range(80):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{key} never reaches {target}")

"""One link, one scenario: opened, followed, written, copied, and gone back to."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

import calc

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Widget
    from tests.serving import Fault

    Live = Callable[[str], Page]
    Find = Callable[[Page, str], Widget]

PAGE = "calculators/liquidation/"
GOLDEN = Path(__file__).parents[1] / "golden" / "links.txt"
FOLLOW = """query => new Promise((resolve) => {
  const widget = document.querySelector("calc-widget");
  widget.addEventListener("calc:result", ({ detail }) => resolve(detail.outputs), { once: true });
  widget.restore(query);
})"""
SHARED = "?calc=liquidation&v=1&side=long&entry_price=100000&leverage=25"


def test_a_shared_link_shows_its_number(page: Page, widget: Find) -> None:
    page.goto(PAGE + SHARED)
    liquidation = widget(page, "liquidation")
    liquidation.expect_state("live")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    expect(liquidation.root).to_have_attribute("data-engine", "pyodide")
    expect(liquidation.field("leverage")).to_have_value("25")
    liquidation.expect_stale(stale=False)
    expect(page).to_have_url(re.compile(re.escape(SHARED) + "$"))


def test_a_shared_link_greys_the_worked_example_and_its_sentences_at_once(page: Page, widget: Find, faults: dict[str, Fault]) -> None:
    faults["/assets/engine/instant.js"] = faults["/assets/engine/python.part"] = None
    page.goto("twins/" + SHARED)
    widget(page, "liquidation").expect_state("loading")
    for follower in page.locator("[data-follow=liquidation]").all():
        expect(follower).to_have_attribute("data-stale", "")
    expect(page.locator("[data-follow=second][data-stale]")).to_have_count(0)


def test_a_shared_link_greys_the_worked_example_at_once(page: Page, widget: Find, faults: dict[str, Fault]) -> None:
    faults["/assets/engine/instant.js"] = faults["/assets/engine/python.part"] = None
    page.goto(PAGE + SHARED)
    liquidation = widget(page, "liquidation")
    liquidation.expect_state("loading")
    liquidation.expect_stale()
    expect(liquidation.field("leverage")).to_be_disabled()
    expect(liquidation.output("liquidation_price")).to_have_text("90,452.26")


def test_the_address_follows_after_a_pause_and_keeps_its_place_in_the_history(live: Live, widget: Find) -> None:
    page = live(PAGE + "?h=leverage#reference")
    liquidation = widget(page, "liquidation")
    length = page.evaluate("history.length")
    page.evaluate("history.replaceState({ y: 7 }, '')")
    liquidation.field("leverage").fill("25")
    expect(page).to_have_url(re.compile(r"\?calc=liquidation&v=2&side=long&entry_price=100000&leverage=25&.*&h=leverage#liquidation$"))
    assert page.evaluate("history.length") == length
    assert page.evaluate("history.state") is not None


def test_the_address_keeps_quiet_until_something_is_changed(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.touch("leverage")
    liquidation.expect_state("live")
    liquidation.field("leverage").fill("x")
    expect(liquidation.problem("leverage")).to_be_visible()
    page.get_by_role("link", name="Reference").first.click()
    expect(page).to_have_url(re.compile(PAGE + "#reference$"))


def test_examples_are_places_to_come_back_to(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.chip("100×").click()
    expect(liquidation.field("leverage")).to_have_value("100")
    expect(liquidation.chip("100×")).to_have_attribute("aria-current", "true")
    expect(liquidation.chip("10× long")).not_to_have_attribute("aria-current", "true")
    expect(liquidation.verdict).to_be_focused()
    expect(page).to_have_url(re.compile("leverage=100&"))
    liquidation.chip("2×").click()
    expect(liquidation.field("leverage")).to_have_value("2")
    page.go_back()
    expect(liquidation.field("leverage")).to_have_value("100")
    page.go_back()
    expect(liquidation.field("leverage")).to_have_value("10")
    expect(page).to_have_url(re.compile(PAGE + "$"))
    page.go_forward()
    expect(liquidation.field("leverage")).to_have_value("100")
    expect(liquidation.verdict).to_contain_text("100×")


def test_back_overtakes_a_link_without_an_answer_yet(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = widget(page, "liquidation")
    page.evaluate("query => { const it = document.querySelector('calc-widget'); it.restore(query); it.restore(); }", SHARED)
    liquidation.expect_state("live")
    expect(liquidation.field("leverage")).to_have_value("10")
    expect(liquidation.output("liquidation_price")).to_have_text("90,452.26")


def test_back_restores_what_was_typed_before_an_example(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("33")
    expect(liquidation.verdict).to_contain_text("33×")
    liquidation.chip("2×").click()
    expect(liquidation.field("leverage")).to_have_value("2")
    page.go_back()
    expect(liquidation.field("leverage")).to_have_value("33")


def test_a_link_in_a_sentence_is_followed_on_the_spot(live: Live, widget: Find) -> None:
    page = live("twins/")
    page.evaluate("document.querySelector('calc-widget').same = true")
    page.get_by_role("link", name="20×", exact=True).first.click()
    liquidation = widget(page, "liquidation")
    expect(liquidation.field("leverage")).to_have_value("20")
    expect(liquidation.verdict).to_be_focused()
    expect(liquidation.verdict).to_be_in_viewport()
    assert page.evaluate("document.querySelector('calc-widget').same")
    page.go_back()
    expect(liquidation.field("leverage")).to_have_value("10")


def test_a_link_to_another_calculator_goes_to_its_page(live: Live, widget: Find) -> None:
    page = live("twins/")
    page.get_by_role("link", name="the margin at 50×").click()
    margin = widget(page, "margin")
    expect(margin.field("leverage")).to_have_value("50")
    expect(margin.verdict).to_contain_text("50×")


def test_a_click_with_a_modifier_is_the_browsers(live: Live, widget: Find) -> None:
    page = live(PAGE)
    with page.context.expect_page() as opened:
        widget(page, "liquidation").chip("2×").click(modifiers=["ControlOrMeta"])
    opened.value.close()
    expect(widget(page, "liquidation").field("leverage")).to_have_value("10")


def test_copy_link_copies_the_whole_scenario_and_leaves_a_place_to_come_back_to(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = widget(page, "liquidation")
    length = page.evaluate("history.length")
    liquidation.field("leverage").fill("25")
    liquidation.button("Copy link").click()
    expect(liquidation.root.get_by_text("Link copied.").first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.search(PAGE + r"\?calc=liquidation&v=2&side=long&entry_price=100000&leverage=25&.*#liquidation$", copied)
    expect(page).to_have_url(copied)
    assert page.evaluate("history.length") > length or length == 50
    liquidation.field("leverage").fill("30")
    expect(page).to_have_url(re.compile("leverage=30"))
    page.go_back()
    expect(liquidation.field("leverage")).to_have_value("25")


def test_copy_link_shows_the_link_where_the_clipboard_is_closed(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = widget(page, "liquidation")
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")
    liquidation.button("Copy link").click()
    link = page.get_by_role("textbox", name="Link to this scenario")
    expect(link).to_be_focused()
    expect(link).to_have_value(re.compile("#liquidation$"))
    page.evaluate("void delete navigator.clipboard.writeText")


def test_there_is_no_link_to_bad_input(live: Live, widget: Find) -> None:
    liquidation = widget(live(PAGE), "liquidation")
    liquidation.field("leverage").fill("500")
    liquidation.button("Copy link").click()
    expect(liquidation.field("leverage")).to_be_focused()
    expect(liquidation.root.locator("[data-copied]")).to_be_hidden()


@pytest.mark.parametrize("start", ["", "?calc=liquidation&v=1&leverage=25"])
def test_reset_clears_the_address(start: str, live: Live, widget: Find) -> None:
    page = live(PAGE + start)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("50")
    expect(page).to_have_url(re.compile("leverage=50"))
    liquidation.button("Reset").click()
    expect(liquidation.field("leverage")).to_have_value("10")
    expect(page).to_have_url(re.compile(PAGE + "$"))


def pairs(said: str) -> list[tuple[str, Any]]:
    """Names and values, as tests/golden/links.txt writes them: each value is JSON, which may hold commas of its own."""
    found, at = [], 0
    while at < len(said):
        name, _, _ = said[at:].partition(" ")
        value, at = json.JSONDecoder().raw_decode(said, at + len(name) + 1)
        found.append((name, value))
        at += len(", ")
    return found


@pytest.mark.parametrize("name", calc.NAMES)
def test_golden_links_give_their_answers_for_ever(name: str, live: Live) -> None:
    page = live(f"calculators/{name.replace('_', '-')}/")
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    expected = {query: pairs(answers.strip()) for query, answers in zip(lines[::2], lines[1::2], strict=True) if f"calc={name}&" in query}
    assert expected
    for query, answers in expected.items():
        outputs = page.evaluate(FOLLOW, query)
        shown = dict(answers)
        assert (query, {output: value_of(outputs, output) for output in shown}) == (query, shown)


def value_of(outputs: dict[str, Any], name: str) -> Any:
    """An answer by its name; a name with a dot is a field of rows, of each of them."""
    output, _, field = name.partition(".")
    return [row[field] for row in outputs[output]] if field else outputs[output]

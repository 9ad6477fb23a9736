"""Before any script, and without: every page complete, every widget whole, every number right."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, expect

import calc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from calc.inputs import Output
    from tests.e2e.conftest import Widget
    from tests.serving import Site

    Find = Callable[[Page, str], Widget]


VALUES = "all => Object.fromEntries(all.map((one) => [one.getAttribute('name'), one.dataset.value]))"
PARTS = """all => all.map((one) => [
  one.querySelector("form fieldset [name]") !== null,
  ...["[data-part=result] .calc-verdict", "[aria-live=polite]", ":is([style], script, [onclick])"]
    .map((part) => one.querySelectorAll(part).length),
])"""


@pytest.fixture
def still(browser: Browser, site: Site) -> Iterator[Page]:
    with browser.new_context(base_url=site.url, java_script_enabled=False) as context:
        yield context.new_page()


def answers(outputs: tuple[Output, ...], result: Any) -> Iterator[tuple[str, Any]]:
    """Every answer by its name on the page; the text that heads a row is a heading and no answer."""
    for output in outputs:
        value = getattr(result, output.name)
        for number, row in enumerate(value if output.fields else ()):
            yield from ((f"{output.name}.{number}.{f.name}", getattr(row, f.name)) for f in output.fields if f.name != "name")
        if not output.fields:
            yield output.name, value


@pytest.mark.parametrize("name", calc.NAMES)
def test_a_calculators_page_shows_its_default_answer(name: str, still: Page, widget: Find) -> None:
    still.goto(f"calculators/{name.replace('_', '-')}/")
    shown = widget(still, name)
    shown.expect_state("static")
    calculator = calc.load(name)
    answer = calculator()
    texts = shown.root.locator("output").evaluate_all(VALUES)
    for output, value in answers(calculator.outputs, answer):
        text = texts[output]
        assert (json.loads(text) if text else None) == value if not isinstance(value, str) else text == value
    expect(shown.verdict).to_be_visible()
    expect(shown.root.locator("svg.calc-plot").first).to_be_visible()
    expect(shown.root.locator("fieldset")).to_have_attribute("disabled", "")
    expect(shown.failure).to_be_hidden()


def test_a_page_that_asks_first_has_its_answer_and_no_question(still: Page, widget: Find) -> None:
    still.goto("")
    leverage = widget(still, "leverage")
    expect(leverage.verdict).to_be_visible()
    expect(leverage.root.locator(".calc-form")).to_be_visible()
    expect(leverage.root.locator(".calc-cover")).to_be_hidden()
    expect(leverage.root.locator(".calc-plot .cross")).to_be_visible()
    expect(still.get_by_role("heading", name="What just happened")).to_be_visible()


def test_every_widget_holds_its_form(still: Page, site: Site) -> None:
    found = []
    for path in site.pages:
        still.goto(path, wait_until="domcontentloaded")
        found += [(path, parts) for parts in still.locator("calc-widget").evaluate_all(PARTS)]
    assert [(path, parts) for path, parts in found if parts != [True, 1, 1, 0]] == []
    assert len(found) > len(calc.NAMES)

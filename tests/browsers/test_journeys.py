"""What readers do most, in every browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browsers.reader import Reader

PAGE = "calculators/liquidation/"
ANSWER = 'output[name="liquidation_price"]'
SHARED = "?calc=liquidation&v=1&side=long&entry_price=100000&leverage=25"
LISTEN = """window.answers = [];
  addEventListener("calc:result", ({ detail }) => answers.push(detail.engine + " " + detail.outputs.liquidation_price.toFixed(2)));"""


def test_a_page_answers_and_its_address_follows(reader: Reader) -> None:
    reader.open(PAGE)
    reader.sees(ANSWER, "90,452.26")
    reader.ask(LISTEN)
    reader.type("leverage", "25")
    reader.sees(ANSWER, "96,482.41")
    reader.stands_at("leverage=25&")
    reader.finds("calc-widget[data-state=live][data-engine=pyodide]")
    reader.sees(ANSWER, "96,482.41")
    assert "micropython 96482.41" in reader.ask("return answers")


@pytest.mark.prove
def test_a_shared_link_opens_with_its_answer(reader: Reader) -> None:
    reader.open(PAGE + SHARED)
    reader.sees(ANSWER, "96,482.41")
    reader.reads("leverage", "25")
    reader.finds("calc-widget[data-state=live]:not([data-stale])")
    assert reader.where() == PAGE + SHARED
    reader.finds("calc-widget[data-engine=pyodide]")


@pytest.mark.prove
def test_a_link_is_copied_and_is_a_place_to_come_back_to(reader: Reader) -> None:
    reader.open(PAGE)
    reader.type("leverage", "25")
    reader.sees(ANSWER, "96,482.41")
    reader.press("button", "Copy link")
    reader.finds("[data-copied]:not([hidden])")
    reader.stands_at("leverage=25&")
    reader.type("leverage", "30")
    reader.stands_at("leverage=30&")
    reader.back()
    reader.reads("leverage", "25")
    reader.sees(ANSWER, "96,482.41")


@pytest.mark.prove
def test_back_restores_what_stood_there_before_an_example(reader: Reader) -> None:
    reader.open(PAGE)
    reader.press("a", "100×")
    reader.reads("leverage", "100")
    reader.stands_at("leverage=100&")
    reader.press("a", "2×")
    reader.reads("leverage", "2")
    reader.back()
    reader.reads("leverage", "100")
    reader.back()
    reader.reads("leverage", "10")
    reader.sees(ANSWER, "90,452.26")


@pytest.mark.prove
def test_sliders_and_handles_follow_the_keyboard(reader: Reader) -> None:
    reader.open(PAGE)
    slider = "[data-field=leverage] input[type=range]"
    reader.key(slider, "ArrowRight")
    reader.reads("leverage", "11")
    reader.finds(f"{slider}:focus")
    reader.key("[data-drag=entry_price]", "ArrowUp")
    reader.wait("return document.querySelector('[name=entry_price]').value", until=lambda value: value != "100,000")
    reader.finds("[data-drag=entry_price]:focus")


@pytest.mark.prove
def test_dark_colours_reach_the_page_and_stay(reader: Reader) -> None:
    ground = "return getComputedStyle(document.querySelector('.calc-sheet')).backgroundColor"
    reader.open(PAGE)
    light = reader.ask(ground)
    reader.press(".md-header__option label", "Dark colours")
    dark = reader.wait(ground, until=lambda colour: colour != light)
    reader.open("calculators/margin/")
    reader.wait(ground, until=lambda colour: colour == dark)
    reader.press(".md-header__option label", "Light colours")
    reader.wait(ground, until=lambda colour: colour == light)


@pytest.mark.prove
@pytest.mark.parametrize("place", ["served"], indirect=True)  # in a folder every page is loaded anew
def test_one_engine_serves_the_whole_visit(reader: Reader) -> None:
    reader.open(PAGE)
    reader.ask("window.loadedOnce = true")
    reader.type("leverage", "25")
    reader.finds("calc-widget[data-engine=pyodide]")
    reader.press("a", "Margin")
    reader.finds("calc-widget#margin")
    reader.ask("addEventListener('calc:result', ({ detail }) => (window.first ??= detail.engine))")
    reader.type("leverage", "20")
    reader.stands_at("calculators/margin/?calc=margin&")
    assert reader.ask("return [window.loadedOnce, window.first]") == [True, "pyodide"]
    reader.back()
    reader.reads("leverage", "25")
    reader.sees(ANSWER, "96,482.41")


@pytest.mark.prove
def test_search_finds_a_page(reader: Reader) -> None:
    reader.open("")
    reader.press(".md-search__input")
    reader.window.press(*"cross account")
    reader.press(".md-search-result__link")
    reader.stands_at("?h=")
    reader.wait("return document.querySelector('h1').textContent", until=lambda title: "account" in title.lower())

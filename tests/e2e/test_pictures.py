"""Pictures: as high as Python says, read with a pointer, a finger and the keyboard, their axes at rest while a slider moves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

import calc

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Widget

    Live = Callable[[str], Page]
    Find = Callable[[Page, str], Widget]

HEIGHTS = """() => [...document.querySelectorAll(".calc-plot")].map((plot) =>
  [Number(plot.getAttribute("height")), plot.getBoundingClientRect().height])"""


def page_of(name: str) -> str:
    return f"calculators/{name.replace('_', '-')}/"


@pytest.fixture
def picture(live: Live, widget: Find) -> Locator:
    """The chart of what one move does, which shows a share of the margin for each move of the price."""
    return widget(live(page_of("leverage")), "leverage").root.locator(".calc-picture").first


def reading(picture: Locator) -> Locator:
    return picture.locator(".calc-read")


def rows(picture: Locator) -> list[str]:
    found: list[str] = (
        picture.locator("xpath=..")
        .locator("tr[data-x]")
        .evaluate_all("rows => rows.map(row => [...row.children].map(cell => cell.textContent).join(' '))")
    )
    return found


def values(picture: Locator) -> str:
    """What is read off: the table's row without the names of its columns."""
    lines = (reading(picture).text_content() or "").splitlines()
    return " ".join(lines)


@pytest.mark.parametrize("name", calc.NAMES)
def test_a_picture_is_as_high_as_it_was_drawn(name: str, live: Live, widget: Find) -> None:
    page = live(page_of(name))
    expect(widget(page, name).root).to_be_visible()
    heights = page.evaluate(HEIGHTS)
    assert heights
    assert [drawn for drawn, _ in heights] == [shown for _, shown in heights]


def test_a_pointer_reads_the_nearest_row_of_the_table(picture: Locator) -> None:
    picture.scroll_into_view_if_needed()
    plot = picture.locator(".calc-plot")
    box = plot.bounding_box()
    assert box is not None
    expect(reading(picture)).to_be_hidden()
    plot.page.mouse.move(box["x"] + box["width"] * 0.98, box["y"] + box["height"] / 2)
    expect(reading(picture)).to_be_visible()
    last = rows(picture)[-1].split(" ")[0]
    assert last in values(picture)
    plot.page.mouse.move(1, 1)
    expect(reading(picture)).to_be_hidden()


def test_the_keyboard_reads_row_by_row_and_says_so(picture: Locator) -> None:
    reader = picture.locator(".calc-reader")
    reader.focus()
    reader.press("Home")
    reader.press("ArrowRight")
    expect(reading(picture)).to_be_visible()
    second = rows(picture)[1].split(" ")[0]
    assert second in (reader.get_attribute("aria-valuetext") or "")
    reader.blur()
    expect(reading(picture)).to_be_hidden()


def test_the_table_of_a_picture_has_a_row_for_every_reading(picture: Locator) -> None:
    expect(picture.locator(".calc-reader")).to_have_attribute("max", str(len(rows(picture)) - 1))


def test_a_reading_goes_when_other_numbers_come(live: Live, widget: Find) -> None:
    leverage = widget(live(page_of("leverage")), "leverage")
    leverage.touch("leverage")
    leverage.expect_state("live")
    picture = leverage.root.locator(".calc-picture").first
    reader = picture.locator(".calc-reader")
    reader.focus()
    reader.press("ArrowRight")
    expect(reading(picture)).to_be_visible()
    leverage.field("leverage").fill("20")
    expect(reading(picture)).to_be_hidden()
    expect(reader).not_to_have_attribute("aria-valuetext", re.compile(""))

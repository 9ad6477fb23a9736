"""Charts at every width, heights that stay, a sheet of paper; `test_readers.py` looks at every page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

import calc
from calc.view.page import preset_link
from tests.measures import faults, resize

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.conftest import Widget

    Live = Callable[[str], Page]
    Find = Callable[[Page, str], Widget]

WIDTHS = (320, 360, 768, 1280, 1920)
SEVEN = (
    "BTC,long,2,100000,,50;BTC,short,1.6,100000,,50;SOL,long,50,200;XRP,long,2000,2.5;BNB,long,5,1000;DOGE,short,10000,0.2;ADA,long,500,0.8"
)
EDGES = {  # beside the presets
    "liquidation": (
        "?calc=liquidation&v=1&leverage=100&stop_price=99000",
        "?calc=liquidation&v=1&side=short&leverage=3&stop_price=120000",
        "?calc=liquidation&v=1&leverage=1",
        "?calc=liquidation&v=2&contract=inverse&side=short&leverage=1",
        "?calc=liquidation&v=2&contract=inverse&maintenance_basis=entry&leverage=3",
    ),
    "cross_account": ("?calc=cross_account&v=1&shock=-0.3&positions=" + SEVEN,),
}

RESTORE = """([name, query]) => new Promise((answered, late) => {
  const widget = document.getElementById(name);
  widget.addEventListener("calc:result", () => answered(), { once: true });
  setTimeout(() => late(new Error(`no answer for ${query}`)), 10_000);
  widget.restore(query);
})"""
CHART_TEXTS = """() => {
  const found = [];
  for (const plot of document.querySelectorAll(".calc-plot")) {
    const sheet = plot.closest(".calc-sheet").getBoundingClientRect();
    const texts = [...plot.querySelectorAll("text")].filter((text) => text.textContent.trim() && text.getClientRects().length
      && getComputedStyle(text).visibility === "visible").map((text) => [text.textContent, text.getBoundingClientRect()]);
    texts.forEach(([words, box], index) => {
      if (box.left < sheet.left || box.right > sheet.right) found.push(`${words} leaves the sheet`);
      for (const [others, other] of texts.slice(index + 1)) {
        const width = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const height = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (width > 1 && height > 0.3 * box.height) found.push(`${words} lies on ${others}`); // a box is higher than its letters
      }
    });
  }
  return found;
}"""


def page_of(name: str) -> str:
    return f"calculators/{name.replace('_', '-')}/"


def links_of(name: str) -> list[str]:
    """The defaults, every preset, and the edges that are known."""
    c = calc.load(name)
    return [preset_link(c, {}), *(preset_link(c, dict(preset.texts)) for preset in c.presets), *EDGES.get(name, ())]


@pytest.mark.parametrize("name", calc.NAMES)
def test_every_preset_of_a_link_is_answered_and_its_charts_keep_their_words_apart(
    name: str, live: Live, widget: Find, *, prove: bool
) -> None:
    page = live(page_of(name))
    shown = widget(page, name)
    found = {}
    for width in WIDTHS if prove else WIDTHS[::2]:
        resize(page, width)
        for query in links_of(name):
            page.evaluate(RESTORE, [name, query])
            shown.expect_stale(stale=False)
            found[query, width] = page.evaluate(CHART_TEXTS) + faults(page, "sideways")
    assert {where: words for where, words in found.items() if words} == {}


def test_the_verdict_stays_in_sight_on_a_phone(live: Live, widget: Find) -> None:
    page = live("calculators/liquidation/")
    page.set_viewport_size({"width": 360, "height": 740})
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    expect(liquidation.verdict).to_contain_text("25×")
    expect(liquidation.field("leverage")).to_be_in_viewport()
    expect(liquidation.verdict).to_be_in_viewport()


@pytest.mark.parametrize("name", calc.NAMES)
def test_every_state_is_as_high_as_the_others(name: str, live: Live, widget: Find) -> None:
    page = live(page_of(name))
    shown = widget(page, name)
    height = "element => element.getBoundingClientRect().height"
    still = shown.root.evaluate(height)
    shown.touch(next(i.name for i in calc.load(name).inputs if i.numeric))
    shown.expect_state("live")
    assert abs(shown.root.evaluate(height) - still) <= 1


def test_paper_shows_inputs_answer_and_address(live: Live, widget: Find) -> None:
    page = live("calculators/liquidation/")
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    expect(liquidation.verdict).to_contain_text("25×")
    page.evaluate("void (window.print = () => dispatchEvent(new Event('beforeprint')))")
    liquidation.button("Print").click()
    expect(liquidation.root).to_have_attribute("data-printing", "")
    page.emulate_media(media="print")
    expect(liquidation.root.locator("[data-address]")).to_have_text(
        re.compile(r"^Printed \d+ \w+ \d{4} from http://.*/calculators/liquidation/\?calc=.*leverage=25&.*#liquidation$")
    )
    expect(liquidation.verdict).to_be_visible()
    expect(liquidation.root.locator(".calc-examples")).to_be_hidden()
    expect(liquidation.button("Print")).to_be_hidden()
    expect(page.get_by_role("heading", name="Reference", exact=True)).to_be_hidden()
    sheet = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(liquidation.root).not_to_have_attribute("data-printing", "")

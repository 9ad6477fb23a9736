"""What a reader takes along: text, files, an image, a citation and a call; from every state of a calculator, and never a covered answer."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Download, Page, expect

import calc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator

    from tests.e2e.conftest import Watch, Widget
    from tests.serving import Fault, Site

    Live = Callable[[str], Page]
    Find = Callable[[Page, str], Widget]

PAGE = "calculators/liquidation/"
BUTTONS = ["Download image", "Copy as text", "Download JSON", "Download CSV", "Print", "Copy citation", "Copy call", "Copy frame"]
SHEET = {"light": (255, 255, 255), "dark": (24, 27, 30)}
LIQUIDATION = {"light": (181, 8, 42), "dark": (255, 107, 112)}
PIXELS = """async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  const counts = {};
  for (let at = 0; at < data.length; at += 4) {
    const colour = data.slice(at, at + 4).join();
    counts[colour] = (counts[colour] ?? 0) + 1;
  }
  return { width: canvas.width, height: canvas.height, counts };
}"""


def menu(widget: Widget) -> Locator:
    return widget.root.locator(".calc-take > details")


def opened(widget: Widget) -> Locator:
    """The menu, filled, with the preview of the image in it."""
    widget.root.get_by_text("Take it with you").click()
    expect(menu(widget).locator("img")).to_be_visible()
    return menu(widget)


def saved(page: Page, button: Locator) -> Download:
    with page.expect_download() as download:
        button.click()
    return download.value


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def at_25(page: Page, widget: Find) -> Widget:
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("25")
    expect(liquidation.verdict).to_contain_text("25×")
    return liquidation


def test_a_closed_menu_asks_for_nothing_and_an_open_one_has_everything(live: Live, widget: Find) -> None:
    liquidation = at_25(live(PAGE), widget)
    expect(menu(liquidation).locator('[data-part="take"]')).to_be_empty()
    found = opened(liquidation)
    for name in BUTTONS:
        expect(found.get_by_role("button", name=name)).to_be_visible()
    expect(found.get_by_role("img")).to_have_accessible_name(re.compile("^The image: A 25× long .* closed out at 96,482.41"))


def test_the_text_is_copied_with_the_address_of_the_scenario(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = at_25(page, widget)
    opened(liquidation).get_by_role("button", name="Copy as text").click()
    expect(menu(liquidation).get_by_text("Copied.")).to_be_visible()
    expect(liquidation.say).to_have_text("Copied.")
    text = copied(page)
    assert text.startswith("A 25× long opened at 100,000 is closed out at 96,482.41.")
    assert re.search(re.escape(PAGE) + r"\?calc=liquidation&v=2&.*leverage=25&.*#liquidation$", text)


def test_json_and_csv_are_files_with_the_same_numbers(live: Live, widget: Find) -> None:
    page = live(PAGE)
    found = opened(at_25(page, widget))
    day = page.evaluate("new Date().toLocaleDateString('sv')")
    plain = saved(page, found.get_by_role("button", name="Download JSON"))
    table = saved(page, found.get_by_role("button", name="Download CSV"))
    assert [f"liquidation-{day}.json", f"liquidation-{day}.csv"] == [plain.suggested_filename, table.suggested_filename]
    answered = json.loads(content(plain))
    assert ["calculator", "version", "inputs", "outputs", "notes", "link"] == list(answered)
    price = calc.liquidation(leverage=25).liquidation_price
    assert (25, price) == (answered["inputs"]["leverage"], answered["outputs"]["liquidation_price"])
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(content(table).decode(), newline=""))}
    assert price == float(rows["liquidation_price"]["value"])
    assert ("25", "×") == (rows["leverage"]["value"], rows["leverage"]["unit"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_image_has_the_colours_of_the_page_and_of_the_chart(scheme: str, live: Live, widget: Find) -> None:
    page = live(PAGE)
    page.set_viewport_size({"width": 360, "height": 800})  # as large from a phone as from anywhere
    dark = page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    if dark != (scheme == "dark"):
        page.locator(".md-header__option label:visible").click()
    found = opened(at_25(page, widget))
    image = saved(page, found.get_by_role("button", name="Download image"))
    assert re.fullmatch(r"liquidation-\d{4}-\d\d-\d\d\.png", image.suggested_filename)
    seen: Any = page.evaluate(PIXELS, "data:image/png;base64," + base64.b64encode(content(image)).decode())
    if scheme == "dark":
        page.locator(".md-header__option label:visible").click()
        page.mouse.move(0, 400)
    counts = {tuple(map(int, colour.split(","))): count for colour, count in seen["counts"].items()}
    whole = seen["width"] * seen["height"]
    assert 1200 == seen["width"]
    assert 1200 < seen["height"] < 2400
    assert 0.5 < counts[(*SHEET[scheme], 255)] / whole < 0.95
    assert counts[(*LIQUIDATION[scheme], 255)] > 1_000
    assert {255} == {colour[3] for colour in counts}


def test_an_image_can_be_made_of_every_calculator(live: Live, widget: Find, site: Site, *, prove: bool) -> None:
    paths = [path for path in site.pages if re.fullmatch(r"calculators/[^/]+/", path)]
    for path in paths if prove else paths[::3]:
        page = live(path)
        shown = widget(page, path.split("/")[1].replace("-", "_"))
        shown.root.locator("form [name]").first.focus()
        found = opened(shown)
        assert 1200 == found.locator("img").evaluate("image => image.naturalWidth"), path
        expect(page.locator(".calc-poster")).to_have_count(0)


def test_the_citation_and_the_call_are_shown_and_copied(live: Live, widget: Find) -> None:
    page = live(PAGE)
    found = opened(at_25(page, widget))
    for name, shown in (("Copy citation", found.locator(".calc-take-cite")), ("Copy call", found.locator("code", has_text="import calc"))):
        found.get_by_role("button", name=name).click()
        expect(
            found.locator(".calc-take-rest > div").filter(has=page.get_by_role("button", name=name)).get_by_text("Copied.")
        ).to_be_visible()
        assert shown.text_content() == copied(page)
    expect(found.locator(".calc-take-cite")).to_contain_text(
        re.compile(r"^The Leverage Guide, .*version 2.*, \d+ \w{3} \d{4}, http.*leverage=25")
    )
    expect(found.locator("code", has_text="import calc")).to_have_text("import calc\n\ncalc.liquidation(leverage=25)")


def test_the_call_leads_to_the_console_that_the_navigation_knows(live: Live, widget: Find) -> None:
    page = live(PAGE)
    page.evaluate("""() => {
      const link = document.createElement("a");
      link.href = "../../project/console/";
      document.querySelector("nav").append(link);
    }""")
    there = opened(at_25(page, widget)).get_by_role("link", name="Open in the console")
    expect(there).to_have_attribute("href", re.compile(r"/project/console/\?calc=liquidation&v=2&side=long&.*leverage=25"))
    page.evaluate("document.querySelector('nav').lastElementChild.remove()")


def test_where_the_clipboard_is_closed_the_text_can_be_selected(live: Live, widget: Find) -> None:
    page = live(PAGE)
    found = opened(at_25(page, widget))
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")
    found.get_by_role("button", name="Copy as text").click()
    field = found.get_by_role("textbox", name="Result as text")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile("^A 25× long"))
    assert field.evaluate("field => field.selectionEnd - field.selectionStart === field.value.length")
    found.get_by_role("button", name="Copy citation").click()
    expect(found.get_by_role("textbox", name="Citation")).to_be_focused()
    page.evaluate("void delete navigator.clipboard.writeText")


def test_the_menu_follows_the_numbers(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = at_25(page, widget)
    found = opened(liquidation)
    liquidation.field("leverage").fill("50")
    expect(found.locator("code", has_text="import calc")).to_have_text("import calc\n\ncalc.liquidation(leverage=50)")
    expect(found.get_by_role("img")).to_have_accessible_name(re.compile("50×"))
    assert 50 == json.loads(content(saved(page, found.get_by_role("button", name="Download JSON"))))["inputs"]["leverage"]


def test_inputs_without_an_answer_have_nothing_to_take(live: Live, widget: Find) -> None:
    liquidation = at_25(live(PAGE), widget)
    found = opened(liquidation)
    liquidation.field("leverage").fill("500")
    expect(found.get_by_text("These inputs have no result")).to_be_visible()
    expect(found.get_by_role("button")).to_have_count(0)
    liquidation.field("leverage").fill("5")
    expect(found.locator("code", has_text="import calc")).to_contain_text("leverage=5)")


def test_a_covered_answer_is_nowhere_to_be_taken(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = at_25(page, widget)
    found = opened(liquidation)
    liquidation.button("Guess first").click()
    expect(liquidation.root).to_have_attribute("data-covered", "")
    expect(found).not_to_have_attribute("open", "")
    expect(found.get_by_text("Take it with you")).to_be_hidden()
    expect(found.locator('[data-part="take"]')).to_have_text("")
    expect(found.locator("img")).to_have_count(0)
    liquidation.button("Copy link").click()
    expect(liquidation.root.get_by_text("Link copied. It opens with the answer hidden.").first).to_be_visible()
    expect(liquidation.button("Image of the result")).to_have_count(0)
    found.evaluate("details => { details.open = true; }")  # no reader can, and there is nothing behind it
    expect(found.locator('[data-part="take"]')).to_have_text("")
    found.evaluate("details => { details.open = false; }")
    liquidation.button("Skip").click()
    expect(opened(liquidation).locator("code", has_text="import calc")).to_be_visible()


def test_a_link_that_was_copied_offers_the_image(live: Live, widget: Find) -> None:
    liquidation = at_25(live(PAGE), widget)
    liquidation.button("Copy link").click()
    liquidation.button("Image of the result").click()
    expect(menu(liquidation).locator("summary")).to_be_focused()
    expect(menu(liquidation).locator("img")).to_be_in_viewport()


def test_a_device_that_shares_files_is_given_the_image(live: Live, widget: Find) -> None:
    page = live(PAGE)
    page.evaluate("""() => {
      navigator.canShare = ({ files }) => files.length === 1;
      navigator.share = ({ files: [file] }) => { document.body.dataset.shared = `${file.name} ${file.type}`; return Promise.resolve(); };
    }""")
    opened(at_25(page, widget)).get_by_role("button", name="Share image").click()
    expect(page.locator("body")).to_have_attribute("data-shared", re.compile(r"^liquidation-[\d-]+\.png image/png$"))
    page.evaluate("void (delete navigator.canShare, delete navigator.share)")


def test_a_browser_that_keeps_its_drawings_to_itself_has_all_but_the_image(live: Live, widget: Find) -> None:
    page = live(PAGE)
    page.evaluate("""() => {
      const { toBlob } = HTMLCanvasElement.prototype;
      HTMLCanvasElement.prototype.toBlob = (then) => { HTMLCanvasElement.prototype.toBlob = toBlob; then(null); };
    }""")
    liquidation = at_25(page, widget)
    liquidation.root.get_by_text("Take it with you").click()
    expect(menu(liquidation).locator("code", has_text="import calc")).to_be_visible()
    expect(liquidation.button("Download image")).to_have_count(0)
    liquidation.field("leverage").fill("20")
    expect(menu(liquidation).locator("img")).to_be_visible()
    expect(liquidation.button("Download image")).to_be_enabled()


def test_the_menu_works_from_the_worked_example(page: Page, widget: Find) -> None:
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    found = opened(liquidation)
    liquidation.expect_state("live")
    assert 10 == json.loads(content(saved(page, found.get_by_role("button", name="Download JSON"))))["inputs"]["leverage"]


def test_the_menu_says_so_when_the_calculator_stopped(page: Page, widget: Find, watch: Watch, faults: dict[str, Fault]) -> None:
    watch.expected += ["Failed to load resource"]
    page.goto(PAGE)
    liquidation = widget(page, "liquidation")
    faults["/assets/engine/instant.js"] = faults["/assets/engine/pyodide.asm.wasm"] = (404, "text/plain", b"")
    liquidation.root.get_by_text("Take it with you").click()
    expect(menu(liquidation).get_by_text("The calculator stopped, so there is nothing to take along.")).to_be_attached()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_menu_fits_the_screen_and_can_be_touched(width: int, scheme: str, live: Live, widget: Find) -> None:
    page = live(PAGE)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = opened(at_25(page, widget))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for button in found.locator("button:visible, summary").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24


def test_the_menu_is_reached_and_used_with_the_keyboard(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = at_25(page, widget)
    liquidation.root.locator('.calc-foot [data-do="print"]').focus()
    page.keyboard.press("Tab")
    expect(menu(liquidation).locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(menu(liquidation).locator("img")).to_be_visible()
    page.keyboard.press("Tab")
    expect(liquidation.button("Download image")).to_be_focused()
    liquidation.button("Copy citation").focus()
    page.keyboard.press("Enter")
    expect(menu(liquidation).get_by_text("Copied.")).to_be_visible()
    expect(liquidation.button("Copy citation")).to_be_focused()


def test_the_menu_prints_the_answer_and_is_not_on_the_paper(live: Live, widget: Find) -> None:
    page = live(PAGE)
    liquidation = at_25(page, widget)
    found = opened(liquidation)
    page.evaluate("void (window.print = () => dispatchEvent(new Event('beforeprint')))")
    found.get_by_role("button", name="Print").click()
    expect(liquidation.root).to_have_attribute("data-printing", "")
    expect(liquidation.root.locator("[data-address]")).to_contain_text("leverage=25")
    page.emulate_media(media="print")
    expect(found).to_be_hidden()


@pytest.fixture
def still(browser: Browser, site: Site) -> Iterator[Page]:
    with browser.new_context(base_url=site.url, java_script_enabled=False) as context:
        yield context.new_page()


def test_without_scripts_nothing_is_offered_that_would_need_them(still: Page, widget: Find) -> None:
    still.goto(PAGE)
    liquidation = widget(still, "liquidation")
    expect(liquidation.verdict).to_be_visible()
    expect(menu(liquidation)).to_be_hidden()
    expect(liquidation.root.locator(".calc-foot")).to_be_hidden()

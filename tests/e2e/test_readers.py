"""Every page for every reader: magnified, spaced, from right to left, in forced colours, without motion, by keyboard, by ear, on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.measures import AT_REST, COLOURS, faults, resize, settled, violations
from tools.browser import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.e2e.conftest import Watch, Widget
    from tests.serving import Site

    Live = Callable[[str], Page]
    Find = Callable[[Page, str], Widget]
    Record = Callable[[str, object], None]

PAGE = "calculators/liquidation/"
ONE_OF_EACH_KIND = (
    "",
    "learn/liquidation/",
    PAGE,
    PAGE + "10x-long/",
    "calculators/cross-account/",
    "calculators/simulator/",
    "project/console/",
    "ref/faq/",
)
MAGNIFIED = (320, 256)
"""What 400 % leave of a window of 1280 × 1024 pixels."""
REACHED = "[...document.querySelectorAll('article pre code')].every(code => code.scrollWidth <= code.clientWidth || code.tabIndex === 0)"
"""The theme lets keys scroll what has become too wide, but not at once."""
SCHEME = """scheme => {
  document.body.dataset.mdColorScheme = scheme;
  const paper = getComputedStyle(document.body).getPropertyValue("--calc-paper");
  document.documentElement.style.backgroundColor = scheme === "slate" ? paper : ""; // an embedded page has none of its own
}"""
DIRECTION = "direction => { document.documentElement.dir = document.body.dir = direction; }"
UNFOLD = """() => {
  for (const details of document.querySelectorAll(":is(calc-widget, calc-console) details:not(.calc-take *)")) details.open = true;
}"""
SPACING = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
SPACES = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
HEAR = """() => {
  window.heard = [];
  const regions = "[aria-live]:not([aria-live=off]), [role=status], [role=alert], output:not([aria-live=off])";
  const listen = new MutationObserver((changes) => {
    for (const { target } of changes) {
      const region = (target instanceof Element ? target : target.parentElement)?.closest(regions);
      if (region?.closest("article")) heard.push(region.textContent);
    }
  });
  listen.observe(document, { subtree: true, childList: true, characterData: true });
}"""
MOVES = """() => {
  window.moved = [];
  (function look() {
    moved.push(...document.getAnimations().map(({ effect, transitionProperty, animationName }) =>
      `${effect?.target?.className} ${transitionProperty ?? animationName}`));
    requestAnimationFrame(look);
  })();
}"""
FORCED = """() => {
  const style = (selector) => getComputedStyle(document.querySelector(`calc-widget ${selector}`));
  const line = (name) => ["stroke", "strokeDasharray", "strokeWidth"].map((of) => style(`.is-ladder .${name}`)[of]).join(" ");
  const bordered = [".calc-box", ".calc-choice", ".calc-chip", ".calc-problem"].filter((one) => style(one).borderTopStyle !== "solid");
  const choices = ["label:has(:checked)", "label:not(:has(:checked))"].map((one) => style(`.calc-choice ${one}`).backgroundColor);
  return [bordered, new Set(choices).size, new Set(["entry", "stop", "liquidation"].map(line)).size];
}"""
ORDER = """() => [...document.querySelectorAll("calc-widget")].flatMap((widget) => {
  const ahead = [...widget.querySelectorAll("[tabindex]")].filter(({ tabIndex }) => tabIndex > 0).map(({ outerHTML }) => outerHTML);
  const fields = [...widget.querySelectorAll(".calc-field")].filter((field) => field.checkVisibility());
  const places = fields.map((field) => field.getBoundingClientRect());
  const before = (one, other) => one.top + 1 < other.top || (one.top === other.top && one.left < other.left);
  const back = fields.filter((field, index) => index && before(places[index], places[index - 1]));
  return [...ahead, ...back.map(({ dataset }) => dataset.field)];
})"""


@pytest.fixture
def listening(live: Live) -> Live:
    """Goes to a page of which every announcement is heard."""

    def go(path: str) -> Page:
        page = live(path)
        page.evaluate(HEAR)
        return page

    return go


def test_every_page_is_for_every_reader(live: Live, site: Site, prove: bool, record_property: Record) -> None:
    kinds = {path.partition("/")[0]: path for path in site.pages}  # what stands around the article is the same within one
    closely = {*(site.pages if prove else site.pages[::3]), *ONE_OF_EACH_KIND, *kinds.values()}
    looks: dict[tuple[str, str], list[str]] = {}
    live(PAGE).emulate_media(reduced_motion="reduce")  # another size comes without the theme's transitions
    for path in sorted({*site.pages, *ONE_OF_EACH_KIND}):
        page = settled(live(path))
        looks[path, "light"] = violations(page, "html" if path in kinds.values() else "article")
        if path not in closely:
            continue
        page.evaluate(SCHEME, "slate")
        looks[path, "dark"] = violations(page, "article", COLOURS)  # the rest is the same in the light
        page.evaluate(SCHEME, "default")
        page.evaluate(UNFOLD)
        looks[path, "unfolded"] = faults(page, "sideways", "small", "unnamed")
        resize(page, *MAGNIFIED)
        until(page, REACHED)
        looks[path, "magnified"] = faults(page, "sideways", "clipped", "small") + violations(
            page, "article", ("scrollable-region-focusable",)
        )
        if prove or path in ONE_OF_EACH_KIND:
            looks.update({(path, state): found for state, found in _ways_of_reading(page)})
        resize(page, 1280, 900)
    found = {where: problems for where, problems in looks.items() if problems}
    record_property("pages and states read", len(looks))
    record_property("violations found", sum(map(len, found.values())))
    assert found == {}


def _ways_of_reading(page: Page) -> Iterator[tuple[str, list[str]]]:
    """With wide spacing, at other widths, from right to left, and on paper; the page comes magnified."""
    page.evaluate(SPACING, SPACES)
    yield "spaced and magnified", faults(page, "sideways", "clipped", "overlapping")
    resize(page, 1280, 900)
    yield "spaced", faults(page, "sideways", "clipped", "overlapping")
    page.evaluate(SPACING, "")
    page.evaluate(DIRECTION, "rtl")
    yield "from right to left", faults(page, "sideways", "overlapping", "turned")
    resize(page, 360)
    yield "from right to left, on a phone", faults(page, "sideways", "overlapping", "turned")
    page.evaluate(DIRECTION, "ltr")
    for width in (360, 768, 1920):
        resize(page, width)
        yield f"{width} pixels wide", faults(page, "sideways")
    resize(page, 690, 980)  # an A4 page within its margins
    page.evaluate(SCHEME, "slate")
    page.emulate_media(media="print")
    yield "printed", faults(page, "printed", "sideways")
    page.emulate_media(media="screen")
    page.evaluate(SCHEME, "default")


def test_axe_finds_nothing_in_what_comes_and_goes(live: Live, widget: Find, record_property: Record) -> None:
    page = live(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("100")
    expect(liquidation.verdict).to_contain_text("100×")
    liquidation.root.locator("[data-do=pin]").click()
    expect(liquidation.root).to_have_attribute("data-pinned", "")
    liquidation.field("leverage").fill("5")
    expect(liquidation.root.locator(".calc-compare")).to_be_visible()
    page.evaluate(UNFOLD)
    looks = {"compared": _both(page, "calc-widget") + faults(page, "unnamed", "small")}
    liquidation.field("stop_price").fill("70000")  # beyond the liquidation price
    expect(liquidation.root.locator(".calc-warn").first).to_be_visible()
    looks["warned"] = _both(page, "calc-widget")
    liquidation.button("Guess first").click()
    expect(liquidation.root.locator(".calc-cover")).to_be_visible()
    looks["covered"] = _both(page, "calc-widget") + faults(page, "unnamed", "small")
    page = settled(live("project/console/"))
    page.locator("calc-console textarea").fill("1 / 0")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("calc-console .is-trace, calc-console .is-words").last).to_be_visible()
    looks["console"] = _both(page, "calc-console")
    _judge(looks, record_property)


def test_axe_finds_nothing_beside_the_pages(page: Page, watch: Watch, widget: Find, record_property: Record) -> None:
    page.goto("embed/liquidation/?calc=liquidation&v=1&leverage=25")
    widget(page, "liquidation").expect_state("live")
    looks = {"embedded": _both(page, "html") + faults(page, "sideways", "unnamed", "small")}
    page.goto("404.html")
    looks["lost"] = _both(page, "html") + faults(page, "sideways", "small")
    page.goto("")
    page.get_by_role("textbox", name="Search").click()
    page.get_by_role("textbox", name="Search").press_sequentially("margin")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    looks["searched"] = _both(page, "html")
    watch.expected.append("Failed to load resource")  # the page that is not there says so
    _judge(looks, record_property)


def _both(page: Page, part: str) -> list[str]:
    """What axe finds in the light, and of colours in the dark."""
    until(page, AT_REST)
    found = violations(page, part)
    page.evaluate(SCHEME, "slate")
    until(page, AT_REST)
    found += violations(page, part, COLOURS)
    page.evaluate(SCHEME, "default")
    return found


def _judge(looks: dict[str, list[str]], record_property: Record) -> None:
    record_property("pages and states read", len(looks))
    record_property("violations found", sum(map(len, looks.values())))
    assert {state: problems for state, problems in looks.items() if problems} == {}


@pytest.mark.parametrize("size", [(1280, 900), (640, 450), MAGNIFIED])
def test_nothing_lies_on_what_has_the_focus(size: tuple[int, int], live: Live, widget: Find) -> None:
    page = live("calculators/cross-account/")
    account = widget(page, "cross_account")
    account.touch("wallet_balance")
    account.expect_state("live")
    resize(page, *size)
    page.evaluate(UNFOLD)
    account.button("Guess first").focus()
    found = _tabbed(page, "Tab") + _tabbed(page, "Shift+Tab")
    assert [fault for fault in found if fault] == []
    assert len(found) > 100


def _tabbed(page: Page, key: str) -> list[str]:
    """What is wrong with each stop, from here to the widget's end."""
    found = []
    for _ in range(120):
        page.keyboard.press(key)
        if not page.evaluate("document.activeElement.closest('calc-widget') !== null"):
            break
        found.append(" ".join(faults(page, "obscured")))
    return found


@pytest.mark.parametrize("path", [PAGE, "calculators/cross-account/", "calculators/risk-plan/"])
def test_the_keyboard_goes_in_the_order_of_reading(path: str, live: Live) -> None:
    page = live(path)
    page.evaluate(UNFOLD)
    for width in (1280, 768, 360):
        resize(page, width)
        assert (width, page.evaluate(ORDER)) == (width, [])


def test_the_drawer_of_pages_opens_and_closes_without_a_pointer(live: Live) -> None:
    page = live(PAGE)
    resize(page, *MAGNIFIED)
    assert page.locator(".md-sidebar--primary a:visible").count() == 0
    button = page.get_by_role("button", name="All pages")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    back = page.get_by_role("button", name="Back from Calculators")
    expect(back).to_be_focused()
    until(page, AT_REST)
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Pages under Calculators")).to_be_focused()
    page.keyboard.press("Space")
    expect(back).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Space")
    for _ in range(30):
        page.keyboard.press("Tab")
        until(page, AT_REST)
        assert faults(page, "obscured") == []
        if page.evaluate("document.activeElement.closest('article') !== null"):
            break
    expect(button).to_have_attribute("aria-expanded", "false")


def test_what_is_announced_is_one_sentence_once(listening: Live, widget: Find) -> None:
    page = listening(PAGE)
    liquidation = widget(page, "liquidation")
    liquidation.touch("leverage")
    liquidation.expect_state("live")
    assert page.evaluate("heard") == []
    for text, words in (("2", "2×"), ("25", "25×"), ("2500", "Leverage")):
        page.evaluate("void heard.splice(0)")
        liquidation.field("leverage").fill(text)
        expect(liquidation.say).to_contain_text(words)
        assert page.evaluate("heard") == [liquidation.say.inner_text()]
    page.evaluate("void heard.splice(0)")
    liquidation.field("leverage").fill("")
    for key in "20":
        liquidation.field("leverage").press(key)
    expect(liquidation.say).to_contain_text("20×")
    assert page.evaluate("heard") == [liquidation.say.inner_text()]


def test_nothing_is_announced_before_anything_was_changed(page: Page, widget: Find) -> None:
    page.add_init_script(f"({HEAR})()")
    page.goto("twins/")
    for id in ("liquidation", "second"):
        widget(page, id).touch("leverage")
        expect(widget(page, id).root).to_have_attribute("data-engine", "pyodide")
    assert page.evaluate("heard") == []


def test_nothing_moves_for_those_who_want_no_motion(live: Live, widget: Find) -> None:
    page = live(PAGE)
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(MOVES)
    liquidation = widget(page, "liquidation")
    liquidation.field("leverage").fill("50")
    expect(liquidation.verdict).to_contain_text("50×")
    liquidation.chip("20×").click()
    expect(liquidation.verdict).to_contain_text("20×")
    liquidation.root.get_by_text("Show the working").click()
    liquidation.root.get_by_text("More inputs").click()
    page.locator(".md-search__input").click()
    expect(page.locator("#__search")).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    resize(page, 360)
    page.get_by_role("button", name="All pages").click()
    until(page, AT_REST)
    moved = sorted(set(page.evaluate("moved")))
    smooth = page.evaluate("[document.documentElement, document.body].map((one) => getComputedStyle(one).scrollBehavior)")
    page.keyboard.press("Escape")
    assert (moved, smooth) == ([], ["auto", "auto"])


def test_forced_colours_leave_borders_choices_lines_and_the_focus(live: Live, widget: Find) -> None:
    page = live(PAGE)
    page.emulate_media(forced_colors="active")
    liquidation = widget(page, "liquidation")
    liquidation.field("stop_price").fill("95000")
    expect(liquidation.root.locator(".is-ladder .stop").first).to_be_attached()
    liquidation.field("leverage").fill("lots")
    expect(liquidation.problem("leverage")).to_be_visible()
    bordered, choices, lines = page.evaluate(FORCED)
    focus: dict[str, Any] = {}
    for name, target in {"field": ".calc-box", "chip": ".calc-chip", "summary": "summary", "button": ".calc-foot .calc-do"}.items():
        within = liquidation.root.locator(target).first
        (within.locator("input") if name == "field" else within).focus()
        page.keyboard.press("Shift")
        focus[name] = within.evaluate("element => getComputedStyle(element).outlineStyle")
    assert (bordered, choices, lines) == ([], 2, 3)
    assert set(focus.values()) == {"solid"}


def test_a_screen_reader_is_told_the_same_as_ever(page: Page, golden: Callable[[str, str], None]) -> None:
    page.goto(PAGE)
    heard = page.locator("calc-widget").aria_snapshot()
    golden("liquidation.heard.yaml", re.sub(r"\n *- /url: .*", "", heard) + "\n")

"""Links that somebody made to do harm: nothing of them runs or leads away, and a number shown belongs to the inputs shown."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import expect

from calc import contract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.e2e.conftest import Watch
    from tests.serving import Fault, Site

    Record = Callable[[str, object], None]

FORM = Path(__file__).parents[2] / "docs" / "assets" / "calc" / "form.js"
PAGES = ("calculators/liquidation/", "calculators/liquidation/10x-short/", "embed/liquidation/", "")
IMAGE = quote('"><img src=x onerror="hit=1">', safe="")
SCRIPT = quote("</output><script>hit=1</script>", safe="")
HOSTILE = {
    "markup in a value": f"&leverage={IMAGE}&side={SCRIPT}",
    "an attribute that ends early": "&leverage="
    + quote('" autofocus onfocus="hit=1', safe="")
    + "&side="
    + quote("' onclick='hit=1", safe=""),
    "markup in a name": f"&leverage=25&{IMAGE}=1&{SCRIPT}=2",
    "markup in what is pinned": f"&leverage=25&pin.leverage={IMAGE}&pin.{SCRIPT}=1",
    "markup for the theme's search": f"&leverage=25&h={IMAGE}&q={SCRIPT}",
    "names of a prototype": "&leverage=25&__proto__=1&constructor=2&toString=3&pin.__proto__=4",
    "paths into a prototype": "&leverage=25&__proto__%5Bpolluted%5D=1&constructor.prototype.polluted=2",
    "a name twice": "&leverage=25&leverage=50",
    "a name twice, once in another spelling": "&leverage=25&%6Ceverage=50",
    "a number that is too large": "&leverage=1e400&entry_price=" + "9" * 1_500,
    "what only looks like a number": "&leverage=NaN&entry_price=Infinity&side=0",
    "a line break and an end of text": "&leverage=2%0D%0A5&entry_price=1%00",
    "signs that turn the line around": "&leverage=%E2%80%AE52%E2%80%AC&entry_price=%E2%81%A71",
    "digits of other scripts": "&leverage=%EF%BC%92%EF%BC%95&entry_price=%D9%A1%D9%A2%D9%A3",
    "broken codes": "&leverage=%E0%A4%A&side=%&entry_price=%ZZ",
    "an address in a value": "&leverage=javascript:hit=1&entry_price=//evil.example/",
    "a script as the fragment": "&leverage=25#javascript:hit=1",
    "markup as the fragment": f"&leverage=25#{IMAGE}",
    "a colour that is none": "&leverage=25&scheme=__proto__",  # the third page of four, which is the frame, takes colours
    "another place as the fragment": "&leverage=25#//evil.example/",
}
UNNAMED = {  # whose calculator or version is what does the harm
    "markup for a calculator": f"?calc={IMAGE}&v=1&leverage=25",
    "a prototype for a calculator": "?calc=__proto__&v=1&leverage=25",
    "two calculators": "?calc=CALC&calc=fees&v=1&leverage=25",
    "markup for a widget": f"?calc=CALC&id={IMAGE}&v=1&leverage=25",
    "a prototype for a widget": "?calc=CALC&id=constructor&v=1&leverage=25",
    "markup for a version": f"?calc=CALC&v={IMAGE}&leverage=25",
}
LISTEN = """
window.refused = [];
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => refused.push(`${effectiveDirective} ${blockedURI}`));
for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => { window.hit = name; };
"""
SETTLED = """() => {
  const widget = document.querySelector("calc-widget");
  const said = [...widget.querySelectorAll("[data-problem]")].some((one) => one.textContent);
  return (widget.dataset.state === "live" && (said || !("stale" in widget.dataset))) || widget.querySelector(".calc-fail:not([hidden])");
}"""
SEEN = """async (module) => {
  const { gather } = await import(module);
  const widget = document.querySelector("calc-widget");
  const count = (selector) => document.querySelectorAll(selector).length;
  return {
    refused, hit: "hit" in window, polluted: "polluted" in {} || Object.keys(Object.prototype).length > 0,
    acts: ["script:not([src])", "iframe", "object", "embed", "base", "meta", "form", "img", "image"].map((one) => [one, count(one)]),
    handlers: [...document.all].flatMap((one) => one.getAttributeNames().filter((name) => name.startsWith("on"))),
    away: [...document.links].map(({ href }) => href).filter((href) => /^(javascript|data|vbscript):/.test(href)),
    hosts: [...new Set([...document.links].map(({ host }) => host))].sort(),
    scheme: document.body.getAttribute("data-md-color-scheme"),
    widget: { calculator: widget.getAttribute("calculator"), id: widget.id, stale: "stale" in widget.dataset },
    texts: gather(widget.querySelector("form")),
    outputs: [...widget.querySelectorAll("output")].map((one) => [one.getAttribute("name"), one.dataset.value, one.textContent]),
  };
}"""
OUTPUT = re.compile(r'<output name="([^"]*)" data-value="([^"]*)" aria-live="off">([^<]*)</output>')


@pytest.fixture
def target(browser: Browser, site: Site, watch: Watch) -> Iterator[Page]:
    """A page that notes what is refused, and whatever an attacker would do first."""
    with browser.new_context(base_url=site.url) as context:
        context.add_init_script(LISTEN)
        context.route("**/assets/calc/form.js", lambda route: route.fulfill(path=FORM))  # on the site it is a part of another script
        page = context.new_page()
        watch.follow(page)
        yield page
        assert context.pages == [page]


def look(page: Page, site: Site) -> dict[str, Any]:
    page.wait_for_function(SETTLED)
    seen: dict[str, Any] = page.evaluate(SEEN, site.url + "assets/calc/form.js")
    return seen


def computed(seen: dict[str, Any]) -> set[tuple[str, ...]] | None:
    """What CPython answers to the texts of the form; None if they have no answer."""
    request = {"calculator": seen["widget"]["calculator"], "id": seen["widget"]["id"], "inputs": seen["texts"]}
    answer = json.loads(contract.answer(json.dumps(request)))
    assert "failure" not in answer
    return {tuple(map(unescape, found)) for found in OUTPUT.findall(answer["ok"]["html"]["result"])} if "ok" in answer else None


def assert_honest(seen: dict[str, Any], link: str = "") -> None:
    """Every number shown is the answer to the inputs shown; or all are grey, with a sentence that names what they belong to."""
    assert seen["outputs"]
    numbers = computed(seen)
    assert (link, seen["widget"]["stale"]) == (link, numbers is None)
    if numbers is not None:
        assert {tuple(one) for one in seen["outputs"]} <= numbers


def assert_unharmed(seen: dict[str, Any], clean: dict[str, Any]) -> None:
    """Nothing ran, nothing was added that could, and no link leads elsewhere."""
    for name in ("refused", "hit", "polluted", "acts", "handlers", "away", "hosts", "scheme"):
        assert (name, seen[name]) == (name, clean[name])
    assert not seen["hit"] and not seen["polluted"] and not seen["refused"] and not seen["handlers"] and not seen["away"]


@pytest.mark.parametrize("path", PAGES, ids=["calculator", "preset", "frame", "home"])
def test_a_hostile_link_does_nothing_but_say_what_is_wrong(
    path: str, target: Page, site: Site, watch: Watch, prove: bool, record_property: Record
) -> None:
    target.goto(path)
    name = str(target.locator("calc-widget").first.get_attribute("calculator"))
    target.goto(f"{path}?calc={name}&v=1&leverage=25")
    clean = look(target, site)
    assert_honest(clean)
    links = [f"?calc={name}&v=1{rest}" for rest in HOSTILE.values()] + [link.replace("CALC", name) for link in UNNAMED.values()]
    chosen = links if prove else links[PAGES.index(path) :: len(PAGES)]  # each on one of the pages
    for link in chosen:
        target.goto("about:blank")
        watch.requests.clear()
        target.goto(path + link)
        seen = look(target, site)
        assert_unharmed(seen, clean)
        assert_honest(seen, link)
        assert urlsplit(target.url)[:3] == urlsplit(site.url + path)[:3]
        watch.judge()
    record_property("attacks refused", len(chosen))


def test_an_address_that_begins_like_the_name_of_a_host_stays_here(target: Page, site: Site, watch: Watch, record_property: Record) -> None:
    """Many servers forgive a second slash; in a link, `//calculators/` would be another computer."""
    target.goto(site.url + "/calculators/liquidation/?calc=liquidation&v=1&leverage=25")
    assert_honest(look(target, site))
    target.locator('[name="leverage"]').fill("20")
    expect(target).to_have_url(re.compile("leverage=20&"))
    expect(target.locator('output[name="liquidation_price"]')).to_have_text("95,477.39")
    target.get_by_role("button", name="Reset", exact=True).click()
    expect(target).to_have_url(site.url + "/calculators/liquidation/")
    assert_honest(look(target, site))
    watch.judge()
    record_property("attacks refused", 1)


@pytest.mark.parametrize(
    "path", [IMAGE + "/", "evil.example/calculators/liquidation/", "javascript:hit=1/", SCRIPT + "/liquidaton/", "%00/%E0%A4%A/"]
)
def test_a_hostile_address_without_a_page_is_no_more_than_words(
    path: str, target: Page, site: Site, faults: dict[str, Fault], record_property: Record
) -> None:
    target.goto("404.html")
    clean = [target.locator(one).count() for one in ("script", "img", "iframe", "meta", "form")]
    link = f"{path}?calc=liquidation&v=1&leverage={IMAGE}#{SCRIPT}"
    faults["/" + link.partition("#")[0]] = (200, "text/html", (site.root / "404.html").read_bytes())
    target.goto(site.url + link)
    expect(target.locator(".calc-near")).to_be_visible()
    assert clean == [target.locator(one).count() for one in ("script", "img", "iframe", "meta", "form")]
    assert target.evaluate("[refused.length, 'hit' in window]") == [0, False]
    near = target.locator(".calc-near a").evaluate_all("all => all.map(({ href }) => href)")
    assert [] == [href for href in near if not href.startswith(site.url)]
    record_property("attacks refused", 1)

"""The website as an app: a browser may install it, and it opens without a connection where it was installed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.serving import Site

EXPLAINED = {"in-incognito"}  # every page of the tests is in a profile that keeps nothing
PAGES = ("", "learn/margin/", "calculators/liquidation/10x-long/")
SIZE = """async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  return `${image.naturalWidth}x${image.naturalHeight}`;
}"""
HEADER = "getComputedStyle(document.querySelector('.md-header')).backgroundColor"


@pytest.mark.parametrize("path", PAGES)
def test_a_browser_may_install_it_from_every_page(path: str, page: Page, site: Site) -> None:
    page.goto(path)
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert (found["url"], found["errors"]) == (site.url + "manifest.webmanifest", [])
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= EXPLAINED


def test_it_starts_at_the_first_page_and_holds_all_of_them(page: Page, site: Site) -> None:
    page.goto("learn/margin/")
    parsed = page.context.new_cdp_session(page).send("Page.getAppManifest")["manifest"]
    assert (parsed["startUrl"], parsed["scope"], parsed["display"]) == (site.url, site.url, "kStandalone")
    assert [shortcut["url"] for shortcut in parsed["shortcuts"]] == [
        site.url + f"calculators/{name}/" for name in ("liquidation", "position-size", "leverage")
    ]


def test_every_icon_is_of_the_size_that_it_claims(page: Page, site: Site) -> None:
    page.goto("ref/disclaimer/")
    manifest: dict[str, Any] = json.loads((site.root / "manifest.webmanifest").read_text(encoding="utf-8"))
    pictures = {icon["src"]: icon["sizes"] for icon in manifest["icons"] if icon["sizes"] != "any"}
    assert {address: page.evaluate(SIZE, site.url + address) for address in pictures} == pictures
    touch = page.locator("link[rel=apple-touch-icon]").evaluate("(link) => link.href")
    assert page.evaluate(SIZE, touch) == "180x180"


def test_the_window_has_the_colour_of_the_paper(page: Page, site: Site) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("ref/disclaimer/")
    said = page.locator("head > meta[name=theme-color]")
    manifest = json.loads((site.root / "manifest.webmanifest").read_text(encoding="utf-8"))
    expect(said).to_have_attribute("content", manifest["theme_color"])
    page.locator(".md-header__option label:visible").click()
    expect(said).not_to_have_attribute("content", manifest["theme_color"])
    red, green, blue = re.findall(r"\d+", page.evaluate(HEADER))
    expect(said).to_have_attribute("content", f"#{int(red):02x}{int(green):02x}{int(blue):02x}")


@pytest.mark.parametrize(("scheme", "colour"), [("light", "#fbfaf7"), ("dark", "#111315")])
def test_without_scripts_the_colour_follows_the_device(scheme: Any, colour: str, browser: Browser, site: Site) -> None:
    with browser.new_context(base_url=site.url, java_script_enabled=False, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto("ref/disclaimer/")
        said = page.locator("meta[name=theme-color]").evaluate_all("(all) => all.find(({ media }) => matchMedia(media).matches).content")
        assert said == colour

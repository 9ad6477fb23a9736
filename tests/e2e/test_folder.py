"""The offline bundle, opened from a folder with the network cut: all that the website does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.e2e.conftest import Widget

    Find = Callable[[Page, str], Widget]

LINK = "?calc=liquidation&v=1&leverage=25"


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A page that may ask for files and for nothing else, and that says no error."""
    with browser.new_context(offline=True, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        errors: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(error.stack or error.message))
        page.on("request", lambda request: asked.append(request.url))
        yield page
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []
    assert [error for error in errors if "ERR_FILE_NOT_FOUND" not in error] == []


def test_a_link_is_answered_by_both_engines_and_back_restores(reader: Page, unpacked: Path, widget: Find) -> None:
    page = (unpacked / "calculators" / "liquidation.html").as_uri()
    reader.goto(page + LINK)
    liquidation = widget(reader, "liquidation")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    expect(liquidation.root).to_have_attribute("data-engine", "pyodide")
    liquidation.chip("20×").click()
    expect(liquidation.output("liquidation_price")).to_have_text("95,477.39")
    reader.go_back()
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    liquidation.button("Copy link").click()
    expect(liquidation.root.locator("[data-copied]")).to_be_visible()
    assert reader.url.startswith(page)


def test_prices_that_an_answer_needs_are_in_the_folder(reader: Page, unpacked: Path, widget: Find) -> None:
    reader.goto((unpacked / "calculators" / "history.html").as_uri())
    history = widget(reader, "history")
    before = history.verdict.inner_text()
    history.field("leverage").fill("3")
    expect(history.verdict).not_to_have_text(before)
    expect(history.failure).to_be_hidden()


def test_every_calculator_answers(reader: Page, unpacked: Path, *, prove: bool) -> None:
    for file in sorted((unpacked / "calculators").glob("*.html"))[:: 1 if prove else 3]:
        reader.goto(file.as_uri())
        if not reader.locator("calc-widget").count():
            continue
        first = reader.locator("calc-widget").first
        first.locator("fieldset:enabled, form").first.focus()
        first.locator("input:visible, select:visible").first.focus()
        expect(first).to_have_attribute("data-state", "live")


@pytest.mark.parametrize("known", [True, False])
def test_an_answer_can_be_taken_along_and_does_not_say_where_the_folder_lies(
    known: bool, reader: Page, unpacked: Path, widget: Find
) -> None:
    reader.goto((unpacked / "calculators" / "liquidation.html").as_uri() + LINK)
    if not known:  # as in a bundle whose maker did not say where the website is
        reader.locator('link[rel="canonical"]').evaluate("link => link.remove()")
    liquidation = widget(reader, "liquidation")
    liquidation.button("Copy link").click()
    place = "https://guide.example/calculators/liquidation/" if known else "calculators/liquidation.html"
    here = " It leads into this folder, and so works on this device alone."
    expect(liquidation.root.locator("[data-copied]")).to_contain_text(f"Link copied.{'' if known else here}", use_inner_text=True)
    liquidation.root.get_by_text("Take it with you").click()
    assert 1200 == liquidation.root.locator(".calc-take img:visible").evaluate("image => image.naturalWidth")
    expect(liquidation.root.locator(".calc-take-cite")).to_have_text(
        re.compile(rf", {re.escape(place)}\?calc=liquidation&v=2&side=long&.*leverage=25&")
    )
    for name, kind in (
        ("Download image", b"\x89PNG"),
        ("Download CSV", b"part,name,row"),
        ("Download JSON", b'{"calculator":"liquidation"'),
    ):
        with reader.expect_download() as download:
            liquidation.button(name).click()
        content = Path(download.value.path()).read_bytes()
        assert content.startswith(kind)
        assert b"file:" not in content


def test_pages_are_found_and_turned(reader: Page, unpacked: Path) -> None:
    reader.goto((unpacked / "index.html").as_uri())
    reader.keyboard.press("/")
    reader.keyboard.type("maintenance margin")
    reader.locator(".md-search-result__link").first.click()
    expect(reader).not_to_have_url((unpacked / "index.html").as_uri())
    expect(reader.locator("h1")).to_be_visible()
    reader.locator(".md-header__option label:visible").click()
    expect(reader.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    reader.reload()
    expect(reader.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_a_folder_without_its_engines_keeps_its_numbers_and_says_how_to_open_it(
    reader: Page, unpacked: Path, tmp_path: Path, widget: Find
) -> None:
    copy = tmp_path / "half of it"
    shutil.copytree(unpacked, copy, ignore=shutil.ignore_patterns("*.worker.js"))
    reader.goto((copy / "calculators" / "liquidation.html").as_uri() + LINK)
    liquidation = widget(reader, "liquidation")
    liquidation.expect_state("failed")
    expect(liquidation.failure).to_contain_text("unpacked into a folder, and index.html opened")
    expect(liquidation.failure).to_contain_text("leverage = 25")
    expect(liquidation.output("liquidation_price")).to_have_text("90,452.26")


def test_a_folder_that_moved_and_may_not_be_written_works(reader: Page, unpacked: Path, tmp_path: Path, widget: Find) -> None:
    moved = shutil.copytree(unpacked, tmp_path / "Bücher" / "читать")
    for path in [moved, *moved.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    reader.goto((moved / "calculators" / "liquidation.html").as_uri() + LINK)
    expect(widget(reader, "liquidation").output("liquidation_price")).to_have_text("96,482.41")
    for path in [moved, *(path for path in moved.rglob("*") if path.is_dir())]:
        path.chmod(0o755)


def test_a_page_without_its_style_says_that_the_zip_was_not_unpacked(reader: Page, unpacked: Path, tmp_path: Path) -> None:
    reader.goto((unpacked / "learn" / "leverage.html").as_uri())
    expect(reader.get_by_text("Is this page bare?")).to_be_hidden()
    alone = tmp_path / "leverage.html"
    shutil.copy(unpacked / "learn" / "leverage.html", alone)
    reader.goto(alone.as_uri())
    expect(reader.get_by_text("Is this page bare?")).to_be_visible()
    expect(reader.get_by_text("Is this page bare?")).to_be_in_viewport()

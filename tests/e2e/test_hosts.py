"""The site where others put it: below a path, on servers with habits of their own, and built by every program that reads `mkdocs.yml`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PATIENCE, Watch
from tests.serving import CONFIG, ROOT, Site, hosted, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Response

    from tests.e2e.conftest import Widget

    Find = Callable[[Page, str], Widget]
    Host = Callable[[Site], Page]
    Record = Callable[[str, object], None]

PAGE = "calculators/liquidation/"
SHARED = "?calc=liquidation&v=1&leverage=25"
ROOTED = re.compile(r' (?:href|src|action|poster)="/')
NO_SLASH = re.compile(r'href="[^"?]*[^"?/]\?calc=')
LISTEN = 'window.engines = []; addEventListener("calc:result", ({ detail }) => engines.push(detail.engine));'
SMALL = "# Start\n\n```calc margin\n```\n\n[The other](calculators/liquidation.md)\n"


@pytest.fixture
def host(browser: Browser) -> Iterator[Host]:
    """Opens a new window on a site that is served as it says: without compression, and watched for what leads out of its folder."""
    with ExitStack() as stack:
        watches: list[Watch] = []

        def start(site: Site) -> Page:
            if not site.url:
                stack.enter_context(hosted(site))
            page = stack.enter_context(browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})).new_page()
            page.set_default_timeout(PATIENCE)
            page.add_init_script(LISTEN)
            watches.append(Watch(site.url))
            watches[-1].follow(page)
            return page

        yield start
    for watch in watches:
        watch.judge()


@pytest.fixture
def passed(record_property: Record) -> Iterator[None]:
    yield
    record_property("hosts passed", 1)


def assert_answers(page: Page, widget: Find, path: str = PAGE) -> None:
    """A link is answered, then what is typed, and the address follows."""
    page.goto(path + SHARED)
    liquidation = widget(page, "liquidation")
    expect(liquidation.output("liquidation_price")).to_have_text("96,482.41")
    liquidation.field("leverage").fill("20")
    expect(liquidation.output("liquidation_price")).to_have_text("95,477.39")
    expect(page).to_have_url(re.compile(rf"/{path}\?calc=liquidation&v=2&.*leverage=20&"))


def assert_searches(page: Page, site: Site) -> None:
    page.goto("ref/disclaimer/")
    page.get_by_role("textbox", name="Search").fill("bankruptcy price")
    found = page.locator(".md-search-result__link").first
    expect(found).to_be_visible()
    assert str(found.evaluate("({ href }) => href")).startswith(site.url)
    found.click()
    expect(page).not_to_have_url(re.compile("ref/disclaimer/$"))
    assert page.url.startswith(site.url)
    expect(page.locator(".md-content h1")).to_be_visible()


@pytest.mark.usefixtures("passed")
def test_a_site_for_a_root_works_below_a_path_as_well(site: Site, host: Host, widget: Find) -> None:
    below = Site("", site.root, below="/guide/")
    page = host(below)
    assert_answers(page, widget)
    frame = page.goto("embed/liquidation/" + SHARED)
    assert frame and frame.ok
    expect(widget(page, "liquidation").output("liquidation_price")).to_have_text("96,482.41")
    page.goto(PAGE + "10x-short/")
    widget(page, "liquidation").touch("leverage")
    widget(page, "liquidation").expect_state("live")
    page.goto("")
    page.get_by_role("link", name=re.compile("What leverage is")).first.click()
    expect(page).to_have_url(below.url + "learn/leverage/")
    expect(page.locator(".md-content h1")).to_be_visible()
    assert_searches(page, below)


def test_no_page_says_where_the_site_stands(site: Site) -> None:
    """But for the page without an address, which cannot know how deep it is asked for."""
    pages = [file for file in site.root.rglob("*.html") if file.name != "404.html"]
    assert len(pages) > 200
    assert [] == [file for file in pages if ROOTED.search(file.read_text(encoding="utf-8"))]
    assert [] == [file for file in pages if NO_SLASH.search(file.read_text(encoding="utf-8"))]  # which no server then has to add
    assert ROOTED.search((site.root / "404.html").read_text(encoding="utf-8"))


@pytest.mark.prove
@pytest.mark.usefixtures("passed")
def test_a_site_for_a_path_does_all_that_it_does_at_a_root(tmp_path: Path, host: Host, widget: Find) -> None:
    with served(tmp_path, "/guide/") as below:
        page = host(below)
        assert_answers(page, widget)
        assert_searches(page, below)
        page.evaluate("window.stays = true")
        page.get_by_role("navigation", name="Navigation").get_by_role("link", name="4 Liquidation").click()
        expect(page).to_have_url(below.url + "learn/liquidation/")
        assert page.evaluate("window.stays")  # instant navigation
        below.faults["/guide/no/such/page/"] = (200, "text/html", (below.root / "404.html").read_bytes())
        page.goto("no/such/page/")
        expect(page.get_by_role("heading", level=1)).to_have_text("This line ends here")
        page.get_by_role("navigation", name="Every page").get_by_role("link", name="4 Liquidation").click()
        expect(page).to_have_url(below.url + "learn/liquidation/")


@pytest.mark.usefixtures("passed")
@pytest.mark.parametrize("kind", ["text/plain", pytest.param("application/octet-stream", marks=pytest.mark.prove)])
def test_both_engines_start_where_the_server_does_not_know_webassembly(kind: str, site: Site, host: Host, widget: Find) -> None:
    page = host(Site("", site.root, types={".wasm": kind}))
    kinds: dict[str, str] = {}

    def note(response: Response) -> None:
        kinds[response.url.rpartition("/")[2]] = response.headers.get("content-type", "")

    page.on("response", note)
    assert_answers(page, widget)
    expect(widget(page, "liquidation").root).to_have_attribute("data-engine", "pyodide")
    assert page.evaluate("engines[0]") == "micropython"
    assert {name: said for name, said in kinds.items() if name.endswith(".wasm")} == {"micropython.wasm": kind, "pyodide.asm.wasm": kind}


@pytest.mark.usefixtures("passed")
def test_no_server_has_to_compress(site: Site, host: Host, widget: Find) -> None:
    page = host(Site("", site.root))
    compressed: list[str] = []
    page.on("response", lambda response: compressed.append(response.url) if "content-encoding" in response.headers else None)
    assert_answers(page, widget)
    assert compressed == []


@pytest.mark.usefixtures("passed")
def test_an_address_without_its_last_slash_keeps_the_scenario_where_the_server_keeps_the_query(
    site: Site, host: Host, widget: Find
) -> None:
    page = host(Site("", site.root))
    page.goto(PAGE.removesuffix("/") + SHARED + "#liquidation")
    expect(page).to_have_url(re.compile(re.escape(PAGE + SHARED + "#liquidation") + "$"))
    expect(widget(page, "liquidation").output("liquidation_price")).to_have_text("96,482.41")


@pytest.mark.usefixtures("passed")
def test_where_the_server_drops_the_query_the_worked_example_is_shown_with_its_own_inputs(site: Site, host: Host, widget: Find) -> None:
    """The page cannot know that there was a scenario; every link that we write has the slash, so that no server has to add it."""
    page = host(Site("", site.root, keeps_query=False))
    page.goto(PAGE.removesuffix("/") + SHARED + "#liquidation")
    expect(page).to_have_url(re.compile(re.escape(PAGE + "#liquidation") + "$"))
    liquidation = widget(page, "liquidation")
    liquidation.touch("leverage")
    liquidation.expect_state("live")
    expect(liquidation.field("leverage")).to_have_value("10")
    expect(liquidation.output("liquidation_price")).to_have_text("90,452.26")
    liquidation.expect_stale(stale=False)
    assert_answers(page, widget)


def run(folder: Path, *command: str) -> None:
    """A command of a host, or of ours, in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run([sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.usefixtures("passed")
@pytest.mark.parametrize("whole", [pytest.param(True, marks=pytest.mark.prove, id="all pages"), pytest.param(False, id="two pages")])
def test_properdocs_builds_a_site_that_answers(whole: bool, tmp_path: Path, host: Host, widget: Find) -> None:
    docs = tmp_path / "docs"
    config = CONFIG.format(root=ROOT, docs=docs)
    if whole:
        shutil.copytree(ROOT / "docs", docs)
        shutil.copy(ROOT / "tests" / "e2e" / "twins.md", docs)
    else:
        shutil.copytree(ROOT / "docs" / "assets", docs / "assets")
        (docs / "calculators").mkdir()
        (docs / "index.md").write_text(SMALL)
        (docs / PAGE.rstrip("/")).with_suffix(".md").write_text("# Liquidation\n\n```calc liquidation\n```\n")
        config = config.replace("not_in_nav: twins.md", f"nav: [index.md, {PAGE.rstrip('/')}.md]")
    (tmp_path / "mkdocs.yml").write_text(config)
    run(ROOT, "properdocs", "build", "--strict", "--config-file", str(tmp_path / "mkdocs.yml"), "--site-dir", str(tmp_path / "site"))
    assert_answers(host(Site("", tmp_path / "site")), widget)


@pytest.mark.prove
@pytest.mark.usefixtures("passed")
def test_zensical_builds_a_site_that_answers_once_the_engines_lie_in_it(tmp_path: Path, host: Host, widget: Find) -> None:
    """It runs no hooks, so the pages are whole; a command of ours makes them live."""
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("mkdocs.yml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    run(tmp_path, "zensical", "build", "--strict", "--clean", "--config-file", "mkdocs.yml")
    run(tmp_path, "hooks.engine", "site/assets/engine")
    page = host(Site("", tmp_path / "site"))
    assert_answers(page, widget)
    expect(widget(page, "liquidation").root).to_have_attribute("data-engine", "pyodide")
    page.get_by_role("link", name="4 Liquidation").first.click()
    expect(page).to_have_url(re.compile("/learn/liquidation/"))
    guide = widget(page, "liquidation")
    guide.touch("leverage")
    guide.expect_state("live")

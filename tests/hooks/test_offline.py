"""The offline bundle as a folder: whole, small, the same each time, and asking for nothing that is not in it."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from hooks import build, classic, engine, offline
from hooks.engine import node
from hooks.engine.packages import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 10_000_000  # bytes


class Addresses(HTMLParser):
    """What a page loads, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            if value and name in {"src", "href"}:
                anchor = tag == "a" or (tag == "link" and dict(attrs).get("rel") in {"next", "prev", "canonical"})
                (self.linked if anchor else self.loaded).append(value)


@pytest.fixture(scope="module")
def pages(unpacked: Path) -> dict[Path, Addresses]:
    found = {}
    for file in unpacked.rglob("*.html"):
        found[file] = Addresses()
        found[file].feed(file.read_text(encoding="utf-8"))
    return found


def test_it_is_small_and_has_one_folder_with_a_page_to_open(bundle: Path, unpacked: Path) -> None:
    assert bundle.stat().st_size <= LARGEST
    assert re.fullmatch(r"leverage-guide-\d+\.\d+\.\d+", unpacked.name)
    assert (unpacked / "index.html").is_file()
    assert "open index.html" in (unpacked / "README.txt").read_text()
    assert (unpacked / "NOTICE.txt").read_text() == (ROOT / "NOTICE").read_text()
    assert (unpacked / "LICENSE.txt").read_text() == (ROOT / "LICENSE").read_text()


def test_every_relative_address_is_a_file_of_the_folder(pages: dict[Path, Addresses], unpacked: Path) -> None:
    broken = []
    for page, addresses in pages.items():
        for address in addresses.loaded + addresses.linked:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            whole = target.is_file() and target.is_relative_to(unpacked)
            anchor = not parts.fragment or target not in pages or parts.fragment in pages[target].ids
            if not (whole and anchor):
                broken.append(f"{page.relative_to(unpacked)}: {address}")
    assert broken == []
    assert len(pages) > 40


def test_nothing_is_loaded_from_elsewhere_and_no_module(pages: dict[Path, Addresses], unpacked: Path) -> None:
    foreign = {address for addresses in pages.values() for address in addresses.loaded if urlsplit(address).netloc}
    assert foreign == set()
    assert not [file for file in pages if 'type="module"' in file.read_text(encoding="utf-8")]
    styles = {url for file in unpacked.rglob("*.css") for url in re.findall(r"url\(([^)]*)\)", file.read_text(encoding="utf-8"))}
    assert {url for url in styles if not url.strip("'\"").startswith(("data:", "#"))} == set()


def test_it_holds_nothing_that_only_a_server_needs(unpacked: Path) -> None:
    names = {file.relative_to(unpacked).as_posix() for file in unpacked.rglob("*") if file.is_file()}
    assert not [name for name in names if name.startswith("assets/engine") or re.fullmatch(r"assets/calc/\w+\.js", name)]
    assert not [name for name in names if re.match(r"calculators/[a-z-]+/|embed/|assets/(icons|cards)/", name)]
    assert not names & {"manifest.webmanifest", "keeper.js", "404.html", "sitemap.xml", "_headers", "search/search_index.json"}


def test_the_classic_scripts_are_made_of_every_file_of_the_engine(tmp_path: Path) -> None:
    engine.build(tmp_path)
    names = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()}
    bundled = {f"{name}.worker.js" for name in classic.place.WORKERS} | {"page.js", "guide.js"}
    assert set(classic.place.files()) == bundled | {f"{name}.js" for name in names - set(classic.place.BUNDLED)}


def test_a_loader_that_changed_fails_the_build(tmp_path: Path) -> None:
    engine.build(tmp_path / "engine")
    changed = tmp_path / "engine" / "micropython.js"
    changed.write_text(changed.read_text().replace('await import("path")', 'await import("node:path")'))
    with pytest.raises(engine.EngineError, match="the end of micropython"):
        node.run(classic.place.HERE / "bundle.js", tmp_path / "engine", classic.place.CALC, tmp_path / "out")
    site = tmp_path / "site"
    shutil.copytree(ROOT / "docs" / "assets", site / "assets")
    with pytest.raises(engine.EngineError, match="0 workers that search"):
        classic.publish(site)


def test_the_same_files_make_the_same_zip(unpacked: Path, tmp_path: Path) -> None:
    first, second = (offline.zipped(unpacked, tmp_path / name, "guide").read_bytes() for name in ("a", "b"))
    assert first == second


@pytest.mark.parametrize(
    ("file", "page"), [("index.html", ""), ("learn/leverage.html", "learn/leverage/"), ("calculators/index.html", "calculators/")]
)
def test_the_permanent_address_of_a_page_is_that_address_online(file: str, page: str) -> None:
    assert f"https://example.org/guide/{page}" == build.address_online(f"https://example.org/guide/{file}")


def test_a_page_says_where_it_is_on_the_website_and_shows_no_card(unpacked: Path) -> None:
    text = (unpacked / "calculators" / "liquidation.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://guide.example/calculators/liquidation/">' in text
    assert "og:image" not in text
    assert "oembed" not in text

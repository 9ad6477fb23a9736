"""The guide as it was built: every claim in its place, every link and anchor, and the shape that every page shares."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from hooks import glossary

if TYPE_CHECKING:
    from tests.serving import Site

ROOT = Path(__file__).resolve().parents[2]
CLAIMS: dict[str, str] = yaml.safe_load((ROOT / "docs" / "claims.yml").read_text(encoding="utf-8"))
COUNTS = {"S0": 7, "S1": 9, "S2": 3, "S3": 13, "S4": 7, "S5": 4, "S6": 17, "S7": 7}  # claims of each part; S6.16 is three
TERMS = glossary.terms((ROOT / "docs" / glossary.PAGE).read_text(encoding="utf-8"))
GUIDE = [
    "learn/leverage/",
    "learn/margin-modes/",
    "learn/margin/",
    "learn/liquidation/",
    "learn/step-by-step/",
    "risk/plan/",
    "risk/losing-streaks/",
    "risk/survival/",
    "costs/funding/",
    "costs/fees/",
    "deep/liquidation-engine/",
    "deep/market-forces/",
    "practice/simulator/",
    "practice/worksheet/",
    "practice/right-for-you/",
]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Read:
    """What was found on one page."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    classes: Counter[str] = field(default_factory=Counter)
    terms: list[str] = field(default_factory=list)
    text: str = ""


class Reader(HTMLParser):
    """Reads a page; headings count inside the article."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found = Read()
        self.article = self.drawings = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a: dict[str, Any] = dict(attrs)
        if "id" in a:
            self.found.ids.add(a["id"])
        if tag == "a" and "href" in a:
            self.found.links.append(a["href"])
        if tag == "article" or self.article:
            self.article += tag not in VOID
        if not self.article:
            return
        classes = (a.get("class") or "").split()
        self.found.classes.update(classes)
        if re.fullmatch("h[1-6]", tag):
            self.found.headings.append(int(tag[1]))
        if "calc-term" in classes:
            self.found.terms.append(urlsplit(a["href"]).fragment)
        self.drawings += tag == "svg"
        drawn = tag == "svg" and self.drawings == 1  # what is drawn inside a drawing is part of it
        if (tag == "img" and not a.get("alt")) or (drawn and a.get("aria-hidden") != "true" and not a.get("aria-label")):
            self.found.silent.append(str(self.get_starttag_text()))

    def handle_endtag(self, tag: str) -> None:
        if self.article and tag not in VOID:
            self.article -= 1
            self.drawings -= tag == "svg"

    def handle_data(self, data: str) -> None:
        if self.article:
            self.found.text += data


@cache
def _read(file: Path) -> Read:
    return Reader(file.read_text(encoding="utf-8")).found


def read(site: Site, path: str) -> Read:
    return _read(site.root / path / "index.html")


def pages(site: Site) -> list[str]:
    return [path for path in site.pages if path != "twins/"]


def all_pages(site: Site) -> list[str]:
    """Those of presets too."""
    return [path for path in site.all_pages if path != "twins/"]


def test_every_claim_and_every_correction_has_its_place(site: Site) -> None:
    expected = {f"{part}.{n}" for part, count in COUNTS.items() for n in range(1, count + 1)} | {f"FIX {n}" for n in range(1, 24)}
    expected = expected - {"S6.16"} | {"S6.16a", "S6.16b", "S6.16c"}
    assert expected == set(CLAIMS)
    missing = []
    for claim, places in CLAIMS.items():
        for place in places.split():
            page, _, anchor = place.partition("#")
            path = "" if page == "index.md" else page.removesuffix(".md") + "/"
            if anchor not in read(site, path).ids:
                missing.append((claim, place))
    assert missing == []


def test_the_map_of_claims_is_not_published(site: Site) -> None:
    assert not (site.root / "claims.yml").exists()


def test_every_link_leads_to_a_page_and_to_an_anchor_on_it(site: Site) -> None:
    broken = []
    for path in all_pages(site):
        for href in read(site, path).links:
            parts = urlsplit(href)
            if parts.scheme in ("http", "https", "mailto"):
                continue
            target = (site.root / path / unquote(parts.path)).resolve() if parts.path else site.root / path
            file = target / "index.html" if target.is_dir() else target
            known = _read(file).ids if parts.fragment and file.suffix == ".html" and file.is_file() else set()
            anchored = not parts.fragment or parts.fragment.startswith("__") or parts.fragment in known
            if not file.is_file() or not anchored:
                broken.append((path, href))
    assert broken == []


def test_headings_come_in_their_order(site: Site) -> None:
    wrong = {}
    for path in all_pages(site):
        levels = read(site, path).headings
        if levels.count(1) != 1 or levels[0] != 1 or any(b - a > 1 for a, b in pairwise(levels)):
            wrong[path] = levels
    assert wrong == {}


def test_every_picture_has_a_text_or_is_only_decoration(site: Site) -> None:
    silent = {path: found for path in all_pages(site) if (found := read(site, path).silent)}
    assert silent == {}


def test_every_page_has_the_notice(site: Site) -> None:
    assert [path for path in all_pages(site) if read(site, path).classes["calc-notice"] != 1] == []


@pytest.mark.parametrize("path", GUIDE)
def test_a_page_of_the_guide_has_all_its_parts(path: str, site: Site) -> None:
    found = read(site, path)
    words = ("What this leaves out", "Keep three things", "Check yourself")
    assert [word for word in words if word not in found.text] == []
    assert found.classes["calc-hook"] == 1
    assert found.classes["calc-keep"] == 1
    assert found.classes["calc-check"] >= 2
    assert found.classes["calc-sources"] == 1
    assert found.classes["calc"] >= 1  # a widget


def test_every_term_of_the_glossary_is_there_and_most_are_used(site: Site) -> None:
    anchors = read(site, "ref/glossary/").ids
    used = Counter(anchor for path in pages(site) for anchor in read(site, path).terms)
    assert [term.anchor for term in TERMS if term.anchor not in anchors] == []
    assert len(used) > 0.75 * len(TERMS)
    assert [path for path in pages(site) if len(read(site, path).terms) != len(set(read(site, path).terms))] == []


def test_a_shared_page_has_a_card(site: Site) -> None:
    for path in all_pages(site):
        html = (site.root / path / "index.html").read_text(encoding="utf-8")
        (address,) = re.findall(r'<meta property="og:image" content="([^"]+)">', html)
        assert address.startswith(site.url)
        png = (site.root / address.removeprefix(site.url)).read_bytes()
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (1200, 630)
    assert len(list((site.root / "assets" / "cards").iterdir())) >= len(all_pages(site)) - 2


def test_the_map_of_the_site_names_every_page(site: Site) -> None:
    sitemap = (site.root / "sitemap.xml").read_text(encoding="utf-8")
    assert [path for path in pages(site) if f"<loc>{site.url}{path}</loc>" not in sitemap] == []
    assert sitemap.count("<loc>") == len(site.pages)

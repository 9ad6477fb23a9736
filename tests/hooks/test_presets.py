"""The pages of presets: their addresses stay, and each says its answer, as calc gives it."""

from __future__ import annotations

import re
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import pytest
import yaml

import calc
from hooks import audit, fences, presets
from hooks.pages import contents

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
GOLDEN = ROOT / "tests" / "golden" / "presets.txt"
PAGES = list(presets.pages(file.relative_to(DOCS).as_posix() for file in sorted(DOCS.rglob("*.md"))))
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)


def address(page: presets.PresetPage) -> str:
    return page.path.removesuffix(".md") + "/"


def source(page: presets.PresetPage) -> str:
    return page.markdown((DOCS / page.home).read_text(encoding="utf-8"))


def recorded() -> dict[str, str]:
    """The addresses of the golden file, each with its title."""
    text = GOLDEN.read_text(encoding="utf-8") if GOLDEN.exists() else ""
    return dict(line.split("  ", 1) for line in text.splitlines())


def test_an_address_stays_for_ever(golden: Callable[[str, str], None]) -> None:
    """A page that was shared must be found: presets may be added and say something else, but none may go."""
    now = {address(page): page.title for page in PAGES}
    golden("presets.txt", "".join(f"{where}  {title}\n" for where, title in {**recorded(), **now}.items()))
    assert [where for where in recorded() if where not in now] == []


def test_every_preset_has_a_page() -> None:
    assert [(page.c.name, page.preset) for page in PAGES] == [(name, preset) for name in calc.NAMES for preset in calc.load(name).presets]


def test_a_calculator_without_a_page_has_none_for_its_presets() -> None:
    assert {page.c.name for page in presets.pages(["index.md", "calculators/margin.md"])} == {"margin"}


def test_a_page_that_somebody_wrote_stands() -> None:
    made = [page.preset.slug for page in presets.pages(["calculators/margin.md", "calculators/margin/flat-rate.md"])]
    assert made
    assert "flat-rate" not in made


@every_page
def test_a_page_says_its_answer(page: presets.PresetPage) -> None:
    front = yaml.safe_load(contents(source(page)).front_matter)
    assert front["title"].startswith(f"{page.preset.label}: ")
    assert front["description"] == page.verdict
    assert front["search"] == {"exclude": True}
    assert f"# {front['title']} {{: #{page.preset.slug} }}" in source(page)
    assert "none" not in front["title"]


@every_page
def test_its_calculator_is_the_preset(page: presets.PresetPage) -> None:
    (found,) = contents(source(page)).fences
    fence = fences.read(found.text, found.body)
    assert fence.id == page.c.name
    assert fences.evaluate(page.c, fence.texts).facts.values == page.answer.facts.values


@every_page
def test_the_audit_finds_nothing_on_it(page: presets.PresetPage) -> None:
    assert audit.check(page.path, source(page), DOCS) == []


def test_it_has_the_notice_and_the_chapter_of_its_calculator() -> None:
    for page in PAGES:
        text, home = source(page), DOCS / page.home
        folder = (DOCS / page.path).parent
        assert text.count('{: .calc-notice role="note" }') == 1
        assert (DOCS / presets.chapter(home.read_text(encoding="utf-8"))).is_file()
        links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text)]
        assert len(links) >= 3
        assert [link for link in links if not (folder / link).resolve().is_file()] == []
        assert f"[{page.c.title}](../{home.name}){{: .calc-home }}" in text


def test_links_to_other_sites_and_to_the_page_itself_stay_as_they_are() -> None:
    home = 'Read [this](../ref/a.md), [that](https://venue.example/) and [more](#more).\n{: .calc-notice role="note" }\n'
    text = PAGES[0].markdown(home)
    assert "Read [this](../../ref/a.md), [that](https://venue.example/) and [more](#more)." in text
    assert "Back to the guide" not in text


def test_its_place_in_a_site_is_known() -> None:
    assert [page.path for page in PAGES if not presets.is_page(PurePath(address(page), "index.html"))] == []
    others = ["index.html", "calculators/index.html", "calculators/liquidation/index.html", "assets/calc/engine/main.js"]
    assert [other for other in others if presets.is_page(PurePath(other))] == []


def test_they_are_listed_under_the_examples() -> None:
    html = presets.listed(f"<ul></ul>{presets.AFTER_EXAMPLES}<ul></ul>", PAGES[:2], lambda page: f"{page.preset.slug}/")
    first, second = (f'<a class="calc-together" href="{page.preset.slug}/">{page.preset.label}</a>' for page in PAGES[:2])
    assert f"{first} · {second}</p>{presets.AFTER_EXAMPLES}<ul>" in html

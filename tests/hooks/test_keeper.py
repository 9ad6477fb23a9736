"""The service worker's list: what a reader needs is kept at once, the large engine once it was used, the rest never."""

import json
import re
from pathlib import Path

import pytest

from hooks import keeper

FIRST = ["index.html", "learn/leverage/index.html", "assets/calc/main.js", "search/search_index.json", "assets/fonts/serif.woff2"]
FIRST += ["manifest.webmanifest", "assets/icons/icon-192.png", "calculators/liquidation/index.html"]
FIRST += ["project/python/index.html", "assets/calc/console.js"]
FIRST += [
    "assets/engine/0123456789/instant.js",
    "assets/engine/0123456789/micropython.wasm",
    "assets/engine/0123456789/instant/shared.part",
]
USED = ["assets/engine/0123456789/pyodide.asm.wasm", "assets/engine/0123456789/python.part", "assets/engine/0123456789/prices/BTCUSDT.txt"]
USED += ["assets/engine/0123456789/console.js", "assets/engine/0123456789/console.part"]
NEVER = [
    "404.html",
    "_headers",
    ".nojekyll",
    "sitemap.xml",
    "sitemap.xml.gz",
    "assets/cards/a.png",
    "calculators/liquidation/10x-long/index.html",
    "python/leverage_guide-0.1.0-py3-none-any.whl",
    "python/pyodide-lock.json",
    "sbom.cdx.json",
    "assets/javascripts/lunr/min/lunr.de.min.js",
]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in (*FIRST, *USED, *NEVER):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return tmp_path


def lists(site: Path) -> tuple[str, list[str], list[str]]:
    keeper.write(site)
    text = (site / keeper.TARGET).read_text()
    values = [
        json.loads(found) for name in ("VERSION", "FIRST", "USED") for found in re.findall(rf"^const {name} = (.*);$", text, re.MULTILINE)
    ]
    return values[0], list(values[1]), list(values[2])


def test_each_file_is_in_its_list(site: Path) -> None:
    _, first, used = lists(site)
    assert sorted(first) == sorted(name.removesuffix("index.html") for name in FIRST)
    assert sorted(used) == sorted(USED)


def test_a_version_is_its_content(site: Path) -> None:
    before = lists(site)[0]
    assert lists(site)[0] == before
    (site / "sitemap.xml").write_text("another day")
    assert lists(site)[0] == before
    (site / "index.html").write_text("another page")
    assert lists(site)[0] != before


def test_a_source_that_changed_its_lines_is_refused(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "keeper.source.js"
    source.write_text('const VERSION = "";\nconst FIRST = {};\n')
    monkeypatch.setattr(keeper, "SOURCE", source)
    with pytest.raises(ValueError, match="does not say “const USED"):
        keeper.write(site)

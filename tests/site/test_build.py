"""The MkDocs hook, with a small site built as `make site` builds the real one."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hooks import build

HOOK = Path(build.__file__)
CONFIG = f"""
site_name: Small
site_url: !ENV [SITE_URL, "http://127.0.0.1:8000/"]
theme: {{name: material, font: false}}
plugins: []
markdown_extensions: [hooks.widgets, attr_list]
hooks: [{HOOK}]
"""
GOOD = """---
title: At 25× it ends at {{ liquidation(leverage=25).liquidation_price | 0 }}
description: A fall of {{ liquidation(leverage=25).distance }} ends it.
---
# Liquidation

```calc liquidation
leverage: 25
```
"""
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def mkdocs(tmp_path: Path) -> Run:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(CONFIG)

    def run(pages: dict[str, str], **environment: str) -> "subprocess.CompletedProcess[str]":
        for name, text in pages.items():
            (tmp_path / "docs" / name).write_text(text)
        inherited = {name: value for name, value in os.environ.items() if name != "SITE_URL"}
        command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
        return subprocess.run(command, cwd=tmp_path, env=inherited | environment, capture_output=True, text=True, check=False)

    return run


def test_puts_the_engine_beside_complete_pages(mkdocs: Run, tmp_path: Path) -> None:
    done = mkdocs({"index.md": GOOD})
    assert (done.returncode, done.stderr) == (0, done.stderr)
    assert {"start.js", "instant.js"} <= {file.name for file in (tmp_path / "site" / "assets" / "engine").glob("*/*")}
    page = (tmp_path / "site" / "index.html").read_text()
    assert "96,482.41" in page


def test_computes_the_numbers_in_title_and_description(mkdocs: Run, tmp_path: Path) -> None:
    mkdocs({"index.md": GOOD})
    page = (tmp_path / "site" / "index.html").read_text()
    assert "At 25× it ends at 96,482" in page
    assert re.search(r'<meta name="description" content="A fall of [^"{]+ ends it\.">', page)


def test_names_a_canonical_address_only_where_one_was_given(mkdocs: Run, tmp_path: Path) -> None:
    mkdocs({"index.md": GOOD})
    assert 'rel="canonical"' not in (tmp_path / "site" / "index.html").read_text()
    mkdocs({"index.md": GOOD}, SITE_URL="https://guide.example/")
    assert '<link rel="canonical" href="https://guide.example/">' in (tmp_path / "site" / "index.html").read_text()


def test_a_preset_has_a_page_where_its_calculator_has_one(mkdocs: Run, tmp_path: Path) -> None:
    (tmp_path / "docs" / "calculators").mkdir()
    done = mkdocs({"index.md": GOOD, "calculators/margin.md": "# Margin\n\n```calc margin\n```\n\n```calc-reference margin\n```\n"})
    assert (done.returncode, done.stderr) == (0, done.stderr)
    page = (tmp_path / "site" / "calculators" / "margin" / "flat-rate" / "index.html").read_text()
    assert "<title>Flat rate: $100 locked, $95 of it a cushion - Small</title>" in page
    assert 'rel="canonical"' not in page
    assert "og:" not in page
    assert 'href="flat-rate/">Flat rate</a>' in (tmp_path / "site" / "calculators" / "margin" / "index.html").read_text()
    assert not (tmp_path / "site" / "calculators" / "liquidation").exists()
    assert "flat-rate" not in (tmp_path / "site" / "sitemap.xml").read_text()


def test_reports_every_mistake_of_every_page_and_builds_nothing(mkdocs: Run, tmp_path: Path) -> None:
    done = mkdocs({"index.md": "# A\n\n```calc liquidaton\n```\n", "two.md": "# B\n\n{{ liquidation().nothing }}\n"})
    assert done.returncode == 1
    assert "docs/index.md:3: “liquidaton”" in done.stderr
    assert "docs/two.md:3: " in done.stderr
    assert not (tmp_path / "site").exists()

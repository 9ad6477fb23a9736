"""The benchmark's own parts: what it measures must be what it says."""

import gzip
import json
import re
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

import calc
from bench import building, changes, report, startup, variants
from bench.server import serving
from calc import contract

FOUND: dict[str, Any] = {
    "date": "2026-11-02",
    "machine": "2 cores",
    "first_answer_ms": {kind: {"ours": 1200.0, "stock": 3000.0, "plain": 400.0} for kind in ("cold", "warm", "line")},
    "bytes": {"ours": 5_100_000, "stock": 6_100_000, "plain": 100_000},
    "change_ms": {"liquidation": {"p50": 4.0, "p95": 9.0}},
    "build": {
        "sites": {"0": {"seconds": 1.0, "bytes": 1_000_000}, "1000": {"seconds": 5.0, "bytes": 9_000_000}},
        "widget_ms": 4.0,
        "widget_bytes": {"liquidation": {"raw": 40_000, "gzip": 8_000}},
    },
}


def test_the_server_compresses_names_types_and_counts(tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text("<p>word</p>" * 100)
    (tmp_path / "engine.wasm").write_bytes(bytes(range(256)))
    with serving(tmp_path) as site:
        with urlopen(site.address + "page/") as answer:
            body = answer.read()
            assert gzip.decompress(body) == b"<p>word</p>" * 100
            assert answer.headers["Content-Type"] == "text/html"
            assert answer.headers["Cache-Control"] == "public, max-age=600"
        with urlopen(Request(site.address + "engine.wasm")) as answer:
            assert answer.headers["Content-Type"] == "application/wasm"
            assert answer.headers["Content-Encoding"] is None
        assert site.taken() == {"page/": len(body), "engine.wasm": 256}
        assert site.taken() == {}


def test_the_link_that_is_opened_differs_from_the_example() -> None:
    assert "leverage=25" in startup.query()
    assert repr(calc.liquidation(leverage=25).liquidation_price) in startup.listener()


@pytest.mark.parametrize("name", calc.NAMES)
def test_what_is_typed_always_has_an_answer(name: str) -> None:
    field, texts = changes.typed(calc.load(name))
    edits = [{"field": field, "text": text} for text in texts]
    answers = [json.loads(contract.answer(json.dumps({"calculator": name, "edit": edit}))) for edit in edits]
    assert [set(answered) for answered in answers] == [{"ok"}] * len(texts)
    assert len({answered["ok"]["html"]["result"] for answered in answers}) > 12


def test_a_site_has_the_calculators_that_were_asked_for(tmp_path: Path) -> None:
    _, size = building.once(tmp_path / "some", 3)
    pages = [file.read_text() for file in (tmp_path / "some" / "site").rglob("index.html")]
    assert [1, 1, 1] == [count for page in pages if (count := page.count("<calc-widget"))]
    assert size > building.once(tmp_path / "none", 0)[1]


def test_the_other_pages_need_the_line_that_loads_the_calculators() -> None:
    line = '<script src="../../assets/calc/main.js" type="module"></script>'
    assert variants.OURS.sub("", f"a{line}b") == "ab"


def test_the_figures_of_the_site_are_renewed_in_their_place(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(f"before\n{report.MARKS[0]}\nstale\n{report.MARKS[1]}\nafter\n")
    report.write(FOUND, tmp_path)
    text = page.read_text()
    assert re.fullmatch(r"before\n<!-- figures -->\n\nMeasured on 2 November 2026: 2 cores\..+<!-- /figures -->\nafter\n", text, re.DOTALL)
    assert "stale" not in text
    assert json.loads((tmp_path / "benchmarks.json").read_text()) == FOUND


def test_ratios_compare_with_stock_pyodide() -> None:
    row = report.tables(FOUND)[0].rows[0]
    assert row == ("first visit", "0.40 s", "1.20 s", "3.00 s", "0.40", "0.50, met")


def test_an_aim_says_whether_it_was_met() -> None:
    assert report.verdict(16.0, 16, "16 ms") == "16 ms, met"
    assert report.verdict(16.1, 16, "16 ms") == "16 ms, missed"


@pytest.mark.parametrize("table", report.tables(FOUND), ids=lambda table: table.title)
def test_every_row_fills_its_columns(table: report.Table) -> None:
    assert {len(table.head)} == {len(row) for row in table.rows}

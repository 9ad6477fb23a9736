"""The benchmark's own parts: what it measures must be what it says."""

import gzip
import json
import re
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

import calc
from bench import building, changes, opening, report, startup, variants
from bench.server import serving
from calc import contract

WAITS = {
    "ours": 600.0,
    "plain": 400.0,
    "stock": 4500.0,
    "pyscript-micropython": 900.0,
    "pyscript-pyodide": 6000.0,
    "javascript": 390.0,
}
FOUND: dict[str, Any] = {
    "date": "2026-11-02",
    "machine": "2 cores",
    "first_answer_ms": {kind: dict(WAITS) for kind in ("cold", "warm", "line", "slow")},
    "after_content_ms": {name: wait - 400 for name, wait in WAITS.items() if name != "plain"},
    "takeover_ms": {"cold": 2250.0, "warm": 2000.0, "line": 5000.0},
    "bytes": {
        "ours": 340_000,
        "plain": 310_000,
        "stock": 6_500_000,
        "pyscript-micropython": 280_000,
        "pyscript-pyodide": 6_400_000,
        "javascript": 600,
        "takeover": 5_200_001,
    },
    "change_ms": {"liquidation": {"p50": 4.0, "p95": 9.0}, "history": {"p50": 20.0, "p95": 50.0}},
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
        site.compress()
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
    assert "leverage=25" in opening.query()
    assert repr(calc.liquidation(leverage=25).liquidation_price) in opening.listener()


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


def test_the_other_pages_load_nothing_of_ours() -> None:
    ours = '<script async src="../../assets/calc/early.js"></script><link rel="modulepreload" href="../../assets/calc/form.js">'
    main = '<script src="../../assets/calc/main.js" type="module"></script>'
    style = '<link rel="stylesheet" href="../../assets/calc/widget.css">'
    assert f"{style}b" == variants.without(f"{ours}{style}b{main}")
    for changed in (ours, main, f"{ours}{main}<script>import('../../assets/calc/widget.js')</script>", ""):
        with pytest.raises(ValueError, match="in another way"):
            variants.without(changed)


def test_bytes_are_those_that_the_page_alone_does_not_need() -> None:
    noted = opening.Noted(content=0, answer=1, takeover=2)
    page = {"calculators/liquidation-plain/": 9, "theme.css": 100}
    ours = {"calculators/liquidation/": 10, "theme.css": 100, "micropython.wasm": 20}
    cold = {"plain": [opening.Start(noted, page)], "ours": [opening.Start(noted, {**ours, "pyodide.wasm": 3000})]}
    sizes = startup.sizes(cold, opening.Start(noted, ours))
    assert {"plain": 109, "ours": 20, "takeover": 3000} == sizes


def test_the_figures_of_the_site_are_renewed_in_their_place(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(f"before\n{report.MARKS[0]}\nstale\n{report.MARKS[1]}\nafter\n")
    report.write(FOUND, tmp_path)
    text = page.read_text()
    assert re.fullmatch(r"before\n<!-- figures -->\n\nMeasured on 2 November 2026: 2 cores\..+<!-- /figures -->\nafter\n", text, re.DOTALL)
    assert "stale" not in text
    assert json.loads((tmp_path / "benchmarks.json").read_text()) == FOUND


def test_ratios_compare_with_stock_pyodide() -> None:
    answers, takeover, changed, *_ = report.tables(FOUND)
    waits = ("0.40 s", "0.60 s", "4.50 s", "0.90 s", "6.00 s", "0.39 s")
    assert ("first visit", *waits, "0.13", "0.15, met; 0.10, missed") == answers.rows[0]
    assert ("after the page’s content", "", "200 ms", "4100 ms", "500 ms", "5600 ms", "−10 ms", "0.05", "150 ms, missed") == answers.rows[1]
    assert ("bytes", "0.31 MB", "0.34 MB", "6.50 MB", "0.28 MB", "6.40 MB", "0.6 kB", "0.05", "0.35 MB, met") == answers.rows[-1]
    assert ["", "", "1.20 s, met", "0.35 MB, met"] == [row[-1] for row in answers.rows[2:]]
    assert ["0.50, met", "0.30, missed", "", "5.20 MB, missed"] == [row[-1] for row in takeover.rows]
    assert ["8 ms, missed", "50 ms, met"] == [row[-1] for row in changed.rows]


def test_an_aim_says_whether_it_was_met() -> None:
    assert report.aims(8.0, {"8 ms": 8}) == "8 ms, met"
    assert report.aims(8.1, {"8 ms": 8, "9 ms": 9}) == "8 ms, missed; 9 ms, met"


@pytest.mark.parametrize("table", report.tables(FOUND), ids=lambda table: table.title)
def test_every_row_fills_its_columns(table: report.Table) -> None:
    assert {len(table.head)} == {len(row) for row in table.rows}

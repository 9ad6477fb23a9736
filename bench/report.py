"""The measurements as tables: for a terminal, and for the site."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import calc
from calc.model import Calculator

MARKS = ("<!-- figures -->", "<!-- /figures -->")
KINDS = {"cold": "first visit", "warm": "second visit", "line": "first visit, 10 Mbit/s and 40 ms"}


@dataclass(frozen=True)
class Table:
    """One question, and its figures."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def tables(found: dict[str, Any]) -> list[Table]:
    """Everything that was measured."""
    return [answers(found), changes(found), widgets(found), sites(found)]


def answers(found: dict[str, Any]) -> Table:
    """What a shared link costs."""
    size = found["bytes"]
    rows = []
    for kind, words in KINDS.items():
        taken = found["first_answer_ms"][kind]
        share = taken["ours"] / taken["stock"]
        aim = verdict(share, 0.5, "0.50") if kind == "cold" else ""
        rows.append((words, seconds(taken["plain"]), seconds(taken["ours"]), seconds(taken["stock"]), f"{share:.2f}", aim))
    ours, stock = size["ours"] - size["plain"], size["stock"] - size["plain"]
    rows.append(
        ("bytes", megabytes(size["plain"]), megabytes(ours), megabytes(stock), f"{ours / stock:.2f}", verdict(ours, 5.2e6, "5.20 MB"))
    )
    note = (
        "From opening a shared link to its live answer, against Pyodide started in a worker as its documentation says, on the same page. "
        "The page alone is the same page with neither. Bytes are compressed with gzip, and those of the engines come on top of the page."
    )
    return Table("First live answer", note, ("visit", "page alone", "here", "stock", "ratio", "aim"), rows)


def changes(found: dict[str, Any]) -> Table:
    """What one change costs."""
    rows = []
    for name, taken in found["change_ms"].items():
        aim = aim_of(calc.load(name))
        rows.append((name, f"{taken['p50']:.1f} ms", f"{taken['p95']:.1f} ms", verdict(taken["p95"], aim, f"{aim} ms")))
    note = (
        "From the event of one keystroke to the new numbers and charts in the page. The aim is one frame of the screen for 95 of 100, "
        "and a tenth of a second where many trades or days are played through."
    )
    return Table("One change", note, ("calculator", "half within", "95 of 100 within", "aim"), rows)


def aim_of(c: Calculator[..., Any]) -> int:
    """Milliseconds: more for a calculator that draws lots or reads days."""
    return 100 if any(i.name == "seed" or i.kind == "date" for i in c.inputs) else 16


def verdict(value: float, limit: float, words: str) -> str:
    """The aim, and whether it was met."""
    return f"{words}, {'met' if value <= limit else 'missed'}"


def widgets(found: dict[str, Any]) -> Table:
    """How large a calculator is."""
    sizes = found["build"]["widget_bytes"]
    rows = [(name, f"{size['raw'] / 1000:.0f} kB", f"{size['gzip'] / 1000:.1f} kB") for name, size in sizes.items()]
    note = "Its HTML, numbers and charts included. The aim is 15 kB compressed."
    return Table("One calculator in a page", note, ("calculator", "plain", "gzip"), rows)


def sites(found: dict[str, Any]) -> Table:
    """What a build costs."""
    built = found["build"]
    rows = [(f"{int(count):,} calculators", f"{site['seconds']:.2f} s", megabytes(site["bytes"])) for count, site in built["sites"].items()]
    note = f"The same hundred pages with more and more calculators. One costs {built['widget_ms']:.1f} ms; the aim is 5 ms."
    return Table("Building", note, ("site", "time", "pages"), rows)


def seconds(milliseconds: float) -> str:
    """Milliseconds as seconds."""
    return f"{milliseconds / 1000:.2f} s"


def megabytes(size: float) -> str:
    """Bytes as people say them."""
    return f"{size / 1e6:.2f} MB"


def measured(found: dict[str, Any]) -> str:
    """When and on what."""
    day = date.fromisoformat(found["date"])
    return f"Measured on {day.day} {day:%B %Y}: {found['machine']}."


def terminal(found: dict[str, Any]) -> str:
    """Columns of text."""
    parts = []
    for table in tables(found):
        grid = [table.head, *table.rows]
        widths = [max(len(row[column]) for row in grid) for column in range(len(table.head))]
        parts.append(f"{table.title}")
        parts += [
            "  " + "  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))])
            for row in grid
        ]
        parts.append(f"  {table.note}\n")
    return "\n".join([*parts, measured(found)])


def markdown(found: dict[str, Any]) -> str:
    """The tables of the site."""
    parts = [f"{measured(found)} Times are medians of one run, and differ between machines; the ratios hold."]
    for table in tables(found):
        grid = [table.head, tuple(["---"] + ["--:"] * (len(table.head) - 1)), *table.rows]
        lines = ["| " + " | ".join([row[0], *(cell.replace(" ", "\u00a0") for cell in row[1:])]) + " |" for row in grid]
        parts.append(f"## {table.title}\n\n{table.note}\n\n" + "\n".join(lines))
    return "\n\n".join(parts)


def write(found: dict[str, Any], folder: Path) -> None:
    """Renews the numbers and the tables that the site shows."""
    (folder / "benchmarks.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    page = folder / "benchmarks.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    page.write_text(f"{before}{MARKS[0]}\n\n{markdown(found)}\n\n{MARKS[1]}{after}", encoding="utf-8")

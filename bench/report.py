"""The measurements as tables: for a terminal, and for the site."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.changes import calculator
from calc.model import Calculator

UNIT = re.compile(r"(?<=\d) (?=[A-Za-z])")  # the space between a number and its unit, where no line may end
MARKS = ("<!-- figures -->", "<!-- /figures -->")
KINDS = {
    "cold": "first visit",
    "warm": "second visit",
    "line": "first visit, 10 Mbit/s and 40 ms",
    "slow": "the same, computer four times slower",
}
PAGES = {
    "plain": "page alone",
    "ours": "here",
    "stock": "stock",
    "pyscript-micropython": "PyScript, MicroPython",
    "pyscript-pyodide": "PyScript, Pyodide",
    "javascript": "JavaScript",
}


@dataclass(frozen=True)
class Table:
    """One question, and its figures."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def tables(found: dict[str, Any]) -> list[Table]:
    """Everything that was measured."""
    return [answers(found), takeover(found), changes(found), widgets(found), sites(found)]


def answers(found: dict[str, Any]) -> Table:
    """What a shared link costs."""
    first, size = found["first_answer_ms"], found["bytes"]
    after = {**found["after_content_ms"], "plain": None}
    rows = [
        waits(KINDS["cold"], first["cold"], seconds, aims(first["cold"]["ours"] / first["cold"]["stock"], {"0.15": 0.15, "0.10": 0.1})),
        waits("after the page’s content", after, thousandths, aims(after["ours"], {"150 ms": 150})),
        waits(KINDS["warm"], first["warm"], seconds, ""),
        waits(KINDS["line"], first["line"], seconds, ""),
        waits(KINDS["slow"], first["slow"], seconds, aims(first["slow"]["ours"], {"1.20 s": 1200})),
        waits("bytes", size, megabytes, aims(size["ours"], {"0.35 MB": 0.35e6})),
    ]
    note = (
        "From opening a shared link to its live answer. Stock is Pyodide started in a worker as its documentation says, on the same page "
        "and with the same calculator. PyScript and JavaScript work out the formula of this one answer on the page’s own thread, and no "
        "more: no checks, no words, no charts. The page alone is the same page with none of them. The ratio is to stock. "
        "The browser rests before each opening. "
        "The page’s content is there at `DOMContentLoaded`. Bytes are compressed with gzip; those of an answer come on top of the page."
    )
    return Table("First live answer", note, ("visit", *PAGES.values(), "ratio", "aim"), rows)


def waits(words: str, taken: dict[str, Any], said: Callable[[float], str], aim: str) -> tuple[str, ...]:
    """One row: each page, our share of stock Pyodide's, and the aim."""
    cells = ["" if taken[name] is None else said(taken[name]) for name in PAGES]
    return (words, *cells, f"{taken['ours'] / taken['stock']:.2f}", aim)


def takeover(found: dict[str, Any]) -> Table:
    """What it costs until Pyodide answers here too."""
    first, taken, size = found["first_answer_ms"], found["takeover_ms"], found["bytes"]
    limits: dict[str, dict[str, float]] = {"cold": {"0.50": 0.5}, "warm": {"0.30": 0.3}, "line": {}}
    rows = []
    for kind, aim in limits.items():
        share = taken[kind] / first[kind]["stock"]
        rows.append((KINDS[kind], seconds(taken[kind]), seconds(first[kind]["stock"]), f"{share:.2f}", aims(share, aim)))
    more, stock = size["takeover"], size["stock"]
    rows.append(("bytes more", megabytes(more), megabytes(stock), f"{more / stock:.2f}", aims(more, {"5.20 MB": 5.2e6})))
    note = (
        "From opening the same link until Pyodide has given the same answer here too, against the first answer of stock Pyodide. "
        "The bytes are those that come on top of the first answer’s."
    )
    return Table("Takeover", note, ("visit", "here", "stock", "ratio", "aim"), rows)


def changes(found: dict[str, Any]) -> Table:
    """What one change costs."""
    rows = []
    for name, taken in found["change_ms"].items():
        aim = aim_of(calculator(name))
        rows.append((name, f"{taken['p50']:.1f} ms", f"{taken['p95']:.1f} ms", aims(taken["p95"], {f"{aim} ms": aim})))
    note = (
        "From the event of one keystroke to the new numbers and charts in the page, once Pyodide has taken over. The aim is half a frame "
        "of the screen for 95 of 100, and three frames where many trades or days are played through."
    )
    return Table("One change", note, ("calculator", "half within", "95 of 100 within", "aim"), rows)


def aim_of(c: Calculator[..., Any]) -> int:
    """Milliseconds: more for a calculator that draws lots or reads days."""
    return 50 if any(i.name == "seed" or i.kind == "date" for i in c.inputs) else 8


def aims(value: float, limits: dict[str, float]) -> str:
    """Each aim, and whether it was met."""
    return "; ".join(f"{words}, {'met' if value <= limit else 'missed'}" for words, limit in limits.items())


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


def thousandths(milliseconds: float) -> str:
    """Milliseconds as they are."""
    return f"{round(milliseconds)} ms".replace("-", "−")


def megabytes(size: float) -> str:
    """Bytes as people say them."""
    return f"{size / 1e6:.2f} MB" if size >= 10_000 else f"{size / 1000:.1f} kB"


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
    return "\n\n".join([*parts, *(chapter(table) for table in tables(found))])


def chapter(table: Table) -> str:
    """A table of the site, with its title and note."""
    columns = list(zip(*table.rows, strict=True))
    marks = tuple(
        "--:" if number and all(re.match(r"[-−\d]|$", cell) for cell in column) else "---" for number, column in enumerate(columns)
    )
    grid = [table.head, marks, *table.rows]
    lines = ["| " + " | ".join([UNIT.sub("\u00a0", cell) for cell in row]) + " |" for row in grid]
    return f"## {table.title}\n\n{table.note}\n\n" + "\n".join(lines)


def write(found: dict[str, Any], folder: Path) -> None:
    """Renews the numbers and the tables that the site shows."""
    (folder / "benchmarks.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    renew(folder / "benchmarks.md", markdown(found))


def renew(page: Path, figures: str) -> None:
    """Puts new figures between the marks of a page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    page.write_text(f"{before}{MARKS[0]}\n\n{figures}\n\n{MARKS[1]}{after}", encoding="utf-8")

"""What a calculator on a page costs the build, and how large it is: the same hundred pages with 0, 10, 100 and 1,000 of them."""

import gzip
import logging
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config

import calc
from bench.startup import Say
from calc.view import page
from calc.view.numbers import rounded

PAGES = 100
COUNTS = (0, 10, 100, 1000)
EXTENSIONS = ["hooks.widgets", "attr_list", "md_in_html", "pymdownx.superfences"]


def measure(rounds: int, say: Say) -> dict[str, Any]:
    """Seconds and bytes of each site, and what one calculator adds."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    with TemporaryDirectory() as folder:
        once(Path(folder) / "warm", 10)
        sites = {}
        for count in COUNTS:
            runs = [once(Path(folder) / f"{count}-{turn}", count) for turn in range(rounds)]
            sites[count] = {"seconds": statistics.median(seconds for seconds, _ in runs), "bytes": runs[0][1]}
            say(f"build: {count:,} calculators on {PAGES} pages")
    most = COUNTS[-1]
    return {
        "sites": {str(count): site for count, site in sites.items()},
        "widget_ms": (sites[most]["seconds"] - sites[0]["seconds"]) * 1000 / most,
        "widget_bytes": {name: size(name) for name in calc.NAMES},
    }


def once(folder: Path, count: int) -> tuple[float, int]:
    """Builds one site; seconds, and bytes of its pages."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    for number in range(PAGES):
        share = count // PAGES + (number < count % PAGES)
        fences = [fence(number * 10 + index, index) for index in range(share)]
        (docs / f"page-{number}.md").write_text("\n\n".join([f"# Page {number}", "Some words.", *fences]) + "\n", encoding="utf-8")
    file = folder / "mkdocs.yml"
    file.write_text("site_name: Bench\n", encoding="utf-8")
    config = load_config(
        str(file),
        theme={"name": "material", "font": False},
        plugins=[],
        markdown_extensions=EXTENSIONS,
        site_dir=str(folder / "site"),
    )
    started = time.perf_counter()
    build(config)
    seconds = time.perf_counter() - started
    return seconds, sum(made.stat().st_size for made in (folder / "site").rglob("*.html"))


def fence(number: int, index: int) -> str:
    """A calculator with starting values of its own, so that no answer can be used twice."""
    c = calc.load(calc.NAMES[number % len(calc.NAMES)])
    i = next(i for i in c.inputs if isinstance(i.default, float) and i.default and not i.whole)
    assert isinstance(i.default, float)
    own = i.form_text(rounded(i.default * (1 + number / 100_000), 8))
    return f"```calc {c.name}\nid: {c.name}-{index}\n{i.name}: {own}\n```"


def size(name: str) -> dict[str, int]:
    """The bytes of one calculator as it stands in a page."""
    text = page.widget(name, {}, id=name).encode()
    return {"raw": len(text), "gzip": len(gzip.compress(text, 6, mtime=0))}

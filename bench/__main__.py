"""`make bench` measures and prints; `--write FOLDER` also renews the figures that the site shows; `--quick` takes fewer rounds."""

import argparse
import datetime as dt
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

from bench import building, changes, report, startup, variants
from bench.server import serving
from tools.browser import launch_options

WORDS = {1: "one", 2: "two", 4: "four", 8: "eight"}


def measure(rounds: int, times: int) -> dict[str, Any]:
    """Everything, in one run."""
    began = time.monotonic()

    def say(words: str) -> None:
        print(f"  {time.monotonic() - began:4.0f} s  {words}", flush=True)

    with TemporaryDirectory() as folder, sync_playwright() as playwright, serving(Path(folder)) as site:
        say("building the site")
        variants.build(Path(folder), {**os.environ, "SITE_URL": site.address})
        site.compress()
        browser = playwright.chromium.launch(**launch_options())
        found = startup.measure(browser, site, rounds, say)
        found["change_ms"] = changes.measure(browser, site, times, say)
        version = browser.version.partition(".")[0]
        browser.close()
    found["build"] = building.measure(max(1, rounds // 2), say)
    found["date"] = dt.datetime.now(tz=dt.UTC).date().isoformat()
    cores = os.cpu_count() or 1
    found["machine"] = f"{WORDS.get(cores, cores)} core{'s' * (cores > 1)}, headless Chromium {version}"
    return found


def main() -> int:
    """Measures, prints, and writes where it was told to."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    found = measure(*((1, 50) if given.quick else (5, 300)))
    print("\n" + report.terminal(found))
    if given.write:
        report.write(found, given.write)
        print(f"Written to {given.write}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

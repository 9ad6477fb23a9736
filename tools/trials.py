"""What was tried to break the site, part of `make figures`: runs every test that counts something, in full, and writes the counts down.

A test counts with pytest’s `record_property`: a number is added to what was counted by that name, a text is a curve. As a plugin of pytest
this module leaves out the tests that count nothing.
"""

import datetime as dt
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench.report import Table, chapter, renew
from tools.test import WORKERS

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "project" / "trials.md"
COUNTED = {  # what the tests count, as the page says it, and what has to come of each
    "faults provoked": (
        "Faults of files, engines, browsers and networks",
        "a sentence in a stated time, the page’s numbers standing, then recovery",
    ),
    "hostile inputs tried": (
        "Hostile inputs, by form, link, command line and contract",
        "an answer or a problem at its field; no fault, no wait",
    ),
    "texts fuzzed": ("Texts drawn to surprise what reads them", "no fault"),
    "attacks refused": ("Attacks by link, by markup and by script", "refused"),
    "pages and states read": ("Pages and states read by axe, magnified, spaced, in other colours", "no violation"),
    "violations found": ("Violations of the rules for readers in them", "none"),
    "hosts passed": ("Hosts and builders", "the same page, live"),
    "journeys in chromium": ("Journeys in Chromium, on a server and in a folder", "passed"),
    "journeys in firefox": ("Journeys in Firefox", "passed"),
    "journeys in webkit": ("Journeys in WebKit", "passed"),
}
CURVES = {
    "heap after recomputations": "10,000 answers",
    "heap after navigations": "210 pages",
    "heap after restarts": "50 restarts of the engine",
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the tests that count."""
    left = [item for item in items if "record_property" not in getattr(item, "fixturenames", ())]
    items[:] = [item for item in items if "record_property" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=left)


class Counts:
    """Hears what the tests of all processes have counted, and writes it when all is well."""

    def __init__(self) -> None:
        self.numbers: Counter[str] = Counter()
        self.curves: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Adds what one test has counted."""
        for name, value in report.user_properties if report.when == "teardown" else ():
            if isinstance(value, str):
                self.curves[name] = value
            else:
                self.numbers[name] += int(str(value))


def tables(found: dict[str, Any]) -> list[Table]:
    """What the page shows.

    Raises:
        KeyError: Something was counted that the page does not know, or not counted that it tells.
    """
    numbers, curves = found["numbers"], found["curves"]
    if unknown := {*numbers, *curves} - {*COUNTED, *CURVES}:
        raise KeyError(*sorted(unknown))
    rows = [(words, f"{numbers[name]:,}", outcome) for name, (words, outcome) in COUNTED.items()]
    grown = [(words, *str(curves[name]).split()[1:]) for name, words in CURVES.items()]
    tenths = tuple(f"{n}/10" for n in range(1, 11))
    return [
        Table(
            "How often, and what came of it",
            "Each of them is a test that fails where the outcome is another one.",
            ("tried", "times", "outcome of each"),
            rows,
        ),
        Table(
            "What a long visit leaves",
            "Growth of the page’s memory in kB, after garbage is collected. The aim is below 1,000, for 200 pages. What still grows with "
            "the pages is the browser’s own: its history, its list of loaded files, and code that it has compiled.",
            ("after", *tenths),
            grown,
        ),
    ]


def main() -> int:
    """Runs the fuzzer and the tests, and renews the page if nothing has failed."""
    counts = Counts()
    fuzzed = subprocess.run([sys.executable, "-m", "tools.fuzz"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    print(fuzzed.stdout)
    if fuzzed.returncode:
        return fuzzed.returncode
    counts.numbers["texts fuzzed"] = sum(int(number.replace(",", "")) for number in re.findall(r"([\d,]+) texts", fuzzed.stdout))
    status = pytest.main(["-p", "tools.trials", "--prove", *WORKERS, *sys.argv[1:]], plugins=[counts])
    if status == pytest.ExitCode.OK:
        found = {"numbers": dict(counts.numbers), "curves": counts.curves}
        today = dt.datetime.now(tz=dt.UTC).date()
        PAGE.with_suffix(".json").write_text(json.dumps({"date": today.isoformat(), **found}, indent=2) + "\n", encoding="utf-8")
        renew(PAGE, "\n\n".join([f"Tried on {today.day} {today:%B %Y}.", *(chapter(table) for table in tables(found))]))
    return int(status)


if __name__ == "__main__":
    sys.exit(main())

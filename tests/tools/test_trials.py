"""The counts of what was tried: they come from the tests that count, and the page shows the committed ones."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import trials

TESTS = """
def test_counts(record_property):
    record_property("faults provoked", 2)

def test_counts_too(record_property):
    record_property("faults provoked", 3)
    record_property("heap after restarts", "0 1 2 3 4 5 6 7 8 9 10")

def test_counts_nothing():
    raise AssertionError
"""


def test_only_tests_that_count_are_run_and_their_counts_are_added(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(TESTS)
    script = f"""
import pytest
from tools import trials
counts = trials.Counts()
status = pytest.main(["-q", "-p", "tools.trials", "-p", "no:cacheprovider", "-c", "/dev/null", {str(tmp_path)!r}], plugins=[counts])
print(int(status), dict(counts.numbers), counts.curves)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 {'faults provoked': 5} {'heap after restarts': '0 1 2 3 4 5 6 7 8 9 10'}"


def test_what_the_page_does_not_know_is_an_error() -> None:
    with pytest.raises(KeyError, match="bridges crossed"):
        trials.tables({"numbers": {"bridges crossed": 1}, "curves": {}})


def test_the_page_shows_the_committed_counts() -> None:
    found = json.loads(trials.PAGE.with_suffix(".json").read_text(encoding="utf-8"))
    page = trials.PAGE.read_text(encoding="utf-8").replace("\u00a0", " ")
    for table in trials.tables(found):
        for row in table.rows:
            assert f"| {' | '.join(row)} |" in page

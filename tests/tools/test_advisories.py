"""Known faults of the pinned packages: what is refused, what is excused, and that silence is not taken for an answer."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tools import advisories, check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Say = Callable[[str, str], None]

TODAY = date(2026, 11, 30)
FINE = '{"dependencies": [{"name": "one", "version": "1.0", "vulns": []}], "fixes": []}', '{"auditReportVersion": 2, "vulnerabilities": {}}'
FAULT: dict[str, Any] = {"id": "PYSEC-2026-1", "aliases": ["GHSA-aaaa-bbbb-cccc"], "fix_versions": ["1.1"]}
FAULTY = json.dumps({"dependencies": [{"name": "one", "version": "1.0", "vulns": [FAULT]}]})
CAUSE = {"name": "two", "range": "<2.0", "title": "It burns", "url": "https://github.com/advisories/GHSA-dddd-eeee-ffff"}
NPM_FAULTY = json.dumps({"vulnerabilities": {"two": {"via": [CAUSE]}, "three": {"via": ["two"]}}})


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Say:
    """What the two auditors print from now on; nothing is excused."""
    monkeypatch.setattr(advisories, "EXCUSED", tmp_path / "advisories.toml")
    (tmp_path / "advisories.toml").touch()

    def say(python: str, npm: str) -> None:
        def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
            text = npm if command[0] == "npm" else python
            return subprocess.CompletedProcess(command, 1, text if text.startswith("{") else "", text)

        monkeypatch.setattr("subprocess.run", run)

    return say


def excuse(id: str, on: date, because: str = "We do not run that.") -> None:
    advisories.EXCUSED.write_text(f'[[excused]]\nid = "{id}"\non = {on}\nbecause = "{because}"\n')


def test_nothing_known_is_nothing_to_mend(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(*FINE)
    assert advisories.main(TODAY) == 0
    assert capsys.readouterr().out == ""


def test_a_known_fault_is_refused_with_what_mends_it(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(FAULTY, NPM_FAULTY)
    assert advisories.main(TODAY) == 1
    assert capsys.readouterr().out.splitlines() == [
        "one 1.0: PYSEC-2026-1, GHSA-aaaa-bbbb-cccc, mended in 1.1",
        "two <2.0: GHSA-dddd-eeee-ffff, It burns",
    ]


@pytest.mark.parametrize("name", ["PYSEC-2026-1", "GHSA-aaaa-bbbb-cccc"])
def test_a_fault_may_be_excused_by_any_of_its_names(name: str, say: Say) -> None:
    say(FAULTY, FINE[1])
    excuse(name, TODAY)
    assert advisories.main(TODAY) == 0


@pytest.mark.parametrize(("on", "because"), [(TODAY - timedelta(days=91), "Old."), (TODAY, "")])
def test_an_excuse_has_a_reason_and_does_not_hold_for_ever(on: date, because: str, say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(FAULTY, FINE[1])
    excuse("PYSEC-2026-1", on, because)
    assert advisories.main(TODAY) == 1
    assert "PYSEC-2026-1: " in capsys.readouterr().out


def test_an_excuse_goes_with_its_fault(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(*FINE)
    excuse("PYSEC-2026-1", TODAY)
    assert advisories.main(TODAY) == 1
    assert "no pinned package has it any more" in capsys.readouterr().out


SILENT = {
    "the index does not know the packages": ('{"dependencies": [{"name": "one", "skip_reason": "not found"}]}', FINE[1]),
    "there is no network": ("Traceback\nrequests.exceptions.ConnectionError: Max retries exceeded", FINE[1]),
    "the mirror has no such address": (FINE[0], '{"message": "405 Method Not Allowed", "statusCode": 405}'),
    "npm says nothing": (FINE[0], ""),
}


@pytest.mark.parametrize(("python", "npm"), SILENT.values(), ids=SILENT)
def test_silence_is_said_and_is_not_a_clean_bill(python: str, npm: str, say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say(python, npm)
    assert advisories.main(TODAY) == advisories.NOT_ASKED
    assert capsys.readouterr().out.count("Not known: ") == 1


def test_what_one_database_knows_counts_though_the_other_is_silent(say: Say) -> None:
    say(FAULTY, "")
    assert advisories.main(TODAY) == 1


def test_the_check_goes_on_and_shows_what_is_not_known(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    script = f"print('Not known: why'); raise SystemExit({advisories.NOT_ASKED})"
    monkeypatch.setattr(check, "CHECKS", (("known faults", (sys.executable, "-c", script)),))
    assert check.main() == 0
    mark, why, end = capsys.readouterr().out.splitlines()
    assert (mark[:14], why, end) == ("? known faults", "Not known: why", "Nothing to mend.")


def test_every_pin_is_asked_about() -> None:
    result = subprocess.run([*advisories.PYTHON, "--dry-run"], cwd=advisories.ROOT, capture_output=True, text=True, check=False)
    texts = [(advisories.ROOT / name).read_text() for name in advisories.REQUIREMENTS]
    pins = {line.split()[0] for text in texts for line in text.splitlines() if "==" in line}
    assert result.returncode == 0, result.stderr
    assert len(pins) > 70
    asked = int(result.stderr.split("would have audited ")[1].split()[0])
    assert asked >= len(pins) - 3  # some are pinned for another Python

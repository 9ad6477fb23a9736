"""Whether a fault is known of any pinned package: pip-audit asks about those from PyPI, `npm audit` about those from npm.

A database that gives no answer is not one that knows of nothing: then this says so, and ends with a status of its own.
"""

import json
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EXCUSED = Path(__file__).with_suffix(".toml")
HOLDS = timedelta(days=90)
NOT_ASKED = 75  # the status of a program that could not do its work now
REQUIREMENTS = ("requirements/dev.txt", "hooks/engine/requirements.txt")  # the first holds what builds the site, too
PYTHON = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--timeout", "10", "--disable-pip"]
PYTHON += ["--require-hashes", "--cache-dir", ".cache/advisories", *(word for name in REQUIREMENTS for word in ("--requirement", name))]
NPM = ["npm", "audit", "--json", "--package-lock-only"]


class SilentError(Exception):
    """A database did not answer; the message says why."""


@dataclass(frozen=True, order=True)
class Fault:
    """What is known of a package, by all the names that it has."""

    package: str
    names: tuple[str, ...]
    what: str


def said(command: list[str]) -> dict[str, Any]:
    """The JSON that an auditor prints, whatever its status is: it is not 0 either when something was found or when nobody answered."""
    try:
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    except subprocess.TimeoutExpired:
        raise SilentError("no answer in five minutes") from None
    try:
        answer: dict[str, Any] = json.loads(result.stdout)
    except json.JSONDecodeError:
        lines = result.stderr.strip().splitlines() or ["no answer"]
        if "No module named" in lines[-1]:
            raise
        raise SilentError(next((line for line in reversed(lines) if "rror" in line), lines[-1])[:300]) from None
    return answer


def python_faults() -> tuple[list[Fault], str]:
    """Those of the packages from PyPI, and what was not answered."""
    packages = said(PYTHON)["dependencies"]
    skipped = sorted({package["name"] for package in packages if "skip_reason" in package})
    found = [
        Fault(
            f"{package['name']} {package['version']}",
            (fault["id"], *fault["aliases"]),
            "mended in " + (", ".join(fault["fix_versions"]) or "no release"),
        )
        for package in packages
        for fault in package.get("vulns", [])
    ]
    return found, f"no answer about {len(skipped)} of {len(packages)} packages, from {skipped[0]} on" if skipped else ""


def npm_faults() -> tuple[list[Fault], str]:
    """Those of the packages from npm, and what was not answered."""
    answer = said(NPM)
    if "vulnerabilities" not in answer:
        return [], str(answer.get("message") or "no answer")
    causes = [cause for package in answer["vulnerabilities"].values() for cause in package["via"] if isinstance(cause, dict)]
    return [Fault(f"{cause['name']} {cause['range']}", (cause["url"].rsplit("/", 1)[-1],), cause["title"]) for cause in causes], ""


def excuses(today: date) -> dict[str, str]:
    """The faults that do no harm here, and why.

    Raises:
        ValueError: An entry says no reason, or somebody should look at it again.
    """
    found = tomllib.loads(EXCUSED.read_text(encoding="utf-8")).get("excused", [])
    for entry in found:
        if not entry.get("because") or not isinstance(entry.get("on"), date):
            raise ValueError(f"{entry.get('id')}: an excuse says `because`, and `on` which day")
        if today - entry["on"] > HOLDS:
            raise ValueError(f"{entry['id']}: excused on {entry['on']}; look again")
    return {entry["id"]: entry["because"] for entry in found}


def main(today: date | None = None) -> int:
    """Asks both; 1 when there is something to mend, `NOT_ASKED` when there is not, as far as anybody answered."""
    try:
        excused = excuses(today or datetime.now(UTC).date())
    except ValueError as error:
        print(error)
        return 1
    found: set[Fault] = set()
    silent: list[str] = []
    for database, ask in (("PyPI", python_faults), ("npm", npm_faults)):
        try:
            faults, gap = ask()
        except SilentError as error:
            faults, gap = [], str(error)
        found.update(faults)
        silent += [f"{database} ({gap})"] if gap else []
    left = [fault for fault in sorted(found) if not excused.keys() & set(fault.names)]
    for fault in left:
        print(f"{fault.package}: {', '.join(fault.names)}, {fault.what}")
    idle = excused.keys() - {name for fault in found for name in fault.names} if not silent else set()
    for name in sorted(idle):
        print(f"{name}: excused, but no pinned package has it any more")
    if silent:
        print(
            f"Not known: the database of advisories of {' and that of '.join(silent)} could not be asked. That is not the same as no fault."
        )
    return 1 if left or idle else NOT_ASKED if silent else 0


if __name__ == "__main__":
    sys.exit(main())

"""What no file of the repository may hold, and what several of them must agree on."""

import re
import subprocess
from pathlib import Path

import pytest

import tools

ROOT = Path(tools.__file__).parent.parent
TEXTS = {".py", ".js", ".ts", ".json", ".md", ".txt", ".toml", ".yml", ".html", ".css", ".svg", ""}
REGISTRIES = ("registry." + "npmjs", "files." + "pythonhosted", "pypi.org" + "/simple", "deb." + "debian.org", '"resolved"' + ": ")
MACHINES = re.compile(r"(?<![\w.])/(?:home|root|tmp|work|Users)/\w")


def files() -> list[Path]:
    """Every text that belongs to the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / name for name in listed.stdout.splitlines()]
    return [path for path in paths if path.suffix in TEXTS and path.is_file()]


def test_no_file_names_a_registry() -> None:
    assert [] == [path for path in files() for word in REGISTRIES if word in path.read_text(encoding="utf-8")]


def test_no_file_names_a_place_on_a_machine() -> None:
    assert [] == [(path, found[0]) for path in files() if (found := MACHINES.search(path.read_text(encoding="utf-8")))]


def test_no_file_holds_what_a_merge_left() -> None:
    assert [] == [path for path in files() if re.search(r"^(<{7}|>{7})( |$)", path.read_text(encoding="utf-8"), re.MULTILINE)]


@pytest.mark.parametrize(("level", "least"), [("site", 20), ("dev", 20), ("fuzz", 1)])
def test_every_package_is_pinned_with_its_hashes(level: str, least: int) -> None:
    text = (ROOT / "requirements" / f"{level}.txt").read_text()
    pins = re.findall(r"^([\w.-]+)==([^\s\\]+)[^\n]*((?:\n    --hash=sha256:[0-9a-f]{64}[^\n]*)+)", text, re.MULTILINE)
    entries = re.findall(r"^[\w-]", text, re.MULTILINE)
    assert len(entries) == len(pins) > least


def test_the_site_is_built_with_the_packages_it_is_tested_with() -> None:
    texts = [(ROOT / "requirements" / f"{level}.txt").read_text() for level in ("site", "dev")]
    site, dev = (set(re.findall(r"^\S+==\S+", text, re.MULTILINE)) for text in texts)
    assert site <= dev

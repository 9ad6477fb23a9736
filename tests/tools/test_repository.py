"""What no file of the repository may hold, and what several of them must agree on."""

import json
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


@pytest.mark.parametrize(
    ("file", "least"),
    [("requirements/site.txt", 20), ("requirements/dev.txt", 40), ("requirements/fuzz.txt", 1), ("hooks/engine/requirements.txt", 5)],
)
def test_every_python_package_is_pinned_with_its_hashes(file: str, least: int) -> None:
    text = (ROOT / file).read_text().replace("\\\n", "")
    entries = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert [] == [line for line in entries if not re.fullmatch(r"[\w.-]+==[\w.]+( ; [^-]+?)?(\s+--hash=sha256:[0-9a-f]{64})+", line)]
    assert len(entries) >= least


def test_every_npm_package_is_pinned_with_its_hash() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert [] == [name for name, entry in packages.items() if not re.fullmatch(r"sha512-[\w+/]{86}==", entry.get("integrity", ""))]
    named = json.loads((ROOT / "package.json").read_text())
    asked = named["dependencies"] | named["devDependencies"]
    assert asked == {name: packages[f"node_modules/{name}"]["version"] for name in asked}  # no range, and nothing from elsewhere


def test_the_site_is_built_with_the_packages_it_is_tested_with() -> None:
    texts = [(ROOT / "requirements" / f"{level}.txt").read_text() for level in ("site", "dev")]
    site, dev = (set(re.findall(r"^\S+==\S+", text, re.MULTILINE)) for text in texts)
    assert site <= dev

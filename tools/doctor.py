"""`make doctor`: what is there, what is missing, and how to get it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # it runs outside the environment that it looks at

from tools import browser, setup

APT = sys.platform != "darwin"
NEEDED_DISK = 1.0
Finding = tuple[bool, str, str]
"""Whether it is there, what it is, and how to get it."""


def findings() -> Iterator[Finding]:
    """Everything that the commands rely on."""
    yield True, f"Python {sys.version.split()[0]} with venv", ""
    for program in ("make", "git"):
        yield shutil.which(program) is not None, program, f"sudo apt-get install {program}" if APT else "xcode-select --install"
    free = shutil.disk_usage(setup.ROOT).free / 1e9
    yield free >= NEEDED_DISK or setup.VENV.exists(), f"{free:.0f} GB of free disk", f"{NEEDED_DISK:.0f} GB is needed"
    yield _environment()
    yield _done("packages-site", setup.digest(setup.requirements("site"))), "Python packages that build the site", "make serve"
    yield _done("packages-dev", setup.digest(setup.requirements("tests"))), "Python packages that check it", "make test"
    node = _answer(setup.VENV / "bin" / "node", "--version")
    yield bool(node), f"Node {node}".rstrip(), "make serve"
    key = setup.digest(setup.ROOT / "package.json", setup.ROOT / "package-lock.json")
    yield _done("node", key) and (setup.ROOT / "node_modules").is_dir(), "npm packages: the browser's engines", "make serve"
    for name in browser.NAMES:
        yield browser.recorded(name), f"{name.capitalize()} to test in", "make test"


def _environment() -> Finding:
    found = _answer(setup.PYTHON, "-c", "import sys; print(sys.version.split()[0])")
    return bool(found), f"virtual environment {found}".rstrip(), "make serve"


def _done(step: str, key: str) -> bool:
    return setup.PYTHON.exists() and setup.done(step, key)


def _answer(*command: str | Path) -> str:
    words = [str(part) for part in command]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=20, check=False, env=setup.environment())
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def main() -> int:
    """Prints them; 1 when something is missing."""
    missing = False
    for there, what, how in findings():
        missing = missing or not there
        print(f"✓ {what}" if there else f"✗ {what}\n    get it with: {how}")
    print("Something is missing." if missing else f"All there, on {os.cpu_count()} cores.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

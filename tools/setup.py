"""Sets up what a command needs, step by step, and skips what is already there.

`python tools/setup.py site` prepares what builds and serves the site, `tests` adds what checks it, `browser` adds the browsers to test in.
`fuzz` prepares what feeds the parsers, and nothing else.
A step is done again when the files that it depends on have changed.
"""

import hashlib
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the first run happens outside the environment that it makes

from tools import browser, browser_setup
from tools.terminal import StepError, must

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = ROOT / ".cache" / "setup"
LEVELS = ("site", "tests", "browser", "fuzz")
TITLES = {"site": "Python packages that build the site", "dev": "Python packages that check it", "fuzz": "What fuzzes its parsers"}


def environment() -> dict[str, str]:
    """The variables under which the environment's own programs find each other."""
    return {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}", "VIRTUAL_ENV": str(VENV)}


def digest(*parts: str | Path) -> str:
    """One hash over texts and the contents of files."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        whole.update(b"\0")
    return whole.hexdigest()


def done(step: str, key: str) -> bool:
    """Whether a step was last done with this key."""
    stamp = STAMPS / step
    return stamp.is_file() and stamp.read_text() == key


def mark(step: str, key: str) -> None:
    """Remembers that a step was done with this key."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(key)


def requirements(level: str) -> Path:
    """The pinned packages of a level."""
    return ROOT / "requirements" / (f"{level}.txt" if level in TITLES else "dev.txt")


def make_environment() -> None:
    """The virtual environment; made anew when the Python changes, or when the folder was moved."""
    key = digest(sys.version, str(ROOT))
    if done("environment", key) and PYTHON.exists():
        return
    for stamp in STAMPS.glob("*"):
        stamp.unlink()
    must(
        f"Python {sys.version.split()[0]}: virtual environment",
        [sys.executable, "-m", "venv", "--clear", VENV],
        "Python's venv module did not work. On Debian and Ubuntu: sudo apt-get install python3-venv",
    )
    mark("environment", key)


def install_packages(level: str) -> None:
    """The pinned Python packages, each with the hash that it must have.

    The file names every one of them, so pip looks for no others: for `coverage[toml]` it would take a newer release than the pinned
    `coverage`, and refuse it for having no hash.
    """
    pins = requirements(level)
    step = f"packages-{pins.stem}"
    key = digest(pins)
    if done(step, key):
        return
    must(
        TITLES[pins.stem],
        [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--progress-bar", "off", "-r", pins],
        "pip could not install the pinned packages. `make doctor` looks for reasons; `make clean` starts over.",
        env=environment(),
    )
    mark(step, key)
    if pins.stem == "dev":
        mark("packages-site", digest(requirements("site")))  # the larger set holds the smaller, with the same pins


def install_project() -> None:
    """The project itself, as an editable installation: `calc` and `hooks` can be imported, `leverage-calc` can be called."""
    key = digest(ROOT / "pyproject.toml")
    if done("project", key):
        return
    must(
        "The project itself",
        [PYTHON, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--no-index", "--editable", ROOT],
        "pip could not install the project; the lines above say why.",
        env=environment(),
    )
    mark("project", key)


def install_node_packages() -> None:
    """The engines of the browser and the checker of its scripts, from npm, each with the hash that it must have.

    No script of a package runs while it is installed; none of ours needs one.
    """
    key = digest(ROOT / "package.json", ROOT / "package-lock.json")
    if done("node", key) and (ROOT / "node_modules").is_dir():
        return
    must(
        "The browser's engines (npm)",
        [VENV / "bin" / "npm", "ci", "--prefix", ROOT, "--ignore-scripts", "--no-audit", "--no-fund"],
        "npm could not install the pinned packages. `make doctor` looks for reasons.",
        env=environment(),
    )
    mark("node", key)


def find_browsers() -> None:
    """The browsers for the tests, one of each engine: Playwright's, or the system's."""
    key = digest(requirements("tests"))
    if done("browser", key) and all(map(browser.recorded, browser.NAMES)):
        return
    browser_setup.install(environment())
    mark("browser", key)


def main(level: str) -> int:
    """Prepares everything up to a level; 1 when something failed."""
    try:
        make_environment()
        install_packages(level)
        if level == "fuzz":
            return 0
        install_project()
        install_node_packages()
        if level == "browser":
            find_browsers()
    except StepError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    if sys.argv[1:] not in [[level] for level in LEVELS]:
        sys.exit(f"usage: python tools/setup.py {{{'|'.join(LEVELS)}}}")
    sys.exit(main(sys.argv[1]))

"""What the build takes from others: Pyodide from npm, pyodide-build from PyPI, both pinned with hashes."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from hooks.engine.errors import EngineError

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CACHE = ROOT / ".cache" / "engine"
REQUIREMENTS = HERE / "requirements.txt"


def pinned(name: str) -> dict[str, str]:
    """What package-lock.json says of an npm package."""
    entry: dict[str, str] = _packages(ROOT / "package-lock.json")[f"node_modules/{name}"]
    return entry


def installed(name: str) -> Path:
    """The folder of an npm package, which must be the one that package-lock.json pins.

    npm compares the archive with the pinned hash when it installs it, and notes down what it installed.
    """
    folder = ROOT / "node_modules" / name
    try:
        noted = _packages(ROOT / "node_modules" / ".package-lock.json").get(f"node_modules/{name}", {})
        version = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    except FileNotFoundError:
        raise EngineError(f"the npm package {name} is not installed; run `npm ci`") from None
    wanted = pinned(name)
    if noted.get("integrity") != wanted["integrity"] or version != wanted["version"]:
        raise EngineError(f"the npm package {name} is {version}, not {wanted['version']} as package-lock.json pins it; run `npm ci`")
    return folder


def tools() -> Path:
    """The folder with pyodide-build, installed for the Python inside Pyodide, whatever Python runs this."""
    CACHE.mkdir(parents=True, exist_ok=True)
    folder = CACHE / f"tools-{hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:16]}"
    if folder.is_dir():
        return folder
    print("engine: fetching pyodide-build (once)", flush=True)
    with TemporaryDirectory(dir=CACHE) as temporary:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", f"{temporary}/tools"]
        command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--python-version=3.14", "--ignore-requires-python"]
        result = subprocess.run([*command, "--requirement", REQUIREMENTS], capture_output=True, text=True, check=False)
        if result.returncode:
            why = result.stderr.rstrip() or f"status {result.returncode}"
            raise EngineError(f"pip cannot install pyodide-build; look whether the package index can be reached:\n{why}")
        if not folder.is_dir():  # another build may have been quicker
            shutil.move(f"{temporary}/tools", folder)
    return folder


def _packages(lock: Path) -> dict[str, dict[str, str]]:
    packages: dict[str, dict[str, str]] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return packages

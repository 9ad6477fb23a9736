"""`calc` as a wheel, for `pip install` and for every page with Pyodide, which finds it by the lock file beside it.

The wheel is the one that pyproject.toml describes, from the builder that it names, in this process: nothing is fetched. The bytes depend on
the sources alone: they are sorted, and their date is always the same.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hatchling.builders.wheel import WheelBuilder

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
FOLDER = "python"
LOCK = "pyodide-lock.json"


def publish(site: Path, info: Mapping[str, str]) -> None:
    """Put both into a built site; `info` is what the release of Pyodide calls itself that the lock file is for."""
    folder = site / FOLDER
    folder.mkdir(exist_ok=True)
    name, content = wheel()
    (folder / name).write_bytes(content)
    (folder / LOCK).write_text(lock(info), encoding="utf-8")


@cache
def wheel() -> tuple[str, bytes]:
    """The name of the wheel and its bytes. Made once: the sources of Python that runs do not change under it."""
    with TemporaryDirectory() as folder:
        (made,) = WheelBuilder(str(ROOT)).build(directory=folder, versions=["standard"])
        return Path(made).name, Path(made).read_bytes()


def address() -> str:
    """Where the wheel lies, from the site's root."""
    return f"{FOLDER}/{wheel()[0]}"


def lock(info: Mapping[str, str]) -> str:
    """What Pyodide reads instead of its own list of packages: the same release of Pyodide, and one package."""
    name, content = wheel()
    metadata = WheelBuilder(str(ROOT)).metadata
    package = {
        "depends": [],
        "file_name": name,
        "imports": ["calc"],
        "install_dir": "site",
        "name": metadata.core.name,
        "package_type": "package",
        "sha256": hashlib.sha256(content).hexdigest(),
        "unvendored_tests": False,
        "version": metadata.version,
    }
    return json.dumps({"info": dict(info), "packages": {metadata.core.name: package}}, indent=2) + "\n"

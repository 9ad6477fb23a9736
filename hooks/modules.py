"""The scripts of a built site: each that a page asks for is one file with all that it imports."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hooks.engine import kept, node
from hooks.engine.packages import CACHE, ROOT, installed, pinned

MAKE = Path(__file__).with_suffix(".js")
CALC = ROOT / "docs" / "assets" / "calc"
SCRIPTS = ("main", "calculator", "console", "offline", "drawer")
INPUTS = "inputs.json"
KEPT = 4  # results that stay in the cache, the newest


def publish(site: Path) -> None:
    """Puts them in the place of the modules that they are made of, if the site has any: it may show the pages alone.

    Raises:
        EngineError: A module does not find another, or there is no Node.
    """
    folder = site / "assets" / "calc"
    if not folder.is_dir():
        return
    made = files()
    for name in json.loads(made[INPUTS]):
        (folder / name).unlink(missing_ok=True)
    for name, content in made.items():
        if name != INPUTS:
            (folder / name).write_bytes(content)


def files() -> dict[str, bytes]:
    """Name of each script -> its bytes, and the names of the modules that are in them; from the cache if they were made before."""
    sources = [MAKE, *sorted(CALC.glob("*.js"))]
    made_from = [pinned("esbuild")["version"].encode(), *(file.name.encode() + file.read_bytes() for file in sources)]
    return kept.files("modules", made_from, _make, KEPT)


def _make() -> dict[str, bytes]:
    installed("esbuild")
    with TemporaryDirectory(dir=CACHE) as folder:
        node.run(MAKE, CALC, folder, *SCRIPTS)
        return {file.name: file.read_bytes() for file in Path(folder).iterdir()}

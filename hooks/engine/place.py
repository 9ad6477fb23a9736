"""Both engines in one folder, whose name changes with its content: what a browser has kept of it can never be stale."""

from functools import cache
from pathlib import Path

from hooks.engine import assemble, instant, kept
from hooks.engine.errors import EngineError

TOLD = ("assets/calc/early.js", "assets/calc/worker.js")  # scripts that look for the engine
FOLDER = 'const ENGINE = "../engine/'  # where they look in the sources


@cache
def files() -> dict[str, bytes]:
    """Name of each file -> its bytes. Made once: the sources of Python that runs do not change under it."""
    return {**assemble.files(), **instant.files()}


def build(target: Path) -> None:
    """Put the engines' files into the folder `target`, which keeps whatever else it holds."""
    for name, content in files().items():
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_bytes() != content:
            file.write_bytes(content)


@cache
def release() -> str:
    """What names this content."""
    return kept.release(files())


def publish(site: Path) -> None:
    """Put them into a built site, and tell its scripts where, if it has any: a site may show the pages alone."""
    build(site / "assets" / "engine" / release())
    for script in [site / name for name in TOLD if (site / name).is_file()]:
        text = script.read_text(encoding="utf-8")
        if text.count(FOLDER) != 1:
            raise EngineError(f"{script.name} names the engine's folder {text.count(FOLDER)} times, not once; adapt hooks/engine/place.py")
        script.write_text(text.replace(FOLDER, f"{FOLDER}{release()}/"), encoding="utf-8")

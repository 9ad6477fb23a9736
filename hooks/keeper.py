"""The service worker of a built site: which files make up this version, and which of them are kept at once."""

import hashlib
import json
from pathlib import Path

SOURCE = Path(__file__).with_name("keeper.js")
TARGET = "keeper.js"
USED = ("pyodide", "python.part", "start.js", "memory.js")  # of the engine: large, and not needed for a first answer
LEFT = (".map", ".gz", ".xml", ".png", ".txt")  # for developers, for machines, and for those who show a link


def write(site: Path) -> None:
    """Writes the service worker into a finished site."""
    first: dict[str, str] = {}
    used: dict[str, str] = {}
    for file in sorted(site.rglob("*")):
        path = file.relative_to(site)
        if file.is_file() and path.as_posix() != TARGET and _kept(path):
            (used if _later(path) else first)[_address(path)] = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
    version = hashlib.sha256(json.dumps([first, used]).encode()).hexdigest()[:16]
    text = SOURCE.read_text(encoding="utf-8")
    for name, value in {"VERSION": version, "FIRST": first, "USED": used}.items():
        empty = f"const {name} = " + ('""' if name == "VERSION" else "{}") + ";"
        if text.count(empty) != 1:
            raise ValueError(f"{SOURCE.name} does not say “{empty}” exactly once")
        text = text.replace(empty, f"const {name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};")
    (site / TARGET).write_text(text, encoding="utf-8")


def _address(path: Path) -> str:
    """How a page asks for a file: a folder for its index."""
    return path.as_posix().removesuffix("index.html") if path.name == "index.html" else path.as_posix()


def _kept(path: Path) -> bool:
    """Whether readers of the site ever need it: the theme brings stemmers for other languages, and a frame is on somebody else's page."""
    return _in_engine(path) or (
        path.parts[0] != "embed"
        and path.parts[:2] != ("assets", "classic")
        and path.suffix not in LEFT
        and "lunr" not in path.parts
        and path.name != "404.html"
        and path.name[0] not in "_."
    )


def _later(path: Path) -> bool:
    """Whether it is kept once it was used."""
    return _in_engine(path) and ("prices" in path.parts or path.name.startswith(USED))


def _in_engine(path: Path) -> bool:
    return path.parts[:2] == ("assets", "engine")

"""The service worker of a built site: which files make up this version, and which of them are kept at once."""

import hashlib
import json
from pathlib import Path

from hooks import bill, presets

SOURCE = Path(__file__).with_name("keeper.js")
TARGET = "keeper.js"
USED = ("pyodide", "python.part", "start.js", "memory.js", "console")  # of the engine: large, and not needed for a first answer
ELSEWHERE = ("python", "embed", bill.NAME)  # what the pages do not use: it is for programs and pages of others
LEFT = (".map", ".gz", ".xml", ".txt")  # for developers and for machines


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
    """Whether readers of the site ever need it: the theme brings stemmers for other languages, and frames are on somebody else's page."""
    if path.suffix in LEFT or "lunr" in path.parts or path.name == "404.html" or path.name[0] in "_.":
        return _in_engine(path)
    elsewhere = presets.is_page(path) or path.parts[0] in ELSEWHERE or path.parts[:2] in {("assets", "cards"), ("assets", "classic")}
    return not elsewhere  # these are for those who show a link


def _later(path: Path) -> bool:
    """Whether it is kept once it was used."""
    return _in_engine(path) and ("prices" in path.parts or path.name.startswith(USED))


def _in_engine(path: Path) -> bool:
    return path.parts[:2] == ("assets", "engine")

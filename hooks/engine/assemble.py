"""Pyodide with `calc` as bytecode: the two stages of its build, and what is placed beside their result."""

import gzip
import io
import json
import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from hooks import wheel
from hooks.engine import kept, node
from hooks.engine.docstrings import without_docstrings
from hooks.engine.errors import EngineError
from hooks.engine.packages import CACHE, HERE, REQUIREMENTS, ROOT, installed, pinned, tools

CALC = ROOT / "calc"
NOT_SHIPPED = {
    "__main__.py",
    "cli.py",
    "cli_tiers.py",
    "describe.py",
    "testing.py",
    "py.typed",
    "venues/ccxt.py",
    "view/page.py",
}  # for terminals, tests and the build
DOCUMENTED = ("calculators", "parts")  # whose docstrings are read: they explain inputs, outputs and rows
DATA = ".txt"  # the suffix of what is not in python.part, and fetched when it is needed
RECIPE = (HERE / "inside.py", HERE / "compile.js", HERE / "docstrings.py", REQUIREMENTS)
KEPT = {"library": 2, "python": 6, "console": 2}  # results that stay in the cache, the newest


def files(calc: Path = CALC) -> dict[str, bytes]:
    """Name of each file beside the engine -> its bytes."""
    pyodide = installed("pyodide")
    contents = {
        "arrivals.js": (HERE / "arrivals.js").read_bytes(),
        "work.js": (HERE / "work.js").read_bytes(),
        "start.js": _start(),
        "memory.js": (HERE / "memory.js").read_bytes(),
        "pyodide.js": _loader(pyodide),
        "pyodide.asm.js": (pyodide / "pyodide.asm.mjs").read_bytes(),
        "pyodide.asm.wasm": (pyodide / "pyodide.asm.wasm").read_bytes(),
        "python.part": (library := python_archive(pyodide, calc).read_bytes()),
        "console.js": (HERE / "console.js").read_bytes(),
        "console.part": console_archive(pyodide, library),
    }
    return contents | {file.relative_to(calc).as_posix(): file.read_bytes() for file in on_demand(calc)}


def python_archive(pyodide: Path, calc: Path = CALC) -> Path:
    """The file `python.part` for these sources, from the cache if they were compiled before."""
    library = standard_library(pyodide)
    sources = source_archive(calc)
    with TemporaryDirectory(dir=CACHE) as folder:
        before = Path(folder) / "calc.zip"
        before.write_bytes(sources)
        parts = [library.stem.encode(), sources] + [file.read_bytes() for file in on_demand(calc)]
        return _cached("python", parts, "calc", pyodide, tools(), library, before, calc)


def console_archive(pyodide: Path, library: bytes) -> bytes:
    """The file `console.part`: modules that are not in `library`, the package as the wheel holds it, and what runs a reader's lines."""
    standard = standard_library(pyodide)
    more = _cached("console", [standard.stem.encode()], "console", pyodide, tools(), standard)
    contents = {"console.py": (HERE.parent / "console.py").read_bytes()}
    with zipfile.ZipFile(more) as archive, zipfile.ZipFile(io.BytesIO(gzip.decompress(library))) as known:
        contents |= {name: archive.read(name) for name in set(archive.namelist()) - set(known.namelist())}
    with zipfile.ZipFile(io.BytesIO(wheel.wheel()[1])) as archive:
        contents |= {name: archive.read(name) for name in archive.namelist() if name.startswith("calc/")}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as out:
        for name in sorted(contents):
            out.writestr(zipfile.ZipInfo(name), contents[name])
    return gzip.compress(content.getvalue(), 9, mtime=0)


def standard_library(pyodide: Path) -> Path:
    """The whole standard library of this Pyodide as bytecode without docstrings, from the cache if it was compiled before."""
    return _cached("library", [pinned("pyodide")["integrity"].encode()], "library", pyodide, tools())


def source_archive(calc: Path) -> bytes:
    """The package as a zip file of sources and data, the same bytes for the same files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for file in shipped(calc):
            path = file.relative_to(calc)
            text = file.read_bytes()
            if file.suffix == ".py":
                text = without_docstrings(text.decode(), but_public=path.parts[0] in DOCUMENTED).encode()
            archive.writestr(zipfile.ZipInfo(f"calc/{path.as_posix()}"), text)
    return content.getvalue()


def shipped(calc: Path) -> list[Path]:
    """The files of the package that the engine needs, in order."""
    files = {file.relative_to(calc).as_posix(): file for file in calc.rglob("*") if file.is_file() and "__pycache__" not in file.parts}
    return [file for name, file in sorted(files.items()) if name not in NOT_SHIPPED and file.suffix != DATA]


def on_demand(calc: Path) -> list[Path]:
    """The files of data that a page fetches when an answer needs them; they lie beside the engine as they lie in the package."""
    return sorted(calc.rglob("*" + DATA))


def _cached(kind: str, depends_on: list[bytes], stage: str, *arguments: Path) -> Path:
    parts = depends_on + [file.read_bytes() for file in RECIPE]
    return kept.archive(kind, parts, lambda made: node.run(HERE / "compile.js", stage, *arguments, made), KEPT[kind])


def _loader(pyodide: Path) -> bytes:
    """Pyodide's loader without the address of a map that is not served: a browser's tools would ask for it."""
    text, count = re.subn(r"\n//# sourceMappingURL=\S+\s*\Z", "\n", (pyodide / "pyodide.mjs").read_text(encoding="utf-8"))
    if count != 1:
        raise EngineError("pyodide.mjs does not end with the address of its map any more; adapt _loader in hooks/engine/assemble.py")
    return text.encode()


def info() -> dict[str, str]:
    """What the installed release of Pyodide calls itself."""
    said: dict[str, str] = json.loads((installed("pyodide") / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    return said


def _start() -> bytes:
    text = (HERE / "start.js").read_text(encoding="utf-8")
    expected = "{ " + ", ".join(f'{name}: "{value}"' for name, value in info().items()) + " }"
    if expected not in text:
        raise EngineError(f"this release of Pyodide calls itself {expected}; write that into hooks/engine/start.js")
    return text.encode()

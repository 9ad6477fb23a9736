"""What the build asks of the Python inside Pyodide. `compile.js` runs this file there; nothing imports it.

It imports at the top only what `calc` imports as well, and the rest when it is wanted: `modules_in_use` looks at what is loaded.
"""

import importlib
import json
import sys

ALWAYS = {"encodings/cp437", "linecache", "tokenize"}  # names in a zip file that are not ASCII; the lines of a traceback
MORE = ("calendar", "csv", "datetime", "decimal", "difflib", "fractions", "pprint", "pydoc", "statistics", "timeit")  # for the console
EPOCH = (1980, 1, 1, 0, 0, 0)


def exercise(data: str = "") -> list[str]:
    """Have `calc` answer for each calculator, well and badly asked; return a sentence for each that cannot answer.

    What an answer needs is in the folder `data`.
    """
    calc = importlib.import_module("calc")
    contract = importlib.import_module("calc.contract")
    broken = []
    for name in calc.NAMES:
        calc.load(name)  # an error at import is worth its traceback
        request = {"calculator": name, "id": name, "inputs": {}}
        answer = json.loads(contract.answer(json.dumps(request)))
        while "needs" in answer:
            provide(data, answer["needs"])
            answer = json.loads(contract.answer(json.dumps(request)))
        if "ok" not in answer:
            broken.append(f"{name} cannot answer its starting values: {json.dumps(answer, ensure_ascii=False)}")
            continue
        link = answer["ok"].get("link", "")
        bad_edit = {"edit": {"field": "unknown", "step": 1}}
        for other in ({"query": link}, {"query": link + "&unknown=1"}, {"inputs": {"unknown": "?"}}, bad_edit):
            contract.answer(json.dumps({**request, **other}))
    return broken


def provide(data: str, names: list[str]) -> None:
    """Give `calc` files of data."""
    give = importlib.import_module("calc.data").give
    for name in names:
        with open(f"{data}/{name}", encoding="utf-8") as file:  # noqa: PTH123 - pathlib would come along
            give(name, file.read())


def modules_in_use() -> list[str]:
    """The modules of the standard library's archive that are loaded now, as they are named there, without suffix."""
    archive = f"/lib/python{sys.version_info.major}{sys.version_info.minor}.zip/"
    files = {str(getattr(module, "__file__", None)) for module in sys.modules.values()}
    return sorted({file.removeprefix(archive).rpartition(".")[0] for file in files if file.startswith(archive)} | ALWAYS)


def pack_more(target: str, library: str) -> None:
    """Write those modules to a zip file that the console has and the pages do not need: `MORE`, and all that they load."""
    zipfile = importlib.import_module("zipfile")
    pydoc = [importlib.import_module(name) for name in MORE][MORE.index("pydoc")]
    for thing in (str, str.join, importlib, modules_in_use, "json.dumps", 1):
        pydoc.render_doc(thing, renderer=pydoc.plaintext)
    importlib.import_module("decimal").Decimal("1") / 3
    importlib.import_module("datetime").datetime.strptime("2026", "%Y")
    with zipfile.ZipFile(library) as standard, zipfile.ZipFile(target, "w") as out:
        for module in modules_in_use():
            out.writestr(zipfile.ZipInfo(f"{module}.pyc", EPOCH), standard.read(f"{module}.pyc"))


def compile_archive(path: str, optimize: int) -> None:
    """Replace the sources in a zip file by bytecode that trusts itself: it carries no date and looks for no source."""
    functools = importlib.import_module("functools")
    py_compile = importlib.import_module("py_compile")
    trusting = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.__dict__["compile"] = functools.partial(py_compile.compile, invalidation_mode=trusting, optimize=optimize)
    command = importlib.import_module("pyodide_build.cli.py_compile").main
    command.main([path, "--silent", "--compression-level", "0"], standalone_mode=False)


def pack(target: str, library: str, modules: list[str], package: str) -> None:
    """Write the library's modules and the whole package to one zip file that depends on their bytes alone.

    They are compressed all together: an eighth less to fetch than one by one, and Python has nothing to unpack when it imports them.
    """
    gzip, io, zipfile = (importlib.import_module(name) for name in ("gzip", "io", "zipfile"))
    archive = io.BytesIO()
    with zipfile.ZipFile(library) as standard, zipfile.ZipFile(package) as ours, zipfile.ZipFile(archive, "w") as out:
        sources = {f"{module}.pyc": standard for module in modules} | dict.fromkeys(ours.namelist(), ours)
        for name in sorted(sources):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            out.writestr(entry, sources[name].read(name))
    with open(target, "wb") as file:  # noqa: PTH123
        file.write(gzip.compress(archive.getvalue(), 9, mtime=0))

import gzip
import io
import json
import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

import calc
from hooks.engine import EngineError, assemble, build, kept, packages
from hooks.engine.node import node

NODE = {**os.environ, "NODE_NO_WARNINGS": "1"}
ALWAYS = {"encodings/cp437", "linecache", "tokenize"}  # wanted only when something goes wrong
UNCHECKED = b"\x01\0\0\0"  # the flags of bytecode that is never compared with a source


def _script(source: str, *arguments: Path) -> str:
    command = [node(), "--input-type=module", "--eval", source, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=NODE).stdout


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A package small enough to compile in a test."""
    package = tmp_path / "calc"
    package.mkdir()
    (package / "__init__.py").write_text('NAMES = ("toy",)\nload = print\n')
    (package / "contract.py").write_text(
        "import json\nimport statistics\n\n\n"
        'def answer(text):\n    """Doc."""\n    return json.dumps({"ok": {"mean": statistics.mean([1, 2]), "doc": answer.__doc__}})\n'
    )
    (package / "cli.py").write_text("")
    (package / "table.json").write_text("[]")
    return package


def _archive(packed: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(gzip.decompress(packed)))


def test_target_holds_the_files_that_a_worker_needs(engine_files: Path) -> None:
    data = [file.relative_to(assemble.CALC).as_posix() for file in assemble.on_demand(assemble.CALC)]
    assert data == ["prices/BTCUSDT.txt", "prices/ETHUSDT.txt", "prices/SOLUSDT.txt"]
    scripts = [
        "arrivals.js",
        "work.js",
        "start.js",
        "memory.js",
        "pyodide.js",
        "pyodide.asm.js",
        "instant.js",
        "micropython.js",
        "console.js",
    ]
    parts = [f"instant/{name}.part" for name in ["shared", *calc.NAMES]]
    expected = [*scripts, "pyodide.asm.wasm", "micropython.wasm", "python.part", "console.part", *parts, *data]
    assert sorted(f.relative_to(engine_files).as_posix() for f in engine_files.rglob("*") if f.is_file()) == sorted(expected)


def test_a_worker_knows_which_scripts_to_ask_for_again(engine_files: Path) -> None:
    worker = (assemble.CALC.parent / "docs" / "assets" / "calc" / "worker.js").read_text(encoding="utf-8")
    lists = re.findall(r"^  (\w+): \[(.*)\],$", worker, re.MULTILINE)
    assert [first for first, _ in lists] == ["instant", "start", "console"]
    for first, names in lists:
        wanted, found = [f"{first}.js", "work.js"], set()
        while wanted:
            found.add(name := wanted.pop())
            lines = [] if name.startswith(("pyodide", "micropython")) else (engine_files / name).read_text(encoding="utf-8").splitlines()
            code = "\n".join(line for line in lines if not line.lstrip().startswith(("*", "/*")))
            wanted += set(re.findall(r'"\./([\w.]+\.js)"', code)) - found
        assert set(re.findall(r"[\w.]+\.js", names)) == found


def test_data_that_is_fetched_when_it_is_needed_is_not_in_the_archive(engine_files: Path) -> None:
    for file in assemble.on_demand(assemble.CALC):
        name = file.relative_to(assemble.CALC).as_posix()
        assert (engine_files / name).read_bytes() == file.read_bytes()
        assert f"calc/{name}" not in _archive((engine_files / "python.part").read_bytes()).namelist()


def test_an_unchanged_file_is_left_alone(engine_files: Path) -> None:
    def dates() -> dict[Path, int]:
        return {file: file.stat().st_mtime_ns for file in engine_files.rglob("*")}

    before = dates()
    build(engine_files)
    assert dates() == before


def test_both_stages_give_the_same_bytes_again(engine_files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assemble, "CACHE", tmp_path)
    monkeypatch.setattr(kept, "CACHE", tmp_path)
    again = assemble.python_archive(packages.installed("pyodide"))
    assert again.parent == tmp_path
    assert again.read_bytes() == (engine_files / "python.part").read_bytes()


def test_archive_holds_bytecode_without_dates_and_the_data_of_calc(engine_files: Path) -> None:
    with _archive((engine_files / "python.part").read_bytes()) as archive:
        entries = archive.infolist()
        assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        others = [entry.filename for entry in entries if not entry.filename.endswith(".pyc")]
        assert others == sorted(f"calc/{file.relative_to(assemble.CALC).as_posix()}" for file in assemble.CALC.glob("venues/**/*.json"))
        assert {archive.read(entry)[4:8] for entry in entries if entry.filename.endswith(".pyc")} == {UNCHECKED}


def test_archive_holds_every_module_of_calc_but_those_for_terminals_tests_and_the_build(engine_files: Path) -> None:
    sources = {file.relative_to(assemble.CALC).as_posix() for file in assemble.CALC.rglob("*.py")}
    names = set(_archive((engine_files / "python.part").read_bytes()).namelist())
    assert {f"calc/{source}c" for source in sources - assemble.NOT_SHIPPED} == {
        name for name in names if name.startswith("calc/") and name.endswith(".pyc")
    }


DOCUMENTED = """
const { start } = await import(process.argv[1] + "/start.js");
const python = await start({ base: process.argv[1] + "/" });
console.log(python.runPython("import calc.formulas.linear as linear, calc.contract as contract, calc; import json;"
  + "json.dumps([linear.__doc__, linear.profit.__doc__, contract.answer.__doc__, calc.load('margin').compute.__doc__ is not None])"));
"""


def test_only_the_docstrings_that_calc_reads_are_shipped(engine_files: Path) -> None:
    assert json.loads(_script(DOCUMENTED, engine_files)) == ["", "", "", True]


LOADED = """
const [engine, inside] = process.argv.slice(1);
const { start } = await import(engine + "/start.js");
const { readFileSync } = await import("node:fs");
const python = await start({ base: engine + "/" });
python.runPython(readFileSync(inside, "utf8"));
python.FS.mkdirTree("/data");
python.mountNodeFS("/data", engine);
console.log(python.runPython("json.dumps([exercise('/data'), [n for n in modules_in_use() if n not in ALWAYS]])"));
"""


def test_archive_holds_what_the_engine_loads_and_no_other_module(engine_files: Path) -> None:
    broken, loaded = json.loads(_script(LOADED, engine_files, packages.HERE / "inside.py"))
    names = {
        name.removesuffix(".pyc")
        for name in _archive((engine_files / "python.part").read_bytes()).namelist()
        if not name.startswith("calc/")
    }
    assert broken == []
    assert names - ALWAYS == {name for name in loaded if not name.startswith("calc/")}


CRASH = """
const { start } = await import(process.argv[1] + "/start.js");
const python = await start({ base: process.argv[1] + "/" });
try {
  python.runPython("def broken():\\n    return 1 / 0\\n\\nbroken()", { filename: "broken.py" });
} catch (error) {
  console.log(String(error));
}
"""


def test_an_error_in_python_still_has_its_traceback(engine_files: Path) -> None:
    traceback = _script(CRASH, engine_files)
    assert "line 2, in broken" in traceback
    assert "ZeroDivisionError: division by zero" in traceback


REQUESTS = """
const { start } = await import(process.argv[1] + "/start.js");
const asked = [];
globalThis.fetch = async (input) => { asked.push(String(input)); throw new Error("no network"); };
const python = await start({ base: process.argv[1] + "/" });
await python.loadPackage("numpy").catch((error) => console.error(String(error)));
console.log(JSON.stringify({ asked, base: python.lockfileBaseUrl, packages: python.lockfile.packages }));
"""


def test_nothing_is_asked_for_from_elsewhere_not_even_a_package(engine_files: Path) -> None:
    assert json.loads(_script(REQUESTS, engine_files).splitlines()[-1]) == {"asked": [], "base": f"{engine_files}/", "packages": {}}


def test_what_calc_imports_comes_along_by_itself(toy: Path) -> None:
    names = _archive(assemble.files(toy)["python.part"]).namelist()
    assert {"statistics.pyc", "calc/contract.pyc", "calc/table.json"} <= set(names)
    assert "calc/cli.pyc" not in names


def test_an_edit_of_calc_is_seen(toy: Path) -> None:
    pyodide = packages.installed("pyodide")
    first = assemble.python_archive(pyodide, toy)
    (toy / "table.json").write_text("[1]")
    assert assemble.python_archive(pyodide, toy) != first


def test_a_calculator_that_cannot_answer_fails_the_build_by_name(toy: Path) -> None:
    (toy / "contract.py").write_text('import json\n\n\ndef answer(text):\n    return json.dumps({"failure": "the roof is on fire"})\n')
    with pytest.raises(EngineError, match=r"toy cannot answer its starting values: .*the roof is on fire"):
        assemble.files(toy)


def test_a_mistake_in_calc_fails_the_build_with_its_traceback(toy: Path) -> None:
    with (toy / "contract.py").open("a") as file:
        file.write("import nowhere\n")
    with pytest.raises(EngineError, match=r"contract.py\", line 8[\s\S]*ModuleNotFoundError: No module named 'nowhere'"):
        assemble.files(toy)


def test_says_that_npm_has_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "ROOT", tmp_path)
    with pytest.raises(EngineError, match="the npm package pyodide is not installed; run `npm ci`"):
        assemble.files()


@pytest.mark.parametrize(("version", "integrity"), [("1.0.0", "sha512-x"), (packages.pinned("pyodide")["version"], "sha512-x")])
def test_refuses_another_release_than_the_pinned_one(version: str, integrity: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "package-lock.json").write_bytes((packages.ROOT / "package-lock.json").read_bytes())
    folder = tmp_path / "node_modules" / "pyodide"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"version": version}))
    noted = {"packages": {"node_modules/pyodide": {"integrity": integrity}}}
    (tmp_path / "node_modules" / ".package-lock.json").write_text(json.dumps(noted))
    monkeypatch.setattr(packages, "ROOT", tmp_path)
    with pytest.raises(EngineError, match=f"pyodide is {re.escape(version)}, not .* run `npm ci`"):
        assemble.files()


def test_lock_file_has_a_hash_for_every_package_and_no_address() -> None:
    lock = json.loads((packages.ROOT / "package-lock.json").read_text(encoding="utf-8"))
    entries = {name: entry for name, entry in lock["packages"].items() if name}
    assert {name: entry["integrity"][:7] for name, entry in entries.items()} == dict.fromkeys(entries, "sha512-")
    assert not [name for name, entry in entries.items() if "resolved" in entry]

"""What MicroPython gets of `calc`: as much as a calculator needs, without what a machine does not read."""

import ast
import gzip
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import calc
from calc import scenario
from hooks.engine import EngineError, instant
from hooks.engine.node import node


@pytest.fixture(scope="module")
def parts() -> dict[str, dict[str, str]]:
    return instant.parts()


def test_every_calculator_has_a_part_and_no_part_repeats_what_is_shared(parts: dict[str, dict[str, str]]) -> None:
    assert list(parts) == ["shared", *calc.NAMES]
    for name in calc.NAMES:
        assert f"/lib/calc/calculators/{name}.py" in parts[name]
        assert not set(parts[name]) & set(parts["shared"])


def test_parts_hold_no_docstrings_and_no_annotations(parts: dict[str, dict[str, str]]) -> None:
    seen = 0
    for part in parts.values():
        for path, text in part.items():
            for found in ast.walk(ast.parse(text)) if path.endswith(".py") else ():
                if isinstance(found, ast.Module | ast.ClassDef | ast.FunctionDef):
                    assert ast.get_docstring(found) is None, path
                    seen += 1
                assert not isinstance(found, ast.AnnAssign), path
                assert getattr(found, "annotation", None) is None and getattr(found, "returns", None) is None, path
    assert seen > 1_000


def test_what_comes_before_the_first_answer_is_small(engine_files: Path) -> None:
    """The budget is 350 kB compressed; the page's own scripts have the rest."""
    names = ["instant.js", "work.js", "arrivals.js", "micropython.js", "micropython.wasm", "instant/shared.part"]
    common = sum(len(gzip.compress((engine_files / name).read_bytes(), 6)) for name in names)
    own = {name: len(gzip.compress((engine_files / f"instant/{name}.part").read_bytes(), 6)) for name in calc.NAMES}
    assert common + max(own.values()) < 325_000, own


ASK = """
const [base, ...calculators] = process.argv[1].split(" "); // one argument: MicroPython reads the next as a script of its own
const { readFileSync } = await import("node:fs");
const { gunzipSync } = await import("node:zlib");
const { answering } = await import(base + "instant.js");
const read = [];
const python = await answering({ base, calculators, read: async (name) => {
  read.push(name);
  if (name.includes("absent")) throw new Error("nothing there");
  return gunzipSync(readFileSync(base + name));
} });
const said = ["margin", "absent", "recovery"].map((calculator) => JSON.parse(python.answer(JSON.stringify({ calculator, inputs: {} }))));
python.give("instant/recovery.part", gunzipSync(readFileSync(base + "instant/recovery.part")));
said.push(JSON.parse(python.answer(JSON.stringify({ calculator: "recovery", inputs: {} }))));
console.log(JSON.stringify({ read, said: said.map((answer) => answer.needs ?? Object.keys(answer)[0]) }));
"""


def test_a_calculator_comes_when_it_is_asked(engine_files: Path) -> None:
    command = [node(), "--input-type=module", "--eval", ASK, f"{engine_files}/ margin absent"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert found["read"] == ["instant/shared.part", "instant/margin.part", "instant/absent.part"]
    assert found["said"] == ["ok", "failure", ["instant/recovery.part"], "ok"]


def test_every_example_has_all_that_it_needs(micropython: Callable[[list[str]], list[str]], *, prove: bool) -> None:
    """What a part leaves out is seen only when it is asked for: a kind of picture is imported when it is drawn."""
    asked = []
    for name in calc.NAMES:
        c = calc.load(name)
        links = [scenario.link(c, c.parse(dict(preset.texts), link=True)) for preset in c.presets[:: 1 if prove else 2]]
        asked += [json.dumps({"calculator": name, "query": link}) for link in links]
    assert {answer[:6] for answer in micropython(asked)} == {'{"ok":'}


def test_a_part_says_what_it_holds() -> None:
    first, _, rest = gzip.decompress(instant.pack({"/lib/one.py": "x = 1", "/lib/two.json": '"é"'})).partition(b"\n")
    lengths = json.loads(first)
    assert list(lengths) == ["/lib/one.mpy", "/lib/two.json"]
    assert (rest[:2], rest[lengths["/lib/one.mpy"] :]) == (b"M\x06", '"é"'.encode())


def test_what_micropython_cannot_read_fails_the_build_by_name() -> None:
    with pytest.raises(EngineError, match=r"MicroPython cannot compile /lib/calc/new\.py: [\s\S]*SyntaxError"):
        instant.pack({"/lib/calc/new.py": "match 1:\n    case _: pass"})

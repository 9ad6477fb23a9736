"""The scripts of a built site: whole, small, and nothing beside them."""

import re
import shutil
from pathlib import Path

import pytest

from hooks import modules
from hooks.engine import EngineError, kept, node

EARLIER = "// @ts-check"  # what a source begins with


def test_a_site_has_a_script_for_each_that_a_page_asks_for(tmp_path: Path) -> None:
    folder = tmp_path / "assets" / "calc"
    shutil.copytree(modules.CALC, folder)
    modules.publish(tmp_path)
    found = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.js")}
    assert not set(found) & {"widget.js", "engine.js", "links.js", "inputs.json"}
    for name in modules.SCRIPTS:
        later = set(re.findall(r'\bimport\("\./(\w+\.js)"\)', found[f"{name}.js"]))
        assert later <= {f"{script}.js" for script in modules.SCRIPTS}
        assert set(re.findall(r'\b(?:from|import) ?"([^"]*)"', found[f"{name}.js"])) <= {"./main.js"}  # which all share
        assert EARLIER not in found[f"{name}.js"]
    assert EARLIER in found["early.js"]  # a page asks for it by itself


def test_a_site_without_scripts_gets_none(tmp_path: Path) -> None:
    modules.publish(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_module_that_is_missing_fails_the_build(tmp_path: Path) -> None:
    (tmp_path / "main.js").write_text('import "./gone.js";')
    with pytest.raises(EngineError, match=r'Could not resolve "\./gone\.js"'):
        node.run(modules.MAKE, tmp_path, tmp_path / "out", "main")


def test_what_was_made_is_kept_and_made_anew_for_other_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "CACHE", tmp_path / "cache")
    before = modules.files()
    assert modules.files() == before
    changed = tmp_path / "calc"
    shutil.copytree(modules.CALC, changed)
    (changed / "drawer.js").write_text("globalThis.changed = true;\n")
    monkeypatch.setattr(modules, "CALC", changed)
    assert modules.files() | {"drawer.js": before["drawer.js"], "inputs.json": before["inputs.json"]} == before
    assert b"changed" in modules.files()["drawer.js"]

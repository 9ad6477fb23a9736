"""What the README shows is true."""

import doctest
import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest

import calc
import tools
from calc import contract

README = Path(tools.__file__).parent.parent / "README.md"


def test_its_session_is_what_python_answers() -> None:
    session = doctest.DocTestParser().get_doctest(README.read_text(), {}, "README", str(README), 0)
    assert session.examples
    assert doctest.DocTestRunner().run(session).failed == 0


def test_its_calculator_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)[0]
    (tmp_path / "recovery.py").write_text(source)
    spec = importlib.util.spec_from_file_location("recovery", tmp_path / "recovery.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "recovery", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(calc, "load", lambda _: module.recovery)
    answer = json.loads(contract.answer(json.dumps({"calculator": "recovery", "id": "recovery", "version": 1, "inputs": {"loss": "20"}})))
    assert answer["ok"]["sentence"] == "After losing 20\u202f% it takes 25.00\u202f% to be where you were."


def test_its_picture_and_its_pages_are_there() -> None:
    for target in re.findall(r"\]\(([^):]+)\)", README.read_text()):
        if "?" not in target and not target.startswith("calc"):
            assert (README.parent / target).exists(), target

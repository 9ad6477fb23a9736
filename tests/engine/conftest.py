"""The engine, built once, the two Pythons of the browser under Node, and the one of the build in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hooks.engine import build
from hooks.engine.node import node
from hooks.engine.packages import HERE

Answers = Callable[[list[str]], list[str]]

ANSWERING = """\
import sys
from calc.contract import answer
for line in sys.stdin.buffer.read().decode().split("\\n")[:-1]:
    sys.stdout.buffer.write((answer(line) + "\\n").encode())
"""


@pytest.fixture(scope="session")
def engine_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engine")
    build(folder)
    return folder


@pytest.fixture(scope="session")
def pyodide(engine_files: Path) -> Answers:
    return lambda requests: _run([node(), str(HERE / "run.js"), str(engine_files), "start"], requests)


@pytest.fixture(scope="session")
def micropython(engine_files: Path) -> Answers:
    return lambda requests: _run([node(), str(HERE / "run.js"), str(engine_files), "instant"], requests)


@pytest.fixture(scope="session")
def cpython() -> Answers:
    known: dict[str, str] = {}  # both engines are asked the same

    def answers(requests: list[str]) -> list[str]:
        new = [request for request in dict.fromkeys(requests) if request not in known]
        known.update(zip(new, _run([sys.executable, "-c", ANSWERING], new), strict=True))
        return [known[request] for request in requests]

    return answers


def _run(command: list[str], requests: list[str]) -> list[str]:
    environment = {**os.environ, "NODE_NO_WARNINGS": "1"}
    text = "".join(request + "\n" for request in requests)
    result = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", env=environment, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout.split("\n")[:-1]

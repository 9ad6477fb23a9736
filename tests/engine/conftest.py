"""The engine, built once, and the two Pythons of the browser under Node."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from hooks.engine import build, instant
from hooks.engine.node import node
from hooks.engine.packages import HERE

Answers = Callable[[list[str]], list[str]]


@pytest.fixture(scope="session")
def engine_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engine")
    build(folder)
    return folder


@pytest.fixture(scope="session")
def pyodide(engine_files: Path) -> Answers:
    return lambda requests: _run("pyodide_run.js", engine_files, requests)


@pytest.fixture(scope="session")
def micropython(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    files = tmp_path_factory.mktemp("micropython") / "files.json"
    files.write_text(json.dumps(instant.files()), encoding="utf-8")
    return lambda requests: _run("micropython_run.js", files, requests)


def _run(script: str, argument: Path, requests: list[str]) -> list[str]:
    command = [node(), str(HERE / script), str(argument)]
    environment = {**os.environ, "NODE_NO_WARNINGS": "1"}
    text = "".join(request + "\n" for request in requests)
    result = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", env=environment, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout.split("\n")[:-1]

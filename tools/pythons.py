"""`make prove` under other Pythons as well: the oldest that is supported and the newest that is here, each in a clone of what is committed.

They are looked for on PATH and where pyenv keeps them.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.setup import ROOT
from tools.terminal import StepError, must

OLDEST = 11
CLONES = ROOT / ".cache" / "pythons"
SUITE = "tests/calc tests/hooks tests/engine tests/tools tests/bench tests/test_architecture.py"  # all that does not need a browser


def candidates() -> Iterator[str]:
    """Where a Python may be."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder and not Path(folder).is_relative_to(ROOT)]
    folders += sorted(Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/3.*/bin"))
    for folder in folders:
        yield from (str(path) for path in sorted(folder.glob("python3.[0-9][0-9]")))


def version(python: str) -> tuple[int, int] | None:
    """The version of a Python that runs and can make environments."""
    script = "import ensurepip, sys, venv; print(*sys.version_info[:2])"
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, check=False)
    numbers = done.stdout.split()
    return (int(numbers[0]), int(numbers[1])) if done.returncode == 0 and len(numbers) == 2 else None


def others(found: dict[tuple[int, int], str], current: tuple[int, int]) -> dict[tuple[int, int], str]:
    """The oldest supported and the newest of what was found, without the one that runs already."""
    supported = {number: python for number, python in found.items() if number >= (3, OLDEST)}
    wanted = {(3, OLDEST), max(supported, default=current)} - {current}
    return {number: supported[number] for number in sorted(wanted) if number in supported}


def main() -> int:
    """Runs the suite under each; 1 when it fails under one."""
    found = {number: python for python in candidates() if (number := version(python))}
    current = sys.version_info[:2]
    chosen = others(found, current)
    for number in {(3, OLDEST), max([*found, current])} - {current, *chosen}:
        print(f"! Python {number[0]}.{number[1]} is not here, and nothing is proven under it")
    try:
        for number, python in chosen.items():
            name = f"Python {number[0]}.{number[1]}"
            clone = CLONES / f"{number[0]}.{number[1]}"
            shutil.rmtree(clone, ignore_errors=True)
            must(
                f"A clone for {name}", ["git", "clone", "--quiet", ROOT, clone], "git could not clone the project; the lines above say why."
            )
            suite: list[str | Path] = ["make", "-C", clone, "test", f"PYTHON={python}", f"ARGS={SUITE} -q"]
            must(f"The suite under {name}", suite, f"It fails under {python}; the lines above say where.")
    except StepError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

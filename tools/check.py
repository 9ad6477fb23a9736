"""`make check`: every checker, one after the other; all of them run even when one finds something."""

import subprocess
import sys
import time
from pathlib import Path

from tools import advisories

ROOT = Path(__file__).resolve().parent.parent
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff", ("ruff", "check", ".")),
    ("mypy --strict", ("mypy",)),
    ("tsc --checkJs", ("tsc", "--project", "tsconfig.json")),
    ("audit of the pages", (sys.executable, "-m", "hooks.audit")),
    ("spelling and length of sentences", (sys.executable, "-m", "tools.prose")),
    ("known faults of the packages", (sys.executable, "-m", "tools.advisories")),
)


def main() -> int:
    """Runs them; 1 when any found something."""
    failed = []
    for name, command in CHECKS:
        started = time.monotonic()
        result = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
        good = result.returncode == 0
        open_still = result.returncode == advisories.NOT_ASKED
        print(f"{'✓' if good else '?' if open_still else '✗'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
        if not good:
            print((result.stdout + result.stderr).rstrip(), flush=True)
        if not good and not open_still:
            failed.append(name)
    print("Nothing to mend." if not failed else f"To mend: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

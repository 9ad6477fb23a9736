"""`make fuzz`: feeds the parsers with texts that atheris makes, guided by the lines of `calc` that they reach.

Each target runs in a process of its own for `--seconds`, 60 unless said. What it learned stays in `.cache/fuzz` for the next time. Where
something escapes, the text is shown and the command fails; it is mended with a test, and the text is tried first from then on.
"""

import argparse
import hashlib
import importlib
import importlib.util
import re
import sys
from pathlib import Path

from tools.terminal import run

ROOT = Path(__file__).resolve().parent.parent
FOUND = ROOT / ".cache" / "fuzz"
LONGEST = 4_096  # bytes of a text
SLOW = 20  # seconds for one text; the laws of hostile text measure time more closely, on larger ones
NAMES = ("numbers", "lists", "links", "workings", "requests", "words", "tiers")


def feed(name: str, seconds: int) -> None:
    """Feeds one target; ends the process."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["calc"]):
        targets = importlib.import_module("tools.fuzz_targets")
    folder = FOUND / name
    folder.mkdir(parents=True, exist_ok=True)
    for text in targets.seeds()[name]:
        data = text.encode("utf-8", "surrogateescape")
        (folder / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)
    target = targets.TARGETS[name]
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        f"-timeout={SLOW}",
        "-print_final_stats=1",
        f"-artifact_prefix={folder}/",
    ]
    atheris.Setup([sys.argv[0], *options, str(folder)], lambda data: target(data.decode("utf-8", "surrogateescape")))
    atheris.Fuzz()


def tell(name: str, seconds: int) -> bool:
    """Runs one target and says what came of it; whether nothing escaped."""
    command = [sys.executable, "-m", "tools.fuzz", "--target", name, "--seconds", str(seconds)]
    good, words = run(f"{name}, {seconds} s", command, timeout=seconds + 600, lines=1_000)
    executed = re.search(r"number_of_executed_units: (\d+)", words)
    edges = re.findall(r"\bcov: (\d+)", words)
    print(f"    {int(executed[1]) if executed else 0:,} texts, {edges[-1] if edges else 'no'} edges of calc reached, ", end="")
    print("nothing escaped" if good else "something escaped:")
    if not good:
        print("\n".join(words.splitlines()[-40:]))
        for file in re.findall(r"Test unit written to (\S+)", words):
            print(f"The text, also in {file}:\n{Path(file).read_bytes()!r}")
    return good


def main(arguments: list[str]) -> int:
    """Runs the targets one after the other; 1 when something escaped from any."""
    parser = argparse.ArgumentParser(prog="make fuzz ARGS=…", description="Feeds the parsers with texts that are made to surprise them.")
    parser.add_argument("--seconds", type=int, default=60, help="how long each target is fed (60)")
    parser.add_argument("--only", choices=NAMES, help="one target")
    parser.add_argument("--target", choices=NAMES, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if importlib.util.find_spec("atheris") is None:
        print("This needs atheris, which there is for Linux on x86-64 alone. `make prove` tries hostile texts everywhere.", file=sys.stderr)
        return 1
    if asked.target:
        feed(asked.target, asked.seconds)
    good = [tell(name, asked.seconds) for name in ([asked.only] if asked.only else NAMES)]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`calc` for MicroPython's WebAssembly build: its sources, small modules in place of what MicroPython lacks, and what `declare` learned."""

import json
from dataclasses import asdict
from pathlib import Path

import calc
from calc import declare
from hooks.engine.assemble import CALC, on_demand, shipped

STAND_INS = Path(__file__).parent / "micropython"


def files() -> dict[str, str]:
    """Path in MicroPython's file system -> text. What lies under /data is given to `calc` when it is needed."""
    ours = {f"/lib/calc/{file.relative_to(CALC).as_posix()}": file for file in shipped(CALC)}
    ours |= {f"/lib/{file.name}": file for file in STAND_INS.glob("*.py") if file.name != "declare.py"}
    ours["/lib/calc/declare.py"] = STAND_INS / "declare.py"
    ours |= {f"/data/{file.relative_to(CALC).as_posix()}": file for file in on_demand(CALC)}
    texts = {path: file.read_text(encoding="utf-8") for path, file in sorted(ours.items())}
    return {**texts, "/lib/declarations.json": declarations()}


def declarations() -> str:
    """What annotations and docstrings say about every calculator, as JSON."""
    calculators = [calc.load(name) for name in calc.NAMES]
    learned = [{**declare.as_data(one), "presets": [asdict(preset) for preset in one.presets]} for one in calculators]
    return json.dumps(learned, ensure_ascii=False)

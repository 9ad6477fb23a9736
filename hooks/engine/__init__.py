"""The engines of the live pages: MicroPython, which answers first, and Pyodide, which answers fast once it runs.

Both run `calc`. `build(target)` puts their files there, and `publish(site)` into a built site. A worker that imports `instant.js` or
`start.js` has Python; both look for their files beside themselves, and let `arrivals.js` see whether these arrive.

    instant.js         starts MicroPython (ours)
    micropython.js     its loader and glue
    micropython.wasm   the interpreter
    instant/*.part     `calc` as its bytecode, without what a machine does not read: a shared part, and one for each calculator

    start.js           starts Pyodide (ours)
    memory.js          keeps what its memory holds after a start (ours)
    pyodide.js         its loader
    pyodide.asm.js     its glue
    pyodide.asm.wasm   the interpreter
    python.part        the standard library, as far as it is used, and `calc`, as bytecode

and beside them the data that an answer may need: `prices/BTCUSDT.txt` and others, which a page fetches then.

Bytecode must come from the interpreter that runs it, so pyodide-build compiles inside Pyodide, under Node, in two stages that are both
kept in `.cache/engine`: the whole standard library once for each release of Pyodide, `calc` whenever one of its files changes.
"""

from hooks.engine.errors import EngineError
from hooks.engine.place import build, publish, release

__all__ = ["EngineError", "build", "publish", "release"]

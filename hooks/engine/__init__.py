"""The engine of the live pages: Pyodide, with a trimmed standard library and `calc` as bytecode.

`build(target)` puts five files there, and a worker that imports `start.js` has Python:

    start.js          starts the engine from the files beside it (ours)
    pyodide.js        Pyodide's loader
    pyodide.asm.js    its glue
    pyodide.asm.wasm  the interpreter
    python.zip        the standard library, as far as it is used, and `calc`

and beside them the data that an answer may need: `prices/BTCUSDT.txt` and others, which a page fetches then.

Bytecode must come from the interpreter that runs it, so pyodide-build compiles inside Pyodide, under Node, in two stages that are both
kept in `.cache/engine`: the whole standard library once for each release of Pyodide, `calc` whenever one of its files changes.
"""

from hooks.engine.assemble import FILES, build
from hooks.engine.errors import EngineError

__all__ = ["FILES", "EngineError", "build"]

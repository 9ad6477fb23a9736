"""`python -m hooks.engine TARGET` builds the engine's files into the folder TARGET."""

import sys
from pathlib import Path

from hooks.engine import EngineError, build

if len(sys.argv) != 2:
    sys.exit("usage: python -m hooks.engine TARGET")
try:
    build(Path(sys.argv[1]))
except EngineError as error:
    sys.exit(f"engine: {error}")

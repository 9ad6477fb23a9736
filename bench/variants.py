"""The three pages that are compared: ours, the same page with stock Pyodide in a worker, and the same page with neither."""

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STOCK = Path(__file__).resolve().parent / "stock"
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
OURS = re.compile(r'<script[^>]*src="[^"]*assets/calc/main\.js"[^>]*></script>')
PAGE = "calculators/liquidation"
NAMES = {"ours": PAGE, "stock": f"{PAGE}-stock", "plain": f"{PAGE}-plain"}


def build(site: Path, environment: Mapping[str, str]) -> None:
    """Builds the site as it is published, and the two other pages beside ours."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(site)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    page = (site / PAGE / "index.html").read_text(encoding="utf-8")
    plain, found = OURS.subn("", page)
    if found != 1:
        raise ValueError(f"{PAGE} loads the calculators {found} times, not once")
    write(site / NAMES["plain"], plain)
    write(site / NAMES["stock"], plain.replace("</body>", '<script type="module" src="../../stock/page.js"></script></body>'))
    stock(site / "stock")


def write(folder: Path, page: str) -> None:
    """A page in a folder of its own, at the same depth as ours."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(page, encoding="utf-8")


def stock(target: Path) -> None:
    """Pyodide as its documentation says: its own files, and our package as an archive of sources that is unpacked at the start."""
    target.mkdir(parents=True, exist_ok=True)
    for script in STOCK.glob("*.js"):
        shutil.copy(script, target)
    for name in PYODIDE:
        shutil.copy(ROOT / "node_modules" / "pyodide" / name, target)
    with zipfile.ZipFile(target / "calc.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((ROOT / "calc").rglob("*")):
            if file.suffix in {".py", ".json"}:
                archive.write(file, file.relative_to(ROOT))

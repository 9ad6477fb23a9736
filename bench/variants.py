"""The pages that are compared: ours, and the same page with something else in the place of our scripts, or with nothing."""

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from html import escape
from json import dumps
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PACKAGES = ROOT / "node_modules"
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
MICROPYTHON = ("micropython.mjs", "micropython.wasm")
SCRIPT = r"assets/calc/(\w+)\.js"
OURS = re.compile(rf'<script[^>]* src="[^"]*{SCRIPT}"[^>]*></script>|<link rel="modulepreload" href="[^"]*{SCRIPT}">')
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
PAGE = "calculators/liquidation"
NAMES = {"ours": PAGE} | {name: f"{PAGE}-{name}" for name in ("plain", "stock", "pyscript-micropython", "pyscript-pyodide", "javascript")}


def build(site: Path, environment: Mapping[str, str]) -> None:
    """Builds the site as it is published, and the other pages beside ours."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(site)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    beside(site, (site / PAGE / "index.html").read_text(encoding="utf-8"))


def beside(site: Path, page: str) -> None:
    """Puts the other pages and what they load beside our page."""
    plain = without(page)
    for name, lines in {"plain": "", "stock": module("stock/page.js"), "javascript": module("javascript/page.js"), **pyscript()}.items():
        folder = site / NAMES[name]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(plain.replace("</head>", f"{lines}</head>"), encoding="utf-8")
    copy(PACKAGES / "pyodide", PYODIDE, site / "stock")
    copy(HERE / "stock", ("page.js", "worker.js"), site / "stock")
    archive(site / "stock" / "calc.zip")
    copy(HERE / "javascript", ("page.js",), site / "javascript")
    copy(HERE / "pyscript", ("page.py",), site / "pyscript")
    shutil.copytree(PACKAGES / "@pyscript" / "core" / "dist", site / "pyscript" / "core", ignore=shutil.ignore_patterns("*.map"))
    copy(PACKAGES / "pyodide", PYODIDE, site / "pyscript" / "pyodide")
    copy(PACKAGES / "@micropython" / "micropython-webassembly-pyscript", MICROPYTHON, site / "pyscript" / "micropython")


def without(page: str) -> str:
    """The page without our scripts, and without the policy that others do not bear.

    Raises:
        ValueError: It does not load them as it used to, and would be the same page still.
    """
    loaded = {script for script, _ in OURS.findall(page)}
    plain = POLICY.sub("", OURS.sub("", page))
    if not loaded >= {"early", "main"} or re.search(SCRIPT, plain):
        raise ValueError(f"{PAGE} loads its scripts in another way than before; adapt bench/variants.py")
    return plain


def module(path: str) -> str:
    """The line that loads a script, from a page two folders deep."""
    return f'<script type="module" src="../../{path}"></script>'


def pyscript() -> dict[str, str]:
    """PyScript's lines as its documentation has them, with the Pythons of this site instead of another host's."""
    core = '<link rel="stylesheet" href="../../pyscript/core/core.css">' + module("pyscript/core/core.js")
    kinds = {"mpy": "micropython", "py": "pyodide"}
    configs = {kind: escape(dumps({"interpreter": f"../../pyscript/{python}/{python}.mjs"})) for kind, python in kinds.items()}
    return {
        f"pyscript-{python}": f'{core}<script type="{kind}" src="../../pyscript/page.py" config="{configs[kind]}"></script>'
        for kind, python in kinds.items()
    }


def copy(source: Path, names: tuple[str, ...], target: Path) -> None:
    """Some files of a folder."""
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(source / name, target)


def archive(target: Path) -> None:
    """Our package as stock Pyodide unpacks it at the start: its sources."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted((ROOT / "calc").rglob("*")):
            if file.suffix in {".py", ".json"}:
                packed.write(file, file.relative_to(ROOT))

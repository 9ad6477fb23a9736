"""The classic scripts of a built site."""

import gzip
import re
from base64 import b64encode
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hooks import engine
from hooks.engine import kept, node
from hooks.engine.errors import EngineError
from hooks.engine.packages import CACHE, ROOT, installed, pinned

HERE = Path(__file__).parent
CALC = ROOT / "docs" / "assets" / "calc"
FOLDER = "assets/classic"
WORKERS = ("instant", "start", "console")  # the engines, each in one script
BUNDLED = (*(f"{name}.js" for name in WORKERS), "work.js", "arrivals.js", "memory.js", "micropython.js", "pyodide.js", "pyodide.asm.js")
PACKED = ".part"  # compressed by themselves
FONT = re.compile(r'url\("\.\./fonts/([\w-]+\.woff2)"\)')
KEPT = 4  # results that stay in the cache, the newest


def publish(site: Path, folder: str = FOLDER) -> None:
    """Put them into a folder of a built site.

    Raises:
        EngineError: A module cannot be made a classic script, or the theme has another search than the one that is known.
    """
    target = site / folder
    made = {"search.worker.js": _script("search.worker", _search(site)), "tokens.css": _with_fonts(site)}
    for name, content in {**files(), **made}.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)


@cache
def release() -> str:
    """What names this content."""
    return kept.release(files())


@cache
def files() -> dict[str, bytes]:
    """Name of each file -> its bytes, from the cache if they were made before."""
    sources = [*sorted(HERE.glob("*.js")), *sorted(CALC.glob("*.js"))]
    made_from = [engine.release().encode(), pinned("esbuild")["version"].encode(), *(file.read_bytes() for file in sources)]
    return kept.files("classic", made_from, _make, KEPT)


def _make() -> dict[str, bytes]:
    installed("esbuild")
    with TemporaryDirectory(dir=CACHE) as folder:
        placed, out = Path(folder) / "engine", Path(folder) / "out"
        engine.build(placed)
        node.run(HERE / "bundle.js", placed, CALC, out)
        bundles = {file.stem: file.read_bytes() for file in out.iterdir()}
        contents = {file.relative_to(placed).as_posix(): file.read_bytes() for file in placed.rglob("*") if file.is_file()}
    scripts = {"page.js": (HERE / "page.js").read_bytes(), "guide.js": bundles["guide"]}
    scripts |= {f"{name}.worker.js": _script(f"{name}.worker", bundles[name]) for name in WORKERS}
    return scripts | {f"{name}.js": _script(name, content) for name, content in contents.items() if name not in BUNDLED}


def _script(name: str, content: bytes) -> bytes:
    """A script that hands over a file."""
    packed = content if name.endswith(PACKED) else gzip.compress(content, 9, mtime=0)
    return b'calcFile("' + b64encode(packed) + b'");\n'


def _search(site: Path) -> bytes:
    """The theme's worker that searches."""
    found = [
        file for file in (site / "assets" / "javascripts" / "workers").glob("*.js") if re.fullmatch(r"search\.\w+\.min\.js", file.name)
    ]
    if len(found) != 1:
        raise EngineError(f"the theme has {len(found)} workers that search, not one; adapt hooks/classic/place.py")
    return re.sub(rb"\n//# sourceMappingURL=\S+\s*$", b"\n", found[0].read_bytes())


def _with_fonts(site: Path) -> bytes:
    """The style sheet that names the fonts, with them in it: to a closed frame, or in a folder, a font file is another origin's."""

    def inlined(match: re.Match[str]) -> str:
        font = (site / "assets" / "fonts" / match[1]).read_bytes()
        return f'url("data:font/woff2;base64,{b64encode(font).decode()}")'

    return FONT.sub(inlined, (site / "assets" / "calc" / "tokens.css").read_text(encoding="utf-8")).encode()

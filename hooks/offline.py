"""The offline bundle: a finished site becomes a folder that opens with a double-click, and a zip file of it.

A page in a folder may load scripts, styles and pictures that lie beside it, and no more: no modules, no data, in Firefox no fonts either.
"""

import re
import shutil
import tomllib
import zipfile
from base64 import b64encode
from pathlib import Path

from hooks import classic
from hooks.engine.packages import ROOT

NOT_NEEDED = ("404.html", "sitemap.xml*", "_headers", "assets/javascripts/lunr", "assets/calc/*.js", "assets/fonts/*.woff2", "**/*.map")
FONT = re.compile(r'url\("\.\./fonts/([\w-]+\.woff2)"\)')
EPOCH = (1980, 1, 1, 0, 0, 0)
README = """The Leverage Guide, {version}

Unpack the whole zip file into a folder. Then open index.html in that folder.
It needs a current browser (Chrome, Edge, Firefox or Safari), and neither a server nor a network.
"""


def finish(site: Path, dist: Path) -> Path:
    """Makes the folder whole, and the zip file of it; returns the zip file."""
    _inline_fonts(site)
    _inline_search(site)
    classic.publish(site)
    for pattern in NOT_NEEDED:
        for path in site.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    number = version()
    (site / "README.txt").write_text(README.format(version=number), encoding="utf-8")
    return _zip(site, dist, f"leverage-guide-{number}")


def version() -> str:
    """The version of the project."""
    number: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return number


def _inline_fonts(site: Path) -> None:
    """A browser may take a font that lies on a disk for another origin's."""
    style = site / "assets" / "calc" / "tokens.css"
    fonts = site / "assets" / "fonts"

    def inlined(match: re.Match[str]) -> str:
        return f'url("data:font/woff2;base64,{b64encode((fonts / match[1]).read_bytes()).decode()}")'

    style.write_text(FONT.sub(inlined, style.read_text(encoding="utf-8")), encoding="utf-8")


def _inline_search(site: Path) -> None:
    """The theme looks for its index in a script where it cannot fetch it."""
    index = site / "search" / "search_index.json"
    index.with_suffix(".js").write_text(f"var __index = {index.read_text(encoding='utf-8')}", encoding="utf-8")
    index.unlink()


def _zip(site: Path, dist: Path, name: str) -> Path:
    """The same bytes for the same files."""
    dist.mkdir(exist_ok=True)
    for old in dist.glob("leverage-guide-*-offline.zip"):
        old.unlink()
    target = dist / f"{name}-offline.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(site.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(f"{name}/{file.relative_to(site).as_posix()}", EPOCH)
                entry.external_attr, entry.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.read_bytes())
    return target

"""The offline bundle: a finished site becomes a folder that opens with a double-click, and a zip file of it.

A page in a folder may load scripts, styles and pictures that lie beside it, and no more: no modules, no data, in Firefox no fonts either.
"""

import shutil
import zipfile
from pathlib import Path

import calc
from hooks import classic, engine, wheel

NOT_NEEDED = ("404.html", "sitemap.xml*", "_headers", "assets/javascripts/lunr", "assets/calc/*.js", "assets/fonts/*.woff2", "**/*.map")
LICENCES = ("LICENSE", "NOTICE")
EPOCH = (1980, 1, 1, 0, 0, 0)
ROOT = Path(__file__).parents[1]
README = """The Leverage Guide, {version}

Unpack the whole zip file into a folder. Then open index.html in that folder.
It needs a current browser (Chrome, Edge, Firefox or Safari), and neither a server nor a network.
To remove it, delete the folder. Nothing is installed, and nothing is sent.

It explains leverage. It is not advice, and not an invitation to trade.
LICENSE.txt and NOTICE.txt say who made it, what else is in it, and what you may do with it.
project/changelog.html says what this version changed.
"""


def finish(site: Path, dist: Path) -> Path:
    """Makes the folder whole, and the zip file of it; returns the zip file."""
    _inline_search(site)
    classic.publish(site)
    wheel.publish(site, engine.info())
    for page in site.glob("project/*.html"):  # on a host a page is a folder, and the wheel one step further away
        page.write_text(page.read_text(encoding="utf-8").replace(f'"../../{wheel.FOLDER}/', f'"../{wheel.FOLDER}/'), encoding="utf-8")
    (site / classic.FOLDER / "tokens.css").replace(site / "assets" / "calc" / "tokens.css")
    for pattern in NOT_NEEDED:
        for path in site.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name in LICENCES:
        shutil.copyfile(ROOT / name, site / f"{name}.txt")
    (site / "README.txt").write_text(README.format(version=calc.__version__), encoding="utf-8")
    return zipped(site, dist, f"leverage-guide-{calc.__version__}")


def _inline_search(site: Path) -> None:
    """The theme looks for its index in a script where it cannot fetch it."""
    index = site / "search" / "search_index.json"
    index.with_suffix(".js").write_text(f"var __index = {index.read_text(encoding='utf-8')}", encoding="utf-8")
    index.unlink()


def zipped(site: Path, dist: Path, name: str) -> Path:
    """A folder as a zip file, the same bytes for the same files, in place of any before it."""
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

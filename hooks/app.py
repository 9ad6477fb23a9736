"""The site as an app: a manifest and icons, with which a browser offers to install it. It then opens in a window of its own.

What it needs without a connection the service worker keeps already. The icons are the mark of the site on paper, drawn as the cards are.
"""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import calc
from hooks import cards, presets

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = "manifest.webmanifest"
FOLDER = "assets/icons"
MARK = cards.TOKENS.parents[1] / "favicon.svg"
CENTRE = 11.45, 13.5  # of the mark
WIDE = 22.9
SHARE = 0.62  # of an icon's width, which leaves a mask its margin
ROUND, WHOLE = 0.22, 0.0  # corners: a platform that cuts its own gets a whole square
ICONS = {"icon-192.png": (192, ROUND), "icon-512.png": (512, ROUND), "maskable-512.png": (512, WHOLE), "apple-touch-icon.png": (180, WHOLE)}
SHORTCUTS = ("liquidation", "position_size", "leverage")


def links() -> dict[str, str]:
    """What the head of every page names: two addresses from the site's root, and the paper in the light and in the dark."""
    papers = {name: cards.colours(scheme)["paper"] for name, scheme in (("light", "default"), ("dark", "slate"))}
    return {"manifest": MANIFEST, "icon": f"{FOLDER}/apple-touch-icon.png", **papers}


def icon(size: int, corner: float) -> str:
    """An icon as SVG, in the light colours: a picture that is kept by a platform cannot follow the reader's choice."""
    (mark,) = re.findall(r'<path d="[^"]+"/>', MARK.read_text(encoding="utf-8"))
    scale = size * SHARE / WIDE
    x, y = (f"{size / 2 - scale * at:.2f}" for at in CENTRE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {size} {size}">'
        f'<rect width="{size}" height="{size}" rx="{size * corner:.2f}" fill="{cards.colours()["paper"]}"/>'
        f'<g fill="{cards.colours()["ink"]}" transform="translate({x} {y}) scale({scale:.3f})">{mark}</g></svg>'
    )


def manifest(site: Path, name: str, description: str) -> dict[str, object]:
    """What a browser reads; its addresses are relative, so that the site may lie in any folder of a host."""
    paper = cards.colours()["paper"]
    picture = {"src": f"{FOLDER}/icon.svg", "sizes": "any", "type": "image/svg+xml"}
    drawn = [
        {"src": f"{FOLDER}/{file}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any" if corner else "maskable"}
        for file, (size, corner) in ICONS.items()
        if not file.startswith("apple")
    ]
    shortcuts = [(calc.load(one).title, f"{presets.FOLDER}/{one.replace('_', '-')}/") for one in SHORTCUTS]
    return {
        "name": name,
        "short_name": name.removeprefix("The "),
        "description": description,
        "lang": "en",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": paper,
        "theme_color": paper,
        "icons": [picture, *drawn],
        "shortcuts": [{"name": title, "url": url} for title, url in shortcuts if (site / url).is_dir()],
    }


def write(site: Path, name: str, description: str) -> None:
    """Puts the manifest and the icons into a finished site."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "icon.svg").write_text(icon(512, ROUND), encoding="utf-8")
    for file, (size, corner) in ICONS.items():
        shutil.copy(cards.png(icon(size, corner)), folder / file)
    text = json.dumps(manifest(site, name, description), ensure_ascii=False, indent=2)
    (site / MANIFEST).write_text(text + "\n", encoding="utf-8")

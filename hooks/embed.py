"""A bare page for each calculator, to be shown in a frame on other sites, and what says so to those who look for it (oEmbed).

The page is built like the offline bundle, from classic scripts: a frame that is closed (`sandbox="allow-scripts"`) can load no others.
"""

import json
import re
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urljoin

import calc
from calc.view import page
from hooks import classic, policy

FOLDER = "embed"
TEMPLATE = Template(Path(__file__).with_name("embed.html").read_text(encoding="utf-8"))
WIDTH, HEIGHT = 760, 900  # of a frame, in pixels, for hosts that do not listen to its height


def publish(site: Path, product: str, address: str | None) -> None:
    """Puts the pages into a built site; oEmbed needs the address of the site, and is left out without one."""
    scripts = f"{classic.FOLDER}/{classic.release()}"
    classic.publish(site, scripts)
    for name in calc.NAMES:
        slug = name.replace("_", "-")
        title = calc.load(name).title
        folder = site / FOLDER / slug
        folder.mkdir(parents=True, exist_ok=True)
        whole = f"calculators/{slug}/"
        head = f'<link rel="canonical" href="{escape(urljoin(address, whole))}">\n' if address else ""
        fields = {"title": escape(title), "product": escape(product), "calculator": name, "whole": f"../../{whole}", "head": head}
        html = TEMPLATE.substitute(fields, scripts=scripts, widget=page.widget(name, {}))
        (folder / "index.html").write_text(policy.guarded(html, "classic", trusted=True), encoding="utf-8")
        if address:
            (folder / "oembed.json").write_text(json.dumps(oembed(slug, title, product, address), indent=2) + "\n", encoding="utf-8")


def folder_of(path: str) -> str | None:
    """The folder of the bare page that belongs to a calculator's page."""
    found = re.fullmatch(r"calculators/([a-z-]+)\.md", path)
    return f"{FOLDER}/{found[1]}" if found and found[1].replace("-", "_") in calc.NAMES else None


def oembed(slug: str, title: str, product: str, address: str) -> dict[str, object]:
    """What a host shows for a link to a calculator (oembed.com, type “rich”)."""
    return {
        "version": "1.0",
        "type": "rich",
        "title": f"{title} · {product}",
        "provider_name": product,
        "provider_url": address,
        "width": WIDTH,
        "height": HEIGHT,
        "html": snippet(urljoin(address, f"{FOLDER}/{slug}/"), title, HEIGHT),
    }


def snippet(source: str, title: str, height: int) -> str:
    """The frame, as it is copied into a page."""
    return (
        f'<iframe src="{escape(source)}" title="{escape(title)}" width="100%" height="{height}" loading="lazy"'
        ' allow="clipboard-write" style="border:0"></iframe>'
    )

"""The picture that stands beside a shared link: the title of the page or the answer of a preset, and what the home page draws for it.

It is an SVG of ours, turned into PNG with the guide's own font and no other, and kept by its content: the same card is drawn once.
"""

from __future__ import annotations

import hashlib
import os
import re
import textwrap
from functools import cache
from html import escape
from pathlib import Path

import resvg_py

HERE = Path(__file__).resolve().parent
FONT = HERE / "fonts" / "source-serif-4-latin-600.ttf"
KEPT = HERE.parent / ".cache" / "cards"
TOKENS = HERE.parent / "docs" / "assets" / "calc" / "tokens.css"
FOLDER = "assets/cards"  # of the site
WIDTH, HEIGHT = 1200, 630

PICTURE = re.compile(r'\[<svg class="glyph"[^>]*>(?P<body>.*?)</svg>.*?\]\((?P<page>[^)]+)\)')
LINE_THAT_ENDS = '<path class="g" d="M0 40 26 30 44 38 78 56"/><path class="g-liq" d="M72 50l12 12M84 50l-12 12"/>'
STYLE = """
text { font-family: "Source Serif 4 SemiBold", "Source Serif 4"; fill: INK; }
.soft { fill: INK-2; }
.g, .g-ink, .g-box, .g-ring, .g-candle { fill: none; stroke: INK; stroke-width: 2; }
.g-box, .g-ring, .up { fill: PAPER; }
.g-fill, .g-dot { fill: INK; }
.g-candle { fill: INK; stroke-width: 1.25; }
.g-candle.up { fill: PAPER; }
.g-soft { fill: none; stroke: INK-3; stroke-width: 1.1; }
.g-bar { stroke: INK; stroke-width: 7; }
.g-bar.soft { stroke: LINE; }
.g-entry { stroke: ENTRY; stroke-width: 2.25; }
.g-stop { stroke: STOP; stroke-width: 2.25; stroke-dasharray: 6 3; }
.g-liq { fill: none; stroke: LIQUIDATION; stroke-width: 2.75; }
.g-liq.thin { stroke-width: 1.5; }
.way { fill: none; stroke: INK; stroke-width: 3; }
"""


def pictures(home: str) -> dict[str, str]:
    """What the home page, given as Markdown, draws for each page that it leads to.

    >>> pictures('[<svg class="glyph"><path d="M0 0"/></svg><b>One</b>](learn/one.md)')
    {'learn/one.md': '<path d="M0 0"/>'}
    """
    return {found["page"]: found["body"] for found in PICTURE.finditer(home)}


@cache
def style() -> str:
    """The rules of a card, in the light colours of the site."""
    return re.sub(r"(?<=: )[A-Z][A-Z0-9-]+(?=;)", lambda found: colours()[found[0].lower()], STYLE)


@cache
def colours(scheme: str = "default") -> dict[str, str]:
    """The colours of the site by name, in the light or, with `slate`, in the dark."""
    parts = TOKENS.read_text(encoding="utf-8").partition("slate")
    return dict(re.findall(r"--calc-([a-z0-9-]+):\s*(#[0-9a-f]{6})", parts[2 if scheme == "slate" else 0]))


def wrapped(text: str, most: int, lines: int) -> list[str]:
    """`text` in as few lines as hold it, at most `lines`, and those about equally long.

    >>> wrapped("Liquidation: where the line ends", 27, 3)
    ['Liquidation: where', 'the line ends']
    """
    held = textwrap.wrap(text, most, max_lines=lines, placeholder=" …")
    for width in range(most // 2, most):
        even = textwrap.wrap(text, width)
        if len(even) == len(held) and "…" not in held[-1]:
            return even
    return held


def drawing(title: str, description: str, picture: str, site: str, above: str = "") -> str:
    """The card as SVG: the title in at most three lines, the description in two.

    With words `above` it, the title is an answer: larger where it is short, and the description has three lines to say it.
    """
    if above:
        size, wide = (88, 25) if len(title) <= 25 else (72, 30)  # as many letters as a line holds
        top, gap, most = 126 + size, 70.0, 3
    else:
        size, wide = (76, 27) if len(title) <= 54 else (60, 34)  # as many letters as two lines hold
        top, gap, most = 150, 32 + size * 1.12, 2
    lines = wrapped(title, wide, 3)
    below = top + (len(lines) - 1) * size * 1.12 + gap
    said = wrapped(description, 66, most)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">',
        f"<style>{style()}</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" class="up"/>',
    ]
    parts += [f'<text class="soft" x="80" y="112" font-size="34">{escape(above)}</text>'] if above else []
    parts += [f'<text x="80" y="{top + k * size * 1.12:.0f}" font-size="{size}">{escape(line)}</text>' for k, line in enumerate(lines)]
    parts += [f'<text class="soft" x="80" y="{below + k * 40:.0f}" font-size="30">{escape(line)}</text>' for k, line in enumerate(said)]
    parts.append(f'<g transform="translate(80 440) scale(1.5)">{picture}</g>')
    ends = picture == LINE_THAT_ENDS or "g-ring" in picture
    parts.append("" if ends else '<path class="way" d="M272 500H1200"/>')
    parts.append(f'<text class="soft" x="1120" y="578" font-size="28" text-anchor="end">{escape(site)}</text></svg>')
    return "".join(parts)


def card(title: str, description: str, picture: str, site: str, above: str = "") -> Path:
    """The PNG of the card."""
    return png(drawing(title, description, picture or LINE_THAT_ENDS, site, above))


def png(svg: str) -> Path:
    """The PNG of a drawing, which is made unless it is kept already."""
    file = KEPT / f"{hashlib.sha256(svg.encode() + resvg_py.__version__.encode() + FONT.read_bytes()).hexdigest()[:16]}.png"
    if not file.is_file():
        KEPT.mkdir(parents=True, exist_ok=True)
        png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=[str(FONT)])
        part = file.with_suffix(f".{os.getpid()}")  # another process may draw the same
        part.write_bytes(png)
        part.replace(file)
    return file

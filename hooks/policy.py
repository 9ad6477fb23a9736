"""The Content-Security-Policy of each page: what it may load and run, and nothing else.

A page names the few scripts that the theme writes into it by their digests. They are the same on every page, so that one header can say the
same for a whole host.
"""

import hashlib
import re
from base64 import b64encode
from pathlib import Path
from typing import Literal

Kind = Literal["site", "classic", "header"]
NONE, OWN = "'none'", "'self'"
INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
DATA = re.compile(r"""\btype=["']?application/(ld\+)?json""")
START = '<meta charset="utf-8">'


def digests(html: str) -> list[str]:
    """The scripts that stand in a page itself, without those that are only data."""
    texts = {found["text"] for found in INLINE.finditer(html) if "src=" not in found["attributes"] and not DATA.search(found["attributes"])}
    return sorted(f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts)


def policy(html: str, kind: Kind = "site", *, trusted: bool = False) -> str:
    """The policy of a page.

    Args:
        html: The page.
        kind: Where its workers come from: the site, or texts, as in a folder or in a closed frame. A header must allow both.
        trusted: Whether HTML may be written through our own policy of Trusted Types alone; the theme's scripts do not bear that.
    """
    rules = {
        "default-src": [NONE],
        "script-src": [OWN, "'wasm-unsafe-eval'", *digests(html)],
        "style-src": [OWN],
        "img-src": [OWN, "data:", "blob:"],
        "font-src": [OWN, "data:"],
        "connect-src": [OWN],
        "worker-src": {"site": [OWN], "classic": ["blob:"], "header": [OWN, "blob:"]}[kind],
        "manifest-src": [OWN],
        "base-uri": [NONE],
        "form-action": [NONE],
    }
    if trusted:
        rules |= {"require-trusted-types-for": ["'script'"], "trusted-types": ["calc", "calc-files"]}
    return "; ".join(" ".join([name, *sources]) for name, sources in rules.items())


def guarded(html: str, kind: Kind = "site", *, trusted: bool = False) -> str:
    """The page with its policy, before anything that it rules.

    Raises:
        ValueError: The page does not begin as it should.
    """
    if html.count(START) != 1:
        raise ValueError(f"a page says “{START}” {html.count(START)} times, not once; adapt hooks/policy.py")
    return html.replace(START, f'{START}<meta http-equiv="Content-Security-Policy" content="{policy(html, kind, trusted=trusted)}">')


def write_headers(site: Path) -> None:
    """Adds the policy to the file of headers that some hosts read: one for all pages, and so the widest; a page itself may say less.

    The wheel is for the pages of others too.
    """
    lines = ["/*", f"  Content-Security-Policy: {policy((site / 'index.html').read_text(encoding='utf-8'), 'header')}"]
    lines += ["  Referrer-Policy: no-referrer", "  X-Content-Type-Options: nosniff"]
    lines += ["/python/*", "  Access-Control-Allow-Origin: *"]
    with (site / "_headers").open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")

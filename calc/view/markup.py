"""Small pieces of HTML: escaping, and the icons of the widget."""

from __future__ import annotations

SITE = "The Leverage Guide"
PURPOSE = "Teaches how leverage works. Not advice and not an invitation to trade."


def escape(text: str) -> str:
    """`text` safe in HTML, in element content and in double-quoted attributes.

    >>> escape('<a href="x">&')
    '&lt;a href=&quot;x&quot;&gt;&amp;'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def icon(name: str) -> str:
    """One of ICONS as an inline SVG that says nothing to a screen reader."""
    box, body = ICONS[name]
    return '<svg class="calc-icon" viewBox="0 0 ' + box + '" aria-hidden="true">' + body + "</svg>"


ICONS = {
    "less": ("12 12", '<path d="M1.5 6h9"/>'),
    "more": ("12 12", '<path d="M1.5 6h9M6 1.5v9"/>'),
    "up": ("12 12", '<path d="M6 10.5v-9M2 5.5l4-4 4 4"/>'),
    "down": ("12 12", '<path d="M6 1.5v9M2 6.5l4 4 4-4"/>'),
    "remove": ("12 12", '<path d="M2 2l8 8M10 2l-8 8"/>'),
    "look": (
        "16 16",
        (
            '<path class="is-solid" fill-rule="evenodd" d="M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0Zm-.95 3.5.25 5.6h1.4l.25-5.6Z'
            'm.95 6.9a1.05 1.05 0 1 0 0 2.1 1.05 1.05 0 0 0 0-2.1Z"/>'
        ),
    ),
    "link": (
        "16 16",
        '<path d="M6.5 9.5 9.5 6.5M7 4.8l1.6-1.6a2.7 2.7 0 0 1 3.9 3.9L10.9 8.7M9 11.2l-1.6 1.6a2.7 2.7 0 0 1-3.9-3.9L5.1 7.3"/>',
    ),
    "reset": ("16 16", '<path d="M3 8a5 5 0 1 0 1.6-3.7L3 5.8M3 2.6v3.2h3.2"/>'),
    "print": ("16 16", '<path d="M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z"/>'),
    "pin": ("16 16", '<path d="M5.5 2.5h5M6.5 2.5v4L4.5 9h7l-2-2.5v-4M8 9v4.5"/>'),
    "question": (
        "16 16",
        '<path d="M6 6.3a2 2 0 1 1 3 1.7C8.3 8.4 8 8.7 8 9.3M8 11.2v.3M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13Z"/>',
    ),
    "shape": ("28 12", '<path class="is-solid" d="M0 1C5 6 12 10 28 11v1H0Z"/>'),
}

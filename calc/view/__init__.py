"""How answers look: text of numbers and messages, HTML, SVG. A fragment depends on its request alone."""

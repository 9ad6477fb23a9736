"""Data on demand: files of the package that are too large to come along with every page, and are read when an answer needs them.

Where the package lies in a folder they are simply read. In a browser they lie beside the engine: there the answer is that they are needed,
the page fetches them, gives them, and asks again.
"""

from __future__ import annotations

from calc.errors import DataNeeded

_texts: dict[str, str] = {}


def wanted(name: str, what: str) -> str:
    """The text of the file `name` of this package. DataNeeded, with a word for people on `what` it is, where it has to be fetched first."""
    if name not in _texts:
        try:
            with open(__file__.replace("\\", "/").rsplit("/", 1)[0] + "/" + name, encoding="utf-8") as stream:
                _texts[name] = stream.read()
        except OSError:
            raise DataNeeded(name, what) from None
    return _texts[name]


def give(name: str, text: str) -> None:
    """Keeps the text of the file `name`, for whoever asks for it next."""
    _texts[name] = text

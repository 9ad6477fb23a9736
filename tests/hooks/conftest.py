from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown import Markdown

from hooks import reference, reference_text

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
EXTENSIONS = ["hooks.widgets", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"]
EXTENSIONS += ["pymdownx.details", "pymdownx.superfences", "pymdownx.tabbed"]
CONFIG = """\
site_name: A small site
site_url: ""
theme: material
plugins: []
validation: {links: {anchors: warn}}
markdown_extensions:
  - hooks.widgets
  - admonition
  - pymdownx.details
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
"""


def python(*module: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a module with its arguments in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", *module]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    return python


@pytest.fixture
def render() -> Callable[[str], str]:
    """HTML of a page outside any site."""
    return lambda text: Markdown(extensions=EXTENSIONS, extension_configs={"pymdownx.tabbed": {"alternate_style": True}}).convert(text)


class Site:
    """A small site in a folder of its own, built by the command of a host."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "mkdocs.yml").write_text(CONFIG)
        (folder / "docs").mkdir()

    def write(self, path: str, text: str) -> Path:
        file = self.folder / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def build(self, *command: str) -> subprocess.CompletedProcess[str]:
        return python(*(command or ("mkdocs", "build", "--strict")), folder=self.folder)

    def page(self, path: str) -> str:
        return (self.folder / "site" / path).read_bytes().decode("utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


EMPTY = {"br", "hr", "img", "input", "link", "meta"}


class Read(HTMLParser):
    """The elements of a piece of HTML as they end, with the text inside each; the whole is one element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.elements: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in EMPTY:
            self.elements.append((tag, dict(attrs), ""))
        else:
            self.open.append((tag, dict(attrs), []))

    def handle_data(self, data: str) -> None:
        for _, _, texts in self.open:
            texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        opened, attributes, texts = self.open.pop()
        assert opened == tag
        self.elements.append((tag, attributes, re.sub(r"[ \n]+", " ", "".join(texts)).strip()))

    @property
    def text(self) -> str:
        return self.elements[-1][2]

    def of(self, *tags: str) -> list[str]:
        return [text for tag, _, text in self.elements if tag in tags]


@pytest.fixture(scope="session")
def read() -> Callable[[str], Read]:
    return Read


@pytest.fixture(scope="session")
def generated() -> dict[str, Read]:
    """The generated pages, by name."""
    return {name: Read(reference.html(name)) for name in reference.GENERATED}


@pytest.fixture(scope="session")
def plain() -> Callable[[str], str]:
    """What a reader sees of a text with the markup of docstrings."""
    return lambda marked: Read("<p>" + reference_text.inline(re.sub(r"[ \n]+", " ", marked)) + "</p>").text

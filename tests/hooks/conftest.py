from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown import Markdown

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

"""The theme's script is mended where it has the faults that were mended, and a build says so when it has others."""

from pathlib import Path

from mkdocs.structure.files import File, Files
from mkdocs.utils import get_theme_dir

from hooks import theme


def _file(content: str) -> File:
    file = File("assets/javascripts/bundle.1a2b.min.js", "docs", "site", use_directory_urls=True)
    file.content_string = content
    return file


def test_the_installed_theme_is_mended() -> None:
    [script] = Path(get_theme_dir("material")).glob("assets/javascripts/bundle.*.min.js")
    file = _file(script.read_text(encoding="utf-8"))
    assert theme.mend(Files([file])) == []
    assert file.content_string.count("removeListener(told)") == 1
    assert len(file.content_string) < script.stat().st_size + 200


def test_another_theme_fails_the_build() -> None:
    words = "hooks/theme.py: the theme’s script has {} times what one mend expects once"
    assert theme.mend(Files([])) == [words.format(0)] * 3
    twice = '(of(location.protocol!=="file:"),more)' * 2
    assert theme.mend(Files([_file(twice)])) == [words.format(0), words.format(2), words.format(0)]

"""Every mistake that an author can make, as file:line."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

import calc
from calc import contract
from calc.view import page
from hooks import audit

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

# the text of a page; then the line and a part of the message of each mistake on it
WRONG: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "unknown calculator": ("```calc liqidation\n```\n", [(1, "“liqidation” is not a calculator; did you mean “liquidation”?")]),
    "unknown input": ("```calc liquidation\n\nlevrage: 2\n```\n", [(3, "“levrage” is not an input of liquidation; did")]),
    "bad value": ("```calc liquidation\nside: long\nleverage: many\n```\n", [(3, "leverage: “many” is not a number")]),
    "out of range": ("```calc liquidation\nleverage: 5000\n```\n", [(2, "leverage: Leverage must be between")]),
    "rejected": ("```calc liquidation\nleverage: 100\nmaintenance_margin_rate: 5\n```\n", [(2, "leverage: At 100×")]),
    "every bad value": ("```calc liquidation\nside: up\nleverage: many\n```\n", [(2, "side: "), (3, "leverage: ")]),
    "bad values beside an unknown input": (
        "```calc liquidation\nleverage: 500\nside: up\nstop_price: 1,5\nlev: 3\n```\n",
        [(2, "leverage: "), (3, "side: "), (4, "stop_price: “1,5”"), (5, "“lev” is not an input of liquidation; did you mean “leverage”?")],
    ),
    "bad value of an input that does not apply": (
        "```calc liquidation\nsize_by: margin\nentry_notional: zzz\nleverage: 5\n```\n",
        [(3, "entry_notional: “zzz” is not a number")],
    ),
    "capitals": ("```calc liquidation\nLEVERAGE: 2\n```\n", [(2, "did you mean “leverage”?")]),
    "no name like it": ("```calc margin\nfoo: 2\nkind: 3\n```\n", [(2, "; there are entry_notional, leverage,"), (3, "; there are ")]),
    "two references of one calculator": (
        "```calc-reference margin\n```\n\n```calc-reference margin\n```\n",
        [(4, "this page has the reference of margin already")],
    ),
    "bad YAML": ("```calc liquidation\nside: long\nleverage: [\n```\n", [(4, "cannot be read as YAML")]),
    "a tab in YAML": ("```calc liquidation\n@side: 1\n```\n", [(2, "cannot be read as YAML")]),
    "a control character in YAML": ("```calc margin\nleverage: \x07\n```\n", [(2, "cannot be read as YAML")]),
    "no pairs": ("```calc liquidation\nleverage 25\n```\n", [(2, "one “name: value” on each line")]),
    "nested value": ("```calc liquidation\nleverage: {value: 25}\n```\n", [(2, "leverage: the value must be a single text")]),
    "repeated key": ("```calc liquidation\nleverage: 2\nleverage: 3\n```\n", [(3, "leverage: is given twice")]),
    "misspelt fence": ("```clac liquidation\n```\n", [(1, "a fence cannot be called “clac”; did you mean “calc”?")]),
    "underscore": ("```calc_reference liquidation\n```\n", [(1, "did you mean “calc-reference”?")]),
    "capital": ("~~~Calc liquidation\n~~~\n", [(1, "did you mean “calc”?")]),
    "attribute list": ("```{.calc} liquidation\n```\n", [(1, "did you mean “calc”?")]),
    "no name": ("```calc\n```\n", [(1, "a fence says which calculator, as in “calc leverage”")]),
    "two names": ("```calc liquidation margin\n```\n", [(1, "one calculator and nothing else")]),
    "never closed": ("```calc liquidation\nleverage: 2\n", [(1, "never closed")]),
    "never closed in an admonition": ("!!! note\n\n    ```calc margin\n\nText\n", [(3, "never closed")]),
    "two widgets with one id": ("```calc margin\n```\n\n```calc margin\n```\n", [(4, "two widgets of this page have the id “margin”")]),
    "bad id": ("```calc margin\nid: 2nd one\n```\n", [(2, "id: “2nd one” must begin with a letter")]),
    "unknown part": ("```calc margin\nshow: everythin\n```\n", [(2, "“everythin” is not a part of a widget")]),
    "reference with values": ("```calc-reference margin\nleverage: 2\n```\n", [(2, "nothing inside")]),
    "unknown reference": ("```calc-reference margn\n```\n", [(1, "did you mean “margin”?")]),
    "title": ("---\ntitle: Out at {{ liquidation().prize }}\n---\n", [(2, "is not an output or an input of liquidation")]),
    "description that follows": ("---\ntags: [a]\ndescription: Out at {{ margin.leverage }}\n---\n", [(3, "no widget to follow")]),
    "bad front matter": ("---\ntitle: [\n---\n", [(3, "front matter cannot be read")]),
    "after front matter": ("---\ntitle: Text\n---\n\n```calc margn\n```\n", [(5, "is not a calculator")]),
    "in an admonition": ("!!! note\n\n    Text\n\n    ```calc margn\n    ```\n", [(5, "is not a calculator")]),
    "in a tab in a list": ('- Text\n\n    === "One"\n\n        ```calc margn\n        ```\n', [(5, "is not a calculator")]),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG.keys())
def test_a_mistake_is_reported_with_its_line(
    text: str, expected: list[tuple[int, str]], render: Callable[[str], str], caplog: pytest.LogCaptureFixture
) -> None:
    found = audit.check("docs/page.md", text)
    assert [line for line, _ in expected] == [mistake.line for mistake in found]
    for mistake, (line, said) in zip(found, expected, strict=True):
        assert str(mistake).startswith(f"docs/page.md:{line}: ")
        assert said in mistake.message
    if not text.startswith("---"):
        assert 'class="calc-mistake"' in render(text)
        logged = [record.getMessage().partition(": ")[2] for record in caplog.records]
        assert logged == [mistake.message for mistake in found]


def test_what_follows_a_wrong_widget_is_not_reported_as_well(render: Callable[[str], str], caplog: pytest.LogCaptureFixture) -> None:
    text = "{{ margin.cushion }} [5×](calc:margin?leverage=5#margin)\n\n```calc margin\nlevrage: 5\n```\n"
    (mistake,) = audit.check("docs/page.md", text)
    assert mistake.line == 4
    assert render(text).count('class="calc-mistake"') == 3
    assert len(caplog.records) == 1


def boom(*_: object, **__: object) -> str:
    raise ZeroDivisionError("division by zero")


@pytest.mark.parametrize("where", ["widget", "starting"])
def test_a_calculator_that_raises_is_a_mistake(
    where: str, render: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(page if where == "widget" else contract, where, boom)
    text = "Text\n\n```calc liquidation\n```\n"
    (mistake,) = audit.check("docs/page.md", text)
    assert str(mistake) == "docs/page.md:3: liquidation raised ZeroDivisionError: division by zero"
    assert "liquidation raised ZeroDivisionError" in render(text)
    assert len(caplog.records) == 1


def test_a_value_that_raises_is_a_mistake(render: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "prose_value", boom)
    text = "{{ margin().cushion }}"
    assert [mistake.message for mistake in audit.check("docs/page.md", text)] == ["margin raised ZeroDivisionError: division by zero"]
    assert "margin raised ZeroDivisionError" in render(text)


def test_a_calculator_that_cannot_be_loaded_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calc, "load", boom)
    (mistake,) = audit.check("docs/page.md", "```calc liquidation\n```\n")
    assert mistake.message == "liquidation cannot be loaded: ZeroDivisionError: division by zero"


def test_all_mistakes_of_all_pages_are_reported_at_once_in_order(tmp_path: Path, run: Run) -> None:
    (tmp_path / "docs" / "learn").mkdir(parents=True)
    (tmp_path / "docs" / "b.md").write_text("{{ leverage.x }}\n\n```clac margin\n```\n")
    (tmp_path / "docs" / "learn" / "a.md").write_text("[x](calc:margn)\n")
    (tmp_path / "docs" / "good.md").write_text("```calc margin\n```\n")
    audited = run("hooks.audit", "docs", folder=tmp_path)
    assert [line.split(": ")[0] for line in audited.stderr.splitlines()] == ["docs/b.md:1", "docs/b.md:3", "docs/learn/a.md:1"]
    assert audited.returncode == 1


def test_good_pages_pass_in_silence(tmp_path: Path, run: Run) -> None:
    (tmp_path / "good.md").write_text("```calc margin\n```\n\n{{ margin.initial_margin }}\n")
    audited = run("hooks.audit", ".", folder=tmp_path)
    assert (audited.returncode, audited.stdout, audited.stderr) == (0, "", "")


def test_a_folder_that_does_not_exist_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(["nowhere"]) == 2
    assert "nowhere is not a folder" in capsys.readouterr().err


def test_a_page_that_shows_another_number_of_widgets_fails(render: Callable[[str], str]) -> None:
    text = dedent("""\
        Text

            ```calc margin
            ```
        """)
    (mistake,) = audit.check_rendered("docs/page.md", text, render(text))
    assert str(mistake).startswith("docs/page.md: the source asks for 0 widgets and the page shows 1")


def test_a_widget_inside_a_paragraph_fails() -> None:
    html = f"<p>Text {page.widget('margin', {}, id='margin', show=())}</p>"
    (mistake,) = audit.check_rendered("docs/page.md", "```calc margin\n```\n", html)
    assert "inside a paragraph" in mistake.message


def test_a_value_or_link_in_raw_html_fails(render: Callable[[str], str]) -> None:
    text = '<div>{{ margin().cushion }} <a href="calc:margin">x</a></div>\n\n`{{ margin().cushion }}`\n\n<!-- {{ margin().cushion }} -->\n'
    found = audit.check_rendered("docs/page.md", text, render(text))
    assert [mistake.message.partition(" was not read")[0] for mistake in found] == ['href="calc:margin"', "{{ margin().cushion }}"]


def test_what_is_said_of_a_mistake_is_not_reported_again(render: Callable[[str], str]) -> None:
    text = "{{ \\{{ x }} }}\n"
    (mistake,) = audit.check("docs/page.md", text)
    assert mistake.message.startswith("“…{ x” is not a value")
    assert audit.check_rendered("docs/page.md", text, render(text)) == []


FRONT_MATTER = "---\ntitle: Text\n---\n"
RENDERED = {
    "a fence that only the page shows": ("Text\n\n    ```calc margin\n    ```\n", [6]),
    "in raw HTML": ("Text\n\n<div>\n{{ margin().tier }}\n</div>\n", [7]),
    "a link": ("<div>\n<a href='calc:margin?leverage=5&amp;maintenance=tiers'>x</a></div>\n", [5]),
    "an image": ('<div><img src="calc:margin" alt=""></div>\n', [4]),
    "beside others": (
        "{{ x }} `{{ x }}`\n\n```\n{{ x }}\n```\n\n<!-- {{ x }} -->\n\n\\{{ x }}\n\n<div>{{ x }}</div>\n".replace("x", "margin().tier"),
        [14],
    ),
    "twice": ("<div>{{ margin().tier }}</div>\n\n<div>{{ margin().tier }}</div>\n", [4, 6]),
    "uncertain": ("<div>{{ margin().tier }}</div>\n\n    {{ margin().tier }}\n", [0]),
}


@pytest.mark.parametrize(("text", "lines"), RENDERED.values(), ids=RENDERED.keys())
def test_what_was_not_read_is_reported_with_its_line_where_that_is_certain(
    text: str, lines: list[int], render: Callable[[str], str], tmp_path: Path
) -> None:
    file = tmp_path / "page.md"
    file.write_text(FRONT_MATTER + text)
    found = audit.check_rendered("learn/page.md", text, render(text), file)
    assert [line for line in lines if line] == [mistake.line for mistake in found if mistake.line]
    said = [str(mistake) for mistake in found]
    assert all(s.startswith(f"learn/page.md:{line}: " if line else "learn/page.md: ") for s, line in zip(said, lines, strict=True))


def test_a_widget_inside_a_paragraph_is_reported_with_its_line(tmp_path: Path) -> None:
    text = "```calc liquidation\n```\n\n```calc margin\nid: second\n```\n"
    (tmp_path / "page.md").write_text(FRONT_MATTER + text)
    good, bad = page.widget("liquidation", {}), page.widget("margin", {}, id="second")
    (mistake,) = audit.check_rendered("page.md", text, f"{good}<p>Text {bad}</p>", tmp_path / "page.md")
    assert (mistake.line, "inside a paragraph" in mistake.message) == (7, True)

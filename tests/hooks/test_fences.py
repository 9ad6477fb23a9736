"""Where a fence may stand, and what it becomes."""

from __future__ import annotations

import logging
import re
from html.parser import HTMLParser
from textwrap import dedent, indent
from typing import TYPE_CHECKING

import pytest
from markdown import Markdown

from calc.view import page
from calc.view.result import PARTS
from hooks import audit

if TYPE_CHECKING:
    from collections.abc import Callable

FENCE = "```calc liquidation\nleverage: 25\n```\n"
WIDGET = page.widget("liquidation", {"leverage": "25"}, id="liquidation", show=())

PLACES = {
    "alone": FENCE,
    "after a paragraph without an empty line": f"Text\n{FENCE}text",
    "tildes": FENCE.replace("```", "~~~"),
    "a longer fence": FENCE.replace("```", "`````"),
    "a list": f"- one\n\n{indent(FENCE, '    ')}\n- two\n",
    "a numbered list": f"1. one\n\n{indent(FENCE, '    ')}\n2. two\n",
    "a list inside a list": f"- one\n\n    - two\n\n{indent(FENCE, '        ')}\n",
    "an admonition": f'!!! note "Try it"\n\n{indent(FENCE, "    ")}\n',
    "an admonition without an empty line": f"!!! note\n{indent(FENCE, '    ')}\n",
    "an admonition right after a paragraph": f"Text\n!!! note\n{indent(FENCE, '    ')}\n",
    "details": f'??? note "Try it"\n\n{indent(FENCE, "    ")}\n',
    "open details": f"???+ note\n\n{indent(FENCE, '    ')}\n",
    "a tab": f'=== "One"\n\n    Text\n\n{indent(FENCE, "    ")}\n=== "Two"\n\n    Text\n',
    "an admonition in a list": f"- one\n\n    !!! note\n\n{indent(FENCE, '        ')}\n",
    "a tab in details": f'??? note\n\n    === "One"\n\n{indent(FENCE, "        ")}\n',
    "a quotation": indent(FENCE, "> "),
    "a footnote": f"Text[^1]\n\n[^1]:\n    Note\n\n{indent(FENCE, '    ')}\n    Note\n",
    "HTML with Markdown inside": f"<div markdown>\n\n{FENCE}\n</div>\n",
}


class Parents(HTMLParser):
    """Which elements are open where a widget begins."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.around: list[list[str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("class", "calc-slot") in attrs:
            self.around.append(list(self.open))
        if tag not in ("br", "hr", "img", "input", "link", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES.keys())
def test_a_fence_becomes_the_whole_widget_wherever_it_stands(text: str, render: Callable[[str], str]) -> None:
    html = render(text)
    assert html.count(WIDGET) == 1
    (around,) = Parents(html).around
    assert "p" not in around
    assert "calc-mistake" not in html


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES.keys())
def test_the_audit_finds_the_fence_wherever_it_stands(text: str, render: Callable[[str], str]) -> None:
    assert audit.count(text) == 1
    assert audit.check("page.md", text) == []
    assert audit.check_rendered("page.md", text, render(text)) == []


@pytest.mark.parametrize("wrap", ["````md\n{}````\n", "~~~md\n{}~~~\n", "<!--\n{}-->\n", "- one\n\n    ````md\n{}    ````\n"])
def test_a_fence_inside_another_stays_code(wrap: str, render: Callable[[str], str]) -> None:
    text = wrap.format(indent(FENCE, "    ") if wrap.startswith("-") else FENCE)
    html = render(text)
    assert "<calc-widget" not in html
    assert "leverage: 25" in html
    assert audit.count(text) == 0
    assert audit.check_rendered("page.md", text, html) == []


def test_two_widgets_of_one_calculator_stand_on_a_page_with_two_ids(render: Callable[[str], str]) -> None:
    html = render(FENCE + "\n```calc liquidation\nid: second\nside: short\n```\n")
    assert re.findall(r'<calc-widget[^>]* id="(\w+)"', html) == ["liquidation", "second"]


def test_values_are_read_as_text(render: Callable[[str], str]) -> None:
    body = "entry_price: 100,000\nstop_price:\nclosing_fee: yes\nmaintenance_margin_rate: 0.4 % # of notional\n"
    html = render(f"```calc liquidation\n{body}```\n")
    texts = {"entry_price": "100,000", "stop_price": "", "closing_fee": "yes", "maintenance_margin_rate": "0.4 %"}
    assert page.widget("liquidation", texts, id="liquidation", show=()) in html


def test_hyphens_stand_for_underscores_and_show_chooses_parts(render: Callable[[str], str]) -> None:
    parts = PARTS[:2]
    html = render(f"```calc liquidation\nshow: {', '.join(parts)}\n```\n")
    assert page.widget("liquidation", {}, id="liquidation", show=tuple(parts)) in html


CRASH = "leverage: 100\nprice_move: -0.6\n"


def test_a_fence_may_ask_first_and_vary_an_input(render: Callable[[str], str]) -> None:
    text = f"```calc leverage\n{CRASH}guess: 0.6, 60, 100\nvary: leverage 2 10 100\n```\n"
    texts = {"leverage": "100", "price_move": "-0.6"}
    made = page.widget("leverage", texts, id="leverage", guess="0.6, 60, 100", vary=("leverage", "2", "10", "100"))
    assert made in render(text)
    assert audit.check("page.md", text) == []


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        (
            "leverage",
            "guess: 0.6, sixty",
            "guess: write the choices as numbers with commas between them, as in “0.6, 60, 100”; this one says “0.6, sixty”.",
        ),
        ("leverage", "guess:", "guess: write the choices as numbers with commas between them, as in “0.6, 60, 100”; this one says “”."),
        ("leverage", "guess: 100", "guess: give 2 to 5 different choices; these are 100\u202f%."),
        ("leverage", "guess: 60, 100, 100", "guess: give 2 to 5 different choices; these are 60\u202f%, 100\u202f%, 100\u202f%."),
        ("leverage", "guess: 60, 100, 140", "guess: 140\u202f% is not between 0\u202f% and 100\u202f%."),
        ("leverage", "guess: 0.6, 60", "guess: none of 0.6\u202f%, 60\u202f% is the answer, 100.00\u202f%."),
        ("liquidation", "guess: 1, 2", "guess: for these inputs there is nothing to guess."),
        ("leverage", "vary: levrage 2 10", "vary: “levrage” is not an input of leverage; did you mean “leverage”?"),
        ("leverage", "vary:", "vary: “” is not an input of leverage"),
        (
            "leverage",
            "vary: leverage 2",
            "vary: name an input and two values or more, as in “leverage 2 10 50”; this one says “leverage 2”.",
        ),
        ("leverage", "vary: leverage 2 ten", "vary: leverage: “ten” is not a number we can read."),
    ],
)
def test_a_question_that_cannot_be_asked_is_a_mistake_with_its_line(name: str, line: str, expected: str) -> None:
    body = CRASH if name == "leverage" else "leverage: 1\nside: long\n"
    (mistake,) = audit.check("page.md", f"Text\n\n```calc {name}\n{body}{line}\n```\n")
    assert mistake.line == 6
    assert mistake.message.startswith(expected)


def test_the_reference_is_one_block(render: Callable[[str], str]) -> None:
    html = render("Text\n\n```calc-reference liquidation\n```\n\nText\n")
    assert f"<p>Text</p>\n{page.reference('liquidation')}\n<p>Text</p>" in html


def test_a_reference_stands_beside_a_fence_that_is_wrong(render: Callable[[str], str]) -> None:
    html = render("!!! note\n\n    ```calc margin\n\n```calc-reference margin\n```\n")
    assert page.reference("margin") in html
    assert html.count("calc-mistake") == 1


def test_two_references_of_one_page_are_of_two_calculators(render: Callable[[str], str]) -> None:
    text = "```calc-reference margin\n```\n\n```calc-reference leverage\n```\n"
    assert page.reference("leverage") in render(text)
    assert audit.check("page.md", text) == []


def test_a_second_reference_is_not_taken_for_a_widget(render: Callable[[str], str], caplog: pytest.LogCaptureFixture) -> None:
    text = "```calc-reference margin\n```\n" * 2 + "\n```calc margin\n```\n"
    assert render(text).count("<calc-widget") == 1
    (mistake,) = audit.check("page.md", text)
    assert mistake.line == 3
    assert [record.getMessage() for record in caplog.records] == [f"line:3: {mistake.message}"]


def test_a_heading_leaves_its_address_to_the_widget(render: Callable[[str], str]) -> None:
    html = render(f"# Liquidation\n\n{FENCE}")
    assert '<h1 id="liquidation_1">' in html
    assert "calc-anchor" not in html


def test_another_language_is_left_alone(render: Callable[[str], str], caplog: pytest.LogCaptureFixture) -> None:
    html = render("```python\nprint(1)\n```\n\n```\nplain\n```\n")
    assert html.count("<code>") == 2
    assert not caplog.records


def test_a_mistake_is_shown_on_the_page_and_logged(render: Callable[[str], str], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        html = render(
            dedent("""\
            - Text

                ```calc liquidation
                levrage: 25
                entry_price: <b>
                ```
            """)
        )
    assert '<div class="calc-mistake" role="alert">' in html
    assert "did you mean “leverage”?" in html
    assert "<calc-widget" not in html
    assert "“&lt;b&gt;” is not a number" in html
    assert [record.name for record in caplog.records] == ["mkdocs.hooks.widgets"] * 2
    assert caplog.records[0].getMessage() == "line:4: “levrage” is not an input of liquidation; did you mean “leverage”?"


def test_markdown_objects_can_be_used_again() -> None:
    md = Markdown(extensions=["hooks.widgets"])
    assert md.convert(FENCE) == md.reset().convert(FENCE) == WIDGET

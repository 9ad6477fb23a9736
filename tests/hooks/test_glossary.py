"""Words of the glossary are linked where a page first uses them, and nowhere else."""

import re
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest

from hooks import glossary
from hooks.hosts import Page

ROOT = Path(glossary.__file__).parent.parent
SOURCE = (ROOT / "docs" / glossary.PAGE).read_text(encoding="utf-8")
TERMS = glossary.terms(SOURCE)
SMALL = """# Words

### Initial margin {: #initial-margin data-forms="initial margins" }

What is put up to open a position.

### Margin {: #margin }

The money behind a position.

### Gap {: #gap data-forms="-|price gap" }

A jump between two prices.
"""
Render = Callable[[str], str]


@pytest.fixture
def render(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Render:
    (tmp_path / "ref").mkdir()
    (tmp_path / glossary.PAGE).write_text(SMALL, encoding="utf-8")
    (tmp_path / "learn").mkdir()
    monkeypatch.setattr(glossary, "current_page", lambda _: Page("learn/one.md", tmp_path / "learn" / "one.md"))
    return lambda text: markdown.markdown(text, extensions=["hooks.widgets", "hooks.glossary", "attr_list", "md_in_html", "tables"])


def links(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<a class="calc-term" href="\.\./ref/glossary\.md#([\w-]+)" title="[^"]+">([^<]*)</a>', html)


def test_the_first_use_of_a_term_is_linked_and_no_other(render: Render) -> None:
    html = render("Your margin is small. Margin is a deposit.\n\nMore margin.")
    assert links(html) == [("margin", "margin")]
    assert html.startswith(
        '<p>Your <a class="calc-term" href="../ref/glossary.md#margin" title="The money behind a position.">margin</a> is'
    )


def test_the_longer_term_wins_and_other_forms_count(render: Render) -> None:
    assert links(render("Initial margins first, then margin.")) == [("initial-margin", "Initial margins"), ("margin", "margin")]


def test_an_everyday_word_is_linked_in_its_listed_forms_only(render: Render) -> None:
    assert links(render("Mind the gap. A price gap skips prices.")) == [("gap", "price gap")]


def test_parts_of_words_are_not_linked(render: Render) -> None:
    assert links(render("Marginal, cross-margin and margins.")) == []


def test_order_of_reading_decides_also_inside_other_elements(render: Render) -> None:
    html = render("A **margin** is *the initial margin* and margin; text.")
    assert html == (
        '<p>A <strong><a class="calc-term" href="../ref/glossary.md#margin" title="The money behind a position.">margin</a></strong> is '
        '<em>the <a class="calc-term" href="../ref/glossary.md#initial-margin" title="What is put up to open a position.">'
        "initial margin</a>"
        "</em> and margin; text.</p>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "# Margin",
        "[margin](x.md)",
        "`margin`",
        "    margin",
        "margin and more\n{: .calc-notice }",
        "margin\n{: .calc-sources }",
        "<details markdown>\n<summary>margin</summary>\n</details>",
        "| margin |\n|---|\n| 1 |",
    ],
)
def test_no_link_stands_where_none_may(render: Render, text: str) -> None:
    assert links(render(text)) == []
    assert links(render(text + "\n\nThe margin.")) == [("margin", "margin")]


def test_the_glossary_can_be_read_by_the_program_in_full() -> None:
    headings = re.findall(r"^### (.+?)(?: \{:.*)?$", SOURCE, re.MULTILINE)
    assert headings == [term.name for term in TERMS]
    assert len(TERMS) >= 48


def test_no_two_terms_share_a_form_or_an_anchor() -> None:
    forms = [form.lower() for term in TERMS for form in term.forms]
    assert sorted(forms) == sorted(set(forms))
    assert len({term.anchor for term in TERMS}) == len(TERMS)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.anchor)
def test_a_definition_is_one_plain_sentence(term: glossary.Term) -> None:
    assert len(term.definition) <= 160
    assert re.fullmatch(r"[^\[\]{}<>*`|]+[.]", term.definition)
    assert term.forms or term.name

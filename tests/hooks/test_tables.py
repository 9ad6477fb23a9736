"""Headings of rows, and what a narrow screen shows beside a number."""

from __future__ import annotations

from markdown import Markdown

TABLE = """\
| Leverage | *Ends* a long |
|:---|---:|
| 10× | {{ liquidation(leverage=10).distance }} |
| 20× | −4.52 % |
"""


def render(text: str) -> str:
    return Markdown(extensions=["tables", "md_in_html", "hooks.widgets", "hooks.tables"]).convert(text)


def test_the_first_cell_of_a_row_is_its_heading() -> None:
    html = render(TABLE)
    assert html.count('scope="row"') == 2
    assert 'scope="row"' in html.partition(">10×</th>")[0].rpartition("<th")[2]
    assert html.count("<thead>") == 1


def test_every_cell_knows_the_heading_of_its_column() -> None:
    html = render(TABLE)
    assert (html.count('data-label="Leverage"'), html.count('data-label="Ends a long"')) == (2, 2)
    assert 'class="calc-value"' in html


def test_a_table_in_a_block_is_read_too_and_one_with_its_own_look_is_not() -> None:
    assert 'scope="row"' in render(f'<div class="calc-x" markdown>\n\n{TABLE}\n</div>')
    assert 'scope="row"' not in render(f'<div class="calc-published" markdown>\n\n{TABLE}\n</div>')

"""What stays with a number that can be dragged."""

from __future__ import annotations

import pytest
from markdown import Markdown

WIDGET = "\n\n```calc liquidation\n```\n"


def render(text: str) -> str:
    return Markdown(extensions=["hooks.widgets", "hooks.together"]).convert(text + WIDGET)


@pytest.mark.parametrize(("after", "kept"), [(".", "."), (", and more", ","), (".” So", ".”")])
def test_a_mark_stays_with_its_number(after: str, kept: str) -> None:
    html = render(f"At {{{{ liquidation.leverage }}}}{after}")
    assert f"10×</span>{kept}</span>{after.removeprefix(kept)}</p>" in html
    assert html.count("calc-together") == 1


def test_a_word_may_begin_the_next_line_and_an_answer_is_no_box() -> None:
    assert "calc-together" not in render("At {{ liquidation.leverage }} it ends at {{ liquidation.liquidation_price }}.")

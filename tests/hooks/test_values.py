"""Numbers in prose."""

from __future__ import annotations

import json
from html import unescape
from typing import TYPE_CHECKING

import pytest

from calc import contract
from hooks import audit, pages, widgets

if TYPE_CHECKING:
    from collections.abc import Callable

WIDGET = "\n\n```calc liquidation\nleverage: 25\nmaintenance_margin_rate: 0.4\n```\n"
FOLLOWED = {"leverage": "25", "maintenance_margin_rate": "0.4"}


def asked(expression: str, **request: object) -> str:
    """The text that the engine gives for an expression."""
    answer = json.loads(contract.answer(json.dumps({"calculator": "liquidation", "version": 1, **request, "values": [expression]})))
    return str(answer["ok"]["values"][0])


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("liquidation(leverage=10).liquidation_price", "90,452.26"),
        ("liquidation(leverage=10).liquidation_price | 0", "90,452"),
        ("liquidation(leverage=10).distance | percent", "−9.55\u202f%"),
        ("liquidation( leverage = 20 , side='long' ) . liquidation_price|2", "95,477.39"),
        ('liquidation(side="short", maintenance_margin_rate=0.5%).liquidation_price', "109,452.74"),
        ("liquidation(maintenance_margin_rate=0.005).liquidation_price", "90,452.26"),
        ("liquidation().liquidation_price", "90,452.26"),
        ("liquidation(leverage=25).leverage", "25×"),
        ("liquidation(leverage=10).distance | abs", "9.55\u202f%"),
        ("liquidation(leverage=10).loss | abs-dollars", "$1,000"),
        ("liquidation(\nleverage=10)\n.liquidation_price", "90,452.26"),
    ],
)
def test_a_fixed_value_is_computed(written: str, shown: str, render: Callable[[str], str]) -> None:
    text = f"It is {{{{ {written} }}}} here."
    assert render(text) == f'<p>It is <span class="calc-value">{shown}</span> here.</p>'
    assert audit.check("page.md", text) == []


def test_a_value_follows_the_widget_of_its_page_before_or_after_it(render: Callable[[str], str]) -> None:
    text = "At {{ liquidation.liquidation_price | 0 }}." + WIDGET
    shown = asked("liquidation_price|0", inputs=FOLLOWED)
    span = f'<span class="calc-live" data-follow="liquidation" data-value-of="liquidation_price|0">{shown}</span>'
    assert f"<p>At {span}.</p>" in render(text)
    assert audit.check("page.md", text) == []


def test_a_number_input_can_be_dragged_and_a_choice_cannot(render: Callable[[str], str]) -> None:
    html = render("{{ liquidation.leverage }} {{ liquidation.side }}" + WIDGET)
    dragged = 'data-follow="liquidation" data-input="leverage" data-label="Leverage" data-value-of="leverage"'
    assert f'<span class="calc-scrub" {dragged}>25×</span>' in html
    assert '<span class="calc-live" data-follow="liquidation" data-value-of="side">' in html


def test_values_stand_in_tables_titles_links_and_emphasis(render: Callable[[str], str]) -> None:
    text = """\
| leverage | price |
|---|---|
| 10 | {{ liquidation(leverage=10).liquidation_price | 0 }} |
| 20 | **{{ liquidation(leverage=20).liquidation_price \\| 0 }}** |

!!! note "At {{ liquidation().liquidation_price | 1 }}"

    [{{ liquidation(leverage=100).liquidation_price }}](other.md)
"""
    html = render(text)
    for shown in ("90,452", "95,477", "90,452.3", "99,497.49"):
        assert f'<span class="calc-value">{shown}</span>' in html
    assert html.count("<td>") == 4
    assert len(pages.contents(text).values) == 4
    assert audit.check("page.md", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "`{{ liquidation().x | 0 }}`",
        "```\n{{ liquidation().x | 0 }}\n```\n",
        "    {{ liquidation().x | 0 }}\n",
        "\\{{ liquidation().x | 0 }}",
        "| a |\n|---|\n| `{{ liquidation().x | 0 }}` |\n",
    ],
)
def test_code_and_escaped_braces_stay_as_they_are(text: str, render: Callable[[str], str]) -> None:
    html = render(text)
    assert "{{ liquidation().x | 0 }}" in unescape(html)
    assert "calc-" not in html
    assert audit.check("page.md", text) == []
    assert audit.check_rendered("page.md", text, html) == []


@pytest.mark.parametrize("around", ["## {}", "**{}**", "[{}](other.md)", "![{}](picture.png)", "> {}", "| a |\n|---|\n| {} |"])
def test_escaped_braces_are_braces_wherever_they_stand(around: str, render: Callable[[str], str]) -> None:
    text = around.format("\\{{ x }} and \\{{")
    html = render(text)
    assert "{{ x }} and {{" in unescape(html)
    assert "\\" not in html
    assert audit.check("page.md", text) + audit.check_rendered("page.md", text, html) == []


def test_a_title_may_hold_fixed_values() -> None:
    assert widgets.expand("Out at {{ liquidation(leverage=10).liquidation_price | 0 }}, 10× long") == "Out at 90,452, 10× long"


def test_escaped_braces_are_braces_in_a_title() -> None:
    assert widgets.expand("Write \\{{ x }} for {{ liquidation().leverage }}") == "Write {{ x }} for 10×"


def test_everything_wrong_with_a_value_is_said_at_once(render: Callable[[str], str], caplog: pytest.LogCaptureFixture) -> None:
    text = "{{ liquidation(lev=3, leverage=500, side=up, stop_price='1,5', entry_notional=zzz).liquidation_prize }}"
    render(text)
    said = [mistake.message for mistake in audit.check("page.md", text)]
    assert [message.split()[0] for message in said] == [
        "entry_notional:",
        "leverage:",
        "side:",
        "stop_price:",
        "“lev”",
        "“liquidation_prize”",
    ]
    assert len(caplog.records) == len(said)


def test_a_mistake_in_a_title_is_logged_and_left_standing(caplog: pytest.LogCaptureFixture) -> None:
    title = "Out at {{ liquidation.liquidation_price }}"
    assert widgets.expand(title, "docs/page.md") == title
    assert "docs/page.md: here is no widget to follow" in caplog.text


WRONG = {
    "unknown output of a widget": ("{{ liquidation.liquidation_prize }}" + WIDGET, "did you mean “liquidation_price”?"),
    "unknown output": ("{{ liquidation().liquidation_prize }}", "did you mean “liquidation_price”?"),
    "unknown calculator": ("{{ liqidation(leverage=2).liquidation_price }}", "did you mean “liquidation”?"),
    "unknown input": ("{{ liquidation(levrage=2).liquidation_price }}", "did you mean “leverage”?"),
    "too many decimals": ("{{ liquidation().liquidation_price | 9 }}", "decimals up to 4"),
    "bad value": ("{{ liquidation(leverage=many).liquidation_price }}", "leverage: "),
    "given twice": ("{{ liquidation(leverage=2, leverage=3).liquidation_price }}", "leverage is given twice"),
    "no name": ("{{ liquidation(25).liquidation_price }}", "name=value"),
    "bad grammar": ("{{ liquidation.__class__.__name__ }}", "is not a value"),
    "arithmetic": ("{{ liquidation().liquidation_price * 2 }}", "is not a value"),
    "unknown display": ("{{ liquidation().liquidation_price | pricey }}", "did you mean “price”?"),
    "no effect": ("{{ margin(tier_table=binance-btcusdt-2024-10-24).cushion }}", "it applies only with maintenance=tiers"),
    "never closed": ("{{ liquidation().liquidation_price", "never closed"),
    "no widget": ("{{ liquidation.liquidation_price }}", "liquidation().liquidation_price"),
    "misspelt widget": ("{{ liqidation.liquidation_price }}" + WIDGET, "did you mean “liquidation”?"),
    "in a heading": ("## At {{ liquidation().liquidation_price }}", "heading"),
    "in an underlined heading": ("At {{ liquidation().liquidation_price }}\n---\n", "heading"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_value_is_a_mistake_on_the_page_and_in_the_audit(
    text: str, said: str, render: Callable[[str], str], caplog: pytest.LogCaptureFixture
) -> None:
    html = render(text)
    assert '<span class="calc-mistake" role="alert">' in html
    assert said in caplog.text
    (mistake,) = audit.check("page.md", "\n\n" + text)
    assert said in mistake.message
    assert mistake.line == 3

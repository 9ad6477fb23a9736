"""Links to scenarios, on their own page and across pages."""

from __future__ import annotations

import json
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest

import calc
from calc import contract
from hooks import audit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WIDGET = "\n\n```calc liquidation\n```\n"
SECOND = "\n```calc liquidation\nid: second\n```\n"


def href(html: str) -> str:
    return unescape(html.partition('href="')[2].partition('"')[0])


@pytest.mark.parametrize(
    "text",
    [
        "[25×](calc:liquidation?leverage=25&side=short)" + WIDGET,
        "[25×][it]" + WIDGET + "\n[it]: calc:liquidation?leverage=25&side=short\n",
    ],
)
def test_a_link_to_the_same_page_carries_every_input_that_applies(text: str, render: Callable[[str], str]) -> None:
    link = urlsplit(href(render(text)))
    assert (link.path, link.fragment) == ("", "liquidation")
    made = calc.load("liquidation")
    values = made.defaults() | {"leverage": 25.0, "side": "short"}
    expected = [(i.name, i.link_text(values[i.name])) for i in made.inputs if made.applies(i, values)]
    assert parse_qsl(link.query, keep_blank_values=True) == [("calc", "liquidation"), ("v", str(made.version)), *expected]
    assert audit.check("page.md", text) == []


def test_a_link_restores_the_answer(render: Callable[[str], str]) -> None:
    link = href(render("[25×](calc:liquidation?leverage=25&maintenance_margin_rate=0.4%25)" + WIDGET))
    answer = json.loads(contract.answer(json.dumps({"calculator": "liquidation", "version": 1, "query": link.partition("#")[0]})))
    assert (answer["ok"]["inputs"]["leverage"], answer["ok"]["inputs"]["maintenance_margin_rate"]) == (25, 0.004)
    assert answer["ok"]["notes"] == [note for note in answer["ok"]["notes"] if note["code"].startswith(("note-", "warn-"))]


def test_a_link_can_pin_a_scenario_to_compare_with(render: Callable[[str], str]) -> None:
    text = "[25× beside 10×](calc:liquidation?leverage=25&pin.leverage=10)" + WIDGET
    link = href(render(text))
    answer = json.loads(contract.answer(json.dumps({"calculator": "liquidation", "version": 1, "query": link.partition("#")[0]})))
    assert (answer["ok"]["inputs"]["leverage"], answer["ok"]["pin"]["leverage"]) == (25, "10")
    assert "From A to B" in answer["ok"]["sentence"]
    assert audit.check("page.md", text) == []


def test_a_link_to_another_page_leads_to_the_calculators_page(render: Callable[[str], str]) -> None:
    link = href(render("[25×](calc:liquidation?leverage=25)"))
    assert link.startswith("calculators/liquidation.md?calc=liquidation&v=2&")
    assert link.endswith("#liquidation")


def test_a_link_finds_the_widget_that_it_names(render: Callable[[str], str]) -> None:
    link = href(render("[25×](calc:liquidation?leverage=25#second)" + WIDGET + SECOND))
    assert link.startswith("?calc=liquidation&id=second&v=2&")
    assert link.endswith("#second")


def test_a_link_takes_the_only_widget_of_its_calculator(render: Callable[[str], str]) -> None:
    assert href(render("[25×](calc:liquidation?leverage=25)\n" + SECOND)).startswith("?calc=liquidation&id=second&v=2&")


WRONG = {
    "unknown calculator": ("calc:liqidation?leverage=25", "did you mean “liquidation”?"),
    "unknown input": ("calc:liquidation?levrage=25", "did you mean “leverage”?"),
    "bad value": ("calc:liquidation?leverage=many", "leverage: "),
    "given twice": ("calc:liquidation?leverage=2&leverage=3", "leverage is given twice"),
    "no value": ("calc:liquidation?leverage", "name=value"),
    "unknown widget": ("calc:liquidation?leverage=2#secnd", "did you mean “second”?"),
    "another calculator": ("calc:margin#second", "is of liquidation, not of margin"),
    "unknown input in what is pinned": ("calc:liquidation?leverage=25&pin.levrage=10", "in what is pinned, “levrage”"),
    "bad value in what is pinned": ("calc:liquidation?pin.leverage=many", "in what is pinned, leverage: "),
    "impossible": ("calc:liquidation?leverage=125&maintenance_margin_rate=0.05", "leverage: "),
}


@pytest.mark.parametrize(("target", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_link_is_a_mistake_on_the_page_and_in_the_audit(
    target: str, said: str, render: Callable[[str], str], caplog: pytest.LogCaptureFixture
) -> None:
    text = f"Text\n[the same]({target}){SECOND}"
    assert 'class="calc-mistake" role="alert"' in render(text)
    assert said in caplog.text
    (mistake,) = audit.check("page.md", text)
    assert said in mistake.message
    assert mistake.line == 2


def test_everything_wrong_with_a_link_is_said_at_once(render: Callable[[str], str], caplog: pytest.LogCaptureFixture) -> None:
    text = "[x](calc:liquidation?lev=3&leverage=500&side=up&entry_notional=zzz)"
    render(text)
    said = [mistake.message.partition(" ")[0] for mistake in audit.check("page.md", text)]
    assert said == ["entry_notional:", "leverage:", "side:", "“lev”"]
    assert len(caplog.records) == len(said)


@pytest.mark.parametrize("text", ["Text\n![i](calc:liquidation)", "Text\n[![i][it]](other.md)\n\n[it]: calc:liquidation"])
def test_an_image_with_the_address_of_a_scenario_is_a_mistake(
    text: str, render: Callable[[str], str], caplog: pytest.LogCaptureFixture
) -> None:
    html = render(text)
    assert '<span class="calc-mistake" role="alert">' in html
    assert "<img" not in html
    assert "write a link, as in [text](calc:liquidation)" in caplog.text
    (mistake,) = audit.check("page.md", text)
    assert str(mistake).startswith("page.md:2: an image cannot show a scenario")


def test_a_link_to_a_calculator_without_a_page_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = audit.check("page.md", "[25×](calc:liquidation?leverage=25)", tmp_path)
    assert "would lead to calculators/liquidation.md" in mistake.message

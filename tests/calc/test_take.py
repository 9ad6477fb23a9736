"""What a reader takes along says what the page and the command line say, to the last digit, and nothing that was not meant for others."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

import calc
from calc import cli, contract
from calc.scenario import link
from calc.view.block import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = "https://example.org/guide/"
WHERE = {"page": PAGE, "today": "2026-11-30", "console": "../console/"}
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1")


def taken(name: str = "liquidation", where: dict[str, str] | None = None, **request: Any) -> dict[str, str]:
    asked = {"calculator": name, "take": WHERE if where is None else where, **request}
    found: dict[str, str] = json.loads(contract.answer(json.dumps(asked)))["taken"]
    return found


# the usual values and every example, as texts of a link
SCENARIOS = [(name, dict(texts)) for name in calc.NAMES for texts in ((), *(preset.texts for preset in calc.load(name).presets))]


def form(name: str, texts: dict[str, str]) -> dict[str, str]:
    return dict(contract.starting(calc.load(name), texts, link=True).texts)


def printed(capsys: pytest.CaptureFixture[str], name: str, texts: dict[str, str], *more: str) -> str:
    cli.main([name, *(f"--{key}={text}" for key, text in texts.items()), *more])
    return capsys.readouterr().out.removesuffix("\n")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def value(text: str) -> Any:
    """A cell as a program would read it."""
    if text in ("", "true", "false"):
        return {"": None, "true": True, "false": False}[text]
    try:
        return float(text)
    except ValueError:
        return text


def test_what_is_taken_has_these_parts_and_a_name_for_its_files() -> None:
    found = taken("cross_account")
    assert ["name", "html", "image", "text", "json", "csv", "cite", "call", "frame"] == list(found)
    assert "cross-account-2026-11-30" == found["name"]


@pytest.mark.parametrize(("name", "texts"), SCENARIOS)
def test_text_and_json_are_those_of_the_command_line(name: str, texts: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    found = taken(name, inputs=form(name, texts))
    assert found["json"] == printed(capsys, name, texts, "--json")
    said, _, address = printed(capsys, name, texts).rpartition("\n")
    assert found["text"] == f"{said}\n{PAGE}{address}#{name}"


@pytest.mark.parametrize(("name", "texts"), SCENARIOS)
def test_csv_reads_back_to_the_same_numbers(name: str, texts: dict[str, str]) -> None:
    found = taken(name, inputs=form(name, texts))
    answered = json.loads(found["json"])
    read = rows(found["csv"])
    for part in ("input", "output"):
        expected: list[tuple[str, str, Any]] = []
        for key, one in answered[f"{part}s"].items():
            if isinstance(one, list):
                expected += [(f"{key}.{field}", str(n), cell) for n, row in enumerate(one, 1) for field, cell in row.items()]
            else:
                expected.append((key, "", one))
        expected = [(key, row, None if cell == "" else cell) for key, row, cell in expected]
        assert expected == [(row["name"], row["row"], value(row["value"])) for row in read if row["part"] == part]
    assert [(n["code"], n["message"]) for n in answered["notes"]] == [(r["name"], r["value"]) for r in read if r["part"] == "note"]
    about = {row["name"]: row["value"] for row in read if row["part"] == "about"}
    assert about == {"calculator": name, "version": str(answered["version"]), "link": f"{PAGE}{answered['link']}#{name}"}


@pytest.mark.parametrize(("name", "texts"), SCENARIOS)
def test_csv_has_the_same_number_of_cells_in_every_line_and_ends_each_as_the_standard_says(name: str, texts: dict[str, str]) -> None:
    text = taken(name, inputs=form(name, texts))["csv"]
    assert {6} == {len(line) for line in csv.reader(io.StringIO(text, newline=""), strict=True)}
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n")


def test_labels_and_units_are_those_of_the_declaration() -> None:
    read = {row["name"]: (row["label"], row["unit"]) for row in rows(taken()["csv"])}
    assert ("Leverage", "×") == read["leverage"]
    assert ("Liquidation price", "USDT") == read["liquidation_price"]
    assert ("Maintenance rate", "fraction") == read["maintenance_margin_rate"]


@pytest.mark.parametrize("text", [*FORMULAS, 'He said "no", twice,\nand left'])
def test_words_of_the_reader_survive_in_a_spreadsheet_and_compute_nothing(text: str) -> None:
    (read,) = [row["value"] for row in rows(taken("risk_plan", inputs={"reasons": text})["csv"]) if row["name"] == "reasons"]
    assert read == ("'" + text if text in FORMULAS else text)


def test_a_negative_number_stays_a_number() -> None:
    assert "\r\noutput,loss,,Loss,-1000,USDT\r\n" in taken()["csv"]


def test_words_of_the_reader_are_in_the_readers_own_files_alone() -> None:
    found = taken("risk_plan", inputs={"reasons": "Because of Ada"})
    assert {"json", "csv"} == {part for part, text in found.items() if "Ada" in text}


def test_the_citation_names_site_calculator_versions_day_and_address() -> None:
    address = PAGE + link(calc.liquidation, calc.liquidation.parse({"leverage": "25"})) + "#liquidation"
    expected = f"The Leverage Guide, “Liquidation price” (calculator, version 2), site version {calc.__version__}, 30 Nov 2026, {address}"
    assert expected == taken(inputs={"leverage": "25"})["cite"]


def test_a_page_without_an_address_of_its_own_names_the_scenario_alone() -> None:
    found = taken(where={"page": "", "today": "soon", "console": ""})
    assert f"site version {calc.__version__}, {link(calc.liquidation, calc.liquidation.defaults())}" in found["cite"]
    assert "liquidation" == found["name"]
    assert "console" not in found["html"]


def test_a_scenario_that_is_too_long_for_a_link_is_named_by_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = dataclasses.replace(calc.liquidation, most_link=100)
    monkeypatch.setattr("calc.load", lambda _: narrow)
    assert taken()["cite"].endswith(f", 30 Nov 2026, {PAGE}#liquidation")
    nowhere = taken(where={"page": "", "today": "2026-11-30", "console": ""})
    assert nowhere["cite"].endswith(", 30 Nov 2026")
    assert nowhere["text"].endswith("move this line.")


def test_the_call_is_shown_with_what_it_needs_and_leads_to_the_console() -> None:
    found = taken(inputs={"leverage": "25", "side": "short"})
    assert 'import calc\n\ncalc.liquidation(side="short", leverage=25)' == found["call"]
    assert "<code>import calc\n\ncalc.liquidation(side=&quot;short&quot;, leverage=25)</code>" in found["html"]
    assert 'href="../console/?calc=liquidation&amp;v=2&amp;side=short' in found["html"]


def test_a_widget_with_a_name_of_its_own_and_a_pinned_scenario_keep_both_in_the_address() -> None:
    found = taken(id="second", pin={"leverage": "5"})
    assert f"{PAGE}?calc=liquidation&id=second&v=2&" in found["cite"]
    assert "&pin.leverage=5&" in found["cite"]
    assert found["cite"].endswith("#second")
    assert "From A to B" in found["image"]
    assert "pin." not in found["json"]


def test_the_image_has_the_sentence_the_numbers_the_first_chart_and_where_it_came_from() -> None:
    image = taken()["image"]
    for part in (
        "The Leverage Guide",
        "Liquidation price",
        "closed out at <b>90,452.26</b>",
        "90,000.00",
        "is-ladder",
        "30 Nov 2026",
        PAGE,
    ):
        assert part in image
    assert 1 == image.count("calc-plot")


def test_the_image_of_an_answer_without_a_chart_has_its_sentence_and_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = calc.margin
    bare = dataclasses.replace(usual, story=lambda q, r: dataclasses.replace(usual.story(q, r), charts=()))
    monkeypatch.setattr("calc.load", lambda _: bare)
    image = taken("margin")["image"]
    assert "calc-plot" not in image
    assert "calc-outputs" in image


def test_all_that_is_taken_of_one_answer_reads_as_it_did(golden: Callable[[str, str], None]) -> None:
    found = taken(inputs={"leverage": "25"})
    found["csv"] = found["csv"].replace("\r\n", "\n")
    golden("liquidation-taken.txt", "".join([f"== {part}\n{text}\n" for part, text in found.items()]).replace("><", ">\n<"))


def test_inputs_that_have_no_answer_have_nothing_to_take() -> None:
    answered = json.loads(contract.answer(json.dumps({"calculator": "liquidation", "inputs": {"leverage": "500"}, "take": WHERE})))
    assert ["leverage"] == [problem["field"] for problem in answered["problems"]]
    assert "taken" not in answered


def test_what_the_page_says_about_itself_stays_text() -> None:
    hostile = '"><script>alert(1)</script>'
    found = taken(where={"page": hostile, "today": hostile, "console": hostile})
    assert "<script" not in found["html"] + found["image"]


def test_a_closed_menu_costs_an_answer_nothing() -> None:
    answered = json.loads(contract.answer(json.dumps({"calculator": "liquidation"})))
    assert ["ok"] == list(answered)
    assert "calc-take" not in json.dumps(answered)


def test_a_word_that_is_too_long_has_a_line_of_its_own() -> None:
    assert ["a", "looooooong", "b c"] == wrapped("a looooooong b c", 5)


def test_a_frame_shows_the_same_scenario_on_another_page() -> None:
    frames = "https://example.org/guide/embed/"
    found = taken("cross_account", where={**WHERE, "frames": frames, "height": "900"})
    source = re.search(r'^<iframe src="([^"]+)" title="[^"]+" width="100%" height="900" .*allow="clipboard-write"', found["frame"])
    assert source
    query = unescape(source[1]).removeprefix(frames + "cross-account/")
    assert json.loads(contract.answer(json.dumps({"calculator": "cross_account", "query": query})))["ok"]["link"] == query
    assert "Embed it in your page" in found["html"]
    assert taken()["frame"] == ""
    assert "Embed it in your page" not in taken()["html"]

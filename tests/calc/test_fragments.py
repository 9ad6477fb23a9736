"""The two pieces of HTML of a widget: the same bytes from the build and from the engine, well formed, nothing in them but what is meant."""

import dataclasses
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import calc
from calc import contract, scenario
from calc.errors import InvalidInputs
from calc.model import Calculator
from calc.view import page, rows

VOID = {"input", "br", "img", "hr", "meta", "link"}
MARKUP = '<script>alert(1)</script><b title="x">\'&amp;'


def ask(name: str, **request: Any) -> dict[str, Any]:
    answered: dict[str, Any] = json.loads(answer(json.dumps({"calculator": name, **request})))
    return answered


def printed(name: str, texts: dict[str, str]) -> str:
    """The widget that the build prints."""
    return _printed(name, tuple(texts.items()))


answer = cache(contract.answer)  # many tests look at one answer


@cache
def _printed(name: str, texts: tuple[tuple[str, str], ...]) -> str:
    return page.widget(name, dict(texts))


def html_of(answered: dict[str, Any]) -> str:
    return "".join((answered.get("ok") or answered)["html"].values())


def presets() -> Iterator[Any]:
    """Every calculator with its defaults and each of its presets, as texts of a form."""
    for name in calc.NAMES:
        c = calc.load(name)
        for label, texts in [("defaults", {}), *((p.label, dict(p.texts)) for p in c.presets)]:
            values = c.parse(texts, link=True)
            yield pytest.param(name, {i.name: i.form_text(values[i.name]) for i in c.inputs}, id=f"{name}: {label}")


every_preset = pytest.mark.parametrize(("name", "texts"), list(presets()))


class Reader(HTMLParser):
    """Collects what a fragment consists of, and whether every element is closed in its order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.close()
        self.wrong += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"{tag} has an attribute twice")
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"{tag} is closed out of order")

    def all(self, attribute: str) -> list[str]:
        return [str(attributes[attribute]) for _, attributes in self.tags if attribute in attributes]


@every_preset
def test_the_build_prints_the_bytes_that_the_engine_answers(name: str, texts: dict[str, str]) -> None:
    widget = printed(name, texts)
    answered = ask(name, id=name, inputs=texts)["ok"]["html"]
    assert widget.encode().count(answered["controls"].encode()) == 1
    assert widget.encode().count(answered["result"].encode()) == 1


@every_preset
def test_a_link_answers_the_bytes_that_the_form_answers(name: str, texts: dict[str, str]) -> None:
    c = calc.load(name)
    query = scenario.link(c, c.parse(texts))
    assert ask(name, inputs=texts)["ok"]["html"] == ask(name, query=query)["ok"]["html"]


@every_preset
def test_every_element_is_closed_and_every_id_is_unique(name: str, texts: dict[str, str]) -> None:
    read = Reader(printed(name, texts))
    ids = read.all("id")
    assert [] == read.wrong
    assert sorted(set(ids)) == sorted(ids)
    wanted = [one for attribute in ("for", "aria-labelledby", "aria-describedby") for text in read.all(attribute) for one in text.split()]
    wanted += re.findall(r"url\(#([^)]+)\)", printed(name, texts))
    assert set(wanted) <= set(ids)


@every_preset
def test_a_widget_has_no_style_script_or_handler_of_its_own(name: str, texts: dict[str, str]) -> None:
    read = Reader(printed(name, texts))
    assert not {"script", "style", "link", "iframe"} & {tag for tag, _ in read.tags}
    assert [] == [
        attribute for _, attributes in read.tags for attribute in attributes if attribute == "style" or attribute.startswith("on")
    ]


@every_preset
def test_a_widget_is_one_line(name: str, texts: dict[str, str]) -> None:
    assert "\n" not in printed(name, texts)


@every_preset
def test_no_number_that_people_read_is_missing_infinite_or_written_with_an_exponent(name: str, texts: dict[str, str]) -> None:
    answered = ask(name, inputs=texts)["ok"]
    said = answered["sentence"] + re.sub(r"<[^>]*>", " ", html_of({"ok": answered}))
    assert [] == re.findall(r"\bnan\b|\binf\b|infinity|(?<!\d)[-−]0(?![\d.])|\d[eE][-+]?\d", said, re.IGNORECASE)


def answers_of(name: str, texts: dict[str, str]) -> dict[str, Any]:
    """Every answer by name, those of rows as `positions.0.distance`; what names a line of a table is its heading instead."""
    c = calc.load(name)
    heads = {f"{table.rows}.{table.head}" for table in contract.evaluate(c, texts).story.tables}
    found: dict[str, Any] = {}
    outputs = ask(name, inputs=texts)["ok"]["outputs"]
    for o in c.outputs:
        value = outputs[o.name]
        if o.fields:
            fields = [f.name for f in o.fields if f"{o.name}.{f.name}" not in heads]
            found |= {f"{o.name}.{k}.{field}": row[field] for k, row in enumerate(value) for field in fields}
        else:
            found[o.name] = value
    return found


@every_preset
def test_every_output_is_there_once_with_its_full_number(name: str, texts: dict[str, str]) -> None:
    result = ask(name, inputs=texts)["ok"]["html"]["result"]
    outputs = {str(a["name"]): a for tag, a in Reader(result).tags if tag == "output"}
    answers = answers_of(name, texts)
    assert set(answers) == set(outputs)
    assert len(answers) == result.count("<output ")
    for name_of, attributes in outputs.items():
        value = answers[name_of]
        expected = "" if value is None else value if isinstance(value, str) else contract.dumps(value)
        assert (expected, "off") == (attributes["data-value"], attributes["aria-live"])


@every_preset
def test_every_control_has_a_label_and_the_name_of_its_input(name: str, texts: dict[str, str]) -> None:
    c = calc.load(name)
    read = Reader(ask(name, inputs=texts)["ok"]["html"]["controls"])
    labelled = {a["for"] for tag, a in read.tags if tag == "label" and "for" in a}
    named = [a for tag, a in read.tags if tag in {"input", "textarea", "select"} and "name" in a]
    cells = {
        i.name: [f"{i.name}.{k}.{f.name}" for k in range(len(rows.cells(texts[i.name]))) for f in i.fields] for i in c.inputs if i.fields
    }
    assert {one for i in c.inputs for one in cells.get(i.name, [i.name])} == {a["name"] for a in named}
    applying = {i.name: i.kind != "actions" and c.applies(i, c.parse(texts)) for i in c.inputs}  # actions are pressed beside the answer
    assert {name for name, applies in applying.items() if not applies} == {a["name"] for a in named if a.get("type") == "hidden"}
    for attributes in named:
        assert attributes.get("type") in ("radio", "hidden") or attributes["id"] in labelled
    sliders = [i for i in c.inputs if i.numeric and applying[i.name]]
    assert len(sliders) == len([a for _, a in read.tags if "data-slider" in a])
    assert {str(a["data-field"]): "hidden" not in a for _, a in read.tags if "data-field" in a} == {
        **applying,
        **{cell: True for of_input in cells.values() for cell in of_input},
    }


@pytest.mark.parametrize("name", calc.NAMES)
def test_the_default_of_every_calculator_looks_as_it_did(name: str, golden: Callable[[str, str], None]) -> None:
    widget = page.widget(name, {})
    lines = re.sub(
        r"(<(?:div|section|form|fieldset|header|footer|figure|svg|details|dl|p|table|tr|g|line|text|rect|output)\b)", r"\n\1", widget
    )
    golden(f"{name}.html", lines.strip() + "\n")


@pytest.mark.parametrize("name", calc.NAMES)
def test_the_reference_of_every_calculator_reads_as_it_did(name: str, golden: Callable[[str, str], None]) -> None:
    reference = page.reference(name)
    assert [] == Reader(reference).wrong
    golden(f"{name}-reference.html", re.sub(r"(<(?:h3|tr|li|p|div|pre)\b)", r"\n\1", reference).strip() + "\n")


PICTURES = [
    ("leverage", "closed-out", {"initial_margin": "500", "price_move": "-10"}),
    ("leverage", "short", {"side": "short", "leverage": "5", "price_move": "8"}),
    ("leverage", "fully-paid", {"leverage": "1", "price_move": "-50"}),
    ("leverage", "far-away", {"leverage": "1", "price_move": "300"}),
    ("margin", "not-possible-at-twice", {"leverage": "125"}),
    ("margin", "tiers", {"entry_notional": "1M", "maintenance": "tiers"}),
    ("liquidation", "short-with-stop", {"side": "short", "stop_price": "105000"}),
    ("liquidation", "stop-never-reached", {"stop_price": "85000"}),
    ("liquidation", "no-price-ends-it", {"leverage": "1", "stop_price": "50000"}),
    ("liquidation", "both-fees", {"closing_fee": "1", "entry_fee": "1", "extra_margin": "500"}),
]


@pytest.mark.parametrize(("name", "label", "texts"), PICTURES, ids=lambda part: part if isinstance(part, str) else "")
def test_the_pictures_look_as_they_did(name: str, label: str, texts: dict[str, str], golden: Callable[[str, str], None]) -> None:
    result = ask(name, inputs=texts)["ok"]["html"]["result"]
    drawings = re.findall(r'<svg class="calc-plot.*?</figure>', result)
    golden(f"{name}-{label}.svg.html", "\n".join(re.sub(r"(<(?!/))", r"\n\1", drawing).strip() for drawing in drawings) + "\n")


# ---- Hostile text


@pytest.mark.parametrize("name", calc.NAMES)
def test_hostile_text_in_a_field_stays_text(name: str) -> None:
    for i in calc.load(name).inputs:
        answered = ask(name, inputs={i.name: MARKUP})
        read = Reader(html_of(answered))
        assert [] == read.wrong
        assert not {"script", "b"} & ({tag for tag, _ in read.tags} if "problems" in answered else set())
        assert MARKUP == (answered.get("ok") or answered)["texts"][i.name]


@pytest.mark.parametrize("name", calc.NAMES)
def test_hostile_text_in_a_link_stays_text(name: str) -> None:
    hostile = scenario.quote(MARKUP)
    c = calc.load(name)
    queries = [f"?calc={c.name}&v=1&{i.name}={hostile}" for i in c.inputs]
    queries += [
        f"?calc={c.name}&v=1&{hostile}=1",
        f"?calc={c.name}&id={hostile}&v=1",
        f"?calc={hostile}&v=1",
        f"?calc={c.name}&v={hostile}",
    ]
    for query in queries:
        answered = ask(name, query=query)
        html = html_of(answered) if "html" in (answered.get("ok") or answered) else ""
        assert [] == Reader(html).wrong
        assert "<script" not in html
        assert "failure" not in answered


def test_the_name_of_a_widget_is_escaped() -> None:
    hostile = 'x"><script>'
    for html in (
        html_of(ask("margin", id=hostile)),
        html_of(ask("margin", id=hostile, inputs={"leverage": "x"})),
        page.widget("margin", {}, id=hostile),
    ):
        assert [] == Reader(html).wrong
        assert "<script" not in html


# ---- What a page may ask for


def test_a_widget_that_cannot_start_says_why() -> None:
    with pytest.raises(InvalidInputs):
        page.widget("margin", {"leverage": "500"})


def test_a_widget_may_have_a_name_of_its_own() -> None:
    widget = page.widget("margin", {}, id="second")
    assert 'id="second"' in widget
    assert 'id="margin' not in widget
    assert '#second">' in widget
    assert "?calc=margin&amp;id=second&amp;v=2&amp;" in widget


@pytest.mark.parametrize(
    ("show", "there"), [((), True), (("examples",), True), (("outputs",), False)], ids=["everything", "with examples", "without examples"]
)
def test_examples_are_a_part_like_any_other(show: tuple[str, ...], *, there: bool) -> None:
    widget = page.widget("margin", {}, show=show)
    assert there == ('class="calc-examples"' in widget)
    assert f'data-show="{" ".join(show)}"' in widget


@pytest.mark.parametrize("name", calc.NAMES)
def test_every_example_of_a_widget_is_a_link_that_can_be_answered(name: str) -> None:
    addresses = [str(a["href"]) for _, a in Reader(page.widget(name, {})).tags if a.get("class") == "calc-chip"]
    assert len(calc.load(name).presets) == len(addresses)
    for address in addresses:
        assert "ok" in ask(name, query=address)


@pytest.mark.parametrize("name", calc.NAMES)
def test_a_widget_is_small(name: str) -> None:
    import zlib  # noqa: PLC0415 - this test alone

    assert len(zlib.compress(page.widget(name, {}).encode(), 9)) < 15_000


def field_of(html: str, name: str) -> str:
    """The field of one input."""
    found = re.search(f'<div class="calc-field[^"]*" data-field="{name}".*?(?=<div class="calc-field|$)', html)
    if found is None:
        found = re.search(f'<fieldset[^>]* data-field="{name}".*?</fieldset>', html)
    assert found, name
    return found[0]


@pytest.mark.parametrize(
    ("name", "field", "text", "options"),
    [
        ("liquidation", "side", "<up>", ["<up>", "long", "short"]),
        ("liquidation", "closing_fee", "maybe", ["maybe", "1", "0"]),
        ("liquidation", "closing_fee", "on", ["on", "1", "0"]),
        ("leverage", "mode", "5 / 7", ["5 / 7", "move", "prices", "target"]),
    ],
)
def test_a_choice_that_does_not_exist_stays_chosen_until_another_is(name: str, field: str, text: str, options: list[str]) -> None:
    html = field_of(html_of(ask(name, inputs={field: text})), field)
    read = Reader(html.partition("<select")[1] + html.partition("<select")[2].partition("</select>")[0] + "</select>")
    assert options == read.all("value")
    assert [text] == [attributes["value"] for _, attributes in read.tags if "selected" in attributes]
    assert [field] == read.all("name")
    assert "radio" not in html
    assert "checkbox" not in html


def test_a_choice_that_exists_is_buttons_or_a_switch() -> None:
    html = ask("liquidation", inputs={"side": "short", "closing_fee": "1"})["ok"]["html"]["controls"]
    assert 'type="radio" name="side" value="short" checked' in html
    assert re.search(r'type="checkbox" id="liquidation-closing_fee" name="closing_fee" value="1" checked', html)
    assert 'name="side"' not in "".join(re.findall("<select[^>]*>", html))


def test_numbers_that_are_not_for_these_inputs_name_every_input_that_applies() -> None:
    for name in calc.NAMES:
        c = calc.load(name)
        (stale,) = re.findall(r'<p class="calc-stale">.*?</p>', ask(name)["ok"]["html"]["result"])
        values = c.defaults()
        for i in c.inputs:
            assert (f"{i.label} {i.written(values[i.name])}" in stale) == (c.applies(i, values) and not i.private)


@pytest.mark.parametrize("name", calc.NAMES)
def test_the_table_keeps_what_was_put_in_apart_from_the_answers(name: str) -> None:
    c = calc.load(name)
    (table,) = re.findall(r'<table class="calc-table">(.*?)</table>', ask(name)["ok"]["html"]["result"])
    bodies = re.findall(r"<tbody>(.*?)</tbody>", table)
    titles = ['<tr><th colspan="2" scope="rowgroup">' + title + "</th></tr>" for title in ("You put in", "The answers")]
    assert titles == [body[: len(title)] for body, title in zip(bodies, titles, strict=True)]
    labels = [re.findall(r'<th scope="row">(.*?)</th>', body) for body in bodies]
    e = contract.starting(c, {})
    above = {f"{t.rows}.{field}" for t in e.story.tables for field in (t.head, *t.columns)}
    answers = []
    for o in c.outputs:
        count = len(getattr(e.facts.result, o.name)) if o.fields else 0
        rest = [f.label.lower() for f in o.fields if f"{o.name}.{f.name}" not in above]
        answers += [f"{o.label} {k}: {label}" for k in range(1, count + 1) for label in rest] if o.fields else [o.label]
    assert [[i.label for i in c.inputs if c.applies(i, c.defaults())], answers] == labels


def test_an_answer_in_the_table_has_its_unit_unless_its_text_says_it() -> None:
    rows = dict(re.findall(r'<th scope="row">([^<]*)</th><td>(.*?)</td>', ask("liquidation")["ok"]["html"]["result"]))
    said = {label: re.sub("<[^>]*>", "", cell) for label, cell in rows.items()}
    assert ("90,452.26 USDT", "0.1 coins") == (said["Liquidation price"], said["Size"])
    assert ("−9.55\u202f%", "none") == (said["Distance"], said["At your stop"])


def test_more_inputs_are_summed_up_by_label_and_value() -> None:
    controls = ask("liquidation", inputs={"closing_fee": "1"})["ok"]["html"]["controls"]
    (said,) = re.findall(r'data-key="more"[^>]*>.*?<small>(.*?)</small>', controls)
    expected = (
        "Size set by: Margin, Maintenance: Flat rate, Contract: Linear, in USDT, Maintenance rate: 0.5\u202f%, Maintenance on: Value now,"
        " Include the closing fee: on, Taker fee: 0.05\u202f%, Account: 10,000 USDT"
    )
    assert expected == said


@pytest.mark.parametrize("name", calc.NAMES)
def test_the_legend_names_the_answer_that_the_shapes_show(name: str) -> None:
    c = calc.load(name)
    if not c.effect:
        assert "The shape above" not in ask(name)["ok"]["html"]["controls"]
        return
    said = f"The shape above a slider shows how the {c.output(c.effect).label.lower()} changes along it."
    assert said in ask(name)["ok"]["html"]["controls"]


@pytest.mark.parametrize("name", calc.NAMES)
def test_a_widget_is_no_part_of_what_is_searched(name: str) -> None:
    excluded = [attributes for _, attributes in Reader(page.widget(name, {})).tags if "data-search-exclude" in attributes]
    assert ["calc-slot", "calc"] == [str(attributes["class"]) for attributes in excluded]


@pytest.mark.parametrize("name", calc.NAMES)
def test_every_cell_of_the_reference_says_what_it_is(name: str) -> None:
    c = calc.load(name)
    cells = Reader(page.reference(name)).all("data-label")
    assert ["Allowed", "Usual"] * len(page.named(c.inputs)) + ["Unit"] * len(page.named(c.outputs)) == cells


def test_a_shape_stays_inside_the_bounds_of_its_input(sample: Calculator[..., Any]) -> None:
    texts = {i.name: i.form_text(i.default) for i in sample.inputs} | {"notional": "1,000,000,000", "entry_price": "5"}
    whole = dataclasses.replace(sample, more=())
    html = contract.fragments(contract.evaluate(whole, texts), "funding")[0]
    (points,) = re.findall('<polygon points="([^"]*)"', field_of(html, "entry_price"))
    assert "nan" not in points
    assert 12 // 3 + 1 + 2 == len(points.split())  # a flat one is drawn from its probes


def test_a_shape_that_is_not_flat_has_all_its_points() -> None:
    html = contract.fragments(contract.starting(calc.liquidation, {}), "liquidation")[0]
    (points,) = re.findall('<polygon points="([^"]*)"', field_of(html, "leverage"))
    assert 12 + 1 + 2 == len(points.split())


def test_the_sample_with_every_kind_of_input_can_be_drawn(sample: Calculator[..., Any]) -> None:
    for texts in ({}, {"mode": "given", "rebate": "1", "entry_price": "50"}, {"times": "110"}):
        html = "".join(contract.fragments(contract.starting(sample, texts), "funding"))
        assert [] == Reader(html).wrong
        assert 'data-note="warn-thin"' in html or texts != {"times": "110"}


def test_a_widget_is_styled_by_the_sheet_that_is_served() -> None:
    sheet = "".join(file.read_text(encoding="utf-8") for file in (Path(__file__).parents[2] / "docs" / "assets" / "calc").glob("*.css"))
    used = {name for calculator in calc.NAMES for text in Reader(page.widget(calculator, {})).all("class") for name in text.split()}
    assert set() == {name for name in used if name.startswith("calc-") and f".{name}" not in sheet}

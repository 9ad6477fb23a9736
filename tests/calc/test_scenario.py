"""Links: what they say, what they bring back, and what is wrong with a bad one. Links of every version give the same answers for ever."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import calc
from calc import contract, liquidation, margin
from calc.errors import InvalidScenario
from calc.model import Calculator
from calc.scenario import link, quote, restore, unquote


def codes(c: Calculator[..., Any], query: str) -> tuple[list[str], list[tuple[str | None, str]]]:
    """Notes and problems of a link."""
    restored = restore(c, query)
    return [n.code for n in restored.notes], [(p.field, p.code) for p in restored.problems]


USUAL = {
    "entry_notional": "1000",
    "leverage": "10",
    "maintenance": "flat",
    "contract": "linear",
    "maintenance_margin_rate": "0.005",
    "entry_price": "100000",
    "closing_fee": "0",
    "taker_fee_rate": "0.0005",
}


def whole(**changed: str) -> str:
    """A link to `margin` that leaves nothing out; its inputs in the order of declaration, then what is no input."""
    texts = {**USUAL, **changed}
    order = [i.name for i in margin.inputs if i.name in texts]
    return "?calc=margin&v=2&" + "&".join(f"{name}={texts[name]}" for name in dict.fromkeys([*order, *texts]))


# ---- Writing


def test_a_link_names_every_input_that_applies_in_the_order_of_declaration() -> None:
    expected = (
        "?calc=liquidation&v=2&side=long&entry_price=100000&leverage=10&size_by=margin&initial_margin=1000&stop_price=&extra_margin=0"
        "&maintenance=flat&contract=linear&maintenance_margin_rate=0.005&maintenance_basis=mark&closing_fee=0&entry_fee=0"
        "&taker_fee_rate=0.0005&account_balance=10000"
    )
    assert expected == link(liquidation, liquidation.defaults())


def test_a_link_keeps_what_was_set_though_it_does_not_apply() -> None:
    values = {**margin.defaults(), "tier_table": "binance-ethusdt-2026-07-02"}
    assert whole(tier_table="binance-ethusdt-2026-07-02") == link(margin, values)
    assert "binance-ethusdt-2026-07-02" == restore(margin, link(margin, values)).texts["tier_table"]


def test_a_link_names_the_widget_only_where_it_has_another_name() -> None:
    values = margin.defaults()
    assert link(margin, values) == link(margin, values, "margin")
    assert link(margin, values, "second one").startswith("?calc=margin&id=second%20one&v=2&")


def test_a_link_writes_switches_as_digits_and_none_as_nothing() -> None:
    written = link(liquidation, {**liquidation.defaults(), "closing_fee": True, "stop_price": None})
    assert "&closing_fee=1&entry_fee=0&" in written
    assert "&stop_price=&" in written


@pytest.mark.parametrize(
    ("x", "text"),
    [(0.1 + 0.2, "0.30000000000000004"), (1e-7, "1e-7"), (1e22, "1e22"), (100_000.0, "100000"), (1 / 3, "0.3333333333333333")],
)
def test_a_link_writes_numbers_to_the_last_bit(x: float, text: str) -> None:
    i = calc.leverage.input("price_move")
    assert text == i.link_text(x)
    assert x == float(text)


# ---- Reading


def test_a_link_brings_back_what_the_form_shows() -> None:
    restored = restore(margin, whole(entry_notional="1234567.5", maintenance_margin_rate="0.01"))
    written = {"entry_notional": "1,234,567.5", "entry_price": "100,000", "maintenance_margin_rate": "1", "taker_fee_rate": "0.05"}
    assert {**USUAL, **written} == restored.texts
    assert ((), ()) == (restored.notes, restored.problems)


def test_what_a_link_leaves_out_takes_its_default_with_a_note() -> None:
    restored = restore(margin, "?calc=margin&v=2&leverage=20")
    assert {"leverage": "20"} == restored.texts
    assert ["note-default"] == [n.code for n in restored.notes]
    expected = "This link sets 1 of 8 inputs. The others have their usual values."
    assert expected == restored.notes[0].message


def test_what_an_old_link_leaves_out_is_counted_as_its_version_had_it() -> None:
    restored = restore(margin, "?calc=margin&v=1&leverage=20")
    assert ["This link sets 1 of 4 inputs. The others have their usual values."] == [n.message for n in restored.notes]
    assert "20" == restored.texts["leverage"]
    assert margin.parse({"leverage": "20"}) == margin.parse(restored.texts)


def test_what_does_not_apply_may_be_left_out_without_a_note() -> None:
    assert ([], []) == codes(margin, whole())
    assert ([], []) == codes(
        margin, "?calc=margin&v=1&entry_notional=1000&leverage=1&maintenance=tiers&tier_table=binance-btcusdt-2024-10-24"
    )
    by_rules = "?calc=margin&v=2&entry_notional=1000&leverage=1&maintenance=venue&tier_table=okx-btcusdt-2026-09-25&entry_price=5&side=long"
    assert ([], []) == codes(margin, by_rules + "&taker_fee_rate=0.0005")
    assert (["note-default"], []) == codes(margin, by_rules)


def test_a_parameter_that_nobody_knows_is_named_in_one_note() -> None:
    (note,) = restore(margin, whole(levrage="5", zoom="1")).notes
    assert ("note-unknown-parameter", None) == (note.code, note.field)
    assert "This link also names levrage, zoom, which this calculator does not have. Ignored." == note.message


def test_a_note_about_unknown_parameters_stays_short() -> None:
    (note,) = restore(margin, whole(**{f"{'x' * 60}{n}": "1" for n in range(9)})).notes
    assert note.message.endswith(" …, which this calculator does not have. Ignored.")
    assert len(note.message) < 400


@pytest.mark.parametrize("name", ["utm_source", "utm_", "fbclid", "gclid", "ref", "id", "predict", "q", "h"])
def test_what_others_add_to_addresses_and_what_is_reserved_is_silent(name: str) -> None:
    assert ([], []) == codes(margin, whole(**{name: "1"}))


def test_a_repeated_input_is_a_problem_at_its_field() -> None:
    restored = restore(margin, whole() + "&leverage=20&leverage=30")
    assert [("leverage", "repeated", "Leverage is given more than once.")] == [(p.field, p.code, p.message) for p in restored.problems]
    assert "10 / 20 / 30" == restored.texts["leverage"]


@pytest.mark.parametrize("query", [whole() + "&v=1", whole() + "&calc=margin", "?calc=margin&calc=liquidation&v=1", "?calc=margin&v=9&v=1"])
def test_a_link_that_says_twice_what_it_is_for_cannot_be_restored(query: str) -> None:
    with pytest.raises(InvalidScenario) as caught:
        restore(margin, query)
    assert "repeated" == caught.value.code
    assert caught.value.message in ("calc is given more than once.", "v is given more than once.")


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("leverage", "1e300", "out-of-range"),
        ("leverage", "1e999", "out-of-range"),
        ("leverage", "x", "not-a-number"),
        ("maintenance", "x", "not-a-choice"),
    ],
)
def test_what_is_wrong_in_a_link_is_said_about_the_link(field: str, text: str, code: str) -> None:
    restored = restore(margin, whole(**{field: text}))
    assert text == restored.texts[field]
    assert [(field, code)] == [(p.field, p.code) for p in restored.problems]
    answered = json.loads(contract.answer(json.dumps({"calculator": "margin", "query": whole(**{field: text})})))
    assert [(field, code)] == [(p["field"], p["code"]) for p in answered["problems"]]


def test_what_does_not_apply_is_not_checked_in_a_link() -> None:
    restored = restore(margin, whole(tier_table="x"))
    assert ("x", ()) == (restored.texts["tier_table"], restored.problems)


def test_an_input_that_is_repeated_shows_all_that_was_given() -> None:
    restored = restore(liquidation, "?calc=liquidation&v=2&leverage=10&leverage=25&leverage=%37")
    assert "10 / 25 / 7" == restored.texts["leverage"]


def test_what_others_add_may_be_repeated() -> None:
    assert ([], []) == codes(margin, whole() + "&utm_source=a&utm_source=b&ref=1&ref=2")


@pytest.mark.parametrize("query", ["?", "", "?v=1", "?calc=", "?calc=liquidation&v=1", "?calc=nothing", "?calc=%FF", "?leverage=5"])
def test_a_link_of_another_calculator_cannot_be_restored(query: str) -> None:
    with pytest.raises(InvalidScenario) as caught:
        restore(margin, query)
    assert "wrong-calculator" == caught.value.code
    assert caught.value.message == str(caught.value)


@pytest.mark.parametrize("version", ["0", "3", "-1", "x", "", "1.0", "01", "１", "9" * 99])
def test_a_link_of_a_version_that_does_not_exist_cannot_be_restored(version: str) -> None:
    with pytest.raises(InvalidScenario) as caught:
        restore(margin, f"?calc=margin&v={version}")
    assert "unknown-version" == caught.value.code
    assert f"This link asks for version {version[:20]} of this calculator; version 2 is the newest here." == caught.value.message


def test_a_link_without_a_version_is_of_the_newest() -> None:
    assert {"leverage": "20"} == restore(margin, "?calc=margin&leverage=20").texts


def test_a_name_may_have_hyphens_and_the_fragment_only_scrolls(sample: Calculator[..., Any]) -> None:
    assert {"times": "5"} == restore(sample, "calc=funding&v=2&times=5#funding&times=6").texts


@pytest.mark.parametrize(
    ("field", "text", "shown", "code"),
    [
        ("leverage", "500", "500", "out-of-range"),
        ("leverage", "0", "0", "out-of-range"),
        ("leverage", "abc", "abc", "not-a-number"),
        ("leverage", "", "", "empty"),
        ("leverage", "1,5", "1,5", "not-a-number"),
        ("maintenance_margin_rate", "1.5", "150", "out-of-range"),
        ("maintenance_margin_rate", "-0.01", "−1", "out-of-range"),
        ("maintenance_margin_rate", "0.5%25", "0.5", None),
        ("maintenance", "none", "none", "not-a-choice"),
        ("entry_notional", "1e4", "10,000", None),
    ],
)
def test_a_bad_value_is_reported_at_its_field_and_never_replaced(field: str, text: str, shown: str, code: str | None) -> None:
    answered = json.loads(contract.answer(json.dumps({"calculator": "margin", "query": whole(**{field: text})})))
    if code is None:
        assert shown == answered["ok"]["texts"][field]
    else:
        assert (shown, [(field, code)]) == (answered["texts"][field], [(p["field"], p["code"]) for p in answered["problems"]])
        assert 'data-problem="' + field + '"' in answered["html"]["controls"]


# ---- Percent codes


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("abc-._~,;:", "abc-._~,;:"),
        ("a b", "a%20b"),
        ("&=#?+%", "%26%3D%23%3F%2B%25"),
        ("é😀", "%C3%A9%F0%9F%98%80"),
        ("\n", "%0A"),
        ("", ""),
    ],
)
def test_texts_survive_a_query(text: str, quoted: str) -> None:
    assert quoted == quote(text)
    assert text == unquote(quoted)


def test_half_a_surrogate_pair_is_a_question_mark() -> None:
    assert "a%3F" == quote("a\ud800")
    assert "failure" not in json.loads(
        contract.answer(json.dumps({"calculator": "margin", "id": "\ud800", "query": "?calc=margin&x=%41\ud800"}))
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a+b", "a b"),
        ("%41%4a%4A", "AJJ"),
        ("100%", "100%"),
        ("%", "%"),
        ("%4", "%4"),
        ("%zz1", "%zz1"),
        ("%%41", "%A"),
        ("%C3", "?"),
        ("x%FFy", "x?y"),
        ("+é", " é"),
        ("\ud800%41", "?A"),
        ("%e2%82\udc00+", "??? "),
    ],
)
def test_a_broken_code_stays_as_it_is(text: str, expected: str) -> None:
    assert expected == unquote(text)


# ---- Versions


def test_an_old_link_is_migrated(sample: Calculator[..., Any]) -> None:
    restored = restore(sample, "?calc=funding&v=1&mode=given&notional=1000&funding=0.02&rebate=0&times=3&entry_price=")
    assert "0.02" == restored.texts["funding_rate"]
    assert ((), ()) == (restored.notes, restored.problems)
    assert 0.0002 == sample.parse(restored.texts)["funding_rate"]


def test_a_new_link_is_not_migrated(sample: Calculator[..., Any]) -> None:
    restored = restore(sample, "?calc=funding&v=2&mode=given&notional=1000&funding=0.02&funding_rate=0.0003&rebate=0&times=3&entry_price=")
    assert "0.03" == restored.texts["funding_rate"]
    assert ["note-unknown-parameter"] == [n.code for n in restored.notes]


def test_an_old_link_and_its_new_form_have_the_same_answer(sample: Calculator[..., Any]) -> None:
    old = restore(sample, "?calc=funding&v=1&mode=given&notional=1000&funding=0.02&rebate=0&times=3&entry_price=")
    values = {**sample.defaults(), **sample.parse(old.texts)}
    new = link(sample, values)
    assert new.startswith("?calc=funding&v=2&")
    assert sample.evaluate(values) == sample.evaluate(sample.parse(restore(sample, new).texts))


# ---- Golden links


def parts_of(query: str) -> tuple[str, int]:
    """The calculator of a link and the version of its declaration."""
    given = dict(part.split("=", 1) for part in query.removeprefix("?").split("&"))
    return given["calc"], int(given["v"])


def outputs(query: str) -> dict[str, Any]:
    """What a link answers, by name; a field of rows has a list of values."""
    answered = json.loads(contract.answer(json.dumps({"calculator": parts_of(query)[0], "query": query})))["ok"]["outputs"]
    found: dict[str, Any] = {}
    for name, value in answered.items():
        found |= (
            {f"{name}.{field}": [row[field] for row in value] for field in value[0]} if isinstance(value, list) and value else {name: value}
        )
    return found


def recorded() -> dict[str, list[str]]:
    """The links of the golden file, and the names of the outputs that each is known to answer."""
    file = Path(__file__).parents[1] / "golden" / "links.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {query: names_in(said.strip()) for query, said in zip(lines[::2], lines[1::2], strict=True)}


def names_in(said: str) -> list[str]:
    """The names of a line of the golden file; each is followed by its value as JSON, which may hold commas of its own."""
    names, at = [], 0
    while at < len(said):
        name, _, _ = said[at:].partition(" ")
        names.append(name)
        _, at = json.JSONDecoder().raw_decode(said, at + len(name) + 1)
        at += len(", ")
    return names


def answers(query: str) -> str:
    """The line of the golden file about a link: what it is known to answer, or, if it is new, everything."""
    found = outputs(query)
    return ", ".join(f"{name} {contract.dumps(found[name])}" for name in recorded().get(query, found))


def of_presets() -> list[str]:
    """The links of every preset as it is now."""
    calculators = [calc.load(name) for name in calc.NAMES]
    return [link(c, c.parse(dict(preset.texts), link=True)) for c in calculators for preset in c.presets]


def test_a_link_has_the_same_answers_for_ever(golden: Callable[[str, str], None]) -> None:
    """An answer that changes breaks links in the wild: raise the version, add a migration. New presets add links; none is removed."""
    links = dict.fromkeys([*recorded(), *of_presets()])
    golden("links.txt", "".join(f"{query}\n  {answers(query)}\n" for query in links))


def test_every_version_of_every_calculator_has_golden_links() -> None:
    versions = {(c.name, n) for c in map(calc.load, calc.NAMES) for n in range(1, c.version + 1)}
    assert versions == {parts_of(query) for query in recorded()}


@pytest.mark.parametrize("query", recorded())
def test_a_golden_link_needs_no_note_and_has_no_problem(query: str) -> None:
    name, _ = parts_of(query)
    restored = restore(calc.load(name), query)
    assert ((), ()) == (restored.notes, restored.problems)


@pytest.mark.parametrize(
    "query", [query for query in recorded() if parts_of(query)[1] == 1 and parts_of(query)[0] in ("margin", "liquidation")]
)
def test_an_old_link_has_the_answers_of_the_link_that_is_written_for_it_now(query: str) -> None:
    name, version = parts_of(query)
    now = json.loads(contract.answer(json.dumps({"calculator": name, "query": query})))["ok"]["link"]
    assert (name, version + 1) == parts_of(now)
    answered = [json.loads(contract.answer(json.dumps({"calculator": name, "query": link})))["ok"]["outputs"] for link in (query, now)]
    assert answered[0] == answered[1]

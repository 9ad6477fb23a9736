"""JSON in, JSON out: answers, problems, failures, and the gestures of a reader."""

import json
import re
from typing import Any

import pytest

import calc
from calc import contract, liquidation
from calc.errors import InvalidInputs
from calc.view import page


def ask(name: str = "liquidation", **request: Any) -> dict[str, Any]:
    answered: dict[str, Any] = json.loads(contract.answer(json.dumps({"calculator": name, **request})))
    return answered


def ok(name: str = "liquidation", **request: Any) -> dict[str, Any]:
    found: dict[str, Any] = ask(name, **request)["ok"]
    return found


# ---- Answers


def test_an_answer_has_these_parts_in_this_order() -> None:
    assert ["inputs", "texts", "outputs", "notes", "sentence", "link", "long", "pin", "ask", "values", "html"] == list(ok())
    assert ["controls", "result", "ask"] == list(ok()["html"])


def test_inputs_are_those_that_apply_and_texts_are_all() -> None:
    answered = ok("margin", inputs={"leverage": "25x"})
    assert {
        "entry_notional": 1000,
        "leverage": 25,
        "maintenance": "flat",
        "contract": "linear",
        "maintenance_margin_rate": 0.005,
        "entry_price": 100_000,
        "closing_fee": False,
        "taker_fee_rate": 0.0005,
    } == answered["inputs"]
    assert [i.name for i in calc.margin.inputs] == list(answered["texts"])
    assert {"tier_table", "side"} == set(answered["texts"]) - set(answered["inputs"])
    assert ("25x", "1,000") == (answered["texts"]["leverage"], answered["texts"]["entry_notional"])


def test_outputs_are_full_numbers_and_null_where_there_is_no_answer() -> None:
    assert liquidation(leverage=25).liquidation_price == ok(inputs={"leverage": "25"})["outputs"]["liquidation_price"]
    assert ok(inputs={"leverage": "1"})["outputs"]["liquidation_price"] is None
    assert ok("leverage")["outputs"]["liquidated"] is False


def test_notes_have_code_field_and_message() -> None:
    (note,) = ok()["notes"]
    assert {"field": None, "code": "note-estimate", "message": "Estimate. Your venue’s own figure, tiers and fees decide."} == note


def test_the_sentence_is_plain_text() -> None:
    expected = "A 10× long opened at 100,000 is closed out at 90,452.26. A fall of 9.55\u202f%, and all of your $1,000 is gone."
    assert expected == ok()["sentence"]


def test_the_link_names_the_widget_where_it_has_a_name_of_its_own() -> None:
    assert ok()["link"].startswith("?calc=liquidation&v=2&side=long&")
    assert ok(id="second")["link"].startswith("?calc=liquidation&id=second&v=2&side=long&")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("liquidation_price", "90,452.26"),
        ("liquidation_price|0", "90,452"),
        ("liquidation_price | 1", "90,452.3"),
        ("distance", "−9.55\u202f%"),
        ("distance|abs", "9.55\u202f%"),
        ("loss|dollars", "−$1,000"),
        ("initial_margin|dollars", "$1,000"),
        ("maintenance_margin_rate", "0.5\u202f%"),
        ("leverage", "10×"),
        ("side", "Long"),
        ("side|lower", "long"),
        ("stop_price", "none"),
        ("closing_fee", "off"),
        ("size", "0.1"),
    ],
)
def test_values_for_prose_are_formatted_here(wanted: str, expected: str) -> None:
    assert [expected] == ok(values=[wanted])["values"]


def test_a_flag_is_yes_or_no_in_prose() -> None:
    assert ["no"] == ok("leverage", values=["liquidated"])["values"]
    assert ["yes"] == ok("leverage", inputs={"price_move": "-50"}, values=["liquidated"])["values"]


def test_show_chooses_the_parts() -> None:
    whole, little = ok()["html"]["result"], ok(show="outputs limits")["html"]["result"]
    for part in ("calc-outputs", "calc-limits"):
        assert part in whole
        assert part in little
    for part in ("calc-percents", "calc-plot", 'data-key="working"', "calc-table"):
        assert part in whole
        assert part not in little


def test_the_parts_of_a_shown_chart_keep_their_numbers() -> None:
    assert 'data-chart="0"' in ok(show="charts")["html"]["result"]


def test_an_answer_depends_on_the_request_alone() -> None:
    first = contract.answer('{"calculator":"leverage"}')
    ask("leverage", inputs={"leverage": "3", "price_move": "-50"})
    assert first == contract.answer('{"calculator":"leverage"}')


# ---- Problems


def test_every_problem_comes_at_once_with_the_texts_and_the_form() -> None:
    answered = ask(inputs={"leverage": "500", "entry_price": "1,5", "side": "short"})
    assert ["problems", "notes", "texts", "pin", "html"] == list(answered)
    assert [("entry_price", "not-a-number"), ("leverage", "out-of-range")] == [(p["field"], p["code"]) for p in answered["problems"]]
    assert ("1,5", "500", "short") == tuple(answered["texts"][name] for name in ("entry_price", "leverage", "side"))
    assert ["controls"] == list(answered["html"])


def test_the_form_carries_the_message_at_its_field_and_the_text_of_the_reader() -> None:
    controls = ask(inputs={"leverage": "500"})["html"]["controls"]
    assert 'value="500"' in controls
    assert 'aria-invalid="true"' in controls
    assert '<p class="calc-problem" id="liquidation-leverage-problem" data-problem="leverage">' in controls
    assert 'aria-describedby="liquidation-leverage-help liquidation-leverage-problem"' in controls
    assert "Leverage must be between 1× and 125×; you gave 500×." in controls


def test_a_problem_in_a_folded_field_unfolds_it() -> None:
    folded = '<details class="calc-more" data-key="more">'
    assert folded in ok()["html"]["controls"]
    assert folded.replace(">", " open>") in ask(inputs={"taker_fee_rate": "x"})["html"]["controls"]


def test_a_rejection_is_a_problem_too() -> None:
    answered = ask(inputs={"stop_price": "150000"})
    assert [("stop_price", "stop-side")] == [(p["field"], p["code"]) for p in answered["problems"]]


def test_a_link_of_another_calculator_is_a_problem_of_no_field() -> None:
    answered = ask(query="?calc=margin&v=1")
    assert [{"field": None, "code": "wrong-calculator", "message": "This link is for another calculator (margin)."}] == answered["problems"]


def test_the_notes_of_a_link_come_first() -> None:
    answered = ok(query="?calc=liquidation&v=1&leverage=1&zoom=2")
    assert ["note-unknown-parameter", "note-default", "note-no-liquidation", "note-estimate"] == [n["code"] for n in answered["notes"]]


def test_a_field_is_blamed_once_though_its_link_repeats_it_and_its_value_is_bad() -> None:
    answered = ask(query="?calc=liquidation&v=1&leverage=500&leverage=7&entry_price=x")
    assert [("entry_price", "not-a-number"), ("leverage", "repeated")] == [(p["field"], p["code"]) for p in answered["problems"]]


def test_a_repeated_parameter_is_a_problem_though_it_could_be_answered() -> None:
    answered = ask(query="?calc=liquidation&v=1&leverage=5&leverage=7")
    assert [("leverage", "repeated")] == [(p["field"], p["code"]) for p in answered["problems"]]
    assert "5 / 7" == answered["texts"]["leverage"]
    assert 'value="5 / 7"' in answered["html"]["controls"]


def test_the_notes_of_a_link_are_shown_with_its_problems() -> None:
    answered = ask(query="?calc=liquidation&v=1&leverage=500&%3Cb%3E=1")
    assert ["note-unknown-parameter", "note-default"] == [n["code"] for n in answered["notes"]]
    assert '<p class="calc-note" data-note="note-unknown-parameter">This link also names &lt;b&gt;, ' in answered["html"]["controls"]
    assert '<p class="calc-note" data-note="note-default">This link sets 1 of 13 inputs.' in answered["html"]["controls"]
    of_now = ask(query="?calc=liquidation&v=2&leverage=500")
    assert '<p class="calc-note" data-note="note-default">This link sets 1 of 15 inputs.' in of_now["html"]["controls"]
    assert [] == ask(inputs={"leverage": "500"})["notes"]
    assert "calc-note" not in ok(query="?calc=liquidation&v=1&leverage=5")["html"]["controls"]


def slider(html: str, name: str) -> str:
    """Where the slider of one field stands and what it says."""
    found = re.search(r'<input type="range" data-slider[^>]*>', html.partition(f'data-field="{name}"')[2])
    assert found
    return found[0]


def test_what_cannot_be_read_keeps_the_slider_where_the_last_answer_had_it() -> None:
    known = {"leverage": "50", "entry_price": "2,000"}
    lost = ask(inputs={"leverage": "x", "entry_price": "2,000"})["html"]["controls"]
    kept = ask(inputs={"leverage": "x", "entry_price": "2,000"}, known=known)["html"]["controls"]
    good = ok(inputs=known)["html"]["controls"]
    for name in ("leverage", "stop_price"):
        assert slider(good, name) == slider(kept, name)
    assert slider(good, "leverage") != slider(lost, "leverage")


def test_what_cannot_be_read_leaves_the_shapes_as_the_last_answer_had_them() -> None:
    def shapes(answered: dict[str, Any]) -> list[str]:
        return re.findall('<svg class="calc-effect".*?</svg>', (answered.get("ok") or answered)["html"]["controls"])

    known = {"leverage": "50", "price_move": "1"}
    lost, kept = ask("leverage", inputs={**known, "leverage": "x"}), ask("leverage", inputs={**known, "leverage": "x"}, known=known)
    assert shapes(ask("leverage", inputs=known)) == shapes(kept)
    assert shapes(lost) != shapes(kept)


def test_what_was_known_does_not_overrule_what_can_be_read() -> None:
    assert ask(inputs={"leverage": "500"}) == ask(inputs={"leverage": "500"}, known={"entry_price": "5", "size_by": "size"})
    assert ok() == ok(known={"leverage": "50"})


def test_what_is_null_is_left_out() -> None:
    assert ok() == ok(inputs={"leverage": None, "stop_price": None, "side": None})


# ---- Failures


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        "{}",
        '{"calculator": "nothing"}',
        '{"calculator": "margin", "inputs": 5}',
        '{"calculator": "margin", "edit": {"field": "x"}}',
    ],
)
def test_a_request_that_makes_no_sense_is_a_failure_in_words(text: str) -> None:
    answered = json.loads(contract.answer(text))
    assert ["failure"] == list(answered)
    assert answered["failure"].startswith("The calculator met a fault of its own (")
    assert answered["failure"].endswith("). Its last good numbers stand.")


# ---- Gestures


@pytest.mark.parametrize(
    ("field", "edit", "expected"),
    [
        ("leverage", {"slider": 0}, "1"),
        ("leverage", {"slider": 0.5}, "10"),
        ("leverage", {"slider": 1}, "100"),
        ("leverage", {"step": 1}, "11"),
        ("leverage", {"step": -10}, "1"),
        ("entry_price", {"step": 1}, "101,000"),
        ("maintenance_margin_rate", {"slider": 0.5}, "2.5"),
        ("maintenance_margin_rate", {"step": 1}, "0.55"),
        ("stop_price", {"step": -1}, "99,000"),
        ("stop_price", {"slider": 0.25}, "90,000"),
        ("leverage", {"text": "7x"}, "7x"),
        ("leverage", {"text": ""}, ""),
        ("stop_price", {"text": ""}, ""),
        ("side", {"text": "short"}, "short"),
        ("closing_fee", {"text": "1"}, "1"),
    ],
)
def test_a_gesture_changes_one_text(field: str, edit: dict[str, Any], expected: str) -> None:
    answered = ask(edit={"field": field, **edit})
    texts = (answered.get("ok") or answered)["texts"]
    assert {**ok()["texts"], field: expected} == texts


@pytest.mark.parametrize(("at", "expected"), [(0.5, "100,000"), (0.25, "90,000"), (-1, "80,000"), (7, "120,000")])
def test_a_drag_is_a_share_of_the_axis_that_is_held(at: float, expected: str) -> None:
    answered = ask(edit={"field": "entry_price", "chart": 0, "at": at}, axes=["80000 120000"])
    assert expected == answered["ok"]["texts"]["entry_price"]


def test_a_chart_keeps_the_axis_that_is_held() -> None:
    assert 'data-axes="80000 120000"' in ok(axes=["80000 120000"])["html"]["result"]
    assert 'data-axes="80000 120000"' not in ok()["html"]["result"]
    assert ok()["html"]["result"] == ok(axes=["", None])["html"]["result"]
    assert 'data-axes="-0.3 0.3"' in ok("leverage", axes=["-0.3 0.3"])["html"]["result"]


def test_a_step_on_an_unreadable_text_starts_from_the_default() -> None:
    assert "11" == ok(inputs={"leverage": "abc"}, edit={"field": "leverage", "step": 1})["texts"]["leverage"]


def test_a_gesture_starts_from_what_the_page_shows() -> None:
    known = {"leverage": "50", "entry_price": "2,000"}
    assert "51" == ok(inputs={"leverage": "abc"}, edit={"field": "leverage", "step": 1}, known=known)["texts"]["leverage"]
    answered = ask(inputs={"entry_price": "abc"}, edit={"field": "stop_price", "slider": 0.25}, known=known)
    assert "1,800" == answered["texts"]["stop_price"]


@pytest.mark.parametrize("edit", [{"step": 1}, {"slider": 0.5}, {"chart": 0, "at": 0.5}, {"text": None}, {}])
@pytest.mark.parametrize("field", ["side", "closing_fee"])
def test_a_choice_has_no_steps(field: str, edit: dict[str, Any]) -> None:
    assert ok() == ok(edit={"field": field, **edit})


# ---- What a page is printed with


def test_a_page_starts_with_its_own_texts_and_defaults() -> None:
    e = contract.starting(liquidation, {"leverage": "25 x", "side": "short"})
    assert ("25", "short", "100,000") == (e.texts["leverage"], e.texts["side"], e.texts["entry_price"])
    assert liquidation(leverage=25, side="short") == e.facts.result


def test_a_page_writes_what_it_starts_with_as_the_form_does() -> None:
    e = contract.starting(liquidation, {"entry_price": "50k", "maintenance_margin_rate": "50 bps", "closing_fee": "on"})
    assert ("50,000", "0.5", "1") == tuple(e.texts[name] for name in ("entry_price", "maintenance_margin_rate", "closing_fee"))


def test_a_page_keeps_what_does_not_apply_if_it_can_be_read() -> None:
    given = {"tier_table": "binance-ethusdt-2026-07-02"}
    e = contract.starting(calc.margin, given)
    assert given["tier_table"] == e.texts["tier_table"] == e.facts.values["tier_table"]
    assert (
        "0.01"
        == contract.starting(calc.margin, {"maintenance": "tiers", "maintenance_margin_rate": "0.0001"}, link=True).texts[
            "maintenance_margin_rate"
        ]
    )
    nonsense = contract.starting(calc.margin, {"tier_table": "nonsense"})
    assert calc.margin.input("tier_table").default == nonsense.texts["tier_table"]
    parts = ok("margin", inputs=given)["html"]
    assert parts["controls"] in page.widget("margin", given)
    assert parts["result"] in page.widget("margin", given)


def test_a_page_started_from_a_link_shows_the_texts_of_a_form() -> None:
    e = contract.starting(liquidation, {"maintenance_margin_rate": "0.004"}, link=True)
    assert "0.4" == e.texts["maintenance_margin_rate"]
    assert liquidation(maintenance_margin_rate=0.004) == e.facts.result


def test_a_page_that_cannot_start_says_everything_that_is_wrong() -> None:
    with pytest.raises(InvalidInputs) as caught:
        contract.starting(liquidation, {"leverage": "0", "side": "up"})
    assert ["side", "leverage"] == [p.field for p in caught.value.problems]


def test_what_does_not_apply_is_kept_if_it_can_be_read() -> None:
    answered = ok("margin", inputs={"tier_table": "binance-ethusdt-2026-07-02"})
    assert "&tier_table=binance-ethusdt-2026-07-02&" in answered["link"]
    nonsense = ok("margin", inputs={"tier_table": "nonsense"})
    assert "nonsense" == nonsense["texts"]["tier_table"]
    assert "tier_table" not in nonsense["link"]


# ---- JSON


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        0.1,
        -1.5,
        100_000.0,
        1e300,
        "",
        "plain",
        'a "quote" \\ and \n\r\t',
        "\x00\x1f",
        "é😀\u2028",
        [1.5, None],
        [],
        [["a"]],
    ],
)
def test_json_can_be_read_again(value: object) -> None:
    assert value == json.loads(contract.dumps(value))


def test_an_object_keeps_the_order_of_its_pairs() -> None:
    assert '{"b":1,"a":{"c":[]}}' == contract.dumps((("b", 1), ("a", (("c", []),))))


def test_numbers_of_json_are_the_shortest_that_read_back() -> None:
    assert "[90452.26130653266,0,1e21,5e-324]" == contract.dumps([90452.26130653266, -0.0, 1e21, 5e-324])


def test_every_calculator_answers_by_its_name_with_hyphens_or_underscores() -> None:
    for name in calc.NAMES:
        assert ok(name) == ok(name.replace("_", "-"))

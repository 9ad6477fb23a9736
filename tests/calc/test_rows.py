"""Inputs that are rows: how a form, a link, the command line and Python give them, and how each field of each row is blamed by itself."""

import dataclasses
import json
import re
from typing import Any

import pytest

from calc import contract, cross_account
from calc.calculators.cross_account import Held
from calc.cli import main
from calc.errors import InvalidInputs
from calc.inputs import Input
from calc.scenario import link, restore
from calc.view import page, rows
from calc.view.controls import controls

POSITIONS = cross_account.input("positions")
FIELDS = ["market", "side", "size", "entry_price", "mark_price", "leverage"]
BTC = Held(market="BTC", size=0.3)
ETH = Held(market="ETH", side="short", size=5, entry_price=4_000, mark_price=3_900.5, leverage=20)
LINK = "BTC,long,0.3,100000,,10;ETH,short,5,4000,3900.5,20"
FORM = "BTC\x1flong\x1f0.3\x1f100,000\x1f\x1f10\x1eETH\x1fshort\x1f5\x1f4,000\x1f3,900.5\x1f20"
HOSTILE = '<script>alert(1)</script><b title="x">\'&amp;'


def blamed(text: str, *, in_link: bool = False) -> list[tuple[str | None, str]]:
    """Every problem of a text, as field and code."""
    with pytest.raises(InvalidInputs) as caught:
        POSITIONS.read(text, in_link)
    return [(p.field, p.code) for p in caught.value.problems]


def said(text: str, *, in_link: bool = False) -> list[str]:
    with pytest.raises(InvalidInputs) as caught:
        POSITIONS.read(text, in_link)
    return [p.message for p in caught.value.problems]


def ask(**request: Any) -> dict[str, Any]:
    answered: dict[str, Any] = json.loads(contract.answer(json.dumps({"calculator": "cross_account", **request})))
    return answered


def texts_of(answered: dict[str, Any]) -> list[list[str]]:
    """The fields of the form, row by row."""
    return [row.split("\x1f") for row in (answered.get("ok") or answered)["texts"]["positions"].split("\x1e")]


# ---- Reading and writing


def test_rows_are_written_for_a_form_for_a_link_and_in_words() -> None:
    assert FORM == POSITIONS.form_text((BTC, ETH))
    assert LINK == POSITIONS.link_text((BTC, ETH))
    expected = "BTC, Long, 0.3 coins, 100,000 USDT, 10×; ETH, Short, 5 coins, 4,000 USDT, 3,900.5 USDT, 20×"
    assert expected == POSITIONS.written((BTC, ETH))


def test_rows_are_read_from_a_form_and_from_a_link() -> None:
    assert (BTC, ETH) == POSITIONS.read(FORM)
    assert (BTC, ETH) == POSITIONS.read(LINK, link=True)


def test_what_a_page_says_may_be_divided_as_a_link_is() -> None:
    assert (BTC, ETH) == POSITIONS.read(LINK)


@pytest.mark.parametrize("size", [0.1 + 0.2, 1e-7, 1 / 3, 1e12, 123456.789])
def test_a_number_in_a_row_comes_back_to_the_last_bit(size: float) -> None:
    held = (Held(size=size), BTC)
    assert held == POSITIONS.read(POSITIONS.link_text(held), link=True) == POSITIONS.read(POSITIONS.form_text(held))


def test_a_share_in_a_row_is_percent_in_a_form_and_a_fraction_in_a_link() -> None:
    share = dataclasses.replace(cross_account.input("maintenance_margin_rate"), name="share", when=None)
    row = dataclasses.make_dataclass("Weighted", [("market", str), ("share", float)])
    i = dataclasses.replace(POSITIONS, fields=(POSITIONS.fields[0], share), row=row)
    assert (("BTC,0.25", "BTC\x1f25")) == (i.link_text((row("BTC", 0.25),)), i.form_text((row("BTC", 0.25),)))
    assert (row("BTC", 0.25),) == i.read("BTC\x1f25") == i.read("BTC,0.25", link=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ETH", Held(market="ETH")),
        ("ETH,short", Held(market="ETH", side="short")),
        ("ETH,short,2,4000", Held(market="ETH", side="short", size=2, entry_price=4_000)),
        ("ETH,short,2,4000,,5;", Held(market="ETH", side="short", size=2, entry_price=4_000, leverage=5)),
    ],
)
def test_a_short_row_of_a_link_takes_the_usual_values(text: str, expected: Held) -> None:
    assert (expected,) == POSITIONS.read(text, link=True)
    shown, value, problems = POSITIONS.from_link(text)
    assert (POSITIONS.form_text((expected,)), (expected,), ()) == (shown, value, problems)


def test_every_problem_is_said_at_once_each_at_its_own_field() -> None:
    text = "BTC,long,0,100000;XYZ,up,1,5,,10;ETH,long,a,,-1,500"
    assert [
        ("positions.0.size", "not-positive"),
        ("positions.1.market", "not-a-choice"),
        ("positions.1.side", "not-a-choice"),
        ("positions.2.size", "not-a-number"),
        ("positions.2.entry_price", "empty"),
        ("positions.2.mark_price", "not-positive"),
        ("positions.2.leverage", "out-of-range"),
    ] == blamed(text, in_link=True)


def test_problems_of_rows_come_with_those_of_other_inputs() -> None:
    with pytest.raises(InvalidInputs) as caught:
        cross_account.parse({"wallet_balance": "0", "positions": "BTC,long,x;ETH,up", "shock": "7"}, link=True)
    expected = ["wallet_balance", "positions.0.size", "positions.1.side", "shock"]
    assert expected == [p.field for p in caught.value.problems]


def test_no_row_is_too_few_and_nine_are_too_many() -> None:
    assert [("positions", "too-few-rows")] == blamed("")
    assert ["Give at least 1 position."] == said("")
    nine = ";".join(["BTC"] * 9)
    assert [("positions", "too-many-rows")] == blamed(nine, in_link=True)
    assert ["There may be at most 8 rows of this kind (position)."] == said(nine, in_link=True)
    assert 8 == len(cross_account.parse({"positions": ";".join(["BTC"] * 8)}, link=True)["positions"])  # type: ignore[arg-type]


def test_of_too_many_rows_those_that_may_be_there_are_read_too() -> None:
    assert [("positions", "too-many-rows"), ("positions.7.size", "not-positive")] == blamed(
        ";".join(["BTC"] * 7 + ["BTC,long,0", "BTC,long,-1"]), in_link=True
    )


def test_a_row_with_too_many_fields_says_which_it_may_have() -> None:
    assert [("positions", "row-too-long")] == blamed("BTC;ETH,long,5,4000,,10,7", in_link=True)
    expected = "Row 2 has too many fields. It may have: market, side, size, entry_price, mark_price, leverage."
    assert [expected] == said("BTC;ETH,long,5,4000,,10,7", in_link=True)


@pytest.mark.parametrize("text", [";" * 100_000, LINK * 10_000, "BTC;" * 100_000])
def test_of_rows_without_an_end_as_many_are_read_and_shown_as_there_may_be(text: str) -> None:
    assert 9 == len(rows.cells(text, most=8))
    assert ("positions", "too-many-rows") == blamed(text)[0]
    for answered in (ask(inputs={"positions": text}), ask(query="?calc=cross_account&v=1&positions=" + text)):
        assert "positions" == answered["problems"][0]["field"]
        assert 8 == answered["html"]["controls"].count('class="calc-row"')
    assert [8, 7] == [len(texts_of(edit(text, rows=what))) for what in ("add", "remove")]


def test_an_empty_row_is_a_row_whose_first_field_is_empty() -> None:
    assert [("positions.0.market", "not-a-choice")] == blamed(";", in_link=True)
    assert [("positions.1.market", "not-a-choice")] == blamed("BTC;;ETH", in_link=True)


@pytest.mark.parametrize("text", ["", "BTC", "BTC,long", ";;", ",,,,,,,;", "a\x1fb\x1ec", "\x1e", "\x1f", "\x1e\x1e\x1e"])
def test_dividing_what_was_divided_changes_nothing(text: str) -> None:
    divided = rows.cells(text)
    if any(len(row) > 1 for row in divided):
        assert divided == rows.cells(rows.joined(divided))


def test_rows_of_a_form_that_are_cut_short_are_still_rows_of_a_form() -> None:
    assert [["1,000"], ["2;3"]] == rows.cells("1,000\x1e2;3")


def test_a_divider_inside_a_field_becomes_a_space() -> None:
    assert "a b\x1fc d" == rows.joined([["a\x1fb", "c\x1ed"]])


# ---- Links


def test_a_link_with_rows_is_the_link_that_it_brings_back() -> None:
    values = {**cross_account.defaults(), "positions": (BTC, ETH)}
    written = link(cross_account, values)
    assert f"&positions={LINK}&" in written
    restored = restore(cross_account, written)
    assert (FORM, (), ()) == (restored.texts["positions"], restored.notes, restored.problems)
    assert values == cross_account.parse(restored.texts)


def test_a_bad_row_of_a_link_is_shown_as_it_is_and_blamed() -> None:
    answered = ask(query="?calc=cross_account&v=1&positions=BTC,long,0.3;ETH,up,2,-4000,,1e300;SOL,long,1,5,,10,7")
    assert [
        ["BTC", "long", "0.3", "100,000", "", "10"],
        ["ETH", "up", "2", "−4,000", "", "1e300"],
        ["SOL", "long", "1", "5", "", "10"],
    ] == texts_of(answered)
    assert ["positions.1.side", "positions.1.entry_price", "positions.1.leverage", "positions"] == [
        p["field"] for p in answered["problems"]
    ]
    controls = answered["html"]["controls"]
    for field in ("positions.1.side", "positions.1.entry_price", "positions.1.leverage"):
        ref = f"cross_account-{field}"
        aids = f'aria-describedby="cross_account-positions-{field.rpartition(".")[2]}-help {ref}-problem" aria-invalid="true"'
        assert aids in controls
        assert f'<p class="calc-problem" id="{ref}-problem" data-problem="{field}">' in controls
    assert '<p class="calc-problem" data-problem="positions">' in controls
    assert '<option value="up" selected>up</option><option value="long">' in controls


def test_a_link_of_too_many_rows_shows_those_that_there_may_be() -> None:
    answered = ask(query="?calc=cross_account&v=1&positions=" + ";".join(["ETH"] * 12))
    assert 8 == len(texts_of(answered))
    assert [("positions", "too-many-rows")] == [(p["field"], p["code"]) for p in answered["problems"]]


def test_a_repeated_list_is_a_problem_of_the_list() -> None:
    answered = ask(query="?calc=cross_account&v=1&positions=BTC&positions=ETH")
    assert ("positions", "repeated") in [(p["field"], p["code"]) for p in answered["problems"]]
    assert "failure" not in answered


@pytest.mark.parametrize("place", range(len(FIELDS)))
@pytest.mark.parametrize("text", [HOSTILE, "\x1f", "\x1e", "a\x1fb\x1ec", "\x00\x07\x1b", "\u202e\u2028", "=1+1", "{size}", "%s", "😀"])
def test_hostile_text_in_a_row_stays_text_in_its_field(text: str, place: int) -> None:
    row = ["BTC", "long", "1", "100000", "", "10"]
    row[place] = text.replace(",", "").replace(";", "")
    quoted = "".join("%" + f"{byte:02X}" for byte in row[place].encode())
    of_link = ask(query="?calc=cross_account&v=1&positions=" + ",".join([*row[:place], quoted, *row[place + 1 :]]))
    of_form = ask(inputs={"positions": rows.joined([row])})
    for answered in (of_link, of_form):
        empty = answered is of_form and FIELDS[place] == "mark_price" and text in ("\x1f", "\x1e")  # a space, and it may be left empty
        assert ([] if empty else [f"positions.0.{FIELDS[place]}"]) == [p["field"] for p in answered.get("problems", [])]
        html = (answered.get("ok") or answered)["html"]["controls"]
        assert "<script" not in html
        assert "<b " not in html
        (shown,) = texts_of(answered)
        assert row[place].replace("\x1f", " ").replace("\x1e", " ") == shown[place]


def test_dividers_of_a_link_in_a_field_of_a_form_are_text() -> None:
    answered = ask(inputs={"positions": rows.joined([["BTC", "long", "1,5", "1;2", "", "10"]])})
    assert [["BTC", "long", "1,5", "1;2", "", "10"]] == texts_of(answered)
    expected = [("positions.0.size", "“1,5” is not a number we can read. Did you mean 1.5?")]
    assert expected == [(p["field"], p["message"]) for p in answered["problems"]][:1]
    assert 2 == len(answered["problems"])


# ---- Gestures


def edit(before: str, field: str = "positions", **what: Any) -> dict[str, Any]:
    return ask(inputs={"positions": before}, edit={"field": field, **what})


TYPED = rows.joined([["BTC", "long", "0.30", "1,5", "", "10x"], ["ETH", "short", "5", "4k", "", " 7"], ["SOL", "up", "", "200", "", "10"]])
FIRST, SECOND, THIRD = ([*row] for row in rows.cells(TYPED))


def test_an_added_row_is_the_next_sample_and_what_was_typed_stays() -> None:
    added = texts_of(edit(TYPED, rows="add"))
    assert [FIRST, SECOND, THIRD, ["XRP", "long", "2,000", "2.5", "", "10"]] == added


def test_samples_begin_again_when_there_are_more_rows_than_samples() -> None:
    text = POSITIONS.form_text((BTC,))
    markets = []
    for _ in range(9):
        text = edit(text, rows="add")["ok"]["texts"]["positions"]
        markets.append([row[0] for row in rows.cells(text)])
    assert ["BTC", "ETH", "SOL", "XRP", "BNB", "DOGE", "BTC", "ETH"] == markets[-1]
    assert markets[-3:] == [markets[-1]] * 3  # eight are as many as there may be


@pytest.mark.parametrize(
    ("what", "row", "expected"),
    [
        ("remove", 0, [SECOND, THIRD]),
        ("remove", 2, [FIRST, SECOND]),
        ("remove", 3, [FIRST, SECOND, THIRD]),
        ("remove", -1, [FIRST, SECOND, THIRD]),
        ("up", 1, [SECOND, FIRST, THIRD]),
        ("up", 0, [FIRST, SECOND, THIRD]),
        ("up", 3, [FIRST, SECOND, THIRD]),
        ("down", 1, [FIRST, THIRD, SECOND]),
        ("down", 2, [FIRST, SECOND, THIRD]),
        ("down", -1, [FIRST, SECOND, THIRD]),
        ("shuffle", 1, [FIRST, SECOND, THIRD]),
    ],
)
def test_rows_are_removed_and_moved_and_what_was_typed_stays(what: str, row: int, expected: list[list[str]]) -> None:
    assert expected == texts_of(edit(TYPED, rows=what, row=row))


def test_the_last_row_cannot_be_removed() -> None:
    one = POSITIONS.form_text((ETH,))
    answered = edit(one, rows="remove", row=0)
    assert one == answered["ok"]["texts"]["positions"]
    assert 'data-rows="remove" data-row="0" aria-label="Remove position 1" disabled>' in answered["ok"]["html"]["controls"]


def test_a_button_that_would_do_nothing_is_disabled() -> None:
    def buttons(count: int) -> list[str]:
        html = ask(inputs={"positions": ";".join(["BTC"] * count)})["ok"]["html"]["controls"]
        found = re.findall(r'data-rows="([a-z]+)"(?: data-row="(\d)")?[^>]*?( disabled)?>', html)
        return [what + row for what, row, useless in found if useless]

    assert ["up0", "down0", "remove0"] == buttons(1)
    assert ["up0", "down2"] == buttons(3)
    assert ["up0", "down7", "add"] == buttons(8)


@pytest.mark.parametrize(
    ("field", "what", "expected"),
    [
        ("size", {"step": 1}, "0.31"),
        ("size", {"step": -10}, "0.2"),
        ("entry_price", {"step": 1}, "101,000"),
        ("mark_price", {"step": 1}, "50,100"),  # empty: from the low end of its range
        ("leverage", {"step": -1}, "9"),
        ("leverage", {"step": 10}, "20"),
        ("leverage", {"text": "7x"}, "7x"),
        ("size", {"text": "a, b; c"}, "a, b; c"),
        ("market", {"text": "ETH"}, "ETH"),
        ("market", {"step": 1}, "BTC"),
        ("size", {"slider": 0.5}, "0.3"),
    ],
)
def test_a_step_or_a_text_changes_one_field_of_one_row(field: str, what: dict[str, Any], expected: str) -> None:
    before = rows.cells(FORM)
    answered = texts_of(edit(FORM, f"positions.0.{field}", **what))
    assert expected == answered[0][FIELDS.index(field)]
    assert before[1] == answered[1]
    assert [a for a, f in zip(before[0], FIELDS, strict=True) if f != field] == [
        a for a, f in zip(answered[0], FIELDS, strict=True) if f != field
    ]


def test_a_step_in_a_field_that_cannot_be_read_begins_at_the_usual_value() -> None:
    assert "0.11" == texts_of(edit(TYPED, "positions.2.size", step=1))[2][2]


def test_a_divider_that_is_pasted_into_a_field_is_a_space() -> None:
    assert [["BTC", "long", "1 2 3", "100,000", "", "10"]] == texts_of(
        edit(POSITIONS.form_text((Held(),)), "positions.0.size", text="1\x1f2\x1e3")
    )


@pytest.mark.parametrize("field", ["positions.9.size", "positions.0.colour", "positions.x.size", "positions.0", "wallet_balance.0.size"])
def test_a_field_that_is_not_there_is_a_failure_in_words(field: str) -> None:
    assert ["failure"] == list(edit(FORM, field, step=1))


def test_a_drag_moves_the_shock_and_no_row() -> None:
    answered = ask(inputs={"positions": FORM}, edit={"field": "shock", "chart": 0, "at": 0.75}, axes=["-0.5 0.5"])
    assert ("25", FORM) == (answered["ok"]["texts"]["shock"], answered["ok"]["texts"]["positions"])


# ---- The form


def test_each_field_of_a_row_names_the_row_for_those_who_cannot_see_it() -> None:
    html = ask(inputs={"positions": FORM})["ok"]["html"]["controls"]
    assert '<div class="calc-row" role="group" aria-label="Position 2" data-key="row-1">' in html
    assert '>Size<span class="calc-over">, Position 2</span></label>' in html
    assert '<input id="cross_account-positions.1.size" name="positions.1.size" type="text" value="5"' in html
    described = 'aria-describedby="cross_account-positions-side-help"'
    assert f'<select id="cross_account-positions.1.side" name="positions.1.side" {described}>' in html
    assert '<p id="cross_account-positions-side-help"><strong>Side</strong> A long profits when the price rises' in html
    (mark,) = re.findall('<input [^>]*name="positions.0.mark_price"[^>]*>', html)
    assert 'value=""' in mark
    assert 'placeholder="as entry"' in mark


def test_a_list_that_does_not_apply_is_hidden_and_keeps_its_text() -> None:
    gated = dataclasses.replace(POSITIONS, when=("maintenance", ("tiers",)))
    c = dataclasses.replace(cross_account, inputs=(*[i for i in cross_account.inputs if i is not POSITIONS], gated))
    hidden = contract.fragments(contract.starting(c, {}), "x")[0]
    shown = contract.fragments(contract.starting(c, {"maintenance": "tiers"}), "x")[0]
    kept = rows.joined(rows.texts(gated, gated.default_rows()))
    assert f'data-field="positions" hidden><input type="hidden" name="positions" value="{kept}"></div>' in hidden
    assert "data-list" not in hidden
    assert 'data-field="positions" data-list>' in shown


def test_a_problem_in_a_folded_list_unfolds_it() -> None:
    c = dataclasses.replace(cross_account, more=("positions",))
    texts = {i.name: i.form_text(i.default) for i in c.inputs} | {"positions": "BTC,long,x"}
    with pytest.raises(InvalidInputs) as caught:
        contract.evaluate(c, texts)
    html = controls(c, texts, c.defaults(), caught.value.problems, "x")
    assert '<details class="calc-more" data-key="more" open>' in html


def test_a_switch_in_a_row_is_a_choice_of_on_and_off() -> None:
    flag = Input(name="open", label="Open", kind="switch", help="Whether it is open.", default=True)
    row = dataclasses.make_dataclass("Switched", [("market", str), ("open", bool)])
    i = dataclasses.replace(POSITIONS, fields=(POSITIONS.fields[0], flag), row=row, samples=("BTC,1",), default=(row("BTC", True),))
    c = dataclasses.replace(cross_account, inputs=(i,), more=())
    html = controls(c, {"positions": "BTC\x1f0"}, {"positions": i.default}, (), "x")
    assert (
        '<select id="x-positions.0.open" name="positions.0.open" aria-describedby="x-positions-open-help">'
        '<option value="1">on</option><option value="0" selected>off</option>' in html
    )


def test_a_row_of_a_form_that_is_too_short_shows_empty_fields() -> None:
    answered = ask(inputs={"positions": "BTC\x1flong\x1fx"})
    assert 'name="positions.0.leverage" type="text" value=""' in answered["html"]["controls"]


# ---- JSON


def test_rows_in_an_answer_are_lists_of_objects() -> None:
    answered = ask(inputs={"positions": FORM})["ok"]
    assert [{field: getattr(held, field) for field in FIELDS} for held in (BTC, ETH)] == answered["inputs"]["positions"]
    assert ["Long BTC", "Short ETH"] == [row["name"] for row in answered["outputs"]["positions"]]
    expected = [f.name for f in cross_account.output("positions").fields]
    assert [expected, expected] == [list(row) for row in answered["outputs"]["positions"]]


def test_rows_in_prose_are_written_or_counted() -> None:
    answered = ask(values=["positions", "fall|abs"])["ok"]["values"]
    assert ["BTC, Long, 0.3 coins, 100,000 USDT, 10×; ETH, Long, 5 coins, 4,000 USDT, 10×", "19.60\u202f%"] == answered


def test_the_number_of_rows_of_an_answer_can_be_said() -> None:
    values = cross_account.defaults()
    facts = contract.starting(cross_account, {}).facts
    only_answered = dataclasses.replace(cross_account, inputs=tuple(i for i in cross_account.inputs if i.name != "positions"))
    count = type(facts)(only_answered, {k: v for k, v in values.items() if k != "positions"}, facts.result)
    assert "2" == count.text("positions")


# ---- The command line


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Exit status and the JSON on standard output."""

    def command(*words: str) -> tuple[int, Any]:
        status = main(["cross-account", *words, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return command


GIVEN = [
    {"market": "BTC", "size": 0.3},
    {"market": "ETH", "side": "short", "size": 5, "entry_price": 4_000, "mark_price": 3_900.5, "leverage": 20},
]


def test_rows_are_given_as_a_link_writes_them_or_as_json(run: Any) -> None:
    status, by_link = run("--positions", LINK)
    assert 0 == status
    assert (0, by_link) == run("--positions", json.dumps(GIVEN))
    assert (0, by_link) == run("--positions=" + json.dumps(GIVEN, indent=1))
    assert (0, by_link) == run("--positions", json.dumps(by_link["inputs"]["positions"]))
    assert by_link["link"] == link(cross_account, {**cross_account.defaults(), "positions": (BTC, ETH)})


def test_one_object_is_one_row(run: Any) -> None:
    status, answered = run("--positions", json.dumps(GIVEN[1]))
    assert (0, ["Short ETH"]) == (status, [row["name"] for row in answered["outputs"]["positions"]])


def test_values_in_json_may_be_texts_as_people_type_them(run: Any) -> None:
    texts = '[{"market": " ETH ", "size": "1 000", "entry_price": "4k", "mark_price": "", "leverage": "5x"}]'
    status, answered = run("--positions", texts, "--wallet-balance", "1M")
    assert 0 == status
    (row,) = answered["inputs"]["positions"]
    assert ("ETH", 1000, 4000, None, 5) == (row["market"], row["size"], row["entry_price"], row["mark_price"], row["leverage"])


@pytest.mark.parametrize("text", ["[", "[{]", '[{"market": "BTC",}]', "[{'market': 'BTC'}]", "[1] [2]", "[" * 100_000])
def test_what_is_no_json_is_one_problem_of_the_list(run: Any, text: str) -> None:
    status, answered = run("--positions", text)
    ((problem,),) = answered.values()
    assert (2, "positions", "not-json") == (status, problem["field"], problem["code"])
    assert problem["message"].startswith("These rows cannot be read as JSON: ")


@pytest.mark.parametrize("text", ["[3]", "[null]", '["BTC,long"]', "[[]]", "[true]"])
def test_a_row_that_is_no_object_is_a_problem(run: Any, text: str) -> None:
    status, answered = run("--positions", text)
    expected = {"field": "positions", "code": "not-json", "message": "These rows cannot be read as JSON: a row is not an object."}
    assert (2, [expected]) == (status, answered["problems"])


def test_no_rows_at_all_are_too_few(run: Any) -> None:
    status, answered = run("--positions=[]")
    assert (2, [("positions", "too-few-rows")]) == (status, [(p["field"], p["code"]) for p in answered["problems"]])


def test_too_many_rows_of_json_are_one_problem_and_the_rest_is_not_read(run: Any) -> None:
    status, answered = run("--positions", json.dumps([{"size": "x"}] * 1_000))
    assert (2, ["too-many-rows", *["not-a-number"] * 8]) == (status, [p["code"] for p in answered["problems"]])
    assert "There may be at most 8 rows of this kind (position)." == answered["problems"][0]["message"]


def test_everything_that_is_wrong_with_json_rows_is_said_at_once(run: Any) -> None:
    wrong: list[Any] = [
        {"market": "ETC", "sise": 5, "zzz": 1},
        "BTC",
        {"size": -1, "leverage": "ten", "side": None, "entry_price": [1], "mark_price": {"a": 1}},
        {"size": True, "leverage": float("nan"), "entry_price": float("inf")},
        {"size": 10**400, "leverage": 1e400},
    ]
    status, answered = run("--positions", json.dumps(wrong), "--wallet-balance", "x")
    assert 2 == status
    assert [
        ("positions.0.sise", "unknown-input"),
        ("positions.0.zzz", "unknown-input"),
        ("positions.0.market", "not-a-choice"),
        ("positions", "not-json"),
        ("positions.2.side", "not-a-choice"),
        ("positions.2.size", "not-positive"),
        ("positions.2.entry_price", "not-a-number"),
        ("positions.2.mark_price", "not-a-number"),
        ("positions.2.leverage", "not-a-number"),
        ("positions.3.entry_price", "not-a-number"),
        ("positions.3.leverage", "not-a-number"),
        ("positions.4.size", "out-of-range"),
        ("positions.4.leverage", "not-a-number"),
        ("wallet_balance", "not-a-number"),
    ] == [(p["field"], p["code"]) for p in answered["problems"]]
    messages = {p["field"]: p["message"] for p in answered["problems"]}
    assert "sise is not an input; did you mean size?" == messages["positions.0.sise"]
    assert f"zzz is not an input. There are: {', '.join(FIELDS)}." == messages["positions.0.zzz"]
    assert "“[1]” is not a number we can read. Try 1000 or 1,000.50." == messages["positions.2.entry_price"]


def test_a_bad_row_of_a_link_on_the_command_line_is_blamed_at_its_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert 2 == main(["cross-account", "--positions", "BTC,long,0.3;ETH,long,0"])
    assert "positions.1.size: Size must be more than zero.\n" == capsys.readouterr().err


def test_an_answer_as_text_does_without_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["cross-account", "--positions", LINK])
    assert f"positions={LINK}&" in capsys.readouterr().out


# ---- Described


def test_rows_are_described_with_their_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["describe", "cross-account", "--json"])
    described = json.loads(capsys.readouterr().out)
    given = {i["name"]: i for i in described["inputs"]}["positions"]
    assert ("rows", {"least": 1, "most": 8}, POSITIONS.link_text(POSITIONS.default)) == (given["kind"], given["bounds"], given["default"])
    assert FIELDS == [f["name"] for f in given["fields"]]
    assert ("number", {"gt": 0, "le": 1e12}, 0.1, "coins") == tuple(given["fields"][2][k] for k in ("kind", "bounds", "default", "unit"))
    assert ["long", "short"] == given["fields"][1]["choices"]
    answered = {o["name"]: o for o in described["outputs"]}["positions"]
    assert [f.name for f in cross_account.output("positions").fields] == [f["name"] for f in answered["fields"]]
    assert ["curves", "reaches"] == [chart["kind"] for chart in described["charts"]]
    assert all("fields" not in i for i in described["inputs"] if i["kind"] != "rows")


def test_a_condition_with_one_value_is_described_as_that_value_and_with_several_as_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["describe", "liquidation", "--json"])
    when = {i["name"]: i["when"] for i in json.loads(capsys.readouterr().out)["inputs"]}
    assert {"input": "maintenance", "value": "flat"} == when["contract"]
    assert {"input": "maintenance", "value": ["tiers", "venue"]} == when["tier_table"]


def test_rows_are_described_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["describe", "cross-account"])
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("  --positions  The open positions. A long and a short in one market are a hedge.")
    assert lines[at + 1].startswith("      1 to 8 rows; usually BTC, Long, 0.3 coins, 100,000 USDT, 10×; ETH, ")
    assert "      positions.side  A long profits when the price rises, a short when it falls." == lines[at + 4]
    assert "      long, short; usually Long" == lines[at + 5]
    assert "  positions  Each position, with the others held at their mark. (rows)" in lines
    assert "  positions.notional  Value of the position at mark. (USDT)" in lines


def test_the_reference_lists_the_fields_of_rows_after_the_rows() -> None:
    reference = page.reference("cross_account")
    names = re.findall(r'<th scope="row"><code>([a-z_.]+)</code>', reference)
    assert [f"positions.{field}" for field in FIELDS] == names[names.index("positions") + 1 :][: len(FIELDS)]
    assert "1 to 8 rows</td>" in reference
    assert "<code>positions.distance</code><small>Distance</small></th><td>Move from mark to that price" in reference


def test_the_reference_names_every_value_with_which_an_input_applies() -> None:
    assert "<small>Only with maintenance: tier table or venue rules.</small>" in page.reference("margin")
    assert "<small>Only with maintenance: venue rules.</small>" in page.reference("margin")


# ---- From Python


def test_rows_are_objects_in_python() -> None:
    result = cross_account(wallet_balance=1_000, positions=(Held(size=0.03), Held(market="ETH", size=0.5, entry_price=4_000)), shock=-0.08)
    assert 600 == pytest.approx(result.balance_after)
    assert ["Long BTC", "Long ETH"] == [standing.name for standing in result.positions]


def test_bad_rows_in_python_are_named_at_their_fields() -> None:
    bad = (Held(), Held(market="XYZ", size=-1, leverage=500), Held(mark_price=0, side="up"))  # type: ignore[arg-type]
    with pytest.raises(InvalidInputs) as caught:
        cross_account(wallet_balance=0, positions=bad)
    assert [
        ("wallet_balance", "not-positive"),
        ("positions.1.market", "not-a-choice"),
        ("positions.1.size", "not-positive"),
        ("positions.1.leverage", "out-of-range"),
        ("positions.2.side", "not-a-choice"),
        ("positions.2.mark_price", "not-positive"),
    ] == [(p.field, p.code) for p in caught.value.problems]


@pytest.mark.parametrize(("count", "code"), [(0, "too-few-rows"), (9, "too-many-rows")])
def test_python_may_give_as_many_rows_as_a_form(count: int, code: str) -> None:
    with pytest.raises(InvalidInputs) as caught:
        cross_account(positions=(Held(size=0.01),) * count)
    assert [("positions", code)] == [(p.field, p.code) for p in caught.value.problems]


def test_rows_that_python_leaves_out_have_their_default() -> None:
    assert cross_account() == cross_account(positions=POSITIONS.default)  # type: ignore[arg-type]
    assert cross_account(10_000, (Held(),)) == cross_account(positions=(Held(),))

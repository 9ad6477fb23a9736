"""Two scenarios side by side: the sentences, the rings and ghosts, and the links that carry both."""

import dataclasses
import json
import re
from typing import Any

import pytest

import calc
from calc import contract, cross_account, leverage, liquidation, margin
from calc.model import Calculator
from calc.scenario import link, restore
from calc.story import Shown, Story
from calc.view import compare
from calc.view.words import Facts

NAMES = ("leverage", "margin", "liquidation", "cross_account")


def ok(name: str, **request: Any) -> dict[str, Any]:
    answered: dict[str, Any] = json.loads(contract.answer(json.dumps({"calculator": name, **request})))
    found: dict[str, Any] = answered["ok"]
    return found


def box(answered: dict[str, Any]) -> tuple[str, str]:
    """The sentences of A and B, and the difference, without their markup."""
    found = re.search(
        r'<div class="calc-compare"[^>]*>(?:<p>(.*?)</p>)?<p class="calc-difference">(.*?)</p></div>', answered["html"]["result"]
    )
    assert found
    both, difference = (re.sub("<[^>]*>", "", text or "") for text in found.groups())
    return both, difference


def compared(name: str, a: dict[str, str], b: dict[str, str]) -> tuple[str, str]:
    return box(ok(name, pin=a, inputs=b))


# ---- Sentences


def test_two_leverages_in_words() -> None:
    both, difference = compared("liquidation", {"leverage": "10"}, {"leverage": "20"})
    assert "A Leverage 10×: closed out at 90,452.26. B Leverage 20×: closed out at 95,477.39." == both
    assert (
        "From A to B: liquidation price 5,025.13 higher and bankruptcy price 5,000.00 higher."
        " The end comes sooner: after a fall of 4.52\u202f% instead of 9.55\u202f%, less than half the way." == difference
    )


def test_the_other_way_round_the_words_turn() -> None:
    assert (
        "From A to B: liquidation price 5,025.13 lower and bankruptcy price 5,000.00 lower."
        " The end comes later: after a fall of 9.55\u202f% instead of 4.52\u202f%, more than twice the way."
        == compared("liquidation", {"leverage": "20"}, {"leverage": "10"})[1]
    )


def test_a_long_and_a_short_end_on_different_sides() -> None:
    both, difference = compared("liquidation", {}, {"side": "short"})
    assert "A Side Long: closed out at 90,452.26. B Side Short: closed out at 109,452.74." == both
    assert difference.endswith("The end comes sooner: after a rise of 9.45\u202f% instead of a fall of 9.55\u202f%.")


def test_where_one_of_them_never_ends_nothing_is_said_of_sooner() -> None:
    both, difference = compared("liquidation", {}, {"leverage": "1"})
    assert "A Leverage 10×: closed out at 90,452.26. B Leverage 1×: no price closes it out." == both
    assert "From A to B: liquidation price: none instead of 90,452.26 and bankruptcy price 90,000.00 lower." == difference


def test_before_anything_is_changed_there_is_one_sentence() -> None:
    assert ("", "B is the same as A so far. Change an input, and the difference stands here.") == compared("liquidation", {}, {})
    assert compared("liquidation", {"leverage": "10.0"}, {"leverage": "10x"})[0] == ""


def test_inputs_that_change_no_key_number() -> None:
    assert "The key numbers are the same." == compared("liquidation", {"account_balance": "5000"}, {"account_balance": "20000"})[1]


@pytest.mark.parametrize(
    ("name", "a", "b", "expected"),
    [
        ("leverage", {}, {"price_move": "-5"}, "From A to B: profit or loss −50.98 instead of 48.98 and closing price 10,000.00 lower."),
        ("leverage", {"price_move": "2"}, {"price_move": "3"}, "From A to B: profit or loss 10.00 more and closing price 1,000.00 higher."),
        ("margin", {}, {"leverage": "20"}, "From A to B: initial margin 50.00 less, cushion 50.00 less and margin ratio 5 points higher."),
    ],
)
def test_what_becomes_of_the_numbers(name: str, a: dict[str, str], b: dict[str, str], expected: str) -> None:
    assert expected == compared(name, a, b)[1].partition(" The end")[0]


def test_of_a_factor_both_are_named_because_twice_higher_would_be_read_wrongly() -> None:
    assert "effective leverage 10× instead of 5×." in compared("cross_account", {}, {"wallet_balance": "5000"})[1]


def test_a_difference_too_small_for_its_decimals_is_said_by_both_numbers() -> None:
    difference = compared("margin", {"entry_notional": "1000.04"}, {"entry_notional": "1000.06"})[1]
    assert "From A to B: initial margin 100.01 instead of 100.00 and cushion 95.01 instead of 95.00." == difference


def test_an_empty_input_is_none_in_words() -> None:
    both, difference = compared("liquidation", {}, {"stop_price": "97000"})
    assert "A No stop price: closed out at 90,452.26. B Stop price 97,000 USDT: closed out at 90,452.26." == both
    assert "From A to B: at your stop: −300.00 instead of none." == difference


def test_at_most_four_inputs_are_named() -> None:
    a = {"leverage": "10", "initial_margin": "1000", "entry_price": "100000", "stop_price": "97000", "extra_margin": "0"}
    b = {"leverage": "20", "initial_margin": "2000", "entry_price": "90000", "stop_price": "89000", "extra_margin": "50"}
    both, _ = compared("liquidation", a, b)
    assert both.startswith("A Entry price 100,000 USDT, leverage 10×, margin 1,000 USDT, stop price 97,000 USDT, 1 input more: closed out")
    assert "2 inputs more" in compared("liquidation", a, {**b, "account_balance": "5"})[0]


def test_what_applies_in_one_of_them_alone_is_named_there() -> None:
    both, _ = compared("margin", {}, {"maintenance": "tiers"})
    assert both.startswith("A Maintenance Flat rate, contract Linear, in USDT, maintenance rate 0.5\u202f%: ")
    assert " B Maintenance Tier table, tier table Binance BTC/USDT, 2024-10-24: " in both


# ---- Rows


def rows(text: str) -> dict[str, str]:
    return restore(cross_account, "?calc=cross_account&positions=" + text).texts


def test_a_field_of_a_row_is_named_by_itself() -> None:
    both, _ = compared("cross_account", rows("BTC,long,0.3,100000"), rows("BTC,short,0.3,100000"))
    assert both.startswith("A Position 1: side Long: liquidated at a common fall of")
    assert " B Position 1: side Short: liquidated at a common rise of" in both


def test_an_empty_field_of_a_row_is_said_as_the_form_says_it() -> None:
    both, _ = compared("cross_account", rows("BTC,long,0.3,100000"), rows("BTC,long,0.3,100000,110000"))
    assert both.startswith("A Position 1: mark price as entry: ")


def test_rows_more_or_fewer_are_counted() -> None:
    both, _ = compared("cross_account", rows("BTC,long,0.3,100000"), rows("BTC,long,0.3,100000;ETH,long,5,4000"))
    assert both.startswith("A 1 position: ")
    assert " B 2 positions: " in both


def test_rows_that_differ_in_many_fields_are_not_listed() -> None:
    both, _ = compared("cross_account", rows("BTC,long,0.3,100000"), rows("ETH,short,5,4000"))
    assert both.startswith("A 1 position of its own: ")


# ---- Any calculator


def story(**said: Any) -> Any:
    return lambda _, __: Story(verdict="{cost}.", outputs=(Shown(name="cost"), Shown(name="paid"), Shown(name="verdict")), **said)


def test_yes_and_no_and_texts_are_both_named(sample: Calculator[..., Any]) -> None:
    c = dataclasses.replace(sample, story=story())
    a, b = ({**c.defaults(), **values} for values in ({"notional": 1000.0}, {"notional": 1_000_000.0}))
    sides = [(Facts(c, values, result), c.story(values, result)) for values in (a, b) for result in (c.evaluate(values),)]
    assert "From A to B: cost 299.70 more and verdict: dear instead of cheap." == compare.difference(sides[0], sides[1])
    none = [(Facts(c, values, result), c.story(values, result)) for values in ({**a, "mode": "none"},) for result in (c.evaluate(values),)]
    assert "From A to B: cost 0.30 less and paid: no instead of yes." == compare.difference(sides[0], none[0])


def test_without_a_brief_the_main_answer_is_named(sample: Calculator[..., Any]) -> None:
    c = dataclasses.replace(sample, story=story())
    sides = [
        (Facts(c, values, c.evaluate(values)), c.story(values, None)) for values in (c.defaults(), {**c.defaults(), "notional": 2_000.0})
    ]
    assert "</span> Notional 1,000 USDT: cost <b>0.30</b>.</span>" in compare.box(sides[0], sides[1])


def test_a_label_that_wants_a_number_next_gets_one(sample: Calculator[..., Any]) -> None:
    c = dataclasses.replace(sample, story=lambda _, __: Story(verdict=".", outputs=(Shown(name="size", label="Size at"),)))
    sides = [
        (Facts(c, values, c.evaluate(values)), c.story(values, None))
        for values in ({**c.defaults(), "entry_price": 50.0}, {**c.defaults(), "entry_price": 40.0})
    ]
    assert "From A to B: size at 25 instead of 20." == compare.difference(sides[0], sides[1])


@pytest.mark.parametrize("name", NAMES)
def test_every_preset_can_be_compared_with_every_other(name: str) -> None:
    c = calc.load(name)
    for first in c.presets:
        for other in c.presets:
            pin, texts = (contract.starting(c, dict(p.texts), link=True).texts for p in (first, other))
            both, difference = compared(name, pin, texts)
            assert (first is other or dict(first.texts) == dict(other.texts)) <= (not both)
            assert difference.endswith(".")
            assert not re.search(r"[{}]|  |\bNone\b|(?<![\d.,])0\.00 (?:more|less|higher|lower)|\.\.", both + difference)


# ---- Numbers, scales and pictures


def test_every_key_number_has_that_of_a_under_it() -> None:
    html = ok("liquidation", pin={"leverage": "10"}, inputs={"leverage": "20"})["html"]["result"]
    assert ["90,452.26", "90,000.00", "−1,000.00"] == re.findall(
        r'<small class="calc-was"><span class="calc-tag is-a">A</span> ([^<]*)<', html
    )


def test_no_number_of_a_is_said_in_its_own_word() -> None:
    html = ok("liquidation", pin={"leverage": "1", "stop_price": ""}, inputs={"stop_price": "97000"})["html"]["result"]
    assert ["none", "0", "none"] == re.findall(r'calc-was"><span[^>]*>A</span> ([^<]*)<', html)


def test_a_ring_stands_where_a_is_on_a_scale() -> None:
    form = ok("liquidation", pin={"leverage": "10", "initial_margin": "100"}, inputs={"leverage": "20"})["html"]["controls"]
    assert ["50%", "0%"] == re.findall(r'<circle class="is-a" cx="([^"]*)"', form)


@pytest.mark.parametrize(
    ("pin", "b"), [({"leverage": "10"}, {}), ({"leverage": "101"}, {"leverage": "5"}), ({}, {"stop_price": "97000"})], ids=str
)
def test_there_is_no_ring_where_both_are_the_same_or_a_is_off_the_scale_or_empty(pin: dict[str, str], b: dict[str, str]) -> None:
    assert "is-a" not in ok("liquidation", pin=pin, inputs=b)["html"]["controls"]


def test_there_is_no_ring_for_what_does_not_apply_in_a() -> None:
    form = ok("liquidation", pin={"size_by": "notional", "entry_notional": "20000"}, inputs={})["html"]["controls"]
    assert "is-a" not in form


def test_the_ring_stays_while_b_has_a_problem() -> None:
    answered = json.loads(
        contract.answer(json.dumps({"calculator": "liquidation", "pin": {"leverage": "20"}, "inputs": {"entry_price": "x"}}))
    )
    assert 'class="is-a"' in answered["html"]["controls"]
    assert "20" == answered["pin"]["leverage"]


def test_the_ladder_shows_where_a_ends() -> None:
    html = ok("liquidation", pin={"leverage": "10"}, inputs={"leverage": "20"})["html"]["result"]
    assert "Liquidation, A" in html
    assert "−9.55\u202f%" in html
    assert "Liquidation, A" not in ok("liquidation", pin={"leverage": "1"}, inputs={})["html"]["result"]
    assert "Liquidation, A" not in ok("liquidation", pin={}, inputs={"account_balance": "500"})["html"]["result"]


def ghosts(name: str, pin: dict[str, str], b: dict[str, str]) -> int:
    return str(ok(name, pin=pin, inputs=b)["html"]["result"]).count("ghost pinned")


def test_columns_frame_the_one_of_a_and_mark_its_end_where_more_differs() -> None:
    assert 1 == ghosts("liquidation", {"leverage": "10", "stop_price": "80000"}, {"leverage": "10"})
    assert 3 == ghosts("liquidation", {"leverage": "10", "extra_margin": "300"}, {"leverage": "20"})
    assert 2 == ghosts("liquidation", {"leverage": "10"}, {"leverage": "20"})
    assert 1 == ghosts("liquidation", {"leverage": "13"}, {"leverage": "20"})
    assert 1 == ghosts("liquidation", {"leverage": "10", "side": "short"}, {})  # a column of the other side would show what is not A's


@pytest.mark.parametrize("b", [{"leverage": "20"}, {"leverage": "20", "side": "short"}, {"leverage": "1"}], ids=str)
def test_lines_draw_the_one_of_a_dashed(b: dict[str, str]) -> None:
    assert 1 == ghosts("leverage", {}, b)
    assert 0 == ghosts("leverage", b, b)


def test_curves_and_reaches_draw_those_of_a_dashed() -> None:
    assert 4 == ghosts("cross_account", {}, {"wallet_balance": "20000"})
    short = rows("BTC,short,0.3,100000")
    assert 3 == ghosts("cross_account", {**short, "wallet_balance": "5000"}, short)
    assert 0 == ghosts("cross_account", short, short)


def test_pictures_of_another_kind_are_not_laid_over_one_another(sample: Calculator[..., Any]) -> None:
    def of(values: Any, result: Any) -> Story:
        charts = liquidation.story(liquidation.defaults(), liquidation()).charts if values["times"] > 3 else ()
        return dataclasses.replace(sample.story(values, result), charts=(), context=charts)

    c = dataclasses.replace(sample, story=of)
    e = contract.starting(c, {})
    pin = contract.starting(c, {"times": "2"})
    assert "calc-compare" in contract.fragments(e, "funding", pin=pin)[1]


# ---- The contract and the link


def test_the_texts_of_a_come_back_with_the_answer() -> None:
    answered = ok("liquidation", pin={"leverage": "20"}, inputs={"leverage": "5"})
    assert [i.name for i in liquidation.inputs] == list(answered["pin"])
    assert ("20", "1,000") == (answered["pin"]["leverage"], answered["pin"]["initial_margin"])
    assert ok("liquidation")["pin"] is None


def test_the_sentence_that_is_read_out_has_the_difference_in_it() -> None:
    said = ok("liquidation", pin={"leverage": "20"})["sentence"]
    assert said.startswith("A 10× long opened at 100,000 is closed out at 90,452.26.")
    assert said.endswith("more than twice the way.")


def test_nothing_of_it_is_there_without_a_pin() -> None:
    html = ok("liquidation")["html"]
    assert "is-a" not in html["controls"] + html["result"]
    assert "calc-compare" not in html["result"]


def test_the_link_carries_both_and_brings_both_back() -> None:
    address = ok("liquidation", pin={"leverage": "20", "side": "short"}, inputs={"leverage": "5"})["link"]
    own, _, pinned = address.partition("&pin.")
    assert link(liquidation, {**liquidation.defaults(), "leverage": 5.0}) == own
    other = link(liquidation, {**liquidation.defaults(), "leverage": 20.0, "side": "short"})
    assert other.partition("&side=")[2] == pinned.partition("side=")[2].replace("pin.", "")
    restored = restore(liquidation, address)
    assert ("5", ()) == (restored.texts["leverage"], restored.notes)
    assert restored.pin is not None
    assert ("20", "short") == (restored.pin["leverage"], restored.pin["side"])
    again = ok("liquidation", query=address)
    assert address == again["link"]
    assert address.replace("&", "&amp;") in again["html"]["result"]


def test_a_link_without_a_pin_keeps_the_one_that_is_there() -> None:
    assert "20" == ok("liquidation", query="?calc=liquidation&leverage=5", pin={"leverage": "20"})["pin"]["leverage"]
    assert "7" == ok("liquidation", query="?calc=liquidation&leverage=5&pin.leverage=7", pin={"leverage": "20"})["pin"]["leverage"]


def test_a_pin_that_leaves_inputs_out_is_noted() -> None:
    restored = restore(liquidation, ok("liquidation")["link"] + "&pin.leverage=20&pin.side=short")
    assert {"leverage": "20", "side": "short"} == restored.pin
    expected = "The scenario pinned in this link sets 2 of 15 inputs. The others have their usual values."
    assert [("note-pin-default", expected)] == [(n.code, n.message) for n in restored.notes]


@pytest.mark.parametrize(
    ("pinned", "why"),
    [
        ("pin.leverage=500", "Leverage must be between 1× and 125×; you gave 500×."),
        ("pin.leverage=x", "“x” is not a number we can read. Try 1000 or 1,000.50."),
        ("pin.leverage=5&pin.leverage=6", "Leverage is given more than once."),
        ("pin.side=long&pin.stop_price=120000", "For a long the stop must be below the entry, for a short above it."),
    ],
)
def test_a_pin_without_an_answer_is_left_out_with_a_note(pinned: str, why: str) -> None:
    answered = ok("liquidation", query="?calc=liquidation&leverage=5&" + pinned)
    assert answered["pin"] is None
    assert "pin." not in answered["link"]
    assert [f"This link pins a scenario that has no answer: {why} It is left out."] == [
        n["message"] for n in answered["notes"] if n["code"] == "note-pin-left-out"
    ]


def test_what_does_not_apply_in_a_pin_is_not_checked() -> None:
    pin = restore(margin, "?calc=margin&v=2&pin.leverage=20&pin.maintenance=flat&pin.tier_table=x").pin
    assert pin is not None
    assert "x" == pin["tier_table"]


def test_names_that_nobody_knows_are_noted_with_their_prefix_and_pin_nothing() -> None:
    restored = restore(liquidation, ok("liquidation")["link"] + "&zoom=1&pin.zoom=2&pin.=3")
    assert restored.pin is None
    assert ["This link also names pin., pin.zoom, zoom, which this calculator does not have. Ignored."] == [
        n.message for n in restored.notes
    ]


def test_an_old_pin_moves_with_its_link(sample: Calculator[..., Any]) -> None:
    restored = restore(sample, "?calc=funding&v=1&mode=given&funding=0.02&pin.mode=given&pin.funding=0.03")
    assert ("0.02", "0.03") == (restored.texts["funding_rate"], (restored.pin or {})["funding_rate"])
    only = restore(sample, "?calc=funding&v=1&pin.funding=0.03")
    assert only.pin == {"funding_rate": "0.03"}


def test_a_pin_in_a_request_may_be_partial_or_null_and_is_worked_out_once() -> None:
    counted: list[None] = []

    def compute(**values: Any) -> Any:
        counted.append(None)
        return leverage.compute(**values)

    counting: Any = compute
    c = dataclasses.replace(leverage, compute=counting)
    pins = [contract._pinned(c, {"leverage": "20", "nothing": "1"}) for _ in range(3)]
    assert pins[0] is pins[1] is pins[2]
    assert [None] == counted
    assert ok("liquidation", pin=None)["pin"] is None
    assert "5" == ok("liquidation", pin={"leverage": "5", "side": None})["pin"]["leverage"]


def test_a_link_that_may_not_arrive_is_not_offered() -> None:
    assert ok("liquidation", pin={})["long"] is None
    short = dataclasses.replace(leverage, most_link=177)
    e, other = (contract.starting(short, texts) for texts in ({}, {"leverage": "20"}))
    said = [dict(contract._ok(short, e, pin, "leverage", (), (), {}))["long"] for pin in (None, other)]
    expected = (
        "A link to A and B would have 372 characters, and more than 177 do not arrive everywhere. Nothing is copied; unpin A, and it is"
    )
    assert [None, expected + " shorter."] == said
    shorter = dataclasses.replace(leverage, most_link=176)
    expected = "A link to this would have 177 characters, and more than 176 do not arrive everywhere. Nothing is copied."
    assert expected == dict(contract._ok(shorter, e, None, "leverage", (), (), {}))["long"]


# ---- Pictures

ANOTHER = {  # an input whose change every picture of the calculator shows
    "cross_account": {"shock": "-5", "wallet_balance": "30000"},
    "history": {"leverage": "5"},
    "simulator": {"risk_share": "5"},
    "streak_odds": {"win_rate": "30"},
    "survival": {"risk_per_trade": "20"},
    "recovery": {"risk_per_trade": "10"},
    "fees": {"leverage": "20"},
    "losing_streak": {"risk_per_trade": "10"},
    "reward": {"win_rate": "60"},
}


@pytest.mark.parametrize("name", [name for name in calc.NAMES if name != "simulator"])
def test_every_calculator_shows_the_pinned_scenario_in_a_picture(name: str) -> None:
    other = ANOTHER.get(name, {"leverage": "12"})
    html = ok(name, inputs={}, pin=other)["html"]["result"]
    assert "pinned" in html.replace("data-pinned", "")
    assert "pinned" not in ok(name, inputs={})["html"]["result"]


def test_the_percentages_have_the_pinned_ones_beside_them() -> None:
    html = ok("leverage", inputs={"price_move": "5"}, pin={"price_move": "-5"})["html"]["result"]
    assert 3 == len(re.findall(r'<svg class="calc-bar"[^>]*>(?:(?!</svg>).)*class="ghost"', html))


def test_a_pinned_part_that_is_out_of_the_bar_is_left_out() -> None:
    near, far = (ok("margin", inputs={}, pin={"leverage": text})["html"]["result"].count("ghost pinned") for text in ("12", "2"))
    assert (near, far) == (3, 1)


def test_a_pinned_end_that_is_the_same_or_none_is_not_drawn() -> None:
    same = ok("cross_account", inputs={}, pin={})["html"]["result"]
    assert not re.findall(r'is-reaches"(?:(?!</svg>).)*ghost pinned', same)
    assert "ghost pinned" not in ok("adding", inputs={}, pin={})["html"]["result"]

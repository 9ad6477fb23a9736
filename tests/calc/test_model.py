"""A calculator as data: reading, bounds, conditions, calling, sweeping."""

from typing import Any

import pytest

import calc
from calc import leverage, liquidation, margin
from calc.errors import CalcError, DefinitionError, InvalidInputs, InvalidScenario, Problem, Rejection
from calc.inputs import Input
from calc.model import Calculator


def number(**bounds: Any) -> Input:
    return Input(**{"name": "x", "label": "Number", "kind": "number", "help": "A number.", "default": 1.0, "unit": "coins", **bounds})


def problem(i: Input, text: str, *, link: bool = False) -> Problem:
    with pytest.raises(InvalidInputs) as caught:
        i.read(text, link=link)
    (only,) = caught.value.problems
    return only


# ---- One input


@pytest.mark.parametrize(
    ("bounds", "inside", "outside"),
    [
        ({"ge": 1, "le": 125}, ["1", "125", "60.5"], ["0.999", "125.001", "-1", "1000000000"]),
        ({"gt": 1, "lt": 125}, ["1.001", "124.999"], ["1", "125", "0"]),
        ({"ge": -0.5}, ["-0.5", "1000000"], ["-0.50001"]),
        ({"lt": 0}, ["-1"], ["0", "-0", "1"]),
        ({}, ["-1000000", "0", "99999999999999"], []),
    ],
)
def test_bounds_are_open_or_closed(bounds: dict[str, float], inside: list[str], outside: list[str]) -> None:
    i = number(**bounds)
    assert [float(text) for text in inside] == [i.read(text) for text in inside]
    assert ["out-of-range"] * len(outside) == [problem(i, text).code for text in outside]


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ({"ge": 1, "le": 125}, "Number must be between 1 coins and 125 coins; you gave 500 coins."),
        ({"ge": 1, "le": 125, "display": "times"}, "Number must be between 1× and 125×; you gave 500×."),
        ({"le": 10}, "Number must be between −∞ and 10 coins; you gave 500 coins."),
        ({"gt": 1000}, "Number must be between 1,000 coins and ∞; you gave 500 coins."),
    ],
)
def test_a_number_out_of_range_is_told_the_range(bounds: dict[str, Any], message: str) -> None:
    assert Problem(field="x", code="out-of-range", message=message) == problem(number(**bounds), "500")


@pytest.mark.parametrize(("text", "given"), [("10.5", "10.5"), ("1,000.25", "1,000.25")])
def test_what_must_be_whole_says_so(text: str, given: str) -> None:
    i = number(whole=True, unit="")
    assert 10.0 == i.read("10")
    assert Problem(field="x", code="not-whole", message=f"Number must be a whole number; you gave {given}.") == problem(i, text)


@pytest.mark.parametrize("text", ["0", "-0", "-5", "0.000"])
def test_what_must_be_more_than_zero_says_so(text: str) -> None:
    assert Problem(field="x", code="not-positive", message="Number must be more than zero.") == problem(number(gt=0, le=10), text)


@pytest.mark.parametrize("text", ["1e999", "-1e999", "1e308", "-1e16"])
def test_no_number_beyond_all_use_is_repeated_at_full_length(text: str) -> None:
    said = problem(number(ge=-10, le=10), text, link=True).message
    assert "Number must be between −10 coins and 10 coins; you gave a number beyond all use." == said


@pytest.mark.parametrize("text", ["1e999", "-1e999", "1e31", "1e-31", "-5e-324"])
def test_a_number_that_cannot_be_computed_with_is_refused_even_without_bounds(text: str) -> None:
    expected = "Number must be between −∞ and ∞; you gave a number beyond all use."
    assert Problem(field="x", code="out-of-range", message=expected) == problem(number(), text, link=True)


@pytest.mark.parametrize("text", ["1e30", "-1e30", "1e-30", "0"])
def test_other_numbers_can_be_computed_with(text: str) -> None:
    assert float(text) == number().read(text, link=True)


def test_minus_zero_is_zero() -> None:
    assert "0.0" == repr(number().read("-0"))


@pytest.mark.parametrize("text", ["", " ", "\u00a0\n"])
def test_an_empty_number_is_asked_for(text: str) -> None:
    assert Problem(field="x", code="empty", message="Enter a number for number.") == problem(number(), text)


@pytest.mark.parametrize("text", ["", " ", "\u202f"])
def test_an_empty_optional_number_is_none(text: str) -> None:
    assert number(kind="optional").read(text) is None


def test_a_text_that_is_no_number_is_quoted() -> None:
    expected = "“a b” is not a number we can read. Try 1000 or 1,000.50."
    assert Problem(field="x", code="not-a-number", message=expected) == problem(number(), " a b ")


def test_a_long_text_is_quoted_in_part() -> None:
    assert f"“{'a' * 40}…” is not a number we can read. Try 1000 or 1,000.50." == problem(number(), "a" * 5000).message


def test_a_comma_gets_a_question() -> None:
    expected = "“1,5” is not a number we can read. Did you mean 1.5?"
    assert Problem(field="x", code="not-a-number", message=expected) == problem(number(), "1,5")


@pytest.mark.parametrize(("text", "expected"), [("short", "short"), (" long ", "long")])
def test_a_choice_is_read_by_its_name(text: str, expected: str) -> None:
    assert expected == liquidation.input("side").read(text)


@pytest.mark.parametrize("text", ["", "Short", "LONG", "up", "long,short", "<b>"])
def test_any_other_choice_is_a_problem(text: str) -> None:
    expected = f"Side must be one of long, short; you gave “{text}”."
    assert Problem(field="side", code="not-a-choice", message=expected) == problem(liquidation.input("side"), text)


@pytest.mark.parametrize(
    ("text", "expected"), [("1", True), ("0", False), ("on", True), ("Off", False), (" YES ", True), ("no", False), ("true", True)]
)
def test_a_switch_is_on_or_off(text: str, *, expected: bool) -> None:
    assert expected is liquidation.input("closing_fee").read(text)


@pytest.mark.parametrize("text", ["", "2", "maybe"])
def test_any_other_switch_is_a_problem(text: str) -> None:
    expected = f"Include the closing fee must be one of 0, 1; you gave “{text}”."
    assert Problem(field="closing_fee", code="not-a-choice", message=expected) == problem(liquidation.input("closing_fee"), text)


@pytest.mark.parametrize(
    ("name", "value", "written", "form", "link"),
    [
        ("leverage", 10.0, "10×", "10", "10"),
        ("maintenance_margin_rate", 0.005, "0.5\u202f%", "0.5", "0.005"),
        ("entry_price", 100_000.0, "100,000 USDT", "100,000", "100000"),
        ("stop_price", None, "none", "", ""),
        ("stop_price", 95_000.5, "95,000.5 USDT", "95,000.5", "95000.5"),
        ("closing_fee", True, "on", "1", "1"),
        ("closing_fee", False, "off", "0", "0"),
        ("side", "short", "Short", "short", "short"),
    ],
)
def test_a_value_is_written_in_words_in_a_form_and_in_a_link(name: str, value: Any, written: str, form: str, link: str) -> None:
    i = liquidation.input(name)
    assert (written, form, link) == (i.written(value), i.form_text(value), i.link_text(value))
    assert value == i.read(form)
    assert value == i.read(link, link=True)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("leverage", "25", ("25", 25.0, None)),
        ("maintenance_margin_rate", "0.005", ("0.5", 0.005, None)),
        ("maintenance_margin_rate", "1.5", ("150", 0.005, "out-of-range")),  # out of range: shown as the form writes it, and reported there
        ("leverage", "1e1", ("10", 10.0, None)),
        ("leverage", "1e300", ("1e300", 10.0, "out-of-range")),
        ("leverage", "abc", ("abc", 10.0, "not-a-number")),
        ("leverage", "", ("", 10.0, "empty")),
        ("side", "up", ("up", "long", "not-a-choice")),
        ("closing_fee", "9", ("9", False, "not-a-choice")),
    ],
)
def test_a_link_sets_the_text_of_the_form_even_when_it_cannot_be_used(name: str, text: str, expected: tuple[str, Any, str | None]) -> None:
    shown, value, problems = liquidation.input(name).from_link(text)
    assert expected == (shown, value, problems[0].code if problems else None)
    assert [name] * len(problems) == [p.field for p in problems]


# ---- A calculator


def test_parsing_gives_every_problem_at_once() -> None:
    texts = {
        "side": "up",
        "entry_price": "0",
        "leverage": "500",
        "initial_margin": "1,5",
        "stop_price": "x",
        "closing_fee": "2",
        "taker_fee_rate": "",
    }
    with pytest.raises(InvalidInputs) as caught:
        liquidation.parse(texts)
    assert [
        ("side", "not-a-choice"),
        ("entry_price", "not-positive"),
        ("leverage", "out-of-range"),
        ("initial_margin", "not-a-number"),
        ("stop_price", "not-a-number"),
        ("closing_fee", "not-a-choice"),
        ("taker_fee_rate", "empty"),
    ] == [(p.field, p.code) for p in caught.value.problems]


def test_the_error_says_each_problem_on_a_line_of_its_own() -> None:
    with pytest.raises(InvalidInputs) as caught:
        liquidation.parse({"entry_price": "0", "leverage": "500"})
    expected = "entry_price: Entry price must be more than zero.\nleverage: Leverage must be between 1× and 125×; you gave 500×."
    assert expected == str(caught.value)
    assert "just so" == str(InvalidInputs((Problem(field=None, code="x", message="just so"),)))


def test_what_is_not_given_has_its_default() -> None:
    assert liquidation.defaults() == liquidation.parse({})
    assert {**liquidation.defaults(), "leverage": 25.0} == liquidation.parse({"leverage": "25"})


def test_an_input_that_does_not_apply_is_not_checked() -> None:
    assert margin.defaults() == margin.parse({"tier_table": "nonsense"})
    with pytest.raises(InvalidInputs):
        margin.parse({"maintenance": "tiers", "tier_table": "nonsense"})


def test_a_condition_may_hang_on_a_condition(sample: Calculator[..., Any]) -> None:
    share = sample.input("rebate_share")
    assert sample.applies(share, {**sample.defaults(), "mode": "given", "rebate": True})
    assert not sample.applies(share, {**sample.defaults(), "mode": "given"})
    assert not sample.applies(share, {**sample.defaults(), "rebate": True})
    assert 0.5 == sample.parse({"mode": "given", "rebate": "1", "rebate_share": "50"})["rebate_share"]
    assert 0.1 == sample.parse({"rebate": "1", "rebate_share": "nonsense"})["rebate_share"]


def test_a_form_reads_percent_and_a_link_fractions() -> None:
    assert 0.01 == margin.parse({"maintenance_margin_rate": "1"})["maintenance_margin_rate"]
    assert 0.01 == margin.parse({"maintenance_margin_rate": "0.01"}, link=True)["maintenance_margin_rate"]


def test_calling_a_calculator_is_calling_the_function() -> None:
    assert liquidation.compute(leverage=25) == liquidation(leverage=25)
    assert liquidation("short") == liquidation(side="short")
    assert liquidation(side="short", stop_price=None) == liquidation(side="short")


def test_calling_checks_the_bounds_of_everything_that_was_given() -> None:
    with pytest.raises(InvalidInputs) as caught:
        liquidation("up", 0, leverage=500, extra_margin=float("nan"), stop_price=-1)  # type: ignore[arg-type]
    assert [
        ("side", "not-a-choice"),
        ("entry_price", "not-positive"),
        ("leverage", "out-of-range"),
        ("stop_price", "not-positive"),
        ("extra_margin", "out-of-range"),
    ] == [(p.field, p.code) for p in caught.value.problems]


def test_calling_without_a_number_that_is_needed_is_a_problem() -> None:
    with pytest.raises(InvalidInputs) as caught:
        liquidation(leverage=None)  # type: ignore[arg-type]
    assert (Problem(field="leverage", code="empty", message="Enter a number for leverage."),) == caught.value.problems


def test_calling_does_not_check_what_does_not_apply() -> None:
    assert margin() == margin(tier_table="nonsense")  # type: ignore[arg-type]


def test_calling_with_a_switch() -> None:
    assert liquidation(closing_fee=True).closing_fee_rate == 0.0005


def test_calling_with_an_unknown_input_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        liquidation(levrage=20)  # type: ignore[call-arg]


def test_a_rejection_is_an_invalid_input_that_blames_a_field() -> None:
    with pytest.raises(Rejection) as caught:
        liquidation(leverage=100, maintenance_margin_rate=0.01)
    assert [("leverage", "margin-below-maintenance")] == [(p.field, p.code) for p in caught.value.problems]


def test_a_rejection_comes_with_what_else_is_wrong() -> None:
    flat = {"leverage": 100, "maintenance_margin_rate": 0.01}
    tiers = {"size_by": "notional", "entry_notional": 1e6, "maintenance": "tiers", "leverage": 100}
    for given, blamed, code in [(flat, "leverage", "margin-below-maintenance"), (tiers, "leverage", "tier-leverage")]:
        with pytest.raises(Rejection) as caught:
            liquidation(**given)  # type: ignore[arg-type]
        assert [(blamed, code)] == [(p.field, p.code) for p in caught.value.problems]
        with pytest.raises(Rejection) as caught:
            liquidation(**given, stop_price=150_000)  # type: ignore[arg-type]
        assert [(blamed, code), ("stop_price", "stop-side")] == [(p.field, p.code) for p in caught.value.problems]


def test_inputs_and_outputs_are_found_by_name() -> None:
    assert "Leverage" == liquidation.input("leverage").label
    assert "Liquidation price" == liquidation.output("liquidation_price").label
    for find in (liquidation.input, liquidation.output):
        with pytest.raises(KeyError):
            find("levrage")


def test_a_sweep_has_a_gap_where_a_point_is_rejected() -> None:
    values = {**liquidation.defaults(), "maintenance_margin_rate": 0.02}
    prices = liquidation.sweep(values, "leverage", (10.0, 100.0, 25.0), "liquidation_price")
    assert [True, False, True] == [price is not None for price in prices]
    assert liquidation(leverage=25, maintenance_margin_rate=0.02).liquidation_price == prices[2]


def test_a_sweep_leaves_the_values_alone() -> None:
    values = leverage.defaults()
    leverage.sweep(values, "leverage", (1.0, 2.0), "roe")
    assert leverage.defaults() == values


# ---- The package


def test_calculators_are_found_by_name_with_hyphens_or_underscores() -> None:
    assert calc.load("liquidation") is liquidation
    with pytest.raises(KeyError):
        calc.load("liquidity")
    with pytest.raises(KeyError):
        calc.load("calc.model")


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'calc' has no attribute 'liquidity'"):
        calc.liquidity  # noqa: B018 - the access is what is tested


def test_every_error_is_an_error_of_this_package() -> None:
    assert {True} == {issubclass(error, CalcError) for error in (InvalidInputs, Rejection, InvalidScenario, DefinitionError)}
    assert issubclass(Rejection, InvalidInputs)

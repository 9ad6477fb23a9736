"""What people may type, and what a link may carry."""

import pytest

from calc.view import reading
from calc.view.reading import Unreadable, number

NBSP, NARROW, MINUS = "\u00a0", "\u202f", "\u2212"

READABLE = [
    # digits, signs and dots
    ("0", "price", 0.0),
    ("007", "price", 7.0),
    ("1000", "price", 1000.0),
    ("5.", "price", 5.0),
    (".5", "price", 0.5),
    ("-5", "price", -5.0),
    (f"{MINUS}5", "price", -5.0),
    ("- 5", "price", -5.0),
    ("-0", "price", -0.0),
    # a comma means thousands only where every group after it has three digits
    ("1,000", "price", 1000.0),
    ("1,000.50", "price", 1000.5),
    ("12,345,678.9", "price", 12345678.9),
    # spaces, underscores and apostrophes between groups of three are dropped
    ("1 000", "price", 1000.0),
    (f"1{NBSP}000{NBSP}000", "price", 1e6),
    (f"1{NARROW}000.25", "price", 1000.25),
    ("1_000_000", "price", 1e6),
    ("1'000", "price", 1000.0),
    ("1 000_000", "price", 1e6),
    (f"1{NBSP}000 000'000.5", "price", 1e9 + 0.5),
    # space around it
    (f" \t{NBSP}42{NARROW}\n", "price", 42.0),
    # suffixes where the unit allows them
    ("$100", "money", 100.0),
    ("-$100", "money", -100.0),
    ("$ 100", "money", 100.0),
    ("100$", "money", 100.0),
    ("100 USDT", "money", 100.0),
    ("1.5k", "money", 1500.0),
    ("1.5 K", "price", 1500.0),
    ("2.5M", "money", 2.5e6),
    ("$1,000k", "money", 1e6),
    ("3k", "size", 3000.0),
    ("10x", "times", 10.0),
    ("10X", "times", 10.0),
    ("10 ×", "times", 10.0),
]


@pytest.mark.parametrize(("text", "display", "expected"), READABLE)
def test_reads_what_people_type_in_a_form_and_in_a_link(text: str, display: str, expected: float) -> None:
    assert expected == number(text, display)
    assert expected == number(text, display, link=True)


PERCENT = [
    ("0.5", 0.005, 0.5),
    ("0.5%", 0.005, 0.005),
    (f"0.5{NARROW}%", 0.005, 0.005),
    ("50bps", 0.005, 0.005),
    ("50 bps", 0.005, 0.005),
    ("-5", -0.05, -5.0),
    ("100", 1.0, 100.0),
    ("0.07", 0.0007, 0.07),
]


@pytest.mark.parametrize(("text", "in_form", "in_link"), PERCENT)
def test_a_bare_number_in_a_percent_field_is_percent_in_a_form_and_a_fraction_in_a_link(text: str, in_form: float, in_link: float) -> None:
    assert in_form == number(text, "percent")
    assert in_link == number(text, "percent", link=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1e5", 1e5),
        ("1E5", 1e5),
        ("1e+5", 1e5),
        ("2.5e-9", 2.5e-9),
        ("-1e3", -1000.0),
        ("1e21", 1e21),
        ("5e-324", 5e-324),
        ("1e999", float("inf")),
    ],
)
def test_only_a_link_may_use_an_exponent(text: str, expected: float) -> None:
    assert expected == number(text, "price", link=True)
    with pytest.raises(Unreadable):
        number(text, "price")


UNREADABLE = [
    *(
        "",
        " ",
        "-",
        MINUS,
        ".",
        "-.",
        ",",
        "abc",
        "1a",
        "1.2.3",
        "1..2",
        "--1",
        "1-",
        "5 5",
        "1 00",
        "1 0000",
        "1234 567",
        "1_00",
        "1__000",
        "_1",
        "1_",
    ),
    *(
        "1'00",
        "1 000_00",
        "1 _000",
        "1,000 000",
        "1.000 000",
        "NaN",
        "nan",
        "inf",
        "infinity",
        "-inf",
        "1e",
        "e5",
        "1e5e5",
        "1e5.0",
        "1e99999",
        "0x10",
        "1j",
        "1/2",
    ),
    *("٣", "１２", "½", "²", "1²", "\x00", "1\x00", "😀", "<b>1</b>", "1;2", "+5", "$", "k", "1kk", "$-5", "1" * 501, "0." + "0" * 500),
]


@pytest.mark.parametrize("link", [False, True])
@pytest.mark.parametrize("text", UNREADABLE)
def test_anything_else_is_unreadable(text: str, *, link: bool) -> None:
    with pytest.raises(Unreadable):
        number(text, "price", link=link)


@pytest.mark.parametrize(
    ("text", "display"),
    [
        ("5%", "price"),
        ("5%", "times"),
        ("5x", "price"),
        ("5k", "percent"),
        ("5k", "times"),
        ("$5", "percent"),
        ("$5", "size"),
        ("5bps", "money"),
        ("5 USDT", "size"),
    ],
)
def test_a_suffix_of_another_unit_is_unreadable(text: str, display: str) -> None:
    with pytest.raises(Unreadable):
        number(text, display)


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("1,5", "1.5"),
        ("0,005", "0.005"),
        ("1.000,50", "1000.50"),
        ("1.000.000,5", "1000000.5"),
        ("1000,5", "1000.5"),
        ("1 000,50", "1000.50"),
        ("-1,5", f"{MINUS}1.5"),
        (f"{MINUS}0,5", f"{MINUS}0.5"),
        ("1,5k", "1.5k"),
        ("$1,5", "1.5"),
        ("12,34", "12.34"),
        ("0,000", "0.000"),
        ("1,000,50", "1000.50"),
        ("1,000,000,5", "1000000.5"),
        (",5", "0.5"),
        ("-,5", f"{MINUS}0.5"),
        ("5,", "5"),
        ("1,000,", "1000"),
    ],
)
def test_a_comma_that_does_not_mean_thousands_gets_a_guess(text: str, guess: str) -> None:
    with pytest.raises(Unreadable) as caught:
        number(text, "price")
    assert guess == caught.value.guess


@pytest.mark.parametrize("text", ["1,00,000", "1,5,5", "1,,5", ",", ",,", "a,5", "5,a", "1.00,5", "1,000 000", "1.2.3"])
def test_a_text_with_more_than_one_reading_gets_no_guess(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        number(text, "price")
    assert caught.value.guess == ""


@pytest.mark.parametrize("guess", ["1.5", "0.005", "1000.50", "0.5", "5", f"{MINUS}1.5", "1.5k"])
def test_a_guess_can_be_read(guess: str) -> None:
    assert number(guess, "price") == number(guess, "price", link=True)


def test_suffixes_are_known_for_every_display_that_has_a_unit() -> None:
    assert {"price", "money", "size", "times", "percent"} == set(reading.SUFFIXES)

"""Every sentence about inputs: its wording is golden, its code is stable, and every code that is used has one."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import calc
from calc.view import messages
from calc.view.messages import TEMPLATES, fill, sentence
from calc.view.words import flag

PACKAGE = Path(calc.__file__).parent
FACTS: dict[str, str | float] = {
    "field": "Leverage",
    "name": "levrage",
    "names": "levrage, zoom",
    "nearest": "leverage",
    "what": "an input",
    "given": "3",
    "all": "15",
    "raw": "1,5",
    "guess": "1.5",
    "choices": "long, short",
    "min": "1×",
    "max": "125×",
    "value": "500×",
    "venue": "Binance",
    "date": "2024-10-24",
    "version": "9",
    "newest": "1",
    "leverage": 200.0,
    "max_leverage": 199.9,
    "initial_margin_rate": 0.005,
    "maintenance_margin_rate": 0.0055,
    "cap": 1_800_000_000.0,
    "best": 9.995,
    "liquidation_price": 90452.26130653266,
    "stop_price": 90000.0,
    "share": 0.125,
    "account_balance": 1_000.0,
    "unit": "USDT",
    "market": "BTC",
    "mark_price": 101_000.0,
    "margin_balance": 40.0,
    "maintenance_margin": 50.0,
    "initial_margin": 1_500.0,
    "why": "a row is not an object",
    "noun": "position",
    "least": "1",
    "most": "8",
    "row": "2",
    "fields": "market, side, size",
    "run": "10",
    "wallet_balance": 1_400.0,
    "current_price": 90_000.0,
    "number": "2",
    "loss": "20",
    "action": "Open long",
    "count": 2,
    "hours": 1_000,
    "trades": 50,
    "needed": 1_200.0,
    "liquidation_move": 0.0452,
    "stop_distance": 0.06,
    "gap": 0.037,
    "example": "2025-12-31",
    "length": 10.0,
    "largest": 0.0226,
    "multiple": 3.5,
    "one": 0.01,
    "total": 0.04,
    "day": 0.03,
    "used": 3.33,
    "left": 0.5987,
    "fees": 0.31,
    "kelly_multiple": 0.59,
    "chance": 0.194,
    "first": "1 March 2020",
    "last": "1 January 2020",
    "days": "7",
    "asked": "31 December 2025",
    "shown": "25 December 2025",
}


def test_every_message_is_worded_as_it_was(golden: Callable[[str, str], None]) -> None:
    golden("messages.txt", "".join(f"{code}: {sentence(code, **FACTS)}\n" for code in TEMPLATES))


def chosen_in(choice: ast.IfExp) -> Iterator[str]:
    for side in (choice.body, choice.orelse):
        if isinstance(side, ast.Constant) and isinstance(side.value, str):
            yield side.value


def codes_in(tree: ast.AST) -> Iterator[str]:
    """The codes that a module gives to `note`, `reject`, `sentence`, `_problem` or `InvalidScenario`; `unknown-` is finished by a kind.

    One of two codes may be chosen where it is given, or on a line `code = … if … else …` before.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.IfExp) and ast.unparse(node.targets[0]) == "code":
            yield from chosen_in(node.value)
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in {"note", "reject", "sentence", "_problem", "InvalidScenario"}:
            for argument in node.args[:2]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value
                if isinstance(argument, ast.IfExp):
                    yield from chosen_in(argument)
                if isinstance(argument, ast.BinOp) and isinstance(argument.left, ast.Constant) and str(argument.left.value).endswith("-"):
                    yield from (str(argument.left.value) + kind for kind in ("input", "calculator"))


def test_every_code_that_is_used_has_a_message_and_every_message_is_used() -> None:
    files = [file for file in PACKAGE.rglob("*.py") if file.name != "ccxt.py"]  # it has sentences of its own
    given = {code for file in files for code in codes_in(ast.parse(file.read_text(encoding="utf-8")))}
    fields = {i.name for name in calc.NAMES for i in calc.load(name).inputs}
    assert set(TEMPLATES) == given - fields


def test_a_code_is_a_few_words_with_hyphens() -> None:
    assert [] == [code for code in TEMPLATES if not code.replace("-", "").isalpha() or code != code.lower()]


def test_a_template_is_filled_with_numbers_as_they_are_shown() -> None:
    assert "Your stop is only 12.50\u202f% of the way from liquidation: a fast move can jump it." == sentence("warn-thin", share=0.125)
    assert "Larger than the Binance table of 2024-10-24 covers (1,800,000,000 USDT)." == sentence(
        "tier-size", venue="Binance", date="2024-10-24", cap=1.8e9, unit="USDT"
    )


def test_a_template_without_the_facts_it_needs_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        sentence("warn-thin")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("plain", "plain"),
        ("", ""),
        ("{a}", "<a:>"),
        ("{a:b}", "<a:b>"),
        ("x {a} y {b:c-d} z", "x <a:> y <b:c-d> z"),
        ("{a}{b}", "<a:><b:>"),
    ],
)
def test_filling_replaces_names_and_keeps_the_rest(template: str, expected: str) -> None:
    assert expected == fill(template, lambda name, display: f"<{name}:{display}>")


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert "{b}" == fill("{a}", lambda *_: "{b}")
    assert "“{field}” is not a number we can read. Try 1000 or 1,000.50." == sentence("not-a-number", raw="{field}")


@pytest.mark.parametrize(("value", "expected"), [(True, "yes"), (False, "no"), ("cheap", "cheap")])
def test_a_flag_is_yes_or_no(value: bool | str, expected: str) -> None:
    assert expected == flag(value)


def test_every_message_ends_like_a_sentence() -> None:
    assert [] == [code for code, template in messages.TEMPLATES.items() if template[-1] not in ".?"]

"""The command line: lists, describes, answers, and says everything that is wrong at once."""

import dataclasses
import json
import os
import subprocess
import sys
from importlib.metadata import entry_points
from typing import Any

import pytest

import calc
from calc import contract, liquidation
from calc.cli import main


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Exit status, standard output and standard error of a command."""

    def command(*words: str) -> tuple[int, str, str]:
        status = main(words)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return command


@pytest.mark.parametrize("words", [(), ("-h",), ("--help",)])
def test_without_a_name_it_lists_the_calculators(run: Any, words: tuple[str, ...]) -> None:
    status, out, err = run(*words)
    assert (0, "") == (status, err)
    for name in calc.NAMES:
        assert f"  {name:<13}  {calc.load(name).question}\n" in out
    assert out.startswith("python -m calc NAME [--INPUT VALUE …] [--json]\n")


def test_it_answers_as_text(run: Any) -> None:
    status, out, err = run("liquidation", "--side", "short", "--leverage", "25")
    assert (0, "") == (status, err)
    lines = out.splitlines()
    assert "A 25× short opened at 100,000 is closed out at 103,482.59. A rise of 3.48\u202f%, and all of" == lines[0]
    assert ["Liquidation", "price", "103,482.59", "3,482.59", "above", "entry"] in [line.split() for line in lines]
    assert "Estimate. Your venue’s own figure, tiers and fees decide." in lines
    assert "What this leaves out:" in lines
    assert lines[-1].startswith("?calc=liquidation&v=2&side=short&entry_price=100000&leverage=25&")


def test_an_answer_as_text_says_so_where_there_is_no_number(run: Any) -> None:
    _, out, _ = run("liquidation", "--leverage=1")
    assert ["Liquidation", "price", "none", "no", "price", "reaches", "it"] in [line.split() for line in out.splitlines()]
    assert "Price alone cannot liquidate this long: you put up the full value." in out


def test_an_answer_without_a_convention_has_no_line_for_it(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = calc.margin
    quiet = dataclasses.replace(usual, story=lambda q, r: dataclasses.replace(usual.story(q, r), convention=""))
    assert "Maintenance on the value now" in run("margin")[1]
    monkeypatch.setattr("calc.load", lambda _: quiet)
    assert "Maintenance on the value now" not in run("margin")[1]


def test_it_answers_as_json(run: Any) -> None:
    status, out, err = run("liquidation", "--side", "short", "--leverage", "25", "--json")
    answered = json.loads(out)
    assert (0, "") == (status, err)
    assert ["calculator", "version", "inputs", "outputs", "notes", "link"] == list(answered)
    assert ("liquidation", 2) == (answered["calculator"], answered["version"])
    assert {"side": "short", "leverage": 25, "closing_fee": False, "stop_price": None} == {
        name: answered["inputs"][name] for name in ("side", "leverage", "closing_fee", "stop_price")
    }
    assert "entry_notional" not in answered["inputs"]
    expected = liquidation(side="short", leverage=25)
    assert {o.name: getattr(expected, o.name) for o in liquidation.outputs} == answered["outputs"]
    assert [{"code": "note-estimate", "field": None, "message": "Estimate. Your venue’s own figure, tiers and fees decide."}] == answered[
        "notes"
    ]
    assert answered["link"].startswith("?calc=liquidation&v=2&side=short&")


def test_numbers_in_json_have_full_precision(run: Any) -> None:
    assert '"liquidation_price":90452.26130653266,' in run("liquidation", "--json")[1]


@pytest.mark.parametrize(
    "words",
    [
        ("--maintenance-margin-rate", "0.01", "--entry-price", "50000"),
        ("--maintenance_margin_rate", "0.01", "--entry_price", "50000"),
        ("--maintenance-margin-rate=1%", "--entry-price=50,000"),
        ("--maintenance-margin-rate=100bps", "--entry_price=5e4"),
    ],
)
def test_names_have_hyphens_or_underscores_and_rates_are_fractions(run: Any, words: tuple[str, ...]) -> None:
    answered = json.loads(run("liquidation", *words, "--json")[1])
    assert (0.01, 50_000) == (answered["inputs"]["maintenance_margin_rate"], answered["inputs"]["entry_price"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--closing-fee",), True),
        (("--closing-fee", "1"), True),
        (("--closing-fee=on",), True),
        (("--closing-fee", "--leverage", "5"), True),
        (("--closing-fee", "0"), False),
        (("--closing-fee=no",), False),
    ],
)
def test_a_switch_is_on_by_its_name_alone(run: Any, words: tuple[str, ...], *, expected: bool) -> None:
    assert expected is json.loads(run("liquidation", *words, "--json")[1])["inputs"]["closing_fee"]


def test_a_negative_number_is_a_value(run: Any) -> None:
    assert -0.05 == json.loads(run("leverage", "--price-move", "-0.05", "--json")[1])["inputs"]["price_move"]
    assert -0.05 == json.loads(run("leverage", "--price-move=-5%", "--json")[1])["inputs"]["price_move"]


BAD = ("liquidation", "--leverage", "500", "--levrage", "5", "--side", "up", "--entry-price", "--stop-price=1,5", "--leverage", "7")


def test_bad_input_is_reported_all_at_once_as_json_on_stdout(run: Any) -> None:
    status, out, err = run(*BAD, "--json")
    assert (2, "") == (status, err)
    assert [
        ("levrage", "unknown-input"),
        ("leverage", "repeated"),
        ("side", "not-a-choice"),
        ("entry_price", "empty"),
        ("stop_price", "not-a-number"),
    ] == [(p["field"], p["code"]) for p in json.loads(out)["problems"]]


def test_bad_input_is_reported_all_at_once_as_text_on_stderr(run: Any) -> None:
    status, out, err = run(*BAD)
    assert (2, "") == (status, out)
    assert [
        "levrage: levrage is not an input; did you mean leverage?",
        "leverage: Leverage is given more than once.",
        "side: Side must be one of long, short; you gave “up”.",
        "entry_price: Enter a number for entry price.",
        "stop_price: “1,5” is not a number we can read. Did you mean 1.5?",
    ] == err.splitlines()


def test_inputs_that_do_not_go_together_are_bad_input(run: Any) -> None:
    status, out, _ = run("liquidation", "--stop-price", "150000", "--json")
    assert (2, [("stop_price", "stop-side")]) == (status, [(p["field"], p["code"]) for p in json.loads(out)["problems"]])


@pytest.mark.parametrize(
    ("words", "blamed"), [(("--x=5", "--leverage", "5"), "x"), (("--x", "5"), "x"), (("--x",), "x"), (("--le-verage", "5"), "le-verage")]
)
def test_what_is_no_input_is_named_once(run: Any, words: tuple[str, ...], blamed: str) -> None:
    status, out, _ = run("margin", *words, "--json")
    problems = json.loads(out)["problems"]
    assert (2, [(blamed, "unknown-input")]) == (status, [(p["field"], p["code"]) for p in problems])


@pytest.mark.parametrize(
    ("command", "unknown"),
    [(("margin", "5"), ["5"]), (("margin", "-x", "5"), ["-x", "5"]), (("describe", "margin", "liquidation", "x"), ["liquidation", "x"])],
)
def test_a_word_that_says_nothing_is_no_field(run: Any, command: tuple[str, ...], unknown: list[str]) -> None:
    said = [f"“{word}” says nothing here. An input is --name value." for word in unknown]
    status, out, err = run(*command)
    assert (2, "", said) == (status, out, err.splitlines())
    status, out, err = run(*command, "--json")
    expected = [{"field": None, "code": "unknown-word", "message": message} for message in said]
    assert (2, "", expected) == (status, err, json.loads(out)["problems"])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("LEVRAGE", "LEVRAGE is not an input; did you mean leverage?"),
        (
            "zzz",
            (
                "zzz is not an input. There are: entry_notional, leverage, maintenance, contract, maintenance_margin_rate, tier_table,"
                " entry_price, side, closing_fee, taker_fee_rate."
            ),
        ),
    ],
)
def test_only_a_name_that_is_near_is_suggested(run: Any, name: str, message: str) -> None:
    status, out, _ = run("margin", f"--{name}=5", "--json")
    assert (2, [{"field": name, "code": "unknown-input", "message": message}]) == (status, json.loads(out)["problems"])


def test_a_calculator_that_is_near_none_gets_all_names(run: Any) -> None:
    assert (2, "", f"zzz is not a calculator. There are: {', '.join(calc.NAMES)}.\n") == run("zzz")
    assert "LIQUIDATION is not a calculator; did you mean liquidation?\n" == run("LIQUIDATION")[2]


@pytest.mark.parametrize("words", [("liquidatoin",), ("describe", "liquidatoin")])
def test_a_calculator_that_does_not_exist_gets_the_nearest_name(run: Any, words: tuple[str, ...]) -> None:
    expected = "liquidatoin is not a calculator; did you mean liquidation?"
    assert (2, "", f"{expected}\n") == run(*words)
    status, out, _ = run(*words, "--json")
    assert (2, [{"field": None, "code": "unknown-calculator", "message": expected}]) == (status, json.loads(out)["problems"])


def test_warnings_are_notes_and_no_failure(run: Any) -> None:
    status, out, _ = run("liquidation", "--stop-price", "80000", "--json")
    assert (0, ["warn-liquidation-first", "note-estimate"]) == (status, [n["code"] for n in json.loads(out)["notes"]])


def test_it_describes_one_calculator_as_text(run: Any) -> None:
    status, out, _ = run("describe", "margin")
    assert 0 == status
    assert out.startswith("What you put up, what you must keep: How much must I put up, and how thin is the cushion?\n")
    assert "  --entry-notional  Value of the position when it is opened: size times price.\n" in out
    assert "      from 10 USDT to 100,000,000 USDT; usually 1,000 USDT\n" in out
    assert "  margin_ratio  " in out
    assert out == run("margin", "--help")[1] == run("margin", "-h")[1]


def test_it_describes_all_calculators_as_text(run: Any) -> None:
    assert "\n".join(run("describe", name)[1] for name in calc.NAMES) == run("describe")[1]


def test_it_describes_one_calculator_as_json(run: Any) -> None:
    described = json.loads(run("describe", "liquidation", "--json")[1])
    assert ["name", "version", "title", "question", "summary", "inputs", "outputs", "presets", "charts"] == list(described)
    assert [i.name for i in liquidation.inputs] == [i["name"] for i in described["inputs"]]
    assert [o.name for o in liquidation.outputs] == [o["name"] for o in described["outputs"]]
    leverage = described["inputs"][2]
    assert ["name", "label", "kind", "unit", "bounds", "default", "choices", "when", "help"] == list(leverage)
    assert ("number", "×", {"ge": 1, "le": 125}, 10, [], None) == tuple(
        leverage[k] for k in ("kind", "unit", "bounds", "default", "choices", "when")
    )
    assert {"input": "size_by", "value": "notional"} == next(i for i in described["inputs"] if i["name"] == "entry_notional")["when"]
    assert ["long", "short"] == described["inputs"][0]["choices"]
    assert ["ladder", "columns"] == [chart["kind"] for chart in described["charts"]]
    assert {"slug": "10x-short", "label": "10× short", "inputs": {"side": "short"}} == described["presets"][1]


def test_it_describes_all_calculators_as_a_json_list(run: Any) -> None:
    described = json.loads(run("describe", "--json")[1])
    assert list(calc.NAMES) == [one["name"] for one in described]
    assert json.loads(run("describe", "liquidation", "--json")[1]) == described[2]


def test_a_described_default_and_preset_can_be_given_back(run: Any) -> None:
    for one in json.loads(run("describe", "--json")[1]):
        for preset in one["presets"]:
            assert 0 == run(one["name"], *(f"--{name}={text}" for name, text in preset["inputs"].items()))[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("liquidation", "--side", "\x1b[31mup"), "side: Side must be one of long, short; you gave “\\u001b[31mup”."),
        (("liquidation", "--side", "a\nb\x9b"), "side: Side must be one of long, short; you gave “a\\nb\\u009b”."),
        (("liquidation", "\u202exs"), "“\\u202exs” says nothing here. An input is --name value."),
        (("liquidation", "--\udcff=1"), "\\udcff: \\udcff is not an input. There are: side, "),
        (("x\x7f",), "x\\u007f is not a calculator. There are: "),
    ],
)
def test_what_a_terminal_would_obey_is_only_shown(run: Any, words: tuple[str, ...], expected: str) -> None:
    status, out, err = run(*words)
    assert (2, "", expected) == (status, out, err.rstrip("\n")[: len(expected)])
    assert 1 == len(err.splitlines())


def test_words_of_a_million_letters_are_cut_short(run: Any) -> None:
    status, _, err = run("liquidation", "--" + "x" * 1_000_000, "y" * 1_000_000, "--side", "z" * 1_000_000)
    assert (2, True) == (status, len(err) < 1_000)


@pytest.mark.parametrize("words", [("liquidation",), ("liquidation", "--side", "é😀"), ("describe", "margin"), ()])
def test_a_terminal_without_a_letter_is_no_trouble(words: tuple[str, ...]) -> None:
    def run(*more: str) -> str:
        command = [sys.executable, "-m", "calc", *words, *more]
        done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"})
        assert done.returncode in {0, 2}
        return (done.stdout + done.stderr).decode("ascii")

    assert "Traceback" not in run()
    if words:
        json.loads(run("--json"))


def test_python_runs_the_package() -> None:
    done = subprocess.run([sys.executable, "-m", "calc", "margin", "--json"], capture_output=True, text=True, check=False, encoding="utf-8")
    assert (0, "") == (done.returncode, done.stderr)
    assert 100 == json.loads(done.stdout)["outputs"]["initial_margin"]
    bad = subprocess.run([sys.executable, "-m", "calc", "nothing"], capture_output=True, text=True, check=False, encoding="utf-8")
    assert (2, "") == (bad.returncode, bad.stdout)


def test_the_console_script_is_the_command_line() -> None:
    (script,) = entry_points(group="console_scripts", name="leverage-calc")
    assert script.load() is main


def test_the_words_of_the_process_are_read_when_none_are_given(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["leverage-calc", "margin", "--json"])
    assert 0 == main()
    assert "margin" == json.loads(capsys.readouterr().out)["calculator"]


def test_json_of_the_command_line_has_the_numbers_of_the_contract(run: Any) -> None:
    for name in calc.NAMES:
        answered = json.loads(contract.answer(json.dumps({"calculator": name})))["ok"]
        assert answered["outputs"] == json.loads(run(name, "--json")[1])["outputs"]

"""Leverage tiers as ccxt saves them: read, shown, and every malformed row named at once."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from calc.cli import main
from calc.errors import CalcError, InvalidInputs
from calc.venues import tier_table
from calc.venues.ccxt import LeverageTiers, leverage_tiers
from calc.venues.tiers import UNLIMITED

SAMPLE = Path(__file__).parents[1] / "data" / "ccxt-leverage-tiers.json"
SYMBOL = "BTC/USDT:USDT"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Exit status, standard output and standard error of `python -m calc tiers …`."""

    def command(*words: str) -> tuple[int, str, str]:
        status = main(("tiers", *words))
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return command


def rows(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Three sound rows, each with its own changes; a change to `...` takes the key away."""
    sound = [
        {"tier": 1, "minNotional": 0, "maxNotional": 100, "maintenanceMarginRate": 0.01, "maxLeverage": 50, "info": {"cum": 0}},
        {"tier": 2, "minNotional": 100, "maxNotional": 200, "maintenanceMarginRate": 0.02, "maxLeverage": 25, "info": {"cum": 1}},
        {"tier": 3, "minNotional": 200, "maxNotional": 300, "maintenanceMarginRate": 0.04, "maxLeverage": 10, "info": {"cum": 5}},
    ]
    for row, change in zip(sound, changes, strict=False):
        row.update(change)
    return [{key: value for key, value in row.items() if value is not ...} for row in sound]


def read(*changes: dict[str, Any]) -> LeverageTiers:
    (found,) = leverage_tiers(json.dumps({SYMBOL: rows(*changes)}))
    return found


def wrong(text: str) -> list[tuple[str | None, str, str]]:
    with pytest.raises(InvalidInputs) as caught:
        leverage_tiers(text)
    return [(p.field, p.code, p.message) for p in caught.value.problems]


# ---- What is right


def test_a_file_of_ccxt_is_read() -> None:
    bitcoin, doge = leverage_tiers(SAMPLE.read_text(encoding="utf-8"))
    assert ("BTC/USDT:USDT", "USDT") == (bitcoin.symbol, bitcoin.currency)
    assert tier_table("binance-btcusdt-2026-07-02").tiers[:4] == bitcoin.tiers
    assert tier_table("binance-dogeusdt-2026-07-02").tiers[:3] == doge.tiers
    assert () == bitcoin.jumps == doge.jumps


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ({"cum": 1.5}, 1.5),
        ({"mmDeduction": "510"}, 510),
        ({"mmDeduction": ""}, 0),
        ({"deduction": "250"}, 250),
        ({"cum": None, "mmDeduction": "2"}, 2),
        ({}, 0),
        (None, 0),
        (..., 0),
    ],
)
def test_the_deduction_is_the_venues_own(info: Any, expected: float) -> None:
    assert expected == read({}, {"info": info}).tiers[1].maintenance_amount


def test_without_deductions_maintenance_margin_jumps_which_is_no_mistake() -> None:
    found = read({"info": ...}, {"info": ...}, {"info": ...})
    assert [(100, 1, 2), (200, 4, 8)] == [(j.value, j.below, j.above) for j in found.jumps]


def test_a_last_row_without_an_end_has_none() -> None:
    assert UNLIMITED == read({}, {}, {"maxNotional": None}).tiers[2].cap


def test_a_venue_that_counts_contracts_may_leave_one_between_rows() -> None:
    assert 100 == read({}, {"minNotional": 101}).tiers[1].floor
    ((field, code, _),) = wrong(json.dumps({SYMBOL: rows({"maxNotional": 10}, {"minNotional": 11})}))
    assert (f"{SYMBOL}[1].minNotional", "gap") == (field, code)


def test_the_currency_is_the_rows_own_else_the_symbols() -> None:
    assert ("USDT", "BTC") == (read().currency, read({"currency": "BTC"}).currency)


# ---- What is wrong


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("{\n  oops}", "not-json", "Expecting property name enclosed in double quotes, in line 2, column 3."),
        ("", "not-json", "Expecting value, in line 1, column 1."),
        ("[" * 200_000, "not-json", "it is nested too deeply, or a number is too long."),
        ("9" * 5_000, "not-json", "it is nested too deeply, or a number is too long."),
        ("[1, 2]", "not-an-object", "symbols and their rows, as ccxt's fetch_leverage_tiers() gives it; it is [1, 2]."),
        ('"tiers"', "not-an-object", 'it is "tiers".'),
        ("{}", "no-symbols", "There are no symbols in it."),
    ],
)
def test_a_file_that_is_no_table_says_what_it_is(text: str, code: str, message: str) -> None:
    ((field, found, said),) = wrong(text)
    assert (None, code) == (field, found)
    assert said.endswith(message)


@pytest.mark.parametrize(
    ("value", "field", "code"),
    [({}, SYMBOL, "not-a-list"), ([], SYMBOL, "no-rows"), ([None], f"{SYMBOL}[0]", "row-not-an-object")],
)
def test_a_symbol_without_rows_is_named(value: Any, field: str, code: str) -> None:
    assert [(field, code)] == [found[:2] for found in wrong(json.dumps({SYMBOL: value}))]


@pytest.mark.parametrize(
    ("changes", "place", "code", "message"),
    [
        (({}, {"maxNotional": ...}), "[1].maxNotional", "missing", "maxNotional is missing."),
        (({"tier": ...},), "[0].tier", "missing", "tier is missing."),
        (({"maxLeverage": "50"},), "[0].maxLeverage", "not-a-number", 'Expected a number; it is "50".'),
        (({"maxLeverage": True},), "[0].maxLeverage", "not-a-number", "Expected a number; it is true."),
        (({"maxLeverage": None},), "[0].maxLeverage", "not-a-number", "Expected a number; it is null."),
        (({"maxLeverage": float("nan")},), "[0].maxLeverage", "not-finite", "Expected a finite number; it is NaN."),
        (({"maxLeverage": 10**400},), "[0].maxLeverage", "not-finite", f"Expected a finite number; it is 1{'0' * 38}…."),
        (({"minNotional": -1},), "[0].minNotional", "negative", "Must not be negative; it is -1."),
        (({}, {}, {"maxNotional": -300}), "[2].maxNotional", "negative", "Must not be negative; it is -300."),
        (
            ({"maintenanceMarginRate": -0.01},),
            "[0].maintenanceMarginRate",
            "rate-range",
            "A maintenance rate is a fraction from 0 to less than 1; it is -0.01.",
        ),
        (
            ({}, {}, {"maintenanceMarginRate": 4}),
            "[2].maintenanceMarginRate",
            "rate-range",
            "A maintenance rate is a fraction from 0 to less than 1; it is 4.",
        ),
        (({}, {}, {"maxLeverage": 0.5}), "[2].maxLeverage", "leverage-range", "The highest leverage is at least 1; it is 0.5."),
        (({"maxNotional": None},), "[0].maxNotional", "no-end", "Only the last row may have no end."),
        (({}, {}, {"maxNotional": 200}), "[2].maxNotional", "empty-band", "Must be more than minNotional, 200; it is 200."),
        (({"minNotional": 5},), "[0].minNotional", "late-start", "The first row begins at 0; it is 5."),
        (
            ({}, {"minNotional": 120}),
            "[1].minNotional",
            "gap",
            "The row before ends at 100; it is 120, and what lies between has no row.",
        ),
        (
            ({}, {"minNotional": 80}),
            "[1].minNotional",
            "overlap",
            "The row before ends at 100; it is 80, and what lies between has two rows.",
        ),
        (
            ({}, {}, {"maintenanceMarginRate": 0.015}),
            "[2].maintenanceMarginRate",
            "rate-falls",
            "Must not be lower than in the row before, 0.02; it is 0.015.",
        ),
        (({}, {}, {"tier": 2}), "[2].tier", "out-of-order", "Tiers must rise: this one is 2, the one before 2."),
        (({}, {"info": {"cum": "much"}}), "[1].info.cum", "not-a-number", 'Expected a number; it is "much".'),
        (({}, {"info": {"cum": [1]}}), "[1].info.cum", "not-a-number", "Expected a number; it is [1]."),
        (({}, {"info": {"mmDeduction": "-510"}}), "[1].info.mmDeduction", "negative", "Must not be negative; it is -510."),
        (({}, {"info": {"mmDeduction": "inf"}}), "[1].info.mmDeduction", "not-finite", "Expected a finite number; it is Infinity."),
    ],
)
def test_each_malformed_row_is_named(changes: tuple[dict[str, Any], ...], place: str, code: str, message: str) -> None:
    assert [(SYMBOL + place, code, message)] == wrong(json.dumps({SYMBOL: rows(*changes)}))


def test_everything_that_is_wrong_is_said_at_once() -> None:
    text = json.dumps({SYMBOL: [*rows({"maxNotional": "x"}, {"minNotional": ...}, {"maxLeverage": 0}), 5], "ETH/USDT:USDT": 7})
    assert [
        (f"{SYMBOL}[0].maxNotional", "not-a-number"),
        (f"{SYMBOL}[1].minNotional", "missing"),
        (f"{SYMBOL}[2].maxLeverage", "leverage-range"),
        (f"{SYMBOL}[3]", "row-not-an-object"),
        ("ETH/USDT:USDT", "not-a-list"),
    ] == [found[:2] for found in wrong(text)]


def test_after_a_row_that_cannot_be_read_the_next_is_compared_with_nothing() -> None:
    sound = rows()
    assert [f"{SYMBOL}[1]"] == [found[0] for found in wrong(json.dumps({SYMBOL: [sound[0], 5, sound[2]]}))]


def test_it_is_an_error_of_ours() -> None:
    with pytest.raises(CalcError, match=r"^BTC/USDT:USDT: There are no rows in it\.$"):
        leverage_tiers('{"BTC/USDT:USDT": []}')


# ---- On the command line


def test_it_prints_a_table_for_each_symbol(run: Run) -> None:
    status, out, err = run(str(SAMPLE))
    assert (0, "") == (status, err)
    first, second = out.split("\n\nDOGE/USDT:USDT (USDT)\n")
    assert first.splitlines() == [
        "BTC/USDT:USDT (USDT)",
        "",
        "tier       from       up to    rate  deduction  max leverage",
        "   1          0     300,000   0.4\u202f%          0          150×",
        "   2    300,000     800,000   0.5\u202f%        300          100×",
        "   3    800,000   3,000,000  0.65\u202f%      1,500           75×",
        "   4  3,000,000  12,000,000     1\u202f%     12,000           50×",
        "",
        "Maintenance margin is continuous: it jumps at no step.",
    ]
    assert "   3  150,000  750,000  1.25\u202f%        655           40×" == second.splitlines()[4]


def test_it_says_where_maintenance_margin_jumps(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "tiers.json"
    file.write_text(json.dumps({SYMBOL: rows({}, {"info": {}}, {"maxNotional": None})}), encoding="utf-8-sig")
    status, out, _ = run(str(file))
    assert 0 == status
    assert "no end" in out
    assert out.endswith("\nMaintenance margin jumps at 2 of 2 steps; the first time at 100: from 1 to 2 USDT.\n")
    found = json.loads(run(str(file), "--json")[1])[0]
    assert (False, {"value": 100, "below": 1, "above": 2}) == (found["continuous"], found["jumps"][0])
    assert found["tiers"][2]["cap"] is None


def test_programs_get_a_list_of_objects(run: Run) -> None:
    status, out, err = run("--json", str(SAMPLE))
    assert (0, "") == (status, err)
    bitcoin, doge = json.loads(out)
    assert ["symbol", "currency", "tiers", "continuous", "jumps"] == list(bitcoin)
    assert ("DOGE/USDT:USDT", True, []) == (doge["symbol"], doge["continuous"], doge["jumps"])
    expected = {
        "tier": 2,
        "floor": 300000,
        "cap": 800000,
        "maintenance_margin_rate": 0.005,
        "maintenance_amount": 300,
        "max_leverage": 100,
    }
    assert expected == bitcoin["tiers"][1]


def test_malformed_rows_are_exit_status_2_and_all_named(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "tiers.json"
    file.write_text(json.dumps({SYMBOL: rows({"maxNotional": "x"}, {}, {"maxLeverage": 0})}), encoding="utf-8")
    said = [
        f'{SYMBOL}[0].maxNotional: Expected a number; it is "x".',
        f"{SYMBOL}[2].maxLeverage: The highest leverage is at least 1; it is 0.",
    ]
    status, out, err = run(str(file))
    assert (2, "", said) == (status, out, err.splitlines())
    status, out, err = run(str(file), "--json")
    assert (2, "", said) == (status, err, [f"{p['field']}: {p['message']}" for p in json.loads(out)["problems"]])


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), "one-file", "Name one file: python -m calc tiers FILE [--json]."),
        (("a.json", "b.json"), "one-file", "Name one file: python -m calc tiers FILE [--json]."),
        (("no/such/tiers.json",), "no-such-file", "There is no file no/such/tiers.json."),
        (("\0",), "unreadable", "\0 cannot be read: embedded null byte."),
    ],
)
def test_a_file_that_is_not_there_is_a_clear_error(run: Run, words: tuple[str, ...], code: str, message: str) -> None:
    status, out, err = run(*words)
    assert (2, "", message.replace("\0", "\\u0000") + "\n") == (status, out, err)
    status, out, err = run(*words, "--json")
    assert (2, "", [{"field": None, "code": code, "message": message}]) == (status, err, json.loads(out)["problems"])


def test_a_file_that_cannot_be_read_says_why(run: Run, tmp_path: Path) -> None:
    assert (2, "", f"{tmp_path} cannot be read: Is a directory.\n") == run(str(tmp_path))
    file = tmp_path / "tiers.json"
    file.write_bytes(b"\xff\xfe{}")
    assert (2, "", f"{file} is not text in UTF-8.\n") == run(str(file))

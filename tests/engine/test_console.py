"""The console's Python, under Node: what a reader may import and ask for is there, and none of it is fetched."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import calc
from hooks.engine.inside import MORE
from hooks.engine.node import node
from hooks.engine.packages import HERE

USUAL = (
    "cmath",
    "collections",
    "functools",
    "inspect",
    "itertools",
    "json",
    "math",
    "operator",
    "random",
    "re",
    "string",
    "textwrap",
    "time",
)


@pytest.fixture(scope="session")
def asked(engine_files: Path) -> Callable[..., list[dict[str, object]]]:
    """The answers to requests, one after the other."""

    def answers(*requests: dict[str, str]) -> list[dict[str, object]]:
        command = [node(), str(HERE / "run.js"), str(engine_files), "console"]
        lines = "".join(json.dumps(request) + "\n" for request in requests)
        done = subprocess.run(command, input=lines, capture_output=True, encoding="utf-8", check=True)
        return [json.loads(answer) for answer in done.stdout.splitlines()]

    return answers


def test_everything_that_a_reader_may_want_is_there(asked: Callable[..., list[dict[str, object]]]) -> None:
    sources = [
        f"import {', '.join([*USUAL, *MORE])}",
        "assert decimal.Decimal(1) / 3 and statistics.mean([1, 2]) and datetime.date.today() and fractions.Fraction(1, 3)",
        "from calc.formulas import linear; assert 'wallet_balance' in inspect.getsource(linear.liquidation_price)",
        "from calc import cli, testing; testing.check(calc.margin); assert cli.main(['margin']) == 0",
        "for thing in (calc, calc.liquidation, 'calc.formulas.linear', str.join, 'json.dumps', 'nothing at all'): help(thing)",
        "help(), help",
    ]
    assert {(answer["problem"], answer["words"]) for answer in asked(*[{"run": source} for source in sources])} == {("", False)}


def test_the_answers_are_those_of_the_build(asked: Callable[..., list[dict[str, object]]]) -> None:
    sources = [f"assert repr(calc.load({name!r})()) == {repr(calc.load(name)())!r}" for name in calc.NAMES]
    assert {answer["problem"] for answer in asked(*[{"run": source} for source in sources])} == {""}


def test_a_package_that_is_not_there_is_looked_for_nowhere(asked: Callable[..., list[dict[str, object]]]) -> None:
    (answer,) = asked({"run": "import numpy"})
    assert str(answer["problem"]).endswith("ModuleNotFoundError: No module named 'numpy'")

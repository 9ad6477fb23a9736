"""`python -m calc`: the calculators on the command line.

    python -m calc                                   lists the calculators
    python -m calc liquidation --side short --json   answers one; --json for programs
    python -m calc describe [NAME] [--json]          inputs, answers and examples
    python -m calc tiers FILE [--json]               checks and shows leverage tiers that ccxt saved

Rates are fractions here, as in Python and in links; `0.5%` works too. A switch is on by its name alone. Bad input: exit status 2.
"""

from __future__ import annotations

import difflib
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import calc
from calc import cli_tiers, contract, describe, scenario
from calc.errors import InvalidInputs, Problem
from calc.view import messages, rows
from calc.view.block import block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calc.inputs import Input
    from calc.model import Calculator


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in words
    words = [w for w in words if w != "--json"]
    if not words or words[0] in ("-h", "--help"):
        print(_overview())
        return 0
    if words[0] == "describe":
        return _describe(words[1:], as_json)
    if words[0] == "tiers":
        return _tiers(words[1:], as_json)
    try:
        c = calc.load(words[0])
    except KeyError:
        return _failed((_unknown("calculator", words[0], calc.NAMES),), as_json)
    if "-h" in words or "--help" in words:
        print(describe.text(c))
        return 0
    return _answer(c, words[1:], as_json)


def _overview() -> str:
    width = max(len(name) for name in calc.NAMES)
    rows = [f"  {name:<{width}}  {calc.load(name).question}" for name in calc.NAMES]
    usage = "python -m calc NAME [--INPUT VALUE …] [--json]\npython -m calc describe [NAME] [--json]\npython -m calc tiers FILE [--json]"
    return usage + "\n\nCalculators:\n" + "\n".join(rows)


def _unknown(kind: str, name: str, names: Sequence[str]) -> Problem:
    near = difflib.get_close_matches(name.lower().replace("-", "_"), names, 1)
    if near:
        message = messages.sentence("unknown-" + kind, name=name, nearest=near[0])
    else:
        message = messages.sentence("unknown", name=name, what=("an " if kind == "input" else "a ") + kind, names=", ".join(names))
    return Problem(field=name if kind == "input" else None, code="unknown-" + kind, message=message)


def _failed(problems: tuple[Problem, ...], as_json: bool) -> int:
    """Print every problem, on stdout for programs, on stderr for people."""
    if as_json:
        print(contract.dumps((("problems", [(("field", p.field), ("code", p.code), ("message", p.message)) for p in problems]),)))
    else:
        for p in problems:
            print((p.field + ": " if p.field else "") + p.message, file=sys.stderr)
    return 2


def _tiers(words: list[str], as_json: bool) -> int:
    if len(words) != 1:
        return _failed((Problem(field=None, code="one-file", message="Name one file: python -m calc tiers FILE [--json]."),), as_json)
    try:
        print(cli_tiers.report(words[0], as_json))
    except InvalidInputs as invalid:
        return _failed(invalid.problems, as_json)
    return 0


def _answer(c: Calculator[..., Any], words: list[str], as_json: bool) -> int:
    texts, problems = _texts(c, words)
    evaluation = None
    try:
        evaluation = contract.starting(c, texts, link=True)
    except InvalidInputs as invalid:
        problems += invalid.problems
    if problems or evaluation is None:
        return _failed(tuple(problems), as_json)
    if as_json:
        print(contract.dumps(contract.machine(evaluation)))
    else:
        print(block(evaluation.facts, evaluation.story, evaluation.notes, scenario.link(c, evaluation.facts.values)))
    return 0


def _texts(c: Calculator[..., Any], words: list[str]) -> tuple[dict[str, str], list[Problem]]:
    """Options to texts of a link: `--name value`, `--name=value`, or `--name` alone for a switch."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    inputs = {i.name: i for i in c.inputs}
    kinds = {name: i.kind for name, i in inputs.items()}
    while words:
        word = words.pop(0)
        option, equals, value = word.partition("=")
        name = option.removeprefix("--").replace("-", "_")
        if not option.startswith("--"):
            problems.append(Problem(field=None, code="unknown-word", message=messages.sentence("unknown-word", name=word)))
            continue
        if name not in kinds:
            problems.append(_unknown("input", option.removeprefix("--"), list(kinds)))
            if not equals and words and not words[0].startswith("--"):
                words.pop(0)
            continue
        if name in texts:
            problems.append(Problem(field=name, code="repeated", message=messages.sentence("repeated", field=c.input(name).label)))
        if equals:
            texts[name] = value
        elif kinds[name] == "switch" and (not words or words[0].startswith("--")):
            texts[name] = "1"
        else:
            texts[name] = words.pop(0) if words and not words[0].startswith("--") else ""
        if kinds[name] == "rows" and texts[name].lstrip().startswith(("[", "{")):
            rows_text, wrong = _rows(inputs[name], texts.pop(name))
            problems += wrong
            if not wrong:
                texts[name] = rows_text
    return texts, problems


def _rows(i: Input, text: str) -> tuple[str, list[Problem]]:
    """Rows given as JSON, a list of objects, as a link writes them; and what is wrong with them, each at its own field."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        return "", [Problem(field=i.name, code="not-json", message=messages.sentence("not-json", why=str(error)))]
    problems: list[Problem] = []
    made: list[list[str]] = []
    for number, row in enumerate(given if isinstance(given, list) else [given]):
        if not isinstance(row, dict):
            problems.append(Problem(field=i.name, code="not-json", message=messages.sentence("not-json", why="a row is not an object")))
            continue
        names = [f.name for f in i.fields]
        problems += [replace(_unknown("input", name, names), field=rows.name_of(i, number, name)) for name in row if name not in names]
        cells = []
        for f in i.fields:
            said = row.get(f.name, f.default)
            plain = said is None or isinstance(said, (bool, str))  # anything else is a number, or is quoted as what it is
            try:
                cells.append(f.link_text(f.read(f.form_text(said) if plain else json.dumps(said), link=True)))
            except InvalidInputs as invalid:
                problems += rows.located(i, number, invalid)
        made.append(cells)
    return rows.joined(made, link=True), problems


def _describe(words: list[str], as_json: bool) -> int:
    if len(words) > 1:
        return _failed(
            tuple(Problem(field=None, code="unknown-word", message=messages.sentence("unknown-word", name=w)) for w in words[1:]), as_json
        )
    try:
        described = [calc.load(word) for word in words] or [calc.load(name) for name in calc.NAMES]
    except KeyError:
        return _failed((_unknown("calculator", words[0], calc.NAMES),), as_json)
    if not as_json:
        print("\n\n".join(describe.text(c) for c in described))
    elif words:
        print(contract.dumps(describe.data(described[0])))
    else:
        print(contract.dumps([describe.data(c) for c in described]))
    return 0

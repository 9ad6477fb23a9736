"""`python -m calc`: the calculators on the command line.

    python -m calc                                   lists the calculators
    python -m calc liquidation --side short --json   answers one; --json for programs
    python -m calc describe [NAME] [--json]          inputs, answers and examples
    python -m calc tiers FILE [--json]               checks and shows leverage tiers that ccxt saved

Rates are fractions here, as in Python and in links; `0.5%` works too. A switch is on by its name alone. Bad input: exit status 2.
"""

from __future__ import annotations

import codecs
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
from calc.view.reading import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from calc.inputs import Input
    from calc.model import Calculator

OBEYED = (*range(10), *range(11, 32), *range(127, 160), *range(0x2028, 0x202F), *range(0x2066, 0x206A))  # all but the end of a line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in words
    words = [w for w in words if w != "--json"]
    if not words or words[0] in ("-h", "--help"):
        _print(_overview())
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
        _print(describe.text(c))
        return 0
    return _answer(c, words[1:], as_json)


def _print(text: str, to: TextIO | None = None) -> None:
    """Prints. What a terminal would obey or has no letter for is written as JSON may write it: anybody may have made the text."""
    to = to or sys.stdout
    encoding = getattr(to, "encoding", None) or "utf-8"  # what stands in for a terminal may have none
    text = text.translate({code: _in_ascii(chr(code)) for code in OBEYED})
    print(text.encode(encoding, "calc-in-ascii").decode(encoding), file=to)


def _in_ascii(text: str) -> str:
    return json.dumps(text)[1:-1]


def _without_letter(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return _in_ascii(error.object[error.start : error.end]), error.end


codecs.register_error("calc-in-ascii", _without_letter)


def _overview() -> str:
    width = max(len(name) for name in calc.NAMES)
    rows = [f"  {name:<{width}}  {calc.load(name).question}" for name in calc.NAMES]
    usage = "python -m calc NAME [--INPUT VALUE …] [--json]\npython -m calc describe [NAME] [--json]\npython -m calc tiers FILE [--json]"
    return usage + "\n\nCalculators:\n" + "\n".join(rows)


def _unknown(kind: str, name: str, names: Sequence[str]) -> Problem:
    name = quoted(name)
    near = difflib.get_close_matches(name.lower().replace("-", "_"), names, 1)
    if near:
        message = messages.sentence("unknown-" + kind, name=name, nearest=near[0])
    else:
        message = messages.sentence("unknown", name=name, what=("an " if kind == "input" else "a ") + kind, names=", ".join(names))
    return Problem(field=name if kind == "input" else None, code="unknown-" + kind, message=message)


def _failed(problems: tuple[Problem, ...], as_json: bool) -> int:
    """Print every problem, on stdout for programs, on stderr for people."""
    if as_json:
        _print(contract.dumps((("problems", [(("field", p.field), ("code", p.code), ("message", p.message)) for p in problems]),)))
    else:
        for p in problems:
            _print(((p.field + ": " if p.field else "") + p.message).replace("\n", "\\n"), sys.stderr)
    return 2


def _tiers(words: list[str], as_json: bool) -> int:
    if len(words) != 1:
        return _failed((Problem(field=None, code="one-file", message="Name one file: python -m calc tiers FILE [--json]."),), as_json)
    try:
        _print(cli_tiers.report(words[0], as_json))
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
        _print(contract.dumps(contract.machine(evaluation)))
    else:
        _print(block(evaluation.facts, evaluation.story, evaluation.notes, scenario.link(c, evaluation.facts.values)))
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
            problems.append(Problem(field=None, code="unknown-word", message=messages.sentence("unknown-word", name=quoted(word))))
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
    given = given if isinstance(given, list) else [given]
    problems = [rows.wrong_count(i, len(given))] if len(given) > i.most else []
    made: list[list[str]] = []
    for number, row in enumerate(given[: i.most]):
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
            tuple(Problem(field=None, code="unknown-word", message=messages.sentence("unknown-word", name=quoted(w))) for w in words[1:]),
            as_json,
        )
    try:
        described = [calc.load(word) for word in words] or [calc.load(name) for name in calc.NAMES]
    except KeyError:
        return _failed((_unknown("calculator", words[0], calc.NAMES),), as_json)
    if not as_json:
        _print("\n\n".join(describe.text(c) for c in described))
    elif words:
        _print(contract.dumps(describe.data(described[0])))
    else:
        _print(contract.dumps([describe.data(c) for c in described]))
    return 0

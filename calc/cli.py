"""`python -m calc`: the calculators on the command line.

    python -m calc                                   lists the calculators
    python -m calc liquidation --side short --json   answers one; --json for programs
    python -m calc describe [NAME] [--json]          inputs, answers and examples

Rates are fractions here, as in Python and in links; `0.5%` works too. A switch is on by its name alone. Bad input: exit status 2.
"""

from __future__ import annotations

import difflib
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import calc
from calc import contract, scenario
from calc.errors import InvalidInputs, Problem
from calc.view import messages
from calc.view.page import allowed, unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calc.contract import Evaluation
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
    try:
        c = calc.load(words[0])
    except KeyError:
        return _failed((_unknown("calculator", words[0], calc.NAMES),), as_json)
    if "-h" in words or "--help" in words:
        print(_description(c))
        return 0
    return _answer(c, words[1:], as_json)


def _overview() -> str:
    width = max(len(name) for name in calc.NAMES)
    rows = [f"  {name:<{width}}  {calc.load(name).question}" for name in calc.NAMES]
    usage = "python -m calc NAME [--INPUT VALUE …] [--json]\npython -m calc describe [NAME] [--json]"
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
        print(contract.dumps(_machine(evaluation)))
    else:
        print(_block(evaluation))
    return 0


def _texts(c: Calculator[..., Any], words: list[str]) -> tuple[dict[str, str], list[Problem]]:
    """Options to texts of a link: `--name value`, `--name=value`, or `--name` alone for a switch."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    kinds = {i.name: i.kind for i in c.inputs}
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
    return texts, problems


def _machine(e: Evaluation) -> tuple[tuple[str, Any], ...]:
    c = e.facts.c
    return (
        ("calculator", c.name),
        ("version", c.version),
        ("inputs", tuple((i.name, e.facts.values[i.name]) for i in c.inputs if c.applies(i, e.facts.values))),
        ("outputs", tuple((o.name, getattr(e.facts.result, o.name)) for o in c.outputs)),
        ("notes", [(("code", n.code), ("field", n.field), ("message", n.message)) for n in e.notes]),
        ("link", scenario.link(c, e.facts.values)),
    )


def _block(e: Evaluation) -> str:
    """The result block as text: the sentence, the key numbers, the notes, what is left out."""
    shown = [
        (
            s.label or e.facts.meaning(s.name).label,
            e.facts.text(s.name) if e.facts.value(s.name) is not None else s.none,
            e.facts.plain(s.remark),
        )
        for s in e.story.outputs
    ]
    width = max(len(label) for label, _, _ in shown)
    column = max(len(text) for _, text, _ in shown)
    lines = textwrap.wrap(e.facts.plain(e.story.verdict), 88)
    lines += [""] + [f"  {label:<{width}}  {text:>{column}}  {remark}".rstrip() for label, text, remark in shown]
    lines += [""] + [n.message for n in e.notes]
    if e.story.convention:
        lines += textwrap.wrap(e.facts.plain(e.story.convention), 88)
    lines += ["", "What this leaves out:"] + [f"  - {limit}" for limit in e.facts.c.limits]
    return "\n".join([*lines, "", scenario.link(e.facts.c, e.facts.values)])


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
        print("\n\n".join(_description(c) for c in described))
    elif words:
        print(contract.dumps(declaration(described[0])))
    else:
        print(contract.dumps([declaration(c) for c in described]))
    return 0


def _description(c: Calculator[..., Any]) -> str:
    lines = [f"{c.title}: {c.question}", "", c.summary, "", "Inputs:"]
    for i in c.inputs:
        lines.append(f"  --{i.name.replace('_', '-')}  {i.help}")
        lines.append(f"      {allowed(i)}; usually {i.written(i.default)}")
    lines += ["", "Answers:"] + [f"  {o.name}  {o.help} ({unit_of(o.display, o.unit)})" for o in c.outputs]
    return "\n".join(lines)


def declaration(c: Calculator[..., Any]) -> tuple[tuple[str, Any], ...]:
    """The declaration of a calculator as pairs for JSON."""
    inputs = [
        (
            ("name", i.name),
            ("label", i.label),
            ("kind", i.kind),
            ("unit", i.unit),
            ("bounds", tuple((b, getattr(i, b)) for b in ("gt", "ge", "lt", "le") if getattr(i, b) is not None)),
            ("default", i.default),
            ("choices", [name for name, _ in i.choices]),
            ("when", None if i.when is None else (("input", i.when[0]), ("value", i.when[1]))),
            ("help", i.help),
        )
        for i in c.inputs
    ]
    outputs = [(("name", o.name), ("label", o.label), ("unit", o.unit), ("help", o.help)) for o in c.outputs]
    example = contract.starting(c, {}).story
    return (
        ("name", c.name),
        ("version", c.version),
        ("title", c.title),
        ("question", c.question),
        ("summary", c.summary),
        ("inputs", inputs),
        ("outputs", outputs),
        ("presets", [(("label", p.label), ("inputs", p.texts)) for p in c.presets]),
        ("charts", [(("kind", type(chart).__name__.lower()), ("title", chart.title)) for chart in example.charts + example.context]),
    )

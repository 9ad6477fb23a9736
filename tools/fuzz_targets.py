"""What `make fuzz` feeds with texts: every parser that reads what somebody else wrote. Each raises nothing but what its callers expect."""

import contextlib
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import calc
from calc import cli, contract, scenario
from calc.errors import InvalidInputs, InvalidScenario
from calc.expression import equation, value
from calc.inputs import Input
from calc.model import Calculator
from calc.venues.ccxt import leverage_tiers

ROOT = Path(__file__).resolve().parent.parent
CALCULATORS = [calc.load(name) for name in calc.NAMES]
INPUTS = list({(i.kind, i.display): i for c in CALCULATORS for i in c.inputs}.values())  # one of each kind
LISTS = ("rows", "actions")


def numbers(text: str) -> None:
    """Fields of one value: whatever is read is written so that it is read again."""
    for i in INPUTS:
        if i.kind not in LISTS:
            _read(i, text)


def lists(text: str) -> None:
    """Rows and actions."""
    for i in INPUTS:
        if i.kind in LISTS:
            _read(i, text)


def _read(i: Input, text: str) -> None:
    for link in (False, True):
        with contextlib.suppress(InvalidInputs):
            read = i.read(text, link)
            assert i.read(i.form_text(read)) == read == i.read(i.link_text(read), link=True), read
    i.from_link(text)


def _chosen(text: str) -> tuple[Calculator[..., Any], str]:
    """The calculator that the first letter chooses, and the other letters."""
    return CALCULATORS[ord(text[:1] or "\0") % len(CALCULATORS)], text[1:]


def links(text: str) -> None:
    """The query of an address, alone and behind the name of its calculator. What it sets has a link of its own that sets the same."""
    c, said = _chosen(text)
    for query in (said, f"?calc={c.name}&v={c.version}&{said}"):
        with contextlib.suppress(InvalidScenario, InvalidInputs):
            values = c.parse(scenario.restore(c, query).texts)
            address = scenario.link(c, values)
            assert scenario.link(c, c.parse(scenario.restore(c, address).texts)) == address, address


def workings(text: str) -> None:
    """Formulas that are shown with their numbers."""
    with contextlib.suppress(ValueError, ZeroDivisionError):
        value(equation(text)[1], lambda _: 2.0)


def requests(text: str) -> None:
    """The contract: JSON in, JSON out, whatever is asked."""
    answered = json.loads(contract.answer(text))
    assert set(answered) & {"ok", "taken", "problems", "failure"}, answered


def words(text: str) -> None:
    """The command line, a word a line."""
    c, said = _chosen(text)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        assert cli.main([c.name, *said.split("\n")]) in {0, 2}


def tiers(text: str) -> None:
    """Tables of leverage tiers as ccxt saves them."""
    with contextlib.suppress(InvalidInputs):
        leverage_tiers(text)


def _presets() -> Iterable[tuple[int, str, dict[str, str]]]:
    """The number of a calculator, the link of a preset, and its texts."""
    for number, c in enumerate(CALCULATORS):
        for preset in c.presets:
            values = c.parse(dict(preset.texts), link=True)
            yield number, scenario.link(c, values), {i.name: i.link_text(values[i.name]) for i in c.inputs}


def _workings() -> Iterable[str]:
    for c in CALCULATORS:
        yield from c.story(c.defaults(), c.evaluate(c.defaults())).working


def seeds() -> dict[str, list[str]]:
    """Name of a target -> texts that it can read, to begin with."""
    presets = list(_presets())
    texts = {text for _, _, given in presets for text in given.values()}
    asked: list[dict[str, Any]] = [{"calculator": CALCULATORS[k].name, "query": link} for k, link, _ in presets]
    asked += [{"calculator": CALCULATORS[k].name, "inputs": given, "pin": given} for k, _, given in presets]
    asked += [{"calculator": c.name, "edit": {"field": c.inputs[0].name, "step": 1}, "take": {"page": "x"}} for c in CALCULATORS]
    table = json.loads((ROOT / "tests" / "data" / "ccxt-leverage-tiers.json").read_text(encoding="utf-8"))
    return {
        "numbers": sorted(texts),
        "lists": sorted(text for text in texts if "," in text or ";" in text),
        "links": [chr(k) + link for k, link, _ in presets],
        "workings": list(_workings()),
        "requests": [json.dumps(one) for one in asked],
        "words": [chr(k) + "\n".join([f"--{name}={text}" for name, text in given.items()]) for k, _, given in presets],
        "tiers": [json.dumps({symbol: rows}) for symbol, rows in table.items()],
    }


TARGETS: dict[str, Callable[[str], None]] = {
    target.__name__: target for target in (numbers, lists, links, workings, requests, words, tiers)
}

"""One source, three Pythons: CPython prints the page, Pyodide answers the reader, MicroPython is the smallest. Their bytes are the same."""

import json
import random
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

import calc
from calc import contract, scenario

Answers = Callable[[list[str]], list[str]]

CALCULATORS = {name: calc.load(name) for name in calc.NAMES}
EDITS: list[dict[str, Any]] = [{"slider": 0}, {"slider": 0.37}, {"slider": 1}, {"step": 1}, {"step": -10}, {"text": "7"}]
NUMBERS = (
    "- 0 -0 -1 −1 1,5 0,005 1.000,50 1,000.50 1_000 1'000 1e5 1e-5 1e400 NaN inf infinity 0x10 12% 0.5% 5bps 10x 10× $1k 3M 1. .5 .. ٣ ½"
)
BAD_TEXTS = [
    *NUMBERS.split(),
    "",
    " ",
    " \u00a0\u202f",
    "1 000",
    "9" * 400,
    "0." + "0" * 400 + "1",
    "<b>&amp;\"'",
    "\0\x1f\\\n\t",
    "😀é\u2028",
    "SHORT",
    "on",
    "true",
]
FEW_TEXTS = ["", "-1", "1,5", "0.5%", "1e5", "<b>'", "true"]
BAD_LINKS = [
    "",
    "?",
    "calc=",
    "?calc=nothing&v=1",
    "?calc=NAME",
    "?calc=NAME&v=0",
    "?calc=NAME&v=99",
    "?calc=NAME&v=x",
    "?calc=NAME&v=1&v=1",
]
BAD_PARTS = [
    "unknown=1&another=2",
    "leverage=5&leverage=7",
    "leverage=1e1",
    "leverage=1e999",
    "leverage=%",
    "leverage=%zz%f0%9f",
    "leverage=%31%30",
]
BAD_PARTS += [
    "side=up",
    "utm_source=x&fbclid=1&ref=2",
    "=1&&&leverage",
    "leverage=5#NAME",
    "a" * 3000,
    "<script>=<script>",
    "leverage=+5+",
    "pin.leverage=5&h=1",
]


def _request(name: str, **more: Any) -> str:
    return json.dumps({"calculator": name, "id": name, "version": CALCULATORS[name].version, **more}, ensure_ascii=False)


def _starting() -> Iterator[str]:
    """The defaults, every preset as a form and as a link, and the parts that a page may ask for."""
    for name, c in CALCULATORS.items():
        wanted = [o.name for o in c.outputs] + [f"{o.name}|0" for o in c.outputs] + [i.name for i in c.inputs]
        yield _request(name, inputs={}, values=wanted)
        yield _request(name, inputs={}, id=f"{name}-2")
        for show in ("verdict", "verdict chart", "chart", "outputs working", "nothing"):
            yield _request(name, inputs={}, show=show)
        for preset in c.presets:
            values = c.parse(dict(preset.texts), link=True)
            yield _request(name, inputs={i.name: i.form_text(values[i.name]) for i in c.inputs}, values=wanted)
            yield _request(name, query=scenario.link(c, values))


def _edits() -> Iterator[str]:
    for name, c in CALCULATORS.items():
        axes = ["50000 150000"] * 3
        for i in c.inputs:
            for edit in EDITS:
                yield _request(name, inputs={}, edit={"field": i.name, **edit})
            for at in (0.3333333333, 2):
                yield _request(name, inputs={}, edit={"field": i.name, "at": at, "chart": 0}, axes=axes)


def _bad() -> Iterator[str]:
    for name, c in CALCULATORS.items():
        kinds = set()
        for i in c.inputs:
            texts = FEW_TEXTS if (i.kind, i.display) in kinds else BAD_TEXTS
            kinds.add((i.kind, i.display))
            for text in texts:
                yield _request(name, inputs={i.name: text})
        yield _request(name, inputs={i.name: "?" for i in c.inputs})
        yield _request(name, inputs={"unknown": "1"})
        yield _request(name, inputs={}, values=["unknown", "leverage|nothing", ""])
        yield _request(name, inputs={}, edit={"field": "unknown", "step": 1})
        for query in BAD_LINKS + ["?calc=NAME&v=1&" + part for part in BAD_PARTS]:
            yield _request(name, query=query.replace("NAME", name))


def _random(count: int) -> Iterator[str]:
    """Scenarios from all over the hard bounds, on short and on full decimals."""
    dice = random.Random(20261122)
    for _ in range(count):
        name, c = dice.choice(list(CALCULATORS.items()))
        texts = {}
        for i in c.inputs:
            if i.kind == "choice":
                texts[i.name] = dice.choice(i.choices)[0]
            elif i.kind == "switch":
                texts[i.name] = dice.choice("01")
            elif dice.random() < 0.7:
                low, high = (-1.0, 1.0) if i.soft is None or i.around else i.soft
                number = dice.choice((dice.uniform(low, high), dice.uniform(low, high) * 10 ** dice.randint(-6, 6)))
                texts[i.name] = i.link_text(round(number, dice.randint(0, 12)))
        yield _request(name, query=f"?calc={name}&v={c.version}&" + "&".join(f"{key}={text}" for key, text in texts.items()))


answer = cache(contract.answer)


def _compare(requests: list[str], engine: Answers) -> None:
    for request, theirs in zip(requests, engine(requests), strict=True):
        assert theirs == answer(request), request


@pytest.fixture(params=["pyodide", "micropython"])
def engine(request: pytest.FixtureRequest) -> Answers:
    answers: Answers = request.getfixturevalue(request.param)
    return answers


def test_every_preset_and_default_has_the_same_bytes_everywhere(engine: Answers) -> None:
    requests = list(_starting())
    assert all(answer(request).startswith('{"ok":') for request in requests)
    _compare(requests, engine)


def test_every_edit_has_the_same_bytes_everywhere(engine: Answers) -> None:
    _compare(list(_edits()), engine)


def test_bad_inputs_and_links_have_the_same_bytes_everywhere(engine: Answers) -> None:
    _compare(list(_bad()), engine)


def test_scenarios_from_all_over_have_the_same_bytes_everywhere(engine: Answers, *, prove: bool) -> None:
    _compare(list(_random(5_000 if prove else 120)), engine)


def test_a_request_that_makes_no_sense_is_a_failure_everywhere(engine: Answers) -> None:
    texts = ["", "{", "null", "3", "[]", "{}", '{"calculator": 3}', '{"calculator": "nothing"}', '{"calculator": "margin", "inputs": 3}']
    replies = [*map(answer, texts), *engine(texts)]
    assert [set(json.loads(reply)) for reply in replies] == [{"failure"}] * len(replies)

"""One source, three Pythons: CPython prints the page, Pyodide answers the reader, MicroPython is the smallest. Their bytes are the same."""

import json
import random
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import calc
from calc import scenario
from calc.inputs import Input
from calc.venues import TABLES
from calc.view import dates

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
BAD_ROWS = [
    *(";", ",,,;,", "BTC,long,1;", "BTC;BTC;BTC;BTC;BTC;BTC;BTC;BTC;BTC", "BTC,long,1,5,5,5,5", "ETH,up,-1,x,1e400,500"),
    *("\x1e", "\x1f\x1f", "BTC\x1flong\x1f1,5\x1f<b>", "BTC,long,1,100000,1;BTC,short,1,100000,2", "BTC,long,1e9", "DOGE,short,1e-29"),
    *(";" * 1_000, "\x1e\x1f" * 1_000, "BTC;" * 8),
]
BAD_ACTIONS = ["n,0", "n,99999;c;m,0.02", "q,1", "l", "l,share,x,10,0.02,,5", "l,<b>,0.01,10,0.02,,5", ";;", "n,1;" * 1_001, "n,٣", "c,1"]
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
    "leverage=%4&x%=%%41%4G%c3%A9%e2%82&x%=+é",
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
    "pin.leverage=5&pin.leverage=6&pin.=7&pin.side=up",
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
            yield _request(name, query=scenario.link(c, c.defaults(), pin=values), guess={"slider": 0.3}, reveal=True)
        for choices in ("0.6, 60, 100", "5, ?"):
            inputs = {"leverage": "100", "price_move": "-0.6"} if name == "leverage" else {}
            yield _request(name, inputs=inputs, choices=choices, guess={"choice": 1}, reveal=True)
        pinned = scenario.link(c, c.defaults(), pin=c.defaults())
        yield _request(name, query=pinned + "&pin.unknown=1&predict=1", guess={"value": 0.1})
        yield _request(name, inputs={}, pin={c.inputs[0].name: "?"}, guess={"choice": 1}, reveal=True)


def _edits() -> Iterator[str]:
    for name, c in CALCULATORS.items():
        axes = ["50000 150000"] * 3
        for i in c.inputs:
            for edit in EDITS:
                yield _request(name, inputs={}, edit={"field": i.name, **edit})
            for at in (0.3333333333, 2) if i.kind != "date" else ():
                yield _request(name, inputs={}, edit={"field": i.name, "at": at, "chart": 0}, axes=axes)
            if i.kind == "date":
                strips = "0.0208 0.1416 17167 17533;0.1754 0.2694 17532 17898"
                for at, down in ((0.37, 0.1), (-1, 0.16), (2, 3)):
                    yield _request(name, inputs={}, edit={"field": i.name, "at": at, "down": down, "strips": strips})
                for edit in ({"step": 1, "from": 18328}, {"slider": 1}, {"step": -10}):
                    yield _request(name, inputs={i.name: ""}, edit={"field": i.name, **edit})
            for act in [*[button.name for button in i.buttons], "undo", "again", "nothing"] if i.kind == "actions" else []:
                for texts in ({}, {"stop_distance": "2", i.name: "n,3;l,share,0.01,10,0.02,0.04,5;n,2"}, {i.name: "?"}):
                    yield _request(name, inputs=texts, edit={"field": i.name, "act": act})
            if i.kind == "rows":
                for what, row in (("add", 0), ("remove", 0), ("up", 1), ("down", 0), ("down", 7), ("nothing", 0)):
                    yield _request(name, inputs={}, edit={"field": i.name, "rows": what, "row": row})
                for f in i.fields:
                    for edit in ({"step": 1}, {"step": -10}, {"text": "7"}, {"text": "\x1f<b>"}, {"slider": 0.5}):
                        yield _request(name, inputs={}, edit={"field": f"{i.name}.1.{f.name}", **edit})


def _bad() -> Iterator[str]:
    for name, c in CALCULATORS.items():
        kinds = set()
        for i in c.inputs:
            texts = FEW_TEXTS if (i.kind, i.display) in kinds else BAD_TEXTS
            kinds.add((i.kind, i.display))
            for text in texts:
                yield _request(name, inputs={i.name: text})
            if i.kind in ("rows", "actions"):
                for text in BAD_ROWS if i.kind == "rows" else BAD_ACTIONS:
                    yield _request(name, inputs={i.name: text})
                    yield _request(name, query=f"?calc={name}&v={c.version}&{i.name}=" + scenario.quote(text))
        yield _request(name, inputs={i.name: "?" for i in c.inputs})
        yield _request(name, inputs={"unknown": "1"})
        yield _request(name, inputs={}, values=["unknown", "leverage|nothing", ""])
        yield _request(name, inputs={}, edit={"field": "unknown", "step": 1})
        for query in BAD_LINKS + ["?calc=NAME&v=1&" + part for part in BAD_PARTS]:
            yield _request(name, query=query.replace("NAME", name))


def _any_text(i: Input, dice: random.Random, *, far: bool = True) -> str:
    """What a link may say about an input or a field of a row: a choice, or a number from along its slider or far beyond."""
    if i.kind == "choice":
        return dice.choice(i.choices)[0]
    if i.kind == "date":
        first, last = dates.number(i.first) or 0, dates.number(i.last) or 0
        return dice.choice(["", i.first, i.last, dates.iso(dice.randint(first - 9 * far, last + 9 * far))])
    if i.kind == "optional" and dice.random() < 0.7:
        return ""
    low, high = (-1.0, 1.0) if i.around else i.soft or (0.0, 1.0)
    number = dice.uniform(low, high) * (10 ** dice.randint(-6, 6) if far and dice.random() < 0.5 else 1)
    return i.link_text(round(number, dice.randint(0 if far else 3, 12)))


def _any_action(i: Input, dice: random.Random) -> str:
    """What a link may say about one action of a list."""
    button = dice.choice(i.buttons)
    if button.run:
        return f"{button.code},{dice.randint(1, 40)}"
    return ",".join([button.code, *(_any_text(f, dice, far=False) for f in button.fields)])


def _tables() -> Iterator[str]:
    """Every tier table, with the conventions set by hand and by the rules of its venue, for longs and shorts of two sizes."""
    for table, maintenance, side, notional in product(TABLES, ("tiers", "venue"), ("long", "short"), ("1000", "1234567.8")):
        texts = {"side": side, "maintenance": maintenance, "tier_table": table, "leverage": "7", "entry_notional": notional}
        yield _request("liquidation", inputs={**texts, "size_by": "notional"})
        yield _request("margin", inputs=texts)


def _taken() -> Iterator[str]:
    """What a reader takes along: every preset, compared with the defaults, and with words of the reader and of the page."""
    for name, c in CALCULATORS.items():
        pin = {}
        for preset in ({}, *(dict(preset.texts) for preset in c.presets)):
            values = c.parse(preset, link=True)
            pin = {i.name: "=1, “é”\n😀" if i.kind == "text" else i.form_text(values[i.name]) for i in c.inputs}
            yield _request(name, inputs=pin, take={"page": "https://example.org/é?<b>/", "today": "2026-11-30", "console": "../c/"})
        yield _request(name, inputs={}, pin=pin, id="<b>", take={"page": "", "today": "٣", "console": ""})


def _golden() -> Iterator[str]:
    """The links of every version that ever was."""
    for line in (Path(__file__).parents[1] / "golden" / "links.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("?"):
            yield _request(line.removeprefix("?calc=").partition("&")[0], query=line)


def _written() -> Iterator[str]:
    """Numbers that are hard to write, with any number of decimals: ties, huge ones, tiny ones, negative ones, zero."""
    asked = [f"{name}|{d}" for name in ("entry_price", "price_move") for d in range(9)]
    asked += ["entry_price", "price_move", "price_move|abs", "price_move|percent", "net_pnl", "net_pnl|abs-dollars"]
    prices = "0.125 0.375 0.5 1.005 1.5 2.5 2.675 9.5 99.95 1234.5 0.0625 999999999.5 123456789.125 1000000000 0.00000001 0.000000015"
    moves = ["0", "-0", "-0.125", "0.125", "-0.00005", "0.0000005", "-0.000000000001", "2.675", "-0.99", "0.00125", "-0.015"]
    for price, move in product(prices.split(), moves):
        yield _request("leverage", query=f"?calc=leverage&v=1&entry_price={price}&price_move={move}&leverage=1", values=asked)


def _random(name: str, count: int) -> Iterator[str]:
    """Scenarios of one calculator from all over the hard bounds, on short and on full decimals."""
    dice, c = random.Random("20261122" + name), CALCULATORS[name]
    for _ in range(count):
        texts = {}
        for i in c.inputs:
            if i.kind == "choice":
                texts[i.name] = dice.choice(i.choices)[0]
            elif i.kind == "switch":
                texts[i.name] = dice.choice("01")
            elif i.kind == "rows":
                far = dice.random() < 0.2  # else most of them go together
                rows = [[_any_text(f, dice, far=far) for f in i.fields] for _ in range(dice.randint(i.least, i.most))]
                texts[i.name] = ";".join(",".join(row) for row in (rows if far else {row[0]: row for row in rows}.values()))
            elif i.kind == "actions":
                texts[i.name] = ";".join(_any_action(i, dice) for _ in range(dice.randint(0, 30)))
            elif dice.random() < 0.7:
                texts[i.name] = _any_text(i, dice)
        yield _request(name, query=f"?calc={name}&v={c.version}&" + "&".join(f"{key}={text}" for key, text in texts.items()))


PARTS = 3  # so that two processes share the longest tests
in_parts = pytest.mark.parametrize("part", range(PARTS))


@pytest.fixture(params=["pyodide", "micropython"])
def engine(request: pytest.FixtureRequest) -> Answers:
    answers: Answers = request.getfixturevalue(request.param)
    return answers


@pytest.fixture
def same(engine: Answers, cpython: Answers) -> Answers:
    """Asks one of the browser's Pythons and the one of the build, and returns what both say."""

    def answers(requests: list[str]) -> list[str]:
        expected = cpython(requests)
        for asked, said, wanted in zip(requests, engine(requests), expected, strict=True):
            assert said == wanted, asked
        return expected

    return answers


@pytest.fixture
def some(request: pytest.FixtureRequest, *, prove: bool) -> Callable[..., list[str]]:
    """One in so many of the requests, fewer to the engine that is slower; all when the full counts are wanted."""
    least = 6 if "micropython" in request.node.name else 2

    def sample(requests: list[str], one_in: int = 1) -> list[str]:
        return requests if prove else random.Random(20261124).sample(requests, len(requests) // max(one_in, least))

    return sample


@in_parts
def test_every_preset_and_default_has_the_same_bytes_everywhere(same: Answers, some: Callable[..., list[str]], part: int) -> None:
    assert all(answer.startswith('{"ok":') for answer in same(some(list(_starting())[part::PARTS])))


def test_every_table_has_the_same_bytes_everywhere(same: Answers, some: Callable[..., list[str]]) -> None:
    assert same(some(list(_tables())))


def test_what_a_reader_takes_along_has_the_same_bytes_everywhere(same: Answers, some: Callable[..., list[str]]) -> None:
    assert all(answer.startswith('{"taken":') for answer in same(some(list(_taken()))))


def test_every_golden_link_has_the_same_bytes_everywhere(same: Answers, some: Callable[..., list[str]]) -> None:
    assert all(answer.startswith('{"ok":') for answer in same(some(list(_golden()))))


@in_parts
def test_every_edit_has_the_same_bytes_everywhere(same: Answers, some: Callable[..., list[str]], part: int) -> None:
    assert same(some(list(_edits())[part::PARTS], one_in=4))


@in_parts
def test_bad_inputs_and_links_have_the_same_bytes_everywhere(same: Answers, some: Callable[..., list[str]], part: int) -> None:
    assert same(some(list(_bad())[part::PARTS], one_in=4))


@in_parts
def test_scenarios_from_all_over_have_the_same_bytes_everywhere(same: Answers, part: int, *, prove: bool) -> None:
    for name in calc.NAMES[part::PARTS] if prove else ():
        assert same(list(_random(name, 2_000)))
    if not prove:
        assert same([request for name in calc.NAMES[part::PARTS] for request in _random(name, 7)])


def test_numbers_are_written_with_the_same_bytes_everywhere(same: Answers) -> None:
    answers = [json.loads(answer) for answer in same(list(_written()))]
    written = [text for answer in answers for text in answer["ok"]["values"]]
    assert len(written) > 3_000
    assert not [text for text in written if "e" in text.replace("none", "") or text in ("−0", "-0", "−0.00")]


def test_a_request_that_makes_no_sense_is_a_failure_everywhere(engine: Answers, cpython: Answers) -> None:
    texts = ["", "{", "null", "3", "[]", "{}", '{"calculator": 3}', '{"calculator": "nothing"}', '{"calculator": "margin", "inputs": 3}']
    replies = [*cpython(texts), *engine(texts)]
    assert [set(json.loads(reply)) for reply in replies] == [{"failure"}] * len(replies)

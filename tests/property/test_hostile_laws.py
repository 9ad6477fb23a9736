"""Hostile text, by every way into every calculator: no fault, no wait, no markup, and every problem at its field."""

import contextlib
import io
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import calc
from calc import cli, contract, scenario
from calc.errors import InvalidInputs
from calc.inputs import Input
from calc.model import Calculator
from calc.view.markup import escape

IDLE, IDLE_TAKES = 1_000_000, 0.03  # numbers, and seconds
Law = Callable[[st.DataObject], int]
every_calculator = pytest.mark.parametrize("name", calc.NAMES)
unmeasured = pytest.mark.usefixtures("untraced")
often = settings(max_examples=max(4, settings().max_examples // 20))

MARKUP = """
<zq\tonclick=zq()> "><script>zq</script> "\tonmouseover="zq"\tzq=" '\tonfocus='zq <svg/onload=zq> <img\tsrc=x\tonerror=zq>
</p></div></output> </textarea><zq> </select>
<!-- --> ]]> <![CDATA[ <?zq?> &lt;zq&gt; &#60;zq&#62; {zq} {0} %s %(zq)s {{7*7}} javascript:zq < > " ' & \\ =1+1
"""
LETTERS = (*"\0\x1e\x1f\x7f\x9b\n\t\u2028\u202e\ufeff\ud800\udc00\u00a0é😀 %+", "\x1b[31m", "\r\n", "👩‍🚀", "e\u0301", "%ff", "%00")
NUMBERS = """
٣ १२ １２ 1.234,56 1'000 1,5 1_0 0x10 ² ½ -0 −0 +1 0 1 --1 . - NaN nan inf -inf Infinity 1e308 -1e308 1e-308 1e999 1e-30 1e30 1e15
99999999999999999999 0.1 -1 50% $5 10x 1e5000 5e-324 1e e1 1k $
"""
PLACES = """
, ; = & # / .. n,1; n,99999; n,0 c l,,,, BTC,long,1e308 ;;;;;;;;; ,,,,,,,,, [ { [{}]
2024-02-30 0000-00-00 9999-12-31 2020/2/2 long LONG true None null
"""
PIECES = st.sampled_from([*re.split("[ \n]+", MARKUP + NUMBERS + PLACES), *LETTERS, "1 000", "9" * 310, "0." + "0" * 330 + "1"])
HOSTILE = st.one_of(
    PIECES,
    st.lists(PIECES, min_size=2, max_size=6).map("".join),
    st.text(max_size=12),
    st.floats().map(repr),
    st.integers(-(10**40), 10**40).map(str),
)
TAG = re.compile(r'</?([a-zA-Z][\w-]*)((?:\s[\w:-]+(?:="[^"<>]*")?)*)\s?/?>')
FOREIGN = re.compile(r"^(?:zq|script|iframe|object|embed|style|link|base|meta|on\w+|srcdoc|formaction)$", re.IGNORECASE)
NOT_A_NUMBER = re.compile(r"\bnan\b|\binf\b|infinity|(?<![\d#])[-−]0(?![\d.])|\d[eE][-+]?\d", re.IGNORECASE)
OBEYED = re.compile("[\0-\t\v-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]")  # what a terminal may do, or cannot take
OF_NO_FIELD = {"wrong-calculator", "unknown-version", "repeated", "unknown-word", "unknown-calculator"}  # of a link, or a word of a command


@pytest.fixture
def tried(record_property: Callable[[str, object], None]) -> Callable[[Law], None]:
    """Tries a law, which says how many inputs it tried, and records how many they were."""

    def law_holds(law: Law) -> None:
        count = 0

        @often
        @given(st.data())
        def holds(data: st.DataObject) -> None:
            nonlocal count
            count += law(data)

        holds()
        record_property("hostile inputs tried", count)

    return law_holds


@pytest.fixture
def untraced() -> Iterator[None]:
    """Coverage would be most of the time that is taken."""
    trace = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(trace)


@contextlib.contextmanager
def in_time(seconds: float = 1.0) -> Iterator[None]:
    """What is inside may keep an idle processor for so long. One that others use too is slower, by as much as a sum is that it knows."""
    begun = time.process_time()
    yield
    taken = time.process_time() - begun
    assert taken < seconds or taken < seconds * _slowness(), f"it took {taken:.2f} s"


def _slowness() -> float:
    """How much longer than on an idle processor the same work takes now."""
    begun = time.process_time()
    sum(number * number for number in range(IDLE))
    return (time.process_time() - begun) / IDLE_TAKES


def ask(c: Calculator[..., Any], **request: Any) -> dict[str, Any]:
    """The answer of the contract, which is none of a fault."""
    text = json.dumps({"calculator": c.name, **request})
    answered = contract.answer(text)
    assert not answered.startswith('{"failure"'), answered[:200]
    found: dict[str, Any] = json.loads(answered)
    return found


def run(*words: str) -> tuple[int, str]:
    """The exit status of a command and all that it prints."""
    with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.redirect_stderr(printed):
        status = cli.main(words)
    return status, printed.getvalue()


def outside_tags(fragment: str) -> str:
    """The text of a fragment; AssertionError if anything in it is markup that no template writes."""
    for tag, attributes in TAG.findall(fragment):
        assert not FOREIGN.match(tag)
        for name, value in re.findall(r'([\w:-]+)(?:="([^"]*)")?', attributes):
            assert not FOREIGN.match(name)
            assert name not in {"href", "src", "xlink:href"} or not re.match("[^/?#]*:", value)
    text = TAG.sub("\n", re.sub(r"<span data-address>[^<]*</span>", "", fragment))
    assert not re.search('[<>"]', text), text
    return text


def numbers_in(value: Any) -> Iterator[float]:
    """Every number of an answer for programs."""
    if isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from numbers_in(inner)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield value


def blame_fields(c: Calculator[..., Any], problems: list[dict[str, Any]]) -> None:
    """Every problem has words, and blames an input or a field of a row."""
    rows = [rf"{i.name}\.\d+\.(?:{'|'.join(f.name for f in i.fields)})" for i in c.inputs if i.fields]
    fields = re.compile("|".join([*(i.name for i in c.inputs), *rows]))
    for p in problems:
        assert p["message"]
        assert p["code"] in OF_NO_FIELD if p["field"] is None else fields.fullmatch(p["field"]), p


def hold(c: Calculator[..., Any], answered: dict[str, Any]) -> None:
    """What every answer to hostile text must satisfy."""
    [(kind, found)] = [(kind, answered[kind]) for kind in ("ok", "taken", "problems") if kind in answered]
    if kind == "problems":
        blame_fields(c, found)
        for p in found:
            said = re.sub(r"“.*”|another calculator \(.*\)", "", p["message"], flags=re.DOTALL)  # what was typed may be said again
            assert [] == NOT_A_NUMBER.findall(said), p
        outside_tags(answered.get("html", {}).get("controls", ""))
    elif kind == "taken":
        outside_tags(found["html"])
        outside_tags(found["image"])
        assert [found["frame"].count(letter) for letter in '<>"'] == [2, 2, 14]
    else:
        outside_tags(found["html"]["controls"])
        said = outside_tags(found["html"]["result"] + found["html"]["ask"])
        for note in found["notes"]:  # one may name what a link has too much of
            said = said.replace(escape(note["message"]), "")
        for i in c.inputs:
            if i.private and any(part[i.name].strip() for part in (found["texts"], found["pin"] or found["texts"])):
                said = ""  # what readers write is shown as they wrote it
        assert [] == [line for line in [found["sentence"], *said.split("\n")] if NOT_A_NUMBER.search(line)]
        for x in numbers_in(found["outputs"]):
            assert x - x == 0
            assert repr(x) != "-0.0"


def text_of(i: Input) -> st.SearchStrategy[str]:
    """Hostile text for an input; for a list of rows or actions also in its single fields."""
    if i.kind not in ("rows", "actions"):
        return HOSTILE
    words = [f.form_text(f.default) for f in i.fields] or [button.code for button in i.buttons]
    lists = st.lists(st.lists(HOSTILE | st.sampled_from(words), max_size=7), max_size=9)
    dividers = st.sampled_from(((",", ";"), ("\x1f", "\x1e")))
    return HOSTILE | st.builds(lambda rows, by: by[1].join([by[0].join(row) for row in rows]), lists, dividers)


def texts_of(c: Calculator[..., Any]) -> st.SearchStrategy[dict[str, str]]:
    """Hostile text for every input, or for few of them, which leaves others to be answered."""
    one = {i.name: text_of(i) for i in c.inputs}
    few = st.sampled_from(c.inputs).flatmap(lambda i: st.fixed_dictionaries({i.name: one[i.name]}))
    return few | st.fixed_dictionaries(one)


# ---- In a form


@every_calculator
def test_hostile_text_in_a_form(name: str, tried: Callable[[Law], None]) -> None:
    c = calc.load(name)

    def law(data: st.DataObject) -> int:
        texts, pin = data.draw(texts_of(c)), data.draw(st.none() | texts_of(c))
        answered = ask(c, inputs=texts, pin=pin, known=texts)
        hold(c, answered)
        shown = (answered.get("ok") or answered)["texts"]
        assert texts == {name: shown[name] for name in texts}  # whatever is typed stays in its field
        with contextlib.suppress(InvalidInputs):
            assert {i.name for i in c.inputs} == {name for name, _ in contract.given(contract.starting(c, texts))} | set(shown)
        return len(texts) + len(pin or {})

    tried(law)


@every_calculator
def test_hostile_text_on_what_a_reader_takes_along(name: str, tried: Callable[[Law], None]) -> None:
    c = calc.load(name)

    def law(data: st.DataObject) -> int:
        words = {i.name: data.draw(HOSTILE)[: i.most] for i in c.inputs if i.private}
        where = {part: data.draw(HOSTILE) for part in ("today", "height")}
        hold(
            c,
            ask(c, inputs=words, id=data.draw(HOSTILE), take={"page": "https://example.org/", "console": "../", "frames": "../", **where}),
        )
        return len(words) + len(where) + 1

    tried(law)


@every_calculator
def test_hostile_text_in_a_gesture(name: str, tried: Callable[[Law], None]) -> None:
    c = calc.load(name)

    def law(data: st.DataObject) -> int:
        i = data.draw(st.sampled_from(c.inputs))
        texts = data.draw(texts_of(c))
        gesture: dict[str, Any] = {"field": i.name, "text": data.draw(HOSTILE)}
        if i.numeric or i.kind == "date":
            gesture = data.draw(
                st.builds(lambda t: {"field": i.name, "slider": t}, st.floats(0, 1)) | st.just({"field": i.name, "step": 10**9})
            )
        if i.kind == "actions":
            gesture = {"field": i.name, "act": data.draw(HOSTILE | st.sampled_from([*(b.name for b in i.buttons), "undo", "again"]))}
        if i.kind == "rows":
            cell = {**gesture, "field": f"{i.name}.0.{data.draw(st.sampled_from(i.fields)).name}"}
            gesture = data.draw(
                st.sampled_from([cell, *({"field": i.name, "rows": what} for what in ("add", "remove", "up", data.draw(HOSTILE)))])
            )
            texts.pop(i.name, None)
        answered = ask(c, inputs=texts, edit=gesture)
        hold(c, answered)
        hold(c, ask(c, inputs=(answered.get("ok") or answered)["texts"]))
        return len(texts) + 1

    tried(law)


# ---- In a link

EXTREME = ("1e-30", "-1e-30", "1e30", "-1e30", "1e308", "5e-324", "1e999", "-0", "123456789012345.67")


@every_calculator
def test_hostile_text_in_a_link(name: str, tried: Callable[[Law], None]) -> None:
    c = calc.load(name)
    names = [prefix + i.name for prefix in ("", scenario.PIN) for i in c.inputs]
    keys = st.sampled_from([*names, *names, "calc", "id", "v", "predict", "pin."]) | HOSTILE

    def law(data: st.DataObject) -> int:
        pairs = data.draw(st.lists(st.tuples(keys, HOSTILE), min_size=1, max_size=5))
        quote: Callable[[str], str] = scenario.quote if data.draw(st.booleans()) else str
        query = "&".join([quote(key) + "=" + quote(text) for key, text in pairs])
        hold(c, ask(c, query=query, id=data.draw(HOSTILE)))
        numbers = data.draw(st.dictionaries(st.sampled_from([i.name for i in c.inputs if i.numeric]), st.sampled_from(EXTREME), max_size=4))
        for said in (query, "&".join([f"{key}={text}" for key, text in numbers.items()])):
            hold(c, ask(c, query=f"?calc={c.name}&v={c.version}&{said}"))
        return 2 * len(pairs) + len(numbers) + 1

    tried(law)


@unmeasured
@every_calculator
def test_extreme_numbers_in_each_field_of_a_link(name: str, record_property: Callable[[str, object], None]) -> None:
    c = calc.load(name)
    fields = [i for i in c.inputs if i.numeric]
    for i in fields:
        for text in EXTREME:
            hold(c, ask(c, query=f"?calc={c.name}&v={c.version}&{i.name}={text}"))
    record_property("hostile inputs tried", len(fields) * len(EXTREME))


# ---- On the command line


@every_calculator
def test_hostile_text_on_the_command_line(name: str, tried: Callable[[Law], None]) -> None:
    c = calc.load(name)

    def law(data: st.DataObject) -> int:
        words = [c.name, *data.draw(st.lists(HOSTILE, max_size=2))]
        texts = data.draw(texts_of(c))
        for key, text in texts.items():
            words += data.draw(st.sampled_from(([f"--{key}={text}"], [f"--{key}", text], [f"--{text}={key}"])))
        for i in c.inputs:
            if i.kind == "rows" and data.draw(st.booleans()):
                cells = HOSTILE | st.floats() | st.none() | st.booleans() | st.lists(st.integers(), max_size=2)
                rows = st.lists(st.dictionaries(st.sampled_from([f.name for f in i.fields]) | HOSTILE, cells, max_size=5), max_size=9)
                words.append(f"--{i.name}={json.dumps(data.draw(rows))}")
        status, printed = run(*words)
        assert status in {0, 2}
        assert not OBEYED.search(printed)
        if status == 0 and not any(i.private and i.name in texts for i in c.inputs):
            assert [] == [line for line in printed.split("\n") if not line.startswith("?calc=") and NOT_A_NUMBER.search(line)]
        status, printed = run(*words, "--json")
        if status == 2:
            blame_fields(c, [p for p in json.loads(printed)["problems"] if p["code"] != "unknown-input"])
        return len(words) - 1

    tried(law)


def test_hostile_words_in_place_of_a_calculator(tried: Callable[[Law], None]) -> None:
    def law(data: st.DataObject) -> int:
        words = data.draw(st.lists(HOSTILE | st.sampled_from(["describe", "tiers", "-h", "--json"]), min_size=1, max_size=3))
        status, printed = run(*words)
        assert status == 2 or words[0] in {"describe", "-h", "--json"}
        assert printed
        return len(words)

    tried(law)


# ---- In the contract: types that no page sends

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | HOSTILE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)
PARTS = (
    "calculator",
    "id",
    "version",
    "inputs",
    "show",
    "query",
    "edit",
    "axes",
    "values",
    "pin",
    "known",
    "choices",
    "guess",
    "reveal",
    "take",
)


def is_an_answer(text: str) -> bool:
    answered = json.loads(text)
    return isinstance(answered, dict) and next(iter(answered)) in {"ok", "taken", "problems", "failure"}


@every_calculator
def test_no_request_makes_the_contract_raise(name: str, tried: Callable[[Law], None]) -> None:
    def law(data: st.DataObject) -> int:
        request = data.draw(st.dictionaries(st.sampled_from(PARTS), JSON))
        assert is_an_answer(contract.answer(json.dumps({"calculator": name, **request})))
        return 1

    tried(law)


@often
@given(st.text() | JSON.map(json.dumps))
@example("")
@example("null")
@example("[]")
@example("{}")
@example('{"calculator": []}')
@example("[" * 100_000)
@example('{"calculator": "liquidation", "inputs": []}')
@example('{"calculator": "liquidation", "inputs": {"side": "\\ud800"}}')
@example('{"calculator": "liquidation", "edit": {}}')
@example('{"calculator": "liquidation", "edit": {"field": "leverage"}}')
@example('{"calculator": "liquidation", "edit": {"field": "leverage", "at": 0.5, "chart": 3}, "axes": ["1 2"]}')
@example('{"calculator": "liquidation", "edit": {"field": "leverage", "at": 0.5, "chart": 0}, "axes": ["5 5"]}')
@example('{"calculator": "liquidation", "edit": {"field": "side", "slider": 0.5}}')
@example('{"calculator": "liquidation", "edit": {"field": "closing_fee", "step": 1}}')
@example('{"calculator": "liquidation", "edit": {"field": "leverage", "slider": NaN}}')
@example('{"calculator": "liquidation", "edit": {"field": "leverage", "slider": 1e999}}')
@example('{"calculator": "cross_account", "inputs": {"positions": ""}, "edit": {"field": "positions", "rows": "add"}}')
@example('{"calculator": "cross_account", "edit": {"field": "positions", "rows": "up", "row": 1e999}}')
@example('{"calculator": "cross_account", "edit": {"field": "positions", "step": 1}}')
@example('{"calculator": "cross_account", "edit": {"field": "positions.7.size", "step": 1}}')
@example('{"calculator": "cross_account", "edit": {"field": "shock", "rows": "add"}}')
@example('{"calculator": "cross_account", "inputs": {"positions": "BTC\\u001f\\u001e\\u001f"}}')
@example('{"calculator": "liquidation", "values": ["nothing", "leverage|wrong", "|", "{}"]}')
@example('{"calculator": "liquidation", "axes": ["x y", 5, null, "nan nan"]}')
def test_no_text_makes_the_contract_raise(text: str) -> None:
    assert is_an_answer(contract.answer(text))


# ---- Too much of it

MEGABYTE = 1_000_000
LONG: dict[str, Callable[[], str]] = {
    "digits": lambda: "1" * MEGABYTE,
    "markup": lambda: "<zq>" * (MEGABYTE // 4),
    "semicolons": lambda: ";" * MEGABYTE,
    "actions": lambda: "n,1;" * (MEGABYTE // 4),
    "dividers": lambda: "\x1e\x1f" * (MEGABYTE // 2),
    "spaces": lambda: " " * MEGABYTE,
    "emoji": lambda: "😀" * (MEGABYTE // 4),
}
KINDS: dict[str, tuple[Calculator[..., Any], Input]] = {i.kind: (c, i) for c in map(calc.load, calc.NAMES) for i in c.inputs}


@unmeasured
@pytest.mark.parametrize("kind", KINDS)
def test_a_megabyte_in_a_field(kind: str, record_property: Callable[[str, object], None]) -> None:
    c, i = KINDS[kind]
    for long in LONG.values():
        text = long()
        with in_time():
            typed = ask(c, inputs={i.name: text})
        with in_time():
            linked = ask(c, query=f"?calc={c.name}&v={c.version}&{i.name}={text}")
        hold(c, {**typed, "html": {}} if "problems" in typed else typed)
        hold(c, linked)
        with in_time():
            assert run(c.name, f"--{i.name}={text}")[0] in {0, 2}
    record_property("hostile inputs tried", 3 * len(LONG))


@unmeasured
@pytest.mark.parametrize("many", ["%3C", "%", "%ff", "+", "%41\ud800", "x&", "=", "%41=%41&"])
def test_a_megabyte_of_a_link(many: str, record_property: Callable[[str, object], None]) -> None:
    c = calc.load("liquidation")
    for start in ("leverage=", "pin.leverage=", ""):
        query = f"?calc={c.name}&v={c.version}&{start}" + many * (MEGABYTE // len(many))
        with in_time():
            answered = ask(c, query=query)
        hold(c, answered)
    record_property("hostile inputs tried", 3)


@unmeasured
@every_calculator
def test_ten_thousand_parameters(name: str, record_property: Callable[[str, object], None]) -> None:
    c = calc.load(name)
    own = c.inputs[0].name
    for prefix in ("", scenario.PIN):
        for parts in ([f"{prefix}x{n}=1" for n in range(10_000)], [f"{prefix}{own}=1"] * 10_000, [f"{prefix}x=1"] * 10_000):
            query = f"?calc={c.name}&v={c.version}&" + "&".join(parts)
            with in_time():
                answered = ask(c, query=query)
            hold(c, answered)
    record_property("hostile inputs tried", 6 * 10_000)


@unmeasured
def test_ten_thousand_words_on_the_command_line(record_property: Callable[[str, object], None]) -> None:
    many = [f"x{n}" for n in range(10_000)]
    repeated = ["--side", "long"] * 5_000
    for words in (
        ["liquidation", *(f"--{word}=1" for word in many)],
        ["liquidation", *many],
        ["liquidation", *repeated],
        ["describe", *many],
    ):
        with in_time():
            assert run(*words)[0] == 2
    for words in (["x" * MEGABYTE], ["liquidation", "--" + "x" * MEGABYTE]):
        with in_time():
            assert run(*words)[0] == 2
    record_property("hostile inputs tried", 4 * 10_000 + 2)


@unmeasured
@pytest.mark.parametrize(
    "text",
    [
        "[" + "{}," * (MEGABYTE // 3) + "{}]",
        "[" + "1," * (MEGABYTE // 2) + "1]",
        "[" * MEGABYTE,
        "[" + "1" * MEGABYTE + "]",
        '{"size": "' + "9" * MEGABYTE + '"}',
        "{" + ",".join([f'"x{n}":1' for n in range(10_000)]) + "}",
    ],
    ids=["objects", "numbers", "brackets", "digits", "text", "names"],
)
def test_a_megabyte_of_rows_on_the_command_line(text: str, record_property: Callable[[str, object], None]) -> None:
    with in_time():
        assert run("cross_account", "--positions", text)[0] == 2
    record_property("hostile inputs tried", 1)

"""Free text: read, kept and printed as it was written, and never in a link."""

import json
from dataclasses import dataclass
from typing import Annotated, Any

import pytest

import calc
from calc import cli, contract, describe
from calc.declare import as_data, calculator
from calc.errors import DefinitionError, InvalidInputs, Note
from calc.inputs import Input
from calc.model import Calculator
from calc.quantities import Money, Result, Rows, Text, Words
from calc.scenario import link, restore
from calc.story import Shown, Story
from calc.testing import check
from calc.view import page

HOSTILE = "</textarea><script>alert(1)</script>\"'&{price}"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What comes out.

    Attributes:
        doubled: Twice as much.
    """

    doubled: Result
    notes: tuple[Note, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row with words in it.

    Attributes:
        amount: How much.
        why: What for.
    """

    amount: Money = 1
    why: Annotated[str, Text()] = ""


def _story(values: object, result: Kept) -> Story:  # noqa: ARG001 - the signature of a story
    return Story(verdict="Twice is {doubled}, because of {why}.", outputs=(Shown(name="doubled"),))


def diary(
    amount: Money = 1,
    name: Annotated[str, Text(most=10)] = "",
    why: Annotated[str, Text(most=60, lines=3), Words(label="My reasons")] = "just so",
) -> Kept:
    """Doubles, and keeps a word about it.

    Args:
        amount: What is doubled.
        name: What it is called.
        why: In your own words.
    """
    return Kept(doubled=2 * amount + 0 * len(name + why), notes=())


SETTINGS: dict[str, Any] = {"version": 1, "title": "Diary", "question": "What is twice?", "story": _story, "limits": (), "sources": ()}
DIARY: Calculator[..., Any] = calculator("diary", presets=(), **SETTINGS)(diary)
NAME, WHY = DIARY.input("name"), DIARY.input("why")


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> Calculator[..., Any]:
    monkeypatch.setattr(calc, "load", lambda name: {"diary": DIARY}[name])
    return DIARY


def ask(**request: Any) -> dict[str, Any]:
    answered: dict[str, Any] = json.loads(contract.answer(json.dumps({"calculator": "diary", **request})))
    return answered


def test_a_text_is_declared_with_its_length_and_its_lines() -> None:
    assert ("text", 10, 1, "Name", "") == (NAME.kind, NAME.most, NAME.lines, NAME.label, NAME.default)
    assert ("text", 60, 3, "My reasons", "just so") == (WHY.kind, WHY.most, WHY.lines, WHY.label, WHY.default)
    assert WHY.private
    assert not WHY.numeric
    assert not DIARY.input("amount").private
    check(DIARY)


def test_what_was_learned_of_a_text_makes_the_same_input_again() -> None:
    (data,) = [one for one in json.loads(json.dumps(as_data(DIARY)))["inputs"] if one["name"] == "why"]
    assert (WHY.kind, WHY.most, WHY.lines, WHY.default) == (data["kind"], data["most"], data["lines"], data["default"])


@pytest.mark.parametrize(
    ("i", "text", "expected"),
    [
        (WHY, "as it is", "as it is"),
        (WHY, "  ends \n", "ends"),
        (WHY, "one\r\ntwo\rthree", "one\ntwo\nthree"),
        (WHY, "a\x00b\tc\x1fd\x1ee", "a b c d e"),
        (WHY, HOSTILE, HOSTILE),
        (NAME, "one\ntwo", "one two"),
        (NAME, "", ""),
    ],
)
def test_a_text_is_read_without_what_nobody_can_see(i: Input, text: str, expected: str) -> None:
    assert expected == i.read(text) == i.read(text, link=True)


def test_a_text_may_not_be_longer_than_it_says() -> None:
    assert "é" * 10 == NAME.read("é" * 10)
    with pytest.raises(InvalidInputs) as caught:
        NAME.read("é" * 11)
    (problem,) = caught.value.problems
    assert ("name", "text-too-long") == (problem.field, problem.code)
    assert "Name may have 10 characters; this has 11." == problem.message
    with pytest.raises(InvalidInputs):
        DIARY(name="x" * 11)


def test_a_text_is_told_as_it_is_and_an_empty_one_as_nothing() -> None:
    assert ("as it is", "nothing") == (WHY.written("as\nit is"), WHY.written(""))
    e = contract.starting(DIARY, {"amount": "2", "why": "{amount}"})
    assert "Twice is 4.00, because of {amount}." == e.facts.plain(e.story.verdict)


def test_no_link_carries_a_text() -> None:
    values = {**DIARY.defaults(), "name": "secret", "why": HOSTILE}
    assert "?calc=diary&v=1&amount=1" == link(DIARY, values) == link(DIARY, DIARY.defaults())
    assert "?calc=diary&v=1&amount=1&pin.amount=1" == link(DIARY, values, pin=values)


@pytest.mark.parametrize("extra", ["&why=mine", "&why=mine&why=yours", "&pin.why=mine", "&pin.amount=3&pin.why=mine"])
def test_a_text_in_a_link_is_left_out_and_said(extra: str) -> None:
    restored = restore(DIARY, "?calc=diary&v=1&amount=2" + extra)
    assert {"amount": "2"} == restored.texts
    assert () == restored.problems
    assert ["note-text-in-link"] == [n.code for n in restored.notes]
    assert "My reasons" in restored.notes[0].message
    assert restored.pin == ({"amount": "3"} if "pin.amount" in extra else None)


def test_a_link_without_texts_is_complete() -> None:
    assert () == restore(DIARY, "?calc=diary&v=1&amount=2").notes


def test_the_form_has_a_line_or_several_for_a_text(registered: Calculator[..., Any]) -> None:
    html = contract.fragments(contract.starting(registered, {"name": '"<b>', "why": HOSTILE + "\nand more"}), "d")[0]
    assert '<input id="d-name" name="name" type="text" maxlength="10" autocomplete="off" aria-describedby="d-name-help"' in html
    assert ' value="&quot;&lt;b&gt;">' in html
    assert 'maxlength="60" autocomplete="off" aria-describedby="d-why-help" rows="3">&lt;/textarea&gt;&lt;script&gt;' in html
    assert "&#10;and more</textarea>" in html
    assert "\n" not in html
    assert "<script>" not in html


def test_the_form_keeps_a_text_as_it_was_typed(registered: Calculator[..., Any]) -> None:
    answered = ask(inputs={"amount": "2", "name": " a ", "why": "x\n\n"})
    assert " a " == answered["ok"]["texts"]["name"]
    assert "a" == answered["ok"]["inputs"]["name"]
    assert 'rows="3">x&#10;&#10;</textarea>' in answered["ok"]["html"]["controls"]
    assert "?calc=diary&v=1&amount=2" == answered["ok"]["link"]
    assert registered.name == "diary"


def test_a_break_at_the_beginning_is_written_twice_because_a_parser_drops_the_first(registered: Calculator[..., Any]) -> None:
    assert registered.name == "diary"
    assert 'rows="3">&#10;&#10;x</textarea>' in ask(inputs={"why": "\nx"})["ok"]["html"]["controls"]


@pytest.mark.usefixtures("registered")
def test_a_link_leaves_alone_what_the_reader_wrote() -> None:
    answered = ask(query="?calc=diary&v=1&amount=7", inputs={"amount": "2", "why": "my own"})["ok"]
    assert ("7", "my own") == (answered["texts"]["amount"], answered["texts"]["why"])
    untouched = ask(query="?calc=diary&v=1&amount=7&why=theirs")["ok"]
    assert "just so" == untouched["texts"]["why"]
    assert ["note-text-in-link"] == [n["code"] for n in untouched["notes"]]


@pytest.mark.usefixtures("registered")
def test_a_text_that_is_too_long_stays_in_its_field_with_a_message() -> None:
    refused = ask(inputs={"amount": "2", "name": "x" * 11})
    assert ["text-too-long"] == [p["code"] for p in refused["problems"]]
    assert 'value="xxxxxxxxxxx"' in refused["html"]["controls"]
    assert 'aria-invalid="true"' in refused["html"]["controls"]


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("edit", [{"slider": 0.5}, {"step": 1}])
def test_a_text_has_no_steps(edit: dict[str, float]) -> None:
    assert "mine" == ask(inputs={"why": "mine"}, edit={"field": "why", **edit})["ok"]["texts"]["why"]
    assert "new" == ask(inputs={"why": "mine"}, edit={"field": "why", "text": "new"})["ok"]["texts"]["why"]


def test_a_hidden_note_of_other_numbers_does_not_repeat_a_text() -> None:
    html = contract.fragments(contract.starting(DIARY, {"why": "mine alone"}), "d")[1]
    stale = html.partition("They belong to: ")[2].partition("</span>")[0]
    assert "mine alone" not in stale
    assert "Amount" in stale


def test_a_text_is_described() -> None:
    data = describe.data(DIARY)
    why = dict(dict(data)["inputs"][2])
    assert ("text", (("most", 60),), "just so") == (why["kind"], why["bounds"], why["default"])
    assert "up to 60 characters; never in a link" == page.allowed(WHY)
    assert "usually just so" in describe.text(DIARY)


@pytest.mark.usefixtures("registered")
def test_the_command_line_takes_a_text_and_leaves_it_out_of_the_link(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == cli.main(["diary", "--why", "a reason of mine", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert "a reason of mine" == said["inputs"]["why"]
    assert "reason" not in said["link"]


def test_a_row_has_no_text_because_no_link_would_carry_it() -> None:
    def diary(lines: Annotated[tuple[Line, ...], Rows(noun="line", samples=(Line(),))] = (Line(),)) -> Kept:
        """Doubles.

        Args:
            lines: Some.
        """
        return Kept(doubled=float(len(lines)), notes=())

    with pytest.raises(DefinitionError, match="field why is free text, which no link carries; make it an input of its own"):
        calculator("diary", presets=(), rows=(Line,), **SETTINGS)(diary)

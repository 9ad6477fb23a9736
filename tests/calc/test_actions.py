"""Inputs that are a list of actions: how they are read, written, pressed and undone, and what is said about a list that makes no sense."""

import json
import re
from dataclasses import dataclass
from typing import Annotated, Any

import pytest

from calc import contract, describe
from calc.actions import Action, Actions, Done, Offer, added, joined, undone, written
from calc.declare import as_data, calculator
from calc.errors import DefinitionError, InvalidInputs, Note
from calc.inputs import Input
from calc.model import Calculator
from calc.quantities import Change, Count, Money, Quantity, Text, Words
from calc.scenario import link, restore
from calc.story import Shown, Story, Summary, Table
from calc.testing import check
from calc.view.action_bar import action_bar
from calc.view.page import allowed, reference

FULL = 3  # what the purse may hold
HOSTILE = '<script>alert(1)</script>"&'


@dataclass(frozen=True, kw_only=True)
class Coin:
    """One coin in the purse.

    Attributes:
        name: Which one.
        worth: What it is worth.
    """

    name: str
    worth: Money


@dataclass(frozen=True, kw_only=True)
class Purse:
    """What was put in.

    Attributes:
        coins: How many.
        waited: How long one waited.
        each: The coins.
    """

    coins: Count
    waited: Count
    each: tuple[Coin, ...]
    offers: tuple[Offer, ...]
    notes: tuple[Note, ...]


def _story(values: object, result: Purse) -> Story:  # noqa: ARG001 - the signature of a story
    return Story(
        verdict="{coins} coins.",
        outputs=(Shown(name="coins"),),
        summary=Summary(title="Patience", outputs=(Shown(name="waited", remark="times, and {coins} coins"),)),
        tables=(Table(title="Coins", rows="each", head="name", columns=("worth",), after=True),),
    )


def refused(name: str, why: str = "") -> Offer:
    return Offer(name=name, possible=False, why=why)


PUT = Action(name="put", code="p", label="Put in", takes=("coin", "kind", "share"), keys=("P",))
WAIT = Action(name="wait", code="w", label="Wait", run=1, keys=("Space", "ArrowRight"), line=1)
LONG = Action(name="long_wait", code="w", label="Wait long", run=10, line=1)
REST = Action(name="rest", code="w", label="Rest", run=1, repeats=True, line=2)


def purse(
    coin: Annotated[Money | None, Words(label="Coin")] = None,
    kind: bool = False,  # noqa: ARG001 - written down with a coin
    share: Annotated[Change, Quantity(ge=-1, le=1)] = 0.5,  # noqa: ARG001
    log: Annotated[tuple[Done, ...], Actions(actions=(PUT, WAIT, LONG, REST), most=5, again="Empty it"), Words(label="Done so far")] = (),
) -> Purse:
    """A purse.

    Args:
        coin: What is put in.
        kind: Whether it is kind.
        share: Some share.
        log: What was done.
    """
    held = [one for one in log if one.code == "p"]
    waited = sum(one.count for one in log if one.code == "w")
    room = len(held) < FULL
    offers = [
        Offer(name="put", possible=True) if coin is not None and room else refused("put", "Put a coin on the table." if room else ""),
        Offer(name="wait", possible=True),
        Offer(name="long_wait", possible=True),
        Offer(name="rest", possible=True, every=250, until=str(len(held))) if room else refused("rest", "Put a coin on the table."),
    ]
    each = tuple(Coin(name=str(k), worth=one.values[0] or 0.0) for k, one in enumerate(held))
    return Purse(coins=len(held), waited=waited, each=each, offers=tuple(offers), notes=())


def declared(function: Any = purse, **changes: Any) -> Calculator[..., Any]:
    said: dict[str, Any] = {
        "version": 1,
        "title": "Purse",
        "question": "What is in it?",
        "story": _story,
        "presets": (("two", "Two", {"log": "p,1,0,0.5;w,12;p,2.5,1,-0.25"}),),
        "limits": ("Pockets.",),
        "sources": (),
    }
    made: Calculator[..., Any] = calculator(function.__name__, **{**said, **changes})(function)
    return made


PURSE = declared()
LOG = PURSE.input("log")
TWO = (Done(code="p", values=(1.0, False, 0.5)), Done(code="w", count=12), Done(code="p", values=(2.5, True, -0.25)))


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calc.load", lambda _: PURSE)


def ask(**request: Any) -> dict[str, Any]:
    answered: dict[str, Any] = json.loads(contract.answer(json.dumps({"calculator": "purse", **request})))
    return answered


def pressed(act: str, log: str = "", **inputs: str) -> str:
    answered = ask(inputs={"coin": "1", **inputs, "log": log}, edit={"field": "log", "act": act})
    return str((answered.get("ok") or answered)["texts"]["log"])


# ---- Reading and writing


def test_a_list_is_the_same_text_in_a_form_and_in_a_link() -> None:
    text = "p,1,0,0.5;w,12;p,2.5,1,-0.25"
    assert text == LOG.form_text(TWO) == LOG.link_text(TWO) == joined(LOG, TWO)
    assert TWO == LOG.read(text) == LOG.read(text, link=True)
    assert () == LOG.read("") == LOG.read(" ")
    assert TWO == LOG.read(" p,1,0,0.5; w,12 ;p,2.5,1,-0.25; ")


def test_an_optional_value_may_be_empty() -> None:
    assert (Done(code="p", values=(None, False, 0.5)),) == LOG.read("p,,0,0.5")


def test_it_comes_back_from_its_link() -> None:
    values = {**PURSE.defaults(), "log": TWO}
    restored = restore(PURSE, link(PURSE, values))
    assert ((), ()) == (restored.notes, restored.problems)
    assert TWO == LOG.read(restored.texts["log"])


def test_its_words_say_how_long_it_is() -> None:
    assert ("nothing yet", "1 action", "14 actions") == (written(()), written(TWO[:1]), LOG.written(TWO))


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (HOSTILE, "unknown-action", f"Action 1 is “{HOSTILE}”, and nothing"),
        ("w,1;q,1", "unknown-action", "Action 2 is “q”, and nothing of that name can be done here. Undo it, or start over."),
        ("w,1;;w,1", "unknown-action", "Action 2 is “”"),
        ("x" * 500, "unknown-action", "Action 1 is “" + "x" * 40 + "…”"),
        ("w", "action-count", "Action 1 (Wait) needs a count"),
        ("w,0", "action-count", "Action 1 (Wait)"),
        ("w,-1", "action-count", "Action 1 (Wait)"),
        ("w,1,1", "action-count", "Action 1 (Wait)"),
        ("w,1e3", "action-count", "Action 1 (Wait)"),
        ("w,999999", "action-count", "Action 1 (Wait)"),
        ("w,٣", "action-count", "Action 1 (Wait)"),
        ("p", "action-fields", "Action 1 (Put in) does not hold what it must: coin, kind, share."),
        ("p,1,0,0.5,9", "action-fields", "Action 1 (Put in)"),
        ("w,1;p,1,0,7", "action-unreadable", "Action 2 (Put in) cannot be read. Share must be between −100 % and 100 %; you gave 700 %."),
        ("p,x,0,0.5", "action-unreadable", "Action 1 (Put in) cannot be read. “x” is not a number we can read."),
        ("p,1e400,0,0.5", "action-unreadable", "Action 1 (Put in)"),
        ("p,1,maybe,0.5", "action-unreadable", "Action 1 (Put in)"),
        ("w,1;" * 6, "too-many-actions", "There may be at most 5 actions. Start over."),
    ],
)
def test_a_list_that_makes_no_sense_is_a_problem_at_its_field(text: str, code: str, message: str) -> None:
    for answered in (ask(inputs={"log": text}), ask(query=f"?calc=purse&v=1&coin=&kind=0&share=0.5&log={text.replace('&', '%26')}")):
        [problem] = answered["problems"]
        assert ("log", code) == (problem["field"], problem["code"])
        assert message.replace(" %", "\u202f%") in problem["message"].replace(" %", "\u202f%")
        shown = answered["html"]["controls"]
        assert "<script" not in shown
        assert 'data-act="undo"' in shown
        assert 'data-act="again"' in shown
        assert 'data-problem="log"' in shown


def test_what_a_program_gives_is_checked_too() -> None:
    assert 2 == PURSE(log=TWO).coins
    with pytest.raises(InvalidInputs):
        PURSE(log=(Done(code="p", values=(-1.0, False, 0.5)),))


# ---- Pressing


def test_a_press_writes_down_what_the_other_inputs_say() -> None:
    assert "p,2.5,1,-0.25" == pressed("put", coin="2.5", kind="1", share="-25")


def test_presses_of_a_count_become_one_entry_even_of_two_buttons() -> None:
    assert "w,1" == pressed("wait")
    assert "w,11" == pressed("long_wait", "w,1")
    assert "w,12" == pressed("rest", "w,11")
    assert "p,1,0,0.5;w,1" == pressed("wait", "p,1,0,0.5")


def test_a_press_of_what_is_not_possible_does_nothing() -> None:
    assert "" == pressed("put", coin="")
    three = ";".join(["p,1,0,0.5"] * FULL)
    assert three == pressed("put", three)
    assert "w,3" == pressed("nonsense", "w,3")
    assert "w,3" == pressed("put", "w,3", coin="x")
    assert "w,0" == pressed("wait", "w,0")


def test_a_list_does_not_grow_beyond_its_end() -> None:
    full = ";".join(["w,1", "p,1,0,0.5"] * 2 + ["w,99999"])
    assert full == pressed("wait", full)
    mixed = tuple([Done(code="p", values=(1.0, False, 0.5))] * 5)
    assert mixed == added(LOG, mixed, "wait", {})


def test_undo_takes_one_press_back_and_again_takes_all() -> None:
    assert "w,2" == pressed("undo", "w,2;p,1,0,0.5")
    assert "w,2" == pressed("undo", "w,3")
    assert "" == pressed("undo", "w,1") == pressed("undo") == pressed("again", "w,3;p,1,0,0.5")


def test_undo_and_again_work_on_what_cannot_be_read() -> None:
    assert "w,2" == pressed("undo", "w,2;" + HOSTILE)
    assert "" == pressed("again", HOSTILE)
    assert "w,99998" == undone("w,999999")
    assert "w,2" == undone("w,2;?;")


# ---- The buttons


def buttons(html: str) -> dict[str, str]:
    return {str(re.search(r'data-act="(\w+)"', tag)[1]): tag for tag in re.findall(r"<button[^>]*>", html)}  # type: ignore[index]


def test_buttons_say_their_keys_and_what_does_nothing_keeps_its_place() -> None:
    html = ask()["ok"]["html"]["result"]
    tags = buttons(html)
    assert ["put", "wait", "long_wait", "rest", "undo", "again"] == list(tags)
    assert 'aria-keyshortcuts="Space ArrowRight"' in tags["wait"]
    assert '<kbd aria-hidden="true">Space</kbd><kbd aria-hidden="true">→</kbd>' in html
    assert 'aria-disabled="true"' in tags["put"]
    assert 'aria-disabled="true"' in tags["undo"]
    assert "aria-disabled" not in tags["wait"]
    assert "disabled" not in tags["put"].replace("aria-disabled", "")
    assert 'data-repeat="250" data-until="0"' in tags["rest"]
    assert "data-halts" in tags["again"]
    assert ">Empty it</button>" in html


def test_why_something_does_nothing_is_said_once() -> None:
    why = "Put a coin on the table."
    offers = (refused("put", why), Offer(name="wait", possible=True), refused("long_wait"), refused("rest", why))
    html = action_bar(LOG, offers, empty=False)
    assert 1 == html.count(why)
    assert "aria-disabled" not in buttons(html)["undo"]
    assert "calc-acts-why" not in action_bar(LOG, tuple(Offer(name=o.name, possible=True) for o in offers), empty=True)


def test_the_list_itself_is_a_hidden_field_of_the_form() -> None:
    shown = ask(inputs={"log": "w,2"})["ok"]["html"]["controls"]
    assert '<div class="calc-field" hidden data-field="log"><input type="hidden" name="log" value="w,2"></div>' in shown


def test_a_summary_and_a_table_may_stand_after_the_pictures() -> None:
    html = ask(inputs={"log": "w,2;p,1,0,0.5"})["ok"]["html"]["result"]
    bar, summary, table = (html.index(mark) for mark in ("calc-acts", 'class="calc-summary"', "calc-lines"))
    assert bar < summary < table
    assert 1 == html.count('<output name="waited"')
    assert "times, and 1 coins" in html


# ---- Declaring


def test_it_passes_what_every_calculator_must() -> None:
    check(PURSE)


def test_it_is_described_for_people_and_for_programs() -> None:
    assert "up to 5 actions" == allowed(LOG)
    assert "up to 5 actions" in reference("purse")
    [said] = [i for i in dict(describe.data(PURSE))["inputs"] if dict(i)["name"] == "log"]
    assert ("actions", (("most", 5),), "") == tuple(dict(said)[key] for key in ("kind", "bounds", "default"))
    [carried] = [i for i in as_data(PURSE)["inputs"] if i["name"] == "log"]
    assert "" == carried["default"]
    assert "coin" == carried["buttons"][0]["fields"][0]["name"]
    assert json.loads(json.dumps(carried))
    assert "w,2" == ask(inputs={"log": "w,2"})["ok"]["inputs"]["log"]


def with_note(note: object) -> Any:
    def one(
        coin: Money = 1,
        words: Annotated[str, Text()] = "",
        log: tuple[Done, ...] = (),
    ) -> Purse:
        """A purse.

        Args:
            coin: What is put in.
            words: Why.
            log: What was done.
        """
        raise NotImplementedError((coin, words, log))

    one.__annotations__["log"] = Annotated[tuple[Done, ...], note]
    one.__annotations__["coin"] = Money
    one.__annotations__["words"] = Annotated[str, Text()]
    one.__annotations__["return"] = Purse
    return one


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("nothing", "does not say what can be done; annotate it with Actions"),
        (Actions(actions=()), "does not say what can be done"),
        (
            Actions(actions=(Action(name="a", code="a", label="A", takes=("nobody",)),)),
            "a takes nobody, which is not an input of one value",
        ),
        (Actions(actions=(Action(name="a", code="a", label="A", takes=("words",)),)), "a takes words, which is not an input of one value"),
        (Actions(actions=(WAIT, Action(name="a", code="w", label="A"))), "a has the code w of another action; only counts may share one"),
    ],
)
def test_a_mistake_of_the_author_is_named_with_its_fix(note: object, message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        declared(with_note(note))


def test_every_button_needs_an_offer() -> None:
    def purse(log: Annotated[tuple[Done, ...], Actions(actions=(WAIT,))] = ()) -> Purse:  # noqa: ARG001 - it has no answer to it
        """A purse.

        Args:
            log: What was done.
        """
        return Purse(coins=0, waited=0, each=(), offers=(), notes=())

    with pytest.raises(DefinitionError, match="does not say whether wait is possible; its result needs an offer for it"):
        declared(purse, presets=())


def test_a_default_is_a_list() -> None:
    def purse(log: Annotated[tuple[Done, ...], Actions(actions=(WAIT,))] = "w,1") -> Purse:  # type: ignore[assignment]
        """A purse.

        Args:
            log: What was done.
        """
        raise NotImplementedError(log)

    with pytest.raises(DefinitionError, match="the default of log is 'w,1'; give it a value of its type"):
        declared(purse, presets=())


def test_an_input_of_actions_is_one_of_its_own_kind() -> None:
    assert isinstance(LOG, Input)
    assert ("actions", False, False) == (LOG.kind, LOG.numeric, LOG.private)

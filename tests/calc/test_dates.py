"""Days: read, written, stepped, pointed at on a picture, and carried by a link."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Annotated, Any

import pytest

from calc import contract, describe, history
from calc.declare import as_data, calculator
from calc.edits import picked
from calc.errors import DefinitionError, InvalidInputs, Note
from calc.inputs import Input
from calc.quantities import Calendar, Money, Result, Rows, Words
from calc.scenario import link, restore
from calc.story import Shown, Story
from calc.testing import check
from calc.view import dates, page

EPOCH = dt.date(1970, 1, 1)
DAY = Input(
    name="day",
    label="Entry day",
    kind="date",
    help="A day.",
    default="2020-03-01",
    first="2020-02-01",
    last="2020-12-31",
    start="2020-03-01",
)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What comes out.

    Attributes:
        doubled: Twice as much.
        next_day: The day after.
    """

    doubled: Result
    next_day: Annotated[str, Calendar()]
    notes: tuple[Note, ...]


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A row with a day.

    Attributes:
        amount: How much.
        day: When.
    """

    amount: Money = 1
    day: Annotated[str, Calendar(first="2020-01-01", last="2020-12-31")] = "2020-01-01"


def _story(values: object, result: Kept) -> Story:  # noqa: ARG001 - the signature of a story
    return Story(verdict="After {day} comes {next_day}.", outputs=(Shown(name="next_day"), Shown(name="doubled")))


def diary(
    amount: Money = 1,
    day: Annotated[str, Calendar(first="2020-01-01", last="2020-12-30")] = "2020-02-28",
    until: Annotated[
        str | None, Calendar(first="2020-01-01", last="2020-12-31", start="2020-12-31"), Words(label="Until", empty="the last")
    ] = None,
) -> Kept:
    """Names the next day.

    Args:
        amount: How much.
        day: When.
        until: No day after this one is named.
    """
    number, last = dates.number(day), dates.number(until or "2020-12-31")
    assert number is not None
    assert last is not None
    return Kept(doubled=2 * amount, next_day=dates.iso(min(number + 1, last)), notes=())


def declared(compute: Any = diary, **changed: Any) -> Any:
    said: dict[str, Any] = {
        "version": 1,
        "title": "Diary",
        "question": "When?",
        "story": _story,
        "presets": (),
        "limits": (),
        "sources": (),
    }
    return calculator(compute.__name__, **{**said, **changed})(compute)


# ---- The calendar


def test_a_day_is_a_number_and_back_for_two_centuries() -> None:
    for number in range(84_000):
        day = EPOCH + dt.timedelta(days=number)
        assert dates.iso(number) == str(day)
        assert dates.number(str(day)) == number
        assert dates.parts(number) == (day.year, day.month, day.day)


@pytest.mark.parametrize(
    "text", ["", "2020", "2020-1-1", "2020-13-01", "2021-02-29", "2020-00-10", "2020-01-00", "1969-12-31", "2200-01-01"]
)
@pytest.mark.parametrize("changed", [lambda text: text, lambda text: text.replace("-", "/"), lambda text: text.replace("2", "٢")])
def test_what_is_no_day_has_no_number(text: str, changed: Any) -> None:
    assert dates.number(changed(text)) is None


@pytest.mark.parametrize("text", ["20-20-0101", "-020-01-01", "2020-01-1a", "2020-01-011", "2020101-01"])
def test_digits_and_dashes_must_stand_in_their_places(text: str) -> None:
    assert dates.number(text) is None


def test_a_day_in_words() -> None:
    assert ("9 Mar 2020", "31 Dec") == (dates.words("2020-03-09"), dates.words("2020-12-31", year=False))


# ---- An input


@pytest.mark.parametrize("text", ["2020-03-10", " 2020-03-10 ", "2020/03/10", "2020.03.10", "\u00a02020-03-10"])
def test_a_day_is_read_with_dashes_slashes_or_dots(text: str) -> None:
    assert DAY.read(text) == "2020-03-10" == DAY.read(text, link=True)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("10.3.2020", "not-a-date", "“10.3.2020” is not a day we can read. Write it as 2020-12-31: year, month, day."),
        ("2021-02-29", "not-a-date", "“2021-02-29” is not a day we can read. Write it as 2020-12-31: year, month, day."),
        ("", "not-a-date", "“” is not a day we can read. Write it as 2020-12-31: year, month, day."),
        ("2020-01-31", "out-of-range", "Entry day must be between 2020-02-01 and 2020-12-31; you gave 2020-01-31."),
        ("2021-01-01", "out-of-range", "Entry day must be between 2020-02-01 and 2020-12-31; you gave 2021-01-01."),
    ],
)
def test_what_is_no_day_or_another_is_said(text: str, code: str, message: str) -> None:
    with pytest.raises(InvalidInputs) as caught:
        DAY.read(text)
    [problem] = caught.value.problems
    assert (problem.field, problem.code, problem.message) == ("day", code, message)


def test_an_empty_day_is_none_where_it_may_be() -> None:
    until = declared().input("until")
    assert (until.read(""), until.written(None), until.form_text(None), until.link_text(None)) == (None, "the last", "", "")
    assert until.written("2020-03-09") == "9 Mar 2020"


def test_what_a_link_says_stays_as_it_is_where_it_cannot_be_read() -> None:
    text, value, problems = DAY.from_link("soon")
    assert (text, value, [p.code for p in problems]) == ("soon", "2020-03-01", ["not-a-date"])


# ---- A calculator with days


def test_it_satisfies_what_every_calculator_must() -> None:
    check(declared())


def test_its_link_brings_it_back() -> None:
    c = declared()
    values = {**c.defaults(), "day": "2020-05-06"}
    assert link(c, values) == "?calc=diary&v=1&amount=1&day=2020-05-06&until="
    assert restore(c, link(c, values)).texts["day"] == "2020-05-06"


def test_an_answer_that_is_a_day_is_shown_in_words_and_kept_as_a_date() -> None:
    e = contract.starting(declared(), {})
    assert e.facts.plain(e.story.verdict) == "After 28 Feb 2020 comes 29 Feb 2020."
    assert '<output name="next_day" data-value="2020-02-29" aria-live="off">29 Feb 2020</output>' in contract.fragments(e, "diary")[1]


def test_the_field_says_what_an_empty_one_means_and_keeps_what_cannot_be_read() -> None:
    form = contract.fragments(contract.starting(declared(), {}), "diary")[0]
    assert 'name="until" type="text" value=""' in form
    assert 'placeholder="the last"' in form
    answer = json.loads(contract.answer(json.dumps({"calculator": "history", "inputs": {"from_date": "soon<"}})))
    assert answer["problems"][0]["code"] == "not-a-date"
    assert 'value="soon&lt;"' in answer["html"]["controls"]


def test_the_description_and_the_reference_have_its_bounds() -> None:
    days = {i["name"]: i for i in json.loads(contract.dumps(describe.data(history)))["inputs"]}
    assert days["from_date"]["kind"] == "date"
    assert days["from_date"]["bounds"] == {"first": "2017-08-17", "last": "2025-12-31"}
    assert days["from_date"]["default"] is None
    assert page.allowed(history.input("from_date")) == "a day from 2017-08-17 to 2025-12-31, or empty"
    assert page.allowed(DAY) == "a day from 2020-02-01 to 2020-12-31"
    assert as_data(declared())["inputs"][1]["first"] == "2020-01-01"


def test_a_day_without_a_calendar_is_a_mistake_of_the_author() -> None:
    def lost(day: Annotated[str, Calendar()] = "2020-01-01") -> Kept:
        """Forgets.

        Args:
            day: When.
        """
        raise NotImplementedError(day)

    with pytest.raises(DefinitionError, match="is a day without a calendar"):
        declared(lost)


def test_a_row_has_no_field_for_a_day() -> None:
    def rows(lines: Annotated[tuple[Dated, ...], Rows(noun="line", samples=(Dated(),))] = (Dated(),)) -> Kept:
        """Lists.

        Args:
            lines: Some lines.
        """
        raise NotImplementedError(lines)

    with pytest.raises(DefinitionError, match="field day is a day"):
        declared(rows, rows=(Dated,))


# ---- Edits


def edited(inputs: dict[str, str], **edit: Any) -> str:
    answer = json.loads(contract.answer(json.dumps({"calculator": "history", "inputs": inputs, "edit": {"field": "entry_date", **edit}})))
    return str(answer["ok"]["texts"]["entry_date"])


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ("2020-02-28", {"step": 1}, "2020-02-29"),
        ("2020-03-10", {"step": -10}, "2020-02-29"),
        ("2017-08-17", {"step": -1}, "2017-08-17"),
        ("2025-12-31", {"step": 1}, "2025-12-31"),
        ("", {"step": 1}, "2020-03-11"),  # from where the declaration says
        ("", {"step": 1, "from": 18328}, "2020-03-08"),  # from where the arrow stands
        ("2020-06-01", {"step": 1, "from": 18328}, "2020-06-02"),
        ("unreadable", {"step": 1}, "2020-03-11"),
        ("", {"slider": 0}, "2017-08-17"),
        ("", {"slider": 1}, "2025-12-31"),
        ("2020-06-01", {"text": "2021-01-01"}, "2021-01-01"),
        ("", {"at": 0.5, "down": 0.3, "strips": "0.2 0.4 18262 18628;0.5 0.7 18628 18994"}, "2020-07-02"),
    ],
)
def test_a_day_is_stepped_and_pointed_at(before: str, edit: dict[str, Any], after: str) -> None:
    assert edited({"entry_date": before}, **edit) == after


@pytest.mark.parametrize(
    ("at", "down", "found"),
    [
        (0.0, 0.1, 0),
        (0.999, 0.1, 9),
        (1.0, 0.1, 9),
        (1.7, 0.1, 9),
        (-1.0, 0.1, 0),
        (0.55, 0.7, 25),
        (0.55, 2.0, 25),
        (0.55, -3.0, 5),
        (0.5, 0.44, 5),
    ],
)
def test_the_nearest_strip_counts_and_its_ends_hold(at: float, down: float, found: int) -> None:
    assert picked("0 0.4 0 10;0.5 0.9 20 30", at, down) == found

"""What `@calculator` learns from a typed function, and what it says to an author who made a mistake."""

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pytest

from calc.declare import as_data, calculator
from calc.errors import DefinitionError, Note
from calc.model import Calculator, reject
from calc.quantities import Leverage, Money, Price, Quantity, Rate, Result, Rows, Side, When, Words
from calc.story import Bars, Columns, Curves, Ladder, Level, Lines, Percents, Reaches, Shown, Slice, Story, Table

if TYPE_CHECKING:
    from decimal import Decimal


# ---- What is learned


def test_inputs_are_the_parameters_in_their_order(sample: Calculator[..., Any]) -> None:
    assert ["mode", "notional", "funding_rate", "rebate", "rebate_share", "times", "entry_price"] == [i.name for i in sample.inputs]
    assert ["choice", "number", "number", "switch", "number", "number", "optional"] == [i.kind for i in sample.inputs]


def test_labels_come_from_names_unless_words_say_otherwise(sample: Calculator[..., Any]) -> None:
    assert ["Mode", "Notional", "Funding rate", "Rebate", "Rebate share", "Payments", "Entry price"] == [i.label for i in sample.inputs]
    assert ["Cost", "Share of it", "Size", "Paid", "Verdict"] == [o.label for o in sample.outputs]


def test_help_comes_from_the_docstring_with_its_continued_lines(sample: Calculator[..., Any]) -> None:
    assert sample.input("funding_rate").help == "Share of the position that is paid each time; a minus means that you are paid."
    assert sample.input("entry_price").help == "Price of the position, to know its size."
    assert sample.summary == "Funding over some time. A second sentence."
    assert sample.output("cost").help == "What is paid until you close."


def test_an_outer_note_replaces_a_bound_and_keeps_the_rest(sample: Calculator[..., Any]) -> None:
    rate = sample.input("funding_rate")
    assert (-0.01, None, 0.01, None) == (rate.ge, rate.gt, rate.le, rate.lt)
    assert ("percent", "fraction", 0.0005) == (rate.display, rate.unit, rate.step)
    notional = sample.input("notional")
    assert (None, 0, 1e9) == (notional.ge, notional.gt, notional.le)


def test_a_choice_has_names_and_words(sample: Calculator[..., Any]) -> None:
    assert (("usual", "The usual"), ("given", "My own"), ("none", "None")) == sample.input("mode").choices


def test_outputs_are_the_fields_of_the_result_except_its_notes(sample: Calculator[..., Any]) -> None:
    assert [("cost", "money"), ("share", "percent"), ("size", "size"), ("paid", "flag"), ("verdict", "text")] == [
        (o.name, o.display) for o in sample.outputs
    ]


def test_numbers_written_as_integers_become_floats(sample: Calculator[..., Any]) -> None:
    assert {float} == {type(i.default) for i in sample.inputs if i.kind == "number"}


def test_what_was_learned_can_be_written_as_json(sample: Calculator[..., Any]) -> None:
    data = json.loads(json.dumps(as_data(sample)))
    assert ["name", "summary", "inputs", "outputs"] == list(data)
    assert [i.name for i in sample.inputs] == [i["name"] for i in data["inputs"]]
    assert ["rebate", [True]] == data["inputs"][4]["when"]
    assert "What is paid until you close." == data["outputs"][0]["help"]


def test_a_docstring_may_begin_its_list_with_a_line_that_belongs_to_nothing() -> None:
    def small(margin: Money = 1) -> Answer:
        """Doubles.

        Args:
                too deep to be a name
            margin: What you put up.
        """
        return Answer(doubled=2 * margin, notes=())

    assert declared(small).input("margin").help == "What you put up."


# ---- What an author may get wrong


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What comes out.

    Attributes:
        doubled: Twice as much.
    """

    doubled: Result
    notes: tuple[Note, ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One of several.

    Attributes:
        name: What it is called.
        gain: What it brings.
    """

    name: str
    gain: Result


@dataclass(frozen=True, kw_only=True)
class Listed:
    """What comes out, line by line.

    Attributes:
        doubled: Twice as much.
        lines: All of them.
    """

    doubled: Result
    lines: tuple[Line, ...]
    notes: tuple[Note, ...]


def _short(values: object, result: object) -> Story:  # noqa: ARG001 - the signature of a story
    return Story(verdict="Twice is {doubled}.", outputs=(Shown(name="doubled"),))


def declared(
    compute: Callable[..., Any],
    story: Callable[[Any, Any], Story] = _short,
    presets: tuple[tuple[str, str, Mapping[str, str]], ...] = (),
    **more: Any,
) -> Calculator[..., Any]:
    settings: dict[str, Any] = {
        "version": 1,
        "title": "Twice",
        "question": "How much is twice?",
        "effect": "doubled",
        "limits": (),
        "sources": (),
    }
    return calculator("small", story=story, presets=presets, **{**settings, **more})(compute)


def small(margin: Money = 1) -> Answer:
    """Doubles.

    Args:
        margin: What you put up.
    """
    if margin > 1e6:
        raise reject("stop-side", "margin")
    return Answer(doubled=2 * margin, notes=())


def with_hint(hint: Any, default: Any = 1, name: str = "margin", before: Mapping[str, tuple[Any, Any]] | None = None) -> Callable[..., Any]:
    """A function `small` whose last input has that type and default."""
    parameters = {**(before or {}), name: (hint, default)}
    listed = ", ".join(f"{one} = defaults[{one!r}]" for one in parameters)
    scope: dict[str, Any] = {"defaults": {one: value for one, (_, value) in parameters.items()}, "Answer": Answer}
    exec(f"def small({listed}): return Answer(doubled=1.0, notes=())", scope)
    made: Callable[..., Any] = scope["small"]
    made.__annotations__ = {one: hint for one, (hint, _) in parameters.items()} | {"return": Answer}
    made.__doc__ = "Doubles.\n\nArgs:\n" + "".join(f"    {one}: Something.\n" for one in parameters)
    return made


def mistake(*arguments: Any, **more: Any) -> str:
    with pytest.raises(DefinitionError) as caught:
        declared(*arguments, **more)
    return str(caught.value)


def test_the_small_calculator_of_these_tests_is_right() -> None:
    assert 2 == declared(small)(margin=1).doubled


def test_the_function_bears_another_name() -> None:
    def twice(margin: Money = 1) -> Answer:
        """Doubles."""
        return small(margin)

    assert "small: the function is called twice; give the calculator and its function one name" == mistake(twice)


def test_a_type_is_not_known_at_run_time() -> None:
    def small(margin: "Decimal" = 1) -> Answer:  # type: ignore[assignment]
        """Doubles."""
        return Answer(doubled=2 * float(margin), notes=())

    assert "small: a type in small is not known here (name 'Decimal' is not defined); import it outside `if TYPE_CHECKING`" == mistake(
        small
    )


def test_an_input_has_no_type() -> None:
    def small(margin=1):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        """Doubles."""
        return Answer(doubled=2 * margin, notes=())

    assert "small: input margin has no type; give it one of calc.quantities, a Literal or bool" == mistake(small)


def test_an_input_has_no_default() -> None:
    def small(margin: Money) -> Answer:
        """Doubles."""
        return Answer(doubled=2 * margin, notes=())

    assert "small: input margin has no default; write margin: … = VALUE" == mistake(small)


@pytest.mark.parametrize(
    "docstring", [None, "Doubles.", "Doubles.\n\nArgs:\n    margin:", "Doubles.\n\nArgs:\n    other: Help.", "Doubles.\n    margin: Help."]
)
def test_an_input_has_no_help(docstring: str | None) -> None:
    def small(margin: Money = 1) -> Answer:
        return Answer(doubled=2 * margin, notes=())

    small.__doc__ = docstring
    assert "small: input margin has no help; add a line 'margin: …' under Args: in the docstring" == mistake(small)


@pytest.mark.parametrize("name", ["calc", "id", "v", "predict", "q", "h"])
def test_an_input_bears_a_name_that_links_need(name: str) -> None:
    expected = f"small: input {name} bears a name that links need themselves (calc, id, v, predict, q, h); rename it"
    assert expected == mistake(with_hint(Money, name=name))


@pytest.mark.parametrize(
    "hint", [int, float, str, list[float], Annotated[int, Quantity(unit="×")], Annotated[float, Words(label="Bare")], Money | bool]
)
def test_an_input_has_a_type_that_cannot_be_read(hint: Any) -> None:
    assert mistake(with_hint(hint)).startswith("small: input margin has type ")
    assert mistake(with_hint(hint)).endswith("; use a quantity of calc.quantities, a Literal, bool or rows of a dataclass")


def test_an_input_applies_when_a_later_one_is_set() -> None:
    hint = Annotated[Money, When(input="mode", value="a")]
    assert "small: input margin applies when mode is set, which must be a choice or switch declared before it" == mistake(with_hint(hint))


def test_an_input_applies_when_a_number_is_set() -> None:
    hint = Annotated[Money, When(input="price", value="1")]
    said = mistake(with_hint(hint, before={"price": (Price, 1.0)}))
    assert "small: input margin applies when price is set, which must be a choice or switch declared before it" == said


def test_an_input_applies_when_a_choice_is_what_it_can_never_be() -> None:
    hint = Annotated[Money, When(input="side", value="up")]
    assert "small: input margin applies when side is 'up', which it can never be" == mistake(
        with_hint(hint, before={"side": (Side, "long")})
    )


def test_an_input_applies_when_a_switch_is_what_it_can_never_be() -> None:
    hint = Annotated[Money, When(input="on", value="long")]
    assert "small: input margin applies when on is 'long', which it can never be" == mistake(with_hint(hint, before={"on": (bool, False)}))


def test_an_input_applies_when_a_choice_is_one_of_several_values_of_which_one_can_never_be() -> None:
    hint = Annotated[Money, When(input="side", value=("long", "up"))]
    assert "small: input margin applies when side is 'up', which it can never be" == mistake(
        with_hint(hint, before={"side": (Side, "long")})
    )


def test_an_input_may_apply_with_several_values_of_a_choice() -> None:
    hint = Annotated[Money, When(input="mode", value=("a", "c"))]
    c = declared(with_hint(hint, before={"mode": (Literal["a", "b", "c"], "b")}))
    margin = c.input("margin")
    assert ("mode", ("a", "c")) == margin.when
    assert [True, False, True] == [c.applies(margin, {"mode": value}) for value in ("a", "b", "c")]
    assert {"mode": "b", "margin": 1.0} == c.parse({"margin": "nonsense"})
    assert 5 == c.parse({"mode": "c", "margin": "5"})["margin"]


def test_a_choice_has_too_few_words() -> None:
    hint = Annotated[Literal["a", "b"], Words(choices=("A",))]
    assert "small: input margin has 2 choices and 1 words for them; give one each" == mistake(with_hint(hint, "a"))


def test_a_choice_without_words_is_shown_by_its_names() -> None:
    assert (("in_coins", "In coins"), ("pnl", "Profit or loss")) == declared(with_hint(Literal["in_coins", "pnl"], "pnl")).inputs[0].choices


@pytest.mark.parametrize(("hint", "default"), [(Money, None), (Money, "1"), (bool, 0), (Side, None), (Money | None, "none")])
def test_a_default_is_of_another_type(hint: Any, default: Any) -> None:
    assert f"small: the default of margin is {default!r}; give it a value of its type" == mistake(with_hint(hint, default))


def test_a_default_lies_outside_the_bounds() -> None:
    expected = "small: the default of margin is not allowed: Margin must be between 0\u202f% and 100\u202f%; you gave 500\u202f%."
    assert expected == mistake(with_hint(Rate, 5))


def test_a_default_is_none_of_the_choices() -> None:
    expected = "small: the default of margin is not allowed: Margin must be one of long, short; you gave “up”."
    assert expected == mistake(with_hint(Side, "up"))


@pytest.mark.parametrize("result", [None, float, dict, "missing"])
def test_the_result_is_not_a_dataclass(result: Any) -> None:
    compute = with_hint(Money)
    if result == "missing":
        del compute.__annotations__["return"]
    else:
        compute.__annotations__["return"] = result
    assert "small: the result must be a dataclass; declare one and annotate the function with it" == mistake(compute)


def test_the_result_has_no_notes() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Bare:
        doubled: Result

    compute = with_hint(Money)
    compute.__annotations__["return"] = Bare
    assert "small: Bare has no notes; add a field notes: tuple[Note, ...]" == mistake(compute)


def test_an_output_has_no_help() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Silent:
        """What comes out."""

        doubled: Result
        notes: tuple[Note, ...]

    compute = with_hint(Money)
    compute.__annotations__["return"] = Silent
    assert "small: output doubled has no help; add a line 'doubled: …' under Attributes: of Silent" == mistake(compute)


def test_an_output_has_a_type_without_a_unit() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Unitless:
        """What comes out.

        Attributes:
            doubled: Twice as much.
        """

        doubled: float
        notes: tuple[Note, ...]

    compute = with_hint(Money)
    compute.__annotations__["return"] = Unitless
    assert "small: output doubled has type <class 'float'>; use a quantity of calc.quantities, bool, str or rows" == mistake(compute)


def test_the_docstring_explains_what_is_no_input() -> None:
    def small(margin: Money = 1) -> Answer:
        """Doubles.

        Args:
            margin: What you put up.
            levrage: How much more.
        """
        return Answer(doubled=2 * margin, notes=())

    assert "small: the docstring explains levrage, which is not an input; remove the line or add the input" == mistake(small)


def test_more_names_what_is_no_input() -> None:
    assert "small: more names levrage, which is not an input" == mistake(small, more=("levrage",))


@pytest.mark.parametrize("around", ["price", "side", "margin"])
def test_a_range_lies_around_what_is_no_number(around: str) -> None:
    hint = Annotated[Price | None, Quantity(soft=(0.5, 2), around=around)]
    expected = f"small: the range of margin lies around {around}, which is not a number that is put in"
    assert expected == mistake(with_hint(hint, None, before={"side": (Side, "long")}))


def test_a_number_has_no_range_for_its_slider() -> None:
    hint = Annotated[float, Quantity(unit="coins", ge=0)]
    assert "small: input margin has no soft range for its slider; give its quantity soft=(low, high)" == mistake(with_hint(hint))


@pytest.mark.parametrize(("soft", "scale"), [((2.0, 1.0), None), ((1.0, 1.0), None), ((0.0, 10.0), "log"), ((-1.0, 10.0), "log")])
def test_the_range_of_a_slider_cannot_be_drawn(soft: tuple[float, float], scale: str | None) -> None:
    hint = Annotated[float, Quantity(unit="coins", soft=soft, scale=scale)]
    expected = f"small: the soft range of margin must rise, and on a log scale start above zero; it is {soft}"
    assert expected == mistake(with_hint(hint))


def test_the_effect_is_no_output() -> None:
    assert "small: effect names tripled, which is not an output" == mistake(small, effect="tripled")


def test_a_version_has_no_migration() -> None:
    said = mistake(small, version=3, migrations={1: lambda texts: texts})
    assert "small: version 3 has no migration from 2; add migrations={2: …}" == said


@pytest.mark.parametrize("slug", ["10×", "Two", "a_b", "-", "a--b", ""])
def test_a_slug_is_no_part_of_an_address(slug: str) -> None:
    said = mistake(small, presets=((slug, "Big", {}),))
    assert f"small: the slug {slug!r} is part of an address; write lower case letters, digits and hyphens" == said


def test_two_presets_have_one_slug() -> None:
    said = mistake(small, presets=(("big", "Big", {}), ("big", "Bigger", {})))
    assert "small: two presets have the slug 'big'; give one of them another" == said


def test_a_preset_sets_what_is_no_input() -> None:
    assert "small: preset 'Big' sets levrage, which is not an input" == mistake(small, presets=(("big", "Big", {"levrage": "1"}),))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1e7", "margin: For a long the stop must be below the entry, for a short above it."),
        ("-1", "margin: Margin must be between 0 USDT and 1,000,000,000 USDT; you gave −1 USDT."),
        ("1,5", "margin: “1,5” is not a number we can read. Did you mean 1.5?"),
    ],
)
def test_a_preset_cannot_be_answered(text: str, message: str) -> None:
    assert f"small: preset 'Big' cannot be answered: {message}" == mistake(small, presets=(("big", "Big", {"margin": text}),))


def test_the_defaults_cannot_be_answered() -> None:
    def small(margin: Money = 1) -> Answer:
        """Doubles.

        Args:
            margin: What you put up.
        """
        raise reject("stop-side", "margin", margin=margin)

    expected = "small: the defaults cannot be answered: margin: For a long the stop must be below the entry, for a short above it."
    assert expected == mistake(small)


SLICE = Slice(name="doubled", label="yours", style="solid")
LADDER = Ladder(
    title="",
    caption="",
    levels=(Level(name="margin", label="", style=""),),
    entry="margin",
    end="doubled",
    zero="doubled",
    kept="doubled",
)
LINES = Lines(
    title="",
    caption="",
    x="margin",
    y="doubled",
    marker="doubled",
    ended="doubled",
    ends_at="doubled",
    fixed=(("margin", "1"),),
    ghost=("margin", 1.0),
    halves=(1.0,),
)
COLUMNS = Columns(title="", caption="", by="margin", at=(1,), y="doubled", label="doubled", origin="")
BARS = Bars(title="", caption="", whole="doubled", part=SLICE, slices=(SLICE,), by="margin", factor=2)
TABLE = Table(title="", rows="lines", head="name", columns=("gain",))
CURVES = Curves(
    title="",
    caption="",
    x="margin",
    y="doubled",
    y_label="",
    floor="doubled",
    floor_label="",
    ends=("doubled", "doubled"),
    ended_label="",
    halves=(1.0,),
)
REACHES = Reaches(
    title="", caption="", rows="lines", head="name", distance="gain", together=("doubled", "doubled"), together_label="", halves=(1.0,)
)
GOOD = Story(verdict="{doubled}", outputs=(Shown(name="doubled"),))


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "Twice is {tripled:dollars}."},
        {"convention": "At {tripled}."},
        {"outputs": (Shown(name="tripled"),)},
        {"outputs": (Shown(name="doubled", remark="of {tripled}"),)},
        {"percents": Percents(title="", move="doubled", margin="tripled", account="doubled")},
        {"working": ("tripled = 2 * margin",)},
        {"working": ("doubled = 2 * (margin + tripled)",)},
        {"charts": (dataclasses.replace(LADDER, levels=(Level(name="tripled", label="", style=""),)),)},
        {"charts": (dataclasses.replace(LADDER, kept="tripled"),)},
        {"charts": (dataclasses.replace(LINES, marker="tripled"),)},
        {"charts": (dataclasses.replace(LINES, fixed=(("tripled", "1"),)),)},
        {"context": (dataclasses.replace(COLUMNS, label="tripled"),)},
        {"charts": (dataclasses.replace(BARS, slices=(SLICE, dataclasses.replace(SLICE, name="tripled"))),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_story_names_what_is_neither_an_input_nor_an_output(change: dict[str, Any]) -> None:
    story = dataclasses.replace(GOOD, **change)
    assert "small: the story of the defaults names tripled, which is neither an input nor an output" == mistake(small, lambda _, __: story)


@pytest.mark.parametrize(
    ("change", "unknown"),
    [
        ({"tables": (dataclasses.replace(TABLE, rows="tripled"),)}, "tripled"),
        ({"tables": (dataclasses.replace(TABLE, head="side"),)}, "lines.side"),
        ({"tables": (dataclasses.replace(TABLE, columns=("gain", "lost")),)}, "lines.lost"),
        ({"charts": (dataclasses.replace(CURVES, x="tripled"),)}, "tripled"),
        ({"charts": (dataclasses.replace(CURVES, y="tripled"),)}, "tripled"),
        ({"charts": (dataclasses.replace(CURVES, floor="tripled"),)}, "tripled"),
        ({"charts": (dataclasses.replace(CURVES, ends=("doubled", "tripled")),)}, "tripled"),
        ({"context": (dataclasses.replace(REACHES, rows="tripled"),)}, "tripled"),
        ({"context": (dataclasses.replace(REACHES, head="side"),)}, "lines.side"),
        ({"context": (dataclasses.replace(REACHES, distance="far"),)}, "lines.far"),
        ({"context": (dataclasses.replace(REACHES, together=("doubled", "tripled")),)}, "tripled"),
    ],
    ids=str,
)
def test_a_story_about_rows_names_what_does_not_exist(change: dict[str, Any], unknown: str) -> None:
    story = dataclasses.replace(GOOD, **change)
    compute = with_hint(Money)
    compute.__annotations__["return"] = Listed
    said = mistake(compute, lambda _, __: story)
    assert f"small: the story of the defaults names {unknown}, which is neither an input nor an output" == said


def test_a_story_may_name_rows_and_their_fields() -> None:
    story = dataclasses.replace(GOOD, tables=(TABLE,), charts=(CURVES,), context=(REACHES,))
    compute = with_hint(Money)
    compute.__annotations__["return"] = Listed
    c = declared(compute, lambda _, __: story)
    (lines,) = [o for o in c.outputs if o.fields]
    assert ("lines", "rows", ["name", "gain"]) == (lines.name, lines.display, [f.name for f in lines.fields])
    assert ["text", "money"] == [f.display for f in lines.fields]


def test_a_story_may_name_every_input_and_output_in_every_place() -> None:
    story = dataclasses.replace(GOOD, charts=(LADDER, LINES, BARS), context=(COLUMNS,), working=("doubled = 2 * margin",))
    assert story == declared(small, lambda _, __: story).story({}, None)


def test_a_working_is_not_an_equation() -> None:
    story = dataclasses.replace(GOOD, working=("doubled = 2 * (margin",))
    assert "small: the working of the defaults cannot be read: a bracket is not closed" == mistake(small, lambda _, __: story)


# ---- Rows


@dataclass(frozen=True, kw_only=True)
class Fill:
    """One purchase.

    Attributes:
        side: Which way.
        price: At what price.
        leverage: How far, in words that need
            two lines.
    """

    side: Side = "long"
    price: Price | None = None
    leverage: Annotated[Leverage, Words(label="Times")] = 2


FILLS: Any = Annotated[tuple[Fill, ...], Rows(noun="fill", samples=(Fill(side="short", price=5.5), Fill()), least=0, most=3)]


def test_rows_are_learned_from_a_dataclass() -> None:
    fills = declared(with_hint(FILLS, (Fill(leverage=3),)), rows=(Fill,)).input("margin")
    assert ("rows", Fill, "fill", 0, 3, (Fill(leverage=3),)) == (fills.kind, fills.row, fills.noun, fills.least, fills.most, fills.default)
    assert [("side", "choice", "Side"), ("price", "optional", "Price"), ("leverage", "number", "Times")] == [
        (f.name, f.kind, f.label) for f in fills.fields
    ]
    assert "How far, in words that need two lines." == fills.fields[2].help
    assert (None, 2.0) == (fills.fields[1].default, fills.fields[2].default)
    assert ("short,5.5,2", "long,,2") == fills.samples
    assert () == fills.read("") == fills.read("", link=True)
    assert not fills.numeric


def test_what_was_learned_of_rows_can_be_written_as_json() -> None:
    data = json.loads(json.dumps(as_data(declared(with_hint(FILLS, (Fill(leverage=3),)), rows=(Fill,)))))
    (fills,) = data["inputs"]
    assert ("Fill", "long,,3", ["short,5.5,2", "long,,2"]) == (fills["row"], fills["default"], fills["samples"])
    assert ["side", "price", "leverage"] == [f["name"] for f in fills["fields"]]


def of_rows(row: type, default: Any = (), **said: Any) -> str:
    """What is wrong with an input of rows of that class."""
    note = Rows(**{"noun": "fill", "samples": (row(),), "least": 0, **said})
    hint: Any = Annotated[tuple[row, ...], note]  # type: ignore[valid-type]
    return mistake(with_hint(hint, default), rows=(row,))


def row_with(hint: Any, default: Any, doc: str = "it: Something.") -> type:
    """A class of rows with a side and one more field, called `it`."""
    made = dataclasses.make_dataclass("Made", [("side", Side, "long"), ("it", hint, default)], frozen=True, kw_only=True)
    made.__doc__ = f"One row.\n\nAttributes:\n    side: Which way.\n    {doc}\n"
    return made


def test_rows_are_not_of_a_dataclass() -> None:
    hint: Any = Annotated[tuple[int, ...], Rows(noun="fill", samples=(1,))]
    expected = "small: input margin has rows of <class 'int'>; make it a dataclass, and name it to the decorator: rows=(…,)"
    assert expected == mistake(with_hint(hint, ()), rows=(int,))


def test_the_class_of_rows_is_not_named_to_the_decorator() -> None:
    expected = f"small: input margin has rows of {Fill!r}; make it a dataclass, and name it to the decorator: rows=(…,)"
    assert expected == mistake(with_hint(FILLS, (Fill(),)))


@pytest.mark.parametrize("said", [(), (Rows(noun="fill", samples=()),)])
def test_rows_do_not_say_how_many_they_are_or_have_no_samples(said: tuple[Rows, ...]) -> None:
    hint: Any = Annotated[(tuple[Fill, ...], Words(label="Fills"), *said)]
    expected = "small: input margin does not say how many rows it has; annotate it with Rows(noun=…, samples=(…,))"
    assert expected == mistake(with_hint(hint, (Fill(),)), rows=(Fill,))


def test_rows_of_one_field_could_be_read_in_two_ways() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Single:
        """One number.

        Attributes:
            price: At what price.
        """

        price: Price = 1

    expected = "small: input margin has rows of less than two fields, whose text could be read in two ways; add one, or make it an input"
    assert expected == of_rows(Single)


def test_a_field_of_a_row_lies_around_another() -> None:
    expected = "small: input margin: field it hangs on something else, or is rows; a field of a row stands for itself"
    assert expected == of_rows(row_with(Annotated[Money, Quantity(around="side")], 1))


def test_a_field_of_a_row_applies_when_another_is_set() -> None:
    expected = "small: Made: input it applies when side is set, which must be a choice or switch declared before it"
    assert expected == of_rows(row_with(Annotated[Money, When(input="side", value="long")], 1))


def test_a_field_of_a_row_is_rows() -> None:
    expected = f"small: Made: input it has rows of {Fill!r}; make it a dataclass, and name it to the decorator: rows=(…,)"
    assert expected == of_rows(row_with(FILLS, ()))


def test_a_field_of_a_row_has_a_type_that_cannot_be_read() -> None:
    expected = "small: Made: input it has type <class 'str'>; use a quantity of calc.quantities, a Literal, bool or rows of a dataclass"
    assert expected == of_rows(row_with(str, ""))


def test_a_field_of_a_row_has_no_default() -> None:
    made = row_with(Money, dataclasses.field(default_factory=float))
    assert "small: Made: input it has no default; write it: … = VALUE" == of_rows(made)


def test_a_field_of_a_row_has_no_help() -> None:
    expected = "small: Made: input it has no help; add a line 'it: …' under Attributes: in the docstring"
    assert expected == of_rows(row_with(Money, 1, doc="other: Something."))


def test_the_default_of_a_field_of_a_row_is_not_allowed() -> None:
    expected = "small: the default of margin.it is not allowed: It must be between 0 USDT and 1,000,000,000 USDT; you gave −1 USDT."
    assert expected == of_rows(row_with(Money, -1))


def test_the_default_of_a_field_of_a_row_is_of_another_type() -> None:
    assert "small: the default of margin.it is None; give it a value of its type" == of_rows(row_with(Money, None))


@pytest.mark.parametrize("default", [None, [Fill()], Fill(), "long", (Fill(), "long"), (None,)])
def test_the_default_of_rows_is_no_tuple_of_them(default: Any) -> None:
    assert f"small: the default of margin is {default!r}; give it a value of its type" == of_rows(Fill, default)


def test_the_default_of_rows_is_not_allowed() -> None:
    expected = "small: the default of margin is not allowed: Times must be between 1× and 125×; you gave 500×."
    assert expected == of_rows(Fill, (Fill(), Fill(leverage=500)))
    assert "small: the default of margin is not allowed: Give at least 1 fill." == of_rows(Fill, (), least=1)

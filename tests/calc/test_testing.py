"""`calc.testing.check`, over the registry, and over calculators that have something wrong with them."""

import dataclasses
from dataclasses import dataclass
from typing import Annotated, Any

import pytest

import calc
from calc.calculators.cross_account import CrossAccount
from calc.calculators.margin import Margin
from calc.declare import calculator
from calc.errors import Note
from calc.inputs import Output
from calc.model import Calculator, Preset, reject
from calc.quantities import Money, Quantity, Result
from calc.story import Shown, Story, Table
from calc.testing import check


@pytest.mark.parametrize("name", calc.NAMES)
def test_every_calculator_satisfies_what_every_calculator_must(name: str) -> None:
    c = calc.load(name)
    assert name == c.name
    check(c)


def test_the_calculator_of_these_tests_does_too(sample: Calculator[..., Any]) -> None:
    assert sample.inputs[6].around
    check(sample)


def wrong(c: Calculator[..., Any], **changes: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        check(dataclasses.replace(c, **changes))
    return str(caught.value)


def test_a_field_without_help_is_found() -> None:
    c = calc.margin
    silent = dataclasses.replace(c.inputs[0], help="")
    assert "entry_notional has no label or no help" == wrong(c, inputs=(silent, *c.inputs[1:]))
    nameless = Output(name="cushion", label="", help="Cushion.", unit="", display="money")
    assert "cushion has no label or no help" == wrong(c, outputs=(nameless,))


def test_two_presets_of_one_label_or_slug_are_found() -> None:
    preset, other = Preset(slug="twice", label="Twice", texts=()), Preset(slug="twice", label="Again", texts=())
    assert "margin has two presets of one label" == wrong(calc.margin, presets=(preset, preset))
    assert "margin has two presets of one slug" == wrong(calc.margin, presets=(preset, other))


def test_a_slug_that_is_no_part_of_an_address_is_found() -> None:
    preset = Preset(slug="10×", label="Ten", texts=())
    assert "preset 'Ten' has a slug that is no part of an address" == wrong(calc.margin, presets=(preset,))


def test_a_preset_without_an_answer_is_found() -> None:
    assert "preset 'Bad' has no answer" == wrong(calc.margin, presets=(Preset(slug="bad", label="Bad", texts=(("leverage", "500"),)),))


def test_defaults_without_an_answer_are_found() -> None:
    def refuses(**_: Any) -> Margin:
        raise reject("stop-side", None)

    assert "the defaults have no answer" == wrong(calc.margin, presets=(), compute=refuses)


def test_a_rejection_that_blames_what_is_no_input_is_found() -> None:
    def refuses(**_: Any) -> Margin:
        raise reject("stop-side", "levrage")

    assert wrong(calc.margin, presets=(), compute=refuses).startswith("the defaults blames what is no input: levrage: ")


def test_an_infinite_answer_is_found() -> None:
    def explodes(**values: Any) -> Margin:
        return dataclasses.replace(calc.margin.compute(**values), cushion=float("inf"))

    assert "the defaults has no finite cushion" == wrong(calc.margin, presets=(), compute=explodes)


def test_an_infinite_number_in_a_row_of_an_answer_is_found() -> None:
    def explodes(**values: Any) -> CrossAccount:
        result = calc.cross_account.compute(**values)
        return dataclasses.replace(result, positions=tuple(dataclasses.replace(p, distance=float("nan")) for p in result.positions))

    assert "the defaults has no finite positions.0.distance" == wrong(calc.cross_account, presets=(), compute=explodes)


def test_a_row_that_cannot_be_computed_is_found() -> None:
    def explodes(**values: Any) -> CrossAccount:
        result = calc.cross_account.compute(**values)
        return dataclasses.replace(result, fall=float("inf")) if values["positions"][0].market == "DOGE" else result

    said = wrong(calc.cross_account, presets=(), compute=explodes)
    assert "positions=DOGE,long,10000,0.2,,10 has no finite fall" == said


def test_few_rows_and_many_are_tried() -> None:
    counts: set[int] = set()

    def counted(**values: Any) -> CrossAccount:
        counts.add(len(values["positions"]))
        return calc.cross_account.compute(**values)

    counting: Any = counted
    check(dataclasses.replace(calc.cross_account, presets=(), compute=counting))
    assert {1, 2, 8} == counts


def test_a_rejection_may_blame_a_field_of_a_row_and_no_row_of_another_name() -> None:
    def refuses(field: str) -> Any:
        def compute(**values: Any) -> CrossAccount:
            if values["shock"] > 0:
                raise reject("stop-side", field)
            return calc.cross_account.compute(**values)

        return compute

    check(dataclasses.replace(calc.cross_account, presets=(), compute=refuses("positions.1.size")))
    said = wrong(calc.cross_account, presets=(), compute=refuses("trades.1.size"))
    assert said.startswith("shock=0.5 blames what is no input: trades.1.size: ")


def test_a_table_of_a_column_that_does_not_exist_is_found() -> None:
    table = Table(title="", rows="positions", head="name", columns=("gain",))
    story = Story(verdict="{fall}", outputs=(Shown(name="fall"),), tables=(table,))
    expected = "the defaults has a story that names positions.gain, which does not exist"
    assert expected == wrong(calc.cross_account, presets=(), story=lambda _, __: story)


def test_an_end_of_a_slider_that_cannot_be_computed_is_found() -> None:
    def explodes(**values: Any) -> Margin:
        result = calc.margin.compute(**values)
        return dataclasses.replace(result, cushion=float("inf")) if values["maintenance"] == "tiers" else result

    assert "maintenance=tiers has no finite cushion" == wrong(calc.margin, presets=(), compute=explodes)


def test_a_story_that_names_what_does_not_exist_is_found() -> None:
    story = Story(verdict="{cushon}", outputs=(Shown(name="cushion"),))
    assert "the defaults has a story that names cushon, which does not exist" == wrong(calc.margin, presets=(), story=lambda _, __: story)


def test_a_working_that_is_not_true_is_found() -> None:
    story = Story(verdict="{cushion}", outputs=(Shown(name="cushion"),), working=("cushion = initial_margin + maintenance_margin",))
    expected = "the defaults has a working that is not true: cushion = initial_margin + maintenance_margin gives 105.0, not 95.0"
    assert expected == wrong(calc.margin, presets=(), story=lambda _, __: story)


def test_an_answer_that_changes_from_one_time_to_the_next_is_found() -> None:
    counted: list[None] = []

    def restless(**values: Any) -> Margin:
        counted.append(None)
        return dataclasses.replace(calc.margin.compute(**values), cushion_rate=0.5 + len(counted) % 7 / 10)

    assert "the defaults is answered differently the second time" == wrong(calc.margin, presets=(), compute=restless)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What comes out.

    Attributes:
        doubled: Twice as much.
    """

    doubled: Result
    notes: tuple[Note, ...]


def test_a_value_that_its_own_link_does_not_bring_back_is_found() -> None:
    @calculator(
        "twice",
        version=1,
        title="Twice",
        question="How much is twice?",
        story=lambda _, __: Story(verdict="{doubled}", outputs=(Shown(name="doubled"),)),
        presets=(),
        effect="doubled",
        limits=(),
        sources=(),
    )
    def twice(amount: Annotated[Money, Quantity(soft=(1, 10))] = 5) -> Answer:
        """Doubles.

        Args:
            amount: How much.
        """
        return Answer(doubled=2 * amount, notes=())

    class Forgetful(type(twice.inputs[0])):  # type: ignore[misc]
        def form_text(self, value: object) -> str:  # noqa: ARG002 - it does not look
            return "6"

    values = {field.name: getattr(twice.inputs[0], field.name) for field in dataclasses.fields(twice.inputs[0])}
    assert "the defaults does not come back from its own link" == wrong(twice, inputs=(Forgetful(**values),))


def test_an_input_that_changes_nothing_is_found() -> None:
    def deaf(**values: Any) -> Any:
        return calc.leverage.compute(**{**values, "account_balance": 1_000.0})

    assert wrong(calc.leverage, presets=(), compute=deaf) == "account_balance changes nothing, neither from the defaults nor in an example"

"""A small calculator with an input of every kind, as somebody else would write it."""

from dataclasses import dataclass
from typing import Annotated, Literal

import pytest

from calc.declare import calculator
from calc.errors import Note
from calc.model import Calculator, note, reject
from calc.quantities import Change, Leverage, Money, Price, Quantity, Rate, Result, Size, When, Words
from calc.story import Shown, Story


@dataclass(frozen=True, kw_only=True)
class Funding:
    """What holding costs.

    Attributes:
        cost: What is paid until you close.
        share: The same as a share of the position.
        size: Position size; empty without a price.
        paid: Whether you are the one who pays.
        verdict: A word for it.
    """

    cost: Result
    share: Annotated[Change, Words(label="Share of it")]
    size: Size | None
    paid: bool
    verdict: str
    notes: tuple[Note, ...]


def _story(values: object, result: Funding) -> Story:  # noqa: ARG001 - a story may look at what was put in
    return Story(
        verdict="Holding {notional:dollars} costs {cost}: {verdict}.", outputs=(Shown(name="cost"), Shown(name="size", none="no price"))
    )


def _renamed(texts: dict[str, str]) -> dict[str, str]:
    """Version 1 called the rate `funding` and gave it in percent."""
    moved = {name: text for name, text in texts.items() if name != "funding"}
    if "funding" in texts:
        moved["funding_rate"] = texts["funding"] + "%"
    return moved


@calculator(
    "funding",
    version=2,
    title="Funding",
    question="What does holding cost?",
    story=_story,
    presets=(("week", "A week", {"times": "21"}), ("by-hand", "By hand", {"mode": "given", "funding_rate": "-0.0001", "rebate": "1"})),
    effect="cost",
    limits=("Rates change.",),
    sources=(("A venue", "https://example.com/funding?a=1&b=2"),),
    migrations={1: _renamed},
    more=("entry_price",),
)
def funding(
    mode: Annotated[Literal["usual", "given", "none"], Words(choices=("The usual", "My own", "None"))] = "usual",
    notional: Annotated[Money, Quantity(gt=0)] = 1_000,
    funding_rate: Annotated[Rate, Quantity(ge=-0.01, le=0.01, soft=(-0.01, 0.01)), When(input="mode", value="given")] = 0.0001,
    rebate: Annotated[bool, When(input="mode", value="given")] = False,
    rebate_share: Annotated[Rate, When(input="rebate", value=True)] = 0.1,
    times: Annotated[Leverage, Words(label="Payments")] = 3,
    entry_price: Annotated[Price | None, Quantity(soft=(0.5, 2), around="notional")] = None,
) -> Funding:
    """Funding over some time. A second sentence.

    Args:
        mode: Which rate.
        notional: Value of the position.
        funding_rate: Share of the position that is paid each time; a minus means that you
            are paid.
        rebate: Whether some comes back.
        rebate_share: How much of it.
        times: How often it is paid.
        entry_price: Price of the position, to know its size.

    A last paragraph that is no part of the list.
    """
    rate = {"usual": 0.0001, "given": funding_rate, "none": 0.0}[mode] * (1 - rebate_share if rebate else 1)
    cost = notional * rate * times
    if cost > notional:
        raise reject("stop-side", "times")
    size = notional / entry_price if entry_price is not None else None
    notes = (note("note-estimate", None), note("warn-thin", "times", share=0.125)) if times > 100 else ()
    return Funding(cost=cost, share=cost / notional, size=size, paid=cost > 0, verdict="dear" if cost > 100 else "cheap", notes=notes)


@pytest.fixture
def sample() -> Calculator[..., Funding]:
    return funding

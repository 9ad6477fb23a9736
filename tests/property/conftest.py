"""Strategies that several laws draw from. They come as a fixture, because tests import nothing from one another."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any, Self

import pytest
from hypothesis import strategies as st

from calc.actions import Done
from calc.formulas.margin import Tier, maintenance_amounts
from calc.inputs import TINY, Input
from calc.model import Calculator
from calc.venues import TABLES, tier_table

Scenarios = Callable[[Calculator[..., Any]], st.SearchStrategy[dict[str, Any]]]
Tables = Callable[..., st.SearchStrategy[tuple[Tier, ...]]]
INFINITE = float("inf")


def numbers_of(i: Input, *, wild: bool) -> st.SearchStrategy[float | None]:
    """Numbers within the hard bounds of an input: along its slider, at its ends, and (`wild`) anywhere between the bounds."""
    usual = i.default if isinstance(i.default, float) else None
    if i.soft is None:  # a field of a row has no slider
        assert usual is not None
        low, high = usual / 100, usual * 100
    else:
        low, high = i.soft if i.around is None else (i.soft[0] * 50_000, i.soft[1] * 150_000)
    options: list[st.SearchStrategy[float | None]] = [
        st.floats(low, high).filter(lambda x: x == 0 or abs(x) >= TINY),
        st.just(float(low if usual is None else usual)),
        st.sampled_from((low, high)),
    ]
    if i.kind == "optional":
        options.append(st.none())
    if wild:
        bounds: dict[str, Any] = {"min_value": i.gt if i.ge is None else i.ge, "max_value": i.lt if i.le is None else i.le}
        bounds |= {"exclude_min": i.ge is None, "exclude_max": i.le is None}
        options += [
            st.floats(**bounds).filter(lambda x: x == 0 or abs(x) >= TINY),
            st.sampled_from([float(x) for x in (i.ge, i.le) if x is not None] or [high]),
        ]
    anything = st.one_of(options)
    return anything.map(lambda x: x if x is None else float(round(x) if i.whole else x))  # as a text that is read


def values_of(i: Input, *, wild: bool) -> st.SearchStrategy[Any]:
    """Values of an input of any kind."""
    if i.kind == "choice":
        return st.sampled_from([name for name, _ in i.choices])
    if i.kind == "switch":
        return st.booleans()
    if i.kind == "text":
        return st.just(i.default)  # no link carries another
    if i.kind == "date":
        return days_of(i)
    if i.kind == "actions":
        return actions_of(i, wild=wild)
    return rows_of(i, wild=wild) if i.kind == "rows" else numbers_of(i, wild=wild)


def days_of(i: Input) -> st.SearchStrategy[str | None]:
    """Days of the calendar, its ends, and none where there may be none."""
    first, last = (date.fromisoformat(day) for day in (i.first, i.last))
    days = st.sampled_from([first, last]) | st.dates(first, last)
    written = days.map(date.isoformat)
    return st.none() | written if i.may_be_empty else written


def actions_of(i: Input, *, wild: bool) -> st.SearchStrategy[tuple[Done, ...]]:
    """A few presses of the buttons, each with values for what it takes. The same count is never split in two."""
    done: list[st.SearchStrategy[Done]] = []
    for action in i.buttons:
        if action.run:
            done.append(st.builds(Done, code=st.just(action.code), count=st.integers(1, 40)))
        else:
            taken = st.tuples(*(values_of(field, wild=wild) for field in action.fields))
            done.append(st.builds(Done, code=st.just(action.code), values=taken))
    return st.lists(st.one_of(done), max_size=12).map(tuple)


@st.composite
def rows_of(draw: st.DrawFn, i: Input, *, wild: bool) -> tuple[Any, ...]:
    """Rows of an input, as many as it may have. Some are like one before but for a field: two positions in one market have one price."""
    fields_of: dict[str, st.SearchStrategy[Any]] = {f.name: values_of(f, wild=wild) for f in i.fields}
    rows: list[Any] = []
    for _ in range(draw(st.integers(i.least, i.most))):
        row = i.row(**{name: draw(values) for name, values in fields_of.items()})
        again: bool = draw(st.booleans())
        if rows and again:
            name = draw(st.sampled_from(list(fields_of)))
            row = replace(draw(st.sampled_from(rows)), **{name: getattr(row, name)})
        rows.append(row)
    return tuple(rows)


def scenarios(c: Calculator[..., Any], *, wild: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Values for all inputs of a calculator; unless they are `wild`, stops and targets are on their side of the entry."""
    drawn = st.fixed_dictionaries({i.name: values_of(i, wild=wild) for i in c.inputs})
    return drawn if wild else drawn.map(on_their_side)


def on_their_side(values: dict[str, Any]) -> dict[str, Any]:
    """The same with a stop or target on the wrong side as far from the entry on the other one, if there is a price."""
    entry, sides = values.get("entry_price"), {"long": 1, "short": -1}
    for name, way in (("stop_price", -1), ("target_price", 1)):
        if entry and values.get(name) and values.get("side") in sides:
            away = way * sides[values["side"]]
            values = {**values, name: max(entry / 1_000, entry + away * abs(values[name] - entry))}
    return values


@pytest.fixture(scope="session")
def usual() -> Scenarios:
    """Scenarios that sliders reach."""
    return scenarios


@pytest.fixture(scope="session")
def wild() -> Scenarios:
    """Scenarios from anywhere between the hard bounds."""
    return lambda c: scenarios(c, wild=True)


# ---- Tier tables


def in_tiers(floors: list[Any], rates: list[Any], leverages: list[Any], *, deducting: bool) -> tuple[Tier, ...]:
    """A table from its floors, the last cap among them."""
    amounts = maintenance_amounts(floors, rates) if deducting else [0] * len(rates)
    rows = zip(pairwise(floors), rates, amounts, leverages, strict=True)
    return tuple(
        Tier(floor=floor, cap=cap, maintenance_margin_rate=rate, maintenance_amount=amount, max_leverage=leverage)
        for (floor, cap), rate, amount, leverage in rows
    )


SHIPPED = [tiers for tiers in (tier_table(name).tiers for name in TABLES) if len(tiers) > 1]
EXACT = [
    (
        [Fraction(0), *(Fraction(repr(t.cap)) for t in tiers)],
        [Fraction(repr(t.maintenance_margin_rate)) for t in tiers],
        [Fraction(repr(t.max_leverage)) for t in tiers],
    )
    for tiers in SHIPPED
]


@st.composite
def tier_tables(draw: st.DrawFn, *, deducting: bool) -> tuple[Tier, ...]:
    """Tables in exact numbers whose rates rise: made up, or with the bands and rates of a shipped one."""
    if draw(st.booleans()):
        floors, rates, leverages = draw(st.sampled_from(EXACT))
    else:
        count = draw(st.sampled_from((3, 2, 4, 5, 1)))
        widths = draw(st.lists(st.integers(1, 10**6), min_size=count, max_size=count))
        floors = [Fraction(floor) for floor in accumulate(widths, initial=0)]
        rates = [Fraction(n, 1000) for n in sorted(draw(st.lists(st.integers(0, 500), min_size=count, max_size=count)))]
        leverages = [Fraction(n) for n in sorted(draw(st.lists(st.integers(1, 200), min_size=count, max_size=count)), reverse=True)]
    return in_tiers(floors, rates, leverages, deducting=deducting)


@pytest.fixture(scope="session")
def tables() -> Tables:
    """Tier tables in exact numbers; where they are `deducting`, maintenance margin is continuous at every edge, else it jumps."""
    return tier_tables


# ---- The oracle: the same formulas on exact numbers


class Term(Fraction):
    """An exact number with its largest term, which is what the rounding errors of the same sum in floats are measured by.

    Of a sum that is the largest of its summands. Of a product or quotient it is a factor's largest term, multiplied or divided by the
    other factor: so a sum that is divided counts as its largest summand divided by the divisor, and a divisor whose own summands cancel
    counts as the error that this makes.
    """

    largest: Fraction

    def __new__(cls, number: Any = 0, denominator: Any = None, *, largest: Any = None) -> Self:
        self = super().__new__(cls, number, denominator)
        self.largest = Fraction.__abs__(self) if largest is None else largest
        return self

    def __neg__(self) -> "Term":
        return Term(Fraction.__neg__(self), largest=self.largest)

    def __abs__(self) -> "Term":
        return Term(Fraction.__abs__(self), largest=self.largest)

    def __add__(self, other: Any) -> Any:
        other = term(other)
        return Term(Fraction.__add__(self, other), largest=max(self.largest, other.largest))

    def __sub__(self, other: Any) -> Any:
        return -INFINITE if other == INFINITE else self + -term(other)

    def __mul__(self, other: Any) -> Any:
        other = term(other)
        largest = max(self.largest * Fraction.__abs__(other), Fraction.__abs__(self) * other.largest)
        return Term(Fraction.__mul__(self, other), largest=largest)

    def __truediv__(self, other: Any) -> Any:
        other = term(other)
        divisor = Fraction.__abs__(other)
        quotient = Fraction.__truediv__(self, other)
        return Term(quotient, largest=max(self.largest / divisor, abs(quotient) * other.largest / divisor))

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other: Any) -> Any:
        return term(other) + -self

    def __rtruediv__(self, other: Any) -> Any:
        return term(other) / self


def term(number: Any) -> Term:
    return number if isinstance(number, Term) else Term(number)


def exactly(given: Any) -> Any:
    """The same with every float as a Term, inside rows and records as well."""
    if isinstance(given, float):
        return Term(given)
    if is_dataclass(given) and not isinstance(given, type):
        return replace(given, **{field.name: exactly(getattr(given, field.name)) for field in fields(given)})
    if isinstance(given, (tuple, list)):
        return type(given)(exactly(item) for item in given)
    return given


def agrees(exact: Any, got: Any, share: Fraction = Fraction(1, 10**12)) -> bool:
    """Whether every float is within `share` of the largest term of the exact number."""
    if is_dataclass(exact):
        return all(agrees(getattr(exact, field.name), getattr(got, field.name), share) for field in fields(exact))
    if isinstance(exact, (tuple, list)):
        return len(exact) == len(got) and all(agrees(one, other, share) for one, other in zip(exact, got, strict=True))
    if exact is None or got is None or exact == INFINITE:
        return exact is got or exact == got
    assert not isinstance(exact, float), "a formula turned an exact number into a float"
    largest = share * term(exact).largest
    return bool(largest >= exact > 0 if got == INFINITE else abs(exact - Fraction(got)) <= largest)


@pytest.fixture(scope="session")
def oracle() -> tuple[Callable[[Any], Any], Callable[..., bool]]:
    """`exactly`, which makes exact numbers of floats, and `agrees`, which compares an exact answer with floats."""
    return exactly, agrees

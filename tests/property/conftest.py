"""Strategies that several laws draw from. They come as a fixture, because tests import nothing from one another."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from calc.model import TINY, Calculator, Input

Scenarios = Callable[[Calculator[..., Any]], st.SearchStrategy[dict[str, Any]]]


def numbers_of(i: Input, *, wild: bool) -> st.SearchStrategy[float | None]:
    """Numbers within the hard bounds of an input: along its slider, at its ends, and (`wild`) anywhere between the bounds."""
    assert i.soft is not None
    low, high = i.soft if i.around is None else (i.soft[0] * 50_000, i.soft[1] * 150_000)
    options: list[st.SearchStrategy[float | None]] = [
        st.floats(low, high).filter(lambda x: x == 0 or abs(x) >= TINY),
        st.just(float(i.default or low)),
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
    return st.one_of(options)


def scenarios(c: Calculator[..., Any], *, wild: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Values for all inputs of a calculator."""
    kinds: dict[str, Any] = {}
    for i in c.inputs:
        if i.kind == "choice":
            kinds[i.name] = st.sampled_from([name for name, _ in i.choices])
        elif i.kind == "switch":
            kinds[i.name] = st.booleans()
        else:
            kinds[i.name] = numbers_of(i, wild=wild)
    return st.fixed_dictionaries(kinds)


@pytest.fixture(scope="session")
def usual() -> Scenarios:
    """Scenarios that sliders reach."""
    return scenarios


@pytest.fixture(scope="session")
def wild() -> Scenarios:
    """Scenarios from anywhere between the hard bounds."""
    return lambda c: scenarios(c, wild=True)

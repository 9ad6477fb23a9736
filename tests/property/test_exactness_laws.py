"""Floats against exact numbers, for every formula that takes plain numbers; and every `Formula:` line against its function.

The functions are found, not listed, so a formula that is added is tested from then on.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calc import formulas
from calc.expression import equation, value

Oracle = tuple[Callable[[Any], Any], Callable[..., bool]]
Formula = Callable[..., Any]

# Sixty laws, each for one function with few arguments.
often = settings(max_examples=max(60, settings().max_examples // 2))

PLAIN = {"int", "float", "bool", "float | None"}
INFINITE = float("inf")


def public_functions() -> Iterator[tuple[str, Formula]]:
    for info in iter_modules(formulas.__path__):
        module = import_module(f"calc.formulas.{info.name}")
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{info.name}.{name}", function


def takes_numbers(function: Formula) -> bool:
    return all(parameter.annotation in PLAIN for parameter in inspect.signature(function).parameters.values())


FUNCTIONS = dict(public_functions())
EXACT_ALREADY = {name for name in FUNCTIONS if name.startswith("elementary.")} | {"margin.flat"}  # test_elementary.py; computes nothing
NUMERIC = {name: function for name, function in FUNCTIONS.items() if takes_numbers(function) and name not in EXACT_ALREADY}
COUNTING = {"funding.settlements_crossed", "funding.settlements_held", "interest.periods_begun"}
OTHERS = {
    "account.liquidation_moves",
    "account.liquidation_prices",
    "account.maintenance_margin",
    "account.margin_balance",
    "account.requirement",
    "account.unrealized_pnl",
    "crossing.first_crossing",
    "fills.filled",
    "funding.payments",
    "inverse.average_entry_price",
    "inverse.liquidation_price_in_tiers",
    "inverse.turned",
    "linear.average_entry_price",
    "linear.liquidation_price_in_tiers",
    "margin.highest_leverage",
    "margin.maintenance_amounts",
    "margin.maintenance_margin_by_slices",
    "margin.maintenance_margin_in_tiers",
    "margin.tier_at",
    "reduction.reductions",
}
"""What takes tables, fills or positions, and is compared in `test_exactness_of_tables_laws.py`."""
SEQUENCES = {
    *("history.highest", "history.longest_run", "history.lowest", "history.quantile", "normal.ratio", "streaks.longest_run"),
    *("ruin.course", "ruin.quantiles", "ruin.streaks", "ruin.worst_drawdown", "walk.walk"),
    *("seeded.doubled", "seeded.jumped", "seeded.stepped", "trades.planned", "trades.reward", "account.liquidation_share"),
}
"""What takes whole series, or the state of a generator, and is compared by brute force or with published numbers in tests of its own."""
APPROXIMATE = {
    *("growth.losses_to_half_with_shrinking_stake", "normal.normal_cumulative", "normal.normal_quantile", "ruin.ever_touches"),
    *("ruin.ruin_chance", "ruin.winners", "streaks.chance_of_run", "streaks.median_longest_run", "walk.touch_chance"),
}
"""What has a logarithm, an exponential or a root in it, or states its own error; its tests compare with long decimals and fractions."""
COUNTS = {"run": (1, 12), "trades": (1, 60), "losses": (0, 40)}

magnitudes = st.builds(lambda mantissa, exponent: mantissa * 10.0**exponent, st.floats(1, 10), st.integers(-6, 5))
either_way = st.builds(lambda sign, size: sign * size, st.sampled_from((1, -1)), magnitudes)
fractions = st.just(0.0) | st.builds(lambda x, exponent: x * 10.0**exponent, st.floats(0.1, 0.45), st.integers(-6, 0))
SIGNED = {"unrealized_pnl", "net_profit", "profit", "wallet_balance", "margin_balance", "value"}
FRACTIONS = {"rate", "premium", "clamp", "cap"}


def arguments_of(parameter: inspect.Parameter) -> st.SearchStrategy[Any]:
    """Values for one parameter, over twelve orders of magnitude where it is no fraction."""
    name, annotation = parameter.name, parameter.annotation
    if annotation == "int":
        return st.sampled_from((1, -1)) if name == "sign" else st.integers(*COUNTS[name])
    if annotation == "bool":
        return st.booleans()
    if name == "leverage":
        numbers = st.floats(1, 500)
    elif name.endswith("_rate") or name in FRACTIONS:
        numbers = fractions
    else:
        numbers = either_way if name in SIGNED else magnitudes
    return st.none() | numbers if annotation == "float | None" else numbers


def scenarios(function: Formula) -> st.SearchStrategy[dict[str, Any]]:
    parameters = inspect.signature(function).parameters.values()
    return st.fixed_dictionaries({parameter.name: arguments_of(parameter) for parameter in parameters})


def computed(function: Formula, arguments: dict[str, Any]) -> Any:
    """The result; a scenario that divides by zero is passed over."""
    try:
        return function(**arguments)
    except ZeroDivisionError:
        assume(False)
        raise


def test_every_formula_is_compared_with_exact_numbers() -> None:
    assert set(FUNCTIONS) - set(NUMERIC) - EXACT_ALREADY == OTHERS | SEQUENCES
    assert set(NUMERIC) >= COUNTING | APPROXIMATE


@pytest.mark.parametrize("name", sorted(set(NUMERIC) - COUNTING - APPROXIMATE))
@often
@given(data=st.data())
def test_floats_are_within_a_trillionth_of_the_largest_term(name: str, oracle: Oracle, data: st.DataObject) -> None:
    exactly, agrees = oracle
    arguments = data.draw(scenarios(NUMERIC[name]))
    exact = computed(NUMERIC[name], {k: exactly(v) for k, v in arguments.items()})
    got = computed(NUMERIC[name], arguments)
    assume(exact != INFINITE or got == INFINITE)  # where all that is left of a divisor is rounding, its sign is too
    assert agrees(exact, got), f"{float(exact)} {got}"


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**9), st.integers(1, 10**6), st.integers(-(10**9), 10**9))
def test_whole_seconds_are_counted_exactly(opened: int, held: int, interval: int, first: int) -> None:
    crossed: Formula = NUMERIC["funding.settlements_crossed"]
    begun: Formula = NUMERIC["interest.periods_begun"]
    given_as_floats = [float(x) for x in (opened, opened + held, interval, first)]
    assert crossed(*map(Fraction, given_as_floats)) == crossed(*given_as_floats)
    assert begun(Fraction(held), Fraction(interval)) == begun(float(held), float(interval))


@pytest.mark.parametrize("name", sorted(COUNTING))
@given(data=st.data())
def test_any_times_are_counted_exactly_unless_one_is_a_rounding_error_from_the_next_count(name: str, data: st.DataObject) -> None:
    function = NUMERIC[name]
    arguments = data.draw(scenarios(function))
    longer = {"time": 1, "closed": 1, "opened": -1, "held": 1}
    counts = []
    for nudge in (Fraction(-1, 10**12), 0, Fraction(1, 10**12)):
        reach = nudge * sum(Fraction(x) for x in arguments.values())
        counts.append(function(**{k: Fraction(x) + longer.get(k, 0) * reach for k, x in arguments.items()}))
    assert min(counts) <= function(**arguments) <= max(counts)


# ---- The lines of the docstrings


def formula_line(function: Formula) -> str | None:
    """What stands after `Formula:`, on indented lines that follow as well."""
    found = re.search(r"^Formula: (.*(?:\n +.*)*)", inspect.getdoc(function) or "", re.MULTILINE)
    return " ".join(found[1].split()) if found else None


LINES = {name: line for name, line in ((name, formula_line(function)) for name, function in FUNCTIONS.items()) if line}


def test_most_formulas_say_how_they_compute() -> None:
    assert {name for name in LINES if name not in NUMERIC} == {"account.margin_balance"}
    closed = {"profit", "notional", "bankruptcy_price", "liquidation_price", "liquidation_price_on_entry_value", "target_price"}
    assert {f"{module}.{name}" for module in ("linear", "inverse") for name in closed} <= set(LINES)


@pytest.mark.parametrize("name", sorted(set(LINES) & set(NUMERIC)))
@often
@given(data=st.data())
def test_the_formula_in_a_docstring_is_what_the_function_computes(name: str, oracle: Oracle, data: st.DataObject) -> None:
    exactly, _ = oracle
    _, tree = equation(LINES[name])
    arguments = {k: exactly(v) for k, v in data.draw(scenarios(NUMERIC[name])).items()}
    result = computed(NUMERIC[name], arguments)
    if "closing_fee_rate" in arguments and arguments["closing_fee_rate"] is None:
        arguments["closing_fee_rate"] = arguments["entry_fee_rate"]  # one rate stands for both ends
    try:
        said = value(tree, arguments.__getitem__)
    except ZeroDivisionError:
        assert result == INFINITE
        return
    if result == INFINITE:
        assert said < 0  # no price does it
    else:
        assert said == result


def test_the_formula_of_the_margin_balance_holds_with_the_profits_of_all_positions() -> None:
    assert ("margin_balance", ("+", "wallet_balance", "unrealized_pnl")) == equation(LINES["account.margin_balance"])

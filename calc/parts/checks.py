"""Checks of a plan: what is, what may be at most or must be at least, and whether it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from calc.quantities import Words
from calc.view import numbers

CLOSE = 1e-12  # a limit that is met but for the rounding of a sum is met


@dataclass(frozen=True, kw_only=True)
class Check:
    """One rule of a plan.

    Attributes:
        name: What is compared.
        actual: What it is here.
        limit: What the plan allows.
        holds: Whether the plan is kept.
    """

    name: Annotated[str, Words(label="Rule")]
    actual: Annotated[str, Words(label="Here")]
    limit: Annotated[str, Words(label="Plan")]
    holds: bool


def at_most(name: str, actual: float, limit: float, display: str) -> Check:
    """A check that holds while `actual` is not above `limit`.

    >>> at_most("Open risk", 0.1 + 0.2, 0.3, "percent").holds, at_most("Leverage", 4.0, 3.0, "times").limit
    (True, 'at most 3×')
    """
    holds = actual <= limit * (1 + CLOSE)
    return Check(name=name, actual=numbers.show(actual, display), limit="at most " + numbers.show(limit, display), holds=holds)


def at_least(name: str, actual: float | None, limit: float, display: str, none: str = "none") -> Check:
    """A check that holds while `actual` is not below `limit`; without a number there is nothing to be broken, and `none` says why.

    >>> at_least("Room", 0.1, 0.2, "percent").holds, at_least("Room", None, 0.2, "percent", "no end").actual
    (False, 'no end')
    """
    holds = actual is None or actual >= limit * (1 - CLOSE)
    shown = none if actual is None else numbers.show(actual, display)
    return Check(name=name, actual=shown, limit="at least " + numbers.show(limit, display), holds=holds)

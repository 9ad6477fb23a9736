"""`python -m calc tiers FILE`: leverage tiers that ccxt saved, checked and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calc import contract
from calc.errors import InvalidInputs, Problem
from calc.venues.ccxt import leverage_tiers
from calc.venues.tiers import UNLIMITED
from calc.view import numbers

if TYPE_CHECKING:
    from calc.venues.ccxt import LeverageTiers

HEADINGS = ("tier", "from", "up to", "rate", "deduction", "max leverage")


def report(file: str, as_json: bool) -> str:
    """The tables of a file, for people or for programs; raises InvalidInputs with everything that is wrong with it."""
    found = leverage_tiers(_text(file))
    if as_json:
        return contract.dumps([_data(symbol) for symbol in found])
    return "\n\n".join(_table(symbol) for symbol in found)


def _text(file: str) -> str:
    try:
        with open(file, encoding="utf-8-sig") as stream:
            return stream.read()
    except FileNotFoundError:
        problem = Problem(field=None, code="no-such-file", message=f"There is no file {file}.")
    except UnicodeDecodeError:
        problem = Problem(field=None, code="not-text", message=f"{file} is not text in UTF-8.")
    except (OSError, ValueError) as error:
        problem = Problem(field=None, code="unreadable", message=f"{file} cannot be read: {getattr(error, 'strerror', None) or error}.")
    raise InvalidInputs((problem,))


def _data(symbol: LeverageTiers) -> tuple[tuple[str, Any], ...]:
    rows = [
        (
            ("tier", k),
            ("floor", tier.floor),
            ("cap", None if tier.cap == UNLIMITED else tier.cap),
            ("maintenance_margin_rate", tier.maintenance_margin_rate),
            ("maintenance_amount", tier.maintenance_amount),
            ("max_leverage", tier.max_leverage),
        )
        for k, tier in enumerate(symbol.tiers, 1)
    ]
    return (
        ("symbol", symbol.symbol),
        ("currency", symbol.currency),
        ("tiers", rows),
        ("continuous", not symbol.jumps),
        ("jumps", [(("value", j.value), ("below", j.below), ("above", j.above)) for j in symbol.jumps]),
    )


def _table(symbol: LeverageTiers) -> str:
    rows = [HEADINGS] + [
        (
            str(k),
            numbers.plain(tier.floor),
            "no end" if tier.cap == UNLIMITED else numbers.plain(tier.cap),
            numbers.exact(tier.maintenance_margin_rate, "percent"),
            numbers.plain(tier.maintenance_amount),
            numbers.exact(tier.max_leverage, "times"),
        )
        for k, tier in enumerate(symbol.tiers, 1)
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = ["  ".join(text.rjust(width) for text, width in zip(row, widths)) for row in rows]
    return "\n".join([f"{symbol.symbol} ({symbol.currency})", "", *lines, "", _continuity(symbol)])


def _continuity(symbol: LeverageTiers) -> str:
    jumps = symbol.jumps
    if not jumps:
        return "Maintenance margin is continuous: it jumps at no step."
    first, steps = jumps[0], len(symbol.tiers) - 1
    return (
        f"Maintenance margin jumps at {len(jumps)} of {steps} steps; the first time at {numbers.plain(first.value)}:"
        f" from {numbers.plain(first.below)} to {numbers.plain(first.above)} {symbol.currency}."
    )

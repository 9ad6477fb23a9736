"""Reads leverage tiers as ccxt gives them: what `fetch_leverage_tiers()` returns, saved as JSON. For the command line alone.

A file is an object: symbol -> rows, lowest first, each with `tier`, `minNotional`, `maxNotional` (null in a last row without an end),
`maintenanceMarginRate` and `maxLeverage`. The deduction is the venue's own, in `info`: `cum` at Binance, `mmDeduction` at Bybit (empty
is zero), `deduction` at Gate; where there is none it is zero. A row may begin one unit, and no more than a hundredth, after the row
before ends, as at venues that count contracts. Everything that is wrong is said at once, each thing at its place, rows counted from 0:
`BTC/USDT:USDT[3].maxNotional`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calc.errors import InvalidInputs, Problem
from calc.formulas.margin import Tier
from calc.venues.tiers import UNLIMITED, Jump, jumps
from calc.view import numbers

if TYPE_CHECKING:
    from collections.abc import Callable

DEDUCTIONS = ("cum", "mmDeduction", "deduction")
SENTENCES = {
    "not-json": "This is not JSON: {why}.",
    "not-an-object": "Expected an object, symbols and their rows, as ccxt's fetch_leverage_tiers() gives it; it is {given}.",
    "no-symbols": "There are no symbols in it.",
    "not-a-list": "Expected a list of rows; it is {given}.",
    "no-rows": "There are no rows in it.",
    "row-not-an-object": "Expected an object; it is {given}.",
    "missing": "{key} is missing.",
    "not-a-number": "Expected a number; it is {given}.",
    "not-finite": "Expected a finite number; it is {given}.",
    "negative": "Must not be negative; it is {given}.",
    "rate-range": "A maintenance rate is a fraction from 0 to less than 1; it is {given}.",
    "leverage-range": "The highest leverage is at least 1; it is {given}.",
    "no-end": "Only the last row may have no end.",
    "empty-band": "Must be more than minNotional, {floor}; it is {given}.",
    "late-start": "The first row begins at 0; it is {given}.",
    "gap": "The row before ends at {cap}; it is {given}, and what lies between has no row.",
    "overlap": "The row before ends at {cap}; it is {given}, and what lies between has two rows.",
    "rate-falls": "Must not be lower than in the row before, {rate}; it is {given}.",
    "out-of-order": "Tiers must rise: this one is {given}, the one before {tier}.",
}


@dataclass(frozen=True, kw_only=True)
class LeverageTiers:
    """The tiers of one symbol, in its currency."""

    symbol: str
    currency: str
    tiers: tuple[Tier, ...]

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """Where maintenance margin is not continuous."""
        return jumps(self.tiers)


def leverage_tiers(text: str) -> tuple[LeverageTiers, ...]:
    """The tiers of every symbol; raises InvalidInputs with everything that is wrong.

    >>> row = '{"tier": 1, "minNotional": 0, "maxNotional": 50000, "maintenanceMarginRate": 0.004, "maxLeverage": 125}'
    >>> (found,) = leverage_tiers('{"BTC/USDT:USDT": [' + row + ']}')
    >>> found.symbol, found.currency, found.tiers[0].max_leverage, found.jumps
    ('BTC/USDT:USDT', 'USDT', 125.0, ())
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        why = f"{error.msg}, in line {error.lineno}, column {error.colno}"
        raise InvalidInputs((_problem(None, "not-json", why=why),)) from None
    except (RecursionError, ValueError):  # a hundred thousand brackets, a number of five thousand digits
        raise InvalidInputs((_problem(None, "not-json", why="it is nested too deeply, or a number is too long"),)) from None
    if not isinstance(data, dict):
        raise InvalidInputs((_problem(None, "not-an-object", given=_shown(data)),))
    if not data:
        raise InvalidInputs((_problem(None, "no-symbols"),))
    readers = [_Reader(symbol, rows) for symbol, rows in data.items()]
    problems = tuple(problem for reader in readers for problem in reader.problems)
    if problems:
        raise InvalidInputs(problems)
    return tuple(LeverageTiers(symbol=r.symbol, currency=r.currency, tiers=tuple(r.tiers)) for r in readers)


def _problem(field: str | None, code: str, **facts: str) -> Problem:
    return Problem(field=field, code=code, message=SENTENCES[code].format(**facts))


def _shown(value: Any) -> str:
    """A value as the file has it, not too long."""
    if isinstance(value, float) and value - value == 0:
        return numbers.shortest(value)
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"


class _Reader:
    """One symbol: its tiers, and what is wrong with its rows."""

    def __init__(self, symbol: str, rows: Any) -> None:
        self.symbol = symbol
        self.currency = symbol.rpartition(":")[2]
        self.tiers: list[Tier] = []
        self.problems: list[Problem] = []
        self._last: dict[str, float] = {}  # the row before, as far as it could be read
        if not isinstance(rows, list):
            self._say("", "not-a-list", given=_shown(rows))
        elif not rows:
            self._say("", "no-rows")
        else:
            for k, row in enumerate(rows):
                self._read(k, row, last=k == len(rows) - 1)

    def _say(self, place: str, code: str, **facts: str) -> None:
        self.problems.append(_problem(self.symbol + place, code, **facts))

    def _read(self, k: int, row: Any, *, last: bool) -> None:
        if not isinstance(row, dict):
            self._say(f"[{k}]", "row-not-an-object", given=_shown(row))
            self._last = {}
            return
        if isinstance(row.get("currency"), str):
            self.currency = row["currency"]
        found = {key: self._number(f"[{k}].{key}", row, key) for key in ("tier", "minNotional", "maintenanceMarginRate", "maxLeverage")}
        if "maxNotional" in row and row["maxNotional"] is None:
            found["maxNotional"] = UNLIMITED
            if not last:
                self._say(f"[{k}].maxNotional", "no-end")
        else:
            found["maxNotional"] = self._number(f"[{k}].maxNotional", row, "maxNotional")
        known = {key: value for key, value in found.items() if value is not None}
        deduction = self._deduction(k, row.get("info"))
        self._check(k, known)
        self._compare(k, known)
        self._last = known
        if len(known) == len(found):
            self.tiers.append(
                Tier(
                    floor=self.tiers[-1].cap if self.tiers else 0.0,
                    cap=known["maxNotional"],
                    maintenance_margin_rate=known["maintenanceMarginRate"],
                    maintenance_amount=deduction,
                    max_leverage=known["maxLeverage"],
                )
            )

    def _number(self, place: str, row: dict[str, Any], key: str) -> float | None:
        if key not in row:
            self._say(place, "missing", key=key)
            return None
        value = row[key]
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self._say(place, "not-a-number", given=_shown(value))
            return None
        try:
            number = float(value)
        except OverflowError:
            number = float("inf")
        if number - number != 0:  # neither infinite nor NaN
            self._say(place, "not-finite", given=_shown(value))
            return None
        return number

    def _deduction(self, k: int, info: Any) -> float:
        for key in DEDUCTIONS:
            value = info.get(key) if isinstance(info, dict) else None
            if value is None or value == "":
                continue
            try:
                given = {key: float(value) if isinstance(value, str) else value}
            except ValueError:
                given = {key: value}
            number = self._number(f"[{k}].info.{key}", given, key)
            if number is not None and number < 0:
                self._say(f"[{k}].info.{key}", "negative", given=_shown(number))
            return number or 0.0
        return 0.0

    def _check(self, k: int, row: dict[str, float]) -> None:
        """What must hold within a row."""

        def check(key: str, code: str, holds: Callable[[float], bool], **facts: str) -> None:
            if key in row and not holds(row[key]):
                self._say(f"[{k}].{key}", code, given=_shown(row[key]), **facts)

        check("minNotional", "negative", lambda x: x >= 0)
        check("maxNotional", "negative", lambda x: x >= 0)
        check("maintenanceMarginRate", "rate-range", lambda x: 0 <= x < 1)
        check("maxLeverage", "leverage-range", lambda x: x >= 1)
        floor = row.get("minNotional")
        if floor is not None and row.get("maxNotional", 0) >= 0:
            check("maxNotional", "empty-band", lambda x: x > floor, floor=_shown(floor))

    def _compare(self, k: int, row: dict[str, float]) -> None:
        """What must hold between a row and the one before it."""
        before = self._last
        floor, cap = row.get("minNotional"), before.get("maxNotional")
        if k == 0 and floor is not None and floor > 0:
            self._say("[0].minNotional", "late-start", given=_shown(floor))
        if floor is not None and floor >= 0 and cap is not None and cap < UNLIMITED and not 0 <= floor - cap <= min(1, cap / 100):
            self._say(f"[{k}].minNotional", "gap" if floor > cap else "overlap", given=_shown(floor), cap=_shown(cap))
        rate, lower = row.get("maintenanceMarginRate"), before.get("maintenanceMarginRate")
        if rate is not None and lower is not None and rate < lower:
            self._say(f"[{k}].maintenanceMarginRate", "rate-falls", given=_shown(rate), rate=_shown(lower))
        tier, smaller = row.get("tier"), before.get("tier")
        if tier is not None and smaller is not None and tier <= smaller:
            self._say(f"[{k}].tier", "out-of-order", given=_shown(tier), tier=_shown(smaller))

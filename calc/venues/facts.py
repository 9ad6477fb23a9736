"""Facts about venues. A venue is data: a formula takes what it needs as numbers and never asks which venue it serves.

Every fact has a source and a date: that of the source itself where it has one, else the day it was read. What no source says is left
out, and `None` says so. The keys and what may stand under them:

| key | value | what it says |
|---|---|---|
| contracts | "linear", "inverse" | kinds of contract, a list |
| maintenance_basis | "mark", "entry" | value on which maintenance margin is charged: now, at the price that triggers, or at entry |
| closing_fee | see `CLOSING_FEES` | whether what must be kept includes the fee for closing, and on which value |
| initial_margin_basis | "mark", "entry" | value from which initial margin is computed |
| initial_margin_fees | 0, 1, 2 | how many taker fees are part of initial margin |
| reserved_fee | see `RESERVED_FEES` | which fees those are, by the value on which they are charged; two are for opening and for closing |
| deduction | true, false | whether only the part of a position beyond a step pays the higher rate, so that nothing jumps |
| tier_measure | "value", "size" | whether tiers are bands of a position's value or of its size |
| taker_fee_rate | fraction | fee for taking, lowest level of an account |
| maker_fee_rate | fraction | fee for making, the same; a minus is a rebate |
| liquidation_fee_rate | fraction | fee for being liquidated, on the value that is closed |
| funding_interval_hours | hours | time between two funding payments; 0 is without a pause |
| funding_price | "mark", "oracle", "fair" | price at which a position is valued for funding |
| trigger_price | "mark", "oracle", "fair" | price that triggers liquidation |
| margin_ratio | see `MARGIN_RATIOS` | what the venue calls margin ratio |
| roe_basis | see `ROE_BASES` | what profit is divided by |
| hedge_mode | true, false | whether a long and a short of one contract can be held at once |
| partial_liquidation | text | what is closed first |
"""

from __future__ import annotations

from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    Value = str | float | bool | tuple[str, ...]

CONTRACTS = ("linear", "inverse")
BASES = ("mark", "entry")
CLOSING_FEES = ("none", "value at liquidation", "value at bankruptcy", "value at entry")
RESERVED_FEES = ("none", "value at entry", "two at entry", "value at bankruptcy")
TIER_MEASURES = ("value", "size")
PRICES = ("mark", "oracle", "fair")
MARGIN_RATIOS = ("maintenance / balance", "balance / maintenance")
ROE_BASES = ("initial margin at entry", "initial margin at mark", "initial margin at entry and closing fee")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that is known about a venue; `note` is empty or says what the value alone does not."""

    key: str
    value: Value
    source: str
    date: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Venue:
    """A market place and the facts about it, each under its key."""

    name: str
    title: str
    facts: tuple[Fact, ...]

    def fact(self, key: str) -> Fact | None:
        """The fact under that key; None where no source says it."""
        for fact in self.facts:
            if fact.key == key:
                return fact
        return None

    def value(self, key: str) -> Value | None:
        """The value of the fact under that key; None where no source says it."""
        fact = self.fact(key)
        return None if fact is None else fact.value

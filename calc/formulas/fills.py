"""What fills make of a position: opened, added to, partly closed, flipped. Average cost, one-way mode.

In hedge mode the long and the short are two such positions, and a fill goes to the one that it names.
"""

from __future__ import annotations

from dataclasses import dataclass

from calc.formulas import linear


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A position after some fills: `sign` is 0 and the rest 0 when nothing is held. `size` in base and never negative."""

    sign: int = 0
    size: float = 0
    entry_price: float = 0


def filled(holding: Holding, sign: int, size: float, price: float) -> tuple[Holding, float]:
    """The position after one more fill (`sign` +1 bought, −1 sold), and the profit that it realised.

    Units: `size` in base (> 0), prices in quote per base, profit in quote before fees.
    Convention: adding averages the entry price, closing leaves it; a fill larger than the position closes it and opens the rest the
    other way at its own price. For inverse contracts give 1 / price and the turned sign (see `inverse`).
    Source: Perplab, tests of its worked example (2026-09): 0.1 at 50,000, 0.1 more at 52,000, then 0.15 sold at 53,000.

    >>> held, _ = filled(Holding(), 1, 0.1, 50_000)
    >>> held, _ = filled(held, 1, 0.1, 52_000)
    >>> held, realised = filled(held, -1, 0.15, 53_000)
    >>> held.entry_price, round(held.size, 10), round(realised, 9)
    (51000.0, 0.05, 300.0)
    """
    if holding.sign in (0, sign):
        entry = linear.average_entry_price([(holding.size, holding.entry_price), (size, price)])
        return Holding(sign=sign, size=holding.size + size, entry_price=entry), 0
    closed = min(size, holding.size)
    realised = linear.profit(holding.sign, holding.entry_price, price, closed)
    if size < holding.size:
        return Holding(sign=holding.sign, size=holding.size - size, entry_price=holding.entry_price), realised
    if size == holding.size:
        return Holding(), realised
    return Holding(sign=sign, size=size - holding.size, entry_price=price), realised

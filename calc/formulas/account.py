"""Positions that share one wallet (cross margin): balance, maintenance, and the prices and common moves that liquidate.

All positions are linear and settled in one currency; `inverse.turned` makes linear ones of inverse ones. Two positions in one market (the
long and the short of hedge mode) move together, so they have one liquidation price.
"""

from __future__ import annotations

from dataclasses import dataclass

from calc.formulas.crossing import Leg, first_crossing
from calc.formulas.margin import maintenance_margin_in_tiers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from calc.formulas.margin import Tier


@dataclass(frozen=True, kw_only=True)
class Position:
    """One open position: prices in quote per base, `size` in base and positive; a fee rate only where closing must stay covered too."""

    sign: int
    size: float
    entry_price: float
    mark_price: float
    tiers: Sequence[Tier]
    closing_fee_rate: float = 0


def unrealized_pnl(position: Position) -> float:
    """Profit or loss of the position at mark, in quote.

    >>> from calc.formulas.margin import flat
    >>> round(unrealized_pnl(Position(sign=1, size=109.488, entry_price=32481.98, mark_price=31967.27, tiers=flat(0.025))), 2)
    -56354.57
    """
    return position.sign * position.size * (position.mark_price - position.entry_price)


def requirement(position: Position) -> float:
    """What the position must keep at mark: maintenance margin of its tier, and its closing fee if that must stay covered, in quote.

    >>> from calc.formulas.margin import Tier
    >>> tier = Tier(floor=1_000_000, cap=10_000_000, maintenance_margin_rate=0.025, maintenance_amount=16_300, max_leverage=20)
    >>> round(requirement(Position(sign=1, size=109.488, entry_price=32481.98, mark_price=31967.27, tiers=(tier,))), 2)
    71200.81
    """
    value = position.size * position.mark_price
    return maintenance_margin_in_tiers(value, position.tiers) + position.closing_fee_rate * value


def margin_balance(wallet_balance: float, positions: Sequence[Position]) -> float:
    """Wallet plus the unrealised profit and loss of every position, in quote.

    Formula: margin_balance = wallet_balance + unrealized_pnl
    """
    balance = wallet_balance
    for position in positions:
        balance += unrealized_pnl(position)
    return balance


def maintenance_margin(positions: Sequence[Position]) -> float:
    """What all positions together must keep at mark, closing fees included where they must stay covered, in quote."""
    kept: float = 0
    for position in positions:
        kept += requirement(position)
    return kept


def liquidation_prices(
    wallet_balance: float, moving: Sequence[Position], held: Sequence[Position] = ()
) -> tuple[float | None, float | None]:
    """Mark prices below and above the present one at which the account is liquidated, the positions in `held` staying at their mark.

    `moving` are the positions of one market: one, or the long and the short of hedge mode.
    Units: as `Position`.
    Convention: margin balance of the whole account at most its maintenance margin, tiers looked up at that price (Binance USD-M, cross).
    Result: None on a side where no price does it; the present price on both sides where the account is liquidated already. Raises
    ValueError for positions of more than one mark price.
    Source: https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93 (the positions as in freqtrade's
    tests/exchange/test_binance.py, 2026-07)

    >>> from calc.formulas.margin import Tier
    >>> of_eth = Tier(floor=0, cap=1e12, maintenance_margin_rate=0.10, maintenance_amount=135_365, max_leverage=5)
    >>> of_btc = Tier(floor=0, cap=1e12, maintenance_margin_rate=0.025, maintenance_amount=16_300, max_leverage=20)
    >>> eth = Position(sign=1, size=3683.979, entry_price=1456.84, mark_price=1335.18, tiers=(of_eth,))
    >>> btc = Position(sign=1, size=109.488, entry_price=32481.98, mark_price=31967.27, tiers=(of_btc,))
    >>> [round(liquidation_prices(1535443.01, [one], [other])[0], 2) for one, other in ((eth, btc), (btc, eth))]
    [1153.26, 26316.89]
    """
    mark = moving[0].mark_price
    legs = []
    for p in moving:
        if p.mark_price != mark:
            raise ValueError("positions that move together have one mark price")
        legs.append(Leg(sign=p.sign, size=p.size, cost=p.size * p.entry_price, tiers=p.tiers, closing_fee_rate=p.closing_fee_rate))
    rest = margin_balance(wallet_balance, held) - maintenance_margin(held)
    return first_crossing(rest, legs, mark, -1), first_crossing(rest, legs, mark, 1)


def liquidation_moves(wallet_balance: float, positions: Sequence[Position]) -> tuple[float | None, float | None]:
    """Common moves of all prices, down and up, at which the account is liquidated, as fractions of the marks.

    Units: as `Position`; −0.1 is a fall of every price by a tenth.
    Convention: as `liquidation_prices`, every position moving by the same fraction.
    Result: None on a side where no move does it; 0 on both where the account is liquidated already.
    Source: the calculators' example of two 10× longs of 3,000 and 2,000 on a wallet of 1,000 (maintenance 0.5 %).

    >>> from calc.formulas.margin import flat
    >>> longs = [Position(sign=1, size=n, entry_price=1, mark_price=1, tiers=flat(0.005)) for n in (3000, 2000)]
    >>> down, up = liquidation_moves(1000, longs)
    >>> round(down, 4), up
    (-0.196, None)
    """
    legs = []
    for p in positions:
        value = p.size * p.mark_price
        legs.append(Leg(sign=p.sign, size=value, cost=p.size * p.entry_price, tiers=p.tiers, closing_fee_rate=p.closing_fee_rate))
    factors = [first_crossing(wallet_balance, legs, 1, way) for way in (-1, 1)]
    down, up = (None if factor is None else factor - 1 for factor in factors)
    return down, up


def liquidation_share(balance: float, moving: Sequence[tuple[int, float, float]], maintenance_margin_rate: float) -> float | None:
    """How far along a straight way to given moves of the prices a balance is liquidated, as a share of the way.

    Units: `balance` in quote, without profit and loss; each of `moving` is the sign of a position, its value now in quote, and its move at
    the end of the way (−0.1 is a fall by a tenth). With every move 1, the share is a common move of all prices.
    Convention: margin balance at most maintenance margin, which is one rate of the value at that point. Margin of one position, and that
    position alone, is isolated margin; the wallet and all of them, cross margin.
    Result: negative where only the opposite way does it; None where none does. Raises nothing.
    Source: the calculators' example of two 10× longs of 3,000 and 2,000 on a wallet of 1,000 (maintenance 0.5 %).

    >>> round(liquidation_share(1000, [(1, 3000, 1), (1, 2000, 1)], 0.005), 4), round(liquidation_share(300, [(1, 3000, 1)], 0.005), 4)
    (-0.196, -0.0955)
    >>> liquidation_share(1000, [(1, 3000, -0.1), (-1, 3000, -0.1)], 0) is None
    True
    """
    spare, slope = balance, 0 * balance
    for sign, value, move in moving:
        spare -= maintenance_margin_rate * value
        slope += (sign - maintenance_margin_rate) * value * move
    return None if slope == 0 else -spare / slope

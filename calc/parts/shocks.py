"""Positions of one wallet on a straight way to a shock: what isolated and cross margin leave of it, at every place of the way.

A place is a share of the way. Where all prices move alike, a leg's move for a share of 1 is 1, so that a share is the common move.
"""

from __future__ import annotations

from dataclasses import dataclass

from calc.conventions import REACH
from calc.formulas import account, linear, margin
from calc.model import reject
from calc.parts.scales import roof
from calc.pictures import Axis, Graph, Handle, Series

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Corner = tuple[float, float | None]

ALL = -1 + 1e-9  # no price falls by all of it; the rest is rounding


@dataclass(frozen=True, kw_only=True)
class Leg:
    """One position: `move` of its price for a share of 1; `margin` is what it locks, `end_move` what ends it in isolated margin."""

    sign: int
    notional: float
    margin: float
    move: float
    end_move: float | None

    @property
    def end(self) -> float | None:
        """Share of the way at which isolated margin closes it out; negative where the opposite way does it."""
        return None if self.end_move is None or self.move == 0 else self.end_move / self.move

    def profit(self, share: float) -> float:
        """Profit or loss at that place, if it is open."""
        return linear.profit(self.sign, 1, 1 + self.move * share, self.notional)

    def kept(self, share: float, rate: float) -> float:
        """What it must keep at that place."""
        return rate * self.notional * (1 + self.move * share)

    def closed(self, share: float) -> bool:
        """Whether isolated margin has closed it out on the way from here to that place."""
        return _reached(self.end, share)


def _reached(end: float | None, share: float) -> bool:
    return end is not None and (share <= end if end < 0 else share >= end)


@dataclass(frozen=True, kw_only=True)
class Way:
    """The wallet on its way; `cross_end` is the share at which cross margin closes everything out."""

    wallet: float
    rate: float
    legs: tuple[Leg, ...]
    cross_end: float | None

    def isolated(self, share: float, but: Sequence[Leg] = ()) -> float:
        """What isolated margin leaves: each position that is closed has lost what it locked. Those in `but` count as open."""
        left = self.wallet
        for leg in self.legs:
            left += -leg.margin if leg.closed(share) and leg not in but else leg.profit(share)
        return left

    def cross_closed(self, share: float) -> bool:
        """Whether cross margin has closed everything out on the way from here to that place."""
        return _reached(self.cross_end, share)

    def cross_balance(self, share: float) -> float:
        """The margin balance of the cross account, if it is open."""
        balance = self.wallet
        for leg in self.legs:
            balance += leg.profit(share)
        return balance

    def isolated_ratio(self, share: float) -> float | None:
        """Margin ratio of the open position that is nearest to its end; None if none is open."""
        ratios = [leg.kept(share, self.rate) / (leg.margin + leg.profit(share)) for leg in self.legs if not leg.closed(share)]
        return max(ratios) if ratios else None

    def cross_ratio(self, share: float) -> float | None:
        """Margin ratio of the cross account; None if it is closed out."""
        if self.cross_closed(share):
            return None
        kept: float = 0
        for leg in self.legs:
            kept += leg.kept(share, self.rate)
        return kept / self.cross_balance(share)

    def isolated_corners(self, low: float, high: float) -> tuple[list[Corner], list[tuple[Corner, Corner]]]:
        """The line of isolated margin from low to high by its corners, and the steps in it: straight between, so nothing is sampled."""
        line: list[Corner] = [(low, self.isolated(low))]
        steps: list[tuple[Corner, Corner]] = []
        ends = [leg.end for leg in self.legs]
        for place in sorted({end for end in ends if end is not None and low < end < high}):
            open_here = (place, self.isolated(place, [leg for leg in self.legs if leg.end == place]))
            closed_here = (place, self.isolated(place))
            line += [closed_here, open_here] if place < 0 else [open_here, closed_here]
            steps.append((open_here, closed_here))
        return line + [(high, self.isolated(high))], steps

    def cross_corners(self, low: float, high: float) -> list[Corner]:
        """The line of cross margin from low to high by its corners: it begins or ends with its fall to nothing."""
        end = self.cross_end
        if end is None or not low < end < high:
            return [(place, self.cross_balance(place)) for place in (low, high)]
        if end < 0:
            return [(end, 0.0), (end, self.cross_balance(end)), (high, self.cross_balance(high))]
        return [(low, self.cross_balance(low)), (end, self.cross_balance(end)), (end, 0.0)]

    def picture(self, shock: float | None, two: bool) -> Graph:
        """What is left along the way, by the corners of both lines. Without a common `shock` it is the whole way, and no more of it."""
        apart, at = shock is None, 1.0 if shock is None else shock
        low, high = (0.0, 1.0) if apart else (-0.5 if at >= -0.5 else -1.0, 0.2 if at <= 0.2 else 1.0 if at <= 1 else 3.0)
        line, steps = self.isolated_corners(low, high)
        cross = self.cross_corners(low, high)
        falls, rises = cross[0][1] == 0, cross[-1][1] == 0
        left = not apart and (falls or not (rises or any(place > 0 for (place, _), _ in steps)))
        gone = self.cross_closed(at)
        series = [Series(points=tuple(line), label="Isolated", style="account", named=0.0 if left else 1.0)]
        series += [Series(points=step, style="liquidation thin", ended=True) for step in steps]
        series.append(Series(points=tuple(cross), label="Cross", ended=rises, first=falls, named=0.0 if left else 1.0))
        return Graph(
            title="What is left in the wallet, " + ("on the way to both moves." if apart else "move by move."),
            caption="A cross is a liquidation. Isolated margin loses what that position locks, and goes on. Cross margin loses the wallet.",
            said="Left in the wallet, against the move: {isolated_left:dollars} in isolated and {cross_left:dollars} in cross margin.",
            x=Axis(label="Share of the way" if apart else "Move of both prices" if two else "Move of the price", low=low, high=high),
            y=Axis(label="Left in the wallet", low=0, high=roof(max([y or 0.0 for _, y in line + cross])), display="money"),
            series=tuple(series),
            handle=Handle(
                x=at,
                y=0.0 if gone else self.cross_balance(at),
                text="nothing left in cross" if gone else "{cross_left:dollars} in cross",
                field="" if apart else "shock",
                ended=gone,
            ),
            height=400,
        )


def way_to(wallet: float, rate: float, positions: Sequence[tuple[str, str, float, float, float]], apart: bool) -> Way:
    """The way of positions, each its letter, side, value, leverage and move; not `apart`, all prices move by the share itself.

    Rejections: a margin that is not more than the position must keep, at the field `leverage_` with its letter.

    >>> found = way_to(1000, 0.005, [("a", "long", 3000, 10, 0), ("b", "long", 2000, 10, 0)], False)
    >>> round(found.cross_end, 4), found.isolated(-0.12), found.cross_balance(-0.12)
    (-0.196, 500.0, 400.0)
    """
    legs = []
    for letter, side, notional, leverage, move in positions:
        put_up, sign = margin.initial_margin(notional, leverage), 1 if side == "long" else -1
        if put_up <= rate * notional:
            raise reject(
                "margin-below-maintenance",
                "leverage_" + letter,
                leverage=leverage,
                initial_margin_rate=1 / leverage,
                maintenance_margin_rate=rate,
                max_leverage=1 / rate,
            )
        end = account.liquidation_share(put_up, [(sign, notional, 1)], rate)
        legs.append(Leg(sign=sign, notional=notional, margin=put_up, move=move if apart else 1, end_move=_possible(end, 1)))
    cross = account.liquidation_share(wallet, [(leg.sign, leg.notional, leg.move) for leg in legs], rate)
    for leg in legs:
        cross = _possible(cross, leg.move)
    return Way(wallet=wallet, rate=rate, legs=tuple(legs), cross_end=None if apart and cross is not None and cross < 0 else cross)


def _possible(share: float | None, move: float) -> float | None:
    """`share` of the way, if no price falls to nothing or rises out of reach there."""
    return share if share is not None and ALL < share * move < REACH else None

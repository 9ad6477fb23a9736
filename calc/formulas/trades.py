"""A trade before it is opened, and after it is over: its plan, what it became, and what it was worth in multiples of the risk.

Money is in quote, sizes in base, rates are fractions; `sign` is +1 long, −1 short.
"""

from __future__ import annotations

from dataclasses import dataclass

from calc.formulas import linear, sizing

TAKER, MAKER = 0.0005, 0.0002


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What holds for a whole session: money at the start, costs (0: none), and the price that triggers a stop, last or mark."""

    start: float
    taker: float = TAKER
    maker: float = MAKER
    funding_rate: float = 0.0001
    slips: bool = True
    stop_on: str = "last"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A trade before it is opened: its size comes from the risk. `quote` is the last price at which it was planned."""

    sign: int
    quote: float
    risk: float
    stop: float
    target: float | None
    leverage: float
    size: float


@dataclass(frozen=True, kw_only=True)
class Closed:
    """A trade that is over: how it was planned, and what it became.

    `how` is stop, target, hand or liquidation. `gross` is before fees and funding (+ received), `net` after them. `moves` counts how often
    the stop was moved, `widened` says that one of them was away from the price. `gap` is how far beyond
    the stop a jump filled it, as a share of the price. `margin` was put up for it when the account was worth `account`, and `reward` is
    what the target would have brought, in risks.
    """

    plan: Plan
    entry: float
    exit: float
    how: str
    opened: int
    closed: int
    gross: float
    fees: float
    funding: float
    net: float
    margin: float
    account: float
    moves: int
    widened: bool
    gap: float
    reward: float | None

    @property
    def kept(self) -> bool:
        """Whether the plan was followed: to the stop or to the target, by hand only where there was no target, the stop never widened."""
        return not self.widened and (self.how in ("stop", "target") or (self.how == "hand" and self.plan.target is None))


def reward(plan: Plan, rules: Rules) -> float | None:
    """What the target brings after fees, in multiples of the risk; none without a target.

    Convention: the entry pays the taker fee, the target, a limit order, the maker fee; no slippage.

    >>> reward(planned(1, 100_000, 10, 0.02, 0.04, 5, Rules(start=1_000, taker=0, maker=0)), Rules(start=1_000, taker=0, maker=0))
    2.0
    """
    if plan.target is None:
        return None
    fees = plan.size * (plan.quote * rules.taker + plan.target * rules.maker)
    return (linear.profit(plan.sign, plan.quote, plan.target, plan.size) - fees) / plan.risk


def planned(
    sign: int, quote: float, risk: float, stop_distance: float, target_distance: float | None, leverage: float, rules: Rules
) -> Plan:
    """The plan of a trade whose stop, if it is filled where it stands, costs exactly `risk`, both fees included.

    Units: `quote` in quote per base, `risk` in quote, distances as fractions of `quote`.
    Convention: stop and target are that far from the quote; the fees are those of an order that fills at once, at both ends.

    >>> plan = planned(1, 100_000, 10, 0.02, None, 5, Rules(start=1_000, taker=0))
    >>> plan.stop, plan.size
    (98000.0, 0.005)
    """
    stop = quote * (1 - sign * stop_distance)
    target = None if target_distance is None else quote * (1 + sign * target_distance)
    size = sizing.size_for_risk(risk, quote, stop, rules.taker, rules.taker)
    return Plan(sign=sign, quote=quote, risk=risk, stop=stop, target=target, leverage=leverage, size=size)

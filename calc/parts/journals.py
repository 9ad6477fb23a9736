"""What the trades of a session say about the trader: the journal, the report, and what to know about both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from calc.actions import Offer
from calc.errors import Note
from calc.model import note
from calc.parts.sessions import closed_out_at, offers
from calc.quantities import Change, Count, Price, Quantity, Result, Share, Size, Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.formulas.trades import Closed
    from calc.formulas.trading import Session

TIRING = 50  # trades
ENDED = {"stop": "stop", "target": "target", "hand": "by hand", "liquidation": "liquidation"}

Risks = Annotated[float, Quantity(unit="R", display="money", signed=True)]


@dataclass(frozen=True, kw_only=True)
class Trade:
    """One trade that is over.

    Attributes:
        name: Its number and side.
        ended: What closed it.
        kept: Whether the plan was followed, and if not, where it was left.
        planned_r: What the target would have brought, in multiples of the planned risk; empty without a target.
        r: What it brought, costs included, in multiples of the planned risk.
        net_pnl: The same as money.
        fees: Fees for opening and closing.
        funding: Funding, received (+) or paid (−).
    """

    name: Annotated[str, Words(label="Trade")]
    ended: str
    kept: Annotated[str, Words(label="Plan kept")]
    planned_r: Annotated[Risks | None, Words(label="At target")]
    r: Annotated[Risks, Words(label="Result")]
    net_pnl: Annotated[Result, Quantity(signed=True), Words(label="As money")]
    fees: Result
    funding: Annotated[Result, Quantity(signed=True)]


def journal(trades: list[Closed]) -> tuple[Trade, ...]:
    """The trades as rows."""
    return tuple([_row(number + 1, trades[number]) for number in range(len(trades))])


def _row(number: int, one: Closed) -> Trade:
    return Trade(
        name=str(number) + (" Long" if one.plan.sign > 0 else " Short"),
        ended="gap over the stop" if one.gap > 0 else ENDED[one.how],
        kept="yes" if one.kept else "no: " + broken(one),
        planned_r=one.reward,
        r=one.net / one.plan.risk,
        net_pnl=one.net,
        fees=one.fees,
        funding=one.funding,
    )


def broken(one: Closed) -> str:
    """Where the plan was left."""
    return "liquidated first" if one.how == "liquidation" else "stop moved away" if one.widened else "closed early"


@dataclass(frozen=True, kw_only=True)
class Report:
    """What the trades say together; shares are fractions, `costs_share` is costs by the gross profit of the winners (none without any)."""

    kept: int
    wins: int
    average_r: float | None
    worst_run: int
    fees: float
    funding: float
    costs_share: float | None
    liquidations: int
    moves: int


def report(trades: list[Closed]) -> Report:
    """The report about trades that are over."""
    kept = wins = worst = run = liquidations = moves = 0
    total = fees = paid = gross = 0.0
    for one in trades:
        kept += one.kept
        wins += one.net > 0
        run = 0 if one.net > 0 else run + 1
        worst = max(worst, run)
        liquidations += one.how == "liquidation"
        moves += one.moves
        total += one.net / one.plan.risk
        fees += one.fees
        paid += one.funding
        gross += max(0.0, one.gross)
    return Report(
        kept=kept,
        wins=wins,
        average_r=total / len(trades) if trades else None,
        worst_run=worst,
        fees=fees,
        funding=paid,
        costs_share=(fees - paid) / gross if gross > 0 else None,
        liquidations=liquidations,
        moves=moves,
    )


def remarks(session: Session, values: tuple[Any, ...], left_out: int) -> tuple[Note, ...]:
    """What to know about the session: what was not possible, what comes before a stop, and that nobody traded this."""
    notes = []
    held, trades = session.position, session.trades
    if left_out:
        notes.append(note("warn-actions-left-out", "actions", count=left_out) if left_out > 1 else note("warn-action-left-out", "actions"))
    if held is not None and held.liquidation > 0 and held.plan.sign * (held.liquidation - held.stop) >= 0:
        notes.append(note("warn-liquidation-first", "stop_distance", liquidation_price=held.liquidation, stop_price=held.stop))
    elif held is None and trades and trades[-1].gap > 0:
        notes.append(note("warn-gap", None, gap=trades[-1].gap))
    if held is None and values[3] is not None and session.wallet > 0:
        move = closed_out_at(session, values)
        if move is not None and move <= values[3]:
            facts = {"leverage": values[5], "liquidation_move": move, "stop_distance": values[3]}
            notes.append(note("warn-liquidation-in-plan", "stop_distance", **facts))
    if len(trades) >= TIRING:
        notes.append(note("note-session-long", None, trades=len(trades)))
    if trades or held is not None:
        notes.append(note("note-hypothetical", None))
    return tuple(notes)


@dataclass(frozen=True, kw_only=True)
class Practice:
    """Where a session of paper trading stands.

    Attributes:
        kept: Trades that followed their plan: to the stop or to the target, by hand only without a target, the stop never moved away.
        trade_count: Trades that are over.
        equity: Worth of the account now, at mark, the open trade included.
        last_price: Price of the newest trade in the market.
        mark_price: Average of the price over the last three quarters of an hour, at which positions are valued and liquidated.
        candle: Candles since the session began, one an hour.
        open_side: Side of the open trade, or none.
        trade_pnl: Profit or loss of the open trade at mark, else of the last one, costs included; empty before the first.
        risk: What that trade was planned to lose at its stop.
        trade_r: The first as a multiple of the second.
        size: Size of the open trade in the base asset, which follows from the risk.
        entry_price: Price at which it was filled.
        stop_price: Price that triggers its stop.
        target_price: Price at which its target is filled.
        liquidation_price: Mark price at which the venue closes it; empty if no price can.
        liquidation_move: Move of the price from the last one to liquidation.
        position_margin: Money behind the open trade, after funding.
        trade_move: Move of the price in the open trade, else in the last one.
        trade_roe: Profit or loss of that trade as a share of the margin put up for it.
        trade_share: The same as a share of the account when it was opened.
        win_rate: Share of the trades that ended with a profit after costs.
        average_r: Average result of a trade, in multiples of its planned risk.
        worst_run: Most trades in a row without a profit.
        worst_drawdown: Deepest fall of the account from its highest worth before, candle by candle.
        fees_paid: Fees of the trades that are over.
        net_funding: Funding of those trades, received (+) or paid (−).
        costs_share: Fees and funding as a share of what the winners made before them; empty without a winner.
        liquidations: Trades that the venue closed.
        stop_moves: How often a stop was moved.
        did_nothing: The account without a trade.
        held: The account if it had bought at the start and held, without leverage or costs.
        trades: The journal: every trade that is over.
    """

    kept: Annotated[Count, Words(label="Plans kept")]
    trade_count: Annotated[Count, Words(label="Trades")]
    equity: Annotated[Result, Words(label="Account now")]
    last_price: Price
    mark_price: Price
    candle: Annotated[Count, Words(label="Candles")]
    open_side: str
    trade_pnl: Annotated[Result | None, Words(label="Profit or loss")]
    risk: Annotated[Result | None, Words(label="Planned risk")]
    trade_r: Annotated[Risks | None, Words(label="Result in risks")]
    size: Size | None
    entry_price: Price | None
    stop_price: Price | None
    target_price: Price | None
    liquidation_price: Price | None
    liquidation_move: Change | None
    position_margin: Annotated[Result | None, Words(label="Margin")]
    trade_move: Change | None
    trade_roe: Change | None
    trade_share: Change | None
    win_rate: Annotated[Share | None, Words(label="Winners")]
    average_r: Annotated[Risks | None, Words(label="Average trade")]
    worst_run: Annotated[Count, Words(label="Longest run without a winner")]
    worst_drawdown: Annotated[Share, Words(label="Deepest fall of the account")]
    fees_paid: Result
    net_funding: Annotated[Result, Quantity(signed=True), Words(label="Funding")]
    costs_share: Annotated[Share | None, Words(label="Costs, of winners’ gross")]
    liquidations: Count
    stop_moves: Annotated[Count, Words(label="Stops moved")]
    did_nothing: Annotated[Result, Words(label="If you had done nothing")]
    held: Annotated[Result, Words(label="Bought and held at 1×")]
    trades: tuple[Trade, ...]
    offers: tuple[Offer, ...]
    notes: tuple[Note, ...]


def practice(session: Session, left_out: int, values: tuple[Any, ...], pace: int) -> Practice:
    """Where a session stands; `values` are those of the ticket, `left_out` actions were not possible."""
    held, trades, said = session.position, session.trades, report(session.trades)
    move = pnl = risk = put_up = worth = None
    if held is not None:
        move, pnl, risk, put_up, worth = session.mark / held.entry - 1, session.result(held), held.plan.risk, held.put_up, held.account
    elif trades:
        one = trades[-1]
        move, pnl, risk, put_up, worth = one.exit / one.entry - 1, one.net, one.plan.risk, one.margin, one.account
    liquidation = None if held is None or held.liquidation == 0 else held.liquidation
    return Practice(
        kept=said.kept,
        trade_count=len(trades),
        equity=session.worth,
        last_price=session.last,
        mark_price=session.mark,
        candle=session.hour,
        open_side="none" if held is None else "long" if held.plan.sign > 0 else "short",
        trade_pnl=pnl,
        risk=risk,
        trade_r=None if pnl is None or risk is None else pnl / risk,
        size=None if held is None else held.plan.size,
        entry_price=None if held is None else held.entry,
        stop_price=None if held is None else held.stop,
        target_price=None if held is None else held.plan.target,
        liquidation_price=liquidation,
        liquidation_move=None if liquidation is None else liquidation / session.last - 1,
        position_margin=None if held is None else held.margin,
        trade_move=move,
        trade_roe=None if pnl is None or put_up is None else pnl / put_up,
        trade_share=None if pnl is None or worth is None else pnl / worth,
        win_rate=said.wins / len(trades) if trades else None,
        average_r=said.average_r,
        worst_run=said.worst_run,
        worst_drawdown=session.worst,
        fees_paid=said.fees,
        net_funding=said.funding,
        costs_share=said.costs_share,
        liquidations=said.liquidations,
        stop_moves=said.moves + (0 if held is None else held.moves),
        did_nothing=session.rules.start,
        held=session.rules.start * session.last / session.first,
        trades=journal(trades),
        offers=offers(session, values, pace),
        notes=remarks(session, values, left_out),
    )

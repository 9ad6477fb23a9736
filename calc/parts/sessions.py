"""A session of paper trading: a list of actions replayed on a market, and what can be done next.

The last sessions are kept, and go on from where they were when their list has only grown. The answer never depends on that.
"""

from __future__ import annotations

from calc.actions import Offer
from calc.errors import Note
from calc.formulas import trades, trading
from calc.formulas.simulation import Market
from calc.formulas.trading import HOURS, Session
from calc.model import note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.actions import Done
    from calc.formulas.trades import Plan, Rules

SILENT = Note(field=None, code="", message="")
KEPT = 2  # sessions: the reader's, and one to compare it with
SIDES = {"l": 1, "s": -1}
BUTTONS = (("long", "l"), ("short", "s"), ("close", "c"), ("move", "m"), ("step", "n"), ("steps", "n"), ("play", "n"))
TICKET = ("risk_by", "risk_share", "risk_amount", "stop_distance", "target_distance", "leverage")  # what opening a trade writes down


class _Kept:
    """A session and how far it has come in its list."""

    def __init__(self, key: tuple[Any, ...], session: Session) -> None:
        self.key = key
        self.session = session
        self.done: list[Done] = []
        self.left_out = 0


_kept: list[_Kept] = []


def replayed(mood: str, seed: int, rules: Rules, done: tuple[Done, ...]) -> tuple[Session, int]:
    """The session after these actions, and how many of them were not possible."""
    key = (mood, seed, rules.start, rules.taker, rules.maker, rules.funding_rate, rules.slips, rules.stop_on)
    found = None
    for one in _kept:
        if one.key == key and _continues(one.done, done):
            found = one
    if found is None:
        known = [one.session.market for one in _kept if one.key[:2] == (mood, seed)]
        found = _Kept(key, Session(known[0] if known else Market(mood, seed), rules))
    else:
        _kept.remove(found)
    _go_on(found, done)
    _kept.append(found)
    if len(_kept) > KEPT:
        _kept.pop(0)
    return found.session, found.left_out


def _continues(before: list[Done], done: tuple[Done, ...]) -> bool:
    """Whether a list begins with another one; a count that grew goes on with it."""
    if not before:
        return True
    last = len(before) - 1
    if len(done) <= last or tuple(before[:last]) != done[:last]:
        return False
    old, new = before[last], done[last]
    return old.code == new.code and old.values == new.values and old.count <= new.count


def _go_on(kept: _Kept, done: tuple[Done, ...]) -> None:
    """Does what has not been done yet."""
    last = len(kept.done) - 1
    for number in range(max(0, last), len(done)):
        already = kept.done[last].count if number == last else 0
        one = done[number]
        times = one.count - already
        if one.code == "n":
            possible = min(times, HOURS - kept.session.hour)
            for _ in range(possible):
                kept.session.step()
            kept.left_out += times - possible
        elif times and hindrance(kept.session, one.code, one.values) is None:
            _do(kept.session, one)
        else:
            kept.left_out += times
    kept.done = list(done)


def _do(session: Session, one: Done) -> None:
    if one.code == "c":
        session.close()
    elif one.code == "m":
        session.move_stop(one.values[0])
    else:
        session.open(ticket(session, SIDES[one.code], one.values))


def ticket(session: Session, sign: int, values: tuple[Any, ...]) -> Plan:
    """The plan that the values of a ticket make at this moment."""
    risk_by, share, amount, stop, target, leverage = values
    risk = amount if risk_by == "money" else share * session.wallet
    return trades.planned(sign, session.last, risk, stop, target, leverage, session.rules)


def hindrance(session: Session, code: str, values: tuple[Any, ...]) -> Note | None:
    """Why an action is not possible now, without words where it goes without saying; None if it is possible."""
    if code in ("c", "m"):
        return SILENT if session.position is None or (code == "m" and values[0] is None) else None
    if session.hour >= HOURS:
        return note("act-over", None, hours=HOURS)
    if code == "n":
        return None
    if session.position is not None:
        return SILENT
    if values[3] is None:
        return note("act-no-stop", None)
    if session.wallet <= 0:
        return note("act-nothing-left", None)
    plan = ticket(session, SIDES[code], values)
    needed = session.needed(plan)
    if needed > session.wallet:
        return note("act-margin-short", None, needed=needed, wallet_balance=session.wallet)
    return note("act-beyond-liquidation", None) if session.dead(plan) else None


def closed_out_at(session: Session, values: tuple[Any, ...]) -> float | None:
    """How far from the entry a long with this ticket would be liquidated, as a fraction; none if no price does it."""
    plan = ticket(session, 1, values)
    entry = session.fill(1, plan.quote)
    end = trading.Position(plan, entry, 0.0, 0, 0.0).liquidation
    return 1 - end / entry if end > 0 else None


def offers(session: Session, values: tuple[Any, ...], pace: int) -> tuple[Offer, ...]:
    """What can be done now, with the present ticket; a session that plays has a candle every `pace` milliseconds, until a trade is over."""
    found = []
    for name, code in BUTTONS:
        why = hindrance(session, code, (values[3],) if code == "m" else values)
        if why is not None:
            found.append(Offer(name=name, possible=False, why=why.message))
        elif name == "play":
            found.append(Offer(name=name, possible=True, every=pace, until=str(len(session.trades))))
        else:
            found.append(Offer(name=name, possible=True))
    return tuple(found)

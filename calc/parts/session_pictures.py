"""The pictures of a session of paper trading: its last candles with the lines of the open trade, and the account from candle to candle."""

from __future__ import annotations

from calc.formulas.elementary import floor
from calc.formulas.trading import HISTORY
from calc.pictures import Axis, Candles, Graph, Rule, Series, Spot, Stretch
from calc.view.numbers import last_place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.formulas.trading import Session

SHOWN, ROOM = 72, 80  # candles, and the space for them
NEAR = 0.12  # a price farther from the last one than this is not drawn: the candles would become too small
ROOMY = 1.25  # and liquidation only where it is not much farther than the plan
POINTS = 96  # of the account's line, at most
LENGTHS = (24, 48, 96, 200, 400, 700, 1_000)
DAY = 24
STYLES = {"stop": "stop", "target": "target", "hand": "account", "liquidation": "liquidation"}
WORDS = {"stop": "stopped", "target": "target", "hand": "closed", "liquidation": "liquidated"}


def candles(session: Session) -> Candles:
    """The newest candles, and where the trades in them began and ended."""
    first = max(0, HISTORY + session.hour - SHOWN)
    numbers = range(first, HISTORY + session.hour)
    shown = tuple([session.market.candle(number) for number in numbers])
    low, high = min([one[2] for one in shown]), max([one[1] for one in shown])
    lines = _lines(session, first)
    for line in lines:
        low, high = min(low, line.value), max(high, line.value)
    unit = last_place(high - low, 1)
    hours = [number - HISTORY + 1 for number in numbers]
    return Candles(
        title="The last {0} hours, one candle each.".replace("{0}", str(SHOWN)),
        caption="Hollow where the price rose, filled where it fell. "
        + ("Stops look at the mark price, which is smoother." if session.rules.stop_on == "mark" else "")
        if session.position is None
        else "The open trade lives between its stop and its target."
        + ("" if session.position.plan.target is not None else " It has no target."),
        said="Candles of the last hours up to {last_price}.",
        candles=shown,
        names=tuple(["hour " + str(hour) if hour > 0 else "before" for hour in hours]),
        head="Candle",
        y=Axis(label="Price", low=unit * floor(low / unit), high=unit * -floor(-high / unit), display="price"),
        marks=tuple([(k, "day " + str(hour // DAY)) for k, hour in enumerate(hours) if hour > 0 and hour % DAY == 0]),
        room=ROOM,
        stretches=lines,
        spots=_spots(session, first),
    )


def _lines(session: Session, first: int) -> tuple[Stretch, ...]:
    """Entry, stop, target and liquidation of the open trade, from where it began, as far as they are near."""
    held = session.position
    if held is None:
        return ()
    start = max(0, HISTORY + held.opened - 1 - first)
    known = [("entry", "Entry", held.entry), ("stop", "Stop", held.stop), ("target", "Target", held.plan.target)]
    lines = [
        Stretch(value=price, style=style, label=label, start=start)
        for style, label, price in known
        if price is not None and _near(session, price, NEAR)
    ]
    far = max([0.04] + [abs(line.value / session.last - 1) for line in lines])
    if _near(session, held.liquidation, ROOMY * far):
        lines.append(Stretch(value=held.liquidation, style="liquidation", label="Liquidation", short="Liq.", start=start))
    return tuple(lines)


def _near(session: Session, price: float, reach: float) -> bool:
    return abs(price / session.last - 1) <= reach


def _spots(session: Session, first: int) -> tuple[Spot, ...]:
    """Rings where a trade began, and one, or a cross, where it ended; the last one has its word."""
    spots = []
    for k, one in enumerate(session.trades):
        newest = k + 1 == len(session.trades) and session.position is None
        began, ended = HISTORY + one.opened - 1 - first, HISTORY + one.closed - 1 - first
        if began >= 0:
            spots.append(Spot(at=began, price=one.entry))
        if ended >= 0:
            words = WORDS[one.how] if newest else ""
            spots.append(Spot(at=ended, price=one.exit, style=STYLES[one.how], label=words, ended=one.how == "liquidation"))
    return tuple(spots)


def account(session: Session) -> Graph:
    """What the account was worth at each candle's close, and what it would be without a trade."""
    every = 1 + (len(session.equity) - 1) // POINTS
    hours = [hour for hour in range(len(session.equity)) if hour % every == 0 or hour == session.hour]
    start = session.rules.start
    away = max([abs(worth - start) for worth in session.equity] + [start * 0.02])
    unit = last_place(away, 1)
    reach = unit * -floor(-away / unit)
    return Graph(
        title="The account, candle by candle.",
        caption="Worth at the mark price, the open trade included. The dashed line is the same market without a trade.",
        said="The account began at {account_balance:dollars} and is worth {equity} now.",
        x=Axis(label="Candles", low=0, high=min([length for length in LENGTHS if length >= session.hour]), display="count"),
        y=Axis(label="USDT", low=max(0.0, start - reach), high=start + reach, display="money"),
        series=(
            Series(points=tuple([(float(hour), session.equity[hour]) for hour in hours]), label="Account", style="account", named=0.0),
        ),
        rules=(Rule(value=start, label="did nothing"),),
        height=200,
    )

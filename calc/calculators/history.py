"""On real days, how often would this trade have been liquidated?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from calc.declare import calculator
from calc.errors import Note
from calc.formulas.history import longest_run, quantile
from calc.model import note
from calc.parts.replay import Replay, liquidation_line, replay
from calc.parts.replay_pictures import by_leverage, chance, every_day, one_trade
from calc.quantities import Calendar, Change, Count, Leverage, Price, Quantity, Rate, Share, Side, Words
from calc.story import Ask, Shown, Story
from calc.tiers import too_little
from calc.view import dates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values

ORDINARY = 0.025  # typical daily move of the model that is shown beside history
Day = Annotated[str, Calendar(first="2017-08-17", last="2025-12-31")]


@dataclass(frozen=True, kw_only=True)
class Survived:
    """What became of one trade for every day.

    Attributes:
        share_liquidated: Share of entry days whose trade was liquidated before the holding time was over.
        liquidated_days: How many entry days that is.
        entry_days: Days on which a trade began: all between the two dates that have a full holding time.
        model_chance: What the model of an aimless price says for the same trade, at a typical daily move of 2.5 %.
        survivors: Entry days whose trade was not liquidated.
        median_survivor: Result in the middle of the survivors, as a share of margin, before fees; empty if there are none.
        low_survivor: Result that one survivor in twenty fell short of.
        high_survivor: Result that one survivor in twenty went beyond.
        longest_run: Most entry days in a row whose trades were all liquidated.
        run_first: The first day of that run; empty if there is none.
        run_last: The last day of it.
        worst_day: The day to have opened on which the price then went farthest against the trade.
        worst_move: How far it went from entry.
        first_entry: The first entry day.
        last_entry: The last entry day.
        liquidation_move: Move of the price from entry to liquidation; empty if no price can.
        trade_day: The day whose trade is shown: the one you chose, or else the worst.
        trade_entry: Its entry price, the day's open.
        trade_liquidation: Its liquidation price; empty if no price can.
        trade_liquidated: Whether it was liquidated.
        trade_days: Days it was open.
        trade_exit: Price at which it ended: of liquidation, or the last close.
        trade_roe: Its result as a share of margin, before fees: all of it, if it was liquidated.
    """

    share_liquidated: Annotated[Share, Words(label="Liquidated")]
    liquidated_days: Annotated[Count, Words(label="Days liquidated")]
    entry_days: Count
    model_chance: Annotated[Share, Words(label="An aimless price")]
    survivors: Count
    median_survivor: Annotated[Change | None, Words(label="Survivors, in the middle")]
    low_survivor: Annotated[Change | None, Words(label="Survivors, the low 5 %")]
    high_survivor: Annotated[Change | None, Words(label="Survivors, the high 5 %")]
    longest_run: Count
    run_first: Annotated[Day | None, Words(label="First day of that run")]
    run_last: Annotated[Day | None, Words(label="Last day of that run")]
    worst_day: Annotated[Day, Words(label="Worst day to have opened")]
    worst_move: Change
    first_entry: Annotated[Day, Words(label="First entry day")]
    last_entry: Annotated[Day, Words(label="Last entry day")]
    liquidation_move: Annotated[Change | None, Words(label="Move to liquidation")]
    trade_day: Annotated[Day, Words(label="Day shown")]
    trade_entry: Annotated[Price, Words(label="Its entry price")]
    trade_liquidation: Annotated[Price | None, Words(label="Its liquidation price")]
    trade_liquidated: Annotated[bool, Words(label="It was liquidated")]
    trade_days: Annotated[Count, Words(label="Days it was open")]
    trade_exit: Annotated[Price, Words(label="Its last price")]
    trade_roe: Annotated[Change, Words(label="Its result")]
    notes: tuple[Note, ...]


def story(q: Values, r: Survived) -> Story:
    """What is said about it."""
    days = _held(q)
    played = _replayed(q)
    leverage, rate = float(str(q["leverage"])), float(str(q["maintenance_margin_rate"]))
    line = liquidation_line(played.sign, leverage, rate) or 0.0
    shown = played.nearest(r.trade_day)
    one = "1 survivor" if r.survivors == 1 else "{survivors} survivors"
    none = "no survivors"
    return Story(
        verdict=_verdict(r, days),
        brief="{share_liquidated} liquidated",
        outputs=(
            Shown(name="share_liquidated", remark=_counted(r)),
            Shown(name="model_chance", remark="at a typical day of 2.5\u202f%"),
            Shown(name="median_survivor", remark="of margin, before fees; " + one, none=none),
            Shown(name="low_survivor", remark="the high 5\u202f%: {high_survivor}" if r.survivors else "", none=none),
            Shown(
                name="longest_run",
                label="Longest run liquidated",
                remark="days in a row, {run_first} to {run_last}" if r.longest_run > 1 else "{run_first}" if r.longest_run else "",
            ),
            Shown(name="worst_day", remark="{worst_move} at the worst moment"),
        ),
        charts=(by_leverage(played, leverage, rate, days, ORDINARY),),
        context=(every_day(played, line, shown, days), one_trade(played, line, shown, q["entry_date"] is not None)),
        working=_working(q, r),
        convention="{market}/USDT, daily candles (UTC), spot, one venue (Binance): entries at the open from {first_entry} to {last_entry}."
        " Days without a full holding time are left out. Liquidation on mark value, on the day’s low for a long and high for a short.",
        ask=Ask(
            question="Of all the days " + _since(r) + ", on what share would {leverage:a} {side:lower} have been liquidated " + days + "?",
            output="share_liquidated",
            low=0,
            high=1,
            step=0.01,
        ),
    )


def _held(q: Values) -> str:
    """The holding time in words."""
    return {1.0: "within a day", 7.0: "within a week"}.get(float(str(q["days_held"])), "within {days_held} days")


def _since(r: Survived) -> str:
    first, last = r.first_entry[:4], r.last_entry[:4]
    return "since " + first if last == "2025" else "in " + first if first == last else "from " + first + " to " + last


def _counted(r: Survived) -> str:
    return "{liquidated_days} of {entry_days} entry day" + ("" if r.entry_days == 1 else "s")


def _verdict(r: Survived, days: str) -> str:
    """The answer in a sentence."""
    opened = "{leverage:A} {side:lower} in {market}, opened at the start of "
    if r.entry_days == 1:
        return opened + "{first_entry}, was " + ("" if r.liquidated_days else "not ") + "liquidated " + days + "."
    opened += "any day from {first_entry} to {last_entry}, was "
    if r.liquidated_days == 0:
        return opened + "never liquidated " + days + ": on none of {entry_days} days."
    if r.survivors == 0:
        return opened + "always liquidated " + days + ": on all of {entry_days} days."
    return opened + "liquidated " + days + " on {share_liquidated} of them: {liquidated_days} of {entry_days}."


def _working(q: Values, r: Survived) -> tuple[str, ...]:
    steps = ["share_liquidated = liquidated_days / entry_days"]
    away = " - " if q["side"] == "long" else " + "
    if r.trade_liquidation is not None:
        steps.append("trade_liquidation = trade_entry * (1" + away + "1 / leverage) / (1" + away + "maintenance_margin_rate)")
    if not r.trade_liquidated:
        change = "(trade_exit - trade_entry)" if q["side"] == "long" else "(trade_entry - trade_exit)"
        steps.append("trade_roe = leverage * " + change + " / trade_entry")
    return tuple(steps)


def _replayed(q: Values) -> Replay:
    """The trades that `compute` looked at."""
    begin, end = q["from_date"], q["to_date"]
    return replay(
        str(q["market"]),
        str(q["side"]),
        int(float(str(q["days_held"]))),
        None if begin is None else str(begin),
        None if end is None else str(end),
    )


@calculator(
    "history",
    version=1,
    title="Would you have survived?",
    question="On real days, how often would this trade have been liquidated?",
    story=story,
    presets=(
        ("10x-week", "10×, a week", {}),
        ("10x-day", "10×, a day", {"days_held": "1"}),
        ("20x-week", "20×, a week", {"leverage": "20"}),
        ("5x-month", "5×, a month", {"leverage": "5", "days_held": "30"}),
        ("2x-month", "2×, a month", {"leverage": "2", "days_held": "30"}),
        ("3x-week", "3×, a week", {"leverage": "3"}),
        ("100x-day", "100×, a day", {"leverage": "100", "days_held": "1"}),
        ("short-10x-week", "Short, 10×, a week", {"side": "short"}),
        ("march-2020", "March 2020", {"entry_date": "2020-03-10"}),
        ("sol-5x-week", "SOL, 5×, a week", {"market": "SOL", "leverage": "5"}),
    ),
    more=("maintenance_margin_rate", "from_date", "to_date"),
    on_demand=True,
    limits=(
        "The order of high and low inside a day, which daily candles hide.",
        "Wicks of the last price that a smoothed mark price would not show: they count here.",
        "Fees and funding, which would add liquidations.",
        "Other venues and futures: these are spot prices from one. The past is not a forecast.",
    ),
    sources=(
        ("Binance, public data: daily candles of spot markets", "https://github.com/binance/binance-public-data"),
        ("Binance, liquidation price of USD-M futures", "https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93"),
    ),
)
def history(
    market: Annotated[Literal["BTC", "ETH", "SOL"], Words(choices=("BTC", "ETH", "SOL"))] = "BTC",
    side: Side = "long",
    leverage: Leverage = 10,
    days_held: Annotated[
        float,
        Quantity(unit="days", display="count", ge=1, le=90, whole=True, soft=(1, 90), scale="log", step=1, marks=(1, 3, 7, 14, 30, 90)),
        Words(label="Time held"),
    ] = 7,
    entry_date: Annotated[
        Day | None, Calendar(first="2017-08-17", last="2025-12-31", start="2020-03-10"), Words(label="Entry day", empty="the worst")
    ] = None,
    maintenance_margin_rate: Annotated[Rate, Quantity(le=0.1), Words(label="Maintenance rate")] = 0.005,
    from_date: Annotated[Day | None, Words(label="From", empty="the first")] = None,
    to_date: Annotated[
        Day | None, Calendar(first="2017-08-17", last="2025-12-31", start="2025-12-31"), Words(label="To", empty="the last")
    ] = None,
) -> Survived:
    """One isolated, linear position opened at each day's open of a real history, and how many of them were liquidated.

    Args:
        market: Whose prices: Bitcoin and Ether since 2017-08-17, Solana since 2020-08-11, all until 2025-12-31, in USDT.
        side: A long profits when the price rises, a short when it falls.
        leverage: Position value divided by the margin put up for it.
        days_held: Days until a trade that is still open is closed, at the last close.
        entry_date: The day whose trade is shown, as 2020-03-10. Empty: the worst one. You can also point at it in the picture.
        maintenance_margin_rate: Share of the position's value that must stay covered.
        from_date: No trade begins before this day.
        to_date: Every trade is over by the end of this day.
    """
    played = replay(market, side, int(days_held), from_date, to_date)
    line = liquidation_line(played.sign, leverage, maintenance_margin_rate)
    if line is None:
        raise too_little(leverage, 1 / leverage, maintenance_margin_rate, 1 / maintenance_margin_rate)
    count, all_days = played.count(line), len(played.worst)
    ends = [leverage * played.sign * (end - 1) for end in played.survivors(line)]
    ends.sort()
    run, longest = longest_run(played.liquidated(line))
    worst = played.most_against()
    shown = worst if entry_date is None else played.nearest(entry_date)
    met = played.met_on(shown, line)
    entry = played.prices.opens[played.start + shown]
    notes = [note("note-no-liquidation", None)] if line <= 0 else []
    if entry_date is not None and entry_date != played.day(shown):
        notes.append(
            note(
                "note-day-moved",
                "entry_date",
                asked=dates.words(entry_date),
                shown=dates.words(played.day(shown)),
            )
        )
    return Survived(
        share_liquidated=count / all_days,
        liquidated_days=count,
        entry_days=all_days,
        model_chance=chance(line, ORDINARY, played.days),
        survivors=all_days - count,
        median_survivor=quantile(ends, 0.5) if ends else None,
        low_survivor=quantile(ends, 0.05) if ends else None,
        high_survivor=quantile(ends, 0.95) if ends else None,
        longest_run=longest,
        run_first=played.day(run) if longest else None,
        run_last=played.day(run + longest - 1) if longest else None,
        worst_day=played.day(worst),
        worst_move=played.worst[worst] - 1,
        first_entry=played.day(0),
        last_entry=played.day(all_days - 1),
        liquidation_move=line - 1 if line > 0 else None,
        trade_day=played.day(shown),
        trade_entry=entry,
        trade_liquidation=entry * line if line > 0 else None,
        trade_liquidated=met is not None,
        trade_days=played.days if met is None else met + 1,
        trade_exit=played.prices.closes[played.start + shown + played.days - 1] if met is None else entry * line,
        trade_roe=-1.0 if met is not None else leverage * played.sign * (played.ends[shown] - 1),
        notes=tuple(notes),
    )

"""The pictures of a replay: liquidated at each leverage, every day of every year, and the trade of one day. Words name its outputs."""

from __future__ import annotations

from calc.formulas.elementary import log
from calc.formulas.walk import touch_chance
from calc.parts.replay import liquidation_line
from calc.pictures import Axis, Bar, Candles, Spot, Stretch, Tally, Year, Years
from calc.view import dates, numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.parts.replay import Replay

LADDER = (2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0)
PRICE_STEP = 4  # days from point to point of the price
NAMED = 7  # candles that have a word beneath, at most
MONTHS = tuple([(dates.start_of(1970, month), dates.MONTHS[month - 1]) for month in range(1, 13)])


def chance(line: float, typical_move: float, days: int) -> float:
    """What the model of an aimless price says: the chance to touch a line that is a multiple of the entry price."""
    return touch_chance(abs(log(line)), typical_move, days) if line > 0 else 0.0


def by_leverage(played: Replay, leverage: float, rate: float, days: str, typical_move: float) -> Tally:
    """The share liquidated at usual leverages and at the reader's own, and what the model says."""
    bars, said = [], []
    for at in LADDER if leverage in LADDER else tuple(sorted(LADDER + (leverage,))):
        line = liquidation_line(played.sign, at, rate)
        label = numbers.exact(at, "times")
        if line is None:
            bars.append(Bar(label=label, value=None, text="cannot be opened", own=at == leverage))
            continue
        count = played.count(line)
        share = count / len(played.worst)
        bars.append(
            Bar(
                label=label,
                value=share,
                text=numbers.percent(share),
                style="liquidation",
                mark=chance(line, typical_move, played.days),
                own=at == leverage,
                remark=numbers.fixed(count, 0) + " of {entry_days} day" + ("" if len(played.worst) == 1 else "s"),
            )
        )
        said.append(label + " " + numbers.percent(share))
    return Tally(
        title="The same days at other leverages.",
        caption="Bars are what happened " + days + ". A diamond is what the model of an aimless price expects in an ordinary market: at"
        " {leverage} it says {model_chance}, history says {share_liquidated}.",
        said="Share of entry days liquidated " + days + ": " + ", ".join(said) + ".",
        axis=Axis(label="Liquidated", low=0, high=1, marks=(0, 0.25, 0.5, 0.75, 1)),
        bars=tuple(bars),
        head="Leverage",
        mark_label="Aimless price",
    )


def every_day(played: Replay, line: float, k: int, days: str) -> Years:
    """One mark for each entry day, a strip for each year, and the price above."""
    out = played.liquidated(line)
    first = played.prices.first + played.start  # the number of the first entry day
    beyond = first + len(out) + played.days - 1  # the day after the last one that is looked at
    strips = []
    for year in range(dates.parts(first)[0], dates.parts(first + len(out) - 1)[0] + 1):
        edge, following = dates.start_of(year, 1), dates.start_of(year + 1, 1)
        a, b = max(edge, first), min(following, first + len(out))
        marks = "".join(["x" if ended else "o" for ended in out[a - first : b - first]])
        last = min(following, beyond) - 1
        points = [(day - edge, played.prices.closes[day - played.prices.first]) for day in list(range(a, last, PRICE_STEP)) + [last]]
        strips.append(
            Year(
                label=str(year),
                first=edge,
                marks=" " * (a - edge) + marks,
                prices=tuple(points),
                text=str(marks.count("x")),
                remark="of " + str(len(marks)),
            )
        )
    return Years(
        title="Every entry day, one mark each.",
        caption="A tall red mark: opened that day, liquidated "
        + days
        + ". A short grey one: still open at the end. The line is the price of"
        " {market}, on one scale for all years. Point at a day to see its trade, or move the arrow with the keys.",
        said="One strip for each year from {first_entry} to {last_entry}, with the price of {market} and a mark for each entry day:"
        " {liquidated_days} of {entry_days} are marked as liquidated. The arrow stands at {trade_day}.",
        strips=tuple(strips),
        months=MONTHS,
        head="Year",
        count="Liquidated",
        field="entry_date",
        chosen=first + k,
        label=dates.words(played.day(k), year=False),
        text="{trade_day}, " + ("liquidated" if out[k] else "not liquidated"),
    )


def one_trade(played: Replay, line: float, k: int, chosen: bool) -> Candles:
    """The trade of one day: its candles, its liquidation line, where it ended, and what the price did then."""
    p, at = played.prices, played.start + k
    met = played.met_on(k, line)
    last = played.days - 1 if met is None else met
    shown = min(played.days + max(3, min(30, played.days // 2)), len(p.opens) - at)
    names = [dates.iso(p.first + at + j) for j in range(shown)]
    entry, end = p.opens[at], p.opens[at] * line
    stretches = [Stretch(value=entry, style="entry", label="Entry {trade_entry}", short="Entry", end=last)]
    if line > 0:
        stretches.append(Stretch(value=end, style="liquidation", label="Liquidation {trade_liquidation}", short="Liquidation", end=last))
    if met is None:
        spot = Spot(at=last, price=p.closes[at + last], style="account")
    else:
        spot = Spot(at=last, price=end, style="liquidation", ended=True)
    step = (shown + NAMED - 1) // NAMED
    left = "Liquidated on day {trade_days} of {days_held}." if met is not None else "Closed at {trade_exit}, {trade_roe} of margin."
    lowest, highest = min(p.lows[at : at + shown]), max(p.highs[at : at + shown])
    return Candles(
        title="The day you chose: {trade_day}." if chosen else "The worst day to have opened: {trade_day}.",
        caption="Opened at {trade_entry}. "
        + left
        + " A hollow body is a day on which the price rose, a filled one a day on which it fell.",
        said="{leverage:A} {side:lower} opened at {trade_entry} on {trade_day}. " + left,
        candles=tuple([(p.opens[at + j], p.highs[at + j], p.lows[at + j], p.closes[at + j]) for j in range(shown)]),
        names=tuple([dates.words(name) for name in names]),
        head="Day",
        y=Axis(
            label="Price", low=min(lowest, end) if line > 0.5 else lowest, high=max(highest, end) if line < 2 else highest, display="price"
        ),
        marks=tuple([(j, dates.words(names[j], year=False)) for j in range(0, shown, step)]),
        stretches=tuple(stretches),
        spots=(spot,),
        faint=last + 1,
        faint_label="the price went on without you" if met is not None else "after you closed",
    )

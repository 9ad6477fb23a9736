"""One trade for every day that was: opened at the day's open, held for some days, and how near the end it came on the way."""

from __future__ import annotations

from dataclasses import dataclass

from calc.formulas import linear
from calc.formulas.history import highest, lowest
from calc.model import reject
from calc.prices import daily
from calc.recent import Recent
from calc.view import dates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.prices import Prices

_replays = Recent(8)  # a drag along the leverage needs the same one again


@dataclass(frozen=True, kw_only=True)
class Replay:
    """Trades of one side, each held for `days`: number 0 was opened on the day `start` of `prices`, and one more on every day after it.

    `worst` is the worst price of each holding time divided by the entry price, `ends` the price at its end divided by the entry price, and
    `ranked` are pairs of both, the lowest end first.
    """

    prices: Prices
    sign: int
    days: int
    start: int
    worst: list[float]
    ends: list[float]
    ranked: list[tuple[float, float]]

    def day(self, k: int) -> str:
        """The day on which trade number `k` was opened."""
        return dates.iso(self.prices.first + self.start + k)

    def liquidated(self, line: float) -> list[bool]:
        """Which of the trades met the liquidation price, given as a multiple of the entry price."""
        return [w <= line for w in self.worst] if self.sign > 0 else [w >= line for w in self.worst]

    def count(self, line: float) -> int:
        """How many did."""
        return len([w for w in self.worst if w <= line] if self.sign > 0 else [w for w in self.worst if w >= line])

    def survivors(self, line: float) -> list[float]:
        """The ends of the others, in rising order."""
        return [end for end, w in self.ranked if w > line] if self.sign > 0 else [end for end, w in self.ranked if w < line]

    def most_against(self) -> int:
        """The trade against which the price went farthest, the first of several."""
        return self.worst.index(min(self.worst) if self.sign > 0 else max(self.worst))

    def nearest(self, day: str) -> int:
        """The trade that was opened on that day, or on the day next to it."""
        number = dates.number(day)
        assert number is not None
        return min(len(self.worst) - 1, max(0, number - self.prices.first - self.start))

    def met_on(self, k: int, line: float) -> int | None:
        """On which of its days, counted from 0, trade number `k` met the liquidation price."""
        at = self.start + k
        for held in range(self.days):
            reached = self.prices.lows[at + held] if self.sign > 0 else self.prices.highs[at + held]
            if self.sign * (reached / self.prices.opens[at] - line) <= 0:
                return held
        return None


def liquidation_line(sign: int, leverage: float, maintenance_margin_rate: float) -> float | None:
    """The liquidation price as a multiple of the entry price; None if a position cannot be opened at that leverage."""
    if leverage * maintenance_margin_rate >= 1:
        return None
    return linear.liquidation_price(sign, 1.0, leverage, 1.0, maintenance_margin_rate)


def replay(market: str, side: str, days: int, from_date: str | None, to_date: str | None) -> Replay:
    """The trades of one market whose whole holding time lies between the two days. DataNeeded where its prices must be fetched first."""
    sign = 1 if side == "long" else -1
    return _replays.of((market, side, days, from_date, to_date), lambda: _replay(daily(market), sign, days, from_date, to_date))


def _replay(p: Prices, sign: int, days: int, from_date: str | None, to_date: str | None) -> Replay:
    begin, end = dates.number(from_date or ""), dates.number(to_date or "")
    start = 0 if begin is None else max(0, begin - p.first)
    stop = len(p.opens) if end is None else min(len(p.opens), end - p.first + 1)
    if from_date and to_date and from_date > to_date:
        raise reject("dates-order", "to_date", first=dates.words(from_date), last=dates.words(to_date))
    if stop - start < days:
        field = "to_date" if to_date else "from_date" if from_date else "days_held"
        first, last = dates.words(dates.iso(p.first)), dates.words(dates.iso(p.first + len(p.opens) - 1))
        raise reject("no-entry-day", field, market=p.symbol, days=str(days), first=first, last=last)
    reached = lowest(p.lows[start:stop], days) if sign > 0 else highest(p.highs[start:stop], days)
    opens = p.opens[start : stop - days + 1]
    worst = [price / entry for price, entry in zip(reached, opens)]
    ends = [price / entry for price, entry in zip(p.closes[start + days - 1 : stop], opens)]
    ranked = list(zip(ends, worst))
    ranked.sort()
    return Replay(prices=p, sign=sign, days=days, start=start, worst=worst, ends=ends, ranked=ranked)

"""Measured facts about markets, with source and date. A distance means nothing alone: these say how far a price goes on an ordinary day."""

from __future__ import annotations

from dataclasses import dataclass

from calc.story import Columns, Fact


@dataclass(frozen=True, kw_only=True)
class DayMoves:
    """How far a price moves from a day's open to its extreme: `median` over all days, and the `widest` one, which was on `day`."""

    median: float
    widest: float
    day: str
    words: str


# Bitcoin, Binance spot BTC/USDT, daily candles from 2017-08-17 to 2025-12-31 (3,059 days); tests recompute them from the candles.
SAMPLE = "from 17 August 2017 to 31 December 2025"
FALLS = DayMoves(median=-0.0162, widest=-0.4442, day="12 March 2020", words="low was at least 1.62\u202f% under its open")
RISES = DayMoves(median=0.0164, widest=0.2406, day="13 March 2020", words="high was at least 1.64\u202f% over its open")


def five_leverages(long: bool) -> Columns:
    """How far five leverages let the price go, beside an ordinary day and the widest one; for answers with a `distance`."""
    days = FALLS if long else RISES
    widest = Fact(value=days.widest, label=days.day + (", open to low" if long else ", open to high"), short=days.day, above=True)
    return Columns(
        title="The same trade at five leverages, on one scale.",
        caption="A cross is where each line ends. The dotted line near the entry is an ordinary day: on half of all days "
        + (SAMPLE + ", Bitcoin’s " + days.words + " (Binance spot, daily candles)."),
        by="leverage",
        at=(2, 5, 10, 20, 50),
        y="distance",
        label="liquidation_price",
        origin="entry",
        facts=(Fact(value=days.median, label="an ordinary day"), widest),
    )

"""What each market's price did on every day: open, high, low and close, in files beside this module that are read when they are needed.

`NAME.txt` begins with a line of its own: symbol, first day, decimals, origin. Then comes a line a day, without a gap, of four whole
numbers in units of the last decimal: open less the close before it, how far the high was above the higher of open and close, how far the
low was below the lower of them, close less open. So every price is exact, and the file is half as long as its table.
"""

from __future__ import annotations

from dataclasses import dataclass

from calc.data import wanted
from calc.view import dates

MARKETS = ("BTC", "ETH", "SOL")


@dataclass(frozen=True, kw_only=True)
class Prices:
    """The candles of a market, day after day from the day number `first`."""

    symbol: str
    first: int
    opens: list[float]
    highs: list[float]
    lows: list[float]
    closes: list[float]


_prices: dict[str, Prices] = {}


def daily(market: str) -> Prices:
    """The candles of one of `MARKETS`. DataNeeded where its file has to be fetched first.

    >>> btc = daily("BTC")
    >>> btc.symbol, dates.iso(btc.first), btc.opens[0], btc.lows[1]
    ('BTC/USDT', '2017-08-17', 4261.48, 3938.77)
    """
    if market not in _prices:
        _prices[market] = decoded(wanted("prices/" + market + "USDT.txt", "The price history"))
    return _prices[market]


def decoded(text: str) -> Prices:
    """The candles in the text of a file."""
    head, _, body = text.partition("\n")
    symbol, first, decimals = head.split(" ")[1:4]
    start = dates.number(first)
    assert start is not None, "a file of prices begins with its first day"
    unit = float("1e" + decimals)
    opens, highs, lows, closes = [], [], [], []
    close = 0
    steps = [int(word) for word in body.split()]
    for k in range(0, len(steps), 4):
        opened = close + steps[k]
        close = opened + steps[k + 3]
        opens.append(opened / unit)
        highs.append((max(opened, close) + steps[k + 1]) / unit)
        lows.append((min(opened, close) - steps[k + 2]) / unit)
        closes.append(close / unit)
    return Prices(symbol=symbol, first=start, opens=opens, highs=highs, lows=lows, closes=closes)

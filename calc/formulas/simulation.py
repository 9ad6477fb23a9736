"""A market that never was: hourly candles drawn from a seed, with moods, sudden jumps, and wicks that the mark price does not follow.

Nothing here looks at what a trader does, so the same mood and seed are the same market for everybody.
"""

from __future__ import annotations

from dataclasses import dataclass

from calc.formulas.elementary import exp, floor
from calc.formulas.normal import normal_quantile
from calc.formulas.seeded import Stream

START = 100_000.0  # the first price
TICKS = 4  # prices in a candle, a quarter of an hour apart
SMOOTHED = 3  # ticks whose average is the mark
ROOT_TICKS = 2.0  # √TICKS
DRAWS = 3 + 2 * TICKS  # for each candle, besides those for what is rare


@dataclass(frozen=True, kw_only=True)
class Mood:
    """How a market behaves. Shares are fractions of the price, chances are for one hour.

    The spread of an hour is `quiet` or `wild`; it `stirs` from the first to the second and `settles` back. A `drift` keeps its direction
    until it `turns`. A `jump` is a gap, `down` of them fall; a `wick` is a last price that comes back at once, `down` of them fall too.
    Each mood has its own `stream` of chances.
    """

    stream: int
    quiet: float
    wild: float
    stirs: float
    settles: float
    drift: float
    turns: float
    jumps: float
    jump: float
    wicks: float
    wick: float
    down: float
    noise: float
    slippage: float


MOODS = {
    "calm": Mood(
        stream=0,
        quiet=0.0025,
        wild=0.0045,
        stirs=0.01,
        settles=0.1,
        drift=0,
        turns=0,
        jumps=0.001,
        jump=0.008,
        wicks=0.01,
        wick=0.004,
        down=0.5,
        noise=0.0002,
        slippage=0.0002,
    ),
    "trend": Mood(
        stream=1,
        quiet=0.004,
        wild=0.007,
        stirs=0.02,
        settles=0.1,
        drift=0.0006,
        turns=0.005,
        jumps=0.003,
        jump=0.012,
        wicks=0.02,
        wick=0.006,
        down=0.5,
        noise=0.0004,
        slippage=0.0003,
    ),
    "storm": Mood(
        stream=2,
        quiet=0.008,
        wild=0.015,
        stirs=0.08,
        settles=0.08,
        drift=0,
        turns=0,
        jumps=0.015,
        jump=0.025,
        wicks=0.05,
        wick=0.015,
        down=0.5,
        noise=0.001,
        slippage=0.001,
    ),
    "crash": Mood(
        stream=3,
        quiet=0.005,
        wild=0.012,
        stirs=0.03,
        settles=0.06,
        drift=0.0003,
        turns=0,
        jumps=0.008,
        jump=0.05,
        wicks=0.03,
        wick=0.025,
        down=0.75,
        noise=0.0008,
        slippage=0.001,
    ),
}


class Market:
    """The prices of one mood and seed, drawn as far as they are asked for.

    `last` and `mark` have one price for each tick, the first of them before the first candle; `gaps` says at which ticks the last price
    jumped, so that nothing was traded on the way. Candle k has the ticks from 1 + TICKS·k on.

    Model: in every tick the price takes a log-normal step, and seldom a jump. The mark is the average of its last SMOOTHED ticks. The
    last price is the price with a little noise, and seldom with a wick.
    """

    def __init__(self, mood: str, seed: int) -> None:
        self.mood = MOODS[mood]
        self.stream = Stream(seed, self.mood.stream)
        self.price = START
        self.before = [START] * SMOOTHED
        self.wild = False
        self.way = 1
        self.last = [START]
        self.mark = [START]
        self.gaps = [False]
        if self.mood.turns and self.stream.uniform() < 0.5:
            self.way = -1

    def reach(self, candles: int) -> None:
        """Draws until there are so many candles."""
        while len(self.last) < 1 + TICKS * candles:
            self._draw()

    def candle(self, number: int) -> tuple[float, float, float, float]:
        """Open, high, low and close of the last price; a candle opens where the one before it closed."""
        self.reach(number + 1)
        first = TICKS * number
        ticks = self.last[first : first + TICKS + 1]
        return ticks[0], max(ticks), min(ticks), ticks[-1]

    def _draw(self) -> None:
        """One more candle."""
        mood, drawn = self.mood, self.stream.uniforms(DRAWS)
        if drawn[0] < (mood.settles if self.wild else mood.stirs):
            self.wild = not self.wild
        elif drawn[0] > 1 - mood.turns:
            self.way = -self.way
        jumps, jump = self._rare(drawn[1], mood.jumps, mood.jump, TICKS)
        wicks, wick = self._rare(drawn[2], mood.wicks, mood.wick, TICKS - 1)  # the last tick shows no wick: the candle has to close again
        spread = (mood.wild if self.wild else mood.quiet) / ROOT_TICKS
        drift = self.way * mood.drift / TICKS
        price, (a, b, c) = self.price, self.before
        for k in range(TICKS):
            step = drift + spread * normal_quantile(drawn[3 + k])
            price *= exp(step + jump if k == jumps else step)
            b, c, a = c, price, b
            off = (2 * drawn[3 + TICKS + k] - 1) * mood.noise
            self.last.append(price * (1 + off + wick if k == wicks else 1 + off))
            self.mark.append((a + b + c) / SMOOTHED)
            self.gaps.append(k == jumps)
        self.price, self.before = price, [a, b, c]

    def _rare(self, drawn: float, chance: float, size: float, ticks: int) -> tuple[int, float]:
        """At which of the first so many ticks of the hour something rare happens (−1: not at all), and how large it is, with its sign."""
        if drawn >= chance:
            return -1, 0.0
        sizes, places = self.stream.uniforms(2)
        return floor(places * ticks), size * (0.4 + 1.6 * sizes) * (-1 if drawn < chance * self.mood.down else 1)

"""How often a method with two outcomes falls to a line, where it ends, and how deep it sinks on the way.

An account is a walk: each winner moves it `up`, each loser `down` (below zero). With a stake that is a share of what is left the walk is
the logarithm of the account, with a fixed stake the account itself; it starts at 0. After so many trades it stands where so many winners
put it, so the places it can be form a lattice, and the chances are exact.
"""

from __future__ import annotations

from calc.formulas.elementary import exp, floor, log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

TINY = 1e-10  # a place less likely than this is left out; a thousand trades leave out less than 1e-6 of all accounts
TOUCHES = 1e-9  # of a winner: a line that a whole number of winners meets is met, whatever the last digit says
BLOCK = 8  # trades that one uniform number decides: with 32 bits of its own, that leaves more than enough for the last


class Lattice:
    """The chances of every number of winners, trade by trade; whoever stands at `level` or below is taken out and counted.

    `chances[k]` belongs to `wins + k` winners. `out` holds (trade, winners, chance) of those taken out.
    """

    def __init__(self, win_rate: float, up: float, down: float, level: float) -> None:
        self.win_rate, self.up, self.down, self.level = win_rate, up, down, level
        self.trades, self.wins = 0, 0
        self.chances = [1.0]
        self.out: list[tuple[int, int, float]] = []

    def trade(self, count: int) -> None:
        """So many trades more."""
        win, lose, step = self.win_rate, 1 - self.win_rate, self.up - self.down
        for n in range(self.trades + 1, self.trades + count + 1):
            chances = [lose * a + win * b for a, b in zip(self.chances + [0.0], [0.0] + self.chances)]
            lost = floor((self.level - n * self.down) / step + TOUCHES) - self.wins + 1
            skip = min(max(0, lost), len(chances))
            self.out += [(n, self.wins + k, chances[k]) for k in range(skip)]
            end = len(chances)
            while skip < end and chances[skip] < TINY:
                skip += 1
            while skip < end and chances[end - 1] < TINY:
                end -= 1
            self.chances, self.wins = chances[skip:end], self.wins + skip
        self.trades += count

    def taken_out(self) -> float:
        """Chance of having been at the level or below by now."""
        total = 0.0
        for _, _, chance in self.out:
            total += chance
        return total

    def place(self, trades: int, wins: int) -> float:
        """Where the walk stands after so many trades, so many of them winners."""
        return wins * self.up + (trades - wins) * self.down

    def places(self) -> list[tuple[float, float]]:
        """Every (place, chance), the lowest first; those taken out stay where they were."""
        found = sorted([(self.place(n, wins), chance) for n, wins, chance in self.out])
        return found + [(self.place(self.trades, self.wins + k), chance) for k, chance in enumerate(self.chances)]


def winners(trades: int, win_rate: float) -> tuple[int, list[float]]:
    """The chances of every number of winners in so many trades, beginning with the least that is not too unlikely to count.

    Convention: the binomial distribution, from its middle outwards: each chance is the one beside it times (trades - k) / (k + 1) * odds.
    Source: any textbook; four tosses of a fair coin.

    >>> winners(4, 0.5)
    (0, [0.0625, 0.25, 0.375, 0.25, 0.0625])
    """
    odds = win_rate / (1 - win_rate)
    middle = min(trades, floor((trades + 1) * win_rate))
    above, below = [1.0], []
    k = middle
    while k < trades and above[-1] > TINY:
        above.append(above[-1] * (trades - k) / (k + 1) * odds)
        k += 1
    chance, k = 1.0, middle
    while k > 0 and chance > TINY:
        chance = chance * k / ((trades - k + 1) * odds)
        below.append(chance)
        k -= 1
    weights = below[::-1] + above
    total = 0.0
    for weight in weights:
        total += weight
    return k, [weight / total for weight in weights]


def quantiles(places: Sequence[tuple[float, float]], shares: Sequence[float]) -> list[float]:
    """For each of the rising `shares` the lowest place that so many accounts do not surpass; `places` are (place, chance), rising."""
    found, total, k = [], places[0][1], 0
    for share in shares:
        while k < len(places) - 1 and total < share - TOUCHES:
            k += 1
            total += places[k][1]
        found.append(places[k][0])
    return found


def ruin_chance(trades: int, win_rate: float, up: float, down: float, level: float) -> float:
    """Chance that the walk stands at `level` or below after at least one of so many trades.

    Units: rates as fractions, steps and level in the unit of the walk, level below zero. Raises nothing.
    Convention: independent trades, looked at after each of them. Error below 1e-6.
    Source: W. Feller, An Introduction to Probability Theory and Its Applications I, III: a fair coin falls 1 below its start within 3
    tosses with a chance of 5/8.

    >>> ruin_chance(3, 0.5, 1.0, -1.0, -1.0)
    0.625
    """
    lattice = Lattice(win_rate, up, down, level)
    lattice.trade(trades)
    return lattice.taken_out()


def ever_touches(line: float, kelly_multiple: float) -> float:
    """Chance that an account traded for ever falls to the share `line` of its start, at so many times the Kelly fraction.

    Units: fractions. Convention: small bets made all the time, the stake always the same share of what is left. Result: 1 from twice the
    Kelly fraction on; below that line^(2 / kelly_multiple − 1).
    Source: E. O. Thorp, The Kelly Criterion in Blackjack, Sports Betting, and the Stock Market, 1997: at the Kelly fraction itself the
    chance to ever halve is a half.

    >>> round(ever_touches(0.5, 1), 12), round(ever_touches(0.5, 0.5), 12), ever_touches(0.5, 2.5)
    (0.5, 0.125, 1.0)
    """
    return exp(max(-700.0, min(0.0, (2 / kelly_multiple - 1) * log(line))))


def streaks(numbers: Sequence[float], trades: int, win_rate: float) -> list[int]:
    """Lengths of winning and losing streaks in turn, winners first (perhaps none), of so many trades drawn with `numbers`.

    Each uniform number decides eight trades: below `win_rate` it is a winner, and what it says beyond that, stretched, decides the next.
    """
    lengths, length, winning = [], 0, True
    stretch_win, stretch_loss = 1 / win_rate, 1 / (1 - win_rate)
    left = trades
    for number in numbers:
        u = number
        for _ in range(min(left, BLOCK)):
            if u < win_rate:
                u = u * stretch_win
                if not winning:
                    lengths.append(length)
                    length, winning = 0, True
            else:
                u = (u - win_rate) * stretch_loss
                if winning:
                    lengths.append(length)
                    length, winning = 0, False
            length += 1
        left -= BLOCK
    lengths.append(length)
    return lengths


def draws(trades: int) -> int:
    """How many numbers `streaks` needs."""
    return (trades + BLOCK - 1) // BLOCK


def worst_drawdown(lengths: Sequence[int], up: float, down: float, least: float | None) -> float:
    """Deepest fall from a highest point so far, as a share of it, on a walk of these streaks.

    Without `least` the walk is the logarithm of the account. With it the walk is the account less 1, and ends when it falls below `least`.
    """
    at = peak = worst = 0.0
    winning = True
    for length in lengths:
        if winning:
            at += length * up
            peak = at if at > peak else peak  # noqa: FURB136 - a call costs more than all the rest
        elif least is None:
            at += length * down
            worst = peak - at if peak - at > worst else worst  # noqa: FURB136
        else:
            paid = min(length, floor((at - least) / -down + TOUCHES) + 1)
            at += paid * down
            worst = max(worst, (peak - at) / (1 + peak))
            if at < least - TOUCHES:
                return min(1.0, worst)
        winning = not winning
    return 1 - exp(-worst) if least is None else worst


def course(lengths: Sequence[int], up: float, down: float, level: float, every: int) -> tuple[list[tuple[int, float]], bool]:
    """The walk at every so many trades, and whether it touched `level`: then its last point is there, and nothing follows."""
    trades, at, winning, due = 0, 0.0, True, 0
    points = []
    touches = level - TOUCHES * down
    for streak in lengths:
        step, length, touched = (up, streak, False) if winning else (down, streak, at + streak * down <= touches)
        if touched:
            length = floor((level - at) / down - TOUCHES) + 1
        while due < trades + length:
            points.append((due, at + (due - trades) * step))
            due += every
        trades, at, winning = trades + length, at + length * step, not winning
        if touched:
            return points + [(trades, level)], True
    return points + [(trades, at)], False

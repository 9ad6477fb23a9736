"""A method with two outcomes: the exact chances of its accounts, and simulated runs. What was worked out last is kept."""

from __future__ import annotations

from calc.formulas import ruin
from calc.formulas.elementary import exp, log
from calc.formulas.seeded import Stream
from calc.recent import Recent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values

    Exact = tuple[float, list[tuple[int, list[float]]]]

RUNS, BUDGET = 400, 80_000  # simulated runs, if all of them together have no more trades than that
PLACES = 25  # at which the exact shares are known
SHARES = (0.05, 0.5, 0.95)
LARGEST, SMALLEST = 1e6, 1e-6  # of the start: beyond, an account counts as that large, or as empty; so does a smaller chance
_kept = Recent(9)


class Method:
    """What a story and a computation ask of one set of inputs: the steps of the walk, and the account at a place of it."""

    def __init__(self, values: Values) -> None:
        win_rate, payoff, risk = [number(values[name]) for name in ("win_rate", "payoff", "risk_per_trade")]
        line, self.trades, self.seed = number(values["ruin_line"]), int(number(values["trades"])), int(number(values["seed"]))
        self.win_rate = win_rate
        self.fixed = values["stake"] == "fixed"
        self.least: float | None = None
        if self.fixed:
            self.up, self.down = payoff * risk, -risk
            self.least = risk - 1  # below it, the account cannot pay the next stake
            self.stops: float | None = self.least - 2 * ruin.TOUCHES * (self.up - self.down)
            self.line = max(line - 1, self.stops)
        else:
            self.up, self.down = log(1 + payoff * risk), log(1 - risk)
            self.line, self.stops = log(line), None
        self.key = (win_rate, payoff, risk, line, self.trades, self.fixed)
        self.every = (self.trades + PLACES - 1) // PLACES

    def account(self, place: float) -> float:
        """The account as a share of its start."""
        share = max(0.0, 1 + place) if self.fixed else exp(min(14.0, max(-20.0, place)))
        return 0.0 if share < SMALLEST else min(LARGEST, share)

    def exact(self) -> Exact:
        """The chance of ruin (none below one in a million), and after every so many trades the three quantiles of the account."""
        return _kept.of(self.key, self._exact)

    def _exact(self) -> Exact:
        lattice = ruin.Lattice(self.win_rate, self.up, self.down, self.line if self.stops is None else self.stops)
        stages: list[tuple[int, list[float]]] = [(0, [1.0, 1.0, 1.0])]
        while stages[-1][0] < self.trades:
            n = min(self.trades, stages[-1][0] + self.every)
            if self.stops is None:
                least, chances = ruin.winners(n, self.win_rate)
                places = [(lattice.place(n, least + k), chance) for k, chance in enumerate(chances)]
            else:
                lattice.trade(n - lattice.trades)
                places = lattice.places()
            stages.append((n, [self.account(place) for place in ruin.quantiles(places, SHARES)]))
        chance = ruin.ruin_chance(self.trades, self.win_rate, self.up, self.down, self.line)
        return chance if chance >= SMALLEST else 0.0, stages

    def runs(self) -> list[list[int]]:
        """The streaks of every simulated run."""
        return _kept.of((self.win_rate, self.trades, self.seed), self._runs)

    def _runs(self) -> list[list[int]]:
        count, each = min(RUNS, BUDGET // self.trades), ruin.draws(self.trades)
        numbers = Stream(self.seed).uniforms(count * each)
        return [ruin.streaks(numbers[k * each : (k + 1) * each], self.trades, self.win_rate) for k in range(count)]

    def drawdowns(self) -> list[float]:
        """The worst drawdown of every run, the mildest first."""
        return _kept.of(self.key + (self.seed,), self._drawdowns)

    def _drawdowns(self) -> list[float]:
        return sorted([ruin.worst_drawdown(run, self.up, self.down, self.least) for run in self.runs()])


def number(value: object) -> float:
    """A value that is known to be a number."""
    assert isinstance(value, (int, float))
    return value

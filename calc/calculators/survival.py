"""With this edge and this risk, how often do I lose half?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from calc.declare import calculator
from calc.errors import Note
from calc.formulas import growth, ruin
from calc.formulas.elementary import floor
from calc.model import note
from calc.parts.methods import LARGEST, Method
from calc.parts.scales import floor_of, roof
from calc.pictures import Axis, Band, Bar, Graph, Paths, Rule, Series, Tally
from calc.quantities import Change, Count, Multiple, Payoff, Quantity, RiskPerTrade, Seed, Share, WinRate, Words
from calc.story import Ask, Shown, Story

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values

PATHS = 50  # of the runs, in the picture
LOWEST = 0.001  # of the start, on a log axis
NARROW = "\u202f"
HALVINGS = (1.0, 0.5, 0.25)


@dataclass(frozen=True, kw_only=True)
class Survival:
    """How often the account falls to the line, where it ends, and how deep it sinks.

    Attributes:
        ruin_chance: Chance that the account falls to the ruin line, or below, after one of these trades. Exact. With a fixed stake, one
            that cannot pay the next stake counts too.
        median_end: Where the middle account ends, as a share of its start, if it trades on at the ruin line. Exact.
        low_end: One account in twenty ends here or lower. Exact.
        high_end: One account in twenty ends above this. Exact.
        median_drawdown: Worst fall from a highest point, as a share of it, in the middle one of the simulated runs.
        runs: How many runs are simulated for the drawdown.
        kelly_fraction: Risk at which the middle account grows fastest; zero without an edge.
        kelly_multiple: Your risk in multiples of that; empty without an edge.
        growth: Growth of the middle account in one trade, in logarithms: 0.01 is about 1 %. Empty for a fixed stake.
        expected_result: Average result of a trade, as a share of the account that the stake is measured by.
    """

    ruin_chance: Annotated[Share, Words(label="Fall to the line")]
    median_end: Annotated[Share, Words(label="Middle account ends at")]
    low_end: Annotated[Share, Words(label="One in twenty ends below")]
    high_end: Annotated[Share, Words(label="One in twenty ends above")]
    median_drawdown: Annotated[Share, Words(label="Worst drawdown")]
    runs: Annotated[Count, Words(label="Simulated runs")]
    kelly_fraction: Annotated[Share, Words(label="Kelly fraction")]
    kelly_multiple: Annotated[Multiple | None, Words(label="Of the Kelly fraction")]
    growth: Annotated[Change | None, Words(label="Growth per trade")]
    expected_result: Annotated[Change, Words(label="Average result per trade")]
    notes: tuple[Note, ...]


def story(q: Values, r: Survival) -> Story:
    """What is said about it."""
    method = Method(q)
    gain = "growth" if r.growth is not None else "expected_result"
    drift = "gains" if r.expected_result > 0 else "loses" if r.expected_result < 0 else "gains nothing"
    fall = ("lose" if q["ruin_line"] == 0.5 else "fall") + " "
    many = "{ruin_chance:1} " + fall
    if r.ruin_chance < 0.0005:
        many = "fewer than one in a thousand " + fall[:-1] + "s "
    elif r.ruin_chance > 0.9995:
        many = "more than 999 in a thousand " + fall
    many += "half of the start, or more," if q["ruin_line"] == 0.5 else "to {ruin_line} of the start, or below,"
    return Story(
        verdict="Of all accounts that risk {risk_per_trade} a trade with a method that "
        + drift
        + " on average, "
        + many
        + " within {trades} trades. The middle one ends at {median_end} of its start.",
        brief="{ruin_chance:1} fall to the line",
        outputs=(
            Shown(name="ruin_chance", remark="to {ruin_line} of the start, within {trades} trades"),
            Shown(name="median_end", remark="nine in ten end between {low_end} and {high_end}"),
            Shown(name="median_drawdown", remark="middle one of {runs} simulated runs"),
            Shown(name="kelly_multiple", remark="which is {kelly_fraction}" if r.kelly_multiple else "its bet is zero", none="no edge"),
            Shown(name=gain, remark="of the middle account" if gain == "growth" else "of the starting account"),
        ),
        charts=(_graph(method), _tally(method, r)),
        working=_working(r),
        convention=(
            "Each stake is the same share of the starting account, until the account cannot pay it."
            if method.fixed
            else "Each stake is the same share of what is left."
        )
        + " Independent trades with two outcomes. All is exact but for the drawdown and the grey lines: shuffle {seed}.",
        ask=Ask(
            question="At {risk_per_trade} risk a trade, what share of accounts falls to {ruin_line} of the start within {trades} trades?",
            output="ruin_chance",
            low=0,
            high=1,
            step=0.01,
        ),
    )


def _working(r: Survival) -> tuple[str, ...]:
    result = "expected_result = risk_per_trade * (win_rate * payoff - (1 - win_rate))"
    if r.kelly_multiple is None:
        return (result,)
    return (result, "kelly_fraction = win_rate - (1 - win_rate) / payoff", "kelly_multiple = risk_per_trade / kelly_fraction")


def _graph(method: Method) -> Graph:
    """Fifty runs over the exact middle and the exact range of nine accounts in ten."""
    _, stages = method.exact()
    kept: list[tuple[tuple[float, float], ...]] = []
    ended: list[tuple[tuple[float, float], ...]] = []
    for run in method.runs()[:PATHS]:
        points, touched = ruin.course(run, method.up, method.down, method.line, method.every)
        path = tuple([(float(n), method.account(place)) for n, place in points])
        (ended if touched else kept).append(path)
    line = method.account(method.line)
    high = min(LARGEST, roof(1.5 * max([1.0] + [account[2] for _, account in stages])))
    low = floor_of(max(LOWEST, min([0.8 * line] + [account[0] for _, account in stages])))
    count = "One" if len(ended) == 1 else str(len(ended)) if ended else "None"
    counted = count + " of these 50 runs " + ("falls" if len(ended) == 1 else "fall") + " to the line"
    return Graph(
        title="Fifty runs, and where nine accounts in ten are.",
        caption=counted
        + (", where a cross ends " + ("it" if len(ended) == 1 else "them") if ended else "")
        + "; the exact chance is {ruin_chance}. The grey area is there as if they had traded on.",
        said=counted + ". The middle account ends at {median_end} of its start, nine in ten between {low_end} and {high_end}.",
        x=Axis(label="Trades", low=0, high=method.trades, display="count"),
        y=Axis(
            label="Account, start = 1×",
            low=0 if method.fixed else low,
            high=high,
            display="times",
            scale="linear" if method.fixed else "log",
        ),
        paths=(Paths(paths=tuple(kept), style="ink"), Paths(paths=tuple(ended), ended=True)),
        bands=(Band(points=tuple([(float(n), account[0], account[2]) for n, account in stages])),),
        series=(
            Series(
                points=tuple([(float(n), account[1]) for n, account in stages]), label="middle account", short="middle", style="account"
            ),
            Series(points=tuple([(float(n), account[0]) for n, account in stages]), label="5\u202f%", style="ghost"),
            Series(points=tuple([(float(n), account[2]) for n, account in stages]), label="95\u202f%", style="ghost"),
        ),
        rules=(Rule(value=line, style="liquidation", label="ruin line {ruin_line}", short="ruin line"),),
    )


def _tally(method: Method, r: Survival) -> Tally:
    """How many runs have a worst drawdown of so many tenths."""
    counts = [0] * 10
    for drawdown in method.drawdowns():
        counts[_tenth(drawdown)] += 1
    most = max(counts)
    bars = [
        Bar(
            label=str(10 * k) + "–" + str(10 * k + 10) + NARROW + "%",
            value=float(count),
            text=str(count),
            own=k == _tenth(r.median_drawdown),
            remark="the middle run" if k == _tenth(r.median_drawdown) else "",
        )
        for k, count in enumerate(counts)
    ]
    return Tally(
        title="How deep the worst drawdown was.",
        caption="The fall from a highest point, in {runs} simulated runs. Shuffle {seed}.",
        said="The worst drawdown of the middle run is {median_drawdown}.",
        axis=Axis(label="Runs", low=0, high=[r.runs * half for half in HALVINGS if r.runs * half >= most][-1], display="count"),
        bars=tuple(bars),
        head="Worst drawdown",
    )


def _for_ever(line: float, multiple: float) -> list[Note]:
    """What becomes of an account that never stops trading, if there is something to say."""
    chance = ruin.ever_touches(line, multiple)
    if chance == 1:
        return [note("note-ever-sure", None, kelly_multiple=multiple)]
    return [note("note-ever", None, kelly_multiple=multiple, chance=chance)] if chance >= 0.0005 else []


def _tenth(drawdown: float) -> int:
    return min(9, floor(10 * drawdown + 1e-9))


@calculator(
    "survival",
    version=1,
    title="Survive 200 trades",
    question="With this edge and this risk, how often do I lose half?",
    story=story,
    presets=(
        ("edge-5-risk", "An edge, 5 % risk", {}),
        ("edge-1-risk", "An edge, 1 % risk", {"risk_per_trade": "0.01"}),
        ("edge-2-risk", "An edge, 2 % risk", {"risk_per_trade": "0.02"}),
        ("edge-10-risk", "An edge, 10 % risk", {"risk_per_trade": "0.1"}),
        ("edge-20-risk", "An edge, 20 % risk", {"risk_per_trade": "0.2"}),
        ("coin-flip-5-risk", "Coin flip at 5 %", {"win_rate": "0.5", "payoff": "1"}),
        ("no-edge-2-risk", "No edge at 2 %", {"win_rate": "0.35", "payoff": "1.5", "risk_per_trade": "0.02"}),
        ("no-edge-5-risk", "No edge at 5 %", {"win_rate": "0.35", "payoff": "1.5"}),
        ("fixed-stake", "Fixed stake of 5 %", {"stake": "fixed"}),
    ),
    more=("stake", "seed"),
    effect="",  # no shapes above the sliders: they would be worked out thirteen times
    limits=(
        "Whether the win rate and the payoff are what you think. Few trades show little.",
        "Losses that come together: real trades hang on one market.",
        "Gaps, fees, funding and liquidation, which make some losses larger than planned.",
        "Nerves: few go on after half is gone.",
    ),
    sources=(
        ("J. L. Kelly, A New Interpretation of Information Rate, 1956", "https://doi.org/10.1002/j.1538-7305.1956.tb03809.x"),
        ("US rule on hypothetical results, 17 CFR 4.41", "https://www.ecfr.gov/current/title-17/chapter-I/part-4/subpart-D/section-4.41"),
    ),
)
def survival(
    win_rate: WinRate = 0.4,
    payoff: Payoff = 1.9,
    risk_per_trade: RiskPerTrade = 0.05,
    trades: Annotated[
        float,
        Quantity(unit="trades", display="count", ge=10, le=1_000, whole=True, soft=(10, 1_000), scale="log", marks=(10, 50, 200, 1_000)),
    ] = 200,
    ruin_line: Annotated[
        Share, Quantity(ge=0.05, le=0.95, soft=(0.1, 0.9), step=0.05, marks=(0.1, 0.3, 0.5, 0.7, 0.9)), Words(label="Ruin line")
    ] = 0.5,
    stake: Annotated[Literal["shrinking", "fixed"], Words(choices=("Share of what is left", "Share of the start"))] = "shrinking",
    seed: Seed = 42,
) -> Survival:
    """How often a method with two outcomes brings an account down to a line, and where it ends.

    Args:
        win_rate: Share of your trades that win, in the long run.
        payoff: What a winner brings for each unit that a loser costs, after fees.
        risk_per_trade: Share of the account that a loser costs.
        trades: How many trades are made.
        ruin_line: Share of the start at which you would call it ruin.
        stake: Whether the stake shrinks and grows with the account, or stays a share of the starting account.
        seed: Which of many sets of runs is simulated. The exact answers do not hang on it.
    """
    method = Method(
        {
            "win_rate": win_rate,
            "payoff": payoff,
            "risk_per_trade": risk_per_trade,
            "trades": trades,
            "ruin_line": ruin_line,
            "stake": stake,
            "seed": seed,
        }
    )
    chance, stages = method.exact()
    drawdowns = method.drawdowns()
    kelly = growth.kelly_fraction(win_rate, payoff)
    kelly = kelly if kelly > 1e-12 else 0.0
    multiple = risk_per_trade / kelly if kelly else None
    notes = []
    if multiple is None:
        notes.append(note("note-no-kelly", "risk_per_trade"))
    elif stake == "shrinking":
        notes += _for_ever(ruin_line, multiple)
    expected = risk_per_trade * (win_rate * payoff - (1 - win_rate))
    return Survival(
        ruin_chance=chance,
        low_end=stages[-1][1][0],
        median_end=stages[-1][1][1],
        high_end=stages[-1][1][2],
        median_drawdown=drawdowns[len(drawdowns) // 2],
        runs=len(drawdowns),
        kelly_fraction=kelly,
        kelly_multiple=multiple,
        growth=growth.log_growth(win_rate, payoff, risk_per_trade) if stake == "shrinking" else None,
        expected_result=expected if abs(expected) > 1e-12 else 0.0,
        notes=tuple(notes + [note("note-model", None), note("note-hypothetical", None)]),
    )

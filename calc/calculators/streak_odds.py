"""How probable is a run of losses somewhere in my next trades?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from calc.declare import calculator
from calc.errors import Note
from calc.formulas import elementary, streaks
from calc.formulas.seeded import Stream
from calc.model import note, reject
from calc.pictures import Axis, Bar, Dots, Strip, Tally
from calc.quantities import Count, Quantity, Seed, Share, WinRate, Words
from calc.story import Ask, Shown, Story
from calc.view import numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values

FIRST, LAST = 2, 15  # lengths of runs that have a bar
TRIES, DOTS = 5, 100  # strips, and the trades that each can show
LONG_WAIT = 1e12
NEARLY_SURE = 0.99995  # what would be printed as 100.00 %


@dataclass(frozen=True, kw_only=True)
class StreakOdds:
    """How likely the run is, and when it comes.

    Attributes:
        chance: Chance that so many losses in a row, or more, stand somewhere among your trades.
        chance_next: Chance that the very next trades are all losses, as many as the run is long.
        mean_wait: Trades until the run has come, on average; empty beyond a trillion.
        median_longest: Longest run of losses that is typical of so many trades: it is longer in at most half of all cases.
    """

    chance: Annotated[Share, Words(label="Chance in your trades")]
    chance_next: Annotated[Share, Words(label="Chance of the very next")]
    mean_wait: Annotated[float | None, Quantity(unit="trades", display="count"), Words(label="Average wait")]
    median_longest: Annotated[Count, Words(label="Typical longest run")]
    notes: tuple[Note, ...]


def story(q: Values, r: StreakOdds) -> Story:
    """What is said about it."""
    sure = r.chance >= NEARLY_SURE
    verdict = "If {win_rate} of your trades win, the chance of {run_length} losses in a row somewhere in {trades} trades is "
    verdict += "more than 99.99\u202f%." if sure else "{chance}."
    verdict += " That the next {run_length} all lose: {chance_next}."
    return Story(
        verdict=verdict,
        outputs=(
            Shown(name="chance", remark="very likely, never certain" if sure else _one_in(r.chance)),
            Shown(name="chance_next", remark=_one_in(r.chance_next)),
            Shown(name="mean_wait", remark="until the run has come", none="over a trillion trades"),
            Shown(
                name="median_longest",
                remark=("loss" if r.median_longest == 1 else "losses") + " in {trades} trades; longer in at most half of all cases",
            ),
        ),
        charts=(_bars(q, r), _tries(q)),
        working=("mean_wait = (1 - chance_next) / (win_rate * chance_next)",) if r.mean_wait is not None else (),
        convention="Exact, trade by trade: a run is complete where a win and then that many losses stand, and none stood before.",
        ask=Ask(
            question="If {win_rate} of your trades win: how likely are {run_length} losses in a row somewhere in {trades} trades?",
            output="chance",
            low=0,
            high=1,
            step=0.01,
        ),
        brief="a chance of {chance}",
    )


def _one_in(chance: float) -> str:
    """A chance as one case in so many."""
    if chance < 1 / LONG_WAIT:
        return "less than one in a trillion"
    return "about one in " + numbers.show(1 / chance, "count") if chance < 0.4 else ""


def _bars(q: Values, r: StreakOdds) -> Tally:
    """The chance of each length of run, the reader's own marked."""
    loss_rate, trades, own = 1 - _number(q["win_rate"]), int(_number(q["trades"])), int(_number(q["run_length"]))
    bars = []
    for run in list(range(FIRST, min(LAST, trades) + 1)) + ([own] if own > LAST else []):
        chance = r.chance if run == own else streaks.chance_of_run(loss_rate, run, trades)
        text = numbers.percent(chance) if chance < NEARLY_SURE else "over 99.99" + numbers.NARROW + "%"
        if 0 < chance < 0.0001:
            text = "under 0.01" + numbers.NARROW + "%"
        bars.append(Bar(label=str(run), value=chance, text=text, style="account", own=run == own))
    return Tally(
        title="The chance of a run of losses, by its length.",
        caption="Somewhere in {trades} trades, that long or longer. Your own length stands on the tinted line.",
        said="Bars that get shorter: a run of {run_length} losses or more stands in {trades} trades with a chance of {chance}.",
        axis=Axis(label="Chance", low=0, high=1),
        bars=tuple(bars),
        head="Losses in a row",
    )


def _tries(q: Values) -> Dots:
    """Some seeded tries, one dot a trade, with the longest run of losses in each."""
    win_rate, trades = _number(q["win_rate"]), int(_number(q["trades"]))
    count = min(trades, DOTS)
    strips, longest = [], []
    for k in range(TRIES):
        losses = [drawn >= win_rate for drawn in Stream(int(_number(q["seed"])), k).uniforms(count)]
        start, end = streaks.longest_run(losses)
        longest.append(str(end - start))
        lost = 0
        for one in losses:
            lost += 1 if one else 0
        strips.append(
            Strip(
                dots="".join(["-" if one else "o" for one in losses]),
                label="Try " + str(k + 1) + ", " + str(count - lost) + (" win" if count - lost == 1 else " wins"),
                text="longest run " + str(end - start),
                run=(start, end) if end > start else None,
            )
        )
    part = " Only the first " + str(DOTS) + " of your {trades} trades are drawn." if trades > DOTS else ""
    return Dots(
        title="Five tries of " + str(count) + " trades.",
        caption="A ring is a win, a dot a loss; the longest run of losses is outlined." + part + " Another number under “Shuffle” draws"
        " five others. No trade is ever due.",
        said="Five strips of wins and losses. Their longest runs of losses are " + ", ".join(longest[:-1]) + " and " + longest[-1] + ".",
        strips=tuple(strips),
        head="Try",
        count="Longest run of losses",
    )


def _number(value: object) -> float:
    assert isinstance(value, float)
    return value


@calculator(
    "streak_odds",
    version=1,
    title="How likely is the streak?",
    question="How probable is a run of losses somewhere in my next trades?",
    story=story,
    presets=(
        ("50-wins-10-in-100", "50 % wins, 10 in 100", {}),
        ("40-wins-10-in-100", "40 % wins, 10 in 100", {"win_rate": "0.4"}),
        ("40-wins-7-in-100", "40 % wins, 7 in 100", {"win_rate": "0.4", "run_length": "7"}),
        ("50-wins-5-in-50", "50 % wins, 5 in 50", {"run_length": "5", "trades": "50"}),
        ("60-wins-5-in-100", "60 % wins, 5 in 100", {"win_rate": "0.6", "run_length": "5"}),
        ("70-wins-5-in-500", "70 % wins, 5 in 500", {"win_rate": "0.7", "run_length": "5", "trades": "500"}),
        ("50-wins-10-in-1000", "50 % wins, 10 in 1,000", {"trades": "1000"}),
    ),
    more=("seed",),
    effect="chance",
    limits=(
        "Losses that come together: positions that fall with one market, a method that stops working.",
        "A win rate that is not known. Fifty trades cannot tell 40 % from 50 %.",
        "How much each loss costs. Another calculator answers that.",
        "Trades that end even.",
    ),
    sources=(
        (
            "Mark Nelson, 20 Heads In a Row – What Are the Odds?",
            "https://marknelson.us/posts/2011/01/17/20-heads-in-a-row-what-are-the-odds.html",
        ),
    ),
)
def streak_odds(
    win_rate: WinRate = 0.5,
    run_length: Annotated[
        float,
        Quantity(unit="losses", display="count", ge=2, le=30, whole=True, soft=(2, 20), step=1, marks=(2, 5, 10, 15, 20)),
        Words(label="Streak"),
    ] = 10,
    trades: Annotated[
        float,
        Quantity(
            unit="trades",
            display="count",
            ge=2,
            le=2_000,
            whole=True,
            soft=(20, 2_000),
            scale="log",
            step=1,
            marks=(20, 50, 100, 200, 500, 1_000, 2_000),
        ),
        Words(label="Trades"),
    ] = 100,
    seed: Seed = 1,  # noqa: ARG001 - it draws the picture alone
) -> StreakOdds:
    """The exact chance of a run of losses somewhere in a row of independent trades.

    Args:
        win_rate: Share of your trades that win, in the long run.
        run_length: How many losses come one after the other, at least.
        trades: How many trades you make.
        seed: Which five tries are drawn below; it changes no number above them.
    """
    loss_rate, run, count = 1 - win_rate, int(run_length), int(trades)
    if count < run:
        raise reject("too-few-trades", "trades", run=str(run))
    wait = streaks.mean_wait(loss_rate, run)
    return StreakOdds(
        chance=streaks.chance_of_run(loss_rate, run, count),
        chance_next=elementary.power(loss_rate, run),
        mean_wait=wait if wait <= LONG_WAIT else None,
        median_longest=streaks.median_longest_run(loss_rate, count),
        notes=(note("note-independent", None),),
    )

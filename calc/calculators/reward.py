"""Does the upside pay for the risk, after costs?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from calc.declare import calculator
from calc.errors import Note
from calc.formulas import reward as formulas
from calc.formulas import sizing
from calc.model import note, reject
from calc.parts.scales import roof
from calc.pictures import Axis, Graph, Handle, Rule, Series, Zone
from calc.quantities import Change, FeeRate, Money, Price, Quantity, Result, Share, Side, Words
from calc.story import Ask, Ladder, Level, Shown, Story

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from calc.model import Values

RATES = tuple([k / 10 for k in range(11)])
SERIES = 20  # trades, from where their total is nearly bell-shaped
R = Annotated[float, Quantity(unit="R", display="money")]


@dataclass(frozen=True, kw_only=True)
class Reward:
    """What the method brings. R is what the stop costs, fees included.

    Attributes:
        gross_ratio: Way to the target divided by the way to the stop, as the chart shows it.
        net_ratio: The same after the fees of both ways out; below zero where the fees are larger than the target.
        stop_move: Move of the price from entry to the stop.
        target_move: Move of the price from entry to the target.
        risk_per_coin: What one coin loses at the stop, fees included.
        reward_per_coin: What one coin gains at the target, after fees.
        gross_break_even_rate: Share of winners that would be needed without fees.
        break_even_rate: Share of winners at which nothing is gained or lost in the long run; empty if no share is enough.
        expectancy: Average result of a trade at your win rate, in R.
        expectancy_amount: The same in money.
        total: What all the trades bring on average.
        deviation: Standard deviation of that total: about two thirds of all such series end within one of it.
        total_low: The total less one standard deviation.
        total_high: The total plus one standard deviation.
    """

    gross_ratio: Annotated[R, Words(label="Before fees")]
    net_ratio: Annotated[R, Words(label="Reward for one R of risk")]
    stop_move: Change
    target_move: Change
    risk_per_coin: Annotated[Price, Words(label="Lost at the stop, a coin")]
    reward_per_coin: Annotated[Price, Words(label="Won at the target, a coin")]
    gross_break_even_rate: Share
    break_even_rate: Annotated[Share | None, Words(label="Break-even win rate")]
    expectancy: Annotated[R, Quantity(signed=True), Words(label="Average trade")]
    expectancy_amount: Annotated[Result, Quantity(signed=True)]
    total: Annotated[Result, Quantity(signed=True), Words(label="All trades, on average")]
    deviation: Annotated[Result, Words(label="Give or take")]
    total_low: Annotated[Result, Quantity(signed=True)]
    total_high: Annotated[Result, Quantity(signed=True)]
    notes: tuple[Note, ...]


def story(q: Mapping[str, Any], r: Reward) -> Story:
    """What is said about it."""
    if r.break_even_rate is None:
        verdict = "The target is {target_move:abs} away, and fees take more than that: even a winner loses. No win rate breaks even."
    else:
        verdict = (
            "The target pays {net_ratio} times what the stop costs, after fees, so {break_even_rate} of the trades must win to break even. "
        )
        if r.expectancy:
            way = "gains" if r.expectancy > 0 else "loses"
            verdict += "At {win_rate} the average trade " + way + " {expectancy_amount:abs-dollars} for {risk_amount:dollars} risked."
        else:
            verdict += "At {win_rate} the average trade gains nothing and loses nothing."
    around = "two such series in three end within " if q["trades"] >= SERIES else "one standard deviation: "
    trades = "1 trade" if q["trades"] == 1 else "{trades} trades"
    return Story(
        verdict=verdict,
        outputs=(
            Shown(name="net_ratio", remark="{gross_ratio} before fees"),
            Shown(name="break_even_rate", remark="{gross_break_even_rate} without fees", none="none"),
            Shown(name="expectancy", remark="{expectancy_amount} USDT at {win_rate} of winners"),
            Shown(name="total", remark="in " + trades + ", each with {risk_amount:dollars} at risk"),
            Shown(name="deviation", remark=around + "{total_low} to {total_high}"),
        ),
        charts=(_picture(q, r), _ladder(q["side"] == "long")),
        working=_working(q, r),
        convention="R is the loss at the stop with its fees. Trades are independent, and each ends at its stop or at its target.",
        ask=None
        if r.break_even_rate is None
        else Ask(
            question="The target is {target_move:abs} away and the stop {stop_move:abs}. Which share of the trades must win to break even, "
            "after fees?",
            output="break_even_rate",
            low=0,
            high=1,
            step=0.01,
        ),
        brief="even at {break_even_rate} of winners" if r.break_even_rate is not None else "no win rate breaks even",
    )


def _picture(q: Mapping[str, Any], r: Reward) -> Graph:
    """The average trade against the win rate: a straight line from a sure loser to a sure winner."""
    even, high = r.break_even_rate, roof(max(r.net_ratio, r.gross_ratio, 0.5))
    return Graph(
        title="What the average trade brings, by the share of winners.",
        caption="The win rate alone says nothing: the line decides. Fees tilt it down, and move its crossing to the right.",
        said="Average trade in R against the win rate: {expectancy} R at {win_rate}.",
        x=Axis(label="Win rate", low=0, high=1),
        y=Axis(label="Average trade, in R", low=-1, high=high, display="money"),
        series=(
            Series(points=tuple([(p, formulas.expectancy(p, r.net_ratio)) for p in RATES]), label="after fees", named=0.5, below=True),
            Series(
                points=tuple([(p, formulas.expectancy(p, r.gross_ratio)) for p in RATES]), label="before fees", style="ghost", named=0.9
            ),
        ),
        zones=(Zone(low=0, high=1.0 if even is None else even, label="loses over time", short="loses"),),
        rules=() if even is None else (Rule(value=even, axis="x", label="gains from {break_even_rate}", style="ink"),),
        handle=Handle(x=q["win_rate"], y=r.expectancy, text="{expectancy} R a trade", field="win_rate"),
    )


def _ladder(long: bool) -> Ladder:
    """Entry, stop and target, from the stop of a short down to its target, or the other way round."""
    entry = Level(name="entry_price", label="Entry", style="entry", drag=True)
    stop = Level(name="stop_price", label="Stop", style="stop", drag=True)
    target = Level(name="target_price", label="Target", style="target", drag=True)
    return Ladder(
        title="The two ways out.",
        caption="The trade ends at the orange line or at the dotted one. Drag them, and see which share of winners that takes.",
        levels=(target, entry, stop) if long else (stop, entry, target),
        entry=entry.name,
    )


def _working(q: Values, r: Reward) -> tuple[str, ...]:
    """The formulas, in the order of their use."""
    won, lost = ("target_price - entry_price", "entry_price - stop_price")
    if q["side"] == "short":
        won, lost = ("entry_price - target_price", "stop_price - entry_price")
    steps = [
        "reward_per_coin = " + won + " - entry_fee_rate * entry_price - target_fee_rate * target_price",
        "risk_per_coin = " + lost + " + entry_fee_rate * entry_price + stop_fee_rate * stop_price",
        "net_ratio = reward_per_coin / risk_per_coin",
    ]
    if r.break_even_rate is not None:
        steps.append("break_even_rate = 1 / (1 + net_ratio)")
    return tuple(steps + ["expectancy = win_rate * net_ratio - (1 - win_rate)", "total = trades * expectancy * risk_amount"])


@calculator(
    "reward",
    version=1,
    title="Reward, break-even win rate, expectancy",
    question="Does the upside pay for the risk, after costs?",
    story=story,
    presets=(
        ("2-to-1-40-winners", "2 to 1, 40 % winners", {}),
        ("2-to-1-30-winners", "2 to 1, 30 % winners", {"win_rate": "0.3"}),
        ("1-to-1", "1 to 1", {"target_price": "103000"}),
        ("3-to-1", "3 to 1", {"target_price": "109000"}),
        ("scalp", "Scalp: 0.2 % against 0.4 %", {"stop_price": "99800", "target_price": "100400"}),
        ("5-to-1", "5 to 1", {"target_price": "115000"}),
        ("short", "A short", {"side": "short", "stop_price": "103000", "target_price": "94000"}),
        ("fees-above-target", "Fees larger than the target", {"stop_price": "99900", "target_price": "100080"}),
    ),
    more=("entry_price", "entry_fee_rate", "stop_fee_rate", "target_fee_rate", "trades", "risk_amount"),
    effect="expectancy",
    limits=(
        "Whether your win rate will be that. It is a guess, and a few dozen trades say little about it.",
        "Funding, slippage and gaps: a stop may cost more than one R.",
        "Trades that are closed between stop and target.",
        "Trades that lose together. Then totals lie farther apart than this says.",
    ),
    sources=(("Investopedia, risk/reward ratio", "http://www.investopedia.com/terms/r/riskrewardratio.asp"),),
)
def reward(
    side: Side = "long",
    stop_price: Annotated[Price, Quantity(soft=(0.8, 1.2), around="entry_price", digits=4, marks=(0.8, 0.9, 1, 1.1, 1.2))] = 97_000,
    target_price: Annotated[Price, Quantity(soft=(0.8, 1.2), around="entry_price", digits=4, marks=(0.8, 0.9, 1, 1.1, 1.2))] = 106_000,
    win_rate: Annotated[Share, Quantity(ge=0, le=1, soft=(0, 1), step=0.01, marks=(0, 0.25, 0.5, 0.75, 1))] = 0.4,
    entry_price: Price = 100_000,
    entry_fee_rate: Annotated[FeeRate, Words(label="Entry fee")] = 0.0005,
    stop_fee_rate: Annotated[FeeRate, Words(label="Fee at the stop")] = 0.0005,
    target_fee_rate: Annotated[FeeRate, Quantity(ge=-0.0002), Words(label="Fee at the target")] = 0.0005,
    trades: Annotated[
        float,
        Quantity(
            unit="trades", display="count", ge=1, le=10_000, whole=True, soft=(1, 1_000), scale="log", step=1, marks=(1, 10, 100, 1_000)
        ),
    ] = 100,
    risk_amount: Annotated[Money, Quantity(gt=0, soft=(10, 10_000), marks=(10, 100, 1_000, 10_000)), Words(label="Risk per trade")] = 100,
) -> Reward:
    """Reward for one unit of risk after fees, the win rate that it needs, and what a number of such trades bring.

    Args:
        side: A long profits when the price rises, a short when it falls.
        stop_price: Price at which you close a loser.
        target_price: Price at which you close a winner.
        win_rate: Share of your trades that reach the target before the stop.
        entry_price: Average price at which the position is filled.
        entry_fee_rate: Fee on the position's value for opening.
        stop_fee_rate: Fee on the position's value for closing at the stop.
        target_fee_rate: Fee on the position's value for closing at the target. A limit order there may be cheaper.
        trades: How many such trades you make.
        risk_amount: What one loser costs, fees included: one R.
    """
    sign = 1 if side == "long" else -1
    problems = [reject("stop-side", "stop_price")] if sign * (stop_price - entry_price) >= 0 else []
    problems += [reject("target-side", "target_price")] if sign * (target_price - entry_price) <= 0 else []
    if problems:
        raise problems[0] if len(problems) == 1 else problems[0].also(problems[1].problems)
    risk = sizing.loss_per_unit(entry_price, stop_price, entry_fee_rate, stop_fee_rate)
    net = formulas.reward_to_risk(entry_price, stop_price, target_price, entry_fee_rate, stop_fee_rate, target_fee_rate)
    gross = formulas.reward_to_risk(entry_price, stop_price, target_price)
    average = formulas.expectancy(win_rate, net)
    total = trades * average * risk_amount
    deviation = formulas.deviation(win_rate, net, trades) * risk_amount
    notes = [note("warn-fees-over-target", "target_price")] if net <= 0 else []
    return Reward(
        gross_ratio=gross,
        net_ratio=net,
        stop_move=stop_price / entry_price - 1,
        target_move=target_price / entry_price - 1,
        risk_per_coin=risk,
        reward_per_coin=sign * (target_price - entry_price) - entry_fee_rate * entry_price - target_fee_rate * target_price,
        gross_break_even_rate=formulas.break_even_win_rate(gross),
        break_even_rate=formulas.break_even_win_rate(net) if net > 0 else None,
        expectancy=average,
        expectancy_amount=average * risk_amount,
        total=total,
        deviation=deviation,
        total_low=total - deviation,
        total_high=total + deviation,
        notes=tuple(notes + [note("note-model", None)]),
    )

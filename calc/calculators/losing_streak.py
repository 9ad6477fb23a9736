"""Do ten losses of 5 % halve the account?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from calc.declare import calculator
from calc.errors import Note
from calc.formulas import growth
from calc.model import note
from calc.pictures import Axis, Graph, Handle, Rule, Series
from calc.quantities import Account, Count, Quantity, Result, RiskPerTrade, Share, Words
from calc.story import Ask, Shown, Story

ALMOST = 1e-12  # a share that counts as nothing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values


@dataclass(frozen=True, kw_only=True)
class LosingStreak:
    """What losses in a row leave.

    Attributes:
        left_shrinking: What is left when each loss is a share of what is left.
        left_fixed: What is left when each loss is the same share of the starting account; nothing once that is empty.
        kept_shrinking: What the shrinking stake leaves, as a share of the starting account.
        kept_fixed: What the fixed stake leaves, as a share of the starting account.
        lost_shrinking: What the shrinking stake loses, as a share of the starting account.
        lost_fixed: What the fixed stake loses, as a share of the starting account.
        gain_shrinking: Gain on what is left that brings the shrinking stake back to the start; empty if almost nothing is left.
        gain_fixed: Gain on what is left that brings the fixed stake back to the start; empty if almost nothing is left.
        half_shrinking: Loss in a row with which half of the account is gone, with the shrinking stake.
        half_fixed: Loss in a row with which half of the account is gone, with the fixed stake.
        empty_fixed: Loss in a row with which the account is empty, with the fixed stake.
        loss_rate: What one loss costs, risk and costs together, as a share of the account.
        left_before: What the shrinking stake leaves before the last of the losses.
        compare_left: What is left with the shrinking stake, at the risk of the line that is drawn for comparison.
    """

    left_shrinking: Annotated[Result, Words(label="Left, shrinking stake")]
    left_fixed: Annotated[Result, Words(label="Left, fixed stake")]
    kept_shrinking: Annotated[Share, Words(label="Share that is left")]
    kept_fixed: Annotated[Share, Words(label="Share left, fixed stake")]
    lost_shrinking: Annotated[Share, Words(label="Lost, shrinking stake")]
    lost_fixed: Annotated[Share, Words(label="Lost, fixed stake")]
    gain_shrinking: Annotated[Share | None, Words(label="Gain to get back")]
    gain_fixed: Annotated[Share | None, Words(label="Gain to get back, fixed stake")]
    half_shrinking: Annotated[Count, Words(label="Half is gone with loss")]
    half_fixed: Annotated[Count, Words(label="Half is gone with loss, fixed stake")]
    empty_fixed: Annotated[Count, Words(label="Empty with loss, fixed stake")]
    loss_rate: Annotated[Share, Words(label="Cost of a loss")]
    left_before: Annotated[Result, Words(label="Left before the last loss")]
    compare_left: Annotated[Result, Words(label="Left at the other risk")]
    notes: tuple[Note, ...]


def story(q: Values, r: LosingStreak) -> Story:
    """What is said about it."""
    one = q["losses"] == 1
    cost = " and {cost_share} of it in costs" if q["cost_share"] else ""
    head = "One loss of {risk_per_trade}" if one else "{losses} losses in a row at {risk_per_trade} each"
    if r.left_shrinking == 0:
        verdict = "One loss of {risk_per_trade}" + cost + " takes all of the {account_balance:dollars}."
    elif one:
        verdict = head + cost + " leaves {left_shrinking:dollars} of {account_balance:dollars}, {kept_shrinking}."
    else:
        verdict = (
            head
            + cost
            + " leave {left_shrinking:dollars} of {account_balance:dollars}, {kept_shrinking}, if the stake shrinks with the account, and "
        )
        verdict += "{left_fixed:dollars}, {kept_fixed}, if it stays the same." if r.left_fixed else "nothing if it stays the same."
    return Story(
        verdict=verdict,
        outputs=(
            Shown(name="left_shrinking", remark="each loss {loss_rate} of what is left"),
            Shown(
                name="left_fixed",
                remark="each loss {loss_rate} of the start" if r.left_fixed else "empty with loss {empty_fixed}",
            ),
            Shown(name="lost_shrinking", remark="{lost_fixed} with a fixed stake", label="Lost"),
            Shown(
                name="gain_shrinking",
                remark="{gain_fixed} with a fixed stake" if r.gain_fixed is not None else "no way back with a fixed stake",
                none="no way back",
            ),
            Shown(name="half_shrinking", remark="loss {half_fixed} with a fixed stake"),
            Shown(name="compare_left", remark="the same losses at {compare_risk}, shrinking stake"),
        ),
        charts=(_picture(q, r),),
        working=_working(q, r),
        convention="All losses are of one size. Costs come on top of each, as a share of the risk.",
        ask=Ask(
            question="{losses} losses in a row at {risk_per_trade}" + cost + ", each of what is left by then: how much is left?"
            if not one
            else "One loss of {risk_per_trade}" + cost + ": how much is left?",
            output="kept_shrinking",
            low=0,
            high=1,
            step=0.01,
        ),
        brief="{left_shrinking:dollars} left",
    )


def _picture(q: Values, r: LosingStreak) -> Graph:
    """What is left after each loss, in three ways, and the reader's own number of losses to drag."""
    start, losses = _number(q["account_balance"]), _number(q["losses"])
    last = 20 if losses <= 20 else 50
    fixed = [(float(k), growth.left_with_fixed_stake(start, r.loss_rate, k)) for k in range(min(last, r.empty_fixed) + 1)]
    series = [
        Series(
            points=_shrinking(start, r.loss_rate, last),
            label="Shrinking stake",
            short="Shrinking",
            style="account",
            stairs=True,
        ),
        Series(
            points=tuple(fixed),
            label="Fixed stake",
            short="Fixed",
            style="ink",
            stairs=True,
            ended=r.empty_fixed <= last,
            named=0.85,
            below=True,
        ),
    ]
    other = _number(q["compare_risk"]) * (1 + _number(q["cost_share"]))
    if other != r.loss_rate:
        at = "{compare_risk}, shrinking"
        series.append(Series(points=_shrinking(start, other, last), label=at, short="{compare_risk}", style="ghost", stairs=True))
    gone = " The fixed stake ends with loss {empty_fixed}." if r.empty_fixed <= last else ""
    return Graph(
        title="What is left after each loss.",
        caption="A fixed stake goes straight down and ends at zero. A shrinking one takes less each time, and needs more losses for half.",
        said="Stairs down. After the losses a shrinking stake has {left_shrinking} of {account_balance} left, a fixed one {left_fixed}."
        + gone,
        x=Axis(label="Losses in a row", low=0, high=last, display="count", marks=tuple([float(k) for k in range(0, last + 1, last // 5)])),
        y=Axis(label="Left, USDT", low=0, high=start, display="money"),
        series=tuple(series),
        rules=(Rule(value=start / 2, style="ghost dotted", label="half", short="half"),),
        handle=Handle(x=losses, y=r.left_shrinking, text="{kept_shrinking} left", field="losses", ended=r.left_shrinking == 0),
    )


def _shrinking(start: float, rate: float, last: int) -> tuple[tuple[float, float], ...]:
    return tuple([(float(k), growth.left_with_shrinking_stake(start, rate, k)) for k in range(last + 1)])


def _working(q: Values, r: LosingStreak) -> tuple[str, ...]:
    """The formulas; of the shrinking stake its last step, because it is the same one each time."""
    steps = ["loss_rate = risk_per_trade * (1 + cost_share)"] if q["cost_share"] else []
    steps.append("left_shrinking = left_before * (1 - loss_rate)")
    if r.left_fixed:
        steps.append("left_fixed = account_balance * (1 - losses * loss_rate)")
    if r.gain_shrinking is not None:
        steps.append("gain_shrinking = (account_balance - left_shrinking) / left_shrinking")
    return tuple(steps)


def _number(value: object) -> float:
    assert isinstance(value, float)
    return value


def _gain(before: float, left: float) -> float | None:
    """The gain on what is left that brings back all; None where almost nothing is left to gain on."""
    return (before - left) / left if left > ALMOST * before else None


@calculator(
    "losing_streak",
    version=1,
    title="Ten losses in a row: the damage",
    question="It is often said that ten 5 % losses halve the account. Do they?",
    story=story,
    presets=(
        ("ten-of-5", "Ten losses of 5 %", {}),
        ("ten-of-1", "Ten of 1 %", {"risk_per_trade": "0.01", "compare_risk": "0.02"}),
        ("ten-of-2", "Ten of 2 %", {"risk_per_trade": "0.02"}),
        ("five-of-10", "Five of 10 %, $1,000", {"account_balance": "1000", "risk_per_trade": "0.1", "losses": "5"}),
        ("five-of-20", "Five of 20 %, $500", {"account_balance": "500", "risk_per_trade": "0.2", "losses": "5"}),
        ("twenty-of-5", "Twenty of 5 %", {"losses": "20"}),
    ),
    more=("cost_share", "compare_risk"),
    effect="kept_shrinking",
    limits=(
        "How likely so many losses in a row are. Another calculator answers that.",
        "Losses larger than planned: gaps, slippage, a stop that is jumped.",
        "Funding, deposits and withdrawals in between.",
        "What a row of losses does to the next decision.",
    ),
    sources=(("Alphaex Capital, gain that is needed after a drawdown", "https://www.alphaexcapital.com/tools/drawdown-recovery"),),
)
def losing_streak(
    account_balance: Account = 10_000,
    risk_per_trade: RiskPerTrade = 0.05,
    losses: Annotated[
        float,
        Quantity(unit="in a row", display="count", ge=1, le=50, whole=True, soft=(1, 50), step=1, marks=(1, 10, 20, 30, 40, 50)),
        Words(label="Losses"),
    ] = 10,
    cost_share: Annotated[
        float,
        Quantity(unit="fraction", display="percent", ge=0, le=1, soft=(0, 0.5), step=0.01, marks=(0, 0.1, 0.2, 0.3, 0.4, 0.5)),
        Words(label="Costs, of the risk"),
    ] = 0,
    compare_risk: Annotated[RiskPerTrade, Words(label="Compare with")] = 0.01,
) -> LosingStreak:
    """What losses in a row leave of an account, with a stake that shrinks with it and with one that does not.

    Args:
        account_balance: What is there before the first loss.
        risk_per_trade: Share of the account that one loss costs: of what is left with a shrinking stake, of the start with a fixed one.
        losses: How many losses come one after the other.
        cost_share: Fees and slippage that come on top of each loss, as a share of what is risked.
        compare_risk: Another risk per trade, drawn as a thin line to compare with.
    """
    rate, count = risk_per_trade * (1 + cost_share), int(losses)
    before = growth.left_with_shrinking_stake(account_balance, rate, count - 1)
    shrinking = growth.left_with_shrinking_stake(account_balance, rate, count)
    fixed = growth.left_with_fixed_stake(account_balance, rate, count)
    lost, lost_fixed = 1 - shrinking / account_balance, 1 - fixed / account_balance
    empty = growth.losses_until_empty(rate)
    return LosingStreak(
        left_shrinking=shrinking,
        left_fixed=fixed,
        kept_shrinking=shrinking / account_balance,
        kept_fixed=fixed / account_balance,
        lost_shrinking=lost,
        lost_fixed=lost_fixed,
        gain_shrinking=_gain(account_balance, shrinking),
        gain_fixed=_gain(account_balance, fixed),
        half_shrinking=growth.whole_losses(growth.losses_to_half_with_shrinking_stake(rate)) if rate < 1 else 1,
        half_fixed=growth.whole_losses(growth.losses_to_half_with_fixed_stake(rate)),
        empty_fixed=empty,
        loss_rate=rate,
        left_before=before,
        compare_left=growth.left_with_shrinking_stake(account_balance, compare_risk * (1 + cost_share), count),
        notes=(note("note-account-empty", "losses", loss=str(empty)),) if count >= empty else (),
    )

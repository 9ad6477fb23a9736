"""What does holding cost, or pay, me?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from calc.declare import calculator
from calc.errors import Note
from calc.formulas import funding as formulas
from calc.formulas.elementary import steps_to
from calc.model import note, reject
from calc.parts.scales import reach
from calc.parts.settlements import shelf, stairs
from calc.quantities import Account, Change, Count, PositionValue, PutUp, Quantity, Rate, Result, Share, Side, When, Words
from calc.story import Ask, Percents, Shown, Story

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values

USUAL = 0.03  # what venues let a rate for one interval be, on either side of zero
Signed = Annotated[Rate, Quantity(ge=-1, soft=(-0.001, 0.001), step=0.00005, marks=(-0.001, -0.0005, 0, 0.0005, 0.001), signed=True)]
Hours = Annotated[float, Quantity(unit="hours", display="size", ge=0)]


@dataclass(frozen=True, kw_only=True)
class Funding:
    """What is paid or received while the position is held.

    Attributes:
        rate: Funding rate of one interval: what you gave, or what the premium makes of it.
        payments: Settlements that the position is held through.
        each: What one settlement pays you, or takes from you with a minus.
        total: What all of them pay you, or take from you with a minus.
        total_on_margin: The same as a share of your margin.
        total_on_account: The same as a share of your account.
        same_move: Move of the price with the same result.
        yearly_rate: The rate as a simple rate for a year, without compounding; above zero it is paid by longs.
        cushion: Margin above what must be kept: what funding alone may take.
        days_left: Days until funding alone has taken the cushion, at an unchanged price; empty if it never does.
        settlements_left: Settlements until then; empty if it never does.
        liquidated: Whether that happens before the position is closed.
    """

    rate: Annotated[Signed, Words(label="Funding rate")]
    payments: Annotated[Count, Words(label="Settlements")]
    each: Annotated[Result, Quantity(signed=True), Words(label="At each settlement")]
    total: Annotated[Result, Quantity(signed=True), Words(label="In all")]
    total_on_margin: Annotated[Change, Words(label="Share of your margin")]
    total_on_account: Annotated[Change, Words(label="Of your account")]
    same_move: Annotated[Change, Words(label="Price move")]
    yearly_rate: Annotated[Share, Quantity(signed=True), Words(label="Rate for a year")]
    cushion: Result
    days_left: Annotated[float | None, Quantity(unit="days", display="days"), Words(label="Cushion lasts")]
    settlements_left: Count | None
    liquidated: bool
    notes: tuple[Note, ...]


def story(q: Values, r: Funding) -> Story:
    """What is said about it."""
    by_premium = q["mode"] == "premium"
    times = "1 settlement" if r.payments == 1 else "{payments} settlements"
    way = "receives" if r.each > 0 else "pays"
    held = "Held for {holding_hours} hours, " if q["holding_hours"] != 1 else "Held for 1 hour, "
    held += "a {side:lower} of {notional:dollars}"
    if r.liquidated:
        verdict = held + " pays {each:abs-dollars} at each settlement. After {days_left} days and " + times
        verdict += ", funding alone has taken the cushion: at an unchanged price the position is liquidated."
    elif not r.payments:
        verdict = held + " meets no settlement. It pays nothing and receives nothing."
    elif not r.each:
        verdict = held + " meets " + times + ", but the rate is zero. It pays nothing and receives nothing."
    else:
        verdict = held + " " + way + " {total:abs-dollars} in " + times + ": {total_on_margin:abs} of your margin."
    if by_premium:
        verdict = "A premium of {premium} makes a funding rate of {rate}. " + verdict
    return Story(
        verdict=verdict,
        outputs=(
            Shown(name="rate", remark=_source(q, r.rate) if by_premium else _payer(r.rate)),
            Shown(name="payments", remark="one every " + ("hour" if q["interval_hours"] == 1 else "{interval_hours} hours")),
            Shown(name="each", remark="on the position’s value, not on your margin"),
            Shown(name="total", remark="{total_on_margin} of your margin"),
            Shown(name="yearly_rate", remark="simple, on the position’s value"),
            Shown(
                name="days_left",
                remark="until funding alone liquidates it" if r.days_left is not None else "funding takes nothing from it",
                none="for ever",
            ),
        ),
        percents=Percents(
            title="The funding, and a price move that does the same",
            move="same_move",
            margin="total_on_margin",
            account="total_on_account",
            out=r.liquidated,
        ),
        charts=(shelf(q, r) if by_premium else stairs(q, r),),
        working=_working(q),
        convention="The position’s value and the rate stay as they are. A settlement at the very end of the holding time counts.",
        ask=_ask(r) if r.each and r.payments and not (r.liquidated or by_premium) else None,
        brief=way + " {total:abs-dollars}" if r.total else "pays and receives nothing",
    )


def _payer(rate: float) -> str:
    """Who pays whom at that rate."""
    if rate == 0:
        return "nobody pays"
    return "longs pay shorts" if rate > 0 else "shorts pay longs"


def _source(q: Values, rate: float) -> str:
    """Where a rate that a premium makes comes from."""
    return "the interest alone: the premium is on the shelf" if _beyond(q) == 0 else "premium and clamp: " + _payer(rate)


def _beyond(q: Values) -> int:
    """Whether the premium is below the shelf (−1), on it (0) or above it (1)."""
    premium, interest, clamp = q["premium"], q["interest_rate"], q["clamp"]
    assert isinstance(premium, float) and isinstance(interest, float) and isinstance(clamp, float)
    return 1 if interest - premium < -clamp else -1 if interest - premium > clamp else 0


def _ask(r: Funding) -> Ask:
    high = reach(2 * abs(r.total_on_margin), (0.1, 0.2, 0.5, 1.0, 2.0))
    question = (
        "A rate of {rate} every {interval_hours} hours, for {holding_hours} hours, on {notional:dollars} with {initial_margin:dollars} of "
    )
    question += "margin. What share of the margin " + ("comes in?" if r.total > 0 else "is gone?")
    return Ask(question=question, output="total_on_margin", low=0, high=high, step=high / 100)


def _working(q: Values) -> tuple[str, ...]:
    """The formulas, in the order of their use."""
    steps = []
    if q["mode"] == "premium":
        steps.append("rate = premium " + ("+ clamp", "+ (interest_rate - premium)", "- clamp")[_beyond(q) + 1])
    steps.append("each = 0 - notional * rate" if q["side"] == "long" else "each = notional * rate")
    steps += ["total = payments * each", "total_on_margin = total / initial_margin", "yearly_rate = rate * 24 / interval_hours * 365"]
    return tuple(steps + ["cushion = initial_margin - notional * maintenance_margin_rate"])


@calculator(
    "funding",
    version=1,
    title="Funding meter",
    question="What does holding cost me, or pay me?",
    story=story,
    presets=(
        ("week-at-0-01", "0.01 %, a week", {}),
        ("week-at-0-1", "0.1 %, a week", {"funding_rate": "0.001"}),
        ("7-hours", "7 hours, no settlement", {"holding_hours": "7"}),
        ("long-receives", "A long that receives", {"notional": "5000", "funding_rate": "-0.0003", "holding_hours": "72"}),
        ("short-receives", "A short that receives", {"side": "short"}),
        ("hourly", "Hourly", {"funding_rate": "0.0000125", "interval_hours": "1", "hours_to_first": "1"}),
        (
            "50000-for-a-month",
            "$50,000 for a month",
            {"notional": "50000", "funding_rate": "0.0005", "holding_hours": "720", "initial_margin": "5000"},
        ),
        ("five-weeks-at-0-1", "0.1 % for five weeks", {"funding_rate": "0.001", "holding_hours": "840"}),
        ("premium-on-the-shelf", "Premium on the shelf", {"mode": "premium", "premium": "0.0003"}),
        ("premium-above", "Premium above the shelf", {"mode": "premium", "premium": "0.001"}),
        ("premium-below", "Premium below the shelf", {"mode": "premium", "premium": "-0.001"}),
    ),
    more=("initial_margin", "interval_hours", "hours_to_first", "interest_rate", "clamp", "account_balance", "maintenance_margin_rate"),
    effect="total_on_margin",
    limits=(
        "Rates that change. Each settlement has its own, and it can turn from paid to received.",
        "A position whose value moves with the price, and with it the amount.",
        "Other intervals: some venues settle hourly, some every 4 or 8 hours, some twice a day, and some change it.",
        "How each venue averages the premium, and its cap on the rate.",
    ),
    sources=(
        ("Gate, how the funding rate is made", "https://gate.io/futures/introduction/funding-rate-history"),
        (
            "TraderWagon, after Binance, who pays and when",
            "https://docs.traderwagon.com/faq/futures-trading-introduction/funding-fee",
        ),
    ),
)
def funding(
    mode: Annotated[Literal["holding", "premium"], Words(label="Question", choices=("Cost of holding", "Premium to rate"))] = "holding",
    side: Side = "long",
    notional: PositionValue = 10_000,
    funding_rate: Annotated[Signed, When(input="mode", value="holding"), Words(label="Funding rate")] = 0.0001,
    premium: Annotated[
        Signed,
        Quantity(ge=-0.03, le=0.03, soft=(-0.002, 0.002), marks=(-0.002, -0.001, 0, 0.001, 0.002)),
        When(input="mode", value="premium"),
    ] = 0.0003,
    holding_hours: Annotated[
        Hours, Quantity(le=8_760, soft=(0, 720), step=1, marks=(0, 168, 336, 504, 720)), Words(label="Hours held")
    ] = 168,
    initial_margin: PutUp = 1_000,
    interval_hours: Annotated[
        Hours, Quantity(gt=0, ge=0.25, le=24, soft=(1, 12), step=1, marks=(1, 4, 8, 12)), Words(label="Hours between settlements")
    ] = 8,
    hours_to_first: Annotated[Hours, Quantity(le=24, soft=(0, 12), step=0.5, marks=(0, 4, 8, 12)), Words(label="Hours to the first")] = 8,
    interest_rate: Annotated[
        Signed,
        Quantity(ge=-0.01, le=0.01, soft=(-0.0005, 0.0005), step=0.00001, marks=(-0.0005, 0, 0.0005)),
        When(input="mode", value="premium"),
    ] = 0.0001,
    clamp: Annotated[
        Rate, Quantity(le=0.01, soft=(0, 0.001), step=0.00005, marks=(0, 0.0005, 0.001)), When(input="mode", value="premium")
    ] = 0.0005,
    account_balance: Account = 10_000,
    maintenance_margin_rate: Annotated[Rate, Quantity(le=0.1), Words(label="Maintenance rate")] = 0.005,
) -> Funding:
    """Funding of a perpetual position that is held for some time, at one rate and one price.

    Args:
        mode: Whether you know the rate, or the premium that it is made of.
        side: A long pays when the rate is above zero, and receives when it is below; a short the other way round.
        notional: Value of the position at the mark price of a settlement. Funding is taken of this.
        funding_rate: Rate for one interval, as the venue shows it.
        premium: How far the contract is above (or, with a minus, below) its index, averaged over the interval.
        holding_hours: How long you hold the position.
        initial_margin: Your money that is locked for it.
        interval_hours: Time from one settlement to the next.
        hours_to_first: Time from your entry to the next settlement. At zero, one is due right now and counts.
        interest_rate: Part of the rate that is there without a premium.
        clamp: How far the rate may be from the premium.
        account_balance: All you have on that account, for the third percentage.
        maintenance_margin_rate: Share of the position's value that must stay covered.
    """
    rate = funding_rate if mode == "holding" else formulas.rate_from_premium(premium, interest_rate, clamp)
    if abs(rate) > USUAL:
        raise reject("rate-unusual", "funding_rate", largest=USUAL)
    cushion = initial_margin - notional * maintenance_margin_rate
    if cushion <= 0:
        raise reject(
            "margin-below-maintenance",
            "initial_margin",
            leverage=notional / initial_margin,
            initial_margin_rate=initial_margin / notional,
            maintenance_margin_rate=maintenance_margin_rate,
            max_leverage=1 / maintenance_margin_rate,
        )
    each = formulas.payment(1 if side == "long" else -1, notional, rate) + 0.0
    count = formulas.settlements_held(holding_hours, hours_to_first, interval_hours)
    left = steps_to(cushion, -each) if each < 0 else None
    liquidated = left is not None and left <= count
    if left is not None and liquidated:
        count = left
    total = count * each + 0.0
    return Funding(
        rate=rate,
        payments=count,
        each=each,
        total=total,
        total_on_margin=total / initial_margin,
        total_on_account=total / account_balance,
        same_move=(total / notional if side == "long" else -total / notional) + 0.0,
        yearly_rate=formulas.yearly_rate(rate, interval_hours),
        cushion=cushion,
        days_left=None if left is None else (hours_to_first + (left - 1) * interval_hours) / 24,
        settlements_left=left,
        liquidated=liquidated,
        notes=(note("note-estimate", None),),
    )

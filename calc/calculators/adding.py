"""The trade goes against me, and there is some more money. Add it as margin, add it as size, or leave it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from calc.declare import calculator
from calc.errors import Note
from calc.formulas import fills as filling
from calc.formulas import linear, margin
from calc.model import note, reject
from calc.parts.positions import held_after, isolated_end, side_by_side
from calc.parts.scales import roof
from calc.quantities import Account, Change, Leverage, Money, Price, PutUp, Quantity, Rate, Result, Rows, Size, Words
from calc.story import Ask, Percents, Shown, Story, Table
from calc.tiers import too_little

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values


@dataclass(frozen=True, kw_only=True)
class Fill:
    """One fill, in the order of time.

    Attributes:
        side: What was done: bought or sold.
        price: Price of the fill. A fill without price and amount does not count.
        amount: Value of the fill at that price, in quote.
    """

    side: Annotated[Literal["buy", "sell"], Words(label="Bought or sold", choices=("Bought", "Sold"))] = "buy"
    price: Annotated[Price | None, Words(empty="no fill")] = 100_000
    amount: Annotated[Money | None, Quantity(gt=0), Words(empty="no fill")] = 10_000


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What one choice makes of the position.

    Attributes:
        name: What is done with the extra money.
        entry_price: Average price at which the position was filled.
        size: Position size in the base asset.
        liquidation_price: Mark price at which the venue closes the position; empty if no price can.
        distance: Move from the price now to liquidation.
        at_risk: Margin in the position: what is lost if it is liquidated.
        per_percent: Profit or loss for each move of the price by 1 %.
    """

    name: Annotated[str, Words(label="Choice")]
    entry_price: Annotated[Price, Words(label="Average entry")]
    size: Size
    liquidation_price: Annotated[Price | None, Words(label="Liquidation")]
    distance: Annotated[Change | None, Words(label="From the price now")]
    at_risk: Annotated[Result, Words(label="Lost if liquidated")]
    per_percent: Annotated[Result, Words(label="For each 1 %")]


@dataclass(frozen=True, kw_only=True)
class Adding:
    """The position as the fills made it, and three choices; a fourth is to close.

    Attributes:
        choices: Doing nothing, adding margin and adding size, side by side.
        side: Side of the position after all fills.
        entry_price: Average price of what is open.
        size: Size of what is open, in the base asset.
        entry_notional: Value of what is open at its average entry.
        position_margin: What it locks at its leverage.
        raised_margin: The same with the extra money added, as margin or as size.
        closing_pnl: Profit or loss of closing all of it now, before fees.
        move: Move of the price from the average entry to now.
        roe: Profit or loss of closing now, as a share of the margin.
        account_return: The same as a share of the account.
        realized_pnl: Profit or loss that earlier fills have closed already, before fees.
        liquidation_price: Liquidation price if nothing is done; empty if no price does it.
        margin_liquidation: Liquidation price after adding margin.
        margin_distance: Move from the price now to it.
        size_entry: Average entry after adding size.
        size_liquidation: Liquidation price after adding size.
        size_distance: Move from the price now to it.
        added_size: Size that the extra money buys, or sells, at the price now and the same leverage.
    """

    choices: tuple[Choice, ...]
    side: str
    entry_price: Annotated[Price, Words(label="Average entry")]
    size: Size
    entry_notional: Annotated[Money, Words(label="Value at entry")]
    position_margin: Annotated[Result, Words(label="Margin in it")]
    raised_margin: Annotated[Result, Words(label="Margin with the extra money")]
    closing_pnl: Annotated[Result, Quantity(signed=True), Words(label="Closing now")]
    move: Annotated[Change, Words(label="Price move")]
    roe: Change
    account_return: Change
    realized_pnl: Result
    liquidation_price: Annotated[Price | None, Words(label="Liquidation, doing nothing")]
    margin_liquidation: Annotated[Price | None, Words(label="Liquidation, with margin added")]
    margin_distance: Annotated[Change | None, Words(label="Room with margin added")]
    size_entry: Annotated[Price, Words(label="Average entry, with size added")]
    size_liquidation: Annotated[Price | None, Words(label="Liquidation, with size added")]
    size_distance: Annotated[Change | None, Words(label="Room with size added")]
    added_size: Size
    notes: tuple[Note, ...]


def story(q: Values, r: Adding) -> Story:
    """What is said about it."""
    long, gains = r.side == "long", r.closing_pnl > 0
    now = "even" if r.closing_pnl == 0 else "{closing_pnl:abs-dollars} " + ("up" if gains else "down")
    verdict = (
        "{leverage:A} " + r.side + " with {position_margin:dollars} in it, entered at {entry_price}, is " + now + " at {current_price}. "
    )
    verdict += "Doing nothing, it is closed out at " + _at("liquidation_price", r.liquidation_price)
    verdict += "; with {extra_margin:dollars} more as margin, at " + _at("margin_liquidation", r.margin_liquidation)
    verdict += "; with the same money as size, at " + _at("size_liquidation", r.size_liquidation) + ". "
    verdict += (
        "Closing now costs nothing but the fee."
        if r.closing_pnl == 0
        else "Closing now takes {closing_pnl:abs-dollars} of profit."
        if gains
        else "Closing now costs {closing_pnl:abs-dollars}, and no more."
    )
    return Story(
        verdict=verdict,
        brief="closed out at {liquidation_price}, {margin_liquidation} or {size_liquidation}" if r.liquidation_price else "nothing ends it",
        end="size_distance",
        outputs=(
            Shown(name="liquidation_price", remark="{position_margin:dollars} at risk", none="no price"),
            Shown(name="margin_liquidation", remark="{raised_margin:dollars} at risk", none="no price"),
            Shown(name="size_liquidation", remark="{raised_margin:dollars} at risk; average entry {size_entry}", none="no price"),
            Shown(name="closing_pnl", remark="the choice that no form for adding shows; before fees"),
        ),
        percents=Percents(title="What closing now would give", move="move", margin="roe", account="account_return"),
        tables=(
            Table(
                title="Three ways to go on",
                rows="choices",
                head="name",
                columns=("entry_price", "size", "liquidation_price", "distance", "at_risk", "per_percent"),
                none="no price",
            ),
        ),
        charts=(side_by_side(r.choices, q["current_price"], long),),
        working=_working(r, long),
        convention="Isolated margin at one leverage for all of it; maintenance on the value now. Closed parts go at their average entry.",
        ask=_ask(r),
    )


def _at(name: str, price: float | None) -> str:
    return "no price" if price is None else "{" + name + "}"


def _ask(r: Adding) -> Ask | None:
    """The question before the answer: how far away the money moves the line as size, once it is known how far it does as margin."""
    if r.margin_distance is None or r.size_distance is None:
        return None
    high = roof(1.05 * abs(r.margin_distance))
    return Ask(
        question="{extra_margin:dollars} more as margin puts liquidation {margin_distance:abs} from the price."
        " How far away is it if the same money buys more size instead?",
        output="size_distance",
        low=0,
        high=high,
        step=high / 200,
    )


def _working(r: Adding, long: bool) -> tuple[str, ...]:
    away = " - " if long else " + "
    steps = [
        "position_margin = entry_notional / leverage",
        "raised_margin = position_margin + extra_margin",
        "closing_pnl = size * " + ("(current_price - entry_price)" if long else "(entry_price - current_price)"),
        "added_size = extra_margin * leverage / current_price",
        "size_entry = (entry_notional + extra_margin * leverage) / (size + added_size)",
    ]
    for price, name, top, size in (
        (r.liquidation_price, "liquidation_price", "entry_notional" + away + "position_margin", "size"),
        (r.margin_liquidation, "margin_liquidation", "entry_notional" + away + "raised_margin", "size"),
        (r.size_liquidation, "size_liquidation", "size_entry * (size + added_size)" + away + "raised_margin", "(size + added_size)"),
    ):
        if price is not None:
            steps.append(name + " = (" + top + ") / (" + size + " * (1" + away + "maintenance_margin_rate))")
    return tuple(steps)


@calculator(
    "adding",
    version=1,
    title="Adding: margin or size?",
    question="The trade is against me. Add margin, add size, or do nothing?",
    story=story,
    presets=(
        ("5-down", "5 % down", {}),
        ("10-up", "10 % up", {"current_price": "110000"}),
        ("short-5-against", "Short, 5 % against it", {"fills": "sell,100000,10000", "current_price": "105000"}),
        ("third-time", "A third time", {"fills": "buy,100000,10000;buy,95000,10000", "current_price": "90000", "extra_margin": "2000"}),
        ("half-the-price", "Half bought at half the price", {"fills": "buy,100,1000;buy,50,1000", "leverage": "1", "current_price": "50"}),
        ("sold-more-than-held", "Sold more than was held", {"fills": "buy,100000,10000;sell,98000,19600", "current_price": "99000"}),
    ),
    more=("account_balance", "maintenance_margin_rate"),
    effect="size_distance",
    limits=(
        "Fees, funding and slippage, of the fills, of adding and of closing.",
        "Tiers: a larger position must keep a larger share, and is closed out sooner.",
        "Whether there is a reason to go on. The sum only says what is at stake.",
        "Cross margin: there the rest of the account backs the position without being asked.",
    ),
    sources=(("Binance, liquidation price of USD-M futures", "https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93"),),
    rows=(Fill,),
)
def adding(
    fills: Annotated[
        tuple[Fill, ...],
        Rows(
            noun="fill",
            samples=(
                Fill(),
                Fill(price=95_000),
                Fill(price=92_000),
                Fill(side="sell", price=96_000, amount=5_000),
                Fill(price=None, amount=None),
                Fill(price=91_500),
            ),
            most=6,
        ),
    ] = (Fill(),),
    leverage: Leverage = 10,
    current_price: Annotated[Price, Words(label="Price now")] = 95_000,
    extra_margin: Annotated[PutUp, Quantity(soft=(100, 10_000), marks=(100, 1_000, 10_000)), Words(label="Extra money")] = 1_000,
    account_balance: Account = 10_000,
    maintenance_margin_rate: Annotated[Rate, Quantity(le=0.1), Words(label="Maintenance rate")] = 0.005,
) -> Adding:
    """What the same money does to a position as margin, as more size, or not at all.

    Args:
        fills: What was bought and sold, in the order of time. The opposite side closes first, and turns the position where it is more.
        leverage: Value of the position at entry divided by the margin in it; also that of any size added.
        current_price: Price now, at which size would be added, or all be closed.
        extra_margin: Money that could be added, as margin or as the margin of more size.
        account_balance: All you have on that account, for the third percentage.
        maintenance_margin_rate: Share of the position's value that must stay covered.
    """
    if leverage * maintenance_margin_rate >= 1:
        raise too_little(leverage, 1 / leverage, maintenance_margin_rate, 1 / maintenance_margin_rate)
    before, realized, notes = held_after(fills, leverage, maintenance_margin_rate)
    notional = before.size * before.entry_price
    put_up = margin.initial_margin(notional, leverage)
    added = extra_margin * leverage / current_price
    larger, _ = filling.filled(before, before.sign, added, current_price)
    choices = []
    for name, what, at_risk in (
        ("Do nothing", before, put_up),
        ("Add margin", before, put_up + extra_margin),
        ("Add size", larger, put_up + extra_margin),
    ):
        end = isolated_end(what, at_risk, maintenance_margin_rate)
        choices.append(
            Choice(
                name=name,
                entry_price=what.entry_price,
                size=what.size,
                liquidation_price=end,
                distance=None if end is None else end / current_price - 1,
                at_risk=at_risk,
                per_percent=what.size * current_price / 100,
            )
        )
    nothing, with_margin, with_size = choices
    if nothing.liquidation_price is not None and before.sign * (current_price - nothing.liquidation_price) <= 0:
        raise reject("closed-out-before", "current_price", current_price=current_price, liquidation_price=nothing.liquidation_price)
    pnl = linear.profit(before.sign, before.entry_price, current_price, before.size)
    return Adding(
        choices=tuple(choices),
        side="long" if before.sign > 0 else "short",
        entry_price=before.entry_price,
        size=before.size,
        entry_notional=notional,
        position_margin=put_up,
        raised_margin=put_up + extra_margin,
        closing_pnl=pnl,
        move=current_price / before.entry_price - 1,
        roe=pnl / put_up,
        account_return=pnl / account_balance,
        realized_pnl=realized,
        liquidation_price=nothing.liquidation_price,
        margin_liquidation=with_margin.liquidation_price,
        margin_distance=with_margin.distance,
        size_entry=with_size.entry_price,
        size_liquidation=with_size.liquidation_price,
        size_distance=with_size.distance,
        added_size=added,
        notes=tuple(notes + [note("note-estimate", None)]),
    )

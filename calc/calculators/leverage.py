"""If the price moves this much, what happens to my $100?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from calc.declare import calculator
from calc.errors import Note
from calc.formulas import linear
from calc.model import note, reject
from calc.parts.scales import roof
from calc.quantities import (
    Account,
    Change,
    Leverage,
    Money,
    Price,
    Quantity,
    Rate,
    Result,
    Side,
    Size,
    TakerFee,
    When,
    Words,
)
from calc.story import Ask, Lines, Percents, Shown, Story
from calc.tiers import too_little

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values


@dataclass(frozen=True, kw_only=True)
class OneMove:
    """What one move of the price does.

    Attributes:
        net_pnl: Profit or loss after the fees for opening and closing; the whole margin if the position is liquidated on the way.
        roe: The same as a share of your margin.
        account_return: The same as a share of the account; empty if the margin is more than the account.
        move: Move of the price from entry to the closing price.
        closing_price: Price at which the position is closed by you; in target mode the price that gives the target after fees.
        gross_pnl: Profit or loss before fees; empty if the position is liquidated.
        fees: Fees for opening and closing; empty if the position is liquidated.
        gross_closing_price: Price that gives the same share of the margin if there were no fees.
        entry_notional: Value of the position at entry: margin times leverage.
        size: Position size in the base asset.
        liquidation_price: Mark price at which the venue closes the position; empty if no price can.
        liquidation_move: Move of the price from entry to liquidation.
        liquidated: Whether the price meets the liquidation price on a straight way to the closing price.
    """

    net_pnl: Annotated[Result, Words(label="Profit or loss")]
    roe: Change
    account_return: Change | None
    move: Annotated[Change, Words(label="Price move")]
    closing_price: Price
    gross_pnl: Annotated[Result | None, Words(label="Before fees")]
    fees: Result | None
    gross_closing_price: Price | None
    entry_notional: Annotated[Money, Words(label="Position value")]
    size: Size
    liquidation_price: Price | None
    liquidation_move: Change | None
    liquidated: bool
    notes: tuple[Note, ...]


def story(q: Values, r: OneMove) -> Story:
    """What is said about it."""
    rises = r.move >= 0
    moves = "the price rises {move:abs}" if rises else "the price falls {move:abs}"
    if r.move == 0:
        moves = "the price does not move"
    opened = "{leverage:A} {side:lower} with {initial_margin:dollars} of margin: "
    if r.liquidated:
        verdict = (
            opened
            + moves
            + ", and on the way the venue closes you out at {liquidation_price}. All of your {initial_margin:dollars} is gone."
        )
    elif q["mode"] == "target":
        wish = "gain" if r.roe >= 0 else "lose"
        verdict = (
            "To " + wish + " {roe:abs} of your margin after fees, {leverage:a} {side:lower} from {entry_price} closes at {closing_price}: "
        )
        verdict += "a rise of {move:abs}." if rises else "a fall of {move:abs}."
    else:
        outcome = "gain {net_pnl:abs-dollars}" if r.net_pnl > 0 else "lose {net_pnl:abs-dollars}"
        outcome = outcome + ", {roe:abs} of your margin." if r.net_pnl else "are even."
        verdict = opened + moves + ", and after fees you " + outcome
    return Story(
        verdict=verdict,
        outputs=(
            Shown(name="net_pnl", remark="your margin is gone" if r.liquidated else "after {fees:dollars} in fees"),
            Shown(name="entry_notional", remark="{leverage} your margin of {initial_margin:dollars}"),
            Shown(
                name="closing_price",
                remark="never reached"
                if r.liquidated
                else "{gross_closing_price} without fees"
                if q["mode"] == "target"
                else "entry {entry_price}",
            ),
            Shown(
                name="liquidation_price",
                remark="{liquidation_move} from entry" if r.liquidation_price is not None else "price alone cannot close you out",
            ),
        ),
        percents=Percents(title="What the move does", move="move", margin="roe", account="account_return", out=r.liquidated),
        charts=(
            Lines(
                title="Share of your margin, after fees, against the move.",
                caption="The steep line is your leverage, the flat one is the same money at 1×. A cross is where the steep one ends.",
                x="price_move",
                y="roe",
                marker="move",
                ended="liquidated",
                ends_at="liquidation_move",
                fixed=(("mode", "move"),),
                ghost=("leverage", 1.0),
                halves=(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.95),
            ),
        ),
        working=_working(q, r),
        convention="Fees on the position’s value at each price. Liquidation on mark value, the price moving in a straight line.",
        ask=_ask(q, r, moves),
        brief=_brief(r),
        end="liquidation_move",
    )


def _brief(r: OneMove) -> str:
    if r.liquidated:
        return "closed out, {initial_margin:dollars} gone"
    return "{net_pnl:abs-dollars} gained" if r.net_pnl > 0 else "{net_pnl:abs-dollars} lost" if r.net_pnl else "even"


def _ask(q: Values, r: OneMove, moves: str) -> Ask | None:
    """The share of the margin, which fees and liquidation change; where that is given, the move that makes it."""
    if q["mode"] == "target":
        if r.move == 0:
            return None
        wish = "gain" if r.roe >= 0 else "lose"
        question = "{leverage:A} {side:lower}, and fees at both ends. How far must the price " + ("rise" if r.move > 0 else "fall")
        high = roof(1.05 * max(abs(r.move), 0.01))
        return Ask(question=question + " to " + wish + " {roe:abs} of the margin?", output="move", low=0, high=high, step=high / 200)
    if r.net_pnl == 0:
        return None
    begins = "You put up {initial_margin:dollars} " + ("at {leverage}" if q["side"] == "long" else "for {leverage:a} short")
    ends = "gained" if r.net_pnl > 0 else "lost"
    question = begins + ", and " + moves + ". After fees, what share of your {initial_margin:dollars} is " + ends + "?"
    high = 1.0 if r.roe <= 0 else roof(max(1.0, 1.05 * r.roe))
    return Ask(question=question, output="roe", low=0, high=high, step=high / 200)


def _working(q: Values, r: OneMove) -> tuple[str, ...]:
    long = q["side"] == "long"
    away = "-" if long else "+"
    steps = ["entry_notional = initial_margin * leverage", "size = entry_notional / entry_price"]
    if not r.liquidated:
        steps.append("gross_pnl = size * (closing_price - entry_price)" if long else "gross_pnl = size * (entry_price - closing_price)")
        steps.append("fees = taker_fee_rate * (entry_notional + size * closing_price)")
        steps.append("roe = (gross_pnl - fees) / initial_margin")
    if r.liquidation_price is not None:
        line = "(size * entry_price " + away + " initial_margin) / (size * (1 " + away + " maintenance_margin_rate))"
        steps.append("liquidation_price = " + line)
    return tuple(steps)


def _notes(liquidation: float, fee_share: float, margin: float, account: float) -> tuple[Note, ...]:
    notes = []
    if liquidation <= 0:
        notes.append(note("note-no-liquidation", None))
    if fee_share >= 0.5:
        notes.append(note("warn-fees-exceed", "taker_fee_rate", share=fee_share))
    if margin > account:
        notes.append(note("warn-over-account", "account_balance", account_balance=account))
    notes.append(note("note-estimate", None))
    return tuple(notes)


@calculator(
    "leverage",
    version=1,
    title="What one move does",
    question="If the price moves this much, what happens to my money?",
    story=story,
    presets=(
        ("10x-up-5", "10×, +5 %", {"price_move": "0.05"}),
        ("10x-down-5", "10×, −5 %", {"price_move": "-0.05"}),
        ("500-down-9", "$500, −9 %", {"initial_margin": "500", "price_move": "-0.09"}),
        ("500-down-10", "$500, −10 %", {"initial_margin": "500", "price_move": "-0.1"}),
        ("2x-down-20", "$500 at 2×, −20 %", {"initial_margin": "500", "leverage": "2", "price_move": "-0.2"}),
        ("100x-down-0-6", "100×, −0.6 %", {"leverage": "100", "price_move": "-0.006"}),
        ("100x-up-1", "100×, +1 %", {"leverage": "100", "price_move": "0.01"}),
        ("5x-short-up-8", "Short 5×, +8 %", {"side": "short", "initial_margin": "1000", "leverage": "5", "price_move": "0.08"}),
        ("1x-down-50", "1×, −50 %", {"leverage": "1", "price_move": "-0.5"}),
        ("gain-half-the-margin", "Gain 50 % of margin", {"mode": "target"}),
        ("lose-half-the-margin", "Lose 50 % of margin", {"mode": "target", "target_roe": "-0.5"}),
    ),
    more=("mode", "exit_price", "target_roe", "entry_price", "taker_fee_rate", "account_balance", "maintenance_margin_rate"),
    effect="roe",
    limits=(
        "The way there: the price is taken to move in a straight line. Real ones turn, and may touch liquidation first.",
        "Funding, slippage and gaps.",
        "Tiers: large positions are closed out sooner.",
        "A closing fee or liquidation fee that the venue may take.",
    ),
    sources=(
        (
            "Binance, profit and loss and liquidation of USD-M futures",
            "https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93",
        ),
    ),
)
def leverage(
    mode: Annotated[Literal["move", "prices", "target"], Words(label="I know", choices=("The move", "The prices", "The result"))] = "move",
    side: Side = "long",
    initial_margin: Annotated[
        Money, Quantity(ge=1, le=1e6, soft=(10, 10_000), marks=(10, 100, 1_000, 10_000)), Words(label="Margin")
    ] = 100,
    leverage: Annotated[Leverage, Quantity(le=500)] = 10,
    price_move: Annotated[Change, Quantity(ge=-0.99, le=3), When(input="mode", value="move")] = 0.05,
    exit_price: Annotated[
        Price, Quantity(soft=(0.7, 1.3), around="entry_price", marks=(0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3)), When(input="mode", value="prices")
    ] = 105_000,
    target_roe: Annotated[
        Change,
        Quantity(ge=-1, le=100, soft=(-1, 1), step=0.01, marks=(-1, -0.5, 0, 0.5, 1)),
        When(input="mode", value="target"),
        Words(label="Share of margin"),
    ] = 0.5,
    entry_price: Price = 100_000,
    taker_fee_rate: TakerFee = 0.0005,
    account_balance: Account = 1_000,
    maintenance_margin_rate: Annotated[Rate, Quantity(le=0.1), Words(label="Maintenance rate")] = 0.005,
) -> OneMove:
    """Profit or loss of one isolated, linear position after one move of the price.

    Args:
        mode: What you know: how far the price moves, the price you close at, or the result you want.
        side: A long profits when the price rises, a short when it falls.
        initial_margin: Your money that is locked when the position opens.
        leverage: Position value divided by the margin put up for it.
        price_move: Move of the price from entry, down or up.
        exit_price: Price at which you close the position.
        target_roe: Profit (or, with a minus, loss) you ask about, as a share of your margin, after fees.
        entry_price: Average price at which the position was filled.
        taker_fee_rate: Fee on the position's value for an order that fills at once, paid at both ends.
        account_balance: All you have on that account, for the third percentage.
        maintenance_margin_rate: Share of the position's value that must stay covered.
    """
    sign = 1 if side == "long" else -1
    notional = initial_margin * leverage
    size = notional / entry_price
    liquidation = linear.liquidation_price(sign, entry_price, size, initial_margin, maintenance_margin_rate)
    if initial_margin <= notional * maintenance_margin_rate or sign * (liquidation - entry_price) >= 0:
        raise too_little(leverage, 1 / leverage, maintenance_margin_rate, 1 / maintenance_margin_rate)
    gross_closing = None
    if mode == "target":
        closing = linear.target_price(sign, entry_price, size, target_roe * initial_margin, taker_fee_rate)
        if closing <= 0 and side == "short":
            raise reject("target-unreachable", "target_roe", best=leverage * (1 - taker_fee_rate))
        closing = max(0.0, closing)  # a long at 1× that loses everything closes at zero, not a rounding below it
        gross_closing = max(0.0, linear.target_price(sign, entry_price, size, target_roe * initial_margin))
    else:
        closing = entry_price * (1 + price_move) if mode == "move" else exit_price
    liquidated = liquidation > 0 and sign * (closing - liquidation) <= 0
    gross = linear.profit(sign, entry_price, closing, size)
    fees = taker_fee_rate * notional + taker_fee_rate * size * closing
    net = -initial_margin if liquidated else gross - fees
    return OneMove(
        net_pnl=net,
        roe=net / initial_margin,
        account_return=net / account_balance if initial_margin <= account_balance else None,
        move=closing / entry_price - 1 if mode != "move" else price_move,
        closing_price=closing,
        gross_pnl=None if liquidated else gross,
        fees=None if liquidated else fees,
        gross_closing_price=gross_closing,
        entry_notional=notional,
        size=size,
        liquidation_price=liquidation if liquidation > 0 else None,
        liquidation_move=liquidation / entry_price - 1 if liquidation > 0 else None,
        liquidated=liquidated,
        notes=_notes(liquidation, fees / initial_margin, initial_margin, account_balance),
    )

"""Several positions, one wallet: at what price does which of them end the account?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from calc.declare import calculator
from calc.errors import Note
from calc.formulas import account, margin
from calc.model import note, reject
from calc.parts.positions import account_ends, common_ask
from calc.quantities import (
    Account,
    Change,
    FlatRate,
    Leverage,
    Market,
    Money,
    Multiple,
    Price,
    Quantity,
    Result,
    Rows,
    Share,
    Side,
    Size,
    Words,
)
from calc.story import Curves, Reaches, Shown, Story, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values

TABLES = "2026-07-02"  # the date of the tables, one for each market


@dataclass(frozen=True, kw_only=True)
class Held:
    """One open position.

    Attributes:
        market: What is traded. Two positions in one market have one mark price.
        side: A long profits when the price rises, a short when it falls.
        size: Position size in the base asset, always positive.
        entry_price: Average price at which the position was filled.
        mark_price: Price now, as the venue marks it; leave empty for that of its market here, or the entry price.
        leverage: Position value at entry divided by the margin it locks. It moves no liquidation price here.
    """

    market: Market = "BTC"
    side: Side = "long"
    size: Annotated[Size, Quantity(le=1e12)] = 0.1
    entry_price: Price = 100_000
    mark_price: Annotated[Price | None, Words(empty="as entry")] = None
    leverage: Leverage = 10


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where one position stands.

    Attributes:
        name: Side and market of the position.
        notional: Value of the position at mark.
        unrealized_pnl: Profit or loss so far, at mark.
        maintenance_margin: What this position must keep at mark.
        liquidation_price: Mark price at which the account is liquidated if this market moves alone; empty if no price does it.
        distance: Move from mark to that price, as a fraction of the mark.
        other_price: A second such price on the other side; only a long and a short of one market can have it.
    """

    name: Annotated[str, Words(label="Position")]
    notional: Annotated[Money, Words(label="Value")]
    unrealized_pnl: Annotated[Result, Words(label="Profit or loss")]
    maintenance_margin: Annotated[Result, Words(label="Must keep")]
    liquidation_price: Annotated[Price | None, Words(label="Liquidation alone")]
    distance: Change | None
    other_price: Annotated[Price | None, Words(label="Second liquidation price")]


@dataclass(frozen=True, kw_only=True)
class CrossAccount:
    """What the positions make of the account.

    Attributes:
        positions: Each position, with the others held at their mark.
        fall: Common fall of all prices that liquidates the account; empty if none does.
        rise: Common rise of all prices that liquidates the account; empty if none does.
        margin_balance: Wallet plus profit and loss of all positions, at mark.
        maintenance_margin: What all positions together must keep, at mark.
        margin_ratio: Maintenance margin divided by margin balance; 100 % is liquidation.
        effective_leverage: Value of all positions, longs and shorts added up, divided by the margin balance.
        initial_margin: What the positions lock at their leverage, on their value at entry.
        balance_after: Margin balance after the common move; empty if the account is liquidated on the way.
        maintenance_after: What must be kept after the common move; empty if the account is liquidated on the way.
        ratio_after: Margin ratio after the common move.
        first_market: Market that ends the account with the smallest move of its own; empty if none does.
        first_move: That move, from mark.
    """

    positions: tuple[Standing, ...]
    fall: Change | None
    rise: Change | None
    margin_balance: Result
    maintenance_margin: Result
    margin_ratio: Share
    effective_leverage: Multiple
    initial_margin: Result
    balance_after: Result | None
    maintenance_after: Result | None
    ratio_after: Share | None
    first_market: str
    first_move: Change | None
    notes: tuple[Note, ...]


def story(q: Values, r: CrossAccount) -> Story:
    """What is said about it."""
    ends = [words for found, words in ((r.fall, "falls {fall:abs}"), (r.rise, "rises {rise:abs}")) if found is not None]
    several = any(one.name.rpartition(" ")[2] != r.first_market for one in r.positions)
    common = "if " + ("every price " if several else "{first_market} ") + " or ".join(ends) if ends else ""
    alone = ""
    if several and r.first_move is not None:
        alone = "if {first_market} alone " + ("falls" if r.first_move < 0 else "rises") + " {first_move:abs}"
    verdict = "The account is liquidated " + ", or ".join([words for words in (common, alone) if words]) + ". "
    if not (common or alone):
        verdict = "No move of one market, and no common move, liquidates this account. "
    shock = q["shock"]
    way = "A common rise" if isinstance(shock, float) and shock > 0 else "A common fall"
    verdict += ("No move at all" if shock == 0 else way + " of {shock:abs}") + (
        " would not leave it open." if r.balance_after is None else " leaves {balance_after:dollars}."
    )
    return Story(
        verdict=verdict,
        outputs=(
            Shown(name="margin_balance", remark="wallet {wallet_balance:dollars}, profit and loss included"),
            Shown(name="maintenance_margin", remark="must stay, of all positions together"),
            Shown(name="margin_ratio", remark="at 100\u202f% everything is closed out"),
            Shown(name="effective_leverage", remark="whatever the setting says"),
        ),
        tables=(
            Table(
                title="Each position, if its market moves and the others stand still",
                rows="positions",
                head="name",
                columns=("notional", "unrealized_pnl", "maintenance_margin", "liquidation_price", "distance"),
                none="no price",
            ),
        ),
        charts=(
            Curves(
                title="The account, if all prices move together.",
                caption="It lives while the upper line, what there is, stays above the hatched area, what must stay.",
                x="shock",
                y="balance_after",
                y_label="Margin balance",
                floor="maintenance_after",
                floor_label="must stay",
                ends=("fall", "rise"),
                ended_label="closed out at",
                halves=(0.05, 0.1, 0.15, 0.25, 0.5, 1),
            ),
        ),
        context=(
            Reaches(
                title="How far each market may go alone, and all of them together.",
                caption="A cross is where the line ends. Positions that gain and lose together leave less room than any of them alone.",
                rows="positions",
                head="name",
                distance="distance",
                together=("fall", "rise"),
                together_label="All",
                halves=(0.05, 0.1, 0.15, 0.25, 0.5, 0.7, 1),
            ),
        ),
        working=("margin_ratio = maintenance_margin / margin_balance",),
        convention="Cross margin: everything backs everything. Maintenance on mark value"
        + (", tiers of Binance, " + TABLES + "." if q["maintenance"] == "tiers" else ", one rate for every size."),
        ask=common_ask(r.fall, r.rise, r.effective_leverage),
        brief="liquidated at a common fall of {fall:abs}"
        if r.fall is not None
        else "liquidated at a common rise of {rise:abs}"
        if r.rise is not None
        else "no common move liquidates it",
        end="fall" if r.fall is not None else "rise",
    )


def _standing(position: account.Position, market: str, first: float | None, second: float | None) -> Standing:
    """One position, with the prices at which its market alone ends the account, the nearer one first."""
    mark = position.mark_price
    return Standing(
        name=("Long " if position.sign > 0 else "Short ") + market,
        notional=position.size * mark,
        unrealized_pnl=account.unrealized_pnl(position),
        maintenance_margin=account.requirement(position),
        liquidation_price=first,
        distance=None if first is None else first / mark - 1,
        other_price=second,
    )


@calculator(
    "cross_account",
    version=1,
    title="One wallet, several positions",
    question="What closes out an account in which positions share one wallet?",
    story=story,
    presets=(
        ("two-longs", "Two longs", {}),
        ("long-and-short", "A long and a short", {"positions": "BTC,long,0.3,100000,,10;ETH,short,5,4000,,10"}),
        ("hedged-in-one-market", "Hedged in one market", {"positions": "BTC,long,2,100000,,50;BTC,short,1.6,100000,,50", "shock": "0.1"}),
        ("profit-holds-up-a-loss", "Profit holds up a loss", {"positions": "BTC,long,0.3,80000,100000,10;ETH,long,10,4000,3400,10"}),
        ("one-10x-position", "One 10× position", {"positions": "BTC,long,0.1,100000,,10", "wallet_balance": "1000"}),
        (
            "large-with-tiers",
            "Large, with tiers",
            {"positions": "BTC,long,30,100000,,10;SOL,long,5000,200,,10", "wallet_balance": "600000", "maintenance": "tiers"},
        ),
    ),
    more=("maintenance", "maintenance_margin_rate"),
    effect="margin_ratio",
    limits=(
        "How markets move together. All at once by the same fraction, or one alone, are two cases out of many.",
        "Fees, funding and gaps.",
        "A liquidation in steps: many venues close one position after another, and stop when the rest is covered.",
        "Collateral in other coins, whose own price moves.",
    ),
    sources=(("Binance, liquidation price in cross margin", "https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93"),),
    rows=(Held,),
)
def cross_account(
    wallet_balance: Annotated[Account, Words(label="Wallet")] = 10_000,
    positions: Annotated[
        tuple[Held, ...],
        Rows(
            noun="position",
            samples=(
                Held(market="BTC", size=0.3),
                Held(market="ETH", size=5, entry_price=4_000),
                Held(market="SOL", size=50, entry_price=200),
                Held(market="XRP", size=2_000, entry_price=2.5),
                Held(market="BNB", size=5, entry_price=1_000),
                Held(market="DOGE", size=10_000, entry_price=0.2),
            ),
        ),
    ] = (Held(market="BTC", size=0.3), Held(market="ETH", size=5, entry_price=4_000)),
    shock: Annotated[
        Change, Quantity(ge=-0.95, le=3, soft=(-0.5, 0.5), marks=(-0.5, -0.25, 0, 0.25, 0.5)), Words(label="All prices move")
    ] = -0.1,
    maintenance: Annotated[Literal["flat", "tiers"], Words(choices=("Flat rate", "Binance, 2026-07-02"))] = "flat",
    maintenance_margin_rate: FlatRate = 0.005,
) -> CrossAccount:
    """Liquidation of an account in cross margin: each position with the others held, and all of them moved together.

    Args:
        wallet_balance: Money in the account, without the profit and loss of open positions.
        positions: The open positions. A long and a short in one market are a hedge.
        shock: A move of all prices at once, from mark.
        maintenance: How much the venue requires you to keep: one rate, or the table of each market as it stood on that date.
        maintenance_margin_rate: Share of each position's value that must stay covered.
    """
    opened, ends, fall, rise = account_ends(wallet_balance, positions, maintenance, maintenance_margin_rate, TABLES)
    balance = account.margin_balance(wallet_balance, opened)
    kept = account.maintenance_margin(opened)
    if balance <= kept:
        raise reject("account-below-maintenance", "wallet_balance", margin_balance=balance, maintenance_margin=kept)
    ended = (fall is not None and shock <= fall) or (rise is not None and shock >= rise)
    moved = [replace(p, mark_price=p.mark_price * (1 + shock)) for p in opened]
    after, kept_after = account.margin_balance(wallet_balance, moved), account.maintenance_margin(moved)
    gross = locked = 0.0
    for held, p in zip(positions, opened):
        gross += p.size * p.mark_price
        locked += margin.initial_margin(p.size * p.entry_price, held.leverage)
    notes = [note("warn-margin-short", "wallet_balance", wallet_balance=wallet_balance, initial_margin=locked)] if locked > balance else []
    each = [_standing(p, held.market, first, second) for p, held, (first, second) in zip(opened, positions, ends)]
    ending = [(abs(one.distance), number) for number, one in enumerate(each) if one.distance is not None]
    nearest = each[min(ending)[1]] if ending else None
    return CrossAccount(
        positions=tuple(each),
        fall=fall,
        rise=rise,
        margin_balance=balance,
        maintenance_margin=kept,
        margin_ratio=margin.margin_ratio(kept, balance),
        effective_leverage=margin.effective_leverage(gross, balance),
        initial_margin=locked,
        balance_after=None if ended else after,
        maintenance_after=None if ended else kept_after,
        ratio_after=None if ended else margin.margin_ratio(kept_after, after),
        first_market=nearest.name.rpartition(" ")[2] if nearest else "",
        first_move=nearest.distance if nearest else None,
        notes=tuple(notes + [note("note-estimate", None)]),
    )

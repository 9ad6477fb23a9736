"""The same positions and the same shock, in isolated and in cross margin: which account is left with what?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from calc.declare import calculator
from calc.errors import Note
from calc.model import note, reject
from calc.parts.scales import reach
from calc.parts.shocks import Way, way_to
from calc.quantities import Account, Change, Leverage, Money, Quantity, Rate, Result, Share, Side, When, Words
from calc.story import Ask, Shown, Story, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values

ROUNDING = 1e-9  # margins that add up to the wallet, but for this share of it, fit
Notional = Annotated[Money, Quantity(gt=0, soft=(100, 100_000), marks=(100, 1_000, 10_000, 100_000))]
Move = Annotated[Change, Quantity(ge=-0.95, le=3, soft=(-0.5, 0.2), step=0.01, marks=(-0.5, -0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2))]


@dataclass(frozen=True, kw_only=True)
class Mode:
    """What one margin mode makes of the shock.

    Attributes:
        name: The margin mode.
        left: Wallet after the shock, profit and loss of open positions included.
        left_share: The same as a share of the wallet before.
        position_a: Whether position A is still open.
        end_a: Move of its price at which position A is closed out; empty if none does it.
        position_b: Whether position B is still open; empty if there is none.
        end_b: Move of its price at which position B is closed out; empty if none does it.
        margin_ratio: What must stay, divided by what is there, after the shock; in isolated margin, of the open position that is nearest
            to its end. Empty if nothing is open.
        at_risk: Most that the positions can lose.
    """

    name: Annotated[str, Words(label="Margin mode")]
    left: Result
    left_share: Annotated[Share, Words(label="Of the wallet")]
    position_a: Annotated[str, Words(label="Position A")]
    end_a: Annotated[Change | None, Words(label="A ends at")]
    position_b: Annotated[str, Words(label="Position B")]
    end_b: Annotated[Change | None, Words(label="B ends at")]
    margin_ratio: Share | None
    at_risk: Annotated[Result, Words(label="Can lose at most")]


@dataclass(frozen=True, kw_only=True)
class MarginModes:
    """The two accounts after the shock.

    Attributes:
        modes: Isolated margin and cross margin, side by side.
        isolated_left: Wallet that isolated margin leaves, profit and loss of open positions included.
        isolated_share: The same as a share of the wallet before.
        cross_left: Wallet that cross margin leaves; nothing once the account is closed out.
        cross_share: The same as a share of the wallet before.
        initial_margin: What the positions lock at their leverage: in isolated margin the most that they can lose.
        cross_end: Common move at which the cross account is closed out; empty if none does it, or if B moves by itself.
        cross_way: Share of the way to the shock at which the cross account is closed out; empty if it is not, there or farther on.
    """

    modes: tuple[Mode, ...]
    isolated_left: Annotated[Result, Words(label="Wallet in isolated margin")]
    isolated_share: Share
    cross_left: Annotated[Result, Words(label="Wallet in cross margin")]
    cross_share: Share
    initial_margin: Annotated[Result, Words(label="Isolated can lose")]
    cross_end: Annotated[Change | None, Words(label="Cross is empty at")]
    cross_way: Annotated[Share | None, Words(label="Cross is empty after")]
    notes: tuple[Note, ...]


def story(q: Values, r: MarginModes) -> Story:
    """What is said about it."""
    two, apart = q["position_b"] != "none", q["position_b"] == "apart"
    isolated, cross = r.modes
    held = "{side_a:lower} of {notional_a:dollars}" + (" in A and a {side_b:lower} of {notional_b:dollars} in B" if two else "")
    verdict = "A wallet of {wallet_balance:dollars}, with a " + held + ". " + _moves(q, two, apart) + ". "
    verdict += "Isolated margin leaves {isolated_left:dollars}: " + _who(isolated, two, not apart and q["side_a"] != q["side_b"]) + ". "
    verdict += (
        "Cross margin leaves nothing: the whole account is closed out."
        if cross.margin_ratio is None
        else "Cross margin leaves {cross_left:dollars}: " + _who(cross, two, False) + "."
    )
    b = ("position_b", "end_b") if two else ()
    end = Shown(name="cross_end", remark="if both prices move alike" if two else "the wallet is gone there", none="no move")
    if apart:
        end = Shown(name="cross_way", remark="of the way to both moves", none="not on this way")
    return Story(
        verdict=verdict,
        brief="isolated leaves {isolated_left:dollars}, cross " + ("nothing" if cross.margin_ratio is None else "{cross_left:dollars}"),
        end="cross_way" if apart else "cross_end",
        outputs=(
            Shown(name="isolated_left", remark="{isolated_share} of the wallet"),
            Shown(name="cross_left", remark="{cross_share} of the wallet"),
            Shown(name="initial_margin", remark="what the positions lock; cross can lose all {wallet_balance:dollars}"),
            end,
        ),
        tables=(
            Table(
                title="The same positions and the same shock, in two margin modes",
                rows="modes",
                head="name",
                columns=("left", "position_a", "end_a") + b + ("margin_ratio",),
            ),
        ),
        charts=(_way(q).picture(None if apart else _number(q["shock"]), two),),
        working=_working(q, r),
        convention="Prices go straight to the shock, in step. Maintenance on the value at that moment, one rate for every size.",
        ask=_ask(r.cross_end, two),
    )


def _moves(q: Values, two: bool, apart: bool) -> str:
    """What the prices do, in words."""

    def one(shock: str, who: str, s: str) -> str:
        move = _number(q[shock])
        return who + " stand" + s + " still" if move == 0 else who + (" fall" if move < 0 else " rise") + s + " {" + shock + ":abs}"

    if apart:
        return one("shock", "A", "s") + " and " + one("shock_b", "B", "s")
    return one("shock", "Both prices" if two else "The price", "" if two else "s")


def _who(mode: Mode, two: bool, hedge: bool) -> str:
    """Which positions are still there."""
    if not two:
        return "the position is " + mode.position_a
    if mode.position_a == mode.position_b:
        return "both positions are " + mode.position_a
    gone, stays = ("A", "B") if mode.position_a == "closed out" else ("B", "A")
    return gone + " is closed out, " + ("so " + stays + " is no hedge any more" if hedge else stays + " is still open")


def _ask(end: float | None, two: bool) -> Ask | None:
    """The question before the answer: where the cliff is."""
    if end is None or abs(end) > 1:
        return None
    prices, way = "both prices " if two else "the price ", "fall" if end < 0 else "rise"
    high = reach(1.05 * abs(end), (0.2, 0.5, 1.0))
    return Ask(
        question="How far must " + prices + way + " until the cross account is empty?",
        output="cross_end",
        low=0,
        high=high,
        step=high / 200,
    )


def _working(q: Values, r: MarginModes) -> tuple[str, ...]:
    """The formulas: what is left, and where cross margin ends."""
    isolated, cross = r.modes
    names = [("a", isolated.position_a, "shock"), ("b", isolated.position_b, "shock_b" if q["position_b"] == "apart" else "shock")]
    left = cross_left = "wallet_balance"
    longs: list[str] = []
    shorts: list[str] = []
    for name, where, shock in names[: 1 if q["position_b"] == "none" else 2]:
        long = q["side_" + name] == "long"
        (longs if long else shorts).append("notional_" + name)
        gains = (" + " if long else " - ") + "notional_" + name + " * " + shock
        left += " - notional_" + name + " / leverage_" + name if where == "closed out" else gains
        cross_left += gains
    steps = ["isolated_left = " + left]
    if cross.margin_ratio is not None:
        steps.append("cross_left = " + cross_left)
    if r.cross_end is not None and q["position_b"] != "apart":
        kept = "maintenance_margin_rate * (" + " + ".join(longs + shorts) + ")"
        short = "(" + kept + " - wallet_balance) / (" + " - ".join([" + ".join(longs)] + shorts) + " - " + kept + ")"
        steps.append("cross_end = " + (short if longs else "(wallet_balance - " + kept + ") / (" + " + ".join(shorts) + " + " + kept + ")"))
    return tuple(steps)


def _number(value: object) -> float:
    assert isinstance(value, float)
    return value


def _way(q: Values) -> Way:
    """The way of the positions, for the picture."""
    apart, both = q["position_b"] == "apart", []
    for name in ("a",) if q["position_b"] == "none" else ("a", "b"):
        shock = q["shock_b" if name == "b" else "shock"]
        both.append((name, str(q["side_" + name]), _number(q["notional_" + name]), _number(q["leverage_" + name]), _number(shock)))
    return way_to(_number(q["wallet_balance"]), _number(q["maintenance_margin_rate"]), both, apart)


def _mode(name: str, wallet: float, left: float, closed: list[bool], ends: list[float | None], ratio: float | None, risk: float) -> Mode:
    """One line of the table; what there is not of position B is empty."""
    words, ends = ["closed out" if one else "still open" for one in closed] + [""], ends + [None]
    return Mode(
        name=name,
        left=left,
        left_share=left / wallet,
        position_a=words[0],
        end_a=ends[0],
        position_b=words[1],
        end_b=ends[1],
        margin_ratio=ratio,
        at_risk=risk,
    )


@calculator(
    "margin_modes",
    version=1,
    title="Isolated or cross: same shock, two accounts",
    question="After the same shock, what is left in isolated margin, and what in cross?",
    story=story,
    presets=(
        ("both-down-8", "−8 % both", {"shock": "-0.08"}),
        ("both-down-12", "−12 % both", {"shock": "-0.12"}),
        ("both-down-20", "−20 % both", {"shock": "-0.2"}),
        ("both-up-8", "+8 % both", {"shock": "0.08"}),
        ("a-down-15-b-up-10", "A −15 %, B +10 %", {"position_b": "apart", "shock": "-0.15", "shock_b": "0.1"}),
        ("hedge-down-20", "A hedge, −20 %", {"side_b": "short", "shock": "-0.2"}),
        ("20x-down-6", "One 20× position, −6 %", {"notional_a": "10000", "leverage_a": "20", "position_b": "none", "shock": "-0.06"}),
        ("20x-down-10", "One 20× position, −10 %", {"notional_a": "10000", "leverage_a": "20", "position_b": "none", "shock": "-0.1"}),
    ),
    more=("side_a", "side_b", "notional_b", "leverage_b", "maintenance_margin_rate"),
    effect="cross_left",
    limits=(
        "Turns on the way. A price that falls further, then comes back, closes positions that are open here.",
        "What remains of the margin after a liquidation. Here it counts as gone.",
        "A cross account that is closed position by position, as many venues do it, and so keeps some of them.",
        "Tiers, fees, funding and gaps.",
    ),
    sources=(
        (
            "Binance, liquidation price in isolated and cross margin",
            "https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93",
        ),
    ),
)
def margin_modes(
    wallet_balance: Annotated[Account, Words(label="Wallet")] = 1_000,
    side_a: Annotated[Side, Words(label="Side A")] = "long",
    notional_a: Annotated[Notional, Words(label="Value A")] = 3_000,
    leverage_a: Annotated[Leverage, Words(label="Leverage A")] = 10,
    position_b: Annotated[
        Literal["none", "together", "apart"], Words(label="Position B", choices=("None", "Same move", "Own move"))
    ] = "together",
    shock: Annotated[Move, Words(label="Price move")] = -0.12,
    shock_b: Annotated[Move, When(input="position_b", value="apart"), Words(label="Price move of B")] = 0.1,
    side_b: Annotated[Side, When(input="position_b", value=("together", "apart")), Words(label="Side B")] = "long",
    notional_b: Annotated[Notional, When(input="position_b", value=("together", "apart")), Words(label="Value B")] = 2_000,
    leverage_b: Annotated[Leverage, When(input="position_b", value=("together", "apart")), Words(label="Leverage B")] = 10,
    maintenance_margin_rate: Annotated[Rate, Quantity(le=0.1), Words(label="Maintenance rate")] = 0.005,
) -> MarginModes:
    """What a shock leaves of one wallet with the same positions, once in isolated and once in cross margin.

    Args:
        wallet_balance: Money in the account before the shock.
        side_a: A long profits when the price rises, a short when it falls.
        notional_a: Value of position A before the shock.
        leverage_a: Value of position A divided by the margin that it locks.
        position_b: Whether there is a second position, and whether its price makes the same move as that of A.
        shock: How far the price moves, down or up; that of B moves with it unless it moves by itself.
        shock_b: How far the price of B moves, where it moves by itself.
        side_b: Side of position B. The other side of A makes it a hedge, if both prices move alike.
        notional_b: Value of position B before the shock.
        leverage_b: Value of position B divided by the margin that it locks.
        maintenance_margin_rate: Share of a position's value that must stay covered.
    """
    both = [("a", side_a, notional_a, leverage_a, shock), ("b", side_b, notional_b, leverage_b, shock_b)]
    way = way_to(wallet_balance, maintenance_margin_rate, both[: 1 if position_b == "none" else 2], position_b == "apart")
    locked: float = 0
    for leg in way.legs:
        locked += leg.margin
    if locked > wallet_balance * (1 + ROUNDING):
        raise reject("margins-over-wallet", "wallet_balance", wallet_balance=wallet_balance, initial_margin=locked)
    at = 1 if position_b == "apart" else shock
    gone = way.cross_closed(at)
    left, cross_left = way.isolated(at), 0.0 if gone else way.cross_balance(at)
    crossed = [None if way.cross_end is None else way.cross_end * leg.move for leg in way.legs]
    closed, ends = [leg.closed(at) for leg in way.legs], [leg.end_move for leg in way.legs]
    return MarginModes(
        modes=(
            _mode("Isolated", wallet_balance, left, closed, ends, way.isolated_ratio(at), locked),
            _mode("Cross", wallet_balance, cross_left, [gone for _ in closed], crossed, way.cross_ratio(at), wallet_balance),
        ),
        isolated_left=left,
        isolated_share=left / wallet_balance,
        cross_left=cross_left,
        cross_share=cross_left / wallet_balance,
        initial_margin=locked,
        cross_end=None if position_b == "apart" else way.cross_end,
        cross_way=None if way.cross_end is None or at == 0 or way.cross_end * at < 0 else way.cross_end / at,
        notes=(note("note-estimate", None),),
    )

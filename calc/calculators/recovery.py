"""After losing part of an account, what does it take to get back?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from calc.declare import calculator
from calc.errors import Note
from calc.formulas import growth
from calc.model import note, reject
from calc.pictures import Axis, Graph, Handle, Rule, Series
from calc.quantities import Payoff, Quantity, RiskPerTrade, Share, WinRate, Words
from calc.story import Ask, Shown, Story

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values

LEAST_GROWTH, LEAST_EDGE = 1e-12, 1e-15  # a trade; below that, rounding decides whether there is any
MARKS = (0.1, 0.2, 0.5, 0.9)
TOPS = ((0.75, 4.0), (0.9, 9.5), (1.0, 20.0))  # up to that drawdown, the picture goes up to that gain
Trades = Annotated[float, Quantity(unit="trades", display="count")]


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """What it takes to get back.

    Attributes:
        gain_needed: Gain on what is left that makes good the loss.
        trades_back: Trades after which half of many such accounts are back; empty if the method does not grow at this risk.
        trades_at_double: The same at double the risk; empty if the method does not grow at that.
        gain_of_half: Gain that would be needed if half as much had been lost.
        trades_of_half: Trades back from half the loss, at this risk; empty if the method does not grow.
        growth: Growth of the middle account in one trade, in logarithms: 0.01 is about 1 %.
        kelly_fraction: Risk at which the middle account grows fastest; below zero without an edge.
    """

    gain_needed: Annotated[Share, Words(label="Gain needed")]
    trades_back: Annotated[Trades | None, Words(label="Trades back")]
    trades_at_double: Annotated[Trades | None, Words(label="At double the risk")]
    gain_of_half: Annotated[Share, Words(label="If half as much were lost")]
    trades_of_half: Annotated[Trades | None, Words(label="Trades back from half")]
    growth: Annotated[Share | None, Words(label="Growth per trade")]
    kelly_fraction: Annotated[Share, Words(label="Fastest growth at")]
    notes: tuple[Note, ...]


def story(q: Values, r: Recovery) -> Story:
    """What is said about it."""
    edge = r.kelly_fraction > 0
    return Story(
        verdict=_verdict(q, r),
        outputs=(
            Shown(name="gain_needed", remark="of what is left, to make good {drawdown}"),
            Shown(name="trades_back", remark="at {risk_per_trade} risk, for half of many accounts", none="no way back"),
            Shown(name="trades_at_double", remark="the same method, twice the stake", none="no way back"),
            Shown(
                name="gain_of_half",
                remark="and {trades_of_half} trades" if r.trades_of_half is not None else "the gain for half of {drawdown}",
            ),
            Shown(
                name="kelly_fraction",
                remark="risk per trade; beyond, more risk is a slower way back" if edge else "no edge: no risk has a way back",
                label="Fastest growth at",
            ),
        ),
        charts=(_picture(q, r),),
        working=(
            "gain_needed = drawdown / (1 - drawdown)",
            "gain_of_half = drawdown / (2 - drawdown)",
            "kelly_fraction = win_rate - (1 - win_rate) / payoff",
        ),
        convention="Trades at median growth: after so many, half of many such accounts are back. Each stake is a share of what is left.",
        ask=Ask(question="After a loss of {drawdown}, what gain brings you back?", output="gain_needed", low=0, high=3, step=0.01)
        if 0 < r.gain_needed <= 3
        else None,
        brief="a gain of {gain_needed} needed, " + ("about {trades_back} trades" if r.trades_back is not None else "and no way back"),
    )


def _verdict(q: Values, r: Recovery) -> str:
    if q["drawdown"] == 0:
        return "Nothing is lost, so there is nothing to win back."
    verdict = "After a loss of {drawdown} you need a gain of {gain_needed} to get back. "
    if r.trades_back is None:
        return verdict + "With {win_rate} wins of {payoff}R, at {risk_per_trade} risk a trade there is no way back."
    verdict += "With {win_rate} wins of {payoff}R and {risk_per_trade} risk that takes " + _trades(r.trades_back, "trades_back") + ", "
    if r.trades_at_double is None:
        return verdict + "and at double the risk there is no way back."
    return verdict + "at double the risk " + _trades(r.trades_at_double, "trades_at_double") + "."


def _trades(count: float, name: str) -> str:
    if count < 0.5:
        return "less than a trade"
    return "about one trade" if count < 1.5 else "about {" + name + "} trades"


def _picture(q: Values, r: Recovery) -> Graph:
    """The gain that each drawdown needs, up to a round number above the reader's own."""
    drawdown = _number(q["drawdown"])
    top = next(gain for reach, gain in TOPS if drawdown <= reach)
    points = [(k / 100, growth.gain_to_recover(k / 100)) for k in range(96)]
    marks = []
    for x in MARKS:
        gain = _percent(growth.gain_to_recover(x))
        marks.append(Rule(value=x, axis="x", style="grid", label=_percent(x) + " needs " + gain, short=gain))
    return Graph(
        title="The gain that makes good a loss.",
        caption="The way up is longer than the way down. On the dotted line they would be equal; after about 20 % the curve leaves it.",
        said="A curve that bends upwards: a loss of {drawdown} needs a gain of {gain_needed}; 10 % needs 11 %, 50 % needs 100 %,"
        " 90 % needs 900 %.",
        x=Axis(label="Lost", low=0, high=1, marks=(0, 0.2, 0.4, 0.6, 0.8, 1)),
        y=Axis(label="Gain needed", low=0, high=top),
        series=(
            Series(points=tuple(points), label="Gain needed", short="Needed", style="account", named=0.97),
            Series(points=((0.0, 0.0), (1.0, 1.0)), label="The same share", short="Same", style="ghost dotted", below=True),
        ),
        rules=tuple(marks),
        handle=Handle(x=drawdown, y=r.gain_needed, text="{gain_needed}", field="drawdown", left=True),
    )


def _percent(x: float) -> str:
    return str(int(x * 100 + 0.5)) + "\u202f%"


def _back(drawdown: float, grows: float) -> float | None:
    return growth.trades_to_recover(drawdown, grows) if grows > LEAST_GROWTH else None


def _number(value: object) -> float:
    assert isinstance(value, float)
    return value


@calculator(
    "recovery",
    version=1,
    title="Climbing back",
    question="After losing part of the account, what do I need to get back?",
    story=story,
    presets=(
        ("10-lost", "10 % lost", {"drawdown": "0.1"}),
        ("20-lost", "20 % lost", {"drawdown": "0.2"}),
        ("ten-losses-of-5", "Ten losses of 5 %", {}),
        ("half-lost", "Half lost", {"drawdown": "0.5"}),
        ("three-quarters-lost", "Three quarters lost", {"drawdown": "0.75"}),
        ("90-lost", "90 % lost", {"drawdown": "0.9"}),
        ("2-risk", "2 % risk", {"risk_per_trade": "0.02"}),
        ("5-risk", "5 % risk", {"risk_per_trade": "0.05"}),
        ("10-risk", "10 % risk", {"risk_per_trade": "0.1"}),
        ("no-edge", "No edge", {"payoff": "1.5"}),
    ),
    more=(),
    limits=(
        "Luck. After so many trades, half of such accounts still stand lower than at the start.",
        "A win rate and a payoff that change, or were never known.",
        "Costs, unless they are inside the payoff.",
        "What a deep loss does to the next decision.",
    ),
    sources=(("Alphaex Capital, gain that is needed after a drawdown", "https://www.alphaexcapital.com/tools/drawdown-recovery"),),
)
def recovery(
    drawdown: Annotated[
        float,
        Quantity(unit="fraction", display="percent", ge=0, le=1, soft=(0, 0.95), step=0.01, marks=(0, 0.2, 0.4, 0.6, 0.8, 0.95)),
        Words(label="Lost so far"),
    ] = 0.4013,
    win_rate: WinRate = 0.4,
    payoff: Payoff = 1.9,
    risk_per_trade: RiskPerTrade = 0.01,
) -> Recovery:
    """The gain that makes good a loss, and the trades that a method needs for it at its median growth.

    Args:
        drawdown: Share of the account that is lost, from its highest point.
        win_rate: Share of your trades that win, in the long run.
        payoff: What a winner brings for each unit that a loser costs, after fees.
        risk_per_trade: Share of what is left that a loser costs.
    """
    if drawdown == 1:
        raise reject("nothing-left", "drawdown")
    kelly = growth.kelly_fraction(win_rate, payoff)
    if abs(kelly) < LEAST_EDGE:
        kelly = 0.0
    grows = growth.log_growth(win_rate, payoff, risk_per_trade)
    at_double = growth.log_growth(win_rate, payoff, 2 * risk_per_trade) if risk_per_trade < 0.5 else 0.0
    notes = [note("note-model", None)]
    if grows <= LEAST_GROWTH:
        notes.insert(0, note("note-no-way-back" if kelly > 0 else "note-no-edge", "risk_per_trade"))
    return Recovery(
        gain_needed=growth.gain_to_recover(drawdown),
        trades_back=_back(drawdown, grows),
        trades_at_double=_back(drawdown, at_double),
        gain_of_half=growth.gain_to_recover(drawdown / 2),
        trades_of_half=_back(drawdown / 2, grows),
        growth=grows,
        kelly_fraction=kelly,
        notes=tuple(notes),
    )

"""Can I follow my own plan for twenty trades?"""

from __future__ import annotations

from typing import Annotated, Literal

from calc.actions import Action, Actions, Done
from calc.declare import calculator
from calc.formulas.trades import MAKER, TAKER, Rules
from calc.parts.journals import Practice, practice
from calc.parts.session_pictures import account, candles
from calc.parts.sessions import TICKET, replayed
from calc.quantities import Account, Leverage, Money, Quantity, Rate, RiskPerTrade, Seed, When, Words
from calc.story import Percents, Shown, Story, Summary, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.formulas.trading import Session
    from calc.model import Values

PACE = {"slow": 1_600, "normal": 800, "fast": 400}  # milliseconds from candle to candle

Distance = Annotated[
    float,
    Quantity(
        unit="fraction", display="percent", ge=0.001, le=0.9, soft=(0.005, 0.1), scale="log", marks=(0.005, 0.01, 0.02, 0.05, 0.1), digits=2
    ),
]


PLAN = {"stop_distance": "0.02", "target_distance": "0.04"}
WICK = {"mood": "crash", "stop_distance": "0.02", "seed": "6", "actions": "n,4;l,share,0.01,10,0.02,,5;n,9"}
DRAIN = {"stop_distance": "0.03", "target_distance": "0.06", "leverage": "10", "seed": "91", "funding_rate": "0.001"}
TWENTY = (  # twenty trades in a storm, four of which leave their plan
    "n,6;l,share,0.01,10,0.02,0.04,5;n,9;n,6;l,share,0.01,10,0.02,0.04,5;n,14;n,6;s,share,0.01,10,0.02,0.04,5;"
    "n,2;n,6;l,share,0.01,10,0.02,0.04,5;n,3;c;n,6;l,share,0.01,10,0.02,0.04,5;n,3;n,6;"
    "s,share,0.01,10,0.02,0.04,5;n,17;n,6;l,share,0.01,10,0.02,0.04,5;n,3;c;n,6;l,share,0.01,10,0.02,0.04,5;"
    "n,2;n,6;s,share,0.01,10,0.02,0.04,5;n,9;n,6;l,share,0.01,10,0.02,0.04,5;n,1;m,0.03;n,12;n,6;"
    "l,share,0.01,10,0.02,0.04,5;n,4;n,6;s,share,0.01,10,0.02,0.04,5;n,5;n,6;l,share,0.01,10,0.02,0.04,5;n,4;"
    "n,6;l,share,0.01,10,0.02,0.04,5;n,4;n,6;s,share,0.01,10,0.02,0.04,5;n,3;c;n,6;"
    "l,share,0.01,10,0.02,0.04,5;n,13;n,6;l,share,0.01,10,0.02,0.04,5;n,4;m,0.015;n,5;n,6;"
    "s,share,0.01,10,0.02,0.04,5;n,4;n,6;l,share,0.01,10,0.02,0.04,5;n,2;n,6;l,share,0.01,10,0.02,0.04,5;n,8"
)
REPORT = Summary(  # the plan first, then what came of it
    title="Report",
    outputs=(
        Shown(name="trade_count", remark="{kept} followed the plan"),
        Shown(name="stop_moves", remark="closer counts too"),
        Shown(name="liquidations"),
        Shown(name="win_rate"),
        Shown(name="average_r", remark="in multiples of the planned risk"),
        Shown(name="worst_run", remark="in a row"),
        Shown(name="worst_drawdown", remark="from its highest worth"),
        Shown(name="costs_share", remark="{fees_paid:dollars} of fees, {net_funding} of funding", none="no winner"),
        Shown(name="did_nothing", remark="same market, no trade"),
        Shown(name="held", remark="same market, no leverage"),
    ),
)
JOURNAL = Table(
    title="Journal",
    rows="trades",
    head="name",
    columns=("ended", "kept", "planned_r", "r", "net_pnl", "fees", "funding"),
    none="no target",
    after=True,
)


def _rules(start: float, fees: bool, funding_rate: float, slips: bool, stop_on: str) -> Rules:
    taker, maker = (TAKER, MAKER) if fees else (0.0, 0.0)
    return Rules(start=float(start), taker=taker, maker=maker, funding_rate=funding_rate, slips=slips, stop_on=stop_on)


def _session(q: Any) -> Session:
    """The session that the inputs describe; it was replayed for the answer already."""
    rules = _rules(q["account_balance"], q["fees"], q["funding_rate"] if q["funding"] else 0.0, q["slippage"], q["stop_on"])
    return replayed(q["mood"], int(q["seed"]), rules, q["actions"])[0]


def story(q: Values, r: Practice) -> Story:
    """What is said about it."""
    session = _session(q)
    is_open = session.position is not None
    begun = r.trade_pnl is not None
    if is_open:
        outputs = (
            Shown(name="trade_r", remark="{trade_pnl} USDT, costs included", label="Open trade"),
            Shown(name="equity", remark="began with {account_balance:dollars}"),
            Shown(name="position_margin", remark="behind a trade opened at {entry_price}"),
            Shown(
                name="liquidation_price",
                remark="{liquidation_move} from here" if r.liquidation_price is not None else "price alone cannot close you out",
            ),
        )
    else:
        outputs = (
            Shown(
                name="kept",
                remark=("of {trade_count} trades" if r.trade_count > 1 else "of one trade") if r.trade_count else "no trade yet",
            ),
            Shown(name="trade_r", remark="{trade_pnl} USDT, costs included" if begun else "", label="Last trade", none="none yet"),
            Shown(name="equity", remark="began with {account_balance:dollars}"),
            Shown(name="candle", remark="hours since the start"),
        )
    title = "The open trade" if is_open else "The last trade"
    gone = not is_open and begun and session.trades[-1].how == "liquidation"
    return Story(
        verdict=_verdict(q, r),
        outputs=outputs,
        percents=Percents(title=title, move="trade_move", margin="trade_roe", account="trade_share", out=gone) if begun else None,
        charts=(candles(session), account(session)) if begun else (candles(session),),
        summary=REPORT if r.trade_count else None,
        tables=(JOURNAL,) if r.trade_count else (),
        working=_working(r),
        convention="One isolated position at a time, liquidated on mark at a flat 0.5 %. One R is your planned loss, fees included.",
        brief=_brief(r),
    )


def _working(r: Practice) -> tuple[str, ...]:
    steps = ["trade_r = trade_pnl / risk"] if r.trade_pnl is not None else []
    if r.liquidation_price is not None:
        away = "-" if r.open_side == "long" else "+"
        steps.append("liquidation_price = (size * entry_price " + away + " position_margin) / (size * (1 " + away + " 0.005))")
    return tuple(steps)


def _verdict(q: Values, r: Practice) -> str:
    """The sentence: of an open trade where it stands, else first how often the plan was followed."""
    if r.stop_price is not None:
        return _open(r)
    if not r.trade_count:
        opened = "Nothing is open and no trade is over. The price is {last_price}, and you have {equity:dollars}. "
        return opened + ("Set a stop, then open a trade." if q["stop_distance"] is None else "Open a trade, or wait for another candle.")
    if r.trade_count == 1:
        said = "Your one trade " + ("followed" if r.kept else "did not follow") + " its plan"
    else:
        said = "{kept} of your {trade_count} trades followed their plan"
    last = r.trades[-1]
    why = "" if last.kept == "yes" else " (" + last.kept[4:] + ")"
    ended = "" if r.trade_count == 1 else " The last one " + ("did" if last.kept == "yes" else "did not") + why + "."
    said += (why if r.trade_count == 1 else "") + "." + ended
    return said + " The account stands at {equity:dollars}; without a trade it would be {did_nothing:dollars}."


def _brief(r: Practice) -> str:
    if r.stop_price is not None:
        return "an open trade at {trade_r} R"
    if r.trade_count == 1:
        return "one trade, " + ("by" if r.kept else "against") + " the plan"
    return "{kept} of {trade_count} trades by the plan" if r.trade_count else "no trade yet"


def _open(r: Practice) -> str:
    assert r.trade_pnl is not None
    stands = "it is down {trade_pnl:abs-dollars}" if r.trade_pnl < 0 else "it is up {trade_pnl:abs-dollars}"
    said = (
        "Your " + r.open_side + " from {entry_price} is open: " + stands + ", or {trade_r} R, costs included. Its stop is at {stop_price}"
    )
    if r.liquidation_price is None:
        return said + ", and no price liquidates it."
    assert r.stop_price is not None
    first = (r.liquidation_price >= r.stop_price) == (r.open_side == "long")
    return said + (
        ", but liquidation comes first, at {liquidation_price}." if first else "; liquidation is beyond it, at {liquidation_price}."
    )


@calculator(
    "simulator",
    version=1,
    title="Paper trading",
    question="Can I follow my own plan for twenty trades?",
    story=story,
    presets=(
        ("first-steps", "First steps", {"stop_distance": "0.02", "target_distance": "0.04", "leverage": "2"}),
        (
            "500-at-10x",
            "$500 at 10×",
            {"mood": "trend", "stop_distance": "0.02", "target_distance": "0.04", "leverage": "10", "account_balance": "500"},
        ),
        (
            "storm-at-20x",
            "Storm at 20×",
            {"mood": "storm", "stop_distance": "0.06", "leverage": "20", "seed": "6", "actions": "n,6;l,share,0.01,10,0.06,,20;n,28"},
        ),
        ("wick", "A wick takes the stop", dict(WICK, stop_on="last")),
        ("wick-stop-on-mark", "A wick, stop on mark", dict(WICK, stop_on="mark")),
        ("gap", "A gap over the stop", dict(PLAN, mood="crash", seed="88", actions="n,6;l,share,0.01,10,0.02,0.04,5;n,3")),
        ("funding-drains", "Funding drains a long", dict(DRAIN, actions="l,share,0.01,10,0.03,0.06,10;n,240")),
        ("funding-pays", "Funding pays a short", dict(DRAIN, actions="s,share,0.01,10,0.03,0.06,10;n,240")),
        ("twenty-trades", "Twenty trades in a storm", dict(PLAN, mood="storm", seed="42", actions=TWENTY)),
    ),
    more=("account_balance", "seed", "speed", "fees", "funding", "funding_rate", "slippage", "stop_on"),
    limits=(
        "Prices here are drawn by chance, in a mood that you chose. No real market keeps its mood.",
        "One position at a time, in isolated margin, with one flat maintenance rate. No tiers, no liquidation fee.",
        "The way inside a quarter of an hour: prices move straight, except for gaps.",
        "Money that matters. With real money at stake, people follow their plans less often than here.",
    ),
    sources=(
        (
            "CFTC Rule 4.41, on hypothetical performance",
            "https://www.law.cornell.edu/cfr/text/17/4.41",
        ),
    ),
    most_link=8_000,
)
def simulator(
    mood: Annotated[
        Literal["calm", "trend", "storm", "crash"], Words(label="Market", choices=("Calm", "Trend", "Storm", "Crash and wick"))
    ] = "calm",
    risk_by: Annotated[Literal["share", "money"], Words(label="Risk as", choices=("Percent", "Money"))] = "share",
    risk_share: Annotated[
        RiskPerTrade, Quantity(soft=(0.0025, 0.1), marks=(0.0025, 0.005, 0.01, 0.02, 0.05, 0.1)), When(input="risk_by", value="share")
    ] = 0.01,
    risk_amount: Annotated[
        Money,
        Quantity(gt=0, le=1e6, soft=(1, 1_000), marks=(1, 10, 100, 1_000)),
        When(input="risk_by", value="money"),
        Words(label="Risk per trade"),
    ] = 10,
    stop_distance: Annotated[Distance | None, Words(label="Stop, from the price")] = None,
    target_distance: Annotated[Distance | None, Words(label="Target, from the price")] = None,
    leverage: Annotated[Leverage, Quantity(le=50, soft=(1, 50), marks=(1, 2, 5, 10, 20, 50))] = 5,
    account_balance: Annotated[Account, Words(label="Money at the start")] = 1_000,
    seed: Annotated[Seed, Words(label="Market number")] = 1,
    speed: Annotated[Literal["slow", "normal", "fast"], Words(choices=("Slow", "Normal", "Fast"))] = "normal",
    fees: bool = True,
    funding: bool = True,
    funding_rate: Annotated[
        Rate,
        Quantity(ge=-0.003, le=0.003, soft=(-0.001, 0.001), step=0.0001, marks=(-0.001, -0.0005, 0, 0.0005, 0.001)),
        When(input="funding", value=True),
    ] = 0.0001,
    slippage: bool = True,
    stop_on: Annotated[Literal["last", "mark"], Words(label="Stops look at", choices=("Last price", "Mark price"))] = "last",
    actions: Annotated[
        tuple[Done, ...],
        Actions(
            actions=(
                Action(name="long", code="l", label="Open long", takes=TICKET, keys=("B",)),
                Action(name="short", code="s", label="Open short", takes=TICKET, keys=("S",)),
                Action(name="close", code="c", label="Close", keys=("C",)),
                Action(name="move", code="m", label="Move stop", takes=("stop_distance",), keys=("M",)),
                Action(name="step", code="n", label="Next candle", run=1, keys=("ArrowRight",), line=1),
                Action(name="steps", code="n", label="8 candles", run=8, line=1),
                Action(name="play", code="n", label="Play", run=1, keys=("Space",), repeats=True, line=1),
            ),
            again="Start over, same market",
        ),
        Words(label="Session"),
    ] = (),
) -> Practice:
    """A session of paper trading on a market drawn from a number, replayed from its start.

    Args:
        mood: How the market behaves. The prices are drawn by chance, they are no past of any market.
        risk_by: Whether you plan your risk as a share of the account or as money.
        risk_share: What a trade may lose at its stop, as a share of the account at that moment, fees included.
        risk_amount: What a trade may lose at its stop, fees included.
        stop_distance: How far from the price the stop stands. Without one, nothing can be opened.
        target_distance: How far from the price you take your profit; leave it empty to close by hand.
        leverage: Position value divided by the margin put up for it. It does not change the size here, which follows from the risk.
        account_balance: What the account holds when the session begins.
        seed: The same number and mood are the same market, for you and for whoever gets the link.
        speed: How fast candles come while the session plays.
        fees: Count trading fees: 0.05 % of the value for orders that fill at once, 0.02 % at a target.
        funding: Count funding every eight candles.
        funding_rate: What longs pay to shorts every eight hours; below zero, shorts pay.
        slippage: Fill orders a little worse than the price, more so in a wilder market.
        stop_on: The price that triggers a stop. The last price has wicks, the mark is an average.
        actions: What was done so far, in order. It can be shared: the link holds it.
    """
    rules = _rules(account_balance, fees, funding_rate if funding else 0.0, slippage, stop_on)
    session, left_out = replayed(mood, int(seed), rules, actions)
    return practice(session, left_out, (risk_by, risk_share, risk_amount, stop_distance, target_distance, leverage), PACE[speed])

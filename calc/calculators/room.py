"""How ordinary a move is enough to liquidate me?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from calc.declare import calculator
from calc.errors import Note
from calc.formulas import linear
from calc.formulas.elementary import floor, log, sqrt
from calc.formulas.walk import touch_chance
from calc.model import note
from calc.parts.fans import LINES, fan
from calc.parts.scales import reach
from calc.pictures import Axis, Graph, Paths, Rule, Zone
from calc.quantities import Change, Count, Leverage, Multiple, Quantity, Rate, Seed, Share, Side, Words
from calc.recent import Recent
from calc.story import Ask, Shown, Story, Table
from calc.tiers import too_little

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.model import Values

LADDER = (2, 3, 5, 10, 20, 50, 100)
_ladders = Recent(40)  # the sweep of the leverage asks for the same one at each point
# How far up and down the picture may show the price.
REACHES = (0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5)
NONE = 1e-6  # a model says nothing about what happens less than once in a million times: such a chance counts as none


@dataclass(frozen=True, kw_only=True)
class AtLeverage:
    """The same position at another leverage.

    Attributes:
        name: The leverage.
        liquidation_move: Move of the price from entry to liquidation; empty if the position could not be opened.
        typical_moves: That distance in typical daily moves.
        chance: Chance that the price touches it within the time.
    """

    name: Annotated[str, Words(label="Leverage")]
    liquidation_move: Annotated[Change | None, Words(label="Move to liquidation")]
    typical_moves: Annotated[Multiple | None, Words(label="In typical days")]
    chance: Annotated[Share | None, Words(label="Chance")]


@dataclass(frozen=True, kw_only=True)
class Room:
    """How far liquidation is, and how often an aimless price gets there.

    Attributes:
        liquidation_move: Move of the price from entry to liquidation; empty if no price can.
        typical_moves: That distance in typical daily moves, both as logarithms.
        chance: Chance that the price touches liquidation within the time, at whatever moment; below one in a million it counts as none.
        of_sixty: Of 60 such traders, how many that is.
        period_move: Typical move of the whole time: the daily one times the square root of the days.
        period_moves: Distance to liquidation in those.
        log_distance: Distance to liquidation as a logarithm: of the liquidation price divided by the entry price, without its sign.
        leverages: The same at other leverages.
    """

    liquidation_move: Annotated[Change | None, Words(label="Move to liquidation")]
    typical_moves: Annotated[Multiple | None, Words(label="In typical daily moves")]
    chance: Annotated[Share, Words(label="Chance of liquidation")]
    of_sixty: Annotated[Count, Words(label="Of 60 traders")]
    period_move: Annotated[Share, Words(label="Typical move of the time")]
    period_moves: Annotated[Multiple | None, Words(label="Distance in those")]
    log_distance: Annotated[Share | None, Words(label="Distance as a logarithm")]
    leverages: tuple[AtLeverage, ...]
    notes: tuple[Note, ...]


def story(q: Values, r: Room) -> Story:
    """What is said about it."""
    days = "a day" if q["days_held"] == 1 else "{days_held} days"
    return Story(
        verdict=_verdict(r, days),
        brief="{chance:1} liquidated",
        outputs=(
            Shown(name="liquidation_move", remark="{leverage} {side:lower}", none="no price"),
            Shown(name="typical_moves", remark="one is {daily_move}", none="never"),
            Shown(name="chance", remark="within " + days),
            Shown(name="of_sixty", remark="with this position"),
        ),
        tables=(
            Table(
                title="The same "
                + str(q["side"])
                + " at other leverages, within "
                + ("a day" if q["days_held"] == 1 else _whole(q) + " days"),
                rows="leverages",
                head="name",
                columns=("liquidation_move", "typical_moves", "chance"),
                none="not possible",
            ),
        ),
        charts=(_fan(q, r, days),),
        working=_working(q, r),
        convention="Price without aim, its logarithm in normal steps, watched at every instant: chance = 2\u202fΦ(−z), z the distance"
        " in typical moves of the time (reflection principle). Liquidation on mark value.",
        ask=Ask(
            question="Out of 60 traders at {leverage} for " + days + ", how many are liquidated?", output="of_sixty", low=0, high=60, step=1
        ),
    )


def _whole(q: Values) -> str:
    days = q["days_held"]
    assert isinstance(days, float)
    return str(int(days))


def _verdict(r: Room, days: str) -> str:
    """The answer in a sentence or two."""
    if r.liquidation_move is None:
        return "No price liquidates {leverage:a} {side:lower}: you put up the full value."
    start = "{leverage:A} {side:lower} is liquidated when the price " + ("falls" if r.liquidation_move < 0 else "rises")
    start += " {liquidation_move:abs} from entry"
    if r.typical_moves is None:
        return start + ". A price that never moves does not get there."
    start += ", {typical_moves} a typical day of {daily_move}. Within " + days + ", "
    if r.chance < 0.0005:
        return start + "an aimless price hardly ever gets there: less than one trader in a thousand is liquidated."
    if r.chance > 0.9995:
        return start + "an aimless price gets there nearly always: fewer than one trader in a thousand is left."
    if r.of_sixty == 0:
        return start + "an aimless price gets there with a chance of {chance:1}: for less than one trader out of 60."
    return start + "an aimless price gets there with a chance of {chance:1}: for about {of_sixty} out of 60 traders."


def _working(q: Values, r: Room) -> tuple[str, ...]:
    if r.liquidation_move is None:
        return ()
    away = "-" if q["side"] == "long" else "+"
    steps = ["liquidation_move = (1 " + away + " 1 / leverage) / (1 " + away + " maintenance_margin_rate) - 1"]
    if r.typical_moves is not None:
        steps += ["typical_moves = log_distance / daily_move", "period_moves = log_distance / period_move"]
    return tuple(steps)


def _fan(q: Values, r: Room, days: str) -> Graph:
    """Sixty walks on one page: each is drawn until it touches liquidation, or to the end of the time."""
    held, seed = q["days_held"], q["seed"]
    assert isinstance(held, float) and isinstance(seed, float)
    end = r.liquidation_move
    kept, ended = fan(int(seed), held, r.period_move, end, r.log_distance)
    wide = min(REACHES[-1], reach(3.1 * r.period_move, REACHES))
    low, high = -min(1.0, wide), wide
    if end is not None:  # nothing is drawn beyond liquidation, so there it needs no more room than its name
        low, high = (-min(1.0, reach(-1.4 * end, REACHES)), wide) if end < 0 else (low, reach(1.4 * end, REACHES))
    count = "One" if len(ended) == 1 else str(len(ended)) if ended else "None"
    shown = count + " of these 60 " + ("is" if len(ended) == 1 else "are") + " liquidated"
    within = " within " + days
    rules = [Rule(value=0.0, style="entry", label="Entry")]
    zones = []
    if end is not None:
        rules.append(Rule(value=end, style="liquidation", label="Liquidation {liquidation_move}", short="Liquidation"))
        zones.append(Zone(low=low if end < 0 else end, high=end if end < 0 else high, axis="y", style="liquidation"))
    return Graph(
        title="Sixty traders, sixty prices without aim.",
        caption=shown + within + (": a cross is where" if ended else "") + ". The exact chance is {chance}. Shuffle {seed}.",
        said="Sixty paths of the price from entry. " + shown + within + ".",
        x=Axis(label="Days held", low=0, high=held, display="count"),
        y=Axis(label="Price since entry", low=low, high=high),
        paths=(Paths(paths=kept, style="ink"), Paths(paths=ended, ended=True)),
        rules=tuple(rules),
        zones=tuple(zones),
    )


def _reaching(sign: int, leverage: float, rate: float, daily_move: float, days: float) -> tuple[float | None, float | None, float]:
    """Move to liquidation, its logarithm without sign, and the chance of it; the first two are None where no price liquidates."""
    price = linear.liquidation_price(sign, 1, 1, 1 / leverage, rate)
    if price <= 0:
        return None, None, 0.0
    distance = abs(log(price))
    chance = touch_chance(distance, daily_move, days)
    return price - 1, distance, chance if chance >= NONE else 0.0


def _at(leverage: float, sign: int, rate: float, daily_move: float, days: float) -> AtLeverage:
    name = str(int(leverage)) + "×"
    if rate * leverage >= 1:
        return AtLeverage(name=name, liquidation_move=None, typical_moves=None, chance=None)
    move, distance, chance = _reaching(sign, leverage, rate, daily_move, days)
    moves = distance / daily_move if distance is not None and daily_move else None
    return AtLeverage(name=name, liquidation_move=move, typical_moves=moves, chance=chance)


@calculator(
    "room",
    version=1,
    title="Room to be wrong",
    question="How ordinary a move is enough to liquidate me?",
    story=story,
    presets=(
        ("week-at-10x", "A week at 10×", {}),
        ("week-at-20x", "A week at 20×", {"leverage": "20"}),
        ("day-at-50x", "A day at 50×", {"leverage": "50", "days_held": "1"}),
        ("day-at-100x", "A day at 100×", {"leverage": "100", "days_held": "1"}),
        ("month-at-5x", "A month at 5×", {"leverage": "5", "days_held": "30"}),
        ("month-at-2x", "A month at 2×", {"leverage": "2", "days_held": "30"}),
        ("calm-week-at-10x", "Calm week at 10×", {"daily_move": "0.015"}),
        ("stormy-week-at-10x", "Stormy week at 10×", {"daily_move": "0.05"}),
        ("small-coin-week-at-5x", "Small coin, a week at 5×", {"leverage": "5", "daily_move": "0.08"}),
        ("short-week-at-10x", "Short, a week at 10×", {"side": "short"}),
    ),
    more=("maintenance_margin_rate", "seed"),
    effect="chance",
    limits=(
        "Jumps, and wild days in a row: 22.1\u202f% of all 10× longs in BTC/USDT, 2017 to 2025, were liquidated within a week, not 12.9.",
        "Any trend, up or down, and any skill.",
        "A stop, or margin added on the way.",
        "Fees and funding, which bring liquidation nearer; tiers of large positions.",
    ),
    sources=(
        (
            "Wikipedia, reflection principle",
            "https://en.wikipedia.org/wiki/Reflection_principle_(Wiener_process)",
        ),
        (
            "Binance, liquidation price of USD-M futures",
            "https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93",
        ),
    ),
)
def room(
    leverage: Leverage = 10,
    side: Side = "long",
    daily_move: Annotated[
        Share,
        Quantity(
            ge=0,
            le=0.5,
            soft=(0.01, 0.1),
            scale="log",
            step=0.001,
            marks=(0.015, 0.025, 0.05, 0.08),
            facts=((0.015, "calm"), (0.025, "normal"), (0.05, "stormy"), (0.08, "small")),
        ),
        Words(label="Typical daily move"),
    ] = 0.025,
    days_held: Annotated[
        float,
        Quantity(unit="days", display="count", ge=1, le=90, whole=True, soft=(1, 90), scale="log", step=1, marks=(1, 2, 7, 30, 90)),
        Words(label="Time held"),
    ] = 7,
    maintenance_margin_rate: Annotated[Rate, Quantity(le=0.1), Words(label="Maintenance rate")] = 0.005,
    seed: Seed = 42,
) -> Room:
    """Chance that an aimless price touches the liquidation price of one isolated, linear position.

    Args:
        leverage: Position value divided by the margin put up for it.
        side: A long profits when the price rises, a short when it falls.
        daily_move: Standard deviation of the price's daily change. Bitcoin has about 1.5 % in calm months, 2.5 % in normal ones and 5 % in
            stormy ones; small coins have 8 % and more.
        days_held: How long the position is open.
        maintenance_margin_rate: Share of the position's value that must stay covered.
        seed: Which of many sets of 60 prices the picture shows. The chance is exact and does not hang on it.
    """
    del seed  # only the picture needs it
    sign = 1 if side == "long" else -1
    if maintenance_margin_rate * leverage >= 1:
        raise too_little(leverage, 1 / leverage, maintenance_margin_rate, 1 / maintenance_margin_rate)
    move, distance, chance = _reaching(sign, leverage, maintenance_margin_rate, daily_move, days_held)
    notes = [note("note-no-liquidation", None)] if move is None else []
    spread = daily_move * sqrt(days_held)
    known = distance if daily_move else None
    ladder = (sign, maintenance_margin_rate, daily_move, days_held)
    return Room(
        liquidation_move=move,
        typical_moves=None if known is None else known / daily_move,
        chance=chance,
        of_sixty=floor(LINES * chance + 0.5),
        period_move=spread,
        period_moves=None if known is None else known / spread,
        log_distance=distance,
        leverages=_ladders.of(ladder, lambda: tuple([_at(at, *ladder) for at in LADDER])),
        notes=tuple(notes + [note("note-model-walk", None), note("note-estimate", None)]),
    )

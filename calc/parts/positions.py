"""What is said about one position wherever one is shown: its stop, the formula of its liquidation price, and what to know about both."""

from __future__ import annotations

from calc.conventions import REACH
from calc.formulas import account, fills, linear
from calc.model import note, reject
from calc.parts.scales import ends_around, roof
from calc.pictures import Axis, Ladders, Rung
from calc.recent import Recent
from calc.story import Ask, Level, Shown
from calc.tiers import rules
from calc.view.numbers import price

FARTHEST = 0.6  # a liquidation farther away is not drawn, so that near ones can be told apart
DUST = 1e-9  # what rounding leaves of a position, as a share of the last fill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.conventions import Convention
    from calc.errors import Note
    from calc.formulas.fills import Holding
    from calc.model import Values

    Ends = tuple[list[account.Position], list[tuple[float | None, float | None]], float | None, float | None]


def stop_shown(reached: bool, room: bool) -> tuple[Shown, Level]:
    """How a stop stands among the outputs and on the ladder: one beyond liquidation is never `reached`; `room` says that some is left."""
    if not reached:
        shown = Shown(name="stop_pnl", remark="liquidation comes before it", none="never reached")
        return shown, Level(name="stop_price", label="Stop, never reached", short="stop, never", style="stop never", drag=True)
    comes = "comes first; {stop_room} of the room still left" if room else "before fees"
    return Shown(name="stop_pnl", remark=comes), Level(name="stop_price", label="Stop", style="stop", drag=True)


def liquidation_notes(long: bool, price: float | None, stop: float | None, room: float | None) -> list[Note]:
    """That there is no liquidation, that it comes before the stop, or that the stop is close to it."""
    if price is None:
        return [note("note-no-liquidation" if long else "note-no-liquidation-short", None)]
    if stop is not None and room is None:
        return [note("warn-liquidation-first", "stop_price", liquidation_price=price, stop_price=stop)]
    return [note("warn-thin", "stop_price", share=room)] if room is not None and room < 0.2 else []


def liquidation_working(contract: str, long: bool, convention: Convention, *, deduction: bool) -> str:
    """The equation, over the names of the inputs and outputs of `liquidation`.

    >>> from calc.conventions import Convention
    >>> liquidation_working("linear", True, Convention(), deduction=False)
    'liquidation_price = (size * entry_price - position_margin) / (size * (1 - maintenance_rate))'
    """
    away, back = ("-", "+") if long else ("+", "-")
    fixed = convention.closing_fee in ("value at bankruptcy", "value at entry")
    rate = "maintenance_rate" + (" {0} closing_fee_rate" if convention.closing_fee == "value at liquidation" else "")
    if contract == "linear":
        if convention.maintenance_basis == "entry":
            return "liquidation_price = entry_price " + away + " (position_margin - maintenance_at_entry) / size"
        top = "size * entry_price " + away + " position_margin" + (" " + back + " closing_fee_amount" if fixed else "")
        top += " " + away + " maintenance_amount" if deduction else ""
        return "liquidation_price = (" + top + ") / (size * (1 " + away + " " + rate.replace("{0}", away) + "))"
    own = "notional / entry_price"
    if convention.maintenance_basis == "entry":
        return "liquidation_price = notional / (" + own + " " + back + " (margin_in_coin - maintenance_at_entry / entry_price))"
    bottom = own + " " + back + " margin_in_coin" + (" " + away + " closing_fee_amount / entry_price" if fixed else "")
    bottom += " " + back + " maintenance_amount" if deduction else ""
    return "liquidation_price = notional * (1 " + back + " " + rate.replace("{0}", back) + ") / (" + bottom + ")"


def liquidation_steps(q: Values, r: Any, way: Convention) -> tuple[str, ...]:
    """The formulas behind an answer of `liquidation`, in the order of their use."""
    inverse = r.margin_in_coin is not None
    if r.liquidation_price is None:
        covered = inverse or r.position_margin > r.notional
        return () if covered else ("bankruptcy_price = entry_price - position_margin / size",)
    steps = ["size = notional / entry_price"]
    put_up = "initial_margin" if q["size_by"] == "margin" else "notional / leverage"
    added = (" + extra_margin" if q["extra_margin"] else "") + (" - taker_fee_rate * notional" if q["entry_fee"] else "")
    if way.reserved_fee == "none" and (added or q["size_by"] == "notional"):
        steps.append("position_margin = " + put_up + added)
    if inverse:
        steps.append("margin_in_coin = position_margin / entry_price")
    price = liquidation_working("inverse" if inverse else "linear", q["side"] == "long", way, deduction=r.maintenance_amount != 0)
    return tuple(steps + [price])


def account_positions(rows: tuple[Any, ...], maintenance: str, rate: float, date: str) -> list[account.Position]:
    """Rows of an input `positions`, with market, side, size, entry and mark price and leverage, as the formulas of accounts want them.

    All positions of a market have the mark price that one of them states, else their entry price. Rejections at the field of the row:
    two marks for one market, no mark where the entries differ, and what the market's table of that `date` does not allow.
    """
    made: list[account.Position] = []
    marks: dict[str, float] = {}
    for number, row in enumerate(rows):
        field = "positions." + str(number)
        if row.mark_price is not None and marks.setdefault(row.market, row.mark_price) != row.mark_price:
            raise reject("mark-differs", field + ".mark_price", market=row.market, mark_price=marks[row.market])
    stated = list(marks)
    for number, row in enumerate(rows):
        field = "positions." + str(number)
        mark = marks.setdefault(row.market, row.entry_price)
        if row.market not in stated and mark != row.entry_price:
            raise reject("mark-missing", field + ".mark_price", market=row.market)
        asked = rules(maintenance, "linear", rate, "binance-" + row.market.lower() + "usdt-" + date)
        sign = 1 if row.side == "long" else -1
        opening = asked.opening(sign, row.entry_price, row.size * row.entry_price, row.leverage, 0.0)
        tiers = asked.tiers_for(opening, field + ".size")
        asked.check_leverage(asked.tier_for(tiers, row.size * mark, field + ".size"), row.leverage, field + ".leverage")
        made.append(account.Position(sign=sign, size=row.size, entry_price=row.entry_price, mark_price=mark, tiers=tiers))
    return made


_accounts = Recent(1)  # a sweep of something else asks for the same account again and again


def account_ends(wallet: float, rows: tuple[Any, ...], maintenance: str, rate: float, date: str) -> Ends:
    """The positions opened; for each the prices at which its market alone ends the account, the nearer first; common fall and rise."""
    return _accounts.of((wallet, rows, maintenance, rate, date), lambda: _account_ends(wallet, rows, maintenance, rate, date))


def _account_ends(wallet: float, rows: tuple[Any, ...], maintenance: str, rate: float, date: str) -> Ends:
    opened = account_positions(rows, maintenance, rate, date)
    fall, rise = account.liquidation_moves(wallet, opened)
    ends = [_alone(number, rows, opened, wallet) for number in range(len(rows))]
    return opened, ends, fall, rise if rise is not None and rise < REACH else None


def _alone(number: int, rows: tuple[Any, ...], opened: list[account.Position], wallet: float) -> tuple[float | None, float | None]:
    """Where the market of that row ends the account, the others held at their mark: the nearer price first."""
    market, mark = rows[number].market, opened[number].mark_price
    moving = [p for row, p in zip(rows, opened) if row.market == market]
    down, up = account.liquidation_prices(wallet, moving, [p for row, p in zip(rows, opened) if row.market != market])
    down, up = down if down is not None and down > mark / REACH else None, up if up is not None and up < mark * REACH else None
    return (up, down) if down is None or (up is not None and up - mark < mark - down) else (down, up)


def distance_ask(long: bool, distance: float, leverage: float) -> Ask:
    """How far to the end of a position? Many say one divided by the leverage, or more: the slider has room for that."""
    high = roof(max(1.6 / leverage, 1.05 * distance))
    way = "fall" if long else "rise"
    question = "{leverage:A} {side:lower} is opened at {entry_price}. How far may the price " + way + " before the venue closes it out?"
    return Ask(question=question, output="distance", low=0, high=high, step=high / 200)


def common_ask(fall: float | None, rise: float | None, leverage: float) -> Ask | None:
    """How far may all prices move together? No single position tells."""
    move, output, way = (fall, "fall", "fall") if fall is not None else (rise, "rise", "rise")
    if move is None:
        return None
    high = roof(min(1e6, max(1.6 / max(leverage, 1.6), 1.05 * abs(move))))
    question = "All prices " + way + " by the same share, and {wallet_balance:dollars} backs every position. How far, until the account is"
    return Ask(question=question + " liquidated?", output=output, low=0, high=high, step=high / 200)


def held_after(rows: tuple[Any, ...], leverage: float, rate: float) -> tuple[Holding, float, list[Note]]:
    """What is open after rows of an input `fills`, with side, price and amount; what closing parts realised; warnings of late fills.

    A row with neither price nor amount does not count. Rejections: a row with one of them, and fills that leave nothing open.
    """
    open_now, realized, notes = fills.Holding(), 0.0, []
    for number, fill in enumerate(rows):
        if fill.price is None and fill.amount is None:
            continue
        if fill.price is None or fill.amount is None:
            raise reject("fill-half", "fills." + str(number) + (".price" if fill.price is None else ".amount"))
        if open_now.sign:
            end = isolated_end(open_now, open_now.size * open_now.entry_price / leverage, rate)
            if end is not None and open_now.sign * (fill.price - end) <= 0:
                notes.append(note("warn-fill-late", "fills." + str(number) + ".price", number=str(number + 1), liquidation_price=end))
        size = fill.amount / fill.price
        open_now, profit = fills.filled(open_now, 1 if fill.side == "buy" else -1, size, fill.price)
        realized += profit
        if open_now.size <= DUST * size:
            open_now = fills.Holding()
    if not open_now.sign:
        raise reject("nothing-open", "fills")
    return open_now, realized, notes


def isolated_end(held: Holding, position_margin: float, rate: float) -> float | None:
    """The liquidation price of a position with its own margin; None where no price does it."""
    price = linear.liquidation_price(held.sign, held.entry_price, held.size, position_margin, rate)
    return price if held.entry_price < price * REACH else None


def side_by_side(choices: tuple[Any, ...], now: Any, long: bool) -> Ladders:
    """Ladders of rows with name, entry and liquidation price, on one scale. An end too far away runs out of it, or nothing is seen."""
    ends = [one.liquidation_price for one in choices if one.liquidation_price is not None]
    seen = [now] + [one.entry_price for one in choices] + [end for end in ends if abs(end / now - 1) <= FARTHEST]
    low, high = ends_around(min(seen), max(seen))
    where = "below" if long else "above"
    told = [one.name + ": " + ("no end" if one.liquidation_price is None else "ends at " + price(one.liquidation_price)) for one in choices]
    return Ladders(
        title="The same position, side by side.",
        caption="Each runs from its average entry to its liquidation. What is left of it lies "
        + where
        + " the dashed line, the price now.",
        said="Ladders of one position. " + ". ".join(told) + ".",
        y=Axis(label="Price", low=max(0.0, low), high=high, display="price"),
        rungs=tuple([Rung(label=one.name, entry=one.entry_price, now=now, end=one.liquidation_price) for one in choices]),
        head="Choice",
    )

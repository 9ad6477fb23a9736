"""What is said about one position wherever one is shown: its stop, the formula of its liquidation price, and what to know about both."""

from __future__ import annotations

from calc.conventions import REACH
from calc.formulas import account
from calc.model import note, reject
from calc.story import Level, Shown
from calc.tiers import rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.conventions import Convention
    from calc.errors import Note
    from calc.model import Values


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


_last: list[tuple[Any, Any]] = []  # the account that was asked for last: a sweep of something else asks for it again and again


def account_ends(
    wallet: float, rows: tuple[Any, ...], maintenance: str, rate: float, date: str
) -> tuple[list[account.Position], list[tuple[float | None, float | None]], float | None, float | None]:
    """The positions opened; for each the prices at which its market alone ends the account, the nearer first; common fall and rise."""
    asked = (wallet, rows, maintenance, rate, date)
    if not (_last and _last[0][0] == asked):
        opened = account_positions(rows, maintenance, rate, date)
        fall, rise = account.liquidation_moves(wallet, opened)
        ends = [_alone(number, rows, opened, wallet) for number in range(len(rows))]
        _last.clear()
        _last.append((asked, (opened, ends, fall, rise if rise is not None and rise < REACH else None)))
    found: tuple[list[account.Position], list[tuple[float | None, float | None]], float | None, float | None] = _last[0][1]
    return found


def _alone(number: int, rows: tuple[Any, ...], opened: list[account.Position], wallet: float) -> tuple[float | None, float | None]:
    """Where the market of that row ends the account, the others held at their mark: the nearer price first."""
    market, mark = rows[number].market, opened[number].mark_price
    moving = [p for row, p in zip(rows, opened) if row.market == market]
    down, up = account.liquidation_prices(wallet, moving, [p for row, p in zip(rows, opened) if row.market != market])
    down, up = down if down is not None and down > mark / REACH else None, up if up is not None and up < mark * REACH else None
    return (up, down) if down is None or (up is not None and up - mark < mark - down) else (down, up)

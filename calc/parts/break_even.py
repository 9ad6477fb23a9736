"""How far break-even is, against how far liquidation is: one picture."""

from __future__ import annotations

from calc.formulas import linear
from calc.parts.scales import reach
from calc.pictures import Axis, Bar, Tally
from calc.view import numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

LEVERAGES = (5.0, 10.0, 20.0, 50.0, 100.0)


def tally(q: Mapping[str, Any], r: Any) -> Tally:
    """How much of the way to liquidation the way to break-even is, at some leverages and at the reader's."""
    rate, sign = q["maintenance_margin_rate"], 1 if q["side"] == "long" else -1
    own = numbers.rounded(r.leverage, 3)
    bars, largest = [], 0.0
    for leverage in sorted(LEVERAGES if own in LEVERAGES else (own,) + LEVERAGES):
        value, text, remark = None, "closed out at once", ""
        price = linear.liquidation_price(sign, 1, 1, 1 / leverage, rate)
        if price <= 0:
            text = "no liquidation"
        elif leverage * rate < 1:
            value = max(0.0, r.break_even_move / (1 - price))
            largest = max(largest, value)
            text = numbers.percent(value)
            remark = numbers.percent(abs(r.break_even_move)) + " of " + numbers.percent(abs(price - 1))
        bars.append(Bar(label=numbers.show(leverage, "times"), value=value, text=text, own=leverage == own, remark=remark))
    return Tally(
        title="How much of your room the way to break-even is.",
        caption="For one position the fees are the same at every leverage. The room to liquidation is not: it shrinks towards them.",
        said="The move to break-even as a share of the move to liquidation, by leverage.",
        axis=Axis(label="Break-even, of the way to liquidation", low=0, high=reach(largest, (0.1, 0.2, 0.3, 0.5, 1.0))),
        bars=tuple(bars),
        head="Leverage",
    )

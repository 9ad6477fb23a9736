"""What each stop allows, and what it costs: two pictures on one axis of prices."""

from __future__ import annotations

from calc.formulas import sizing
from calc.parts.scales import floor_of, reach, roof
from calc.pictures import Axis, Graph, Handle, Rule, Series, Zone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

POINTS = 32


def pictures(q: Mapping[str, Any], r: Any) -> tuple[Graph, Graph]:
    """For the values and the answer of `position_size`: the size for each stop, and what the whole account loses there instead."""
    entry, end, account = q["entry_price"], r.liquidation_price, q["account_balance"]
    sign = 1 if q["side"] == "long" else -1
    near = 0.0 if end is None else abs(end / entry - 1)
    far = reach(max(abs(r.stop_distance), near if near < 0.5 else 0.0))
    stops = [entry * (1 - sign * far * (k / POINTS) * (k / POINTS)) for k in range(POINTS, 4, -1)]  # close together where the line bends
    stops = [s for s in stops if s > 0]
    losses = [(s, _loss_of_one(q, s)) for s in stops]
    full = r.full_notional / entry
    sizes = [(s, min(r.risk_amount / loss, full) * entry) for s, loss in losses]
    alive = [(s, loss) for s, loss in losses if end is None or sign * (s - end) > 0]
    lost = [(s, -full * loss / account) for s, loss in alive]
    sized = [(s, -min(r.risk_amount, full * loss) / account) for s, loss in alive]
    ended = len(alive) < len(losses)
    if ended:
        sized = [(end, -min(r.risk_amount, full * _loss_of_one(q, end)) / account)] + sized
        lost = [(end, -1.0), (end, max(-1.0, -full * _loss_of_one(q, end) / account))] + lost
    x = Axis(label="Stop price", low=min(stops[0], stops[-1]), high=max(stops[0], stops[-1]), display="price")
    return _sizes(q, r, x, sizes), _losses(q, r, x, lost, sized, ended=ended)


def _loss_of_one(q: Mapping[str, Any], stop: float) -> float:
    """What one unit of the base asset loses at that stop, fees and slippage included."""
    fill = stop * (1 - q["slippage"] if q["side"] == "long" else 1 + q["slippage"])
    return sizing.loss_per_unit(q["entry_price"], fill, q["entry_fee_rate"], q["closing_fee_rate"])


def _rising(points: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """The points from left to right: those of a long come so, those of a short the other way round."""
    return tuple(points if points[0][0] <= points[-1][0] else points[::-1])


def _sizes(q: Mapping[str, Any], r: Any, x: Axis, sizes: list[tuple[float, float]]) -> Graph:
    values = [n for _, n in sizes] + [r.notional, q["account_balance"], r.full_notional]
    return Graph(
        title="The size that each stop allows.",
        caption="The closer the stop, the larger the position for one and the same loss. Leverage only sets the dashed line at the top.",
        said="Position value against the stop: {notional:dollars} at a stop of {stop_price}.",
        x=x,
        y=Axis(label="Position value", low=floor_of(0.99 * min(values)), high=roof(1.01 * max(values)), display="money", scale="log"),
        series=(
            Series(points=_rising(sizes), label="loses {risk_amount:dollars} at its stop", named=0.55 if q["side"] == "long" else 0.45),
        ),
        rules=(
            Rule(value=q["account_balance"], label="your account", style="account"),
            Rule(value=r.full_notional, label="all of it at {leverage}"),
        ),
        handle=Handle(x=q["stop_price"], y=r.notional, text="{notional:dollars}", field="stop_price"),
    )


def _losses(
    q: Mapping[str, Any], r: Any, x: Axis, lost: list[tuple[float, float]], sized: list[tuple[float, float]], *, ended: bool
) -> Graph:
    long = q["side"] == "long"
    zone = Zone(low=x.low if long else lost[0][0], high=lost[0][0] if long else x.high, style="liquidation")
    return Graph(
        title="What the stop costs, if the whole account is put in instead.",
        caption="The flat line is the position sized for its stop. The other is one size for all; its cross is where the venue ends it.",
        said="Loss at the stop as a share of the account: with the whole account at {leverage}, {full_multiple:1} what you accept.",
        x=x,
        y=Axis(label="Lost at the stop, of the account", low=-1, high=0),
        series=(
            Series(
                points=_rising(lost),
                label="all of it at {leverage}",
                ended=ended and not long,
                first=ended and long,
                named=0.55 if long else 0.45,
            ),
            Series(points=_rising(sized), label="sized for its stop", style="account", named=0.3 if long else 0.7, below=True),
        ),
        zones=(zone,) if ended else (),
        handle=Handle(
            x=q["stop_price"],
            y=r.full_loss / q["account_balance"],
            text="{full_multiple:1} what you accept",
            field="stop_price",
            ended=r.liquidated,
        ),
    )

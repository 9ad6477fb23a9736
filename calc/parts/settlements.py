"""What funding takes or brings, settlement by settlement, and what a premium makes of its rate: two pictures."""

from __future__ import annotations

from calc.formulas import funding as formulas
from calc.parts.scales import reach, roof
from calc.pictures import Axis, Graph, Handle, Rule, Series, Zone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

HOURS = (24.0, 72.0, 168.0, 336.0, 720.0, 1_440.0, 2_160.0, 4_320.0, 8_760.0)  # how far the picture of holding may look
STAIRS = 400  # of more steps than this, every second, third, … one is drawn


def stairs(q: Mapping[str, Any], r: Any) -> Graph:
    """What has been paid or received, settlement by settlement, against the cushion."""
    first, every, held, each = q["hours_to_first"], q["interval_hours"], q["holding_hours"], abs(r.each)
    wide = min(HOURS[-1], reach(max(1.2 * held, first), HOURS))
    count = formulas.settlements_held(wide, first, every)
    ended = r.settlements_left is not None and r.settlements_left <= count
    if ended and r.settlements_left is not None:
        count = r.settlements_left
    stride = 1 + count // STAIRS
    counts = [k for k in range(1, count + 1) if k % stride == 0 or k == count]
    points = [(0.0, 0.0)] + [(first + (k - 1) * every, k * each) for k in counts]
    if not ended:
        points.append((wide, count * each))
    top = roof(1.1 * count * each) if each and count else 1.0
    pays = r.each <= 0
    seen = pays and r.cushion <= 5 * top
    caption = "Each step is a settlement. " + (
        "At the red line funding alone has taken all that may be lost, at an unchanged price."
        if seen
        else "The cushion of {cushion:dollars} lies above this picture."
        if pays
        else "What comes in is added to what may be lost."
    )
    end = min(held, first + (count - 1) * every) if ended else held
    return Graph(
        title="What funding takes, step by step." if pays else "What funding brings, step by step.",
        caption=caption,
        said="Funding against the hours held: {total:abs-dollars} in {payments} settlements.",
        x=Axis(label="Hours held", low=0, high=wide, display="hours", marks=_days(wide)),
        y=Axis(
            label="Paid so far" if pays else "Received so far",
            low=0,
            high=1.1 * max(count * each, r.cushion) if seen else top,
            display="money",
        ),
        series=(Series(points=tuple(points), label="paid" if pays else "received", stairs=True, ended=ended, named=0.5, below=True),),
        rules=(Rule(value=r.cushion, style="liquidation", label="cushion {cushion:dollars}", short="cushion"),) if seen else (),
        handle=Handle(x=end, y=r.payments * each, text="{total:abs-dollars}", field="holding_hours", ended=r.liquidated),
    )


def _days(hours: float) -> tuple[float, ...]:
    """Marks of whole days, six or so."""
    step = 24.0 * min([d for d in (0.125, 0.5, 1, 2, 5, 10, 15, 30, 60) if 7.5 * 24 * d >= hours] + [hours / 24 / 5])
    return tuple([k * step for k in range(int(hours / step) + 1)])


def shelf(q: Mapping[str, Any], r: Any) -> Graph:
    """The rate against the premium: flat where the clamp lets it rest on the interest."""
    interest, clamp = q["interest_rate"], q["clamp"]
    wide = reach(max(1.3 * abs(q["premium"]), abs(interest) + 1.5 * clamp), (0.002, 0.005, 0.01, 0.02, 0.03, 0.05))
    low, high = interest - clamp, interest + clamp
    corners = [(p, formulas.rate_from_premium(p, interest, clamp)) for p in (-wide, max(low, -wide), min(high, wide), wide)]
    return Graph(
        title="What a premium makes of the rate.",
        caption="Between the edges of the shelf the rate is the interest, whatever the premium. Outside, it follows the premium.",
        said="Funding rate against the premium: {rate} at a premium of {premium}.",
        x=Axis(label="Premium over the index", low=-wide, high=wide),
        y=Axis(label="Funding rate", low=-wide, high=wide),
        series=(
            Series(points=tuple(corners), label="funding rate", named=0.45, below=True),
            Series(points=((-wide, -wide), (-wide / 2, -wide / 2), (wide, wide)), label="premium", style="ghost", named=0.25, below=True),
        ),
        zones=(Zone(low=low, high=high, label="shelf at {interest_rate}"),) if clamp else (),
        handle=Handle(x=q["premium"], y=r.rate, text="{rate}", field="premium"),
    )

"""A price that wanders without aim: its logarithm takes normal steps, none leaning up or down. How often does it touch a line?"""

from __future__ import annotations

from calc.formulas.elementary import exp, sqrt
from calc.formulas.normal import normal_cumulative

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

FAR = 40.0  # e^-40 is below the smallest uniform number of `seeded`: no draw falls under it


def touch_chance(distance: float, typical_move: float, periods: float) -> float:
    """Chance that the walk touches a line at least once in so many periods.

    Units: `distance` = |log(line / price)| and `typical_move`, the standard deviation of one period, as fractions; result a fraction.
    Convention: watched at every instant. For each path that ends beyond the line another one, reflected at its first touch, ends as far on
    this side: so twice the chance to end beyond it, 2·Φ(−distance ÷ (typical_move · √periods)). Raises nothing.
    Source: L. Bachelier, Théorie de la spéculation, 1900 (reflection principle); a standard walk that is to reach 1 within 1 period, as in
    any textbook: 2·(1 − Φ(1)) = 31.73 %.

    >>> round(touch_chance(1, 1, 1), 4)
    0.3173
    """
    spread = typical_move * sqrt(periods)
    if spread <= 0:
        return 0.0 if distance > 0 else 1.0
    return min(1.0, 2 * normal_cumulative(-distance / spread))


def walk(normals: Sequence[float], uniforms: Sequence[float], spread: float, room: float | None) -> tuple[list[float], float | None]:
    """Where the walk stands after each step of standard deviation `spread`, and when (in steps) it touched the line at -`room`, if it did.

    Whether a walk touches the line between two steps on this side of it is drawn too, with the chance of the Brownian bridge,
    exp(-2·a·b / spread²) for the distances a and b: so touches are as frequent as if the walk were watched at every instant. After a touch
    nothing follows; one between two steps counts as midway. Without `room` there is no line.
    """
    at = 0.0
    places = [at]
    for k in range(len(normals)):
        after = at + spread * normals[k]
        if room is not None:
            left = after + room
            if left <= 0:
                return places, k + (at + room) / (at - after)
            far = 2 * (at + room) * left
            if far < FAR * spread * spread and uniforms[k] < exp(-far / (spread * spread)):
                return places, k + 0.5
        at = after
        places.append(at)
    return places, None

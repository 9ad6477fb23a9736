"""Sixty prices without aim, for a picture: the same seed draws the same sixty for ever."""

from __future__ import annotations

from calc.formulas.elementary import exp, sqrt
from calc.formulas.normal import normal_quantile
from calc.formulas.seeded import Stream
from calc.formulas.walk import walk
from calc.recent import Recent

TYPE_CHECKING = False
if TYPE_CHECKING:
    Line = tuple[tuple[float, float], ...]

LINES, STEPS = 60, 20  # so many walks of so many steps
_chances = Recent(1)  # those of the last seed: a drag needs them again


def fan(
    seed: int, time: float, typical_move: float, end: float | None, log_distance: float | None
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Changes of the price along `time`: of the prices that last, and of those that reach `end`, where they stop.

    `typical_move` is that of the whole time; `log_distance` is |log(1 + end)|. A fall and a rise are mirrored: one seed, one fate.
    """
    kept, ended = [], []
    up = -1 if end is not None and end > 0 else 1  # a walk has its end below
    for normals, uniforms in _chances.of(seed, lambda: _drawn(seed)):
        places, touched = walk(normals, uniforms, typical_move / sqrt(STEPS), log_distance)
        line = [(time * k / STEPS, exp(up * place) - 1) for k, place in enumerate(places)]
        if touched is None:
            kept.append(tuple(line))
        else:
            assert end is not None
            ended.append(tuple(line + [(time * touched / STEPS, end)]))
    return tuple(kept), tuple(ended)


def _drawn(seed: int) -> list[tuple[list[float], list[float]]]:
    """For each price the normal steps, and the numbers that decide about a touch between two of them."""
    stream = Stream(seed)
    return [([normal_quantile(u) for u in stream.uniforms(STEPS)], stream.uniforms(STEPS)) for _ in range(LINES)]

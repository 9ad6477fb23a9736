"""Numbers that look like chance and are the same on every Python and in every browser: L'Ecuyer's MRG32k3a.

Two recurrences of order three, subtracted. All products stay below 2^53, so floats are exact and no Python needs large integers for a
draw. Period about 2^191, cut into streams 2^127 apart and substreams 2^76 apart: two of them never overlap in any use of ours.

Source: P. L'Ecuyer, Good parameters and implementations for combined multiple recursive random number generators, Operations Research
47 (1), 1999; streams as in the RngStreams package of L'Ecuyer, Simard, Chen and Kelton, Operations Research 50 (6), 2002.
"""

from __future__ import annotations

from calc.formulas.elementary import floor
from calc.formulas.normal import normal_quantile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Matrix: TypeAlias = "tuple[tuple[int, ...], ...]"

FIRST, SECOND = 4294967087, 4294944443  # the two moduli, 2^32 - 209 and 2^32 - 22853
NORM = 2.328306549295727688e-10  # 1 / (FIRST + 1)
ORIGIN = 12345  # every word of the state before the first draw of seed 0, as published
STREAM = (  # both recurrences, 2^127 steps at once
    ((2427906178, 3580155704, 949770784), (226153695, 1230515664, 3580155704), (1988835001, 986791581, 1230515664)),
    ((1464411153, 277697599, 1610723613), (32183930, 1464411153, 1022607788), (2824425944, 32183930, 2093834863)),
)
SUBSTREAM = (  # and 2^76 steps
    ((82758667, 1871391091, 4127413238), (3672831523, 69195019, 1871391091), (3672091415, 3528743235, 69195019)),
    ((1511326704, 3759209742, 1610795712), (4292754251, 1511326704, 3889917532), (3859662829, 4292754251, 3708466080)),
)


def stepped(matrix: Matrix, state: tuple[int, ...], modulus: int) -> tuple[int, ...]:
    """`matrix` times the column `state`."""
    return tuple([(row[0] * state[0] + row[1] * state[1] + row[2] * state[2]) % modulus for row in matrix])


def doubled(matrix: Matrix, modulus: int) -> Matrix:
    """The matrix that takes twice as many steps."""
    columns = [stepped(matrix, (matrix[0][k], matrix[1][k], matrix[2][k]), modulus) for k in range(3)]
    return tuple([(columns[0][k], columns[1][k], columns[2][k]) for k in range(3)])


def jumped(matrix: Matrix, times: int, state: tuple[int, ...], modulus: int) -> tuple[int, ...]:
    """`state` after `times` jumps of `matrix`."""
    while times:
        if times % 2:
            state = stepped(matrix, state, modulus)
        times //= 2
        if times:
            matrix = doubled(matrix, modulus)
    return state


class Stream:
    """The numbers of one `seed` (a whole number from 0) and one of its substreams; each substream is a stream of its own.

    Seed 0 is the published first stream, seed 1 the one 2^127 numbers later, and so on; substreams lie 2^76 apart.

    >>> Stream(0).uniforms(3)
    [0.12701112204657714, 0.3185275653967945, 0.3091860155832701]
    """

    def __init__(self, seed: int, substream: int = 0) -> None:
        state: list[float] = []
        for part, modulus in ((0, FIRST), (1, SECOND)):
            words = jumped(STREAM[part], seed, (ORIGIN, ORIGIN, ORIGIN), modulus)
            state += [float(word) for word in jumped(SUBSTREAM[part], substream, words, modulus)]
        self.state = state

    def uniforms(self, count: int) -> list[float]:
        """`count` numbers between 0 and 1, both excluded, each a multiple of 1 / (2^32 - 208)."""
        a, b, c, d, e, f = self.state
        drawn: list[float] = []
        for _ in range(count):
            a, b, c = b, c, (1403580.0 * b - 810728.0 * a) % 4294967087.0
            d, e, f = e, f, (527612.0 * f - 1370589.0 * d) % 4294944443.0
            drawn.append((c - f if c > f else c - f + 4294967087.0) * NORM)
        self.state = [a, b, c, d, e, f]
        return drawn

    def uniform(self) -> float:
        """One number between 0 and 1, both excluded."""
        return self.uniforms(1)[0]

    def below(self, count: int) -> int:
        """A whole number from 0 to `count - 1`, `count` at most a million: each has its share within one in 4000."""
        return floor(self.uniform() * count)

    def normal(self) -> float:
        """A number of the normal distribution of mean 0 and standard deviation 1: one uniform number through the quantile."""
        return normal_quantile(self.uniform())

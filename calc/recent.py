"""What was worked out last, kept for who asks again: a drag asks for much that it does not change."""

from __future__ import annotations

from typing import TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

T = TypeVar("T")
MANY = 1_000
"""How many small results are kept: what a reader changes leaves most of the others as they were."""


def keep(known: dict[Any, T], key: object, found: T) -> T:
    """`found`, which from now on is `known` by its key; when there are too many, all others are forgotten.

    >>> squares = {2: 4}
    >>> keep(squares, 3, 9), squares
    (9, {2: 4, 3: 9})
    """
    if len(known) >= MANY:
        known.clear()
    known[key] = found
    return found


class Recent:
    """The last `most` results, each found by what it was made from. Keys are compared, not hashed: not every Python hashes a record.

    >>> squares = Recent(2)
    >>> squares.of(3, lambda: 9), squares.of(3, lambda: 0), len(squares.kept)
    (9, 9, 1)
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: list[tuple[Any, Any]] = []

    def of(self, key: object, make: Callable[[], T]) -> T:
        """The result for `key`: the one that is kept, else what `make` returns."""
        for known, found in self.kept:
            if known == key:
                result: T = found
                return result
        result = make()
        self.kept.append((key, result))
        if len(self.kept) > self.most:
            self.kept.pop(0)
        return result

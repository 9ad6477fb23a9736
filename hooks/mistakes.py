"""What an author can get wrong on a page, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


CLOSE = 0.7  # how alike two names are, from 0 to 1, for one to be a misspelling of the other
BEGUN = 3  # letters that are enough to recognize a name by its beginning


@dataclass(frozen=True, order=True)
class Mistake:
    """One mistake on a page, as `file:line: message`; line 0 means that it belongs to no single line."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


@dataclass(frozen=True)
class Slip:
    """One thing wrong in a fence, a value or a link; `offset` counts the lines from where that begins."""

    message: str
    offset: int = 0


class Mistaken(Exception):
    """A fence, a value or a link that cannot be shown; `slips` names everything that is wrong with it."""

    def __init__(self, *slips: Slip | str) -> None:
        self.slips = tuple(Slip(slip) if isinstance(slip, str) else slip for slip in slips)
        super().__init__("\n".join(slip.message for slip in self.slips))


def near(given: str, names: Iterable[str]) -> str | None:
    """The valid name that was most likely meant: misspelt, in capitals, with hyphens, or only begun; None rather than a far-fetched one.

    >>> [near(given, ["leverage", "side", "id"]) for given in ("levrage", "LEVERAGE", "lev", "kind", "colour")]
    ['leverage', 'leverage', 'leverage', None, None]
    """
    plain = {_plain(name): name for name in names}
    begun = [name for name in plain if len(given) >= BEGUN and name.startswith(_plain(given))]
    close = begun if len(begun) == 1 else get_close_matches(_plain(given), plain, n=1, cutoff=CLOSE)
    return plain[close[0]] if close else None


def _plain(name: str) -> str:
    return name.lower().replace("-", "_")


def unknown(given: str, what: str, names: Iterable[str]) -> str:
    """The sentence for a name that does not exist, with the nearest one that does.

    >>> unknown("levrage", "an input of liquidation", ["leverage", "side"])
    '“levrage” is not an input of liquidation; did you mean “leverage”?'
    >>> unknown("colour", "an input of liquidation", ["leverage", "side"])
    '“colour” is not an input of liquidation; there are leverage, side.'
    """
    names = list(names)
    meant = near(given, names)
    hint = f"did you mean “{meant}”?" if meant else f"there are {', '.join(names)}." if names else "there are none."
    return f"“{given}” is not {what}; {hint}"

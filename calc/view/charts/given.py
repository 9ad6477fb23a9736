"""What a picture is drawn with, besides what it shows."""

from __future__ import annotations

from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.story import Chart
    from calc.view.words import Facts


@dataclass(frozen=True, kw_only=True)
class Given:
    """What every kind of picture is given; each takes what it needs.

    Attributes:
        id: Of the picture, for what its parts refer to.
        number: Which picture of the widget it is.
        axes: Ends of its axes, held while something is dragged; None where they are chosen.
        ghost: The same picture of the pinned scenario.
        guess: The output that was guessed, and the value.
    """

    id: str
    number: int = 0
    axes: tuple[float, ...] | None = None
    ghost: tuple[Chart, Facts] | None = None
    guess: tuple[str, float] | None = None

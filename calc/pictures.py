"""Pictures as data: a story works out what is drawn, `view/charts` turns it into SVG text. Words are templates, as in a story.

`style` is a word of the colour grammar: ink, ghost, account, entry, stop, target, liquidation. Numbers are in the unit of their axis.
"""

from __future__ import annotations

from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Point: TypeAlias = "tuple[float, float | None]"  # without y there is a gap
    Candle: TypeAlias = tuple[float, float, float, float]  # open, high, low, close
    Picture: TypeAlias = "Graph | Tally | Dots | Candles | Ladders | Years"


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One axis from `low` to `high`, shown as `display` says (percent, money, times, count, price, days).

    `label` is its name in the table of the picture. `marks` are labelled; without them round numbers are. `scale` is linear or log.
    """

    label: str
    low: float
    high: float
    display: str = "percent"
    scale: str = "linear"
    marks: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Series:
    """A line with its name beside it. Where it is `ended`, a cross stands at its last point (`first`: at its first).

    `stairs` holds each value until the next. `named` is the share of the way along the line at which its name stands; `short` is its
    name on a phone. All series of a graph that have a name are columns of its table.
    """

    points: tuple[Point, ...]
    label: str = ""
    short: str = ""
    style: str = "ink"
    ended: bool = False
    first: bool = False
    stairs: bool = False
    named: float = 1.0
    below: bool = False


@dataclass(frozen=True, kw_only=True)
class Paths:
    """Many lines of one kind, drawn as one: `ended` ones have a cross at their last points."""

    paths: tuple[tuple[tuple[float, float], ...], ...]
    style: str = "ghost"
    ended: bool = False


@dataclass(frozen=True, kw_only=True)
class Band:
    """What lies between two lines that share their x: hatched in `style` (ink, or liquidation)."""

    points: tuple[tuple[float, float, float], ...]
    style: str = "ink"
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A hatched part of one axis, from edge to edge of the other, with its name inside."""

    low: float
    high: float
    axis: str = "x"
    style: str = "ink"
    label: str = ""
    short: str = ""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A straight line across the picture at `value` of one axis, with its name."""

    value: float
    axis: str = "y"
    style: str = "ghost"
    label: str = ""
    short: str = ""


@dataclass(frozen=True, kw_only=True)
class Handle:
    """The reader's own point. With `field`, an input, it can be dragged along `axis`, or moved by the keys of a slider.

    `text` says what it shows, in the picture and to a screen reader. `ended` draws it as a cross would be: nothing is left here. Beside a
    line that rises, the text stands on the `left`, if there is room.
    """

    x: float
    y: float
    text: str
    field: str = ""
    axis: str = "x"
    ended: bool = False
    left: bool = False


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Lines against an axis. `said` is what the picture shows, in a sentence for those who cannot see it."""

    title: str
    caption: str
    said: str
    x: Axis
    y: Axis
    series: tuple[Series, ...] = ()
    paths: tuple[Paths, ...] = ()
    bands: tuple[Band, ...] = ()
    zones: tuple[Zone, ...] = ()
    rules: tuple[Rule, ...] = ()
    handle: Handle | None = None
    height: int = 340


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One line of a tally: a bar as long as `value`, in words `text`; `mark` is a hollow diamond on it, `own` the reader's line."""

    label: str
    value: float | None
    text: str
    style: str = "ink"
    mark: float | None = None
    own: bool = False
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Bars on one scale, one below the other; `mark_label` names the diamonds."""

    title: str
    caption: str
    said: str
    axis: Axis
    bars: tuple[Bar, ...]
    head: str
    mark_label: str = ""


@dataclass(frozen=True, kw_only=True)
class Strip:
    """A row of dots, one letter each (`o` open ring, `x` cross, `-` filled dot); `run` is outlined, first and beyond the last."""

    dots: str
    label: str = ""
    text: str = ""
    run: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Dots:
    """Strips of dots, each counted one by one."""

    title: str
    caption: str
    said: str
    strips: tuple[Strip, ...]
    head: str
    count: str


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A price, drawn as a line from the candle `start` to the candle `end` (none: to the edge), with its name.

    With `field`, an input that is a price, the line can be dragged up and down.
    """

    value: float
    style: str
    label: str = ""
    short: str = ""
    start: int = 0
    end: int | None = None
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Something that happened at a price, in the candle `at`: a ring in `style` (`ended`: a cross), with a few words."""

    at: int
    price: float
    style: str = "entry"
    label: str = ""
    ended: bool = False


@dataclass(frozen=True, kw_only=True)
class Candles:
    """Open, high, low and close of some days or hours: hollow where the price rose, filled where it fell.

    `names` has one word for each candle, for the table whose first head is `head`; `marks` are candles that have a word beneath.
    `room` is how many candles there is space for (0: for those that are here). From `faint` on they are pale, and `faint_label` says
    why. `y` holds the range of prices, which grows where a candle or a spot needs it.
    """

    title: str
    caption: str
    said: str
    candles: tuple[Candle, ...]
    names: tuple[str, ...]
    head: str
    y: Axis
    marks: tuple[tuple[int, str], ...] = ()
    room: int = 0
    stretches: tuple[Stretch, ...] = ()
    spots: tuple[Spot, ...] = ()
    faint: int | None = None
    faint_label: str = ""
    height: int = 280


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One of several ladders: a position that lives from its `entry` to its `end` (none: nothing ends it), where the price is `now`."""

    label: str
    entry: float
    now: float
    end: float | None


@dataclass(frozen=True, kw_only=True)
class Ladders:
    """Ladders side by side on one scale of prices, `y`; an end beyond it is named at its edge. `head` names them in the table."""

    title: str
    caption: str
    said: str
    y: Axis
    rungs: tuple[Rung, ...]
    head: str


@dataclass(frozen=True, kw_only=True)
class Year:
    """One strip of years: `first` is the number of the day at its left edge, and `marks` has a letter for each day from there.

    `x` is a tall mark, `o` a short one, a blank none. `prices` are days counted from the left edge, and what the price was. `text` and
    `remark` stand at the right.
    """

    label: str
    first: int
    marks: str
    prices: tuple[tuple[int, float], ...]
    text: str
    remark: str


@dataclass(frozen=True, kw_only=True)
class Years:
    """Years one below the other, on one scale of prices: the price as a line, and a mark beneath it for each day.

    Pointing at a day sets the input `field`; the day `chosen` bears an arrow, and `text` says it to a screen reader. `months` are days
    of a year that have a name above; `head` and `count` are the heads of the table.
    """

    title: str
    caption: str
    said: str
    strips: tuple[Year, ...]
    months: tuple[tuple[int, str], ...]
    head: str
    count: str
    field: str
    chosen: int
    label: str
    text: str
    length: int = 366

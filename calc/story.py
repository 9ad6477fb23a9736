"""What a calculator says about an answer: a sentence, remarks, working and pictures, all by name. `view/` turns it into text, HTML and SVG.

Templates name inputs and outputs in braces. `{leverage}` is shown as its quantity says; a word after a colon changes that: `abs`
(without sign), `a` or `A` (with its article), `dollars` ($1,000), `lower` (a choice in lower case), a digit (so many decimals), or a
display of `view/numbers.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from calc.pictures import Picture

    Chart: TypeAlias = "Ladder | Lines | Bars | Columns | Curves | Reaches | Picture"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One of the key outputs, in the order of the page, with a remark under its number; `none` stands where there is no number."""

    name: str
    remark: str = ""
    label: str = ""
    none: str = "none"


@dataclass(frozen=True, kw_only=True)
class Percents:
    """The three percentages: price move, share of margin, share of account. `out` says that the margin is gone."""

    title: str
    move: str
    margin: str
    account: str
    out: bool = False


@dataclass(frozen=True, kw_only=True)
class Level:
    """A named price on a ladder: `style` is its word in the colour grammar; with `drag`, the reader may move it (it is an input)."""

    name: str
    label: str
    style: str
    drag: bool = False
    short: str = ""


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """A vertical price axis. The position lives from `entry` to `end`; `kept` is the distance from there to `zero`.

    Without an `end` it lives between its outermost levels: a stop and a target.
    """

    title: str
    caption: str
    levels: tuple[Level, ...]
    entry: str
    end: str = ""
    zero: str = ""
    kept: str = ""
    height: int = 380


@dataclass(frozen=True, kw_only=True)
class Lines:
    """`y` against `x` (an input, swept with `fixed` set), and the same with `ghost` set. The line ends with a cross where `ended` is true.

    `marker` is the output at which the reader's own point stands on the x axis; `ends_at` the output at which the line ends.
    """

    title: str
    caption: str
    x: str
    y: str
    marker: str
    ended: str
    ends_at: str
    fixed: tuple[tuple[str, str], ...]
    ghost: tuple[str, float]
    halves: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A measured value drawn as a dotted line, because a distance means nothing alone."""

    value: float
    label: str
    short: str = ""
    above: bool = False


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Small multiples on one scale: `y` for each value `at` of the input `by`; `label` is printed under each; facts across."""

    title: str
    caption: str
    by: str
    at: tuple[float, ...]
    y: str
    label: str
    origin: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Slice:
    """A part of a bar, by output name; `style` is plain, hatched or solid."""

    name: str
    label: str
    style: str


@dataclass(frozen=True, kw_only=True)
class Bars:
    """A whole to scale with `part` in it, and that part enlarged and cut into slices; then both at `factor` times the input `by`."""

    title: str
    caption: str
    whole: str
    part: Slice
    slices: tuple[Slice, ...]
    by: str
    factor: float


@dataclass(frozen=True, kw_only=True)
class Curves:
    """Amounts against `x`, an input that is also where the reader's point stands: `y` above `floor`, which it must not meet.

    The lines end with a cross at the outputs `ends`, below and above, and nothing is drawn beyond.
    """

    title: str
    caption: str
    x: str
    y: str
    y_label: str
    floor: str
    floor_label: str
    ends: tuple[str, str]
    ended_label: str
    halves: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Reaches:
    """How far each row may go, on one scale: a line from now to `distance`; then the two outputs `together`, below and above."""

    title: str
    caption: str
    rows: str
    head: str
    distance: str
    together: tuple[str, str]
    together_label: str
    halves: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of an output, one line each: `head` is the text field that names a line; `none` stands where a line has no number.

    It stands before the pictures, or `after` them.
    """

    title: str
    rows: str
    head: str
    columns: tuple[str, ...]
    none: str = "none"
    after: bool = False


@dataclass(frozen=True, kw_only=True)
class Summary:
    """More outputs with a title of their own, after the pictures."""

    title: str
    outputs: tuple[Shown, ...]


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What a reader may guess before looking: `output`, on a slider from `low` to `high` in steps.

    `question` is a template; `choices`, if there are any, are buttons instead of the slider: the story's own, or those that a page gives.
    Where `low` is not below zero, the question is about a size, and the answer is compared without its sign.
    """

    question: str
    output: str
    low: float
    high: float
    step: float
    choices: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a sheet: a label, a template for its figure and one for a remark. Of a check, `holds` says whether it does."""

    label: str
    text: str
    remark: str = ""
    holds: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a sheet: `entries`, then the text inputs `words` as they were written, then the switches `ticks` as boxes.

    Its `place` is main, beside (the narrower column, under the ladder) or below (the whole width).
    """

    title: str
    entries: tuple[Entry, ...] = ()
    words: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    place: str = "main"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One page to print and to keep: `lead` is a sentence over its parts, `blanks` are filled in by hand at its foot.

    One that is not `filled` has lines to write on instead of figures, words and a ladder, and no tick in any box.
    """

    title: str
    lead: str
    parts: tuple[Part, ...]
    ladder: Ladder | None = None
    blanks: tuple[str, ...] = ()
    filled: bool = True


@dataclass(frozen=True, kw_only=True)
class Story:
    """All that is said about one answer.

    Two answers are compared by their first outputs. `brief` is the verdict in a few words, after the inputs: “closed out at {price}”;
    `end` names the output that says how far away the end is, and makes one of them come sooner.
    """

    verdict: str
    outputs: tuple[Shown, ...]
    percents: Percents | None = None
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    context: tuple[Chart, ...] = ()
    working: tuple[str, ...] = ()
    convention: str = ""
    ask: Ask | None = None
    sheet: Sheet | None = None
    summary: Summary | None = None
    brief: str = ""
    end: str = ""


def position_ladder(stop: Level | None, long: bool, ends: bool) -> Ladder:
    """The ladder of a position with `entry_price`, `liquidation_price` (which no price reaches unless `ends`) and `bankruptcy_price`."""
    entry = Level(name="entry_price", label="Entry", style="entry", drag=True)
    end = Level(name="liquidation_price", label="Liquidation", style="liquidation")
    zero = Level(name="bankruptcy_price", label="Bankruptcy", style="bankruptcy")
    return Ladder(
        title="From entry down to the end." if long else "From entry up to the end.",
        caption="The position lives between the blue line and the red one."
        if ends
        else "No red line: the price would have to reach zero."
        if long
        else "No red line: no price ends it.",
        levels=(entry, stop, end, zero) if stop else (entry, end, zero),
        entry=entry.name,
        end=end.name,
        zero=zero.name,
        kept="kept_distance",
    )

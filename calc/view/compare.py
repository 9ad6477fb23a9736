"""Two scenarios side by side: what was put in differently, and what that changes, in words that hold for every calculator."""

from __future__ import annotations

from calc.view import numbers
from calc.view.markup import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from calc.inputs import Input, Value
    from calc.story import Shown, Story
    from calc.view.words import Facts

    Side = tuple[Facts, Story]  # an answer, and what is said about it
    Strong = Callable[[str], str]
    Plain = Callable[[str], str]

MOST_INPUTS, MOST_OUTPUTS = 4, 3  # that are named
MORE = {"money": ("more", "less"), "size": ("more", "less"), "count": ("more", "fewer")}  # any other number is higher or lower
UNFINISHED = ("after", "at", "by", "for", "in", "to")  # a label that ends so wants a number next
TAG_A = '<span class="calc-tag is-a">A</span>'
TAG_B = '<span class="calc-tag is-b">B</span>'


def box(a: Side, b: Side) -> str:
    """The difference in words, under the verdict: A, B, and what lies between them."""
    one, other = differing(a[0], b[0]), differing(b[0], a[0])
    lines = '<p class="calc-difference">' + _difference(a, b, escape, _bold) + "</p>"
    if one or other:
        both = [(TAG_A, one, a), (TAG_B, other, b)]
        sides = ["<span>" + tag + " " + escape(_listed(inputs)) + ": " + _brief(side) + ".</span>" for tag, inputs, side in both]
        lines = "<p>" + " ".join(sides) + "</p>" + lines
    return '<div class="calc-compare" role="group" aria-label="A and B compared">' + lines + "</div>"


def difference(a: Side, b: Side) -> str:
    """The same difference as one plain text."""
    return _difference(a, b, _same, _same)


def was(a: Side, shown: Shown) -> str:
    """What A has under the number of B."""
    return '<small class="calc-was">' + TAG_A + " " + escape(_text(a, shown)) + "</small>"


def differing(facts: Facts, other: Facts) -> list[str]:
    """Inputs of `facts` that are not so in `other`, each in the words of the form."""
    out = []
    for i in facts.c.inputs:
        if i.private or not facts.c.applies(i, facts.values):
            continue
        value, before = facts.values[i.name], other.values[i.name]
        if facts.c.applies(i, other.values) and value == before:
            continue
        if isinstance(value, tuple) and isinstance(before, tuple):
            out += _rows(i, value, before)
        else:
            out.append("No " + _small(i.label) if value is None else i.label + " " + i.written(value))
    return out


def _rows(i: Input, rows: tuple[Value, ...], before: tuple[Value, ...]) -> list[str]:
    """What is different in rows: the fields, where as many rows are there and few fields differ; else how many rows there are."""
    count = str(len(rows)) + " " + i.noun + ("" if len(rows) == 1 else "s")
    if len(rows) != len(before):
        return [count]
    found = []
    for number, (row, old) in enumerate(zip(rows, before)):
        for f in i.fields:
            value = getattr(row, f.name)
            if value != getattr(old, f.name):
                found.append(
                    i.noun + " " + str(number + 1) + ": " + _small(f.label) + " " + (f.empty if value is None else f.written(value))
                )
    return found if len(found) <= 2 else [count + " of its own"]


def _listed(inputs: list[str]) -> str:
    """`Side Long, leverage 10× and 2 inputs more`."""
    words = inputs[:1] + [_small(text) for text in inputs[1:MOST_INPUTS]]
    rest = len(inputs) - len(words)
    if rest:
        words.append(str(rest) + (" inputs more" if rest > 1 else " input more"))
    text = ", ".join(words) if words else "the rest as it is"
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """Words of a form inside a sentence: the first letter small, unless the word is written in capitals."""
    return text[:1].lower() + text[1:] if text[1:2].lower() == text[1:2] else text


def _brief(side: Side) -> str:
    """The main answer in a few words."""
    facts, story = side
    if story.brief:
        return facts.html(story.brief)
    first = story.outputs[0]
    return escape(_small(_label(side, side, first))) + " " + _bold(_text(side, first))


def _difference(a: Side, b: Side, plain: Plain, strong: Strong) -> str:
    facts, story = b
    if not differing(a[0], facts) and not differing(facts, a[0]):
        return plain("B is the same as A so far. Change an input, and the difference stands here.")
    changed = [shown for shown in story.outputs if _text(a, shown) != _text(b, shown)]
    parts = [_change(a, b, shown, plain, strong) for shown in changed[:MOST_OUTPUTS]]
    said = plain("The key numbers are the same.")
    if parts:
        last = parts.pop()
        said = plain("From A to B: ") + plain(", ").join(parts) + (plain(" and ") if parts else "") + last + plain(".")
    return said + _end(a, b, plain, strong)


def _change(a: Side, b: Side, shown: Shown, plain: Plain, strong: Strong) -> str:
    """What becomes of one number: by how much it is higher or lower, or, where a sign or no number stands between, both."""
    label = _small(_label(a, b, shown))
    display = b[0].meaning(shown.name).display
    before, now = a[0].number(shown.name), b[0].number(shown.name)
    both = strong(_text(b, shown)) + plain(" instead of ") + strong(_text(a, shown))
    if before is None or now is None:
        return plain(label + ": ") + both
    amount = gap(abs(now - before), display)
    awkward = b[0].meaning(shown.name).signed or label.split(" ")[-1] in UNFINISHED or display == "times"  # “2× higher” is said of a factor
    if before < 0 or now < 0 or awkward or not amount.strip("0.,"):
        return plain(label + " ") + both
    more, less = MORE.get(display, ("higher", "lower"))
    return plain(label + " ") + strong(amount + " " + (more if now > before else less))


def gap(x: float, display: str) -> str:
    """The distance of two numbers: percentages lie points apart.

    >>> gap(0.1841, "percent"), gap(0.01, "percent"), gap(0.0047739, "percent"), gap(5025.1256, "price"), gap(3.0, "count")
    ('18.41 points', '1 point', '0.48 points', '5,025.13', '3')
    """
    if display != "percent":
        return numbers.show(x, display)
    text = numbers.fixed(x, 2, 2) if x >= 0.00005 else numbers.percent(x).partition(numbers.NARROW)[0]
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text + (" point" if text == "1" else " points")


def _end(a: Side, b: Side, plain: Plain, strong: Strong) -> str:
    """Which of them ends sooner, if both have an end."""
    name = b[1].end
    if not name or a[1].end != name or a[0].text(name) == b[0].text(name):
        return ""
    before, now = a[0].number(name), b[0].number(name)
    if before is None or now is None or abs(before) == abs(now):
        return ""
    words = "sooner" if abs(now) < abs(before) else "later"
    way = ("a rise of ", "a fall of ")
    of_a = "" if (before < 0) == (now < 0) else way[before < 0]
    both = way[now < 0] + b[0].text(name, "abs") + " instead of " + of_a + a[0].text(name, "abs")
    return plain(" The end comes ") + strong(words) + plain(": after " + both + share(abs(now), abs(before), "the way") + ".")


def share(now: float, before: float, noun: str) -> str:
    """How many times the one is the other, in round words where there is something to say.

    >>> share(0.045, 0.0955, "the way"), share(3.0, 1.0, "the way"), share(1.5, 1.0, "the way"), share(1.0, 0.0, "the way")
    (', less than half the way', ', more than twice the way', '', '')
    """
    if before <= 0 or now <= 0:
        return ""
    if now < before / 2:
        return ", less than half " + noun
    return ", more than twice " + noun if now > 2 * before else ""


def _label(a: Side, b: Side, shown: Shown) -> str:
    """The name of an output that fits both answers."""
    labels = [s.label for s in a[1].outputs if s.name == shown.name]
    same = shown.label and [shown.label] == labels
    return shown.label if same else b[0].meaning(shown.name).label


def _text(side: Side, shown: Shown) -> str:
    """The number of an output, or the word that stands for none."""
    facts, story = side
    if facts.value(shown.name) is not None:
        return facts.text(shown.name)
    return ([s.none for s in story.outputs if s.name == shown.name] + [shown.none])[0]


def _bold(text: str) -> str:
    return "<b>" + escape(text) + "</b>"


def _same(text: str) -> str:
    return text

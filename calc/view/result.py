"""The answer: a sentence, key numbers, three percentages, pictures, the working, every number in a table, and what is left out."""

from __future__ import annotations

from calc.expression import equation, value
from calc.scenario import link
from calc.symbols import SYMBOLS
from calc.view import charts, compare, numbers
from calc.view.action_bar import action_bar
from calc.view.charts.given import Given
from calc.view.figure import figure
from calc.view.markup import PURPOSE, escape, icon
from calc.view.sheet import sheet
from calc.view.tables import every_number, output, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.errors import Note
    from calc.expression import Tree
    from calc.story import Chart, Percents, Shown, Story
    from calc.view.compare import Side
    from calc.view.words import Facts

PARTS = ("examples", "outputs", "percents", "charts", "sheet", "context", "working", "table", "limits")


def result(
    facts: Facts,
    story: Story,
    notes: tuple[Note, ...],
    id: str,
    show: tuple[str, ...],
    axes: tuple[tuple[float, ...] | None, ...],
    pin: Side | None = None,
    reply: tuple[tuple[str, bool], ...] | None = None,
    guess: tuple[str, float] | None = None,
) -> str:
    """The fragment. `show` names the parts (none: all); `axes` are held for the charts of those numbers.

    `pin` is another answer to compare with; `reply` is what is said about a guess, empty where it may come before the engine does; `guess`
    is the output that was guessed, and the value, for the pictures.
    """

    def wanted(part: str) -> bool:
        return not show or part in show

    top = [_stale(facts), "" if reply is None else _reply(reply)]
    top += ['<p class="calc-verdict" tabindex="-1">' + facts.html(story.verdict) + "</p>"]
    top += [_note(n) for n in notes if n.code != "note-estimate"]
    if pin is not None:
        top.append(compare.box(pin, (facts, story)))
    if wanted("outputs"):
        top.append(outputs(facts, story.outputs, pin))
    if wanted("percents") and story.percents is not None:
        top.append(_percents(facts, story.percents, id, pin))
    if wanted("table"):
        top += [table(facts, one, id) for one in story.tables if not one.after]
    top += [action_bar(i, facts.result.offers, not facts.values[i.name]) for i in facts.c.inputs if i.kind == "actions"]
    number = 0
    drawn: list[list[str]] = [[], []]
    for k, group in enumerate((story.charts, story.context)):
        for n, chart in enumerate(group):
            if wanted(("charts", "context")[k]):
                held = axes[number] if number < len(axes) else None
                given = Given(id=id + "-" + str(number), number=number, axes=held, ghost=ghost(chart, pin, k, n), guess=guess)
                drawing = charts.draw(chart, facts, given)
                drawn[k].append(figure(chart, drawing, facts, number))
                number += 1
    if wanted("outputs") and story.summary is not None:
        drawn[0].append('<div class="calc-summary"><p>' + escape(story.summary.title) + "</p>")
        drawn[0].append(outputs(facts, story.summary.outputs, pin) + "</div>")
    if wanted("table"):
        drawn[0] += [table(facts, one, id) for one in story.tables if one.after]
    rest = [sheet(facts, story.sheet, id)] if story.sheet is not None and wanted("sheet") else []
    if drawn[1]:
        rest.append('<section class="calc-pad is-context">' + "".join(drawn[1]) + "</section>")
    rows = (_working(facts, story) if wanted("working") and story.working else "") + (every_number(facts, story) if wanted("table") else "")
    if rows:
        rest.append('<section class="calc-rows calc-pad">' + rows + "</section>")
    if wanted("limits"):
        limits = "".join("<li>" + escape(limit) + "</li>" for limit in facts.c.limits)
        rest.append(
            '<section class="calc-limits calc-pad"><p class="calc-limits-title">What this leaves out</p><ul>' + limits + "</ul></section>"
        )
    if story.convention:
        estimate = "".join('<span data-note="%s">%s</span>' % (n.code, escape(n.message)) for n in notes if n.code == "note-estimate")
        rest.append('<p class="calc-convention calc-pad">' + escape(facts.plain(story.convention)) + " " + estimate + "</p>")
    rest.append(
        '<p class="calc-print"><span data-address>%s</span><br>%s</p>'
        % (escape(link(facts.c, facts.values, id, None if pin is None else pin[0].values)), PURPOSE)
    )
    return '<div class="calc-result calc-pad">' + "".join(top + drawn[0]) + '</div><div class="calc-rest">' + "".join(rest) + "</div>"


def _reply(reply: tuple[tuple[str, bool], ...]) -> str:
    said = "".join(["<b>" + escape(text) + "</b>" if strong else escape(text) for text, strong in reply])
    return '<p class="calc-reply" tabindex="-1"%s>%s</p>' % ("" if reply else " hidden", said)


def _stale(facts: Facts) -> str:
    inputs = [i.label + " " + i.written(facts.values[i.name]) for i in facts.c.inputs if not i.private and facts.c.applies(i, facts.values)]
    words = "These are not the numbers for the inputs shown. They belong to: " + ", ".join(inputs) + "."
    return '<p class="calc-stale">' + icon("look") + "<span>" + escape(words) + "</span></p>"


def _note(n: Note) -> str:
    style = "calc-warn" if n.code.startswith("warn-") else "calc-note"
    return '<p class="%s" data-note="%s">%s<span>%s</span></p>' % (
        style,
        n.code,
        icon("look") if style == "calc-warn" else "",
        escape(n.message),
    )


def ghost(chart: Chart, pin: Side | None, group: int, number: int) -> tuple[Chart, Facts] | None:
    """The picture of the pinned scenario that stands in the same place and is of the same kind."""
    if pin is None:
        return None
    there = (pin[1].charts, pin[1].context)[group]
    return (there[number], pin[0]) if number < len(there) and type(there[number]) is type(chart) else None


def outputs(facts: Facts, shown: tuple[Shown, ...], pin: Side | None) -> str:
    """Key numbers with their names, units and remarks, and what they were in the pinned scenario."""
    rows = []
    for s in shown:
        remark = "<small>" + escape(facts.plain(s.remark)) + "</small>" if s.remark else ""
        unit = facts.c.output(s.name).unit if facts.value(s.name) is not None else ""
        said = ' <span class="calc-unit">' + escape(unit) + "</span>" if unit not in ("", "fraction", "×") else ""
        rows.append(
            "<div><dt>%s</dt><dd>%s%s%s</dd></div>"
            % (
                escape(s.label or facts.meaning(s.name).label),
                output(s.name, facts.value(s.name), facts.text(s.name) if facts.value(s.name) is not None else s.none),
                said,
                remark + (compare.was(pin, s) if pin is not None else ""),
            )
        )
    return '<dl class="calc-outputs">' + "".join(rows) + "</dl>"


def _percents(facts: Facts, p: Percents, id: str, pin: Side | None) -> str:
    """Three bars on one scale: the move of the price, the share of the margin, the share of the account; pinned ones end dashed."""
    rows: list[str] = []
    names = (p.move, p.margin, p.account)
    before = [] if pin is None else [abs(pin[0].number(name) or 0.0) for name in names]
    scale = 100 / max([abs(facts.number(name) or 0.0) for name in names] + before + [1.0])
    for name, label, out in ((p.move, "Price move", False), (p.margin, "Of your margin", p.out), (p.account, "Of your account", False)):
        width = numbers.coordinate(abs(facts.number(name) or 0.0) * scale)
        bar = '<rect class="part" width="%s%%" height="8"/>' % width
        if out:  # hatched, with a solid end: the margin is gone
            bar = (
                '<defs><pattern id="%s-out" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
                '<line x1="0" y1="0" x2="0" y2="5" class="is-out"/></pattern></defs>'
                '<rect width="%s%%" height="8" fill="url(#%s-out)"/><rect x="%s%%" width="3" height="8" class="end"/>'
            ) % (id, width, id, width)
        if before:
            x = numbers.coordinate(before[len(rows)] * scale)
            bar += '<line x1="%s%%" x2="%s%%" y1="-3" y2="11" class="ghost"/>' % (x, x)
        bar = '<svg class="calc-bar" aria-hidden="true"><rect class="rail" width="100%" height="8"/>' + bar + "</svg>"
        rows.append('<div><dt>%s</dt><dd class="calc-bar-cell">%s</dd><dd>%s</dd></div>' % (label, bar, escape(facts.text(name))))
    return '<div class="calc-percents"><p>%s</p><dl>%s</dl></div>' % (escape(p.title), "".join(rows))


def _working(facts: Facts, story: Story) -> str:
    return '<details class="calc-more" data-key="working"><summary>Show the working</summary>' + working_steps(facts, story) + "</details>"


def working_steps(facts: Facts, story: Story) -> str:
    """Each formula in words, in symbols, and with the numbers of this answer."""
    steps = []
    for text in story.working:
        key = (facts.c.name, text)
        if key not in _formulas:
            _formulas[key] = _formula(facts, text)
        name, tree, said = _formulas[key]
        steps.append(said + _step("With these numbers", _numbers(facts, tree) + " = <b>" + escape(facts.text(name)) + "</b>"))
    return '<div class="calc-steps">' + "".join(steps) + "</div>"


_formulas: dict[tuple[str, str], tuple[str, Tree, str]] = {}  # there are few, and they never change


def _formula(facts: Facts, text: str) -> tuple[str, Tree, str]:
    """The name on the left, the right side, and the whole in words and in symbols."""
    name, tree = equation(text)
    words = facts.meaning(name).label.lower() + " = " + _tree(tree, lambda n: _words(facts, n))
    return name, tree, _step("In words", words) + _step("In symbols", _symbol(name) + " = " + _tree(tree, _symbol))


def _step(title: str, body: str) -> str:
    return '<div><span>%s</span><span class="calc-math">%s</span></div>' % (title, body)


def _symbol(name: str) -> str:
    return "<i>" + SYMBOLS[name] + "</i>" if name in SYMBOLS else escape(name)


def _words(facts: Facts, name: str) -> str:
    return name if name[0] in "0123456789" else escape(facts.meaning(name).label.lower())


def _figure(facts: Facts, name: str) -> str:
    if name[0] in "0123456789":
        return name
    number = facts.number(name) or 0.0
    exact = numbers.plain(number)
    rounded = numbers.plain(numbers.rounded(number, 10))
    return exact if len(exact) <= len(rounded) else rounded


def _numbers(facts: Facts, tree: Tree) -> str:
    """The tree with the reader's numbers; a fraction also with its two parts worked out."""
    filled = _tree(tree, lambda n: _figure(facts, n))
    if isinstance(tree, str) or tree[0] != "/" or (isinstance(tree[1], str) and isinstance(tree[2], str)):
        return filled
    parts = [numbers.plain(numbers.rounded(value(part, lambda n: facts.number(n) or 0.0), 10)) for part in (tree[1], tree[2])]
    return filled + " = " + _fraction(parts[0], parts[1])


def _fraction(top: str, bottom: str) -> str:
    return '<span class="calc-frac"><span>' + top + '</span><span class="calc-over">/</span><span>' + bottom + "</span></span>"


def _tree(tree: Tree, leaf: object, inner: bool = False) -> str:
    """The tree as text: products with ×, quotients as fractions, brackets where a sum is multiplied."""
    assert callable(leaf)
    if isinstance(tree, str):
        return str(leaf(tree))
    operator, left, right = tree
    if operator == "/":
        return _fraction(_tree(left, leaf), _tree(right, leaf))
    if operator == "*":
        return _tree(left, leaf, True) + " × " + _tree(right, leaf, True)
    sign = {"+": " + ", "-": " − "}[str(operator)]
    text = _tree(left, leaf) + sign + _tree(right, leaf, operator == "-" and not isinstance(right, str) and right[0] in "+-")
    return "(" + text + ")" if inner else text

"""The fields of a form, with the reader's own text, sliders, and messages at the fields that are to blame."""

from __future__ import annotations

from calc.stepping import position, share, slider_range
from calc.view import numbers
from calc.view.action_bar import action_field
from calc.view.markup import escape, icon
from calc.view.row_list import row_fields
from calc.view.shapes import shape_above

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.errors import Note, Problem
    from calc.inputs import Input
    from calc.model import Calculator, Texts, Values

BREAK = "&#10;"  # a new line in a text
_drawn: dict[tuple[object, ...], str] = {}  # most scales never change
_fields: dict[tuple[object, ...], str] = {}  # nor do most fields, while another one does
MANY = 100  # fields that are kept


def controls(
    c: Calculator[..., Any],
    texts: Texts,
    values: Values,
    problems: tuple[Problem, ...],
    id: str,
    notes: tuple[Note, ...] = (),
    pinned: Values | None = None,
) -> str:
    """All fields. `values` are the readable ones (else defaults); `texts` is what stands in each field; a ring marks a pinned value."""
    main = [i for i in c.inputs if i.name not in c.more]
    more = [i for i in c.inputs if i.name in c.more]
    general = "".join(_problem(p, id) for p in problems if p.field is None)
    said = "".join('<p class="calc-note" data-note="%s">%s</p>' % (n.code, escape(n.message)) for n in notes)
    out = [general + said] + [_field(c, i, texts, values, problems, id, pinned, shape=True) for i in main]
    if more:
        trouble = any((p.field or "").partition(".")[0] in c.more for p in problems)
        said = ", ".join(
            _aside(i, values) for i in more if not i.private and c.applies(i, values) and values[i.name] not in (False, 0, None, "")
        )
        out.append(
            '<details class="calc-more" data-key="more"%s><summary>More inputs<small>%s</small></summary><div class="calc-more-fields">'
            % (" open" if trouble else "", escape(said))
        )
        out += [_kept_field(c, i, texts, values, problems, id, pinned) for i in more]
        out.append("</div></details>")
    if c.effect:
        out.append(
            '<p class="calc-form-note">'
            + icon("shape")
            + "<span>The shape above a slider shows how the "
            + escape(c.output(c.effect).label.lower())
            + " changes along it.</span></p>"
        )
    return "".join(out)


def _aside(i: Input, values: Values) -> str:
    text = i.written(values[i.name])
    return i.label + ": " + text


def _problem(p: Problem, id: str) -> str:
    name = p.field or "form"
    return '<p class="calc-problem" id="%s-%s-problem" data-problem="%s">%s<span>%s</span></p>' % (
        id,
        name,
        name,
        icon("look"),
        escape(p.message),
    )


def _field(
    c: Calculator[..., Any],
    i: Input,
    texts: Texts,
    values: Values,
    problems: tuple[Problem, ...],
    id: str,
    pinned: Values | None,
    *,
    shape: bool,
) -> str:
    mine = [p for p in problems if p.field == i.name]
    if not mine and not c.applies(i, values):  # it only keeps its text
        kept = '<input type="hidden" name="%s" value="%s">' % (i.name, _one_line(texts[i.name]))
        return '<div class="calc-field" data-field="%s" hidden>%s</div>' % (i.name, kept)
    if i.kind == "rows":
        return row_fields(i, texts[i.name], problems, id)
    said = "".join(_problem(p, id) for p in mine[:1])
    if i.kind == "actions":
        return action_field(i, texts[i.name], said)
    described = (id + "-" + i.name + "-help") + (" " + id + "-" + i.name + "-problem" if mine else "")
    aids = ' aria-describedby="' + described + '"' + (' aria-invalid="true"' if mine else "")
    text = texts[i.name]
    ref = id + "-" + i.name
    help_text = '<p class="calc-help%s" id="%s-help">%s</p>' % (" is-quiet" if shape else "", ref, escape(i.help))
    if i.kind == "text":
        words = _words(i, text, ref, aids)
        label = '<label class="calc-label" for="%s">%s</label>' % (ref, escape(i.label))
        return '<div class="calc-field" data-field="%s">%s%s%s%s</div>' % (i.name, label, words, said, help_text)
    if i.kind == "date":
        label = '<label class="calc-label" for="%s">%s</label>' % (ref, escape(i.label))
        return '<div class="calc-field" data-field="%s">%s%s%s%s</div>' % (i.name, label, _date(i, text, ref, aids), said, help_text)
    choices = i.choices if i.kind == "choice" else (("1", "on"), ("0", "off"))
    foreign = not i.numeric and text not in [name for name, _ in choices]  # from a link; it stays until the reader chooses
    if i.kind == "choice" and len(i.choices) <= 3 and not foreign:
        options = "".join(
            '<label><input type="radio" name="%s" value="%s"%s><span>%s</span></label>'
            % (i.name, name, " checked" if name == text else "", escape(label))
            for name, label in i.choices
        )
        wide = " is-wide" if len(i.choices) > 2 or max(len(label) for _, label in i.choices) > 9 else ""
        body = '<span class="calc-label" id="%s-label">%s</span><span class="calc-choice%s">%s</span>' % (
            ref,
            escape(i.label),
            wide,
            options,
        )
        return '<div class="calc-field" role="radiogroup" aria-labelledby="%s-label"%s data-field="%s">%s%s%s</div>' % (
            ref,
            aids,
            i.name,
            body,
            said,
            help_text,
        )
    label = '<label class="calc-label" for="%s">%s</label>' % (ref, escape(i.label))
    if foreign or i.kind == "choice":
        options = "".join(
            '<option value="%s"%s>%s</option>' % (escape(name), " selected" if name == text else "", escape(words))
            for name, words in (((text, text),) if foreign else ()) + choices
        )
        body = label + '<span class="calc-box is-select"><select id="%s" name="%s"%s>%s</select></span>' % (ref, i.name, aids, options)
    elif i.kind == "switch":
        body = '<span class="calc-switch"><input type="checkbox" id="%s" name="%s" value="1"%s%s>%s</span>' % (
            ref,
            i.name,
            " checked" if text == "1" else "",
            aids,
            label,
        )
    else:
        body = label + _box(i, text, ref, aids) + _scale(c, i, values, shape, pinned)
    return '<div class="calc-field" data-field="%s">%s%s%s</div>' % (i.name, body, said, help_text)


def _kept_field(
    c: Calculator[..., Any], i: Input, texts: Texts, values: Values, problems: tuple[Problem, ...], id: str, pinned: Values | None
) -> str:
    """A field without a shape; where its own text and value are all that it shows, as it was drawn before."""
    if problems or pinned or i.around or i.fields or i.buttons:
        return _field(c, i, texts, values, problems, id, pinned, shape=False)
    key = (id, c.name, i.name, texts[i.name], values[i.name], c.applies(i, values))
    if key not in _fields:
        if len(_fields) == MANY:
            _fields.clear()
        _fields[key] = _field(c, i, texts, values, (), id, None, shape=False)
    return _fields[key]


def _one_line(text: str) -> str:
    return escape(text).replace("\n", BREAK)


def _words(i: Input, text: str, ref: str, aids: str) -> str:
    """A field for free text, on one line or several; a parser drops the first break of the latter. The HTML itself has none."""
    shown = _one_line(text)
    same = (ref, i.name, i.most, aids)
    if i.lines == 1:
        field = '<input id="%s" name="%s" type="text" maxlength="%d" autocomplete="off"%s value="%s">' % (same + (shown,))
    else:
        field = '<textarea id="%s" name="%s" maxlength="%d" autocomplete="off"%s rows="%d">%s</textarea>' % (
            same + (i.lines, BREAK + shown if text[:1] == "\n" else shown)
        )
    return '<span class="calc-box is-words">' + field + "</span>"


def _date(i: Input, text: str, ref: str, aids: str) -> str:
    """A field for a day, which says what an empty one means."""
    optional = ' placeholder="' + escape(i.empty) + '"' if i.may_be_empty else ""
    return (
        '<span class="calc-box is-date"><input id="%s" name="%s" type="text" value="%s" size="12" inputmode="text" autocomplete="off"'
        ' spellcheck="false"%s%s></span>'
    ) % (ref, i.name, escape(text), optional, aids)


def _box(i: Input, text: str, ref: str, aids: str) -> str:
    unit = {"percent": "%", "times": "×"}.get(i.display, i.unit)
    signed = (i.ge is None and i.gt is None) or (i.ge is not None and i.ge < 0)
    optional = ' placeholder="' + escape(i.empty) + '"' if i.kind == "optional" else ""
    return (
        '<span class="calc-box"><button type="button" class="calc-step" data-step="-1" aria-label="%s: less">%s</button>'
        '<span class="calc-text"><input id="%s" name="%s" type="text" value="%s" size="%d" inputmode="%s" autocomplete="off"'
        ' spellcheck="false"%s%s><span class="calc-unit">%s</span></span>'
        '<button type="button" class="calc-step" data-step="1" aria-label="%s: more">%s</button></span>'
    ) % (
        (escape(i.label), icon("less"), ref, i.name, escape(text), max(3, min(12, len(text))), "text" if signed else "decimal")
        + (optional, aids, escape(unit), escape(i.label), icon("more"))
    )


def _scale(c: Calculator[..., Any], i: Input, values: Values, shape: bool, pinned: Values | None) -> str:
    value = values[i.name]
    low, high = slider_range(i, values)
    t = position(i, value, values)
    middle = share(0.0, low, high, i.scale) if low < 0 < high else 0.0
    fill = (min(t, middle), abs(t - middle))
    shown = i.written(value)
    out = ['<div class="calc-scale">']
    if shape and c.effect and c.applies(i, values):
        out.append(shape_above(c, i, values))
    out.append(
        '<svg class="calc-track" aria-hidden="true"><rect class="rail" width="100%%" height="3"/>'
        '<rect class="fill" x="%s%%" width="%s%%" height="3"/>%s</svg>'
        % (numbers.coordinate(fill[0] * 100), numbers.coordinate(fill[1] * 100), _ring(c, i, values, pinned))
    )
    out.append(
        '<input type="range" data-slider min="0" max="1000" value="%d" aria-label="%s, slider" aria-valuetext="%s">'
        % (int(t * 1000 + 0.5), escape(i.label), escape(shown))
    )
    return "".join(out) + _stops(i, low, high) + "</div>"


def _ring(c: Calculator[..., Any], i: Input, values: Values, pinned: Values | None) -> str:
    """Where the pinned scenario stands on the scale of the present one, if that is elsewhere and within its ends."""
    if pinned is None or not c.applies(i, pinned):
        return ""
    before = pinned[i.name]
    low, high = slider_range(i, values)
    if not isinstance(before, float) or before == values[i.name] or not low <= before <= high:
        return ""
    return '<circle class="is-a" cx="%s%%" cy="1.5" r="8"/>' % numbers.coordinate(100 * position(i, before, values))


def _stops(i: Input, low: float, high: float) -> str:
    if i.around:
        return _labels(i, low, high)
    key = (i.marks, i.facts, i.display, i.scale, low, high)
    if key not in _drawn:
        _drawn[key] = _labels(i, low, high)
    return _drawn[key]


def _labels(i: Input, low: float, high: float) -> str:
    out = ['<svg class="calc-stops" aria-hidden="true">']
    facts = dict(i.facts)
    for mark in i.marks:
        value = mark * (low / i.soft[0]) if i.around and i.soft else float(mark)
        x = numbers.coordinate(100 * share(value, low, high, i.scale))
        text = numbers.compact(numbers.rounded(value * 100, 6)) if i.display == "percent" else numbers.compact(numbers.rounded(value, 4))
        style, word = ("is-fact", " " + facts[mark]) if mark in facts else ("", "")
        out.append('<line x1="%s%%" x2="%s%%" y1="0" y2="5"/><text x="%s%%" y="17" class="%s">%s%s</text>' % (x, x, x, style, text, word))
    return "".join(out) + "</svg>"

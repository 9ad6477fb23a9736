"""A sheet of paper: what a story wants to be printed and kept, on one page, with lines and boxes for a pen."""

from __future__ import annotations

from calc.view import charts
from calc.view.charts.given import Given
from calc.view.markup import SITE, escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.story import Entry, Part, Sheet
    from calc.view.words import Facts

BLANK = '<span class="calc-blank"></span>'
MOST_BREAKS = 4  # of a text, so that one who breaks every line still fits on the page
EMPTY_LADDER = ("Target", "Entry", "Stop", "Liquidation")


def sheet(facts: Facts, s: Sheet, id: str) -> str:
    """The sheet as it is printed; on the screen a preview of that."""
    places: dict[str, list[str]] = {"main": [], "beside": [], "below": []}
    if s.ladder is not None:
        places["beside"].append(_ladder(facts, s, id))
    for part in s.parts:
        places[part.place].append(_part(facts, part, filled=s.filled))
    blanks = "".join(["<div><dt>%s</dt><dd>%s</dd></div>" % (escape(label), BLANK) for label in s.blanks])
    return (
        '<section class="calc-paper%s" aria-labelledby="%s-paper"><p class="calc-paper-site">%s</p>'
        '<p class="calc-paper-title" id="%s-paper">%s</p><p class="calc-paper-lead">%s</p>'
        '<div class="calc-paper-columns"><div>%s</div><div>%s</div></div>%s<dl class="calc-paper-foot">%s</dl></section>'
    ) % (
        "" if s.filled else " is-blank",
        id,
        SITE,
        id,
        escape(facts.plain(s.title)),
        facts.html(s.lead),
        "".join(places["main"]),
        "".join(places["beside"]),
        "".join(places["below"]),
        blanks,
    )


def _part(facts: Facts, part: Part, *, filled: bool) -> str:
    body = ""
    if part.entries:
        body += '<dl class="calc-paper-lines">' + "".join([_entry(facts, e, filled=filled) for e in part.entries]) + "</dl>"
    if part.words:
        body += '<dl class="calc-paper-words">' + "".join([_words(facts, name, filled=filled) for name in part.words]) + "</dl>"
    if part.ticks:
        body += '<ul class="calc-paper-ticks">' + "".join([_tick(facts, name, filled=filled) for name in part.ticks]) + "</ul>"
    return '<div class="calc-paper-part"><p class="calc-paper-head">%s</p>%s</div>' % (escape(part.title), body)


def _entry(facts: Facts, e: Entry, *, filled: bool) -> str:
    """Label and figure, or a line to write on; a check also says whether it holds, or has a box for that."""
    remark = "<small>" + escape(facts.plain(e.remark)) + "</small>" if e.remark and filled else ""
    box = ""
    if e.holds is not None:
        box = _box(on=filled and e.holds) + (('<span class="calc-over">, holds</span>' if e.holds else "<b>no</b>") if filled else "")
    text = escape(facts.plain(e.text)) if filled else ""
    return "<div><dt>%s%s</dt><dd>%s%s</dd></div>" % (escape(e.label), remark, text or BLANK, box)


def _words(facts: Facts, name: str, *, filled: bool) -> str:
    """A text as it was written, or as many lines to write on as its field has."""
    i = facts.c.input(name)
    lines = [line for line in str(facts.values[name]).split("\n") if line.strip()] if filled else []
    lines = lines[:MOST_BREAKS] + ([" · ".join(lines[MOST_BREAKS:])] if len(lines) > MOST_BREAKS else [])
    body = "<br>".join([escape(line) for line in lines]) or '<span class="calc-blank is-line"></span>' * (
        i.lines if filled else i.lines + 2
    )
    return "<div><dt>%s</dt><dd>%s</dd></div>" % (escape(i.label), body)


def _tick(facts: Facts, name: str, *, filled: bool) -> str:
    on = filled and facts.values[name] is True
    said = '<span class="calc-over">: %s</span>' % ("done" if on else "not yet")
    return "<li>" + _box(on=on) + "<span>" + escape(facts.c.input(name).label) + said + "</span></li>"


def _box(*, on: bool) -> str:
    """A box to tick, drawn, because a printer leaves backgrounds out."""
    tick = '<path d="M3 8.5 6.5 12 13 3.5"/>' if on else ""
    return (
        '<svg class="calc-tick" viewBox="0 0 16 16" aria-hidden="true"><rect x=".75" y=".75" width="14.5" height="14.5"/>' + tick + "</svg>"
    )


def _ladder(facts: Facts, s: Sheet, id: str) -> str:
    """The ladder as a picture, or one to draw on: a rail with places for names and prices."""
    assert s.ladder is not None
    if s.filled:
        return '<div class="calc-paper-ladder calc-chart">' + charts.draw(s.ladder, facts, Given(id=id + "-paper-0")).svg + "</div>"
    rungs = "".join(["<div><dt>%s</dt><dd>%s</dd></div>" % (name, BLANK) for name in EMPTY_LADDER])
    return '<dl class="calc-paper-rail">' + rungs + "</dl>"

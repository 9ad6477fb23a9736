"""What a reader can take along: the menu with an image, text, files, a sentence to cite, and the call in Python."""

from __future__ import annotations

import calc
from calc.scenario import call, link
from calc.view import dates
from calc.view.block import block
from calc.view.markup import SITE, escape
from calc.view.poster import poster
from calc.view.spreadsheet import spreadsheet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from calc.errors import Note
    from calc.model import Calculator
    from calc.story import Story
    from calc.view.compare import Side
    from calc.view.words import Facts


def taken(
    facts: Facts, story: Story, notes: tuple[Note, ...], id: str, pin: Side | None, query: str, json: str, where: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    """All of it, as pairs for JSON.

    `query` is the scenario's link, empty where it is too long to arrive, and `json` what programs get. `where` says what only the page
    knows: its permanent address, if it has one, the day, the address of the console, and that of the bare pages with the height of a frame.
    """
    page, today, console, frames, height = [str(where.get(name) or "") for name in ("page", "today", "console", "frames", "height")]
    day = dates.words(today) if dates.number(today) is not None else ""
    address = page + query + "#" + id if page else query
    name = facts.c.name.replace("_", "-")
    shown = frame(frames + name + "/" + query, facts.c.title, height) if frames else ""
    cite, code = citation(facts.c, address, day), "import calc\n\n" + call(facts.c, facts.values)
    return (
        ("name", name + ("-" + today if day else "")),
        ("html", menu(facts, facts.plain(story.verdict), cite, code, console, shown)),
        ("image", poster(facts, story, id, pin, address, day)),
        ("text", block(facts, story, notes, address)),
        ("json", json),
        ("csv", spreadsheet(facts, notes, address)),
        ("cite", cite),
        ("call", code),
        ("frame", shown),
    )


def citation(c: Calculator[..., Any], address: str, day: str) -> str:
    """A sentence that says where the numbers are from."""
    said = SITE + ", “" + c.title + "” (calculator, version " + str(c.version) + "), site version " + calc.__version__
    return ", ".join([part for part in (said, day, address) if part])


def frame(source: str, title: str, height: str) -> str:
    """A frame with a calculator, as it is copied into somebody's page."""
    words = '<iframe src="%s" title="%s" width="100%%" height="%s" loading="lazy" allow="clipboard-write" style="border:0"></iframe>'
    return words % (escape(source), escape(title), escape(height))


def menu(facts: Facts, sentence: str, cite: str, code: str, console: str, shown: str) -> str:
    """The menu; `console` is the address of the page on which Python can be tried, if there is one, and `shown` the frame."""
    files = _button("text", "Copy as text") + _button("json", "Download JSON") + _button("csv", "Download CSV")
    files += '<button type="button" class="calc-do is-act" data-do="print">Print</button>'
    here = ""
    if console:
        here = '<a class="calc-do is-act" href="%s">Open in the console</a>' % escape(console + link(facts.c, facts.values))
    there = ""
    if shown:
        there = (
            "<div>"
            + _title("Embed it in your page")
            + _code(shown, "The frame, in HTML")
            + _line(_button("frame", "Copy frame"))
            + "</div>"
        )
    return (
        '<div class="calc-take-image"><p class="calc-take-title">Image</p><img class="calc-take-preview" alt="%s" hidden>%s</div>'
        '<div class="calc-take-rest"><div>%s%s</div><div>%s<p class="calc-take-cite">%s</p>%s</div>'
        "<div>%s%s%s</div>%s</div>"
    ) % (
        escape("The image: " + sentence),
        _line(_button("image", "Download image", " disabled") + _button("share", "Share image", " hidden")),
        _title("Text and files"),
        _line(files),
        _title("Cite this"),
        escape(cite),
        _line(_button("cite", "Copy citation")),
        _title("Run this in Python"),
        _code(code, "The call in Python"),
        _line(_button("call", "Copy call") + here),
        there,
    )


def _title(words: str) -> str:
    return '<p class="calc-take-title">' + words + "</p>"


def _code(text: str, what: str) -> str:
    return '<pre class="calc-take-call" tabindex="0" role="region" aria-label="%s"><code>%s</code></pre>' % (what, escape(text))


def _line(buttons: str) -> str:
    return '<p class="calc-take-line">' + buttons + '<span class="calc-copied" data-taken hidden></span></p>'


def _button(what: str, words: str, more: str = "") -> str:
    return '<button type="button" class="calc-do is-act" data-take="%s"%s>%s</button>' % (what, more, words)

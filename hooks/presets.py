"""The pages of presets: a page for each, so that a link to it is shown with its answer before anybody opens it.

They are written by the build beside the page of their calculator, and stand outside the navigation, the search, the map of the site and
what is kept for a visit without a connection.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import calc
from calc import contract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import PurePath

    from calc.contract import Evaluation
    from calc.model import Calculator, Preset

FOLDER = "calculators"
AFTER_EXAMPLES = "<h3>What it leaves out</h3>"  # of a reference
NOTICE = re.compile(r"^.+\n\{: \.calc-notice [^}\n]*\}$", re.MULTILINE)
GUIDE = re.compile(r"Back to the guide: (?P<link>\[[^\]]+\]\(\.\./(?P<page>[^)]+)\))")


@dataclass(frozen=True)
class PresetPage:
    """The page of one preset."""

    c: Calculator[..., Any]
    preset: Preset

    @property
    def home(self) -> str:
        """The source of the calculator's page."""
        return f"{FOLDER}/{self.c.name.replace('_', '-')}.md"

    @property
    def path(self) -> str:
        """Where its own source would lie."""
        return f"{self.home.removesuffix('.md')}/{self.preset.slug}.md"

    @cached_property
    def answer(self) -> Evaluation:
        """What the preset comes to."""
        return contract.starting(self.c, dict(self.preset.texts), link=True)

    @property
    def brief(self) -> str:
        """The answer in a few words."""
        return self.answer.facts.plain(self.answer.story.brief)

    @property
    def large(self) -> str:
        """The same where it stands alone."""
        return (self.brief or self.preset.label)[:1].upper() + (self.brief or self.preset.label)[1:]

    @property
    def above(self) -> str:
        """What its card says over the answer."""
        return f"{self.c.title} · {self.preset.label}"

    @property
    def title(self) -> str:
        """What is asked and what comes out: `10× long: closed out at 90,452.26`."""
        return f"{self.preset.label}: {self.brief}" if self.brief else self.preset.label

    @property
    def verdict(self) -> str:
        """The answer as a sentence."""
        return self.answer.facts.plain(self.answer.story.verdict)

    def markdown(self, home: str) -> str:
        """Its source, with the notice and the way to the guide that `home` has, the source of the calculator's page."""
        notice, guide = NOTICE.search(home), GUIDE.search(home)
        front = {"title": self.title, "description": self.verdict, "search": {"exclude": True}, "hide": ["toc"]}
        inputs = [f"{name}: {_quoted(self.answer.texts[name])}" for name, _ in self.preset.texts]
        there = f"The calculator with its formula and its sources: [{self.c.title}](../{self.home.rpartition('/')[2]}){{: .calc-home }}."
        parts = [
            "\n".join(["---", *(f"{key}: {_quoted(value)}" for key, value in front.items()), "---"]),
            f"# {self.title} {{: #{self.preset.slug} }}",
            _deeper(notice[0]) if notice else "",
            self.verdict,
            "\n".join([f"```calc {self.c.name}", *inputs, "```"]),
            there + (f" Back to the guide: {_deeper(guide['link'])}." if guide else ""),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"


def pages(sources: Iterable[str]) -> Iterator[PresetPage]:
    """The page of every preset whose calculator has a page among `sources`."""
    known = set(sources)
    for name in calc.NAMES:
        c = calc.load(name)
        made = [PresetPage(c, preset) for preset in c.presets]
        yield from (page for page in made if page.home in known and page.path not in known)


def chapter(home: str) -> str:
    """The page of the guide that explains the calculator whose page has this source."""
    found = GUIDE.search(home)
    return found["page"] if found else ""


def is_page(path: PurePath) -> bool:
    """Whether a file of a built site is the page of a preset.

    >>> from pathlib import PurePath
    >>> [is_page(PurePath("calculators", path, "index.html")) for path in ("liquidation/10x-long", "liquidation")]
    [True, False]
    """
    return path.parts[0] == FOLDER and len(path.parts) == 4 and path.name == "index.html"


def listed(html: str, made: Iterable[PresetPage], address: Callable[[PresetPage], str]) -> str:
    """The page of a calculator with links to the pages of its presets, under the examples of its reference."""
    links = " · ".join(f'<a class="calc-together" href="{escape(address(page))}">{escape(page.preset.label)}</a>' for page in made)
    said = f'<p class="calc-pages">To share: each example has a page of its own, whose link is shown with its answer. {links}</p>'
    return html.replace(AFTER_EXAMPLES, said + AFTER_EXAMPLES, 1)


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _deeper(text: str) -> str:
    """The links of a page, one folder further down."""
    return re.sub(r"\]\((?!\w+:|#)", "](../", text)

"""Whole sites, built by each host that reads `mkdocs.yml`."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

import calc
from calc import contract
from calc.view import page
from hooks import audit

if TYPE_CHECKING:
    from tests.hooks.conftest import Site

HOSTS = {
    "mkdocs": ("mkdocs", "build", "--strict"),
    "properdocs": ("properdocs", "build", "--strict", "--config-file", "mkdocs.yml"),
    "zensical": ("zensical", "build", "--strict", "--clean", "--config-file", "mkdocs.yml"),
}
CALCULATOR = "---\ntitle: Liquidation\n---\n\n# Liquidation\n\n```calc liquidation\n```\n\n```calc-reference liquidation\n```\n"
GUIDE = """\
---
title: Text
---

# Margin

!!! note

    ```calc margin
    leverage: 20
    ```

You keep {{ margin.cushion }} of {{ margin(leverage=20).initial_margin | 0 }}.
[The same](calc:margin?leverage=5), [another](calc:liquidation?leverage=25), [the widget](../calculators/liquidation.md#liquidation).
"""


def bare(html: str) -> str:
    """Without the attribute that keeps widgets out of the search; Zensical takes it away once it has done so."""
    return html.replace(" data-search-exclude", "")


def hrefs(html: str, text: str) -> list[str]:
    return [unescape(href) for href in re.findall(rf'<a href="([^"]*)">{text}</a>', html)]


@pytest.mark.parametrize("command", HOSTS.values(), ids=HOSTS.keys())
def test_a_host_shows_whole_widgets_and_resolves_links(command: tuple[str, ...], site: Site) -> None:
    site.write("index.md", "# Start\n\n[Here](calc:margin)\n\n```calc margin\n```\n")
    site.write("learn/margin.md", GUIDE)
    site.write("calculators/liquidation.md", CALCULATOR)
    run = site.build(*command)
    assert run.returncode == 0, run.stdout + run.stderr
    guide = bare(site.page("learn/margin/index.html"))
    assert guide.count(bare(page.widget("margin", {"leverage": "20"}, id="margin", show=()))) == 1
    assert guide.count('<span class="calc-value">') == guide.count('<span class="calc-live"') == 1
    (same,), (other,), (widget,) = hrefs(guide, "The same"), hrefs(guide, "another"), hrefs(guide, "the widget")
    assert same.startswith("?calc=margin&v=2&")
    assert other.startswith("../../calculators/liquidation/?calc=liquidation&v=2&")
    assert other.endswith("#liquidation")
    assert widget == "../../calculators/liquidation/#liquidation"
    calculator = bare(site.page("calculators/liquidation/index.html"))
    assert bare(page.widget("liquidation", {}, id="liquidation", show=())) in calculator
    assert bare(page.reference("liquidation")) in calculator
    assert audit.audit(site.folder / "docs") == []
    assert audit.check_rendered("learn/margin.md", GUIDE, guide) == []


@pytest.mark.parametrize("command", HOSTS.values(), ids=HOSTS.keys())
def test_a_host_names_the_file_and_the_line_of_a_mistake(command: tuple[str, ...], site: Site) -> None:
    site.write("index.md", "# Start\n")
    site.write("learn/text.md", "---\ntitle: Text\n---\n\n# Text\n\n```calc margin\nlevrage: 2\n```\n\nText\n{{ margin().cushon }}\n")
    lenient = site.build(*(word for word in command if word != "--strict"))
    assert lenient.returncode == 0, lenient.stdout + lenient.stderr
    output = lenient.stdout + lenient.stderr
    assert "docs/learn/text.md:8: “levrage” is not an input of margin; did you mean “leverage”?" in output
    assert "docs/learn/text.md:12: “cushon” is not an output or an input of margin" in output
    html = site.page("learn/text/index.html")
    assert html.count('class="calc-mistake" role="alert"') == 2
    assert "<calc-widget" not in html


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_a_mistake_fails_a_strict_build(host: str, site: Site) -> None:
    site.write("index.md", "# Start\n\n```calc margn\n```\n")
    assert site.build(*HOSTS[host]).returncode == 1


def test_a_built_page_holds_the_bytes_that_the_engine_returns_for_every_preset(site: Site) -> None:
    expected: list[tuple[str, str, dict[str, str]]] = []
    site.write("index.md", "# Start\n")
    for name in calc.NAMES:
        made = calc.load(name)
        lines = [f"# {made.title}\n"]
        for number, texts in enumerate([{}, *(dict(preset.texts) for preset in made.presets)]):
            form = {key: made.input(key).form_text(made.input(key).read(text, link=True)) for key, text in texts.items()}
            body = [f"id: {name}-{number}", *(f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in form.items())]
            lines += [f"```calc {name}", *body, "```\n"]
            expected.append((name, f"{name}-{number}", form))
        site.write(f"calculators/{name}.md", "\n".join(lines))
    run = site.build()
    assert run.returncode == 0, run.stderr
    built = {name: site.page(f"calculators/{name}/index.html") for name in calc.NAMES}
    for name, widget, texts in expected:
        assert page.widget(name, texts, id=widget, show=()) in built[name]
        request = {"calculator": name, "id": widget, "version": calc.load(name).version, "inputs": texts, "show": ""}
        answer = json.loads(contract.answer(json.dumps(request)))["ok"]
        assert answer["html"]["controls"] in built[name]
        assert answer["html"]["result"] in built[name]

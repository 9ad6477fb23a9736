"""The pages that are generated from the package: their fence, their links, and the docstrings that they print."""

from __future__ import annotations

import doctest
import re
from html import escape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import calc
from hooks import (
    audit,
    fences,
    reference,
    reference_api,
    reference_formulas,
    reference_links,
    reference_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hooks.conftest import Read, Site

    Reads = Callable[[str], Read]
    Plain = Callable[[str], str]

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"formulas": "ref/formulas.md", "venues": "ref/venues.md", "api": "project/python.md"}
SOURCES = {name: (ROOT / "docs" / path).read_text(encoding="utf-8") for name, path in PAGES.items()}
NOTICE = re.search(r"^\*\*Leverage makes.*\n\{:.*\}$", (ROOT / "docs/calculators/liquidation.md").read_text(encoding="utf-8"), re.MULTILINE)
OPEN = {"br", "hr", "img", "input", "link", "meta"}


# ---- Every page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_each_id_once(name: str, render: Callable[[str], str]) -> None:
    ids = re.findall(r'\sid="([^"]+)"', render(SOURCES[name].partition("---\n\n")[2]))
    assert len(ids) == len(set(ids)) > 10


@pytest.mark.parametrize("name", PAGES)
def test_a_page_links_only_to_ids_that_it_has(name: str, generated: dict[str, Read]) -> None:
    ids = {attributes.get("id") for _, attributes, _ in generated[name].elements}
    hrefs = [str(attributes.get("href", "")) for _, attributes, _ in generated[name].elements]
    inside = {href[1:] for href in hrefs if href.startswith("#")}
    assert inside - ids == set()
    assert len(inside) > 5


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_no_style_no_script_and_no_handler(name: str, generated: dict[str, Read]) -> None:
    assert {tag for tag, _, _ in generated[name].elements} & {"script", "style", "iframe", "object", "form"} == set()
    assert [key for _, attributes, _ in generated[name].elements for key in attributes if key == "style" or key.startswith("on")] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_link_to_elsewhere_tells_nobody_where_it_was_followed(name: str, generated: dict[str, Read]) -> None:
    outside = [a for _, a, _ in generated[name].elements if str(a.get("href", "")).startswith("http")]
    assert [a for a in outside if a.get("rel") != "nofollow noreferrer"] == []
    assert [a["href"] for a in outside if re.search(r"[\s<>)]|[.,;:]$", str(a["href"]))] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_mistakes(name: str) -> None:
    assert audit.check(PAGES[name], SOURCES[name], ROOT / "docs") == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_begins_with_the_notice(name: str) -> None:
    assert NOTICE is not None
    notice = NOTICE[0].replace("../ref/", "" if PAGES[name].startswith("ref/") else "../ref/")
    assert SOURCES[name].split("\n\n")[1].startswith("# ")
    assert SOURCES[name].split("\n\n")[2] == notice


@pytest.mark.parametrize("name", reference.GENERATED)
def test_what_the_search_leaves_out_does_not_hold_an_element_of_its_own_kind(name: str) -> None:
    """The search takes the end of an inner element for that of an outer one of the same name."""
    for tag, inside in re.findall(r"<(\w+)[^>]* data-search-exclude[^>]*>(.*?)</\1>", reference.html(name), re.DOTALL):
        assert f"<{tag}" not in inside


def test_no_generated_page_bears_the_name_of_a_calculator() -> None:
    assert set(reference.GENERATED) & set(calc.NAMES) == set()
    assert reference.names() == [*calc.NAMES, *reference.GENERATED]


# ---- The fence


@pytest.mark.parametrize("name", reference.GENERATED)
def test_a_fence_prints_a_generated_page(name: str, render: Callable[[str], str]) -> None:
    html = render(f"# Text\n\n```calc-reference {name}\n```\n")
    ours = reference.html(name)
    assert re.sub(r'href="[^"]*"', "", ours) in re.sub(r'href="[^"]*"', "", html)
    assert re.search(r'"(calc|docs):', html) is None
    assert "calc-link" not in html


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("formulae", "“formulae” is not a calculator or a generated reference; did you mean “formulas”?"),
        ("venue", "“venue” is not a calculator or a generated reference; did you mean “venues”?"),
        ("liqidation", "“liqidation” is not a calculator or a generated reference; did you mean “liquidation”?"),
        ("xyz", "“xyz” is not a calculator or a generated reference; there are leverage, "),
    ],
)
def test_an_unknown_reference_is_reported_with_the_nearest_name(given: str, said: str) -> None:
    (mistake,) = audit.check("page.md", f"Text\n\n```calc-reference {given}\n```\n")
    assert (mistake.line, mistake.message[: len(said)]) == (3, said)


def test_a_generated_page_is_no_calculator() -> None:
    (mistake,) = audit.check("page.md", "```calc venues\n```\n")
    assert mistake.message.startswith("“venues” is not a calculator;")


def test_a_generated_page_stands_on_a_page_once_and_takes_no_values() -> None:
    found = audit.check("page.md", "```calc-reference api\n```\n\n```calc-reference api\n```\n\n```calc-reference venues\nx: 1\n```\n")
    assert [(mistake.line, mistake.message) for mistake in found] == [
        (4, "this page has the reference of api already; keep one of the two."),
        (8, "a reference is generated; the fence has nothing inside."),
    ]


def test_a_generator_that_raises_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise ValueError("no")

    monkeypatch.setitem(reference.GENERATED, "broken", broken)
    (mistake,) = audit.check("page.md", "```calc-reference broken\n```\n")
    assert (mistake.line, mistake.message) == (1, "broken raised ValueError: no")


def test_a_link_that_leads_nowhere_is_reported(tmp_path: Path) -> None:
    said = {mistake.message for mistake in audit.check("page.md", "```calc-reference api\n```\n", tmp_path)}
    assert "what is generated here links to ref/formulas.md, which is not there." in said
    (mistake,) = audit.check("page.md", "```calc-reference venues\n```\n", tmp_path)
    assert mistake.message == "liquidation has no page; the link would lead to calculators/liquidation.md."


HOSTS = {
    "mkdocs": ("mkdocs", "build", "--strict"),
    "properdocs": ("properdocs", "build", "--strict", "--config-file", "mkdocs.yml"),
    "zensical": ("zensical", "build", "--strict", "--clean", "--config-file", "mkdocs.yml"),
}


@pytest.mark.parametrize("command", HOSTS.values(), ids=HOSTS.keys())
def test_a_host_resolves_the_links_of_a_generated_page_and_lists_its_chapters(command: tuple[str, ...], site: Site) -> None:
    site.write("index.md", "# Start\n\n[Profit](ref/formulas.md#linear-profit)\n")
    for name in calc.NAMES:
        site.write(f"calculators/{name.replace('_', '-')}.md", f"# {name}\n\n```calc {name}\n```\n")
    for name, path in PAGES.items():
        site.write(path, f"# {name}\n\n```calc-reference {name}\n```\n")
    run = site.build(*command)
    assert run.returncode == 0, run.stdout + run.stderr
    venues, api = site.page("ref/venues/index.html"), site.page("project/python/index.html")
    assert venues.count('href="../../calculators/liquidation/?calc=liquidation&amp;v=') == reference.html("venues").count('href="calc:')
    assert 'href="../../ref/formulas/#linear-profit"' in api
    assert 'href="../../calculators/cross-account/"' in api
    assert re.search(r"calc-link|calc-anchor|(calc|docs):[a-z]+[./?]", venues + api) is None
    toc = site.page("ref/formulas/index.html").partition("calc-reference")[0]
    assert 'href="#formulas-linear"' in toc
    assert "Linear contracts" in toc


# ---- Docstrings


def test_a_docstring_is_told_apart() -> None:
    said = reference_text.read("""Fee for one fill.

    It is small.
    Units: quote. Result: between 0 and 1. Raises nothing
    for rates below 1.
    Convention and result: as others.
    Formula: fee = notional
        * fee_rate
    Source: a rule.

        kept
          as it is

    An example of somebody:

    >>> 1
    1

    >>> 2
    2
    """)
    assert said == reference_text.Docstring(
        summary="Fee for one fill.",
        paragraphs=("It is small.", "    kept\n      as it is"),
        parts=(
            ("Units", "quote."),
            ("Result", "between 0 and 1."),
            ("Raises", "nothing for rates below 1."),
            ("Convention and result", "as others."),
            ("Source", "a rule."),
        ),
        formula="fee = notional * fee_rate",
        caption="An example of somebody:",
        examples=">>> 1\n1\n\n>>> 2\n2",
    )


HOSTILE = """<script>alert("1")</script> & `<b onclick="x">` *<i>*.

<img src=x onerror=alert(1)>
Units: <svg onload="x">. Raises <u>.
Source: https://example.com/"onmouseover="alert(1) and https://example.com/<b> and javascript:alert(1)

    <pre> & "kept"

Said by <em>:

>>> "</code><script>" & 1
"""


def test_the_text_of_a_docstring_stays_text(read: Reads) -> None:
    html = reference_formulas.entry("margin", "x", reference_text.read(HOSTILE))
    found = read(html)
    tags = {tag for tag, _, _ in found.elements}
    assert tags == {"section", "h3", "code", "p", "em", "pre", "dl", "div", "dt", "dd", "a"}
    assert {key for _, attributes, _ in found.elements for key in attributes} == {
        *("class", "id", "href", "rel", "tabindex", "data-search-exclude"),
    }
    assert [a["href"] for _, a, _ in found.elements if "href" in a] == ["https://example.com/", "https://example.com/"]
    for part in ('<script>alert("1")</script> &', '<b onclick="x">', "<img src=x onerror=alert(1)>", '"onmouseover="alert(1)'):
        assert part in found.text
    for part in ("javascript:alert(1)", '<pre> & "kept"', "Said by <em>:", '>>> "</code><script>" & 1'):
        assert part in found.text


@pytest.mark.parametrize("module", [reference_api, reference_links, reference_text])
def test_the_examples_in_the_generators_hold(module: Any) -> None:
    result = doctest.testmod(module)
    assert (result.failed, result.attempted > 0) == (0, True)


def test_a_fence_of_a_calculator_is_printed_as_before() -> None:
    for name in calc.NAMES:
        fence = fences.read(f"calc-reference {name.replace('_', '-')}", "")
        assert fences.render(fence) == import_module("calc.view.page").reference(name)
        assert escape(calc.load(name).summary, quote=False) in fences.render(fence)

"""The page of formulas, against the docstrings."""

from __future__ import annotations

import doctest
import inspect
import re
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import pytest

import calc
from calc import contract, expression, formulas
from calc.symbols import SYMBOLS
from hooks import (
    reference,
    reference_formulas,
    reference_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.hooks.conftest import Read

    Reads = Callable[[str], Read]
    Plain = Callable[[str], str]
    Terms = Callable[[str], dict[str, str]]


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for info in iter_modules(formulas.__path__):
        home = import_module(f"calc.formulas.{info.name}")
        for name, function in vars(home).items():
            if inspect.isfunction(function) and function.__module__ == home.__name__ and not name.startswith("_"):
                yield f"{info.name}.{name}", function


FUNCTIONS = dict(public_functions())
FORMULAS = {
    name: " ".join(found[1].split())
    for name, function in FUNCTIONS.items()
    if (found := re.search(r"^Formula: (.*(?:\n +.*)*)", inspect.getdoc(function) or "", re.MULTILINE))
}


def entry(name: str) -> str:
    """The part of the page that is about one function, without its heading."""
    html = reference.html("formulas").partition(f'<h3 id="{name.replace(".", "-").replace("_", "-")}">')[2]
    return "<section>" + html.partition("</section>")[0].partition("</h3>")[2] + "</section>"


@pytest.fixture(scope="session")
def terms(read: Reads) -> Callable[[str], dict[str, str]]:
    """The terms of a formula on its page, and what is said under each."""

    def of(name: str) -> dict[str, str]:
        found = read(entry(name)).of("dt", "dd")
        return dict(zip(found[::2], found[1::2], strict=True))

    return of


def test_the_page_has_a_chapter_for_every_module_of_formulas(generated: dict[str, Read]) -> None:
    assert sorted(reference_formulas.MODULES) == sorted(info.name for info in iter_modules(formulas.__path__))
    headings = generated["formulas"].of("h2")
    assert headings == ["Letters", *reference_formulas.MODULES.values()]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_formula_is_there_with_what_its_docstring_says(
    name: str, generated: dict[str, Read], read: Reads, plain: Plain, terms: Terms
) -> None:
    doc = inspect.getdoc(FUNCTIONS[name]) or ""
    headings = [text for text in generated["formulas"].of("h3") if text.split()[-1] == name]
    assert headings == [f"{reference_text.title(name.partition('.')[2])} {name}"]
    (first, *_) = read(entry(name)).of("p")
    assert first == plain(doc.split("\n")[0])
    said = terms(name)
    for part in ("Units", "Convention", "Result", "Source"):
        assert (part in said) == bool(re.search(rf"(?:^|\. ){part}: ", doc, re.MULTILINE))
    for example in doctest.DocTestParser().get_examples(doc):
        assert " ".join((">>> " + example.source.partition("\n")[0] + " ").split()) in said["Example"]
        assert " ".join(example.want.split()) in said["Example"]


def test_nothing_of_a_docstring_is_lost(read: Reads) -> None:
    told = {"Units:", "Convention:", "result:", "Result:", "Formula:", "Source:", "Raises"}
    for name, function in FUNCTIONS.items():
        doc = re.sub(r"^Formula: .*(?:\n +.*)*", "", inspect.getdoc(function) or "", flags=re.MULTILINE)
        doc = re.sub(r"https?://(?:www\.)?", "", re.sub(r"[`*]", "", doc.replace("Raises nothing.\n", "\n")))
        shown = re.sub(r"[`*]", "", read(entry(name)).text)
        words = [word for word in doc.split() if word not in told and word not in ("Convention", "and", "nothing.")]
        assert [word for word in words if word.lower().rstrip("/") not in shown.lower()] == []


@pytest.mark.parametrize("name", FORMULAS)
def test_every_formula_is_told_in_words_and_in_symbols(name: str, terms: Terms) -> None:
    left, _ = expression.equation(FORMULAS[name])
    names = reference_formulas.names(FORMULAS[name])
    said = terms(name)
    assert said["In words"].startswith(f"{reference_text.words(left)} = ")
    assert said["In symbols"].startswith(f"{SYMBOLS[left]} = ")
    for one in names:
        assert reference_text.words(one) in said["In words"]
        assert re.search(rf"(?<!\w){SYMBOLS[one]}(?!\w)", said["In symbols"])
    letters = [SYMBOLS[one] for one in names]
    assert len(letters) == len(set(letters))


def test_most_functions_have_a_formula_and_the_others_have_none(terms: Terms) -> None:
    assert len(FORMULAS) > 20
    assert [name for name in FUNCTIONS if ("In words" in terms(name), "In symbols" in terms(name)) != ((name in FORMULAS),) * 2] == []


@pytest.mark.parametrize(
    ("formula", "words", "symbols"),
    [
        ("fee = notional * fee_rate", "fee = notional × fee rate", "F = n × f"),
        ("payment = 0 - sign * notional", "payment = −sign × notional", "F = −s × n"),
        ("margin = price - (size - fee)", "margin = price − (size − fee)", "M = p − (q − F)"),
        ("margin = price - (size - fee) * 2", "margin = price − (size − fee) × 2", "M = p − (q − F) × 2"),
        ("margin = (1 + size) / (price * (1 - fee))", "margin = 1 + size/price × (1 − fee)", "M = 1 + q/p × (1 − F)"),
    ],
)
def test_a_formula_is_written_as_people_write_it(formula: str, words: str, symbols: str, read: Reads) -> None:
    leaves = (reference_text.words, reference_formulas.symbol)
    shown = [read(reference_formulas.mathematics(formula, leaf)).text for leaf in leaves]
    assert shown == [words, symbols]


def test_a_quotient_is_a_fraction_as_in_the_working_of_a_calculator() -> None:
    html = reference_formulas.mathematics("margin = size / price", reference_text.words)
    fraction = '<span class="calc-frac"><span>size</span><span class="calc-over">/</span><span>price</span></span>'
    assert html == f'<span class="calc-math">margin = {fraction}</span>'
    assert 'class="calc-frac"><span>' in contract.fragments(contract.starting(calc.load("liquidation"), {}), "liquidation")[1]


def test_the_legend_explains_every_letter(read: Reads) -> None:
    letters = {SYMBOLS[name] for formula in FORMULAS.values() for name in reference_formulas.names(formula)}
    legend = reference.html("formulas").partition('class="calc-letters">')[2].partition("</dl>")[0]
    found = read(f"<dl>{legend}</dl>")
    assert sorted(found.of("dt")) == sorted(letters)
    assert "sign: +1 for a long, −1 for a short" in found.of("dd")

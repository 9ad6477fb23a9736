"""The page of the Python interface, against what the package offers."""

from __future__ import annotations

import doctest
import inspect
import re
from html import unescape
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import pytest

import calc
from calc import formulas
from calc.view import numbers, page
from hooks import (
    reference,
    reference_api,
    reference_links,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.hooks.conftest import Read

    Reads = Callable[[str], Read]
    Plain = Callable[[str], str]

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"formulas": "ref/formulas.md", "venues": "ref/venues.md", "api": "project/python.md"}
SOURCES = {name: (ROOT / "docs" / path).read_text(encoding="utf-8") for name, path in PAGES.items()}
NOTICE = re.search(r"^\*\*Leverage makes.*\n\{:.*\}$", (ROOT / "docs/calculators/liquidation.md").read_text(encoding="utf-8"), re.MULTILINE)
OPEN = {"br", "hr", "img", "input", "link", "meta"}


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
MODULES = ["calc.errors", "calc.conventions", "calc.testing", "calc.venues.tiers", "calc.venues.ccxt"]
MODULES += [f"calc.formulas.{info.name}" for info in iter_modules(formulas.__path__)]


def documented(module: str) -> list[str]:
    """The names of what a module says others may use."""
    home = import_module(module)
    return [
        name
        for name, thing in vars(home).items()
        if not name.startswith("_") and (inspect.isfunction(thing) or inspect.isclass(thing)) and thing.__module__ == module
    ]


@pytest.fixture(scope="module")
def signatures(generated: dict[str, Read]) -> list[str]:
    return [text for _, attributes, text in generated["api"].elements if attributes.get("class") == "calc-signature"]


@pytest.fixture(scope="module")
def told(generated: dict[str, Read]) -> str:
    return generated["api"].text


@pytest.mark.parametrize("module", MODULES)
def test_every_public_function_and_class_of_a_module_is_named(module: str, signatures: list[str], told: str, plain: Plain) -> None:
    named = [re.split(r"\W", text, maxsplit=1)[0] for text in signatures]
    assert [name for name in documented(module) if name not in named] == []
    first = plain((import_module(module).__doc__ or "").split("\n")[0])
    assert first in told


@pytest.mark.parametrize("module", ["calc", "calc.venues"])
def test_every_public_name_of_a_package_is_named(module: str, signatures: list[str]) -> None:
    named = [re.split(r"\W", text, maxsplit=1)[0] for text in signatures]
    assert [name for name in import_module(module).__all__ if name not in named] == []


@pytest.mark.parametrize("name", calc.NAMES)
def test_a_calculator_is_there_with_its_arguments_and_the_fields_of_its_answer(
    name: str, signatures: list[str], told: str, plain: Plain
) -> None:
    made = calc.load(name)
    (signature,) = (text for text in signatures if text.startswith(f"{name}( "))
    assert re.findall(r"(\w+): ", signature) == [i.name for i in made.inputs]
    assert signature.endswith(f") -> {made.compute.__annotations__['return']}")
    for i in made.inputs:
        if i.kind == "number":
            assert f" {i.name}: float = {numbers.shortest(float(str(i.default)))}," in signature
        if i.kind == "switch":
            assert f" {i.name}: bool = {i.default}," in signature
    html = reference.html("api").partition(f'<h3 id="api-{name.replace("_", "-")}">')[2].partition("</table>")[0]
    fields = re.findall(r'<th scope="row"><code>([^<]+)</code></th>', html)
    assert fields == [name for name, _ in page.named(made.outputs)]
    assert plain(made.summary) in told


def test_the_tree_of_errors_keeps_its_shape() -> None:
    (tree,) = re.findall(r'<pre class="calc-code"[^>]*><code[^>]*>(CalcError\n.*?)</code>', reference.html("api"), re.DOTALL)
    lines = [line[4:] for line in (import_module("calc.errors").__doc__ or "").split("\n") if line.startswith("    ")]
    assert unescape(tree).split("\n") == [line.rstrip() for line in lines]


def test_a_formula_leads_to_its_entry(generated: dict[str, Read]) -> None:
    links = set(reference_links.links(reference.html("api")))
    ids = {attributes.get("id") for _, attributes, _ in generated["formulas"].elements}
    for name in FUNCTIONS:
        anchor = name.replace(".", "-").replace("_", "-")
        assert f"docs:ref/formulas.md#{anchor}" in links
        assert anchor in ids


def test_what_a_docstring_says_about_functions_without_an_entry_of_their_own_is_there(told: str, plain: Plain) -> None:
    for module, name in (("calc.venues", "tier_table"), ("calc.conventions", "of_venue"), ("calc.testing", "check")):
        assert plain((inspect.getdoc(getattr(import_module(module), name)) or "").split("\n")[0]) in told
    convention = import_module("calc.conventions").Convention
    assert plain(inspect.getdoc(convention) or "") in told


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        (float | None, "float | None"),
        (tuple[str, ...], "tuple[str, ...]"),
        (dict[str, list[int]], "dict[str, list[int]]"),
        (None, "None"),
        ("Sequence[Tier]", "Sequence[Tier]"),
    ],
)
def test_a_type_is_written_as_people_write_it(hint: Any, said: str) -> None:
    assert reference_api.readable(hint) == said


# ---- The examples


def examples() -> str:
    return "\n".join(re.findall(r"```python\n(.*?)```", SOURCES["api"], re.DOTALL))


def test_the_sessions_of_the_python_page_are_what_python_answers() -> None:
    session = doctest.DocTestParser().get_doctest(examples(), {}, "python.md", PAGES["api"], 0)
    assert len(session.examples) > 15
    assert doctest.DocTestRunner().run(session).failed == 0


def test_the_commands_of_the_python_page_answer(run: Callable[..., Any], tmp_path: Path) -> None:
    shown = re.findall(r"^(leverage-calc|python -m calc) (.+)$", SOURCES["api"], re.MULTILINE)
    assert len(shown) > 3
    (tmp_path / "tiers.json").write_text((ROOT / "tests/data/ccxt-leverage-tiers.json").read_text())
    for _, arguments in shown:
        done = run("calc", *arguments.split(), folder=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout

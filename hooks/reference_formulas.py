"""The page of formulas: every public function of `calc.formulas`, from its docstring, in words and in symbols."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import TYPE_CHECKING

from calc.expression import equation
from calc.symbols import SYMBOLS
from calc.view.markup import escape
from hooks.reference_text import code, contents, inline, listed, of, paragraphs, sentence, title, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FunctionType, ModuleType

    from calc.expression import Tree
    from hooks.reference_text import Docstring

MODULES = {  # in the order of the page
    "linear": "Linear contracts",
    "inverse": "Inverse contracts",
    "margin": "Margin and tiers",
    "account": "Accounts with several positions",
    "crossing": "Where a balance meets what must be kept",
    "funding": "Funding",
    "fees": "Fees",
    "interest": "Interest",
    "fills": "Fills",
    "sizing": "Size",
    "reward": "Reward and expectancy",
    "streaks": "Runs of losses",
    "growth": "Losses in a row and growth",
    "walk": "Prices without aim",
    "ruin": "Ruin and drawdown",
    "normal": "The normal distribution",
    "seeded": "Seeded numbers",
    "history": "Trades on days that were",
    "simulation": "A market drawn from a number",
    "trades": "Trades on paper",
    "trading": "A session of trades on paper",
    "reduction": "Partial liquidation",
    "elementary": "Elementary functions",
}
MEANINGS = {
    "sign": "sign: +1 for a long, −1 for a short",
    "profit": "profit or loss before fees",
    "payment": "funding payment",
    "borrowed": "what is borrowed",
    "rate": "rate for one period",
}


def formulas() -> str:
    """The whole page under its introduction."""
    found = [(name, list(functions(name))) for name in MODULES]
    formulae = [said.formula for _, entries in found for said in (of(function) for function in entries) if said.formula]
    index = [("formulas-letters", "Letters"), *((f"formulas-{name}", heading) for name, heading in MODULES.items())]
    parts = [contents(index), '<h2 id="formulas-letters">Letters</h2>', legend(formulae)]
    for name, entries in found:
        about = of(module(name))
        parts.append(f'<h2 id="formulas-{name}">{MODULES[name]}</h2>{paragraphs((about.summary, *about.paragraphs))}')
        parts += [entry(name, function.__name__, of(function)) for function in entries]
    return '<div class="calc-reference">' + "".join(parts) + "</div>"


def module(name: str) -> ModuleType:
    """One of the modules of formulas."""
    return import_module(f"calc.formulas.{name}")


def functions(name: str) -> Iterator[FunctionType]:
    """The public functions of a module of formulas, in the order of the file."""
    home = module(name)
    yield from (f for key, f in vars(home).items() if inspect.isfunction(f) and f.__module__ == home.__name__ and not key.startswith("_"))


def anchor(module_name: str, name: str) -> str:
    """The id of a formula on the page."""
    return f"{module_name}-{name}".replace("_", "-")


def entry(module_name: str, name: str, said: Docstring) -> str:
    """One function: what it is, how it is computed, and what belongs to that."""
    rows = []
    if said.formula:
        rows += [("In words", mathematics(said.formula, words)), ("In symbols", mathematics(said.formula, symbol))]
    rows += [(part, sentence(text)) for part, text in said.parts if (part, text) != ("Raises", "nothing.")]
    if said.examples:
        rows.append(("Example", (f"<p>{inline(said.caption)}</p>" if said.caption else "") + code(said.examples)))
    heading = f'<h3 id="{anchor(module_name, name)}">{escape(title(name))} <code>{module_name}.{name}</code></h3>'
    body = f"{heading}<p>{inline(said.summary)}</p>{paragraphs(said.paragraphs)}"
    return f'<section class="calc-entry">{body}{listed(rows, "calc-terms", ("In symbols", "Source")) if rows else ""}</section>'


def symbol(name: str) -> str:
    """The letter of a quantity; KeyError for one that has none."""
    return SYMBOLS[name]


def mathematics(formula: str, leaf: Callable[[str], str]) -> str:
    """A formula as the working of a calculator shows it, each name told by `leaf`."""

    def shown(name: str) -> str:
        if name[0] in "0123456789":
            return name
        return f"<i>{escape(leaf(name))}</i>" if leaf is symbol else escape(leaf(name))

    name, tree = equation(formula)
    return f'<span class="calc-math">{shown(name)} = {_tree(tree, shown)}</span>'


def _tree(tree: Tree, leaf: Callable[[str], str], *, inner: bool = False) -> str:
    """Products with ×, quotients as fractions, brackets where a sum is multiplied; what is taken from nothing has a minus."""
    if isinstance(tree, str):
        return leaf(tree)
    operator, left, right = tree
    if operator == "/":
        top, bottom = _tree(left, leaf), _tree(right, leaf)
        return f'<span class="calc-frac"><span>{top}</span><span class="calc-over">/</span><span>{bottom}</span></span>'
    if operator == "*":
        return _tree(left, leaf, inner=True) + " × " + _tree(right, leaf, inner=True)
    nested = operator == "-" and not isinstance(right, str) and right[0] in ("+", "-")
    sign, after = "−" if operator == "-" else "+", _tree(right, leaf, inner=nested)
    text = "−" + after if left == "0" and operator == "-" else f"{_tree(left, leaf)} {sign} {after}"
    return f"({text})" if inner else text


def names(formula: str) -> list[str]:
    """The names in a formula, its left side first, each once."""
    name, tree = equation(formula)
    found = [name]
    rest = [tree]
    while rest:
        here = rest.pop(0)
        if not isinstance(here, str):
            rest += here[1:]
        elif here[0] not in "0123456789":
            found.append(here)
    return list(dict.fromkeys(found))


def legend(formulae: list[str]) -> str:
    """Every letter in these formulas, with what it stands for."""
    meanings: dict[str, list[str]] = {}
    for name in dict.fromkeys(name for formula in formulae for name in names(formula)):
        meanings.setdefault(symbol(name), []).append(MEANINGS.get(name, words(name)))
    told = "In one formula a letter has one meaning; where it has several, the formula in words says which."
    rows = [(f"<i>{escape(letter)}</i>", escape("; ".join(said))) for letter, said in sorted(meanings.items(), key=_alphabetical)]
    return f"<p>{told}</p>{listed(rows, 'calc-letters')}"


def _alphabetical(entry: tuple[str, list[str]]) -> tuple[str, str]:
    return entry[0].lower(), entry[0]

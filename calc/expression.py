"""The small language of workings: `price = (size * entry_price - margin) / (size * (1 - rate))`.

One text gives the formula in words, in symbols and with the reader's numbers; it can be computed, so a test sees that it is true.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Tree = tuple[str, "Tree", "Tree"] | str
LETTERS = "abcdefghijklmnopqrstuvwxyz_"
LONGEST = 200  # names, numbers and signs; a tree of more may be too deep to climb


def equation(text: str) -> tuple[str, Tree]:
    """The name on the left and the tree on the right; ValueError for what is not an equation.

    >>> equation("a = (b - 2) / c")
    ('a', ('/', ('-', 'b', '2'), 'c'))
    """
    name, _, right = text.partition("=")
    tokens = _tokens(right)
    if len(tokens) > LONGEST:
        raise ValueError("too many signs")
    tree = _sum(tokens)
    if tokens or not name.strip():
        raise ValueError("not an equation: " + text)
    return name.strip(), tree


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    word = ""
    for letter in text + " ":
        if letter.lower() in LETTERS or letter in "0123456789.":
            word += letter
            continue
        if word:
            tokens.append(word)
            word = ""
        if letter in "+-*/()":
            tokens.append(letter)
        elif letter != " ":
            raise ValueError("unexpected " + letter)
    return tokens


def _sum(tokens: list[str]) -> Tree:
    tree = _product(tokens)
    while tokens and tokens[0] in "+-":
        operator = tokens.pop(0)
        tree = (operator, tree, _product(tokens))
    return tree


def _product(tokens: list[str]) -> Tree:
    tree = _atom(tokens)
    while tokens and tokens[0] in "*/":
        operator = tokens.pop(0)
        tree = (operator, tree, _atom(tokens))
    return tree


def _atom(tokens: list[str]) -> Tree:
    if not tokens or tokens[0] in "+-*/)":
        raise ValueError("an operand is missing")
    word = tokens.pop(0)
    if word != "(":
        return word
    tree = _sum(tokens)
    if not tokens or tokens.pop(0) != ")":
        raise ValueError("a bracket is not closed")
    return tree


def value(tree: Tree, of: Callable[[str], float]) -> float:
    """What `tree` comes to, names looked up with `of`.

    >>> value(equation("a = (b - 2) / c")[1], {"b": 10.0, "c": 4.0}.__getitem__)
    2.0
    """
    if isinstance(tree, str):
        return float(tree) if tree[0] in "0123456789" else of(tree)
    operator, left, right = tree[0], value(tree[1], of), value(tree[2], of)
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    return left * right if operator == "*" else left / right

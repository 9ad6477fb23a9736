"""The language of workings: what it reads, what it computes, and what it refuses."""

import pytest

from calc.expression import equation, value

NUMBERS = {"a": 2.0, "b": 3.0, "long_name": 10.0}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = a", 2),
        ("x = 1.5", 1.5),
        ("x = a + b * long_name", 32),
        ("x = (a + b) * long_name", 50),
        ("x = a - b - 1", -2),
        ("x = a - (b - 1)", 0),
        ("x = 12 / a / b", 2),
        ("x = 12 / (a * b)", 2),
        ("x=((a))", 2),
        ("x = a*b+a/b", 2 * 3 + 2 / 3),
    ],
)
def test_products_bind_before_sums_and_the_left_before_the_right(text: str, expected: float) -> None:
    name, tree = equation(text)
    assert "x" == name
    assert expected == value(tree, NUMBERS.__getitem__)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = a b", "not an equation: x = a b"),
        ("= a", "not an equation: = a"),
        ("x = a)", "not an equation: x = a)"),
        ("x = ", "an operand is missing"),
        ("x = " + "(" * 201, "too many signs"),
        ("x = 1" + "+1" * 100, "too many signs"),
        ("x", "an operand is missing"),
        ("x = a +", "an operand is missing"),
        ("x = * a", "an operand is missing"),
        ("x = -a", "an operand is missing"),
        ("x = ()", "an operand is missing"),
        ("x = (a", "a bracket is not closed"),
        ("x = (a b)", "a bracket is not closed"),
        ("x = a ^ b", "unexpected ^"),
        ("x = a; b", "unexpected ;"),
    ],
)
def test_anything_else_is_refused(text: str, message: str) -> None:
    with pytest.raises(
        ValueError, match="^" + message.replace("(", r"\(").replace(")", r"\)").replace("*", r"\*").replace("^", r"\^") + "$"
    ):
        equation(text)


def test_a_name_that_nobody_knows_is_the_error_of_the_look_up() -> None:
    with pytest.raises(KeyError):
        value(equation("x = nobody")[1], NUMBERS.__getitem__)

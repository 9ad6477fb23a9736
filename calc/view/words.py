"""Fills the templates of a story: names of inputs and outputs become text, for a page or for a sentence."""

from __future__ import annotations

from calc.view import dates, messages, numbers
from calc.view.markup import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.inputs import Input, Output, Value
    from calc.model import Calculator, Values


class Facts:
    """The inputs and outputs of one answer, looked up by name."""

    def __init__(self, c: Calculator[..., Any], values: Values, result: Any) -> None:
        self.c = c
        self.values = values
        self.result = result
        self._declared: dict[str, Input | Output] = {o.name: o for o in c.outputs}
        self._declared.update({i.name: i for i in c.inputs})

    def value(self, name: str) -> Value:
        """The value of an input or output."""
        if name in self.values:
            return self.values[name]
        found: Value = getattr(self.result, self.meaning(name).name)
        return found

    def number(self, name: str) -> float | None:
        """The value if it is a number."""
        value = self.value(name)
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def meaning(self, name: str) -> Input | Output:
        """The declaration of that name; KeyError if there is none."""
        return self._declared[name]

    def text(self, name: str, how: str = "") -> str:
        """The value of `name` as a reader sees it; `how` as in calc.story."""
        value = self.value(name)
        if how == "lower":
            text = self.text(name)
            return text[:1].lower() + text[1:]
        if how in ("a", "A"):
            return article(self.text(name), how) + self.text(name)
        if value is None:
            return "none"
        if isinstance(value, tuple):
            return self.c.input(name).written(value) if name in self.values else str(len(value))
        if isinstance(value, (bool, str)):
            if name in self.values:
                return self.c.input(name).written(value)
            return dates.words(str(value)) if self.c.output(name).display == "date" else flag(value)
        return self._number(name, float(value), how)

    def _number(self, name: str, number: float, how: str) -> str:
        declared = self.meaning(name)
        sign = "+" if declared.signed and number >= numbers.TINY and name not in self.values and not how else ""
        if how[:3] == "abs":
            number, how = abs(number), how[4:]
        elif name in self.values and not how:
            return numbers.exact(number, declared.display)
        if how == "dollars":
            amount = abs(number) if abs(number) >= 1e12 else numbers.rounded(abs(number), 14)  # a last bit makes no cents
            text = numbers.plain(amount) if amount == int(amount) else numbers.fixed(abs(number), 2)
            return (numbers.MINUS if number < 0 else "") + "$" + text
        if how in ("0", "1", "2", "3", "4"):
            return numbers.show(number, declared.display, int(how))
        return sign + numbers.show(number, how or declared.display)

    def html(self, template: str) -> str:
        """`template` with its names filled in and made bold."""
        return messages.fill(escape(template), self._bold)

    def _bold(self, name: str, how: str) -> str:
        if how in ("a", "A"):
            return article(self.text(name), how) + self._bold(name, "")
        return "<b>" + escape(self.text(name, how)) + "</b>"

    def plain(self, template: str) -> str:
        """`template` with its names filled in, as a sentence."""
        return messages.fill(template, self.text)


def cell(declared: Output, number: float | str) -> str:
    """A number or a word in a field of a row, as a reader sees it."""
    if isinstance(number, (bool, str)):
        return flag(number)
    return ("+" if declared.signed and number >= numbers.TINY else "") + numbers.show(number, declared.display)


def article(number: str, a: str) -> str:
    """`a` or an, with a space, as the spoken number asks for it: an 8×, an 18×, an 80×, but a 10×.

    >>> article("8×", "A"), article("10×", "a"), article("11.5×", "a")
    ('An ', 'a ', 'an ')
    """
    whole = number.rstrip("×").partition(".")[0].replace(",", "")
    return a + ("n " if whole[:1] == "8" or whole in ("11", "18") else " ")


def flag(value: bool | str) -> str:
    """A yes or no, or a text, as it is."""
    return value if isinstance(value, str) else ("yes" if value else "no")

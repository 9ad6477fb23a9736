"""What only a whole declaration can show: that its names, defaults, examples and migrations go together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calc.errors import DefinitionError, InvalidInputs
from calc.mentions import mentioned, nameable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calc.inputs import Input
    from calc.model import Calculator


IN_SLUG = "abcdefghijklmnopqrstuvwxyz0123456789"


def check_declaration(c: Calculator[..., Any], help_of: Mapping[str, str]) -> None:
    """DefinitionError for what only the whole declaration can show; `help_of` is what the docstring explains."""
    inputs, outputs = [i.name for i in c.inputs], [o.name for o in c.outputs]
    for extra in help_of:
        if extra not in inputs:
            raise DefinitionError(f"{c.name}: the docstring explains {extra}, which is not an input; remove the line or add the input")
    for name in c.more:
        if name not in inputs:
            raise DefinitionError(f"{c.name}: more names {name}, which is not an input")
    for i in c.inputs:
        for name, one in [(i.name, i)] + [(i.name + "." + field.name, field) for field in i.fields]:
            _check_default(f"{c.name}: the default of {name}", one)
        if i.numeric:
            _check_slider(c, i)
    if c.effect and c.effect not in outputs:
        raise DefinitionError(f"{c.name}: effect names {c.effect}, which is not an output")
    for number in range(1, c.version):
        if number not in c.migrations:
            raise DefinitionError(f"{c.name}: version {c.version} has no migration from {number}; add migrations={{{number}: …}}")
    for p in c.presets:
        if not is_slug(p.slug):
            raise DefinitionError(f"{c.name}: the slug {p.slug!r} is part of an address; write lower case letters, digits and hyphens")
        if [other.slug for other in c.presets].count(p.slug) > 1:
            raise DefinitionError(f"{c.name}: two presets have the slug {p.slug!r}; give one of them another")
    for label, texts in [("the defaults", {})] + [(f"preset {p.label!r}", dict(p.texts)) for p in c.presets]:
        _check_example(c, label, texts)


def is_slug(text: str) -> bool:
    """Whether it can be part of an address.

    >>> [is_slug(text) for text in ("10x-long", "10×", "-", "")]
    [True, False, False, False]
    """
    return all(part and set(part) <= set(IN_SLUG) for part in text.split("-"))


def _check_default(where: str, i: Input) -> None:
    if i.kind == "rows":
        fits = isinstance(i.default, tuple) and all(isinstance(row, i.row) for row in i.default)
    elif i.kind == "actions":
        fits = isinstance(i.default, tuple)
    elif i.numeric:
        fits = isinstance(i.default, float) or (i.kind == "optional" and i.default is None)
    else:
        fits = isinstance(i.default, (bool, str)) or (i.may_be_empty and i.default is None)
    if not fits:
        raise DefinitionError(f"{where} is {i.default!r}; give it a value of its type")
    try:
        i.read(i.link_text(i.default), link=True)
    except InvalidInputs as invalid:
        raise DefinitionError(f"{where} is not allowed: {invalid.problems[0].message}") from None


def _check_slider(c: Calculator[..., Any], i: Input) -> None:
    if i.around and i.around not in [n.name for n in c.inputs if n.kind == "number"]:
        raise DefinitionError(f"{c.name}: the range of {i.name} lies around {i.around}, which is not a number that is put in")
    if i.soft is None:
        raise DefinitionError(f"{c.name}: input {i.name} has no soft range for its slider; give its quantity soft=(low, high)")
    low, high = i.soft
    if low >= high or (i.scale == "log" and low <= 0):
        raise DefinitionError(f"{c.name}: the soft range of {i.name} must rise, and on a log scale start above zero; it is {i.soft}")


def _check_example(c: Calculator[..., Any], label: str, texts: dict[str, str]) -> None:
    for name in texts:
        if name not in [i.name for i in c.inputs]:
            raise DefinitionError(f"{c.name}: {label} sets {name}, which is not an input")
    try:
        values = c.parse(texts, link=True)
        if c.on_demand:  # nothing is read at import; `calc.testing.check` looks at the answers
            return
        result: Any = c.evaluate(values)
    except InvalidInputs as invalid:
        raise DefinitionError(f"{c.name}: {label} cannot be answered: {invalid}") from None
    offered = [offer.name for offer in getattr(result, "offers", ())]
    for button in [button for i in c.inputs for button in i.buttons]:
        if button.name not in offered:
            raise DefinitionError(f"{c.name}: {label} does not say whether {button.name} is possible; its result needs an offer for it")
    try:
        known = nameable(c)
        unknown = [name for name in mentioned(c.story(values, result)) if name not in known]
    except ValueError as error:
        raise DefinitionError(f"{c.name}: the working of {label} cannot be read: {error}") from None
    if unknown:
        raise DefinitionError(f"{c.name}: the story of {label} names {unknown[0]}, which is neither an input nor an output")

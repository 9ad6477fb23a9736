"""What a calculator takes and answers, as text for people and as pairs for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calc import contract
from calc.view.page import allowed, named, unit_of

if TYPE_CHECKING:
    from calc.inputs import Input, Output
    from calc.model import Calculator

Pairs = tuple[tuple[str, Any], ...]


def text(c: Calculator[..., Any]) -> str:
    """Inputs with what they allow, and answers with their units."""
    lines = [f"{c.title}: {c.question}", "", c.summary, "", "Inputs:"]
    for name, i in named(c.inputs):
        option = f"--{name.replace('_', '-')}" if "." not in name else f"    {name}"
        lines.append(f"  {option}  {i.help}")
        lines.append(f"      {allowed(i)}; usually {i.written(i.default)}")
    lines += ["", "Answers:"] + [f"  {name}  {o.help} ({unit_of(o.display, o.unit)})" for name, o in named(c.outputs)]
    return "\n".join(lines)


def data(c: Calculator[..., Any]) -> Pairs:
    """The whole declaration."""
    example = contract.starting(c, {}).story
    return (
        ("name", c.name),
        ("version", c.version),
        ("title", c.title),
        ("question", c.question),
        ("summary", c.summary),
        ("inputs", [_input(i) for i in c.inputs]),
        ("outputs", [_output(o) for o in c.outputs]),
        ("presets", [(("slug", p.slug), ("label", p.label), ("inputs", p.texts)) for p in c.presets]),
        ("charts", [(("kind", type(chart).__name__.lower()), ("title", chart.title)) for chart in example.charts + example.context]),
    )


def _input(i: Input) -> Pairs:
    """One input. `value` of its condition is a list where several let it apply; rows have fields, and a default as a link writes it."""
    of_kind = {"rows": ("least", "most"), "text": ("most",), "actions": ("most",), "date": ("first", "last")}
    said = of_kind.get(i.kind, ("gt", "ge", "lt", "le"))
    bounds: Pairs = tuple((b, getattr(i, b)) for b in said if getattr(i, b) is not None)
    when = None
    if i.when is not None:
        name, values = i.when
        when = (("input", name), ("value", values[0] if len(values) == 1 else list(values)))
    return (
        ("name", i.name),
        ("label", i.label),
        ("kind", i.kind),
        ("unit", i.unit),
        ("bounds", bounds),
        *((("whole", True),) if i.whole else ()),
        ("default", i.link_text(i.default) if i.kind in ("rows", "actions") else i.default),
        ("choices", [name for name, _ in i.choices]),
        ("when", when),
        ("help", i.help),
        *((("fields", [_input(f) for f in i.fields]),) if i.fields else ()),
    )


def _output(o: Output) -> Pairs:
    fields = (("fields", [_output(f) for f in o.fields]),) if o.fields else ()
    return (("name", o.name), ("label", o.label), ("unit", o.unit), ("help", o.help), *fields)

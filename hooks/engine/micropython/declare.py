"""Stands in for `calc.declare` on MicroPython: what annotations and docstrings say was learned by the build and waits in a JSON file."""

import json

from calc.actions import Action
from calc.inputs import Input, Output
from calc.model import Calculator, Preset


def _learned(name):
    with open("/lib/declarations/" + name + ".json") as stream:
        return json.load(stream)


def calculator(name, **said):
    """Turn a function into a Calculator."""
    learned = _learned(name)

    def make(compute):
        parts = dict(said)
        parts["name"] = name
        parts["compute"] = compute
        parts["summary"] = learned["summary"]
        classes = {kind.__name__: kind for kind in parts.pop("rows", ())}
        parts["inputs"] = tuple(_input(one, classes) for one in learned["inputs"])
        parts["outputs"] = tuple(_output(one) for one in learned["outputs"])
        parts["presets"] = tuple(Preset(**_fields(one)) for one in learned["presets"])
        parts["migrations"] = dict(said.get("migrations") or {})
        parts["more"] = said.get("more", ())
        parts["effect"] = said.get("effect", "")
        return Calculator(**parts)

    return make


def _input(one, classes):
    said = _fields(one)
    said["fields"] = tuple(_input(field, classes) for field in one["fields"])
    said["row"] = classes.get(one["row"])
    said["buttons"] = tuple(_action(button) for button in one["buttons"])
    made = Input(**said)
    if made.kind in ("rows", "actions"):
        made.default = made.read(one["default"], link=True)
    return made


def _action(one):
    said = _fields(one)
    said["fields"] = tuple(_input(field, {}) for field in one["fields"])
    return Action(**said)


def _output(one):
    said = _fields(one)
    said["fields"] = tuple(_output(field) for field in one["fields"])
    return Output(**said)


def _fields(one):
    return {name: _frozen(value) for name, value in one.items()}


def _frozen(value):
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value

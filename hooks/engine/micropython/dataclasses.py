"""Stands in for `dataclasses` on MicroPython: a constructor by keyword, and the class's own values for what is not given."""


class _Factory:
    def __init__(self, make):
        self.make = make


def field(default=None, default_factory=None, **_options):
    """The default of a field; `default_factory` makes one for each object."""
    return default if default_factory is None else _Factory(default_factory)


def dataclass(kind=None, **_options):
    """Give a class a constructor that takes its fields by keyword, and comparison by fields."""
    if kind is None:
        return dataclass
    factories = {name: value for name, value in kind.__dict__.items() if isinstance(value, _Factory)}

    def __init__(self, **values):
        for name, factory in factories.items():
            setattr(self, name, factory.make())
        for name, value in values.items():
            setattr(self, name, value)

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    kind.__init__ = __init__
    kind.__eq__ = __eq__
    return kind


def replace(thing, **changes):
    """A copy of an object with other values for some fields."""
    values = dict(thing.__dict__)
    values.update(changes)
    return type(thing)(**values)

"""Stands in for `typing` on MicroPython, where annotations are not kept: every name exists and means nothing."""

TYPE_CHECKING = False


class _Form:
    def __getitem__(self, _item):
        return self

    def __call__(self, *_arguments, **_options):
        return self


class _Base:
    """What may stand among the bases of a class."""

    def __getitem__(self, _item):
        return object


Annotated = Any = Callable = ClassVar = Final = Literal = NamedTuple = Optional = Union = _Form()
ParamSpec = TypeVar = TypeAlias = _Form()
Generic = Protocol = _Base()


def cast(_kind, value):
    """The value."""
    return value


def final(thing):
    """The thing."""
    return thing


overload = runtime_checkable = final

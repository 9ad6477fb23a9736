"""What can go wrong, and for whom.

    CalcError
    ├── InvalidInputs     the user gave something that cannot be answered; carries every Problem at once
    │   └── Rejection     the same, raised by a calculator itself: the inputs are fine one by one, not together
    ├── InvalidScenario   a link cannot be read at all
    ├── DataNeeded        a file must be fetched before this can be answered
    └── DefinitionError   the author of a calculator made a mistake; raised at import and names the fix

No answer is not an error: it is `None` in the result and a sentence that says why.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong: `field` is the input to blame (None: no single one), `code` is stable, `message` is for people."""

    field: str | None
    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something to know about an answer that exists: a warning, an estimate, a default that was filled in."""

    field: str | None
    code: str
    message: str


class CalcError(Exception):
    """The base of every error of this package."""


class InvalidInputs(CalcError):
    """The inputs cannot be answered; `problems` names every one of them at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join((p.field + ": " if p.field else "") + p.message for p in problems))
        self.problems = problems


class Rejection(InvalidInputs):
    """Raised by a calculator: each input is allowed, their combination is not."""

    def also(self, problems: tuple[Problem, ...]) -> Rejection:
        """The same with more problems."""
        return Rejection(self.problems + problems)


class InvalidScenario(CalcError):
    """A link that is not one of ours, or of a version that does not exist."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class DataNeeded(CalcError):
    """The file `name` of this package is needed and not here; `what` is what people call its content."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(name)
        self.name = name
        self.what = what


class DefinitionError(CalcError):
    """A calculator is declared wrongly; the message says how to mend it."""

"""A console: runs what somebody wrote, and says what comes of it as text.

The page `project/console/` runs it in Pyodide, in a worker of its own, with the package as `pip` installs it. The build runs it for the
examples of that page.
"""

from __future__ import annotations

import ast
import builtins
import codeop
import contextlib
import json
import linecache
import pydoc
import sys
import time
import traceback
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import calc
from calc.edits import readable
from calc.errors import CalcError, InvalidScenario
from calc.model import Calculator
from calc.scenario import call, restore, unquote

if TYPE_CHECKING:
    from collections.abc import Callable

    Say = Callable[[str], object]

WIDTH = 76  # characters of an answer that stands on one line
MOST = 20_000  # characters that one run may say
PAUSE = 0.05  # seconds in which what is printed is gathered
INDENT = "    "
PLAIN: Any = pydoc.__dict__["plaintext"]  # without the overstrikes that terminals show as bold
ENOUGH = "\n… The rest is not shown: this is as much as one run may say here.\n"


class Console:
    """What was given a name stays, from one run to the next. `say` takes what is printed, in pieces."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._names: dict[str, Any] = {"__name__": "__main__", "calc": calc, "help": Help()}
        self._count = 0

    def run(self, source: str) -> tuple[str, bool]:
        """Run it. What went wrong, and whether that is said in words: for all but the field's own errors it is a traceback."""
        self._count += 1
        file = f"<run {self._count}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)  # for the lines of a traceback
        paper, shown = Paper(self._say), sys.displayhook
        try:
            with contextlib.redirect_stdout(paper), contextlib.redirect_stderr(paper):
                sys.displayhook = show
                tree = ast.parse(source, file)
                exec(compile(ast.Interactive(tree.body), file, "single"), self._names)
        except CalcError as error:
            return str(error), True
        except BaseException as error:
            trace = error.__traceback__.tb_next if error.__traceback__ else None  # without this function
            return "".join(traceback.format_exception(error.with_traceback(trace)))[-MOST:].rstrip(), False
        finally:
            sys.displayhook = shown
            paper.flush()
        return "", False


class Paper:
    """Standard output that says what is written on it, but no more than a page can show."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._left = MOST
        self._gathered = ""
        self._last = 0.0

    def write(self, text: str) -> int:
        """Take more, and say what was gathered unless that was done just now."""
        if self._left >= 0:
            self._gathered += text[: self._left] + (ENOUGH if len(text) > self._left else "")
            self._left -= len(text)
            if time.monotonic() - self._last > PAUSE:
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Say what was gathered."""
        if self._gathered:
            self._say(self._gathered)
        self._gathered, self._last = "", time.monotonic()


class Help:
    """`help` without a pager and without questions."""

    def __repr__(self) -> str:
        return "help(calc.liquidation) explains a calculator, help('calc.formulas.linear') a module."

    def __call__(self, *things: object) -> None:
        """Print what is known about a thing, or about the thing of that name."""
        for thing in things:
            try:
                print(pydoc.render_doc(thing, "Help on %s:", renderer=PLAIN).rstrip())
            except ImportError:
                print(f"There is no help on {thing!r}.")
        if not things:
            print(repr(self))


def show(value: object) -> None:
    """Print the value of an expression, and keep it under the name `_`."""
    if value is not None:
        builtins._ = value  # type: ignore[attr-defined]
        print(written(value))


def written(value: object) -> str:
    """A value as Python writes it; a long answer of a calculator with a line for each of its fields."""
    text = repr(value)
    if len(text) <= WIDTH or isinstance(value, (type, Calculator)) or not is_dataclass(value):
        return text
    return type(value).__name__ + "(\n" + "".join(f"{INDENT}{f.name}={getattr(value, f.name)!r},\n" for f in fields(value)) + ")"


def rest(source: str) -> str | None:
    r"""How the next line begins where `source` is not finished; None where it is. A block ends with an empty line.

    >>> rest("for k in range(3):"), rest("for k in range(3):\n    print(k)"), rest("print(3)"), rest("(1 +"), rest("1 +")
    ('    ', '    ', None, '', None)
    """
    line = source.rsplit("\n", 1)[-1]
    begins = line[: len(line) - len(line.lstrip())]
    if line.rstrip().endswith(":"):
        return begins + INDENT
    if begins and line.strip():
        return begins
    try:
        return None if codeop.compile_command(source, "<run>", "exec") else begins
    except (SyntaxError, ValueError, OverflowError):
        return None  # running it will tell


def linked(query: str) -> tuple[str, str]:
    """The call for the scenario of a link, nothing where it cannot be read; and a sentence about it."""
    names = [unquote(part[len("calc=") :]) for part in query.lstrip("?").split("&") if part.startswith("calc=")]
    try:
        c = calc.load(names[0])
        restored = restore(c, query)
    except (KeyError, IndexError):
        return "", "This link names no calculator of this site."
    except InvalidScenario as invalid:
        return "", invalid.message
    left = [problem.message for problem in restored.problems]
    told = f"Left out of this call: {' '.join(left)}" if left else "This is the scenario of your link, as a call. Nothing has been run."
    return call(c, readable(c, restored.texts, {})), told


def answering(say: Say) -> Callable[[str], str]:
    """What answers the requests of the page: JSON in, JSON out.

    `{"run": source}` -> `{"problem": text, "words": whether it is said in words}`; `{"rest": source}` -> `{"rest": text or null}`;
    `{"link": query}` -> `{"code": source, "told": sentence}`.
    """
    console = Console(say)

    def answer(text: str) -> str:
        request = json.loads(text)
        if "run" in request:
            problem, words = console.run(request["run"])
            return json.dumps({"problem": problem, "words": words})
        if "rest" in request:
            return json.dumps({"rest": rest(request["rest"])})
        code, told = linked(request["link"])
        return json.dumps({"code": code, "told": told})

    return answer

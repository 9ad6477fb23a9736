"""Finds the browsers for the tests, or installs them: Playwright's own where they can be had, and otherwise the system's."""

import json
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tools.browser import NAMES, RECORD, ROOT, Start, starts, with_node
from tools.terminal import StepError, run


@dataclass(frozen=True)
class System:
    """One of the system's browsers: what drives it, what its program is called, and what it is installed with."""

    by: Literal["playwright", "webdriver"]
    programs: tuple[str, ...]
    packages: tuple[str, ...]
    cask: str = ""


SYSTEMS = {
    "chromium": System(
        "playwright",
        (
            *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
        ),
        ("chromium",),
        "chromium",
    ),
    "firefox": System(
        "webdriver", ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"), ("firefox-esr",), "firefox"
    ),
    "webkit": System("webdriver", ("WebKitWebDriver",), ("webkit2gtk-driver", "xvfb")),
}


def install(env: Mapping[str, str]) -> None:
    """Finds a browser of each engine that starts, installing it where there is none.

    Raises:
        StepError: One is missing and this account may not install it; the message has the line for an administrator.
    """
    Setup(with_node(env)).all()


class Setup:
    """One look at this machine."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._downloaded: set[str] = set()
        self._reachable = True
        self._listed = False

    def all(self) -> None:
        """Every browser, and one sentence about all that are missing."""
        missing = [name for name in NAMES if not (self._downloads(name) or self._finds(name) or self._installs(name))]
        if missing:
            raise StepError(
                f"These browsers to test in are missing, and this account could not install them: {', '.join(missing)}. "
                f"Ask an administrator for\n{self._line(missing)}\nand run the same command again."
            )

    def _downloads(self, name: str) -> bool:
        if not self._reachable:
            return False
        quick = {**self._env, "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}
        shell = ["--only-shell"] if name == "chromium" else []
        command = [_program("playwright"), "install", *shell, name]
        self._reachable, _ = run(f"A browser to test in: Playwright's {name}", command, env=quick, timeout=600)
        if not self._reachable:
            print("  Not to be had here; looking for the system's.", flush=True)
            return False
        self._downloaded.add(name)
        return self._works(name, Start(by="playwright", executable=None))

    def _finds(self, name: str) -> bool:
        system = SYSTEMS[name]
        found = [path for program in system.programs if (path := shutil.which(program))]
        return any(self._works(name, Start(by=system.by, executable=path)) for path in found)

    def _installs(self, name: str) -> bool:
        """What only the system's packages give: a browser, or the libraries that the downloaded one lacks."""
        rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
        if not shutil.which("apt-get") or (rights and not shutil.which("sudo")):
            return False
        if not self._listed:
            self._listed = True
            run("  the system's list of packages", [*rights, "apt-get", "update"], env=self._env)
        if name in self._downloaded:
            run("  the libraries that it needs", [*rights, _program("playwright"), "install-deps", name], env=self._env)
            return self._works(name, Start(by="playwright", executable=None))
        quiet = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "--no-install-recommends"]
        run(f"  the system's {name}", [*quiet, *SYSTEMS[name].packages], env=self._env)
        return self._finds(name)

    def _works(self, name: str, start: Start) -> bool:
        attempt = [_program("python"), "-m", "tools.try_browser", name, json.dumps(start)]
        good, words = run(f"  trying {start['executable'] or 'it'}", attempt, env=self._env, timeout=90)
        if not good:
            print(f"    {words.splitlines()[-1] if words else 'it said nothing'}", flush=True)
            return False
        RECORD.parent.mkdir(parents=True, exist_ok=True)
        RECORD.write_text(json.dumps({**starts(), name: start}))
        return True

    def _line(self, missing: list[str]) -> str:
        if sys.platform != "linux":
            casks = [SYSTEMS[name].cask for name in missing if SYSTEMS[name].cask]
            lines = [f"brew install --cask {' '.join(casks)}"] if casks else []
            lines += [f"{_program('playwright')} install {name}" for name in missing if not SYSTEMS[name].cask]
        else:
            packages = [package for name in missing if name not in self._downloaded for package in SYSTEMS[name].packages]
            lines = [f"sudo apt-get install {' '.join(packages)}"] if packages else []
            libraries = [name for name in missing if name in self._downloaded]
            lines += [f"sudo {_program('playwright')} install-deps {' '.join(libraries)}"] if libraries else []
        return "\n".join(f"    {line}" for line in lines)


def _program(name: str) -> str:
    return str(ROOT / ".venv" / "bin" / name)

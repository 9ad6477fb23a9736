"""Browsers that are told what to do in the commands of the W3C's WebDriver, without a library and without a download.

WebKit's driver takes the commands over HTTP. Firefox takes the same ones over a socket of its own, Marionette, which is what geckodriver
talks to; so nothing stands between. Each browser is a process of ours with a profile of its own, and nothing of it is left in the end.
"""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

PATIENCE = 60.0
"""Seconds for one command, or one start; a page has to load within them."""
TIMEOUTS = {"pageLoad": 40_000, "script": 40_000, "implicit": 0}
OVER_HTTP = {
    "Navigate": ("POST", "url"),
    "GetCurrentURL": ("GET", "url"),
    "Back": ("POST", "back"),
    "Refresh": ("POST", "refresh"),
    "ExecuteAsyncScript": ("POST", "execute/async"),
    "PerformActions": ("POST", "actions"),
    "TakeScreenshot": ("GET", "screenshot"),
    "SetWindowRect": ("POST", "window/rect"),
    "SetTimeouts": ("POST", "timeouts"),
}
MINI_BROWSER = ("usr/lib/*/webkit2gtk-4.*/MiniBrowser", "usr/libexec/webkit2gtk-4.*/MiniBrowser")
LOCAL = ("127.0.0.1", "localhost")
MISTAKE = re.compile(r"^JavaScript error: (?:https?|file|blob):.*", re.MULTILINE)  # Firefox writes of mistakes of its own, too
QUIET = {  # a browser under test calls nobody by itself, and says on its output what goes wrong in a page
    "marionette.port": 0,
    "browser.dom.window.dump.enabled": True,
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.region.network.url": "",
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.search.update": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "media.gmp-manager.url": "data:,",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "privacy.trackingprotection.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}


class WebDriverError(Exception):
    """The browser could not do what it was told; its words are the message."""


class Remote(Protocol):
    """A browser that takes commands."""

    def ask(self, command: str, **parameters: object) -> Any:
        """Sends one command and returns its answer.

        Raises:
            WebDriverError: The browser says that it went wrong.
            OSError: There is no answer.
        """

    def mistakes(self) -> list[str]:
        """What it has written about mistakes in pages."""


class Marionette:
    """Firefox."""

    def __init__(self, port: int, log: Path) -> None:
        self._log = log
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._stream = self._socket.makefile("rb")
        self._count = 0

    def begin(self) -> None:
        """Opens a session, once it has introduced itself."""
        self._receive()
        self.ask("NewSession", capabilities={"alwaysMatch": {}})

    def ask(self, command: str, **parameters: object) -> Any:
        self._count += 1
        letter = json.dumps([0, self._count, f"WebDriver:{command}", parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(letter), letter))
        _, _, error, answer = self._receive()
        if error:
            raise WebDriverError(f"{command}: {error['message']}")
        return answer.get("value", answer)

    def mistakes(self) -> list[str]:
        return MISTAKE.findall(self._log.read_text(errors="replace"))

    def _receive(self) -> Any:
        length = b""
        while (byte := self._stream.read(1)) != b":":
            if not byte:
                raise ConnectionError("Firefox is gone")
            length += byte
        return json.loads(self._stream.read(int(length)))

    def close(self) -> None:
        """Hangs up."""
        self._stream.close()
        self._socket.close()


class Http:
    """What a driver offers over HTTP."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._session = ""

    def begin(self, capabilities: dict[str, object]) -> None:
        """Opens a session, and with it the browser."""
        opened = self._send("POST", "/session", capabilities={"alwaysMatch": capabilities})
        self._session = f"/session/{opened['sessionId']}"

    def ask(self, command: str, **parameters: object) -> Any:
        method, path = OVER_HTTP[command]
        return self._send(method, f"{self._session}/{path}", **parameters)

    def mistakes(self) -> list[str]:
        return []  # under a driver WebKit writes nothing

    def _send(self, method: str, path: str, **parameters: object) -> Any:
        self._connection.request(method, path, json.dumps(parameters) if method == "POST" else None, {"Content-Type": "application/json"})
        value = json.load(self._connection.getresponse())["value"]
        if isinstance(value, dict) and "error" in value:
            raise WebDriverError(f"{path.rpartition('/')[2]}: {value['error']}: {value.get('message', '')}")
        return value

    def close(self) -> None:
        """Ends the session, and with it the browser."""
        if self._session:
            with suppress(OSError, http.client.HTTPException, WebDriverError):
                self._send("DELETE", self._session)
        self._connection.close()


@contextmanager
def firefox(executable: str, proxy: int | None = None) -> Iterator[Remote]:
    """Firefox, without a window; what it asks of other computers goes to the proxy, if there is one."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        profile = folder / "profile"
        profile.mkdir()
        wishes: dict[str, object] = {**QUIET, **(_through(proxy) if proxy else {})}
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in wishes.items())
        (profile / "user.js").write_text("".join(lines))
        command = [executable, "--headless", "--no-remote", "--marionette", "--profile", str(profile), "about:blank"]
        process = stack.enter_context(_running(command, folder / "log", {"MOZ_CRASHREPORTER_DISABLE": "1"}))
        port = profile / "MarionetteActivePort"
        _soon(lambda: process.poll() is not None or (port.exists() and port.read_text()), "Firefox")
        if process.poll() is not None:
            raise WebDriverError(f"Firefox did not start: {_last_line(folder / 'log')}")
        remote = Marionette(int(port.read_text()), folder / "log")
        stack.callback(remote.close)
        remote.begin()
        _prepare(remote)
        yield remote


@contextmanager
def webkit(executable: str, proxy: int | None = None) -> Iterator[Remote]:
    """WebKit's small browser on a screen of its own, which nobody sees."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        display = stack.enter_context(_screen(folder / "screen"))
        port = _free_port()
        surroundings = {"DISPLAY": display, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
        if os.geteuid() == 0:
            surroundings["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"  # its sandbox does not work for root
        stack.enter_context(_running([executable, f"--port={port}"], folder / "driver", surroundings))
        _soon(lambda: _listens(port), "WebKit's driver")
        remote = Http(port)
        stack.callback(remote.close)
        remote.begin(
            {"webkitgtk:browserOptions": {"binary": _mini_browser(), "args": ["--automation", *(_around(proxy) if proxy else [])]}}
        )
        _prepare(remote)
        yield remote


def _mini_browser() -> str:
    return next(str(path) for pattern in MINI_BROWSER for path in Path("/").glob(pattern))


def _around(proxy: int) -> list[str]:
    """What WebKit's browser has to know of it: given as a wish of the session, it sometimes never starts."""
    return [f"--proxy=http://127.0.0.1:{proxy}", *(f"--ignore-host={host}" for host in LOCAL)]


def _through(proxy: int) -> dict[str, object]:
    """What Firefox has to know of a proxy."""
    there = {f"network.proxy.{kind}{what}": value for kind in ("http", "ssl") for what, value in (("", "127.0.0.1"), ("_port", proxy))}
    return {"network.proxy.type": 1, "network.proxy.no_proxies_on": ",".join(LOCAL), **there}


def _prepare(remote: Remote) -> None:
    remote.ask("SetTimeouts", **TIMEOUTS)
    remote.ask("SetWindowRect", x=0, y=0, width=1280, height=960)


@contextmanager
def _running(command: list[str], log: Path, more: Mapping[str, str], pass_fds: tuple[int, ...] = ()) -> Iterator[subprocess.Popen[bytes]]:
    """A program while it is needed; in the end it is asked to go, and what it started and left behind is ended too."""
    with log.open("wb") as written:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            env={**os.environ, **more},
            pass_fds=pass_fds,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def _screen(log: Path) -> Iterator[str]:
    """A screen in memory; it chooses a free number itself."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x960x24", "-nolisten", "tcp", "-noreset"]
    with _running(command, log, {}, (writing,)) as process, os.fdopen(reading) as told:
        os.close(writing)
        number = told.readline().strip()  # it ends with the program, if it cannot start
        if not number:
            raise WebDriverError(f"Xvfb did not start: {process.wait(5)}: {_last_line(log)}")
        yield f":{number}"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


def _last_line(log: Path) -> str:
    return (log.read_text(errors="replace").strip() or "it said nothing").splitlines()[-1]


def _soon(condition: Callable[[], object], what: str) -> None:
    """Waits for something that takes a moment to start.

    Raises:
        WebDriverError: It did not start.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    raise WebDriverError(f"{what} did not start within {PATIENCE:.0f} seconds")

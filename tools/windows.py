"""A window of a browser, whichever it is: opened at an address, typed and pressed into, and asked about its page."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from playwright.sync_api import BrowserType, Error, Page, Playwright, ProxySettings, ViewportSize

from tools.browser import Start, options
from tools.webdriver import LOCAL, Remote, WebDriverError, firefox, webkit

SIZE = ViewportSize(width=1280, height=900)
KEYS = {  # W3C's numbers of the keys that are no characters
    "Backspace": "\ue003",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "Delete": "\ue017",
}
HEARD = """(window.heard ??= ((all) => {
  addEventListener("error", ({ message }) => all.push(message));
  addEventListener("unhandledrejection", ({ reason }) => all.push(String(reason)));
  return all;
})([]))"""
"""What went wrong in a page since it was first asked something."""


TOO_LONG = 'new Promise((_, end) => setTimeout(() => end(new Error("it took too long")), 40_000))'
"""The end of a wait for which Playwright knows none."""


class WindowError(Exception):
    """The browser could not do it: the page was just being left, or the script has a mistake."""


class Window(Protocol):
    """What a test may do to a browser."""

    def go(self, address: str) -> None:
        """Opens an address, as if it was typed into the address bar: the pointer is at the edge. Waits until the page has loaded."""

    def back(self) -> None:
        """Presses Back."""

    def run(self, script: str, *arguments: object) -> Any:
        """Runs the body of an asynchronous function in the page, whose arguments are `it`, and returns what it returns."""

    def press(self, *keys: str) -> None:
        """Presses keys, one after the other: characters, or names from `KEYS`."""

    def point(self, x: float, y: float) -> None:
        """Presses the pointer's button at a place of the window."""

    def picture(self) -> bytes:
        """What is to be seen, as PNG."""

    def complaints(self) -> list[str]:
        """What the browser said is wrong with the pages."""


class PlaywrightWindow:
    """A window of a browser that Playwright drives."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._complaints: list[str] = []
        page.on("console", lambda message: self._complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._complaints.append(error.message))

    def go(self, address: str) -> None:
        self._page.mouse.move(0, 0)
        self._page.goto(address)

    def back(self) -> None:
        self._page.go_back(wait_until="commit")

    def run(self, script: str, *arguments: object) -> Any:
        try:
            return self._page.evaluate(f"(it) => Promise.race([(async () => {{ {script} }})(), {TOO_LONG}])", list(arguments))
        except Error as error:
            raise WindowError(error.message) from error

    def press(self, *keys: str) -> None:
        for key in keys:
            self._page.keyboard.press(key)

    def point(self, x: float, y: float) -> None:
        self._page.mouse.click(x, y)

    def picture(self) -> bytes:
        return self._page.screenshot()

    def complaints(self) -> list[str]:
        self._page.evaluate("0")  # what was said before this has been heard
        return self._complaints


class RemoteWindow:
    """A window of a browser that takes WebDriver's commands."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self._complaints: list[str] = []

    def go(self, address: str) -> None:
        self._point(0, 0)
        self._remote.ask("Navigate", url=address)

    def back(self) -> None:
        self._remote.ask("Back")

    def run(self, script: str, *arguments: object) -> Any:
        body = f"""const [it, done] = arguments;
            const heard = {HEARD}.splice(0);
            (async () => {{ {script} }})().then((value) => done([heard, value ?? null]), (error) => done([heard, null, String(error)]));"""
        try:
            answer = self._remote.ask("ExecuteAsyncScript", script=body, args=[list(arguments)])
        except WebDriverError as error:
            raise WindowError(str(error)) from error
        if answer is None:
            raise WindowError("the page is being left")
        heard, value, *failure = answer
        self._complaints += heard
        if failure:
            raise WindowError(failure[0])
        return value

    def press(self, *keys: str) -> None:
        strokes = [{"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self._remote.ask("PerformActions", actions=[{"type": "key", "id": "keys", "actions": strokes}])

    def point(self, x: float, y: float) -> None:
        self._point(x, y, "pointerDown", "pointerUp")

    def _point(self, x: float, y: float, *then: str) -> None:
        move = {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0}
        pressed = [{"type": kind, "button": 0} for kind in then]
        pointer = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [move, *pressed]}
        self._remote.ask("PerformActions", actions=[pointer])

    def picture(self) -> bytes:
        return base64.b64decode(self._remote.ask("TakeScreenshot"))

    def complaints(self) -> list[str]:
        with suppress(WindowError):
            self.run("")  # the last ones
        return [*self._complaints, *self._remote.mistakes()]


@contextmanager
def opened(playwright: Playwright, name: str, start: Start, proxy: int | None = None) -> Iterator[Window]:
    """A new browser with one window, which knows nothing of earlier ones; a proxy gets all that is asked of other computers."""
    if start["by"] == "webdriver":
        with (firefox if name == "firefox" else webkit)(start["executable"] or "", proxy) as remote:
            yield RemoteWindow(remote)
        return
    through = ProxySettings(server=f"http://127.0.0.1:{proxy}", bypass=",".join(LOCAL)) if proxy else None
    kind: BrowserType = getattr(playwright, name)
    browser = kind.launch(**options(name, start["executable"]), proxy=through)
    with browser, browser.new_context(viewport=SIZE) as context:
        yield PlaywrightWindow(context.new_page())

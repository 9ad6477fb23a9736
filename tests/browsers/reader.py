"""Somebody who reads a page, presses and types, in whichever browser. Every wait ends."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tools.windows import WindowError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browsers.places import Place
    from tools.windows import Window

PATIENCE = 30.0
AIM = """
  const [selector, name] = it;
  const words = (element) => (element.labels?.[0] ?? element).textContent.replace(/\\s+/g, " ").trim();
  const called = (element) => element.ariaLabel || element.title || words(element);
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled");
  const target = [...document.querySelectorAll(selector)].find((element) => seen(element) && (name === null || called(element) === name));
  if (!target) return null;
  target.scrollIntoView({ block: "center", behavior: "instant" });
  await new Promise(requestAnimationFrame);
  const box = target.getClientRects()[0];
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const hit = document.elementFromPoint(x, y);
  return target.contains(hit) || hit?.closest("label")?.control === target ? [x, y] : null;
"""
"""Where the pointer has to go for a thing with this selector and name, once it can be pressed there."""


class Reader:
    """A reader in front of a window. Pages are named by their paths, wherever they lie."""

    def __init__(self, window: Window, place: Place, album: Path) -> None:
        self.window = window
        self.place = place
        self._album = album

    def open(self, path: str) -> None:
        self.window.go(self.place.address_of(path))

    def back(self) -> None:
        self.window.back()

    def where(self) -> str:
        """The path of the page, with its query and fragment."""
        return self.place.path_of(self.ask("return location.href"))

    def ask(self, script: str, *arguments: object) -> Any:
        """What a script of the page returns; `it` are its arguments."""
        return self.window.run(script, *arguments)

    def wait(self, script: str, *arguments: object, until: Callable[[Any], object] = bool, seconds: float = PATIENCE) -> Any:
        """Asks until the answer is as wanted; a page that is being left has none."""
        deadline = time.monotonic() + seconds
        answer: Any = None
        while time.monotonic() < deadline:
            try:
                answer = self.ask(script, *arguments)
                if until(answer):
                    return answer
            except WindowError as error:
                answer = error
            time.sleep(0.05)
        picture = self._album / "what was seen.png"
        picture.write_bytes(self.window.picture())
        raise AssertionError(f"{script.strip()} {list(arguments)} was {answer!r} after {seconds:.0f} s; see {picture}")

    def press(self, selector: str, name: str | None = None) -> None:
        """Presses what has this selector and, if that is not enough, this name, as soon as it can be pressed."""
        self.window.point(*self.wait(AIM, selector, name))

    def type(self, field: str, text: str) -> None:
        """Types into a field in place of what is in it."""
        self.press(f'[name="{field}"]')
        self.wait("document.activeElement.select?.(); return document.activeElement.name === it[0]", field)
        self.window.press(*text)

    def key(self, selector: str, *keys: str) -> None:
        """Presses keys on what has this selector."""
        self.wait("const target = document.querySelector(it[0]); target?.focus(); return target?.matches(':focus')", selector)
        self.window.press(*keys)

    def sees(self, selector: str, text: str) -> None:
        """Waits until something says this."""
        self.wait("return document.querySelector(it[0])?.textContent", selector, until=lambda said: said == text)

    def finds(self, selector: str) -> None:
        """Waits until there is something with this selector."""
        self.wait("return document.querySelector(it[0]) !== null", selector)

    def reads(self, field: str, value: str) -> None:
        """Waits until a field has this value."""
        self.wait("return document.querySelector(it[0])?.value", f'[name="{field}"]', until=lambda said: said == value)

    def stands_at(self, part: str) -> None:
        """Waits until the address holds this; between two pages a browser may be at neither."""
        self.wait("return location.href", until=lambda address: address != "about:blank" and part in self.place.path_of(address))

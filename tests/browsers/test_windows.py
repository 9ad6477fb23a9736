"""What the journeys rely on: that a browser notices what must not happen, and that nothing is left of it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.browsers.places import gate
from tools.browser import start_of
from tools.windows import opened

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Playwright

PAGE = """<!doctype html><script>addEventListener("fail", () => { throw new Error("a mistake"); });</script>"""


def test_mistakes_and_foreign_requests_are_noticed(name: str, playwright: Playwright, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    with gate() as closed, opened(playwright, name, start_of(name), closed.port) as window:
        window.go(page.as_uri())
        assert window.complaints() == []
        window.run("dispatchEvent(new Event('fail'))")
        assert window.complaints() != []
        assert closed.asked == []
        window.run("await fetch('http://elsewhere.example/', { mode: 'no-cors' }).catch(() => {})")
        assert closed.asked == ["GET http://elsewhere.example/ HTTP/1.1"]


@pytest.mark.parametrize("name", ["firefox", "webkit"])
def test_nothing_is_left_of_a_browser(name: str, playwright: Playwright, monkeypatch: pytest.MonkeyPatch) -> None:
    groups: list[int] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            groups.append(self.pid)

    start = start_of(name)
    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "Popen", Noted)
        with pytest.raises(ZeroDivisionError), opened(playwright, name, start):
            raise ZeroDivisionError
    assert bool(groups) == (start["by"] == "webdriver")
    running = subprocess.run(["ps", "-A", "-o", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout.splitlines()
    assert [] == [line for line in running if int(line.split()[0]) in groups and not line.split()[1].startswith("Z")]

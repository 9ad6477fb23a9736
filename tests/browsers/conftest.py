"""The same journeys in three browsers. Every journey has a browser of its own, and nothing may be asked of any other computer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browsers.places import Place, carried, gate
from tests.browsers.reader import Reader
from tools.browser import NAMES, start_of
from tools.windows import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Playwright

    from tools.windows import Window


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All need a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """Which browser."""
    return str(request.param)


@pytest.fixture
def window(name: str, playwright: Playwright) -> Iterator[Window]:
    """A browser that knows nothing yet, in a network of which only this computer is left."""
    with gate() as closed, opened(playwright, name, start_of(name), closed.port) as window:
        yield window
        complaints = [words for words in window.complaints() if "ERR_FILE_NOT_FOUND" not in words]
        assert (complaints, closed.asked) == ([], [])


@pytest.fixture(params=["served", "folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """The site on a server; or the offline bundle in a folder, as readers have it."""
    if request.param == "served":
        yield Place(request.getfixturevalue("site").url)
    else:
        with carried(request.getfixturevalue("unpacked"), tmp_path) as place:
            yield place


@pytest.fixture
def reader(window: Window, place: Place, tmp_path: Path, name: str, record_property: Callable[[str, object], None]) -> Reader:
    """Somebody who reads there."""
    record_property(f"journeys in {name}", 1)
    return Reader(window, place, tmp_path)

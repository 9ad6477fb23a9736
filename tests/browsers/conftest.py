"""The same journeys in three browsers. Every journey has a browser of its own, and nothing may be asked of any other computer."""

from __future__ import annotations

import re
from contextlib import ExitStack
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

    from tests.serving import Site
    from tools.windows import Window


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every browser to one of the two groups that have a built site."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            name = item.callspec.params.get("name") if isinstance(item, pytest.Function) and hasattr(item, "callspec") else None
            item.add_marker(pytest.mark.xdist_group(f"browser {int(name == 'webkit')}"))


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """Which browser."""
    return str(request.param)


@pytest.fixture
def tolerated() -> list[str]:
    """Patterns of what a browser may complain of in this journey."""
    return []


@pytest.fixture
def window(name: str, playwright: Playwright, tolerated: list[str]) -> Iterator[Window]:
    """A browser that knows nothing yet, in a network of which only this computer is left."""
    with gate() as closed, opened(playwright, name, start_of(name), closed.port) as window:
        yield window
        complaints = [words for words in window.complaints() if not any(re.search(pattern, words) for pattern in tolerated)]
        assert (complaints, closed.asked) == ([], [])


@pytest.fixture
def reader(window: Window, site: Site, tmp_path: Path) -> Reader:
    """Somebody who reads the site."""
    return Reader(window, Place(site.url), tmp_path)


@pytest.fixture
def reader_of(window: Window, tmp_path: Path) -> Iterator[Callable[[Path], Reader]]:
    """Somebody who reads a folder, opened with a double-click: a copy of it at an awkward path, read-only, and moved."""
    with ExitStack() as stack:
        yield lambda folder: Reader(window, stack.enter_context(carried(folder, tmp_path)), tmp_path)

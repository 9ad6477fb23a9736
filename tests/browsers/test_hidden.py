"""A tab that is hidden while its calculator starts. Of the three, Firefox alone hides a tab although there is no screen."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tools.browser import start_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.browsers.reader import Reader
    from tests.serving import Site

WASM = "/assets/engine/micropython.wasm"
LISTEN = "addEventListener('calc:result', () => (window.answered = document.visibilityState), { once: true })"


@pytest.fixture
def arrival(site: Site) -> Iterator[threading.Event]:
    """Until this happens MicroPython does not arrive."""
    site.faults[WASM] = arrival = threading.Event()
    yield arrival
    arrival.set()
    site.faults.clear()


@pytest.mark.parametrize("name", ["firefox"], indirect=True)
@pytest.mark.parametrize("place", ["served"], indirect=True)
def test_a_hidden_tab_starts_and_answers(reader: Reader, arrival: threading.Event, record_property: Callable[[str, object], None]) -> None:
    if start_of("firefox")["by"] == "playwright":
        pytest.skip("Playwright has every page think that it is seen")
    record_property("faults provoked", 1)
    reader.open("calculators/liquidation/")
    reader.ask(LISTEN)
    reader.type("leverage", "25")
    reader.finds("calc-widget[data-state=loading]")
    reader.ask("window.other = open('about:blank')")
    reader.wait("return document.visibilityState", until=lambda state: state == "hidden")
    arrival.set()
    assert reader.wait("return window.answered") == "hidden"
    reader.sees('output[name="liquidation_price"]', "96,482.41")
    reader.ask("window.other.close()")
    reader.wait("return document.visibilityState", until=lambda state: state == "visible")
    reader.type("leverage", "20")
    reader.sees('output[name="liquidation_price"]', "95,477.39")

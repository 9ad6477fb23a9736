"""The pages that ours is compared with, in a browser: each has to give our answer, and none may ask another host for anything."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

import calc
from bench import opening, variants
from bench.server import Site, serving
from bench.slowness import slowed

PAGE = """<!doctype html><html lang="en"><head><title>A page</title>
<script type="module" async src="../../assets/calc/early.js"></script>
<script type="module" src="../../assets/calc/main.js"></script></head>
<body><calc-widget id="liquidation" calculator="liquidation" version="2">
<div data-part="result"><output name="liquidation_price" data-value="90000">90,000</output></div></calc-widget></body></html>"""
OTHERS = [name for name in variants.NAMES if name not in {"ours", "plain"}]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("site")
    variants.beside(root, PAGE)
    with serving(root) as site:
        yield site


@pytest.mark.parametrize("name", OTHERS)
def test_each_page_gives_our_answer_to_the_last_bit(browser: Browser, site: Site, name: str) -> None:
    with opening.visiting(browser, site, opening.listener()) as page:
        start = opening.open_page(page, site, name)
        shown = page.locator('output[name="liquidation_price"]').get_attribute("data-value")
    assert repr(calc.liquidation(leverage=25).liquidation_price) == shown
    assert start.noted["answer"] is not None
    assert start.sent


def test_a_page_without_an_answer_is_done_when_it_is_there(browser: Browser, site: Site) -> None:
    with opening.visiting(browser, site, opening.listener()) as page:
        start = opening.open_page(page, site, "plain")
    assert start.noted["answer"] is None
    assert start.shown == start.noted["content"] > 0


ASK = "await fetch('ADDRESS', { mode: 'no-cors' });"
ASK_IN_WORKER = f"""
const code = encodeURIComponent(`{ASK} postMessage(0);`);
await new Promise((done) => (new Worker("data:text/javascript," + code, {{ type: "module" }}).onmessage = done));
"""


@pytest.mark.parametrize("script", [ASK, ASK_IN_WORKER], ids=["page", "worker"])
def test_what_is_asked_of_another_host_is_a_failure(browser: Browser, site: Site, script: str) -> None:
    def visit(address: str) -> None:
        with opening.visiting(browser, site) as page:
            page.goto(site.address + variants.NAMES["plain"])
            page.evaluate(f"(async () => {{ {script.replace('ADDRESS', address)} }})()")

    visit(f"{site.address}javascript/page.js")
    with serving(site.root) as other, pytest.raises(ValueError, match=other.address):
        visit(f"{other.address}javascript/page.js")


def test_a_slower_computer_slows_the_process_of_the_page(browser: Browser, site: Site) -> None:
    with opening.visiting(browser, site, opening.listener()) as page:
        assert opening.open_slowly(page, site, "javascript", 4).noted["answer"] is not None


BUSY = """
import sys, time
while True:
    sys.stdin.readline()
    began, worked = time.monotonic(), time.process_time()
    while time.monotonic() < began + 1.5:
        pass
    print((time.process_time() - worked) / (time.monotonic() - began), flush=True)
"""


def test_a_slowed_process_works_a_part_of_the_time_and_goes_on_afterwards() -> None:
    with subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as busy:
        shares = []
        for times in (4.0, 1.0):
            with slowed([busy.pid], times):
                assert busy.stdin and busy.stdout
                busy.stdin.write("go\n")
                shares.append(float(busy.stdout.readline()))
        busy.terminate()
    slow, usual = shares
    assert 0 < slow < 0.35  # a busy machine leaves less, never more
    assert 0 < usual

"""Options and fixtures that all tests share."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.serving import Site, served
from tools.browser import launch_options

ROOT = Path(__file__).resolve().parent.parent
HOME = "https://guide.example/"  # where whoever made the bundle shows the site
GOLDEN = ROOT / "tests" / "golden"

hypothesis.settings.register_profile("sample", max_examples=60, deadline=None, derandomize=True)
hypothesis.settings.register_profile("prove", max_examples=4_000, deadline=None, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the golden files, for a review to see what changed")
    parser.addoption("--prove", action="store_true", help="laws, comparisons and fuzzing with their full counts")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("prove" if config.getoption("--prove") else "sample")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what only `make prove` runs, and says which process has the rest that needs a site."""
    if not config.getoption("--prove"):
        left = [item for item in items if item.get_closest_marker("prove")]
        items[:] = [item for item in items if not item.get_closest_marker("prove")]
        config.hook.pytest_deselected(items=left)
    _share([item for item in items if isinstance(item, pytest.Function) and {"playwright", "bundle"} & {*item.fixturenames}])


def _share(items: list[pytest.Function]) -> None:
    """Gives what needs a browser or a bundle to two processes: the bundle to one of them, the website’s tests to both, file by file."""
    files = sorted({item.path for item in items})
    for item in items:
        foldered = "bundle" in item.fixturenames or (hasattr(item, "callspec") and item.callspec.params.get("place") == "folder")
        item.add_marker(pytest.mark.xdist_group(f"browser {1 if foldered else files.index(item.path) % 2}"))


@pytest.fixture(scope="session")
def prove(request: pytest.FixtureRequest) -> bool:
    """Whether the full counts are wanted."""
    return bool(request.config.getoption("--prove"))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; whatever uses it is marked `browser` and of a group of that name, and so runs in one process."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium."""
    browser = playwright.chromium.launch(**launch_options())
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site at an address of its own, built once in each process."""
    with served(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with a file of `tests/golden`, or writes that file."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        expected = file.read_text(encoding="utf-8") if file.exists() else f"There is no {name} yet; `make golden` writes it.\n"
        assert expected == text

    return compare


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip file for readers without a network, made as `make offline` makes it."""
    folder = tmp_path_factory.mktemp("offline")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(ROOT / "offline.yml"), "-d", str(folder / "site")]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "DIST": str(folder), "SITE_URL": HOME}, check=True, capture_output=True, text=True)
    [found] = folder.glob("*.zip")
    return found


@pytest.fixture(scope="session")
def unpacked(bundle: Path) -> Path:
    """The folder that a reader gets from it, at a path that is not easy."""
    target = bundle.parent / "Téléchargements 2026 (neu)"
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(target)
    [folder] = target.iterdir()
    return folder

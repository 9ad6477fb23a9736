"""The wheel that the site offers: the same bytes for the same sources, and the same answers wherever it is installed."""

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import calc
from hooks import engine, wheel
from hooks.engine.packages import ROOT, installed

ANSWERS = """\
import calc
def answers():
    return "\\n".join(name + " " + repr(calc.load(name)()) for name in calc.NAMES)
"""
STOCK = """async ([site, source]) => {
  const { loadPyodide } = await import("./pyodide.mjs");
  const python = await loadPyodide({ lockFileURL: site + "python/pyodide-lock.json" });
  await python.loadPackage("leverage-guide", { messageCallback() {} });
  const place = python.runPython("import calc; calc.__file__.split('/')[-3]");
  return [place, python.runPython("calc.liquidation(leverage=25).liquidation_price"), python.runPython(source + "answers()")];
}"""


class Open(http.server.SimpleHTTPRequestHandler):
    """Serves a folder to the pages of others too, as the file of headers says."""

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    wheel.publish(folder, engine.info())
    return folder


@contextmanager
def served(host: str, folder: Path) -> Iterator[str]:
    """Where a folder is served."""
    with http.server.ThreadingHTTPServer((host, 0), partial(Open, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://{host}:{server.server_port}/"
        server.shutdown()
        thread.join()


def expected() -> str:
    code = ANSWERS + "print(answers())"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_site_holds_the_wheel_and_its_lock_file(site: Path) -> None:
    folder = site / "python"
    assert [f"leverage_guide-{calc.__version__}-py3-none-any.whl", "pyodide-lock.json"] == sorted(f.name for f in folder.iterdir())
    assert (site / wheel.address()).is_file()


def test_the_lock_file_is_one_of_the_installed_pyodide(site: Path) -> None:
    """The same release, and entries with the same fields."""
    ours = json.loads((site / "python" / "pyodide-lock.json").read_text(encoding="utf-8"))
    stock = json.loads((installed("pyodide") / "pyodide-lock.json").read_text(encoding="utf-8"))
    assert stock["info"] == ours["info"]
    assert ["leverage-guide"] == list(ours["packages"])
    assert set(stock["packages"]["micropip"]) - {"tool"} == set(ours["packages"]["leverage-guide"])


def test_the_same_sources_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, content = wheel.wheel()
    for part in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copyfile(ROOT / part, tmp_path / part)
    shutil.copytree(ROOT / "calc", tmp_path / "calc", copy_function=shutil.copyfile)
    for number, file in enumerate(sorted(tmp_path.rglob("*"))):
        os.utime(file, (1_500_000_000 + number, 1_500_000_000 - number))
        file.chmod(0o755 if file.is_dir() else 0o600)
    (tmp_path / "notes.txt").write_text("no part of it")
    monkeypatch.setattr(wheel, "ROOT", tmp_path)
    assert (name, content) == wheel.wheel.__wrapped__()


def test_pip_installs_it_without_a_connection(site: Path, tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--no-compile"]
    subprocess.run([*pip, "--target", str(tmp_path), str(site / wheel.address())], capture_output=True, check=True)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}

    def run(*command: str) -> str:
        return subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=True).stdout

    assert f"{tmp_path}\n" == run(sys.executable, "-c", "import calc, pathlib; print(pathlib.Path(calc.__file__).parents[1])")
    assert expected() == run(sys.executable, "-c", ANSWERS + "print(answers())")
    by_module = json.loads(run(sys.executable, "-m", "calc", "liquidation", "--leverage", "25", "--json"))
    assert calc.liquidation(leverage=25).liquidation_price == by_module["outputs"]["liquidation_price"]
    assert by_module == json.loads(run(str(tmp_path / "bin" / "leverage-calc"), "liquidation", "--leverage", "25", "--json"))


@pytest.mark.browser
def test_a_stock_pyodide_on_the_page_of_somebody_else_imports_calc_from_the_site(site: Path, browser: Browser) -> None:
    """Its answers are those of CPython to the last digit, for every calculator."""
    with served("127.0.0.1", site) as home, served("127.0.0.2", installed("pyodide")) as elsewhere, browser.new_page() as page:
        page.goto(elsewhere)
        place, price, answers = page.evaluate(STOCK, [home, ANSWERS])
    assert ("site-packages", calc.liquidation(leverage=25).liquidation_price) == (place, price)
    assert expected() == answers + "\n"

"""`make serve` follows changes in the pages, in `calc` and in `hooks`, and outlives a file that was saved half-way."""

import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from hooks import serve

ROOT = Path(serve.__file__).parent.parent
COPIED = ("calc", "hooks", "overrides", "docs")
PROJECT = ("pyproject.toml", "README.md", "LICENSE", "NOTICE", "CHANGELOG.md")
SHARED = ("node_modules", ".cache", "package.json", "package-lock.json", "requirements", *PROJECT)
CHAPTERS = ("calculators", "costs", "deep", "learn", "practice", "ref", "risk")  # left out: the home page is enough, and built sooner
PATIENCE = 90


class Server:
    """A live server in a copy of the project."""

    def __init__(self, root: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.root = root
        self.address = f"http://127.0.0.1:{port}/"
        self.lines: queue.Queue[str] = queue.Queue()
        command = [sys.executable, "-m", "hooks.serve", "--dev-addr", f"127.0.0.1:{port}"]
        self.process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self.lines.put(line)

    def stop(self) -> int:
        """Ends it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(20)
        self.listener.join()
        if self.process.stdout:
            self.process.stdout.close()
        return status

    def says(self, words: str) -> None:
        """Waits until the server has said these words."""
        heard = []
        try:
            while words not in (line := self.lines.get(timeout=PATIENCE)):
                heard.append(line)
        except queue.Empty:
            pytest.fail(f"the server did not say “{words}”, but:\n{''.join(heard[-30:])}")

    def page(self, path: str = "") -> str:
        """What a browser gets."""
        try:
            with urlopen(self.address + path, timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except HTTPError as error:
            return f"{error.code} {error.read().decode()}"

    def replace(self, file: str, old: str, new: str) -> None:
        """Saves a change."""
        path = self.root / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    for name in COPIED:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", *(CHAPTERS if name == "docs" else ())))
    for name in SHARED:
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    running = Server(tmp_path)
    yield running
    assert running.stop() == 0


def test_follows_changes_and_outlives_mistakes(server: Server) -> None:
    server.says("Serving on")
    title = re.search(r"<h1[^>]*>([^<]+)", server.page())
    assert title

    server.replace("docs/index.md", f"# {title[1]}", "# Another title")
    server.says("Reloading browsers")
    assert "Another title" in server.page()

    server.replace("calc/__init__.py", "NAMES = (", 'raise RuntimeError("half-way")\nNAMES = (')
    server.says("The site cannot be built")
    broken = server.page()
    assert broken.startswith("503")
    assert "RuntimeError: half-way" in broken

    server.replace("calc/__init__.py", 'raise RuntimeError("half-way")\n', "")
    server.says("Serving on")
    assert "Another title" in server.page()
    assert "serviceWorker" not in server.page()


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("calc/model.py", True),
        ("calc/venues/binance.json", True),
        ("overrides/main.html", True),
        ("hooks/engine/start.js", True),
        ("calc/__pycache__/model.cpython-311.pyc", False),
        ("calc/.model.py.swp", False),
        ("calc/.#model.py", False),
        ("calc/notes.txt", False),
    ],
)
def test_only_sources_start_the_site_anew(path: str, source: bool) -> None:
    assert source == serve.is_source(path)


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        ([], ("127.0.0.1", 8000)),
        (["-a", "0.0.0.0:9000"], ("0.0.0.0", 9000)),
        (["--dev-addr", "localhost:1"], ("localhost", 1)),
        (["--dev-addr"], ("127.0.0.1", 8000)),
    ],
)
def test_excuses_itself_where_the_site_would_be(arguments: list[str], address: tuple[str, int]) -> None:
    assert address == serve.address_of(arguments)

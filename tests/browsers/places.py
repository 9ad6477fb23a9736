"""Where the pages are opened, on a server or in a folder; and a network that leads nowhere."""

from __future__ import annotations

import re
import shutil
import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AWKWARD = ("Für später (1)", "Hebel – 杠杆 & mehr")
"""A folder and where it is moved to: spaces, a bracket, a dash, an ampersand, letters that are not ASCII."""
THEIR_OWN = ("firefox.settings.services.mozilla.com", "accounts.google.com", "content-autofill.googleapis.com", "update.googleapis.com")
"""What Firefox and Chromium ask for on their own account, whatever page is open."""


@dataclass(frozen=True)
class Place:
    """Pages under one address. In a folder each of them is a file that has to be named."""

    root: str
    files: bool = False

    @classmethod
    def of_folder(cls, folder: Path) -> Place:
        return cls(folder.as_uri() + "/", files=True)

    def address_of(self, path: str) -> str:
        """The address of a page, with the query and the fragment that may follow its path."""
        page, rest = self._parted(path)
        if self.files:
            page = (page or "index/").removesuffix("/") + ".html"
        return self.root + page + rest

    def path_of(self, address: str) -> str:
        """The same backwards, so that journeys read alike everywhere."""
        assert address.startswith(self.root), address
        page, rest = self._parted(address.removeprefix(self.root))
        if self.files:
            page = "" if page == "index.html" else page.removesuffix(".html") + "/"
        return page + rest

    @staticmethod
    def _parted(path: str) -> tuple[str, str]:
        page = re.split("[?#]", path, maxsplit=1)[0]
        return page, path[len(page) :]


@contextmanager
def carried(folder: Path, somewhere: Path) -> Iterator[Place]:
    """A folder as readers have it: copied to an awkward path, made read-only, and moved."""
    first, then = (somewhere / name for name in AWKWARD)
    shutil.copytree(folder, first)
    for path in [*first.rglob("*"), first]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    first.rename(then)
    try:
        yield Place.of_folder(then)
    finally:
        for path in [then, *then.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        shutil.rmtree(then)


class Gate(socketserver.ThreadingTCPServer):
    """A proxy that lets nothing through and keeps what was asked of it."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Refusal)
        self.port: int = self.server_address[1]
        self.asked: list[str] = []


class _Refusal(socketserver.StreamRequestHandler):
    timeout = 10
    server: Gate

    def handle(self) -> None:
        line = self.rfile.readline(2_000).decode("latin-1").strip()
        if line:
            if not any(host in line for host in THEIR_OWN):
                self.server.asked.append(line)
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@contextmanager
def gate() -> Iterator[Gate]:
    """A gate for a while."""
    with Gate() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()

"""A server like those that host static sites: it compresses, names types, lets files be kept, and counts what it sent."""

import gzip
import mimetypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".json": "application/json"}


class Site(ThreadingHTTPServer):
    """Serves one folder on a free port."""

    daemon_threads = True

    def __init__(self, root: Path) -> None:
        """Binds the port; files are read when they are asked for."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.root = root.resolve()
        self.sent: dict[str, int] = {}
        self.lock = threading.Lock()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a browser that was closed in the middle of a file."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """Where the site is."""
        return f"http://127.0.0.1:{self.server_port}/"

    def compress(self) -> None:
        """Compresses every file before anybody asks, as hosts do; the first to ask would wait for it."""
        for file in self.root.rglob("*"):
            if file.is_file():
                compressed(file)

    def count(self, path: str, size: int) -> None:
        """Remembers what was sent."""
        with self.lock:
            self.sent[path] = self.sent.get(path, 0) + size

    def taken(self) -> dict[str, int]:
        """The compressed bytes sent for each path since the last call."""
        with self.lock:
            taken, self.sent = self.sent, {}
            return taken


class Handler(BaseHTTPRequestHandler):
    """Answers GET."""

    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        """Sends a file, or 404."""
        path = unquote(urlsplit(self.path).path).lstrip("/")
        file = (self.server.root / path).resolve()
        if file.is_dir():
            file /= "index.html"
        if not file.is_relative_to(self.server.root) or not file.is_file():
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body, small = compressed(file)
        self.send_response(200)
        self.send_header("Content-Type", TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream")
        self.send_header("Cache-Control", "public, max-age=600")
        if small:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.server.count(path, len(body))  # before the first byte leaves: whoever has the answer finds it counted
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gives it
        """Says nothing."""


@cache
def compressed(file: Path) -> tuple[bytes, bool]:
    """A file as it goes over the line, and whether it is compressed; what is compressed already is sent as it is."""
    raw = file.read_bytes()
    small = gzip.compress(raw, 6, mtime=0)
    return (small, True) if len(small) < 0.95 * len(raw) else (raw, False)


@contextmanager
def serving(root: Path) -> Iterator[Site]:
    """The site, for as long as it is measured."""
    site = Site(root)
    thread = threading.Thread(target=site.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
        thread.join()

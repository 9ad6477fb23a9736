"""`make serve`: the live site, which follows changes in the pages, in `calc` and in `hooks`.

MkDocs watches the pages itself. A Python module that it has imported stays as it was, so a change in `calc`, `hooks` or `overrides`
starts MkDocs anew; the open page waits for it and reloads. Where it cannot start (a file saved half-way), the reason stands in the
browser until the next change.
"""

import http.server
import signal
import subprocess
import sys
import threading
from collections import deque
from html import escape
from pathlib import Path
from types import FrameType

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

ROOT = Path(__file__).resolve().parent.parent
WATCHED = ("calc", "hooks", "overrides")
SUFFIXES = {".py", ".json", ".js", ".html", ".svg"}
SETTLE = 0.3
"""Seconds without a further change before MkDocs is started anew: an editor saves in several steps."""


class Changes(FileSystemEventHandler):
    """Wakes the supervisor when a source file was written, moved or removed."""

    def __init__(self) -> None:
        """Nothing has changed yet."""
        self.happened = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Takes only what changes the site: reading a module opens files too, and writes bytecode."""
        if event.event_type in {"created", "modified", "moved", "deleted"} and not event.is_directory and is_source(str(event.src_path)):
            self.happened.set()

    def settle(self) -> None:
        """Waits until the changes have stopped."""
        while self.happened.is_set():
            self.happened.clear()
            self.happened.wait(SETTLE)


def is_source(path: str) -> bool:
    """Whether a change of this file changes the site."""
    file = Path(path)
    return file.suffix in SUFFIXES and "__pycache__" not in file.parts and not file.name.startswith(".")


class Site:
    """One run of `mkdocs serve`, and its last words."""

    def __init__(self, arguments: list[str]) -> None:
        """Starts it."""
        self.words: deque[str] = deque(maxlen=60)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = threading.Thread(target=self._repeat, daemon=True)
        self.reader.start()

    def _repeat(self) -> None:
        for line in self.process.stdout or ():
            self.words.append(line.rstrip())
            print(line, end="", flush=True)

    def ended(self) -> bool:
        """Whether MkDocs gave up."""
        if self.process.poll() is None:
            return False
        self.reader.join(1)
        return True

    def stop(self) -> None:
        """Ends it the way Ctrl-C does, so that it removes its temporary folder."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def excuse(words: str, address: tuple[str, int]) -> http.server.ThreadingHTTPServer:
    """A page that says why there is no site, and looks again every two seconds."""
    page = (
        "<!doctype html><html lang=en><meta charset=utf-8><meta http-equiv=refresh content=2><title>The site cannot be built</title>"
        f"<h1>The site cannot be built</h1><p>This page goes away when the problem does.</p><pre>{escape(words)}</pre>"
    ).encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(503)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = http.server.ThreadingHTTPServer(address, Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def explain(site: Site, address: tuple[str, int]) -> http.server.ThreadingHTTPServer:
    """Stands in for a site that ended; where another program has its address, there is nothing to wait for."""
    try:
        return excuse("\n".join(site.words), address)
    except OSError as error:
        host, port = address
        other = f"make serve ARGS='-a {host}:{port + 1}'"
        sys.exit(f"{host}:{port} cannot be used ({error.strerror}). If another server runs there, choose another port: {other}")


def address_of(arguments: list[str]) -> tuple[str, int]:
    """The address that MkDocs was told to serve at."""
    for option in ("--dev-addr", "-a"):
        if option in arguments[:-1]:
            host, _, port = arguments[arguments.index(option) + 1].rpartition(":")
            return host, int(port)
    return "127.0.0.1", 8000


def main(arguments: list[str]) -> int:
    """Serves until interrupted."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGINT, interrupt)  # a shell may start background jobs deaf to it, and MkDocs would inherit that
    changes = Changes()
    observer = Observer()
    for folder in WATCHED:
        observer.schedule(changes, str(ROOT / folder), recursive=True)
    observer.start()
    site = Site(arguments)
    try:
        while True:
            follow(site, changes, arguments)
            print("Changed: starting anew …", flush=True)
            site.stop()
            site = Site(arguments)
    except KeyboardInterrupt:
        return 0
    finally:
        site.stop()
        observer.stop()
        observer.join()


def follow(site: Site, changes: Changes, arguments: list[str]) -> None:
    """Returns when a source file has changed; stands in for a site that could not be built."""
    stand_in = None
    try:
        while not changes.happened.wait(0.5):
            if stand_in is None and site.ended():
                stand_in = explain(site, address_of(arguments))
                print("The site cannot be built; waiting for a change. Ctrl-C ends.", flush=True)
        changes.settle()
    finally:
        if stand_in is not None:
            stand_in.shutdown()
            stand_in.server_close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The real site and one page more, built for the address at which it is served."""

from __future__ import annotations

import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from hooks.presets import is_page

if TYPE_CHECKING:
    from collections.abc import Iterator

Fault = tuple[int, str, bytes] | float | threading.Event | None
"""How a server misbehaves: a status, a type and a body; a share of the file, after which the connection breaks; silence until something
happens, or for ever."""
ROOT = Path(__file__).resolve().parents[1]
RELEASE = re.compile(r"/assets/engine/[0-9a-f]{10}/")
CONFIG = """\
INHERIT: {root}/mkdocs.yml
docs_dir: {docs}
theme: {{custom_dir: {root}/overrides}}
hooks: [{root}/hooks/build.py]
not_in_nav: twins.md
"""


@dataclass
class Site:
    """A built site, where it is served, and how its server is told to misbehave.

    Files of the engine are named without the release.

    Attributes:
        below: The path that stands before all addresses.
        types: What the server calls files with a suffix.
        keeps_query: Whether an address keeps its query when the server adds the slash that it lacks.
    """

    url: str
    root: Path
    faults: dict[str, Fault] = field(default_factory=dict)
    silence: threading.Event = field(default_factory=threading.Event)
    below: str = "/"
    types: dict[str, str] = field(default_factory=dict)
    keeps_query: bool = True

    @property
    def pages(self) -> list[str]:
        """Those that somebody wrote."""
        return [path for path in self.all_pages if not is_page(PurePath(path, "index.html"))]

    @property
    def all_pages(self) -> list[str]:
        """Those of presets too; not those for a frame."""
        found = (file.relative_to(self.root).as_posix().removesuffix("index.html") for file in self.root.rglob("index.html"))
        return sorted(path for path in found if not path.startswith("embed/"))


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".wasm": "application/wasm", ".js": "text/javascript"}  # noqa: RUF012

    def __init__(self, site: Site, *args: Any, **kwargs: Any) -> None:
        self.site = site
        super().__init__(*args, directory=str(site.root), **kwargs)

    def do_GET(self) -> None:
        path = RELEASE.sub("/assets/engine/", self.path).partition("?anew=")[0]
        if path not in self.site.faults:
            return super().do_GET()
        fault = self.site.faults[path]
        if isinstance(fault, threading.Event):
            fault.wait()
            return super().do_GET()
        if fault is None:
            self.site.silence.wait()
            self.close_connection = True
        elif isinstance(fault, float):
            content = Path(self.translate_path(self.path)).read_bytes()
            self._answer(200, self.guess_type(self.path), content[: int(len(content) * fault)], len(content))
            self.close_connection = True
        else:
            self._answer(*fault, len(fault[2]))
        return None

    def _answer(self, status: int, kind: str, body: bytes, length: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.send_header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")  # so that a browser may keep it
        self.end_headers()
        self.wfile.write(body)

    def translate_path(self, path: str) -> str:
        below = self.site.below
        return super().translate_path(f"/{path.removeprefix(below)}") if path.startswith(below) else str(self.site.root / "nowhere")

    def guess_type(self, path: Any) -> str:
        return self.site.types.get(PurePath(path).suffix) or super().guess_type(path)

    def send_header(self, keyword: str, value: str) -> None:
        moved = keyword == "Location" and not self.site.keeps_query
        super().send_header(keyword, value.partition("?")[0] if moved else value)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


@contextmanager
def hosted(site: Site) -> Iterator[Site]:
    """Serves a site for a while."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, site))
    site.url = f"http://127.0.0.1:{server.server_port}{site.below}"
    with server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield site
        finally:
            site.silence.set()
            server.shutdown()
            thread.join()


@contextmanager
def served(folder: Path, below: str = "/") -> Iterator[Site]:
    """Builds the site in a folder and serves it for a while."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "tests" / "e2e" / "twins.md", folder / "docs")
    (folder / "mkdocs.yml").write_text(CONFIG.format(root=ROOT, docs=folder / "docs"))
    with hosted(Site("", folder / "site", below=below)) as site:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(folder / "mkdocs.yml"), "-d", str(site.root)]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "SITE_URL": site.url}, check=True, capture_output=True, text=True)
        yield site

"""`start.js` and `arrivals.js` with a loader that fetches as Pyodide's does, and that never settles when what it got is unusable."""

import gzip
import http.server
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hooks.engine.node import node
from hooks.engine.packages import HERE

LOADER = """
export async function loadPyodide({ indexURL, stdLibURL, createPyodideModule }) {
  globalThis.begun = true;
  const [wasm, library] = await Promise.all([fetch(indexURL + "pyodide.asm.wasm"), fetch(new URL(stdLibURL))]);
  const bytes = new Uint8Array(await wasm.arrayBuffer());
  const usable = wasm.ok && library.ok && bytes[0] === 0 && bytes.length > 3 && (await library.text()).startsWith("PK");
  return usable ? createPyodideModule() + " " + wasm.headers.get("content-type") : new Promise(() => {});
}
"""
GLUE = "export default () => 'ready';"
SCRIPT = """
const [module, base] = process.argv.slice(1);
const { start } = await import(module);
const fetching = globalThis.fetch;
const news = { bytes: 0, loaded: 0 };
const options = { base, onbytes: (count) => (news.bytes += count), onloaded: () => (news.loaded += 1) };
const said = await start(options).catch((error) => [error.trouble, error.message]);
console.log(JSON.stringify({ said, ...news, restored: globalThis.fetch === fetching }));
process.exit();
"""
LATE = """
const [module, base] = process.argv.slice(1);
const { start } = await import(module);
let arrive;
const memory = new Promise((resolve) => (arrive = resolve));
const said = await start({ base, memory }).catch((error) => [error.trouble, error.message]);
arrive({});
await new Promise(setImmediate);
console.log(JSON.stringify({ said, begun: globalThis.begun ?? false }));
process.exit();
"""
FETCH = """
const [module, base] = process.argv.slice(1);
const { data } = await import(module);
const said = await data("prices/X.txt", { base, patience: 500 }).catch((error) => [error.trouble ?? error.name, error.message]);
const packed = await data("instant/x.part", { base, patience: 500 }).then(String, (error) => error.trouble ?? error.name);
console.log(JSON.stringify({ said, packed }));
process.exit();
"""
GOOD = {"/pyodide.asm.wasm": b"\0asm\1\0\0\0", "/python.part": gzip.compress(b"PK\5\6", mtime=0)}
BYTES = sum(len(content) for content in GOOD.values())


class Server(http.server.ThreadingHTTPServer):
    files: dict[str, bytes]
    content_type = "application/wasm"
    silent: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.silence = threading.Event()


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        if self.path in self.server.silent:
            self.server.silence.wait()
            return
        content = self.server.files.get(self.path)
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Type", self.server.content_type)
        self.send_header("Content-Length", str(len(content or b"") + (self.path in self.server.cut)))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.silence.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def module(tmp_path: Path) -> Path:
    (tmp_path / "package.json").write_text('{"type": "module"}')
    for name in ("start.js", "memory.js", "arrivals.js"):
        (tmp_path / name).write_bytes((HERE / name).read_bytes())
    (tmp_path / "pyodide.js").write_text(LOADER)
    (tmp_path / "pyodide.asm.js").write_text(GLUE)
    return tmp_path / "start.js"


def _start(module: Path, base: str, script: str = SCRIPT) -> dict[str, Any]:
    command = [node(), "--input-type=module", "--eval", script, str(module), base]
    output = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "NODE_NO_WARNINGS": "1"}).stdout
    said: dict[str, Any] = json.loads(output)
    return said


@pytest.mark.parametrize("content_type", ["application/wasm", "application/octet-stream"])
def test_start_reports_bytes_and_gives_the_wasm_its_type(content_type: str, server: Server, module: Path) -> None:
    server.files, server.content_type = GOOD, content_type
    said = _start(module, f"http://127.0.0.1:{server.server_port}/")
    assert said == {"said": "ready application/wasm", "bytes": BYTES, "loaded": 1, "restored": True}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"/pyodide.asm.wasm": None}, ["missing", "pyodide.asm.wasm is missing (404)"]),
        ({"/python.part": None}, ["missing", "python.part is missing (404)"]),
        ({"/pyodide.asm.wasm": b"<!doctype html>"}, ["foreign", "pyodide.asm.wasm is not the engine's file"]),
        ({"/python.part": b"<!doctype html>"}, ["foreign", "python.part is not the engine's file"]),
        ({"/pyodide.asm.wasm": b"\0a"}, ["missing", "pyodide.asm.wasm is cut short"]),
    ],
)
def test_start_rejects_where_pyodide_would_wait_for_ever(
    changed: dict[str, bytes | None], said: list[str], server: Server, module: Path
) -> None:
    server.files = {path: content for path, content in {**GOOD, **changed}.items() if content is not None}
    answer = _start(module, f"http://127.0.0.1:{server.server_port}/")
    assert (answer["said"], answer["restored"]) == (said, True)


def test_start_rejects_where_webassembly_is_spoilt(server: Server, module: Path) -> None:
    server.files = GOOD
    answer = "new Response('\\0asm', { headers: { 'content-type': 'application/wasm' } })"
    waiting = f"await WebAssembly.instantiateStreaming({answer}).catch(() => new Promise(() => {{}}));"
    module.with_name("pyodide.js").write_text(LOADER.replace("globalThis.begun = true;", waiting))
    said = _start(module, f"http://127.0.0.1:{server.server_port}/")["said"]
    assert (said[0], "WebAssembly" in said[1]) == (None, True)


def test_start_says_that_a_connection_broke(server: Server, module: Path) -> None:
    server.files, server.cut = GOOD, ("/python.part",)
    assert _start(module, f"http://127.0.0.1:{server.server_port}/")["said"][0] == "lost"


def test_nothing_is_begun_once_a_file_is_known_not_to_arrive(server: Server, module: Path) -> None:
    server.files = {"/python.part": GOOD["/python.part"]}
    answer = _start(module, f"http://127.0.0.1:{server.server_port}/", LATE)
    assert answer == {"said": ["missing", "pyodide.asm.wasm is missing (404)"], "begun": False}


def test_start_says_that_nothing_can_be_reached(server: Server, module: Path) -> None:
    server.server_close()
    assert _start(module, f"http://127.0.0.1:{server.server_port}/")["said"][0] == "missing"


@pytest.mark.parametrize("name", ["pyodide.js", "pyodide.asm.js"])
def test_start_says_that_a_script_is_missing(name: str, server: Server, module: Path) -> None:
    server.files = GOOD
    module.with_name(name).unlink()
    assert _start(module, f"http://127.0.0.1:{server.server_port}/")["said"][0] == "missing"


def test_start_says_that_webassembly_is_forbidden(server: Server, module: Path) -> None:
    forbidden = "globalThis.WebAssembly = { Module: class { constructor() { throw new Error('forbidden'); } } };\n"
    module.write_text(forbidden + module.read_text())
    assert _start(module, f"http://127.0.0.1:{server.server_port}/")["said"] == ["unsupported", "Error: forbidden"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"# X/USDT 2020-01-01 2\n1 2 3 4\n", "# X/USDT 2020-01-01 2\n1 2 3 4\n"),
        (None, ["missing", "prices/X.txt is missing (404)"]),
        (b"<!doctype html>", ["foreign", "prices/X.txt is not the engine's file"]),
    ],
)
def test_data_arrives_or_is_refused(content: bytes | None, said: str | list[str], server: Server, module: Path) -> None:
    server.files = {} if content is None else {"/prices/X.txt": content}
    assert _start(module.with_name("arrivals.js"), f"http://127.0.0.1:{server.server_port}/", FETCH)["said"] == said


@pytest.mark.parametrize(("content", "packed"), [(gzip.compress(b"*", mtime=0), "42"), (b"<!doctype html>", "foreign"), (None, "missing")])
def test_a_packed_file_is_unpacked(content: bytes | None, packed: str, server: Server, module: Path) -> None:
    server.files = {} if content is None else {"/instant/x.part": content}
    assert _start(module.with_name("arrivals.js"), f"http://127.0.0.1:{server.server_port}/", FETCH)["packed"] == packed


def test_data_that_never_arrives_is_not_waited_for_without_end(server: Server, module: Path) -> None:
    server.silent = ("/prices/X.txt",)
    assert _start(module.with_name("arrivals.js"), f"http://127.0.0.1:{server.server_port}/", FETCH)["said"][0] == "TimeoutError"

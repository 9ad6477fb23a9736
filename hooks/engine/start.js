// @ts-check
/** Starts Python from the files beside this module: in a module worker, in a page, in Node. Nothing is asked for from anywhere else. */

/** What Pyodide compares with itself; the build compares it with Pyodide's own lock file. */
const info = { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2" };

/** The large files, and how each begins: a proxy may answer 200 with a page of its own. */
const files = /** @type {const} */ ([
  ["pyodide.asm.wasm", "\0asm"],
  ["python.zip", "PK"],
]);

/** Why Python cannot start: WebAssembly is forbidden, a file did not arrive, or something else came in its place. */
export class StartError extends Error {
  /**
   * @param {"unsupported" | "missing" | "foreign"} trouble
   * @param {string} message
   */
  constructor(trouble, message) {
    super(message);
    this.trouble = trouble;
  }
}

/**
 * Resolves when Python is ready. Rejects where Pyodide itself would wait for ever. A caller still wants a clock: a connection may fall silent.
 *
 * @param {object} [options]
 * @param {string} [options.base] the folder of the engine's files, ending in a slash
 * @param {(count: number) => void} [options.onbytes] told of every piece of the large files as it arrives
 * @param {() => void} [options.onloaded] told once when they are here
 * @returns {Promise<import("pyodide").PyodideAPI>}
 */
export async function start({ base = new URL("./", import.meta.url).href, onbytes = () => {}, onloaded = () => {} } = {}) {
  try {
    await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch (error) {
    throw new StartError("unsupported", String(error));
  }
  // All files are asked for at once. Pyodide fetches the large ones with the global function, and finds them on their way; the wasm stays a
  // response with an address, because then the browser keeps what it compiled.
  const addressed = /^https?:/.test(base); // Node reads them from the disk
  const arrivals = addressed ? files.map(([name, beginning]) => arrival(base + name, beginning, onbytes)) : [];
  const fetching = globalThis.fetch;
  globalThis.fetch = (input, init) => arrivals.find(({ url }) => url === String(input))?.response ?? fetching(input, init);
  try {
    const whole = Promise.all(arrivals.map((file) => file.whole)).then(() => onloaded());
    const [python] = await Promise.all([load(base), whole]);
    return python;
  } finally {
    globalThis.fetch = fetching;
  }
}

/**
 * The text of a file of data that lies beside this module. Rejects when it does not arrive in time, or something else comes in its place.
 *
 * @param {string} name
 * @param {object} [options]
 * @param {string} [options.base]
 * @param {number} [options.patience] in milliseconds
 */
export async function data(name, { base = new URL("./", import.meta.url).href, patience = 20_000 } = {}) {
  const response = await fetch(base + name, { signal: AbortSignal.timeout(patience) });
  const text = await response.text();
  if (!response.ok) throw new StartError("missing", `${name} is missing (${response.status})`);
  if (!text.startsWith("# ")) throw new StartError("foreign", `${name} is not the engine's file`);
  return text;
}

/** @param {string} base */
async function load(base) {
  const scripts = Promise.all([import("./pyodide.js"), import("./pyodide.asm.js")]);
  const [{ loadPyodide }, { default: createPyodideModule }] = await scripts.catch((error) => {
    throw new StartError("missing", String(error));
  });
  return loadPyodide({
    indexURL: base,
    stdLibURL: `${base}python.zip`,
    packageBaseUrl: base,
    createPyodideModule,
    // An empty list of packages, so that none can ever be looked up at a mirror.
    lockFileContents: /** @type {any} */ ({ info, packages: {} }),
  });
}

/**
 * A file on its way: the response for Pyodide, and a promise that it is whole and begins as it should.
 *
 * @param {string} url
 * @param {string} beginning
 * @param {(count: number) => void} onbytes
 */
function arrival(url, beginning, onbytes) {
  const asked = fetch(url).catch((error) => {
    throw new StartError("missing", String(error));
  });
  const copied = asked.then((response) => response.clone());
  const response = Promise.all([asked, copied]).then(([original]) => named(original));
  response.catch(() => {}); // `whole` tells
  return { url, response, whole: copied.then((copy) => examined(copy, beginning, onbytes)) };
}

/**
 * WebAssembly is compiled while it arrives only under its own type, which not every server knows.
 *
 * @param {Response} response
 */
function named(response) {
  const type = "application/wasm";
  const known = !response.url.endsWith(".wasm") || response.headers.get("content-type")?.startsWith(type);
  return known ? response : new Response(response.body, { status: response.status, headers: { "content-type": type } });
}

/**
 * @param {Response} response
 * @param {string} beginning
 * @param {(count: number) => void} onbytes
 */
async function examined(response, beginning, onbytes) {
  const { pathname } = new URL(response.url);
  if (!response.ok) throw new StartError("missing", `${pathname} is missing (${response.status})`);
  let head = "";
  try {
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    for (let piece = await reader.read(); piece.value; piece = await reader.read()) {
      onbytes(piece.value.length);
      head += String.fromCharCode(...piece.value.subarray(0, beginning.length - head.length));
      if (!beginning.startsWith(head)) throw new StartError("foreign", `${pathname} is not the engine's file`);
    }
  } catch (error) {
    throw error instanceof StartError ? error : new StartError("missing", `${pathname} broke off: ${error}`);
  }
  if (head !== beginning) throw new StartError("missing", `${pathname} is cut short`);
}

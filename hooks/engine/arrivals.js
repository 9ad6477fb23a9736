// @ts-check
/** The engine's files on their way here: whether they arrive, and whether they are what they should be. */

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

/** The folder of the engine's files, ending in a slash. */
export const BASE = new URL("./", import.meta.url).href;

/** How a file begins, by its suffix: a proxy may answer 200 with a page of its own. */
const BEGINNINGS = /** @type {Record<string, string>} */ ({ wasm: "\0asm", zip: "PK", part: "\x1f\x8b", txt: "# " });

/**
 * A file that begins with anything else is not the engine's.
 * @param {string} name
 */
const beginning = (name) => BEGINNINGS[name.slice(name.lastIndexOf(".") + 1)];

/** Rejects where WebAssembly is forbidden. */
export async function allowed() {
  try {
    await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch (error) {
    throw new StartError("unsupported", String(error));
  }
}

/**
 * Runs `load` while the large files that it will fetch are on their way already: all are asked for at once, and it finds them with the global
 * `fetch`. The wasm stays a response with an address, because then the browser keeps what it compiled. Rejects where `load` itself would
 * wait for ever. A caller still wants a clock: a connection may fall silent.
 *
 * @template T
 * @param {string} base
 * @param {readonly string[]} names
 * @param {(count: number) => void} onbytes told of every piece as it arrives
 * @param {() => void} onloaded told once when all are here
 * @param {() => Promise<T>} load
 * @returns {Promise<T>}
 */
export async function amid(base, names, onbytes, onloaded, load) {
  const addressed = /^https?:/.test(base); // Node reads them from the disk
  const arrivals = addressed ? names.map((name) => arrival(base + name, beginning(name), onbytes)) : [];
  const fetching = globalThis.fetch;
  globalThis.fetch = (input, init) => arrivals.find(({ url }) => url === String(input))?.response ?? fetching(input, init);
  try {
    const whole = Promise.all(arrivals.map((file) => file.whole)).then(() => onloaded());
    const [loaded] = await Promise.all([load(), whole]);
    return loaded;
  } finally {
    globalThis.fetch = fetching;
  }
}

/**
 * A small file that lies beside this module: its text, or unpacked bytes. Rejects when it does not arrive in time, or something else comes in
 * its place.
 *
 * @param {string} name
 * @param {object} [options]
 * @param {string} [options.base]
 * @param {number} [options.patience] in milliseconds
 * @returns {Promise<string | Uint8Array>}
 */
export async function data(name, { base = BASE, patience = 20_000 } = {}) {
  const response = await fetch(base + name, { signal: AbortSignal.timeout(patience) });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!response.ok) throw new StartError("missing", `${name} is missing (${response.status})`);
  const begins = beginning(name);
  if (String.fromCharCode(...bytes.subarray(0, begins.length)) !== begins) throw new StartError("foreign", `${name} is not the engine's file`);
  if (!name.endsWith(".part")) return new TextDecoder().decode(bytes);
  const unpacking = new Response(bytes).body?.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unpacking).arrayBuffer());
}

/**
 * A file on its way: the response for the loader, and a promise that it is whole and begins as it should.
 *
 * @param {string} url
 * @param {string} begins
 * @param {(count: number) => void} onbytes
 */
function arrival(url, begins, onbytes) {
  const asked = fetch(url).catch((error) => {
    throw new StartError("missing", String(error));
  });
  const copied = asked.then((response) => response.clone());
  const response = Promise.all([asked, copied]).then(([original]) => named(original));
  response.catch(() => {}); // `whole` tells
  return { url, response, whole: copied.then((copy) => examined(copy, begins, onbytes)) };
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
 * @param {string} begins
 * @param {(count: number) => void} onbytes
 */
async function examined(response, begins, onbytes) {
  const { pathname } = new URL(response.url);
  if (!response.ok) throw new StartError("missing", `${pathname} is missing (${response.status})`);
  let head = "";
  try {
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    for (let piece = await reader.read(); piece.value; piece = await reader.read()) {
      onbytes(piece.value.length);
      head += String.fromCharCode(...piece.value.subarray(0, begins.length - head.length));
      if (!begins.startsWith(head)) throw new StartError("foreign", `${pathname} is not the engine's file`);
    }
  } catch (error) {
    throw error instanceof StartError ? error : new StartError("missing", `${pathname} broke off: ${error}`);
  }
  if (head !== begins) throw new StartError("missing", `${pathname} is cut short`);
}

// @ts-check
/** The engine's files on their way here: whether they arrive, and whether they are what they should be. */

/** Why Python cannot start: WebAssembly is forbidden, a file did not arrive or broke off, something else came in its place, or memory is short. */
export class StartError extends Error {
  /**
   * @param {"unsupported" | "missing" | "lost" | "foreign" | "memory"} trouble
   * @param {string} message
   */
  constructor(trouble, message) {
    super(message);
    this.trouble = trouble;
  }
}

/**
 * Why a script could not be imported: where it came and cannot be read, it is damaged, and that is what it says itself.
 * @param {unknown} error
 * @returns {never}
 */
export function unimported(error) {
  throw error instanceof SyntaxError ? error : new StartError("missing", String(error));
}

/** The folder of the engine's files, ending in a slash. */
export const BASE = new URL("./", import.meta.url).href;

/** How a file begins, by its suffix: a proxy may answer 200 with a page of its own. */
const BEGINNINGS = /** @type {Record<string, string>} */ ({ wasm: "\0asm", part: "\x1f\x8b", txt: "# " });

/**
 * A file that begins with anything else is not the engine's.
 * @param {string} name
 */
const beginning = (name) => BEGINNINGS[name.slice(name.lastIndexOf(".") + 1)];

/** Whether that folder is one on a disk, which Node reads. @param {string} base */
export const onDisk = (base) => base.startsWith("/");

/** Rejects where WebAssembly is forbidden. */
export async function allowed() {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)); // WebKit may forget a promise of the first worker of a page
  } catch (error) {
    throw new StartError("unsupported", String(error));
  }
}

/**
 * Runs `load` while the large files that it will fetch are on their way already: all are asked for at once, and it finds them with the global
 * `fetch`, by their names. The wasm stays a response with an address, because then the browser keeps what it compiled; a `.part` is unpacked.
 * Rejects where `load` itself would wait for ever; `load` asks whether that has happened before it begins what cannot be stopped. A caller still
 * wants a clock: a connection may fall silent.
 *
 * @template T
 * @param {string} base
 * @param {readonly string[]} names
 * @param {(count: number) => void} onbytes told of every piece as it arrives
 * @param {() => void} onloaded told once when all are here
 * @param {(going: () => void) => Promise<T>} load  `going` throws where a file is known not to arrive
 * @returns {Promise<T>}
 */
export async function amid(base, names, onbytes, onloaded, load) {
  const fetching = globalThis.fetch;
  const ask = onDisk(base) ? read : fetching;
  const arrivals = names.map((name) => arrival(name, ask(base + name), onbytes));
  globalThis.fetch = (input, init) => arrivals.find(({ name }) => String(input).endsWith(`/${name}`))?.response ?? fetching(input, init);
  let over = false;
  const going = () => {
    if (over) throw new Error("a file did not arrive");
  };
  try {
    const whole = Promise.all(arrivals.map((file) => file.whole)).then(() => onloaded());
    const loading = load(going).catch((error) => whole.then(() => Promise.reject(error))); // what became of the files says more
    const [loaded] = await Promise.all([loading, whole]);
    return loaded;
  } finally {
    over = true;
    globalThis.fetch = fetching;
  }
}

/**
 * As Node reads a file.
 * @param {string} path
 */
async function read(path) {
  const { readFile } = await import(/** @type {any} */ ("node:fs/promises"));
  return new Response(await readFile(path));
}

/** Small files that did not arrive as they should: the browser may have kept what came instead. @type {Set<string>} */
const doubted = new Set();

/**
 * A small file that lies beside this module: its text, or unpacked bytes. Rejects when it does not arrive in time, or something else comes in
 * its place; the next time it is asked for past the browser's caches.
 *
 * @param {string} name
 * @param {object} [options]
 * @param {string} [options.base]
 * @param {number} [options.patience] in milliseconds
 * @returns {Promise<string | Uint8Array>}
 */
export async function data(name, { base = BASE, patience = 20_000 } = {}) {
  const response = await fetch(base + name, { cache: doubted.has(name) ? "reload" : "default", signal: AbortSignal.timeout(patience) });
  doubted.add(name);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!response.ok) throw new StartError("missing", `${name} is missing (${response.status})`);
  const begins = beginning(name);
  if (String.fromCharCode(...bytes.subarray(0, begins.length)) !== begins) throw new StartError("foreign", `${name} is not the engine's file`);
  doubted.delete(name);
  if (!name.endsWith(".part")) return new TextDecoder().decode(bytes);
  return new Uint8Array(await new Response(unpacked(new Response(bytes))).arrayBuffer());
}

/**
 * A file on its way: the response for the loader, and a promise that it is whole and begins as it should.
 *
 * @param {string} name
 * @param {Promise<Response>} asking
 * @param {(count: number) => void} onbytes
 */
function arrival(name, asking, onbytes) {
  const asked = asking.catch((error) => {
    throw new StartError("missing", String(error));
  });
  const copied = asked.then((response) => response.clone());
  const response = Promise.all([asked, copied]).then(([original]) => usable(name, original));
  response.catch(() => {}); // `whole` tells
  return { name, response, whole: copied.then((copy) => examined(name, copy, onbytes)) };
}

/**
 * What the loader can use. WebAssembly is compiled while it arrives only under its own type, which not every server knows.
 *
 * @param {string} name
 * @param {Response} response
 */
function usable(name, response) {
  if (name.endsWith(".part")) return new Response(unpacked(response), { status: response.status });
  const type = "application/wasm";
  const known = response.headers.get("content-type")?.startsWith(type);
  return known ? response : new Response(response.body, { status: response.status, headers: { "content-type": type } });
}

/** @param {Response} response */
const unpacked = ({ body }) => body?.pipeThrough(new DecompressionStream("gzip"));

/**
 * @param {string} name
 * @param {Response} response
 * @param {(count: number) => void} onbytes
 */
async function examined(name, response, onbytes) {
  const begins = beginning(name);
  if (!response.ok) throw new StartError("missing", `${name} is missing (${response.status})`);
  let head = "";
  try {
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    for (let piece = await reader.read(); piece.value; piece = await reader.read()) {
      onbytes(piece.value.length);
      head += String.fromCharCode(...piece.value.subarray(0, begins.length - head.length));
      if (!begins.startsWith(head)) throw new StartError("foreign", `${name} is not the engine's file`);
    }
  } catch (error) {
    throw error instanceof StartError ? error : new StartError("lost", `${name} broke off: ${error}`);
  }
  if (head !== begins) throw new StartError("missing", `${name} is cut short`);
}

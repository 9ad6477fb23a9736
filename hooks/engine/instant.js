// @ts-check
/**
 * Starts MicroPython from the files beside this module, with as much of `calc` as a page needs: what all calculators share, and each
 * calculator's own part when it is first asked. The same source, a twentieth of Pyodide's bytes, and ready in a fraction of its time.
 */
import { BASE, allowed, amid, data, onDisk, unimported } from "./arrivals.js";

/** @typedef {{answer: (request: string) => string, give: (name: string, content: string | Uint8Array) => void}} Answering  what both engines can do */

const FOLDER = "instant/";
const SHARED = `${FOLDER}shared.part`;
const HEAP = 16 * 1024 * 1024;

/** @param {string} calculator */
const part = (calculator) => `${FOLDER}${calculator}.part`;

/** @param {string} request @returns {string} the calculator that it asks */
function asked(request) {
  try {
    return String(JSON.parse(request).calculator).replaceAll("-", "_");
  } catch {
    return ""; // Python has a sentence for it
  }
}

/**
 * Resolves when Python is ready.
 *
 * @param {object} [options]
 * @param {string} [options.base] the folder of the engine's files, ending in a slash
 * @param {string[]} [options.calculators] those that will be asked first
 * @param {(name: string) => Promise<string | Uint8Array> | string | Uint8Array} [options.read] gives a file of that folder
 * @param {(count: number) => void} [options.onbytes]
 * @param {() => void} [options.onloaded]
 * @returns {Promise<Answering>}
 */
export async function answering({ base = BASE, calculators = [], read = (name) => data(name, { base }), onbytes = () => {}, onloaded = () => {} } = {}) {
  await allowed();
  const shared = Promise.resolve(read(SHARED));
  const own = Promise.allSettled(calculators.map(async (name) => [name, await read(part(name))])); // what is missing is asked for again
  shared.catch(() => {}); // it is awaited below
  /** @type {Set<string>} */
  const folders = new Set();
  const python = await amid(base, ["micropython.wasm"], onbytes, onloaded, () => load(base));
  /** @param {string | Uint8Array} part */
  const place = (part) => {
    for (const [path, content] of unpacked(/** @type {Uint8Array} */ (part))) {
      const folder = path.slice(0, path.lastIndexOf("/"));
      if (!folders.has(folder)) python.FS.mkdirTree(folder);
      folders.add(folder);
      python.FS.writeFile(path, content);
    }
  };
  place(await shared);
  const present = (await own).flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  for (const [, content] of present) place(content);
  const names = present.map(([name]) => name);
  python.runPython(["import sys", 'sys.path[:] = ["/lib"]', "import calc.contract", ...names.map((name) => `calc.load("${name}")`)].join("\n"));
  const [{ NAMES }, contract, files] = ["calc", "calc.contract", "calc.data"].map((name) => python.pyimport(name));
  /** @type {Set<string>} */
  const absent = new Set([...NAMES].filter((name) => !names.includes(name)));
  return {
    answer(request) {
      const name = asked(request);
      return absent.has(name) ? JSON.stringify({ needs: [part(name)], failure: "A part of the calculator did not arrive." }) : contract.answer(request);
    },
    give(name, content) {
      if (!name.startsWith(FOLDER)) return files.give(name, content);
      place(content);
      absent.delete(name.slice(FOLDER.length, -".part".length));
    },
  };
}

/**
 * What a part holds: paths and contents.
 * @param {Uint8Array} part
 */
function* unpacked(part) {
  let at = part.indexOf(10) + 1;
  const lengths = /** @type {Record<string, number>} */ (JSON.parse(new TextDecoder().decode(part.subarray(0, at))));
  for (const [path, length] of Object.entries(lengths)) yield /** @type {const} */ ([path, part.subarray(at, (at += length))]);
}

/** @param {string} base */
async function load(base) {
  const { loadMicroPython } = await import("./micropython.js").catch(unimported);
  const url = onDisk(base) ? undefined : `${base}micropython.wasm`;
  return loadMicroPython({ heapsize: HEAP, url });
}

// @ts-check
/**
 * Starts MicroPython from the files beside this module, with as much of `calc` as a page needs: what all calculators share, and each
 * calculator's own part when it is first asked. The same source, a twentieth of Pyodide's bytes, and ready in a fraction of its time.
 */
import { BASE, StartError, allowed, amid, data } from "./arrivals.js";

/** @typedef {{answer: (request: string) => string, give: (name: string, text: string) => void}} Answering  what both engines can do */

const FOLDER = "instant/";
const SHARED = `${FOLDER}shared.json`;
const HEAP = 16 * 1024 * 1024;

/** @param {string} calculator */
const part = (calculator) => `${FOLDER}${calculator}.json`;

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
 * @param {(name: string) => Promise<string> | string} [options.read] gives the text of a file of that folder
 * @param {(count: number) => void} [options.onbytes]
 * @param {() => void} [options.onloaded]
 * @returns {Promise<Answering>}
 */
export async function answering({ base = BASE, calculators = [], read = (name) => data(name, { base }), onbytes = () => {}, onloaded = () => {} } = {}) {
  await allowed();
  const shared = Promise.resolve(read(SHARED));
  const own = Promise.allSettled(calculators.map(async (name) => [name, await read(part(name))])); // what is missing is asked for again
  shared.catch(() => {}); // it is awaited below
  const python = await amid(base, ["micropython.wasm"], onbytes, onloaded, () => load(base));
  /** @param {string} text */
  const place = (text) => {
    for (const [path, source] of Object.entries(JSON.parse(text))) {
      python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
      python.FS.writeFile(path, source);
    }
  };
  place(await shared);
  const present = (await own).flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  for (const [, text] of present) place(text);
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
    give(name, text) {
      if (!name.startsWith(FOLDER)) return files.give(name, text);
      place(text);
      absent.delete(name.slice(FOLDER.length, -".json".length));
    },
  };
}

/** @param {string} base */
async function load(base) {
  const { loadMicroPython } = await import("./micropython.js").catch((error) => {
    throw new StartError("missing", String(error));
  });
  const url = /^https?:/.test(base) ? `${base}micropython.wasm` : undefined;
  return loadMicroPython({ heapsize: HEAP, url });
}

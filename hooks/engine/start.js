// @ts-check
/** Starts Pyodide from the files beside this module: in a module worker, in a page, in Node. Nothing is asked for from anywhere else. */
import { BASE, StartError, allowed, amid, unimported } from "./arrivals.js";
import { forget, keep, keeps, recalled } from "./memory.js";

/** What Pyodide compares with itself; the build compares it with Pyodide's own lock file. */
const info = { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2" };
const LIBRARY = "python.part";

/**
 * Resolves when Python is ready.
 *
 * @param {object} [options]
 * @param {string} [options.base] the folder of the engine's files, ending in a slash
 * @param {(count: number) => void} [options.onbytes] told of every piece of the large files as it arrives
 * @param {() => void} [options.onloaded] told once when they are here
 * @param {Promise<object>} [options.memory] options of Pyodide about its memory
 * @param {Record<string, string>} [options.more] further parts, and the folders of Python's files that they are unpacked into
 * @returns {Promise<import("pyodide").PyodideAPI>}
 */
export async function start({ base = BASE, onbytes = () => {}, onloaded = () => {}, memory = Promise.resolve({}), more = {} } = {}) {
  await allowed();
  return amid(base, ["pyodide.asm.wasm", LIBRARY, ...Object.keys(more)], onbytes, onloaded, async (going) => {
    const python = await load(base, memory, going);
    for (const [name, extractDir] of Object.entries(more)) {
      const arrived = await fetch(`engine://${name}`); // `amid` has it
      python.unpackArchive(await arrived.arrayBuffer(), "zip", { extractDir });
    }
    return python;
  });
}

/**
 * The same, for those who only ask: from the memory of an earlier start, where one is kept.
 *
 * @param {Parameters<typeof start>[0] & {calculators?: string[]}} [options]
 * @returns {Promise<import("./instant.js").Answering>}
 */
export async function answering({ base = BASE, calculators = [], ...news } = {}) {
  const before = recalled(base);
  const memory = before.then((found) => (found ? { _loadSnapshot: found } : { _makeSnapshot: keeps() }));
  try {
    const python = await start({ base, memory, ...news });
    const [{ answer }, { give }] = ["calc.contract", "calc.data"].map((name) => python.pyimport(name));
    if (keeps() && !(await before)) {
      for (const calculator of calculators) answer(JSON.stringify({ calculator, inputs: {} })); // the first answer takes ten times as long
      keep(base, /** @type {any} */ (python).makeMemorySnapshot());
    }
    return { answer, give };
  } catch (error) {
    if (error instanceof StartError || !(await before)) throw error;
    await forget(); // it was of no use
    return answering({ base, calculators, ...news });
  }
}

/**
 * @param {string} base
 * @param {Promise<object>} memory
 * @param {() => void} going
 */
async function load(base, memory, going) {
  const scripts = Promise.all([import("./pyodide.js"), import("./pyodide.asm.js")]);
  const [{ loadPyodide }, { default: createPyodideModule }] = await scripts.catch(unimported);
  const remembered = await memory;
  going();
  return assembled(() => loadPyodide({
    indexURL: base,
    stdLibURL: `engine://${LIBRARY}`, // `amid` has it
    packageBaseUrl: base,
    createPyodideModule,
    // An empty list of packages, so that none can ever be looked up at a mirror.
    lockFileContents: /** @type {any} */ ({ info, packages: {} }),
    ...remembered,
  }));
}

/**
 * Runs `load`, and rejects where its WebAssembly cannot be compiled or finds no memory: Pyodide only warns of that, and waits for ever.
 * @template T
 * @param {() => Promise<T>} load
 * @returns {Promise<T>}
 */
async function assembled(load) {
  const native = WebAssembly.instantiateStreaming;
  const refusal = new Promise((_, reject) => {
    WebAssembly.instantiateStreaming = (...given) => {
      const instance = native(...given);
      instance.catch((error) => reject(error instanceof RangeError ? new StartError("memory", String(error)) : error));
      return instance;
    };
  });
  try {
    return /** @type {T} */ (await Promise.race([load(), refusal]));
  } finally {
    WebAssembly.instantiateStreaming = native;
  }
}

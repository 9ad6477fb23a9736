// @ts-check
/** Starts Pyodide from the files beside this module: in a module worker, in a page, in Node. Nothing is asked for from anywhere else. */
import { BASE, StartError, allowed, amid } from "./arrivals.js";

/** What Pyodide compares with itself; the build compares it with Pyodide's own lock file. */
const info = { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2" };

/**
 * Resolves when Python is ready.
 *
 * @param {object} [options]
 * @param {string} [options.base] the folder of the engine's files, ending in a slash
 * @param {(count: number) => void} [options.onbytes] told of every piece of the large files as it arrives
 * @param {() => void} [options.onloaded] told once when they are here
 * @returns {Promise<import("pyodide").PyodideAPI>}
 */
export async function start({ base = BASE, onbytes = () => {}, onloaded = () => {} } = {}) {
  await allowed();
  return amid(base, ["pyodide.asm.wasm", "python.zip"], onbytes, onloaded, () => load(base));
}

/**
 * The same, for those who only ask.
 *
 * @param {Parameters<typeof start>[0]} [options]
 * @returns {Promise<import("./instant.js").Answering>}
 */
export async function answering(options) {
  const python = await start(options);
  const { answer } = python.pyimport("calc.contract");
  const { give } = python.pyimport("calc.data");
  return { answer, give };
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

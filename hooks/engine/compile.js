// @ts-check
/**
 * Runs `inside.py` in Pyodide.
 *
 *     node compile.js library PYODIDE TOOLS OUT                   compile the standard library
 *     node compile.js calc    PYODIDE TOOLS LIBRARY SOURCES DATA OUT
 *                                                                 compile calc, pack it with the modules that it uses; its data is in DATA
 *     node compile.js console PYODIDE TOOLS LIBRARY OUT           pack the modules that the console has besides
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [stage, pyodide, tools, ...files] = process.argv.slice(2);

/** @param {string} line */
const say = (line) => console.log(`engine: ${line}`);

/** @param {{ stdLibURL?: string }} options */
async function interpreter(options) {
  /** @type {typeof import("pyodide")} */
  const { loadPyodide } = await import(pathToFileURL(join(resolve(pyodide), "pyodide.mjs")).href);
  // The same bytes every time; and only the line of each instruction, not its columns, which are a tenth of the archive.
  const env = { PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" };
  const python = await loadPyodide({ ...options, env });
  python.FS.mkdirTree("/tools");
  python.mountNodeFS("/tools", resolve(tools));
  python.FS.mkdirTree("/build");
  python.runPython(readFileSync(new URL("inside.py", import.meta.url), "utf8"), { filename: "inside.py" });
  return python;
}

/** @param {string} out */
async function compileLibrary(out) {
  say("compiling the standard library (once for each release of Pyodide, about 15 seconds)");
  const python = await interpreter({});
  python.FS.writeFile("/build/library.zip", readFileSync(join(pyodide, "python_stdlib.zip")));
  python.runPython('sys.path.append("/tools"); compile_archive("/build/library.zip", optimize=2)');
  writeFileSync(out, python.FS.readFile("/build/library.zip"));
}

/**
 * @param {string} library
 * @param {string} sources
 * @param {string} data
 * @param {string} out
 */
async function compileCalc(library, sources, data, out) {
  say("compiling calc");
  const python = await interpreter({ stdLibURL: resolve(library) });
  python.FS.writeFile("/build/library.zip", readFileSync(library));
  python.FS.writeFile("/build/calc.zip", readFileSync(sources));
  python.FS.mkdirTree("/data");
  python.mountNodeFS("/data", resolve(data));
  /** @type {string[]} */
  const broken = JSON.parse(python.runPython('sys.path.insert(0, "/build/calc.zip"); json.dumps(exercise("/data"), ensure_ascii=False)'));
  if (broken.length) throw new Error(broken.join("\n"));
  python.runPython("used = modules_in_use()");
  // Docstrings stay: calc reads its own.
  python.runPython('sys.path.append("/tools"); compile_archive("/build/calc.zip", optimize=0)');
  python.runPython('pack("/build/python.part", "/build/library.zip", used, "/build/calc.zip")');
  writeFileSync(out, python.FS.readFile("/build/python.part"));
}

/**
 * @param {string} library
 * @param {string} out
 */
async function packConsole(library, out) {
  say("packing what the console has besides");
  const python = await interpreter({ stdLibURL: resolve(library) });
  python.FS.writeFile("/build/library.zip", readFileSync(library));
  python.runPython('pack_more("/build/more.zip", "/build/library.zip")');
  writeFileSync(out, python.FS.readFile("/build/more.zip"));
}

try {
  if (stage === "library") await compileLibrary(files[0]);
  else if (stage === "console") await packConsole(files[0], files[1]);
  else await compileCalc(files[0], files[1], files[2], files[3]);
} catch (error) {
  console.log(error instanceof Error ? error.message : String(error)); // without Node's excerpt, a line of a megabyte
  process.exit(1);
}

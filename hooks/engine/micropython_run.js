// @ts-check
/**
 * Answers the requests on standard input, one JSON text a line, on MicroPython: `node micropython_run.js FILES`, where FILES holds the JSON
 * of `instant.files()`; what lies under /data there is given when it is needed. Used by the tests.
 */
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

const python = await loadMicroPython({ heapsize: 16 * 1024 * 1024 });
/** @type {Record<string, string>} */
const files = JSON.parse(readFileSync(process.argv[2], "utf8"));
for (const [path, content] of Object.entries(files)) {
  if (path.startsWith("/data/")) continue;
  python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
  python.FS.writeFile(path, content);
}
try {
  python.runPython('import sys; sys.path[:] = ["/lib"]; from calc.contract import answer; from calc.data import give');
} catch (error) {
  console.error(String(error)); // Node itself would print the line of the source: all of MicroPython's glue
  process.exit(1);
}
const [answer, give] = ["answer", "give"].map((name) => python.globals.get(name));

/** @param {string} line @returns {string} */
function answered(line) {
  const said = answer(line);
  if (!said.startsWith('{"needs":')) return said;
  for (const name of JSON.parse(said).needs) give(name, files["/data/" + name]);
  return answered(line);
}

for (const line of (await text(process.stdin)).split("\n").slice(0, -1)) console.log(answered(line));

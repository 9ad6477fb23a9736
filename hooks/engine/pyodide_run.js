// @ts-check
/**
 * Answers the requests on standard input, one JSON text a line, with the engine in a folder: `node pyodide_run.js FOLDER`.
 * Used by the tests.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2]) + "/";
/** @type {typeof import("./start.js")} */
const { start } = await import(pathToFileURL(folder + "start.js").href);
const python = await start({ base: folder });
const { answer } = python.pyimport("calc.contract");
const { give } = python.pyimport("calc.data");

/** @param {string} line @returns {string} */
function answered(line) {
  const said = answer(line);
  if (!said.startsWith('{"needs":')) return said;
  for (const name of JSON.parse(said).needs) give(name, readFileSync(folder + name, "utf8"));
  return answered(line);
}

for (const line of (await text(process.stdin)).split("\n").slice(0, -1)) console.log(answered(line));

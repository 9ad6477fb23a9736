// @ts-check
/**
 * Answers the requests on standard input, one JSON text a line, with an engine in a folder: `node run.js FOLDER start|instant`.
 * Used by the tests.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [given, name] = process.argv.slice(2);
const base = resolve(given) + "/";
/** @param {string} file */
const read = (file) => (file.endsWith(".part") ? gunzipSync(readFileSync(base + file)) : readFileSync(base + file, "utf8"));
/** @type {Pick<typeof import("./instant.js"), "answering">} */
const { answering } = await import(pathToFileURL(`${base}${name}.js`).href);
const python = await answering({ base, read }).catch((error) => {
  console.error(String(error)); // Node itself would print the line of the source: all of MicroPython's glue
  process.exit(1);
});

/** @param {string} line @returns {string} */
function answered(line) {
  const said = python.answer(line);
  if (!said.startsWith('{"needs":')) return said;
  for (const file of JSON.parse(said).needs) python.give(file, read(file));
  return answered(line);
}

for (const line of (await text(process.stdin)).split("\n").slice(0, -1)) console.log(answered(line));

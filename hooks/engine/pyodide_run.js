// @ts-check
/**
 * Answers the requests on standard input, one JSON text a line, with the engine in a folder: `node pyodide_run.js FOLDER`.
 * Used by the tests.
 */
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2]) + "/";
/** @type {typeof import("./start.js")} */
const { start } = await import(pathToFileURL(folder + "start.js").href);
const python = await start({ base: folder });
const answer = python.pyimport("calc.contract").answer;
for (const line of (await text(process.stdin)).split("\n").slice(0, -1)) console.log(answer(line));

// @ts-check
/**
 * A worker with one of the Pythons in it. Its name says which module starts it, and which calculators are on the page.
 *
 * @import { Letter, News } from "./protocol.js"
 */
const [module, ...calculators] = self.name.split(" ");
/** What is asked before Python can hear it. @type {Letter[]} */
const letters = [];
self.onmessage = (/** @type {MessageEvent<Letter>} */ { data }) => void letters.push(data);
/** The build puts a release after it. */
const ENGINE = "../engine/";
const SCRIPTS = /** @type {Record<string, string[]>} */ ({
  instant: ["instant.js", "work.js", "arrivals.js", "micropython.js"],
  start: ["start.js", "work.js", "arrivals.js", "memory.js", "pyodide.js", "pyodide.asm.js"],
  console: ["console.js", "start.js", "work.js", "arrivals.js", "memory.js", "pyodide.js", "pyodide.asm.js"],
});

if (self.location.search.startsWith("?anew=")) {
  // After a start that failed: what the browser's caches hold may be damaged. A script is imported from there, so it is replaced there first.
  const fetching = self.fetch;
  self.fetch = (input, init) => fetching(input, { ...init, cache: "reload" });
  await Promise.allSettled(SCRIPTS[module].map(async (name) => (await fetch(new URL(ENGINE + name, import.meta.url))).arrayBuffer()));
}

/** @type {Promise<[import("../engine/work.js").Starts, typeof import("../engine/work.js")]>} */
const modules = Promise.all([import(`${ENGINE}${module}.js`), import(`${ENGINE}work.js`)]);
modules.then(
  ([{ answering }, { work }]) => work(answering, calculators, letters),
  (error) => self.postMessage(/** @type {News} */ ({ state: "failed", trouble: error instanceof SyntaxError ? "broken" : "missing" })),
);

export {};

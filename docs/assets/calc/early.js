// @ts-check
/**
 * A link to a scenario starts the engine before the page is parsed. The build says where the engine is and which calculators the page has.
 * All that it takes to start is asked for at once; whoever needs it finds it on its way.
 */
const FILES = ["instant.js", "arrivals.js", "micropython.js", "micropython.wasm", "instant/shared.part"];
const { engine, calculators = "" } = /** @type {HTMLElement} */ (document.querySelector("script[data-engine]")).dataset;
const linked = /[?&]calc=([a-z_]+)/.exec(location.search)?.[1] ?? "";

if (calculators.split(" ").includes(linked)) {
  const files = [...FILES, `instant/${linked}.part`].map((name) => `../engine/${engine}/${name}`);
  for (const file of ["worker.js", ...files]) fetch(new URL(file, import.meta.url)).catch(() => {}); // the engine tells
  import("./engines.js").then(({ ready }) => ready(linked).catch(() => {}));
}

export {};

// @ts-check
/**
 * A link to a scenario starts the engine before the page is parsed; a module would have to wait for that. The build says which calculators the
 * page has. All that it takes to start is asked for at once; whoever needs it finds it on its way. The page’s own script takes the worker over.
 */
{
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const ENGINE = "../engine/"; // the build puts a release after it
  const calculators = script.dataset.calculators ?? "";
  const linked = /[?&]calc=([a-z_]+)/.exec(location.search)?.[1] ?? "";
  if (calculators.split(" ").includes(linked)) {
    try {
      const worker = new Worker(new URL("worker.js", script.src), { type: "module", name: `instant ${linked}` });
      /** @type {Event[]} */
      const said = [];
      const note = (/** @type {Event} */ event) => void said.push(event);
      worker.onmessage = worker.onerror = note;
      Object.assign(globalThis, { calcBegun: { worker, said } });
    } catch {
      // the engine tells what is forbidden
    }
    const parts = ["instant.js", "work.js", "arrivals.js", "micropython.js", "micropython.wasm", "instant/shared.part", `instant/${linked}.part`];
    const patience = new AbortController(); // what never answers would keep the browser from asking again
    const clock = setTimeout(() => patience.abort(), 20_000);
    const asked = parts.map((part) => fetch(new URL(ENGINE + part, script.src), { signal: patience.signal }));
    Promise.allSettled(asked).then(() => clearTimeout(clock)); // the engine tells what is missing
  }
}

// @ts-check
/**
 * A link to a scenario starts the engine before the page is parsed; a module would have to wait for that. The build says which calculators the
 * page has. All that it takes to start is asked for at once; whoever needs it finds it on its way.
 */
{
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const ENGINE = "../engine/"; // the build puts a release after it
  const calculators = script.dataset.calculators ?? "";
  const linked = /[?&]calc=([a-z_]+)/.exec(location.search)?.[1] ?? "";
  if (calculators.split(" ").includes(linked)) {
    const parts = ["instant.js", "work.js", "arrivals.js", "micropython.js", "micropython.wasm", "instant/shared.part", `instant/${linked}.part`];
    const files = ["worker.js", ...parts.map((name) => ENGINE + name)];
    const patience = new AbortController(); // what never answers would keep the browser from asking again
    const clock = setTimeout(() => patience.abort(), 20_000);
    const asked = files.map((file) => fetch(new URL(file, script.src), { signal: patience.signal }));
    Promise.allSettled(asked).then(() => clearTimeout(clock)); // the engine tells what is missing
    import(/** @type {any} */ ("./engines.js")).then(({ ready }) => ready(linked)).catch(() => {});
  }
}

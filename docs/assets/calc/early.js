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
    for (const file of files) fetch(new URL(file, script.src)).catch(() => {}); // the engine tells
    import(/** @type {any} */ ("./engines.js")).then(({ ready }) => ready(linked)).catch(() => {});
  }
}

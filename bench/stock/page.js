// @ts-check
/** What a page would do with stock Pyodide in a worker: ask it for the scenario in the address, and place the answer. */

const place = /** @type {HTMLElement} */ (document.querySelector('[data-part="result"]'));
const widget = /** @type {HTMLElement} */ (document.querySelector("calc-widget"));
const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });

worker.onmessage = (/** @type {MessageEvent<string>} */ { data }) => {
  const { ok } = JSON.parse(data);
  place.innerHTML = ok.html.result;
  widget.dispatchEvent(new CustomEvent("calc:result", { bubbles: true, detail: ok }));
};
worker.postMessage(
  JSON.stringify({ calculator: "liquidation", id: "liquidation", version: Number(widget.getAttribute("version")), query: location.search }),
);

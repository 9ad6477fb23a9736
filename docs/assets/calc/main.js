// @ts-check
/** The rest is asked for once the page has a calculator; the theme may bring one later, without a full load. */
const arrivals = new MutationObserver(start);

async function start() {
  if (!document.querySelector("calc-widget")) return;
  arrivals.disconnect();
  const [{ watchAddress }, { watchActions }, { CalcWidget }] = await Promise.all([import("./links.js"), import("./acts.js"), import("./widget.js")]);
  customElements.define("calc-widget", CalcWidget);
  watchAddress();
  watchActions();
}

arrivals.observe(document.body, { childList: true, subtree: true });
start();

export {};

// @ts-check
/** The rest is asked for once the page has a calculator; the theme may bring one later, without a full load. */
const arrivals = new MutationObserver(start);

async function start() {
  if (!document.querySelector("calc-widget")) return;
  arrivals.disconnect();
  const modules = Promise.all([import("./links.js"), import("./acts.js"), import("./share.js"), import("./engines.js"), import("./widget.js")]);
  const [{ watchAddress }, { watchActions }, { watchSharing }, { onTakeOver }, { CalcWidget }] = await modules;
  customElements.define("calc-widget", CalcWidget);
  watchAddress();
  watchActions();
  watchSharing();
  onTakeOver((id, answer, same) => {
    const widget = document.getElementById(id);
    if (widget instanceof CalcWidget) widget.takeOver(answer, same);
  });
}

import("./offline.js").catch(() => {}); // without it the site needs its connection
arrivals.observe(document.body, { childList: true, subtree: true });
start();

export {};

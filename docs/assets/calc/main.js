// @ts-check
/** The rest is asked for once the page has something that lives; the theme may bring it later, without a full load. */
import { equip, watchDrawer } from "./drawer.js";

/** @type {Record<string, () => Promise<void>>} */
const LIVING = {
  async "calc-widget"() {
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
  },
  async "calc-console"() {
    customElements.define("calc-console", (await import("./console.js")).CalcConsole);
  },
};

const arrivals = new MutationObserver(() => {
  equip();
  start();
});

function start() {
  for (const [name, begin] of Object.entries(LIVING)) {
    if (!document.querySelector(name)) continue;
    delete LIVING[name];
    begin();
  }
}

import("./offline.js").catch(() => {}); // without it the site needs its connection
watchDrawer();
equip();
arrivals.observe(document.body, { childList: true }); // the theme puts a new page there as a whole
start();

export {};

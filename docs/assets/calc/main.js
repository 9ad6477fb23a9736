// @ts-check
/** The rest is asked for once the page has something that lives; the theme may bring it later, without a full load. */

const PATIENCE = 20_000; // milliseconds, as for the engine
/** What is said where it is missing. @type {Record<string, string>} */
const MISSING = {
  "calc-widget": "The calculator could not be loaded: a part of the page did not arrive. The numbers belong to the inputs shown.",
  "calc-console": "The console could not be loaded: a part of the page did not arrive. Open the page again.",
};
const LINKED = "What your link asks for was not calculated.";

/** @type {Record<string, () => Promise<{begin: () => void}>>} */
const LIVING = {
  "calc-widget": () => import("./calculator.js"),
  "calc-console": () => import("./console.js"),
};

const arrivals = new MutationObserver(start);

function start() {
  for (const [name, script] of Object.entries(LIVING)) {
    if (!document.querySelector(name)) continue;
    delete LIVING[name];
    bring(name, script);
  }
}

/**
 * @param {string} name
 * @param {() => Promise<{begin: () => void}>} script
 */
async function bring(name, script) {
  const missed = () => stand(name, "failed");
  const clock = setTimeout(missed, PATIENCE);
  try {
    const { begin } = await script();
    stand(name, "static"); // it may be late
    begin();
    if (!Object.keys(LIVING).length) arrivals.disconnect();
  } catch (error) {
    console.warn(error);
    missed();
    LIVING[name] = script; // the next page tries again
  } finally {
    clearTimeout(clock);
  }
}

/**
 * Without its script a page stands as it was printed, and says so.
 * @param {string} name
 * @param {"static" | "failed"} state
 */
function stand(name, state) {
  const failed = state === "failed";
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(name))) {
    if (element.dataset.state === state) continue;
    element.dataset.state = state;
    const words = failed ? [MISSING[name], ...(new URLSearchParams(location.search).has("calc") ? [LINKED] : [])].join(" ") : "";
    for (const place of element.querySelectorAll("[data-fail], .calc-say, .calc-console-state")) place.textContent = words;
    const told = /** @type {HTMLElement | null} */ (element.querySelector(".calc-fail"));
    if (told) told.hidden = !failed;
    const again = /** @type {HTMLElement | null} */ (element.querySelector('[data-do="retry"]'));
    if (again) again.onclick = failed ? renew : null;
  }
}

/** Asks for the scripts of this page past the browser's caches, which may hold something damaged, and opens it again. */
async function renew() {
  const scripts = /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll('link[rel="modulepreload"]'));
  await Promise.allSettled([...scripts].map(({ href }) => fetch(href, { cache: "reload", signal: AbortSignal.timeout(PATIENCE) })));
  location.reload();
}

import("./offline.js").catch(() => {}); // without it the site needs its connection
import("./drawer.js").catch(() => {}); // without it the theme's own list is there
arrivals.observe(document.body, { childList: true }); // the theme puts a new page there as a whole
start();

export {};

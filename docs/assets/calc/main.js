// @ts-check
/** What a page has that lives asks for its own script; the theme may bring it later, without a full load. */

const PATIENCE = 20_000; // milliseconds, as for the engine
/** What is said where that script is missing. @type {Record<string, string>} */
const MISSING = {
  "calc-widget": "The calculator could not be loaded: a part of the page did not arrive. The numbers belong to the inputs shown.",
  "calc-console": "The console could not be loaded: a part of the page did not arrive. Open the page again.",
};
const LINKED = "What your link asks for was not calculated.";

/** Those that are not here yet. @type {Record<string, () => Promise<unknown>>} */
const SCRIPTS = {
  "calc-widget": () => import("./calculator.js"),
  "calc-console": () => import("./console.js"),
};

const parsed = new Promise((resolve) => {
  if (document.readyState !== "loading") resolve(undefined);
  document.addEventListener("readystatechange", resolve, { once: true }); // before the theme begins, which takes a while
});

/**
 * A script is here: what it makes alive begins as soon as the page is parsed.
 * @param {string} name
 * @param {() => void} begin
 */
export async function arrived(name, begin) {
  delete SCRIPTS[name];
  await parsed;
  stand(name, "static"); // it may be late
  try {
    begin();
  } catch (error) {
    console.warn(error);
    stand(name, "failed");
  }
}

function look() {
  for (const name of Object.keys(SCRIPTS)) if (document.querySelector(name)) bring(name, SCRIPTS[name]);
}

/**
 * @param {string} name
 * @param {() => Promise<unknown>} script
 */
async function bring(name, script) {
  delete SCRIPTS[name];
  const missed = () => stand(name, "failed");
  const clock = setTimeout(missed, PATIENCE);
  try {
    await script();
  } catch (error) {
    console.warn(error);
    missed();
    SCRIPTS[name] = script; // the next page tries again
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

/** Asks for the script past the browser's caches, which may hold something damaged, and opens the page again. */
async function renew() {
  await fetch(new URL("calculator.js", import.meta.url), { cache: "reload", signal: AbortSignal.timeout(PATIENCE) }).catch(() => {});
  location.reload();
}

parsed.then(() => {
  import("./offline.js").catch(() => {}); // without it the site needs its connection
  import("./drawer.js").catch(() => {}); // without it the theme's own list is there
  new MutationObserver(look).observe(document.body, { childList: true }); // the theme puts a new page there as a whole
  look();
});

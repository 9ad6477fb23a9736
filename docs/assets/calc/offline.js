// @ts-check
/** Has the browser keep the site for a visit without a connection, where it may, and says what is kept. */

const SITE = new URL("../../", import.meta.url);

/** Only under https: never while somebody writes pages, and never in a folder on a disk. */
if (location.protocol === "https:") keep();

/** Registers the service worker. What is used of Pyodide it keeps by itself, but not on the first visit, which it does not serve. */
export async function keep() {
  try {
    await navigator.serviceWorker.register(new URL("keeper.js", SITE), { scope: SITE.pathname });
    const { active } = await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    document.addEventListener("calc:result", function told({ target }) {
      if (/** @type {HTMLElement} */ (target).dataset.engine !== "pyodide") return;
      active?.postMessage("keep all");
      document.removeEventListener("calc:result", told);
    });
  } catch {
    // a browser may forbid it, and then the site needs its connection
  }
}

/** A sentence about what is kept here now. */
class Kept extends HTMLElement {
  async connectedCallback() {
    const names = "caches" in globalThis ? await caches.keys().catch(() => []) : [];
    const kept = names.find((name) => name.startsWith("guide "));
    const engine = kept && (await (await caches.open(kept)).keys()).some(({ url }) => url.endsWith("/pyodide.asm.wasm"));
    const [pages, both] = ["all pages and the instant calculators", "all pages and both engines of the calculators"];
    this.textContent = kept ? `Kept on this device now: ${engine ? both : pages}.` : "On this device nothing of it is kept now.";
  }
}

customElements.define("calc-kept", Kept);

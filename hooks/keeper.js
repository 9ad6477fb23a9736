// @ts-check
/**
 * The service worker: keeps one whole version of the site on the reader's device, so that a second visit needs no connection.
 *
 * A version is a list of files and their digests, which the build writes in place of the next three lines. A file is kept only if it is the one
 * of this version; if a single one is not, the version is not kept, and the one before it stays. A version is used as a whole, from the next
 * visit on: pages that are open keep the version that they came with.
 */
const VERSION = "";
/** @type {Record<string, string>} the pages, the style, the scripts and the instant engine, kept at once */
const FIRST = {};
/** @type {Record<string, string>} what is kept once it was used */
const USED = {};

const worker = /** @type {any} */ (self);
const files = { ...FIRST, ...USED };
const NAME = `guide ${VERSION}`;
const DIGEST = "x-digest";
const ABREAST = 6;
/** A page for the moment in which one version gives way to the next. */
const AGAIN = "<script>navigator.serviceWorker.oncontrollerchange = () => location.reload(); setTimeout(() => location.reload(), 3000)</script>";

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keep(Object.keys(FIRST))));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(forget()));
worker.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data === "take over") worker.skipWaiting();
  if (event.data === "keep all") event.waitUntil(keep(Object.keys(files)).catch(() => {})); // the next time, then
});
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const path = pathOf(event.request);
  if (event.request.method === "GET" && path !== undefined && Object.hasOwn(files, path)) event.respondWith(answer(path, event));
});

/**
 * What a request is for, from the site's root; another origin's is none of ours.
 * @param {Request} request
 */
function pathOf({ url }) {
  const { scope } = worker.registration;
  const address = url.replace(/[?#].*/, "");
  return address.startsWith(scope) ? decodeURI(address.slice(scope.length)).replace(/(^|\/)index\.html$/, "$1") : undefined;
}

/** @param {string} path */
const addressOf = (path) => new URL(path, worker.registration.scope).href;

/**
 * @param {string} path
 * @param {any} event
 */
async function answer(path, event) {
  if (event.request.mode === "navigate" && worker.registration.waiting && (await worker.clients.matchAll()).length < 2) {
    worker.registration.waiting.postMessage("take over"); // the last page of this version is being left
    return new Response(AGAIN, { headers: { "content-type": "text/html" } });
  }
  const cache = await caches.open(NAME);
  const kept = await cache.match(addressOf(path));
  const damaged = event.request.cache === "reload" || event.request.url.includes("?anew="); // or so the page thinks
  if (kept && !damaged) return kept;
  try {
    const response = await fetched(path, damaged ? "reload" : "no-cache");
    event.waitUntil(cache.put(addressOf(path), response.clone()));
    return response;
  } catch {
    return Response.error(); // of another version, or out of reach
  }
}

/**
 * Keeps files that are not kept yet, a few at a time.
 * @param {string[]} paths
 */
async function keep(paths) {
  const cache = await caches.open(NAME);
  const wanted = [...paths];
  const work = async () => {
    for (let path = wanted.pop(); path !== undefined; path = wanted.pop()) {
      if (!(await cache.match(addressOf(path)))) await cache.put(addressOf(path), (await before(path)) ?? (await fetched(path)));
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, work));
}

/**
 * The same file of an older version.
 * @param {string} path
 */
async function before(path) {
  for (const name of await caches.keys()) {
    const kept = name.startsWith("guide ") ? await (await caches.open(name)).match(addressOf(path)) : undefined;
    if (kept?.headers.get(DIGEST) === files[path]) return kept;
  }
  return undefined;
}

/**
 * The file of this version, from the host.
 * @param {string} path
 * @param {RequestCache} [cache]
 */
async function fetched(path, cache = "no-cache") {
  const response = await fetch(addressOf(path), { cache });
  const body = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  const found = [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!response.ok || found !== files[path]) throw new Error(`${path} is of another version`);
  return new Response(body, { headers: { "content-type": response.headers.get("content-type") ?? "", [DIGEST]: found } });
}

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith("guide ") && name !== NAME) await caches.delete(name);
}

// @ts-check
/** A worker that can fetch nothing: whatever it asks for comes from the page, which has scripts to load. It is named here before Pyodide looks. */

/** @type {Map<string, (text: string | undefined) => void>} */
const asked = new Map();
const FOLDER = "classic:/engine/";
const TYPES = /** @type {Record<string, string>} */ ({ wasm: "application/wasm" });

const worker = /** @type {any} */ (self);
worker.importScripts = undefined; // with it Pyodide takes this for a worker that cannot have modules, and refuses
Object.defineProperty(worker, "caches", { value: undefined }); // a disk keeps it already

worker.fetch = async (/** @type {string | URL} */ address) => {
  const name = String(address).slice(FOLDER.length);
  const text = await new Promise((resolve) => {
    asked.set(name, resolve);
    worker.postMessage({ wants: name });
  });
  if (text === undefined) return new Response(null, { status: 404 });
  return new Response(contents(name, text), { headers: { "content-type": TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "" } });
};

worker.addEventListener("message", (/** @type {MessageEvent} */ event) => {
  const { wanted, text } = event.data;
  if (wanted === undefined) return;
  event.stopImmediatePropagation(); // it is no question
  asked.get(wanted)?.(text);
  asked.delete(wanted);
});

/**
 * A file from its text: what is not compressed by itself was compressed for the way.
 * @param {string} name
 * @param {string} text in base64
 */
function contents(name, text) {
  const bytes = /** @type {any} */ (Uint8Array).fromBase64?.(text) ?? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  return name.endsWith(".part") ? stream : stream.pipeThrough(new DecompressionStream("gzip"));
}

export {};

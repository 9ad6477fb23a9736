// @ts-check
/**
 * Workers and files for a page that may load nothing but classic scripts: one in a folder on a disk, or in a closed frame. A file comes as a
 * script that calls `calcFile` with its content. A worker is made from such a file, and gets others through the page.
 */
{
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const page = /** @type {any} */ (globalThis);
  const Native = Worker;
  const PAUSE = 100; // milliseconds: a page that is being left loses its scripts, and nobody needs to hear of it any more
  const FOLDER = script.src.replace(/[^/]*$/, "");
  /** @type {WeakMap<object, (text: string) => void>} */
  const arriving = new WeakMap();
  /** Where a page asks for Trusted Types: scripts come from our folder, and workers from what those brought. */
  const own = (/** @type {string} */ address) => {
    if (!address.startsWith(FOLDER) && !address.startsWith("blob:")) throw new TypeError(`${address} is not ours`);
    return address;
  };
  const trusted = page.trustedTypes?.createPolicy("calc-files", { createScriptURL: own }) ?? { createScriptURL: own };
  page.calcAddress = script.src.replace(/classic\/.*/, "calc/main.js");
  page.calcFile = (/** @type {string} */ text) => arriving.get(/** @type {object} */ (document.currentScript))?.(text);

  /**
   * The text of a file, in base64; nothing where there is none.
   * @param {string} name
   * @returns {Promise<string | undefined>}
   */
  const file = (name) =>
    new Promise((resolve) => {
      const element = document.createElement("script");
      arriving.set(element, resolve);
      element.onload = element.onerror = () => {
        element.remove();
        setTimeout(() => resolve(undefined), PAUSE); // unless it came
      };
      element.src = trusted.createScriptURL(new URL(`${name}.js`, FOLDER).href);
      document.head.append(element);
    });

  /** @param {string} name @returns {Promise<string>} */
  async function blob(name) {
    const text = await file(name);
    if (text === undefined) throw new Error(`${name} did not arrive`);
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Response(bytes).body?.pipeThrough(new DecompressionStream("gzip"));
    return URL.createObjectURL(new Blob([await new Response(stream).text()], { type: "text/javascript" }));
  }

  /** What a page has instead of `Worker`: the address tells which worker is meant. */
  class ClassicWorker extends EventTarget {
    /** @type {((event: MessageEvent) => void) | null} */
    onmessage = null;
    /** @type {((event: Event) => void) | null} */
    onerror = null;
    #ended = false;
    #worker;

    /**
     * @param {string | URL} address
     * @param {{name?: string}} [options]
     */
    constructor(address, { name = "" } = {}) {
      super();
      const engine = String(address).includes("/calc/worker.js");
      this.#worker = this.#begin(engine ? `${name.split(" ")[0]}.worker` : "search.worker", name);
      this.#worker.catch(() => this.#tell(new Event("error")));
    }

    /**
     * @param {string} code
     * @param {string} name
     */
    async #begin(code, name) {
      const worker = new Native(trusted.createScriptURL(await blob(code)), { name });
      worker.onmessage = ({ data }) => (data?.wants ? this.#give(worker, data.wants) : this.#tell(new MessageEvent("message", { data })));
      worker.onerror = () => this.#tell(new Event("error"));
      if (this.#ended) worker.terminate();
      return worker;
    }

    /**
     * @param {Worker} worker
     * @param {string} wanted
     */
    async #give(worker, wanted) {
      worker.postMessage({ wanted, text: await file(wanted) });
    }

    /** @param {Event} event */
    #tell(event) {
      this.dispatchEvent(event);
      if (event instanceof MessageEvent) this.onmessage?.(event);
      else this.onerror?.(event);
    }

    /** @param {unknown} data */
    postMessage(data) {
      this.#worker.then((worker) => worker.postMessage(data)).catch(() => {}); // who waits was told
    }

    terminate() {
      this.#ended = true;
      this.#worker.then((worker) => worker.terminate()).catch(() => {});
    }
  }

  page.Worker = ClassicWorker;
}

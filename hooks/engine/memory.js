// @ts-check
/**
 * What Pyodide's memory holds when it has just started: the next start continues from there, in a third of the time. It is taken before anybody
 * has asked anything, so that nothing of the reader's is in it, and kept only where the browser keeps files for a page: over https and on the
 * computer itself. Compressed it is a seventh, and gzip notices a damaged copy.
 */

/** The browser's cache that holds the memory of one release, and nothing else. */
const NAME = "engine memory";

const kept = () => /** @type {CacheStorage | undefined} */ (globalThis.caches);

/** @param {string} base */
const address = (base) => `${base}memory`;

/**
 * @param {string} base the folder of the engine's files: every release has its own
 * @returns {Promise<Uint8Array | undefined>} nothing where none is kept, or it is damaged
 */
export async function recalled(base) {
  try {
    const cache = await kept()?.open(NAME);
    const body = (await cache?.match(address(base)))?.body;
    return body ? new Uint8Array(await new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the browser would keep it. */
export const keeps = () => kept() !== undefined;

/**
 * Keeps it in place of the one of an earlier release. A browser may refuse.
 * @param {string} base
 * @param {Uint8Array<ArrayBuffer>} memory
 */
export async function keep(base, memory) {
  try {
    const packed = await new Response(new Blob([memory]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
    await forget();
    await (await kept()?.open(NAME))?.put(address(base), new Response(packed));
  } catch {
    // the next start is as long as this one
  }
}

/** The next start begins at the beginning. */
export async function forget() {
  await kept()?.delete(NAME);
}

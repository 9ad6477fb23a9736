// @ts-check
/**
 * Runs Python: a letter with a request comes in, a letter with the answer goes out. What Python needs first is fetched and given to it.
 *
 * @import { Letter, News } from "./protocol.js"
 */

/** How an answer begins that is none yet. */
const NEEDS = '{"needs":';

/** @param {News | Letter} message */
const post = (message) => self.postMessage(message);

/** Not even the first module arrived. */
const unreachable = () => {
  throw { trouble: "missing" };
};

try {
  const { data, start } = await import("../engine/start.js").catch(unreachable);
  const python = await start({ onbytes: () => post({ state: "bytes" }), onloaded: () => post({ state: "loaded" }) });
  const { answer } = python.pyimport("calc.contract");
  const { give } = python.pyimport("calc.data");

  /** @param {string} request */
  const answered = async (request) => {
    const said = answer(request);
    if (!said.startsWith(NEEDS)) return said;
    post({ state: "fetching" });
    try {
      for (const name of JSON.parse(said).needs) give(name, await data(name));
    } catch {
      return said; // it also holds a sentence for the reader
    }
    return answered(request);
  };

  self.onmessage = async ({ data: { id, text } }) => post({ id, text: await answered(text) });
  post({ state: "live" });
} catch (error) {
  post({ state: "failed", trouble: /** @type {any} */ (error).trouble ?? "broken" });
}

export {};

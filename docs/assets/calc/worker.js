// @ts-check
/**
 * Runs Python: a letter with a request comes in, a letter with the answer goes out.
 *
 * @import { Letter, News } from "./protocol.js"
 */

/** @param {News | Letter} message */
const post = (message) => self.postMessage(message);

/** Not even the first module arrived. */
const unreachable = () => {
  throw { trouble: "missing" };
};

try {
  const { start } = await import("../engine/start.js").catch(unreachable);
  const python = await start({ onbytes: () => post({ state: "bytes" }), onloaded: () => post({ state: "loaded" }) });
  const { answer } = python.pyimport("calc.contract");
  self.onmessage = ({ data: { id, text } }) => post({ id, text: answer(text) });
  post({ state: "live" });
} catch (error) {
  post({ state: "failed", trouble: /** @type {any} */ (error).trouble ?? "broken" });
}

export {};

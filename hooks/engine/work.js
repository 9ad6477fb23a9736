// @ts-check
/**
 * The work of a Python in a worker: a letter with a request comes in, a letter with the answer goes out. What Python needs first is fetched and
 * given to it.
 *
 * @import { Answering } from "./instant.js"
 * @import { Letter, News } from "../calc/protocol.js"
 */
import { data } from "./arrivals.js";

/** @typedef {{answering: (options: {calculators: string[], onbytes: () => void, onloaded: () => void, onsaid: (text: string) => void}) => Promise<Answering>}} Starts */

/** How an answer begins that is none yet. */
const NEEDS = '{"needs":';

/** @param {News | Letter} message */
const post = (message) => self.postMessage(message);

/**
 * @param {Starts["answering"]} answering
 * @param {string[]} calculators those that will be asked first
 */
export async function work(answering, calculators) {
  try {
    const told = {
      onbytes: () => post({ state: "bytes" }),
      onloaded: () => post({ state: "loaded" }),
      onsaid: (/** @type {string} */ text) => post({ state: "said", text }), // by the console alone
    };
    serve(await answering({ calculators, ...told }));
  } catch (error) {
    const { trouble, name } = /** @type {any} */ (error);
    post({ state: "failed", trouble: trouble ?? (name === "TimeoutError" ? "missing" : "broken") });
  }
}

/** @param {Answering} python */
function serve(python) {
  /** @param {string} request @returns {Promise<string>} */
  const answered = async (request) => {
    const said = python.answer(request);
    if (!said.startsWith(NEEDS)) return said;
    post({ state: "fetching" });
    try {
      for (const name of JSON.parse(said).needs) python.give(name, await data(name));
    } catch {
      return said; // it also holds a sentence for the reader
    }
    return answered(request);
  };

  let turn = Promise.resolve();
  self.onmessage = (/** @type {MessageEvent<Letter>} */ { data: { id, text } }) => {
    turn = turn.then(async () => post({ id, text: await answered(text) })); // one at a time: what one needs, the next may need as well
  };
  post({ state: "live" });
}

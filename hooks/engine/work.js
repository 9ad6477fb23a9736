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
 * @param {Letter[]} [letters] what has been asked already
 */
export async function work(answering, calculators, letters = []) {
  self.onmessage = (/** @type {MessageEvent<Letter>} */ { data }) => void letters.push(data);
  try {
    const told = {
      onbytes: () => post({ state: "bytes" }),
      onloaded: () => post({ state: "loaded" }),
      onsaid: (/** @type {string} */ text) => post({ state: "said", text }), // by the console alone
    };
    serve(await answering({ calculators, ...told }), letters);
  } catch (error) {
    const { trouble, name } = /** @type {any} */ (error);
    post({ state: "failed", trouble: trouble ?? (name === "TimeoutError" ? "missing" : "broken") });
  }
}

/**
 * @param {Answering} python
 * @param {Letter[]} letters
 */
function serve(python, letters) {
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
  /** @param {Letter} letter */
  const hear = ({ id, text }) => {
    turn = turn.then(async () => post({ id, text: await answered(text) })); // one at a time: what one needs, the next may need as well
  };
  self.onmessage = (/** @type {MessageEvent<Letter>} */ { data }) => hear(data);
  post({ state: "live" });
  letters.forEach(hear);
}

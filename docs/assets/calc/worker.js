// @ts-check
/**
 * Runs one of the Pythons: a letter with a request comes in, a letter with the answer goes out. What Python needs first is fetched and given
 * to it. The worker's name says which module starts it, and which calculators are on the page.
 *
 * @import { Letter, News } from "./protocol.js"
 */

/** How an answer begins that is none yet. */
const NEEDS = '{"needs":';
const PAUSE = 40; // milliseconds, in which a question that waited for this start arrives
const [module, ...calculators] = self.name.split(" ");
/** The build puts a release after it. */
const ENGINE = "../engine/";

/** @param {News | Letter} message */
const post = (message) => self.postMessage(message);

/** Not even the first module arrived. */
const unreachable = () => {
  throw { trouble: "missing" };
};

try {
  /** @type {Promise<[typeof import("../engine/instant.js"), typeof import("../engine/arrivals.js")]>} */
  const modules = Promise.all([import(`${ENGINE}${module}.js`), import(`${ENGINE}arrivals.js`)]);
  const [{ answering }, { data }] = await modules.catch(unreachable);
  const told = {
    onbytes: () => post({ state: "bytes" }),
    onloaded: () => post({ state: "loaded" }),
    onsaid: (/** @type {string} */ text) => post({ state: "said", text }), // by the console alone
  };
  const python = await answering({ calculators, ...told });

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
  let idle = true;
  self.onmessage = ({ data: { id, text } }) => {
    idle = false;
    turn = turn.then(async () => post({ id, text: await answered(text) })); // one at a time: what one needs, the next may need as well
  };
  post({ state: "live" });
  // While nobody asks, an answer to nobody: the first one takes three times as long as those after it.
  const exercise = () => idle && calculators.forEach((calculator) => python.answer(JSON.stringify({ calculator, inputs: {} })));
  setTimeout(exercise, PAUSE);
} catch (error) {
  post({ state: "failed", trouble: /** @type {any} */ (error).trouble ?? "broken" });
}

export {};

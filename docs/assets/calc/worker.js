// @ts-check
/**
 * A worker with one of the Pythons in it. Its name says which module starts it, and which calculators are on the page.
 *
 * @import { News } from "./protocol.js"
 */
const [module, ...calculators] = self.name.split(" ");
/** The build puts a release after it. */
const ENGINE = "../engine/";

/** @type {Promise<[import("../engine/work.js").Starts, typeof import("../engine/work.js")]>} */
const modules = Promise.all([import(`${ENGINE}${module}.js`), import(`${ENGINE}work.js`)]);
modules.then(
  ([{ answering }, { work }]) => work(answering, calculators),
  () => self.postMessage(/** @type {News} */ ({ state: "failed", trouble: "missing" })),
);

export {};

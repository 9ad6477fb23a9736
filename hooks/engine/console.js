// @ts-check
/**
 * Starts Pyodide for the console: with the package as `pip` installs it, its docstrings and sources, and with the modules of Python's library
 * that a reader may want. All of that is `console.part`.
 */
import { BASE } from "./arrivals.js";
import { start } from "./start.js";

const PART = "console.part";
const FOLDER = "/lib/console";
/** What is said where Python itself broke down, which no traceback can tell. */
const BROKEN = JSON.stringify({ broken: true });

/**
 * @param {Parameters<typeof start>[0] & {onsaid?: (text: string) => void}} [options] `onsaid` is given what is printed, piece by piece
 * @returns {Promise<import("./instant.js").Answering>}
 */
export async function answering({ base = BASE, onsaid = () => {}, ...news } = {}) {
  const python = await start({ base, ...news, more: { [PART]: FOLDER } });
  python.runPython(`import sys; sys.path.insert(0, "${FOLDER}")`);
  const answer = python.pyimport("console").answering(onsaid);
  return {
    answer(request) {
      try {
        return answer(request);
      } catch (error) {
        console.warn(error);
        return BROKEN;
      }
    },
    give() {}, // everything is here
  };
}

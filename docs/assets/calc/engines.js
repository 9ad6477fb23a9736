// @ts-check
/**
 * The two Pythons of the page, owned by this module and not by a widget, so that they survive instant navigation. MicroPython is small and
 * answers first; Pyodide takes over when it runs, because it is faster. Both run the same source and have to say the same, to the last byte:
 * what MicroPython said last is asked of Pyodide again.
 *
 * @import { Answer, Request } from "./protocol.js"
 */
import { Engine } from "./engine.js";

export { EngineFailure } from "./engine.js";

const HEAD_START = 3_000;

const instant = new Engine("micropython");
const full = new Engine("pyodide", { onlive: () => compare().catch(() => {}) });

/** @type {Map<string, {request: string, answer: string}>} what MicroPython said last to each widget */
const said = new Map();
/** Whether somebody has asked. */
let wanted = false;
/** Whether Pyodide was started: where that fails, it is not tried again with every answer of MicroPython. */
let begun = false;
/** @type {(id: string, answer: Answer, same: boolean) => void} */
let tell = () => {};

export const isLive = () => instant.live || full.live;

/**
 * What is done when Pyodide has said what MicroPython had said to a widget, or something else.
 * @param {typeof tell} then
 */
export const onTakeOver = (then) => (tell = then);

/**
 * Starts what answers first: near a widget this may be done before the reader wants anything. While nobody asks it answers to nobody, since a
 * first answer takes three times as long as those after it.
 * @param {string} calculator  that will be asked
 */
export function prepare(calculator) {
  if (isLive() || sparing()) return;
  const exercise = () => (wanted ? undefined : instant.ask(JSON.stringify({ calculator, inputs: {} })));
  instant.ready([calculator]).then(exercise).catch(() => {}); // whoever asks is told
}

/**
 * Starts Pyodide, which then answers instead of MicroPython.
 * @param {string} calculator  that will be asked first
 */
function takeOver(calculator) {
  begun = true;
  const started = full.ready([calculator]);
  started.catch(() => {}); // where it cannot start, MicroPython goes on alone
  return started;
}

/** Whether the line is slow, or the reader asked to save data: then Pyodide's five megabytes are not worth its speed. */
export function sparing() {
  const { saveData, effectiveType } = /** @type {any} */ (navigator).connection ?? {};
  return saveData === true || ["slow-2g", "2g", "3g"].includes(effectiveType);
}

/**
 * Asks MicroPython, and Pyodide where that cannot answer, cannot start, or takes long to. Rejected when neither can start.
 * @param {Request} request
 * @returns {Promise<Answer>}
 */
export async function ask(request) {
  const text = JSON.stringify(request);
  const first = full.live ? undefined : await instantly(request.calculator, text);
  const heard = first && read(first, instant);
  if (heard && !("failure" in heard)) {
    if (!request.take) said.set(request.id, { request: text, answer: first });
    if (full.live) compare().catch(() => {}); // it was asked before Pyodide ran
    else if (!begun && !sparing()) takeOver(request.calculator);
    return heard;
  }
  if (!full.live) takeOver(request.calculator);
  try {
    return read(await full.ask(text), full);
  } catch (failure) {
    if (heard) return heard;
    throw failure;
  }
}

/**
 * What MicroPython says; nothing where it cannot start, or Pyodide runs sooner. Rejected where Pyodide was started beside it and neither can.
 * @param {string} calculator
 * @param {string} text
 */
async function instantly(calculator, text) {
  wanted = true;
  let over = false;
  /** @type {unknown} */
  let failure;
  const answer = instant.ask(text, [calculator]).catch(() => undefined).finally(() => (over = true));
  if (instant.live) return answer;
  const late = new Promise((resolve) => setTimeout(resolve, HEAD_START));
  const sooner = late.then(() => {
    if (over || instant.live || sparing()) return answer;
    return takeOver(calculator).then(() => undefined, (reason) => ((failure = reason), answer));
  });
  const first = await Promise.race([answer, sooner]);
  if (first === undefined && failure && !full.live) throw failure;
  return first;
}

/**
 * @param {string} answer
 * @param {Engine} engine
 * @returns {Answer}
 */
function read(answer, engine) {
  const read = JSON.parse(answer);
  if (read.ok) read.ok.engine = engine.name;
  return read;
}

/** Asks Pyodide what MicroPython has answered, and lets MicroPython go. */
async function compare() {
  for (const [id, { request, answer }] of said) {
    const again = await full.ask(request);
    const heard = read(again, full);
    if (said.get(id)?.request !== request) continue; // it has said something newer, which is compared too
    said.delete(id);
    if (!("failure" in heard)) tell(id, heard, again === answer);
  }
  instant.retire();
}

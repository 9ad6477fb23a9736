// @ts-check
/**
 * The Python engine of the page: one worker, owned by this module and not by a widget, so that it survives instant navigation.
 *
 * Every wait ends, with an answer or with an `EngineFailure` whose message is a sentence for the reader.
 *
 * @import { Answer, Letter, News, Request, Trouble } from "./protocol.js"
 */

const PATIENCE = { byte: 20_000, start: 60_000, answer: 5_000, data: 30_000 }; // the worker itself gives up on data after 20 seconds

/** @type {Record<Trouble | "silent" | "slow" | "stuck", string>} */
const SENTENCES = {
  unsupported: "The calculator cannot run here: this browser, or a rule of this network, does not allow WebAssembly.",
  missing: "The calculator could not be loaded: a part of it did not arrive.",
  foreign: "The calculator could not be loaded: the network sent something else in its place.",
  broken: "The calculator was loaded but could not start.",
  silent: "The calculator could not be loaded: nothing arrived for 20 seconds.",
  slow: "The calculator was loaded but did not start within a minute.",
  stuck: "The calculator stopped answering.",
};

export class EngineFailure extends Error {}

/** @typedef {{letter: Letter, resolve: (answer: Answer) => void, reject: (failure: EngineFailure) => void}} Call */

/** @type {Map<number, Call>} */
const calls = new Map();
/** @type {Worker | undefined} */
let worker;
/** @type {Promise<void> | undefined} */
let readiness;
/** @type {{resolve: () => void, reject: (failure: EngineFailure) => void}} */
let promised;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let clock;
let live = false;
let patience = PATIENCE.answer;
let restarted = false;
let count = 0;

export const isLive = () => live;

/** Starts the engine unless it runs or is starting. After a failure the next call tries again. */
export function ready() {
  if (!readiness) {
    readiness = new Promise((resolve, reject) => (promised = { resolve, reject }));
    employ();
  }
  return readiness;
}

/**
 * @param {Request} request
 * @returns {Promise<Answer>}
 */
export function ask(request) {
  const letter = { id: ++count, text: JSON.stringify(request) };
  return new Promise((resolve, reject) => {
    calls.set(letter.id, { letter, resolve, reject });
    if (live) send(letter);
    else ready().catch(() => {}); // a failure reaches every call
  });
}

function employ() {
  try {
    worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  } catch {
    return fail(SENTENCES.unsupported);
  }
  worker.onmessage = ({ data }) => ("state" in data ? hear(data) : deliver(data));
  worker.onerror = () => (live ? restart() : fail(SENTENCES.missing));
  wait(PATIENCE.byte, () => fail(SENTENCES.silent));
}

/** @param {News} news */
function hear(news) {
  if (news.state === "failed") return fail(SENTENCES[news.trouble]);
  if (news.state === "fetching") return wait((patience = PATIENCE.data), restart);
  if (news.state === "bytes") return wait(PATIENCE.byte, () => fail(SENTENCES.silent));
  if (news.state === "loaded") return wait(PATIENCE.start, () => fail(SENTENCES.slow));
  clearTimeout(clock);
  live = true;
  promised.resolve();
  for (const { letter } of calls.values()) send(letter);
}

/** @param {Letter} letter */
function send(letter) {
  worker?.postMessage(letter);
  wait(patience, restart);
}

/** @param {Letter} letter */
function deliver({ id, text }) {
  calls.get(id)?.resolve(JSON.parse(text));
  calls.delete(id);
  restarted = false;
  if (calls.size) wait(patience, restart);
  else rest();
}

/** A question without an answer is asked once more, of a new worker. */
function restart() {
  if (restarted) return fail(SENTENCES.stuck);
  restarted = true;
  dismiss();
  employ();
}

/** Nothing is waited for. */
function rest() {
  clearTimeout(clock);
  patience = PATIENCE.answer;
}

function dismiss() {
  rest();
  if (worker) worker.onmessage = worker.onerror = null;
  worker?.terminate();
  live = false;
}

/** @param {string} sentence */
function fail(sentence) {
  dismiss();
  const failure = new EngineFailure(sentence);
  promised.reject(failure);
  for (const call of calls.values()) call.reject(failure);
  calls.clear();
  readiness = undefined;
  restarted = false;
}

/**
 * @param {number} milliseconds
 * @param {() => void} then
 */
function wait(milliseconds, then) {
  clearTimeout(clock);
  clock = setTimeout(then, milliseconds);
}

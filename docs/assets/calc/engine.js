// @ts-check
/**
 * One Python in a worker of its own.
 *
 * Every wait ends, with an answer or with an `EngineFailure` whose message is a sentence for the reader.
 *
 * @import { EngineName, Letter, News, Trouble } from "./protocol.js"
 */

const PATIENCE = { byte: 20_000, start: 60_000, answer: 5_000, data: 30_000 }; // the worker itself gives up on data after 20 seconds
const SLEPT = 5_000; // milliseconds that a clock is late where the page, or the whole computer, slept
/** Where Pyodide keeps what its memory held after a start. */
const MEMORY = "engine memory";
/** The module that starts each of them. */
const MODULES = /** @type {const} */ ({ micropython: "instant", pyodide: "start", console: "console" });

/** @type {Record<Trouble | "alone" | "silent" | "slow" | "stuck" | "stopped", string>} what is said of the calculator, or of whatever else runs there */
const SENTENCES = {
  unsupported: "cannot run here: this browser, or a rule of this network, does not allow WebAssembly.",
  alone: "cannot run here: this browser, or an extension of it, does not allow a page to have workers.",
  missing: "could not be loaded: a part of it did not arrive.",
  lost: "could not be loaded: the connection was lost on the way.",
  foreign: "could not be loaded: the network sent something else in its place.",
  broken: "was loaded but could not start.",
  memory: "was loaded but could not start: the browser has too little memory left. Closing other pages may help.",
  silent: "could not be loaded: nothing arrived for 20 seconds.",
  slow: "was loaded but did not start within a minute.",
  stuck: "stopped answering.",
  stopped: "was stopped.",
};

export class EngineFailure extends Error {}

/** @typedef {{letter: Letter, resolve: (answer: string) => void, reject: (failure: EngineFailure) => void}} Call */

export class Engine {
  live = false;
  /** @type {Map<number, Call>} */
  #calls = new Map();
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Promise<void> | undefined} */
  #readiness;
  /** @type {{resolve: () => void, reject: (failure: EngineFailure) => void}} */
  #promised = { resolve() {}, reject() {} };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #clock;
  #patience = PATIENCE.answer;
  #restarted = false;
  #retired = false;
  /** Whether the next worker asks past the browser's caches, which may hold something damaged. */
  #anew = false;
  #count = 0;
  #patient;
  #what;
  #onsaid;
  #onlive;
  /** @type {string[]} those that will be asked first */
  #calculators = [];

  /**
   * @param {EngineName} name
   * @param {{patient?: boolean, what?: string, onsaid?: (text: string) => void, onlive?: () => void}} [options] one that is `patient` waits
   * for an answer as long as it takes, and asks nothing twice; `what` it is, in a sentence; `onsaid` is given what it prints; `onlive` is
   * called after every start, also of a second worker
   */
  constructor(name, { patient = false, what = "The calculator", onsaid = () => {}, onlive = () => {} } = {}) {
    this.name = name;
    this.#patient = patient;
    this.#what = what;
    this.#onsaid = onsaid;
    this.#onlive = onlive;
  }

  /**
   * Starts it unless it runs or is starting. After a failure the next call tries again.
   * @param {string[]} [calculators]
   */
  ready(calculators = []) {
    if (this.#readiness) return this.#readiness;
    /** @type {Promise<void>} */
    const readiness = new Promise((resolve, reject) => (this.#promised = { resolve, reject }));
    this.#readiness = readiness;
    this.#calculators = calculators;
    this.#retired = false;
    this.#dismiss(); // one that was retired may still be there
    this.#employ();
    return readiness; // which may have failed already
  }

  /**
   * Before it runs, a question waits in the worker: the page may have other things to do when it is heard there.
   * @param {string} text  a request as JSON
   * @param {string[]} [calculators]  for a start, if it takes one
   * @returns {Promise<string>} the answer as JSON
   */
  ask(text, calculators) {
    const letter = { id: ++this.#count, text };
    return new Promise((resolve, reject) => {
      this.#calls.set(letter.id, { letter, resolve, reject });
      if (!this.live && !this.#readiness) return void this.ready(calculators).catch(() => {}); // a failure reaches every call
      this.#worker?.postMessage(letter);
      if (this.live) this.#await();
    });
  }

  #employ() {
    const begun = this.name === "micropython" ? taken() : undefined;
    try {
      const address = new URL(this.#anew ? `worker.js?anew=${Date.now()}` : "worker.js", import.meta.url);
      const name = [MODULES[this.name], ...this.#calculators].join(" ");
      this.#worker = begun?.worker ?? new Worker(address, { type: "module", name });
    } catch {
      return this.#fail(SENTENCES.alone);
    }
    this.#worker.onmessage = ({ data }) => ("state" in data ? this.#hear(data) : this.#deliver(data));
    this.#worker.onerror = () => (this.live ? this.#restart() : this.#fail(SENTENCES.missing));
    this.#wait(PATIENCE.byte, () => this.#fail(SENTENCES.silent));
    for (const { letter } of this.#calls.values()) this.#worker.postMessage(letter);
    for (const event of begun?.said ?? []) begun?.worker.dispatchEvent(event);
  }

  /** @param {News} news */
  #hear(news) {
    if (news.state === "failed") return this.#miss(news.trouble);
    if (news.state === "said") return this.#onsaid(news.text);
    if (news.state === "fetching") return this.#wait((this.#patience = PATIENCE.data), () => this.#restart());
    if (news.state === "bytes") return this.#wait(PATIENCE.byte, () => this.#fail(SENTENCES.silent));
    if (news.state === "loaded") return this.#wait(PATIENCE.start, () => this.#fail(SENTENCES.slow));
    clearTimeout(this.#clock);
    this.live = true;
    this.#anew = false;
    this.#promised.resolve();
    if (this.#calls.size) this.#await();
    this.#onlive();
  }

  /**
   * It could not start. Where something else came than it should, that is asked for once more.
   * @param {Trouble} trouble
   */
  #miss(trouble) {
    if (this.#anew || (trouble !== "foreign" && trouble !== "broken")) return this.#fail(SENTENCES[trouble]);
    this.#anew = true;
    this.#dismiss();
    this.#employ();
  }

  /** @param {Letter} letter */
  #deliver({ id, text }) {
    this.#calls.get(id)?.resolve(text);
    this.#calls.delete(id);
    this.#restarted = false;
    if (this.#calls.size) this.#await();
    else if (this.#retired) this.#dismiss();
    else this.#rest();
  }

  #await() {
    if (!this.#patient) this.#wait(this.#patience, () => this.#restart());
  }

  /** What is asked gets no answer any more, and the next worker begins at the beginning. */
  stop() {
    this.#fail(SENTENCES.stopped);
    this.ready().catch(() => {}); // whoever asks next is told
  }

  /** Nobody will ask any more; what was asked is still answered. A later call of `ready` starts it again. */
  retire() {
    this.#readiness = undefined;
    this.#retired = true;
    if (!this.#calls.size) this.#dismiss();
  }

  /** A question without an answer is asked once more, of a new worker, which begins at the beginning. */
  #restart() {
    if (this.#restarted || this.#patient) return this.#fail(SENTENCES.stuck);
    this.#restarted = true;
    forget();
    this.#dismiss();
    this.#employ();
  }

  /** Nothing is waited for. */
  #rest() {
    clearTimeout(this.#clock);
    this.#patience = PATIENCE.answer;
  }

  #dismiss() {
    this.#rest();
    if (this.#worker) this.#worker.onmessage = this.#worker.onerror = null;
    this.#worker?.terminate();
    this.live = false;
  }

  /** @param {string} sentence */
  #fail(sentence) {
    this.#anew = !this.live;
    this.#dismiss();
    const failure = new EngineFailure(`${this.#what} ${sentence}`);
    this.#promised.reject(failure);
    for (const call of this.#calls.values()) call.reject(failure);
    this.#calls.clear();
    this.#readiness = undefined;
    this.#restarted = false;
  }

  /**
   * A wait in which the page slept says nothing about the engine, which slept too: it begins again.
   * @param {number} milliseconds
   * @param {() => void} then
   */
  #wait(milliseconds, then) {
    clearTimeout(this.#clock);
    const end = Date.now() + milliseconds;
    this.#clock = setTimeout(() => (Date.now() > end + SLEPT ? this.#wait(milliseconds, then) : then()), milliseconds);
  }
}

/**
 * The worker that `early.js` began, and what it has said since; it can be taken once.
 * @returns {{worker: Worker, said: Event[]} | undefined}
 */
function taken() {
  const page = /** @type {any} */ (globalThis);
  const begun = page.calcBegun;
  page.calcBegun = undefined;
  return begun;
}

/** What Pyodide's memory held may be damaged. A browser may forbid even to ask for it. */
async function forget() {
  try {
    await globalThis.caches?.delete(MEMORY);
  } catch {
    // then nothing is kept
  }
}

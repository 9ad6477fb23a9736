// @ts-check
/**
 * The console of the page `project/console/`: gathers what the reader writes, has Python run it in a worker of its own, and shows what comes of
 * it as text. The names that a reader gives live in that worker, as long as the visit lasts or until it is stopped.
 */
import { Engine, EngineFailure } from "./engine.js";
import { valuesOf } from "./links.js";
import { arrived } from "./main.js";
import { Speech } from "./speech.js";

const LONG = 5_000; // milliseconds after which a run is said to be going on
const MOST = 100; // runs that stay on the page
const SPOKEN = 160; // characters of an answer that a screen reader is given at once

/** @type {(text: string) => void} */
let hear = () => {};
const python = new Engine("console", { patient: true, what: "Python", onsaid: (text) => hear(text) });

/** What was run during this visit, the newest last. @type {string[]} */
const ran = [];

class CalcConsole extends HTMLElement {
  #speech = new Speech(() => this.#part(".calc-say"));
  #busy = false;
  #stopped = false;
  /** Where the reader is in what was run; at its end stands what is being written. */
  #place = ran.length;
  #draft = "";

  connectedCallback() {
    this.#part("fieldset").removeAttribute("disabled");
    this.addEventListener("focusin", this.#prepare);
    this.addEventListener("pointerdown", this.#prepare);
    this.addEventListener("click", this.#onClick);
    this.addEventListener("submit", this.#onSubmit);
    this.addEventListener("keydown", this.#onKey);
    this.#show();
    if (new URLSearchParams(location.search).has("calc")) this.#follow(location.search);
  }

  disconnectedCallback() {
    this.#speech.end();
    if (this.#busy && python.live) python.stop(); // what runs on is of no use to anybody
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }

  get #field() {
    return /** @type {HTMLTextAreaElement} */ (this.#part("textarea"));
  }

  #prepare = () => {
    if (!python.live && !this.#busy) python.ready().catch(() => {}); // whoever runs something is told
  };

  #onClick = (/** @type {Event} */ { target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (button?.dataset.do === "again") this.#run(this.#sourceOf(button));
    if (button?.dataset.do === "stop" && this.#busy) this.#stop();
  };

  /** @param {Element} button */
  #sourceOf = (button) => button.closest("li")?.querySelector("code")?.textContent ?? "";

  #onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    this.#send();
  };

  #onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.target !== this.#field || event.isComposing || event.altKey) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) this.#send();
      else this.#enter();
    }
    const steps = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (steps && !event.shiftKey && this.#atEdge(steps)) {
      event.preventDefault();
      this.#recall(steps);
    }
  };

  /**
   * Whether the caret cannot go further up or down within what is written.
   * @param {number} steps
   */
  #atEdge(steps) {
    const { value, selectionStart, selectionEnd } = this.#field;
    const beyond = steps < 0 ? value.slice(0, selectionStart) : value.slice(selectionEnd);
    return selectionStart === selectionEnd && !beyond.includes("\n");
  }

  /**
   * Another of the runs before, or what was being written.
   * @param {number} steps
   */
  #recall(steps) {
    const place = this.#place + steps;
    if (place < 0 || place > ran.length) return;
    if (this.#place === ran.length) this.#draft = this.#field.value;
    this.#write(ran[place] ?? this.#draft);
    this.#place = place;
  }

  /** @param {string} source */
  #write(source) {
    this.#field.value = source;
    this.#field.setSelectionRange(source.length, source.length);
  }

  /** Runs what is written if it is complete, and begins another line where it is not: Python knows. */
  async #enter() {
    const source = this.#field.value;
    if (this.#busy || !source.trim()) return;
    const { rest } = (await this.#asked({ rest: source }, this.#starting())) ?? {};
    if (rest === undefined || this.#field.value !== source) return;
    if (rest === null) return this.#send();
    this.#field.setRangeText(`\n${rest}`, this.#field.selectionStart, this.#field.selectionEnd, "end");
    this.#show(python.live ? "An empty line, or the button, runs it." : "");
  }

  #send() {
    const source = this.#field.value.trimEnd();
    if (this.#busy || !source) return;
    this.#run(source);
    this.#write("");
    this.#field.focus();
  }

  /** @param {string} source */
  async #run(source) {
    if (this.#busy) return;
    if (ran.at(-1) !== source) ran.push(source);
    this.#place = ran.length;
    const entry = this.#added(source);
    const said = this.#output(entry);
    hear = (text) => said.append(text);
    const reply = await this.#asked({ run: source }, python.live ? "Running." : this.#starting());
    hear = () => {};
    if (reply?.problem) this.#complain(entry, reply.problem, reply.words);
    if (reply?.broken) {
      python.stop();
      this.#complain(entry, "Python itself broke down. It begins anew, without the names that you gave.", true);
    }
    if (!reply) this.#complain(entry, this.#part(".calc-console-state").textContent ?? "", true);
    if (!reply && !this.#stopped && !this.#field.value) this.#write(source); // nothing is lost: it can be run again
    const text = entry.querySelector(".calc-console-out")?.textContent?.trim() ?? "";
    if (reply) this.#show("", text.length > SPOKEN ? `Done: ${text.split("\n").length} lines.` : text || "Done.");
    this.#part("form").scrollIntoView({ block: "nearest" });
  }

  #starting = () => (python.live ? "" : "Python is starting. The first time that takes a moment.");

  /**
   * The answer to a request; nothing where there is none, which is said then.
   * @param {Record<string, string>} request
   * @param {string} state
   * @returns {Promise<any>}
   */
  async #asked(request, state) {
    this.#busy = true;
    this.#stopped = false;
    this.#show(state);
    const goesOn = () => this.#show(python.live ? "Still running. Stop ends it." : "Still starting. A slow connection takes its time.");
    const clock = setInterval(goesOn, LONG);
    try {
      return JSON.parse(await python.ask(JSON.stringify(request)));
    } catch (failure) {
      if (!(failure instanceof EngineFailure)) throw failure;
      this.#show(this.#stopped ? "Stopped. Python begins anew, without the names that you gave." : failure.message);
      return undefined;
    } finally {
      clearInterval(clock);
      this.#busy = false;
      this.#buttons();
    }
  }

  #stop() {
    this.#stopped = true;
    python.stop();
    this.#field.focus();
  }

  /**
   * Writes the scenario of a link as a call, and runs nothing.
   * @param {string} query
   */
  async #follow(query) {
    const reply = await this.#asked({ link: query }, "Python is starting, to write the scenario of your link as a call.");
    if (!reply) return this.#show(`${this.#part(".calc-console-state").textContent} The link says: ${valuesOf(query).join(", ")}.`);
    if (!this.#field.value) this.#write(reply.code);
    this.#show(reply.told);
  }

  /**
   * @param {string} [state] what goes on, and what a screen reader is told
   * @param {string} [spoken] what it is told instead
   */
  #show(state = "", spoken = state) {
    this.#part(".calc-console-state").textContent = state;
    if (spoken) this.#speech.say(spoken);
    this.#buttons();
  }

  #buttons() {
    this.dataset.state = this.#busy ? "busy" : "ready";
    for (const button of this.querySelectorAll("button")) button.setAttribute("aria-disabled", String(this.#busy !== (button.dataset.do === "stop")));
  }

  /** @param {string} source @returns {HTMLElement} the place of one more run */
  #added(source) {
    const list = this.#part("ol");
    const runs = list.querySelectorAll("li[data-own]");
    if (runs.length >= MOST) runs[0].remove();
    const entry = document.createElement("li");
    entry.dataset.own = "";
    const code = document.createElement("code");
    code.textContent = source;
    const shown = document.createElement("pre");
    shown.append(code);
    entry.append(shown);
    list.append(entry);
    return entry;
  }

  /** @param {HTMLElement} entry */
  #output(entry) {
    const output = document.createElement("pre");
    output.className = "calc-console-out";
    entry.append(output);
    return output;
  }

  /**
   * @param {HTMLElement} entry
   * @param {string} problem
   * @param {boolean} words
   */
  #complain(entry, problem, words) {
    const output = this.#output(entry);
    output.classList.add(words ? "is-words" : "is-trace");
    output.textContent = problem;
  }
}

arrived("calc-console", () => customElements.define("calc-console", CalcConsole));

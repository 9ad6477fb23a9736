// @ts-check
/**
 * A calculator on the page. Python has printed it; this element asks Python again whenever the reader changes something.
 *
 * @import { Answer, Edit, Request, Result, State, Texts, Turn } from "./protocol.js"
 */
import { Conversation } from "./conversation.js";
import { isLive } from "./engine.js";
import { changes, fieldOf, focusRow, gather, holds } from "./form.js";
import { buttonEdit, controlEdit, dragHandle } from "./gestures.js";
import { addressOf, push, remember, scenarioFor, valuesOf } from "./links.js";
import { morph } from "./morph.js";
import { hideReading, readAtPointer, readAtSlider } from "./reading.js";
import { enableNumbers, greyFollowers, tellFollowers, wantedValues } from "./prose.js";
import { copyAddress, printAlone, printedFrom } from "./share.js";
import { Speech } from "./speech.js";

const BUSY = 100; // a shorter wait is not shown

export class CalcWidget extends HTMLElement {
  #life = new AbortController();
  #conversation = new Conversation(
    (turn) => this.#request(turn),
    (answer, turn) => this.#hear(answer, turn),
    (sentence, unanswered) => this.#fail(sentence, "failed", unanswered),
  );
  #speech = new Speech(() => this.#part(".calc-say"));
  /** The controls as the page brought them, and as the last good answer left them. */
  #starting = "";
  #good = "";
  /** @type {Texts} what the numbers belong to */
  #known = {};
  /** @type {Turn} what failed */
  #again = {};
  /** @type {string[] | undefined} the charts' axes while a handle is dragged */
  #axes;
  #link = "";
  #rejected = false;
  #copying = false;
  /** Whether the reader, not a link, chose what is shown. */
  #chosen = false;
  #spoken = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #busy;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.#conversation.begin();
    this.#starting = this.#good = this.#controls.innerHTML;
    this.#known = gather(this.#form);
    this.#controls.disabled = false;
    this.#link = this.querySelector("[data-address]")?.textContent ?? "";
    this.#settle();
    this.addEventListener("focusin", () => this.wake(), { signal });
    this.addEventListener("pointerdown", (event) => this.#onPress(event), { signal });
    this.addEventListener("pointerup", () => this.wake(), { signal });
    this.addEventListener("submit", (event) => event.preventDefault(), { signal });
    this.addEventListener("input", (event) => this.#onInput(event), { signal });
    this.addEventListener("keydown", (event) => this.edit(controlEdit(event)), { signal });
    this.addEventListener("click", (event) => this.#onClick(event), { signal });
    for (const moved of /** @type {const} */ (["pointermove", "pointerdown", "pointerout"])) this.addEventListener(moved, readAtPointer, { signal });
    this.addEventListener("focusout", hideReading, { signal });
    addEventListener("beforeprint", () => this.#part("[data-address]").replaceChildren(printedFrom(addressOf(this, this.#link))), { signal });
    enableNumbers(this.id, signal, (edit) => this.edit(edit), () => this.wake());
    const query = scenarioFor(this);
    if (query) this.restore(query);
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#conversation.end();
    clearTimeout(this.#busy);
    this.#speech.end();
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector("form"));
  }

  get #controls() {
    return /** @type {HTMLFieldSetElement} */ (this.#part('[data-part="controls"]'));
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }

  /** Starts the engine at the reader's first touch. */
  wake() {
    if (this.dataset.state === "static") this.#ask({});
  }

  /** @param {Edit | undefined} edit */
  edit(edit) {
    if (!edit) return;
    this.#chosen = this.#spoken = true;
    this.#ask({ edit, axes: this.#axes });
  }

  /**
   * Shows the scenario of a link, or without one the starting values.
   * @param {string} [query]
   */
  restore(query) {
    if (!query && this.dataset.state === "static") return;
    this.#chosen = false;
    this.#spoken = true;
    if (!query) morph(this.#controls, this.#starting);
    this.#conversation.restart(query ? { query } : {});
    this.#wait();
  }

  /** Takes the reader to the verdict. */
  show() {
    this.scrollIntoView({ block: "nearest" });
    const verdict = this.#part(".calc-verdict");
    verdict.tabIndex = -1;
    verdict.focus({ preventScroll: true });
  }

  /** @param {PointerEvent} event */
  #onPress(event) {
    if (event.pointerType === "mouse") this.wake(); // a finger may only want to scroll
    const held = event.target instanceof Element && event.target.closest("[data-drag], [data-slider]");
    if (!held || event.button !== 0) return;
    const dragged = held instanceof SVGElement; // a slider moves by itself, and holds only the pictures that can keep their axes
    const plots = [...this.querySelectorAll(".calc-plot")];
    this.#axes = plots.map((plot) => (dragged || plot.hasAttribute("data-hold") ? plot.getAttribute("data-axes") : "") ?? "");
    const release = () => {
      this.#axes = undefined;
      this.#ask({});
    };
    if (dragged) dragHandle(event, held, (edit) => this.edit(edit), release);
    else held.addEventListener("change", release, { once: true, signal: this.#life.signal });
  }

  /** @param {Event} event */
  #onInput({ target }) {
    if (!(target instanceof Element)) return;
    const field = fieldOf(target);
    if (target instanceof HTMLInputElement && !field) return readAtSlider(target);
    if (target instanceof HTMLInputElement && target.type === "range") {
      return this.edit({ field, slider: Number(target.value) / Number(target.max) });
    }
    this.#chosen = this.#spoken = true;
    this.#conversation.typed(field);
    this.#wait();
  }

  /** @param {Event} event */
  #onClick({ target }) {
    const button = target instanceof Element && target.closest("button");
    if (!button) return;
    const action = button.dataset.do;
    this.edit(buttonEdit(button));
    if (action === "print") printAlone(this);
    if (action === "copy") {
      this.#copying = true;
      this.#ask({});
    }
    if (action === "reset") {
      this.restore();
      remember(this);
    }
    if (action === "retry") {
      this.#ask(this.#again);
      this.show();
    }
  }

  /** @param {Turn} turn */
  #ask(turn) {
    this.#conversation.say(turn);
    this.#wait();
  }

  /** @param {Turn} turn @returns {Request} */
  #request(turn) {
    return {
      calculator: this.getAttribute("calculator") ?? "",
      id: this.id,
      version: Number(this.getAttribute("version")),
      show: this.dataset.show,
      values: wantedValues(this.id),
      known: this.#known,
      ...(turn.query ? {} : { inputs: gather(this.#form) }),
      ...turn,
    };
  }

  /**
   * @param {Answer} answer
   * @param {Turn} turn
   */
  #hear(answer, turn) {
    clearTimeout(this.#busy);
    this.#busy = undefined;
    if ("failure" in answer) return this.#fail(answer.failure, "live", [turn]);
    const html = "ok" in answer ? answer.ok.html : answer.html;
    const trouble = "ok" in answer ? "" : answer.problems[0].message;
    if (!html) return this.#fail(trouble, "live", [turn]); // a link to another calculator or version
    morph(this.#controls, html.controls, (control) => holds(control, turn));
    if (turn.edit?.rows) focusRow(this.#controls, turn.edit);
    this.#rejected = !("ok" in answer);
    this.#enter("live");
    if ("ok" in answer) this.#accept(answer.ok);
    else this.#refuse(trouble);
    this.#grey();
    this.ariaBusy = null;
    if (this.#conversation.unanswered.length) this.#wait();
  }

  /** @param {Result} result */
  #accept(result) {
    morph(this.#part('[data-part="result"]'), result.html.result);
    this.#known = gather(this.#form);
    this.#good = result.html.controls;
    this.dataset.engine = "pyodide";
    this.#link = result.link;
    this.#settle();
    tellFollowers(this.id, result);
    if (this.#chosen) remember(this, result.link);
    if (this.#copying) this.#copy();
    else if (this.#spoken) this.#speech.say(result.sentence);
    this.dispatchEvent(new CustomEvent("calc:result", { bubbles: true, detail: result }));
  }

  /** @param {string} trouble */
  #refuse(trouble) {
    this.#speech.say(trouble);
    if (this.#copying) this.#part("[aria-invalid]")?.focus(); // there is no link to these inputs
    this.#copying = false;
  }

  /** What Python cannot know: which example is shown, and that handles now work. */
  #settle() {
    for (const chip of /** @type {NodeListOf<HTMLAnchorElement>} */ (this.querySelectorAll("a.calc-chip")))
      chip.ariaCurrent = chip.href === addressOf(this, this.#link) ? "true" : null;
    for (const handle of this.querySelectorAll("[data-drag]")) handle.setAttribute("tabindex", "0");
  }

  async #copy() {
    const address = addressOf(this, this.#link);
    const note = this.#part("[data-copied]");
    this.#copying = false;
    push(address);
    await copyAddress(address, note);
    this.#speech.say(note.textContent ?? "");
  }

  /** Greys numbers that do not belong to the inputs. */
  #grey() {
    const other = JSON.stringify(gather(this.#form)) !== JSON.stringify(this.#known);
    greyFollowers(this.id, this.toggleAttribute("data-stale", this.#conversation.moves || this.#rejected || other));
  }

  /** A wait for the engine shows at once, a wait for an answer only if it is long. */
  #wait() {
    this.#part("[data-copied]").hidden = true;
    if (!isLive()) {
      this.#enter("loading");
      this.#grey();
    }
    this.#busy ??= setTimeout(() => {
      this.#busy = undefined; // what changes after this waits anew
      if (isLive()) this.ariaBusy = "true";
      this.#grey();
    }, BUSY);
  }

  /** @param {State} state */
  #enter(state) {
    this.#part(".calc-fail").hidden = true;
    this.#controls.disabled = state === "failed" || (state === "loading" && this.#conversation.unanswered.some(({ query }) => query));
    if (this.dataset.state === state) return;
    this.dataset.state = state;
    this.dispatchEvent(new CustomEvent("calc:state", { bubbles: true, detail: { state } }));
  }

  /**
   * The numbers stay, and the inputs go back to those that they belong to.
   * @param {string} sentence
   * @param {State} state
   * @param {Turn[]} lost
   */
  #fail(sentence, state, lost) {
    clearTimeout(this.#busy);
    this.#busy = undefined;
    const query = lost.find((turn) => turn.query)?.query;
    const inputs = gather(this.#form);
    const wanted = query ? valuesOf(query) : changes(this, inputs, this.#known);
    const writing = this.#controls.contains(document.activeElement);
    this.#again = query ? { query } : { inputs };
    this.#rejected = this.#copying = false;
    morph(this.#controls, this.#good);
    this.#enter(state);
    this.#grey();
    this.ariaBusy = null;
    const words = [sentence, "These numbers are the last good ones and belong to the inputs shown."];
    if (wanted.length) words.push(`Not calculated: ${wanted.join(", ")}.`);
    this.#part("[data-fail]").textContent = words.join(" ");
    this.#part(".calc-fail").hidden = false;
    if (writing && this.#controls.disabled) this.#part('[data-do="retry"]').focus();
    this.#speech.say(words.join(" "));
  }
}

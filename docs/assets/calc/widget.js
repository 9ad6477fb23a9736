// @ts-check
/**
 * A calculator on the page. Python has printed it; this element asks Python again whenever the reader changes something.
 *
 * @import { Answer, Edit, Request, Result, State, Texts, Turn } from "./protocol.js"
 */
import { Conversation } from "./conversation.js";
import { isLive, prepare } from "./engines.js";
import { changes, fieldOf, focusRow, gather, holds } from "./form.js";
import { axesHeld, buttonEdit, controlEdit, heldBy, hold, pickEdit } from "./gestures.js";
import { Guess } from "./guess.js";
import { addressToShare, hides, hiding, remember, scenarioFor, valuesOf } from "./links.js";
import { morph } from "./morph.js";
import { readAtSlider, watchReading } from "./reading.js";
import { enableNumbers, greyFollowers, tellFollowers, wantedValues } from "./prose.js";
import { copyScenario, printedFrom } from "./share.js";
import { Speech } from "./speech.js";
import { Pause, contradicted, enter, focusAnswer, report, settle, whenNear } from "./standing.js";

export class CalcWidget extends HTMLElement {
  #life = new AbortController();
  #conversation = new Conversation(
    (turn) => this.#request(turn),
    (answer, turn) => this.#hear(answer, turn),
    (sentence, unanswered) => this.#fail(sentence, "failed", unanswered),
  );
  #speech = new Speech(() => this.#part(".calc-say"));
  #guess = new Guess(this);
  #calculator = () => this.getAttribute("calculator") ?? "";
  #part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (this.querySelector(selector));
  #inputs = () => gather(/** @type {HTMLFormElement} */ (this.querySelector("form")));
  /** The controls as the page brought them, and as the last good answer left them. */
  #starting = "";
  #good = "";
  /** @type {Texts} what the numbers belong to */
  #known = {};
  /** @type {Texts | undefined} the scenario to compare with */
  #pin;
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
  #busy = new Pause();

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.#conversation.begin();
    this.#starting = this.#good = this.#controls.innerHTML;
    this.#known = this.#inputs();
    this.#controls.disabled = false;
    this.#link = this.querySelector("[data-address]")?.textContent ?? "";
    settle(this, this.#link);
    this.addEventListener("pointerdown", (event) => this.#onPress(event), { signal });
    for (const touched of ["focusin", "pointerup"]) this.addEventListener(touched, () => this.wake(), { signal });
    this.addEventListener("submit", (event) => event.preventDefault(), { signal });
    this.addEventListener("input", (event) => this.#onInput(event), { signal });
    this.addEventListener("keydown", (event) => this.edit(controlEdit(event)), { signal });
    this.addEventListener("click", (event) => this.#onClick(event), { signal });
    watchReading(this, signal);
    addEventListener("beforeprint", () => this.#part("[data-address]").replaceChildren(printedFrom(addressToShare(this, this.#link))), { signal });
    enableNumbers(this.id, signal, (edit) => this.edit(edit), () => this.wake());
    whenNear(this, signal, () => prepare(this.#calculator()));
    const query = scenarioFor(this);
    query ? this.restore(query) : this.#guess.begin();
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#conversation.end();
    this.#busy.end();
    this.#speech.end();
  }

  get #controls() {
    return /** @type {HTMLFieldSetElement} */ (this.#part('[data-part="controls"]'));
  }

  /** The question that the numbers shown are an answer to. */
  get answered() {
    return this.#request({ inputs: this.#known });
  }

  /** Starts the engine at the reader's first touch. */
  wake() {
    if (this.dataset.state === "static") this.#ask({});
  }

  /** @param {Edit | undefined} edit */
  edit(edit) {
    if (!edit) return;
    this.#chosen = this.#spoken = true;
    this.#guess.forget();
    this.#ask({ edit, axes: this.#axes });
  }

  /**
   * Shows the scenario of a link, or without one the starting values.
   * @param {string} [query]
   * @param {boolean} [here]  whether a link of this page was followed: what is pinned or covered stays so
   */
  restore(query, here = false) {
    if (!query && this.dataset.state === "static" && !this.#conversation.unanswered.length) return;
    if (!here) this.#pin = undefined;
    if (query && hides(query)) this.#guess.cover();
    else if (!here) this.#guess.uncover();
    this.#guess.forget();
    this.#chosen = here && (this.#pin !== undefined || this.#guess.covers);
    this.#spoken = true;
    if (!query) morph(this.#controls, this.#starting);
    this.#conversation.restart(query ? { query } : {});
    this.#wait();
  }

  /** Pyodide took over; if it says something else, that is shown, with a sentence. @param {Answer} answer @param {boolean} same */
  takeOver(answer, same) {
    this.dataset.engine = "pyodide";
    if (same) return;
    this.#hear(answer, {});
    this.#speech.say(contradicted(this));
  }

  /** Takes the reader to the verdict. */
  show() {
    this.scrollIntoView({ block: "nearest" });
    if (this.#guess.covers) this.#guess.focus();
    else focusAnswer(this);
  }

  /** @param {PointerEvent} event */
  #onPress(event) {
    if (event.pointerType === "mouse") this.wake(); // a finger may only want to scroll
    const held = heldBy(event);
    if (!held) return;
    this.#axes = axesHeld(this, held);
    const release = () => {
      this.#axes = undefined;
      this.#ask({});
    };
    hold(event, held, (edit) => this.edit(edit), release, this.#life.signal);
  }

  /** @param {Event} event */
  #onInput({ target }) {
    if (!(target instanceof Element)) return;
    const field = fieldOf(target);
    if (this.#guess.slide(target)) return this.#ask({});
    if (target instanceof HTMLInputElement && !field) return readAtSlider(target);
    if (target instanceof HTMLInputElement && target.type === "range") {
      return this.edit({ field, slider: Number(target.value) / Number(target.max) });
    }
    this.#chosen = this.#spoken = true;
    this.#guess.forget();
    this.#conversation.typed(field);
    this.#wait();
  }

  /** @param {Event} event */
  #onClick(event) {
    const button = event.target instanceof Element && (event.target.closest("button") ?? this.#guess.meant(event.target));
    if (!button) return this.edit(pickEdit(event));
    const action = button.dataset.do;
    this.edit(buttonEdit(button));
    if (action === "copy") this.#copying = true;
    if (action === "pin") this.#chosen = true;
    if (action === "pin" || this.#guess.press(button)) this.#spoken = true;
    if (["copy", "guess", "reveal", "skip"].includes(action ?? "")) this.#ask({});
    if (action === "pin") this.#ask({ pinned: this.#pin === undefined });
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
      calculator: this.#calculator(),
      id: this.id,
      version: Number(this.getAttribute("version")),
      show: this.dataset.show,
      values: wantedValues(this.id),
      known: this.#known,
      inputs: this.#inputs(), // beside a link, for what no link carries
      pin: turn.pinned ? this.#inputs() : turn.pinned === false ? undefined : this.#pin,
      ...this.#guess.request(),
      ...turn,
    };
  }

  /** @param {Answer} answer @param {Turn} turn */
  #hear(answer, turn) {
    this.#busy.end();
    if ("failure" in answer) return this.#fail(answer.failure, "live", [turn]);
    const html = "ok" in answer ? answer.ok.html : answer.html;
    const trouble = "ok" in answer ? "" : answer.problems[0].message;
    if (!html) return this.#fail(trouble, "live", [turn]); // a link to another calculator or version
    morph(this.#controls, html.controls, (control) => holds(control, turn));
    if (turn.edit?.rows) focusRow(this.#controls, turn.edit);
    this.#rejected = !("ok" in answer);
    this.#enter("live");
    if (turn.query || turn.pinned !== undefined) this.#pin = ("ok" in answer ? answer.ok.pin : answer.pin) ?? undefined;
    this.toggleAttribute("data-pinned", this.#pin !== undefined);
    if ("ok" in answer) this.#accept(answer.ok);
    else this.#refuse(trouble, turn);
    this.#grey();
    this.ariaBusy = null;
    if (this.#conversation.unanswered.length) this.#wait();
  }

  /** @param {Result} result */
  #accept(result) {
    morph(this.#part('[data-part="result"]'), result.html.result);
    this.#known = this.#inputs();
    this.#good = result.html.controls;
    this.dataset.engine = result.engine;
    this.#link = result.link;
    settle(this, this.#link);
    tellFollowers(this.id, result);
    const shown = this.#guess.hear(result);
    const linked = shown && hides(scenarioFor(this) ?? "");
    if (this.#chosen || linked) remember(this, this.#guess.covers ? hiding(result.link) : result.link);
    if (this.#copying) copyScenario(this, result, this.#guess.covers).then((done) => this.#speech.say(done));
    else if (this.#spoken) this.#speech.say(this.#guess.words(result));
    this.#copying = false;
    this.dispatchEvent(new CustomEvent("calc:result", { bubbles: true, detail: result }));
  }

  /** @param {string} trouble @param {Turn} turn */
  #refuse(trouble, { pinned }) {
    this.#speech.say(trouble);
    if (this.#copying || pinned) this.#part("[aria-invalid]")?.focus(); // there is no link to these inputs, and nothing to compare with
    this.#copying = false;
    this.#guess.refuse();
  }

  /** Greys numbers that do not belong to the inputs. */
  #grey() {
    const other = JSON.stringify(this.#inputs()) !== JSON.stringify(this.#known);
    greyFollowers(this.id, this.toggleAttribute("data-stale", this.#conversation.moves || this.#rejected || other));
  }

  /** A wait for the engine shows at once, a wait for an answer only if it is long. */
  #wait() {
    this.#part("[data-copied]")?.setAttribute("hidden", "");
    if (!isLive()) {
      this.#enter("loading");
      this.#grey();
    }
    this.#busy.begin(() => {
      if (isLive()) this.ariaBusy = "true";
      this.#grey();
    });
  }

  #enter(/** @type {State} */ state) {
    this.#controls.disabled = state === "failed" || (state === "loading" && this.#conversation.unanswered.some(({ query }) => query));
    enter(this, state);
  }

  /**
   * The numbers stay, and the inputs go back to those that they belong to.
   * @param {string} sentence
   * @param {State} state
   * @param {Turn[]} lost
   */
  #fail(sentence, state, lost) {
    this.#busy.end();
    const query = lost.find((turn) => turn.query)?.query;
    const inputs = this.#inputs();
    const wanted = query ? valuesOf(query) : changes(this, inputs, this.#known);
    const writing = this.#controls.contains(document.activeElement);
    this.#again = query ? { query } : { inputs };
    this.#rejected = this.#copying = false;
    this.#guess.uncover();
    morph(this.#controls, this.#good);
    this.#enter(state);
    this.#grey();
    this.ariaBusy = null;
    this.#speech.say(report(this, sentence, wanted));
    if (writing && this.#controls.disabled) this.#part('[data-do="retry"]').focus();
  }
}

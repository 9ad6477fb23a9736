// @ts-check
/**
 * A guess before the answer: a panel with a question covers the answer until the reader has guessed, or skips.
 *
 * @import { Request, Result } from "./protocol.js"
 * @import { CalcWidget } from "./widget.js"
 */
import { morph } from "./morph.js";
import { coverFollowers } from "./prose.js";

export class Guess {
  #widget;
  /** @type {Request["guess"]} */
  #given;
  /** @type {Request["guess"]} what the last question said; the reader may have moved on since */
  #sent;
  #revealing = false;
  /** Whether the answer came to light before Python was asked: the reader skipped, or the reply was on the page. */
  #shown = false;

  /** @param {CalcWidget} widget */
  constructor(widget) {
    this.#widget = widget;
  }

  get covers() {
    return this.#widget.hasAttribute("data-covered");
  }

  get #panel() {
    return /** @type {HTMLElement} */ (this.#widget.querySelector('[data-part="ask"]'));
  }

  /** A page may come with its answer covered, where the browser can tell by style alone that there are scripts. */
  begin() {
    if (this.covers) this.#set(matchMedia("(scripting: enabled)").matches, "first");
  }

  /** Whether this is the question that the page began with, which stands alone: without form and examples. */
  get #opens() {
    return this.#widget.getAttribute("data-covered") === "first";
  }

  /** Covers the answer, if there is a question. */
  cover() {
    this.#set(this.#panel.childElementCount > 0);
    this.#given = undefined;
  }

  uncover() {
    this.#set(false);
  }

  /**
   * @param {boolean} covered
   * @param {string} [how]
   */
  #set(covered, how = "") {
    this.#revealing = this.#shown = false;
    for (const pressed of this.#panel.querySelectorAll("[aria-pressed]")) pressed.ariaPressed = null;
    if (covered) this.#widget.setAttribute("data-covered", how);
    else this.#widget.removeAttribute("data-covered");
    this.#panel.hidden = !covered;
    /** @type {HTMLElement} */ (this.#widget.querySelector('[data-part="result"]')).inert = covered;
    if (covered) /** @type {HTMLDetailsElement} */ (this.#widget.querySelector(".calc-take > details")).open = false;
    coverFollowers(this.#widget.id, covered);
  }

  /** Takes the reader to the question. */
  focus() {
    this.#panel.scrollIntoView({ block: "nearest" });
    /** @type {HTMLElement | null} */ (this.#panel.querySelector(".calc-cover-question"))?.focus({ preventScroll: true });
  }

  /** The question is another one now, so what was said about the guess goes; a guess that has no answer yet stays. */
  forget() {
    if (!this.covers) this.#given = undefined;
  }

  /**
   * The reader moved the slider of the question.
   * @param {Element} slider
   * @returns {boolean} whether it was that one
   */
  slide(slider) {
    if (!(slider instanceof HTMLInputElement) || !slider.matches("[data-guess]")) return false;
    this.#given = { slider: Number(slider.value) / Number(slider.max) };
    return true;
  }

  /**
   * The button that says the same as a ring in the picture of the question.
   * @param {Element} place
   * @returns {HTMLElement | null}
   */
  meant(place) {
    const ring = place.closest("[data-ring]")?.getAttribute("data-ring");
    return ring ? this.#panel.querySelector(`[data-choice="${ring}"]`) : null;
  }

  /**
   * The reader pressed a button: wants a question, answers it, or wants the answer at once.
   * @param {HTMLElement} button
   * @returns {boolean} whether it was one of these
   */
  press(button) {
    const { dataset } = button;
    if (dataset.do === "guess") {
      this.cover();
      this.#widget.show();
    } else if (dataset.do === "reveal") {
      const given = dataset.choice === undefined ? (this.#given ?? {}) : { choice: Number(dataset.choice) };
      if (dataset.reply && !this.#widget.hasAttribute("data-stale")) this.#show(dataset.reply);
      else {
        if (dataset.choice) button.ariaPressed = "true";
        this.#revealing = true;
      }
      this.#given = given;
    } else if (dataset.do === "skip") {
      this.#show();
      this.#given = undefined;
    } else {
      if (dataset.do === "hide") button.ariaPressed = String(button.ariaPressed !== "true"); // what the next link does
      return false;
    }
    return true;
  }

  /**
   * Shows the answer that stands on the page; Python says the same once it is there.
   * @param {string} [words]  what is said about the guess
   */
  #show(words) {
    const reply = /** @type {HTMLElement | null} */ (this.#widget.querySelector(".calc-reply"));
    if (reply && words) reply.textContent = words;
    if (reply) reply.hidden = !words;
    this.#light();
    this.#shown = true;
  }

  /** Takes the cover away, and the reader to what was under it, which may stand far below the form that was hidden with it. */
  #light() {
    const opened = this.#opens;
    this.uncover();
    this.#widget.show();
    const answer = opened && this.#widget.querySelector(".calc-reply:not([hidden]), .calc-chart");
    if (answer && answer.getBoundingClientRect().top > innerHeight / 2) answer.scrollIntoView();
  }

  /** What a request says about it. @returns {{choices?: string, guess?: Request["guess"], reveal?: boolean}} */
  request() {
    const { choices } = this.#widget.dataset;
    this.#sent = this.#given;
    return this.#given ? { choices, guess: this.#given, reveal: this.#revealing || !this.covers } : { choices };
  }

  /** These inputs have no answer, so there is none to show. */
  refuse() {
    this.#revealing = false;
  }

  /**
   * Shows the question that goes with an answer, or, once it is answered, what stands behind it.
   * @param {Result} result
   * @returns {boolean} whether the answer has just come to light
   */
  hear({ ask, html }) {
    const shown = this.#shown || (this.covers && (this.#revealing || !ask));
    morph(this.#panel, html.ask, (control) => control === document.activeElement);
    if (ask && this.#given && this.#given === this.#sent) this.#given = { value: ask.guess };
    if (shown && this.covers) this.#light();
    if (this.#opens && !this.#panel.querySelector("[data-choice]")) this.#set(true); // no choice fits any more: a question like any other
    this.#shown = false;
    return shown;
  }

  /**
   * What is read out.
   * @param {Result} result
   */
  words({ ask, sentence }) {
    return this.covers && ask ? ask.question : [ask?.reply, sentence].join(" ").trim();
  }
}

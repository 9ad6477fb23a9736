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
  #skipped = false;

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

  /** Covers the answer, if there is a question. */
  cover() {
    this.#set(this.#panel.childElementCount > 0);
    this.#given = undefined;
  }

  uncover() {
    this.#set(false);
  }

  /** @param {boolean} covered */
  #set(covered) {
    this.#revealing = this.#skipped = false;
    this.#widget.toggleAttribute("data-covered", covered);
    this.#panel.hidden = !covered;
    /** @type {HTMLElement} */ (this.#widget.querySelector('[data-part="result"]')).inert = covered;
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
      this.#given = dataset.choice === undefined ? (this.#given ?? {}) : { choice: Number(dataset.choice) };
      this.#revealing = true;
    } else if (dataset.do === "skip") {
      this.uncover();
      this.#given = undefined;
      this.#skipped = true;
      this.#widget.show();
    } else {
      if (dataset.do === "hide") button.ariaPressed = String(button.ariaPressed !== "true"); // what the next link does
      return false;
    }
    return true;
  }

  /** What a request says about it. @returns {{guess?: Request["guess"], reveal?: boolean}} */
  request() {
    this.#sent = this.#given;
    return this.#given ? { guess: this.#given, reveal: this.#revealing || !this.covers } : {};
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
    const shown = this.#skipped || (this.covers && (this.#revealing || !ask));
    morph(this.#panel, html.ask, (control) => control === document.activeElement);
    if (ask && this.#given && this.#given === this.#sent) this.#given = { value: ask.guess };
    if (shown && this.covers) {
      this.uncover();
      this.#widget.show();
    }
    this.#skipped = false;
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

// @ts-check
/**
 * How a widget stands: its state, which example it shows, what went wrong.
 *
 * @import { State } from "./protocol.js"
 * @import { CalcWidget } from "./widget.js"
 */
import { addressOf, alone } from "./links.js";
import { forgetReadings } from "./reading.js";

const BUSY = 100; // a shorter wait is not shown
const UNPACKED = "To calculate here, the whole zip file must be unpacked into a folder, and index.html opened in a current browser.";

/** A wait that is shown when it gets long. */
export class Pause {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** Goes on with a wait that has begun. @param {() => void} then */
  begin(then) {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined; // what changes after this waits anew
      then();
    }, BUSY);
  }

  end() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/**
 * @param {CalcWidget} widget
 * @param {State} state
 */
export function enter(widget, state) {
  widget.querySelector(".calc-fail")?.setAttribute("hidden", ""); // an extension may have taken it away
  if (widget.dataset.state === state) return;
  widget.dataset.state = state;
  widget.dispatchEvent(new CustomEvent("calc:state", { bubbles: true, detail: { state } }));
}

/**
 * What Python cannot know: which example is shown, that handles now work, and what was read off the pictures before.
 * @param {CalcWidget} widget
 * @param {string} link
 */
export function settle(widget, link) {
  for (const chip of /** @type {NodeListOf<HTMLAnchorElement>} */ (widget.querySelectorAll("a.calc-chip")))
    chip.ariaCurrent = chip.href === addressOf(widget, alone(link)) ? "true" : null;
  for (const handle of widget.querySelectorAll("[data-drag]:not([tabindex])")) handle.setAttribute("tabindex", "0");
  forgetReadings(widget);
}

/**
 * Says that an answer is missing, and what it would have been to.
 * @param {CalcWidget} widget
 * @param {string} sentence
 * @param {string[]} wanted
 */
export function report(widget, sentence, wanted) {
  const words = [sentence, "These numbers are the last good ones and belong to the inputs shown."];
  if (location.protocol === "file:" && widget.dataset.state === "failed") words.push(UNPACKED);
  if (wanted.length) words.push(`Not calculated: ${wanted.join(", ")}.`);
  return warn(widget, words.join(" "));
}

/**
 * Says that the two engines disagree.
 * @param {CalcWidget} widget
 */
export function contradicted(widget) {
  return warn(widget, "The calculator was checked against itself, and two answers differed. The second one is shown. Please do not rely on either.");
}

/**
 * @param {CalcWidget} widget
 * @param {string} words
 */
function warn(widget, words) {
  /** @type {HTMLElement} */ (widget.querySelector("[data-fail]")).textContent = words;
  /** @type {HTMLElement} */ (widget.querySelector(".calc-fail")).hidden = false;
  return words;
}

/**
 * Does something once, when a widget is near the screen and the page has nothing else to do.
 * @param {CalcWidget} widget
 * @param {AbortSignal} signal
 * @param {() => void} then
 */
export function whenNear(widget, signal, then) {
  const idle = globalThis.requestIdleCallback ?? setTimeout;
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      idle(() => signal.aborted || then());
    },
    { rootMargin: "50%" },
  );
  watch.observe(widget);
  signal.addEventListener("abort", () => watch.disconnect());
}

/**
 * Takes the reader to the answer: to what is said about a guess, or to the verdict.
 * @param {CalcWidget} widget
 */
export function focusAnswer(widget) {
  const first = /** @type {HTMLElement} */ (widget.querySelector(".calc-reply:not([hidden]), .calc-verdict"));
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
}

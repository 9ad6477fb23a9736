// @ts-check
/**
 * Numbers in sentences that follow a widget; some of them can be changed where they stand.
 *
 * @import { Edit, Result } from "./protocol.js"
 */
import { dragNumber, keyEdit } from "./gestures.js";

/**
 * @param {string} id  of a widget
 * @returns {HTMLElement[]}
 */
const followers = (id) => [...document.querySelectorAll(`[data-follow="${CSS.escape(id)}"]`)].filter((span) => span instanceof HTMLElement);

/**
 * The values that sentences on this page show, for Python to write.
 * @param {string} id
 */
export const wantedValues = (id) => followers(id).map((span) => span.getAttribute("data-value-of") ?? "");

/**
 * @param {string} id
 * @param {Result} result
 */
export function tellFollowers(id, { inputs, values = [] }) {
  followers(id).forEach((span, index) => {
    const text = values[index];
    if (text === undefined) return;
    span.textContent = text;
    if (span.role !== "spinbutton") return;
    span.ariaValueText = text;
    span.ariaValueNow = String(inputs[span.dataset.input ?? ""]);
  });
}

/**
 * Greys the sentences together with their widget.
 * @param {string} id
 * @param {boolean} stale
 */
export function greyFollowers(id, stale) {
  for (const span of followers(id)) span.toggleAttribute("data-stale", stale);
}

/**
 * Covers the answers in sentences together with their widget.
 * @param {string} id
 * @param {boolean} covered
 */
export function coverFollowers(id, covered) {
  for (const span of followers(id)) if (!span.dataset.input) span.inert = span.toggleAttribute("data-covered", covered);
}

/**
 * Makes the input numbers in sentences controls: arrow keys, Page Up and Page Down, Home and End, and a drag.
 * @param {string} id
 * @param {AbortSignal} signal
 * @param {(edit: Edit) => void} edit
 * @param {() => void} wake
 */
export function enableNumbers(id, signal, edit, wake) {
  for (const span of followers(id)) {
    const field = span.dataset.input;
    if (!field) continue;
    span.role = "spinbutton";
    span.tabIndex = 0;
    span.ariaLabel = span.dataset.label ?? field;
    span.ariaValueText = span.textContent;
    span.addEventListener("focus", wake, { signal });
    span.addEventListener("keydown", (event) => {
      const asked = keyEdit(event, field);
      if (asked) edit(asked);
    }, { signal });
    span.addEventListener("pointerdown", (event) => dragNumber(event, span, (step) => edit({ field, step })), { signal });
  }
}

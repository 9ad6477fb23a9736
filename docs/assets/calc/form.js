// @ts-check
/** @import { Texts, Turn } from "./protocol.js" */

/**
 * The text of every named control, hidden ones too.
 * @param {HTMLFormElement} form
 */
export function gather(form) {
  /** @type {Texts} */
  const texts = {};
  for (const control of form.elements) {
    if (control instanceof HTMLSelectElement) texts[control.name] = control.value;
    if (!(control instanceof HTMLInputElement) || !control.name) continue;
    if (control.type === "checkbox") texts[control.name] = control.checked ? "1" : "0";
    else if (control.type !== "radio" || control.checked) texts[control.name] = control.value;
  }
  return texts;
}

/**
 * The input that a control belongs to.
 * @param {Element} control
 */
export const fieldOf = (control) => control.closest("[data-field]")?.getAttribute("data-field") ?? "";

/**
 * What was changed, in the words of the form.
 * @param {Element} root
 * @param {Texts} now
 * @param {Texts} before
 */
export const changes = (root, now, before) =>
  Object.keys(now).filter((name) => now[name] !== before[name]).map((name) => `${labelOf(root, name)} = ${now[name]}`);

/**
 * The words beside an input.
 * @param {Element} root
 * @param {string} name
 */
const labelOf = (root, name) => root.querySelector(`[data-field="${name}"] .calc-label`)?.textContent?.trim() ?? name;

/**
 * Whether a control keeps what it shows: the text being written, unless Python was asked to change it, and the thumb being dragged.
 * @param {Element} control
 * @param {Turn} turn
 */
export function holds(control, { edit, query, inputs }) {
  if (control !== document.activeElement || !(control instanceof HTMLInputElement) || query || inputs) return false;
  const edited = edit?.field === fieldOf(control);
  return control.type === "range" ? edited && edit?.slider !== undefined : !edited;
}

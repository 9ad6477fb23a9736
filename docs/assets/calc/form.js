// @ts-check
/** @import { Edit, Texts, Turn } from "./protocol.js" */

/** What divides the fields of a row, and the rows, in the text of an input of rows: characters that nobody types. */
const FIELD = "\u001F";
const ROW = "\u001E";

/**
 * The text of every named control, hidden ones too; of an input of rows one text for all of its controls.
 * @param {HTMLFormElement} form
 */
export function gather(form) {
  /** @type {Texts} */
  const texts = {};
  for (const control of form.elements) {
    if (control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement) texts[control.name] = control.value;
    if (!(control instanceof HTMLInputElement) || !control.name) continue;
    if (control.type === "checkbox") texts[control.name] = control.checked ? "1" : "0";
    else if (control.type !== "radio" || control.checked) texts[control.name] = control.value;
  }
  for (const list of form.querySelectorAll("[data-list]")) {
    const rows = [...list.querySelectorAll(".calc-row")].map((row) =>
      [.../** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll("[name]"))].map(({ name }) => {
        const text = texts[name] ?? "";
        delete texts[name];
        return text;
      }).join(FIELD));
    texts[list.getAttribute("data-field") ?? ""] = rows.join(ROW);
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
  Object.keys(now)
    .filter((name) => now[name] !== before[name])
    .map((name) => `${labelOf(root, name)} = ${now[name].replaceAll(FIELD, " ").replaceAll(ROW, "; ")}`);

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
  if (control !== document.activeElement || query || inputs) return false;
  if (control instanceof HTMLTextAreaElement) return true;
  if (!(control instanceof HTMLInputElement)) return false;
  const edited = edit?.field === fieldOf(control);
  return control.type === "range" ? edited && edit?.slider !== undefined : !edited;
}

/**
 * After a list has changed: to the first field of a new row, along with a row that was moved, to the neighbour of one that is gone.
 * @param {Element} root
 * @param {Edit} edit
 */
export function focusRow(root, { field, rows, row = 0 }) {
  const list = root.querySelector(`[data-list][data-field="${field}"]`);
  const items = list ? [...list.querySelectorAll(".calc-row")] : [];
  /** @param {number} at @param {string} selector */
  const find = (at, selector) => /** @type {HTMLElement | null} */ (items.at(at)?.querySelector(selector) ?? null);
  const enabled = `[data-rows="${rows}"]:not(:disabled)`;
  const add = /** @type {HTMLElement | null} */ (list?.querySelector('[data-rows="add"]') ?? null);
  if (rows === "add") find(-1, "[name]")?.focus();
  else if (rows === "remove") (find(Math.min(row, items.length - 1), enabled) ?? add)?.focus();
  else {
    const at = rows === "up" ? row - 1 : row + 1;
    (find(at, enabled) ?? find(at, "[data-rows]:not(:disabled)"))?.focus();
  }
}

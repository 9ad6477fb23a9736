// @ts-check
/**
 * What leaves the page: a link, or a sheet of paper.
 *
 * @import { Result } from "./protocol.js"
 * @import { CalcWidget } from "./widget.js"
 */
import { addressOf, addressToShare, hiding, push } from "./links.js";

/**
 * Copies the link to a scenario, and makes it a place to come back to.
 * @param {CalcWidget} widget
 * @param {Result} result
 * @param {boolean} covered  whether its answer is hidden from this reader, and so from the next
 * @returns what is said about it
 */
export async function copyScenario(widget, { link, long }, covered) {
  const note = /** @type {HTMLElement} */ (widget.querySelector("[data-copied]"));
  const hidden = covered || widget.querySelector('[data-do="hide"]')?.ariaPressed === "true";
  if (!long) push(addressOf(widget, covered ? hiding(link) : link));
  if (!long) await copyAddress(addressToShare(widget, hidden ? hiding(link) : link), note);
  if (long || !note.firstElementChild) note.textContent = long ?? (hidden ? "Link copied. It opens with the answer hidden." : "Link copied.");
  note.hidden = false;
  return note.textContent ?? "";
}

/**
 * Puts an address on the clipboard; where that is closed, shows it in a field, selected.
 * @param {string} address
 * @param {HTMLElement} note  where that field stands
 */
async function copyAddress(address, note) {
  note.replaceChildren();
  try {
    await navigator.clipboard.writeText(address);
  } catch {
    const field = document.createElement("input");
    Object.assign(field, { className: "calc-link", readOnly: true, value: address, ariaLabel: "Link to this scenario" });
    note.replaceChildren(field);
    note.hidden = false;
    field.select();
  }
}

/**
 * Prints one widget: the style sheet hides the rest of the page.
 * @param {HTMLElement} widget
 */
export function printAlone(widget) {
  widget.dataset.printing = "";
  addEventListener("afterprint", () => delete widget.dataset.printing, { once: true });
  print();
}

/**
 * What stands under a printed result.
 * @param {string} address
 */
export const printedFrom = (address) => `Printed ${new Date().toLocaleDateString("en-GB", { dateStyle: "long" })} from ${address}`;

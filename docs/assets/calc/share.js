// @ts-check
/**
 * What leaves the page: a link, a sheet of paper, or what the menu under a widget has.
 *
 * @import { Result } from "./protocol.js"
 * @import { CalcWidget } from "./widget.js"
 */
import { copy } from "./clipboard.js";
import { addressOf, addressToShare, hiding, push } from "./links.js";
import { fill } from "./take.js";

const HERE = "It leads into this folder, and so works on this device alone.";

/** Follows the menus and the Print buttons of the page. */
export function watchSharing() {
  document.addEventListener("toggle", ({ target }) => {
    if (target instanceof HTMLDetailsElement && target.open && target.matches(".calc-take > details")) fill(target);
  }, { capture: true }); // it does not bubble
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("[data-do=print], [data-do=image]");
    if (!button) return;
    const widget = /** @type {HTMLElement} */ (button.closest("calc-widget"));
    if (button.matches("[data-do=print]")) return printAlone(widget);
    const menu = /** @type {HTMLDetailsElement} */ (widget.querySelector(".calc-take > details"));
    menu.open = true;
    menu.querySelector("summary")?.focus();
  });
}

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
  const address = addressToShare(widget, hidden ? hiding(link) : link);
  const done = ["Link copied.", hidden && "It opens with the answer hidden.", address.startsWith("file:") && HERE].filter(Boolean).join(" ");
  if (!long) await copy(address, note, "Link to this scenario", done);
  else note.replaceChildren(long);
  note.hidden = false;
  const said = note.textContent ?? "";
  if (!hidden) note.append(" ", imageOffer());
  return said;
}

function imageOffer() {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "calc-do is-main", textContent: "Image of the result" });
  button.dataset.do = "image";
  return button;
}

/**
 * Prints one widget: the style sheet hides the rest of the page.
 * @param {HTMLElement} widget
 */
function printAlone(widget) {
  widget.dataset.printing = "";
  addEventListener("afterprint", () => delete widget.dataset.printing, { once: true });
  print();
}

/**
 * What stands under a printed result.
 * @param {string} address
 */
export const printedFrom = (address) => `Printed ${new Date().toLocaleDateString("en-GB", { dateStyle: "long" })} from ${address}`;

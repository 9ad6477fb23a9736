// @ts-check
/**
 * Puts an address on the clipboard; where that is closed, shows it in a field, selected.
 * @param {string} address
 * @param {HTMLElement} note  says that it is done
 */
export async function copyAddress(address, note) {
  try {
    await navigator.clipboard.writeText(address);
    note.textContent = "Link copied.";
    note.hidden = false;
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

// @ts-check
/**
 * Puts a text on the clipboard; where that is closed, shows it in a field, selected.
 * @param {string} text
 * @param {HTMLElement} note  where that field stands
 * @param {string} label  what it is
 * @param {string} done  what is said when it is copied
 */
export async function copy(text, note, label, done) {
  try {
    await navigator.clipboard.writeText(text);
    note.replaceChildren(done);
    note.hidden = false;
  } catch {
    const field = document.createElement(text.includes("\n") ? "textarea" : "input");
    Object.assign(field, { className: "calc-link", readOnly: true, value: text, ariaLabel: label });
    note.replaceChildren(field);
    note.hidden = false;
    field.select();
  }
}

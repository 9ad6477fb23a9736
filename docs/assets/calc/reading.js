// @ts-check
/**
 * Reads values off a picture: where a pointer is, or where its slider stands. The words are those of the table below it.
 */

/**
 * Follows the pointer over the pictures of a widget.
 * @param {HTMLElement} widget
 * @param {AbortSignal} signal
 */
export function watchReading(widget, signal) {
  for (const moved of /** @type {const} */ (["pointermove", "pointerdown", "pointerout"])) widget.addEventListener(moved, readAtPointer, { signal });
  widget.addEventListener("focusout", hideReading, { signal });
}

/**
 * Shows the row that is nearest to the pointer.
 * @param {PointerEvent} event
 */
function readAtPointer({ target, clientX, type }) {
  const picture = target instanceof Element && target.closest(".calc-picture");
  if (!picture) return;
  const reader = readerOf(picture);
  const plot = picture.querySelector(".calc-plot");
  if (!reader || !plot) return;
  if (type === "pointerout") return hide(picture);
  if (target.closest("[data-drag]")) return;
  const box = plot.getBoundingClientRect();
  const x = (100 * (clientX - box.left)) / box.width;
  const places = rowsOf(picture).map((row) => Math.abs(Number(row.dataset.x) - x));
  reader.value = String(places.indexOf(Math.min(...places)));
  readAtSlider(reader, false);
}

/**
 * Shows the row where the slider of a picture stands.
 * @param {HTMLInputElement} reader
 * @param {boolean} [spoken]
 */
export function readAtSlider(reader, spoken = true) {
  const picture = reader.closest(".calc-picture");
  const plot = picture?.querySelector(".calc-plot");
  const label = /** @type {HTMLElement | null} */ (picture?.querySelector(".calc-read") ?? null);
  if (!picture || !plot || !label) return;
  const row = rowsOf(picture)[Number(reader.value)];
  const words = row ? wordsOf(row) : "";
  if (spoken) reader.ariaValueText = words;
  const box = plot.getBoundingClientRect();
  const place = (Number(row?.dataset.x) / 100) * box.width;
  label.style.left = `${box.left - picture.getBoundingClientRect().left + place}px`;
  label.dataset.side = place > box.width / 2 ? "left" : "right";
  label.hidden = false;
  label.firstElementChild?.replaceChildren(words);
}

/**
 * The reading goes when the focus leaves its slider.
 * @param {FocusEvent} event
 */
function hideReading({ target }) {
  const picture = target instanceof Element && target.matches(".calc-reader") && target.closest(".calc-picture");
  if (picture) hide(picture);
}

/**
 * Other numbers have come: what was read is no longer so.
 * @param {Element} root
 */
export function forgetReadings(root) {
  for (const label of root.querySelectorAll(".calc-read:not([hidden])")) {
    const picture = /** @type {Element} */ (label.closest(".calc-picture"));
    hide(picture);
    readerOf(picture)?.removeAttribute("aria-valuetext");
  }
}

/** @param {Element} picture */
function hide(picture) {
  const label = /** @type {HTMLElement | null} */ (picture.querySelector(".calc-read"));
  if (label) label.hidden = true;
}

/** @param {Element} picture */
const readerOf = (picture) => /** @type {HTMLInputElement | null} */ (picture.querySelector(".calc-reader"));

/** @param {Element} picture */
const rowsOf = (picture) => [.../** @type {NodeListOf<HTMLElement>} */ (picture.parentElement?.querySelectorAll("[data-x]") ?? [])];

/**
 * A row of the table as one line: its head, then each value with the name of its column.
 * @param {HTMLElement} row
 */
function wordsOf(row) {
  const heads = [...(row.closest("table")?.querySelectorAll("thead th") ?? [])].map((head) => head.textContent);
  const [first, ...rest] = [...row.children].map((cell) => cell.textContent);
  return [`${heads[0]} ${first}`, ...rest.map((text, index) => `${heads[index + 1]} ${text}`)].join("\n");
}

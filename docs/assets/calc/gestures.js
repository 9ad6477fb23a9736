// @ts-check
/**
 * Keys, buttons, sliders and drags, turned into edits for Python to work out.
 *
 * @import { Edit } from "./protocol.js"
 */
import { fieldOf } from "./form.js";

/** @type {Record<string, number>} */
const UP_AND_DOWN = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
/** @type {Record<string, number>} */
const SIDEWAYS = { ArrowRight: 1, ArrowLeft: -1 };
/** @type {Record<string, number>} */
const ENDS = { Home: 0, End: 1 };

const PIXELS_A_STEP = 5;

/**
 * What a key asks of a slider, a handle or a number in prose; in a text field the caret keeps its own keys.
 * @param {KeyboardEvent} event
 * @param {string} field
 * @param {boolean} [inText]
 * @returns {Edit | undefined}
 */
export function keyEdit(event, field, inText = false) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
  const step = UP_AND_DOWN[event.key] ?? (inText ? undefined : SIDEWAYS[event.key]);
  const end = inText ? undefined : ENDS[event.key];
  if (step === undefined && end === undefined) return undefined;
  event.preventDefault();
  return step === undefined ? { field, slider: end } : { field, step };
}

/**
 * The edit that a key in one of the widget's own controls asks for.
 * @param {KeyboardEvent} event
 */
export function controlEdit(event) {
  const control = event.target;
  if (control instanceof SVGElement && control.dataset.drag) {
    const edit = keyEdit(event, control.dataset.drag);
    return edit && { ...edit, from: Number(control.getAttribute("aria-valuenow")) };
  }
  if (!(control instanceof HTMLInputElement)) return undefined;
  if (control.type === "range") return fieldOf(control) ? keyEdit(event, fieldOf(control)) : undefined;
  if (control.type !== "text" || !control.closest("[data-field]") || control.closest(".is-words")) return undefined;
  return keyEdit(event, fieldOf(control), true);
}

/**
 * The edit that a button asks for: a step in its input, or a row more, fewer or elsewhere in its list.
 * @param {HTMLElement} button
 * @returns {Edit | undefined}
 */
export function buttonEdit(button) {
  const { step, rows, row } = button.dataset;
  if (rows) return { field: fieldOf(button), rows, row: Number(row ?? 0) };
  return step ? { field: fieldOf(button), step: Number(step) } : undefined;
}

/**
 * The edit that a click on a picture asks for, where its places stand for values.
 * @param {Event} event
 */
export function pickEdit(event) {
  if (!(event instanceof MouseEvent) || !(event.target instanceof Element) || event.target.closest("[data-drag]")) return undefined;
  const plot = event.target.closest("[data-pick]");
  return plot instanceof SVGElement ? placeEdit(event, plot, plot.dataset.pick ?? "", plot.getBoundingClientRect()) : undefined;
}

/**
 * The value at a place of a picture.
 * @param {MouseEvent} event
 * @param {SVGElement} plot
 * @param {string} field
 * @param {DOMRect} box
 * @returns {Edit}
 */
function placeEdit({ clientX, clientY }, { dataset }, field, box) {
  return { field, strips: dataset.strips, at: (clientX - box.left) / box.width, down: (clientY - box.top) / box.height };
}

/**
 * Follows a pointer from here to its release.
 * @param {PointerEvent} event
 * @param {Element} held
 * @param {(event: PointerEvent) => void} moved
 * @param {() => void} [released]
 */
function follow(event, held, moved, released = () => {}) {
  if (event.button !== 0) return;
  event.preventDefault();
  const drag = new AbortController();
  const { signal } = drag;
  held.setPointerCapture(event.pointerId);
  held.addEventListener("pointermove", (move) => moved(/** @type {PointerEvent} */ (move)), { signal });
  held.addEventListener("lostpointercapture", () => {
    drag.abort();
    released();
  }, { signal });
}

/**
 * The handle or slider that a press takes hold of.
 * @param {PointerEvent} event
 */
export const heldBy = ({ target, button }) => (button === 0 && target instanceof Element ? target.closest("[data-drag], [data-slider]") : null);

/**
 * The axes that stand still meanwhile: all while a handle is dragged; a slider moves by itself, and holds those of pictures that say so.
 * @param {Element} widget
 * @param {Element} held
 */
export const axesHeld = (widget, held) =>
  [...widget.querySelectorAll(".calc-plot:not(.calc-paper *)")].map((plot) =>
    (held instanceof SVGElement || plot.hasAttribute("data-hold") ? plot.getAttribute("data-axes") : "") ?? "");

/**
 * Follows what is held to its release.
 * @param {PointerEvent} event
 * @param {Element} held
 * @param {(edit: Edit) => void} moved
 * @param {() => void} released
 * @param {AbortSignal} signal
 */
export function hold(event, held, moved, released, signal) {
  if (held instanceof SVGElement) dragHandle(event, held, moved, released);
  else held.addEventListener("change", released, { once: true, signal });
}

/**
 * Drags a handle across its chart. The chart is redrawn under the pointer, so the handle is asked for its place anew each time.
 * @param {PointerEvent} event
 * @param {SVGElement} handle
 * @param {(edit: Edit) => void} moved
 * @param {() => void} released
 */
function dragHandle(event, handle, moved, released) {
  const plot = /** @type {SVGElement | null} */ (handle.closest(".calc-plot"));
  const { drag: field, chart, axis } = handle.dataset;
  if (!plot || !field) return;
  handle.focus({ preventScroll: true });
  const box = plot.getBoundingClientRect(); // as it stood when the drag began: what comes and goes above the chart must not move the value
  follow(event, handle, (move) => {
    const { clientX, clientY } = move;
    if (plot.dataset.strips) return moved(placeEdit(move, plot, field, box));
    const share = axis === "y" ? (box.bottom - clientY) / box.height : (clientX - box.left) / box.width;
    moved({ field, chart: Number(chart), at: Math.min(Math.max(share, 0), 1) });
  }, released);
}

/**
 * Drags a number in prose: five pixels are one step.
 * @param {PointerEvent} event
 * @param {HTMLElement} number
 * @param {(step: number) => void} stepped
 */
export function dragNumber(event, number, stepped) {
  number.focus({ preventScroll: true });
  let from = event.clientX;
  follow(event, number, ({ clientX }) => {
    const step = Math.trunc((clientX - from) / PIXELS_A_STEP);
    from += step * PIXELS_A_STEP;
    if (step) stepped(step);
  });
}

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
  if (control instanceof SVGElement && control.dataset.drag) return keyEdit(event, control.dataset.drag);
  if (!(control instanceof HTMLInputElement)) return undefined;
  if (control.type === "range") return fieldOf(control) ? keyEdit(event, fieldOf(control)) : undefined;
  if (control.type !== "text" || !control.closest("[data-field]")) return undefined;
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
 * Drags a handle across its chart. The chart is redrawn under the pointer, so the handle is asked for its place anew each time.
 * @param {PointerEvent} event
 * @param {SVGElement} handle
 * @param {(edit: Edit) => void} moved
 * @param {() => void} released
 */
export function dragHandle(event, handle, moved, released) {
  const plot = handle.closest(".calc-plot");
  const { drag: field, chart, axis } = handle.dataset;
  if (!plot || !field) return;
  handle.focus({ preventScroll: true });
  const box = plot.getBoundingClientRect(); // as it stood when the drag began: what comes and goes above the chart must not move the value
  follow(event, handle, ({ clientX, clientY }) => {
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

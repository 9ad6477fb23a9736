// @ts-check
/**
 * Buttons that add to a list of actions: keys press them, and one may press itself. What a press does, and whether anything, Python says.
 *
 * @import { CalcWidget } from "./widget.js"
 */
import { fieldOf } from "./form.js";

/** Where a key has a use of its own: every key, space alone, or arrows too. */
const WRITES = 'select, textarea, input:not([type="radio"], [type="checkbox"], [type="range"])';
const SPACES = "button, summary, a, input";
const ARROWS = "input, [data-drag]";

const still = matchMedia("(prefers-reduced-motion: reduce)");
/** @type {WeakSet<Element>} widgets whose last press has no answer yet */
const waiting = new WeakSet();

/** Follows clicks and keys on every widget of the page. */
export function watchActions() {
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("[data-act]");
    if (button instanceof HTMLButtonElement) pressed(button); // what seems not possible may be, once the press before it is answered
  });
  document.addEventListener("keydown", (event) => {
    const button = buttonFor(event);
    if (!button) return;
    event.preventDefault();
    event.stopPropagation(); // the theme has keys of its own
    if (!event.repeat || !waiting.has(widgetOf(button))) button.click();
  });
  document.addEventListener("calc:result", ({ target }) => waiting.delete(/** @type {Element} */ (target)));
}

/** @param {Element} button */
const widgetOf = (button) => /** @type {CalcWidget} */ (button.closest("calc-widget"));

/**
 * The visible button of the focused widget that a key stands for, unless the control in focus needs the key itself.
 * @param {KeyboardEvent} event
 */
function buttonFor({ target, key, altKey, ctrlKey, metaKey, shiftKey, defaultPrevented }) {
  if (!(target instanceof Element) || altKey || ctrlKey || metaKey || shiftKey || defaultPrevented) return undefined;
  const name = key === " " ? "Space" : key.length === 1 ? key.toUpperCase() : key;
  const taken = target.closest(WRITES) ?? (name === "Space" ? target.closest(SPACES) : name.startsWith("Arrow") ? target.closest(ARROWS) : null);
  if (taken) return undefined;
  const buttons = /** @type {HTMLButtonElement[]} */ ([...(target.closest("calc-widget")?.querySelectorAll("[data-act][aria-keyshortcuts]") ?? [])]);
  return buttons.find((button) => button.getAttribute("aria-keyshortcuts")?.split(" ").includes(name) && button.checkVisibility());
}

/** @param {HTMLButtonElement} button */
function pressed(button) {
  const widget = widgetOf(button);
  const playing = /** @type {HTMLButtonElement | null} */ (widget.querySelector('[data-repeat][aria-pressed="true"]'));
  if (playing && (playing === button || button.hasAttribute("data-halts"))) playing.ariaPressed = "false";
  if (playing === button) return;
  press(button);
  if (!button.hasAttribute("data-repeat") || button.ariaDisabled === "true" || still.matches) return;
  button.ariaPressed = "true";
  repeat(widget, button, button.dataset.until);
}

/** @param {HTMLElement} button */
function press(button) {
  const widget = widgetOf(button);
  waiting.add(widget);
  widget.edit({ field: fieldOf(button), act: button.dataset.act });
}

/**
 * Presses a button again after its time, as long as it stays possible, nothing happened that asks for a decision, and somebody looks.
 * @param {Element} widget
 * @param {HTMLButtonElement} button
 * @param {string | undefined} until
 */
function repeat(widget, button, until) {
  setTimeout(() => {
    const possible = button.isConnected && button.ariaDisabled !== "true" && button.dataset.until === until;
    const trouble = widget.getAttribute("data-state") === "failed" || widget.querySelector("[data-problem]");
    if (!possible || trouble || document.hidden || still.matches) button.ariaPressed = "false";
    if (button.ariaPressed !== "true") return;
    if (!waiting.has(widget)) press(button);
    repeat(widget, button, until);
  }, Number(button.dataset.repeat));
}

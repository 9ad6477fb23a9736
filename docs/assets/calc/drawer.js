// @ts-check
/**
 * The theme's list of pages without a pointer. Its buttons are labels of hidden boxes, which no key reaches and no screen reader calls
 * buttons; real ones take their places. On a narrow screen the list is a drawer, which is left as it was entered.
 */

const BOXES = "#__drawer, .md-nav__toggle";
const LABELS = 'label.md-header__button[for="__drawer"], label:is(.md-nav__link, .md-nav__title)[for]:not([for="__drawer"])';
const BUTTONS = "button[for]";
const narrow = matchMedia("(max-width: 76.2344em)"); // the theme's own

const drawer = () => /** @type {HTMLInputElement | null} */ (document.querySelector("#__drawer"));
const buttons = () => /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll(BUTTONS)]);
/** @param {Element} button */
const boxOf = (button) => /** @type {HTMLInputElement | null} */ (document.getElementById(button.getAttribute("for") ?? ""));

watchDrawer();
equip();
new MutationObserver(equip).observe(document.body, { childList: true }); // the theme puts a new page there as a whole

/** Follows the drawer and the levels in it. */
function watchDrawer() {
  document.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches(BOXES)) turned(target);
  });
  document.addEventListener("keydown", ({ key, defaultPrevented }) => {
    if (key === "Escape" && !defaultPrevented && drawer()?.checked) close()?.focus();
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    const left = target instanceof Element && target.closest(".md-sidebar--primary");
    if (left && relatedTarget instanceof Node && !left.contains(relatedTarget) && drawer()?.checked) close();
  });
  narrow.addEventListener("change", equip);
}

/** Gives the labels that stand on this page their buttons. */
function equip() {
  for (const label of /** @type {NodeListOf<HTMLLabelElement>} */ (document.querySelectorAll(LABELS))) {
    const folds = label.getAttribute("tabindex") === "0"; // on a wide screen too
    if (narrow.matches || folds) label.replaceWith(buttonFor(label, folds));
  }
  for (const button of buttons()) button.disabled = !narrow.matches && !("folds" in button.dataset);
  tell();
}

/** @param {HTMLLabelElement} label @param {boolean} folds */
function buttonFor(label, folds) {
  const button = document.createElement("button");
  for (const { name, value } of label.attributes) if (name !== "tabindex") button.setAttribute(name, value);
  button.type = "button";
  button.toggleAttribute("data-folds", folds);
  const words = label.textContent.trim();
  if (label.matches(".md-nav__title")) button.ariaLabel = `Back from ${words}`;
  else if (label.matches(".md-header__button")) button.ariaLabel = "All pages";
  else if (!words) button.ariaLabel = `Pages under ${label.previousElementSibling?.textContent?.trim()}`;
  button.append(...label.childNodes);
  button.addEventListener("click", () => boxOf(button)?.click());
  return button;
}

/** Says which levels are open. */
function tell() {
  for (const button of buttons()) if (!button.matches(".md-nav__title")) button.ariaExpanded = String(boxOf(button)?.checked ?? false);
}

/**
 * The focus follows into the drawer or a level of it, and out of the level.
 * @param {HTMLInputElement} box
 */
function turned(box) {
  tell();
  if (!narrow.matches) return;
  const level = box === drawer() ? document.querySelector(".md-sidebar--primary") : box.parentElement?.querySelector(":scope > .md-nav");
  const inside = /** @type {HTMLElement[]} */ ([...(level?.querySelectorAll("a[href], button") ?? [])]);
  if (box.checked) inside.find((one) => one.checkVisibility({ visibilityProperty: true }))?.focus();
  else if (box !== drawer()) buttons().find((button) => boxOf(button) === box)?.focus();
}

/** Closes the drawer. @returns the button that opens it */
function close() {
  drawer()?.click();
  return buttons().find((button) => boxOf(button) === drawer());
}

export {};

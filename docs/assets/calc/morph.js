// @ts-check
/**
 * Puts finished HTML in place without replacing what stays: elements keep their identity, and with it focus, caret and pointer.
 */

/** What tells two neighbours of one tag apart. */
const MARKS = ["id", "name", "type", "data-key", "data-field", "data-drag", "data-chart"];
/** What a reader opened stays open, what a script made focusable or set going stays so. */
const OURS = ["open", "tabindex", "aria-pressed"];

/**
 * @param {Element} live  its children become those of `html`
 * @param {string} html
 * @param {(control: Element) => boolean} [keep]  controls whose present value stays
 */
export function morph(live, html, keep = () => false) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const focused = live.contains(document.activeElement) ? document.activeElement : null;
  const name = focused?.getAttribute("name");
  morphChildren(live, template.content);
  for (const control of live.querySelectorAll("input, textarea, option")) if (!keep(control)) morphValue(control);
  if (name && !focused?.isConnected) succeed(live, name);
}

/**
 * The focus of a control that gave way to one of another kind goes on to it: of radio buttons to the checked one.
 * @param {Element} live
 * @param {string} name
 */
function succeed(live, name) {
  const heirs = /** @type {NodeListOf<HTMLElement>} */ (live.querySelectorAll(`[name="${name}"]`));
  ([...heirs].find((heir) => heir.matches(":checked")) ?? heirs[0])?.focus();
}

/**
 * @param {Node} live
 * @param {Node} wanted
 */
function morphChildren(live, wanted) {
  const targets = [...wanted.childNodes];
  let next = live.firstChild;
  targets.forEach((target, index) => {
    if (next?.isEqualNode(target)) {
      next = next.nextSibling;
      return;
    }
    while (next && !matches(next, target) && !targets.slice(index).some((later) => matches(/** @type {Node} */ (next), later))) {
      next = drop(next);
    }
    if (next && matches(next, target)) {
      morphNode(next, target);
      next = next.nextSibling;
    } else {
      live.insertBefore(target, next);
    }
  });
  while (next) next = drop(next);
}

/** @param {ChildNode} node */
function drop(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

/**
 * @param {Node} live
 * @param {Node} target
 */
function matches(live, target) {
  if (live.nodeName !== target.nodeName) return false;
  if (!(live instanceof Element && target instanceof Element)) return true;
  if (!live.attributes.length && !target.attributes.length) return true;
  return MARKS.every((mark) => live.getAttribute(mark) === target.getAttribute(mark));
}

/**
 * @param {Node} live
 * @param {Node} target
 */
function morphNode(live, target) {
  if (!(live instanceof Element && target instanceof Element)) {
    live.nodeValue = target.nodeValue;
    return;
  }
  for (const { name } of [...live.attributes]) {
    if (!OURS.includes(name) && !target.hasAttribute(name)) live.removeAttribute(name);
  }
  for (const { name, value } of target.attributes) {
    if (live.getAttribute(name) !== value) live.setAttribute(name, value);
  }
  morphChildren(live, target);
}

/**
 * Once a control was touched its value no longer follows its attributes.
 * @param {Element} control
 */
function morphValue(control) {
  if (control instanceof HTMLInputElement) {
    if (control.checked !== control.defaultChecked) control.checked = control.defaultChecked;
    if (control.value !== control.defaultValue) control.value = control.defaultValue;
  } else if (control instanceof HTMLTextAreaElement) {
    if (control.value !== control.defaultValue) control.value = control.defaultValue;
  } else if (control instanceof HTMLOptionElement && control.selected !== control.defaultSelected) {
    control.selected = control.defaultSelected;
  }
}

// @ts-check
/**
 * Puts finished HTML in place without replacing what stays: elements keep their identity, and with it focus, caret and pointer.
 *
 * @import { Branch, Piece } from "./markup.js"
 */
import { plain, read } from "./markup.js";
import { write } from "./trusted.js";

/** What tells two neighbours of one tag apart. */
const MARKS = ["id", "name", "type", "data-key", "data-field", "data-drag", "data-chart"];
/** What a reader opened stays open, what a script made focusable or set going stays so. */
const OURS = ["open", "tabindex", "aria-pressed"];

/** @type {WeakMap<Element, Branch>} what was put where */
const placed = new WeakMap();

/**
 * @param {Element} live  its children become those of `html`
 * @param {string} html
 * @param {(control: Element) => boolean} [keep]  controls whose present value stays
 */
export function morph(live, html, keep = () => false) {
  const focused = live.contains(document.activeElement) ? document.activeElement : null;
  const name = focused?.getAttribute("name");
  const [was, now] = [placed.get(live), read(html)];
  if (was) update(live, was, now);
  else replace(live, html);
  placed.set(live, now);
  for (const control of live.querySelectorAll("input, textarea, option")) if (!keep(control)) morphValue(control);
  if (name && !focused?.isConnected) succeed(live, name);
}

/**
 * Touches only what differs from what was put there last.
 * @param {Element} live
 * @param {Branch} was
 * @param {Branch} now
 */
function update(live, was, now) {
  const nodes = [...live.childNodes];
  const same = nodes.length === was.pieces.length && nodes.length === now.pieces.length;
  if (!same || !nodes.every((node, index) => stays(node, was.pieces[index], now.pieces[index]))) return replace(live, now.inside);
  nodes.forEach((node, index) => {
    const [before, after] = [was.pieces[index], now.pieces[index]];
    if (typeof before === "string" || typeof after === "string") {
      if (before !== after) node.nodeValue = plain(String(after));
    } else if (before.html !== after.html) {
      morphTag(/** @type {Element} */ (node), before, after);
      update(/** @type {Element} */ (node), before, after);
    }
  });
}

/**
 * Whether a node is the one that was put there, and only changes.
 * @param {Node} node
 * @param {Piece} was
 * @param {Piece} now
 */
function stays(node, was, now) {
  if (typeof was === "string" || typeof now === "string") return typeof was === typeof now && node.nodeType === Node.TEXT_NODE;
  if (was.html === now.html) return true;
  if (!(node instanceof Element) || node.localName !== was.name) return false;
  return was.tag === now.tag || (was.name === now.name && MARKS.every((mark) => was.attributes.get(mark) === now.attributes.get(mark)));
}

/**
 * @param {Element} live
 * @param {Branch} was
 * @param {Branch} now
 */
function morphTag(live, was, now) {
  if (was.tag === now.tag) return;
  for (const name of was.attributes.keys()) if (!OURS.includes(name) && !now.attributes.has(name)) live.removeAttribute(name);
  for (const [name, value] of now.attributes) if (was.attributes.get(name) !== value) live.setAttribute(name, value);
}

/**
 * @param {Element} live
 * @param {string} html
 */
function replace(live, html) {
  const wanted = /** @type {Element} */ (live.cloneNode(false)); // what a tag means depends on where it stands
  write(wanted, html);
  morphChildren(live, wanted);
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

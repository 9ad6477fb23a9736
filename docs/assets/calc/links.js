// @ts-check
/**
 * The address: it holds the scenario of the widget that was touched last, and a link to a scenario on this page is followed here.
 *
 * @import { CalcWidget } from "./widget.js"
 */

const PAUSE = 400; // browsers limit how often an address may change
const THEME = ["q", "h", "scheme"]; // the theme's search and highlight, the colours of a frame
/** What a link has besides a scenario; trackers add four to any address, and a frame has its colours. */
const RESERVED = /^(calc|id|v|predict|pin\..*|q|h|utm_.*|fbclid|gclid|ref|scheme)$/;

/** @type {{address: string, timer: ReturnType<typeof setTimeout>} | undefined} */
let pending;
/** The page, and the query that its widgets show. */
let shown = { path: "", query: "" };

/** Starts to follow clicks, Back and Forward. */
export function watchAddress() {
  document.addEventListener("click", onClick, { capture: true }); // before the theme's instant navigation
  addEventListener("popstate", onReturn);
  addEventListener("pagehide", flush);
}

/**
 * The scenario that the address has for this widget.
 * @param {Element} widget
 */
export function scenarioFor(widget) {
  note();
  return namedBy(location.search) === widget ? location.search : undefined;
}

/**
 * The link as an address of this page.
 * @param {CalcWidget} widget
 * @param {string} link
 */
export const addressOf = (widget, link) => new URL(`${link}#${widget.id}`, location.href).href;

/**
 * The link as an address to give away: on the page of a preset, and in a frame, that of the calculator's page. The former is shown with the answer
 * of its preset, which is not the one that the reader has now. In a folder it is that of the website, where somebody said where that is.
 * @param {CalcWidget} widget
 * @param {string} link
 */
export function addressToShare(widget, link) {
  const wanted = location.protocol === "file:" ? "link[rel=canonical]" : "a.calc-home";
  const home = /** @type {HTMLAnchorElement | HTMLLinkElement | null} */ (document.querySelector(wanted));
  return new URL(`${link}#${widget.id}`, home?.href ?? location.href).href;
}

/**
 * The link that opens with its answer covered.
 * @param {string} link
 */
export const hiding = (link) => `${link}&predict=1`;

/**
 * Whether a link wants its answer covered.
 * @param {string} query
 */
export const hides = (query) => new URLSearchParams(query).get("predict") === "1";

/**
 * The link without the scenario that is pinned in it.
 * @param {string} link
 */
export const alone = (link) => link.replace(/&pin\.[^&]*/g, "");

/**
 * Writes a scenario into the address, after a pause.
 * @param {CalcWidget} widget
 * @param {string} [link] without one the page's own address
 */
export function remember(widget, link) {
  clearTimeout(pending?.timer);
  const url = new URL(link ? addressOf(widget, link) : location.href.split(/[?#]/)[0]); // a path may begin like the name of a host
  for (const [name, value] of new URLSearchParams(location.search)) if (THEME.includes(name)) url.searchParams.append(name, value);
  pending = { address: url.href, timer: setTimeout(flush, PAUSE) };
}

/**
 * Makes a scenario a place to come back to.
 * @param {string} address
 */
export function push(address) {
  flush();
  history.pushState(history.state, "", address);
  note();
}

/** Writes what is pending, unless the reader is already on the way to another page. */
function flush() {
  clearTimeout(pending?.timer);
  if (pending && location.pathname === shown.path) {
    history.replaceState(history.state, "", pending.address);
    note();
  }
  pending = undefined;
}

function note() {
  shown = { path: location.pathname, query: location.search };
}

/**
 * What a scenario link sets, as it stands there.
 * @param {string} query
 */
export const valuesOf = (query) =>
  [...new URLSearchParams(query)].filter(([name]) => !RESERVED.test(name)).map(([name, value]) => `${name} = ${value}`);

/**
 * The widget on this page that a query is for. One that it does not fit asks Python all the same, which says why.
 * @param {string} query
 * @returns {CalcWidget | undefined}
 */
function namedBy(query) {
  const names = new URLSearchParams(query);
  const calculator = names.get("calc");
  if (calculator === null) return undefined;
  const widgets = /** @type {CalcWidget[]} */ ([...document.querySelectorAll("calc-widget")]);
  const alike = widgets.filter((widget) => fold(widget.getAttribute("calculator") ?? "") === fold(calculator));
  const id = names.get("id");
  const exact = id === null ? alike.find((widget) => widget.id === calculator) : widgets.find((widget) => widget.id === id);
  return exact ?? alike[0] ?? widgets[0];
}

/** @param {string} name */
const fold = (name) => name.toLowerCase().replaceAll("-", "_");

/** @param {MouseEvent} event */
function onClick(event) {
  const link = event.target instanceof Element && event.target.closest("a");
  if (!link) return;
  flush(); // the page may be left
  const plain = event.button === 0 && !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
  const here = link.host === location.host && link.pathname === location.pathname;
  const widget = plain && here && !link.target && namedBy(link.search);
  if (!widget) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  push(link.href);
  widget.restore(link.search, true);
  widget.show();
}

function onReturn() {
  clearTimeout(pending?.timer);
  pending = undefined;
  if (location.pathname !== shown.path || location.search === shown.query) return; // another page, or another place on this one
  note();
  const widget = namedBy(location.search);
  if (widget) widget.restore(location.search);
  else for (const each of document.querySelectorAll("calc-widget")) /** @type {CalcWidget} */ (each).restore();
}

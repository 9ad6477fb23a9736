// @ts-check
/**
 * The menu under a widget: an image, text, files, a citation and a call. Python writes all of them for the numbers that are shown; they are
 * asked for while the menu is open, and again when the numbers change.
 *
 * @import { Taken, Taking } from "./protocol.js"
 * @import { CalcWidget } from "./widget.js"
 */
import { copy } from "./clipboard.js";
import { EngineFailure, ask } from "./engines.js";
import { addressToShare } from "./links.js";
import { morph } from "./morph.js";
import { picture } from "./picture.js";
import { Speech } from "./speech.js";

const MARGIN = 60; // pixels of a frame beside its calculator
const PAUSE = 200; // milliseconds of rest, so that a drag does not draw an image at every step
const WORDS = {
  stale: "These inputs have no result, so there is nothing to take along. Mend them first.",
  loading: "The calculator is getting ready.",
  failed: "The calculator stopped, so there is nothing to take along.",
  live: "",
};
const COPIES = { text: "Result as text", cite: "Citation", call: "Call in Python", frame: "Frame in HTML" };
/** A browser says nothing where a frame may not hand over files. */
const FRAMED = "If no file arrives, this frame may not hand over files. Copying works here, and the whole page hands over all of them.";
const FILES = { json: "application/json", csv: "text/csv" };

/** A menu that was opened once. */
class Menu {
  /** @type {Taken | undefined} */
  #taken;
  /** @type {File | undefined} */
  #image;
  /** @type {string[]} addresses in this browser, of what was made from these numbers */
  #made = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #count = 0;
  #details;
  #widget;
  #part;
  #speech;

  /** @param {HTMLDetailsElement} details */
  constructor(details) {
    this.#details = details;
    this.#widget = /** @type {CalcWidget} */ (details.closest("calc-widget"));
    this.#part = /** @type {HTMLElement} */ (details.querySelector('[data-part="take"]'));
    this.#speech = new Speech(() => /** @type {Element} */ (this.#widget.querySelector(".calc-say")));
    const later = () => this.#later();
    new MutationObserver(later).observe(this.#widget, { attributeFilter: ["data-state", "data-stale", "data-covered"] });
    this.#widget.addEventListener("calc:result", later);
    this.#part.addEventListener("click", ({ target }) => {
      const button = target instanceof Element && target.closest("button");
      if (button instanceof HTMLButtonElement && button.dataset.take) this.#press(button, button.dataset.take);
    });
  }

  /** What is shown of other numbers waits no longer, and what belongs to these is asked for. */
  async fill() {
    const count = ++this.#count;
    clearTimeout(this.#timer);
    if (!this.#details.open || this.#widget.hasAttribute("data-covered")) return this.#empty("");
    this.#widget.wake();
    const state = this.#widget.hasAttribute("data-stale") ? "stale" : this.#widget.dataset.state;
    const words = WORDS[/** @type {keyof typeof WORDS} */ (state)];
    if (words) return this.#empty(words);
    try {
      const answer = /** @type {Taking} */ (/** @type {unknown} */ (await ask({ ...this.#widget.answered, take: where(this.#widget) })));
      if (count !== this.#count) return;
      if (!("taken" in answer)) return this.#empty(WORDS.failed);
      this.#show(answer.taken);
      const image = await picture(this.#widget, answer.taken.image).catch(() => null); // a browser may refuse to read what was drawn
      if (count !== this.#count) return;
      if (image) this.#preview(new File([image], `${answer.taken.name}.png`, { type: image.type }));
      else this.#part.querySelector(".calc-take-image")?.remove();
    } catch (failure) {
      if (!(failure instanceof EngineFailure)) throw failure;
      if (count === this.#count) this.#empty(failure.message);
    }
  }

  /** The numbers may be other ones now. */
  #later() {
    this.#count += 1;
    this.#part.inert = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.fill(), PAUSE);
  }

  /** @param {string} words */
  #empty(words) {
    this.#forget();
    const said = document.createElement("p");
    said.textContent = words;
    morph(this.#part, said.outerHTML);
  }

  #forget() {
    this.#part.inert = false;
    this.#taken = this.#image = undefined;
    for (const address of this.#made.splice(0)) URL.revokeObjectURL(address);
  }

  /** @param {Taken} taken */
  #show(taken) {
    this.#forget();
    this.#taken = taken;
    morph(this.#part, taken.html);
  }

  /** @param {File} image */
  #preview(image) {
    this.#image = image;
    const preview = /** @type {HTMLImageElement} */ (this.#part.querySelector("img"));
    preview.src = this.#address(image);
    preview.hidden = false;
    /** @type {HTMLButtonElement} */ (this.#part.querySelector('[data-take="image"]')).disabled = false;
    /** @type {HTMLElement} */ (this.#part.querySelector('[data-take="share"]')).hidden = !navigator.canShare?.({ files: [image] });
  }

  /** @param {Blob} content */
  #address(content) {
    const address = URL.createObjectURL(content);
    this.#made.push(address);
    return address;
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {string} what
   */
  #press(button, what) {
    const taken = this.#taken;
    const note = /** @type {HTMLElement} */ (button.parentElement?.querySelector("[data-taken]"));
    if (!taken || !note) return;
    if (what === "text" || what === "cite" || what === "call" || what === "frame") {
      copy(taken[what], note, COPIES[what], "Copied.").then(() => this.#speech.say(note.textContent ?? ""));
    } else if (what === "json" || what === "csv") {
      this.#save(new File([taken[what]], `${taken.name}.${what}`, { type: FILES[what] }), note);
    } else if (this.#image && what === "image") {
      this.#save(this.#image, note);
    } else if (this.#image) {
      navigator.share({ files: [this.#image], title: this.#image.name }).catch(() => {}); // the reader may think better of it
    }
  }

  /**
   * @param {File} file
   * @param {HTMLElement} note
   */
  #save(file, note) {
    Object.assign(document.createElement("a"), { href: this.#address(file), download: file.name }).click();
    if (parent === window) return;
    note.replaceChildren(FRAMED);
    note.hidden = false;
    this.#speech.say(FRAMED);
  }
}

/** @type {WeakMap<HTMLDetailsElement, Menu>} */
const menus = new WeakMap();

/**
 * A reader opened a menu.
 * @param {HTMLDetailsElement} details
 */
export function fill(details) {
  const menu = menus.get(details) ?? new Menu(details);
  menus.set(details, menu);
  return menu.fill();
}

/**
 * What Python cannot know. The theme's navigation knows where the console is, and where a folder begins: a page that was opened as a file has
 * no permanent address, and is named by its place there.
 * @param {CalcWidget} widget
 */
function where(widget) {
  const canonical = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel="canonical"]'))?.href;
  const { protocol, origin, pathname } = new URL(addressToShare(widget, "?"));
  const framed = protocol === "file:" || document.querySelector(".calc-embed"); // a folder has no frames to offer, and a frame is one
  const python = /** @type {HTMLAnchorElement | null} */ (document.querySelector('a[href*="project/console"]'))?.href.replace(/[?#].*/, "");
  return {
    page: canonical ?? (protocol === "file:" ? placeOf(pathname) : origin + pathname),
    today: new Date().toLocaleDateString("sv"),
    console: python ?? "",
    frames: framed ? "" : new URL("../../embed/", import.meta.url).href,
    height: Math.ceil(widget.getBoundingClientRect().height) + MARGIN,
  };
}

/**
 * Where a file lies in the folder of the site; the theme's logo leads to where that begins.
 * @param {string} path
 */
function placeOf(path) {
  const home = /** @type {HTMLAnchorElement} */ (document.querySelector("a.md-logo"));
  return path.slice(home.pathname.lastIndexOf("/") + 1);
}

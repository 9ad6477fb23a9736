// @ts-check
/** HTML as Python writes it, read as a tree: quoted attributes, all else escaped, no tag left out. It costs a small part of what a document costs. */
import { write } from "./trusted.js";

/** Tags that nothing stands in. */
const ALONE = /^<(?:area|br|col|hr|img|input|wbr)\b|\/>$/;

/** @typedef {string | Branch} Piece  a text, or an element */

export class Branch {
  /** @type {Piece[]} */
  pieces = [];
  /** @type {Map<string, string> | undefined} */
  #attributes;

  /**
   * @param {string} tag  its opening tag
   * @param {string} html  the whole of it
   */
  constructor(tag, html = tag) {
    this.tag = tag;
    this.html = html;
  }

  get name() {
    return /[^<\s/>]+/.exec(this.tag)?.[0] ?? "";
  }

  get attributes() {
    const found = () => [...this.tag.matchAll(/\s([^\s=/>]+)(?:="([^"]*)")?/g)];
    return (this.#attributes ??= new Map(found().map(([, name, value = ""]) => [name, plain(value)])));
  }

  /** What stands between its tags. */
  get inside() {
    return this.html.slice(this.tag.length, this.tag ? this.html.lastIndexOf("<") : undefined);
  }
}

/**
 * @param {string} html
 * @returns {Branch}  without a tag of its own
 */
export function read(html) {
  const root = new Branch("", html);
  const open = [{ branch: root, from: 0 }];
  for (let at = 0, end = 0; at < html.length && open.length; at = end) {
    const { branch, from } = open[open.length - 1];
    const isTag = html[at] === "<";
    end = isTag ? html.indexOf(">", at) + 1 : html.indexOf("<", at);
    if (end <= 0) end = html.length;
    const text = html.slice(at, end);
    if (!isTag) branch.pieces.push(text);
    else if (text[1] === "/") {
      branch.html = html.slice(from, end);
      open.pop();
    } else {
      const element = new Branch(text);
      branch.pieces.push(element);
      if (!ALONE.test(text)) open.push({ branch: element, from: at });
    }
  }
  return root;
}

/**
 * What stands escaped, as a reader sees it.
 * @param {string} text
 */
export function plain(text) {
  if (!text.includes("&")) return text;
  const template = document.createElement("template");
  write(template, text);
  return template.content.textContent ?? "";
}

// @ts-check
/**
 * An image of a piece of the page. The style sheet lays the piece out; its shapes become a self-contained drawing with their colours in it, and
 * its words are written over that with the fonts of the page, which a drawing could only have by fetching them again.
 */
import { setHtml } from "./trusted.js";

const SCALE = 2; // pixels of the image for one of the page
const SVG = "http://www.w3.org/2000/svg";
/** What a style sheet says about a shape. */
const PAINT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "vector-effect"];
/** What a shape needs no longer, once its colours stand in it. */
const NAMES = /^(class|role|tabindex|data-.*|aria-.*)$/;

/**
 * @typedef {object} Words  a line of text
 * @property {string} text
 * @property {number} x
 * @property {number} y
 * @property {string} font
 * @property {string} fill
 * @property {string} spacing
 * @property {CanvasTextAlign} [align]
 * @property {{colour: string, width: number}} [halo]
 * @property {boolean} [hangs]  whether `y` is the upper edge, and not the baseline
 */

/**
 * @param {Element} place  where the piece stands for a moment, with the styles that hold there
 * @param {string} html  as Python writes it
 * @returns {Promise<Blob>}
 */
export async function picture(place, html) {
  const poster = document.createElement("div");
  poster.className = "calc-poster";
  setHtml(poster, html);
  place.append(poster);
  const frame = poster.getBoundingClientRect();
  const [width, height] = [Math.floor(frame.width), Math.floor(frame.height)];
  const drawing = shape("svg", { width, height });
  /** @type {Words[]} */
  const words = [];
  copy(poster, drawing, words, frame);
  poster.remove();
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(drawing))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(SCALE, SCALE);
  pen.drawImage(image, 0, 0, width, height);
  for (const line of words) write(pen, line);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no image")))));
}

/**
 * Copies an element and what is in it: its ground, its edges, its words.
 * @param {Element} from
 * @param {Element} drawing
 * @param {Words[]} words
 * @param {DOMRect} frame
 */
function copy(from, drawing, words, frame) {
  const style = getComputedStyle(from);
  const box = from.getBoundingClientRect();
  const [x, y] = [box.x - frame.x, box.y - frame.y];
  if (!box.width || style.display === "none") return;
  if (from instanceof SVGSVGElement) return copyDrawing(from, drawing, words, frame);
  drawing.append(shape("rect", { x, y, width: box.width, height: box.height, fill: style.backgroundColor }));
  edges(style, drawing, x, y, box);
  for (const node of from.childNodes) {
    if (node instanceof Element) copy(node, drawing, words, frame);
    else if (node instanceof Text) words.push(...lines(node, style, frame));
  }
}

/**
 * The edges of an element: one line above it, or lines all around.
 * @param {CSSStyleDeclaration} style
 * @param {Element} drawing
 * @param {number} x
 * @param {number} y
 * @param {DOMRect} box
 */
function edges(style, drawing, x, y, { width, height }) {
  const [above, below] = [parseFloat(style.borderTopWidth), parseFloat(style.borderBottomWidth)];
  const dashes = style.borderTopStyle === "dashed" ? `${3 * above} ${2 * above}` : "none";
  const line = { stroke: style.borderTopColor, "stroke-width": above, "stroke-dasharray": dashes, fill: "none" };
  const half = above / 2;
  if (above && below) drawing.append(shape("rect", { x: x + half, y: y + half, width: width - above, height: height - above, rx: parseFloat(style.borderTopLeftRadius), ...line }));
  else if (above) drawing.append(shape("line", { x1: x, x2: x + width, y1: y + half, y2: y + half, ...line }));
}

/**
 * The text of a node, line by line, as it is broken on the page.
 * @param {Text} node
 * @param {CSSStyleDeclaration} style
 * @param {DOMRect} frame
 */
function lines(node, style, frame) {
  /** @type {Words[]} */
  const found = [];
  const range = document.createRange();
  for (let at = 0, top = NaN; at < node.length; at += 1) {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const [box] = range.getClientRects();
    if (!box?.width) continue; // a space at the end of a line
    if (Math.abs(box.top - top) < 2) found[found.length - 1].text += node.data[at];
    else found.push({ text: node.data[at], x: box.x - frame.x, y: box.y - frame.y, hangs: true, ...letters(style, style.color) });
    top = Math.abs(box.top - top) < 2 ? top : box.top;
  }
  return found;
}

/**
 * Copies a drawing of the page: what its style sheet says is written into each shape.
 * @param {SVGSVGElement} from
 * @param {Element} drawing
 * @param {Words[]} words
 * @param {DOMRect} frame
 */
function copyDrawing(from, drawing, words, frame) {
  const copy = /** @type {SVGSVGElement} */ (from.cloneNode(true));
  const { paddingLeft } = getComputedStyle(from);
  const box = new DOMRect(0, 0, from.clientWidth - parseFloat(paddingLeft), from.clientHeight);
  const corner = new DOMPoint(0, 0).matrixTransform(from.getScreenCTM() ?? undefined);
  const copies = [...copy.querySelectorAll("*")];
  [...from.querySelectorAll("*")].forEach((shape, index) => {
    const style = getComputedStyle(shape);
    if (style.display === "none" || shape.closest("text")) copies[index].remove();
    else for (const name of PAINT) copies[index].setAttribute(name, style.getPropertyValue(name));
    if (shape instanceof SVGTextElement && style.display !== "none" && shape.textContent && shape.checkVisibility()) words.push(written(shape, style, frame));
  });
  for (const one of [copy, ...copies]) for (const { name } of [...one.attributes]) if (NAMES.test(name)) one.removeAttribute(name);
  const place = { x: corner.x - frame.x, y: corner.y - frame.y, width: box.width, height: box.height, overflow: "visible" };
  for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
  drawing.append(copy);
}

/**
 * @param {SVGTextElement} text
 * @param {CSSStyleDeclaration} style
 * @param {DOMRect} frame
 * @returns {Words}
 */
function written(text, style, frame) {
  const last = text.getNumberOfChars() - 1;
  const [start, end] = [text.getStartPositionOfChar(0), text.getEndPositionOfChar(last)];
  const align = /** @type {CanvasTextAlign} */ ({ start: "left", middle: "center", end: "right" }[style.textAnchor]);
  const at = new DOMPoint(align === "left" ? start.x : align === "right" ? end.x : (start.x + end.x) / 2, start.y);
  const { x, y } = at.matrixTransform(text.getScreenCTM() ?? undefined);
  const halo = style.paintOrder.startsWith("stroke") ? { colour: style.stroke, width: parseFloat(style.strokeWidth) } : undefined;
  return { text: text.textContent ?? "", x: x - frame.x, y: y - frame.y, align, halo, ...letters(style, style.fill) };
}

/**
 * @param {CSSStyleDeclaration} style
 * @param {string} fill
 */
const letters = (style, fill) => ({ font: `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`, spacing: style.letterSpacing, fill });

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Words} words
 */
function write(pen, { text, x, y, font, fill, spacing, align = "left", halo, hangs }) {
  pen.font = font;
  pen.letterSpacing = spacing === "normal" ? "0px" : spacing;
  pen.textAlign = align;
  const base = hangs ? y + pen.measureText(text).fontBoundingBoxAscent : y;
  if (halo) {
    pen.strokeStyle = halo.colour;
    pen.lineWidth = halo.width;
    pen.lineJoin = "round";
    pen.strokeText(text, x, base);
  }
  pen.fillStyle = fill;
  pen.fillText(text, x, base);
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

// @ts-check
/**
 * The one way in which HTML gets into the page. All of it is Python's answer, which has escaped whatever a reader or a link wrote. Where a page
 * asks for Trusted Types, the browser refuses any other way.
 */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("calc", { createHTML: (/** @type {string} */ text) => text });

/**
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  element.innerHTML = policy ? policy.createHTML(text) : text;
}

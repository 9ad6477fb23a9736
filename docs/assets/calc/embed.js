// @ts-check
/**
 * A calculator alone in a frame on somebody else's page. It tells the host how high it is, wears the colours that the host asks for, and its link
 * to the whole page carries what is shown.
 *
 * To the host: `{type: "calc:height", calculator, height}`. From the host: `{type: "calc:scheme", scheme: "light" | "dark" | "auto"}`; the link
 * parameter `scheme` says the same.
 */
{
  const SCHEMES = new Map([["light", "default"], ["dark", "slate"]]);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const whole = /** @type {HTMLAnchorElement} */ (document.querySelector("[data-whole]"));
  const { calculator, whole: page } = whole.dataset;
  let told = new URLSearchParams(location.search).get("scheme") ?? "auto";

  const paint = () => document.body.setAttribute("data-md-color-scheme", SCHEMES.get(told) ?? (dark.matches ? "slate" : "default"));
  paint();
  dark.addEventListener("change", paint);
  addEventListener("message", ({ source, data }) => {
    if (source !== parent || data?.type !== "calc:scheme") return;
    told = String(data.scheme);
    paint();
  });

  const measure = () => parent.postMessage({ type: "calc:height", calculator, height: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
  if (parent !== window) new ResizeObserver(measure).observe(document.body);

  document.addEventListener("calc:result", (event) => (whole.href = page + /** @type {CustomEvent} */ (event).detail.link));
}

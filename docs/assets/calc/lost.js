// @ts-check
/** The page that does not exist: which pages have an address like the one that was asked for. */
const LEAST = 0.34; // how alike two addresses are, from 0 to 1, for one to be named
const MOST = 3;

/**
 * The words of an address.
 * @param {string} path
 */
const wordsOf = (path) => {
  let plain = path;
  try {
    plain = decodeURIComponent(path);
  } catch {
    // a broken code stays as it is
  }
  return plain.toLowerCase().replace(/\.(html?|md|php)$|\bindex\b/g, "").match(/[\p{L}\p{N}]+/gu) ?? [];
};

/**
 * The pairs of neighbouring letters of a word.
 * @param {string} word
 */
const pairsOf = (word) => [...` ${word} `].map((letter, index, all) => letter + (all[index + 1] ?? "")).slice(0, -1);

/**
 * How alike two lists of words are: the share of pairs of letters that both have.
 * @param {string[]} some
 * @param {string[]} others
 */
export function likeness(some, others) {
  const [a, b] = [some.flatMap(pairsOf), others.flatMap(pairsOf)];
  const left = [...b];
  const shared = a.filter((pair) => left.includes(pair) && left.splice(left.indexOf(pair), 1)).length;
  return a.length + b.length ? (2 * shared) / (a.length + b.length) : 0;
}

/**
 * How well a page answers an address: the whole of it, or its last part, which people remember best.
 * @param {string} asked
 * @param {string} path
 */
function closeness(asked, path) {
  const [wanted, words] = [asked.split("/").filter(Boolean), path.split("/").filter(Boolean)];
  const last = likeness(wordsOf(wanted.at(-1) ?? ""), wordsOf(words.at(-1) ?? ""));
  return Math.max(likeness(wordsOf(asked), wordsOf(path)), last * 0.99);
}

const near = document.querySelector(".calc-near");
const links = [...document.querySelectorAll(".calc-everything a")].filter((link) => link instanceof HTMLAnchorElement);
const paths = links.map((link) => link.pathname);
const base = paths[0]?.replace(/index\.html$/, "") ?? "/"; // the first one leads to the first page of the site
const asked = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : location.pathname;
const words = wordsOf(asked);

const found = links
  .slice(1)
  .map((link) => ({ link, score: closeness(asked, link.pathname.slice(base.length)) }))
  .filter(({ score }) => score >= LEAST)
  .sort((a, b) => b.score - a.score)
  .slice(0, MOST);

if (near instanceof HTMLElement && words.length) {
  const list = near.querySelector("ul");
  for (const { link } of found) {
    const copy = document.createElement("a");
    copy.href = link.href + (location.search.includes("calc=") ? location.search + location.hash : ""); // a scenario goes along
    copy.textContent = link.textContent;
    const item = document.createElement("li");
    item.append(copy, `, under ${link.closest("ul")?.previousElementSibling?.textContent}`);
    list?.append(item);
  }
  if (!found.length) list?.remove();
  const search = near.querySelector("p a");
  if (search instanceof HTMLAnchorElement) {
    search.href += encodeURIComponent(words.join(" "));
    search.textContent = `Search for “${words.join(" ")}”`;
  }
  const heading = near.querySelector("h2");
  if (heading && !found.length) heading.textContent = "Look for it";
  near.hidden = false;
}

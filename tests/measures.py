"""What pages are measured by: axe, and measures of our own for what axe cannot see."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tools.browser import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
OURS = ROOT / "tests" / "measures.js"
COLOURS = ("color-contrast", "link-in-text-block")
AT_REST = "document.getAnimations().length === 0"
READY = f"!document.querySelector('calc-console fieldset:disabled') && {AT_REST}"  # a colour on its way to another is neither
RUN = """async ([part, rules]) => {
  const { violations } = await axe.run(part, { resultTypes: ["violations"], ...(rules && { runOnly: { type: "rule", values: rules } }) });
  const words = ({ html, any }) => `${html.slice(0, 160)} ${any.map(({ message }) => message).join(" ")}`;
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${words(node)}`));
}"""


def settled(page: Page) -> Page:
    """A page that a click led to, once what it begins with is over."""
    until(page, READY)
    return page


def violations(page: Page, part: str = "html", rules: tuple[str, ...] = ()) -> list[str]:
    """What axe finds in a part of a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8") + ";undefined")
    found: list[str] = page.evaluate(RUN, [part, list(rules) or None])
    return found


def faults(page: Page, *names: str) -> list[str]:
    """What measures of ours find on a page, by their names in `measures.js`."""
    if not page.evaluate("'measures' in window"):
        page.evaluate(OURS.read_text(encoding="utf-8") + ";undefined")
    found: list[str] = page.evaluate("names => names.flatMap((name) => measures[name]())", list(names))
    return found


def resize(page: Page, width: int, height: int = 800) -> None:
    """Gives the window another size, and the page the time to take it."""
    page.set_viewport_size({"width": width, "height": height})
    until(page, f"innerWidth === {width} && {AT_REST}")

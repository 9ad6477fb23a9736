"""How long one change takes, from the `input` event to `calc:result`, on a page whose engine runs."""

import statistics
from typing import Any

from playwright.sync_api import Browser

import calc
from bench.server import Site
from bench.startup import Say

WARM_UP = 30
CHANGED = {
    "cross_account": ("positions.0.size", 0.01, 0.0078125)
}  # what is changed, from where, by how much; else the leverage from 2 by 1
CHANGE = """
async ([times, warmUp, name, low, step]) => {
  const widget = document.querySelector("calc-widget");
  const field = widget.querySelector(`input[name="${name}"]`);
  const taken = [];
  for (let n = 0; n < times + warmUp; n++) {
    const answered = new Promise((resolve) => widget.addEventListener("calc:result", resolve, { once: true }));
    field.value = String(low + (n % 48) * step);
    const started = performance.now();
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await answered;
    if (n >= warmUp) taken.push(performance.now() - started);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return taken;
}
"""


def measure(browser: Browser, site: Site, times: int, say: Say) -> dict[str, Any]:
    """The middle and the slow end of many changes, for each calculator."""
    found = {}
    for name in calc.NAMES:
        page = browser.new_page()
        page.goto(f"{site.address}calculators/{name.replace('_', '-')}/")
        field, low, step = CHANGED.get(name, ("leverage", 2, 1))
        page.locator(f'calc-widget input[name="{field}"]').click()
        page.locator('calc-widget[data-state="live"]').wait_for(timeout=120_000)
        taken = page.evaluate(CHANGE, [times, WARM_UP, field, low, step])
        page.close()
        found[name] = {"p50": statistics.median(taken), "p95": statistics.quantiles(taken, n=20)[-1]}
        say(f"changes: {name}")
    return found

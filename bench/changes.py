"""How long one change takes, from the `input` event to `calc:result`, on a page where Pyodide has taken over."""

import statistics
from typing import Any

from playwright.sync_api import Browser

import calc
from bench.opening import PATIENCE, visiting
from bench.server import Site
from bench.startup import Say
from calc.model import Calculator
from calc.stepping import value_at

WARM_UP = 30
HUNDRED = "a hundred on a page"
VALUES = 48
CHANGED = {  # what is changed; else the leverage
    "position_size": "risk_per_trade",
    "reward": "win_rate",
    "losing_streak": "risk_per_trade",
    "streak_odds": "win_rate",
    "recovery": "risk_per_trade",
    "survival": "risk_per_trade",
    "funding": "holding_hours",
    "fees": "round_trips",
    "simulator": "risk_share",
    "margin_modes": "shock",
    "adding": "extra_margin",
}
CHANGE = """
async ([times, warmUp, name, texts]) => {
  const widget = document.querySelector("calc-widget");
  const field = widget.querySelector(`input[name="${name}"]`);
  const late = (words) => new Promise((_, give) => setTimeout(() => give(new Error(words)), 10_000));
  const taken = [];
  for (let n = 0; n < times + warmUp; n++) {
    const answered = new Promise((resolve) => widget.addEventListener("calc:result", resolve, { once: true }));
    field.value = texts[n % texts.length];
    const started = performance.now();
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await Promise.race([answered, late(`no answer for ${name} ${field.value}`)]);
    if (widget.dataset.engine !== "pyodide") throw new Error(`${widget.dataset.engine} answered`);
    if (n >= warmUp) taken.push(performance.now() - started);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return taken;
}
"""

CROWD = """
async (count) => {
  const first = document.querySelector("calc-widget");
  const html = first.outerHTML;
  for (let n = 2; n <= count; n++) {
    const another = html.replaceAll(`"${first.id}-`, `"another-${n}-`).replace(` id="${first.id}"`, ` id="another-${n}"`);
    first.insertAdjacentHTML("beforebegin", another);
  }
}
"""
"""Makes a page of many widgets out of a page with one; what is asked of the page is asked of the first."""


def calculator(name: str) -> Calculator[..., Any]:
    """The one that is changed under this name."""
    return calc.load("liquidation" if name == HUNDRED else name)


def typed(c: Calculator[..., Any]) -> tuple[str, list[str]]:
    """A field of the form, and what is put in there one after the other: the middle of its slider."""
    if c.name == "cross_account":
        return "positions.0.size", [str(0.01 + k / 128) for k in range(VALUES)]
    i = c.input(CHANGED.get(c.name, "leverage"))
    values = c.defaults()
    return i.name, list(dict.fromkeys(i.form_text(value_at(i, 0.1 + 0.8 * k / VALUES, values)) for k in range(VALUES)))


def measure(browser: Browser, site: Site, times: int, say: Say) -> dict[str, Any]:
    """The middle and the slow end of many changes, for each calculator, and for one of a hundred on a page."""
    found = {}
    for name in (*calc.NAMES, HUNDRED):
        c = calculator(name)
        with visiting(browser, site) as page:
            page.goto(f"{site.address}calculators/{c.name.replace('_', '-')}/")
            if name == HUNDRED:
                page.evaluate(CROWD, 100)
            field, texts = typed(c)
            page.locator(f'calc-widget input[name="{field}"]').first.click()
            page.locator('calc-widget[data-engine="pyodide"]').first.wait_for(timeout=PATIENCE)
            taken = page.evaluate(CHANGE, [times, WARM_UP, field, texts])
        found[name] = {"p50": statistics.median(taken), "p95": statistics.quantiles(taken, n=20)[-1]}
        say(f"changes: {name}")
    return found

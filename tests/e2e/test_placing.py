"""What stands on a page after many changes is what Python said last, though only what differs was touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.test_pictures import page_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

CHANGE = """async () => {
  const widget = document.querySelector("calc-widget");
  const ours = ["tabindex", "open", "aria-pressed", "data-focus-visible-added"]; // of scripts and readers
  const bare = (node) => {
    for (const each of node.querySelectorAll("*")) {
      each.classList.remove("focus-visible");
      if (!each.classList.length) each.removeAttribute("class");
      for (const name of ours) each.removeAttribute(name);
    }
    return [...node.childNodes];
  };
  const differ = (part, html) => {
    const [live, wanted] = [widget.querySelector(`[data-part=${part}]`), document.createElement("div")];
    wanted.innerHTML = html;
    const [a, b] = [bare(live.cloneNode(true)), bare(wanted)];
    return a.length !== b.length || a.some((node, index) => !node.isEqualNode(b[index]));
  };
  const wrong = [];
  const count = widget.querySelectorAll("fieldset input[type=range]").length;
  for (let n = 0; n < 4 * count; n++) {
    const slider = widget.querySelectorAll("fieldset input[type=range]")[n % count];
    if (!slider) continue; // it does not apply now
    const heard = new Promise((resolve) => {
      widget.addEventListener("calc:result", ({ detail }) => resolve(detail.html), { once: true });
      setTimeout(() => widget.querySelector("[data-problem]") && resolve(), 100); // these inputs have no answer
      setTimeout(resolve, 1000);
    });
    slider.value = String([150, 850, 500, 620][Math.floor(n / count)]);
    slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
    const html = await heard;
    for (const part of ["controls", "result"]) if (html && differ(part, html[part])) wrong.push(`${part} after change ${n}`);
  }
  return wrong;
}"""


@pytest.mark.parametrize("name", ["liquidation", "cross_account", "streak_odds", "risk_plan"])
def test_a_page_that_was_changed_often_is_the_page_of_its_last_answer(name: str, live: Callable[[str], Page]) -> None:
    assert live(page_of(name)).evaluate(CHANGE) == []

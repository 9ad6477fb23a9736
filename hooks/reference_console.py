"""The console's page and how to install the package: examples with what they give, computed as a reader's lines are."""

from __future__ import annotations

import os
from urllib.parse import urljoin

from calc.view.markup import escape
from hooks import wheel
from hooks.console import Console

UP = "../../"  # both pages lie that deep
EXAMPLES = (
    "calc.liquidation(leverage=25).liquidation_price",
    """\
for leverage in (5, 10, 20, 50):
    short = calc.liquidation(side="short", leverage=leverage)
    print(leverage, round(100 * short.distance, 2), "%")""",
    "plan = calc.position_size(stop_price=97_000)\nplan.size, plan.notional",
    "calc.liquidation(leverage=500, entry_price=0)",
    "help(calc.recovery)",
)
KEYS = (
    ("Enter", "runs a finished line"),
    ("Shift + Enter", "begins another line"),
    ("↑ ↓", "bring back what was run"),
)


def install() -> str:
    """The command for the wheel: with the site's address where somebody gave it, else as a file to fetch first."""
    name, site = wheel.address().rpartition("/")[2], os.environ.get("SITE_URL")
    link = f'<a href="{escape(UP + wheel.address())}" download>{escape(name)}</a>'
    if site:
        return f"{_code('pip install ' + urljoin(site.rstrip('/') + '/', wheel.address()))}<p>That is the file {link}.</p>"
    return f"<p>Fetch the file {link}, and install it:</p>{_code('pip install ' + name)}"


def console() -> str:
    """The console, complete without any script: the examples, and what each gives."""
    said: list[str] = []
    python = Console(said.append)
    entries = []
    for source in EXAMPLES:
        said.clear()
        problem, _ = python.run(source)
        entries.append(_entry(source, "".join(said).rstrip("\n"), problem))
    keys = "".join(f"<li><kbd>{keys}</kbd> {does}</li>" for keys, does in KEYS)
    return (
        '<div class="calc-slot"><calc-console class="calc" data-search-exclude data-state="static"><div class="calc-sheet">'
        f'<ol class="calc-console-runs calc-pad" aria-label="What was run">{"".join(entries)}</ol>'
        '<form class="calc-console-form calc-form calc-pad" autocomplete="off"><fieldset class="calc-console-field" disabled>'
        '<label class="calc-label" for="console-code">Your Python</label>'
        '<textarea id="console-code" rows="2" spellcheck="false" autocapitalize="off" autocomplete="off"'
        ' aria-describedby="console-keys"></textarea>'
        f'<p class="calc-console-do">{_button("run", "Run", "submit")}{_button("stop", "Stop")}<span class="calc-console-state"></span></p>'
        f'<ul class="calc-console-keys" id="console-keys">{keys}</ul></fieldset></form>'
        '<p class="calc-console-still calc-pad">Without scripts nothing can be run on this page. The examples show what they give.</p>'
        '<p class="calc-say" aria-live="polite"></p></div></calc-console></div>'
    )


def _entry(source: str, output: str, problem: str) -> str:
    code = source.rstrip("\n")
    again = (
        f'<button type="button" class="calc-do is-main" data-do="again" aria-label="Run {escape(code.partition(chr(10))[0])}">Run</button>'
    )
    said = f'<pre class="calc-console-out">{escape(output)}</pre>' if output else ""
    said += f'<pre class="calc-console-out is-words">{escape(problem)}</pre>' if problem else ""
    return f"<li><pre><code>{escape(source)}</code></pre>{again}{said}</li>"


def _button(does: str, words: str, kind: str = "button") -> str:
    disabled = "true" if does == "stop" else "false"
    return f'<button type="{kind}" class="calc-do is-act" data-do="{does}" aria-disabled="{disabled}">{words}</button>'


def _code(text: str) -> str:
    return f'<pre class="calc-console-command"><code>{escape(text)}</code></pre>'

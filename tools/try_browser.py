"""Whether a browser starts and shows a page: `python -m tools.try_browser NAME '{"by": …, "executable": …}'`."""

import json
import sys

from playwright.sync_api import sync_playwright

from tools.windows import opened

if __name__ == "__main__":
    name, start = sys.argv[1:]
    with sync_playwright() as playwright, opened(playwright, name, json.loads(start)) as window:
        window.go("data:text/html,<p>It works.</p>")
        if window.run("return document.body.textContent") != "It works.":
            sys.exit("It shows no page.")

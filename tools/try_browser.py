"""Whether a browser starts and shows a page: `python -m tools.try_browser [PATH]`; Playwright's own without a path."""

import sys

from playwright.sync_api import sync_playwright

from tools.browser import options

if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options(sys.argv[1] or None))
        browser.new_page().set_content("<p>It works.</p>")
        browser.close()

"""The README's picture, part of `make figures`: the calculator on the page about liquidation, as a reader sees it."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

import calc
from bench.server import serving
from calc import scenario
from tools.browser import launch_options

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / ".github" / "screenshot.png"


def main() -> None:
    """Builds the site, opens the page, and takes the picture."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright, serving(Path(folder)) as site:
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", folder]
        subprocess.run(command, cwd=ROOT, check=True)
        browser = playwright.chromium.launch(**launch_options())
        page = browser.new_page(viewport={"width": 1240, "height": 1060}, device_scale_factor=1.25)
        page.goto(f"{site.address}calculators/liquidation/{scenario.link(calc.liquidation, calc.liquidation.defaults())}")
        page.locator('calc-widget[data-state="live"]').wait_for()
        page.evaluate("document.fonts.ready")
        page.locator(".md-header").evaluate("header => header.remove()")
        page.evaluate("scrollTo(0, scrollY + document.querySelector('calc-widget').getBoundingClientRect().top - 24)")
        page.screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE.relative_to(ROOT)} shows the calculator.")


if __name__ == "__main__":
    main()

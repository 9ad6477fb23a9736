"""The MkDocs hook: what a page can live without, and the checks that fail a build.

Before a build, all pages are read by the audit, and every mistake is reported at once. While it runs, what is rendered is held against
what the sources ask for. After it, the engine's files and the wheel are put into the site. While serving, nothing here stops the server:
the log and the page show what is wrong.
"""

import logging
import os
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from hooks import app, audit, bill, cards, embed, engine, keeper, modules, offline, policy, presets, theme, wheel, widgets

log = logging.getLogger("mkdocs.hooks.build")

EXPANDED = ("title", "description")
_serving = False
_found: list[str] = []
_cards: set[Path] = set()
_presets: dict[str, tuple[presets.PresetPage, File]] = {}  # by source, with the page of the calculator


def on_startup(command: Literal["build", "gh-deploy", "serve"], **_: object) -> None:
    """Learns whether a mistake may stop the run."""
    global _serving  # noqa: PLW0603 - MkDocs calls functions of a module and has no other place for it
    _serving = command == "serve"


def on_pre_build(config: MkDocsConfig) -> None:
    """Reads every page before anything is built."""
    _found.clear()
    root = Path(config.docs_dir)
    _settle([str(mistake) for mistake in audit.audit(root.relative_to(Path.cwd()) if root.is_relative_to(Path.cwd()) else root)])


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Mends the theme's script, and adds the list of what the site is made of, and the pages of presets where the site has a host."""
    _settle(theme.mend(files))
    try:
        files.append(File.generated(config, bill.NAME, content=bill.bill()))
    except engine.EngineError as error:
        log.debug("%s", error)  # the end of the build says it
    _presets.clear()
    if config.extra.get("offline"):
        return
    for made in list(presets.pages(files.src_uris)):
        home = files.src_uris[made.home]
        _presets[made.path] = made, home
        source = made.markdown(home.content_string)
        files.append(File.generated(config, made.path, content=source, inclusion=InclusionLevel.NOT_IN_NAV))


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001 - MkDocs passes them by name
    """Computes the numbers in a page's title and description."""
    for key in EXPANDED:
        if isinstance(text := page.meta.get(key), str):
            page.meta[key] = widgets.expand(text, page.file.src_uri)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Holds what was rendered against what the source asks for, and lists the pages of presets under the reference of their calculator."""
    _found.extend(
        str(mistake)
        for mistake in audit.check_rendered(
            page.file.src_uri, page.markdown or "", html, Path(page.file.abs_src_path) if page.file.abs_src_path else None
        )
    )
    mine = [made for made, home in _presets.values() if home == page.file]
    return presets.listed(html, mine, lambda made: files.src_uris[made.path].url_relative_to(page.file)) if mine else html


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """All pages are rendered; no file has been written yet. The templates learn what installs the site."""
    if not config.extra.get("offline"):
        env.globals["app"] = app.links()
    _settle(_found)


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> None:  # noqa: ARG001
    """Leaves the pages of presets out of the map of the site: each has its calculator's page as the one to be found."""
    if template_name == "sitemap.xml":
        context["pages"] = [file for file in context["pages"] if file.src_uri not in _presets]


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: object) -> None:  # noqa: ARG001
    """Names the calculators of a page, and draws its card.

    Absolute addresses are left out where nobody gave one: the default is only an address to serve at.
    """
    context["calculators"] = sorted(set(re.findall(r'<calc-widget[^>]* calculator="(\w+)"', page.content or "")))
    if "SITE_URL" not in os.environ:
        page.canonical_url = None
        return
    if config.extra.get("offline"):  # nobody shows a link into a folder, and nobody embeds it
        page.canonical_url = address_online(str(page.canonical_url))
        return
    if frame := embed.folder_of(page.file.src_uri):
        context["oembed"] = urljoin(str(config.site_url), f"{frame}/oembed.json")
    title, description = _title(page), str(page.meta.get("description") or config.site_description or "")
    picture = _pictures(config).get(page.file.src_uri, "")
    context["address"] = page.canonical_url
    if page.file.src_uri in _presets:
        made, home = _presets[page.file.src_uri]
        page.canonical_url = urljoin(str(config.site_url), home.url)
        picture = _pictures(config).get(presets.chapter(home.content_string), "")
        file = cards.card(made.large, description, picture, config.site_name, made.above)
    else:
        file = cards.card(title, description, picture, config.site_name)
    _cards.add(file)
    context["card"] = urljoin(str(config.site_url), f"{cards.FOLDER}/{file.name}")
    context["told"] = (title, description)


def address_online(address: str) -> str:
    """Where a page of the offline bundle is on the website: there it is a folder, and a file here."""
    return re.sub(r"(/index)?\.html$", "/", address)


def _title(page: Page) -> str:
    """The first heading of a page, as text."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.content or "", re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "", found[1])) if found else str(page.title or "")


def _pictures(config: MkDocsConfig) -> dict[str, str]:
    """What the home page draws for each page."""
    home = Path(config.docs_dir) / "index.md"
    return cards.pictures(home.read_text(encoding="utf-8")) if home.is_file() else {}


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001 - MkDocs passes them by name
    """Gives a page its policy."""
    return _guarded(output, config)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The same for the page that is shown when there is none."""
    return _guarded(output_content, config) if template_name == "404.html" else output_content


def _guarded(html: str, config: MkDocsConfig) -> str:
    """The page with its policy; not while serving, where MkDocs writes a script of its own into it."""
    return html if _serving else policy.guarded(html, "classic" if config.extra.get("offline") else "site")


def on_post_build(config: MkDocsConfig) -> None:
    """Puts the cards, the engine's files, the pages' scripts, the wheel and the service worker into the site."""
    if _cards:
        folder = Path(config.site_dir) / cards.FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        for file in _cards:
            shutil.copy(file, folder)
        _cards.clear()
    site = Path(config.site_dir)
    try:
        if config.extra.get("offline"):
            log.info("The offline bundle is %s", offline.finish(site, Path(os.environ.get("DIST", "dist"))))
            return
        engine.publish(site)
        modules.publish(site)
        embed.publish(site, config.site_name, str(config.site_url) if "SITE_URL" in os.environ else None)
        wheel.publish(site, engine.info())
    except engine.EngineError as error:
        _settle([f"the pages are complete, but not live: {error}"])
    app.write(site, config.site_name, config.site_description or "")
    if not _serving:
        policy.write_headers(site)
        keeper.write(site)


def _settle(mistakes: list[str]) -> None:
    if mistakes and not _serving:
        raise PluginError("\n".join(["The site was not built:", *mistakes]))
    for mistake in mistakes:
        log.warning("%s", mistake)

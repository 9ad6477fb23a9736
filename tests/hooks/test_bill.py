"""The list of what the site is made of: it is CycloneDX, it names every pin, and it says what reaches a reader."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import ComponentScope

from hooks import bill, wheel

if TYPE_CHECKING:
    from tests.hooks.conftest import Site

ROOT = Path(bill.__file__).parents[1]


@pytest.fixture(scope="module")
def text() -> str:
    return bill.bill()


@pytest.fixture(scope="module")
def whole(text: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(text)
    return read


def test_a_reader_of_cyclonedx_understands_it(whole: dict[str, Any]) -> None:
    read = Bom.from_json(whole)  # type: ignore[attr-defined]  # a decorator of the library adds it
    assert read.validate()  # what depends on what is all there
    assert len(read.components) == len(whole["components"]) == len({part["purl"] for part in whole["components"]})
    assert {component.scope for component in read.components} == {ComponentScope.REQUIRED, ComponentScope.EXCLUDED}


def test_every_pin_of_what_builds_the_site_is_named(whole: dict[str, Any]) -> None:
    named = {part["purl"] for part in whole["components"]}
    texts = [(ROOT / name).read_text() for name in ("requirements/site.txt", "hooks/engine/requirements.txt")]
    pins = {f"pkg:pypi/{name}@{version}" for text in texts for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", text, re.MULTILINE)}
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    npm = {path.split("node_modules/", 1)[1]: entry for path, entry in locked.items() if path and not entry.get("dev")}
    pins |= {f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}" for name, entry in npm.items()}
    assert named >= pins
    assert len([purl for purl in named - pins if not purl.startswith("pkg:generic/")]) == 0


def test_what_reaches_a_reader_is_named_with_its_version_licence_and_hash(whole: dict[str, Any]) -> None:
    shipped = {part["name"]: part for part in whole["components"] if part["scope"] == "required"}
    assert set(shipped) == {*bill.SHIPPED, "calc", "cpython", *bill.FONTS}
    assert whole["dependencies"] == [{"ref": "site", "dependsOn": [part["bom-ref"] for part in shipped.values()]}]
    assert [] == [name for name, part in shipped.items() if not part["licenses"]]
    assert [] == [name for name, part in shipped.items() if name not in bill.FONTS and not part["version"]]
    assert ["cpython"] == [name for name, part in shipped.items() if not part.get("hashes")]  # it is a part of Pyodide
    assert shipped["calc"]["hashes"][0]["content"] == hashlib.sha256(wheel.wheel()[1]).hexdigest()
    theme = {part["name"] for part in shipped["mkdocs-material"]["components"]}
    assert {"rxjs", "lunr", "clipboard"} <= theme


def test_the_npm_packages_that_reach_a_reader_are_those_that_the_engines_are_made_from() -> None:
    sources = [file.read_text() for folder in ("engine", "classic") for file in (ROOT / "hooks" / folder).glob("*") if file.is_file()]
    used = {name for source in sources for name in re.findall(r'installed\("([^"]+)"\)', source)}
    assert used - {"esbuild"} == set(bill.SHIPPED) - {"mkdocs-material"}


def test_the_same_pins_make_the_same_bytes(text: str) -> None:
    assert bill.bill() == text


def test_it_lies_at_the_root_of_a_site(site: Site, text: str) -> None:
    config = site.folder / "mkdocs.yml"
    config.write_text(config.read_text() + f"hooks: [{ROOT / 'hooks' / 'build.py'}]\n")
    site.write("project/trust.md", "# Trust\n\n[The list](../sbom.cdx.json)\n")
    site.write("index.md", "# Start\n")
    run = site.build()
    assert run.returncode == 0, run.stderr
    assert site.page("sbom.cdx.json") == text
    assert 'href="../../sbom.cdx.json"' in site.page("project/trust/index.html")

"""What the site is made of: everything that a reader's browser gets from others, and everything that builds it, as a CycloneDX list.

Versions and hashes are those of the lock files, licences what the packages say of themselves. The same pins make the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from base64 import b64decode
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import calc
from hooks import engine, wheel
from hooks.engine.packages import tools

if TYPE_CHECKING:
    from collections.abc import Iterable

    Component = dict[str, Any]

ROOT = Path(__file__).resolve().parents[1]
NAME = "sbom.cdx.json"
SHIPPED = ("pyodide", "@micropython/micropython-webassembly-pyscript", "mkdocs-material")  # the others only build
FONTS = {"Source Sans 3": "source-sans-3-latin-wght-normal.woff2", "Source Serif 4": "source-serif-4-latin-600-normal.woff2"}
PIN = re.compile(r"^([\w.-]+)==([\w.]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)


def bill() -> str:
    """The whole list, as the text of its file."""
    parts = sorted([*_ours(), *_from_npm(), *_from_pypi()], key=lambda part: str(part["bom-ref"]))
    site: Component = {"type": "application", "bom-ref": "site", "name": "leverage-guide", "version": calc.__version__}
    site |= {"description": "The Leverage Guide", "licenses": [{"license": {"id": "MIT"}}, {"license": {"id": "CC-BY-4.0"}}]}
    whole = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"lifecycles": [{"phase": "build"}], "component": site},
        "components": parts,
        "dependencies": [{"ref": "site", "dependsOn": [part["bom-ref"] for part in parts if part["scope"] == "required"]}],
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _component(purl: str, name: str, version: str, licence: str, hashes: Iterable[tuple[str, str]], **more: Any) -> Component:
    """One entry; `excluded` is CycloneDX's word for what is not there any more when the site runs."""
    part: Component = {"type": "library", "bom-ref": purl, "name": name, "purl": purl}
    part |= {"scope": "required" if name in SHIPPED else "excluded"} | more
    if version:
        part["version"] = version
    if licence:
        known = re.fullmatch(r"[\w.+-]+( (OR|AND|WITH) [\w.+-]+)*", licence)
        part["licenses"] = [{"expression": licence} if known else {"license": {"name": licence}}]
    if found := [{"alg": kind, "content": content} for kind, content in hashes]:
        part["hashes"] = found
    return part


def _ours() -> list[Component]:
    """What no lock file names: the package, the fonts that lie in the repository, and the Python inside Pyodide."""
    file, content = wheel.wheel()
    package = f"pkg:generic/{calc.__name__}@{calc.__version__}?file_name={file}"
    python = engine.info()["python"]
    parts = [
        _component(package, "calc", calc.__version__, "MIT", [("SHA-256", hashlib.sha256(content).hexdigest())], scope="required"),
        _component(f"pkg:generic/cpython@{python}", "cpython", python, "PSF-2.0", [], scope="required"),
    ]
    for name, font in FONTS.items():
        content = (ROOT / "docs" / "assets" / "fonts" / font).read_bytes()
        purl = f"pkg:generic/{name.lower().replace(' ', '-')}?file_name={font}"
        part = _component(purl, name, "", "OFL-1.1", [("SHA-256", hashlib.sha256(content).hexdigest())], scope="required", type="file")
        parts.append(part)
    return parts


def _from_npm() -> list[Component]:
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return [
        _component(
            f"pkg:npm/{quote(name := path.removeprefix('node_modules/'))}@{entry['version']}".replace("/@", "/%40"),
            name,
            entry["version"],
            entry.get("license", ""),
            [("SHA-512", b64decode(entry["integrity"].removeprefix("sha512-")).hex())],
        )
        for path, entry in locked.items()
        if path and not entry.get("dev")
    ]


def _from_pypi() -> list[Component]:
    """Each with the hashes of all files that may be installed for it; which of them that is depends on the machine."""
    parts: dict[str, Component] = {}
    for file, folders in (("requirements/site.txt", sys.path), ("hooks/engine/requirements.txt", [str(tools())])):
        for name, version, rest in PIN.findall((ROOT / file).read_text(encoding="utf-8")):
            hashes = [("SHA-256", found) for found in re.findall(r"--hash=sha256:([0-9a-f]{64})", rest)]
            purl = f"pkg:pypi/{name}@{version}"
            more = {"components": _inside_the_theme()} if name == "mkdocs-material" else {}
            parts.setdefault(purl, _component(purl, name, version, _licence(name, version, folders), hashes, **more))
    return list(parts.values())


def _licence(name: str, version: str, folders: list[str]) -> str:
    """What an installed package says of its licence, in the first of three places; nothing of one that this machine does not need."""
    for said in (found.metadata for found in metadata.distributions(name=name, path=folders)):
        kinds = [kind.rpartition(" :: ")[2] for kind in said.get_all("Classifier") or () if kind.startswith("License ::")]
        texts = [text for field in ("License-Expression", "License") for text in said.get_all(field) or ()] + kinds
        wanted = texts if said["Version"] == version else []
        return next((text for text in wanted if text and text != "UNKNOWN" and len(text) < 60 and "\n" not in text), "")
    return ""


def _inside_the_theme() -> list[Component]:
    """The packages in the theme's scripts, as their maps name them; the maps know no versions."""
    maps = sorted((Path(str(resources.files("material"))) / "templates" / "assets" / "javascripts").rglob("*.js.map"))
    sources = [source for file in maps for source in json.loads(file.read_text(encoding="utf-8"))["sources"]]
    names = {found[1] for source in sources if (found := re.search(r"node_modules/((?:@[^/]+/)?[^/]+)/", source))}
    return [
        {"type": "library", "bom-ref": f"pkg:npm/{quote(name)}", "name": name, "purl": f"pkg:npm/{quote(name)}"} for name in sorted(names)
    ]

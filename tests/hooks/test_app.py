"""What installs the site: a manifest of relative addresses, and icons of the sizes that it claims."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hooks import app, cards

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "calculators" / "liquidation").mkdir(parents=True)
    app.write(tmp_path, "The Leverage Guide", "What leverage does.")
    return tmp_path


@pytest.fixture
def manifest(site: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((site / app.MANIFEST).read_text(encoding="utf-8"))
    return read


def size(file: Path) -> tuple[int, int]:
    png = file.read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def test_every_icon_is_there_with_the_size_that_it_claims(site: Path, manifest: dict[str, Any]) -> None:
    drawn = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
    for icon in drawn:
        assert "{}x{}".format(*size(site / icon["src"])) == icon["sizes"]
    assert {(icon["sizes"], icon["purpose"]) for icon in drawn} == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    assert (site / manifest["icons"][0]["src"]).read_text(encoding="utf-8").startswith("<svg ")
    assert size(site / app.links()["icon"]) == (180, 180)


def test_every_address_is_relative(manifest: dict[str, Any]) -> None:
    addresses = [
        manifest["start_url"],
        manifest["scope"],
        *(one["src"] for one in manifest["icons"]),
        *(one["url"] for one in manifest["shortcuts"]),
    ]
    assert [address for address in addresses if ":" in address or address.startswith("/")] == []


def test_a_shortcut_leads_to_a_page_that_is_there(manifest: dict[str, Any]) -> None:
    assert manifest["shortcuts"] == [{"name": "Liquidation price", "url": "calculators/liquidation/"}]


def test_its_colours_are_those_of_the_site(manifest: dict[str, Any]) -> None:
    assert manifest["theme_color"] == manifest["background_color"] == cards.colours()["paper"] == app.links()["light"]
    assert app.links()["dark"] == cards.colours("slate")["paper"] != cards.colours()["paper"]


def test_a_mask_may_take_a_fifth_off_every_side() -> None:
    x, y = app.SHARE / 2, app.SHARE / 2 * 14.6 / app.WIDE  # the mark is 14.6 high
    assert x * x + y * y < 0.4 * 0.4


def test_a_platform_that_cuts_corners_gets_a_whole_square() -> None:
    assert 'rx="0.00"' in app.icon(180, app.WHOLE)
    assert 'rx="0.00"' not in app.icon(192, app.ROUND)

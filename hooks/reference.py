"""What a reference fence prints: the reference of a calculator, or one of the pages that are generated from the package itself."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import calc
from calc.view import page
from hooks.reference_api import api
from hooks.reference_console import console, install
from hooks.reference_formulas import formulas
from hooks.reference_venues import venues

if TYPE_CHECKING:
    from collections.abc import Callable

GENERATED: dict[str, Callable[[], str]] = {"formulas": formulas, "venues": venues, "api": api, "console": console, "install": install}


def names() -> list[str]:
    """Every name that a reference fence may bear."""
    return [*calc.NAMES, *GENERATED]


def html(name: str) -> str:
    """The reference of that name."""
    return generated(name) if name in GENERATED else page.reference(name)


@cache
def generated(name: str) -> str:
    """One of the generated pages; it depends on nothing but the package, so once is enough."""
    return GENERATED[name]()

"""Leverage, margin and liquidation, computed in the open.

>>> from calc import liquidation
>>> round(liquidation(leverage=25).liquidation_price, 2)
96482.41
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.calculators.cross_account import cross_account as cross_account
    from calc.calculators.leverage import leverage as leverage
    from calc.calculators.liquidation import liquidation as liquidation
    from calc.calculators.margin import margin as margin
    from calc.model import Calculator

__version__ = "0.1.0"

NAMES = ("leverage", "margin", "liquidation", "cross_account")  # the order of the index page; a test compares it with the files

__all__ = ["NAMES", "cross_account", "leverage", "liquidation", "load", "margin"]


def load(name: str) -> Calculator[..., Any]:
    """The calculator called `name`, written with hyphens or underscores; KeyError for a name that does not exist."""
    name = name.replace("-", "_")
    if name not in NAMES:
        raise KeyError(name)
    module = __import__("calc.calculators." + name, None, None, (name,))
    found: Calculator[..., Any] = getattr(module, name)
    return found


def __getattr__(name: str) -> Calculator[..., Any]:
    if name in NAMES:
        return load(name)
    raise AttributeError("module 'calc' has no attribute '" + name + "'")

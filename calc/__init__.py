"""Leverage, margin and liquidation, computed in the open.

>>> from calc import liquidation
>>> round(liquidation(leverage=25).liquidation_price, 2)
96482.41
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from calc.calculators.adding import Fill as Fill
    from calc.calculators.adding import adding as adding
    from calc.calculators.cross_account import Held as Held
    from calc.calculators.cross_account import cross_account as cross_account
    from calc.calculators.fees import fees as fees
    from calc.calculators.funding import funding as funding
    from calc.calculators.history import history as history
    from calc.calculators.leverage import leverage as leverage
    from calc.calculators.liquidation import liquidation as liquidation
    from calc.calculators.losing_streak import losing_streak as losing_streak
    from calc.calculators.margin import margin as margin
    from calc.calculators.margin_modes import margin_modes as margin_modes
    from calc.calculators.position_size import position_size as position_size
    from calc.calculators.recovery import recovery as recovery
    from calc.calculators.reward import reward as reward
    from calc.calculators.risk_plan import risk_plan as risk_plan
    from calc.calculators.room import room as room
    from calc.calculators.simulator import simulator as simulator
    from calc.calculators.streak_odds import streak_odds as streak_odds
    from calc.calculators.survival import survival as survival
    from calc.model import Calculator

__version__ = "0.1.0"

NAMES = (  # the order of the index page; a test compares it with the files
    "leverage",
    "margin",
    "liquidation",
    "room",
    "margin_modes",
    "cross_account",
    "position_size",
    "reward",
    "losing_streak",
    "streak_odds",
    "recovery",
    "survival",
    "funding",
    "fees",
    "adding",
    "simulator",
    "risk_plan",
    "history",
)

ROWS = {"Fill": "adding", "Held": "cross_account"}  # what inputs of rows are made of, and whose they are

__all__ = [
    "NAMES",
    "Fill",
    "Held",
    "adding",
    "cross_account",
    "fees",
    "funding",
    "history",
    "leverage",
    "liquidation",
    "load",
    "losing_streak",
    "margin",
    "margin_modes",
    "position_size",
    "recovery",
    "reward",
    "risk_plan",
    "room",
    "simulator",
    "streak_odds",
    "survival",
]


def load(name: str) -> Calculator[..., Any]:
    """The calculator called `name`, written with hyphens or underscores; KeyError for a name that does not exist."""
    name = name.replace("-", "_")
    if name not in NAMES:
        raise KeyError(name)
    found: Calculator[..., Any] = _of(name, name)
    return found


def _of(calculator: str, name: str) -> Any:
    """What the file of a calculator calls by that name."""
    return getattr(__import__("calc.calculators." + calculator, None, None, (name,)), name)


def __getattr__(name: str) -> Any:
    if name in NAMES:
        return load(name)
    if name in ROWS:
        return _of(ROWS[name], name)
    raise AttributeError("module 'calc' has no attribute '" + name + "'")

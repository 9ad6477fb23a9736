"""Dated facts of venues: one data file a table, with source and date. A venue is data; no formula asks which venue it serves."""

from __future__ import annotations

import json
from dataclasses import dataclass

from calc.formulas.margin import Tier

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TABLES = (
    "binance-btcusdt-2024-10-24",
    "binance-btcusdt-2026-07-02",
    "binance-ethusdt-2026-07-02",
    "binance-solusdt-2026-07-02",
    "binance-dogeusdt-2026-07-02",
)


@dataclass(frozen=True, kw_only=True)
class TierTable:
    """Maintenance tiers of one symbol at one venue, as they stood on `date` (ISO)."""

    name: str
    venue: str
    symbol: str
    date: str
    source: str
    tiers: tuple[Tier, ...]

    @property
    def label(self) -> str:
        """Venue, symbol and date, as a form and a reference show them."""
        return self.venue + " " + self.symbol + ", " + self.date

    @property
    def cap(self) -> float:
        """The largest notional that the table covers, in quote."""
        return self.tiers[-1].cap


_loaded: dict[str, TierTable] = {}


def tier_table(name: str) -> TierTable:
    """The tier table called `name` (one of `TABLES`).

    >>> table = tier_table("binance-btcusdt-2024-10-24")
    >>> table.label, table.tiers[2].maintenance_amount
    ('Binance BTC/USDT, 2024-10-24', 950.0)
    """
    if name not in _loaded:
        data: dict[str, Any] = json.loads(_read(name + ".json"))
        _loaded[name] = TierTable(
            name=name,
            venue=data["venue"],
            symbol=data["symbol"],
            date=data["date"],
            source=data["source"],
            tiers=tuple(
                Tier(
                    floor=float(r[0]),
                    cap=float(r[1]),
                    maintenance_margin_rate=float(r[2]),
                    maintenance_amount=float(r[3]),
                    max_leverage=float(r[4]),
                )
                for r in data["tiers"]
            ),
        )
    return _loaded[name]


def _read(file: str) -> str:
    """The text of a data file beside this module, also from inside a zip."""
    path = __file__.replace("\\", "/").rsplit("/", 1)[0] + "/" + file
    loader = globals().get("__loader__")
    if loader is not None:
        return str(loader.get_data(path), "utf-8")
    with open(path, encoding="utf-8") as stream:  # pragma: no cover - MicroPython has no loaders; tests/engine runs this
        return stream.read()

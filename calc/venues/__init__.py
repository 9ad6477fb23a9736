"""Dated facts of venues, in data files: `NAME.json` holds the facts of a venue, `tables/NAME.json` a tier table that is never edited."""

from __future__ import annotations

import json

from calc.formulas.margin import Tier
from calc.venues.facts import Fact, Venue
from calc.venues.tiers import UNLIMITED, Ramp, TierTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["TABLES", "UNLIMITED", "VENUES", "Fact", "Ramp", "TierTable", "Venue", "tier_table", "venue"]

VENUES = (
    "binance-usdm",
    "binance-coinm",
    "bybit",
    "okx",
    "bitmex",
    "hyperliquid",
    "dydx-v4",
    "kraken-futures",
    "deribit",
    "gate",
    "kucoin",
    "mexc",
    "bitget",
    "phemex",
)
TABLES = (
    "binance-btcusdt-2024-10-24",
    "binance-btcusdt-2026-07-02",
    "binance-ethusdt-2026-07-02",
    "binance-solusdt-2026-07-02",
    "binance-dogeusdt-2026-07-02",
    "binance-xrpusdt-2026-07-02",
    "binance-bnbusdt-2026-07-02",
    "binance-adausdt-2026-07-02",
    "binance-linkusdt-2026-07-02",
    "binance-btcusdt-2021-03-26",
    "binance-btcusd-inverse-2021-01-01",
    "bybit-btcusdt-2026-09-25",
    "bybit-btcusd-inverse-2026-09-26",
    "okx-btcusdt-2026-09-25",
    "bitmex-btcusd-inverse-2020-05-05",
    "hyperliquid-btcusdc-2026-09-25",
    "hyperliquid-ethusdc-2026-09-25",
    "hyperliquid-solusdc-2026-09-25",
    "dydx-btcusd-2026-04-22",
    "kraken-btcusd-2026-09-25",
    "kraken-btcusd-inverse-2026-09-25",
    "deribit-btcusdc-2026-11-22",
    "gate-btcusdt-2026-09-25",
    "kucoin-btcusdt-2026-09-25",
    "bitget-btcusdt-2026-09-25",
)

_tables: dict[str, TierTable] = {}
_venues: dict[str, Venue] = {}


def venue(name: str) -> Venue:
    """The venue called `name` (one of `VENUES`).

    >>> venue("okx").title, venue("okx").value("margin_ratio"), venue("okx").value("liquidation_fee_rate")
    ('OKX', 'balance / maintenance', None)
    """
    if name not in _venues:
        data: dict[str, Any] = json.loads(_read(name + ".json"))
        facts = tuple(
            Fact(
                key=f["fact"],
                value=tuple(f["value"]) if isinstance(f["value"], list) else f["value"],
                source=f["source"],
                date=f["date"],
                note=f.get("note", ""),
            )
            for f in data["facts"]
        )
        _venues[name] = Venue(name=data["name"], title=data["title"], facts=facts)
    return _venues[name]


def tier_table(name: str) -> TierTable:
    """The tier table called `name` (one of `TABLES`).

    >>> table = tier_table("binance-btcusdt-2024-10-24")
    >>> table.label, table.tiers[2].maintenance_amount
    ('Binance BTC/USDT, 2024-10-24', 950.0)
    >>> (tier,) = tier_table("deribit-btcusdc-2026-11-22").tiers_for(25)
    >>> round(tier.maintenance_margin_rate, 5), round(tier.max_leverage, 2)
    (0.01125, 47.06)
    """
    if name not in _tables:
        data: dict[str, Any] = json.loads(_read("tables/" + name + ".json"))
        ramp = data.get("ramp")
        _tables[name] = TierTable(
            name=name,
            venue=data["venue"],
            venue_name=data["venue_name"],
            symbol=data["symbol"],
            contract=data["contract"],
            date=data["date"],
            source=data["source"],
            note=data.get("note", ""),
            measure=data["measure"],
            unit=data["unit"],
            complete=data["complete"],
            tiers=tuple(_tier(row) for row in data["tiers"]),
            ramp=None
            if ramp is None
            else Ramp(
                initial_margin_rate=float(ramp["initial_margin_rate"]),
                maintenance_margin_rate=float(ramp["maintenance_margin_rate"]),
                rate_per_coin=float(ramp["rate_per_coin"]),
            ),
        )
    return _tables[name]


def _tier(row: list[Any]) -> Tier:
    return Tier(
        floor=float(row[0]),
        cap=UNLIMITED if row[1] is None else float(row[1]),
        maintenance_margin_rate=float(row[2]),
        maintenance_amount=float(row[3]),
        max_leverage=float(row[4]),
    )


def _read(file: str) -> str:
    """The text of a data file beside this module, also from inside a zip."""
    path = __file__.replace("\\", "/").rsplit("/", 1)[0] + "/" + file
    loader = globals().get("__loader__")
    if loader is not None:
        return str(loader.get_data(path), "utf-8")
    with open(path, encoding="utf-8") as stream:  # pragma: no cover - MicroPython has no loaders; tests/engine runs this
        return stream.read()

"""The vocabulary: what each kind of number is, said once for every calculator.

A `Quantity` has a unit, hard bounds that reject, a soft range that only sets sliders and charts, and the way it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """One kind of number.

    `gt ge lt le` reject. `soft` is where a slider runs, on a `scale` that is linear or log; with `around`, `soft` is a multiple
    of that other input's value. A slider rounds to multiples of `step`, or to `digits` significant digits. `marks` are labelled
    stops; a mark in `facts` says why it matters. A `signed` answer shows its plus as it shows its minus.
    A `whole` input takes whole numbers only.
    """

    unit: str | None = None
    display: str | None = None
    gt: float | None = None
    ge: float | None = None
    lt: float | None = None
    le: float | None = None
    soft: tuple[float, float] | None = None
    scale: str | None = None
    around: str | None = None
    step: float | None = None
    digits: int | None = None
    marks: tuple[float, ...] | None = None
    facts: tuple[tuple[float, str], ...] | None = None
    signed: bool | None = None
    whole: bool | None = None


@dataclass(frozen=True, kw_only=True)
class When:
    """The input applies only while the choice or switch `input` (declared before it) has `value`, or one of several values."""

    input: str
    value: str | bool | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """An input of rows: what one is called, how many there may be, and the rows that a reader who adds one gets, in turn."""

    noun: str
    samples: tuple[object, ...]
    least: int = 1
    most: int = 8


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A day, as an ISO text, from `first` to `last`; an empty one is stepped from `start` (else from `first`). On an answer: any day."""

    first: str = ""
    last: str = ""
    start: str = ""


@dataclass(frozen=True, kw_only=True)
class Text:
    """An input of free text: the most characters it may have, and the lines its field shows. It is printed, and never in a link."""

    most: int = 400
    lines: int = 1


@dataclass(frozen=True, kw_only=True)
class Words:
    """What people read: for the names of a choice, in their order; another `label` for the input; what an `empty` field shows."""

    label: str | None = None
    choices: tuple[str, ...] | None = None
    empty: str | None = None


Side = Annotated[Literal["long", "short"], Words(choices=("Long", "Short"))]
Price = Annotated[
    float,
    Quantity(
        unit="USDT", display="price", gt=0, le=1e9, soft=(50_000, 150_000), digits=3, marks=(50_000, 75_000, 100_000, 125_000, 150_000)
    ),
]
Money = Annotated[
    float, Quantity(unit="USDT", display="money", ge=0, le=1e9, soft=(10, 100_000), scale="log", marks=(10, 100, 1_000, 10_000, 100_000))
]
Leverage = Annotated[
    float,
    Quantity(
        unit="×",
        display="times",
        ge=1,
        le=125,
        soft=(1, 100),
        scale="log",
        step=1,
        marks=(1, 2, 5, 10, 20, 50, 100),
        facts=((2, "EU cap"),),
    ),
]
Rate = Annotated[
    float, Quantity(unit="fraction", display="percent", ge=0, lt=1, soft=(0, 0.05), step=0.0005, marks=(0, 0.01, 0.02, 0.03, 0.04, 0.05))
]
FeeRate = Annotated[
    float,
    Quantity(unit="fraction", display="percent", ge=0, le=0.01, soft=(0, 0.001), step=0.00005, marks=(0, 0.00025, 0.0005, 0.00075, 0.001)),
]
Change = Annotated[
    float,
    Quantity(unit="fraction", display="percent", signed=True, soft=(-0.3, 0.3), step=0.001, marks=(-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3)),
]
Size = Annotated[float, Quantity(unit="coins", display="size", gt=0)]
TakerFee = Annotated[FeeRate, Words(label="Taker fee")]
Account = Annotated[Money, Quantity(gt=0, soft=(100, 1_000_000), marks=(100, 1_000, 10_000, 100_000, 1_000_000)), Words(label="Account")]
PutUp = Annotated[Money, Quantity(gt=0, soft=(100, 100_000), marks=(100, 1_000, 10_000, 100_000)), Words(label="Margin")]
PositionValue = Annotated[
    Money,
    Quantity(gt=0, soft=(100, 10_000_000), marks=(100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)),
    Words(label="Position value"),
]
AddedMargin = Annotated[
    Money,
    Quantity(le=1e6, soft=(0, 10_000), scale="linear", marks=(0, 2_500, 5_000, 7_500, 10_000)),
    Words(label="Margin added later"),
]
Share = Annotated[float, Quantity(unit="fraction", display="percent")]
Multiple = Annotated[float, Quantity(unit="×", display="times")]
Result = Annotated[float, Quantity(unit="USDT", display="money")]
Count = Annotated[int, Quantity(unit="", display="count")]
WinRate = Annotated[
    float,
    Quantity(unit="fraction", display="percent", ge=0.01, le=0.99, soft=(0.2, 0.8), step=0.01, marks=(0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)),
    Words(label="Wins"),
]
Payoff = Annotated[
    float, Quantity(unit="R", display="size", gt=0, le=100, soft=(0.5, 5), step=0.1, marks=(0.5, 1, 2, 3, 4, 5)), Words(label="Payoff")
]  # what a winner brings for each unit that a loser costs
RiskPerTrade = Annotated[
    float,
    Quantity(
        unit="fraction",
        display="percent",
        ge=0.001,
        le=0.5,
        soft=(0.005, 0.5),
        scale="log",
        marks=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
    ),
    Words(label="Risk per trade"),
]
Seed = Annotated[
    float,
    Quantity(unit="", display="count", ge=0, le=999_999, whole=True, soft=(0, 99), step=1, marks=(0, 25, 50, 75, 99)),
    Words(label="Shuffle"),
]  # the same number draws the same chances, here and for whoever gets the link

Market = Annotated[
    Literal["BTC", "ETH", "SOL", "XRP", "BNB", "DOGE", "ADA", "LINK"],
    Words(choices=("BTC", "ETH", "SOL", "XRP", "BNB", "DOGE", "ADA", "LINK")),
]
Maintenance = Annotated[Literal["flat", "tiers", "venue"], Words(choices=("Flat rate", "Tier table", "Venue rules"))]
Contract = Annotated[
    Literal["linear", "inverse"],
    When(input="maintenance", value="flat"),
    Words(choices=("Linear, in USDT", "Inverse, in coin")),
]
MaintenanceBasis = Annotated[
    Literal["mark", "entry"],
    When(input="maintenance", value=("flat", "tiers")),
    Words(label="Maintenance on", choices=("Value now", "Value at entry")),
]
FlatRate = Annotated[
    Rate, Quantity(le=0.5), When(input="maintenance", value="flat"), Words(label="Maintenance rate")
]  # no table goes beyond a half
ClosingFee = Annotated[bool, When(input="maintenance", value=("flat", "tiers")), Words(label="Include the closing fee")]
TierTableName = Annotated[
    Literal[
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
    ],
    Words(
        choices=(
            "Binance BTC/USDT, 2024-10-24",
            "Binance BTC/USDT, 2026-07-02",
            "Binance ETH/USDT, 2026-07-02",
            "Binance SOL/USDT, 2026-07-02",
            "Binance DOGE/USDT, 2026-07-02",
            "Binance XRP/USDT, 2026-07-02",
            "Binance BNB/USDT, 2026-07-02",
            "Binance ADA/USDT, 2026-07-02",
            "Binance LINK/USDT, 2026-07-02",
            "Binance BTC/USDT, 2021-03-26",
            "Binance BTC/USD inverse, 2021-01-01",
            "Bybit BTC/USDT, 2026-09-25",
            "Bybit BTC/USD inverse, 2026-09-26",
            "OKX BTC/USDT, 2026-09-25",
            "BitMEX BTC/USD inverse, 2020-05-05",
            "Hyperliquid BTC/USDC, 2026-09-25",
            "Hyperliquid ETH/USDC, 2026-09-25",
            "Hyperliquid SOL/USDC, 2026-09-25",
            "dYdX BTC/USD, 2026-04-22",
            "Kraken BTC/USD, 2026-09-25",
            "Kraken BTC/USD inverse, 2026-09-25",
            "Deribit BTC/USDC, 2026-11-22",
            "Gate BTC/USDT, 2026-09-25",
            "KuCoin BTC/USDT, 2026-09-25",
            "Bitget BTC/USDT, 2026-09-25",
        )
    ),
    When(input="maintenance", value=("tiers", "venue")),
]

"""The page of venues: one position at each of them, every fact with its source and date, and every tier table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import calc
from calc import conventions
from calc.venues import TABLES, VENUES, facts, tier_table, venue
from calc.view import numbers
from calc.view.markup import escape
from hooks.reference_picture import picture
from hooks.reference_tables import tier_tables
from hooks.reference_text import UNSEARCHED, contents, inline, table, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calc.venues import Fact, TierTable, Venue
    from calc.venues.facts import Value

LEVERAGE, NOTIONAL, ENTRY = 10, 10_000, 100_000
ASSUMED_FEE = 0.0005  # where no source says the taker fee
SIDES = ("long", "short")
COLUMNS = ("Table", "Maintenance on", "Closing fee in it", "Put aside", "Taker fee", "Rate", "Locked", "Long ends at", "Short ends at")

LABELS = {  # how a fact begins; its value ends the sentence
    "contracts": "Contracts",
    "maintenance_basis": "Maintenance is charged on",
    "closing_fee": "Closing fee in what must be kept",
    "initial_margin_basis": "Initial margin is computed from",
    "initial_margin_fees": "Fees in initial margin",
    "reserved_fee": "Put aside for them",
    "deduction": "Only the part beyond a step pays more",
    "tier_measure": "Tiers are bands of",
    "taker_fee_rate": "Taker fee",
    "maker_fee_rate": "Maker fee",
    "liquidation_fee_rate": "Liquidation fee",
    "funding_interval_hours": "Funding is paid",
    "funding_price": "Funding is paid on the value at",
    "trigger_price": "Liquidation is triggered by",
    "margin_ratio": "“Margin ratio” there is",
    "roe_basis": "Return on margin is profit divided by",
    "hedge_mode": "Long and short of one contract at once",
    "partial_liquidation": "What is closed first",
}
BASES = {"mark": "the value now", "entry": "the value at entry"}
PRICES = {"mark": "the mark price", "oracle": "the oracle price", "fair": "the fair price"}
FEES = {
    "none": "none",
    "value at liquidation": "on the value at liquidation",
    "value at bankruptcy": "on the value at bankruptcy",
    "value at entry": "on the value at entry",
}
RESERVED = {
    "none": "nothing",
    "value at entry": "one fee on the value at entry",
    "two at entry": "two fees on the value at entry",
    "value at bankruptcy": "one fee on the value at bankruptcy",
}
SAID: dict[str, dict[str, str]] = {
    "maintenance_basis": BASES,
    "closing_fee": FEES,
    "initial_margin_basis": BASES,
    "reserved_fee": RESERVED,
    "tier_measure": {"value": "the position’s value", "size": "the position’s size"},
    "funding_price": PRICES,
    "trigger_price": PRICES,
    "margin_ratio": {
        "maintenance / balance": "maintenance margin divided by margin balance",
        "balance / maintenance": "margin balance divided by maintenance margin",
    },
    "roe_basis": {
        "initial margin at entry": "initial margin at entry",
        "initial margin at mark": "initial margin at the mark price",
        "initial margin at entry and closing fee": "initial margin at entry and the closing fee",
    },
}


def venues() -> str:
    """The whole page under its introduction."""
    index = [("side-by-side", "One position, every venue")]
    index += [(f"venue-{name}", venue(name).title) for name in VENUES] + [("tier-tables", "Tier tables")]
    parts = [contents(index), side_by_side(), '<h2 id="facts">The facts, venue by venue</h2>']
    told = "What no source says is left out, and named under the table. A date is that of the source, or the day it was read."
    parts.append(f"<p>{told}</p>")
    parts += [of_venue(venue(name)) for name in VENUES]
    return '<div class="calc-reference">' + "".join(parts) + tier_tables([tier_table(name) for name in TABLES]) + "</div>"


# ---- One position, every venue


def compared(contract: str) -> list[TierTable]:
    """The newest table of BTC at each venue for that kind of contract, in the order of TABLES."""
    newest: dict[str, TierTable] = {}
    for one in [tier_table(name) for name in TABLES]:
        if one.contract == contract and one.symbol.split("/")[0] == "BTC":
            known = newest.get(one.venue_name)
            newest[one.venue_name] = one if known is None or one.date > known.date else known
    return list(newest.values())


def scenario(one: TierTable, side: str) -> dict[str, str | float]:
    """What the liquidation calculator is asked for."""
    return {
        "side": side,
        "entry_price": ENTRY,
        "leverage": LEVERAGE,
        "size_by": "notional",
        "entry_notional": NOTIONAL,
        "maintenance": "venue",
        "tier_table": one.name,
        "taker_fee_rate": fee_of(one),
    }


def fee_of(one: TierTable) -> float:
    """The taker fee of the table's venue; the usual one where no source says it."""
    said = venue(one.venue_name).value("taker_fee_rate")
    return float(said) if isinstance(said, (int, float)) else ASSUMED_FEE


def _assumed(one: TierTable, key: str) -> str:
    """A mark for what no source says."""
    return "" if venue(one.venue_name).fact(key) else " <small>assumed</small>"


def side_by_side() -> str:
    """The same long and short at every venue of which there is a table."""
    told = (
        f"A position of ${numbers.plain(NOTIONAL)} at {numbers.exact(LEVERAGE, 'times')}, opened at {numbers.plain(ENTRY)}, by each venue’s"
        " own rules and the newest table of Bitcoin that we have. Each price opens its scenario in the calculator."
    )
    parts = [f'<h2 id="side-by-side">One position, every venue</h2><p>{told}</p>']
    shown = set()
    for contract, heading in (("linear", "Linear contracts, settled in dollars"), ("inverse", "Inverse contracts, settled in the coin")):
        tables = compared(contract)
        shown |= {one.venue_name for one in tables}
        rows, long, short = _rows(tables)
        id = f"side-by-side-{contract}"
        parts.append(f'<h3 id="{id}">{heading}</h3>')
        if contract == "linear":
            parts.append(_picture(tables, long))
        parts.append(table("", id, COLUMNS, rows, "is-reference is-compared"))
        parts.append(f"<p>So the long is closed between {_span(long)}, and the short between {_span(short)}.</p>")
    without = [venue(name).title for name in VENUES if venue(name).fact("maintenance_basis") and name not in shown]
    assumed = numbers.exact(ASSUMED_FEE, "percent")
    parts.append(f"<p>“Assumed” marks what no source of ours says: a taker fee of {assumed} then, and nothing put aside.")
    parts.append(" “Rate” is the maintenance rate of this size, and “locked” is what is put up, in dollars.")
    parts.append(f" {escape(_series(without))} have no row: we know their rules, but no dated table of theirs.</p>" if without else "</p>")
    return "".join(parts)


def _rows(tables: Iterable[TierTable]) -> tuple[list[tuple[str, ...]], list[float], list[float]]:
    """A row for each table, and the prices at which the longs and the shorts end."""
    rows: list[tuple[str, ...]] = []
    prices: dict[str, list[float]] = {side: [] for side in SIDES}
    for one in tables:
        answers = {side: calc.liquidation(**scenario(one, side)) for side in SIDES}  # type: ignore[arg-type]
        way = conventions.of_venue(venue(one.venue_name))
        ends = []
        for side, answer in answers.items():
            assert answer.liquidation_price is not None
            prices[side].append(answer.liquidation_price)
            query = escape(urlencode({name: _text(value) for name, value in scenario(one, side).items()}))
            ends.append(f'<a href="calc:liquidation?{query}">{numbers.price(answer.liquidation_price)}</a>')
        long, short = answers["long"], answers["short"]
        locked = [numbers.fixed(answer.position_margin, 2) for answer in (long, short)]
        rows.append(
            (
                f'{escape(one.label.rpartition(", ")[0])} <small><a href="#table-{one.name}">{one.date}</a></small>',
                _bare(BASES[way.maintenance_basis]) + _assumed(one, "maintenance_basis"),
                _bare(FEES[way.closing_fee]) + _assumed(one, "closing_fee"),
                _bare(RESERVED[way.reserved_fee]) + _assumed(one, "reserved_fee"),
                numbers.exact(fee_of(one), "percent") + _assumed(one, "taker_fee_rate"),
                numbers.exact(numbers.rounded(long.maintenance_rate, 10), "percent"),
                locked[0] if locked[0] == locked[1] else f"{locked[0]} <small>short: {locked[1]}</small>",
                *ends,
            )
        )
    return rows, prices["long"], prices["short"]


def _picture(tables: list[TierTable], prices: list[float]) -> str:
    """The longs on one line of prices, the first to be closed at the top."""
    lines = sorted(((one.venue, price) for one, price in zip(tables, prices, strict=True)), key=lambda line: (-line[1], line[0]))
    bankruptcy = calc.liquidation(leverage=LEVERAGE, entry_price=ENTRY).bankruptcy_price
    assert bankruptcy is not None
    caption = "The price comes from the entry, far off to the right, and falls. A cross is where the venue closes the position."
    return picture(lines, bankruptcy, "One long, as many ends.", caption)


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else numbers.shortest(float(value))


def _bare(words: str) -> str:
    """Without the small words, for which a column has no room."""
    return words.removeprefix("on ").replace("the ", "").replace(" on ", ", ")


def _span(prices: list[float]) -> str:
    return f"{numbers.price(min(prices))} and {numbers.price(max(prices))}"


def _series(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


# ---- What is known about each venue


def kinds() -> list[str]:
    """Every kind of fact, in the order in which `calc.venues.facts` explains them."""
    return [key for key in re.findall(r"^\| (\w+) \|", facts.__doc__ or "", re.MULTILINE) if key != "key"]


def of_venue(one: Venue) -> str:
    """Every fact about one venue, what is not known, and the sources."""
    sources = list(dict.fromkeys(fact.source for fact in one.facts))
    rows = []
    for fact in one.facts:
        number = numbers.plain(sources.index(fact.source) + 1)
        note = f" <small>{inline(fact.note)}</small>" if fact.note else ""
        rows.append((LABELS[fact.key], value(fact) + note, f'<a href="#source-{one.name}-{number}">{number}</a>', fact.date))
    missing = [words(key) for key in kinds() if one.fact(key) is None]
    cited = "".join(f'<li id="source-{one.name}-{n}">{inline(source)}</li>' for n, source in enumerate(sources, 1))
    return (
        f'<h3 id="venue-{one.name}">{escape(one.title)}</h3>'
        + table("", f"venue-{one.name}", ("Fact", "Value", "Source", "Date"), rows, "is-reference is-facts")
        + (f'<p class="calc-cited">No source of ours says: {escape(", ".join(missing))}.</p>' if missing else "")
        + f'<ol class="calc-cited"{UNSEARCHED}>{cited}</ol>'
    )


def value(fact: Fact) -> str:
    """A fact’s value in words, as HTML."""
    return inline(_in_words(fact.key, fact.value))


def _in_words(key: str, given: Value) -> str:
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, tuple):
        return ", ".join(given)
    if isinstance(given, str):
        return SAID.get(key, {}).get(given, given)
    if key == "funding_interval_hours":
        return "without a pause" if given == 0 else "every hour" if given == 1 else f"every {numbers.plain(given)} hours"
    if key == "initial_margin_fees":
        return "none" if given == 0 else f"{numbers.plain(given)} taker fee{'' if given == 1 else 's'}"
    return numbers.exact(float(given), "percent")

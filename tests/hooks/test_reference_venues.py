"""The page of venues, against the facts, the tables and the calculator."""

from __future__ import annotations

import dataclasses
import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import calc
from calc import contract, scenario
from calc.venues import TABLES, VENUES, tier_table, venue
from calc.venues.tiers import jumps
from calc.view import numbers
from hooks import (
    reference,
    reference_picture,
    reference_tables,
    reference_text,
    reference_venues,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hooks.conftest import Read

    Reads = Callable[[str], Read]
    Plain = Callable[[str], str]
    Rows = dict[str, list[str]]


def compared() -> list[str]:
    """The newest table of BTC of each venue and contract, found in another way than the page does."""
    of_btc = [table for table in map(tier_table, TABLES) if table.symbol.startswith("BTC/")]
    newest: dict[tuple[str, str], str] = {}
    for table in sorted(of_btc, key=lambda one: one.date):
        newest[table.venue_name, table.contract] = table.name
    return list(newest.values())


@pytest.fixture(scope="module")
def rows(read: Reads) -> dict[str, list[str]]:
    """The cells of the two comparisons, by the table that a row is about."""
    found: dict[str, list[str]] = {}
    for table in re.findall(r'<table class="calc-table is-reference is-compared">.*?</table>', reference.html("venues"), re.DOTALL):
        for row in re.findall(r"<tr>(<th scope=\"row\">.*?)</tr>", table, re.DOTALL):
            (name,) = re.findall(r'href="#table-([^"]+)"', row)
            found[name] = read(f"<tr>{row}</tr>").of("th", "td")
    return found


def test_every_venue_with_a_table_of_bitcoin_is_compared_by_its_newest(rows: Rows) -> None:
    assert sorted(rows) == sorted(compared())
    contracts = [tier_table(name).contract for name in rows]
    assert contracts == sorted(contracts, key=["linear", "inverse"].index)


@pytest.mark.parametrize("name", compared())
def test_the_numbers_of_a_row_are_those_of_the_calculator(name: str, rows: Rows) -> None:
    table = tier_table(name)
    known = venue(table.venue_name).value("taker_fee_rate")
    fee = known if isinstance(known, float) else 0.0005
    answers = [
        calc.liquidation(
            side=side,
            entry_price=100_000,
            leverage=10,
            size_by="notional",
            entry_notional=10_000,
            maintenance="venue",
            tier_table=name,  # type: ignore[arg-type]
            taker_fee_rate=fee,
        )
        for side in ("long", "short")
    ]
    head, basis, closing, aside, taker, rate, locked, *ends = rows[name]
    assert head == f"{table.label.rpartition(', ')[0]} {table.date}"
    facts = venue(table.venue_name)
    shown = {"maintenance_basis": basis, "closing_fee": closing, "reserved_fee": aside, "taker_fee_rate": taker}
    assert {key for key, text in shown.items() if text.endswith(" assumed")} == {key for key in shown if facts.fact(key) is None}
    assert basis == ("value at entry" if facts.value("maintenance_basis") == "entry" else "value now")
    assert closing == facts.value("closing_fee")
    assert aside.startswith("nothing") == (facts.value("reserved_fee") in ("none", None))
    assert taker.removesuffix(" assumed") == numbers.exact(fee, "percent")
    assert rate == numbers.exact(round(answers[0].maintenance_rate, 12), "percent")
    assert ends == [numbers.price(answer.liquidation_price or 0.0) for answer in answers]
    margins = [numbers.fixed(answer.position_margin, 2) for answer in answers]
    assert locked == (margins[0] if margins[0] == margins[1] else f"{margins[0]} short: {margins[1]}")


@pytest.mark.parametrize("name", compared())
def test_the_links_of_a_row_restore_exactly_its_numbers(name: str, rows: Rows, render: Callable[[str], str]) -> None:
    made = calc.load("liquidation")
    shown = render("```calc-reference venues\n```\n").partition(f'href="#table-{name}"')[2].partition("</tr>")[0]
    links = [unescape(href) for href in re.findall(r'href="([^"]+)"', shown)]
    assert len(links) == 2
    for side, link, price in zip(("long", "short"), links, rows[name][-2:], strict=True):
        path, _, query = link.partition("?")
        assert (path, query.rpartition("#")[2]) == ("calculators/liquidation.md", "liquidation")
        restored = scenario.restore(made, "?" + query)
        assert (restored.notes, restored.problems) == ((), ())
        answer = json.loads(contract.answer(json.dumps({"calculator": "liquidation", "version": made.version, "query": "?" + query})))["ok"]
        inputs = answer["inputs"]
        assert (inputs["side"], inputs["tier_table"], inputs["maintenance"]) == (side, name, "venue")
        assert numbers.price(answer["outputs"]["liquidation_price"]) == price


def test_the_range_under_a_comparison_is_that_of_its_rows(rows: Rows, generated: dict[str, Read]) -> None:
    for contract_kind in ("linear", "inverse"):
        prices = [[cells[at] for name, cells in rows.items() if tier_table(name).contract == contract_kind] for at in (-2, -1)]
        low, high = ([f(side, key=lambda text: float(text.replace(",", ""))) for side in prices] for f in (min, max))
        said = f"the long is closed between {low[0]} and {high[0]}, and the short between {low[1]} and {high[1]}."
        assert said in generated["venues"].text


def test_venues_without_a_table_are_named(generated: dict[str, Read]) -> None:
    without = [venue(name).title for name in VENUES if name not in {tier_table(table).venue_name for table in compared()}]
    assert f"{' and '.join(without)} have no row" in generated["venues"].text


@pytest.mark.parametrize("name", VENUES)
def test_every_fact_of_a_venue_is_there_with_its_source_and_date(name: str, read: Reads, plain: Plain) -> None:
    html = reference.html("venues").partition(f'<h3 id="venue-{name}">')[2].partition("<h3 ")[0].partition("<h2 ")[0]
    found = read(f"<section>{html.partition('</h3>')[2]}</section>")
    table, sources = found.of("th", "td")[4:], found.of("li")
    shown = [tuple(table[at : at + 4]) for at in range(0, len(table), 4)]
    assert len(shown) == len(venue(name).facts)
    for fact, (label, value, source, date) in zip(venue(name).facts, shown, strict=True):
        assert (label, date) == (reference_venues.LABELS[fact.key], fact.date)
        assert value == f"{plain(unescape(re.sub('<[^>]+>', '', reference_venues.value(fact))))} {plain(fact.note)}".strip()
        assert sources[int(source) - 1] == plain(fact.source)


def test_every_kind_of_fact_has_its_words() -> None:
    assert list(reference_venues.LABELS) == reference_venues.kinds()
    for facts in (venue(name).facts for name in VENUES):
        for fact in facts:
            if isinstance(fact.value, str) and fact.key != "partial_liquidation":
                assert fact.value in reference_venues.SAID[fact.key]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("funding_interval_hours", 0, "without a pause"),
        ("funding_interval_hours", 1, "every hour"),
        ("funding_interval_hours", 8, "every 8 hours"),
        ("initial_margin_fees", 0, "none"),
        ("initial_margin_fees", 1, "1 taker fee"),
        ("initial_margin_fees", 2, "2 taker fees"),
        ("maker_fee_rate", -0.00005, "−0.005\u202f%"),
        ("maker_fee_rate", 0, "0\u202f%"),
        ("hedge_mode", False, "no"),
        ("contracts", ("linear", "inverse"), "linear, inverse"),
        ("trigger_price", "fair", "the fair price"),
    ],
)
def test_a_fact_is_said_in_words(key: str, value: Any, said: str) -> None:
    known = venue("okx").facts[0]
    assert reference_venues.value(dataclasses.replace(known, key=key, value=value)) == said


def test_what_no_source_says_is_named(generated: dict[str, Read]) -> None:
    for name in VENUES:
        missing = [reference_text.words(key) for key in reference_venues.kinds() if venue(name).fact(key) is None]
        assert f"No source of ours says: {', '.join(missing)}." in generated["venues"].text


@pytest.mark.parametrize("name", TABLES)
def test_every_tier_table_is_there_with_its_rows_and_its_jumps(name: str, read: Reads, plain: Plain) -> None:
    table = tier_table(name)
    html = reference.html("venues").partition(f'<h3 id="table-{name}">')[2].partition("</section>")[0]
    section = read(f"<section><h3>{html}</section>")
    whole = section.text
    assert whole.startswith(table.label)
    for part in (table.source, table.note):
        assert plain(part) in whole
    assert ("The table is complete" in whole) == table.complete
    assert ("An inverse contract" in whole) == (table.contract == "inverse")
    found = jumps(table.tiers)
    assert ("Maintenance margin jumps at no step." in whole) == (not found and len(table.tiers) > 1)
    assert (f"jumps at {len(found)} of {len(table.tiers) - 1} steps" in whole) == bool(found)
    cells = section.of("th", "td")
    if table.ramp is not None:
        assert f"grow by {numbers.exact(table.ramp.rate_per_coin, 'percent')} with every {table.unit}" in whole
        assert cells[3:6] == ["1", "1.005\u202f%", numbers.show(1 / 0.02005, "times")]
        return
    width = 6 if found else 5
    shown = [cells[at : at + width] for at in range(width, len(cells), width)]
    for tier, row in zip(table.tiers, shown, strict=True):
        cap = "no end" if tier.cap >= 1e30 else numbers.plain(tier.cap)
        rate = numbers.exact(tier.maintenance_margin_rate, "percent")
        leverage = numbers.show(tier.max_leverage, "times")
        assert row[:5] == [numbers.plain(tier.floor), cap, rate, numbers.plain(tier.maintenance_amount), leverage]
    for jump in found:
        (row,) = (row for row in shown if row[0] == numbers.plain(jump.value))
        below, above = (float(text.replace(",", "")) for text in row[5].split(" to "))
        assert (below, above) == pytest.approx((jump.below, jump.above), rel=1e-9)


def test_the_text_of_a_fact_and_of_a_table_stays_text() -> None:
    known = venue("okx")
    fact = dataclasses.replace(known.facts[-1], key="partial_liquidation", value="<b>", note="<i>", source="<u>")
    html = reference_venues.of_venue(dataclasses.replace(known, title="<s>", facts=(fact,)))
    for table in (tier_table("okx-btcusdt-2026-09-25"), tier_table("deribit-btcusdc-2026-11-22")):
        html += reference_tables.of_table(dataclasses.replace(table, venue="<b>", unit="<i>", source="<u>", note="<s>"))
    assert re.search(r"<[bius]>", html) is None
    assert html.count("&lt;u&gt;") == 3


def test_the_picture_has_a_cross_for_every_linear_table_and_is_as_high_as_its_style() -> None:
    html = reference_venues.venues()
    figure = re.search(r'<figure class="calc-chart is-venues-figure">.*?</figure>', html, re.DOTALL)
    assert figure is not None
    tables = [one for one in map(tier_table, TABLES) if one.contract == "linear" and one.symbol.startswith("BTC/")]
    assert len({one.venue_name for one in tables}) == figure[0].count('class="liquidation cross"')
    assert all(f">{one.venue}<" in figure[0] for one in tables)
    sheet = (Path(__file__).parents[2] / "docs" / "assets" / "calc" / "guide.css").read_text(encoding="utf-8")
    assert f".is-venues {{ height: {reference_picture.HEIGHT}px;" in sheet

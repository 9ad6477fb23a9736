"""Tier tables as a page shows them: what each covers, its rows, and where maintenance margin jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.venues import UNLIMITED
from calc.venues.tiers import jumps
from calc.view import numbers
from calc.view.markup import escape
from hooks.reference_text import UNSEARCHED, inline, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calc.venues import Ramp, TierTable

SAMPLES = (1, 10, 100, 1_000)  # coins, to show a rate that grows with every coin
MEASURES = {
    ("linear", "value"): "the position’s value",
    ("linear", "size"): "the position’s size in coins",
    ("inverse", "value"): "the position’s value in coins",
    ("inverse", "size"): "the position’s size in dollars of contracts",
}


def tier_tables(tables: Iterable[TierTable]) -> str:
    """Every table under a heading of its own."""
    told = (
        "A table is never edited or removed once it is here, because links refer to it. In a table with deductions only the part beyond"
        " a step pays the higher rate, and nothing jumps; the deduction is what makes it so. Without them the rate of the tier that is"
        " reached holds for the whole position, and what must be kept jumps at every step."
    )
    return f'<h2 id="tier-tables">Tier tables</h2><p>{told}</p>' + "".join(of_table(one) for one in tables)


def of_table(one: TierTable) -> str:
    """What one table covers, where it is from, and its rows."""
    end = one.cap if one.cap < UNLIMITED else None
    kind = "An inverse contract" if one.contract == "inverse" else "A linear contract"
    measured = f"{kind}; bands of {MEASURES[one.contract, one.measure]}, in {escape(one.unit)}."
    if one.ramp is not None:
        measured = f"{kind}; no bands, the rates grow with {MEASURES[one.contract, one.measure]}."
    covers = "The table is complete" if one.complete else "The table is not complete"
    if end is not None:
        covers += f"{', and' if one.complete else ': what we know'} ends at {numbers.plain(end)} {escape(one.unit)}"
    note = f"<p>{inline(one.note)}</p>" if one.note else ""
    id = f"table-{one.name}"
    return (
        f'<section class="calc-tiers"><h3 id="{id}">{escape(one.label)}</h3><p>{measured} {covers}. {_continuity(one)}</p>{note}'
        f'<details class="calc-check"{UNSEARCHED}><summary>{_summary(one)}</summary>{_rows(one, id)}</details>'
        f'<p class="calc-cited">{inline(one.source)}</p></section>'
    )


def _continuity(one: TierTable) -> str:
    found = jumps(one.tiers)
    if one.ramp is not None or len(one.tiers) == 1:
        return ""
    if not found:
        return "Maintenance margin jumps at no step."
    first = found[0]
    return (
        f"Maintenance margin jumps at {numbers.plain(len(found))} of {numbers.plain(len(one.tiers) - 1)} steps; the first time at"
        f" {numbers.plain(first.value)} {escape(one.unit)}, from {_amount(first.below)} to {_amount(first.above)}."
    )


def _summary(one: TierTable) -> str:
    if one.ramp is not None:
        return "How the rates grow"
    return "1 tier" if len(one.tiers) == 1 else f"{numbers.plain(len(one.tiers))} tiers"


def _rows(one: TierTable, id: str) -> str:
    if one.ramp is not None:
        return _ramp(one, one.ramp, id)
    unit = escape(one.unit)
    jumped = {jump.value: f"{_amount(jump.below)} to {_amount(jump.above)}" for jump in jumps(one.tiers)}
    columns = (
        f"Above, {unit}",
        f"Up to, {unit}",
        "Maintenance rate",
        "Deduction",
        "Highest leverage",
        *(("Jump at its floor",) if jumped else ()),
    )
    rows = [
        (
            numbers.plain(tier.floor),
            "no end" if tier.cap == UNLIMITED else numbers.plain(tier.cap),
            numbers.exact(tier.maintenance_margin_rate, "percent"),
            numbers.plain(tier.maintenance_amount),
            numbers.show(tier.max_leverage, "times"),
            *((jumped.get(tier.floor, "–"),) if jumped else ()),
        )
        for tier in one.tiers
    ]
    return table("", id, columns, rows, "is-tiers")


def _ramp(one: TierTable, ramp: Ramp, id: str) -> str:
    unit = escape(one.unit)
    grows = numbers.exact(ramp.rate_per_coin, "percent")
    told = (
        f"The maintenance rate begins at {numbers.exact(ramp.maintenance_margin_rate, 'percent')} and the initial margin rate at"
        f" {numbers.exact(ramp.initial_margin_rate, 'percent')}. Both grow by {grows} with every {unit}, and hold for the whole position."
    )
    rows = []
    for size in SAMPLES:
        (tier,) = one.tiers_for(size)
        rate = numbers.exact(numbers.rounded(tier.maintenance_margin_rate, 10), "percent")
        rows.append((numbers.plain(size), rate, numbers.show(tier.max_leverage, "times")))
    return f"<p>{told}</p>" + table("", id, (f"Size, {unit}", "Maintenance rate", "Highest leverage"), rows, "is-tiers")


def _amount(x: float) -> str:
    return numbers.plain(numbers.rounded(x, 10))

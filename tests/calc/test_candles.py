"""Candles and years: what is drawn where, what is pale, and that no day has an element of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from calc import contract, history, leverage
from calc.pictures import Axis, Candles, Spot, Stretch, Year, Years
from calc.view.charts import draw
from calc.view.charts.given import Given

PLAIN = Candles(
    title="Title.",
    caption="Caption.",
    said="Two days at {leverage}.",
    candles=((10.0, 30.0, 10.0, 20.0), (20.0, 25.0, 5.0, 15.0)),
    names=("one", "two"),
    head="Day",
    y=Axis(label="Price", low=0, high=40, display="price"),
    marks=((0, "1st"), (1, "2nd")),
    height=280,
)
STRIP = Year(label="2020", first=18262, marks="oxx" + " " + "oo" + "x", prices=((0, 100.0), (3, 200.0), (6, 50.0)), text="3", remark="of 6")
YEARS = Years(
    title="Title.",
    caption="Caption.",
    said="Days at {leverage}.",
    strips=(STRIP, replace(STRIP, label="2021", first=18628, marks="o")),
    months=((0, "Jan"), (31, "Feb")),
    head="Year",
    count="Liquidated",
    field="leverage",
    chosen=18264,
    label="3 Jan",
    text="3 January",
)
E, HISTORY = contract.starting(leverage, {}), contract.starting(history, {})


def drawn(chart: Any, axes: tuple[float, ...] | None = None) -> Any:
    return draw(chart, E.facts, Given(id="id-2", number=2, axes=axes))


def paths(svg: str, style: str) -> list[str]:
    return re.findall(rf'<path d="([^"]+)" class="{style}"/>', svg)


# ---- Candles


def test_a_candle_has_its_wicks_and_a_body_that_is_hollow_where_the_price_rose() -> None:
    svg = drawn(PLAIN).svg
    y = {price: 250 - 224 * price / 40 for price in (5, 10, 15, 20, 25, 30)}
    assert paths(svg, "risen") == [f"M239 {y[20]:g}H261V{y[10]:g}H239Z"]
    assert paths(svg, "fallen") == [f"M739 {y[20]:g}H761V{y[15]:g}H739Z"]
    assert paths(svg, "wick") == [f"M250 {y[30]:g}V{y[20]:g}M250 {y[10]:g}V{y[10]:g}M750 {y[25]:g}V{y[20]:g}M750 {y[15]:g}V{y[5]:g}"]


def test_bodies_stay_apart_where_there_are_many() -> None:
    [path] = paths(drawn(replace(PLAIN, candles=PLAIN.candles[:1] * 100, names=("x",) * 100)).svg, "risen")
    widths = {round(float(b) - float(a), 1) for a, b in re.findall(r"M([\d.]+) [\d.]+H([\d.]+)", path)}
    assert len(widths) <= 2
    assert max(widths) < 10


def test_room_is_kept_for_candles_to_come() -> None:
    assert paths(drawn(replace(PLAIN, room=4)).svg, "risen")[0].startswith("M114 ")


def test_candles_after_the_end_are_pale_and_the_picture_says_why() -> None:
    svg = drawn(replace(PLAIN, faint=1, faint_label="without {leverage}")).svg
    assert (len(paths(svg, "risen")), len(paths(svg, "fallen")), len(paths(svg, "fallen is-after"))) == (1, 0, 1)
    assert ">without 10×</text>" in svg
    assert "without" not in drawn(replace(PLAIN, faint=2, faint_label="without")).svg


def test_every_second_word_beneath_goes_where_it_is_narrow() -> None:
    svg = drawn(PLAIN).svg
    assert re.findall(r'class="(mid[^"]*)">(1st|2nd)<', svg) == [("mid", "1st"), ("mid wide", "2nd")]


def test_the_prices_are_those_of_the_picture_and_grow_where_a_candle_needs_it() -> None:
    far = replace(PLAIN, candles=((10.0, 80.0, 10.0, 20.0),), names=("one",), spots=(Spot(at=0, price=100.0),))
    assert ">100</text>" in drawn(far).svg
    assert ">100</text>" not in drawn(PLAIN).svg


def test_a_trade_ends_with_a_cross_and_otherwise_with_a_ring() -> None:
    spots = (Spot(at=0, price=20.0, style="account", label="closed"), Spot(at=1, price=10.0, ended=True, label="out at {leverage}"))
    svg = drawn(replace(PLAIN, spots=spots)).svg
    assert '<svg x="25%" y="138" overflow="visible"><circle r="5" class="account handle"/></svg>' in svg
    assert '<svg x="75%" y="194" overflow="visible"><path d="M-7 -7' in svg
    assert re.findall(r'dx="(-?14)" class="([^"]+)">([^<]+)<', svg) == [
        ("14", "name halo", "closed"),
        ("-14", "name halo end", "out at 10×"),
    ]


def test_lines_run_from_their_first_candle_to_the_middle_of_their_last() -> None:
    lines = (
        Stretch(value=20, style="entry", label="Entry", end=0),
        Stretch(value=10, style="liquidation", label="Liquidation at 10", short="Liquidation", start=1),
        Stretch(value=400, style="target", label="far away"),
        Stretch(value=30, style="stop"),
    )
    svg = drawn(replace(PLAIN, stretches=lines)).svg
    assert '<line x1="0%" y1="138" x2="25%" y2="138" class="entry"/>' in svg
    assert '<line x1="50%" y1="194" x2="100%" y2="194" class="liquidation"/>' in svg
    assert "far away" not in svg
    assert re.findall(r'class="(name[^"]+)">([^<]+)<', svg) == [
        ("name halo", "Entry"),
        ("name halo end wide", "Liquidation at 10"),
        ("name halo end slim", "Liquidation"),
    ]


def test_a_line_that_is_an_input_can_be_dragged_over_the_whole_height() -> None:
    chart = replace(PLAIN, stretches=(Stretch(value=20, style="stop", label="Stop", field="leverage"),))
    svg = drawn(chart).svg
    assert 'role="group"' in svg
    assert 'data-drag="leverage" data-axis="y" data-chart="2" aria-label="Leverage"' in svg
    [axes] = re.findall(r'data-axes="([^"]+)"', svg)
    low, high = (float(end) for end in axes.split())
    assert (250 - 224 * (low - 0) / 40, 250 - 224 * (high - 0) / 40) == pytest.approx((280, 0))
    assert drawn(chart, (low, high)).svg == svg
    assert "data-axes" not in drawn(PLAIN).svg


def test_the_table_has_a_line_for_each_candle_at_its_place() -> None:
    drawing = drawn(PLAIN)
    assert drawing.heads == ("Day", "Open", "High", "Low", "Close")
    assert drawing.rows == ((25, ("one", "10.00", "30.00", "10.00", "20.00")), (75, ("two", "20.00", "25.00", "5.000", "15.00")))


# ---- Years


def test_days_of_one_kind_in_a_row_are_one_rectangle() -> None:
    svg = drawn(YEARS).svg
    assert [re.sub(r" [\d.]+h", " yh", path) for path in paths(svg, "mark-out")] == ["M1 yh2v15h-2zM6 yh1v15h-1z"]
    assert [re.sub(r" [\d.]+h", " yh", path) for path in paths(svg, "mark-open")] == ["M0 yh1v4h-1zM4 yh2v4h-2z", "M0 yh1v4h-1z"]


def test_all_years_share_one_scale_of_prices() -> None:
    lines = paths(drawn(YEARS).svg, "ink thin")
    assert len(lines) == 2
    for line in lines:
        assert [float(word) for word in line.split("l")[1].split()] == pytest.approx([3, -24.95, 3, 49.9], abs=0.11)  # 36 for each e-fold


def test_a_quiet_year_has_a_strip_all_the_same() -> None:
    quiet = replace(YEARS, strips=(replace(STRIP, prices=((0, 100.0), (6, 100.0))),))
    assert 'height="60"' in drawn(quiet).svg  # 24 above, 10 for the price, 22 for the marks, 4 beneath


def test_pointing_at_a_place_sets_the_input_and_the_strips_tell_which_day() -> None:
    svg = drawn(YEARS).svg
    assert 'data-pick="leverage"' in svg
    [strips] = re.findall(r'data-strips="([^"]+)"', svg)
    assert [strip.split()[2:] for strip in strips.split(";")] == [["18262", "18628"], ["18628", "18994"]]


def test_the_chosen_day_bears_an_arrow_that_keys_can_move() -> None:
    svg = drawn(YEARS).svg
    assert svg.count("calc-handle") == 1
    assert 'aria-valuenow="18264" aria-valuetext="3 January"' in svg
    assert '<text x="0.7%"' in svg
    late = drawn(replace(YEARS, chosen=18262 + 300)).svg
    assert re.search(r'class="name halo end">3 Jan<', late)
    assert "calc-handle" not in drawn(replace(YEARS, chosen=1)).svg


def test_each_year_is_counted_in_the_table() -> None:
    drawing = drawn(YEARS)
    assert drawing.heads == ("Year", "Liquidated")
    assert drawing.rows == ((None, ("2020", "3 of 6")), (None, ("2021", "3 of 6")))


def test_three_thousand_days_are_a_few_paths() -> None:
    [_, years, _] = HISTORY.story.charts + HISTORY.story.context
    svg = draw(years, HISTORY.facts, Given(id="id-1", number=1)).svg
    assert svg.count("<path") == 3 * 9 + 1  # three a year, and the arrow
    assert svg.count("<rect") == 0
    assert len(svg) < 20_000

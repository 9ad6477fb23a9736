"""Graphs, tallies and strips of dots: what is drawn where, what is never drawn, and the same numbers as a table."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from calc import contract, leverage
from calc.pictures import Axis, Band, Bar, Dots, Graph, Handle, Paths, Rule, Series, Strip, Tally, Zone
from calc.view.charts import draw
from calc.view.charts.axes import Scale, decades
from calc.view.charts.given import Given
from calc.view.figure import figure

if TYPE_CHECKING:
    from calc.view.svg import Drawing

FACTS = contract.starting(leverage, {}).facts
PLAIN = Graph(
    title="Title.",
    caption="Caption.",
    said="A line at {leverage}.",
    x=Axis(label="Move", low=-0.5, high=0.5),
    y=Axis(label="Left", low=0, high=100, display="money"),
    series=(Series(points=((-0.5, 0.0), (0.0, 50.0), (0.5, 100.0)), label="mine"),),
)
TALLY = Tally(
    title="",
    caption="",
    said="Bars.",
    axis=Axis(label="Share", low=0, high=1),
    bars=(Bar(label="2×", value=0.1, text="10 %"), Bar(label="10×", value=0.9, text="90 %", own=True, remark="9 of 10")),
    head="Leverage",
)


def drawn(chart: Any, axes: tuple[float, ...] | None = None, ghost: Any = None) -> Drawing:
    return draw(chart, FACTS, Given(id="id-0", axes=axes, ghost=(ghost, FACTS) if ghost else None))


def curves(svg: str, style: str) -> list[list[tuple[float, float]]]:
    """The lines of one style, each as its points."""
    paths = re.findall(rf'<path d="M([^"]+)" class="{style}"/></svg>', svg)
    return [[tuple(map(float, point.split(" "))) for point in path.split("L")] for path in paths]  # type: ignore[misc]


def texts(svg: str) -> dict[str, tuple[float, float]]:
    found = re.findall(r'<text x="([-\d.]+)%" y="([-\d.]+)"[^>]*>([^<]+)</text>', svg)
    return {words: (float(x), float(y)) for x, y, words in found}


def crosses(svg: str) -> list[tuple[str, str]]:
    return re.findall(r'<svg x="([-\d.]+)%" y="([-\d.]+)" overflow="visible"><path d="M-7 -7', svg)


# ---- Graphs


def test_a_line_runs_from_edge_to_edge() -> None:
    assert curves(drawn(PLAIN).svg, "ink") == [[(0, 296), (500, 163), (1000, 30)]]


def test_a_picture_says_what_it_shows() -> None:
    assert 'role="img" aria-label="A line at 10×."' in drawn(PLAIN).svg


def test_a_line_is_cut_at_the_edges_and_never_leaves_the_picture() -> None:
    steep = replace(PLAIN, series=(Series(points=((-1.0, -150.0), (1.0, 250.0))),))
    assert curves(drawn(steep).svg, "ink") == [[(250, 296), (750, 30)]]


@pytest.mark.parametrize(
    "points",
    [((0.6, 1.0), (0.7, 2.0)), ((-0.5, 120.0), (0.5, 130.0)), ((-0.5, 120.0), (0.5, 120.0)), ((0.0, None), (0.1, None)), ((0.0, 5.0),)],
)
def test_what_lies_outside_or_is_one_point_draws_no_line(points: Any) -> None:
    assert curves(drawn(replace(PLAIN, series=(Series(points=points, label="gone"),))).svg, "ink") == []


def test_a_gap_parts_a_line() -> None:
    gap = replace(PLAIN, series=(Series(points=((-0.5, 10.0), (-0.1, 20.0), (0.0, None), (0.1, 30.0), (0.5, 40.0))),))
    assert [len(line) for line in curves(drawn(gap).svg, "ink")] == [2, 2]


def test_a_line_that_leaves_and_returns_is_two_lines() -> None:
    over = replace(PLAIN, series=(Series(points=((-0.5, 50.0), (0.0, 150.0), (0.5, 50.0))),))
    assert [len(line) for line in curves(drawn(over).svg, "ink")] == [2, 2]


def test_stairs_hold_each_value_until_the_next() -> None:
    stairs = replace(PLAIN, series=(Series(points=((-0.5, 0.0), (0.0, 100.0), (0.5, 50.0)), stairs=True),))
    assert curves(drawn(stairs).svg, "ink") == [[(0, 296), (500, 296), (500, 30), (1000, 30), (1000, 163)]]


def test_a_line_that_ended_has_a_cross_at_its_last_point() -> None:
    ended = replace(PLAIN, series=(Series(points=((-0.2, 0.0), (0.5, 100.0)), first=True),))
    assert crosses(drawn(ended).svg) == [("30", "296")]
    both = replace(PLAIN, series=(Series(points=((-0.2, 0.0), (0.5, 100.0), (0.6, None)), first=True, ended=True),))
    assert crosses(drawn(both).svg) == [("100", "30"), ("30", "296")]


def test_a_cross_outside_the_picture_is_not_drawn() -> None:
    assert crosses(drawn(replace(PLAIN, series=(Series(points=((0.0, 0.0), (0.9, 100.0)), ended=True),))).svg) == []


def test_many_paths_are_one_element_and_a_small_cross_each() -> None:
    many = Paths(paths=(((-0.5, 10.0), (0.0, 20.0)), ((-0.5, 10.0), (0.2, 400.0))), ended=True)
    svg = drawn(replace(PLAIN, series=(), paths=(many, Paths(paths=()), Paths(paths=many.paths, style="ink")))).svg
    assert len(re.findall(r'class="(?:ghost|ink) faint"', svg)) == 2
    assert re.findall(r'<use xlink:href="#id-0-x\d+" x="([\d.]+)%" y="([\d.]+)"/>', svg) == [("50", "242.8"), ("70", "30")]


def test_a_band_lies_between_its_two_lines() -> None:
    svg = drawn(replace(PLAIN, bands=(Band(points=((-0.5, 0.0, 50.0), (0.5, 50.0, 100.0))), Band(points=(), style="liquidation")))).svg
    assert curves(svg, "band") == [[(0, 163), (1000, 30), (1000, 163), (0, 296)]]


def test_zones_of_both_axes_are_hatched_and_named() -> None:
    zones = (
        Zone(low=0.3, high=9, label="beyond"),
        Zone(low=-9, high=10, axis="y", style="liquidation", label="must stay", short="stays"),
        Zone(low=0, high=5, axis="y"),
        Zone(low=7, high=9),
        Zone(low=0.3, high=0.4),
        Zone(low=200, high=300, axis="y"),
    )
    svg = drawn(replace(PLAIN, zones=zones)).svg
    assert list(re.findall(r'<rect x="([\d.]+)%" y="([\d.]+)" width="([\d.]+)%" height="([\d.]+)"', svg)) == [
        ("80", "47", "20", "249"),
        ("0", "271.1", "100", "24.9"),
        ("0", "283.6", "100", "12.4"),
        ("80", "47", "10", "249"),
    ]
    assert texts(svg)["beyond"][0] == 80
    assert {"must stay", "stays"} <= set(texts(svg))


def test_rules_cross_the_picture_and_those_outside_are_left_out() -> None:
    rules = (
        Rule(value=50, style="entry", label="half"),
        Rule(value=25),
        Rule(value=500, label="far"),
        Rule(value=0.25, axis="x", style="stop", label="stop at {leverage}"),
        Rule(value=7, axis="x"),
    )
    svg = drawn(replace(PLAIN, rules=rules)).svg
    assert '<line x1="0%" y1="171.5" x2="100%" y2="171.5" class="entry"/>' in svg
    assert '<line x1="75%" y1="47" x2="75%" y2="296" class="stop"/>' in svg
    assert "far" not in texts(svg)
    assert texts(svg)["stop at 10×"][0] == 75


def test_upright_names_near_each_other_stand_in_rows() -> None:
    near = (*(Rule(value=0.02 * k, axis="x", label="quite a long name") for k in range(3)), Rule(value=-0.45, axis="x", label="far"))
    svg = drawn(replace(PLAIN, rules=near)).svg
    heights = [float(y) for y in re.findall(r'<text x="[-\d.]+%" y="([-\d.]+)"[^>]*>quite a long name', svg)]
    assert len(set(heights)) == 3
    assert all(abs(a - b) >= 17 for a in heights for b in heights if a != b)


def test_names_of_lines_that_run_together_are_pushed_apart() -> None:
    same = tuple(Series(points=((-0.5, 10.0 + k), (0.5, 90.0 + k)), label=f"line {k}") for k in range(3))
    places = texts(drawn(replace(PLAIN, series=same)).svg)
    heights = sorted(places[f"line {k}"][1] for k in range(3))
    assert all(b - a >= 17 for a, b in itertools.pairwise(heights))


def test_more_names_than_there_is_room_for_are_all_written() -> None:
    crowd = tuple(Series(points=((-0.5, 50.0), (0.5, 50.0)), label=f"line number {k}") for k in range(9))
    assert {f"line number {k}" for k in range(9)} <= set(texts(drawn(replace(PLAIN, series=crowd)).svg))


def test_a_name_below_and_a_short_one() -> None:
    below = Series(points=((-0.5, 50.0), (0.5, 50.0)), label="a long name", short="name", below=True, named=0.0, style="ghost")
    places = texts(drawn(replace(PLAIN, series=(below,))).svg)
    assert places["a long name"] == places["name"]
    assert places["a long name"][1] > 163


def test_a_handle_is_a_slider_on_its_axis() -> None:
    handle = Handle(x=0.1, y=60, text="{leverage} here", field="price_move")
    svg = drawn(replace(PLAIN, handle=handle)).svg
    assert 'role="group"' in svg
    assert 'data-drag="price_move" data-axis="x" data-chart="0" aria-label="Price move"' in svg
    assert 'aria-valuemin="-0.5" aria-valuemax="0.5" aria-valuenow="0.1" aria-valuetext="10× here"' in svg


def test_a_handle_on_the_upright_axis_comes_first_among_the_axes() -> None:
    handle = Handle(x=0.1, y=60, text="here", field="entry_price", axis="y")
    assert 'data-axes="0 100 -0.5 0.5" data-hold' in drawn(replace(PLAIN, handle=handle)).svg


def test_a_point_that_cannot_be_dragged_is_only_drawn() -> None:
    svg = drawn(replace(PLAIN, handle=Handle(x=0.1, y=60, text="here", ended=True))).svg
    assert 'class="ended handle"' in svg
    assert "data-drag" not in svg


@pytest.mark.parametrize(
    ("x", "words", "anchor"), [(-0.4, "short", ""), (0.45, "short", " end"), (0.0, "much longer words than either side", "")]
)
def test_the_words_of_a_handle_stay_inside(x: float, words: str, anchor: str) -> None:
    svg = drawn(replace(PLAIN, handle=Handle(x=x, y=50, text=words))).svg
    assert f'class="big halo{anchor}">{words}' in svg
    assert 0 <= texts(svg)[words][0] <= 100


def test_the_words_of_a_handle_keep_off_a_cross() -> None:
    ends = (Series(points=((-0.5, 0.0), (0.05, 57.0)), ended=True),)
    at_rest = texts(drawn(replace(PLAIN, handle=Handle(x=0.0, y=50, text="here"))).svg)["here"][1]
    assert texts(drawn(replace(PLAIN, series=ends, handle=Handle(x=0.0, y=50, text="here"))).svg)["here"][1] > at_rest


def test_axes_that_are_held_stay() -> None:
    svg = drawn(PLAIN, axes=(-1, 1, 0, 200)).svg
    assert 'data-axes="-1 1 0 200"' in svg
    assert curves(svg, "ink") == [[(250, 296), (500, 229.5), (750, 163)]]


def test_the_pinned_line_is_dashed_and_the_axes_have_room_for_it() -> None:
    wider = replace(PLAIN, x=replace(PLAIN.x, low=-1, high=1), series=(Series(points=((-1.0, 100.0), (1.0, 0.0)), label="mine"),))
    svg = drawn(PLAIN, ghost=wider).svg
    assert curves(svg, "ghost pinned") == [[(0, 30), (1000, 296)]]
    assert 'data-axes="-1 1 0 100"' in svg
    assert "A" in texts(svg)


def test_the_pinned_end_is_a_dashed_level_unless_it_is_the_same() -> None:
    ends = [replace(PLAIN, series=(), rules=(Rule(value=level, style="liquidation"), Rule(value=90))) for level in (20, 40)]
    svg = drawn(ends[0], ghost=ends[1]).svg
    assert re.findall(r'y1="([\d.]+)"[^>]*class="ghost pinned"', svg) == ["189.6"]
    assert "A" in texts(svg)
    assert "pinned" not in drawn(ends[0], ghost=ends[0]).svg


def test_a_pinned_picture_with_other_axes_is_not_drawn() -> None:
    assert drawn(PLAIN, ghost=replace(PLAIN, y=replace(PLAIN.y, low=1, scale="log"))).svg == drawn(PLAIN).svg


def test_a_pinned_picture_of_another_kind_is_not_drawn() -> None:
    assert drawn(PLAIN, ghost=TALLY).svg == drawn(PLAIN).svg


def test_the_table_has_a_column_for_every_named_line() -> None:
    two = (*PLAIN.series, Series(points=((-0.5, 8.0), (0.5, 10.0)), label="other"), Series(points=((0.0, 1.0),)))
    drawing = drawn(replace(PLAIN, series=two))
    assert drawing.heads == ("Move", "mine", "other")
    assert drawing.rows[1] == (50, ("0.00\u202f%", "50.00", "9.00"))


def test_the_table_says_where_a_line_has_no_value() -> None:
    gap = (
        *PLAIN.series,
        Series(points=((-0.5, None), (0.5, 10.0)), label="other"),
        Series(points=((-0.5, 3.0), (-0.2, 3.0)), label="short"),
    )
    assert [cells for _, cells in drawn(replace(PLAIN, series=gap)).rows] == [
        ("−50.00\u202f%", "0.00", "none", "3.00"),
        ("0.00\u202f%", "50.00", "none", "none"),
        ("+50.00\u202f%", "100.00", "10.00", "none"),
    ]


def test_stairs_in_a_table_hold_their_value() -> None:
    stairs = (*PLAIN.series, Series(points=((-0.5, 1.0), (0.5, 2.0)), stairs=True, label="held"))
    assert drawn(replace(PLAIN, series=stairs)).rows[1][1][2] == "1.00"


def test_a_long_table_is_thinned_and_keeps_its_last_row() -> None:
    long = replace(PLAIN, series=(Series(points=tuple((k / 200 - 0.5, float(k)) for k in range(101)), label="mine"),))
    rows = drawn(long).rows
    assert len(rows) <= 26
    assert rows[-1][1][0] == "0.00\u202f%"


def test_lines_without_names_have_no_table() -> None:
    drawing = drawn(replace(PLAIN, series=(replace(PLAIN.series[0], label=""),)))
    assert (drawing.heads, drawing.rows) == ((), ())
    assert "calc-reader" not in figure(PLAIN, drawing, FACTS, 0)
    assert "<table" not in figure(PLAIN, drawing, FACTS, 0)


# ---- Axes


@pytest.mark.parametrize(("low", "high"), [(1, 1e7), (1, 1e9), (20, 3000), (0.001, 0.02), (95, 130)])
def test_a_logarithmic_axis_has_at_most_seven_marks_inside(low: float, high: float) -> None:
    marks = decades(low, high)
    assert len(marks) <= 7
    assert all(low * 0.999 <= mark <= high * 1.001 for mark in marks)


def test_a_logarithmic_scale_gives_each_factor_the_same_room() -> None:
    scale = Scale(Axis(label="", low=1, high=10_000, scale="log"))
    assert [round(scale.share(x), 12) for x in (1, 10, 100, 10_000)] == [0, 0.25, 0.5, 1]
    assert scale.share(0) < 0
    assert round(scale.value(0.25), 9) == 10
    assert Scale(Axis(label="", low=10, high=20)).value(0.5) == 15


def test_a_price_in_the_table_is_written_as_one() -> None:
    assert drawn(replace(PLAIN, x=Axis(label="Price", low=-1, high=1, display="price"))).rows[1][1][0] == "0"


def test_a_logarithmic_axis_in_a_picture_has_its_own_marks() -> None:
    assert {"1", "10", "100"} <= set(
        texts(drawn(replace(PLAIN, x=Axis(label="", low=0, high=1), y=Axis(label="", low=1, high=100, display="money", scale="log"))).svg)
    )


def test_whole_things_have_whole_marks() -> None:
    assert Scale(Axis(label="", low=0, high=3, display="count")).ticks(6) == [0, 1, 2, 3]


def test_marks_of_an_axis_that_are_visible() -> None:
    assert Scale(Axis(label="", low=0, high=3, marks=(0, 1, 7))).ticks(6) == [0, 1]


@pytest.mark.parametrize(("display", "value", "wanted"), [("percent", 0.5, "50.00\u202f%"), ("times", 2.0, "2×"), ("count", 3.0, "3")])
def test_a_value_in_the_table_is_written_as_its_axis_says(display: str, value: float, wanted: str) -> None:
    two = replace(PLAIN, y=replace(PLAIN.y, display=display, high=10), series=(Series(points=((0.0, value), (0.5, value)), label="a"),))
    assert drawn(two).rows[0][1][1] == wanted


# ---- Tallies


def test_bars_are_as_long_as_their_values_and_end_in_a_line() -> None:
    svg = drawn(TALLY).svg
    assert re.findall(r'<rect x="0%" y="[\d.]+" width="(\d+)%" height="15"', svg) == ["10", "90"]
    assert re.findall(r'class="ink cap"', svg) == ['class="ink cap"'] * 2
    assert re.findall(r'<rect x="0%" y="[\d.]+" width="100%" height="28" class="zone"', svg) != []


def test_the_word_of_a_long_bar_stands_inside_it() -> None:
    svg = drawn(TALLY).svg
    assert ">10 %<" in svg
    assert 'class="num halo strong end">90 %' in svg


def test_a_tally_as_a_table() -> None:
    drawing = drawn(TALLY)
    assert (drawing.heads, [row[1] for row in drawing.rows]) == (("Leverage", "Share"), [("2×", "10 %"), ("10×", "90 %, 9 of 10")])


def test_diamonds_stand_at_a_second_value_and_in_the_table() -> None:
    bars = (replace(TALLY.bars[0], mark=0.2), replace(TALLY.bars[1], value=None), replace(TALLY.bars[0], mark=0.9, remark="1 of 10"))
    drawing = drawn(replace(TALLY, bars=bars, mark_label="Model"))
    assert len(re.findall("ink diamond", drawing.svg)) == 2
    assert [row[1][2] for row in drawing.rows] == ["20.00\u202f%", "none", "90.00\u202f%"]


def test_the_pinned_tally_is_a_dashed_line_on_the_bar_of_the_same_name() -> None:
    pinned = replace(TALLY, bars=(replace(TALLY.bars[0], value=0.5), Bar(label="other", value=1, text="")))
    assert len(re.findall("ghost pinned", drawn(TALLY, ghost=pinned).svg)) == 1
    assert drawn(TALLY, ghost=PLAIN).svg == drawn(TALLY).svg


# ---- Dots


def test_every_dot_is_drawn_once_and_a_run_is_outlined_in_each_line_it_touches() -> None:
    strip = Strip(dots="o" * 45 + "x" * 10 + "-" * 50, label="one", text="ten", run=(45, 55))
    drawing = drawn(Dots(title="", caption="", said="Dots.", strips=(strip, Strip(dots="ox")), head="Try", count="Longest"))
    assert len(re.findall("<use ", drawing.svg)) == 107
    assert re.findall(r'<rect x="(\d+)%" y="\d+" width="(\d+)%" height="16" rx="8" class="run"', drawing.svg) == [("90", "10"), ("0", "10")]
    assert drawing.rows[0] == (None, ("one", "ten"))


def test_dots_without_names_take_no_room_for_them() -> None:
    bare = drawn(Dots(title="", caption="", said="", strips=(Strip(dots="ox"),), head="", count=""))
    assert "<text" not in bare.svg


# ---- Figures


def test_a_figure_has_a_reader_for_rows_with_a_place_and_a_table_for_all() -> None:
    html = figure(PLAIN, drawn(PLAIN), FACTS, 3)
    assert 'class="calc-reader" min="0" max="2" value="0" data-key="reader-3" aria-label="Read values: Move, Title"' in html
    assert re.findall(r'<tr data-x="([\d.]+)">', html) == ["0", "50", "100"]
    assert "calc-reader" not in figure(TALLY, drawn(TALLY), FACTS, 3)

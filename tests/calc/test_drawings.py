"""The parts of a drawing, and charts in corners where a scenario of the three calculators seldom leads."""

import dataclasses
import re
from typing import Any

import pytest

from calc import contract, leverage
from calc.calculators.leverage import OneMove
from calc.errors import Rejection
from calc.model import Calculator, reject
from calc.view.markup import escape, icon
from calc.view.svg import Plot, spread, ticks


@pytest.mark.parametrize(
    ("text", "expected"),
    [("plain", "plain"), ("<a href='x'>", "&lt;a href='x'&gt;"), ('"&"', "&quot;&amp;&quot;"), ("&amp;", "&amp;amp;"), ("", "")],
)
def test_escaping(text: str, expected: str) -> None:
    assert expected == escape(text)


def test_an_icon_says_nothing_to_a_screen_reader() -> None:
    assert icon("less") == '<svg class="calc-icon" viewBox="0 0 12 12" aria-hidden="true"><path d="M1.5 6h9"/></svg>'
    with pytest.raises(KeyError):
        icon("nothing")


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([], []),
        ([50.0], [50.0]),
        ([-5.0], [0.0]),
        ([105.0], [100.0]),
        ([10.0, 90.0], [10.0, 90.0]),
        ([50.0, 50.0], [40.0, 60.0]),
        ([0.0, 0.0, 0.0], [0.0, 20.0, 40.0]),
        ([100.0, 100.0], [80.0, 100.0]),
    ],
)
def test_names_are_pushed_apart_inside_the_drawing(places: list[float], expected: list[float]) -> None:
    assert expected == pytest.approx(spread(places, 20, 0, 100), abs=0.1)


def test_names_keep_their_order_even_where_there_is_too_little_room() -> None:
    crowded = spread([10.0] * 9, 20, 0, 100)
    assert 9 == len(crowded)
    assert sorted(crowded) == crowded


def test_a_crowd_that_would_take_long_to_settle_keeps_its_order_and_stays_inside() -> None:
    crowd = spread([500.0] * 40, 20, 0, 1000)
    assert sorted(crowd) == crowd
    assert 0 <= crowd[0] < 500 < crowd[-1] <= 1000


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (0.0, 1.0, 5, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (-0.3, 0.3, 6, [-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3]),
        (0.0, 7.0, 5, [0.0, 2.0, 4.0, 6.0]),
        (0.0, 47.0, 5, [0.0, 10.0, 20.0, 30.0, 40.0]),
        (90_123.0, 90_987.0, 4, [90_250.0, 90_500.0, 90_750.0]),
        (0.0, 1e-6, 2, [0.0, 5e-7, 1e-6]),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, count: int, expected: list[float]) -> None:
    assert expected == ticks(low, high, count)


def test_a_plot_puts_values_where_they_belong() -> None:
    plot = Plot(height=100, x=(-1, 1), y=(0, 10), top=10, bottom=90)
    assert [0, 50, 100] == [plot.x(v) for v in (-1, 0, 1)]
    assert [90, 50, 10] == [plot.y(v) for v in (0, 5, 10)]
    assert [100, 0] == [Plot(height=100, y=(0, 1)).y(v) for v in (0, 1)]


def test_a_rectangle_of_negative_height_is_drawn_upward_and_none_has_negative_width() -> None:
    plot = Plot(height=100, y=(0, 1))
    plot.rect(10, 50, -5, -20)
    assert ['<rect x="10%" y="30" width="0%" height="20" class=""/>'] == plot.parts


def test_words_in_a_drawing_are_escaped() -> None:
    plot = Plot(height=100, y=(0, 1))
    plot.text(0, 0, "<b>&")
    plot.handle(0, 0, "", field="x", label='"<', text="&", axis="x", chart=0, ends=(0, 1), value=0.5)
    drawing = plot.done(style="is-lines", label='"quoted"')
    assert "<b>" not in drawing
    assert 'aria-label="&quot;&lt;"' in drawing
    assert 'aria-label="&quot;quoted&quot;"' in drawing


def test_a_drawing_that_can_be_dragged_is_a_group_and_any_other_an_image() -> None:
    assert 'role="img"' in Plot(height=1, y=(0, 1)).done(style="", label="")
    assert 'role="img" aria-label="" height="1" data-axes="0 0.5">' in Plot(height=1, y=(0, 1)).done(style="", label="", axes=(0, 0.5))
    dragged = Plot(height=1, y=(0, 1))
    dragged.handle(0, 0, "", field="leverage", label="", text="", axis="x", chart=0, ends=(0, 0.5), value=0)
    assert 'role="group" aria-label="" height="1" data-axes="0 0.5">' in dragged.done(style="", label="", axes=(0, 0.5))


def result_of(c: Calculator[..., Any], texts: dict[str, str]) -> str:
    return contract.fragments(contract.starting(c, texts), c.name)[1]


def curves(html: str) -> list[list[float]]:
    """The horizontal places of the points of each curve, in thousandths of the width."""
    return [
        [float(x) for x in re.findall(r"[ML](-?[\d.]+) ", path)] for path in re.findall(r'<path d="(M[^"]+)" class="(?:ink|ghost)"', html)
    ]


def test_a_line_has_a_gap_where_a_point_is_rejected() -> None:
    def careful(**values: Any) -> OneMove:
        if values["price_move"] > 0.1:
            raise reject("stop-side", "price_move")
        return leverage.compute(**values)

    sparse: Any = careful
    whole, cut = curves(result_of(leverage, {})), curves(result_of(dataclasses.replace(leverage, compute=sparse), {}))
    assert 1000 == max(max(points) for points in whole)
    assert max(max(points) for points in cut) < max(max(points) for points in whole)
    with pytest.raises(Rejection):
        careful(price_move=0.2)


def test_a_line_leaves_out_the_points_at_which_the_position_is_over() -> None:
    def brittle(**values: Any) -> OneMove:
        result = leverage.compute(**values)
        return dataclasses.replace(result, liquidated=values["price_move"] > 0.1)

    ends: Any = brittle
    whole, cut = curves(result_of(leverage, {})), curves(result_of(dataclasses.replace(leverage, compute=ends), {}))
    assert max(max(points) for points in cut) < max(max(points) for points in whole)


def test_the_line_of_a_position_that_is_closed_out_ends_there() -> None:
    result = result_of(leverage, {"leverage": "50"})
    assert 'class="liquidation cross"' in result
    assert "closed out at −1.51\u202f%" in result
    ghost, steep = curves(result)
    assert min(ghost) < min(steep)


def test_a_short_ends_to_the_right() -> None:
    ghost, steep = curves(result_of(leverage, {"side": "short", "leverage": "50"}))
    assert max(steep) < max(ghost)


def test_a_position_that_nothing_ends_has_no_cross() -> None:
    assert 'class="liquidation cross"' not in result_of(leverage, {"leverage": "1"})

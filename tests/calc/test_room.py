"""Room to be wrong: the chance of touching liquidation, in closed form and in twenty thousand seeded walks."""

from __future__ import annotations

from typing import Any

import pytest

from calc import contract, room
from calc.errors import Rejection
from calc.formulas.elementary import log, sqrt
from calc.formulas.normal import normal_cumulative, normal_quantile
from calc.formulas.seeded import Stream
from calc.formulas.walk import touch_chance, walk
from calc.pictures import Graph
from calc.testing import check

TENTH = 0.0005 + 1e-12  # of a percent, as the goldens are printed

# The same chances came from another implementation, with the error function of the C library.
GOLDENS = [
    ({}, 12.9),
    ({"leverage": 20}, 48.4),
    ({"leverage": 50, "days_held": 1}, 54.3),
    ({"leverage": 100, "days_held": 1}, 84.0),
    ({"leverage": 5, "days_held": 30}, 11.1),
    ({"leverage": 2, "days_held": 30}, 0.0),
    ({"daily_move": 0.05}, 44.8),
]


def sentence(**inputs: str) -> str:
    e = contract.starting(room, inputs, link=True)
    return e.facts.plain(e.story.verdict).replace("\u202f", " ")


def fan(**inputs: str) -> Graph:
    e = contract.starting(room, inputs, link=True)
    (chart,) = e.story.charts
    assert isinstance(chart, Graph)
    return chart


@pytest.mark.parametrize(("inputs", "percent"), GOLDENS, ids=str)
def test_golden_values(inputs: dict[str, Any], percent: float) -> None:
    assert percent / 100 == pytest.approx(room(**inputs).chance, abs=TENTH)


def test_the_calculator_keeps_its_promises() -> None:
    check(room)


def test_the_distance_is_that_of_the_liquidation_price() -> None:
    r = room()
    assert r.liquidation_move is not None and r.typical_moves is not None and r.period_moves is not None
    assert 0.9 / 0.995 - 1 == pytest.approx(r.liquidation_move)
    assert -log(0.9 / 0.995) / 0.025 == pytest.approx(r.typical_moves)
    assert r.typical_moves / sqrt(7.0) == pytest.approx(r.period_moves)
    assert 2 * normal_cumulative(-r.period_moves) == pytest.approx(r.chance)


def test_a_short_is_nearer_to_its_end_than_a_long() -> None:
    r = room(side="short")
    assert r.liquidation_move is not None
    assert 1.1 / 1.005 - 1 == pytest.approx(r.liquidation_move)
    assert room().chance < r.chance


def test_the_table_says_of_each_leverage_what_the_calculator_says() -> None:
    for line in room(side="short", days_held=30).leverages:
        alone = room(side="short", days_held=30, leverage=float(line.name.rstrip("×")))
        assert (alone.liquidation_move, alone.typical_moves, alone.chance) == (line.liquidation_move, line.typical_moves, line.chance)


def test_a_leverage_that_cannot_be_opened_has_an_empty_line() -> None:
    lines = {line.name: line for line in room(maintenance_margin_rate=0.05).leverages}
    assert (None, None, None) == (lines["20×"].liquidation_move, lines["20×"].typical_moves, lines["20×"].chance)
    assert lines["10×"].chance is not None


def test_more_time_more_leverage_and_wilder_days_leave_less_room() -> None:
    for name, values in (("days_held", (1, 7, 30, 90)), ("leverage", (2, 5, 10, 50, 100)), ("daily_move", (0.01, 0.025, 0.05, 0.1, 0.5))):
        inputs: list[dict[str, Any]] = [{name: value} for value in values]
        chances = [room(**one).chance for one in inputs]
        assert chances == sorted(chances)
        assert 0 <= chances[0] < chances[-1] < 1


def test_a_chance_below_one_in_a_million_counts_as_none() -> None:
    assert 0 == room(leverage=2, days_held=30).chance
    assert 2 * normal_cumulative(-log(0.995 / 0.5) / (0.025 * sqrt(30.0))) == pytest.approx(5.0e-7, rel=0.01)


def test_too_much_leverage_is_rejected() -> None:
    with pytest.raises(Rejection) as caught:
        room(leverage=20, maintenance_margin_rate=0.05)
    assert [("leverage", "margin-below-maintenance")] == [(p.field, p.code) for p in caught.value.problems]


def test_notes_say_that_it_is_a_model() -> None:
    assert ["note-model-walk", "note-estimate"] == [n.code for n in room().notes]
    assert ["note-no-liquidation", "note-model-walk", "note-estimate"] == [n.code for n in room(leverage=1).notes]
    assert "real prices jump and cluster" in room().notes[0].message


# ---- the sentence


@pytest.mark.parametrize(
    ("inputs", "ending"),
    [
        (
            {},
            "falls 9.55 % from entry, 4.01× a typical day of 2.5 %. Within 7 days, an aimless price gets there",
        ),
        ({}, "for about 8 out of 60 traders."),
        (
            {"days_held": "1", "leverage": "50"},
            "Within a day, an aimless price gets there with a chance of 54.3 %: for about 33 out of 60 traders.",
        ),
        ({"side": "short"}, "A 10× short is liquidated when the price rises 9.45 % from entry, 3.61× a typical day"),
        ({"leverage": "8"}, "An 8× long is liquidated"),
        ({"leverage": "5"}, "with a chance of 0.1 %: for less than one trader out of 60."),
        ({"leverage": "2"}, "an aimless price hardly ever gets there: less than one trader in a thousand is liquidated."),
        ({"leverage": "100", "daily_move": "0.5"}, "gets there nearly always: fewer than one trader in a thousand is left."),
        ({"daily_move": "0"}, "when the price falls 9.55 % from entry. A price that never moves does not get there."),
        ({"leverage": "1"}, "No price liquidates a 1× long: you put up the full value."),
    ],
    ids=str,
)
def test_the_sentence_is_whole_in_every_state(inputs: dict[str, str], ending: str) -> None:
    if inputs.get("daily_move") == "0.5":
        inputs = {**inputs, "leverage": "125", "days_held": "90", "maintenance_margin_rate": "0.0079"}
    assert ending in sentence(**inputs)


# ---- the walks


def test_reflection_is_the_closed_form() -> None:
    assert 2 * normal_cumulative(-1.5) == pytest.approx(touch_chance(0.3, 0.1, 4), rel=1e-15)
    assert [1.0, 0.0, 1.0, 0.0] == [touch_chance(0, 0.1, 4), touch_chance(0.1, 0, 4), touch_chance(0, 0, 4), touch_chance(0.1, 0.1, 0)]


@pytest.mark.parametrize(("room_left", "steps"), [(1.5, 8), (0.7, 8), (0.7, 2), (0.1, 1)])
def test_walks_touch_as_often_as_the_closed_form_says(room_left: float, steps: int) -> None:
    stream, count = Stream(1, steps), 20_000
    touched = 0
    for _ in range(count):
        normals = [normal_quantile(u) for u in stream.uniforms(steps)]
        touched += walk(normals, stream.uniforms(steps), 1 / sqrt(steps), room_left)[1] is not None
    exact = touch_chance(room_left, 1, 1)
    assert abs(touched / count - exact) < 3 * (exact * (1 - exact) / count) ** 0.5  # three standard deviations, at most 1.1 points


def test_a_walk_ends_where_it_touches() -> None:
    assert ([0.0, 1.0], None) == walk([1.0], [0.5], 1.0, 0.5)
    assert ([0.0], 0.25) == walk([-2.0, 9.0], [0.5, 0.5], 1.0, 0.5)  # a quarter of the way down
    assert ([0.0], 0.5) == walk([0.0], [0.6], 1.0, 0.5)  # between: exp(-2·0.5·0.5) is 0.6065
    assert ([0.0, 0.0], None) == walk([0.0], [0.61], 1.0, 0.5)
    assert ([0.0, -9.0], None) == walk([-9.0], [0.0], 1.0, None)


# ---- the picture


@pytest.mark.parametrize("inputs", [{}, {"leverage": "20"}, {"side": "short", "daily_move": "0.05"}, {"leverage": "100", "days_held": "1"}])
def test_no_path_goes_beyond_liquidation_or_beyond_the_time(inputs: dict[str, str]) -> None:
    chart = fan(**inputs)
    end = contract.starting(room, inputs, link=True).facts.number("liquidation_move")
    assert end is not None
    kept, ended = chart.paths
    assert 60 == len(kept.paths) + len(ended.paths)
    assert ended.ended
    for path in kept.paths + ended.paths:
        assert [0, 0] == list(path[0])
        assert all(abs(y) < abs(end) or y * end < 0 for _, y in path[:-1])
        assert all(0 <= x <= chart.x.high for x, _ in path)
    assert all(end == path[-1][1] for path in ended.paths)
    assert all(chart.x.high == path[-1][0] for path in kept.paths)


def test_the_caption_counts_the_crosses_and_says_the_exact_chance() -> None:
    chart = fan(leverage="20")
    assert 28 == len(chart.paths[1].paths)
    assert (
        "28 of these 60 are liquidated within {days_held} days: a cross is where. The exact chance is {chance}. Shuffle {seed}."
        == chart.caption
    )
    assert fan(leverage="2").caption.startswith("None of these 60 are liquidated within {days_held} days. The exact")
    assert fan(daily_move="0.015").caption.startswith("One of these 60 is liquidated")
    assert "within a day" in fan(days_held="1").caption


def test_another_shuffle_is_another_picture_of_the_same_chance() -> None:
    chances = [contract.starting(room, {"seed": seed}, link=True).facts.number("chance") for seed in ("42", "43")]
    assert chances[0] == chances[1]
    assert fan(seed="42") != fan(seed="43")
    assert fan(seed="42") == fan(seed="42")


def test_forty_shuffles_hold_as_many_crosses_as_the_chance_says() -> None:
    crosses = sum(len(fan(leverage="20", seed=str(seed)).paths[1].paths) for seed in range(40))
    exact = room(leverage=20).chance
    assert abs(crosses / 2_400 - exact) < 3 * (exact * (1 - exact) / 2_400) ** 0.5


def test_without_a_liquidation_price_there_is_no_red_line() -> None:
    chart = fan(leverage="1")
    assert [("entry", "Entry")] == [(rule.style, rule.label) for rule in chart.rules]
    assert ((), 60) == (chart.zones, len(chart.paths[0].paths))


def test_axes_stand_still_while_a_drag_is_small() -> None:
    pictures = [fan(leverage=str(leverage)) for leverage in (18, 19, 20, 22)]
    assert 1 == len({(chart.y.low, chart.y.high) for chart in pictures})


def test_a_wild_price_still_has_an_axis() -> None:
    chart = fan(daily_move="0.5", days_held="90")
    assert (-0.15, 5) == (chart.y.low, chart.y.high)
    assert -1 == fan(side="short", daily_move="0.5", days_held="90").y.low

"""Adding margin, adding size, or neither: published averages, the guide's numbers, and every sentence and picture."""

import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from calc import adding, contract
from calc.calculators.adding import Adding, Fill
from calc.errors import InvalidInputs, Rejection
from calc.formulas import linear
from calc.parts.scales import ends_around
from calc.pictures import Ladders

SHORT = (Fill(side="sell"),)
TWICE = (Fill(), Fill(price=95_000))


def verdict(**texts: str) -> str:
    e = contract.starting(adding, texts, link=True)
    return e.facts.plain(e.story.verdict)


def picture(**texts: str) -> Ladders:
    (chart,) = contract.starting(adding, texts, link=True).story.charts
    assert isinstance(chart, Ladders)
    return chart


def drawing(**texts: str) -> str:
    html = contract.fragments(contract.starting(adding, texts, link=True), "adding")[1]
    return html.partition('<svg class="calc-plot is-ladders"')[2].partition("<details")[0]


def lines(svg: str, style: str) -> list[float]:
    """The heights of level lines of that style."""
    return [float(y) for y in re.findall(rf'<line x1="[^"]+" y1="([^"]+)" x2="[^"]+" y2="\1" class="{style}"', svg)]


# ---- The examples of the guide


@pytest.mark.parametrize(
    ("inputs", "nothing", "with_margin", "average", "with_size"),
    [
        ({}, 90_452.26, 80_402.01, 97_435.90, 88_132.97),
        ({"fills": TWICE, "current_price": 90_000, "extra_margin": 2_000}, 88_132.97, 78_340.42, 93_570.45, 84_636.59),
        ({"current_price": 110_000}, 90_452.26, 80_402.01, 104_761.90, 94_759.51),
        ({"fills": SHORT, "current_price": 105_000}, 109_452.74, 119_402.99, 102_439.02, 112_122.32),
    ],
)
def test_where_each_choice_ends(inputs: dict[str, Any], nothing: float, with_margin: float, average: float, with_size: float) -> None:
    found = adding(**inputs)
    assert (nothing, with_margin, with_size) == pytest.approx(
        (found.liquidation_price, found.margin_liquidation, found.size_liquidation), abs=0.006
    )
    assert average == pytest.approx(found.size_entry, abs=0.006)
    assert [found.liquidation_price, found.margin_liquidation, found.size_liquidation] == [one.liquidation_price for one in found.choices]


def test_the_default_in_every_number() -> None:
    found = adding()
    none, more, larger = found.choices
    assert ["Do nothing", "Add margin", "Add size"] == [one.name for one in found.choices]
    assert (-0.0479, -0.1537, -0.0723) == pytest.approx((none.distance, more.distance, larger.distance), abs=5e-5)
    assert (0.1, 0.1, 0.1 + 10_000 / 95_000) == pytest.approx((none.size, more.size, larger.size))
    assert (1_000, 2_000, 2_000) == (none.at_risk, more.at_risk, larger.at_risk)
    assert (95, 95, 195) == pytest.approx((none.per_percent, more.per_percent, larger.per_percent))
    assert (-500, -0.5, -0.05, -0.05) == pytest.approx((found.closing_pnl, found.roe, found.account_return, found.move))
    assert ("long", 1_000, 2_000, 0) == (found.side, found.position_margin, found.raised_margin, found.realized_pnl)
    assert (more.distance, larger.distance) == (found.margin_distance, found.size_distance)


def test_an_average_is_weighted_by_size_and_not_by_money() -> None:
    found = adding(fills=(Fill(price=100, amount=1_000), Fill(price=50, amount=1_000)), leverage=1, current_price=50)
    assert Fraction(2_000) / (Fraction(1_000) / 100 + Fraction(1_000) / 50) == Fraction(200, 3)
    assert 200 / 3 == pytest.approx(found.entry_price)
    assert [None] * 3 == [one.liquidation_price for one in found.choices]


@pytest.mark.parametrize("side", ["buy", "sell"])
@pytest.mark.parametrize("current_price", [95_000, 98_000, 100_000, 104_000])
def test_at_each_liquidation_price_what_is_left_is_what_must_stay(side: Any, current_price: float) -> None:
    found = adding(fills=(Fill(side=side), Fill(side=side, price=99_000, amount=3_000)), leverage=12, current_price=current_price)
    sign = 1 if side == "buy" else -1
    for one in found.choices:
        assert one.liquidation_price is not None
        balance = one.at_risk + linear.profit(sign, one.entry_price, one.liquidation_price, one.size)
        assert 0.005 * one.size * one.liquidation_price == pytest.approx(balance)


def test_the_same_money_moves_the_line_less_as_size_and_in_profit_towards_the_price() -> None:
    """So `adding size` does not always draw liquidation nearer; it does where it is added at a better price for the other side."""
    down, up = adding(), adding(current_price=110_000)
    assert down.margin_liquidation is not None
    assert down.liquidation_price is not None
    assert down.margin_liquidation < down.size_liquidation < down.liquidation_price  # type: ignore[operator]
    assert up.size_liquidation > up.liquidation_price  # type: ignore[operator]


def test_adding_size_is_two_positions_with_one_margin() -> None:
    """Average entry and margin of two separate positions that are closed at one price give the same profit."""
    larger = adding().choices[2]
    for price in (80_000, 95_000, 120_000):
        apart = linear.profit(1, 100_000, price, 0.1) + linear.profit(1, 95_000, price, 10_000 / 95_000)
        assert apart == pytest.approx(linear.profit(1, larger.entry_price, price, larger.size))


# ---- Fills of the other side, and empty ones


def test_the_opposite_side_closes_first_and_keeps_the_average() -> None:
    found = adding(fills=(Fill(), Fill(side="sell", price=98_000, amount=4_900)))
    assert (0.05, 100_000, -100) == pytest.approx((found.size, found.entry_price, found.realized_pnl))
    assert "long" == found.side
    assert 500 == pytest.approx(found.position_margin)


def test_selling_more_than_was_held_turns_the_position() -> None:
    found = adding(fills=(Fill(), Fill(side="sell", price=98_000, amount=19_600)), current_price=99_000)
    assert ("short", 98_000) == (found.side, found.entry_price)
    assert (0.1, -200, -100) == pytest.approx((found.size, found.realized_pnl, found.closing_pnl))


def test_fills_that_are_empty_do_not_count() -> None:
    empty = Fill(price=None, amount=None)
    assert adding() == adding(fills=(empty, Fill(), empty))
    assert adding() == contract.starting(adding, {"fills": "buy,,;buy,100000,10000"}, link=True).facts.result


def rejected(**inputs: Any) -> tuple[str | None, str, str]:
    with pytest.raises((Rejection, InvalidInputs)) as caught:
        adding(**inputs)
    (problem,) = caught.value.problems
    return problem.field, problem.code, problem.message


def test_half_a_fill_is_asked_for_its_other_half() -> None:
    said = "Enter both the price and the amount of this fill, or neither."
    assert ("fills.1.price", "fill-half", said) == rejected(fills=(Fill(), Fill(price=None)))
    assert ("fills.0.amount", "fill-half", said) == rejected(fills=(Fill(amount=None),))


@pytest.mark.parametrize(
    "fills",
    [
        (Fill(price=None, amount=None),),
        (Fill(), Fill(side="sell")),
        (Fill(price=95_000, amount=10_000), Fill(side="sell", price=97_000, amount=10_000 / 95_000 * 97_000)),
        (Fill(price=3, amount=1), Fill(price=7, amount=1), Fill(side="sell", price=11, amount=(1 / 3 + 1 / 7) * 11)),
    ],
)
def test_fills_that_leave_nothing_are_rejected(fills: tuple[Fill, ...]) -> None:
    said = "These fills leave nothing open. Enter a fill, or sell less than was bought."
    assert ("fills", "nothing-open", said) == rejected(fills=fills)


def test_a_price_of_nothing_is_rejected_where_it_stands() -> None:
    assert ("fills.0.price", "not-positive") == rejected(fills=(Fill(price=0),))[:2]
    assert ("fills.0.amount", "not-positive") == rejected(fills=(Fill(amount=0),))[:2]
    assert ("current_price", "not-positive") == rejected(current_price=0)[:2]
    assert ("extra_margin", "not-positive") == rejected(extra_margin=0)[:2]


def test_a_position_that_is_gone_already_has_no_choices() -> None:
    said = "At 90,000.00 this position is closed out already: its liquidation price is 90,452.26."
    assert ("current_price", "closed-out-before", said) == rejected(current_price=90_000)
    assert "closed-out-before" == rejected(fills=SHORT, current_price=110_000)[1]
    assert adding(current_price=90_453).liquidation_price == pytest.approx(90_452.26, abs=0.01)


def test_a_margin_below_maintenance_is_rejected() -> None:
    assert ("leverage", "margin-below-maintenance") == rejected(leverage=100, maintenance_margin_rate=0.01)[:2]


def test_a_fill_behind_a_liquidation_is_warned_about() -> None:
    late = adding(fills=(Fill(), Fill(price=85_000, amount=20_000)), current_price=86_000)
    assert ["warn-fill-late", "note-estimate"] == [n.code for n in late.notes]
    assert "At the price of fill 2 the position was gone: its liquidation price was 90,452.26 then." == late.notes[0].message
    assert "fills.1.price" == late.notes[0].field
    assert ["note-estimate"] == [n.code for n in adding(fills=TWICE).notes]
    assert ["note-estimate"] == [n.code for n in adding(fills=(Fill(), Fill(price=1_000)), leverage=1, current_price=900).notes]


# ---- What is said


def test_the_verdict_ends_with_the_price_of_closing() -> None:
    assert (
        "A 10× long with $1,000 in it, entered at 100,000.00, is $500 down at 95,000. Doing nothing, it is closed out at 90,452.26; "
        "with $1,000 more as margin, at 80,402.01; with the same money as size, at 88,132.97. Closing now costs $500, and no more."
    ) == verdict()
    assert "is $1,000 up at 110,000. " in verdict(current_price="110000")
    assert verdict(current_price="110000").endswith("at 94,759.51. Closing now takes $1,000 of profit.")
    assert "is even at 100,000. " in verdict(current_price="100000")
    assert verdict(current_price="100000").endswith("Closing now costs nothing but the fee.")
    assert verdict(fills="sell,100000,10000", leverage="8", current_price="105000").startswith("An 8× short with $1,250 in it, ")


def test_what_no_price_ends_is_said() -> None:
    said = verdict(fills="buy,100,1000;buy,50,1000", leverage="1", current_price="50")
    assert (
        "Doing nothing, it is closed out at no price; with $1,000 more as margin, at no price; with the same money as size, at no" in said
    )
    half = verdict(leverage="2", extra_margin="9000")
    assert "Doing nothing, it is closed out at 50,251.26; with $9,000 more as margin, at no price; with the same" in half


def test_the_question_gives_one_distance_and_asks_for_the_other() -> None:
    e = contract.starting(adding, {})
    ask = e.story.ask
    assert ask is not None
    assert (
        "$1,000 more as margin puts liquidation 15.37\u202f% from the price."
        " How far away is it if the same money buys more size instead?" == e.facts.plain(ask.question)
    )
    assert ("size_distance", 0, 0.2) == (ask.output, ask.low, ask.high)
    assert contract.starting(adding, {"leverage": "2", "extra_margin": "9000"}).story.ask is None


def test_closing_has_its_three_percentages() -> None:
    html = contract.fragments(contract.starting(adding, {}), "adding")[1]
    part = html.partition('class="calc-percents"')[2].partition("</dl>")[0]
    assert ["−5.00\u202f%", "−50.00\u202f%", "−5.00\u202f%"] == re.findall(r"<dd>([^<]+)</dd>", part)


def test_the_working_leaves_out_what_has_no_price() -> None:
    def working(**texts: str) -> tuple[str, ...]:
        return contract.starting(adding, texts, link=True).story.working

    assert (
        "size_liquidation = (size_entry * (size + added_size) - raised_margin) / ((size + added_size) * (1 - maintenance_margin_rate))"
        in (working())
    )
    assert "liquidation_price = (entry_notional + position_margin) / (size * (1 + maintenance_margin_rate))" in working(
        fills="sell,100000,10000", current_price="105000"
    )
    assert 5 == len(working(fills="buy,100,1000", leverage="1", current_price="50"))


# ---- What is drawn


def test_three_ladders_share_a_scale_and_each_stops_at_its_cross() -> None:
    found: Adding = adding()
    chart, svg = picture(), drawing()
    assert (75_000, 105_000) == (chart.y.low, chart.y.high)
    assert 3 == svg.count('class="liquidation cross"') == svg.count('class="account"')

    def height(price: float) -> float:
        top, bottom = 32, 344
        return bottom - (bottom - top) * (price - chart.y.low) / (chart.y.high - chart.y.low)

    assert [height(one.entry_price) for one in found.choices] == pytest.approx(lines(svg, "entry"), abs=0.1)
    assert [height(one.liquidation_price or 0) for one in found.choices] == pytest.approx(lines(svg, "liquidation"), abs=0.1)
    assert [height(95_000)] * 3 == pytest.approx(lines(svg, "ghost"), abs=0.1)
    strokes = re.findall(r'<line x1="([^"]+)" y1="([^"]+)" x2="\1" y2="([^"]+)" class="account"', svg)
    assert [height(one.liquidation_price or 0) for one in found.choices] == pytest.approx([float(y) for _, _, y in strokes], abs=0.1)


def test_a_short_is_the_mirror() -> None:
    svg = drawing(fills="sell,100000,10000", current_price="105000")
    assert max(lines(svg, "liquidation")) < min(lines(svg, "entry"))
    assert "lies above the dashed line" in picture(fills="sell,100000,10000", current_price="105000").caption
    assert "lies below the dashed line" in picture().caption


def test_an_end_far_away_runs_out_of_the_picture_and_is_written_at_its_edge() -> None:
    svg = drawing(leverage="3", extra_margin="4000")
    assert 2 == svg.count('class="liquidation cross"')
    assert "−71.79" in svg
    none = drawing(fills="buy,100,1000;buy,50,1000", leverage="1", current_price="50")
    assert 'class="liquidation cross"' not in none
    assert 3 == none.count(">no end<")
    assert picture(fills="buy,100,1000;buy,50,1000", leverage="1", current_price="50").said.count("no end") == 3


def test_an_entry_that_is_the_price_now_has_one_word() -> None:
    assert 0 == drawing(current_price="100000").count(">now<")
    assert 3 == drawing().count(">now<")


def test_words_beside_a_ladder_never_meet() -> None:
    for texts in ({}, {"current_price": "99800"}, {"current_price": "110000"}, {"leverage": "50", "current_price": "99000"}):
        svg = drawing(**texts)
        places: dict[str, list[float]] = {}
        for x, y in re.findall(r'<text x="([^"]+)%" y="([^"]+)" class="halo', svg):
            places.setdefault(x, []).append(float(y))
        assert 3 == len(places)
        for heights in places.values():
            heights.sort()
            assert min(b - a for a, b in pairwise(heights)) > 16


def test_the_numbers_of_the_picture_are_a_table() -> None:
    html = contract.fragments(contract.starting(adding, {}), "adding")[1]
    table = html.partition("The numbers in this picture")[2].partition("</table>")[0]
    assert ["Choice", "Average entry", "Price now", "Liquidation", "From now"] == re.findall(r'<th scope="col">([^<]+)<', table)
    assert ["100,000.00", "95,000.00", "90,452.26", "−4.79\u202f%"] == re.findall(r"<td>([^<]+)</td>", table)[:4]
    one = contract.fragments(contract.starting(adding, {"leverage": "1", "current_price": "50000"}, link=True), "adding")[1]
    assert "<td>none</td>" in one.partition("The numbers in this picture")[2].partition("</table>")[0]


@pytest.mark.parametrize(("low", "high"), [(80_402.0, 100_000.0), (1.0, 1.0), (0.001, 0.0012), (99_990.0, 100_010.0), (10.0, 1_000.0)])
def test_the_ends_of_a_scale_are_round_and_leave_room(low: float, high: float) -> None:
    bottom, top = ends_around(low, high)
    assert bottom < low <= high < top
    assert top - bottom < 2.2 * ((high - low) or low / 5)

"""The two drawings of an account: what there is against what must stay, and how far each market may go."""

import dataclasses
import re
from collections.abc import Callable
from typing import Any

import pytest

from calc import contract, cross_account
from calc.calculators.cross_account import CrossAccount
from calc.model import Calculator, reject

HEDGE = "BTC,long,2,100000,,50;BTC,short,1.6,100000,,50"
EVEN = "BTC,long,2,100000,,50;BTC,short,2,100000,,50"
DRAWN = {
    "two-longs": {},
    "a-short-ends-above": {"positions": "ETH,short,5,4000", "wallet_balance": "4000", "shock": "0.1"},
    "nothing-ends-it": {"positions": "BTC,long,0.01,100000", "wallet_balance": "2000"},
    "closed-out": {"positions": HEDGE, "shock": "-0.4"},
    "an-even-hedge": {"positions": EVEN, "shock": "0.9"},
    "ends-on-both-sides": {"positions": "BTC,long,100;BTC,short,97", "wallet_balance": "181650", "maintenance": "tiers", "shock": "0.2"},
    "a-far-ring": {"positions": "BTC,long,0.3", "shock": "2.5"},
}


def drawings(texts: dict[str, str], c: Calculator[..., Any] = cross_account) -> dict[str, str]:
    """Each picture of the answer, by its kind."""
    html = contract.fragments(contract.starting(c, texts, link=True), c.name)[1]
    found = re.findall(r'<div class="calc-picture">(<svg class="calc-plot is-(\w+)".*?</svg>)(?:<input|</div>)', html, re.DOTALL)
    return {kind: drawing for drawing, kind in found}


def xs(path: str) -> list[float]:
    """The horizontal places of a curve, in thousandths of the width."""
    return [float(x) for x in re.findall(r"[ML](-?[\d.]+) ", path)]


def curve(drawing: str, style: str) -> list[float]:
    found = re.search(rf'<path d="(M[^"]+)" class="{style}"', drawing)
    assert found is not None
    return xs(found[1])


@pytest.mark.parametrize("name", list(DRAWN))
def test_an_account_is_drawn_as_it_was(name: str, golden: Callable[[str, str], None]) -> None:
    drawn = drawings(DRAWN[name])
    golden(f"cross_account-{name}.svg.html", "\n".join(drawn[kind].replace("><", ">\n<") for kind in sorted(drawn)) + "\n")


def test_both_lines_end_where_the_account_does_and_a_cross_stands_there() -> None:
    answer = cross_account()
    drawing = drawings({})["curves"]
    axes = re.search(r'data-axes="(\S+) (\S+)"', drawing)
    assert axes is not None
    low, high = float(axes[1]), float(axes[2])
    assert answer.fall is not None
    end = 1000 * (answer.fall - low) / (high - low)
    for style in ("ink", "liquidation thin"):
        assert end == pytest.approx(min(curve(drawing, style)), abs=0.1)
        assert 1000 == max(curve(drawing, style))
    cross = re.search(r'<svg x="([\d.]+)%" y="[\d.]+" overflow="visible"><path d="M-7 -7L7 7M7 -7L-7 7"', drawing)
    assert cross is not None
    assert end == pytest.approx(10 * float(cross[1]), abs=1)


def test_a_rise_ends_shorts_on_the_right() -> None:
    drawing = drawings(DRAWN["a-short-ends-above"])["curves"]
    assert 0 == min(curve(drawing, "ink")) < max(curve(drawing, "ink")) < 1000
    assert 1 == drawing.count('class="liquidation cross"')


def test_what_nothing_ends_has_no_cross_and_no_hatching() -> None:
    drawn = drawings(DRAWN["nothing-ends-it"])
    assert 'class="liquidation cross"' not in drawn["curves"] + drawn["reaches"]
    assert "closed out at" not in drawn["curves"]
    assert 2 == drawn["reaches"].count("no price")


def test_an_account_that_ends_on_both_sides_is_drawn_between_its_two_ends_and_nowhere_beyond() -> None:
    """Net 3 coins long of 197: a fall takes what they gained, and a rise asks for more maintenance than they gain."""
    texts = DRAWN["ends-on-both-sides"]
    answer: CrossAccount = contract.starting(cross_account, texts, link=True).facts.result
    assert answer.fall is not None
    assert answer.rise is not None
    drawn = drawings(texts)
    axes = re.search(r'data-axes="(\S+) (\S+)"', drawn["curves"])
    assert axes is not None
    low, high = float(axes[1]), float(axes[2])
    ends = [1000 * (end - low) / (high - low) for end in (answer.fall, answer.rise)]
    for style in ("ink", "liquidation thin"):
        places = curve(drawn["curves"], style)
        assert ends == pytest.approx([min(places), max(places)], abs=0.1)
    assert 2 == drawn["curves"].count('class="liquidation cross"')
    assert 2 == len(set(re.findall(r' y="(\S+)"[^>]*>closed out at ', drawn["curves"])))  # one above the other
    assert 2 == drawn["curves"].count('fill="url(#cross_account-0-out)"')
    assert 4 == drawn["reaches"].count('class="liquidation cross"')  # each position at the nearer end, all together at both


def test_where_the_account_ends_both_lines_meet() -> None:
    for name in ("two-longs", "a-short-ends-above", "closed-out", "ends-on-both-sides"):
        drawing = drawings(DRAWN[name])["curves"]
        heights = []
        for style in ("ink", "liquidation thin"):
            found = re.search(rf'<path d="(M[^"]+)" class="{style}"', drawing)
            assert found is not None
            heights.append([tuple(map(float, point.split())) for point in found[1][1:].split("L")])
        crosses = re.findall(r'<svg x="([\d.]+)%" y="([\d.]+)" overflow="visible"><path d="M-7 -7L7 7M7 -7L-7 7"', drawing)
        assert crosses
        for x, y in crosses:
            near = [min(line, key=lambda point, x=x: abs(point[0] - 10 * float(x))) for line in heights]  # type: ignore[misc]
            assert [float(y), float(y)] == pytest.approx([point[1] for point in near], abs=0.3)


def test_a_ring_far_away_stretches_the_drawing_to_hold_it() -> None:
    drawing = drawings(DRAWN["a-far-ring"])["curves"]
    axes = re.search(r'data-axes="(\S+) (\S+)"', drawing)
    assert axes is not None
    assert float(axes[2]) > 2.5
    assert 'aria-valuenow="2.5"' in drawing
    assert min(curve(drawing, "ink")) > 0  # no price falls by more than all of it
    assert 1000 == max(curve(drawing, "ink"))


def test_a_ring_beyond_the_end_lies_at_the_foot_and_says_that_nothing_is_left() -> None:
    drawing = drawings(DRAWN["closed-out"])["curves"]
    assert ">nothing left<" in drawing
    assert 'class="ended handle"' in drawing
    assert "it is closed out at" in drawing


def test_axes_that_are_held_stay_though_the_ring_leaves_them() -> None:
    html = contract.fragments(contract.starting(cross_account, {"shock": "-0.4"}, link=True), "x", (), ((-0.1, 0.1), None))[1]
    assert 'data-axes="-0.1 0.1"' in html
    assert 'aria-valuenow="-0.1"' in html


def test_points_that_are_rejected_are_left_out_and_none_at_all_draw_no_line() -> None:
    def above(bound: float) -> Any:
        def careful(**values: Any) -> CrossAccount:
            if values["shock"] > bound and values["shock"] != 0.05:
                raise reject("mark-differs", "shock", market="", mark_price=1)
            return cross_account.compute(**values)

        some: Any = careful
        return dataclasses.replace(cross_account, compute=some)

    assert max(curve(drawings({"shock": "0.05"}, above(0.1))["curves"], "ink")) < 1000
    bare = drawings({"shock": "0.05"}, above(-1))["curves"]
    assert "<path d=" not in bare.replace('<path d="M-7', "")
    assert 'class="liquidation cross"' not in bare


def test_each_market_runs_to_its_own_end_and_all_together_to_theirs() -> None:
    answer = cross_account()
    drawing = drawings({})["reaches"]
    assert 3 == drawing.count('class="liquidation cross"') == len(answer.positions) + 1
    for row in answer.positions:
        assert f">{row.name}<" in drawing


def test_an_end_outside_the_drawing_is_named_at_its_edge_without_a_cross() -> None:
    texts = {"positions": "DOGE,short,10000,0.2;BTC,long,0.3,100000"}
    drawn = drawings(texts)["reaches"]
    alone: CrossAccount = contract.starting(cross_account, texts).facts.result
    assert alone.positions[0].distance is not None and alone.positions[0].distance > 1
    price = (10_000 - 150 + 10_000 * 0.2) / (10_000 * 1.005)  # Bitcoin keeps its 150
    assert f">+{100 * (price / 0.2 - 1):.2f}\u202f%<" in drawn
    assert 2 == drawn.count('class="liquidation cross"')

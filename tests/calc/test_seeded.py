"""The seeded numbers: L'Ecuyer's published ones to the last bit, and the tests a generator must pass. Every seed is fixed."""

from __future__ import annotations

from itertools import pairwise

import pytest

from calc.formulas import seeded
from calc.formulas.normal import normal_cumulative
from calc.formulas.seeded import Stream

ONE_STEP = (
    ((0, 1, 0), (0, 0, 1), (-810728, 1403580, 0)),
    ((0, 1, 0), (0, 0, 1), (-1370589, 0, 527612)),
)
MODULI = (seeded.FIRST, seeded.SECOND)


def stream_of(state: list[int]) -> Stream:
    """A stream that continues from `state`."""
    stream = Stream(0)
    stream.state = [float(word) for word in state]
    return stream


def correlation(a: list[float], b: list[float]) -> float:
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    both = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    return float(both / (sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)) ** 0.5)


def chi_square(cells: list[int]) -> float:
    expected = sum(cells) / len(cells)
    return sum((n - expected) ** 2 for n in cells) / expected


# ---- published: the package RngStreams (github.com/umontreal-simul/RngStreams, tests/test2RngStream.res)


def test_the_first_numbers_are_the_published_ones() -> None:
    drawn = Stream(0).uniforms(1_000_000)
    assert [0.12701112204657714, 0.3185275653967945, 0.3091860155832701, 0.8258468629271136, 0.2216299157820229] == drawn[:5]
    assert (0.98607848680213228, 0.69628910995743587, 0.37578835621568801) == (drawn[999], drawn[99_999], drawn[999_999])


def test_seeds_start_where_the_published_streams_start() -> None:
    assert [3692455944, 1366884236, 2968912127, 335948734, 4161675175, 475798818] == Stream(1).state
    assert [1015873554, 1310354410, 2249465273, 994084013, 2912484720, 3876682925] == Stream(2).state


def test_the_state_after_35_numbers_is_the_published_one() -> None:
    stream = Stream(0)
    assert 35 == len(stream.uniforms(35))
    assert [1040577685, 3747037609, 277208355, 1712706441, 627445683, 2408037141] == stream.state
    assert 0.07941673614985 == pytest.approx(stream.uniform(), abs=1e-14)


def test_the_fourth_substream_of_the_third_stream_is_the_published_one() -> None:
    third = [0.7285097861965, 0.9655872822837, 0.9961841304801, 0.1149884161813, 0.9731454191297]
    fourth = [0.1734545396358, 0.03286351608942, 0.2643169129682, 0.3059403602117, 0.5476303035177]
    assert third == pytest.approx(Stream(2).uniforms(5), abs=1e-13)
    assert fourth == pytest.approx(Stream(2, 4).uniforms(5), abs=1e-13)


def test_thirty_five_whole_numbers_add_up_to_the_published_sum() -> None:
    stream = Stream(0)
    assert 186 == sum(1 + stream.below(10) for _ in range(35))


@pytest.mark.parametrize(("matrices", "exponent"), [(seeded.SUBSTREAM, 76), (seeded.STREAM, 127)])
def test_a_jump_is_so_many_single_steps(matrices: tuple[seeded.Matrix, seeded.Matrix], exponent: int) -> None:
    for part, modulus in enumerate(MODULI):
        matrix: seeded.Matrix = ONE_STEP[part]
        for _ in range(exponent):
            matrix = seeded.doubled(matrix, modulus)
        assert matrices[part] == matrix


def test_a_number_is_what_whole_numbers_of_any_length_give() -> None:
    x, y = [12345] * 3, [12345] * 3
    drawn = Stream(0).uniforms(20_000)
    for got in drawn:
        x = [*x[1:], (1403580 * x[1] - 810728 * x[0]) % seeded.FIRST]
        y = [*y[1:], (527612 * y[2] - 1370589 * y[0]) % seeded.SECOND]
        assert ((x[2] - y[2]) % seeded.FIRST or seeded.FIRST) * seeded.NORM == got


def test_the_last_numbers_of_a_state_are_still_inside_nought_and_one() -> None:
    # The two recurrences meet: their difference is nothing, and counts as a whole turn; one apart, it is as small as a number gets.
    (highest,) = stream_of([0, 0, 0, 0, 0, 0]).uniforms(1)
    assert 1 - 3e-10 < highest < 1
    assert seeded.FIRST * seeded.NORM == highest
    assert 1_000_000 - 1 == int(highest * 1_000_000)


# ---- ours: the same for ever


def test_seed_and_substream_fix_every_number() -> None:
    assert [0.7713865187131791, 0.17251281670356775, 0.2930561667205027] == Stream(42).uniforms(3)
    assert [0.3114625913519922, 0.8039838574427745, 0.16063506375348505] == Stream(42, 7).uniforms(3)
    stream = Stream(42)
    assert [0.7434, -0.9443, -0.5445] == [round(stream.normal(), 4) for _ in range(3)]
    assert [4, 0, 5, 4, 2] == [Stream(42, k).below(6) for k in range(5)]


def test_numbers_come_the_same_one_by_one_and_in_a_row() -> None:
    one_by_one = Stream(5)
    assert Stream(5).uniforms(50) == [one_by_one.uniform() for _ in range(50)]


# ---- how well they are spread


def test_numbers_fill_every_hundredth_alike() -> None:
    cells = [0] * 100
    for u in Stream(1).uniforms(100_000):
        cells[int(u * 100)] += 1
    assert 59 < chi_square(cells) < 149  # 99 degrees of freedom; one in a thousand lies outside on each side


def test_pairs_fill_the_square_alike() -> None:
    cells = [0] * 256
    for a, b in pairwise(Stream(2).uniforms(100_001)):
        cells[16 * int(a * 16) + int(b * 16)] += 1
    assert 190 < chi_square(cells) < 330  # 255 degrees of freedom; pairs overlap, which leaves the mean and widens little


@pytest.mark.parametrize("lag", [1, 2, 3, 7, 60])
def test_a_number_says_nothing_about_a_later_one(lag: int) -> None:
    drawn = Stream(3).uniforms(100_000)
    assert abs(correlation(drawn[:-lag], drawn[lag:])) < 0.0104  # 3.3 standard deviations of 1/√100,000


def test_runs_above_and_below_the_middle_are_as_many_as_of_a_fair_coin() -> None:
    above = [u > 0.5 for u in Stream(4).uniforms(100_000)]
    runs = 1 + sum(a != b for a, b in pairwise(above))
    assert abs(runs - 50_000.5) < 3.3 * 158.1  # standard deviation √99,999 / 2


def test_runs_up_are_as_long_as_they_should_be() -> None:
    lengths = [0, 0, 0, 0]  # 1, 2, 3 and more; the number after a run is left out, so that runs are independent
    drawn, at = Stream(5).uniforms(100_000), 0
    while at < len(drawn) - 12:
        length = 1
        while drawn[at + length] > drawn[at + length - 1]:
            length += 1
        lengths[min(length, 4) - 1] += 1
        at += length + 1
    count = sum(lengths)
    shares = (1 / 2, 1 / 3, 1 / 8, 1 / 24)  # 1/r! − 1/(r + 1)!
    assert sum((n - count * share) ** 2 / (count * share) for n, share in zip(lengths, shares, strict=True)) < 16.3  # 3 degrees, 0.1 %


def test_normal_numbers_have_the_moments_of_the_normal_distribution() -> None:
    stream = Stream(6)
    drawn = [stream.normal() for _ in range(50_000)]
    moments = [sum(x**k for x in drawn) / len(drawn) for k in (1, 2, 3, 4)]
    # four standard errors each: √(1, 2, 15, 96) / √50,000
    for moment, expected, bound in zip(moments, (0, 1, 0, 3), (0.018, 0.026, 0.070, 0.176), strict=True):
        assert abs(moment - expected) < bound


def test_normal_numbers_lie_where_the_distribution_says() -> None:
    stream = Stream(7)
    drawn = sorted(stream.normal() for _ in range(20_000))
    furthest = max(abs((k + 0.5) / len(drawn) - normal_cumulative(x)) for k, x in enumerate(drawn))
    assert furthest < 1.95 / len(drawn) ** 0.5  # Kolmogorov and Smirnov, one in a thousand


@pytest.mark.parametrize(("a", "b"), [((0, 0), (1, 0)), ((0, 0), (0, 1)), ((42, 0), (43, 0)), ((42, 1), (42, 2)), ((7, 3), (8, 3))])
def test_two_streams_say_nothing_about_each_other(a: tuple[int, int], b: tuple[int, int]) -> None:
    assert abs(correlation(Stream(*a).uniforms(20_000), Stream(*b).uniforms(20_000))) < 0.0234  # 3.3 standard deviations


def test_the_first_numbers_of_neighbouring_substreams_are_spread_like_any_others() -> None:
    firsts = [Stream(9, k).uniform() for k in range(2_000)]
    cells = [0] * 20
    for u in firsts:
        cells[int(u * 20)] += 1
    assert 5 < chi_square(cells) < 44  # 19 degrees of freedom, one in a thousand on each side
    assert abs(correlation(firsts[:-1], firsts[1:])) < 0.074


def test_whole_numbers_below_a_bound_are_all_met_alike() -> None:
    stream = Stream(10)
    cells = [0] * 52
    for _ in range(52_000):
        cells[stream.below(52)] += 1
    assert 25 < chi_square(cells) < 88  # 51 degrees of freedom

"""The simulator: what can be done when, what is said in every state, its links, and that nothing depends on what was kept from before."""

import gzip
import json
import random
import re
from typing import Any

import pytest

from calc import contract, simulator
from calc.actions import Done
from calc.calculators.simulator import TWENTY
from calc.cli import main
from calc.formulas.trades import Rules
from calc.formulas.trading import HOURS
from calc.parts import sessions
from calc.parts.journals import Practice, practice
from calc.pictures import Candles, Graph
from calc.scenario import link, restore
from calc.view.page import widget

ACTIONS = simulator.input("actions")
LONG, SHORT = "l,share,0.01,10,0.02,0.04,5", "s,share,0.01,10,0.02,0.04,5"


def practised(actions: str = "", **texts: str) -> Practice:
    result: Practice = simulator.evaluate(simulator.parse({**texts, "actions": actions}, link=True))
    return result


def said(actions: str = "", **texts: str) -> str:
    e = contract.starting(simulator, {**texts, "actions": actions}, link=True)
    return e.facts.plain(e.story.verdict)


def codes(result: Practice) -> list[str]:
    return [note.code for note in result.notes]


def possible(result: Practice) -> set[str]:
    return {offer.name for offer in result.offers if offer.possible}


def why(result: Practice, name: str) -> str:
    return next(offer.why for offer in result.offers if offer.name == name)


def preset(label: str) -> Practice:
    texts = next(dict(p.texts) for p in simulator.presets if p.label == label)
    result: Practice = simulator.evaluate(simulator.parse(texts, link=True))
    return result


# ---- Presets


def test_a_stop_beyond_liquidation_is_never_reached() -> None:
    result = preset("Storm at 20×")
    [trade] = result.trades
    assert ("liquidation", "no: liquidated first", 1, 0) == (trade.ended, trade.kept, result.liquidations, result.kept)
    assert -0.83 == pytest.approx(trade.r, abs=0.01)  # the margin is less than the planned risk
    assert "warn-liquidation-in-plan" in codes(result)


def test_one_wick_and_two_triggers() -> None:
    taken, slept = preset("A wick takes the stop"), preset("A wick, stop on mark")
    [trade] = taken.trades
    assert ("stop", "yes") == (trade.ended, trade.kept)
    assert -1.09 == pytest.approx(trade.r, abs=0.01)
    assert taken.last_price == slept.last_price > 1.02 * 100_476
    assert 1.05 == pytest.approx(slept.trade_r, abs=0.01)
    assert "long" == slept.open_side


def test_a_gap_costs_more_than_was_planned() -> None:
    result = preset("A gap over the stop")
    assert "gap over the stop" == result.trades[0].ended
    assert -2.85 == pytest.approx(result.trade_r, abs=0.01)
    assert "warn-gap" in codes(result)
    assert 1 == result.kept  # the plan was followed, and it was not enough


def test_funding_takes_the_planned_risk_of_a_long_and_pays_the_short() -> None:
    long, short = preset("Funding drains a long"), preset("Funding pays a short")
    assert abs(long.trade_move or 1) < 0.001
    assert -0.97 == pytest.approx(long.trade_r, abs=0.01)
    assert 0.92 == pytest.approx(short.trade_r, abs=0.01)
    fresh = practised("l,share,0.01,10,0.03,0.06,10", seed="91")
    assert fresh.liquidation_price is not None
    assert long.liquidation_price is not None
    assert long.liquidation_price > fresh.liquidation_price * 1.02


@pytest.mark.parametrize("label", ["First steps", "$500 at 10×"])
def test_the_first_presets_are_ready_to_open(label: str) -> None:
    assert {"long", "short", "step", "steps", "play"} == possible(preset(label))


def test_twenty_trades_in_a_storm() -> None:
    result = preset("Twenty trades in a storm")
    assert (20, 16, 2, 5) == (result.trade_count, result.kept, result.stop_moves, result.worst_run)
    assert 0.3 == pytest.approx(result.win_rate)
    assert -0.33 == pytest.approx(result.average_r, abs=0.005)
    assert 0.091 == pytest.approx(result.worst_drawdown, abs=0.0005)
    assert 0.1168 == pytest.approx(result.costs_share, abs=0.0001)
    assert 1_000 == result.did_nothing
    assert 1_165.15 == pytest.approx(result.held, abs=0.005)
    moved = result.trades[9]
    assert ("target", "no: stop moved away") == (moved.ended, moved.kept)  # it won, and still it was not the plan
    assert 8.84 == pytest.approx(result.fees_paid, abs=0.005)
    assert result.costs_share == pytest.approx(
        (result.fees_paid - result.net_funding) / sum(_gross(t) for t in result.trades if _gross(t) > 0)
    )


def _gross(trade: Any) -> float:
    return float(trade.net_pnl + trade.fees - trade.funding)


# ---- What can be done


def test_nothing_is_opened_without_a_stop() -> None:
    result = practised()
    assert {"step", "steps", "play"} == possible(result)
    assert "Set a stop first: no stop, no trade." == why(result, "long")
    assert "" == why(result, "close")


def test_one_trade_at_a_time() -> None:
    result = practised(LONG, stop_distance="0.02")
    assert {"close", "move", "step", "steps", "play"} == possible(result)
    assert {"close", "step", "steps", "play"} == possible(practised(LONG))


def test_a_trade_needs_its_margin_and_fee() -> None:
    tight = practised(stop_distance="0.001", leverage="2", fees="0")
    assert "This trade needs 5,001.00" in why(tight, "long")
    assert "you have 1,000.00" in why(tight, "short")
    assert "long" in possible(practised(stop_distance="0.001", leverage="20", fees="0"))
    assert "long" in possible(practised(stop_distance="0.001", leverage="2", risk_by="money", risk_amount="1"))


def test_a_trade_that_is_dead_from_the_start_is_not_opened() -> None:
    found = [
        why(practised(f"n,{hour}", mood="crash", seed=str(seed), stop_distance="0.02", leverage="50"), side)
        for seed in range(1, 16)
        for hour in range(1, 60)
        for side in ("long", "short")
    ]
    assert {"", "At this leverage the mark price is beyond liquidation already."} == set(found)


def test_an_empty_account_trades_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    session, _ = sessions.replayed("calm", 1, Rules(start=1_000), ())
    monkeypatch.setattr(session, "wallet", 0.0)
    found = sessions.hindrance(session, "l", ("share", 0.01, 10.0, 0.02, None, 5.0))
    assert found is not None
    assert "The account is empty." == found.message
    assert "warn-liquidation-in-plan" not in codes(practice(session, 0, ("share", 0.01, 10.0, 0.02, None, 5.0), 1))


def test_a_session_ends_with_its_market() -> None:
    result = practised(f"n,{HOURS}", stop_distance="0.02")
    assert (HOURS, set()) == (result.candle, possible(result))
    assert "The session ends here, after 1,000 candles." == why(result, "play") == why(result, "long")
    assert ["warn-actions-left-out"] == codes(practised(f"n,{HOURS + 2}"))
    assert {"close", "move"} == possible(practised(f"{LONG.replace('0.02,0.04', '0.5,')};n,{HOURS}", stop_distance="0.02"))


def test_what_is_not_possible_in_a_market_is_left_out_and_counted() -> None:
    assert ["warn-action-left-out"] == codes(practised("c"))
    assert practised("n,3").last_price == practised("n,3;c;m,0.02").last_price
    assert "2 of these actions were not possible" in practised("n,3;c;m,0.02").notes[0].message
    assert ["warn-action-left-out", "note-hypothetical"] == codes(practised(f"{LONG};{LONG}"))
    assert ["warn-action-left-out", "note-hypothetical"] == codes(practised(f"{LONG};m,"))
    assert HOURS == practised(";".join(["n,99999"] * 500)).candle


def test_play_has_its_pace_and_stops_when_a_trade_is_over() -> None:
    paces = {speed: next(o.every for o in practised(speed=speed).offers if o.name == "play") for speed in ("slow", "normal", "fast")}
    assert paces["slow"] > paces["normal"] > paces["fast"] >= 333  # no faster than three flashes a second
    until = [next(o.until for o in practised(f"{LONG};n,1{after}").offers if o.name == "play") for after in ("", ";c")]
    assert ["0", "1"] == until


# ---- One function of its inputs


def random_session(chance: random.Random) -> tuple[Done, ...]:
    words = []
    for _ in range(chance.randrange(1, 30)):
        distance = chance.choice(["0.005", "0.02", "0.06"])
        target = chance.choice(["", "0.01", "0.05"])
        opened = f"{chance.choice('ls')},share,0.02,10,{distance},{target},{chance.choice(['1', '10', '50'])}"
        words.append(chance.choice([f"n,{chance.randrange(1, 25)}", f"n,{chance.randrange(1, 5)}", opened, opened, "c", f"m,{distance}"]))
    made: tuple[Done, ...] = ACTIONS.read(";".join(words))  # type: ignore[assignment]
    return made


def test_the_answer_does_not_depend_on_what_was_asked_before() -> None:
    chance = random.Random(15)
    values = simulator.parse({"mood": "crash", "seed": "3"})
    for _ in range(25):
        done = random_session(chance)
        sessions._kept.clear()
        fresh = simulator.evaluate({**values, "actions": done})
        for _ in range(4):
            part = done[: chance.randrange(len(done) + 1)]
            other = {**values, "seed": float(chance.randrange(3, 5)), "actions": part}
            simulator.evaluate(other)
            shorter = (*part[:-1], Done(code="n", count=1)) if part and part[-1].code == "n" else part
            simulator.evaluate({**values, "actions": shorter})
            assert fresh == simulator.evaluate({**values, "actions": done})


def test_candles_do_not_depend_on_what_the_trader_does() -> None:
    prices = {practised(actions).last_price for actions in ("n,30", f"n,5;{LONG};n,25", f"{SHORT};n,10;c;n,20")}
    assert 1 == len(prices)
    assert practised("n,5").last_price != practised("n,5", seed="2").last_price


def test_a_session_comes_back_from_its_link_and_may_be_long() -> None:
    values = {**simulator.defaults(), "actions": ACTIONS.read(TWENTY)}
    query = link(simulator, values)
    assert 750 < len(query) < 1_500
    restored = restore(simulator, query)
    assert ((), ()) == (restored.notes, restored.problems)
    assert TWENTY == restored.texts["actions"] == ACTIONS.link_text(values["actions"])
    fifty = ";".join([f"{LONG};n,19;c;n,1"] * 50)
    assert len(link(simulator, {**values, "actions": ACTIONS.read(fifty)})) < simulator.most_link == 8_000


def test_a_press_goes_through_the_contract() -> None:
    form = {i.name: i.form_text(i.default) for i in simulator.inputs} | {"stop_distance": "2", "target_distance": "4"}
    for act, expected in (
        ("long", "l,share,0.01,10,0.02,0.04,5"),
        ("step", "l,share,0.01,10,0.02,0.04,5;n,1"),
        ("steps", "l,share,0.01,10,0.02,0.04,5;n,9"),
        ("long", "l,share,0.01,10,0.02,0.04,5;n,9"),
        ("move", "l,share,0.01,10,0.02,0.04,5;n,9;m,0.02"),
        ("close", "l,share,0.01,10,0.02,0.04,5;n,9;m,0.02;c"),
        ("undo", "l,share,0.01,10,0.02,0.04,5;n,9;m,0.02"),
        ("again", ""),
    ):
        request = {"calculator": "simulator", "inputs": form, "edit": {"field": "actions", "act": act}}
        answered = json.loads(contract.answer(json.dumps(request)))["ok"]
        form = answered["texts"]
        assert expected == form["actions"] == answered["inputs"]["actions"]


# ---- What is said


DID_NOT = "Your one trade did not follow its plan"
WIDE = LONG.replace("0.02,0.04,5", "0.06,,20")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({}, "Nothing is open and no trade is over. The price is 103,858.20, and you have $1,000. Set a stop, then open a trade."),
        ({"stop_distance": "0.02"}, "Nothing is open and no trade is over. * Open a trade, or wait for another candle."),
        (
            {"actions": LONG},
            "Your long from 103,878.97 is open: it is down $*, or −* R, costs included. Its stop is *; liquidation is beyond *.",
        ),
        ({"actions": SHORT}, "Your short from 103,837.43 is open: *; liquidation is beyond it, at *."),
        ({"actions": LONG.replace("0.02,0.04,5", "0.02,,1")}, "Your long * Its stop is at *, and no price liquidates it."),
        ({"actions": WIDE}, "Your long * Its stop is at *, but liquidation comes first, at *."),
        ({"actions": "s" + WIDE[1:]}, "Your short * Its stop is at *, but liquidation comes first, at *."),
        ({"actions": f"{LONG};n,1;c"}, DID_NOT + " (closed early). The account stands at $*; without a trade it would be $1,000."),
        ({"actions": f"{LONG};m,0.03;c"}, DID_NOT + " (stop moved away). *"),
        ({"actions": f"{LONG.replace('0.04', '')};n,1;c"}, "Your one trade followed its plan. The account stands at *"),
        ({"actions": f"{LONG};m,0.05;c;{LONG};n,1;c"}, "0 of your 2 trades followed their plan. The last one did not (closed early). *"),
        ({"actions": f"{LONG};n,1;c;{LONG.replace('0.04', '')};c"}, "1 of your 2 trades followed their plan. The last one did. *"),
    ],
)
def test_the_sentence_in_every_state(texts: dict[str, str], expected: str) -> None:
    pattern = ".*".join(re.escape(part) for part in expected.split("*"))
    sentence = said(**{"actions": "", **texts})
    assert re.fullmatch(pattern, sentence), sentence


def test_an_open_trade_that_gains_is_up() -> None:
    assert "it is up $10.50, or +1.05 R" in said(**dict(simulator.presets[4].texts))


def test_results_stand_beside_what_they_are_worth() -> None:
    assert [] == codes(practised())
    for actions in (LONG, f"{LONG};c"):
        [note] = practised(actions).notes
        assert (
            "These results come from a model. Nobody traded them. Real markets add gaps, outages, changing costs and nerves."
            == note.message
        )


def test_after_fifty_trades_it_asks_to_stop() -> None:
    one = f"{LONG};n,1;c"
    assert "note-session-long" not in codes(practised(";".join([one] * 49)))
    result = practised(";".join([one] * 50))
    assert "note-session-long" in codes(result)
    assert "That is 50 trades." in next(note.message for note in result.notes if note.code == "note-session-long")


def test_a_trade_whose_liquidation_comes_first_says_so_open_and_planned() -> None:
    assert "warn-liquidation-first" in codes(practised(LONG.replace("0.02,0.04,5", "0.06,,20")))
    assert "warn-liquidation-in-plan" in codes(practised(stop_distance="0.06", leverage="20"))
    assert [] == codes(practised(stop_distance="0.02", leverage="20"))
    assert [] == codes(practised(stop_distance="0.9", leverage="1"))


def test_before_the_first_winner_costs_have_nothing_to_be_a_share_of() -> None:
    result = practised(f"{LONG};c")
    assert (None, 0.0, 1) == (result.costs_share, result.win_rate, result.worst_run)
    assert "no winner" in contract.fragments(contract.starting(simulator, {"actions": f"{LONG};c"}, link=True), "simulator")[1]


def test_costs_can_be_left_out() -> None:
    free = practised(f"{LONG};n,8", fees="0", funding="0", slippage="0")
    assert 0.0 == pytest.approx((free.trade_pnl or 0) - free.size * (free.mark_price - free.entry_price))  # type: ignore[operator]
    assert free.entry_price == practised().last_price
    money = practised(LONG.replace("share", "money").replace(",10,", ",25,"))
    assert 25 == money.risk


# ---- Pictures and size


def pictures(actions: str = "", **texts: str) -> list[Any]:
    e = contract.starting(simulator, {**texts, "actions": actions}, link=True)
    return list(e.story.charts)


def test_the_candles_show_the_lines_of_the_open_trade_from_where_it_began() -> None:
    [candles, account] = pictures(f"n,3;{LONG};n,4")
    assert isinstance(candles, Candles)
    assert isinstance(account, Graph)
    assert 72 == len(candles.candles) == len(candles.names)
    assert [("entry", 67), ("stop", 67), ("target", 67)] == [(one.style, one.start) for one in candles.stretches]
    near = pictures(LONG.replace("0.02,0.04,5", "0.02,,20"))[0]
    assert ["entry", "stop", "liquidation"] == [one.style for one in near.stretches]
    assert "It has no target." in near.caption
    far = pictures(LONG.replace("0.02,0.04,5", "0.3,0.5,2"))[0]
    assert ["entry"] == [one.style for one in far.stretches]


def test_the_axis_holds_every_candle_and_line_between_round_numbers() -> None:
    [candles, _] = pictures(f"n,3;{LONG};n,4")
    assert candles.y.low <= min(one[2] for one in candles.candles)
    assert candles.y.high >= max(one.value for one in candles.stretches)
    assert (0, 0) == (candles.y.low % 1_000, candles.y.high % 1_000)


def test_a_trade_that_is_over_leaves_rings_and_a_liquidation_a_cross() -> None:
    [candles, _] = pictures(f"n,3;{LONG};n,4;c")
    assert [(67, "entry", ""), (71, "account", "closed")] == [(one.at, one.style, one.label) for one in candles.spots]
    gone = pictures(**dict(simulator.presets[2].texts))[0]
    assert [False, True] == [one.ended for one in gone.spots]
    old = pictures(f"{LONG};c;n,100")[0]
    assert () == old.spots
    assert "day 4" in [word for _, word in old.marks]


def test_stops_on_the_mark_are_mentioned_under_the_candles() -> None:
    assert "mark price" in pictures(stop_on="mark")[0].caption
    assert "mark price" not in pictures()[0].caption


def test_the_account_is_a_line_of_at_most_a_hundred_points_that_ends_now() -> None:
    account = pictures(f"{LONG};n,900")[1]
    points = account.series[0].points
    assert 50 < len(points) <= 100
    assert 900 == points[-1][0] <= account.x.high
    assert account.y.low < min(worth for _, worth in points)
    assert 1_000 == account.rules[0].value


def test_the_page_stays_small() -> None:
    for texts in ({}, {"actions": TWENTY, "mood": "storm", "seed": "42"}):
        assert len(gzip.compress(widget("simulator", texts).encode(), 9)) < 15_000


def test_the_command_line_prints_the_report_and_the_journal(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["simulator", "--mood", "storm", "--seed", "42", "--actions", TWENTY])
    printed = capsys.readouterr().out
    assert re.search(r"Winners +30\.00", printed)
    assert re.search(r"10 Long +target +no: stop moved away", printed)
    assert 2 == main(["simulator", "--actions", "fly,1"])
    assert "actions: Action 1 is “fly”" in capsys.readouterr().err


@pytest.mark.parametrize("amount", [1_000, 1_000.0])
def test_a_whole_number_and_the_same_with_a_point_are_one_amount(amount: float) -> None:
    sessions._kept.clear()
    assert repr(simulator(account_balance=amount)).startswith("Practice(kept=0, trade_count=0, equity=1000.0, ")

"""Paper trading, rule by rule, and a session of twenty trades against a slow replay in exact fractions, written apart."""

from fractions import Fraction
from typing import Any

import pytest

from calc import simulator
from calc.calculators.simulator import TWENTY
from calc.formulas.simulation import TICKS, Market
from calc.formulas.trades import Plan, Rules, planned, reward
from calc.formulas.trading import HISTORY, HOURS, MAINTENANCE, Position, Session

FREE = Rules(start=1_000, taker=0, maker=0, funding_rate=0, slips=False)


class Told(Market):
    """A market whose ticks are told: (last, mark) after the beginning at 100, and the ticks at which the last price jumps."""

    def __init__(self, *ticks: tuple[float, float], gaps: tuple[int, ...] = ()) -> None:
        super().__init__("calm", 1)
        before = 1 + TICKS * HISTORY
        still = [ticks[-1]] * (TICKS * (HOURS + HISTORY))
        self.last = [100.0] * before + [last for last, _ in ticks] + [last for last, _ in still]
        self.mark = [100.0] * before + [mark for _, mark in ticks] + [mark for _, mark in still]
        self.gaps = [False] * len(self.last)
        for tick in gaps:
            self.gaps[before + tick] = True


def same(*prices: float) -> tuple[tuple[float, float], ...]:
    """Ticks at which last and mark agree."""
    return tuple((price, price) for price in prices)


def opened(market: Market, sign: int = 1, rules: Rules = FREE, **plan: Any) -> Session:
    """A session with one trade that risks 10 at a stop 2 % away, unless said otherwise."""
    session = Session(market, rules)
    said = {"risk": 10, "stop_distance": 0.02, "target_distance": None, "leverage": 5, **plan}
    session.open(planned(sign, session.last, rules=rules, **said))
    return session


def held(session: Session) -> Position:
    assert session.position is not None
    return session.position


# ---- Plans


def test_a_stop_that_is_filled_where_it_stands_costs_the_planned_risk() -> None:
    rules = Rules(start=1_000, funding_rate=0, slips=False)
    session = opened(Told(*same(99, 98, 98, 98)), rules=rules)
    session.step()
    [trade] = session.trades
    assert ("stop", 98.0) == (trade.how, trade.exit)
    assert -10 == pytest.approx(trade.net, abs=1e-12)
    assert 990 == pytest.approx(session.wallet, abs=1e-12)
    assert trade.kept


@pytest.mark.parametrize("sign", [1, -1])
def test_a_target_is_a_limit_order_filled_at_its_own_price_for_the_makers_fee(sign: int) -> None:
    rules = Rules(start=1_000, funding_rate=0, slips=True)
    beyond = 100 * (1 + sign * 0.06)
    session = opened(Told(*same(beyond, beyond, beyond, beyond)), sign, rules, target_distance=0.04)
    session.step()
    [trade] = session.trades
    assert ("target", 100 * (1 + sign * 0.04)) == (trade.how, trade.exit)
    assert trade.fees == pytest.approx(trade.plan.size * (trade.entry * 0.0005 + trade.exit * 0.0002))
    assert trade.reward is not None
    assert 1.8 < trade.reward < 2
    assert trade.net / trade.plan.risk < trade.reward  # slippage at the entry


def test_without_costs_the_reward_is_the_ratio_of_the_distances() -> None:
    plan = planned(-1, 100, 10, 0.02, 0.05, 5, FREE)
    assert 2.5 == pytest.approx(reward(plan, FREE))
    assert reward(planned(1, 100, 10, 0.02, None, 5, FREE), FREE) is None


def test_slippage_makes_every_market_order_worse() -> None:
    rules = Rules(start=1_000, taker=0, maker=0, funding_rate=0)
    for sign in (1, -1):
        session = opened(Told(*same(100, 100, 100, 100)), sign, rules)
        assert 100 * (1 + sign * 0.0002) == held(session).entry
        session.close()
        assert 100 * (1 - sign * 0.0002) == session.trades[0].exit
        assert session.wallet < 1_000


# ---- Stops, gaps and wicks


def test_a_price_that_jumps_over_the_stop_fills_it_at_the_next_price() -> None:
    session = opened(Told(*same(99, 95, 97, 99), gaps=(1,)))
    session.step()
    [trade] = session.trades
    assert ("stop", 95.0) == (trade.how, trade.exit)
    assert 0.03 == pytest.approx(trade.gap)
    assert -25 == pytest.approx(trade.net)  # two and a half times the plan


def test_without_a_jump_the_price_passes_through_the_stop() -> None:
    session = opened(Told(*same(99, 95, 97, 99)))
    session.step()
    assert (98.0, 0.0) == (session.trades[0].exit, session.trades[0].gap)


def test_a_jump_over_the_target_is_filled_no_better_than_the_target() -> None:
    session = opened(Told(*same(110, 110, 110, 110), gaps=(0,)), target_distance=0.04)
    session.step()
    assert ("target", 104.0) == (session.trades[0].how, session.trades[0].exit)


def test_a_wick_takes_a_stop_on_the_last_price_and_not_one_on_the_mark() -> None:
    wick = ((99.5, 100.0), (96.0, 99.8), (100.0, 99.8), (101.0, 100.2))
    for stop_on, left in (("last", False), ("mark", True)):
        session = opened(Told(*wick), rules=Rules(start=1_000, taker=0, maker=0, funding_rate=0, slips=False, stop_on=stop_on))
        session.step()
        assert left == (session.position is not None)


def test_a_stop_on_the_mark_is_filled_at_the_last_price_of_that_moment() -> None:
    rules = Rules(start=1_000, taker=0, maker=0, funding_rate=0, slips=False, stop_on="mark")
    session = opened(Told((99, 99), (95, 97), (95, 97), (95, 97)), rules=rules)
    session.step()
    assert 97.0 == pytest.approx(session.trades[0].exit)  # half of the way of the mark from 99 to 97, so of the last from 99 to 95
    jumped = opened(Told((99, 99), (95, 97), (95, 97), (95, 97), gaps=(1,)), rules=rules)
    jumped.step()
    assert 95.0 == jumped.trades[0].exit


def test_a_stop_on_a_mark_that_is_beyond_it_already_is_filled_at_once() -> None:
    rules = Rules(start=1_000, taker=0, maker=0, funding_rate=0, slips=False, stop_on="mark")
    session = opened(Told((100, 97), (101, 97.5), (101, 99), (101, 100)), rules=rules)
    held(session).stop = 99.5
    session.market.mark[TICKS * HISTORY] = 97.0
    session.step()
    assert 100.0 == session.trades[0].exit


def test_of_stop_and_target_in_one_tick_the_nearer_one_is_first() -> None:
    down = opened(Told(*same(97, 105, 105, 105)), target_distance=0.04)
    down.step()
    assert "stop" == down.trades[0].how
    up = opened(Told(*same(105, 97, 97, 97)), target_distance=0.04)
    up.step()
    assert "target" == up.trades[0].how


# ---- Liquidation


def test_liquidation_comes_before_bankruptcy_and_costs_the_margin_alone() -> None:
    session = opened(Told(*same(97, 95, 93, 90)), leverage=20, stop_distance=0.06)
    position = held(session)
    bankrupt = position.entry * (1 - 1 / 20)
    assert bankrupt < position.liquidation < position.entry
    assert position.margin + position.profit(position.liquidation) == pytest.approx(MAINTENANCE * position.plan.size * position.liquidation)
    session.step()
    [trade] = session.trades
    assert ("liquidation", position.liquidation) == (trade.how, trade.exit)
    assert -trade.margin == trade.net
    assert 1_000 - trade.margin == session.wallet
    assert not trade.kept


def test_liquidation_looks_at_the_mark_and_not_at_the_last_price() -> None:
    deep = opened(Told((90, 99.9), (100, 99.9), (100, 99.9), (100, 99.9)), leverage=20, stop_distance=0.5)
    deep.step()
    assert deep.position is not None


def test_a_gap_beyond_bankruptcy_costs_no_more_than_the_margin() -> None:
    session = opened(
        Told((60, 99), (60, 99), (60, 99), (60, 99), gaps=(0,)), leverage=10, rules=Rules(start=1_000, funding_rate=0, slips=False)
    )
    session.step()
    [trade] = session.trades
    assert "stop" == trade.how
    assert trade.net == pytest.approx(-trade.margin - trade.plan.size * 100 * 0.0005)  # the fee for opening came from the wallet
    assert session.wallet > 0


def test_of_liquidation_and_a_target_in_one_tick_the_nearer_one_is_first() -> None:
    session = opened(Told((105, 90), (105, 90), (105, 90), (105, 90)), leverage=20, stop_distance=0.5, target_distance=0.04)
    session.step()
    assert "liquidation" == session.trades[0].how


@pytest.mark.parametrize("sign", [1, -1])
def test_of_liquidation_and_a_stop_behind_it_the_first_counts(sign: int) -> None:
    end = 100 * (1 - sign * 0.1)
    session = opened(Told(*same(end, end, end, end)), sign, leverage=20, stop_distance=0.06)
    session.step()
    assert "liquidation" == session.trades[0].how


def test_no_price_liquidates_a_long_that_is_fully_paid_for() -> None:
    session = opened(Told(*same(1, 1, 1, 1)), leverage=1, stop_distance=0.9, risk=100)
    assert 0.0 == held(session).liquidation
    session.step()
    assert "stop" == session.trades[0].how


def test_a_plan_may_be_dead_before_it_is_opened() -> None:
    session = Session(Told(*same(100, 100, 100, 100)), FREE)
    session.market.mark[session.tick] = 97.0
    assert session.dead(planned(1, 100, 10, 0.02, None, 50, FREE))
    assert not session.dead(planned(1, 100, 10, 0.02, None, 5, FREE))
    assert not session.dead(planned(-1, 100, 10, 0.02, None, 50, FREE))
    assert not session.dead(planned(1, 100, 10, 0.02, None, 1, FREE))


# ---- Funding


def test_funding_is_paid_every_eight_candles_and_moves_liquidation() -> None:
    rules = Rules(start=1_000, taker=0, maker=0, funding_rate=0.001, slips=False)
    for sign in (1, -1):
        session = opened(Told(*same(100)), sign, rules)
        before = held(session).liquidation
        for _ in range(7):
            session.step()
        assert 0.0 == held(session).funding
        for _ in range(17):
            session.step()
        paid = -sign * 3 * 0.001 * held(session).plan.size * 100
        assert paid == pytest.approx(held(session).funding)
        assert 1_000 + paid == pytest.approx(session.wallet) == pytest.approx(session.worth)
        assert before < held(session).liquidation  # closer to a long that pays, farther from a short that receives
        session.close()
        assert paid == pytest.approx(session.trades[0].net)


def test_funding_that_the_margin_cannot_bear_ends_the_trade() -> None:
    rules = Rules(start=1_000, taker=0, maker=0, funding_rate=0.3, slips=False)
    session = opened(Told(*same(100)), 1, rules)
    margin = held(session).margin
    for _ in range(8):
        session.step()
    [trade] = session.trades
    assert "liquidation" == trade.how
    assert -margin == pytest.approx(trade.net)
    assert 1_000 - margin == pytest.approx(session.wallet)


# ---- By hand


def test_moving_the_stop_closer_is_counted_and_moving_it_away_leaves_the_plan() -> None:
    session = opened(Told(*same(102, 102, 102, 102)))
    session.step()
    session.move_stop(0.01)
    assert (1, False, 102 * 0.99) == (held(session).moves, held(session).widened, held(session).stop)
    session.move_stop(0.03)
    session.move_stop(0.01)
    assert (3, True) == (held(session).moves, held(session).widened)
    session.close()
    assert not session.trades[0].kept


def test_closing_by_hand_keeps_a_plan_without_a_target_alone() -> None:
    for target, kept in ((None, True), (0.04, False)):
        session = opened(Told(*same(101, 101, 101, 101)), target_distance=target)
        session.step()
        session.close()
        assert kept == session.trades[0].kept


def test_the_deepest_fall_is_measured_from_the_highest_worth_before() -> None:
    session = opened(Told(*same(104, 104, 104, 104), *same(99, 99, 99, 99), *same(110, 110, 110, 110)))
    for _ in range(3):
        session.step()
    assert session.equity == pytest.approx([1_000, 1_020, 995, 1_050])
    assert 25 / 1_020 == pytest.approx(session.worst)


def test_an_open_trade_is_never_worth_less_than_the_loss_of_its_margin() -> None:
    session = opened(Told((100, 80), (100, 80), (100, 80), (100, 80)), leverage=5, stop_distance=0.02)
    held(session).liquidation = 0.0
    session.step()
    assert 1_000 - held(session).margin == session.worth


# ---- Twenty trades, replayed in exact fractions


def replay(market: Market, actions: str, start: Fraction) -> Fraction:
    """The worth of the account at the end, worked out apart: one pass over the ticks for each trade, everything in fractions.

    Only what the scripted session needs: a share of the account as the risk, fees, funding at 0.01 % and slippage at 0.1 %.
    """
    last, mark = [Fraction(x) for x in market.last], [Fraction(x) for x in market.mark]
    taker, maker, slip, rate, keep = Fraction(0.0005), Fraction(0.0002), Fraction(0.001), Fraction(0.0001), Fraction(0.005)
    cash, now = start, TICKS * HISTORY
    trade: dict[str, Any] = {}
    for word in actions.split(";"):
        code, *fields = word.split(",")
        if code in "ls":
            s = 1 if code == "l" else -1
            risk, stop, target, leverage = (
                Fraction(float(fields[1])),
                Fraction(float(fields[3])),
                Fraction(float(fields[4])),
                int(fields[5]),
            )
            quote = last[now]
            stop, target = quote * (1 - s * stop), quote * (1 + s * target)
            size = risk * cash / (abs(quote - stop) + taker * quote + taker * stop)
            entry = quote * (1 + s * slip)
            trade = {"s": s, "stop": stop, "target": target, "size": size, "entry": entry, "margin": size * entry / leverage}
            cash -= size * entry * taker
        elif code == "m":
            trade["stop"] = last[now] * (1 - trade["s"] * Fraction(float(fields[0])))
        elif code == "c":
            out = last[now] * (1 - trade["s"] * slip)
            cash += trade["s"] * trade["size"] * (out - trade["entry"]) - trade["size"] * out * taker
            trade = {}
        for _ in range(int(fields[0]) if code == "n" else 0):
            for tick in range(now + 1, now + TICKS + 1):
                if trade:
                    s, q = trade["s"], trade["size"]
                    assert trade["margin"] + s * q * (mark[tick] - trade["entry"]) > keep * q * mark[tick], "no liquidation in this script"
                    if s * (last[tick] - trade["stop"]) <= 0:
                        out = (last[tick] if market.gaps[tick] else trade["stop"]) * (1 - s * slip)
                        cash += s * q * (out - trade["entry"]) - q * out * taker
                        trade = {}
                    elif s * (last[tick] - trade["target"]) >= 0:
                        cash += s * q * (trade["target"] - trade["entry"]) - q * trade["target"] * maker
                        trade = {}
            now += TICKS
            if trade and (now // TICKS - HISTORY) % 8 == 0:
                paid = -trade["s"] * trade["size"] * mark[now] * rate
                cash += paid
                trade["margin"] += paid
    assert not trade
    return cash


def test_twenty_scripted_trades_end_with_this_account_to_the_cent() -> None:
    result = simulator.evaluate(simulator.parse({"mood": "storm", "seed": "42", "actions": TWENTY}, link=True))
    assert (20, 16, 0, 2, 251) == (result.trade_count, result.kept, result.liquidations, result.stop_moves, result.candle)
    assert 934.25 == pytest.approx(result.equity, abs=0.005)
    market = Market("storm", 42)
    market.reach(HISTORY + result.candle)
    exact = replay(market, TWENTY, Fraction(1_000))
    assert float(exact) == pytest.approx(result.equity, rel=1e-13)
    assert result.equity == pytest.approx(1_000 + sum(trade.net_pnl for trade in result.trades), rel=1e-13)


def test_a_plan_holds_what_it_was_made_of() -> None:
    plan = planned(-1, 100.0, 10, 0.02, 0.04, 5, FREE)
    assert Plan(sign=-1, quote=100.0, risk=10, stop=102.0, target=96.0, leverage=5, size=5.0) == plan

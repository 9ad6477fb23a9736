"""One trader on the market of `simulation`: orders, fills, fees, funding, liquidation, and what each trade became.

One position at a time, isolated, of a linear contract. Money is in quote, sizes in base, rates are fractions; `sign` is +1 long, −1 short.
"""

from __future__ import annotations

from calc.formulas import funding, linear
from calc.formulas.simulation import TICKS
from calc.formulas.trades import Closed, reward

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.formulas.simulation import Market
    from calc.formulas.trades import Plan, Rules

HISTORY = 72  # candles that are there before the session begins
HOURS = 1_000  # candles of a session
FUNDED = 8  # candles from one funding payment to the next
MAINTENANCE = 0.005  # of the position's value at mark, flat


class Position:
    """The open trade. `margin` is what is left of the money behind it: funding is taken from it, and moves the liquidation price."""

    def __init__(self, plan: Plan, entry: float, fee: float, opened: int, account: float) -> None:
        self.plan = plan
        self.entry = entry
        self.account = account
        self.stop = plan.stop
        self.opened = opened
        self.fees = fee
        self.funding = 0.0
        self.put_up = self.margin = plan.size * entry / plan.leverage
        self.moves = 0
        self.widened = False
        self.liquidation = 0.0
        self.settle()

    def settle(self) -> None:
        """Works out the liquidation price anew; 0 where no price is one."""
        plan = self.plan
        self.liquidation = max(0.0, linear.liquidation_price(plan.sign, self.entry, plan.size, self.margin, MAINTENANCE))

    def profit(self, price: float) -> float:
        """Profit or loss at a price, before costs."""
        return linear.profit(self.plan.sign, self.entry, price, self.plan.size)


class Session:
    """A trader's way through a market, candle by candle.

    `wallet` is the money without what is open, the position's margin included. `equity` has one amount for each candle's close, the first
    before any; `worst` is the deepest fall from a peak of it, as a fraction.
    """

    def __init__(self, market: Market, rules: Rules) -> None:
        self.market = market
        self.rules = rules
        self.slip = market.mood.slippage if rules.slips else 0.0
        self.hour = 0
        self.wallet = rules.start
        self.position: Position | None = None
        self.trades: list[Closed] = []
        self.equity = [rules.start]
        self.peak = rules.start
        self.worst = 0.0
        market.reach(HISTORY)

    @property
    def tick(self) -> int:
        """The number of the newest tick."""
        return TICKS * (HISTORY + self.hour)

    @property
    def last(self) -> float:
        """The last price."""
        return self.market.last[self.tick]

    @property
    def mark(self) -> float:
        """The mark price."""
        return self.market.mark[self.tick]

    @property
    def first(self) -> float:
        """The last price when the session began."""
        return self.market.last[TICKS * HISTORY]

    def result(self, held: Position) -> float:
        """What the open position has made so far, at mark, its costs included."""
        return max(-held.margin, held.profit(self.mark)) - held.fees + held.funding

    @property
    def worth(self) -> float:
        """The wallet and what the open position is worth at mark, which is never less than the loss of its margin."""
        if self.position is None:
            return self.wallet
        return self.wallet + max(-self.position.margin, self.position.profit(self.mark))

    def fill(self, sign: int, price: float) -> float:
        """What a market order that buys (+1) or sells (−1) gets: a little worse than the price."""
        return price * (1 + sign * self.slip)

    def needed(self, plan: Plan) -> float:
        """What opening takes from the wallet: margin and fee."""
        value = plan.size * self.fill(plan.sign, plan.quote)
        return value / plan.leverage + value * self.rules.taker

    def dead(self, plan: Plan) -> bool:
        """Whether the mark stands beyond the liquidation price from the start."""
        trial = Position(plan, self.fill(plan.sign, plan.quote), 0.0, self.hour, self.wallet)
        return trial.liquidation > 0 and plan.sign * (self.mark - trial.liquidation) <= 0

    def open(self, plan: Plan) -> None:
        """A position as planned, filled at the last price and slippage."""
        entry = self.fill(plan.sign, plan.quote)
        fee = plan.size * entry * self.rules.taker
        self.position = Position(plan, entry, fee, self.hour, self.wallet)
        self.wallet -= fee

    def move_stop(self, distance: float) -> None:
        """Puts the stop at that distance from the last price."""
        held = self.position
        assert held is not None
        stop = self.last * (1 - held.plan.sign * distance)
        held.moves += 1
        if held.plan.sign * (stop - held.stop) < 0:
            held.widened = True
        held.stop = stop

    def close(self) -> None:
        """Closes the position by hand, at the last price."""
        held = self.position
        assert held is not None
        self._end("hand", self.fill(-held.plan.sign, self.last), self.rules.taker)

    def step(self) -> None:
        """One candle more."""
        first = self.tick
        self.hour += 1
        self.market.reach(HISTORY + self.hour)
        for tick in range(first + 1, first + TICKS + 1):
            if self.position is not None:
                self._pass(self.position, tick)
        if self.position is not None and self.hour % FUNDED == 0 and self.rules.funding_rate:
            self._fund(self.position)
        worth = self.worth
        self.equity.append(worth)
        self.peak = max(self.peak, worth)
        self.worst = max(self.worst, 1 - worth / self.peak)

    def _pass(self, held: Position, tick: int) -> None:
        """What happens between two ticks, the prices moving straight: of several things the first, and a loss before a gain."""
        sign, market = held.plan.sign, self.market
        mark, last = market.mark[tick], market.last[tick]
        before = market.last[tick - 1]
        gap = market.gaps[tick]
        end, how = 2.0, ""
        if held.liquidation > 0 and sign * (mark - held.liquidation) <= 0:
            end, how = _share(market.mark[tick - 1], mark, held.liquidation, False), "liquidation"
        on_mark = self.rules.stop_on == "mark"
        trigger = mark if on_mark else last
        if sign * (trigger - held.stop) <= 0:
            share = _share(market.mark[tick - 1], mark, held.stop, False) if on_mark else _share(before, last, held.stop, gap)
            if share < end:
                end, how = share, "stop"
        target = held.plan.target
        if target is not None and sign * (last - target) >= 0:
            share = _share(before, last, target, gap)
            if share < end:
                end, how = share, "target"
        if how == "liquidation":
            self._liquidate(held)
        elif how == "stop":
            price = last if gap else held.stop if not on_mark and end > 0 else before + (last - before) * end
            self._end("stop", self.fill(-sign, price), self.rules.taker, sign * (held.stop - price) if gap else 0.0)
        elif how == "target":
            assert target is not None
            self._end("target", target, self.rules.maker)

    def _fund(self, held: Position) -> None:
        """A funding payment, from or to the margin of the position; one that it cannot bear ends it."""
        paid = funding.payment(held.plan.sign, held.plan.size * self.mark, self.rules.funding_rate)
        self.wallet += max(paid, -held.margin)
        held.funding += max(paid, -held.margin)
        held.margin = max(0.0, held.margin + paid)
        held.settle()
        if held.liquidation > 0 and held.plan.sign * (self.mark - held.liquidation) <= 0:
            self._liquidate(held)

    def _liquidate(self, held: Position) -> None:
        """The venue closes the position: what is left of its margin is gone."""
        self._over(held, "liquidation", held.liquidation, -held.margin, 0.0, 0.0)

    def _end(self, how: str, price: float, fee_rate: float, gap: float = 0.0) -> None:
        """A fill that closes the position."""
        held = self.position
        assert held is not None
        self._over(held, how, price, held.profit(price), held.plan.size * price * fee_rate, gap)

    def _over(self, held: Position, how: str, price: float, gross: float, fee: float, gap: float) -> None:
        """Books the end of a trade. It is isolated: however far a gap went, it costs no more than its margin."""
        gross = max(gross, -held.margin)
        fee = min(fee, held.margin + gross)
        self.wallet += gross - fee
        self.trades.append(
            Closed(
                plan=held.plan,
                entry=held.entry,
                exit=price,
                how=how,
                opened=held.opened,
                closed=self.hour,
                gross=gross,
                fees=held.fees + fee,
                funding=held.funding,
                net=gross - fee - held.fees + held.funding,
                margin=held.put_up,
                account=held.account,
                moves=held.moves,
                widened=held.widened,
                gap=gap / held.plan.quote,
                reward=reward(held.plan, self.rules),
            )
        )
        self.position = None


def _share(start: float, end: float, level: float, gap: bool) -> float:
    """How much of the way from `start` to `end` lies before `level`; none where the price jumps, or was beyond it already.

    >>> _share(100, 90, 98, False), _share(100, 90, 98, True), _share(97, 90, 98, False)
    (0.2, 0.0, 0.0)
    """
    if gap or (start - level) * (end - level) > 0 or start == end:
        return 0.0
    return (start - level) / (start - end)

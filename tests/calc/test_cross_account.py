"""Several positions on one wallet: published examples, and what must hold at every end that is named."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

import calc.tiers
from calc import contract, cross_account
from calc.calculators.cross_account import CrossAccount, Held
from calc.errors import Rejection
from calc.formulas.margin import Tier
from calc.venues import TierTable, tier_table

A, B = Held(size=0.03), Held(market="ETH", size=0.5, entry_price=4_000)  # worth 3,000 and 2,000
SHORT_B = Held(market="ETH", side="short", size=0.5, entry_price=4_000)


def verdict(**texts: str) -> str:
    e = contract.starting(cross_account, texts, link=True)
    return e.facts.plain(e.story.verdict)


# ---- The examples of the guide: a wallet of 1,000, maintenance 0.5 %


@pytest.mark.parametrize(
    ("positions", "shock", "left"),
    [
        ((A, B), -0.08, 600),
        ((A, B), -0.12, 400),
        ((A, B), -0.1959, 20.5),
        ((A, B), -0.196, None),
        ((A, B), -0.20, None),
        ((A, SHORT_B), -0.20, 800),
        ((Held(size=0.1, leverage=20),), -0.06, 400),
        ((Held(size=0.1, leverage=20),), -0.10, None),
    ],
)
def test_what_a_common_move_leaves(positions: tuple[Held, ...], shock: float, left: float | None) -> None:
    found = cross_account(wallet_balance=1_000, positions=positions, shock=shock)
    assert (left is None) == (found.balance_after is None) == (found.maintenance_after is None) == (found.ratio_after is None)
    if left is not None:
        assert left == pytest.approx(found.balance_after)
        gross = sum(p.size * p.entry_price for p in positions)
        assert 0.005 * gross * (1 + shock) == pytest.approx(found.maintenance_after)
        assert 0.005 * gross * (1 + shock) / left == pytest.approx(found.ratio_after)


def test_two_longs_end_at_their_common_cliff() -> None:
    """1,000 + 5,000 x = 0.5 % · 5,000 (1 + x), so x = −975 ÷ 4,975 = −19.60 %."""
    found = cross_account(wallet_balance=1_000, positions=(A, B))
    assert -975 / 4_975 == pytest.approx(found.fall)
    assert found.rise is None
    assert (1_000, 25, 0.025, 5, 500) == pytest.approx(
        (found.margin_balance, found.maintenance_margin, found.margin_ratio, found.effective_leverage, found.initial_margin)
    )
    # each alone: 1,000 − 10 + q (P − E) = 0.5 % q P
    assert (0.03 * 100_000 - 990) / (0.03 * 0.995) == pytest.approx(found.positions[0].liquidation_price)
    assert (0.5 * 4_000 - 985) / (0.5 * 0.995) == pytest.approx(found.positions[1].liquidation_price)


def test_the_setting_of_leverage_moves_no_line() -> None:
    usual, higher = (cross_account(positions=(Held(size=0.3, leverage=leverage),)) for leverage in (10, 100))
    assert (3_000, 300) == (usual.initial_margin, higher.initial_margin)
    assert usual.positions == higher.positions
    assert (usual.fall, usual.rise, usual.margin_ratio) == (higher.fall, higher.rise, higher.margin_ratio)


# ---- Binance's two positions in cross margin


def tables_of_binance(name: str) -> Any:
    """The table of Bitcoin as it stood then; of Ether the one tier that the example names."""
    if "btcusdt" in name:
        return tier_table("binance-btcusdt-2021-03-26")

    @dataclass(frozen=True)
    class OfEther:
        tiers: tuple[Tier, ...]
        contract: str = "linear"

        def tiers_for(self, size: float) -> tuple[Tier, ...]:  # noqa: ARG002 - a table by value does not look at it
            return self.tiers

    return OfEther(
        (Tier(floor=0.0, cap=1e12, maintenance_margin_rate=0.10, maintenance_amount=135_365.0, max_leverage=20.0),),
    )


def test_the_two_positions_of_binance_end_where_binance_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """https://www.binance.com/en/support/faq/b3c689c1f50a44cabb3a84e663b81d93, the positions as in freqtrade's tests."""
    monkeypatch.setattr(calc.tiers, "tier_table", tables_of_binance)
    eth = Held(market="ETH", size=3_683.979, entry_price=1_456.84, mark_price=1_335.18)
    btc = Held(market="BTC", size=109.488, entry_price=32_481.98, mark_price=31_967.27)
    found = cross_account(wallet_balance=1_535_443.01, positions=(eth, btc), maintenance="tiers", shock=0)
    assert (1_153.26, 26_316.89) == pytest.approx([row.liquidation_price for row in found.positions], abs=0.006)
    assert (-448_192.89, -56_354.57) == pytest.approx([row.unrealized_pnl for row in found.positions], abs=0.006)
    assert (356_512.51, 71_200.81) == pytest.approx([row.maintenance_margin for row in found.positions], abs=0.006)
    assert (1_153.26 / 1_335.18 - 1, 26_316.89 / 31_967.27 - 1) == pytest.approx([row.distance for row in found.positions], abs=1e-5)


# ---- What must hold at an end


ACCOUNTS: dict[str, dict[str, Any]] = {
    "two longs": {"positions": (A, B), "wallet_balance": 1_000},
    "a long and a short": {"positions": (Held(size=0.3), Held(market="ETH", side="short", size=20, entry_price=4_000))},
    "a short alone": {"positions": (Held(market="DOGE", side="short", size=100_000, entry_price=0.2),)},
    "a hedge in one market": {"positions": (Held(size=2), Held(side="short", size=1.6))},
    "marks that moved": {
        "positions": (
            Held(size=0.3, entry_price=80_000, mark_price=100_000),
            Held(market="ETH", size=10, entry_price=4_000, mark_price=3_400),
        )
    },
    "a hedge that tiers end on both sides": {
        "positions": (Held(size=100), Held(side="short", size=90)),
        "wallet_balance": 400_000,
        "maintenance": "tiers",
    },
    "several markets with tiers": {
        "positions": (
            Held(size=30),
            Held(market="SOL", size=5_000, entry_price=200),
            Held(market="LINK", side="short", size=40_000, entry_price=15),
        ),
        "wallet_balance": 900_000,
        "maintenance": "tiers",
    },
    "no maintenance at all": {"positions": (Held(size=0.5),), "maintenance_margin_rate": 0},
}


def kept(market: str, value: float, asked: dict[str, Any]) -> float:
    """Maintenance of one position of that value, looked up here."""
    if asked.get("maintenance", "flat") == "flat":
        return float(asked.get("maintenance_margin_rate", 0.005)) * value
    tiers = tier_table(f"binance-{market.lower()}usdt-2026-07-02").tiers
    tier = next((t for t in tiers if value <= t.cap), tiers[-1])
    return value * tier.maintenance_margin_rate - tier.maintenance_amount


def room(asked: dict[str, Any], factors: dict[str, float]) -> float:
    """Balance less maintenance when each market stands at that multiple of its mark."""
    left = float(asked.get("wallet_balance", 10_000))
    for held in asked["positions"]:
        price = (held.entry_price if held.mark_price is None else held.mark_price) * factors.get(held.market, 1.0)
        left += (1 if held.side == "long" else -1) * held.size * (price - held.entry_price) - kept(held.market, held.size * price, asked)
    return left


@pytest.mark.parametrize("name", ACCOUNTS)
def test_at_a_price_of_a_market_alone_what_is_left_is_what_must_stay(name: str) -> None:
    asked = ACCOUNTS[name]
    found = cross_account(**asked)
    start = room(asked, {})
    assert start > 0
    assert start == pytest.approx(found.margin_balance - found.maintenance_margin)
    for held, row in zip(asked["positions"], found.positions, strict=True):
        mark = held.entry_price if held.mark_price is None else held.mark_price
        for price in (row.liquidation_price, row.other_price):
            if price is not None:
                assert room(asked, {held.market: price / mark}) == pytest.approx(0, abs=1e-9 * (start + held.size * price))
                inside = 1 + 0.999 * (price / mark - 1)
                assert room(asked, {held.market: inside}) > 0
        assert row.distance == (None if row.liquidation_price is None else row.liquidation_price / mark - 1)


@pytest.mark.parametrize("name", ACCOUNTS)
def test_where_no_price_is_named_none_ends_the_account(name: str) -> None:
    asked = ACCOUNTS[name]
    found = cross_account(**asked)
    for held, row in zip(asked["positions"], found.positions, strict=True):
        mark = held.entry_price if held.mark_price is None else held.mark_price
        named = [price > mark for price in (row.liquidation_price, row.other_price) if price is not None]
        for up in (True, False):
            if up not in named:
                for k in range(1, 60):
                    assert room(asked, {held.market: 1.2**k if up else 0.8**k}) > 0


@pytest.mark.parametrize("name", ACCOUNTS)
def test_at_a_common_move_what_is_left_is_what_must_stay(name: str) -> None:
    asked = ACCOUNTS[name]
    found = cross_account(**asked)
    markets = {held.market for held in asked["positions"]}
    start = room(asked, {})
    for move, way in ((found.fall, -1), (found.rise, 1)):
        if move is None:
            assert all(room(asked, dict.fromkeys(markets, 1.2**k if way > 0 else 0.8**k)) > 0 for k in range(1, 60))
        else:
            assert way * move > 0
            assert room(asked, dict.fromkeys(markets, 1 + move)) == pytest.approx(0, abs=1e-8 * start)
            assert all(room(asked, dict.fromkeys(markets, 1 + move * k / 50)) > 0 for k in range(50))


def test_a_hedge_may_end_on_both_sides_and_the_nearer_one_comes_first() -> None:
    found = cross_account(**ACCOUNTS["a hedge that tiers end on both sides"])
    for row in found.positions:
        assert row.liquidation_price is not None
        assert row.other_price is not None
        assert row.liquidation_price < 100_000 < row.other_price
        assert 100_000 - row.liquidation_price < row.other_price - 100_000
    assert found.fall is not None
    assert found.rise is not None
    assert found.positions[0].liquidation_price == pytest.approx(found.positions[1].liquidation_price)


def test_the_nearer_end_comes_first_when_it_is_above() -> None:
    """A short hedged too much: the rise ends it soon, and the fall, by tiers alone, never or late."""
    found = cross_account(wallet_balance=400_000, positions=(Held(size=90), Held(side="short", size=100)), maintenance="tiers")
    for row in found.positions:
        assert row.liquidation_price is not None
        assert row.liquidation_price > 100_000
        assert row.distance is not None
        assert row.distance > 0


def test_a_market_that_moves_alone_moves_all_its_positions() -> None:
    found = cross_account(positions=(Held(size=2), Held(side="short", size=1.6), B))
    assert found.positions[0].liquidation_price == found.positions[1].liquidation_price
    assert ["Long BTC", "Short BTC", "Long ETH"] == [row.name for row in found.positions]


@pytest.mark.parametrize(("shock", "ended"), [(0.0945, False), (0.0946, True), (0.5, True), (-0.5, False)])
def test_a_rise_ends_a_short(shock: float, *, ended: bool) -> None:
    found = cross_account(wallet_balance=2_000, positions=(Held(side="short", size=0.2),), shock=shock)
    assert ended == (found.balance_after is None)
    assert (2_000 - 100) / (20_000 * 1.005) == pytest.approx(found.rise)


def test_every_market_has_a_table_of_that_date() -> None:
    for market, _ in cross_account.input("positions").fields[0].choices:
        found = cross_account(positions=(Held(market=market, size=1, entry_price=1_000),), maintenance="tiers")  # type: ignore[arg-type]
        table: TierTable = tier_table(f"binance-{market.lower()}usdt-2026-07-02")
        assert 1_000 * table.tiers[0].maintenance_margin_rate == pytest.approx(found.maintenance_margin)


# ---- What cannot be, and what is said


@pytest.mark.parametrize(
    "positions",
    [
        (Held(mark_price=101_000), Held(side="short", mark_price=102_000)),
        (Held(), Held(mark_price=101_000), Held(side="short", mark_price=101_001)),
    ],
)
def test_one_market_has_one_mark_price(positions: tuple[Held, ...]) -> None:
    with pytest.raises(Rejection) as caught:
        cross_account(positions=positions)
    (problem,) = caught.value.problems
    assert (f"positions.{len(positions) - 1}.mark_price", "mark-differs") == (problem.field, problem.code)
    assert "BTC has one mark price, and another position here says 101,000.00. Give both the same." == problem.message


def test_different_entries_need_a_mark_and_one_that_is_stated_serves_all() -> None:
    one, other = Held(size=0.01), Held(size=0.01, side="short", entry_price=101_000)
    with pytest.raises(Rejection) as caught:
        cross_account(positions=(one, B, other))
    (problem,) = caught.value.problems
    assert ("positions.2.mark_price", "mark-missing") == (problem.field, problem.code)
    assert "Enter the mark price of BTC: its positions here have different entries." == problem.message
    stated = replace(other, mark_price=90_000)
    for positions in ((one, stated), (stated, one)):
        found = cross_account(positions=positions)
        assert {900.0} == {row.notional for row in found.positions}
        assert {-100.0, 110.0} == {round(row.unrealized_pnl, 9) for row in found.positions}


@pytest.mark.parametrize(
    ("position", "field", "code"),
    [
        (Held(market="LINK", size=30_000_000, entry_price=20), "positions.0.size", "tier-size"),
        (Held(size=300, leverage=125), "positions.0.leverage", "tier-leverage"),
        (Held(market="LINK", size=3_000_000, entry_price=20, mark_price=30, leverage=1), "positions.0.size", "tier-size"),
    ],
)
def test_a_table_ends_and_limits_the_leverage(position: Held, field: str, code: str) -> None:
    with pytest.raises(Rejection) as caught:
        cross_account(wallet_balance=1e9, positions=(position,), maintenance="tiers")
    (problem,) = caught.value.problems
    assert (field, code) == (problem.field, problem.code)
    assert cross_account(wallet_balance=1e9, positions=(position,)).positions


def test_marks_that_agree_though_one_is_left_empty_are_one() -> None:
    assert cross_account(positions=(Held(), Held(side="short", entry_price=90_000, mark_price=100_000))).positions


@pytest.mark.parametrize("wallet", [10, 25, 24.999])
def test_an_account_that_is_closed_out_already_is_rejected(wallet: float) -> None:
    with pytest.raises(Rejection) as caught:
        cross_account(wallet_balance=wallet, positions=(A, B))
    expected = (
        f"This account is closed out already: its margin balance is {wallet if wallet != 24.999 else 25:.2f}, and 25.00 must stay."
        " Raise the wallet, or make the positions smaller."
    )
    assert [("wallet_balance", "account-below-maintenance", expected)] == [(p.field, p.code, p.message) for p in caught.value.problems]


def test_an_account_just_above_what_must_stay_is_open() -> None:
    found = cross_account(wallet_balance=25.001, positions=(A, B), shock=0)
    assert 1 == pytest.approx(found.margin_ratio, rel=1e-4)
    assert found.balance_after == pytest.approx(25.001)


def test_positions_that_could_not_all_be_opened_now_are_warned_about() -> None:
    short_of = cross_account(wallet_balance=499, positions=(A, B))
    assert ["warn-margin-short", "note-estimate"] == [n.code for n in short_of.notes]
    assert (
        "At these leverages the positions lock 500.00. The account has less, so they could not all be opened now."
        == short_of.notes[0].message
    )
    assert ["note-estimate"] == [n.code for n in cross_account(wallet_balance=500, positions=(A, B)).notes]


def test_an_account_is_told_which_moves_end_it_and_what_the_move_leaves() -> None:
    ends = "The account is liquidated if every price falls 19.60\u202f%, or if BTC alone falls 32.66\u202f%. "
    assert ends + "A common fall of 10.00\u202f% leaves $5,000." == verdict()
    assert verdict(shock="0.1").endswith("A common rise of 10.00\u202f% leaves $15,000.")
    assert verdict(shock="-0.3").endswith("A common fall of 30.00\u202f% would not leave it open.")
    assert verdict(shock="0.1").endswith("A common rise of 10.00\u202f% leaves $15,000.")
    hedge = verdict(positions="BTC,long,100;BTC,short,90", wallet_balance="400000", maintenance="tiers")
    assert hedge.startswith("The account is liquidated if BTC falls 28.89\u202f% or rises 3,051.56\u202f%. ")
    assert verdict(positions="BTC,long,0.3;ETH,short,5,4000").startswith("The account is liquidated if BTC alone falls ")


def test_the_convention_says_what_the_tiers_are() -> None:
    def convention(**texts: str) -> str:
        return contract.starting(cross_account, texts, link=True).story.convention

    begins = "Cross margin: everything backs everything. Maintenance on mark value, "
    assert begins + "one rate for every size." == convention()
    assert begins + "tiers of Binance, 2026-07-02." == convention(maintenance="tiers")


def test_the_working_is_the_ratio() -> None:
    e = contract.starting(cross_account, {})
    assert ("margin_ratio = maintenance_margin / margin_balance",) == e.story.working
    found: CrossAccount = e.facts.result
    assert found.maintenance_margin / found.margin_balance == found.margin_ratio


# ---- Its table


def test_a_table_has_a_line_for_each_position_and_a_word_where_there_is_no_number() -> None:
    texts = {"positions": "BTC,long,0.01,100000;ETH,short,5,4000,,10", "wallet_balance": "5000"}
    html = contract.fragments(contract.starting(cross_account, texts, link=True), "mine")[1]
    table = html.partition('<table class="calc-table is-roster">')[2].partition("</table>")[0]
    assert 2 == table.count('<th scope="row">')
    assert '<th scope="row">Long BTC</th>' in table
    assert (
        'data-label="Liquidation alone"><output name="positions.0.liquidation_price" data-value="" aria-live="off">no price</output>'
        in table
    )
    assert 'data-label="Distance"><output name="positions.0.distance" data-value="" aria-live="off">no price</output>' in table
    end = (5_000 - 5 + 20_000) / (5 * 1.005)
    assert f">{end:,.2f}</output>" in table
    assert f">+{end / 40 - 100:.2f}\u202f%</output>" in table
    heads = ["Position", "Value", "Profit or loss", "Must keep", "Liquidation alone", "Distance"]
    assert "".join(f'<th scope="col">{head}</th>' for head in heads) in table
    assert 'aria-labelledby="mine-positions-title"' in html


def test_what_no_table_shows_stands_among_all_numbers() -> None:
    texts = {"positions": "BTC,long,100;BTC,short,90", "wallet_balance": "400000", "maintenance": "tiers"}
    html = contract.fragments(contract.starting(cross_account, texts, link=True), "x")[1]
    assert (
        '<tr><th scope="row">Positions 2: second liquidation price</th><td><output name="positions.1.other_price" data-value="3151555.'
        in html
    )
    plain = contract.fragments(contract.starting(cross_account, {}), "x")[1]
    assert '<output name="positions.1.other_price" data-value="" aria-live="off">none</output>' in plain


def test_a_table_can_be_left_out() -> None:
    html = contract.fragments(contract.starting(cross_account, {}), "x", ("outputs",))[1]
    assert "is-roster" not in html

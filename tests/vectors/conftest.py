"""Published examples, and what our formulas answer to each: an adapter for every kind of question, made of `calc.formulas` alone.

An adapter takes the inputs of an example, `side` among them, and returns what the example publishes. It turns units, loops over fills and
rounds as a protocol does; the mathematics is in `calc.formulas`.
"""

import json
import math
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from calc.formulas import account, fees, fills, funding, interest, inverse, linear, margin, sizing
from calc.formulas.elementary import floor

HERE = Path(__file__).parent
TOPICS = ("liquidation", "bankruptcy", "tiers", "maintenance", "initial", "fees", "funding", "interest", "pnl", "roe", "sizing")
SIGN = {"long": 1, "short": -1}
UNLIMITED = 1e30

Given = dict[str, Any]
Answer = dict[str, Any]
Adapter = Callable[[Given], Answer]
ADAPTERS: dict[str, Adapter] = {}


def adapter(function: Adapter) -> Adapter:
    """Enters a function under its name, which is the `formula` of the examples that it answers."""
    ADAPTERS[function.__name__] = function
    return function


# ---- What several adapters need


def sign(given: Given) -> int:
    return SIGN[given["side"]]


def entry_notional(given: Given) -> float:
    return linear.notional(given["size"], given["entry_price"])


def value_at(given: Given, price: str) -> float:
    """Value in coin of an inverse position."""
    return inverse.notional(given["size"], given[price])


def backing(given: Given) -> float:
    """What backs a position: the wallet or the initial margin, what was added or paid since, and what other positions leave of it."""
    wallet = given["wallet_balance"] if "wallet_balance" in given else margin.initial_margin(entry_notional(given), given["leverage"])
    kept = given.get("other_maintenance_margin", 0) - given.get("other_unrealized_pnl", 0)
    return float(wallet + given.get("added_margin", 0) - given.get("funding_paid", 0) - kept)


def table(rows: list[list[Any]]) -> tuple[margin.Tier, ...]:
    """Tiers from rows of floor, cap, maintenance rate, deduction and highest leverage; None where the source says nothing."""
    return tuple(
        margin.Tier(
            floor=low,
            cap=UNLIMITED if cap is None else cap,
            maintenance_margin_rate=rate,
            maintenance_amount=amount or 0,
            max_leverage=UNLIMITED if leverage is None else leverage,
        )
        for low, cap, rate, amount, leverage in rows
    )


def half_of_initial(max_leverage: float) -> float:
    """Maintenance rate of Hyperliquid: half the initial margin rate at the highest leverage."""
    return margin.initial_margin(1, max_leverage) / 2


def cut(number: float, decimals: int) -> float:
    """Cut after some decimals; what floats add in the twelfth place does not count."""
    return float(floor(round(number * 10**decimals, 6)) / 10**decimals)


def paid_for(positions: list[Given]) -> list[account.Position]:
    """Positions whose whole price has left the account already (dYdX counts this way), so their profit is their value."""
    return [
        account.Position(
            sign=sign(p), size=p["size"], entry_price=0, mark_price=p["index_price"], tiers=margin.flat(p["maintenance_margin_rate"])
        )
        for p in positions
    ]


# ---- Liquidation


@adapter
def liquidation_price(given: Given) -> Answer:
    price = linear.liquidation_price(
        sign(given),
        given["entry_price"],
        given["size"],
        backing(given),
        given["maintenance_margin_rate"],
        given.get("maintenance_amount", 0),
        given.get("closing_fee_rate", 0),
    )
    return {"liquidation_price": price}


@adapter
def liquidation_price_or_none(given: Given) -> Answer:
    tiers = margin.flat(given["maintenance_margin_rate"])
    price = linear.liquidation_price_in_tiers(sign(given), given["entry_price"], given["size"], backing(given), tiers)
    return {"liquidation_price": price}


@adapter
def liquidation_price_in_tiers(given: Given) -> Answer:
    tiers = table(given["tiers"])
    price = linear.liquidation_price_in_tiers(sign(given), given["entry_price"], given["size"], backing(given), tiers)
    assert price is not None
    tier = margin.tier_at(tiers, linear.notional(given["size"], price))
    return {"liquidation_price": price, "tier": None if tier is None else tiers.index(tier) + 1}


@adapter
def liquidation_price_on_entry_value(given: Given) -> Answer:
    kept = margin.maintenance_margin(entry_notional(given), given["maintenance_margin_rate"])
    price = linear.liquidation_price_on_entry_value(sign(given), given["entry_price"], given["size"], backing(given), kept)
    return {"liquidation_price": price}


@adapter
def liquidation_price_from_margin_balance(given: Given) -> Answer:
    backed = given["margin_balance"] - given.get("other_maintenance_margin", 0)
    price = linear.liquidation_price(sign(given), given["mark_price"], given["size"], backed, given["maintenance_margin_rate"])
    return {"liquidation_price": price}


@adapter
def liquidation_price_from_margin_coverage(given: Given) -> Answer:
    notional = linear.notional(given["size"], given["mark_price"])
    kept = margin.maintenance_margin(notional, given["maintenance_margin_rate"])
    balance = given["margin_coverage"] * (kept + fees.fee(notional, given["closing_fee_rate"]))
    price = linear.liquidation_price(
        sign(given), given["mark_price"], given["size"], balance, given["maintenance_margin_rate"], 0, given["closing_fee_rate"]
    )
    return {
        "initial_margin": margin.initial_margin(notional, given["leverage"]),
        "maintenance_margin": kept,
        "liquidation_price": price,
    }


@adapter
def liquidation_price_from_cash(given: Given) -> Answer:
    """The whole price of the position has left `cash`, which is the same as an entry at zero."""
    price = linear.liquidation_price(sign(given), 0, given["size"], given["cash"], half_of_initial(given["max_leverage"]))
    return {"liquidation_price": price}


@adapter
def liquidation_price_with_fee_put_aside(given: Given) -> Answer:
    notional = entry_notional(given)
    fee = margin.closing_fee_at_bankruptcy(sign(given), notional, given["leverage"], given["closing_fee_rate"])
    wallet = margin.initial_margin(notional, given["leverage"]) + fee
    return liquidation_price({**given, "wallet_balance": wallet})


@adapter
def liquidation_price_at_a_margin_ratio(given: Given) -> Answer:
    """Maintenance margin fixed at entry; the account goes at `liquidation_margin_ratio`, and the first position is asked for."""
    asked, *others = given["positions"]
    kept = sum(margin.maintenance_margin(entry_notional(p), given["maintenance_margin_rate"]) for p in given["positions"])
    profits = sum(linear.profit(sign(p), p["entry_price"], p["mark_price"], p["size"]) for p in others)
    price = linear.liquidation_price_on_entry_value(
        sign(asked), asked["entry_price"], asked["size"], given["wallet_balance"] + profits, kept / given["liquidation_margin_ratio"]
    )
    return {"liquidation_price": price}


@adapter
def liquidation_price_all_moving_together(given: Given) -> Answer:
    """Each position is backed by its share of the margin balance, by value."""
    values = {p["symbol"]: linear.notional(p["size"], p["mark_price"]) for p in given["positions"]}
    (asked,) = (p for p in given["positions"] if p["symbol"] == given["symbol"])
    price = linear.liquidation_price(
        sign(asked),
        asked["mark_price"],
        asked["size"],
        given["margin_balance"] * values[given["symbol"]] / sum(values.values()),
        asked["maintenance_margin_rate"],
        0,
        given["closing_fee_rate"],
    )
    return {"liquidation_price": price}


@adapter
def liquidation_price_of_two_rules(given: Given) -> Answer:
    """The first of two: fees use up the margin, or notional at entry is more than the leverage limit times the margin."""
    notional = given["entry_notional"]
    size = notional / given["entry_price"]
    costs = given["funding_paid"] + fees.fee(notional, given["closing_fee_rate"]) + given["liquidation_fee"]
    limit = margin.initial_margin(notional, given["max_leverage"])
    prices = (
        linear.liquidation_price_on_entry_value(sign(given), given["entry_price"], size, given["wallet_balance"], kept)
        for kept in (costs, limit)
    )
    return {"liquidation_price": max(prices) if sign(given) > 0 else min(prices)}


@adapter
def price_before_liquidation(given: Given) -> Answer:
    return {"price": given["liquidation_price"] + given["buffer"] * (given["entry_price"] - given["liquidation_price"])}


@adapter
def bounds_of_a_pool(given: Given) -> Answer:
    """A pool has traded from the middle to the end of a range, at its geometric mean, up to a leverage there."""
    way = sign(given)
    bound = given["lower_price"] if way > 0 else given["upper_price"]
    entry = math.sqrt(given["lower_price"] * given["upper_price"])
    lost = -linear.profit(way, entry, bound, 1)
    size = given["wallet_balance"] / (margin.initial_margin(bound, given["leverage"]) + lost)
    price = linear.liquidation_price(way, entry, size, given["wallet_balance"], given["maintenance_margin_rate"])
    return {"loss": size * lost, "size": size, "liquidation_price": price}


@adapter
def prices_of_a_position_record(given: Given) -> Answer:
    at = (sign(given), given["entry_notional"] / given["size"], given["size"])
    return {
        "bankruptcy_price": linear.bankruptcy_price(*at, given["initial_margin"]),
        "liquidation_price": linear.liquidation_price_on_entry_value(*at, given["wallet_balance"], given["maintenance_margin"]),
    }


@adapter
def account_of_one_position(given: Given) -> Answer:
    notional = linear.notional(given["size"], given["index_price"])
    positions = paid_for([given])
    balance = account.margin_balance(given["cash"], positions)
    initial = margin.maintenance_margin(notional, given["initial_margin_rate"])
    below, above = account.liquidation_prices(given["cash"], positions)
    return {
        "margin_balance": balance,
        "available_balance": margin.available_balance(balance, initial, 0),
        "effective_leverage": margin.effective_leverage(notional, balance),
        "initial_margin_usage": margin.margin_ratio(initial, balance),
        "liquidation_price": below if sign(given) > 0 else above,
    }


@adapter
def is_liquidatable(given: Given) -> Answer:
    """Strictly below, as dYdX says it."""
    positions = paid_for(given["positions"])
    return {"is_liquidatable": account.margin_balance(given["cash"], positions) < account.maintenance_margin(positions)}


@adapter
def inverse_liquidation_price(given: Given) -> Answer:
    price = inverse.liquidation_price(
        sign(given),
        given["entry_price"],
        given["size"],
        given["wallet_balance"],
        given["maintenance_margin_rate"],
        given.get("maintenance_amount", 0),
    )
    return {"liquidation_price": price}


@adapter
def inverse_liquidation_price_on_entry_value(given: Given) -> Answer:
    value = value_at(given, "entry_price")
    price = inverse.liquidation_price_on_entry_value(
        sign(given),
        given["entry_price"],
        given["size"],
        margin.initial_margin(value, given["leverage"]),
        margin.maintenance_margin(value, given["maintenance_margin_rate"]),
    )
    return {"liquidation_price": price}


@adapter
def inverse_prices_of_a_cross_position(given: Given) -> Answer:
    """The fee for closing at the bankruptcy price and maintenance margin at entry are kept back from the balance."""
    at = (sign(given), given["entry_price"], given["size"])
    bankruptcy = inverse.liquidation_price(*at, given["wallet_balance"], 0, 0, given["closing_fee_rate"])
    fee = fees.fee(inverse.notional(given["size"], bankruptcy), given["closing_fee_rate"])
    kept = margin.maintenance_margin(value_at(given, "entry_price"), given["maintenance_margin_rate"])
    return {
        "bankruptcy_price": bankruptcy,
        "liquidation_price": inverse.liquidation_price_on_entry_value(*at, given["wallet_balance"] - fee, kept),
    }


@adapter
def inverse_prices_of_a_position_record(given: Given) -> Answer:
    at = (sign(given), given["size"] / given["entry_value"], given["size"])
    return {
        "bankruptcy_price": inverse.bankruptcy_price(*at, given["initial_margin"]),
        "liquidation_price": inverse.liquidation_price_on_entry_value(*at, given["wallet_balance"], given["maintenance_margin"]),
    }


# ---- Bankruptcy


@adapter
def bankruptcy_price(given: Given) -> Answer:
    wallet = margin.initial_margin(given["entry_price"], given["leverage"])
    return {"bankruptcy_price": linear.bankruptcy_price(sign(given), given["entry_price"], 1, wallet)}


@adapter
def bankruptcy_price_from_margin_balance(given: Given) -> Answer:
    price = linear.bankruptcy_price(sign(given), given["mark_price"], given["size"], given["margin_balance"])
    return {"bankruptcy_price": price}


@adapter
def bankruptcy_value_of_a_part(given: Given) -> Answer:
    """The margin balance is shared out by maintenance margin; the part closes where its share is gone."""
    symbols = [p["symbol"] for p in given["positions"]]
    positions = paid_for(given["positions"])
    whole = positions[symbols.index(given["closed_symbol"])]
    share = account.requirement(whole) / account.maintenance_margin(positions) * given["closed_size"] / whole.size
    balance = account.margin_balance(given["cash"], positions) * share
    price = linear.bankruptcy_price(whole.sign, whole.mark_price, given["closed_size"], balance)
    return {"bankruptcy_value": whole.sign * linear.notional(given["closed_size"], price)}


@adapter
def inverse_bankruptcy_price(given: Given) -> Answer:
    size = given.get("size", 1)
    wallet = given.get("wallet_balance") or margin.initial_margin(inverse.notional(size, given["entry_price"]), given["leverage"])
    price = inverse.bankruptcy_price(sign(given), given["entry_price"], size, wallet)
    return {"bankruptcy_price": None if math.isinf(price) else price}


# ---- Tiers and maintenance margin


@adapter
def tier(given: Given) -> Answer:
    found = margin.tier_at(table(given["tiers"]), given["contracts"] if "contracts" in given else given["notional"])
    assert found is not None
    return {"maintenance_margin_rate": found.maintenance_margin_rate, "maintenance_amount": found.maintenance_amount}


@adapter
def maintenance_amounts(given: Given) -> Answer:
    tiers = table(given["tiers"])
    amounts = margin.maintenance_amounts([t.floor for t in tiers], [t.maintenance_margin_rate for t in tiers])
    return {"maintenance_amounts": list(amounts)}


@adapter
def maintenance_amount(given: Given) -> Answer:
    rates = (given["lower_maintenance_margin_rate"], given["maintenance_margin_rate"])
    _, step = margin.maintenance_amounts((0, given["floor"]), rates)
    return {"maintenance_amount": given["lower_maintenance_amount"] + step}


@adapter
def highest_leverage(given: Given) -> Answer:
    return {"max_leverage": margin.highest_leverage(table(given["tiers"]), given["wallet_balance"])}


@adapter
def maintenance_margin_rate_at_leverage(given: Given) -> Answer:
    return {"maintenance_margin_rate": half_of_initial(given["max_leverage"])}


@adapter
def maintenance_margin(given: Given) -> Answer:
    kept = margin.maintenance_margin(given["notional"], given["maintenance_margin_rate"], given["maintenance_amount"])
    return {"maintenance_margin": kept}


@adapter
def maintenance_margin_in_tiers(given: Given) -> Answer:
    return {"maintenance_margin": margin.maintenance_margin_in_tiers(given["notional"], table(given["tiers"]))}


@adapter
def maintenance_margin_by_slices(given: Given) -> Answer:
    return {"maintenance_margin": margin.maintenance_margin_by_slices(given["value"], table(given["tiers"]))}


@adapter
def margin_ratio_of_an_account(given: Given) -> Answer:
    positions = [
        account.Position(
            sign=sign(p),
            size=p["size"],
            entry_price=p["entry_price"],
            mark_price=p["mark_price"],
            tiers=margin.flat(given["maintenance_margin_rate"]),
            closing_fee_rate=given["closing_fee_rate"],
        )
        for p in given["positions"]
    ]
    balance = account.margin_balance(given["wallet_balance"], positions)
    initial = sum(margin.initial_margin(entry_notional(p), p["leverage"]) for p in given["positions"])
    return {
        "margin_ratio": margin.margin_ratio(account.maintenance_margin(positions), balance),
        "available_margin": margin.available_balance(given["wallet_balance"], initial, balance - given["wallet_balance"]),
    }


# ---- Initial margin and the cost of an order


@adapter
def initial_margin(given: Given) -> Answer:
    notional = given["notional"] if "notional" in given else entry_notional(given)
    return {"initial_margin": margin.initial_margin(notional, given["leverage"])}


@adapter
def initial_margin_with_opening_fee(given: Given) -> Answer:
    notional = entry_notional(given)
    return {"initial_margin": margin.initial_margin(notional, given["leverage"]) + fees.fee(notional, given["taker_fee_rate"])}


@adapter
def initial_margin_with_two_fees(given: Given) -> Answer:
    notional = entry_notional(given)
    return {"initial_margin": margin.initial_margin(notional, given["leverage"]) + 2 * fees.fee(notional, given["taker_fee_rate"])}


@adapter
def margins_with_fee_put_aside(given: Given) -> Answer:
    """Both margins on the value at entry, or at mark where the example gives one; the fee always from entry."""
    notional = linear.notional(given["size"], given["mark_price"] if "mark_price" in given else given["entry_price"])
    fee = margin.closing_fee_at_bankruptcy(sign(given), entry_notional(given), given["leverage"], given["taker_fee_rate"])
    return {
        "initial_margin": margin.initial_margin(notional, given["leverage"]) + fee,
        "maintenance_margin": margin.maintenance_margin(notional, given["maintenance_margin_rate"]) + fee,
    }


@adapter
def margin_rate_at_size(given: Given) -> Answer:
    rate = margin.margin_rate_at_size(given["base_rate"], given["rate_per_coin"], given["size"])
    return {
        "margin_rate": rate,
        "margin_in_base": given["size"] * rate,
        "margin": margin.maintenance_margin(linear.notional(given["size"], given["mark_price"]), rate),
    }


@adapter
def margins_by_open_interest(given: Given) -> Answer:
    notional = linear.notional(given["size"], given["index_price"])
    base = grown = given["initial_margin_rate"]
    if "open_interest" in given:
        rate = margin.margin_rate_by_open_interest(base, given["open_interest"], given["lower_cap"], given["upper_cap"])
        grown = cut(rate, 6)  # the protocol counts in millionths
    return {
        "initial_margin": margin.maintenance_margin(notional, grown),
        "maintenance_margin": margin.maintenance_margin(notional, base * given["maintenance_fraction"]),
    }


@adapter
def order_cost_with_open_loss(given: Given) -> Answer:
    loss = margin.open_loss(sign(given), given["size"], given["order_price"], given["mark_price"])
    cost = margin.order_cost(sign(given), given["size"], given["order_price"], given["mark_price"], given["leverage"])
    return {"initial_margin": cost - loss, "open_loss": loss}


def order_cost_of(notional: float, closing_sign: int, given: Given) -> Answer:
    initial = margin.initial_margin(notional, given["leverage"])
    opening = fees.fee(notional, given["taker_fee_rate"])
    closing = margin.closing_fee_at_bankruptcy(closing_sign, notional, given["leverage"], given["taker_fee_rate"])
    return {"initial_margin": initial, "opening_fee": opening, "closing_fee": closing, "order_cost": initial + opening + closing}


@adapter
def order_cost_with_fees(given: Given) -> Answer:
    return order_cost_of(linear.notional(given["size"], given["order_price"]), sign(given), given)


@adapter
def available_balance(given: Given) -> Answer:
    initial = sum(margin.initial_margin(entry_notional(p), given["leverage"]) for p in given["positions"])
    profits = (linear.profit(sign(p), p["entry_price"], given["mark_price"], p["size"]) for p in given["positions"])
    losses = sum(min(0, profit) for profit in profits)
    return {"available_balance": margin.available_balance(given["wallet_balance"], initial, losses)}


@adapter
def inverse_initial_margin(given: Given) -> Answer:
    return {"initial_margin": margin.initial_margin(value_at(given, "entry_price"), given["leverage"])}


@adapter
def inverse_margin_at_a_rate(given: Given) -> Answer:
    value = margin.initial_margin(value_at(given, "price"), given.get("leverage", 1))
    return {"margin": margin.maintenance_margin(value, given["margin_rate"])}


@adapter
def inverse_order_cost_with_fees(given: Given) -> Answer:
    return order_cost_of(value_at(given, "order_price"), -sign(given), given)


# ---- Fees, funding, interest


@adapter
def fee(given: Given) -> Answer:
    return {"fee": fees.fee(linear.notional(given["size"], given["price"]), given["fee_rate"])}


@adapter
def inverse_fee(given: Given) -> Answer:
    return {"fee": fees.fee(value_at(given, "price"), given["fee_rate"])}


@adapter
def funding_at_mark(given: Given) -> Answer:
    notional = linear.notional(given["size"], given["mark_price"])
    return {"funding": funding.payment(sign(given), notional, given["funding_rate"])}


@adapter
def funding_of_a_holding_time(given: Given) -> Answer:
    opened, closed, *times = (
        datetime.fromisoformat(text + "+00:00").timestamp()
        for text in (given["opened"], given["closed"], *(row[0] for row in given["settlements"]))
    )
    settlements = [(time, price, rate) for time, (_, price, rate) in zip(times, given["settlements"], strict=True)]
    return {"funding": funding.payments(sign(given), given["size"], settlements, opened, closed, given["grace"])}


@adapter
def funding_per_unit(given: Given) -> Answer:
    """In the smallest unit of the protocol, of which there are no parts."""
    return {"funding_paid": floor(-funding.payment(1, given["size"], given["payment_per_unit"]))}


@adapter
def funding_index_change(given: Given) -> Answer:
    """What one coin pays, in the protocol's unit, cut towards zero."""
    paid = -funding.payment(1, linear.notional(1, given["index_price"]), given["funding_rate"])
    eight_hours = 8 * 3600
    return {"index_change": int(paid * given["seconds"] / eight_hours * 10 ** (given["atomic_resolution"] + 12))}


@adapter
def hourly_funding_rate(given: Given) -> Answer:
    premium = given["last_price"] / given["index_price"] - 1
    return {"premium": premium, "hourly_funding_rate": funding.rate_per_hour(premium, given["hours"], given["rate_cap"])}


@adapter
def inverse_funding(given: Given) -> Answer:
    rate = given["hourly_funding_rate"]
    return {
        "funding_in_quote": funding.payment(sign(given), given["size"], rate),
        "funding": funding.payment(sign(given), value_at(given, "index_price"), rate),
    }


@adapter
def interest_on_a_loan(given: Given) -> Answer:
    if given["model"] == "daily rate, begun hours":
        rate, periods = given["interest_rate"] / 24, interest.periods_begun(given["hours"], 1)
    else:
        rate, periods = given["interest_rate"], 1 + interest.periods_begun(given["hours"], 4)
    return {"interest": interest.interest(given["borrowed"], rate, periods)}


# ---- Profit and return


@adapter
def profit(given: Given) -> Answer:
    return {"profit": linear.profit(sign(given), given["entry_price"], given["closing_price"], given["size"])}


@adapter
def closing_value(given: Given) -> Answer:
    """A long is sold, a short is bought back, and with it the coins that were due as interest."""
    way = sign(given)
    size = given["size"] if way > 0 else given["size"] + given["interest"]
    notional = linear.notional(size, given["closing_price"])
    owed = given["interest"] if way > 0 else 0
    return {"closing_value": notional - way * fees.fee(notional, given["closing_fee_rate"]) - owed + way * given["funding"]}


@adapter
def profit_after_costs(given: Given) -> Answer:
    way, notional = sign(given), entry_notional(given)
    opening = notional + way * fees.fee(notional, given["opening_fee_rate"])
    gained = way * (closing_value(given)["closing_value"] - opening)
    return {"profit": gained, "roe": margin.roe(gained, margin.initial_margin(opening, given["leverage"]))}


@adapter
def roe(given: Given) -> Answer:
    gained = profit(given)["profit"]
    return {"profit": gained, "roe": margin.roe(gained, initial_margin(given)["initial_margin"])}


@adapter
def roe_of_a_profit(given: Given) -> Answer:
    return {"roe": margin.roe(given["profit"], initial_margin(given)["initial_margin"])}


@adapter
def roe_with_fee_put_aside(given: Given) -> Answer:
    gained, initial = profit(given)["profit"], initial_margin(given)["initial_margin"]
    fee = margin.closing_fee_at_bankruptcy(sign(given), entry_notional(given), given["leverage"], given["taker_fee_rate"])
    return {"profit": gained, "initial_margin": initial, "closing_fee": fee, "roe": margin.roe(gained, initial + fee)}


@adapter
def average_entry_price(given: Given) -> Answer:
    return {"entry_price": linear.average_entry_price(given["fills"])}


@adapter
def fills_of_a_position(given: Given) -> Answer:
    held, realized = fills.Holding(), 0.0
    for way, size, price in given["fills"]:
        held, gained = fills.filled(held, 1 if way == "buy" else -1, size, price)
        realized += gained - fees.fee(linear.notional(size, price), given["fee_rate"])
    return {"realized_pnl": realized, "entry_price": held.entry_price}


@adapter
def orders(given: Given) -> Answer:
    held, realized, bought = fills.Holding(), 0.0, 0.0
    states: list[fills.Holding] = []
    for way, size, price in given["fills"]:
        held, gained = fills.filled(held, 1 if way == "buy" else -1, size, price)
        notional = linear.notional(size, price)
        cost = fees.fee(notional, given["fee_rate"])
        realized += gained - cost
        bought += notional + cost if way == "buy" else 0
        states.append(held)
    states.pop()
    return {
        "size": [s.size for s in states],
        "entry_price": [s.entry_price for s in states],
        "entry_notional": [linear.notional(s.size, s.entry_price) for s in states],
        "profit": realized,
        "roe": margin.roe(realized, bought),
    }


@adapter
def ledger(given: Given) -> Answer:
    """One-way mode: fills with their fees, funding on what is held, and at the end the mark."""
    held = fills.Holding()
    realized = charged = received = 0.0
    for what, amount, price in given["events"]:
        if what == "funding":
            received += funding.payment(held.sign, linear.notional(held.size, price), amount)
        else:
            held, gained = fills.filled(held, 1 if what == "buy" else -1, amount, price)
            realized += gained
            charged += fees.fee(linear.notional(amount, price), given["taker_fee_rate"])
    wallet = given["wallet_balance"] + realized - charged + received
    unrealized = linear.profit(held.sign, held.entry_price, given["mark_price"], held.size)
    return {
        "wallet_balance": wallet,
        "realized_pnl": realized,
        "fees": charged,
        "funding": received,
        "size": held.size,
        "entry_price": held.entry_price,
        "unrealized_pnl": unrealized,
        "margin_balance": wallet + unrealized,
    }


@adapter
def inverse_notional(given: Given) -> Answer:
    return {"notional": value_at(given, "price")}


@adapter
def inverse_profit(given: Given) -> Answer:
    return {"profit": inverse.profit(sign(given), given["entry_price"], given["closing_price"], given["size"])}


@adapter
def inverse_roe(given: Given) -> Answer:
    gained, initial = inverse_profit(given)["profit"], inverse_initial_margin(given)["initial_margin"]
    return {"profit": gained, "initial_margin": initial, "roe": margin.roe(gained, initial)}


@adapter
def inverse_average_entry_price(given: Given) -> Answer:
    return {"entry_price": inverse.average_entry_price(given["fills"])}


# ---- Size


@adapter
def effective_leverage(given: Given) -> Answer:
    return {"effective_leverage": margin.effective_leverage(given["notional"], backing(given))}


@adapter
def size_for_risk(given: Given) -> Answer:
    amount = given["wallet_balance"] * given["risk_rate"]
    size = sizing.size_for_risk(amount, given["entry_price"], given["stop_price"])
    notional = linear.notional(size, given["entry_price"])
    initial = margin.initial_margin(notional, given.get("leverage", 1))
    return {"risk_amount": amount, "size": size, "notional": notional, "initial_margin": initial}


@adapter
def size_for_a_distance(given: Given) -> Answer:
    return {"size": sizing.size_for_risk(given["risk_amount"], given["price_distance"], 0)}


@adapter
def notional_for_risk(given: Given) -> Answer:
    stop = given["entry_price"] - given["risk_per_unit"]
    wanted = size_for_risk({**given, "stop_price": stop})["notional"]
    return {"notional": min(wanted, given["wallet_balance"])}


@adapter
def size_for_notional_in_steps(given: Given) -> Answer:
    """Three fees are kept back (jesse)."""
    size = given["notional"] * (1 - 3 * given["fee_rate"]) / given["entry_price"]
    return {"size": cut(size, given["size_decimals"])}


@adapter
def size_for_risk_in_steps(given: Given) -> Answer:
    """Three fees are kept back twice (jesse)."""
    per_unit = abs(given["entry_price"] - given["stop_price"])
    notional = notional_for_risk({**given, "risk_per_unit": per_unit})["notional"]
    return size_for_notional_in_steps({**given, "notional": notional * (1 - 3 * given["fee_rate"])})


# ---- The examples


def load(name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return entries


VECTORS = [{"topic": topic, **vector} for topic in TOPICS for vector in load(topic)]
BY_ID = {vector["id"]: vector for vector in VECTORS}
EXPLAINED = load("explained")
LEFT_OUT = load("left-out")


def ours_of(vector: dict[str, Any], formula: str | None = None, inputs: Given | None = None) -> Answer:
    """What we answer, for every output that was published; another formula or other inputs may be tried."""
    answer = ADAPTERS[formula or vector["formula"]]({"side": vector["side"], **vector["inputs"], **(inputs or {})})
    return {name: answer[name] for name in vector["expected"]}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "vector" in metafunc.fixturenames:
        apart = {entry["id"] for entry in EXPLAINED}
        held = [vector for vector in VECTORS if vector["id"] not in apart]
        metafunc.parametrize("vector", held, ids=[vector["id"] for vector in held])
    for name, entries in (("explained", EXPLAINED), ("traced", [entry for entry in EXPLAINED if "follows_from" in entry])):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, entries, ids=[entry["id"] for entry in entries])


@pytest.fixture(scope="session")
def vectors() -> list[dict[str, Any]]:
    """Every example, with its topic, in the order of the page."""
    return VECTORS


@pytest.fixture(scope="session")
def explanations() -> list[dict[str, Any]]:
    """The examples that do not hold, with the reason and our answer."""
    return EXPLAINED


@pytest.fixture(scope="session")
def left_out() -> list[dict[str, Any]]:
    """The examples that are not among ours, with the reason."""
    return LEFT_OUT


@pytest.fixture(scope="session")
def adapters() -> dict[str, Adapter]:
    """The adapters by the name of the formula."""
    return ADAPTERS


@pytest.fixture(scope="session")
def ours() -> Callable[..., Answer]:
    """Our answer to an example."""
    return ours_of


@pytest.fixture(scope="session")
def by_id() -> dict[str, dict[str, Any]]:
    """The examples by their names."""
    return BY_ID

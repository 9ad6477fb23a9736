"""Every published example is answered as published, or listed with the reason why not."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from calc.formulas import account, margin

HERE = Path(__file__).parent
Vector = dict[str, Any]
Ours = Callable[..., dict[str, Any]]

KEYS = ["id", "venue", "contract", "margin_mode", "side", "kind", "formula", "source", "inputs", "expected", "tolerance", "note"]
KINDS = {
    "exchange_doc",
    "exchange_data",
    "live_position",
    "engine_test",
    "issue_or_pr",
    "third_party_article",
    "derived",
    "published_mistake",
}
ACCOUNT = re.compile(r"0x[0-9a-f]{6,}|\b(account|user|client)_?(id|name)\b|\buid\b|(^|\s)@\w|\bu/\w", re.IGNORECASE)
OWNERS = {
    "dydxprotocol",
    "drift-labs",
    "freqtrade",
    "ccxt",
    "get10101",
    "gmx-io",
    "HKUDS",
    "hummingbot",
    "jesse-ai",
    "left-curve",
    "MetaMask",
    "nautechsystems",
    "NoFxAiOS",
    "TorchTrade",
    "vegaprotocol",
}
ANOTHER_NAME = {"qty", "entry", "exit", "mark", "mmr", "cum", "pnl", "fee", "im", "mm", "upnl", "wallet", "equity", "stop", "contract"}


def agrees(expected: Any, ours: Any, tolerance: dict[str, float]) -> bool:
    """Whether a published output is ours, within what its print allows."""
    if expected is None or isinstance(expected, bool):
        return expected is ours
    if ours is None:
        return False
    return bool(expected == pytest.approx(ours, rel=tolerance.get("rel", 0), abs=tolerance.get("abs", 0)))


def test_answers_as_published(vector: Vector, ours: Ours) -> None:
    answer = ours(vector)
    assert vector["expected"].keys() == answer.keys()
    for name, expected in vector["expected"].items():
        assert agrees(expected, answer[name], vector["tolerance"]), (name, expected, answer[name])


# ---- What does not hold


def test_gives_another_answer_than_the_one_explained(explained: dict[str, Any], by_id: dict[str, Vector], ours: Ours) -> None:
    vector = by_id[explained["id"]]
    answer = ours(vector)
    assert explained["ours"] == pytest.approx(answer, rel=1e-8)
    assert not all(agrees(expected, answer[name], vector["tolerance"]) for name, expected in vector["expected"].items())


def test_the_wrong_way_that_is_named_leads_to_the_published_number(traced: dict[str, Any], by_id: dict[str, Vector], ours: Ours) -> None:
    vector = by_id[traced["id"]]
    answer = ours(vector, **traced["follows_from"])
    for name, expected in vector["expected"].items():
        assert agrees(expected, answer[name], vector["tolerance"]), (name, expected, answer[name])


def test_every_published_mistake_is_explained(vectors: list[Vector], explanations: list[dict[str, Any]]) -> None:
    apart = {entry["id"] for entry in explanations}
    assert set() == {vector["id"] for vector in vectors if vector["kind"] == "published_mistake"} - apart


@pytest.mark.parametrize("name", ["ft-tier-binance-5", "ft-tier-binance-6"])
def test_where_two_tiers_meet_both_keep_the_same(name: str, by_id: dict[str, Vector], ours: Ours) -> None:
    vector = by_id[name]
    notional = vector["inputs"]["notional"]
    theirs, mine = (margin.maintenance_margin(notional, **tier) for tier in (vector["expected"], ours(vector)))
    assert theirs == pytest.approx(mine)


# ---- Positions that share a wallet


@pytest.mark.parametrize("name", ["ft-binance-liq-3", "ft-binance-liq-4", "dango-cross-btc"])
def test_a_whole_account_has_the_price_that_one_position_has_with_the_rest_taken_off(name: str, by_id: dict[str, Vector]) -> None:
    vector = by_id[name]
    given = vector["inputs"]
    own, *others = (
        account.Position(
            sign=1,
            size=p["size"],
            entry_price=p["entry_price"],
            mark_price=p.get("mark_price", p["entry_price"]),
            tiers=(
                margin.Tier(
                    floor=0,
                    cap=1e30,
                    maintenance_margin_rate=p["maintenance_margin_rate"],
                    maintenance_amount=p.get("maintenance_amount", 0),
                    max_leverage=1,
                ),
            ),
        )
        for p in (given, *given["other_positions"])
    )
    assert given["other_maintenance_margin"] == pytest.approx(account.maintenance_margin(others))
    assert given["other_unrealized_pnl"] == pytest.approx(account.margin_balance(0, others))
    below, _ = account.liquidation_prices(given["wallet_balance"], [own], others)
    assert agrees(vector["expected"]["liquidation_price"], below, vector["tolerance"])


# ---- The files


def test_no_example_is_missing(vectors: list[Vector], explanations: list[dict[str, Any]], left_out: list[dict[str, Any]]) -> None:
    names = [entry["id"] for entry in (*vectors, *left_out)]
    assert [] == [name for name, count in Counter(names).items() if count > 1]
    assert 383 == len(names)
    assert {entry["id"] for entry in explanations} <= {vector["id"] for vector in vectors}
    assert len(explanations) == len({entry["id"] for entry in explanations})
    held = len(vectors) - len(explanations)
    assert (369, 13, 1) == (held, len(explanations), len(left_out))


def test_every_file_of_examples_is_read(vectors: list[Vector]) -> None:
    assert {file.stem for file in HERE.glob("*.json")} == {vector["topic"] for vector in vectors} | {"explained", "left-out"}


def test_every_entry_has_a_source_and_the_same_fields(vectors: list[Vector]) -> None:
    for vector in vectors:
        assert ["topic", *KEYS] == list(vector), vector["id"]
        assert vector["source"].strip(), vector["id"]
        assert vector["kind"] in KINDS, vector["id"]
        assert vector["contract"] in {"linear", "inverse"} and vector["margin_mode"] in {"isolated", "cross"}, vector["id"]
        assert vector["side"] in {"long", "short", "both"} and vector["expected"], vector["id"]
        assert set(vector["tolerance"]) <= {"abs", "rel"}, vector["id"]


def test_a_source_without_an_address_says_of_when_it_is(vectors: list[Vector]) -> None:
    dated = re.compile(r"20\d\d-\d\d|of 20\d\d| at [0-9a-f]{8}|github\.com/")
    assert set() == {vector["source"] for vector in vectors if not dated.search(vector["source"])}


def test_nothing_names_an_account_or_a_person(
    vectors: list[Vector], explanations: list[dict[str, Any]], left_out: list[dict[str, Any]]
) -> None:
    for entry in (*vectors, *explanations, *left_out):
        text = str(entry)
        assert not ACCOUNT.search(text), text
    owners = {owner for vector in vectors for owner in re.findall(r"(?:^|github\.com/|as in )([\w-]+)/[\w-]+", vector["source"])}
    assert OWNERS == owners


def test_the_notice_lists_every_repository_and_every_numbered_document(vectors: list[Vector]) -> None:
    notice = (HERE.parents[1] / "NOTICE").read_text(encoding="utf-8")
    found = {
        name
        for vector in vectors
        for name in re.findall(r"(?:^|github\.com/|as in )([\w-]+/[\w-]+)|(\d{9,}|\b[0-9a-f]{32}\b)", vector["source"])
    }
    assert set() == {repository or document for repository, document in found if (repository or document) not in notice}


def test_names_are_of_our_vocabulary(vectors: list[Vector]) -> None:
    def named(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*(named(inner) for inner in value.values()))
        return set().union(*(named(inner) for inner in value)) if isinstance(value, list) else set()

    for vector in vectors:
        assert not named(vector["inputs"]) & ANOTHER_NAME, vector["id"]
        assert not (named(vector["expected"]) - {"fee"}) & ANOTHER_NAME, vector["id"]


def test_every_adapter_has_an_example(
    vectors: list[Vector], explanations: list[dict[str, Any]], adapters: dict[str, Callable[[dict[str, Any]], dict[str, Any]]]
) -> None:
    assert set(adapters) == {vector["formula"] for vector in vectors}
    assert {entry["follows_from"]["formula"] for entry in explanations if "formula" in entry.get("follows_from", {})} <= set(adapters)

"""The reference page of published examples is written from the files and from our answers."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from calc.view import numbers

PAGE = Path(__file__).parents[2] / "docs" / "ref" / "vectors.md"
Vector = dict[str, Any]
Ours = Callable[..., dict[str, Any]]

TITLES = {
    "liquidation": "Liquidation price",
    "bankruptcy": "Bankruptcy price",
    "tiers": "Tiers",
    "maintenance": "Maintenance margin",
    "initial": "Initial margin and the cost of an order",
    "fees": "Fees",
    "funding": "Funding",
    "interest": "Interest",
    "pnl": "Profit and loss",
    "roe": "Return on margin",
    "sizing": "Size and leverage",
}
VENUES = {
    "binance": "Binance",
    "binance-usdm": "Binance USD-M",
    "binance-coinm": "Binance COIN-M",
    "bingx": "BingX",
    "bitmex": "BitMEX",
    "btse": "BTSE",
    "bybit": "Bybit",
    "dango": "Dango",
    "deribit": "Deribit",
    "drift": "Drift",
    "dydx-v4": "dYdX v4",
    "edgex": "edgeX",
    "gate": "Gate",
    "generic": "no venue",
    "gmx-v1": "GMX v1",
    "hyperliquid": "Hyperliquid",
    "kraken": "Kraken",
    "kraken-futures": "Kraken Futures",
    "kucoin": "KuCoin",
    "mexc": "MEXC",
    "okx": "OKX",
    "pdlp": "no venue",
    "phemex": "Phemex",
    "vega": "Vega",
    "10101": "10101",
}
# Addresses that may be linked: documentation of venues, repositories, and an archive of papers.
HOSTS = {
    "arxiv.org": "arXiv",
    "binance.com": "Binance",
    "www.binance.com": "Binance",
    "dev.binance.vision": "Binance developers’ forum",
    "bybit.com": "Bybit",
    "help.bybit.com": "Bybit help",
    "testnet.bybit.com": "Bybit help",
    "github.com": "GitHub",
    "hyperliquid.gitbook.io": "Hyperliquid",
    "kucoin.com": "KuCoin",
    "www.kucoin.com": "KuCoin",
    "kucoin.zendesk.com": "KuCoin",
    "phemex.com": "Phemex",
    "support.deribit.com": "Deribit",
    "support.kraken.com": "Kraken",
    "www.bitmex.com": "BitMEX",
    "www.deribit.com": "Deribit",
}
REPOSITORY = re.compile(r"^([\w.-]+)/([\w.-]+)(?= at |,)")
ISSUE = re.compile(r"^https://github\.com/[\w.-]+/([\w.-]+)/(issues|pull)/(\d+)")
OPEN, CLOSE = '\n<div class="calc-published" markdown>\n', "\n</div>"
LINK = '{: rel="nofollow noreferrer" }'

HEAD = (
    "---\ntitle: Published examples\n"
    "description: Numbers that venues, programs and articles published, each beside what our formulas answer to the same inputs.\n"
    "search:\n  exclude: true\nhide:\n  - toc\n---\n\n# Published examples\n\n"
    "**Leverage makes losses larger and faster.** You can lose all the money you put up, and in some places more. Most retail accounts in "
    "[regulators’ studies](disclaimer.md#the-studies-behind-the-notice) lost money. This page teaches how it works; it is not advice and "
    'not an invitation to trade.\n{: .calc-notice role="note" }\n\n'
    "A venue’s document, a program’s tests or an article gave a position, and a number for it. We put the same inputs into the formulas "
    "behind the calculators. Each row sets the published number beside ours. The difference is ours less theirs; it comes from rounding. "
    "HELD of TOTAL examples hold within what their print allows. APART do not: they stand [further down](#examples-that-do-not-hold), each "
    "with the reason. LEFT was left out. The inputs are in the project’s folder `tests/vectors`, under the small name in the first "
    "column. A venue that is named is not thereby recommended."
)
WORDS = {
    "roe": "return on margin",
    "realized pnl": "realised profit",
    "unrealized pnl": "unrealised profit",
    "is liquidatable": "liquidatable",
}


def shown(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return numbers.plain(float(value))


def digits(value: float) -> int:
    return len(re.sub(r"\D", "", shown(value)).lstrip("0"))


def our_number(expected: Any, answer: Any) -> str:
    """Ours with two digits more than were published, six at least."""
    if answer is None or isinstance(answer, bool):
        return shown(answer)
    return shown(numbers.rounded(float(answer), max(6, digits(expected) + 2) if expected is not None else 6))


def gap(expected: Any, answer: Any) -> float:
    """Ours less theirs; nothing where only the last bits of floats differ."""
    found = float(answer) - float(expected)
    return found if abs(found) > abs(expected) * 1e-10 else 0.0


def difference(expected: Any, answer: Any) -> str:
    if expected is None or answer is None:
        return "0" if expected is answer else ""
    return numbers.plain(numbers.rounded(gap(expected, answer), 2))


def widest(expected: Any, answer: Any) -> tuple[Any, Any]:
    """Of a list the pair that differs most, the last of equals."""
    if not isinstance(expected, list):
        return expected, answer
    found = (expected[-1], answer[-1])
    for pair in zip(expected, answer, strict=True):
        if abs(gap(*pair)) > abs(gap(*found)):
            found = pair
    return found


def what(vector: Vector) -> str:
    words = [VENUES[vector["venue"]], vector["contract"]]
    if vector["margin_mode"] == "cross":
        words.append("cross")
    if vector["topic"] not in {"tiers", "fees"}:
        words.append("long and short" if vector["side"] == "both" else vector["side"])
    return ", ".join(words)


def label(source: str) -> str:
    """A word or two for a table; the list of sources has the rest."""
    if issue := ISSUE.match(source):
        return "MetaMask/core" if issue[1] == "core" else issue[1]
    if source.startswith("https://"):
        return HOSTS[source.split("/")[2]]
    if repository := REPOSITORY.match(source):
        return repository[0] if repository[2] in {"core", "specs"} else repository[2]
    first = re.split(r",| at [0-9a-f]{8}", source)[0]
    return first if len(first) <= 30 and not first.startswith("A ") else "third party"


def cited(source: str) -> str:
    """A source in full, with a link where it is a document of a venue or a repository."""
    if issue := ISSUE.match(source):
        owner = source.split("/")[3]
        kind = "issue" if issue[2] == "issues" else "pull request"
        return f"[{owner}/{issue[1]}, {kind} {issue[3]}]({issue[0]}){LINK}{source[len(issue[0]) :]}"
    if source.startswith("https://"):
        address, _, rest = source.partition(" ")
        return f"[{label(source)}: {address.rstrip('/').split('/')[-1]}]({address}){LINK} {rest}"
    if repository := REPOSITORY.match(source):
        return f"[{repository[0]}](https://github.com/{repository[0]}){LINK}{source[len(repository[0]) :]}"
    return source


def page(vectors: list[Vector], explanations: list[dict[str, Any]], left_out: list[dict[str, Any]], ours: Ours) -> str:
    reasons = {entry["id"]: entry["reason"] for entry in explanations}
    sources = list(dict.fromkeys(vector["source"] for vector in vectors))

    def rows(vector: Vector, *, reason: str | None = None) -> list[str]:
        answers = ours(vector)
        out: list[str] = []
        for name, theirs in vector["expected"].items():
            expected, answer = widest(theirs, answers[name])
            spaced = name.replace("_", " ")
            output = WORDS.get(spaced, spaced) + (f", the last of {len(theirs)}" if isinstance(theirs, list) else "")
            source = f"[{label(vector['source'])}](#source-{sources.index(vector['source']) + 1})"
            named = "" if output == TITLES[vector["topic"]].lower() and reason is None else f": {output}"
            cells = [f"{what(vector)}{named}<br><small>{vector['id']}</small>", shown(expected), our_number(expected, answer)]
            out.append(
                " | ".join([*cells, difference(expected, answer), source] if reason is None else [*cells, source, "" if out else reason])
            )
        return [f"| {line} |" for line in out]

    held = len(vectors) - len(reasons)
    counts = {
        "HELD": held,
        "TOTAL": len(vectors) + len(left_out),
        "APART": len(reasons),
        "LEFT": "One" if len(left_out) == 1 else len(left_out),
    }
    parts = [re.sub("HELD|TOTAL|APART|LEFT", lambda found: str(counts[found[0]]), HEAD)]
    for topic, title in TITLES.items():
        parts += [f"\n## {title}\n{OPEN}", "| Example | Published | Ours | Difference | Source |", "|---|---:|---:|---:|---|"]
        parts += [line for v in vectors if v["topic"] == topic and v["id"] not in reasons for line in rows(v)] + [CLOSE]
    parts += [
        f"\n## Examples that do not hold\n{OPEN.replace('published', 'published is-apart')}",
        "| Example | Published | Ours | Source | Reason |",
        "|---|---:|---:|---|---|",
    ]
    parts += [line for v in vectors if v["id"] in reasons for line in rows(v, reason=reasons[v["id"]])] + [CLOSE]
    parts += ["\n## Left out\n", *(f"- `{entry['id']}`: {entry['reason']}" for entry in left_out)]
    parts += ["\n## Sources\n", "Documents and programs as they were when we read them. What licence each has is in the file `NOTICE`.\n"]
    parts += [f"{n}. {cited(source)}\n{{: #source-{n} }}" for n, source in enumerate(sources, 1)]
    return "\n".join(parts) + "\n"


@pytest.fixture
def written(
    vectors: list[Vector], explanations: list[dict[str, Any]], left_out: list[dict[str, Any]], ours: Ours, request: pytest.FixtureRequest
) -> str:
    """The page as it should be; `--golden` writes it."""
    text = page(vectors, explanations, left_out, ours)
    if request.config.getoption("--golden"):
        PAGE.write_text(text, encoding="utf-8")
    return text


def test_the_reference_page_is_what_the_examples_and_our_answers_say(written: str) -> None:
    there = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "There is no page yet; `make golden` writes it.\n"
    assert there == written


def test_every_example_stands_on_the_page_once_for_each_output(written: str, vectors: list[Vector], left_out: list[dict[str, Any]]) -> None:
    named = re.findall(r"<small>([^<]+)</small>", written)
    assert sorted(vector["id"] for vector in vectors for _ in vector["expected"]) == sorted(named)
    assert all(f"- `{entry['id']}`" in written for entry in left_out)


def test_links_lead_to_documents_and_repositories_and_pass_nothing_on(written: str) -> None:
    hosts = re.findall(r"\]\(https://([^/)]+)[^)]*\)" + re.escape(LINK), written)
    assert hosts and set(hosts) <= set(HOSTS)
    assert len(hosts) == written.count("](http")


def test_no_number_on_the_page_has_an_exponent(written: str) -> None:
    assert [] == re.findall(r"\| [\d.,−]*\de[-+]?\d+ \|", written)

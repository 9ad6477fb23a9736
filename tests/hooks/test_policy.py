"""What a page may load and run: said in the page, the same on all of them, and never more than is needed."""

from __future__ import annotations

import re

import pytest

from hooks import policy

PAGE = '<html><head><meta charset="utf-8"><script>{}</script><script src="a.js"></script></head></html>'


def rules(text: str) -> dict[str, list[str]]:
    """Each rule of a policy with its sources."""
    return {name: sources for name, *sources in (rule.split() for rule in text.split("; "))}


def test_a_page_names_the_scripts_in_it_by_their_digests() -> None:
    # From the CSP specification's own example: the digest of “alert('Hello, world.');”.
    known = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    assert policy.digests(PAGE.format("alert('Hello, world.');")) == [known]
    assert policy.digests('<script type="application/ld+json">{}</script><script type="application/json">{}</script>') == []


@pytest.mark.parametrize("kind", ["site", "classic", "header"])
def test_nothing_unsafe_and_nothing_foreign_is_allowed(kind: policy.Kind) -> None:
    found = rules(policy.policy(PAGE.format("x"), kind))
    assert found["default-src"] == ["'none'"]
    sources = {source for all_of_it in found.values() for source in all_of_it}
    digests = {source for source in sources if re.fullmatch(r"'sha256-[\w+/]{43}='", source)}
    assert sources - digests == {"'none'", "'self'", "'wasm-unsafe-eval'", "data:", "blob:"}
    assert "blob:" not in found["script-src"]


def test_a_header_allows_what_any_page_allows_itself() -> None:
    header = rules(policy.policy(PAGE.format("x"), "header"))
    for kind in ("site", "classic"):
        assert all(set(sources) <= set(header[name]) for name, sources in rules(policy.policy(PAGE.format("x"), kind)).items())


def test_a_page_that_begins_otherwise_is_refused() -> None:
    assert (
        policy.guarded(PAGE.format("x")).index("Content-Security-Policy")
        < PAGE.index("<script>") + len(policy.policy(PAGE.format("x"))) + 60
    )
    with pytest.raises(ValueError, match="0 times, not once"):
        policy.guarded("<html></html>")

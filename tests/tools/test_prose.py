"""The reader of the prose finds what a proof-reader would, and points at the line."""

from pathlib import Path

import pytest

from tools import prose

PAGE = """---
title: A page with a mispeling that is no prose
---

# Levrage

It costs {{ liquidation(levrage=3).nothing }} today. `Cod` is code.

```calc nothing
fense: 1
```

- A list with [a lnk](adress.md) and Hyperliquid’s rule.

**Sources.** Mr Xqzt.
{: .calc-sources }
"""


def remarks(text: str) -> list[tuple[int, str]]:
    return [(remark.line, remark.message) for remark in prose.read("page.md", text, prose.checker())]


def test_words_that_no_dictionary_knows_are_named_with_their_line() -> None:
    assert [(line, message.split("”")[0]) for line, message in remarks(PAGE)] == [(5, "“Levrage"), (13, "“lnk")]


def test_a_long_sentence_is_reported_and_a_long_list_of_links_is_not() -> None:
    many = " ".join(["word"] * 33)
    assert next(message[:25] for _, message in remarks(f"Short it is. {many}.")) == "a sentence of 33 words; 3"
    assert remarks(" · ".join(["A word"] * 40)) == []


def test_a_page_of_long_sentences_is_reported_once() -> None:
    page = "\n\n".join([" ".join(["word"] * 20) + "."] * 3)
    assert remarks(page) == [(1, "its sentences have 20.0 words on average; 14.5 are the most.")]


def test_the_command_names_every_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    assert prose.main([str(tmp_path)]) == 1
    assert f"{tmp_path.as_posix()}/page.md:13: “lnk” is in no dictionary" in capsys.readouterr().err
    assert prose.main([str(prose.ROOT / "docs")]) == 0

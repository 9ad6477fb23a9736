"""Reads the prose of the pages: words that no dictionary knows, and sentences that are too long.

python -m tools.prose [docs]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from spellchecker import SpellChecker

from hooks.mistakes import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
WORDS = ROOT / "tools" / "words.txt"  # names, terms of the field, and British spellings that the dictionary lacks
CITED = {"ref/vectors.md", "ref/venues.md", "ref/sources.md"}  # names and titles of others
LONGEST = 32  # words in one sentence
USUAL = 14.5  # words in a sentence, over a page

FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
ATTRIBUTES = re.compile(r"\{:[^}]*\}")
VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
SNIPPET = re.compile(r"^--8<--.*$", re.MULTILINE)
WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:[’'][A-Za-zÀ-ÿ]+)*")
SENTENCE = re.compile(r"[^.?!:·]+(?:[.?!:·]+(?![\s”)]|$)[^.?!:·]+)*")


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Every piece of running text with its line; no code, no addresses, no citations. A computed number stands as 0."""
    front = FRONT_MATTER.match(text)
    above = front[0].count("\n") if front else 0
    body = SNIPPET.sub("", VALUE.sub("0", text[front.end() :] if front else text))
    for token in MarkdownIt("commonmark").enable("table").parse(body):
        if token.type != "inline" or ".calc-sources" in token.content:
            continue
        said = "".join(
            " " if child.type in ("softbreak", "hardbreak") else child.content if child.type == "text" else ""
            for child in token.children or ()
        )
        yield above + (token.map or [0])[0] + 1, ATTRIBUTES.sub("", said)


def sentences(paragraph: str) -> list[str]:
    """Its sentences: from one full stop, question mark or colon to the next.

    >>> sentences("The fee is 0.05 %. Who pays? Longs: all of them.")
    ['The fee is 0.05 %', 'Who pays', 'Longs', 'all of them']
    """
    return [one.strip() for one in SENTENCE.findall(paragraph) if one.strip(" ”’“)")]


def unknown_words(text: str, known: SpellChecker) -> list[str]:
    """The words of `text` that are neither in the dictionary nor abbreviations.

    >>> unknown_words("The levrage of BTC is 10×.", SpellChecker())
    ['levrage']
    """
    words = [found[0].replace("’", "'") for found in WORD.finditer(text)]
    plain = [word.removesuffix("'s").removesuffix("'") for word in words if not word.isupper() and len(word) > 1]
    missing = known.unknown(plain)
    return [word for word in dict.fromkeys(plain) if word.lower() in missing]


def read(file: str, text: str, known: SpellChecker) -> list[Mistake]:
    """What is to be said about one page."""
    remarks = []
    lengths = []
    for line, paragraph in paragraphs(text):
        remarks += [
            Mistake(file, line, f"“{word}” is in no dictionary; mend it, or add it to tools/words.txt.")
            for word in unknown_words(paragraph, known)
        ]
        for sentence in sentences(paragraph):
            length = len(WORD.findall(sentence))
            if length > LONGEST:
                remarks.append(Mistake(file, line, f"a sentence of {length} words; {LONGEST} are the most: “{sentence[:60]}…”"))
            if length > 3:  # a label is no sentence
                lengths.append(length)
    if lengths and sum(lengths) / len(lengths) > USUAL:
        remarks.append(Mistake(file, 1, f"its sentences have {sum(lengths) / len(lengths):.1f} words on average; {USUAL} are the most."))
    return remarks


def checker() -> SpellChecker:
    """A dictionary that also knows the words of this project."""
    known = SpellChecker(distance=1)
    known.word_frequency.load_words(WORDS.read_text(encoding="utf-8").split())
    return known


def main(arguments: list[str]) -> int:
    """Print every remark; the exit status is 1 when there is any."""
    docs = Path(arguments[0] if arguments else "docs")
    known = checker()
    found = [
        remark
        for file in sorted(docs.rglob("*.md"))
        if file.relative_to(docs).as_posix() not in CITED
        for remark in read(file.as_posix(), file.read_text(encoding="utf-8"), known)
    ]
    for remark in found:
        print(remark, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

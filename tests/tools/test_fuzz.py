"""The targets of the fuzzer bear what it begins with, and what it once found."""

import pytest

from tools import fuzz, fuzz_targets

SEEDS = fuzz_targets.seeds()


def test_every_parser_has_a_target_with_texts_to_begin_with() -> None:
    assert tuple(SEEDS) == fuzz.NAMES == tuple(fuzz_targets.TARGETS)
    assert all(SEEDS.values())


@pytest.mark.parametrize("name", fuzz.NAMES)
def test_a_target_bears_its_seeds_and_what_is_left_of_them(name: str) -> None:
    for text in SEEDS[name][::9]:
        for part in (text, text[: len(text) // 2], text[3:], text.replace(",", "\udcff"), ""):
            fuzz_targets.TARGETS[name](part)


def test_a_target_says_what_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calc.contract.answer", lambda _: "{}")
    with pytest.raises(AssertionError):
        fuzz_targets.TARGETS["requests"]("{}")


def test_without_its_engine_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert fuzz.main(["--seconds", "1"]) == 1
    assert "This needs atheris" in capsys.readouterr().err

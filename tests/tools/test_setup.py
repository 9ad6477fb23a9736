"""The set-up: what it repeats, and what it says when it cannot go on."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import browser, browser_setup, pythons, setup, terminal

FIND = setup.ROOT / "tools" / "find-python"


def find_python(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Looks for Python in one folder."""
    return subprocess.run(["/bin/sh", str(FIND)], env={"PATH": str(folder)}, capture_output=True, text=True, check=False)


def pretend(folder: Path, name: str, script: str) -> None:
    """A program that behaves like a Python of some kind."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_takes_a_python_that_is_new_enough(tmp_path: Path) -> None:
    (tmp_path / "python3.11").symlink_to(sys.executable)
    assert find_python(tmp_path).stdout == f"{tmp_path}/python3.11\n"


def test_says_how_to_get_python(tmp_path: Path) -> None:
    done = find_python(tmp_path)
    assert done.returncode == 1
    assert "needs Python 3.11 or later" in done.stderr


def test_names_the_python_that_is_too_old(tmp_path: Path) -> None:
    pretend(tmp_path, "python3", "exit 1")
    assert "too old: python3" in find_python(tmp_path).stderr


def test_says_which_package_brings_venv(tmp_path: Path) -> None:
    pretend(tmp_path, "python3", 'case "$2" in *version_info*) exit 0;; *) exit 1;; esac')
    done = find_python(tmp_path)
    assert done.returncode == 1
    assert "sudo apt-get install python3-venv" in done.stderr


def test_a_step_is_done_again_when_what_it_depends_on_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "stamps")
    pins = tmp_path / "pins.txt"
    pins.write_text("one")
    setup.mark("packages", setup.digest(pins))
    assert setup.done("packages", setup.digest(pins))
    pins.write_text("two")
    assert not setup.done("packages", setup.digest(pins))


def test_nothing_is_installed_without_its_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(setup, "STAMPS", tmp_path)
    monkeypatch.setattr(setup, "must", lambda _title, command, _advice, **_: commands.append([str(word) for word in command]))
    setup.install_packages("site")
    setup.install_packages("tests")
    setup.install_project()
    setup.install_node_packages()
    *packages, project, npm = commands
    assert [] == [command for command in packages if not {"--require-hashes", "--no-deps", "--only-binary"} <= set(command)]
    assert {"--no-index", "--no-deps", "--no-build-isolation"} <= set(project)  # it fetches nothing
    assert npm[1] == "ci" and "--ignore-scripts" in npm


@pytest.mark.parametrize(("level", "pins"), [("site", "site"), ("tests", "dev"), ("fuzz", "fuzz")])
def test_each_level_has_its_own_pins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: str, pins: str) -> None:
    steps: list[list[str]] = []
    monkeypatch.setattr(setup, "STAMPS", tmp_path)
    monkeypatch.setattr(setup, "must", lambda _, command, *__, **___: steps.append([str(word) for word in command]))
    assert setup.main(level) == 0
    assert [str(setup.ROOT / "requirements" / f"{pins}.txt")] == [step[-1] for step in steps if "-r" in step]
    assert (level == "fuzz") == (len(steps) == 2)  # the environment and its packages, and nothing else


def test_a_failed_step_shows_its_last_words_and_what_to_do(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(terminal.StepError) as failed:
        terminal.must("A step", [sys.executable, "-c", "print('what happened'); raise SystemExit(3)"], "Do this.")
    assert str(failed.value) == "A step failed:\n    what happened\nDo this."
    assert "✗ A step" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("npm error code EAI_AGAIN", "The network, or the package index"),
        ("[Errno -3] Temporary failure in name resolution", "The network, or the package index"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that was pinned"),
        ("SSL: CERTIFICATE_VERIFY_FAILED", "certificate"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
    ],
)
def test_known_failures_are_explained(words: str, advice: str) -> None:
    assert advice in (terminal.explain(words) or "")


def test_an_unknown_failure_is_not() -> None:
    assert terminal.explain("Segmentation fault") is None


def test_a_step_that_hangs_is_ended() -> None:
    good, words = terminal.run("A step", [sys.executable, "-c", "import threading; threading.Event().wait()"], timeout=0.5)
    assert not good
    assert "without an end" in words


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A machine without browsers, on which this account may install nothing and nothing can be downloaded."""
    monkeypatch.setattr(browser_setup, "RECORD", tmp_path / "browsers.json")
    monkeypatch.setattr(browser_setup, "run", lambda *_, **__: (False, ""))
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("sys.platform", "linux")
    return monkeypatch


@pytest.mark.usefixtures("bare")
def test_without_browsers_and_rights_it_stops_with_the_line_for_an_administrator() -> None:
    with pytest.raises(terminal.StepError, match="sudo apt-get install chromium firefox-esr webkit2gtk-driver xvfb\n"):
        browser_setup.install({})


def test_a_downloaded_browser_that_does_not_start_lacks_libraries(bare: pytest.MonkeyPatch) -> None:
    bare.setattr(browser_setup, "run", lambda title, *_, **__: ("Playwright's" in title, ""))
    with pytest.raises(terminal.StepError, match="playwright install-deps chromium firefox webkit\n"):
        browser_setup.install({})


def test_on_a_mac_the_line_is_another_one(bare: pytest.MonkeyPatch) -> None:
    bare.setattr("sys.platform", "darwin")
    with pytest.raises(terminal.StepError, match=r"brew install --cask chromium firefox\n.*playwright install webkit\n"):
        browser_setup.install({})


def test_all_browsers_are_recorded_with_what_drives_them(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bare.setattr(browser_setup, "run", lambda title, *_, **__: ("trying" in title, ""))
    bare.setattr("shutil.which", lambda name: f"/nowhere/{name}")
    bare.setattr(browser, "RECORD", tmp_path / "browsers.json")
    browser_setup.install({})
    assert {name: start["by"] for name, start in browser.starts().items()} == {
        "chromium": "playwright",
        "firefox": "webdriver",
        "webkit": "webdriver",
    }
    assert browser.launch_options()["executable_path"] == "/nowhere/chromium"
    assert not browser.recorded("webkit")  # there is no such file


@pytest.mark.parametrize(
    ("found", "current", "expected"),
    [
        ([(3, 10), (3, 11), (3, 12), (3, 13)], (3, 12), [(3, 11), (3, 13)]),
        ([(3, 11), (3, 13)], (3, 11), [(3, 13)]),
        ([(3, 11)], (3, 11), []),
        ([(3, 9), (3, 12)], (3, 13), [(3, 12)]),
        ([], (3, 11), []),
    ],
)
def test_the_oldest_and_the_newest_python_are_chosen(
    found: list[tuple[int, int]], current: tuple[int, int], expected: list[tuple[int, int]]
) -> None:
    assert list(pythons.others(dict.fromkeys(found, "python"), current)) == expected


def test_a_python_tells_its_version(tmp_path: Path) -> None:
    assert pythons.version(sys.executable) == sys.version_info[:2]
    pretend(tmp_path, "python3.99", "exit 1")
    assert pythons.version(str(tmp_path / "python3.99")) is None

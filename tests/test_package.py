"""What `pip install` brings: only `calc`, typed, with the tables of the venues, and the console script."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import calc

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "calc"
VENUES = PACKAGE / "venues"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    (file,) = folder.glob("*.whl")
    return zipfile.ZipFile(file)


def test_the_wheel_holds_every_file_of_calc_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    expected = {file.relative_to(ROOT).as_posix() for file in PACKAGE.rglob("*") if file.is_file() and "__pycache__" not in file.parts}
    assert expected == {name for name in wheel.namelist() if ".dist-info/" not in name}


def test_the_wheel_is_typed_and_brings_the_tables(wheel: zipfile.ZipFile) -> None:
    assert "calc/py.typed" in wheel.namelist()
    data = {f"calc/venues/{file.relative_to(VENUES).as_posix()}" for file in VENUES.rglob("*.json")}
    assert data == {name for name in wheel.namelist() if name.endswith(".json")}


def test_the_wheel_names_its_version_its_licence_and_no_dependency(wheel: zipfile.ZipFile) -> None:
    (file,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    metadata = wheel.read(file).decode("utf-8")
    assert f"\nName: leverage-guide\nVersion: {calc.__version__}\n" in metadata
    assert "\nLicense-Expression: MIT\n" in metadata
    assert "\nRequires-Dist:" not in metadata


def test_the_wheel_has_the_console_script(wheel: zipfile.ZipFile) -> None:
    (file,) = (name for name in wheel.namelist() if name.endswith(".dist-info/entry_points.txt"))
    assert "[console_scripts]\nleverage-calc = calc.cli:main\n" == wheel.read(file).decode("utf-8")


def test_the_wheel_answers_from_inside_its_zip(wheel: zipfile.ZipFile) -> None:
    assert wheel.filename is not None
    code = "import sys; sys.path.insert(0, sys.argv[1]); import calc; print(calc.__file__, calc.margin(maintenance='tiers').tier)"
    done = subprocess.run([sys.executable, "-S", "-c", code, wheel.filename], cwd="/", capture_output=True, text=True, check=False)
    assert (f"{Path(wheel.filename) / 'calc' / '__init__.py'} 1\n", "") == (done.stdout, done.stderr)

"""What `pip install .` brings."""

import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

import calc

ROOT = Path(calc.__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    offline = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *offline, "--wheel-dir", str(folder), str(ROOT)], check=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_holds_calc_alone(wheel: zipfile.ZipFile) -> None:
    files = [file for file in (ROOT / "calc").rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    sources = {file.relative_to(ROOT).as_posix() for file in files}
    assert sources == {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert "calc/py.typed" in sources


def test_it_needs_nothing_and_brings_one_command(wheel: zipfile.ZipFile) -> None:
    about = next(name for name in wheel.namelist() if name.endswith("/METADATA"))
    metadata = Parser().parsestr(wheel.read(about).decode())
    commands = wheel.read(about.replace("METADATA", "entry_points.txt")).decode()
    assert metadata["Name"] == "leverage-guide"
    assert metadata["Version"] == calc.__version__
    assert metadata.get_all("Requires-Dist") is None
    assert commands.strip().splitlines() == ["[console_scripts]", "leverage-calc = calc.cli:main"]

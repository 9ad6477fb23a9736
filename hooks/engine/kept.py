"""What was made once is kept in `.cache/engine`, under a name that changes with all that it was made from."""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from hooks.engine.packages import CACHE


def archive(kind: str, made_from: Iterable[bytes], make: Callable[[Path], None], most: int) -> Path:
    """A file that `make` writes to the path that it is given, unless it is kept already. The newest `most` of a kind stay."""
    key = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in made_from)).hexdigest()[:16]
    out = CACHE / f"{kind}-{key}.zip"
    if out.is_file():
        os.utime(out)
        return out
    CACHE.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=CACHE) as folder:
        made = Path(folder) / out.name
        make(made)
        made.replace(out)
    for old in sorted(CACHE.glob(f"{kind}-*.zip"), key=lambda file: file.stat().st_mtime)[:-most]:
        old.unlink(missing_ok=True)
    return out


def files(kind: str, made_from: Iterable[bytes], make: Callable[[], Mapping[str, bytes]], most: int) -> dict[str, bytes]:
    """Several files by name, kept as one."""

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as made:
            for name, content in make().items():
                made.writestr(name, content)

    with zipfile.ZipFile(archive(kind, made_from, write, most)) as kept:
        return {name: kept.read(name) for name in kept.namelist()}


def release(contents: Mapping[str, bytes]) -> str:
    """What names these files and their content: ten hexadecimal digits."""
    parts = b"".join(name.encode() + hashlib.sha256(content).digest() for name, content in sorted(contents.items()))
    return hashlib.sha256(parts).hexdigest()[:10]

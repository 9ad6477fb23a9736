"""Which page is being rendered: the one thing that an extension must ask its host, and each host answers differently."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown import Markdown


@dataclass(frozen=True)
class Page:
    """A page by its place below the docs folder (`learn/margin.md`), and the file that it was read from."""

    path: str
    file: Path

    @property
    def shown(self) -> str:
        """The file as a message names it: from the working directory where that is above it."""
        file = self.file.absolute()
        return file.relative_to(Path.cwd()).as_posix() if file.is_relative_to(Path.cwd()) else self.path

    def to(self, path: str) -> str:
        """The relative address, from this page's source, of another file of the docs folder."""
        return "../" * (len(PurePosixPath(self.path).parts) - 1) + path

    def line(self, text: str, guess: int = 0) -> int:
        """The line of the file that holds `text`, the one closest to `guess` when there are several; 0 if none does."""
        lines = enumerate(self._source().split("\n"), 1)
        return min((n for n, line in lines if text in line), key=lambda n: abs(n - guess), default=0)

    def above(self, body: str) -> int:
        """How many lines of the file stand above `body`, which is what the host passes on: the front matter."""
        return max(0, self._source().rstrip().count("\n") - body.rstrip().count("\n"))

    def _source(self) -> str:
        try:
            return self.file.read_text(encoding="utf-8-sig")
        except OSError:
            return ""


def current_page(md: Markdown) -> Page | None:
    """The page that `md` renders; None where no site is being built.

    MkDocs and ProperDocs register a tree processor `relpath` that carries the file; Zensical a preprocessor `rendering_context`.
    """
    if "relpath" in md.treeprocessors:
        file = getattr(md.treeprocessors["relpath"], "file", None)
        if file is not None:
            return Page(file.src_uri, Path(file.abs_src_path or file.src_uri))
    if "rendering_context" in md.preprocessors:
        context = md.preprocessors["rendering_context"]
        page, config = getattr(context, "page", None), getattr(context, "config", None)
        if page is not None:
            return Page(page.path, Path((config or {}).get("docs_dir") or "docs") / page.path)
    return None

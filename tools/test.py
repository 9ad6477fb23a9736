"""`make test`, `make prove` and `make golden`: pytest with the project's options."""

import sys

import pytest

WORKERS = ("--numprocesses", "2", "--dist", "loadgroup")
"""Two processes; whatever shares a browser’s server and engine stays in one of them (`xdist_group`)."""


def arguments(words: list[str]) -> list[str]:
    """What pytest is called with. Words of one's own (a file, `-k name`) run alone: in one process, without the coverage's verdict."""
    mode = [word for word in words if word in {"--prove", "--golden"}]
    own = [word for word in words if word not in mode]
    if own or "--golden" in mode:
        return [*mode, *own]
    return [*mode, *WORKERS, "--cov=calc", "--cov-report=term"]


if __name__ == "__main__":
    sys.exit(pytest.main(arguments(sys.argv[1:])))

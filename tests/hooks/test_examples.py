"""The examples in docstrings of `hooks`, which pytest does not collect by itself."""

from __future__ import annotations

import doctest
from typing import TYPE_CHECKING

import pytest

from hooks import fences, mistakes, values

if TYPE_CHECKING:
    from types import ModuleType


@pytest.mark.parametrize("module", [fences, mistakes, values])
def test_examples_hold(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert (result.failed, result.attempted > 0) == (0, True)

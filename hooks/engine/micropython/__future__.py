"""Stands in for `__future__` on MicroPython, which never looks at annotations."""

annotations = None

"""Docstrings are for those who read a source; in a page only those of calculators are read."""

import ast


def without_docstrings(source: str, *, but_public: bool = False) -> str:
    r"""The source with every docstring empty, and each line where it was; if wanted, what a module offers keeps its own.

    >>> without_docstrings("def area(side):\n    'In square metres.'\n    return side * side")
    'def area(side):\n    ""\n    return side * side'
    """
    lines = source.split("\n")
    tree = ast.parse(source)
    public = [node for node in tree.body if but_public and isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name[0] != "_"]
    for node in ast.walk(tree):
        if node in public:
            continue
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False) is not None:
            text = node.body[0]
            first, last = text.lineno - 1, text.end_lineno or text.lineno
            lines[first:last] = [" " * text.col_offset + '""'] + [""] * (last - first - 1)
    return "\n".join(lines)

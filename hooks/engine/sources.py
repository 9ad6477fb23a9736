"""Which modules of `calc` a calculator needs, and what of a module MicroPython reads."""

import ast
from functools import cache
from pathlib import Path

from hooks.engine.assemble import CALC
from hooks.engine.packages import HERE

STAND_INS = HERE / "micropython"
DECLARE = STAND_INS / "declare.py"  # in place of the one module of `calc` that reads annotations
PICTURES = ("calc.story", "calc.pictures")
CHARTS = "calc.view.charts"  # where a kind of picture is drawn by a module of its name


def needed(name: str) -> frozenset[str]:
    """The modules that a calculator needs: what answers, the calculator, and what draws the kinds of pictures that are made for it."""
    modules = _closure({"calc.contract", "calc.data", f"calc.calculators.{name}"})
    made = {word.lower() for module in modules if not module.startswith("calc.view") for word in _taken(module, PICTURES)}
    return _closure({*modules, *(f"{CHARTS}.{kind}" for kind in made if file_of(f"{CHARTS}.{kind}").is_file())})


def _taken(module: str, sources: tuple[str, ...]) -> set[str]:
    """The names that a module imports from these, and those that stand in a function which it imports from these."""
    names = set()
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module in sources:
            for alias in node.names:
                functions = [one for one in _tree(node.module).body if isinstance(one, ast.FunctionDef) and one.name == alias.name]
                names |= {alias.name} | {one.id for function in functions for one in ast.walk(function) if isinstance(one, ast.Name)}
    return names


def _closure(modules: set[str]) -> frozenset[str]:
    """These modules of the package and all that they import, packages included."""
    found: set[str] = set()
    while modules:
        module = modules.pop()
        if module not in found:
            found.add(module)
            modules |= _imports(module)
    return frozenset(found)


@cache
def _tree(module: str) -> ast.Module:
    """A module of the package, as MicroPython gets it."""
    tree: ast.Module = _Bare().visit(ast.parse(file_of(module).read_text(encoding="utf-8")))
    return tree


@cache
def _imports(module: str) -> frozenset[str]:
    """What a module of the package imports when it runs, and the packages that it is in."""
    tree = _tree(module)
    names = {module.rpartition(".")[0]} - {""}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(name for name in names if name.partition(".")[0] == "calc" and file_of(name).is_file())


def file_of(module: str) -> Path:
    """The source of a module of the package as MicroPython gets it, or a path where there is none."""
    if module == "calc.declare":
        return DECLARE
    path = CALC.parent / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


class _Bare(ast.NodeTransformer):
    """Leaves out docstrings and annotations, which MicroPython does not keep."""

    def _body(self, node: ast.Module | ast.ClassDef | ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        if ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return node

    def visit_Module(self, node: ast.Module) -> ast.AST:
        return self._body(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._body(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self._body(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_If(self, node: ast.If) -> ast.AST | None:
        return None if _never(node) else self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        """A name with a type alone is a field of a class without a default: the constructor takes it by keyword."""
        return ast.Assign(targets=[node.target], value=node.value) if node.value else ast.Pass()


def bare(source: str) -> str:
    r"""The source without comments, docstrings and annotations.

    >>> print(bare("def area(side: float) -> float:\n    'In square metres.'\n    return side * side  # exact"))
    def area(side):
        return side * side
    """
    return ast.unparse(ast.fix_missing_locations(_Bare().visit(ast.parse(source))))


def _never(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"

"""The shape of the code: arrows point one way, modules stay small, and what answers a reader keeps to the Python that every engine has."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import calc

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "calc"

# The lowest first. A module may import from its own layer (where no circle arises) and from those before it.
LAYERS: tuple[tuple[str, ...], ...] = (
    (
        "calc.formulas.elementary",
        "calc.errors",
        "calc.story",
        "calc.pictures",
        "calc.symbols",
        "calc.data",
        "calc.recent",
        "calc.expression",
        "calc.view.markup",
    ),
    ("calc.formulas", "calc.formulas.*"),
    ("calc.view", "calc.view.digits"),
    ("calc.view.numbers", "calc.view.reading", "calc.view.dates"),
    ("calc.view.messages",),
    ("calc.quantities", "calc.venues", "calc.venues.*", "calc.prices"),
    ("calc.inputs", "calc.actions", "calc.view.rows"),
    ("calc.model",),
    ("calc.stepping", "calc.edits", "calc.scenario", "calc.conventions", "calc.tiers", "calc.mentions", "calc.parts", "calc.parts.*"),
    ("calc.declared", "calc.hints"),
    ("calc.declare",),
    ("calc.calculators", "calc.calculators.*", "calc"),
    ("calc.view.words", "calc.view.svg"),
    (
        "calc.view.charts",
        "calc.view.charts.*",
        "calc.view.controls",
        "calc.view.row_list",
        "calc.view.shapes",
        "calc.view.action_bar",
        "calc.view.tables",
        "calc.view.compare",
        "calc.view.block",
        "calc.view.spreadsheet",
    ),
    ("calc.view.result", "calc.view.figure", "calc.view.sheet", "calc.view.guess"),
    ("calc.view.poster",),
    ("calc.view.take",),
    ("calc.contract",),
    ("calc.view.page",),
    ("calc.describe", "calc.testing"),
    ("calc.cli", "calc.cli_tiers"),
    ("calc.__main__",),
)
NOT_ANSWERING = {
    "calc.declare",
    "calc.declared",
    "calc.hints",
    "calc.mentions",
    "calc.describe",
    "calc.cli",
    "calc.testing",
    "calc.view.page",
    "calc.__main__",
    "calc.cli_tiers",
    "calc.venues.ccxt",
}


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(file): ast.parse(file.read_text(encoding="utf-8")) for file in sorted(PACKAGE.rglob("*.py"))}
ANSWERING = {name: tree for name, tree in MODULES.items() if name not in NOT_ANSWERING}


def layer(module: str) -> int:
    """The layer of a module: its own entry, or the one of its folder."""
    for number, names in enumerate(LAYERS):
        if module in names:
            return number
    folder = module.rpartition(".")[0] + ".*"
    return next(number for number, names in enumerate(LAYERS) if folder in names)


def imports(tree: ast.AST, *, typing_too: bool = True) -> Iterator[str]:
    """Modules that are imported, ours with their full names; `typing_too` includes those that only types need."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING" and not typing_too:
            for inner in ast.walk(node):
                inner.__dict__["only_types"] = True
    for node in ast.walk(tree):
        if node.__dict__.get("only_types"):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            for alias in node.names:
                inner_module = f"{node.module}.{alias.name}"
                yield inner_module if inner_module in MODULES else str(node.module)


def of_ours(tree: ast.AST, *, typing_too: bool = True) -> set[str]:
    return {name for name in imports(tree, typing_too=typing_too) if name.partition(".")[0] == "calc"}


def calls(tree: ast.AST) -> Iterator[str]:
    """Names that are called: functions by their name, methods with a dot before it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield f".{node.func.attr}" if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


# ---- Arrows


def test_every_module_has_its_layer() -> None:
    listed = {name for names in LAYERS for name in names}
    assert set() == {name for name in MODULES if name not in listed and name.rpartition(".")[0] + ".*" not in listed}
    assert set() == {name for name in listed if name not in MODULES and not name.endswith(".*")}


@pytest.mark.parametrize("module", MODULES)
def test_no_arrow_points_backwards(module: str) -> None:
    if module == "calc":  # it loads the calculators, by name, when they are asked for
        assert {"calc.model"} == {name for name in of_ours(MODULES[module]) if not name.startswith("calc.calculators.")}
        return
    above = {name for name in of_ours(MODULES[module]) if layer(name) > layer(module)}
    assert set() == above


def test_there_is_no_circle() -> None:
    graph = {name: of_ours(tree, typing_too=False) & set(MODULES) for name, tree in MODULES.items()}
    left = dict(graph)
    while True:
        free = {name for name, needs in left.items() if not needs & set(left) - {name}}
        if not free:
            break
        left = {name: needs for name, needs in left.items() if name not in free}
    assert {} == left


def test_formulas_import_nothing_of_ours_but_formulas() -> None:
    for module, tree in MODULES.items():
        if module.startswith("calc.formulas"):
            assert set() == {name for name in of_ours(tree) if not name.startswith("calc.formulas")}


def test_a_calculator_knows_nothing_of_html() -> None:
    for module, tree in MODULES.items():
        if module.startswith("calc.calculators."):
            known = {"calc.view.numbers", "calc.view.dates"}  # how a number reads in a sentence; nothing of a page
            assert known >= {name for name in of_ours(tree) if name.startswith(("calc.view", "calc.contract", "calc.scenario"))}


def test_the_package_uses_the_standard_library_alone_and_knows_nothing_of_where_it_is_shown() -> None:
    used = {name.partition(".")[0] for tree in MODULES.values() for name in imports(tree)}
    known = {
        "__future__",
        "calc",
        "codecs",
        "collections",
        "dataclasses",
        "difflib",
        "inspect",
        "json",
        "math",
        "sys",
        "textwrap",
        "types",
        "typing",
    }
    assert known == used


def test_the_site_imports_calc_and_calc_nothing_of_the_site() -> None:
    for folder in ("hooks", "tools", "bench"):
        for file in (ROOT / folder).rglob("*.py"):
            names = set(imports(ast.parse(file.read_text(encoding="utf-8"))))
            assert set() == {name for name in names if name.startswith("tests")}


# ---- What answers a reader


@pytest.mark.parametrize("module", ANSWERING)
def test_what_answers_imports_only_what_every_engine_has(module: str) -> None:
    loaded = {name.partition(".")[0] for name in imports(ANSWERING[module], typing_too=False)} - {"calc"}
    allowed = {"__future__", "dataclasses", "typing"}
    allowed |= {"json"} if module in {"calc.contract", "calc.venues"} else set()
    allowed |= {"math"} if module == "calc.formulas.elementary" else set()
    assert loaded <= allowed


FORBIDDEN_CALLS = {
    *("repr", "format", "sum", "round", "pow", "eval", "exec"),
    *(
        ".removeprefix",
        ".removesuffix",
        ".rjust",
        ".ljust",
        ".zfill",
        ".capitalize",
        ".title",
        ".casefold",
        ".isdigit",
        ".isnumeric",
        ".isdecimal",
    ),
    *(".format_map", ".format", ".as_integer_ratio", ".hex", ".is_integer", ".expandtabs", ".maketrans", ".translate", ".swapcase"),
}


@pytest.mark.parametrize("module", ANSWERING)
def test_what_answers_calls_nothing_that_differs_between_pythons(module: str) -> None:
    assert set() == set(calls(ANSWERING[module])) & FORBIDDEN_CALLS


@pytest.mark.parametrize("module", ANSWERING)
def test_what_answers_uses_no_syntax_that_an_engine_lacks(module: str) -> None:
    for node in ast.walk(ANSWERING[module]):
        assert not isinstance(node, (ast.Match, ast.AsyncFunctionDef, ast.Await, ast.NamedExpr))
        assert not (
            isinstance(node, (ast.List, ast.Tuple, ast.Set)) and any(isinstance(e, ast.Starred) for e in node.elts) and _loads(node)
        )
        assert not (isinstance(node, ast.Dict) and None in node.keys)
        assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr) and isinstance(node.left, (ast.Dict, ast.DictComp)))
        assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and not isinstance(node.left, ast.Constant))


def _loads(node: ast.List | ast.Tuple | ast.Set) -> bool:
    return isinstance(node, ast.Set) or isinstance(node.ctx, ast.Load)


@pytest.mark.parametrize("module", ANSWERING)
def test_no_number_becomes_text_by_a_format(module: str) -> None:
    for node in ast.walk(ANSWERING[module]):
        assert not (isinstance(node, ast.FormattedValue) and (node.format_spec is not None or node.conversion != -1))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.left, (ast.Constant, ast.JoinedStr)):
            assert not re.search(r"%[-+0 #]*\d*(\.\d+)?[eEfFgGra]", ast.unparse(node.left).replace("%%", ""))


def test_math_is_used_in_one_module_alone() -> None:
    assert {"calc.formulas.elementary"} == {name for name, tree in MODULES.items() if "math" in set(imports(tree))}


def test_no_module_bears_the_name_of_something_that_it_imports() -> None:
    for module, tree in MODULES.items():
        names = {a.asname or a.name for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)) for a in node.names}
        own = module.rpartition(".")[2]
        assert own not in names or module == "calc", module


# ---- Registry and public names


def test_the_registry_names_the_files_of_the_calculators() -> None:
    assert sorted(calc.NAMES) == sorted(file.stem for file in (PACKAGE / "calculators").glob("*.py") if file.stem != "__init__")
    for name in calc.NAMES:
        assert name == calc.load(name).name == calc.load(name).compute.__name__


def test_every_calculator_has_its_page() -> None:
    for name in calc.NAMES:
        assert (ROOT / "docs" / "calculators" / f"{name.replace('_', '-')}.md").is_file()


def test_the_public_names_are_there() -> None:
    assert sorted({"NAMES", "load", *calc.NAMES, *calc.ROWS}) == sorted(calc.__all__)
    for name in calc.__all__:
        assert getattr(calc, name) is not None


def test_the_tables_of_the_code_are_typed_for_checkers_too() -> None:
    typed = {alias.name for node in ast.walk(MODULES["calc"]) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert set(calc.NAMES) <= typed
    assert (PACKAGE / "py.typed").is_file()


# ---- Size


def test_no_module_reaches_three_hundred_lines() -> None:
    files = [file for folder in ("calc", "hooks", "tools", "bench") for file in (ROOT / folder).rglob("*.py")]
    files += list((ROOT / "docs" / "assets" / "calc").glob("*.js"))
    long = {str(file.relative_to(ROOT)): count for file in files if (count := len(file.read_text(encoding="utf-8").splitlines())) > 300}
    assert {} == long


def test_nothing_is_left_to_do() -> None:
    files = [file for folder in ("calc", "hooks", "tools", "bench") for file in (ROOT / folder).rglob("*.py")]
    files += list((ROOT / "docs" / "assets" / "calc").glob("*.js"))
    word = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    assert [] == [str(file.relative_to(ROOT)) for file in files if word.search(file.read_text(encoding="utf-8"))]

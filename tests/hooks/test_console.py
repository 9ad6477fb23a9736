"""The console's Python as the build has it: what it says, where a line goes on, and what a link becomes."""

import pytest

import calc
from calc.scenario import link
from hooks.console import MOST, Console, linked, rest
from hooks.reference_console import console, install


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def python(said: list[str]) -> Console:
    return Console(said.append)


def test_what_is_printed_and_what_an_expression_gives_is_said(python: Console, said: list[str]) -> None:
    assert ("", False) == python.run("print('one')\n1 + 1\nNone\n_ + 1")
    assert "one\n2\n3\n" == "".join(said)


def test_names_stay(python: Console, said: list[str]) -> None:
    python.run("def twice(x):\n    return 2 * x\n")
    python.run("twice(21)")
    assert "42\n" == "".join(said)


def test_a_long_answer_has_a_line_for_each_field(python: Console, said: list[str]) -> None:
    python.run("calc.liquidation(leverage=25)")
    lines = "".join(said).splitlines()
    assert ["Liquidation(", f"    liquidation_price={calc.liquidation(leverage=25).liquidation_price!r},"] == lines[:2]
    assert ")" == lines[-1]


def test_the_errors_of_the_field_are_words(python: Console) -> None:
    problem, words = python.run("calc.liquidation(leverage=500, entry_price=0)")
    assert words
    assert ["entry_price", "leverage"] == [line.partition(":")[0] for line in problem.splitlines()]


@pytest.mark.parametrize("source", ["1 / 0", "def f():\n    return 1 / 0\n\nf()", "raise SystemExit", "1 +", "print(", "\0"])
def test_any_other_error_is_pythons_own_report(source: str, python: Console) -> None:
    problem, words = python.run(source)
    assert not words
    assert "console.py" not in problem
    assert problem.splitlines()[-1].partition(":")[0] in ("ZeroDivisionError", "SystemExit", "SyntaxError", "ValueError")


def test_a_report_shows_the_readers_lines(python: Console) -> None:
    problem, _ = python.run("def f():\n    return 1 / 0\n\nf()")
    assert "line 4, in <module>\n    f()" in problem
    assert "line 2, in f\n    return 1 / 0" in problem


def test_one_run_says_no_more_than_a_page_can_show(python: Console, said: list[str]) -> None:
    python.run("for k in range(100_000): print(k)")
    text = "".join(said)
    assert text.endswith("The rest is not shown: this is as much as one run may say here.\n")
    assert MOST < len(text) < MOST + 200


@pytest.mark.parametrize(
    ("source", "begins"),
    [
        ("1 + 1", None),
        ("1 +", None),
        ("print(", ""),
        ("if True:", "    "),
        ("if True:\n    for k in 'ab':", "        "),
        ("if True:\n    pass", "    "),
        ("if True:\n    pass\n", None),
        ("if True:\n    pass\n    ", None),
        ("@staticmethod", ""),
        ("'''", ""),
    ],
)
def test_python_knows_whether_a_line_goes_on(source: str, begins: str | None) -> None:
    assert begins == rest(source)


@pytest.mark.parametrize("name", calc.NAMES)
def test_every_example_of_a_calculator_becomes_a_call(name: str) -> None:
    c = calc.load(name)
    for preset in c.presets:
        values = c.parse(dict(preset.texts), link=True)
        code, told = linked(link(c, values))
        assert c.evaluate({**values, **{i.name: i.default for i in c.inputs if i.private}}) == eval(code, {"calc": calc})
        assert told == "This is the scenario of your link, as a call. Nothing has been run."


def test_an_old_link_becomes_a_call_of_today() -> None:
    assert "calc.margin(leverage=20)" == linked("?calc=margin&v=1&leverage=20")[0]


def test_what_a_link_says_wrongly_is_left_out_and_said() -> None:
    code, told = linked('?calc=liquidation&v=2&side=short&leverage=");import os')
    assert 'calc.liquidation(side="short")' == code
    assert told.startswith('Left out of this call: “");import os” is not a number')


@pytest.mark.parametrize("query", ["", "?", "?calc=", "?calc=os", "?calc=liquidation&v=99", "?calc=liquidation&calc=margin"])
def test_a_link_that_cannot_be_read_is_answered_with_a_sentence(query: str) -> None:
    code, told = linked(query)
    assert "" == code
    assert told.endswith(".")


def test_the_address_of_the_wheel_is_written_where_the_site_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"leverage_guide-{calc.__version__}-py3-none-any.whl"
    monkeypatch.setenv("SITE_URL", "https://guide.example/site")
    assert f"<code>pip install https://guide.example/site/python/{name}</code>" in install()
    monkeypatch.delenv("SITE_URL")
    assert f"<code>pip install {name}</code>" in install()
    assert f'<a href="../../python/{name}" download>' in install()


def test_the_page_prints_what_each_example_gives() -> None:
    html = console()
    assert f">{calc.liquidation(leverage=25).liquidation_price!r}</pre>" in html
    assert html.count("<li><pre>") == html.count('data-do="again"') == html.count("calc-console-out")

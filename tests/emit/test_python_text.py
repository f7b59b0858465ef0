"""The text of a generated module: clean for type checkers and formatters, readable, and safe from any prose."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from fsmc.emit.python import emit
from fsmc.emit.rendering import comment, docstring, literal
from tests.emit.build import machine_of, module_of, source_of
from tests.emit.test_python_api import SPEC, many
from tests.emit.test_python_guards import FIELDS
from tests.emit.test_python_guards import SPEC as GUARDS
from tests.emit.test_python_runs import BOTH, DEFERRING, RAISING
from tests.emit.test_python_timers import FAILING
from tests.emit.test_python_timers import SPEC as TIMERS

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

NARROWING = """
machine Narrow
type Colour = red | green | blue
var paint: Colour
guard ok
event set (c: Colour)
event next
action say (c: Colour)
state A initial
A on set [c == red] -> stay / say(red) if c == red, say(c) if paint != blue
A on set [c != red and ok] -> stay / say(green) if c == green
A on set [c == green and not ok] -> stay
A on set [else] -> stay / say(blue) if c == blue
A on next [paint == red] -> stay / paint = green
A on next [paint == green] -> stay / paint = blue
A on next [paint == blue and ok] -> stay / paint = red
A on next [else] -> stay
"""

BARE = """
machine Bare
state Only initial
event knock
Only ignore knock
"""

STAYING = """
machine Stays
state Only initial
var count: int
type Message (size: int)
event keep (n: int)
event add (m: Message)
Only defer keep
Only on add -> stay / count = 1, count += m.size
"""

PLAIN_HOST_TYPES = """
machine Carrier
type Parcel
type Box
type Sized (size: int)
const LIMIT = 3 ## As many as fit.
const SECONDS = 2 * 3s
state Idle initial
event put (p: Parcel, s: Sized)
action send (p: Parcel)
Idle on put [s.size < LIMIT] -> stay / send(p)
Idle on put [else] -> stay
Idle ignore box
event box (b: Box)
"""

LOGIC = """
machine Logic-with-long-names-to-break
guard is-acceptable-to-us
guard is-big-enough-for-us (n: int)
guard two-are-better-than-one (n: int, m: int)
option fast-retransmission: bool
var count-of-all-attempts: int
var has-been-seen-before: bool
event go (n: int, m: int)
event set (n: int, m: int)
event put (n: int, m: int)
action say-what-has-happened (n: int)
state A initial
state B
state C
A on go [is-big-enough-for-us(n) and two-are-better-than-one(n, m)] -> B / say-what-has-happened(n) if count-of-all-attempts > n and (has-been-seen-before or count-of-all-attempts < m),
    count-of-all-attempts = 2 if n > 3 or (has-been-seen-before and fast-retransmission)
A on go [else] -> stay / say-what-has-happened(1) if is-big-enough-for-us(n + 1) or has-been-seen-before,
    say-what-has-happened(2) if not (has-been-seen-before and count-of-all-attempts < m),
    has-been-seen-before = true if has-been-seen-before and two-are-better-than-one(count-of-all-attempts, n)
B on go [(has-been-seen-before or is-acceptable-to-us) and fast-retransmission] -> A / say-what-has-happened(count-of-all-attempts), count-of-all-attempts = count-of-all-attempts + n + m
B on go [else] -> stay / say-what-has-happened(n + m * count-of-all-attempts),
    say-what-has-happened(3) if has-been-seen-before
C on go [fast-retransmission and (is-big-enough-for-us(n) or is-big-enough-for-us(m))] -> A
C on go [else] -> B
A on set [has-been-seen-before and fast-retransmission or is-big-enough-for-us(n)] -> B
A on set [else] -> C
B on set [two-are-better-than-one(n, m) or has-been-seen-before] -> A
B on set [else] -> stay / say-what-has-happened(7)
C on set [not (has-been-seen-before or fast-retransmission)] -> A
C on set [else] -> stay / has-been-seen-before = true if has-been-seen-before or count-of-all-attempts > 0
A on put [two-are-better-than-one(n + 1, m) and has-been-seen-before and fast-retransmission] -> B
A on put [else] -> stay
B on put [0 <= count-of-all-attempts < 7 and fast-retransmission] -> A
B on put [else] -> stay
C on put [count-of-all-attempts == n or count-of-all-attempts == m] -> A
C on put [else] -> stay
"""  # noqa: E501

EVIL = (
    r'''
machine Evil "a \"\"\" b \\ {{ x }} {% y %} # z"
state A "it's \\N{DASH}" initial ## ends with a quote "
state B ## ends with a backslash \
event go "\"\"\"" ## """ and '''
    + "'''"
    + r''' \" \x41 \u202e {{ 7 * 7 }} %s {0}
action say (what: str) ## "quoted"
A on go -> B / say("\"\"\"; raise SystemExit(1) \\") ## """ raise SystemExit(2)
B reject go "no \"way\" \\"
'''
)

WIDE = """
machine 機械
state 待機 "待機中です。" initial ## 待つ。
state 実行
event 開始 "開始する"
event 停止
action 表示 (文: str)
待機 on 開始 -> 実行 / 表示("とても長い文章とても長い文章とても長い文章とても長い文章")
実行 on 停止 -> 待機
unlisted ignore
"""

FILES = [HERE / "everything.fsm", *sorted((ROOT / "specs").glob("*.fsm"))]
SPECS: dict[str, str] = {
    "api": SPEC,
    "guards": GUARDS,
    "fields": FIELDS,
    "deferring": DEFERRING,
    "raising": RAISING,
    "both": BOTH,
    "timers": TIMERS,
    "failing": FAILING,
    "many": many(40),
    "narrowing": NARROWING,
    "bare": BARE,
    "staying": STAYING,
    "host types": PLAIN_HOST_TYPES,
    "long names": LOGIC,
    "evil": EVIL,
    "wide": WIDE,
    **{path.stem: path.read_text(encoding="utf-8") for path in FILES},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All generated modules in one folder."""
    folder = tmp_path_factory.mktemp("generated")
    for name, text in SPECS.items():
        (folder / f"{name.replace(' ', '_')}.py").write_text(source_of(text), encoding="utf-8")
    return folder


def run(*command: str, folder: Path) -> str:
    arguments = [sys.executable, "-m", *command, "."]
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_mypy_finds_nothing(folder: Path) -> None:
    assert run("mypy", "--strict", "--no-incremental", folder=folder) == ""


def test_the_formatter_changes_nothing(folder: Path) -> None:
    assert run("ruff", "format", "--isolated", "--no-cache", "--diff", folder=folder) == ""


def test_the_linter_finds_nothing(folder: Path) -> None:
    assert run("ruff", "check", "--isolated", "--no-cache", folder=folder) == ""


@pytest.mark.parametrize("name", SPECS)
def test_only_the_standard_library_is_imported(name: str) -> None:
    found = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(source_of(SPECS[name])))
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }
    assert {str(module).partition(".")[0] for module in found} <= sys.stdlib_module_names


@pytest.mark.parametrize("name", SPECS)
def test_the_first_lines_say_where_the_module_comes_from(name: str) -> None:
    head = source_of(SPECS[name]).splitlines()[:3]
    assert any("Generated by fsmc from machine" in line for line in head)
    assert machine_of(SPECS[name]).name in " ".join(head)


@pytest.mark.parametrize("name", [name for name in SPECS if name != "wide"])
def test_no_comment_and_no_docstring_is_too_long(name: str) -> None:
    program = source_of(SPECS[name]).partition("# fmt: off")[0]  # what follows is the table of transitions
    long = [line.strip() for line in program.splitlines() if len(line) > 88]
    assert [line for line in long if line[0] not in "\"'" or line.startswith('"""')] == []


def test_the_artifact_is_named_after_the_machine() -> None:
    assert emit(machine_of(DEFERRING)).name == "line.py"


# ------------------------------------------------------------------------------------------------------------- prose


def test_prose_is_never_code() -> None:
    module = module_of(EVIL)
    machine = module.Evil()
    assert machine.go() == (module.Say('"""; raise SystemExit(1) \\'),)
    with pytest.raises(module.Rejected) as caught:
        machine.go()
    assert caught.value.reason == 'no "way" \\'
    assert module.__doc__.startswith('a """ b \\ {{ x }} {% y %} # z.')
    assert '"""' in module.Evil.go.__doc__
    assert "{{ 7 * 7 }}" in module.Evil.go.__doc__


@pytest.mark.parametrize(
    "text",
    [
        '"', '"""', '""""', "'''", "\\", "\\\\", 'a\\"', '"a"', "a\nb", "a\r\nb\r", "\x00", "\x1b[31m", "\u202e",
        "\u2028", "\x85", "\ufeff", "{{ a }}", "# x", "é – 漢", "x" * 300, "a b " * 60, " lead", "trail ", "\t", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize("indent", [0, 4, 8])
def test_any_text_survives_as_literal_comment_and_docstring(text: str, indent: int) -> None:
    assert ast.literal_eval(literal(text)) == text
    pad = " " * indent
    wrapper = "".join(f"{' ' * depth}if 1:\n" for depth in range(0, indent, 4))
    head = f"{wrapper}{pad}{comment(text, indent)}\n{pad}def f():\n"
    tree = ast.parse(f"{head}{pad}    {docstring(text or 'x', indent + 4)}\n")
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert [len(function.body) for function in functions] == [1]
    assert isinstance(ast.get_docstring(functions[0]), str)


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\x1b", "\x00", "\u2028", "\ufeff", "\u200b"])
def test_no_hidden_character_reaches_a_module(hidden: str) -> None:
    for text in (literal(f"a{hidden}b"), comment(f"a{hidden}b"), docstring(f"a{hidden}b")):
        assert hidden not in text


# ------------------------------------------------------------------------------------------------------- readability


def test_each_line_of_the_spec_is_quoted_where_it_is_taken() -> None:
    source = source_of(SPEC)
    assert '        # Shut reject pull "push, do not pull"  @2.2\n' in source
    assert "            # Shut on push [else] -> stay\n" in source


def test_states_that_do_the_same_share_a_test() -> None:
    assert "if state is _BUSY or state is _FULL:" in source_of(DEFERRING)


def test_a_group_of_states_is_asked_for_as_a_set() -> None:
    source = source_of("""
machine Days
state Mon initial
state Tue
state Wed
state Thu
state Fri
state Sat
group WORK = Mon..Thu
event rest
event work
action sigh
WORK on rest -> Sat / sigh
Fri on rest -> Sat
any ignore work
unlisted reject
""")
    assert "_WORK: Final = frozenset((_MON, _TUE, _WED, _THU))" in source
    assert "if state in _WORK:" in source


def test_docs_and_labels_become_docstrings() -> None:
    module = module_of("""
## About the lamp.
machine Lamp "A lamp"
state Dark "No light" initial ## Saves power.
state Bright
event toggle "flip" ## Somebody flips the switch.
action click "a noise" ## Loud.
Dark on toggle -> Bright / click
Bright on toggle -> Dark
""")
    assert module.__doc__ == "A lamp.\n\nAbout the lamp.\n"
    assert module.Lamp.toggle.__doc__ == "flip: Somebody flips the switch."
    assert module.Click.__doc__ == "a noise: Loud."
    assert module.Handler.click.__doc__ == "a noise: Loud."


def test_two_builds_give_the_same_text() -> None:
    text = (HERE / "everything.fsm").read_text(encoding="utf-8")
    machine_of.cache_clear()
    assert emit(machine_of(text)).text == source_of(text)

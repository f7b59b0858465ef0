"""Names that Python, the module or a file system cannot tell apart, or needs for itself, are errors or bound safely."""

from __future__ import annotations

import ast
import builtins
import keyword
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fsmc import compiler, names
from fsmc.binding import RESERVED_MACHINE, RESERVED_MODULE
from fsmc.emit.filing import stems
from fsmc.lint import catalog
from fsmc.source import SourceFile
from tests.emit.build import Pair, imported, machine_of, source_of

EVERYTHING = (Path(__file__).parent.parent / "emit/everything.fsm").read_text(encoding="utf-8")

SPEC = """\
machine {0}
type {1} = {2} | other-member
option {3}: bool = false
var {4}: int = 0
timer {5} = 3s within {7}
state {6} initial
state {7}
event {8} ({9}: int = 1)
event {10}
action {11} ({12}: int)
guard {13} ({14}: int)
{6} on {8} [{13}({9})] -> {7} / {11}({4}), {4} += {9}, start {5}
{6} reject {8} [else]
{7} on timeout {5} -> {6}
{7} on {8} [{3}] -> stay
{7} ignore {8} [else]
{6}, {7} on {10} -> {7}
group {15} = {6}, {7}
enter {15} / {11}(3)
"""
PLAIN = ("M", "T", "member", "o", "v", "t", "A", "B", "e", "p", "f", "a", "q", "g", "r", "G")


def spec(**changed: str) -> str:
    """The spec with other names, by their places."""
    given = {f"n{number}": name for number, name in enumerate(PLAIN)} | changed
    return SPEC.format(*(names.quoted(given[f"n{number}"]) for number in range(len(PLAIN))))


def errors(text: str) -> set[str]:
    """The codes of the errors, each of which says where it is and what to do."""
    found = compiler.check(SourceFile("spec.fsm", text)).errors
    assert all(one.span.line and one.help and catalog.rule(one.code) for one in found)
    return {one.code for one in found}


@pytest.mark.parametrize("name", sorted({*keyword.kwlist} - {"False", "None", "True"}))
def test_keywords_are_no_methods_and_no_parameters(name: str) -> None:
    expected = {"FSM057"} if names.snake(name) == name else set()
    assert [errors(spec(**{place: name})) for place in ("n8", "n9", "n11", "n12")] == [expected] * 4


@pytest.mark.parametrize("name", [*keyword.softkwlist, "print", "__init__", "__doc__", "__slots__", "_timers", "name"])
def test_soft_keywords_and_dunders_are_bound_to_names_of_their_own(name: str) -> None:
    text = spec(n3=f"{name} 3", n4=f"{name} 4", n6=name, n7=f"{name} 7", n8=name, n9=name, n11=name, n12=name, n13=name)
    assert errors(text) == set()
    runs(text)


@pytest.mark.parametrize("name", ["handle", "advance", "snapshot", "restore", "state", "deadline", "clock", "guards"])
def test_no_event_option_or_variable_takes_the_place_of_the_machine_s_own(name: str) -> None:
    assert [errors(spec(**{place: name})) for place in ("n3", "n4", "n8")] == [{"FSM057"}] * 3


@pytest.mark.parametrize("name", ["perform", "handler", "self"])
def test_no_field_takes_the_place_of_an_action_s_own(name: str) -> None:
    assert errors(spec(n12=name)) == {"FSM057"}


@pytest.mark.parametrize(
    "name", ["Runner", "Handler", "State", "Event", "Actions", "Enum", "base-exception", "type error"]
)
def test_no_class_takes_the_place_of_the_module_s_own(name: str) -> None:
    assert [errors(spec(**{place: name})) for place in ("n0", "n1", "n11")] == [{"FSM057"}] * 3


def test_all_that_a_module_needs_is_reserved() -> None:
    """What it defines or takes from Python, if its name could be that of a class or a constant of the spec."""
    tree = ast.parse(source_of(EVERYTHING))
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    classes = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    of_spec = {"Blob", "Colour", "Everything", "GRACE", "LIMIT", "Mark", "Message", "Mode", "Note", "Say", "Show"}
    needed = {name for name in read & set(dir(builtins)) | classes if name[0].isupper()}
    assert needed - of_spec <= RESERVED_MODULE


def test_all_that_a_machine_has_is_reserved() -> None:
    module: Any = imported(source_of(EVERYTHING))
    own = {name for name in vars(module.Everything) if not name.startswith("_")}
    of_spec = {names.snake(one.name) for kind in _attributes() for one in kind}
    assert own - of_spec <= RESERVED_MACHINE


def _attributes() -> tuple[Any, ...]:
    machine = machine_of(EVERYTHING)
    return machine.options, machine.variables, machine.events


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("caf\u00e9", "cafe\u0301"),
        ("\u00c5", "\u212b"),
        ("\ufb01n", "fin"),
        ("\uff32\uff23\uff36", "RCV"),
        ("\u1112\u1161\u11ab", "\ud55c"),
        ("x\u00b2", "x2"),
        ("\u017fet", "set"),
        ("rcv-SYN", "rcv_SYN"),
        ("a\u0bf0b", "a b"),
        ("!", "?!"),
    ],
)
def test_names_that_python_cannot_tell_apart_are_errors(one: str, other: str) -> None:
    assert [errors(spec(n8=one, n10=other)), errors(spec(n6=one, n7=other))] == [{"FSM056"}] * 2


def test_every_letter_gives_identifiers_as_python_reads_them() -> None:
    """In a set of names, in `__all__` and in `getattr` they are texts, which Python does not normalise."""
    for char in filter(_is_odd, map(chr, range(sys.maxunicode + 1))):
        for name in (names.snake(f"zz{char}"), names.constant(f"{char}zz"), names.pascal(char)):
            assert name.isidentifier(), ascii(char)
            assert unicodedata.is_normalized("NFKC", name), ascii(char)
            assert not names.is_reserved(name), ascii(char)


def _is_odd(char: str) -> bool:
    """Whether a letter or digit is none of an identifier, or it or one of its cases is another one to Python."""
    if not char.isalnum():
        return False
    return not f"_{char}".isidentifier() or not unicodedata.is_normalized("NFKC", f"{char}{char.upper()}{char.lower()}")


@pytest.mark.parametrize("name", sorted(name for name in sys.stdlib_module_names if not name.startswith("_")))
def test_no_module_hides_one_of_python(name: str) -> None:
    module = names.module(name)
    assert module not in sys.stdlib_module_names
    assert module == names.snake(name) or module == f"machine_{name}"


@pytest.mark.parametrize(
    "name", ["Test-x", "conftest", "Pytest", "con", "NUL", "com1", "COM\u00b9", "class", "Json", "test"]
)
def test_a_file_that_means_something_elsewhere_has_another_name(name: str) -> None:
    machine = machine_of(spec(n0=name))
    assert machine.slug == f"machine_{names.snake(name)}"


def test_files_differ_where_neither_case_nor_spelling_is_told_apart() -> None:
    alike = [
        "A",
        "a",
        "\u00c5",
        "\u212b",
        "\uff21",
        "K",
        "\u212a",
        "aux",
        "AUX",
        "com\u00b9",
        "x" * 300,
        "\U00020000" * 90,
    ]
    found = list(stems(alike).values())
    folded = {unicodedata.normalize("NFKC", stem).casefold() for stem in found}
    assert len(folded) == len(alike)
    assert max(len(f"{stem}.svg".encode()) for stem in found) <= 255
    assert not {"aux", "com1"} & folded


# --------------------------------------------------------------------------------------------------------- whatever


ODD = [
    *keyword.kwlist,
    *keyword.softkwlist,
    *("handle", "advance", "state", "Runner", "perform", "done", "answer", "asked", "fails-at", "be-asked", "refused"),
    *(
        "!",
        "?",
        "+",
        "2-way",
        "_2-way",
        "2 way",
        "__init__",
        "timeout-t",
        "timeout t",
        "on-e",
        "option-2-way",
        "nameless",
    ),
    *("json", "Enum", "mro", "values", "_", "time", "deque", "isinstance", "actions", "before", "self", "cls", "event"),
    *(
        "\u0390",
        "\u0149",
        "\u0130",
        "a\u0bf0",
        "\u2e2f",
        "\u212b",
        "\ufb01n",
        "e\u0301",
        "\u200b",
        "\x00",
        "\ud55c",
        "a.b",
    ),
    *("True", "none", "Base Exception", "Exception", "str", "tuple", "object", "any", "other", "METHODS", "EXPIRIES"),
]
NAMES = st.one_of(
    st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), min_size=1)
)


@settings(max_examples=120, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from([f"n{number}" for number in range(len(PLAIN))]), NAMES, max_size=8))
def test_whatever_the_names_there_is_a_finding_or_a_module_that_runs(changed: dict[str, str]) -> None:
    text = spec(**changed)
    if not errors(text):
        runs(text)


def runs(text: str) -> None:
    """The module does what the interpreter does, also from a snapshot; all that it exports is there."""
    pair = Pair(text)
    assert not [name for name in pair.module.__all__ if not hasattr(pair.module, name)]
    pair.answers = {guard.name: True for guard in pair.machine.predicates}
    first, second = pair.machine.events
    for event in (first, second, first):
        pair.send(event.name, {part.name: 2 for part in event.params})
        pair.restore()
    pair.clock.now += 4
    pair.advance()

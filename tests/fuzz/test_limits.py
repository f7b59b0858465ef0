"""What is beyond all measure is told with its place and a way out, at once, and what is just within is read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fsmc import compiler, files, logic
from fsmc.diagnostics import Diagnostic
from fsmc.files import FileError
from fsmc.language import grammar
from fsmc.language.limits import DEEPEST, LONGEST_LINE, MOST_DIGITS, MOST_LINES, MOST_WORDS
from fsmc.logic import search
from fsmc.source import SourceFile
from tests.command import runner

HEAD = """\
machine M
var n: int
state A initial
state B
event e
action act (v: int)
A on e -> B
B on e -> A
"""


def found(text: str) -> tuple[Diagnostic, ...]:
    return compiler.check(SourceFile("x.fsm", HEAD + text)).errors


def _nested(number: int) -> str:
    groups = "".join(f"group G{n} = G{n + 1}\n" for n in range(number - 1))
    return f"{groups}group G{number - 1} = A\n"


def _chained(number: int) -> str:
    return "const C0 = 1\n" + "".join(f"const C{n} = C{n - 1} + 1\n" for n in range(1, number))


def _crowd(number: int) -> str:
    return "event g\n" + "A ignore g\n" * number


LIMITS: dict[str, tuple[Callable[[int], str], int, str]] = {
    "a long line": (lambda k: "#" + "x" * (k - 1) + "\n", LONGEST_LINE, "more than 10,000 characters"),
    "a long statement": (lambda k: "A,\n" * ((k - 1) // 2) + "A\n", MOST_WORDS, "words and signs"),
    "a long number": (lambda k: f"const C = {'9' * k}\n", MOST_DIGITS, "more than 100 digits"),
    "a long duration": (lambda k: f"const C = 0.{'9' * (k - 3)}s\n", MOST_DIGITS, "more than 100 digits"),
    "nested groups": (_nested, DEEPEST, "stands in more than 100 others"),
    "nested constants": (_chained, DEEPEST, "is made of more than 1,000 parts, or over 100 steps"),
    "nested brackets": (lambda k: f"const C = {'(' * k}1{')' * k}\n", grammar.MAX_NESTING, "more than 100 levels"),
    "fields of fields": (lambda k: f"A on e [n{'.x' * k}] -> B\n", grammar.MAX_NESTING, "more than 100 operators"),
    "lines of one cell": (_crowd, MOST_LINES, "lines speak of g in A, and 100 is the most"),
}


@pytest.mark.parametrize("what", LIMITS)
def test_what_is_beyond_measure_is_told_with_a_place_and_a_way_out(what: str) -> None:
    make, most, message = LIMITS[what]
    beyond = [each for each in found(make(most + 1)) if each.code in ("FSM035", "FSM006")]
    assert message in beyond[0].message
    assert beyond[0].help
    assert beyond[0].span.line > 0
    assert not [each for each in found(make(most)) if each.code in ("FSM035", "FSM006")]


@pytest.mark.parametrize("steps", [1, 6, 40])
def test_constants_that_double_are_told_before_they_are_worked_out(steps: int) -> None:
    chain = "".join(f"const C{n + 1} = C{n} * C{n}\n" for n in range(steps))
    codes = [each.code for each in found(f"const C0 = 10\n{chain}")]
    assert codes == ([] if steps < 7 else ["FSM035"])


def test_a_machine_of_too_many_cells_is_told_before_they_are_made() -> None:
    names = "".join(f"state S{n}\nevent E{n}\n" for n in range(450))
    (one,) = found(names)
    assert "pairs of state and event, and 200,000 is the most" in one.message


def test_a_file_that_does_not_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "big.fsm"
    path.write_bytes(b"#")
    os.truncate(path, 1 << 40)
    with pytest.raises(FileError, match="larger than 8 MiB"):
        files.read(path)


@pytest.mark.parametrize("command", [("inject",), ("fmt",), ("check",), ("check", "--fix"), ("build",), ("draw",)])
def test_no_command_reads_a_file_that_does_not_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    path = tmp_path / "big.md"
    path.write_bytes(b"#")
    os.truncate(path, 1 << 40)
    done = runner(monkeypatch, capsys)(*command, str(path))
    assert done.status == 2
    assert "larger than 8 MiB" in done.err


# -------------------------------------------------------------------------------- what the logic may cost

GUARDS = "event g\n" + "".join(f"A on g [n > {n} and n < {n + 2}] -> B / act({n})\n" for n in range(0, 24, 2))


def test_conditions_without_end_are_left_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not found(GUARDS)
    monkeypatch.setattr(search, "_MOST_EFFORT", 1_000)
    assert {each.code for each in found(GUARDS)} == {"FSM042"}


def test_what_is_decided_does_not_depend_on_what_was_asked_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_MOST_EFFORT", 2_000)
    search._find.cache_clear()
    first = found(GUARDS)
    assert first
    assert found(GUARDS) == first


def test_nested_comparisons_of_truth_are_not_multiplied_out() -> None:
    nested = "".join("(" for _ in range(60)) + "q" + "".join(" == q)" for _ in range(60))
    assert not found(f"var q: bool\nevent g\nA on g [{nested}] -> B\nA ignore g [else]\n")


def test_outside_of_a_spec_a_question_has_a_limit_of_its_own_only() -> None:
    assert search._ACCOUNT.get() is None
    with logic.accounted():
        assert search._ACCOUNT.get() is not None
    assert search._ACCOUNT.get() is None


# -------------------------------------------------------------------------------- what is unpickled


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
@pytest.mark.parametrize(("mode", "is_used"), [(0o700, True), (0o755, True), (0o775, False), (0o777, False)])
def test_tables_of_the_grammar_are_not_read_where_strangers_can_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, is_used: bool
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "fsmc").mkdir()
    (tmp_path / "fsmc").chmod(mode)
    assert bool(grammar._cache_file()) is is_used

"""The rules of meaning: which findings are open questions, what is pointed to, and what their fixes make of a line."""

from __future__ import annotations

import pytest

from fsmc import compiler
from fsmc.diagnostics import Diagnostic
from fsmc.fixes import apply
from fsmc.source import SourceFile, Span

GRID = """
machine Grid
state Small initial
state Large
action draw (n: int)
event shrink
event resize (width: int, height: int)
Large on shrink -> Small
Small ignore shrink
Large ignore resize
"""

LAMP = """
machine Lamp
timer t = 30s within On
var count: int
state Off initial
state On
action hum
event press (n: int)
On on timeout t -> Off
"""


def found(text: str) -> tuple[Diagnostic, ...]:
    return compiler.check(SourceFile("spec.fsm", text)).diagnostics


def only(text: str, code: str) -> Diagnostic:
    """The one finding of that code."""
    (one,) = (each for each in found(text) if each.code == code)
    return one


def words_at(text: str, span: Span) -> str:
    return SourceFile("spec.fsm", text).line(span.line)[span.column - 1 : span.end_column - 1]


def mended(text: str, code: str) -> str:
    """The last line of the text, after the fix of the one finding of that code."""
    fix = only(text, code).fix
    assert fix is not None
    return apply(SourceFile("spec.fsm", text), [fix]).rstrip("\n").split("\n")[-1]


# ------------------------------------------------------------------------------------------------ open questions


def test_a_case_that_is_known_to_be_left_is_no_open_question() -> None:
    one = only(f"{GRID}Small on resize [width > 3] -> Large\n", "FSM110")
    assert not one.undecided
    assert "if width = 0" in one.message


def test_a_case_of_which_nobody_knows_whether_it_is_left_is_an_open_question() -> None:
    guards = ("width * height > 9", "width * height <= 9 and width * width + height * height >= 0")
    lines = "".join(f"Small on resize [{guard}] -> Large / draw({n})\n" for n, guard in enumerate(guards))
    assert only(GRID + lines, "FSM110").undecided


def test_events_that_overlap_are_an_error_and_those_that_may_are_an_open_question() -> None:
    events = "event big = resize [width * height > 9]\n"
    assert only(f"{GRID}{events}event flat = resize [width == 1]\n", "FSM045").undecided
    events = "event big = resize [width > 9]\n"
    assert not only(f"{GRID}{events}event flat = resize [width > 8]\n", "FSM045").undecided


# ------------------------------------------------------------------------------------------------ what is pointed to


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("Off on press [n > 3 and n < 3] -> On / start t", "FSM048", "[n > 3 and n < 3]"),
        ("Off on press -> On / start t, hum if n < 3 and n > 3", "FSM048", "hum if n < 3 and n > 3"),
        ("Off on press [else] -> On / start t", "FSM044", "[else]"),
        ("Off on press -> stay / hum, start t", "FSM052", "start t"),
        ("Off on press [n > 3] -> On / start t\nOff on press [n > 2] -> On / hum", "FSM041", "[n > 2]"),
        ("Off on press [n > 3] -> On / start t\nOff on press -> On / hum", "FSM041", "Off on press -> On / hum"),
        ("Off on press -> On / start t, hum, raise press(3)\nOn never press", "FSM055", "raise press(3)"),
        ("Off on press -> stay / hum, raise press(3)\nOn on press -> Off", "FSM054", "raise press(3)"),
    ],
)
def test_a_finding_points_to_the_words_that_are_wrong(line: str, code: str, words: str) -> None:
    text = f"{LAMP}{line}\n"
    assert words_at(text, only(text, code).span) == words


def test_a_cell_decided_by_two_guards_shows_the_other_guard_too() -> None:
    text = f"{LAMP}Off on press [n > 3] -> On / start t\nOff on press [n > 2] -> On / hum\n"
    (note,) = only(text, "FSM041").notes
    assert words_at(text, note.span) == "[n > 3]"


def test_what_follows_from_lines_that_clash_is_not_told_as_a_fault_of_its_own() -> None:
    lines = "Off on press [n > 3] -> On / start t\nOff on press [n <= 4] -> On\nOff on press [else] -> stay / hum\n"
    assert [each.code for each in found(LAMP + lines)] == ["FSM041"]


# ------------------------------------------------------------------------------------------------ fixes


@pytest.mark.parametrize(
    ("line", "code", "after"),
    [
        ("Off on press [else] -> On / start t", "FSM044", "Off on press  -> On / start t"),
        ("Off on press [n > 3 or n < 4] -> On / start t", "FSM116", "Off on press  -> On / start t"),
        ("Off on press -> On / start t, hum if n > 3 or n < 4", "FSM116", "Off on press -> On / start t, hum"),
        ("Off on press -> On / count = 3, start t, count = n", "FSM114", "Off on press -> On / start t, count = n"),
        ("Off on press -> On / start t, count = count", "FSM115", "Off on press -> On / start t"),
        ("Off on press -> On / start t = 3s, start t", "FSM121", "Off on press -> On / start t"),
        ("Off on press -> On / start t\nOn on press -> Off / hum, stop t", "FSM120", "On on press -> Off / hum"),
        ("Off on press -> On / start t\nOff on press -> On / start t", "FSM040", "Off on press -> On / start t"),
        ("Off on press -> On / start t\nOff ignore other", "FSM047", "Off on press -> On / start t"),
    ],
)
def test_a_fix_takes_out_what_says_nothing(line: str, code: str, after: str) -> None:
    assert mended(f"{LAMP}{line}\n", code) == after


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Off on press -> On / start t\nOff on press -> On / start t, hum", "FSM040"),
        ("Off on press -> On / start t\nOff, On on press -> On / start t", "FSM040"),
        ("Off on press -> On / start t\nOff on press -> On / start t  ## Somebody came.", "FSM040"),
        ("Off on press -> On / start t\nOff ignore other  ## Nothing else counts.", "FSM047"),
        ("Off on press -> On / start t, hum\nOn on press -> Off / stop t", "FSM120"),
        ("Off on press -> On / start t, hum,\n    stop t", "FSM121"),
    ],
)
def test_there_is_no_fix_where_something_would_be_lost(line: str, code: str) -> None:
    assert only(f"{LAMP}{line}\n", code).fix is None


# ------------------------------------------------------------------------------------------------ timers that go round


ROUND = """
machine Beat
timer t = 1s
timer u = 30s
option beating: bool
var count: int
guard wanted
state A initial
state B
action beep
event go
A on go -> stay / start t, start u
B on go -> A / start t
"""


@pytest.mark.parametrize(
    "lines",
    [
        "any on timeout t [count < 3] -> stay / start t\nany ignore timeout t [else]\nB on timeout u -> A / count += 1",
        "A on timeout t [count < 3] -> B / start t\nB on timeout t [count < 3] -> A / start t\n"
        "any on timeout u -> stay / count += 1",
        "any on timeout t [count > 0] -> stay / count += 1, start t\nany on timeout t [else] -> B / count += 1\n"
        "any on timeout u -> B",
        "any on timeout t -> stay / beep, start t if count == count + 0\nany ignore timeout u",
    ],
)
def test_a_loop_that_is_proved_to_go_on_is_told(lines: str) -> None:
    assert "FSM119" in [each.code for each in found(f"{ROUND}{lines}\n")]


@pytest.mark.parametrize(
    "lines",
    [
        "any on timeout t [count < 3] -> stay / count += 1, start t\nany on timeout t [else] -> B / count = 0",
        "any on timeout t [beating] -> stay / start t\nany ignore timeout t [else]",
        "any on timeout t [wanted] -> stay / start t\nany ignore timeout t [else]",
        "any on timeout t -> stay / beep, start t if wanted",
        "A on timeout t -> stay / beep, start t\nA on timeout u -> B\nB ignore timeout t",
        "A on timeout t -> stay / start t, raise go\nB ignore timeout t",
        "A on timeout t -> B / start t\nB on timeout t -> A / beep",
        "A on timeout t -> B / start t\nB on timeout t -> A / start t\nany on timeout u -> stay / beep",
        "any on timeout t [running(u)] -> stay / start t\nany ignore timeout t [else]",
    ],
)
def test_a_loop_that_something_may_end_is_not_told(lines: str) -> None:
    assert "FSM119" not in [each.code for each in found(f"{ROUND}{lines}\n")]

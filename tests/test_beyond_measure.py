"""Numbers that a machine multiplies without bound: a step that comes to one is left out, and every command goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from fsmc import cli, compiler, outcomes
from fsmc.diff import Axis, Grade, compare
from fsmc.interpreter import BeyondMeasure, Interpreter
from fsmc.model import Machine
from fsmc.mutate import mutants
from fsmc.mutate.run import Fate, Grader, generated_suite
from fsmc.source import SourceFile
from fsmc.testgen import KINDS, made, suite_text
from tests.command import runner

SQUARE = """\
machine Square
state A initial
state B
event tick
event grow
event go
var n: int = 3
action tell(n: int)
A on grow -> stay / n = n * n
A on tick -> stay / tell(n)
A on go -> B
B on go [n > 10] -> A
B ignore go [else]
B ignore tick, grow
"""
RAISING = """\
machine Raising
state A initial
event go
event spin(k: int)
var n: int = 3
A on go -> stay / raise spin(n)
A on spin [k > 0] -> stay / n = k * k, raise spin(k * k)
A on spin [else] -> stay / n = 0
"""
DUE = f"""\
machine Due
state A initial
event go
var n: int = 3
timer t = 1s
timer u = 2s
A on go -> stay / start t, start u
A on timeout t -> stay / n = n + 1
A on timeout u -> stay / n = {"n * " * 21}n
"""
ASKING = """\
machine Asking
guard fits(k: int)
state A initial
state B
event go
event grow
var n: int = 3
A on grow -> stay / n = n * n
A on go [n == 3 or fits(n * n * n * n)] -> B
A on go [else] -> stay
B on go -> A
B defer grow
"""
SLOW = f"""\
machine Slow
state A initial
state B
event go
var d: duration = 1s
timer t = d within A
A on go -> stay / d = {10**30} * d, start t
A on timeout t [d > 1h] -> B
A ignore timeout t [else]
B ignore go
"""
ALL = {"square": SQUARE, "raising": RAISING, "due": DUE, "asking": ASKING, "slow": SLOW}


def machine(text: str) -> Machine:
    found = compiler.check(SourceFile("spec.fsm", text))
    assert found.machine
    assert not found.errors, found.errors
    return found.machine


# --------------------------------------------------------------------------------------------------- the interpreter


def _line_of(text: str, error: BeyondMeasure) -> str:
    span = error.span
    return text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]


def test_a_step_beyond_measure_changes_nothing_and_tells_its_place() -> None:
    running = Interpreter(machine(SQUARE))
    running.place("A", {"n": 10**600})
    with pytest.raises(BeyondMeasure, match="more than 1,000 digits") as caught:
        running.send("grow")
    assert _line_of(SQUARE, caught.value) == "n = n * n"
    assert running.variables == {"n": 10**600}


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("S on e [n * n > 1] -> stay", "S on e [n * n > 1] -> stay"),
        ("S on e -> stay / act(n)\naction act(k: int) / n = k * k", "n = k * k"),
        ("S on e -> stay / n += 1, act(n * n)\naction act(k: int)", "act(n * n)"),
        ("event g = e [n * n > 1]\nS on g -> stay", "event g = e [n * n > 1]"),
    ],
    ids=["a guard", "an effect of an action", "an argument", "a derived event"],
)
def test_the_place_is_that_of_the_statement_that_multiplies(line: str, place: str) -> None:
    text = f"machine M\nstate S initial\nunlisted ignore\nevent e\nvar n: int\n{line}\n"
    running = Interpreter(machine(text))
    running.place("S", {"n": 10**600})
    with pytest.raises(BeyondMeasure) as caught:
        running.send("e")
    assert _line_of(text, caught.value) == place


@pytest.mark.parametrize("work", ["d * 10", "d + d", "d - -d"])
def test_a_duration_that_no_float_holds_is_none(work: str) -> None:
    text = f"machine M\nstate S initial\nevent e\nvar d: duration\nS on e -> stay / d = {work}\n"
    running = Interpreter(machine(text))
    running.place("S", {"d": 1.5e308})
    with pytest.raises(BeyondMeasure, match="a duration that no float holds"):
        running.send("e")


def test_an_advance_with_an_expiry_beyond_measure_is_none_at_all() -> None:
    running = Interpreter(machine(DUE), clock=lambda: 5.0)
    running.place("A", {"n": 10**60}, {"t": 1.0, "u": 2.0})
    before = running.configuration
    with pytest.raises(BeyondMeasure):
        running.advance()
    assert running.configuration is before


# -------------------------------------------------------------------------------------------------------- searches


def _power(world: outcomes.World) -> tuple[int, int]:
    found = world.choose((700, 2, 3))
    if found == 700:
        raise BeyondMeasure
    return found, found


def test_worlds_beyond_measure_are_left_out_and_those_beside_them_are_not() -> None:
    assert list(outcomes.explore(_power)) == [(2, 2), (3, 3)]
    assert list(outcomes.explore_around(_power)) == [(2, 2), (3, 3)]


@pytest.mark.parametrize("name", ALL)
def test_the_suite_holds_of_its_module(name: str) -> None:
    suite = generated_suite(machine(ALL[name]))
    assert len(suite.tests) > 5
    assert suite.first_to_fail(suite.module, suite.tests) is None


def test_a_line_that_nothing_within_measure_takes_is_named() -> None:
    (suite,) = compiler.compile(SourceFile("spec.fsm", RAISING), ["tests"]).artifacts
    assert "but for these:\n# A on spin [k > 0] -> stay / n = k * k, raise spin(k * k)" in suite.text


def test_a_number_longer_than_a_line_stands_in_a_suite_whole() -> None:
    text = SQUARE.replace("n = n * n", f"n = n * {10**99} * {10**90}")
    suite = generated_suite(machine(text))
    assert suite.first_to_fail(suite.module, suite.tests) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_suite_for_black_boxes_says_what_it_does_not_send(kind: str) -> None:
    found = made(machine(SQUARE), kind, {}, most=30, tell=lambda _: None)
    assert found.tests
    note = "not sent where a number would have more than 1,000 digits, or a duration be longer than a float can tell: "
    assert f"{note}A on grow" in found.remarks
    assert suite_text(found, lambda _: None)


def test_diff_finds_what_differs_before_numbers_get_out_of_hand_and_leaves_the_rest_open() -> None:
    found = compare(machine(SQUARE), machine(SQUARE.replace("n * n", "n * n * n")))
    assert found.verdict(Axis.ACTIONS).grade is Grade.BREAKING
    bound = SQUARE.replace("n > 10", f"n * n * n > {10**99}")
    later = compare(machine(bound), machine(bound.replace("n * n * n", "1 + n * n * n")))
    assert later.verdict(Axis.BEHAVIOUR).grade is Grade.UNKNOWN


def test_diff_waits_for_timers_that_run_longer_than_any_clock() -> None:
    found = compare(machine(SLOW), machine(SLOW.replace("[d > 1h] -> B", "[d > 1h] -> stay")))
    assert found.verdict(Axis.BEHAVIOUR).grade is Grade.BREAKING


def test_no_mutant_multiplies_until_memory_ends() -> None:
    of = machine(RAISING)
    squares = [each for each in mutants(of) if "k * k + 1" in each.change and "raise" in each.change]
    grader = Grader(of)
    assert squares
    assert {grader.trial(each).fate for each in squares} == {Fate.KILLED}


# -------------------------------------------------------------------------------------------------------- commands


@pytest.mark.parametrize("command", [("check",), ("build", "-o", "out"), ("testgen",), ("diff", "square.fsm")])
def test_commands_do_their_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("square.fsm").write_text(SQUARE, encoding="utf-8")
    done = runner(monkeypatch, capsys)(*command, "square.fsm")
    assert done.status == 0
    assert "beyond all measure" not in done.err


def test_a_scenario_that_no_one_follows_is_told_with_the_statement_that_multiplies() -> None:
    text = f"{SQUARE}scenario s: A{', grow -> A' * 12}\n"
    (found,) = compiler.check(SourceFile("spec.fsm", text)).errors
    assert found.code == "FSM053"
    assert "a number of more than 1,000 digits" in found.message
    assert [text.split("\n")[note.span.line - 1] for note in found.notes] == ["A on grow -> stay / n = n * n"]
    assert "bound the number" in found.help


def test_a_scenario_whose_guard_is_beyond_measure_does_not_hold() -> None:
    text = ASKING.replace("fits(n * n * n * n)", "n * n * n * n > 5")
    text = f"{text}scenario s: A{', grow -> A' * 10}, go [n > 3] -> B\n"
    (found,) = compiler.check(SourceFile("spec.fsm", text)).errors
    assert "does not hold: a number of more than 1,000 digits" in found.message


def test_who_does_not_leave_it_out_tells_the_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def play(**_: object) -> None:
        running = Interpreter(machine(SQUARE))
        running.place("A", {"n": 10**600})
        running.send("grow")

    monkeypatch.setattr(cli.commands, "main", play)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("fsmc: error: 9:21: a number of more than 1,000 digits")

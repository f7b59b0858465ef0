"""The generated tests: they pass on what fsmc makes, fail on what it does not make, and read well."""

from __future__ import annotations

import ast
import html
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fsmc import outcomes
from fsmc.emit.catalog import BACKENDS
from fsmc.emit.suite import emit_suite
from fsmc.emit.suite.cases import cases
from fsmc.emit.suite.selection import worth_a_row
from fsmc.emit.suite.text import WIDTH, python, row
from fsmc.emit.suite.tours import tours
from fsmc.interpreter import Interpreter
from fsmc.language import load
from fsmc.model import Machine
from fsmc.source import SourceFile
from tests.apart import environment

GATE = """
machine Gate
reference DOC "https://example.org/{}"
type Coin = dime | quarter
type Card (valid: bool, kind: Coin)
option price: int = 2
var paid: int
var last: Coin
timer shut = 30s within Open
timer clean = 60s
guard allowed "is the hall open"
event coin (kind: Coin = dime)
event card (card: Card)
event push
event call
event report
action thank (kind: Coin)
action note / paid = 0
state Locked initial
state Open
unlisted reject "not now"
Locked on coin [kind == quarter or paid + 1 >= price] -> Open / thank(kind), last = kind, start shut
Locked on coin [else] -> stay / paid += 1, last = kind, start clean if not running(clean)
Locked on card [card.valid and allowed] -> Open / thank(card.kind), start shut = 10s
Locked reject card [else] "no" @2.1
Locked defer call
Open on push -> Locked / note, raise report
Open on timeout shut -> Locked
Open on call -> stay / stop shut
any on timeout clean -> stay
any ignore report
Open never card
scenario way-in: Locked, coin -> Locked, coin -> Open, push -> Locked, coin(quarter) -> Open, timeout shut -> Locked
scenario late: Open [paid == 1], timeout shut -> Locked
"""


@cache
def gate() -> Machine:
    machine, faults = load(SourceFile("gate.fsm", GATE))
    assert machine is not None, [fault.message for fault in faults]
    return machine


@cache
def suite() -> str:
    return emit_suite(gate()).text


def build(spec: str, folder: Path) -> None:
    """Write the outputs of a machine but its picture."""
    machine, faults = load(SourceFile("spec.fsm", spec))
    assert machine is not None, [fault.message for fault in faults]
    for backend in BACKENDS:
        if backend.name != "svg":
            for artifact in backend.emit(machine):
                path = folder / artifact.name
                path.parent.mkdir(exist_ok=True)
                path.write_text(artifact.text, encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the outputs of the gate but its picture."""
    folder = tmp_path_factory.mktemp("gate")
    build(GATE, folder)
    return folder


def run(folder: Path, *options: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """pytest on the tests in a folder, warnings being errors, with no configuration of this project."""
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "-W", "error", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, *options, str(folder)], cwd=cwd or folder, env=environment(), capture_output=True, text=True,
        check=False,
    )  # fmt: skip


@pytest.mark.parametrize("mode", ["importlib", "prepend"])
def test_the_tests_pass_on_what_fsmc_makes_wherever_they_are_started(built: Path, tmp_path: Path, mode: str) -> None:
    for cwd in (built, tmp_path):
        found = run(built, f"--import-mode={mode}", cwd=cwd)
        assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("name", "text", "instead"),
    [
        ("gate.py", "self.state = _OPEN", "self.state = _LOCKED"),
        ("gate.py", "Thank(kind)", "Thank(Coin.DIME)"),
        ("gate.py", ">= self._price", "> self._price"),
        ("gate.py", '"not now"', '"now"'),
        ("gate.py", "30.0", "31.0"),
        ("gate.dot", "Locked -> Open", "Open -> Locked"),
        ("gate.md", '<a href="#state.Open">Open</a>', '<a href="#state.Locked">Locked</a>'),
    ],
)
def test_the_tests_fail_on_anything_else(built: Path, tmp_path: Path, name: str, text: str, instead: str) -> None:
    folder = tmp_path / "gate"
    shutil.copytree(built, folder)
    source = (folder / name).read_text(encoding="utf-8")
    assert text in source
    (folder / name).write_text(source.replace(text, instead), encoding="utf-8")
    found = run(folder, "-x")
    assert found.returncode == 1, found.stdout


LONE_ELSE = """
machine M
state A initial
state B
event e
event f
var v: bool
A on e [not v] -> B / v = true
A, B ignore e [else]
A on f [v] -> B
A, B on f [else] -> A
"""
KNOWN_GUARD = """
machine M
state A initial
state B
event e (n: bool)
event g = e [n]
A on e, g -> B
B ignore e [not n]
B ignore g [n]
"""
UMLAUTS = """
machine Übergang
state Ärger initial
state 状態
event größe
timer ждать = 3s
Ärger on größe -> 状態 / start ждать
状態 on größe -> Ärger
any on timeout ждать -> Ärger
"""


@pytest.mark.parametrize("spec", [LONE_ELSE, KNOWN_GUARD], ids=["lone else", "known guard"])
def test_where_a_guard_has_nothing_beside_it_all_outputs_tell_of_no_condition(tmp_path: Path, spec: str) -> None:
    build(spec, tmp_path)
    found = run(tmp_path)
    assert found.returncode == 0, found.stdout


def test_places_of_names_in_any_script_are_found(tmp_path: Path) -> None:
    build(UMLAUTS, tmp_path)
    found = run(tmp_path)
    assert found.returncode == 0, found.stdout


def test_outputs_that_were_not_built_are_passed_over(built: Path, tmp_path: Path) -> None:
    for name in ("gate.py", "test_gate.py"):
        shutil.copy(built / name, tmp_path / name)
    found = run(tmp_path)
    assert found.returncode == 0, found.stdout
    assert "2 skipped" in found.stdout


def test_the_file_says_what_it_is_and_needs_nothing_but_pytest() -> None:
    assert suite().startswith("# Generated by fsmc from machine Gate: edit the spec, not this file.\n")
    imported = {
        (node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name).partition(".")[0]
        for node in ast.walk(ast.parse(suite()))
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }
    assert imported - {"pytest"} <= sys.stdlib_module_names


def test_the_file_is_as_ruff_formats_it_and_mypy_wants_it(built: Path) -> None:
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--check", "--diff", "-"]
    found = subprocess.run(ruff, input=suite(), capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout
    mypy = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, str(built / "test_gate.py")]
    found = subprocess.run(mypy, cwd=built, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_rows_fit_the_page() -> None:
    assert max(len(line) for line in suite().splitlines()) <= WIDTH


def test_two_builds_give_the_same_file() -> None:
    again, _ = load(SourceFile("other/gate.fsm", GATE))
    assert again is not None
    assert emit_suite(again).text == suite()


# ------------------------------------------------------------------------------------------------------- the rows


def test_every_cell_has_a_case_and_every_line_too() -> None:
    machine = gate()
    names = {re.split(r" |\[", case.name)[0] for case in cases(machine)}
    sent = {case.event.name for case in cases(machine)}
    assert sent == {event.name for event in machine.inputs}
    for cell in machine.cells.values():
        assert any(case.name.startswith(cell.name) for case in cases(machine)), cell.name
    assert "Locked-coin" in names


def test_names_of_cases_differ() -> None:
    names = [case.name for case in cases(gate())]
    assert len(names) == len(set(names))


def test_a_bound_is_seen_from_both_sides_and_an_alternative_on_its_own() -> None:
    coins = [case for case in cases(gate()) if case.name.startswith("Locked-coin") and not case.before.waiting]
    paid = {(case.before.variables["paid"], case.payload["kind"], case.after.state.name) for case in coins}
    assert (0, "dime", "Locked") in paid
    assert (1, "dime", "Open") in paid
    assert (0, "quarter", "Open") in paid


def test_the_timer_of_a_running_question_runs_in_one_case_and_not_in_another() -> None:
    stays = [case for case in cases(gate()) if case.name.startswith("Locked-coin [else]")]
    assert {"clean" in case.before.timers for case in stays} == {True, False}


def test_an_assignment_shows_as_a_change() -> None:
    for case in cases(gate()):
        if case.name.startswith("Open-push"):
            assert case.before.variables["paid"] != 0
            assert case.after.variables["paid"] == 0


def test_deferred_events_are_there_when_the_state_changes() -> None:
    waiting = [case for case in cases(gate()) if case.before.waiting]
    assert {case.after.state.name for case in waiting} == {"Open"}
    assert all(not case.after.waiting for case in waiting)


def test_tours_take_every_line_that_can_be_taken() -> None:
    walks, unreached = tours(gate())
    assert unreached == ()
    assert walks[0].before.state is gate().initial


def test_a_line_that_no_tour_reaches_is_named() -> None:
    text = (
        "machine M\nstate S initial final\nstate T final\nevent e\nvar x: int\nS on e [x > 3] -> T\nS ignore e [else]\n"
    )
    machine, _ = load(SourceFile("m.fsm", text))
    assert machine is not None
    assert [line.label for line in tours(machine)[1]] == ["S on e [x > 3] -> T"]
    assert "# S on e [x > 3] -> T" in emit_suite(machine).text


# ------------------------------------------------------------------------------------------------- large machines

_STATES, _EVENTS = 40, 3


def _wheel() -> Machine:
    """A machine of many states, each with a line an event."""
    lines = [f"state S{n}{' initial' * (n == 0)}" for n in range(_STATES)]
    lines += [f"event e{k}" for k in range(_EVENTS)]
    lines += [f"S{n} on e{k} -> S{(n + 7**k) % _STATES}" for n in range(_STATES) for k in range(_EVENTS)]
    machine, faults = load(SourceFile("wheel.fsm", "\n".join(["machine Wheel", *lines, ""])))
    assert machine is not None, faults
    return machine


def _counted(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> list[object]:
    """The calls of a function from now on."""
    calls: list[object] = []
    real = getattr(owner, name)

    def counting(*given: object) -> object:
        calls.append(given)
        return real(*given)

    monkeypatch.setattr(owner, name, counting)
    return calls


def test_tours_try_each_event_in_each_place_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = _counted(monkeypatch, Interpreter, "deliver")
    walks, unreached = tours(_wheel())
    assert unreached == ()
    assert sum(len(walk.moves) for walk in walks) >= _STATES * _EVENTS
    assert len(tried) == _STATES * _EVENTS


def test_tours_see_the_whole_of_a_machine_of_many_states() -> None:
    last = 700
    lines = [f"state S{n}{' initial' * (n == 0)}" for n in range(last + 1)]
    lines += [f"S{n} on e -> S{n + 1}" for n in range(last)]
    # whichever of the two is taken first leads back to the start, and the other is then as far away as can be
    text = "\n".join(["machine Row", "event e", "event f", "event g", "unlisted ignore", *lines])
    machine, faults = load(SourceFile("row.fsm", f"{text}\nS{last} on f -> S0\nS{last} on g -> S0\n"))
    assert machine is not None, faults
    assert tours(machine)[1] == ()


def test_an_edge_that_is_drawn_backwards_is_read_forwards_though_large_pictures_leave_its_label_out() -> None:
    parts = {node.name: node for node in ast.parse(suite()).body if isinstance(node, ast.FunctionDef)}
    read: dict[str, Any] = {"re": re, "html": html}
    code = ast.Module([parts["drawn"], parts["rows_of"]], [])
    exec(compile(ast.fix_missing_locations(code), "drawn", "exec"), read)
    for label in ('""', "<<b>e</b>>"):
        edges, _ = read["drawn"](f'\tA -> B [label={label} class="edge" dir=back id="edge.B.A" tooltip="B on e -> A"]')
        assert edges == {("B", "A", "B on e -> A")}
    edges, _ = read["drawn"]('\tA -> B [label="" id="edge.A.B" tooltip="A on e -> B / say(dir=back )"]')
    assert edges == {("A", "B", "A on e -> B / say(dir=back )")}


def test_cases_ask_for_the_conditions_of_a_cell_a_fixed_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _counted(monkeypatch, outcomes, "conditions")
    assert len(cases(_wheel())) == _STATES * _EVENTS
    assert len(asked) <= 2 * _STATES * _EVENTS


# -------------------------------------------------------------------------------------------------- which are kept


def test_a_case_that_shows_nothing_new_gets_no_row() -> None:
    way, other = ("e", "line"), ("e", "other line")
    found = [({"a": a, "b": b}, way if a else other, f"{a}{b}") for a in (True, False) for b in (1, 2, 3)]
    assert worth_a_row(found, (), id) == ["True1", "True2", "False1", "False2"]


def test_each_condition_is_seen_to_decide_on_its_own() -> None:
    way, other = ("e", "line"), ("e", "other line")
    found = [({"a": a, "b": b}, way if a and b else other, (a, b)) for a in (True, False) for b in (True, False)]
    assert worth_a_row(found, (), id) == [(True, True), (True, False), (False, True)]


def test_of_numbers_only_neighbours_are_compared() -> None:
    found = [({"n": n}, ("e", n > 3), n) for n in (2, 3, 4, 5, 6)]
    assert worth_a_row(found, (), id) == [2, 3, 4, 5]


def test_words_that_no_condition_names_are_as_good_as_each_other() -> None:
    found = [({"w": w}, ("e", w == "red"), w) for w in ("blue", "red", "green", "grey")]
    assert worth_a_row(found, {"red"}, id) == ["blue", "red", "green"]


def test_of_two_pairs_that_show_the_same_that_with_different_ends_is_kept() -> None:
    found = [({"a": a, "b": b}, ("e", a), (a, b)) for b in (1, 2, 3) for a in (True, False)]
    kept = worth_a_row(found, (), lambda case: case if case[1] == 3 else "same")
    assert {(True, 3), (False, 3)} <= set(kept)
    assert len(kept) < len(found)


# ---------------------------------------------------------------------------------------------------------- words


def test_values_are_written_as_python_reads_them() -> None:
    for value in ({"a": (1,), "b": [1.5, None]}, 'it\'s "x"\n', (True, ()), {}):
        written = ast.literal_eval(python(value))
        assert written == value or written == {"a": (1,), "b": (1.5, None)}


def test_a_long_text_is_broken_into_texts_side_by_side() -> None:
    text = "a word " * 40 + 'with "quotes"'
    written = row("", [python(text), python(("x" * 60, "y" * 60))], 4)
    assert max(map(len, written.splitlines())) <= WIDTH
    assert ast.literal_eval(written.strip().rstrip(",")) == (text, ("x" * 60, "y" * 60))

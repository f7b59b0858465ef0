"""Every kind of fault: what it changes, what it leaves alone, and that back ends and interpreter agree on it."""

from __future__ import annotations

from collections import Counter
from types import GeneratorType
from unittest import mock

import pytest

from fsmc.emit.python import emit
from fsmc.interpreter import run
from fsmc.language import load
from fsmc.model import Cell, Disposition, Machine, Transition
from fsmc.mutate import Mutant, mutants
from fsmc.mutate.remaking import keeps_timers_within
from fsmc.source import SourceFile
from tests.mutate.machines import OVEN, SPECS, TURNSTILE, machine, mutants_near, mutants_of, random_texts, the_mutant
from tests.random.specs import Case
from tests.random.twins import RAISED_AT_MOST, compare

KINDS = {
    *("other target", "other target in one cell", "row deleted", "row added", "effects dropped in one cell"),
    *("action dropped", "other action", "another argument", "actions reordered", "effects reordered", "raise dropped"),
    *("assignment dropped", "another value", "timer not started", "timer not stopped", "timer of another length"),
    *("timer cancelled", "timer not cancelled", "guard negated", "guard dropped", "guard moved", "guards swapped"),
    *("condition negated", "condition dropped", "condition moved", "condition shortened", "derivation negated"),
    *("derivation dropped", "refusal ignored", "other refusal", "other reason", "ignored refused", "deferral ignored"),
    *("deferral refused", "other default", "other constant", "other initial state", "hook dropped in one state"),
}
"""What the oven can have; `guard shortened` and `derivation shortened` are tried apart."""


def decided(cell: Cell) -> tuple[object, ...]:
    """What a cell comes to, whatever lines say so."""
    return tuple((branch.guard, _done(branch.line)) for branch in cell.branches)


def _done(line: Transition | Disposition) -> tuple[object, ...]:
    if isinstance(line, Disposition):
        return line.kind, line.reason
    return line.target and line.target.name, line.effects


def changed_cells(old: Machine, new: Machine) -> list[str]:
    """The cells that are decided otherwise."""
    return [new.cells[place].name for place in old.cells if decided(old.cells[place]) != decided(new.cells[place])]


# ------------------------------------------------------------------------------------------------------ single faults


def test_all_faults_of_the_turnstile() -> None:
    assert [(each.fault, each.change, each.span.line) for each in mutants_of(TURNSTILE)] == [
        ("other initial state", "begins in Unlocked, not Locked", 4),
        ("row deleted", "without Locked on coin -> Unlocked", 12),
        ("other target", "-> stay, not Unlocked", 12),
        ("row deleted", "without Locked on push -> stay / alarm", 13),
        ("other target", "-> Unlocked, not stay", 13),
        ("action dropped", "without alarm", 13),
        ("row deleted", "without Unlocked on push -> Locked", 14),
        ("other target", "-> stay, not Locked", 14),
        ("row deleted", "without Unlocked ignore coin", 15),
        ("ignored refused", "reject, not ignore", 15),
        ("row added", "Unlocked on coin -> Locked, not ignore", 15),
    ]


def test_the_oven_has_every_kind_of_fault() -> None:
    assert {each.fault for each in mutants_of(OVEN)} >= KINDS


def test_a_mutant_names_the_line_of_the_spec_that_was_changed() -> None:
    lines = OVEN.splitlines()
    assert lines[the_mutant(OVEN, "timer not stopped", "without stop rest").span.line - 1].startswith(
        "Hot on start, gr"
    )
    assert lines[the_mutant(OVEN, "other constant", "STEP = 3").span.line - 1] == "const STEP = 2"
    assert lines[the_mutant(OVEN, "other default", "limit = 4").span.line - 1] == "option limit: int = 3"
    assert lines[the_mutant(OVEN, "hook dropped in one state", "not for Hot").span.line - 1].startswith("enter Hot")


@pytest.mark.parametrize(
    ("fault", "change", "cells"),
    [
        ("other target", "-> Grilling, not Hot", ["Cold-start", "Grilling-start"]),
        ("other target in one cell", "Grilling-start: -> stay, not Hot", ["Grilling-start"]),
        ("effects dropped in one cell", "Hot-stop: without / lamp(false), bell", ["Hot-stop"]),
        ("row deleted", 'without Cold reject knock "nobody is at home"', ["Cold-knock"]),
        ("row added", "Grilling on knock -> Cold, not ignore", ["Grilling-knock"]),
        ("refusal ignored", "ignore, not never", ["Grilling-grill"]),
        ("another argument", "lamp(true), not lamp(false)", None),
        ("guard negated", "[child-near], not [not child-near]", ["Cold-start", "Grilling-start"]),
        ("guards swapped", "[else], not [not child-near]", ["Cold-start", "Grilling-start"]),
        ("guard moved", "[turns < limit], not [turns <= limit]", ["Hot-timeout heat", "Grilling-timeout heat"]),
    ],
)
def test_a_fault_changes_its_cells_and_no_others(fault: str, change: str, cells: list[str] | None) -> None:
    found = [each for each in mutants_of(OVEN) if (each.fault, each.change) == (fault, change)]
    assert found
    for mutant in found if cells is None else (the_mutant(OVEN, fault, change),):
        changed = changed_cells(machine(OVEN), mutant.machine)
        assert changed == cells if cells is not None else len(changed) in (1, 2)


@pytest.mark.parametrize("name", SPECS)
def test_a_fault_in_one_cell_is_in_one_cell(name: str) -> None:
    single = [each for each in mutants_of(SPECS[name]) if each.fault.endswith(" in one cell")]
    for mutant in single:
        assert len(changed_cells(machine(SPECS[name]), mutant.machine)) == 1, mutant.change
    assert (len(single) > 100) == (name != "turnstile")


def test_what_a_fault_leaves_alone_is_the_same_object() -> None:
    old, new = machine(OVEN), the_mutant(OVEN, "action dropped", "without count(turns)").machine
    kept = [place for place, cell in old.cells.items() if new.cells[place] is cell]
    assert len(kept) == len(old.cells) - 2  # Hot and Grilling on timeout heat
    assert new.actions is old.actions
    assert len([line for line in new.lines if line not in old.lines]) == 1


def test_what_is_declared_otherwise_is_so_wherever_it_is_used() -> None:
    new = the_mutant(OVEN, "other default", "limit = 4").machine
    guards = [line.guard for line in new.lines if str(line.guard) == "turns <= limit"]
    assert [guard.operands[1].of for guard in guards] == [new.options[0]]  # type: ignore[union-attr]
    assert new.options[0] is not machine(OVEN).options[0]


def test_a_deleted_row_leaves_its_event_to_other() -> None:
    text = "machine M\nstate A initial\nstate B\nevent e\nevent f\nA on e -> B\nA on other -> stay\nB ignore other\n"
    new = the_mutant(text, "row deleted", "without A on e -> B").machine
    (branch,) = new.cells[new.state("A"), new.event("e")].branches
    assert branch.line.label == "A on other -> stay"
    assert new.event("e") in branch.line.events


def test_a_row_is_added_where_nobody_decided() -> None:
    text = "machine M\nstate A initial\nstate B\nevent e\nguard g\nA on e [g] -> stay\nB ignore e\n"
    new = the_mutant(text, "row added", "A on e [else] -> B").machine
    guards = [(str(branch.guard), branch.line.label) for branch in new.cells[new.state("A"), new.event("e")].branches]
    assert guards == [("g", "A on e [g] -> stay"), ("None", "A on e [else] -> B")]


def test_parts_of_guards_and_of_derived_events_are_dropped() -> None:
    text = (
        "machine M\nstate A initial\nguard g\nguard h\nevent e\nevent d = e [g and not h]\nevent f\n"
        "A on e, d -> stay\nA on f [g or h] -> stay\nA ignore f [else]\n"
    )
    changes = [each.change for each in mutants_of(text) if each.fault in ("guard shortened", "derivation shortened")]
    assert changes == ["d = e [not h], not [g and not h]", "d = e [g], not [g and not h]", "[h], not [g or h]",
                       "[g], not [g or h]"]  # fmt: skip


# -------------------------------------------------------------------------------------------------- all of a machine


@pytest.mark.parametrize("text", [*SPECS.values(), OVEN], ids=[*SPECS, "oven"])
def test_no_mutant_starts_a_timer_where_it_cannot_run(text: str) -> None:
    assert [each.change for each in mutants_of(text) if not keeps_timers_within(each.machine)] == []


@pytest.mark.parametrize("text", [*SPECS.values(), OVEN], ids=[*SPECS, "oven"])
def test_mutants_come_in_order_of_the_spec_and_the_same_each_time(text: str) -> None:
    again, _ = load(SourceFile("spec.fsm", text + "\n"))
    assert again is not None
    found = [(each.fault, each.change, each.span) for each in mutants_of(text)]
    assert found == [(each.fault, each.change, each.span) for each in mutants(again)]
    rows = [each.span for each in mutants_of(text) if each.fault != "row added"]
    assert rows == sorted(rows)


def test_the_mutants_of_a_line_are_those_of_all_that_are_of_it() -> None:
    text = OVEN.replace("-> Cold / lamp(false), bell", "-> Cold / lamp(false),\n    bell")
    found = [(each.fault, each.change, each.span) for each in mutants_of(text)]
    lines = range(1, len(text.splitlines()) + 2)
    of_one = {n: [(each.fault, each.change, each.span) for each in mutants(machine(text), n)] for n in lines}
    assert of_one == {n: [each for each in found if each[2].line <= n <= each[2].end_line] for n in lines}
    assert max(len(some) for some in of_one.values()) > 10
    assert any(of_one[n] == of_one[n + 1] != [] for n in lines[:-1]), "a statement of two lines"


def test_mutants_are_made_as_they_are_asked_for() -> None:
    found = mutants(machine(SPECS["tcp"]))
    assert isinstance(found, GeneratorType)
    with mock.patch("fsmc.mutate.faults.wrong_line", side_effect=AssertionError):
        assert next(found).fault == "other default"


# ------------------------------------------------------------------------------------- back ends and the interpreter


def agree(mutant: Mutant, walk: int) -> None:
    """Interpreter and generated module of the mutant do the same on a random walk."""
    told = f"{mutant.fault}: {mutant.change} (line {mutant.span.line})"
    with mock.patch.object(run, "RAISED_AT_MOST", RAISED_AT_MOST):
        compare(mutant.machine, Case(told, options=walk, walk=walk, steps=40))


@pytest.mark.parametrize("text", [TURNSTILE, OVEN], ids=["turnstile", "oven"])
def test_module_and_interpreter_agree_on_every_mutant(text: str) -> None:
    for number, mutant in enumerate(mutants_of(text)):
        agree(mutant, number)


@pytest.mark.parametrize("name", ["ppp_lcp", "tcp"])
def test_module_and_interpreter_agree_on_some_mutant_of_each_kind(name: str) -> None:
    first: dict[str, Mutant] = {}
    for mutant in mutants_of(SPECS[name]):
        first.setdefault(mutant.fault, mutant)
    for number, mutant in enumerate(list(first.values())[::3]):
        agree(mutant, number)


def test_module_and_interpreter_agree_on_mutants_of_random_specs() -> None:
    kinds: Counter[str] = Counter()
    for number, text in enumerate(random_texts(30)):
        half = len(text.splitlines()) // 2
        lines = (half + number % half, *([number % half] if number % 3 == 0 else []))
        for mutant in mutants_near(text, *lines):
            kinds[mutant.fault] += 1
            agree(mutant, number)
    assert len(kinds) > 15


def test_a_mutant_is_emitted_with_its_fault() -> None:
    old, new = machine(TURNSTILE), the_mutant(TURNSTILE, "action dropped", "without alarm").machine
    assert "return _ALARM" in emit(old).text
    assert "return _ALARM" not in emit(new).text

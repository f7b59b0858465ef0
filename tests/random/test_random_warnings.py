"""On random walks over random specs, what warnings say never happens does not, and no fix changes what is done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count, islice
from random import Random
from typing import Any
from unittest import mock

from fsmc import compiler, fixes
from fsmc.analysis import Analysis
from fsmc.diagnostics import Diagnostic, Fix, Removal
from fsmc.interpreter import EndlessRaise, Impossible, Interpreter, Rejected, run
from fsmc.language import load
from fsmc.model import Event, Machine, Transition
from fsmc.source import SourceFile
from tests.random.hosts import Host, pick
from tests.random.outcomes import told
from tests.random.specs import Case, random_case
from tests.random.twins import RAISED_AT_MOST

SPECS = 50
STRUCTURE = [f"FSM{number:03}" for number in range(80, 110)]


@cache
def cases() -> tuple[tuple[Case, Machine, tuple[Diagnostic, ...]], ...]:
    """Random specs without an error, with what else is found in them."""
    return tuple(islice(_cases(), SPECS))


def _cases() -> Iterator[tuple[Case, Machine, tuple[Diagnostic, ...]]]:
    for number in count():
        case = random_case(f"warned.{number}")
        checked = compiler.check(SourceFile("random.fsm", case.text))
        if checked.machine is not None and not checked.errors:
            yield case, checked.machine, checked.diagnostics


class Walk:
    """A machine with its host, taken through random steps; two with the same dice take the same ones."""

    def __init__(self, machine: Machine, dice: Random) -> None:
        self.host, self.dice = Host(), dice
        answers = lambda guard, args: self.host.answer(guard.name, args)  # noqa: E731
        options = {option.name: pick(option.type, dice.randrange(20)) for option in machine.options}
        self.at = Interpreter(machine, options=options, answers=answers, clock=self.host.clock)
        self.events = [event for event in machine.events if event.base is None]

    def step(self) -> tuple[Any, ...]:
        """One random step, and what came of it in words."""
        self.host.answers = self.dice.randrange(100)
        waits = self.dice.random() < 0.4
        passed = self.dice.choice((0.0, 1.0, 500.0))
        event, number = self.dice.choice(self.events), self.dice.randrange(999)
        try:
            if waits and self.at.timers:
                self.host.now += passed
                outcomes = self.at.advance()
            else:
                outcomes = self.at.send(event, payload(event, number))
        except (Rejected, Impossible, EndlessRaise) as refusal:
            return type(refusal).__name__, self.at.state.name
        return "does", self.at.state.name, self.at.variables, list(self.at.timers), [told(each) for each in outcomes]


def payload(event: Event, number: int) -> dict[str, Any]:
    return {part.name: pick(part.type, number + 3 * place) for place, part in enumerate(event.params)}


def test_no_walk_does_what_is_said_to_be_out_of_reach() -> None:
    with mock.patch.object(run, "RAISED_AT_MOST", RAISED_AT_MOST):
        for case, machine, _ in cases():
            check_walk(Analysis(machine), Walk(machine, Random(case.walk)), case)


def check_walk(of: Analysis, walk: Walk, case: Case) -> None:
    """Follow a walk; every state, timer and move on it must be one that the analysis knows."""
    for _ in range(case.steps if walk.events else 0):
        walk.step()
        running = of.paths.running[walk.at.state]
        assert {timer.name for timer in running} >= set(walk.at.timers), case.text
        for taken in walk.at.taken:
            known = [(way.line, way.target) for way in of.paths.taken[taken.source]]
            assert not isinstance(taken.line, Transition) or (taken.line, taken.target) in known, case.text
            assert taken.source is taken.target or taken.source not in of.paths.dead_ends, case.text
            assert not any(taken.source in trap and taken.target not in trap for trap in of.paths.traps), case.text


def test_what_is_mended_does_the_same() -> None:
    mended = 0
    with mock.patch.object(run, "RAISED_AT_MOST", RAISED_AT_MOST):
        for case, machine, _ in cases():
            done = fixes.mend(SourceFile("random.fsm", case.text), lambda source: compiler.check(source).diagnostics)
            mended += len(done.done)
            after = compiler.check(done.source).machine
            assert after is not None, done.source.text
            walks = Walk(machine, Random(case.walk)), Walk(after, Random(case.walk))
            for _ in range(case.steps if walks[0].events else 0):
                assert walks[0].step() == walks[1].step(), f"{case.text}\n--- mended\n{done.source.text}"
    assert mended > SPECS, "too few fixes to say that they are safe"


def test_the_rules_of_structure_find_much_in_random_specs_and_say_it_once() -> None:
    found = [each for _, _, diagnostics in cases() for each in diagnostics]
    structure = [each for each in found if each.code in STRUCTURE]
    assert len({each.code for each in structure}) > len(STRUCTURE) // 3
    for each in structure:
        assert each.span.line > 0
        assert each.help


UNUSED = {f"FSM{number:03}" for number in range(83, 96)} - {"FSM087", "FSM091"}
"""What says that a declaration is never used; a variable that is only set is used, and a member is no statement."""


def test_what_is_never_used_can_be_taken_away() -> None:
    taken = 0
    for case, _, diagnostics in cases():
        unused = [each.span for each in diagnostics if each.code in UNUSED and "though lines" not in each.message]
        fix = Fix("take them away", tuple(map(Removal, unused)))
        text = fixes.apply(SourceFile("random.fsm", case.text), [fix])
        machine, faults = load(SourceFile("random.fsm", text))
        assert machine is not None, f"{faults}\n{case.text}\n--- without\n{text}"
        taken += len(unused)
    assert taken > SPECS

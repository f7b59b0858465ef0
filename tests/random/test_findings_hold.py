"""What the rules of meaning say of random specs is so on random walks: always, never, in vain, without effect."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from unittest import mock

import pytest

from fsmc import lint
from fsmc.analysis import Analysis, Asked
from fsmc.diagnostics import Severity
from fsmc.fixes import apply
from fsmc.interpreter import EndlessRaise, Interpreter, evaluate, run
from fsmc.interpreter.configuration import NotTaken, Taken
from fsmc.interpreter.values import Scope
from fsmc.language import load
from fsmc.model import ELSE, Assign, Effect, Machine, Stop, Transition
from fsmc.source import SourceFile, Span
from tests.random.hosts import Host, pick
from tests.random.specs import random_case

SPECS = 30
WALKS = 3
STEPS = 40


class Walk:
    """A machine on a random walk with a host that answers at random."""

    def __init__(self, machine: Machine, number: int) -> None:
        self.dice, self.host = Random(number), Host()
        options = {option.name: pick(option.type, number + place) for place, option in enumerate(machine.options)}
        self.machine = machine
        self.interpreter = Interpreter(
            machine,
            options=options if number % 2 else {},
            answers=lambda guard, args: self.host.answer(guard.name, args),
            clock=self.host.clock,
        )
        self.sendable = [event for event in machine.events if event.base is None]

    def steps(self) -> Iterator[tuple[Taken, ...]]:
        """What is taken by one event or by the passing of time, again and again."""
        for _ in range(STEPS):
            self.host.answers = self.dice.choice((0, 1, self.dice.randrange(2, 99)))
            try:
                self._step()
            except (NotTaken, EndlessRaise):
                yield ()
            else:
                yield self.interpreter.taken

    def _step(self) -> None:
        if self.interpreter.timers and self.dice.random() < 0.45:
            self.host.now += self.dice.choice((0.0, 0.5, 500.0))
            self.interpreter.advance()
            return
        event, number = self.dice.choice(self.sendable), self.dice.randrange(999)
        self.interpreter.send(event, {p.name: pick(p.type, number + 3 * n) for n, p in enumerate(event.params)})


class Sound:
    """A random spec without errors, what is found in it, and the walks on which that is held against it."""

    def __init__(self, text: str, machine: Machine) -> None:
        self.source, self.machine, self.analysis = SourceFile("random.fsm", text), machine, Analysis(machine)
        self.found = [each for each in lint.check(machine) if "FSM110" <= each.code <= "FSM139"]

    def walks(self) -> Iterator[Walk]:
        """Some walks, each limited in how many events it raises."""
        with mock.patch.object(run, "RAISED_AT_MOST", 50):
            yield from (Walk(self.machine, number) for number in range(WALKS))

    def taken(self) -> Iterator[Taken]:
        """Every step on all the walks."""
        return (step for walk in self.walks() for steps in walk.steps() for step in steps)

    def places(self, code: str) -> set[Span]:
        """Where the rule of that code found something."""
        return {each.span for each in self.found if each.code == code}

    def settled(self) -> Iterator[tuple[Asked, bool]]:
        """The conditions that are said to come out one way, and which."""
        for asked in self.analysis.asked:
            for each in self.found:
                if each.code in ("FSM113", "FSM116") and each.span == asked.span and str(asked) in each.message:
                    yield asked, "always" in each.message


def sound_specs() -> Iterator[Sound]:
    for number in range(SPECS):
        text = random_case(f"so.{number}").text
        machine, _ = load(SourceFile("random.fsm", text))
        if machine is not None and not any(each.severity is Severity.ERROR for each in lint.check(machine)):
            yield Sound(text, machine)


@pytest.fixture(scope="module")
def specs() -> list[Sound]:
    found = list(sound_specs())
    assert len(found) > SPECS / 2, "fsmc refuses too many of the random specs"
    return found


def own_effects(step: Taken) -> tuple[Effect, ...]:
    """The effects of the line that was taken, less those whose condition fails."""
    effects = step.line.effects if isinstance(step.line, Transition) else ()
    return tuple(each for each in effects if each.condition is None or evaluate(each.condition, step.before))


def is_asked(asked: Asked, step: Taken) -> bool:
    """Whether a step asks the condition: as a guard of its cell, or of an effect of the line that it takes."""
    if asked.effect is not None:
        return asked.owner is step.line
    return getattr(asked.owner, "guard", ELSE) is not ELSE and (step.source, step.event) in asked.places


def test_a_condition_that_is_said_to_come_out_one_way_always_does(specs: list[Sound]) -> None:
    for spec in specs:
        settled = list(spec.settled())
        for step in spec.taken() if settled else ():
            for asked, holds in settled:
                if is_asked(asked, step):
                    assert bool(evaluate(asked.condition, step.before)) is holds, f"{asked}\n{spec.source.text}"


def test_a_variable_has_only_the_values_that_are_said_to_be_in_its_reach(specs: list[Sound]) -> None:
    for spec in specs:
        for walk in spec.walks():
            for _ in walk.steps():
                scope = Scope(walk.interpreter.configuration.variables, {})
                for known in spec.analysis.ranges.values():
                    assert evaluate(known.condition, scope), f"{known.variable.name} {known}\n{spec.source.text}"


def test_a_timer_runs_only_where_some_path_is_said_to_have_it_running(specs: list[Sound]) -> None:
    for spec in specs:
        running = spec.analysis.paths.running
        for walk in spec.walks():
            for _ in walk.steps():
                here = set(walk.interpreter.configuration.timers)
                assert here <= running.get(walk.interpreter.state, frozenset()), spec.source.text


def test_a_line_whose_expiry_is_said_never_to_happen_is_never_taken(specs: list[Sound]) -> None:
    for spec in specs:
        places = spec.places("FSM122")
        assert not any(step.line.span in places for step in spec.taken() if places), spec.source.text


def test_what_is_said_to_change_nothing_changes_nothing(specs: list[Sound]) -> None:
    for spec in specs:
        places = spec.places("FSM115") | spec.places("FSM120")
        for step in spec.taken() if places else ():
            for effect in own_effects(step):
                if effect.span in places:
                    assert not changes(effect, step), f"{effect}\n{spec.source.text}"


def changes(effect: Effect, step: Taken) -> bool:
    """Whether an assignment gives another value than before the step, a `stop` finds its timer still running."""
    if isinstance(effect, Assign) and str(effect.result) != str(effect.variable.name):
        return bool(evaluate(effect.result, step.before) != step.before.values[effect.variable])
    return isinstance(effect, Stop) and effect.timer in step.before.running and step.target in effect.timer.within


def test_a_spec_does_the_same_after_all_its_fixes(specs: list[Sound]) -> None:
    for spec in specs:
        fixes = [each.fix for each in spec.found if each.fix]
        mended, faults = load(SourceFile("mended.fsm", apply(spec.source, fixes)))
        assert mended is not None, faults
        assert not [each.message for each in lint.check(mended) if each.severity is Severity.ERROR], spec.source.text
        for number in range(WALKS if fixes else 0):
            assert story(spec.machine, number) == story(mended, number), spec.source.text


def story(machine: Machine, number: int) -> list[tuple[object, ...]]:
    """All that a host sees of a walk."""
    with mock.patch.object(run, "RAISED_AT_MOST", 50):
        walk = Walk(machine, number)
        seen = walk.interpreter
        return [
            (seen.state.name, dict(seen.variables), dict(seen.timers), [str(o) for t in taken for o in t.outcomes])
            for taken in walk.steps()
        ]


def test_the_random_specs_have_enough_to_find(specs: list[Sound]) -> None:
    codes = {each.code for spec in specs for each in spec.found}
    assert {"FSM110", "FSM112", "FSM113", "FSM115", "FSM120", "FSM122"} <= codes

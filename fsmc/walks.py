"""A `Machine` and a scenario in, the lines and declarations that the scenario goes over out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from fsmc.interpreter import Output, Taken
from fsmc.model import (
    Ask,
    Assign,
    Constant,
    Do,
    Effect,
    Expr,
    Machine,
    Notes,
    Otherwise,
    Read,
    Running,
    Scenario,
    Start,
    Stop,
    Transition,
    flat,
    walk,
)
from fsmc.scenarios import Failure, Passed, follow


def way_through(machine: Machine, scenario: Scenario) -> tuple[Passed, ...]:
    """What each step of a scenario does in its first case; nothing if the scenario does not hold."""
    passed = follow(machine, scenario)
    return () if isinstance(passed, Failure) else passed


@lru_cache(maxsize=1024)
def walked(machine: Machine, scenario: Scenario) -> frozenset[Notes]:
    """All lines and declarations that a scenario goes over: what it takes, enters, does, starts and asks for."""
    found: set[Notes] = {scenario, scenario.start}
    for passed in way_through(machine, scenario):
        done = {outcome.action for outcome in passed.outputs if isinstance(outcome, Output)}
        found.update(passed.after.timers)
        for taken in passed.taken:
            found.update(part for part in _of_step(machine, taken) if not _left_out(part, done, machine))
    return frozenset(found)


def _left_out(part: Notes, done: set[str], machine: Machine) -> bool:
    """Whether a part is an action that was not done, its condition being false."""
    return part in machine.actions and getattr(part, "name", "") not in done


def _of_step(machine: Machine, taken: Taken) -> Iterator[Notes]:
    """The parts of the machine that one step goes over; actions, also those whose condition may be false."""
    line = taken.line
    yield from (taken.source, taken.target, taken.event, line)
    yield from (part for part in (taken.event.base, taken.event.expires) if part)
    yield from (group for group in machine.groups if taken.target in group.states)
    yield from _read(taken.event.when)
    yield from _read(line.guard)
    if isinstance(line, Transition):
        yield from _of_effects(machine.effects(line, taken.source))
        if line.target is not None:
            yield from (hook for hook in machine.leaves if taken.source in hook.states)
            yield from (hook for hook in machine.enters if taken.target in hook.states)


def _of_effects(effects: Iterable[Effect]) -> Iterator[Notes]:
    for effect in flat(effects):
        yield from _read(effect.condition)
        match effect:
            case Do():
                yield effect.action
                for argument in effect.args:
                    yield from _read(argument)
            case Assign():
                yield effect.variable
                yield from _read(effect.value)
            case Start():
                yield from _read(effect.length)
            case Stop():
                yield effect.timer


def _read(expr: Expr | Otherwise | None) -> Iterator[Notes]:
    """The declarations that a condition or a value rests on."""
    if expr is None or isinstance(expr, Otherwise):
        return
    for part in walk(expr):
        match part:
            case Read():
                yield part.of
                yield from _read(part.of.value if isinstance(part.of, Constant) else None)
            case Ask():
                yield part.predicate
            case Running():
                yield part.timer

"""A step of a scenario and the way that it took in, what decided for that way without the step saying so out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Union

from fsmc.emit.telling import Told
from fsmc.interpreter import Taken, Value, all_lines_for, evaluate
from fsmc.interpreter.spelling import call
from fsmc.model import (
    ELSE,
    Ask,
    Constant,
    Do,
    Expr,
    Field,
    Guard,
    Machine,
    Not,
    Option,
    Otherwise,
    Payload,
    Predicate,
    Raise,
    Read,
    Step,
    Transition,
    Variable,
    children,
    walk,
)
from fsmc.outcomes import Answer, conditions, questions, within_measure
from fsmc.scenarios import Passed

Subject = Union[Predicate, str, Constant, Option, Variable]
"""What a condition may speak of: a declared guard, a part of the payload by its name, something with a value."""


def choices(machine: Machine, step: Step, passed: Passed, run: tuple[Told, ...]) -> Iterator[str]:
    """The conditions on what is open, as the spec writes them, and the answers of the host."""
    subjects = set(_subjects(step.assuming))
    decided = dict.fromkeys(
        guard
        for place, told in enumerate(run)
        for guard in _decided(machine, told, subjects if place == 0 else set())
        if guard != step.assuming
    )
    yield from map(str, decided)
    subjects.update(subject for guard in decided for subject in _subjects(guard))
    for answer in passed.answers:
        text = "" if answer[0] in subjects else _answer(machine, answer, run)
        if text:
            yield text


def _decided(machine: Machine, told: Told, subjects: set[Subject]) -> Iterator[Expr | Otherwise]:
    """What held in one step of the machine and hangs on something open that is not among the `subjects`."""
    taken = told.taken
    if taken.event.when is not None and _is_unsaid(told, taken.event.when, subjects):
        yield taken.event.when
    yield from _of_line(machine, told, subjects)
    if isinstance(taken.line, Transition):
        for effect in machine.effects(taken.line, taken.source):
            condition = effect.condition if isinstance(effect, (Do, Raise)) else None
            if condition is not None and _is_unsaid(told, condition, subjects):
                yield condition if evaluate(condition, taken.before) else Not(condition)


def _of_line(machine: Machine, told: Told, subjects: set[Subject]) -> Iterator[Expr | Otherwise]:
    """The guard of the line that was taken; where it has none, that those of the lines before it do not hold."""
    taken = told.taken
    guard = taken.line.guard
    if guard is not None and guard is not ELSE:
        if _is_unsaid(told, guard, subjects):
            yield guard
        return
    others = (line.guard for line in all_lines_for(machine, taken.source, taken.event) if line is not taken.line)
    failed = [other for other in others if other is not None and _is_unsaid(told, other, subjects)]
    if guard is None:
        yield from (Not(other) for other in failed if not isinstance(other, Otherwise))
    elif failed:
        yield ELSE


def _is_unsaid(told: Told, condition: Expr | Otherwise, subjects: set[Subject]) -> bool:
    """Whether a condition reads something open, other than to ask the host, and nothing of it is among `subjects`."""
    if isinstance(condition, Otherwise):
        return False
    atoms = [atom for atom in _beside_questions(condition) if told.open.concerns(atom)]
    return bool(atoms) and subjects.isdisjoint(subject for atom in atoms for subject in _subjects(atom))


def _beside_questions(expr: Expr) -> Iterator[Expr]:
    """The values that a condition reads itself."""
    if isinstance(expr, (Payload, Field, Read)):
        yield expr
    elif not isinstance(expr, Ask):
        for child in children(expr):
            yield from _beside_questions(child)


def _subjects(condition: Guard) -> Iterator[Subject]:
    """What a condition says something of; a question says nothing of its arguments."""
    if condition is None or isinstance(condition, Otherwise):
        return
    yield from (ask.predicate for ask in questions((condition,)))
    for atom in _beside_questions(condition):
        for part in walk(atom):
            if isinstance(part, (Payload, Read)):
                yield part.name if isinstance(part, Payload) else part.of


def _arguments(ask: Ask, taken: Taken) -> Iterator[tuple[Value, ...]]:
    """The values of what a question hands on; none if nobody can have asked it with such numbers."""
    return within_measure(lambda: tuple(evaluate(arg, taken.before) for arg in ask.args))


def _answer(machine: Machine, answer: Answer, run: tuple[Told, ...]) -> str:
    """What the host said, if a condition asked: `not fits(3)`, or `fits(n)` where the payload is open."""
    predicate, args, holds = answer
    for told in run:
        taken = told.taken
        for ask in questions(conditions(machine, taken.source, taken.event.base or taken.event)):
            if ask.predicate is predicate and args in _arguments(ask, taken):
                text = (
                    str(ask) if any(map(told.open.concerns, ask.args)) else call(predicate.name, args, predicate.params)
                )
                return f"{'' if holds else 'not '}{text}"
    return ""

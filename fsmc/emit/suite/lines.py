"""A cell or the way that a case goes in, what its lines assign, hand on and compare out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from fsmc.emit.suite.rows import Case
from fsmc.emit.suite.selection import Way
from fsmc.emit.suite.values import others, remaining
from fsmc.interpreter import (
    Scope,
    Value,
    all_lines_for,
    evaluate,
)
from fsmc.interpreter.values import Slot
from fsmc.model import (
    Assign,
    Basic,
    Comparison,
    Effect,
    Event,
    Expr,
    Field,
    Machine,
    Payload,
    Read,
    Running,
    Start,
    State,
    Transition,
    Type,
    Variable,
    flat,
    walk,
)


def changes(case: Case, variable: Variable) -> bool:
    """Whether a variable is another after a case than before it."""
    return bool(case.before.variables[variable.name] != case.after.variables[variable.name])


def really_other(kind: Type, value: Value) -> Iterator[Value]:
    """The other values of a type."""
    return (other for other in others(kind, value) if other != value)


def would_change(machine: Machine, case: Case, way: Way, variable: Variable) -> int:
    """How many of a line's assignments to a variable would change it, whether or not their conditions hold."""
    own, scope = case.before.variables[variable.name], scope_before(machine, case)
    effects = _effects_on(machine, case.before.state, way)
    values = [each.result for each in effects if isinstance(each, Assign) and each.variable is variable]
    return sum(bool(evaluate(value, scope) != own) for value in values)


def scope_before(machine: Machine, case: Case) -> Scope:
    """What is the case before an event, apart from timers and the host's answers."""
    known: dict[Slot, Value] = {option: case.before.options[option.name] for option in machine.options}
    known |= {variable: case.before.variables[variable.name] for variable in machine.variables}
    running = frozenset(timer for timer in machine.timers if timer.name in case.before.timers)
    return Scope(known, case.payload, running, lambda *_: False)


def holding(atoms: Iterable[Expr], scope: Scope) -> Iterator[int]:
    """For each atom whether it holds; of numbers how they are to each other: -1 for less, 0 for equal, 1 for more."""
    for atom in atoms:
        if isinstance(atom, Comparison) and all(side.type in _NUMBERS for side in atom.operands):
            numbers = [evaluate(operand, scope) for operand in atom.operands]
            yield from ((one > other) - (one < other) for one, other in pairwise(numbers))
        else:
            yield bool(evaluate(atom, scope))


_NUMBERS = (Basic.INT, Basic.DURATION)


def _effects_on(machine: Machine, state: State, way: Way) -> Iterator[Effect]:
    """All effects of the line of a way."""
    line = way[1]
    return flat(machine.effects(line, state)) if isinstance(line, Transition) else iter(())


def assigned(machine: Machine, state: State, event: Event) -> tuple[Variable, ...]:
    """The variables that the lines of a cell assign."""
    return tuple(dict.fromkeys(e.variable for e in _effects(machine, state, event) if isinstance(e, Assign)))


def atoms(conditions: Iterable[Expr]) -> tuple[Expr, ...]:
    """What is true or false in the conditions and has no such parts; answers of the host left out."""
    kinds = (Comparison, Read, Payload, Field, Running)
    parts = (part for expr in conditions for part in walk(expr) if isinstance(part, kinds))
    return tuple(dict.fromkeys(part for part in parts if part.type is Basic.BOOL))


def started_first(machine: Machine, state: State, event: Event) -> dict[str, float]:
    """The timers that run; those that the cell starts come first if one is last, or nobody saw that it starts anew."""
    running = remaining(machine, state)
    started = {effect.timer.name for effect in _effects(machine, state, event) if isinstance(effect, Start)}
    if not running or next(reversed(running)) not in started:
        return running
    return dict(sorted(running.items(), key=lambda item: item[0] not in started))


def _effects(machine: Machine, state: State, event: Event) -> Iterator[Effect]:
    """All effects of all lines that may decide a cell."""
    for each in (*machine.derived(event), event):
        for line in all_lines_for(machine, state, each):
            if isinstance(line, Transition):
                yield from flat(machine.effects(line, state))

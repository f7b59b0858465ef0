"""A machine in; what of its declarations the rest of it uses, and what only its scenarios speak of, out.

What is used by a state that cannot be reached counts as used: that state is the fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Union

from fsmc.analysis.done import doings
from fsmc.model import (
    Action,
    Ask,
    Assign,
    Constant,
    Do,
    Effect,
    Enumeration,
    Expr,
    Guard,
    HostType,
    Machine,
    Many,
    Member,
    Option,
    Otherwise,
    Parameter,
    Predicate,
    Raise,
    Read,
    Running,
    Start,
    Stop,
    Timer,
    Type,
    Variable,
    walk,
)

Value = Union[Constant, Option, Variable, Predicate]


@dataclass(frozen=True)
class Uses:
    """The declarations that something of the machine uses.

    `read` are values that some expression reads or asks for, `assumed` those that only scenarios do; what a variable
    reads to work out its own next value does not count.  `assigned` are variables that some effect sets, `given` the
    types of what comes from outside or goes there: payloads, options, fields of types of the host.
    """

    read: frozenset[Value]
    assumed: frozenset[Value]
    assigned: frozenset[Variable]
    done: frozenset[Action]
    started: frozenset[Timer]
    mentioned: frozenset[Timer]
    members: frozenset[Member]
    types: frozenset[Enumeration | HostType]
    given: frozenset[Enumeration | HostType]


def uses(machine: Machine) -> Uses:
    """What is used in one machine."""
    effects = [doing.effect for doing in doings(machine)]
    parts = [part for expr in _expressions(machine, effects) for part in walk(expr)]
    played = [part for expr in _of_scenarios(machine) for part in walk(expr)]
    read = frozenset(_values(parts))
    outside = [param.type for param in _parameters(machine)] + [option.type for option in machine.options]
    given = frozenset(_own(outside))
    asked = (part.timer for part in parts if isinstance(part, Running))
    return Uses(
        read=read,
        assumed=frozenset(_values(played)) - read,
        assigned=frozenset(effect.variable for effect in effects if isinstance(effect, Assign)),
        done=frozenset(effect.action for effect in effects if isinstance(effect, Do)),
        started=frozenset(effect.timer for effect in effects if isinstance(effect, Start)),
        mentioned=frozenset(asked).union(effect.timer for effect in effects if isinstance(effect, Stop)),
        members=frozenset(part for part in (*parts, *played) if isinstance(part, Member)),
        types=given.union(_own(variable.type for variable in machine.variables)),
        given=given,
    )


def _values(parts: Iterable[Expr]) -> Iterator[Value]:
    for part in parts:
        if isinstance(part, Read):
            yield part.of
        elif isinstance(part, Ask):
            yield part.predicate


def _expressions(machine: Machine, effects: Iterable[Effect]) -> Iterator[Expr]:
    """Every expression of the machine, less what a variable reads of itself to set itself, and less its scenarios."""
    yield from _conditions(line.guard for line in machine.lines)
    yield from _conditions(event.when for event in machine.events)
    yield from (constant.value for constant in machine.constants)
    yield from (option.default for option in machine.options)
    yield from (variable.default for variable in machine.variables)
    yield from (timer.duration for timer in machine.timers)
    yield from (param.default for param in _parameters(machine) if param.default is not None)
    for effect in effects:
        yield from _conditions([effect.condition])
        yield from _of_effect(effect)


def _conditions(guards: Iterable[Guard]) -> Iterator[Expr]:
    return (guard for guard in guards if guard is not None and not isinstance(guard, Otherwise))


def _of_effect(effect: Effect) -> tuple[Expr, ...]:
    """What an effect works out, apart from its condition."""
    match effect:
        case Do() | Raise():
            return effect.args
        case Assign():
            own = Read(effect.variable)
            return tuple(part for part in walk(effect.value) if own not in walk(part))
        case Start():
            return () if effect.duration is None else (effect.duration,)
        case Stop():
            return ()


def _of_scenarios(machine: Machine) -> Iterator[Expr]:
    for scenario in machine.scenarios:
        yield from _conditions([scenario.given])
        for step in scenario.steps:
            yield from _conditions([step.assuming])
            yield from step.args or ()


def _parameters(machine: Machine) -> Iterator[Parameter]:
    """The parts of every payload and the fields of every type of the host."""
    payloads = [event.params for event in machine.events]
    payloads += [action.params for action in machine.actions]
    payloads += [predicate.params for predicate in machine.predicates]
    payloads += [kind.fields for kind in machine.host_types]
    return (param for params in payloads for param in params)


def _own(kinds: Iterable[Type]) -> Iterator[Enumeration | HostType]:
    """Those of the types that a spec declares."""
    for kind in kinds:
        item = kind.item if isinstance(kind, Many) else kind
        if isinstance(item, (Enumeration, HostType)):
            yield item

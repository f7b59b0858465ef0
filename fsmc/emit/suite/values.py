"""A machine in, the values with which cases begin out: of variables, of timers, of what other cells of an event ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from fsmc import outcomes
from fsmc.interpreter import Interpreter, Value, zero
from fsmc.model import (
    Basic,
    Constant,
    Enumeration,
    Event,
    Expr,
    Machine,
    Option,
    Read,
    State,
    Timer,
    Type,
    Variable,
    walk,
)


@dataclass(frozen=True)
class Asked:
    """What the conditions of all cells of an event read: options and variables, parts of its payload."""

    slots: tuple[Option | Variable, ...]
    parts: frozenset[str]


@lru_cache(maxsize=1)
def asked_anywhere(machine: Machine) -> Mapping[Event, Asked]:
    """For each event from outside what its cells ask: found once, since each of the cells asks for it."""
    return {event: _asked(machine, event) for event in machine.inputs}


def _asked(machine: Machine, event: Event) -> Asked:
    conditions = dict.fromkeys(c for state in machine.states for c in outcomes.conditions(machine, state, event))
    return Asked(slots(tuple(conditions)), outcomes.candidates(conditions).parts)


def slots(conditions: Sequence[Expr]) -> tuple[Option | Variable, ...]:
    """The options and variables that conditions read."""
    found = (part.of for expr in conditions for part in walk(expr) if isinstance(part, Read))
    return tuple(dict.fromkeys(slot for slot in found if not isinstance(slot, Constant)))


def unusual(fresh: Interpreter) -> dict[str, Value]:
    """A value for each variable that no default, and hardly an assignment, gives it."""
    defaults = fresh.variables
    return {variable.name: next(others(variable.type, defaults[variable.name])) for variable in fresh.machine.variables}


def others(kind: Type, value: Value) -> Iterator[Value]:
    """Values of a type other than `value`; that itself at last, where there is no other."""
    match kind:
        case Enumeration():
            values: Sequence[Value] = tuple(reversed(kind.members))
        case Basic():
            by_type = {
                Basic.BOOL: (True, False),
                Basic.INT: (7, 23, -7),
                Basic.DURATION: (7.0, 23.0),
                Basic.STR: ("before", "long before"),
            }
            values = by_type[kind]
        case _:
            values = (zero(kind),)
    yield from (other for other in values if other != value)
    yield value


def remaining(machine: Machine, state: State) -> dict[str, float]:
    """Every timer that can run in `state` and the seconds it has left: no two the same, and no duration of the spec."""
    return {timer.name: seconds for timer, seconds in _left(machine).items() if state in timer.within}


@lru_cache(maxsize=1)
def _left(machine: Machine) -> Mapping[Timer, float]:
    """The seconds that each timer has left wherever it runs."""
    durations = {outcomes.known_duration(timer.duration) for timer in machine.timers}
    unlike = (seconds for seconds in count(101.0) if seconds not in durations)
    return dict(zip(machine.timers, unlike, strict=False))

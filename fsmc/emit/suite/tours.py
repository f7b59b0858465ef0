"""A machine in, paths from its initial state that together take every transition line that can be reached out.

A search goes from where the path has come to the nearest line not yet taken.  Where it gives up, after as many places
as `_places` says, the lines left over are named in the test file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product

from fsmc.emit.suite.rows import Before, Move, Path
from fsmc.emit.suite.walker import Leg, Walker
from fsmc.interpreter import Interpreter, Scope, Value, evaluate, lines_for
from fsmc.interpreter.values import Slot
from fsmc.model import (
    ELSE,
    Ask,
    Basic,
    Enumeration,
    Expr,
    Field,
    Logic,
    Machine,
    Not,
    Otherwise,
    Payload,
    Read,
    Running,
    Transition,
    Variable,
    walk,
)

NEAR, FAR = 60, 600
"""How many places one search looks at, at first and for what is left then."""
OPTIONS_AT_MOST = 8


def tours(machine: Machine) -> tuple[tuple[Path, ...], tuple[Transition, ...]]:
    """The paths, and the transition lines that none of them takes."""
    left = dict.fromkeys(machine.transitions)
    found: list[Path] = []
    for options, walker, places in _attempts(machine):
        while left and (legs := walker.tour(_possible(machine, left, walker), places)):
            for line in (line for leg in legs for line in leg.lines):
                left.pop(line, None)
            start = Before(state=machine.initial, options=options)
            found.append(Path(name=f"tour {len(found) + 1}", before=start, moves=moves(legs)))
    return tuple(found), tuple(left)


def relay(machine: Machine) -> tuple[Path, ...]:
    """A path of which the last step but one asks for actions and the last is another event, if there is one.

    Of the paths in reach the one that asks for most.
    """
    options = Interpreter(machine).options
    walker = Walker(machine, options)
    found = [
        (*trail.legs(), after)
        for trail in walker.trails(walker.start.configuration, NEAR)
        if trail.leg.move.event and trail.leg.move.outcomes
        for after in islice(filter(_speaks, walker.legs(trail.leg.after)), 1)
    ]
    if not found:
        return ()
    legs = max(found, key=lambda legs: (min(len(legs[-2].move.outcomes), 3), -len(legs)))
    return (Path(name="relay", before=Before(state=machine.initial, options=options), moves=moves(legs)),)


def _speaks(leg: Leg) -> bool:
    """Whether a leg is an event that asks for actions."""
    return bool(leg.move.event and leg.move.outcomes)


def moves(legs: Iterable[Leg]) -> tuple[Move, ...]:
    """The moves of some legs."""
    return tuple(leg.move for leg in legs)


def _attempts(machine: Machine) -> Iterator[tuple[dict[str, Value], Walker, int]]:
    """Who looks how far, near places first: what one choice of options bars may be near with another."""
    walkers = [(options, Walker(machine, options)) for options in _option_values(machine)]
    return ((options, walker, places) for places in _places(machine) for options, walker in walkers)


def _places(machine: Machine) -> tuple[int, int]:
    """How far a search looks, at first and at last: then a machine without variables and timers is seen whole."""
    return NEAR, max(FAR, 2 * len(machine.states))


def _possible(machine: Machine, left: Iterable[Transition], walker: Walker) -> set[Transition]:
    """The lines that a walker's options leave a chance."""
    return {line for line in left if possible(machine, line, walker.start.host.options)}


def _option_values(machine: Machine) -> list[dict[str, Value]]:
    """The defaults, then other values of options that have few."""
    defaults = Interpreter(machine).options
    choices = [_choices(option.type, defaults[option.name]) for option in machine.options]
    found = islice(product(*choices), OPTIONS_AT_MOST)
    return [dict(zip(defaults, values, strict=True)) for values in found]


def _choices(kind: object, default: Value) -> tuple[Value, ...]:
    members = kind.members if isinstance(kind, Enumeration) else (True, False) if kind is Basic.BOOL else ()
    return (default, *(value for value in members if value != default))


def possible(machine: Machine, line: Transition, options: Mapping[Slot, Value]) -> bool:
    """Whether these options leave a line a chance, as far as guards show that read nothing else."""
    if line.guard is None:
        return True
    if not isinstance(line.guard, Otherwise):
        return _known(line.guard, options) is not False
    cells = ((state, event) for state in line.sources for event in line.events)
    return any(
        all(
            other.guard is not None and (other.guard is ELSE or _known(other.guard, options) is not True)
            for other in lines_for(machine, state, event, line.rank)
        )
        for state, event in cells
    )


def _known(expr: Expr, options: Mapping[Slot, Value]) -> bool | None:
    """Whether a condition holds, if the options alone say so."""
    match expr:
        case Logic():
            parts = {_known(operand, options) for operand in expr.operands}
            decides = expr.op == "or"
            return decides if decides in parts else None if None in parts else not decides
        case Not():
            inner = _known(expr.operand, options)
            return None if inner is None else not inner
        case _:
            free = (part for part in walk(expr) if isinstance(part, (Payload, Field, Ask, Running)) or _varies(part))
            return None if any(True for _ in free) else bool(evaluate(expr, Scope(options, {})))


def _varies(part: Expr) -> bool:
    return isinstance(part, Read) and isinstance(part.of, Variable)

"""A machine in, paths from its initial state that together take every transition line that can be reached out.

A breadth-first search over the interpreter goes from where the path has come to the nearest line not yet taken.  Two
configurations that differ only in how long timers have still to run count as one place, so the search ends; where it
gives up, at `PLACES_AT_MOST`, the lines left over are named in the test file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product

from fsmc import outcomes
from fsmc.emit.suite.rows import Before, Move, Path
from fsmc.interpreter import (
    Configuration,
    EndlessRaise,
    Impossible,
    Interpreter,
    Rejected,
    Scope,
    Value,
    defaults,
    evaluate,
    lines_for,
)
from fsmc.interpreter.values import Slot
from fsmc.model import (
    ELSE,
    Ask,
    Basic,
    Enumeration,
    Event,
    Expr,
    Field,
    Line,
    Logic,
    Machine,
    Not,
    Otherwise,
    Payload,
    Read,
    Running,
    State,
    Transition,
    Variable,
    walk,
)
from fsmc.outcomes import World

PLACES_AT_MOST = (60, 600)
"""How many places one search looks at, at first and for what is left then."""
WORLDS_AT_MOST = 16
OPTIONS_AT_MOST = 8


@dataclass(frozen=True)
class Leg:
    """One move, the lines that it takes, and where it leads."""

    move: Move
    lines: tuple[Line, ...]
    after: Configuration


def tours(machine: Machine) -> tuple[tuple[Path, ...], tuple[Transition, ...]]:
    """The paths, and the transition lines that none of them takes."""
    left = dict.fromkeys(machine.transitions)
    found: list[Path] = []
    for options, places in _attempts(machine):
        walker = Walker(machine, options, places)
        while left and (legs := walker.tour(left)):
            for leg in legs:
                for line in leg.lines:
                    left.pop(line, None)  # type: ignore[call-overload]
            start = Before(state=machine.initial, options=options)
            found.append(Path(name=f"tour {len(found) + 1}", before=start, moves=moves(legs)))
    return tuple(found), tuple(left)


def relay(machine: Machine) -> tuple[Path, ...]:
    """A path of which the last step but one asks for actions and the last is another event, if there is one.

    Of the paths in reach the one that asks for most.
    """
    options = Interpreter(machine).options
    walker = Walker(machine, options, PLACES_AT_MOST[0])
    found = [
        (*way, leg, after)
        for leg, way in walker.ways(walker.start.configuration)
        if leg.move.event and leg.move.outcomes
        for after in islice((after for after in walker.legs(leg.after) if after.move.event and after.move.outcomes), 1)
    ]
    if not found:
        return ()
    legs = max(found, key=lambda legs: (min(len(legs[-2].move.outcomes), 3), -len(legs)))
    return (Path(name="relay", before=Before(state=machine.initial, options=options), moves=moves(legs)),)


def moves(legs: Iterable[Leg]) -> tuple[Move, ...]:
    """The moves of some legs."""
    return tuple(leg.move for leg in legs)


def _attempts(machine: Machine) -> Iterator[tuple[dict[str, Value], int]]:
    """Options and how far to look, near places first: what one choice of options bars may be near with another."""
    return ((options, places) for places in PLACES_AT_MOST for options in _option_values(machine))


def _option_values(machine: Machine) -> list[dict[str, Value]]:
    """The defaults, then other values of options that have few."""
    defaults = Interpreter(machine).options
    choices = [_choices(option.type, defaults[option.name]) for option in machine.options]
    found = islice(product(*choices), OPTIONS_AT_MOST)
    return [dict(zip(defaults, values, strict=True)) for values in found]


def _choices(kind: object, default: Value) -> tuple[Value, ...]:
    members = kind.members if isinstance(kind, Enumeration) else (True, False) if kind is Basic.BOOL else ()
    return (default, *(value for value in members if value != default))


class Walker:
    """Looks for ways from one configuration to others."""

    def __init__(self, machine: Machine, options: dict[str, Value], places: int) -> None:
        self.machine = machine
        self.places = places
        self.start = Interpreter(machine, options=options)
        self.candidates = {
            (state, event): outcomes.candidates(outcomes.conditions(machine, state, event))
            for state in machine.states
            for event in machine.events
            if event.base is None
        }
        self.decisive = _decisive(machine)
        self.endless: set[tuple[State, Event]] = set()
        """What was seen to raise events without end: looking again is costly and seldom leads anywhere."""

    def tour(self, left: dict[Transition, None]) -> list[Leg]:
        """One path that takes lines of `left` as long as one can be reached; empty if none can."""
        here, legs = self.start.configuration, list[Leg]()
        wanted = {line for line in left if possible(self.machine, line, self.start.host.options)}
        while wanted:
            way = self._way_to(here, wanted)
            if not way:
                break
            legs += way
            here = way[-1].after
            wanted.difference_update(line for leg in way for line in leg.lines if isinstance(line, Transition))
        return legs

    def _way_to(self, here: Configuration, wanted: set[Transition]) -> list[Leg]:
        """The shortest way to a leg that takes a wanted line; empty if there is none."""
        return next(([*way, leg] for leg, way in self.ways(here) if not wanted.isdisjoint(leg.lines)), [])

    def ways(self, here: Configuration) -> Iterator[tuple[Leg, tuple[Leg, ...]]]:
        """Every leg that can be reached, the nearest first, and the way to it."""
        seen = {self.place(here)}
        queue: deque[tuple[Configuration, tuple[Leg, ...]]] = deque([(here, ())])
        while queue and len(seen) < self.places:
            configuration, way = queue.popleft()
            for leg in self.legs(configuration):
                yield leg, way
                if self.place(leg.after) not in seen:
                    seen.add(self.place(leg.after))
                    queue.append((leg.after, (*way, leg)))

    def legs(self, here: Configuration) -> Iterator[Leg]:
        """All that may happen next: each event in each world, or time until one of the running timers is due."""
        for event in self.machine.events:
            if event.base is None and (here.state, event) not in self.endless:
                yield from self._explore(here, event, 0.0)
        for wait in sorted({deadline for deadline in here.timers.values() if deadline > 0}):
            yield from self._explore(here, None, wait)

    def _explore(self, here: Configuration, event: Event | None, wait: float) -> Iterator[Leg]:
        def run(world: World) -> Leg | None:
            interpreter = self.start.copy(answers=world.answer)
            interpreter.configuration = later(here, wait)
            payload = self._payload(world, interpreter, event)
            try:
                found = interpreter.deliver(event, payload) if event else interpreter.advance()
            except (Rejected, Impossible):
                return None
            except EndlessRaise:
                if event:
                    self.endless.add((here.state, event))
                return None
            move = Move(
                event=event,
                wait=wait,
                payload=payload,
                answers=tuple(world.answers),
                outcomes=found,
                target=interpreter.state,
            )
            return Leg(move, tuple(taken.line for taken in interpreter.taken), interpreter.configuration)

        return (leg for leg in outcomes.explore(run, WORLDS_AT_MOST) if leg)

    def _payload(self, world: World, interpreter: Interpreter, event: Event | None) -> dict[str, Value]:
        """A payload for an event: the parts that no guard of the cell reads have their defaults."""
        if event is None:
            return {}
        among = self.candidates[interpreter.state, event]
        given = {name: value for name, value in defaults(event).items() if not among.concern(name)}
        return outcomes.choose_payload(world, event, among, given)

    def place(self, configuration: Configuration) -> Hashable:
        """What makes two configurations two places for the search: nothing that no guard reads."""
        due = sorted(configuration.timers, key=lambda timer: configuration.timers[timer])
        variables = tuple(str(configuration.variables[variable]) for variable in self.decisive)
        return configuration.state, variables, tuple(due), tuple(waiting.event for waiting in configuration.deferred)


def _decisive(machine: Machine) -> tuple[Variable, ...]:
    """The variables that some guard reads, or that are assigned to one of these."""
    lines = [line.guard for line in machine.lines] + [event.when for event in machine.events]
    found = {
        part.of
        for guard in lines
        if guard is not None and not isinstance(guard, Otherwise)
        for part in walk(guard)
        if isinstance(part, Read)
    }
    return tuple(variable for variable in machine.variables if variable in found)


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


def later(configuration: Configuration, seconds: float) -> Configuration:
    """The same some time later: deadlines count from the present."""
    return replace(configuration, timers={t: deadline - seconds for t, deadline in configuration.timers.items()})

"""A machine and its options in, ways from one configuration to others out: a breadth-first search over the interpreter.

Two configurations that differ only in how long timers have still to run count as one place, so a search ends.  What can
happen in a configuration is found once, however many searches pass it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass, replace

from fsmc import outcomes
from fsmc.emit.suite.rows import Move
from fsmc.emit.suite.vain import with_vain
from fsmc.interpreter import Configuration, EndlessRaise, Impossible, Interpreter, Rejected, Value, defaults
from fsmc.model import Event, Machine, Otherwise, Read, State, Transition, Variable, walk
from fsmc.outcomes import Candidates, World

WORLDS_AT_MOST = 16
RAISED_AT_MOST = 50
"""How many events may be raised in a leg."""
WAITING_AT_MOST = 4
"""With how many deferred events a search goes on: each leg tries them all, and there is no end of them."""
KNOWN_AT_MOST = 1 << 12
"""Of how many configurations a walker remembers what can happen there: of more only where there are more states."""


@dataclass(frozen=True, eq=False)
class Leg:
    """One move, the transitions that it takes, where it leads, and the place that this is."""

    move: Move
    lines: frozenset[Transition]
    after: Configuration
    place: Hashable


@dataclass(frozen=True, eq=False)
class Trail:
    """A leg that a search came to, and the trail to where it begins."""

    leg: Leg
    before: Trail | None

    def legs(self) -> list[Leg]:
        """All legs, from where the search began."""
        found, before = [self.leg], self.before
        while before:
            found.append(before.leg)
            before = before.before
        return found[::-1]


class Walker:
    """Looks for ways from one configuration to others."""

    def __init__(self, machine: Machine, options: dict[str, Value]) -> None:
        self.machine = machine
        self.start = Interpreter(machine, options=options)
        self.start.host = replace(self.start.host, patience=RAISED_AT_MOST)
        self.decisive = _decisive(machine)
        self.endless: set[tuple[State, Event]] = set()
        """What was seen to raise events without end: looking again is costly and seldom leads anywhere."""
        self._candidates: dict[tuple[State, Event], Candidates] = {}
        self._known: dict[Hashable, tuple[Leg, ...]] = {}
        self._known_at_most = max(KNOWN_AT_MOST, 2 * len(machine.states))

    def tour(self, wanted: set[Transition], places: int) -> list[Leg]:
        """One path that takes lines of `wanted` as long as one can be reached; empty if none can."""
        here, legs, left = self.start.configuration, list[Leg](), set(wanted)
        while left:
            way = self._way_to(here, left, places)
            if not way:
                break
            legs += way
            here = way[-1].after
            left.difference_update(*(leg.lines for leg in way))
        return legs

    def _way_to(self, here: Configuration, wanted: set[Transition], places: int) -> list[Leg]:
        """The shortest way to a leg that takes a wanted line; empty if there is none."""
        for trail in self.trails(here, places):
            if not wanted.isdisjoint(trail.leg.lines):
                return trail.legs()
        return []

    def trails(self, here: Configuration, places: int) -> Iterator[Trail]:
        """The trail to every leg that can be reached, the nearest first, until so many places are seen."""
        seen = {self._place(here)}
        queue: deque[tuple[Configuration, Trail | None]] = deque([(here, None)])
        while queue and len(seen) < places:
            configuration, before = queue.popleft()
            for leg in self.legs(configuration):
                trail = Trail(leg, before)
                yield trail
                if leg.place not in seen and len(leg.after.deferred) <= WAITING_AT_MOST:
                    seen.add(leg.place)
                    queue.append((leg.after, trail))

    def legs(self, here: Configuration) -> Collection[Leg]:
        """All that may happen next and comes to anything: each event in each world, or time until a timer is due."""
        exactly = _exactly(here)
        if exactly not in self._known:
            if len(self._known) >= self._known_at_most:
                self._known.clear()
            place = self._place(here)
            self._known[exactly] = tuple(leg for leg in self._legs(here) if leg.lines or leg.place != place)
        return self._known[exactly]

    def _legs(self, here: Configuration) -> Iterator[Leg]:
        for event in self.machine.events:
            if event.base is None and (here.state, event) not in self.endless:
                yield from self._explore(here, event, 0.0)
        for wait in sorted({deadline for deadline in here.timers.values() if deadline > 0}):
            yield from self._explore(here, None, wait)

    def _explore(self, here: Configuration, event: Event | None, wait: float) -> Iterator[Leg]:
        def run(world: World) -> Leg | None:
            interpreter = self.start.copy(answers=world.answer)
            interpreter.configuration = _later(here, wait)
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
                answers=with_vain(self.machine, interpreter.looked, world.answers),
                outcomes=found,
                target=interpreter.state,
            )
            return self._leg(move, interpreter)

        return (leg for leg in outcomes.explore(run, WORLDS_AT_MOST) if leg)

    def _leg(self, move: Move, interpreter: Interpreter) -> Leg:
        lines = frozenset(taken.line for taken in interpreter.taken if isinstance(taken.line, Transition))
        return Leg(move, lines, interpreter.configuration, self._place(interpreter.configuration))

    def _payload(self, world: World, interpreter: Interpreter, event: Event | None) -> dict[str, Value]:
        """A payload for an event: the parts that no guard of the cell reads have their defaults."""
        if event is None:
            return {}
        among = self._among(interpreter.state, event)
        given = {name: value for name, value in defaults(event).items() if not among.concern(name)}
        return outcomes.choose_payload(world, event, among, given)

    def _among(self, state: State, event: Event) -> Candidates:
        """What is worth a look where `event` is sent in `state`."""
        if (state, event) not in self._candidates:
            conditions = outcomes.conditions(self.machine, state, event)
            self._candidates[state, event] = outcomes.candidates(conditions)
        return self._candidates[state, event]

    def _place(self, configuration: Configuration) -> Hashable:
        """What makes two configurations two places for the search: nothing that no guard reads."""
        due = sorted(configuration.timers, key=lambda timer: configuration.timers[timer])
        variables = tuple(str(configuration.variables[variable]) for variable in self.decisive)
        return configuration.state, variables, tuple(due), tuple(waiting.event for waiting in configuration.deferred)


def _exactly(configuration: Configuration) -> Hashable:
    """All that a configuration is, as one value."""
    deferred = tuple((waiting.event, repr(waiting.payload)) for waiting in configuration.deferred)
    variables = repr(list(configuration.variables.values()))
    return configuration.state, variables, tuple(configuration.timers.items()), deferred


def _later(configuration: Configuration, seconds: float) -> Configuration:
    """The same some time later: deadlines count from the present."""
    return replace(configuration, timers={t: deadline - seconds for t, deadline in configuration.timers.items()})


def _decisive(machine: Machine) -> tuple[Variable, ...]:
    """The variables that some guard reads."""
    lines = [line.guard for line in machine.lines] + [event.when for event in machine.events]
    found = {
        part.of
        for guard in lines
        if guard is not None and not isinstance(guard, Otherwise)
        for part in walk(guard)
        if isinstance(part, Read)
    }
    return tuple(variable for variable in machine.variables if variable in found)

"""A machine in; for each cell the lines that speak of it by rank, and which of them can decide it, out.

Of `Machine.cells` this reads only which there are, not who decides them, so that it can say what is wrong where two
lines claim one cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple, Union

from fsmc.logic import Found, Nothing, find
from fsmc.model import (
    ELSE,
    Disposition,
    Event,
    Expr,
    Guard,
    Machine,
    Otherwise,
    Running,
    State,
    Timer,
    Transition,
    by_rank,
)

AnyLine = Union[Transition, Disposition]


class Place(NamedTuple):
    """A cell by what it decides."""

    state: State
    event: Event

    def __str__(self) -> str:
        return f"{self.state} on {self.event}"


class Assumptions(NamedTuple):
    """What is known before any guard is asked: conditions that hold, and some that do not."""

    holding: tuple[Expr, ...] = ()
    failing: tuple[Expr, ...] = ()

    def and_holds(self, *conditions: Expr) -> Assumptions:
        """The same, and these hold too."""
        return Assumptions(self.holding + conditions, self.failing)

    def and_fails(self, *conditions: Expr) -> Assumptions:
        """The same, and these fail too."""
        return Assumptions(self.holding, self.failing + conditions)


def condition(guard: Guard) -> tuple[Expr, ...]:
    """The guard as a condition to ask; nothing for `[else]` and for no guard."""
    return () if guard is None or isinstance(guard, Otherwise) else (guard,)


@dataclass
class Decisions:
    """Who decides each cell of one machine."""

    machine: Machine

    def __post_init__(self) -> None:
        self._asked: dict[Assumptions, Found] = {}

    def find(self, assumed: Assumptions) -> Found:
        """What the logic knows of a case; each question is worked out once."""
        if assumed not in self._asked:
            self._asked[assumed] = find(assumed.holding, assumed.failing)
        return self._asked[assumed]

    def possible(self, assumed: Assumptions) -> bool:
        """Whether the case may occur: anything but a proof says yes."""
        return not isinstance(self.find(assumed), Nothing)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every cell: no timeouts where their timers cannot run, no base that always has a derived event."""
        return tuple(Place(state, event) for state, event in self.machine.cells)

    @cached_property
    def ranks(self) -> Mapping[Place, tuple[tuple[AnyLine, ...], ...]]:
        """For each cell its lines, strongest rank first, each rank in order of the spec; without the policy."""
        speaking: dict[Place, list[AnyLine]] = {place: [] for place in self.places}
        for line in self.machine.lines:
            for state in line.sources:
                for event in line.events:
                    if (place := Place(state, event)) in speaking:
                        speaking[place].append(line)
        ranked = lru_cache(maxsize=None)(by_rank)  # the same few lines speak of many cells
        return {place: ranked(tuple(lines)) for place, lines in speaking.items()}

    @cached_property
    def spoken_of(self) -> Mapping[AnyLine, tuple[Place, ...]]:
        """For each line the cells of which it speaks, whether or not it can decide them."""
        found: dict[AnyLine, list[Place]] = {line: [] for line in self.machine.lines}
        for place, ranks in self.ranks.items():
            for line in (line for lines in ranks for line in lines):
                found[line].append(place)
        return {line: tuple(places) for line, places in found.items()}

    @cached_property
    def deciding(self) -> Mapping[Place, tuple[AnyLine, ...]]:
        """For each cell the lines that decide it in some case; the policy last, where a case may be left to it."""
        found: dict[Place, tuple[AnyLine, ...]] = {}
        worked_out: dict[tuple[object, ...], tuple[AnyLine, ...]] = {}
        for place, ranks in self.ranks.items():
            alike = (self._alike(place), ranks)
            if alike not in worked_out:
                worked_out[alike] = tuple(self._deciding(place))
            found[place] = worked_out[alike]
        return found

    @cached_property
    def decided(self) -> Mapping[AnyLine, tuple[Place, ...]]:
        """For each line the cells that it decides in some case."""
        found: dict[AnyLine, list[Place]] = {line: [] for line in (*self.machine.lines, self.machine.unlisted)}
        for place, lines in self.deciding.items():
            for line in lines:
                found[line].append(place)
        return {line: tuple(places) for line, places in found.items()}

    def _deciding(self, place: Place) -> Iterator[AnyLine]:
        left = self.assumptions(place)
        for lines in self.ranks[place]:
            for line in lines:
                if self.possible(case_of(line, lines, left)):
                    yield line
            if any(line.guard is None or line.guard is ELSE for line in lines):
                return
            left = left.and_fails(*(each for line in lines for each in condition(line.guard)))
        if self.possible(left):
            yield self.machine.unlisted

    def left(self, place: Place) -> Assumptions:
        """What fails when no line with a guard decides the cell."""
        guards = (line.guard for lines in self.ranks[place] for line in lines)
        return self.assumptions(place).and_fails(*(each for guard in guards for each in condition(guard)))

    def case(self, line: AnyLine, place: Place) -> Assumptions:
        """What holds and what fails when the line decides the cell."""
        left = self.assumptions(place)
        for lines in self.ranks[place]:
            if line in lines:
                return case_of(line, lines, left)
            left = left.and_fails(*(each for other in lines for each in condition(other.guard)))
        return left

    def assumptions(self, place: Place) -> Assumptions:
        """What is known when the event arrives in the state."""
        alike = self._alike(place)
        if alike not in self._known:
            holding, failing = self._said_by(place.event)
            arrived = at_arrival(place.event.base or place.event)
            stopped = tuple(map(Running, self._stopped[place.state]))
            self._known[alike] = Assumptions(holding, arrived.failing + stopped + failing)
        return self._known[alike]

    @cached_property
    def _known(self) -> dict[Place, Assumptions]:
        return {}

    def _alike(self, place: Place) -> Place:
        """The first cell of the event in a state in which the same timers cannot run: the same is known there."""
        return Place(self._first_alike[place.state], place.event)

    @cached_property
    def _first_alike(self) -> Mapping[State, State]:
        first: dict[tuple[Timer, ...], State] = {}
        return {state: first.setdefault(stopped, state) for state, stopped in self._stopped.items()}

    @cached_property
    def _stopped(self) -> Mapping[State, tuple[Timer, ...]]:
        """For each state the timers that cannot run there."""
        within = {timer: frozenset(timer.within) for timer in self.machine.timers}
        return {state: tuple(t for t in within if state not in within[t]) for state in self.machine.states}

    def _said_by(self, event: Event) -> Assumptions:
        """What the name of an event says: of a derived one its condition holds, of a base all others fail."""
        if event.base is not None and event.when is not ELSE:
            return Assumptions(condition(event.when))
        derived = self.machine.derived(event.base or event)
        return Assumptions(failing=tuple(each for other in derived for each in condition(other.when)))


def at_arrival(base: Event) -> Assumptions:
    """What an event says by itself: a timer that has just expired no longer runs."""
    return Assumptions(failing=(Running(base.timer),) if base.timer else ())


def case_of(line: AnyLine, rank: tuple[AnyLine, ...], left: Assumptions) -> Assumptions:
    """When a line decides, of the cases that stronger ranks leave: its guard holds, or no guard of its rank does."""
    if line.guard is ELSE:
        return left.and_fails(*(each for other in rank for each in condition(other.guard)))
    return left.and_holds(*condition(line.guard))


def can_happen(state: State, event: Event) -> bool:
    """A timeout, or what is derived from one, happens only where its timer can run."""
    timer = event.expires
    return timer is None or state in timer.within

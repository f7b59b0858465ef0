"""Who decides each cell in; which states can be reached with which timers, and which cannot be left, out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from fsmc.analysis.cells import Decisions
from fsmc.analysis.components import Graph, closure, components, turned
from fsmc.analysis.done import starts
from fsmc.model import Event, State, Timer, Transition


class Way(NamedTuple):
    """One way from state to state: an event and a line that decides it in some case."""

    source: State
    event: Event
    line: Transition

    @property
    def target(self) -> State:
        """The state after the step; the source if the line stays."""
        return self.line.target_from(self.source)

    @property
    def timer(self) -> str:
        """The name of the timer whose expiry it takes; empty for an event from outside."""
        return self.event.expires.name if self.event.expires else ""

    @property
    def moves(self) -> bool:
        """Whether the step changes the state."""
        return self.target is not self.source


class Island(NamedTuple):
    """States out of reach that lead to each other and to which nothing else leads, and those to which they lead."""

    shore: tuple[State, ...]
    behind: tuple[State, ...]


@dataclass
class Paths:
    """Where a machine can get to.

    Whatever may happen counts: any event at any time, any answer of the host, whatever guards leave open.  So what is
    said to be out of reach is out of reach; only of what can be reached there may be less than is said.
    """

    decisions: Decisions

    @cached_property
    def ways(self) -> Mapping[State, tuple[Way, ...]]:
        """For each state the ways out of it and back to it, whether or not the machine ever gets there."""
        found: dict[State, list[Way]] = {state: [] for state in self.decisions.machine.states}
        for (state, event), lines in self.decisions.deciding.items():
            found[state] += [Way(state, event, line) for line in lines if isinstance(line, Transition)]
        return {state: tuple(ways) for state, ways in found.items()}

    @cached_property
    def running(self) -> Mapping[State, frozenset[Timer]]:
        """The states that some path from the initial one reaches, each with the timers that may run there.

        A timer runs where a path leads on which something started it; its expiry takes place nowhere else.
        """
        within = {timer: frozenset(timer.within) for timer in self.decisions.machine.timers}
        initial = self.decisions.machine.initial
        found: dict[State, frozenset[Timer]] = {initial: frozenset()}
        waiting = deque([initial])
        while waiting:
            state = waiting.popleft()
            for way in (way for way in self.ways[state] if _can_happen(way, found[state])):
                kept = (timer for timer in found[state] if timer is not way.event.expires)
                after = self._started(way).union(timer for timer in kept if way.target in within[timer])
                if way.target not in found or not after <= found[way.target]:
                    found[way.target] = found.get(way.target, frozenset()) | after
                    waiting.append(way.target)
        return found

    def _started(self, way: Way) -> frozenset[Timer]:
        """What a step starts, whatever the conditions."""
        key = (way.line, way.source if way.line.target is not None else None)
        if key not in self._starting:
            effects = self.decisions.machine.effects(way.line, way.source)
            self._starting[key] = frozenset(start.timer for start, _ in starts(effects))
        return self._starting[key]

    @cached_property
    def _starting(self) -> dict[tuple[Transition, State | None], frozenset[Timer]]:
        return {}

    @cached_property
    def taken(self) -> Mapping[State, tuple[Way, ...]]:
        """For each reachable state, in order of the spec, the ways that can be taken there."""
        reached = (state for state in self.decisions.machine.states if state in self.running)
        return {
            state: tuple(way for way in self.ways[state] if _can_happen(way, self.running[state])) for state in reached
        }

    @cached_property
    def missed(self) -> Mapping[State, tuple[Way, ...]]:
        """For each state the ways that would lead there from a reachable one, if their timer ran."""
        found: dict[State, list[Way]] = {}
        for state, running in self.running.items():
            for way in (way for way in self.ways[state] if not _can_happen(way, running)):
                found.setdefault(way.target, []).append(way)
        return {state: tuple(ways) for state, ways in found.items()}

    @cached_property
    def graph(self) -> Graph[State]:
        """The reachable states, each with the others to which it leads."""
        return {state: _targets(ways) for state, ways in self.taken.items()}

    @cached_property
    def dead_ends(self) -> tuple[State, ...]:
        """The reachable states that nothing leaves and that are not final."""
        return tuple(state for state, targets in self.graph.items() if not targets and not state.final)

    @cached_property
    def hopeless(self) -> tuple[State, ...]:
        """The reachable states, dead ends aside, from which no final state can be reached; none if none is final."""
        final = [state for state in self.graph if state.final]
        told = closure(turned(self.graph), final).union(self.dead_ends)
        lost = (state for state in self.graph if state not in told)
        return tuple(lost) if final else ()

    @cached_property
    def traps(self) -> tuple[tuple[State, ...], ...]:
        """Sets of hopeless states that lead to each other and nowhere else."""
        hopeless = set(self.hopeless)
        return tuple(found for found in components(self.graph) if hopeless.issuperset(found) and self._is_closed(found))

    def _is_closed(self, states: tuple[State, ...]) -> bool:
        return frozenset(states).issuperset(target for state in states for target in self.graph[state])

    @cached_property
    def islands(self) -> tuple[Island, ...]:
        """The states out of reach, by the sets of them into which nothing leads."""
        lost = {
            state: tuple(target for target in _targets(ways) if target not in self.running)
            for state, ways in self.ways.items()
            if state not in self.running
        }
        return tuple(_islands(lost))


def _islands(lost: Graph[State]) -> Iterator[Island]:
    told: set[State] = set()
    back = turned(lost)
    for shore in components(lost):
        if frozenset(shore).issuperset(source for state in shore for source in back[state]):
            reached = closure(lost, shore) - told - set(shore)
            yield Island(shore, tuple(state for state in lost if state in reached))
            told |= reached


def _can_happen(way: Way, running: frozenset[Timer]) -> bool:
    """Whether a way can be taken where these timers may run."""
    return way.event.expires is None or way.event.expires in running


def _targets(ways: Iterable[Way]) -> tuple[State, ...]:
    """The other states to which ways lead, each once."""
    return tuple(dict.fromkeys(way.target for way in ways if way.moves))

"""Who decides each cell in, the endless cycles of raised events out.

Only what is certain counts: cells that one line decides in every case, and events that it raises under no condition.
Such a run has no choice, so it is followed until it ends, meets a choice, or comes back to where it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fsmc.analysis.cells import Decisions, Place
from fsmc.analysis.components import components
from fsmc.model import Event, Raise, State, Transition

_MOST_WAITING = 200
"""A run that leaves so many events to be handled is followed no further."""
_MOST_STEPS = 2_000
"""Nor is one of so many steps; of one that may end nothing is said."""

_SHOWN = 4


@dataclass(frozen=True)
class Raising:
    """One step of a run: the cell, the line that decides it, and what the step raises."""

    place: Place
    line: Transition
    events: tuple[Event, ...]

    @property
    def followers(self) -> tuple[Place, ...]:
        """The cells that come next where nothing else is handled before."""
        return tuple(Place(self.line.target_from(self.place.state), event) for event in self.events)

    def __str__(self) -> str:
        return f"{self.place} raises {', '.join(map(str, self.events))}"


@dataclass(frozen=True)
class Cycle:
    """The steps of a run without end, from the first that comes again."""

    steps: tuple[Raising, ...]

    def __str__(self) -> str:
        raising = [str(step) for step in self.steps if step.events]
        more = f", and {len(raising) - _SHOWN} more" if len(raising) > _SHOWN else ""
        return ", ".join(raising[:_SHOWN]) + more


def endless_raises(decisions: Decisions) -> Iterator[Cycle]:
    """Each cycle of lines once, though several states may go round in it; begun at its earliest line."""
    seen: set[frozenset[Transition]] = set()
    ended: set[Place] = set()
    for place in (each for each in decisions.places if _only_line(decisions, each)):
        cycle = _follow(decisions, place, ended)
        lines = frozenset(step.line for step in cycle)
        if cycle and lines not in seen:
            seen.add(lines)
            yield Cycle(_from_earliest(cycle))


def _from_earliest(cycle: list[Raising]) -> tuple[Raising, ...]:
    first = min((n for n, step in enumerate(cycle) if step.events), key=lambda n: cycle[n].line.span)
    return tuple(cycle[first:] + cycle[:first])


def _follow(decisions: Decisions, place: Place, ended: set[Place]) -> list[Raising]:
    """The steps of the cycle into which the run that starts in a cell falls; empty if it ends or has a choice.

    The cells from which a run that does is known to go on by itself are added to `ended`, so that no other goes there
    again.
    """
    alone: set[Place] = set()
    steps = _followed(decisions, place, ended, alone)
    ended |= alone if not steps else set()
    return steps


def _followed(decisions: Decisions, place: Place, ended: set[Place], alone: set[Place]) -> list[Raising]:
    state, queue = place.state, [place.event]
    steps: list[Raising] = []
    before: dict[tuple[State, tuple[Event, ...]], int] = {}
    while queue and len(queue) < _MOST_WAITING and len(steps) < _MOST_STEPS:
        if (state, tuple(queue)) in before:
            return steps[before[state, tuple(queue)] :]
        before[state, tuple(queue)] = len(steps)
        here = Place(state, queue.pop(0))
        if not queue:
            alone.add(here)
        if here in ended and not queue:
            return []
        step = _step(decisions, here)
        if step is None:
            return []
        steps.append(step)
        queue += step.events
        state = step.line.target_from(state)
    return _round(decisions, [Place(state, event) for event in queue]) if len(queue) >= _MOST_WAITING else []


def _step(decisions: Decisions, place: Place) -> Raising | None:
    """The step in a cell that has no choice, neither of a line nor of what the line raises."""
    line = _only_line(decisions, place)
    if line is None:
        return None
    raised = [effect for effect in decisions.machine.effects(line, place.state) if isinstance(effect, Raise)]
    if any(effect.condition is not None for effect in raised):
        return None
    return Raising(place, line, tuple(effect.event for effect in raised))


def _round(decisions: Decisions, waiting: list[Place]) -> list[Raising]:
    """The steps of a cycle into which what waits leads; empty where events only multiply, which has an end."""
    steps: dict[Place, Raising | None] = {}
    graph: dict[Place, tuple[Place, ...]] = {}
    while waiting:
        here = waiting.pop()
        if here not in graph:
            step = steps[here] = _step(decisions, here)
            graph[here] = step.followers if step else ()
            waiting += graph[here]
    rounds = (found for found in components(graph) if len(found) > 1 or found[0] in graph[found[0]])
    return [step for place in next(rounds, ()) if (step := steps[place])]


def _only_line(decisions: Decisions, place: Place) -> Transition | None:
    """The transition that decides the cell in every case, if there is one; a base with derived events has a choice."""
    lines = decisions.deciding.get(place, ())
    only = lines[0] if len(lines) == 1 and not decisions.machine.derived(place.event) else None
    return only if isinstance(only, Transition) else None

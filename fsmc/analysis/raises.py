"""Who decides each cell in, the endless cycles of raised events out.

Only what is certain counts: cells that one line decides in every case, and events that it raises under no condition.
Such a run has no choice, so it is followed until it ends, meets a choice, or comes back to where it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fsmc.analysis.cells import Decisions, Place
from fsmc.model import Event, Raise, State, Transition

_MOST_WAITING = 200
"""A run that leaves so many events to be handled leaves ever more."""
_MOST_STEPS = 2_000
"""A run is followed no further; of one that goes on nothing is said."""

_SHOWN = 4


@dataclass(frozen=True)
class Raising:
    """One step of a run: the cell, the line that decides it, and what the step raises."""

    place: Place
    line: Transition
    events: tuple[Event, ...]

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
        line = _only_line(decisions, here)
        if line is None:
            return []
        raised = [effect for effect in decisions.machine.effects(line, state) if isinstance(effect, Raise)]
        if any(effect.condition is not None for effect in raised):
            return []
        steps.append(Raising(here, line, tuple(effect.event for effect in raised)))
        queue += steps[-1].events
        state = line.target_from(state)
    return steps[-len(decisions.places) :] if len(queue) >= _MOST_WAITING else []


def _only_line(decisions: Decisions, place: Place) -> Transition | None:
    """The transition that decides the cell in every case, if there is one; a base with derived events has a choice."""
    lines = decisions.deciding.get(place, ())
    only = lines[0] if len(lines) == 1 and not decisions.machine.derived(place.event) else None
    return only if isinstance(only, Transition) else None

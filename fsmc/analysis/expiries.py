"""The steps of a machine in; the expiries that are refused though their timers run, each with a path, out.

Only what is sure counts: a timer that a line starts under no condition, carried on by lines without a guard, to a state
in which no other timer can get in between.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fsmc.analysis.cells import AnyLine, Decisions, Place
from fsmc.analysis.graph import Way
from fsmc.analysis.steps import Done
from fsmc.analysis.timer_loops import started_surely
from fsmc.model import Disposition, Kind, Raise, State, Stop, Timer


@dataclass(frozen=True)
class Refused:
    """An expiry, the line or policy that refuses it, and a path of which the first step starts the timer."""

    timer: Timer
    place: Place
    by: AnyLine
    path: tuple[Way, ...]


Steps = Mapping[Way, tuple[Done, ...]]
Leaving = Mapping[State, tuple[Way, ...]]


def refused_expiries(decisions: Decisions, leaving: Leaving, done: Steps) -> Iterator[Refused]:
    """Each timer with each state that refuses its expiry, by the shortest path from a start."""
    for timer in decisions.machine.timers:
        timeouts = [event for event in decisions.machine.all_events if event.expires is timer]
        for state, path in _carried(decisions, leaving, done, timer).items():
            places = [place for event in timeouts if (place := Place(state, event)) in decisions.deciding]
            refusing = [line for place in places for line in decisions.deciding[place]]
            if refusing and all(map(_refuses, refusing)) and not _is_forestalled(leaving[state], done, timer):
                yield Refused(timer, places[0], refusing[0], path)


def _refuses(line: AnyLine) -> bool:
    return isinstance(line, Disposition) and line.kind in (Kind.REJECT, Kind.NEVER)


def _carried(decisions: Decisions, leaving: Leaving, done: Steps, timer: Timer) -> Mapping[State, tuple[Way, ...]]:
    """The states in which the timer can be running for sure, each with a path from its start."""
    found: dict[State, tuple[Way, ...]] = {}
    for way, steps in done.items():
        if not _has(steps, Raise) and timer in started_surely(decisions, way, steps):
            found.setdefault(way.target, (way,))
    waiting = deque(found)
    while waiting:
        state = waiting.popleft()
        for way in leaving.get(state, ()):
            if way.target not in found and _carries(done[way], way, timer):
                found[way.target] = (*found[state], way)
                waiting.append(way.target)
    return found


def _carries(steps: tuple[Done, ...], way: Way, timer: Timer) -> bool:
    """Whether a running timer surely runs on through a step that surely can be taken."""
    free = way.line.guard is None and way.event.base is None and way.event.expires is None
    return free and way.target in timer.within and not _has(steps, Raise, Stop)


def _is_forestalled(ways: tuple[Way, ...], done: Steps, timer: Timer) -> bool:
    """Whether another timer may end this one, or lead away, before it expires."""
    others = [way for way in ways if way.event.expires not in (None, timer)]
    return any(way.moves or _has(done[way], Raise, Stop) for way in others)


def _has(steps: tuple[Done, ...], *kinds: type) -> bool:
    return any(isinstance(each.effect, kinds) for each in steps)

"""All steps of a machine in; the timers that something asks about, or stops, where they never run, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fsmc.analysis.done import Doing
from fsmc.analysis.graph import Way
from fsmc.analysis.steps import Done
from fsmc.model import Start, State, Stop, Timer

Timers = Mapping[State, frozenset[Timer]]
"""For each state that is reached, the timers that may run there."""


def before(running: Timers, way: Way) -> frozenset[Timer]:
    """What may run when the conditions of a step are asked: not the timer that has just expired."""
    return running[way.source] - {way.event.expires}


def kept(running: Timers, way: Way) -> frozenset[Timer]:
    """What may run when the effects of a step begin: a move has cancelled what may not run after it."""
    left = before(running, way)
    return frozenset(timer for timer in left if way.target in timer.within) if way.moves else left


def idle_stops(running: Timers, done: Mapping[Way, tuple[Done, ...]]) -> Iterator[Doing]:
    """The `stop`s that are done, and never find their timer running."""
    useful: dict[Doing, bool] = {}
    for way, steps in done.items():
        may_run = set(kept(running, way))
        for each in steps:
            if isinstance(each.effect, Start):
                may_run.add(each.effect.timer)
            elif isinstance(each.effect, Stop):
                useful[each.doing] = useful.get(each.doing, False) or each.effect.timer in may_run
    return (doing for doing, is_useful in useful.items() if not is_useful)

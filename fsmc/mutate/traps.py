"""A state and the events that wait in it in, whether a machine there raises events for ever out.

That is so where each event that may wait is sure to raise another one in each state that may come then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fsmc.diff.doings import conditions, doings
from fsmc.diff.invariants import invariants
from fsmc.diff.terms import Side
from fsmc.model import Event, Expr, State, Transition
from fsmc.mutate.cases import apart
from fsmc.mutate.points import rigid, ways

PLACES_AT_MOST = 60
"""How many states with an event are looked at."""

Known = tuple[tuple[Expr, ...], tuple[Expr, ...]]
"""What holds, and what fails."""


def is_trap(side: Side, state: State, waiting: Iterable[Event], known: Known = ((), ())) -> bool:
    """Whether a run that is there comes to no end."""
    holding, failing = (tuple(each for each in some if rigid(each) is not None) for some in known)
    lasting = (*invariants(side).values(), *holding), failing
    states, events, seen = {state}, set(waiting), set[tuple[State, Event]]()
    while more := {(state, event) for state in states for event in events} - seen:
        seen |= more
        if len(seen) > PLACES_AT_MOST:
            return False
        for target, raised in (after for place in more for after in _after(side, *place, lasting)):
            if not raised:
                return False
            states.add(target)
            events.update(raised)
    return True


def _after(side: Side, state: State, event: Event, known: Known) -> Iterator[tuple[State, list[Event]]]:
    """The states that may come after an event, each with what is raised; nothing where the event is not taken."""
    for case in apart(side, state, event):
        holding, failing = (*known[0], *case.holding), (*known[1], *case.failing)
        for *_, decided in ways(conditions(side, case), holding, failing):
            is_taken = isinstance(case.line, Transition)
            raises = doings(side, case, decided).raises if is_taken else ()
            yield case.target, [raised for raised, _ in raises]

"""A machine, a state and an event in, the line that decides out: the ranks of docs/language.md, read from the lines.

`Machine.cells` holds the same decisions as flat branches; nothing here looks at them, so that the two can be
compared (tests/test_interpreter.py does).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import Union

from fsmc.interpreter.values import BeyondMeasure, Scope, evaluate
from fsmc.model import ELSE, Disposition, Event, Guard, Machine, Otherwise, Rank, State, Transition
from fsmc.source import Span

AnyLine = Union[Transition, Disposition]

_RANKS = (Rank.NAMED, Rank.NAMED_OTHER, Rank.ANY, Rank.ANY_OTHER)
_NAMING = {Rank.NAMED_OTHER: (Rank.NAMED,), Rank.ANY_OTHER: (Rank.NAMED, Rank.ANY)}
"""The ranks that leave an event they name to no `other` line."""


def classify(machine: Machine, event: Event, scope: Scope) -> Event:
    """The derived event that fires in place of `event`, or `event` itself where none matches."""
    derived = machine.derived(event)
    for candidate in derived:
        if candidate.when is not ELSE and _holds(candidate.when, scope, candidate.span):
            return candidate
    return next((candidate for candidate in derived if candidate.when is ELSE), event)


def decide(machine: Machine, state: State, event: Event, scope: Scope) -> AnyLine:
    """The line of the first rank of which a line's guard holds; the `unlisted` policy where none does."""
    for rank in _RANKS:
        lines = lines_for(machine, state, event, rank)
        for line in lines:
            if line.guard is not ELSE and _holds(line.guard, scope, line.span):
                return line
        for line in lines:
            if line.guard is ELSE:
                return line
    return machine.unlisted


def _holds(guard: Guard, scope: Scope, span: Span) -> bool:
    if guard is None:
        return True
    assert not isinstance(guard, Otherwise), "[else] is not asked: it is what the other lines leave"
    try:
        return bool(evaluate(guard, scope))
    except BeyondMeasure as error:
        raise error.at(span)  # noqa: B904 - it is the same one


@lru_cache(maxsize=1 << 14)
def lines_for(machine: Machine, state: State, event: Event, rank: Rank) -> tuple[AnyLine, ...]:
    """The lines of one rank that speak of a cell, whether or not their guards hold."""
    speaking = _speaking(machine).get((state, event), {})
    naming = _NAMING.get(rank, ())
    if any(line.rank in naming for line in speaking):
        return ()  # a line names the event for the state: it is no `other` event for lines of `rank`
    return tuple(line for line in speaking if line.rank is rank)


@lru_cache(maxsize=16)
def _speaking(machine: Machine) -> Mapping[tuple[State, Event], Mapping[AnyLine, None]]:
    """The lines that speak of each cell, in order of the spec: found once, since to look for them asks every line."""
    found: dict[tuple[State, Event], dict[AnyLine, None]] = {}
    for line in machine.lines:
        for state, event in product(line.sources, line.events):
            if _can_happen(state, event):
                found.setdefault((state, event), {})[line] = None
    return found


def _can_happen(state: State, event: Event) -> bool:
    """A timeout, or what is derived from one, happens only where its timer can run."""
    timer = event.expires
    return timer is None or state in timer.within


def all_lines_for(machine: Machine, state: State, event: Event) -> tuple[AnyLine, ...]:
    """Every line that may decide a cell, strongest first; the `unlisted` policy where some case may be left to it."""
    found: list[AnyLine] = []
    for rank in _RANKS:
        lines = lines_for(machine, state, event, rank)
        found += lines
        if any(line.guard is None or line.guard is ELSE for line in lines):
            return tuple(found)
    return (*found, machine.unlisted)

"""A machine, a cell and a misreading in, the machine as far as an event that comes there can lead, misread, out.

What an event leads to in one cell asks few lines, however many the machine has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import TypeVar

from fsmc.emit.suite.misreadings import Line, Misreading, Place
from fsmc.interpreter import all_lines_for
from fsmc.model import Action, Disposition, Do, Effect, Event, Hook, Kind, Machine, Raise, State, Transition, flat

T = TypeVar("T")


@lru_cache(maxsize=1 << 8)
def misread(machine: Machine, misreading: Misreading, place: Place) -> Machine:
    """The machine as somebody has it who misread it: no more of it than an event that comes there has to do with."""
    near = _near(machine, place, _target(misreading))
    match misreading.old, misreading.new:
        case Hook() as old, Hook() as new:
            enters, leaves = _swapped(machine.enters, old, new), _swapped(machine.leaves, old, new)
            return replace(machine, lines=near.lines, enters=enters, leaves=leaves)
        case Action() as old, Action() as new:
            return _with_action(replace(machine, lines=near.lines), old, new)
        case Event() as old, Event() as new:
            lines = tuple(replace(line, events=_swapped(line.events, old, new)) for line in near.lines)
            return replace(machine, lines=lines, events=_swapped(machine.events, old, new))
        case old, (Transition() | Disposition()) as new:
            pairs = zip(near.whole, near.lines, strict=True)
            return replace(machine, lines=tuple(near.narrow(new) if whole is old else line for whole, line in pairs))
    raise TypeError(f"a {type(misreading.old).__name__} is no statement")


def _swapped(things: tuple[T, ...], old: T, new: T) -> tuple[T, ...]:
    return tuple(new if thing is old else thing for thing in things)


def _with_action(machine: Machine, old: Action, new: Action) -> Machine:
    """The machine that does another action wherever it did the old one."""

    def told(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
        return tuple(replace(e, action=new) if isinstance(e, Do) and e.action is old else e for e in effects)

    return replace(
        machine,
        lines=tuple(replace(e, effects=told(e.effects)) if isinstance(e, Transition) else e for e in machine.lines),
        enters=tuple(replace(hook, effects=told(hook.effects)) for hook in machine.enters),
        leaves=tuple(replace(hook, effects=told(hook.effects)) for hook in machine.leaves),
    )


# ------------------------------------------------------------------------------------------------- what is in reach


@dataclass(frozen=True)
class Near:
    """The lines that an event can come to; whole, and for the states and events in reach only."""

    whole: tuple[Line, ...]
    states: frozenset[State]
    events: frozenset[Event]
    lines: tuple[Line, ...] = ()

    def narrow(self, line: Line) -> Line:
        """The line without the cells out of reach."""
        sources = tuple(state for state in line.sources if state in self.states)
        return replace(line, sources=sources, events=tuple(event for event in line.events if event in self.events))


def _target(misreading: Misreading) -> State | None:
    """The state that a line leads to, as it is misread."""
    return misreading.new.target if isinstance(misreading.new, Transition) else None


@lru_cache(maxsize=1 << 8)
def _near(machine: Machine, place: Place, target: State | None) -> Near:
    """The lines that an event can come to in a cell, also if one of them leads to that target."""
    cells = _cells(machine, place, target)
    found = dict.fromkeys(line for cell in cells for line in _lines(machine, cell) if line is not machine.unlisted)
    whole = tuple(sorted(found, key=lambda line: line.span))
    events = frozenset(each for _, event in cells for each in (*machine.derived(event), event))
    near = Near(whole, frozenset(state for state, _ in cells), events)
    return replace(near, lines=tuple(map(near.narrow, whole)))


def _cells(machine: Machine, place: Place, target: State | None) -> set[Place]:
    """The cell of an event, and those to which what it raises may come, or what waits for a change of state."""
    states, following = {place[0], target or place[0]}, _waiting(machine, place[0])
    found: set[Place] = set()
    left = {place}
    while left:
        for cell in left:
            for line in _lines(machine, cell):
                if isinstance(line, Transition):
                    states.add(line.target_from(cell[0]))
                    effects = flat(machine.effects(line, cell[0]))
                    following |= {effect.event for effect in effects if isinstance(effect, Raise)}
                elif line.kind is Kind.DEFER:
                    following.add(cell[1])
        found |= left
        left = set(product(states, following)) - found
    return found


def _waiting(machine: Machine, state: State) -> set[Event]:
    """The events that may wait in a state."""
    cells = (cell for cell in machine.cells_of(state) if any(map(_defers, (branch.line for branch in cell.branches))))
    return {cell.event.base or cell.event for cell in cells}


def _defers(line: Line) -> bool:
    return isinstance(line, Disposition) and line.kind is Kind.DEFER


def _lines(machine: Machine, cell: Place) -> Iterator[Line]:
    """The lines that may decide what comes of an event in a state."""
    for event in (*machine.derived(cell[1]), cell[1]):
        yield from all_lines_for(machine, cell[0], event)

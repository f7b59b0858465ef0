"""A `Machine` and what a picture is about in, the states and the moves that it shows out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fsmc.emit.picture.strokes import path
from fsmc.model import Group, Machine, Scenario, State, Tag, Transition, View

Move = tuple[Transition, State]
"""A line of the spec, taken in one of its sources."""


@dataclass(frozen=True, slots=True)
class Selection:
    """States and moves, both in order of the spec."""

    states: tuple[State, ...]
    moves: tuple[Move, ...]


def everything(machine: Machine) -> Selection:
    """All states and all moves."""
    return Selection(machine.states, tuple(all_moves(machine)))


def picked(machine: Machine, view: View) -> Selection:
    """What the parts of a view pick (docs/language.md, "Views")."""
    tags = {part.name for part in view.parts if isinstance(part, Tag)}
    named = {state for part in view.parts for state in _named(part)}
    moves = {move for part in view.parts if isinstance(part, Scenario) for move in path(machine, part)}
    moves |= {(line, source) for line, source in all_moves(machine) if any(tag.name in tags for tag in line.tags)}
    states = named | ends(moves)
    states |= {part.start for part in view.parts if isinstance(part, Scenario)}
    for line, source in all_moves(machine):
        target = line.target_from(source)
        if source is not target and states >= {source, target} and not named.isdisjoint((source, target)):
            moves.add((line, source))
    return _ordered(machine, states, moves)


def around(machine: Machine, state: State) -> Selection:
    """A state, every move that leads to it, from it or stays in it, and the states at their ends."""
    moves = {(line, source) for line, source in all_moves(machine) if state in (source, line.target_from(source))}
    return _ordered(machine, {state, *ends(moves)}, moves)


def all_moves(machine: Machine) -> Iterable[Move]:
    """Every line in each of its sources."""
    return ((line, source) for line in machine.transitions for source in line.sources)


def ends(moves: Iterable[Move]) -> set[State]:
    """The states that the moves start from and lead to."""
    return {state for line, source in moves for state in (source, line.target_from(source))}


def _named(part: Tag | Group | State | Scenario) -> tuple[State, ...]:
    """The states that a part of a view names."""
    if isinstance(part, Group):
        return part.states
    return (part,) if isinstance(part, State) else ()


def _ordered(machine: Machine, states: set[State], moves: set[Move]) -> Selection:
    return Selection(
        tuple(state for state in machine.states if state in states),
        tuple(move for move in all_moves(machine) if move in moves),
    )

"""A machine and what stands in place of some of its parts in, the machine with these in place, decided anew, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from fsmc.language.cells import make_cells, possible_states
from fsmc.model import Cell, Disposition, Do, Effect, Event, Kind, Machine, Rank, Start, State, Timer, Transition
from fsmc.source import Span

AnyLine = Transition | Disposition
_OTHER = (Rank.NAMED_OTHER, Rank.ANY_OTHER)


def remade(machine: Machine, settle: bool = False, **parts: Any) -> Machine:
    """The machine with other parts, such as `lines` or `enters`; cells that are decided as before are kept.

    With `settle` lines about `other` take what is left to them now; not where such a line was cut up.
    """
    changed = replace(machine, **parts)
    if settle:
        changed = replace(changed, lines=tuple(_settled(changed)))
    states = _decided_anew(machine, changed)
    cells = make_cells(states, changed.all_events, changed.lines, changed.unlisted) if states else {}
    known = machine.cells if states != changed.states else {}
    kept = {place: _kept(machine.cells.get(place), cell) for place, cell in cells.items()}
    return replace(changed, cells={**known, **kept})


def _decided_anew(old: Machine, new: Machine) -> Sequence[State]:
    """The states in which other lines speak than before; all of them where more than lines has changed."""
    if old.states is not new.states or old.all_events != new.all_events or old.unlisted is not new.unlisted:
        return new.states
    before, after = set(old.lines), set(new.lines)
    touched = {state for line in before ^ after for state in line.sources}
    return [state for state in new.states if state in touched]


def _kept(known: Cell | None, cell: Cell) -> Cell:
    """The cell that was there before, if this one is no other."""
    if known is None or len(cell.branches) != len(known.branches):
        return cell
    pairs = zip(cell.branches, known.branches, strict=True)
    return known if all(one.line is two.line and one.guard == two.guard for one, two in pairs) else cell


# ---------------------------------------------------------------------------------------------------- other entities


def rebound(machine: Machine, swaps: Mapping[Any, Any], mentions: Mentions) -> Machine:
    """The machine with other entities in place of some of its own, wherever anything speaks of them."""
    swapping = _Swapping(swaps, mentions)
    parts = {each.name: getattr(machine, each.name) for each in fields(machine) if each.name != "cells"}
    changed = {name: new for name, old in parts.items() if (new := swapping.of(old)) is not old}
    return remade(machine, settle=True, **changed)


def _parts(thing: Any) -> Iterable[Any]:
    """What a thing of the model is made of."""
    if isinstance(thing, (tuple, frozenset)):
        return thing
    if not is_dataclass(thing) or isinstance(thing, Span):
        return ()
    return [getattr(thing, each.name) for each in fields(thing)]


class Mentions:
    """For each thing of one machine all that it is made of, found once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, frozenset[int]]] = {}

    def of(self, thing: Any) -> frozenset[int]:
        """The identities of the thing and of all that it speaks of."""
        if id(thing) not in self._known:
            inside = frozenset().union(*map(self.of, _parts(thing)))
            self._known[id(thing)] = (thing, inside | {id(thing)} if is_dataclass(thing) else inside)
        return self._known[id(thing)][1]


class _Swapping:
    """Whatever the model is made of, with some entities swapped; what speaks of none of them stays the same object."""

    def __init__(self, swaps: Mapping[Any, Any], mentions: Mentions) -> None:
        self._swaps = {id(old): new for old, new in swaps.items()}
        self._mentions = mentions
        self._known: dict[int, Any] = {}

    def of(self, thing: Any) -> Any:
        """The same with the swaps done."""
        if id(thing) in self._swaps:
            return self._swaps[id(thing)]
        if self._mentions.of(thing).isdisjoint(self._swaps):
            return thing
        if isinstance(thing, (tuple, frozenset)):
            return type(thing)(map(self.of, thing))
        if id(thing) not in self._known:
            parts = {each.name: getattr(thing, each.name) for each in fields(thing)}
            self._known[id(thing)] = replace(thing, **{name: self.of(part) for name, part in parts.items()})
        return self._known[id(thing)]


# ------------------------------------------------------------------------------------------------------- other


def _settled(machine: Machine) -> Iterable[AnyLine]:
    """The lines, those about `other` with the events that are left to them (as `language.lines.settle_other` does)."""
    if not any(line.rank in _OTHER for line in machine.lines):
        return machine.lines
    named = _places(machine.lines, Rank.NAMED)
    taken = {Rank.NAMED_OTHER: named, Rank.ANY_OTHER: named | _places(machine.lines, Rank.ANY)}
    possible = possible_states(machine.states, machine.all_events)
    return [_with_rest(line, machine, possible, taken[line.rank]) if line.rank in _OTHER else line
            for line in machine.lines]  # fmt: skip


def _places(lines: Iterable[AnyLine], rank: Rank) -> set[tuple[State, Event]]:
    found = [line for line in lines if line.rank is rank]
    return {(state, event) for line in found for state in line.sources for event in line.events}


def _with_rest(
    line: AnyLine, machine: Machine, possible: Mapping[Event, frozenset[State]], taken: set[tuple[State, Event]]
) -> AnyLine:
    """A line about `other` with the events that no stronger line takes from all of its states."""
    waits = isinstance(line, Disposition) and line.kind is Kind.DEFER
    events = [event for event in machine.all_events if not (waits and event.expires)]
    left = tuple(
        event for event in events if any(s in possible[event] and (s, event) not in taken for s in line.sources)
    )
    return line if left == line.events else replace(line, events=left)


# ----------------------------------------------------------------------------------------------------- promises


def keeps_timers_within(machine: Machine, known: Machine | None = None) -> bool:
    """Whether no timer is started where it cannot run; what a machine that does so means, nobody has said.

    `known` is one that does not: a cell that is the same object in both need not be looked at.
    """
    same = (
        known.cells if known is not None and known.enters == machine.enters and known.leaves == machine.leaves else {}
    )
    return all(
        line.target_from(cell.state) in timer.within
        for place, cell in machine.cells.items()
        if same.get(place) is not cell
        for line in (branch.line for branch in cell.branches)
        if isinstance(line, Transition)
        for effect in machine.effects(line, cell.state)
        for timer in _started(effect)
    )


def _started(effect: Effect) -> Iterable[Timer]:
    if isinstance(effect, Start):
        return (effect.timer,)
    riding = effect.action.effects if isinstance(effect, Do) else ()
    return (own.timer for own in riding if isinstance(own, Start))

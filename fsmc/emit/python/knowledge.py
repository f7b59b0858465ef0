"""A machine in, what is known of its run time before it runs out: which timers may run where, which steps start a run.

The generated module does nothing that these facts make needless.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from fsmc.emit.python.inspection import questions
from fsmc.emit.python.operations import operations, values_of
from fsmc.model import (
    ELSE,
    Ask,
    Branch,
    Cell,
    Disposition,
    Do,
    Effect,
    Event,
    Kind,
    Machine,
    Raise,
    State,
    Timer,
    Transition,
)


@dataclass(frozen=True)
class Knowledge:
    """Facts about one machine."""

    machine: Machine

    @cached_property
    def deferring(self) -> frozenset[State]:
        """States in which events may wait between two calls: those that defer some event."""
        return frozenset(cell.state for cell, branch in self._branches() if _is(branch, Kind.DEFER))

    @cached_property
    def deferred(self) -> tuple[Event, ...]:
        """The events, as delivered, that some state defers."""
        found = {cell.event.base or cell.event for cell, branch in self._branches() if _is(branch, Kind.DEFER)}
        return tuple(event for event in self.machine.all_events if event in found)

    def deferred_in(self, state: State) -> tuple[Event, ...]:
        """The events, as delivered, that may wait in a state."""
        found = {
            cell.event.base or cell.event
            for cell in self.machine.cells_of(state)
            for branch in cell.branches
            if _is(branch, Kind.DEFER)
        }
        return tuple(event for event in self.deferred if event in found)

    @cached_property
    def raises(self) -> bool:
        """Whether some step raises an event."""
        return any(isinstance(effect, Raise) for effect in self.effects)

    @cached_property
    def defers(self) -> bool:
        """Whether some cell defers."""
        return bool(self.deferring)

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """Every effect that some cell may have, with those that ride along actions."""
        found: dict[int, Effect] = {}
        for cell, branch in self._branches():
            if isinstance(branch.line, Transition):
                for effect in self.machine.effects(branch.line, cell.state):
                    found[id(effect)] = effect
                    if isinstance(effect, Do):
                        found.update((id(own), own) for own in effect.action.effects)
        return tuple(found.values())

    def _branches(self) -> Iterator[tuple[Cell, Branch]]:
        for cell in self.machine.cells.values():
            for branch in cell.branches:
                yield cell, branch

    # ------------------------------------------------------------------------------------------------ one step

    def may_run(self, timer: Timer, state: State, event: Event) -> bool:
        """Whether a timer may be running when a step of that cell begins."""
        expired = event.expires
        return state in timer.within and timer is not expired

    def cancelled(self, source: State, target: State, event: Event) -> tuple[Timer, ...]:
        """The timers that a move cancels, of those that may run."""
        return tuple(
            timer for timer in self.machine.timers if self.may_run(timer, source, event) and target not in timer.within
        )

    def stops_all(self, target: State) -> bool:
        """Whether no timer may run in a state."""
        return not any(target in timer.within for timer in self.machine.timers)

    def shared_questions(self, base: Event) -> tuple[Ask, ...]:
        """Questions that both the classification of `base` and some cell that it leads to may ask."""
        derived = self.machine.derived(base)
        classifying = [ask for event in derived if event.when is not ELSE for ask in questions(event.when)]
        cells = [cell for event in (base, *derived) for cell in self.machine.cells_on(event)]
        later = {ask for cell in cells for ask in self._asked(cell)}
        return tuple(dict.fromkeys(ask for ask in classifying if ask in later))

    def _asked(self, cell: Cell) -> Iterator[Ask]:
        for branch in cell.branches:
            yield from questions(branch.guard)
            if isinstance(branch.line, Transition):
                for operation in operations(self.machine.effects(branch.line, cell.state)):
                    for expr in (operation.condition, *values_of(operation)):
                        yield from questions(expr)


def _is(branch: Branch, kind: Kind) -> bool:
    return isinstance(branch.line, Disposition) and branch.line.kind is kind

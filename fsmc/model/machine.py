"""The whole spec: everything that is declared, in order, and the cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from fsmc import names
from fsmc.model.effects import Action, Effect, Event
from fsmc.model.expressions import Constant, Enumeration, HostType, Option, Predicate, Timer, Variable
from fsmc.model.lines import Cell, Disposition, Hook, Scenario, Transition, View
from fsmc.model.notes import Notes, Reference, Tag
from fsmc.model.states import Group, State


@dataclass(frozen=True, eq=False, kw_only=True)
class Machine(Notes):
    """The whole spec.  Every tuple is in order of declaration.

    `named_groups` are the groups that some set of states or some view names.
    """

    name: str
    label: str = ""
    references: tuple[Reference, ...] = ()
    constants: tuple[Constant, ...] = ()
    enumerations: tuple[Enumeration, ...] = ()
    host_types: tuple[HostType, ...] = ()
    options: tuple[Option, ...] = ()
    variables: tuple[Variable, ...] = ()
    timers: tuple[Timer, ...] = ()
    events: tuple[Event, ...] = ()
    timeouts: tuple[Event, ...] = ()
    actions: tuple[Action, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    states: tuple[State, ...] = ()
    groups: tuple[Group, ...] = ()
    named_groups: frozenset[Group] = frozenset()
    declared_tags: tuple[Tag, ...] = ()
    lines: tuple[Transition | Disposition, ...] = ()
    unlisted: Disposition
    enters: tuple[Hook, ...] = ()
    leaves: tuple[Hook, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    views: tuple[View, ...] = ()
    cells: Mapping[tuple[State, Event], Cell] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What a person reads: the label, or the name."""
        return self.label or self.name

    @property
    def slug(self) -> str:
        """The name of the outputs: `TCP` gives `tcp`, `PPP-LCP` gives `ppp_lcp`."""
        return names.module(self.name)

    @cached_property
    def initial(self) -> State:
        """The initial state."""
        return next(state for state in self.states if state.initial)

    @cached_property
    def all_events(self) -> tuple[Event, ...]:
        """Declared events, derived ones among them, then the timeouts."""
        return self.events + self.timeouts

    @cached_property
    def inputs(self) -> tuple[Event, ...]:
        """What a host or a clock can deliver: all events but the derived ones."""
        return tuple(event for event in self.all_events if event.base is None)

    @cached_property
    def cell_events(self) -> tuple[Event, ...]:
        """The events that decide some cell.  A base whose derived events cover every case is not among them."""
        decided = {event for _, event in self.cells}
        return tuple(event for event in self.all_events if event in decided)

    @cached_property
    def transitions(self) -> tuple[Transition, ...]:
        """The lines that are transitions."""
        return tuple(line for line in self.lines if isinstance(line, Transition))

    def derived(self, base: Event) -> tuple[Event, ...]:
        """The events that fire in place of `base`, in order of declaration."""
        return self._derived.get(base, ())

    @cached_property
    def _derived(self) -> Mapping[Event, tuple[Event, ...]]:
        """For each base the events that are derived from it."""
        found: dict[Event, tuple[Event, ...]] = {}
        for event in self.events:
            if event.base is not None:
                found[event.base] = (*found.get(event.base, ()), event)
        return found

    def timeout(self, timer: Timer) -> Event:
        """The event of a timer's expiry."""
        return next(event for event in self.timeouts if event.timer is timer)

    def state(self, name: str) -> State:
        """The state of that name; KeyError if there is none."""
        return _named(self.states, name)

    def event(self, name: str) -> Event:
        """The event of that name, such as `rcv-FIN` or `timeout rtx`; KeyError if there is none."""
        return _named(self.all_events, name)

    def cells_of(self, state: State) -> tuple[Cell, ...]:
        """The cells of a state, in order of its events."""
        return tuple(self.cells[state, event] for event in self.cell_events if (state, event) in self.cells)

    def cells_on(self, event: Event) -> tuple[Cell, ...]:
        """The cells of an event, in order of the states."""
        return tuple(self.cells[state, event] for state in self.states if (state, event) in self.cells)

    def entering(self, state: State) -> tuple[Effect, ...]:
        """What is done whenever `state` is entered."""
        return tuple(effect for hook in self.enters if state in hook.states for effect in hook.effects)

    def leaving(self, state: State) -> tuple[Effect, ...]:
        """What is done whenever `state` is left."""
        return tuple(effect for hook in self.leaves if state in hook.states for effect in hook.effects)

    def effects(self, line: Transition, source: State) -> tuple[Effect, ...]:
        """All effects of `line` taken in `source`, in order: leave, transition, enter.

        What rides along an action (`Action.effects`) is not spliced in: it follows each `Do` of that action.
        """
        if line.target is None:
            return line.effects
        return self.leaving(source) + line.effects + self.entering(line.target)


_Entity = TypeVar("_Entity", State, Event)


def _named(entities: tuple[_Entity, ...], name: str) -> _Entity:
    """The first entity with that name."""
    for entity in entities:
        if entity.name == name:
            return entity
    raise KeyError(name)

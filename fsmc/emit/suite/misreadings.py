"""A machine in, each of its statements as somebody may misread it out, with the cells that this concerns.

Whoever takes a guard, a condition, a value or an effect for another has another machine in mind.  A suite that passes
on that machine has no row in which the statement counts; `shown` looks for one.  The mutants that grade suites
(`fsmc/mutate/`) are made apart from this, and of more kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Union

from fsmc.emit.python.knowledge import Knowledge
from fsmc.emit.suite.otherwise import FALSE, other_conditions, other_effects
from fsmc.model import (
    Action,
    Disposition,
    Do,
    Effect,
    Event,
    Hook,
    Machine,
    Otherwise,
    State,
    Transition,
)

Line = Union[Transition, Disposition]
Place = tuple[State, Event]
"""A state and an event that can come there from outside."""


PLACES_AT_MOST = 100
"""How many cells of a statement are looked at."""


@dataclass(frozen=True, eq=False)
class Misreading:
    """What stands in place of a line, a hook, an action or a derived event, and the cells where this may show."""

    old: Line | Hook | Action | Event
    new: Line | Hook | Action | Event
    places: tuple[Place, ...]


def misreadings(machine: Machine) -> Iterator[Misreading]:
    """Every statement read otherwise, in every way that is worth a row."""
    yield from _of_lines(machine)
    yield from _of_hooks(machine)
    yield from _of_actions(machine)
    yield from _of_derivations(machine)


# ------------------------------------------------------------------------------------------------------ statements


def _of_lines(machine: Machine) -> Iterator[Misreading]:
    raises = Knowledge(machine).raises
    for line in machine.lines:
        others = (*_other_lines(line), *(_other_ends(machine, line) if raises else ()))
        yield from (Misreading(line, other, _first([line])) for other in others)
        if isinstance(line, Transition) and line.effects and not any(map(_is_plain, line.effects)):
            bare = replace(line, effects=())
            yield from (Misreading(line, bare, (place,)) for place in _places([line]))


def _is_plain(effect: Effect) -> bool:
    """Whether an effect shows wherever it is done."""
    return isinstance(effect, Do) and effect.condition is None


def _other_lines(line: Line) -> Iterator[Line]:
    if line.guard is not None and not isinstance(line.guard, Otherwise):
        yield from (replace(line, guard=guard) for guard in other_conditions(line.guard))
    if isinstance(line, Transition):
        yield from (replace(line, effects=effects) for effects in other_effects(line.effects))


def _other_ends(machine: Machine, line: Line) -> Iterator[Line]:
    """The line never taken, or to another state: what is raised next may make up for it in most cases."""
    yield replace(line, guard=FALSE)
    if isinstance(line, Transition):
        targets = (None, *machine.states) if line.target else machine.states
        yield from (replace(line, target=target) for target in targets if target is not line.target)


def _of_hooks(machine: Machine) -> Iterator[Misreading]:
    moving = [line for line in machine.transitions if line.target]
    for hook in machine.enters:
        for other, states in _other_hooks(hook):
            yield Misreading(hook, other, _first(line for line in moving if line.target in states))
    for hook in machine.leaves:
        for other, states in _other_hooks(hook):
            yield Misreading(hook, other, _first(moving, states))


def _other_hooks(hook: Hook) -> Iterator[tuple[Hook, tuple[State, ...]]]:
    """The hook with other effects, or without one of its states; and the states in which this may show."""
    yield from ((replace(hook, effects=effects), hook.states) for effects in other_effects(hook.effects))
    for state in hook.states:
        yield replace(hook, states=tuple(each for each in hook.states if each is not state)), (state,)


def _of_actions(machine: Machine) -> Iterator[Misreading]:
    hooks = (*machine.enters, *machine.leaves)
    for action in (each for each in machine.actions if each.effects):
        riding = any(map(_does(action), (effect for hook in hooks for effect in hook.effects)))
        places = _first(e for e in machine.transitions if any(map(_does(action), e.effects)) or (riding and e.target))
        for effects in other_effects(action.effects):
            yield Misreading(action, replace(action, effects=effects), places)


def _does(action: Action) -> Callable[[Effect], bool]:
    return lambda effect: isinstance(effect, Do) and effect.action is action


def _of_derivations(machine: Machine) -> Iterator[Misreading]:
    for event in machine.events:
        if event.base is None or event.when is None or isinstance(event.when, Otherwise):
            continue
        places = tuple((state, event.base) for state in machine.states if _comes(state, event))[:PLACES_AT_MOST]
        for when in other_conditions(event.when):
            yield Misreading(event, replace(event, when=when), places)


# ---------------------------------------------------------------------------------------------------------- places


def _first(lines: Iterable[Line], states: Container[State] | None = None) -> tuple[Place, ...]:
    """The first cells of lines, of some states only if these are given."""
    places = _places(lines)
    return tuple(islice((place for place in places if states is None or place[0] in states), PLACES_AT_MOST))


def _places(lines: Iterable[Line]) -> Iterator[Place]:
    """The cells of lines, by the events that come from outside."""
    seen: set[Place] = set()
    for line in lines:
        for state, event in product(line.sources, line.events):
            place = state, event.base or event
            if _comes(state, event) and place not in seen:
                seen.add(place)
                yield place


def _comes(state: State, event: Event) -> bool:
    return event.expires is None or state in event.expires.within

"""Parts of a machine in, what they mean out: values that are equal in two machines where these do the same.

Entities count by their names, so that one may be another object in a mutant; what an effect draws from them is told
with it: what rides along an action, how long a timer runs.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import fields, is_dataclass

from fsmc.model import (
    Action,
    Cell,
    Constant,
    Enumeration,
    Event,
    HostType,
    Machine,
    Option,
    Parameter,
    Predicate,
    Start,
    State,
    Timer,
    Transition,
    Variable,
)
from fsmc.source import Span

_NAMED = (State, Event, Variable, Option, Constant, Timer, Predicate, Enumeration, HostType)


def of_cell(cell: Cell, machine: Machine) -> Hashable:
    """What comes of an event in a state, whichever lines say so."""
    return tuple(_of_cell(cell, machine))


def _of_cell(cell: Cell, machine: Machine) -> Iterator[Hashable]:
    for branch in cell.branches:
        line = branch.line
        cites = tuple(cite.label for cite in line.cites)  # a refusal tells them
        if isinstance(line, Transition):
            target, effects = line.target_from(cell.state).name, machine.effects(line, cell.state)
            yield of(branch.guard), target, tuple(map(of, effects))
        else:
            yield of(branch.guard), line.kind, line.reason, cites


def of_event(event: Event) -> Hashable:
    """What an event carries, and when it fires in place of its base."""
    return event.name, of_parameters(event.params), of(event.when)


def of_parameters(params: Iterable[Parameter]) -> Hashable:
    """The names, types and defaults."""
    return tuple((part.name, of(part.type), of(part.default)) for part in params)


def of(thing: object) -> Hashable:
    """An effect, an expression, a type, or what these are made of."""
    match thing:
        case Action():
            return thing.name, tuple(map(of, thing.effects))
        case Start():
            return "start", thing.timer.name, of(thing.length), of(thing.condition)
        case tuple():
            return tuple(map(of, thing))
        case _ if isinstance(thing, _NAMED):
            return type(thing), thing.name
        case _ if is_dataclass(thing) and not isinstance(thing, Span):
            return type(thing), *(of(getattr(thing, each.name)) for each in fields(thing) if each.compare)
        case _:
            assert isinstance(thing, Hashable)
            return thing

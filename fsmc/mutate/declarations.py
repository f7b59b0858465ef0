"""A declaration in, machines in which it says something else out.

Whatever speaks of the declared thing speaks of the changed one then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from fsmc.model import (
    Action,
    Arithmetic,
    Basic,
    Constant,
    Event,
    Machine,
    Option,
    Otherwise,
    State,
    Timer,
    Transition,
    Variable,
)
from fsmc.mutate.conditions import faulty
from fsmc.mutate.effects import faulty_effects
from fsmc.mutate.remaking import rebound
from fsmc.mutate.sites import Ground, Made
from fsmc.mutate.values import ONE, after, other_values

Swap = tuple[str, str, Mapping[Any, Any]]


def wrong_declaration(ground: Ground, declared: object) -> Iterator[Made]:
    """Every fault of a state, value, timer, event or action."""
    for fault, change, swaps in _swaps(ground.machine, declared):
        yield Made(fault, change, rebound(ground.machine, swaps, ground.mentions))


def _swaps(machine: Machine, declared: object) -> Iterator[Swap]:
    match declared:
        case State():
            yield from _beginnings(machine, declared)
        case Constant():
            for other in other_values(declared.value):
                yield "other constant", f"{declared.name} = {other}", {declared: replace(declared, value=other)}
        case Option() | Variable():
            for other in other_values(declared.default):
                yield "other default", f"{declared.name} = {other}", {declared: replace(declared, default=other)}
        case Timer():
            yield from _other_timers(machine, declared)
        case Event():
            yield from _other_events(declared)
        case Action():
            for fault, change, effects in faulty_effects(declared.effects, machine.actions):
                yield fault, change, {declared: replace(declared, effects=effects)}


def _beginnings(machine: Machine, state: State) -> Iterator[Swap]:
    """Begin in the state after the initial one, or in the one before it."""
    others = (*after(machine.states, state), *after(machine.states[::-1], state)) if state.initial else ()
    for other in dict.fromkeys(others):
        swaps = {state: replace(state, initial=False), other: replace(other, initial=True)}
        yield "other initial state", f"begins in {other}, not {state}", swaps


def _other_timers(machine: Machine, timer: Timer) -> Iterator[Swap]:
    """Longer by a second; cancelled in one state less, or in one more."""
    longer = Arithmetic("+", timer.duration, ONE[Basic.DURATION], Basic.DURATION)
    yield "timer of another length", f"{timer.name} = {longer}", {timer: replace(timer, duration=longer)}
    for state in machine.states:
        if state in timer.within and len(timer.within) > 1:
            within = tuple(each for each in timer.within if each is not state)
            yield "timer cancelled", f"{timer.name} not within {state}", {timer: replace(timer, within=within)}
        elif state in _next_to(machine, timer):
            within = tuple(each for each in machine.states if each in timer.within or each is state)
            yield "timer not cancelled", f"{timer.name} within {state} too", {timer: replace(timer, within=within)}


def _next_to(machine: Machine, timer: Timer) -> set[State]:
    """The states without the timer to which a move leads from one in which it may run."""
    cells = (cell for cell in machine.cells.values() if cell.state in timer.within)
    lines = (branch.line for cell in cells for branch in cell.branches if cell.event.expires is not timer)
    return {line.target for line in lines if isinstance(line, Transition) and line.target} - set(timer.within)


def _other_events(event: Event) -> Iterator[Swap]:
    if event.when is not None and not isinstance(event.when, Otherwise):
        for fault, when in faulty(event.when):
            change = f"{event} = {event.base} [{when}], not [{event.when}]"
            yield f"derivation {fault}", change, {event: replace(event, when=when)}
    for part in event.params if event.base is None else ():
        for other in other_values(part.default) if part.default is not None else ():
            yield "other default", f"{event}: {part.name} = {other}", {part: replace(part, default=other)}

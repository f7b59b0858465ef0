"""Two machines in, which snapshots of the old module the new one loads out.

A snapshot has the name of the state, all options and all variables, the seconds that each running timer has left, and
the deferred events with their payload.  `restore` takes it only if it could be one of its own machine: the same parts,
the same options and variables of the same types, timers and deferred events where they can be
(fsmc/emit/templates/python, fsmc/emit/python/storage.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from fsmc.diff.judge import Judgment
from fsmc.diff.suspects import Aspect
from fsmc.diff.verdict import Axis, Grade, Verdict
from fsmc.model import (
    Basic,
    Disposition,
    Enumeration,
    Event,
    HostType,
    Kind,
    Machine,
    Many,
    Option,
    Parameter,
    State,
    Transition,
    Type,
    Variable,
)


@dataclass(frozen=True)
class _Finding:
    """A reason why a snapshot is refused, and whether a run may have written it."""

    what: str
    reached: bool


def stored_verdict(old: Machine, new: Machine, found: Judgment) -> Verdict:
    """The verdict on stored states."""
    reached = {state for look in found.looks for state, _ in look.pairs}
    if any(each.aspect is not Aspect.WORDS for look in found.looks for each in look.suspects):
        reached = _reachable(old)
    refused = list(_refused(old, new, reached))
    details = tuple(dict.fromkeys(each.what for each in refused))
    broken = [each.what for each in refused if each.reached]
    if broken:
        more = f" and {len(set(broken)) - 1} more" if len(set(broken)) > 1 else ""
        return Verdict(Axis.STORED, Grade.BREAKING, broken[0] + more, details=details)
    if refused:
        return Verdict(Axis.STORED, Grade.NARROWS, f"{details[0]}, but no run comes there", details=details)
    back = [each.what for each in _refused(new, old, set(new.states))]
    if back:
        return Verdict(Axis.STORED, Grade.EXTENDS, "snapshots load, and there are more of them")
    return Verdict(Axis.STORED, Grade.IDENTICAL, "every snapshot loads")


def _reachable(machine: Machine) -> set[State]:
    """The states that control can come to."""
    found, waiting = {machine.initial}, [machine.initial]
    while waiting:
        state = waiting.pop()
        for cell in machine.cells_of(state):
            for branch in cell.branches:
                target = branch.line.target_from(state) if isinstance(branch.line, Transition) else state
                if target not in found:
                    found.add(target)
                    waiting.append(target)
    return found


def _refused(old: Machine, new: Machine, reached: Collection[State]) -> Iterator[_Finding]:
    yield from _layout(old, new)
    known = {state.name for state in new.states}
    for state in old.states:
        if state.name not in known:
            yield _Finding(f"a snapshot in state {state} is refused: there is no such state", state in reached)
    yield from _slots("option", old.options, new.options)
    yield from _slots("variable", old.variables, new.variables)
    yield from _timers(old, new, reached)
    yield from _waiting(old, new, reached)


def _layout(old: Machine, new: Machine) -> Iterator[_Finding]:
    """The parts of a snapshot: those without any entry are left out."""
    parts = {
        "options": (bool(old.options), bool(new.options)),
        "variables": (bool(old.variables), bool(new.variables)),
        "timers": (bool(old.timers), bool(new.timers)),
        "deferred events": (bool(waits(old)), bool(waits(new))),
    }
    for name, (was, now) in parts.items():
        if was and not now:
            yield _Finding(f"every snapshot is refused: it holds {name}, and the new machine has none", True)
        if now and not was:
            yield _Finding(f"every snapshot is refused: it holds no {name}, and the new machine has some", True)


def _slots(what: str, old: tuple[Option | Variable, ...], new: tuple[Option | Variable, ...]) -> Iterator[_Finding]:
    if not old or not new:
        return
    ours, theirs = {each.name: each for each in old}, {each.name: each for each in new}
    for name, each in ours.items():
        if name not in theirs:
            yield _Finding(f"every snapshot is refused: {what} {name} is gone", True)
        else:
            yield from _values(f"{what} {name}", each.type, theirs[name].type)
    for name in theirs:
        if name not in ours:
            yield _Finding(f"every snapshot is refused: it has no {what} {name}", True)


def _values(what: str, old: Type, new: Type) -> Iterator[_Finding]:
    """What of the values of one type another one does not load."""
    if isinstance(old, Enumeration) and isinstance(new, Enumeration):
        for member in old.members:
            if member not in new.members:
                yield _Finding(f"a snapshot with {what} at {member} is refused: there is no such member", True)
    elif isinstance(old, Enumeration) and new is Basic.STR:
        return
    elif type(old) is not type(new) or (isinstance(old, Basic) and old is not new):
        if not (old is Basic.INT and new is Basic.DURATION) and not isinstance(new, HostType):
            yield _Finding(f"snapshots are refused: {what} was {old}, now {new}", True)
    elif isinstance(old, Many) and isinstance(new, Many):
        yield from _values(what, old.item, new.item)


def _timers(old: Machine, new: Machine, reached: Collection[State]) -> Iterator[_Finding]:
    if not new.timers:
        return
    theirs = {timer.name: {state.name for state in timer.within} for timer in new.timers}
    known = {state.name for state in new.states}
    for timer in old.timers:
        for state in timer.within:
            if state.name in known and state.name not in theirs.get(timer.name, set()):
                what = f"a snapshot in {state} with timer {timer.name} running is refused"
                yield _Finding(what, state in reached)


def _waiting(old: Machine, new: Machine, reached: Collection[State]) -> Iterator[_Finding]:
    ours, theirs = waits(old), waits(new)
    known = {state.name for state in new.states}
    for event, states in ours.items() if theirs else ():
        twin = next((each for each in theirs if each.name == event.name), None)
        there = {state.name for state in theirs[twin]} if twin else set()
        for state in states:
            if state.name in known and state.name not in there:
                yield _Finding(f"a snapshot in {state} with a deferred {event} is refused", state in reached)
        for what in _payload(event, event.params, twin.params) if twin else ():
            yield _Finding(what, any(state in reached for state in states))


def _payload(event: Event, old: tuple[Parameter, ...], new: tuple[Parameter, ...]) -> Iterator[str]:
    if {part.name for part in old} != {part.name for part in new}:
        yield f"a snapshot with a deferred {event} is refused: its payload has other parts"
        return
    theirs = {part.name: part for part in new}
    for part in old:
        yield from (found.what for found in _values(f"{part.name} of {event}", part.type, theirs[part.name].type))


def waits(machine: Machine) -> dict[Event, tuple[State, ...]]:
    """The events, as delivered, that some state defers, with those states."""
    found: dict[Event, dict[State, None]] = {}
    for (state, event), cell in machine.cells.items():
        for branch in cell.branches:
            if isinstance(branch.line, Disposition) and branch.line.kind is Kind.DEFER:
                found.setdefault(event.base or event, {})[state] = None
    return {event: tuple(states) for event, states in found.items()}

"""The cases of an input in a state in, what sets them apart and what becomes of the input in each out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fsmc.diff.answers import reason, refuses
from fsmc.diff.doings import Case, cases
from fsmc.diff.terms import Side
from fsmc.model import Disposition, Event, Expr, Kind, Otherwise, State


def apart(side: Side, state: State, event: Event) -> Iterator[Case]:
    """The cases of an input in a state; of derived events that overlap the first one fires."""
    earlier: dict[Event, tuple[Expr, ...]] = {}
    before: tuple[Expr, ...] = ()
    for derived in side.machine.derived(event):
        earlier[derived] = before
        if derived.when is not None and not isinstance(derived.when, Otherwise):
            before = (*before, side.express(derived.when, event))
    for case in cases(side, state, event):
        known = earlier.get(case.event, ()) if case.event is not None and case.holding else ()
        yield replace(case, failing=(*case.failing, *(each for each in known if each not in case.failing)))


def outcome(case: Case) -> tuple[object, ...]:
    """What becomes of the event itself: taken, kept for later, or refused in these words; and the state after it."""
    line = case.line
    if not isinstance(line, Disposition) or line.kind is Kind.IGNORE:
        return ("taken", case.target.name)
    if not refuses(case):
        return ("kept",)
    section = line.cites[0].label if line.cites else ""
    return (line.kind, case.event and case.event.name, reason(case), section)

"""A step raises an event that the state after it always ignores.

The raised event does nothing.  Most often it was meant for the state before, or another event was meant.

Example:
    machine Door
    state Shut initial
    state Open
    event push
    event ring
    action bell
    Shut on push -> Open / raise ring   # FSM125: raise ring
    Shut on ring -> stay / bell
    Open ignore ring
    Open on push -> Shut

Instead:
    machine Door
    state Shut initial
    state Open
    event push
    event ring
    action bell
    Shut on push -> Open / raise ring
    Shut ignore ring
    Open on ring -> stay / bell
    Open on push -> Shut
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis, AnyLine, Place
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule, and_more
from fsmc.model import Disposition, Kind, Raise, Transition


def check(analysis: Analysis) -> Iterator[Finding]:
    """Lines of which the first raise is ignored after each of their cells; what later ones meet is not known."""
    for line in analysis.machine.transitions:
        first = next((effect for effect in line.effects if isinstance(effect, Raise)), None)
        places = analysis.decisions.decided[line]
        if first is None or not places or _is_preceded(analysis, line):
            continue
        after = list(dict.fromkeys(Place(line.target_from(place.state), first.event) for place in places))
        ignoring = [_ignoring(analysis, place) for place in after]
        if all(ignoring):
            yield _finding(analysis, first, after, ignoring[0][0])


def _finding(analysis: Analysis, first: Raise, after: list[Place], by: AnyLine) -> Finding:
    message = f"the raised event {first.event} is ignored in {after[0].state}{and_more(len(after) - 1, 'state')}"
    notes = (Note("ignored here", by.span),) if by in analysis.machine.lines else ()
    return Finding(message, first.span, f"say what {after[0]} does, or do not raise it here", notes)


def _is_preceded(analysis: Analysis, line: Transition) -> bool:
    """Whether leaving one of the states raises an event before the line does."""
    leaving = (analysis.machine.leaving(state) for state in line.sources) if line.target is not None else ()
    return any(isinstance(effect, Raise) for effects in leaving for effect in effects)


def _ignoring(analysis: Analysis, place: Place) -> tuple[AnyLine, ...]:
    """The lines that ignore an event in a cell, whatever is derived from it; none if something else may decide."""
    events = (place.event, *analysis.machine.derived(place.event))
    lines = [line for event in events for line in analysis.decisions.deciding.get(Place(place.state, event), ())]
    alike = all(isinstance(line, Disposition) and line.kind is Kind.IGNORE for line in lines)
    return tuple(lines) if alike else ()


RULE = Rule("FSM125", "raise-ignored", check, __doc__, Severity.WARNING)

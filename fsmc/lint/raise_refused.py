"""A step raises an event that the state after it refuses in every case.

A run is all or nothing: if the machine refuses an event that it raised itself, the step that raised it fails too.  A
line that raises such an event can therefore never be taken to its end.

Example:
    machine Door
    state Shut initial
    state Open
    event push
    event ring
    Shut on push -> Open / raise ring   # FSM055
    Shut ignore ring
    Open reject ring "nobody hears it"
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

from fsmc.analysis import Analysis, Place
from fsmc.diagnostics import Note
from fsmc.lint.rule import Finding, Rule, and_more
from fsmc.model import Disposition, Event, Kind, Raise, Transition
from fsmc.source import Span


def check(analysis: Analysis) -> Iterator[Finding]:
    """Lines whose first raise, if it has no condition, is refused."""
    for line in analysis.machine.transitions:
        cells = (_refused(analysis, line, place) for place in analysis.decisions.decided[line])
        refused = list(dict.fromkeys(there for there in cells if there is not None))
        if refused:
            there = refused[0]
            others = analysis.decisions.deciding[there]
            message = f"the raised event {there.event} is refused in {there.state}{and_more(len(refused) - 1, 'cell')}"
            notes = tuple(Note("refused here", other.span) for other in others[:1] if other in analysis.machine.lines)
            help = f"say what {there} does, or do not raise it here"
            yield Finding(message, _place(line), help, notes)


def _place(line: Transition) -> Span:
    """The line's own raise; the line, if a state that it leaves or enters raises first."""
    return next((effect.span for effect in line.effects if isinstance(effect, Raise)), line.span)


def _refused(analysis: Analysis, line: Transition, place: Place) -> Place | None:
    """The cell that refuses what the step raises first, or None."""
    event = _raised_first(analysis, line, place)
    if event is None or analysis.machine.derived(event):
        return None
    there = Place(line.target_from(place.state), event)
    deciding = analysis.decisions.deciding.get(there, ())
    refusing = [isinstance(other, Disposition) and other.kind in (Kind.REJECT, Kind.NEVER) for other in deciding]
    return there if refusing and all(refusing) else None


def _raised_first(analysis: Analysis, line: Transition, place: Place) -> Event | None:
    effects = analysis.machine.effects(line, place.state)
    first = next((effect for effect in effects if isinstance(effect, Raise)), None)
    return first.event if first is not None and first.condition is None else None


RULE = Rule("FSM055", "raise-refused", check, __doc__)

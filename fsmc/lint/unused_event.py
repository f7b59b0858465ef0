"""An event that no line names: all it ever does is what is left for the rest.

Whoever sends it learns nothing from the spec about what it means.  Most often its lines were forgotten, or it was once
used and is so no longer.  An event is used if a line or a scenario names it, an action raises it, another event is
derived from it, or a line about `other` moves or defers it.

Example:
    machine Door
    state Shut initial
    state Open
    event push
    event ring          # FSM083
    Shut on push -> Open
    Open on push -> Shut

Instead:
    machine Door
    state Shut initial
    state Open
    event push
    event ring
    action chime
    Shut on push -> Open
    Open on push -> Shut
    Shut on ring -> stay / chime
    Open ignore ring
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import Event, Kind, Line, Raise, Rank, Transition

_HELP = "say what it does in a line, or take it away"


def check(analysis: Analysis) -> Iterator[Finding]:
    """Declared events that nothing names, and that no line about `other` keeps or moves on."""
    machine = analysis.machine
    used = {event for line in machine.lines if _uses(line) for event in line.events}
    used |= {doing.effect.event for doing in analysis.doings if isinstance(doing.effect, Raise)}
    used |= {step.event for scenario in machine.scenarios for step in scenario.steps}
    used |= {event.base for event in machine.events if event.base}
    for event in machine.events:
        if event not in used and event.expires in (None, *analysis.uses.started):
            yield Finding(f"no line names the event {event}", event.span, _HELP, _notes(analysis, event))


def _uses(line: Line) -> bool:
    """Whether a line does more with its events than to refuse or ignore them as part of the rest."""
    named = line.rank in (Rank.NAMED, Rank.ANY)
    return named or isinstance(line, Transition) or getattr(line, "kind", None) is Kind.DEFER


def _notes(analysis: Analysis, event: Event) -> tuple[Note, ...]:
    """The first line that takes the event with all others."""
    rest = next((line for line in analysis.machine.lines if event in line.events), None)
    return (Note("it is part of this rest only", rest.span),) if rest else ()


RULE = Rule("FSM083", "unused-event", check, __doc__, Severity.WARNING)

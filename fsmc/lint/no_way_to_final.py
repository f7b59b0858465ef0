"""States that lead to each other for ever: from none of them can a final state be reached.

Where a machine has final states, it is meant to come to an end.  In these states it goes on moving and never does.  A
machine without any final state is meant to go on, and has no such finding.

Example:
    machine Call
    state Idle initial
    state Talking
    state Holding       # FSM082
    state Muted
    state Over final
    event answer
    event hold
    event mute
    event hang-up
    Idle    on answer  -> Talking
    Talking on hang-up -> Over
    Talking on hold    -> Holding
    Holding on mute    -> Muted
    Muted   on mute    -> Holding

Instead:
    machine Call
    state Idle initial
    state Talking
    state Holding
    state Muted
    state Over final
    event answer
    event hold
    event mute
    event hang-up
    Idle    on answer  -> Talking
    Talking, Holding, Muted on hang-up -> Over
    Talking on hold    -> Holding
    Holding on hold    -> Talking
    Holding on mute    -> Muted
    Muted   on mute    -> Holding
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule, listed

_NOTES = 3
"""How many other places are shown."""


def check(analysis: Analysis) -> Iterator[Finding]:
    """Each set of states that only leads to itself; what merely leads into one is not told again."""
    for trap in analysis.paths.traps:
        message = f"no path leads from {listed(trap)} to a final state"
        notes = tuple(Note("nor from here", state.span) for state in trap[1 : 1 + _NOTES])
        yield Finding(message, trap[0].span, "let a line lead out of them, or say which of them is `final`", notes)


RULE = Rule("FSM082", "no-way-to-final", check, __doc__, Severity.WARNING)

"""A state that nothing leaves, and that is not `final`.

A machine that comes here stays for ever.  That may be meant, and then `final` says so to every reader and every output;
otherwise a line is missing.  A timeout counts as a way out only where a path starts its timer.

Example:
    machine Job
    state Waiting initial
    state Running
    state Failed                # FSM081
    state Done final
    event begin
    event finish
    event crash
    Waiting on begin  -> Running
    Running on finish -> Done
    Running on crash  -> Failed

Instead:
    machine Job
    state Waiting initial
    state Running
    state Failed
    state Done final
    event begin
    event finish
    event crash
    Waiting on begin  -> Running
    Running on finish -> Done
    Running on crash  -> Failed
    Failed  on begin  -> Running
"""

from __future__ import annotations

from collections.abc import Iterator

from fsmc.analysis import Analysis
from fsmc.diagnostics import Note, Severity
from fsmc.lint.rule import Finding, Rule
from fsmc.model import State

_HELP = "say `final` if the machine may rest there for ever, or let a line lead out"


def check(analysis: Analysis) -> Iterator[Finding]:
    """The dead ends; a machine of one state has nowhere to go and so no dead end."""
    if len(analysis.machine.states) == 1:
        return
    for state in analysis.paths.dead_ends:
        yield Finding(
            f"nothing leaves the state {state}, and it is not final", state.span, _HELP, _notes(analysis, state)
        )


def _notes(analysis: Analysis, state: State) -> tuple[Note, ...]:
    """The line that would lead out, if its timer ran."""
    ways = (way for way in analysis.paths.ways[state] if way.moves)
    return tuple(Note(f"timer '{way.timer}' never runs in {state}: no path starts it", way.line.span) for way in ways)[
        :1
    ]


RULE = Rule("FSM081", "dead-end", check, __doc__, Severity.WARNING)
